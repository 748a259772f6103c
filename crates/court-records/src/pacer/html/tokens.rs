//! Tags and texts of a page, one after the other.

/// A piece of a page; offsets are in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text between tags, not empty.
    Text { from: usize, to: usize },
    /// `<name …>`, with the place of its attributes.
    Begin { name: &'a str, from: usize, to: usize },
    /// `</name>`.
    End { name: &'a str },
}

/// Cuts a page into tokens. Comments, processing instructions, scripts and style sheets are left out.
pub(super) struct Tokens<'a> {
    page: &'a str,
    at: usize,
    /// What is known not to come any more, so that it is not searched for again and again.
    no_more: Vec<Mark>,
}

/// Marks that something ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Comment,
    DoubleQuote,
    SingleQuote,
    Script,
    Style,
    Tag,
}

impl Mark {
    fn text(self) -> &'static str {
        match self {
            Self::Comment => "-->",
            Self::DoubleQuote => "\"",
            Self::SingleQuote => "'",
            Self::Script => "</script",
            Self::Style => "</style",
            Self::Tag => ">",
        }
    }
}

impl<'a> Tokens<'a> {
    pub(super) fn of(page: &'a str) -> Self {
        Self { page, at: 0, no_more: Vec::new() }
    }

    /// How far the page is read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.page.get(self.at..)?;
            if rest.is_empty() {
                return None;
            }
            if !rest.starts_with('<') {
                return Some(self.text(rest.find('<').unwrap_or(rest.len())));
            }
            let after = rest.get(1..).unwrap_or_default();
            match after.bytes().next() {
                Some(b'/') if after.get(1..).is_some_and(starts_a_name) => return Some(self.end_tag()),
                Some(b'!') if after.starts_with("!--") => self.skip_comment(),
                Some(b'!' | b'?' | b'/') => self.skip_to_tag_end(),
                Some(byte) if byte.is_ascii_alphabetic() => {
                    let token = self.begin_tag();
                    if !self.skip_raw_content(token) {
                        return Some(token);
                    }
                }
                // A sign of less: text up to the next tag.
                _ => return Some(self.text(1 + after.find('<').unwrap_or(after.len()))),
            }
        }
    }

    fn text(&mut self, length: usize) -> Token<'a> {
        let from = self.at;
        self.at += length;
        Token::Text { from, to: self.at }
    }

    fn skip_comment(&mut self) {
        // `<!-->` and `<!--->` are comments too.
        let from = self.at + 2;
        self.at = match self.find_once(from, Mark::Comment) {
            Some(at) => at + 3,
            None => self.page.len(),
        };
    }

    fn skip_to_tag_end(&mut self) {
        self.at = match self.find_once(self.at, Mark::Tag) {
            Some(at) => at + 1,
            None => self.page.len(),
        };
    }

    fn end_tag(&mut self) -> Token<'a> {
        let (name, _) = self.name(self.at + 2);
        self.skip_to_tag_end();
        Token::End { name }
    }

    fn begin_tag(&mut self) -> Token<'a> {
        let (name, from) = self.name(self.at + 1);
        let bytes = self.page.as_bytes();
        let mut at = from;
        // Quotes count only where a value begins: CM/ECF writes `onClick="…"'>`.
        let mut value_begins = false;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'>' => {
                    self.at = at + 1;
                    return Token::Begin { name, from, to: at };
                }
                b'"' if value_begins => {
                    at = self.find_once(at + 1, Mark::DoubleQuote).unwrap_or(at) + 1;
                    value_begins = false;
                }
                b'\'' if value_begins => {
                    at = self.find_once(at + 1, Mark::SingleQuote).unwrap_or(at) + 1;
                    value_begins = false;
                }
                b'=' => {
                    value_begins = true;
                    at += 1;
                }
                byte => {
                    value_begins &= byte.is_ascii_whitespace();
                    at += 1;
                }
            }
        }
        // A tag that the page ends in.
        self.at = self.page.len();
        Token::Begin { name, from, to: self.at }
    }

    fn name(&self, from: usize) -> (&'a str, usize) {
        let rest = self.page.get(from..).unwrap_or_default();
        let length = rest.bytes().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<')).unwrap_or(rest.len());
        (rest.get(..length).unwrap_or_default(), from + length)
    }

    /// True if the tag began a script or a style sheet, which was skipped.
    fn skip_raw_content(&mut self, token: Token<'_>) -> bool {
        let Token::Begin { name, .. } = token else { return false };
        let mark = if name.eq_ignore_ascii_case("script") {
            Mark::Script
        } else if name.eq_ignore_ascii_case("style") {
            Mark::Style
        } else {
            return false;
        };
        // One without an end is skipped alone: what follows may be the page.
        if let Some(at) = self.find_end_tag(self.at, mark) {
            self.at = at;
            self.skip_to_tag_end();
        }
        true
    }

    /// Place of a mark from `from` on. Once it is known to be absent it is not searched for again.
    fn find_once(&mut self, from: usize, mark: Mark) -> Option<usize> {
        if self.no_more.contains(&mark) {
            return None;
        }
        let found = self.page.get(from..).and_then(|rest| rest.find(mark.text()));
        if found.is_none() {
            self.no_more.push(mark);
        }
        Some(from + found?)
    }

    /// The same, whatever the case of an end tag.
    fn find_end_tag(&mut self, from: usize, mark: Mark) -> Option<usize> {
        if self.no_more.contains(&mark) {
            return None;
        }
        let wanted = mark.text().as_bytes();
        let bytes = self.page.as_bytes();
        let mut at = from;
        while let Some(offset) = self.page.get(at..).and_then(|rest| rest.find("</")) {
            let begins = at + offset;
            if bytes.get(begins..begins + wanted.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(wanted)) {
                return Some(begins);
            }
            at = begins + 2;
        }
        self.no_more.push(mark);
        None
    }
}

fn starts_a_name(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
}

/// The value of an attribute among the attributes of a tag; empty for one without a value.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let length = rest.bytes().skip(1).position(|byte| byte == b'=' || byte.is_ascii_whitespace()).map_or(rest.len(), |at| at + 1);
        let (key, after) = rest.split_at_checked(length)?;
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => ("", after),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after;
    }
}

/// The value that a text begins with, and what follows.
fn value(text: &str) -> (&str, &str) {
    let quoted = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.split_once(quote));
    quoted('"').or_else(|| quoted('\'')).unwrap_or_else(|| text.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((text, "")))
}

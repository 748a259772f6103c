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
    no_more: Absent,
}

/// Marks that do not occur in the rest of the page.
#[derive(Debug, Clone, Copy, Default)]
struct Absent {
    comment_end: bool,
    double_quote: bool,
    single_quote: bool,
    script_end: bool,
    style_end: bool,
    tag_end: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(page: &'a str) -> Self {
        Self { page, at: 0, no_more: Absent::default() }
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
        self.at = match find_once(self.page, from, "-->", &mut self.no_more.comment_end) {
            Some(at) => at + 3,
            None => self.page.len(),
        };
    }

    fn skip_to_tag_end(&mut self) {
        self.at = match find_once(self.page, self.at, ">", &mut self.no_more.tag_end) {
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
                    at = find_once(self.page, at + 1, "\"", &mut self.no_more.double_quote).unwrap_or(at) + 1;
                    value_begins = false;
                }
                b'\'' if value_begins => {
                    at = find_once(self.page, at + 1, "'", &mut self.no_more.single_quote).unwrap_or(at) + 1;
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
        let (end, absent) = if name.eq_ignore_ascii_case("script") {
            ("</script", &mut self.no_more.script_end)
        } else if name.eq_ignore_ascii_case("style") {
            ("</style", &mut self.no_more.style_end)
        } else {
            return false;
        };
        // One without an end is skipped alone: what follows may be the page.
        if let Some(at) = find_end_tag(self.page, self.at, end, absent) {
            self.at = at;
            self.skip_to_tag_end();
        }
        true
    }
}

fn starts_a_name(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
}

/// Place of `mark` from `from` on. Once it is known to be absent it is not searched for again.
fn find_once(page: &str, from: usize, mark: &str, absent: &mut bool) -> Option<usize> {
    if *absent {
        return None;
    }
    let found = page.get(from..).and_then(|rest| rest.find(mark));
    *absent = found.is_none();
    Some(from + found?)
}

/// The same, whatever the case of an end tag.
fn find_end_tag(page: &str, from: usize, mark: &str, absent: &mut bool) -> Option<usize> {
    if *absent {
        return None;
    }
    let bytes = page.as_bytes();
    let mut at = from;
    while let Some(offset) = page.get(at..).and_then(|rest| rest.find("</")) {
        let begins = at + offset;
        if bytes.get(begins..begins + mark.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(mark.as_bytes())) {
            return Some(begins);
        }
        at = begins + 2;
    }
    *absent = true;
    None
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

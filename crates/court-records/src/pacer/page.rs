//! What the readers of pages share: problems and their places, limits, dates, and lines of text.

use std::fmt;

use domain::Date;

use super::{
    html::{Excess, NodeId, Span, Step, Tag, Tree},
    text::{self, quoted},
};

/// Bytes of one page that are read. The longest dockets of the country have some tens of megabytes.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Bytes of one text (the description of an entry, the disposition of a count) that are kept.
const MOST_TEXT_BYTES: usize = 1024 * 1024;

/// Problems of one page that are kept.
const MOST_PROBLEMS: usize = 1000;

/// What was read of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// None if the page is not of the kind that it was read as.
    pub content: Option<T>,
    /// What the page says instead, in its own words and cut: `Case not found.`
    pub statement: String,
    /// True if other software has written a script of its own before the page: it is not the court's any more, byte for byte.
    pub altered: bool,
    /// Whether the court says that the case is withheld.
    pub withheld: Option<Withheld>,
    /// What could not be read, in the page's order.
    pub problems: Vec<Problem>,
}

/// A case that the court does not show, by the page's own statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Withheld {
    /// `Case Under Seal`.
    Sealed,
    /// `USA v. EXPUNGED`.
    Expunged,
}

/// Where in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The page as a whole.
    Page,
    /// What is said of the case.
    Header,
    /// A party, counted from 1.
    Party(u32),
    /// An entry of the docket, counted from 1 in the page's order.
    Entry(u32),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page => f.write_str("page"),
            Self::Header => f.write_str("header"),
            Self::Party(position) => write!(f, "party {position}"),
            Self::Entry(position) => write!(f, "entry {position}"),
        }
    }
}

/// Something that could not be read, and where. Displays as `entry 17: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub trouble: Trouble,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.trouble)
    }
}

/// What could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// More than [`MOST_BYTES`].
    #[error("the page has more than {MOST_BYTES} bytes; what is after them is not read")]
    TooLarge,
    /// More elements than the tree holds.
    #[error("{0}")]
    Excess(Excess),
    /// Another kind of page.
    #[error("this is no {wanted}; the page says {}", quoted(.statement))]
    OtherPage {
        /// What was expected.
        wanted: &'static str,
        /// What it says.
        statement: String,
    },
    /// A docket that is printed as plain text, which has no cells.
    #[error("the docket is in the format of plain text, which is not read; ask the court for HTML")]
    PlainText,
    /// A case number in no known form.
    #[error("the case number {} is in no known form; it is kept as written", quoted(.0))]
    CaseNumber(String),
    /// No date where one stands.
    #[error("{} is not a date of the form 12/31/2025", quoted(.0))]
    Date(String),
    /// A text whose end was cut off.
    #[error("a text is longer than the {MOST_TEXT_BYTES} bytes that are kept; its end was cut off")]
    TooLong,
    /// Cells are missing.
    #[error("the row has {0} cells, fewer than a row of this table has; it is left out")]
    TooFewCells(usize),
    /// Addresses of attorneys that stand "above" and are repeated more often than is kept.
    #[error("the page repeats addresses of attorneys too often; from some party on they are left out")]
    TooManyAddresses,
    /// More than are kept.
    #[error("{0} further problems are not listed")]
    MoreProblems(u64),
}

/// Collects problems, up to a number.
#[derive(Debug, Default)]
pub(super) struct Problems {
    kept: Vec<Problem>,
    dropped: u64,
}

impl Problems {
    pub(super) fn add(&mut self, place: Place, trouble: Trouble) {
        if self.kept.len() < MOST_PROBLEMS {
            self.kept.push(Problem { place, trouble });
        } else {
            self.dropped += 1;
        }
    }

    /// The day that a text says, or none and a problem.
    pub(super) fn date(&mut self, place: Place, text: &str) -> Option<Date> {
        let found = date(text);
        if found.is_none() {
            self.add(place, Trouble::Date(text.to_owned()));
        }
        found
    }

    /// In the order of the page.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.kept.sort_by_key(|problem| problem.place);
        if self.dropped > 0 {
            self.kept.push(Problem { place: Place::Page, trouble: Trouble::MoreProblems(self.dropped) });
        }
        self.kept
    }
}

/// Reads a page as one of its kind. `find` returns what it is, with what it says of the case's being withheld, or nothing.
pub(super) fn read<T>(
    bytes: &[u8],
    wanted: &'static str,
    find: impl FnOnce(&Tree<'_>, &mut Problems) -> Option<(T, Option<Withheld>)>,
) -> Page<T> {
    let mut problems = Problems::default();
    if bytes.len() > MOST_BYTES {
        problems.add(Place::Page, Trouble::TooLarge);
    }
    let document = text::decode(bytes.get(..MOST_BYTES).unwrap_or(bytes));
    let tree = Tree::read(&document);
    for excess in &tree.excesses {
        problems.add(Place::Page, Trouble::Excess(*excess));
    }
    let mut statement = String::new();
    let (content, withheld) = if let Some((content, withheld)) = find(&tree, &mut problems) {
        (Some(content), withheld)
    } else {
        statement = statement_of(&tree);
        problems.add(Place::Page, Trouble::OtherPage { wanted, statement: statement.clone() });
        (None, withheld(&tree))
    };
    Page { content, statement, altered: is_altered(&document), withheld, problems: problems.finish() }
}

/// A page of CM/ECF begins with its document type or its root; extensions of browsers that save a page may write a script before that.
fn is_altered(document: &str) -> bool {
    document.trim_start().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("<script"))
}

/// The words of a page that is something else: its first headings or bold lines, else its first text.
fn statement_of(tree: &Tree<'_>) -> String {
    const MOST: usize = 300;
    let joined = |id| first_lines(tree, tree.inside(id), 10).iter().map(Line::text).collect::<Vec<_>>().join(" ");
    let of_tag = |tag| tree.find(tree.whole(), tag).map(joined).find(|text| !text.is_empty());
    let mut statement = of_tag(Tag::Heading).or_else(|| of_tag(Tag::Bold)).unwrap_or_default();
    if statement.is_empty() {
        let body = tree.whole().nodes().filter_map(|id| tree.raw_text(id)).map(|raw| text::tidy(&text::unescape(raw)));
        statement = body.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    }
    let end = statement.floor_char_boundary(MOST);
    statement.truncate(end);
    statement
}

/// Whether a page without a case says that there is one, which is withheld.
fn withheld(tree: &Tree<'_>) -> Option<Withheld> {
    const LONGEST: usize = 200;
    let short = tree.whole().nodes().filter_map(|id| tree.raw_text(id)).filter(|raw| raw.len() <= LONGEST);
    short.into_iter().find_map(|raw| says_withheld(raw.trim()))
}

/// The statements and captions of CM/ECF on a case that it does not show. What is said of documents in entries does not count: it is not to be
/// handed in here.
pub(super) fn says_withheld(text: &str) -> Option<Withheld> {
    const SEALED: [&str; 4] = ["case under seal", "this case is sealed", "case is under seal", "this case is under seal"];
    if find_ignoring_case(text, "seal").is_none() && find_ignoring_case(text, "expunged").is_none() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let second_side = lower.split(" v. ").nth(1).unwrap_or_default().trim();
    // A company may be called Sealed Air: the whole side must be the word.
    let is_sealed = matches!(second_side, "sealed" | "under seal") || second_side.starts_with("sealed defendant");
    if is_sealed || SEALED.iter().any(|statement| lower.starts_with(statement)) || lower.ends_with("case under seal") {
        return Some(Withheld::Sealed);
    }
    let is_expunged = second_side.split(' ').next() == Some("expunged") || lower.starts_with("this case has been expunged");
    is_expunged.then_some(Withheld::Expunged)
}

/// Reads `12/31/2025`, at the beginning of a text.
pub(super) fn date(text: &str) -> Option<Date> {
    let bytes = text.trim_start().as_bytes();
    let digits = |from: usize, to: usize| {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0_u16, |n, byte| byte.is_ascii_digit().then(|| n * 10 + u16::from(byte - b'0')))
    };
    let slashes = bytes.get(2) == Some(&b'/') && bytes.get(5) == Some(&b'/');
    let ends = bytes.get(10).is_none_or(|byte| !byte.is_ascii_digit());
    if !slashes || !ends {
        return None;
    }
    let (month, day, year) = (digits(0, 2)?, digits(3, 5)?, digits(6, 10)?);
    Date::new(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// Text that is put together with tidy white space, up to a length.
#[derive(Debug, Default)]
pub(super) struct Tidy {
    out: String,
    gap: bool,
    broken: bool,
    too_long: bool,
}

impl Tidy {
    /// Adds text with its references unresolved.
    pub(super) fn push(&mut self, raw: &str) {
        let bytes = raw.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let plain = |byte: &u8| *byte > b' ' && *byte < 0x7f && *byte != b'&';
            if plain(&byte) {
                let length = bytes.get(at..).unwrap_or_default().iter().position(|byte| !plain(byte)).unwrap_or(bytes.len() - at);
                self.word(raw.get(at..at + length).unwrap_or_default());
                at += length;
                continue;
            }
            if byte <= b' ' || byte == 0x7f {
                // Control characters are nothing; they are no spaces either.
                self.gap |= byte.is_ascii_whitespace() || byte == 0x0b;
                at += 1;
                continue;
            }
            let rest = raw.get(at..).unwrap_or_default();
            let reference = if byte == b'&' { text::reference(rest.get(1..).unwrap_or_default()) } else { None };
            let (character, length) = match reference {
                Some((character, length)) => (character, length + 1),
                None => rest.chars().next().map_or(('\u{fffd}', 1), |character| (character, character.len_utf8())),
            };
            if character.is_whitespace() {
                self.gap = true;
            } else if !character.is_control() {
                self.word(character.encode_utf8(&mut [0; 4]));
            }
            at += length;
        }
    }

    /// A line ends here. It stays in the text only where no white space parts the words beside it.
    fn line_break(&mut self) {
        self.broken = true;
    }

    fn word(&mut self, word: &str) {
        if self.out.len() + word.len() >= MOST_TEXT_BYTES {
            self.too_long = true;
            return;
        }
        match (self.gap, self.broken) {
            _ if self.out.is_empty() => {}
            (true, _) => self.out.push(' '),
            (false, true) => self.out.push('\n'),
            (false, false) => {}
        }
        (self.gap, self.broken) = (false, false);
        self.out.push_str(word);
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// The text, and a problem if its end was cut off.
    fn finish_at(self, place: Place, problems: &mut Problems) -> String {
        if self.too_long {
            problems.add(place, Trouble::TooLong);
        }
        self.out
    }
}

/// One text, tidy, its references resolved.
pub(super) fn tidied(raw: &str) -> String {
    let mut tidy = Tidy::default();
    tidy.push(raw);
    tidy.finish()
}

/// All text of a span, tidy, as if nothing stood between its pieces.
pub(super) fn tidy_text(tree: &Tree<'_>, span: Span) -> String {
    let mut tidy = Tidy::default();
    for id in span.nodes() {
        if let Some(raw) = tree.raw_text(id) {
            tidy.push(raw);
        }
    }
    tidy.finish()
}

/// Text of the cells of the first row of a table that has cells, cut: titles are short, and a cell of a layout table holds the whole page.
pub(super) fn titles(tree: &Tree<'_>, table: NodeId) -> Vec<String> {
    const MOST_CELLS: usize = 8;
    const MOST_NODES: usize = 24;
    let rows = tree.rows(table).map(|row| tree.cells(row).take(MOST_CELLS).collect::<Vec<_>>());
    let cells = rows.into_iter().find(|cells| !cells.is_empty()).unwrap_or_default();
    let title = |cell: &NodeId| {
        let mut tidy = Tidy::default();
        let texts = tree.inside(*cell).nodes().take(MOST_NODES).filter_map(|id| tree.raw_text(id));
        texts.into_iter().for_each(|raw| tidy.push(raw.get(..raw.floor_char_boundary(200)).unwrap_or_default()));
        tidy.finish()
    };
    cells.iter().map(title).collect()
}

/// All text of a span, tidy; where lines end and nothing else parts the words, a line break does.
pub(super) fn block_text(tree: &Tree<'_>, span: Span, place: Place, problems: &mut Problems) -> String {
    let mut tidy = Tidy::default();
    for step in tree.walk(span) {
        match step {
            Step::Begin(_, tag) | Step::End(tag) if tag.is_block() => tidy.line_break(),
            Step::Begin(..) | Step::End(_) => {}
            Step::Text(_, raw) => tidy.push(raw),
        }
    }
    tidy.finish_at(place, problems)
}

/// A piece of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) id: NodeId,
    /// References unresolved.
    pub(super) raw: &'a str,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) linked: bool,
}

impl Piece<'_> {
    fn is_blank(&self) -> bool {
        is_blank(self.raw)
    }
}

/// True of white space, however it is written.
pub(super) fn is_blank(raw: &str) -> bool {
    let raw = raw.trim();
    raw.is_empty() || raw.split("&nbsp;").all(|part| part.trim().is_empty())
}

/// A line of text as a browser would show it: what stands between breaks, blocks and the beginnings of rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Line<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.pieces.iter().all(Piece::is_blank)
    }

    /// Its text, tidy.
    pub(super) fn text(&self) -> String {
        self.text_of(|_| true)
    }

    /// The text of some of its pieces, tidy.
    pub(super) fn text_of(&self, wanted: impl Fn(&Piece<'_>) -> bool) -> String {
        let mut tidy = Tidy::default();
        self.pieces.iter().filter(|piece| wanted(piece)).for_each(|piece| tidy.push(piece.raw));
        tidy.finish()
    }

    /// The text of some of its pieces as it was written, without white space at the ends and without control characters.
    pub(super) fn raw_of(&self, wanted: impl Fn(&Piece<'_>) -> bool) -> String {
        let pieces = self.pieces.iter().filter(|piece| wanted(piece));
        let mut whole: String = pieces.map(|piece| text::unescape(piece.raw)).collect();
        whole.retain(|character| !character.is_control() || character.is_whitespace());
        let trimmed = whole.trim();
        trimmed.get(..trimmed.floor_char_boundary(MOST_TEXT_BYTES)).unwrap_or_default().to_owned()
    }

    pub(super) fn is_italic(&self) -> bool {
        self.pieces.iter().all(|piece| piece.italic || piece.is_blank())
    }

    pub(super) fn is_bold(&self) -> bool {
        self.pieces.iter().all(|piece| piece.bold || piece.is_blank())
    }

    pub(super) fn begins_bold(&self) -> bool {
        self.pieces.iter().find(|piece| !piece.is_blank()).is_some_and(|piece| piece.bold)
    }
}

/// The lines of a span that are not blank. Cells of one row are one line, so that a label and its value stay together.
pub(super) fn lines<'a>(tree: &Tree<'a>, span: Span) -> Vec<Line<'a>> {
    first_lines(tree, span, usize::MAX)
}

/// The first of them, or a few more.
pub(super) fn first_lines<'a>(tree: &Tree<'a>, span: Span, most: usize) -> Vec<Line<'a>> {
    let mut found = Vec::new();
    let mut line = Line::default();
    let mut styles = [0_u32; 3];
    let slot = |tag| match tag {
        Tag::Bold => Some(0),
        Tag::Italic => Some(1),
        Tag::Anchor => Some(2),
        _ => None,
    };
    let finish = |line: &mut Line<'a>, found: &mut Vec<Line<'a>>| {
        let done = std::mem::take(line);
        if !done.is_blank() {
            found.push(done);
        }
    };
    for step in tree.walk(span) {
        if found.len() >= most {
            return found;
        }
        match step {
            Step::Begin(id, tag) => {
                if tag.is_block() {
                    finish(&mut line, &mut found);
                } else if tag == Tag::Cell && !line.pieces.is_empty() {
                    line.pieces.push(Piece { id, raw: " ", bold: false, italic: false, linked: false });
                }
                let holds_something = tree.inside(id).first() != tree.inside(id).after();
                if let Some(count) = slot(tag).filter(|_| holds_something).and_then(|slot| styles.get_mut(slot)) {
                    *count += 1;
                }
            }
            Step::End(tag) => {
                if tag.is_block() {
                    finish(&mut line, &mut found);
                }
                if let Some(count) = slot(tag).and_then(|slot| styles.get_mut(slot)) {
                    *count = count.saturating_sub(1);
                }
            }
            Step::Text(id, raw) => {
                let [bold, italic, linked] = styles.map(|count| count > 0);
                line.pieces.push(Piece { id, raw, bold, italic, linked });
            }
        }
    }
    finish(&mut line, &mut found);
    found
}

/// What stands after a label, if a text begins with it, whatever the case.
pub(super) fn after_label<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(label.len())?;
    start.eq_ignore_ascii_case(label).then(|| rest.trim())
}

/// Counts from 1.
pub(super) fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}

/// An element with a text that begins with one of the given ones, whatever the case, with what of the text follows.
pub(super) fn find_text<'a>(tree: &Tree<'a>, span: Span, marks: &[&str]) -> Option<(NodeId, &'a str)> {
    span.nodes().find_map(|id| {
        let raw = tree.raw_text(id)?;
        let at = marks.iter().find_map(|mark| find_ignoring_case(raw, mark).map(|at| at + mark.len()))?;
        Some((id, raw.get(at..)?))
    })
}

/// Place of an ASCII text, whatever its case.
pub(super) fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let (first, rest) = wanted.as_bytes().split_first()?;
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let bytes = text.as_bytes();
    let candidates = bytes.iter().enumerate().filter(|(_, byte)| **byte == lower || **byte == upper).map(|(at, _)| at);
    candidates.into_iter().find(|at| bytes.get(at + 1..at + 1 + rest.len()).is_some_and(|next| next.eq_ignore_ascii_case(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_withheld_only_by_its_own_statement() {
        let check = |text: &str, wanted: Option<Withheld>| assert_eq!(says_withheld(text), wanted, "{text}");
        check("Case Under Seal", Some(Withheld::Sealed));
        check("1:17-cr-00202 Case Under Seal", Some(Withheld::Sealed));
        check("This case is SEALED.", Some(Withheld::Sealed));
        check("USA v. SEALED", Some(Withheld::Sealed));
        check("USA v. Sealed Defendant 1", Some(Withheld::Sealed));
        check("USA v. EXPUNGED", Some(Withheld::Expunged));
        check("USA v. Sealed Air Corporation", None);
        check("MOTION to Seal Case", None);
        check("USA v. Seale", None);
    }

    #[test]
    fn white_space_is_tidied_and_control_characters_are_nothing() {
        let check = |raw: &str, wanted: &str| assert_eq!(tidied(raw), wanted, "{raw:?}");
        check("  a\t\n b&nbsp;&nbsp;c\u{a0}d ", "a b c d");
        check("Corporatio\u{11}n\u{7f}", "Corporation");
        check("AT&amp;T &amp;amp; R&D &#36;5", "AT&T &amp; R&D $5");
        check("", "");
    }

    #[test]
    fn a_date_is_month_day_and_year() {
        let check = |text: &str, wanted: &str| assert_eq!(date(text).map(|day| day.to_string()).unwrap_or_default(), wanted, "{text}");
        check("12/31/2025", "2025-12-31");
        check(" 02/29/2024 at 15:49:00", "2024-02-29");
        check("02/29/2023", "");
        check("1/2/2025", "");
        check("12/31/20255", "");
        check("", "");
    }
}

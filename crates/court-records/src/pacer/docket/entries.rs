//! The table of entries.

use domain::Date;

use super::{OrderedBy, files};
use crate::pacer::{
    html::{NodeId, Span, Tag, Tree},
    links,
    page::{self, Place, Problems, Trouble, position},
};

/// An entry of a docket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The first column's date, if entries are ordered by filing.
    pub filed: Option<Date>,
    /// When it was entered: the first column's date, or that of the text's end, `(Entered: 04/09/2009)`.
    pub entered: Option<Date>,
    /// Number of the document or of the entry; entries of the court may have none.
    pub number: Option<u32>,
    /// The docket text in full, tidy, with its end; line breaks only where nothing else parts two words.
    pub text: String,
    /// CM/ECF's own number of the document, its fourth digit 0; None if the entry has no document that can be seen.
    pub document_id: Option<String>,
    /// Number of the entry within the case, if the page's links or boxes say it.
    pub sequence_number: Option<String>,
    /// Size of the main document, where the page lists sizes.
    pub file: Option<FileSize>,
    /// Attachments, where the page lists them with their sizes, else those that the text names with a link.
    pub attachments: Vec<Attachment>,
}

/// A document beside the main one of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Its number within the entry.
    pub number: u32,
    /// What it is: `Civil Cover Sheet`.
    pub description: String,
    /// CM/ECF's own number of the document, its fourth digit 0.
    pub document_id: Option<String>,
    /// Its size, where the page lists sizes.
    pub file: Option<FileSize>,
}

/// Size of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileSize {
    /// In bytes.
    pub bytes: Option<u64>,
    /// As written: `1.0 MB`.
    pub written: String,
    /// Pages.
    pub pages: Option<u32>,
}

/// The table whose first row says `Docket Text`, and what its first column is.
pub(super) fn table(tree: &Tree<'_>, span: Span) -> Option<(NodeId, OrderedBy)> {
    tree.find(span, Tag::Table).find_map(|table| {
        let titles = page::titles(tree, table);
        if !titles.iter().any(|title| title.eq_ignore_ascii_case("Docket Text")) {
            return None;
        }
        let first = titles.first().map_or("", String::as_str);
        let by_entry = first.eq_ignore_ascii_case("Date Entered") || first.eq_ignore_ascii_case("Entry Date");
        Some((table, if by_entry { OrderedBy::Entered } else { OrderedBy::Filed }))
    })
}

/// Reads the rows of the table.
pub(super) fn read(tree: &Tree<'_>, table: NodeId, ordered_by: OrderedBy, problems: &mut Problems) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for row in tree.rows(table).skip(1) {
        let cells: Vec<NodeId> = tree.cells(row).take(16).collect();
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { continue };
        let place = Place::Entry(position(entries.len()));
        let written = page::tidy_text(tree, tree.inside(*first));
        if written.is_empty() {
            // A row below its entry lists documents with their sizes.
            if let Some(entry) = entries.last_mut() {
                files::read(tree, *last, entry);
            }
            continue;
        }
        let [_, middle @ .., _] = cells.as_slice() else {
            problems.add(place, Trouble::TooFewCells(cells.len()));
            continue;
        };
        let mut entry = Entry { text: page::block_text(tree, tree.inside(*last), place, problems), ..Entry::default() };
        if entry.text.eq_ignore_ascii_case("Docket Text") {
            continue;
        }
        let date = problems.date(place, &written);
        entry.entered = entered(&entry.text);
        match ordered_by {
            OrderedBy::Filed => entry.filed = date,
            OrderedBy::Entered => entry.entered = date.or(entry.entered),
        }
        for cell in middle {
            entry.take_number(tree, *cell);
        }
        entry.attachments = attachments(tree, *last);
        entries.push(entry);
    }
    entries
}

/// The day in `(Entered: 04/09/2009)`, the last of them.
fn entered(text: &str) -> Option<Date> {
    let (_, after) = text.rsplit_once("(Entered:")?;
    page::date(after)
}

impl Entry {
    /// Takes number, link and box of a cell between date and text.
    fn take_number(&mut self, tree: &Tree<'_>, cell: NodeId) {
        let inside = tree.inside(cell);
        if self.number.is_none() {
            let written = page::tidy_text(tree, inside);
            let digits = written.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
            self.number = digits.parse().ok();
        }
        for anchor in tree.find(inside, Tag::Anchor) {
            let href = tree.attribute(anchor, "href").unwrap_or_default();
            let click = tree.attribute(anchor, "onclick").unwrap_or_default();
            if let Some(document) = links::document(href, click)
                && self.document_id.is_none()
            {
                self.document_id = Some(document.id);
                self.sequence_number = document.sequence_number.or(self.sequence_number.take());
            }
        }
        for input in tree.find(inside, Tag::Input) {
            // `value='417880_10'` is case and entry, `value="34"` the entry.
            let value = tree.attribute(input, "value").unwrap_or_default();
            let sequence = value.rsplit('_').next().filter(|digits| links::is_number(digits));
            if self.sequence_number.is_none() {
                self.sequence_number = sequence.map(str::to_owned);
            }
        }
    }
}

/// The links of `(Attachments: # 1 Civil Cover Sheet, # 2 Summons)`.
fn attachments(tree: &Tree<'_>, cell: NodeId) -> Vec<Attachment> {
    /// Attachments of one entry that are kept.
    const MOST: usize = 2000;
    let inside = tree.inside(cell);
    let Some((start, _)) = page::find_text(tree, inside, &["(Attachments: #"]) else { return Vec::new() };
    let mut found: Vec<Attachment> = Vec::new();
    let mut number_next = false;
    for id in inside.starting(start).nodes() {
        if tree.tag(id) == Some(Tag::Anchor) && found.len() < MOST {
            let href = tree.attribute(id, "href").unwrap_or_default();
            let document = links::document(href, tree.attribute(id, "onclick").unwrap_or_default());
            found.push(Attachment { document_id: document.map(|document| document.id), ..Attachment::default() });
            number_next = true;
        } else if let (Some(raw), Some(attachment)) = (tree.raw_text(id), found.last_mut()) {
            let text = page::tidied(raw);
            if std::mem::take(&mut number_next) {
                let Ok(number) = text.parse() else {
                    found.pop();
                    break;
                };
                attachment.number = number;
                continue;
            }
            // A description ends before the next number, the last one before the parenthesis that closes the list.
            let (description, goes_on) = match text.strip_suffix("#").map(str::trim_end) {
                Some(description) => (description.strip_suffix(',').unwrap_or(description), true),
                None => (before_closing(&text), false),
            };
            description.trim().clone_into(&mut attachment.description);
            if !goes_on {
                break;
            }
        }
    }
    found
}

/// What stands before the parenthesis that closes a list which is open already.
fn before_closing(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return text.get(..at).unwrap_or_default(),
            ')' => depth -= 1,
            _ => {}
        }
    }
    text
}

//! Docket reports (`DktRpt.pl`): the case, its parties with counsel and charges, its entries.
//!
//! District courts and bankruptcy courts write different pages, and every version of CM/ECF moves something; [`read`] takes them all. The
//! court's own words are kept: captions and names of judges are not harmonized.

use super::{
    html::{Span, Tag, Tree},
    page::{self, Page, Place, Problems, Trouble},
};

mod counts;
mod entries;
mod files;
mod header;
mod parties;

pub use counts::{Charges, Complaint, Count, CountStatus};
pub use entries::{Attachment, Entry, FileSize};
pub use header::Header;
pub use parties::{Attorney, Party};

/// A docket report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docket {
    /// The case.
    pub header: Header,
    /// In the page's order; the same person can stand there more than once.
    pub parties: Vec<Party>,
    /// In the page's order.
    pub entries: Vec<Entry>,
    /// By which date the entries are ordered and dated; None if there are none.
    pub ordered_by: Option<OrderedBy>,
    /// True if the page says that there are entries, but none of those that were asked for.
    pub none_selected: bool,
}

/// The date in the first column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderedBy {
    /// `Date Filed`, `Filing Date`.
    Filed,
    /// `Date Entered`.
    Entered,
}

/// Reads a docket report.
pub fn read(bytes: &[u8]) -> Page<Docket> {
    page::read(bytes, "docket report", |tree, problems| {
        let docket = find(tree, problems)?;
        let withheld = page::says_withheld(&docket.header.caption);
        Some((docket, withheld))
    })
}

fn find(tree: &Tree<'_>, problems: &mut Problems) -> Option<Docket> {
    let title = header::title(tree)?;
    let after_title = tree.whole().starting(title.at);
    let table = entries::table(tree, after_title);
    let end = table.map_or(after_title.after(), |(table, _)| table);
    let before_entries = Span::between(title.at, end);
    if table.is_none() && tree.find(before_entries, Tag::Preformatted).next().is_some() {
        problems.add(Place::Page, Trouble::PlainText);
        return None;
    }
    let header = header::read(tree, before_entries, &title, problems);
    // Cases that are being opened, or that were closed before they were filed, have a number and nothing else.
    if !header.says_something() {
        return None;
    }
    let parties = parties::read(tree, before_entries, problems);
    let entries = table.map_or_else(Vec::new, |(table, ordered_by)| entries::read(tree, table, ordered_by, problems));
    let none_selected = page::find_text(tree, after_title, &["but none satisfy the selection criteria"]).is_some();
    Some(Docket { header, parties, entries, ordered_by: table.map(|(_, ordered_by)| ordered_by), none_selected })
}

#[cfg(test)]
mod tests;

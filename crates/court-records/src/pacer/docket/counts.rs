//! What a defendant is charged with: counts, complaints, levels of offence.

use crate::pacer::{
    html::{NodeId, Tree},
    page::{self, Line, Place, Problems},
};

/// The charges against one defendant, as the page lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Charges {
    /// In the page's order, pending ones first.
    pub counts: Vec<Count>,
    /// Charges of complaints, which no instrument has taken over.
    pub complaints: Vec<Complaint>,
    /// `Felony`, `None`; empty if the page does not say.
    pub highest_level_opening: String,
    /// The same of what is terminated.
    pub highest_level_terminated: String,
}

/// A count of an indictment or information.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The court's words, with the citation if it gives one: `18:111(a)(1) - Assault on a Federal Officer`. Lines are kept apart.
    pub text: String,
    /// Number or numbers, without parentheses: `1`, `2-4`, `1s`; empty if there is none.
    pub number: String,
    /// Sentence, dismissal or nothing yet.
    pub disposition: String,
    /// In which list it stands.
    pub status: CountStatus,
}

/// In which list a count stands. Convicted and even dismissed counts stay under "Pending Counts": it does not say that nothing is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountStatus {
    /// Under `Pending Counts`.
    Pending,
    /// Under `Terminated Counts`.
    Terminated,
}

/// A charge of a complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The court's words.
    pub text: String,
    /// What became of it.
    pub disposition: String,
}

/// Which list of a defendant's table is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Counts(CountStatus),
    Complaints,
    HighestOpening,
    HighestTerminated,
}

impl Section {
    /// The list that a heading begins.
    pub(super) fn named(heading: &str) -> Option<Self> {
        let all = [
            ("Pending Counts", Self::Counts(CountStatus::Pending)),
            ("Terminated Counts", Self::Counts(CountStatus::Terminated)),
            ("Complaints", Self::Complaints),
            ("Highest Offense Level (Opening)", Self::HighestOpening),
            ("Highest Offense Level (Terminated)", Self::HighestTerminated),
        ];
        all.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(heading)).map(|(_, section)| section)
    }
}

impl Charges {
    /// Takes a row of a list.
    pub(super) fn take(&mut self, tree: &Tree<'_>, section: Section, cells: &[NodeId], place: Place, problems: &mut Problems) {
        let Some(first) = cells.first() else { return };
        let mut lines: Vec<String> = page::lines(tree, tree.inside(*first)).iter().map(Line::text).collect();
        if lines.is_empty() {
            return;
        }
        let mut texts = cells.iter().skip(1).map(|cell| page::block_text(tree, tree.inside(*cell), place, problems));
        let disposition = texts.find(|text| !text.is_empty());
        let disposition = disposition.unwrap_or_default();
        let is_none = lines.len() == 1 && lines.first().is_some_and(|line| line.eq_ignore_ascii_case("none"));
        match section {
            Section::HighestOpening => self.highest_level_opening = lines.join("\n"),
            Section::HighestTerminated => self.highest_level_terminated = lines.join("\n"),
            Section::Counts(_) | Section::Complaints if is_none && disposition.is_empty() => {}
            Section::Complaints => self.complaints.push(Complaint { text: lines.join("\n"), disposition }),
            Section::Counts(status) => {
                let last = lines.last().and_then(|last| last.strip_prefix('(')?.strip_suffix(')')).map(str::to_owned);
                let number = last.filter(|_| lines.len() > 1);
                if number.is_some() {
                    lines.pop();
                }
                self.counts.push(Count { text: lines.join("\n"), number: number.unwrap_or_default(), disposition, status });
            }
        }
    }
}

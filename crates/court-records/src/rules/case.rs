//! What is known of a case: every word that a snapshot said of it, folded in the order in which it was said.
//!
//! The fold is a function of the set of words. Deliveries may come in any order, twice or late: the same words end in the same case. An older word
//! never replaces a newer one, and nothing that was said is forgotten: a charge that a later list no longer has stays, marked.

mod defendant;
mod fold;
mod linked;
#[cfg(test)]
pub(crate) mod tests;

use domain::{Date, Instant};

pub(crate) use defendant::folded;
pub(crate) use fold::{FEED, fold, fold_open};

use crate::{
    charges::{Charge, DispositionClass},
    record::{CaseNumber, CaseRecord, Heading, Seal},
    rules::Filing,
};

/// What one snapshot said of a case, with where it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// What.
    pub(crate) record: CaseRecord,
    /// Slug of the source.
    pub(crate) source: String,
    /// Hash of the snapshot.
    pub(crate) snapshot: String,
    /// Its first retrieval.
    pub(crate) retrieved_at: Instant,
}

/// A filing of the case that a feed showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// What.
    pub(crate) filing: Filing,
    /// When the first snapshot that shows it was retrieved.
    pub(crate) first_seen_at: Instant,
}

/// What is known of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CaseState {
    /// Court and number.
    pub(crate) number: CaseNumber,
    /// The latest; empty where the case is sealed or expunged.
    pub(crate) caption: String,
    /// In court time, and what gave it.
    pub(crate) filed: Option<(Date, FiledBy)>,
    /// In court time.
    pub(crate) terminated: Option<Date>,
    /// By the latest word.
    pub(crate) seal: Seal,
    /// Cases that it continues or that continue it, each with the words that say so.
    pub(crate) linked: Vec<(CaseNumber, String)>,
    /// CM/ECF's own numbers, in order.
    pub(crate) pacer_case_ids: Vec<String>,
    /// By number, then by name.
    pub(crate) defendants: Vec<DefendantState>,
    /// Other parties, in order.
    pub(crate) parties: Vec<String>,
    /// Of its charges under 18 U.S.C. 111.
    pub(crate) state: State,
    /// Every change of a state, oldest first.
    pub(crate) transitions: Vec<Transition>,
    /// Every word, oldest first.
    pub(crate) sources: Vec<Pointer>,
    /// How many words and filings it is known by.
    pub(crate) sights: usize,
    /// When it was first and last said, or shown by a feed.
    pub(crate) first_seen_at: Option<Instant>,
    /// Likewise.
    pub(crate) said_at: Option<Instant>,
}

/// What gave the date of filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FiledBy {
    /// A page of PACER.
    Docket,
    /// CourtListener.
    CourtListener,
    /// The day of its opening entry in a feed, in court time.
    Feed,
}

impl FiledBy {
    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Docket => "docket",
            Self::CourtListener => "courtlistener",
            Self::Feed => "feed",
        }
    }
}

/// A defendant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DefendantState {
    /// Number within the case, if one is known.
    pub(crate) number: Option<u32>,
    /// Key of the case and number; without a number, what is derived from the name.
    pub(crate) key: String,
    /// Empty where the case is sealed.
    pub(crate) name: String,
    /// In court time.
    pub(crate) terminated: Option<Date>,
    /// In the order in which they were first said.
    pub(crate) charges: Vec<ChargeState>,
    /// Of the charges under 18 U.S.C. 111.
    pub(crate) state: State,
}

/// A charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChargeState {
    /// Key of the defendant and what identifies the charge.
    pub(crate) key: String,
    /// As the court writes it, by the latest word.
    pub(crate) text: String,
    /// What its text cites.
    pub(crate) charge: Charge,
    /// Count or complaint.
    pub(crate) kind: ChargeKind,
    /// Under which heading of PACER it stood last.
    pub(crate) heading: Heading,
    /// Every outcome in turn, the last one standing; the first can be none.
    pub(crate) outcomes: Vec<Outcome>,
    /// Whether it still stands.
    pub(crate) standing: Standing,
    /// Where it was first said.
    pub(crate) first: Pointer,
    /// Where it was last said.
    pub(crate) last: Pointer,
    /// Where a list no longer has it.
    pub(crate) vanished: Option<Pointer>,
}

impl ChargeState {
    /// The outcome that stands.
    pub(crate) fn outcome(&self) -> DispositionClass {
        self.outcomes.last().map_or(DispositionClass::None, |outcome| outcome.class)
    }
}

/// What became of a charge, by one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// By its text.
    pub(crate) class: DispositionClass,
    /// As the court writes it.
    pub(crate) text: String,
    /// Where it is said.
    pub(crate) pointer: Pointer,
}

/// Count or complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ChargeKind {
    /// Of an indictment or information.
    Count,
    /// Of a complaint, which an indictment replaces.
    Complaint,
}

impl ChargeKind {
    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Complaint => "complaint",
        }
    }
}

/// Whether a charge still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Standing {
    /// In the latest instrument.
    Current,
    /// A later instrument charges the same conduct again.
    Superseded,
    /// A later list no longer has it.
    Vanished,
}

impl Standing {
    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Superseded => "superseded",
            Self::Vanished => "vanished",
        }
    }
}

/// State of charges under 18 U.S.C. 111. The order is the one in which the state of a case is taken from those of its defendants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum State {
    /// A charge of the latest instrument cites the section.
    Confirmed,
    /// None cites it, and at least one cites nothing that can be read.
    Unknown,
    /// A criminal case whose charges no source has shown yet.
    Candidate,
    /// The public may not read it.
    Sealed,
    /// It was confirmed, and a later word no longer has it.
    Gone,
    /// All charges cite something else.
    Not,
}

impl State {
    /// As it is on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Unknown => "unknown",
            Self::Candidate => "candidate",
            Self::Sealed => "sealed",
            Self::Gone => "gone",
            Self::Not => "not",
        }
    }

    /// As it is on the wire.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let all = [Self::Confirmed, Self::Unknown, Self::Candidate, Self::Sealed, Self::Gone, Self::Not];
        all.into_iter().find(|state| state.as_str() == text)
    }
}

/// A change of a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transition {
    /// Key of the defendant, or of the case where none is known.
    pub(crate) subject: String,
    /// None at the beginning.
    pub(crate) from: Option<State>,
    /// To.
    pub(crate) to: State,
    /// What shows it, in words.
    pub(crate) evidence: String,
    /// Where.
    pub(crate) pointer: Pointer,
}

/// Where something is said, and for which instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pointer {
    /// Slug of the source.
    pub(crate) source: String,
    /// Hash.
    pub(crate) snapshot: String,
    /// Place.
    pub(crate) locator: String,
    /// For which instant.
    pub(crate) said_at: Instant,
}

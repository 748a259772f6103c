//! A public numerical statement, and what it rests on.

use crate::{Evidence, Period};

/// What kind of number the claim states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// A change against a base: "+1,347 %".
    Growth,
    /// A change of a stock, such as a headcount, against a base: no count of events, so that it has no interval.
    Stock,
    /// A part of a whole: "55 of 100".
    Share,
    /// Counts side by side, or a statement without a checkable number.
    Other,
}

impl ClaimKind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Growth => "growth",
            Self::Stock => "stock",
            Self::Share => "share",
            Self::Other => "other",
        }
    }
}

/// How exactly a percentage was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exactness {
    /// "1,347 %": the digits are meant.
    Stated,
    /// "more than 1,000 %".
    AtLeast,
    /// "about 25 %".
    About,
    /// Not known which.
    Unstated,
}

/// The percentage of a claim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatedPercent {
    /// In percent: 1347 for "+1,347 %".
    pub percent: f64,
    /// How many decimals were published.
    pub decimals: u8,
    /// How exactly it was meant.
    pub exactness: Exactness,
}

/// A window of a claim as it was said, and as days where it was said with days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// As it was said.
    pub text: String,
    /// With days, if given.
    pub period: Option<Period>,
}

/// Who said what number when, about which windows, on which evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Stable address in the ledger: `C12`.
    pub id: String,
    /// When it was published, as exactly as known: `2026-01-08`, `2025-04`.
    pub published: String,
    /// Who said it.
    pub speaker: String,
    /// The statement in the project's words.
    pub text: String,
    /// What it counts, as the speaker calls it.
    pub metric: String,
    /// Growth, share or other.
    pub kind: ClaimKind,
    /// The count now, or the part.
    pub numerator: Option<u64>,
    /// The count before, or the whole.
    pub baseline: Option<u64>,
    /// True if the base was worked out from the percentage, so that it cannot test it.
    pub baseline_inferred: bool,
    /// The window of the count.
    pub window: Window,
    /// The window of the base.
    pub baseline_window: Window,
    /// The percentage that was stated.
    pub stated: Option<StatedPercent>,
    /// How far the citation can be trusted.
    pub evidence: Evidence,
    /// Where it can be read.
    pub urls: Vec<String>,
    /// What a reader has to know.
    pub note: String,
}

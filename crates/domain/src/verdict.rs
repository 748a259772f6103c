//! The finding on a claim: its shape is that of the methods' verdict object, its words are from closed lists.

use crate::{
    Claim, Instant, Recorded, SnapshotHash,
    comparison::{Comparability, Ratio},
    rate::{Interval, Rate},
};

/// Whether the stated percentage follows from the stated counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finding {
    /// It does, to the digits published.
    Reproduces,
    /// It does after rounding that the words announce ("more than", "about", "three times").
    RoundsTo,
    /// It does not.
    DoesNotReproduce,
    /// The counts, or the percentage, were not given.
    NotCheckable,
}

impl Finding {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reproduces => "reproduces",
            Self::RoundsTo => "rounds_to",
            Self::DoesNotReproduce => "does_not_reproduce",
            Self::NotCheckable => "not_checkable",
        }
    }
}

/// A pair of counts that would give the stated percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeasiblePair {
    /// The count now.
    pub numerator: u64,
    /// The count before.
    pub baseline: u64,
}

/// The arithmetic part.
#[derive(Debug, Clone, PartialEq)]
pub struct Arithmetic {
    /// The finding.
    pub finding: Finding,
    /// What the counts give: a change for growth, a share for a share, both in percent.
    pub recomputed_percent: Option<f64>,
    /// Numerator over baseline.
    pub ratio: Option<f64>,
    /// Why it cannot be checked, or how it differs.
    pub reason: Option<String>,
    /// Pairs that would fit.
    pub feasible_pairs: Vec<FeasiblePair>,
}

/// How precisely the counts speak.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Of the change or share, in percent.
    pub percent: Interval,
    /// True if the base is below 20.
    pub small_base: bool,
}

/// An independent series over the same months.
#[derive(Debug, Clone, PartialEq)]
pub struct Corroboration {
    /// For people.
    pub series: String,
    /// Its own ratio.
    pub ratio: Ratio,
    /// Against the claim's instrument.
    pub comparability: Comparability,
    /// Claim of the ledger or series that gave it.
    pub reference: String,
}

/// The base under scrutiny.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Baseline {
    /// Chance of no event in the days that were added to the window without moving the base.
    pub zero_run_p: Option<f64>,
    /// Other instruments' counts for the same agency and time.
    pub other_instruments: Vec<String>,
    /// The capture of the base below which the growth is no more than the independent series'.
    pub capture_break_even: Option<f64>,
}

/// Whether a ledger's cumulative counts only grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Monotone {
    /// They do.
    Yes,
    /// They do not.
    No,
    /// There are not two that can be compared.
    NotComparable,
}

impl Monotone {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotComparable => "not_comparable",
        }
    }
}

/// The claim among the others of its metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Claims before it.
    pub earlier: Vec<String>,
    /// Claims after it.
    pub later: Vec<String>,
    /// Whether cumulative counts only grow.
    pub monotone: Monotone,
    /// Windows, bases or words that changed.
    pub drift: Vec<String>,
}

/// A rate of the claim's count.
#[derive(Debug, Clone, PartialEq)]
pub struct AdjustedRate {
    /// Over what, when.
    pub label: String,
    /// The rate.
    pub rate: Rate,
}

/// The finding on a claim, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The claim.
    pub claim: Claim,
    /// Whether its numbers agree with each other.
    pub arithmetic: Arithmetic,
    /// Exact interval; none where counts are missing.
    pub precision: Option<Precision>,
    /// Independent series.
    pub corroboration: Vec<Corroboration>,
    /// Rates of the count.
    pub exposure_adjusted: Vec<AdjustedRate>,
    /// The base.
    pub baseline: Baseline,
    /// Bounds on what can be identified.
    pub identification: Vec<String>,
    /// Among the ledger.
    pub ledger: Ledger,
    /// Sentences from the closed list.
    pub wording: Vec<String>,
    /// What it cannot say.
    pub cannot_say: Vec<String>,
    /// The snapshots that it rests on.
    pub snapshots: Vec<SnapshotHash>,
    /// The observations as which its numbers are recorded.
    pub observations: Vec<Recorded>,
    /// State as known at this instant.
    pub as_of: Instant,
}

//! The finding on a claim: its shape is that of the methods' verdict object, its words are from closed lists.

use crate::{
    Claim, Instant, Recorded, SnapshotHash, SourceSlug,
    comparison::{Comparability, Ratio},
    rate::{Interval, Rate, Refusal},
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

/// An independent series over about the same months.
#[derive(Debug, Clone, PartialEq)]
pub struct Corroboration {
    /// For people.
    pub series: String,
    /// Its own ratio, per day of its windows, or why there is none.
    pub ratio: Result<Ratio, String>,
    /// Its counts, now and before.
    pub counts: Vec<Recorded>,
    /// Against the claim's instrument.
    pub comparability: Comparability,
    /// The claim's ratio over this one's, if both have one.
    pub claim_over_this: Option<Ratio>,
}

/// A count of the same agency by another instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherInstrument {
    /// The observation.
    pub recorded: Recorded,
    /// Against the claim's instrument.
    pub comparability: Comparability,
    /// The claim's count now over this count, by days of their windows; told as a sensitivity, not as growth.
    pub claim_over_this: Option<Ratio>,
}

/// A base that stood still while its window grew.
#[derive(Debug, Clone, PartialEq)]
pub struct FrozenBase {
    /// The earlier claim with the same base.
    pub earlier: String,
    /// The base.
    pub base: u64,
    /// Days of the earlier base window.
    pub days_then: i64,
    /// Days from the end of the earlier base window to the end of this one.
    pub days_added: i64,
    /// Chance of no event in the added days at the rate of the earlier ones, `exp(-n d2 / d1)`.
    pub p: f64,
    /// The same given the total, `(d1 / (d1 + d2))^n`.
    pub p_conditional: f64,
}

/// The base under scrutiny.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Baseline {
    /// Set where the base did not move.
    pub frozen: Option<FrozenBase>,
    /// Other instruments' counts for the same agency.
    pub other_instruments: Vec<OtherInstrument>,
    /// Share of the base's events recorded at which the growth is no more than that of each independent series.
    pub capture_break_even: Vec<BreakEven>,
}

/// The capture at which the claim's growth is that of an independent series.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEven {
    /// The independent series.
    pub series: String,
    /// Share of the base's events that would have been recorded, `RR* n2 / n1`.
    pub capture: (f64, Interval),
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
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    /// Claims before it.
    pub earlier: Vec<String>,
    /// Claims after it.
    pub later: Vec<String>,
    /// Whether cumulative counts only grow.
    pub monotone: Monotone,
    /// Windows, bases or words that changed.
    pub drift: Vec<String>,
    /// The new events between each claim of the thread and the one before it.
    pub increments: Vec<Increment>,
}

/// What was added between two cumulative claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Increment {
    /// The earlier claim; empty for the first of the thread.
    pub from: String,
    /// The later claim.
    pub to: String,
    /// Events added.
    pub events: u64,
    /// Days added.
    pub days: i64,
    /// Events per day with the exact interval.
    pub per_day: Interval,
    /// `events / days`.
    pub value: f64,
}

/// The claim's counts over an exposure.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjusted {
    /// Over what, when.
    pub label: String,
    /// The rate now, or why there is none.
    pub now: Result<Rate, Refusal>,
    /// The rate before; none where no exposure of that time is declared.
    pub before: Option<Result<Rate, Refusal>>,
    /// The one over the other, where both are there.
    pub ratio: Option<Ratio>,
    /// Share of the claimed growth, on the log scale, that is left.
    pub share_left: Option<(f64, Interval)>,
    /// What a reader has to know.
    pub note: String,
}

/// Whether the words fit the number.
#[derive(Debug, Clone, PartialEq)]
pub struct WordsFound {
    /// As it was said.
    pub phrase: String,
    /// The factor that the words state.
    pub factor: f64,
    /// The factor that the stated percentage gives; none if no percentage is stated.
    pub stated_factor: Option<f64>,
    /// Whether the words fit the stated percentage.
    pub fits_stated: Option<Fit>,
    /// The factor that the counts give; none without counts.
    pub counted_factor: Option<f64>,
    /// Whether the words fit the counts.
    pub fits_counts: Option<Fit>,
}

/// Whether two numbers agree within what the wording allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// They do.
    Fits,
    /// They do not.
    DoesNotFit,
}

impl Fit {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::DoesNotFit => "does_not_fit",
        }
    }
}

/// A cell of the grid of a share claim.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareFound {
    /// Whose.
    pub population: String,
    /// When.
    pub window: String,
    /// What makes one count as the part.
    pub predicate: String,
    /// What is done with those of whom it is not known.
    pub unknowns: String,
    /// The share in percent with Wilson's interval, or why there is none.
    pub share: Result<(f64, Interval), String>,
    /// Between all unknown being none and all being one, in percent.
    pub bounds: Option<(f64, f64)>,
    /// Whether the stated percentage lies in the rounding of the share or in the bounds.
    pub fits: Option<Fit>,
    /// What a reader has to know.
    pub note: String,
}

/// A quantity that is known only between bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Identified {
    /// What, under which assumption.
    pub label: String,
    /// Least.
    pub lower: f64,
    /// Greatest; none if there is no end to it.
    pub upper: Option<f64>,
    /// `times`, `percent`, or what a rate is per: `per 100 officer-years`.
    pub unit: &'static str,
}

/// A snapshot of a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RestsOn {
    /// The data set.
    pub source: SourceSlug,
    /// The bytes.
    pub snapshot: SnapshotHash,
    /// The first time that the bytes were retrieved, by which vintages have their order.
    pub retrieved_at: Instant,
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
    pub exposure_adjusted: Vec<Adjusted>,
    /// Whether its words fit its numbers.
    pub words: Option<WordsFound>,
    /// A share claim on its four axes.
    pub grid: Vec<ShareFound>,
    /// The base.
    pub baseline: Baseline,
    /// Bounds on what can be identified.
    pub identification: Vec<Identified>,
    /// Among the ledger.
    pub ledger: Ledger,
    /// Sentences from the closed list.
    pub wording: Vec<String>,
    /// What it cannot say.
    pub cannot_say: Vec<String>,
    /// The snapshots that it rests on, each once: with them alone it can be made again.
    pub rests_on: Vec<RestsOn>,
    /// The observations as which its numbers are recorded.
    pub observations: Vec<Recorded>,
    /// State as known at this instant.
    pub as_of: Instant,
}

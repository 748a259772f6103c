//! Instruments side by side, with the grade at which they may be compared.

pub mod analysis;
pub mod spec;

use crate::{
    Instant, Recorded,
    rate::{Interval, Rate, Refusal},
};

pub use analysis::Analysis;
pub use spec::{Override, Selector, SeriesSelector, Spec};

/// How far two definitions allow a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// The same definition.
    A,
    /// Differences that hardly move a number.
    B,
    /// Differences that move a number: side by side, no ratio without override.
    C,
    /// Different instruments: no ratio without override.
    D,
}

impl Grade {
    /// The letter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// True if a ratio may be given without an override.
    pub fn allows_ratio(self) -> bool {
        matches!(self, Self::A | Self::B)
    }
}

/// The grade with the list of differences that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparability {
    /// A to D.
    pub grade: Grade,
    /// Each difference in words; empty only for A.
    pub differences: Vec<String>,
}

/// One rate over another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
    /// Its exact interval.
    pub interval: Interval,
}

/// One instrument of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// For people.
    pub label: String,
    /// Heading under which it stands; empty for none.
    pub group: String,
    /// The count, if it was found.
    pub count: Option<Recorded>,
    /// What the count is divided by; several are added. None where the row is a count alone.
    pub exposures: Vec<Recorded>,
    /// The rate, or why there is none. A row that is a count alone has neither.
    pub rate: Option<Result<Rate, Refusal>>,
    /// Against the reference row; none for the reference itself or where a definition is not known.
    pub comparability: Option<Comparability>,
    /// To the reference row, where the grade and the units allow.
    pub ratio: Option<Ratio>,
    /// The recorded decision, if the ratio is given although the grade forbids it.
    pub ratio_despite: Option<Override>,
    /// Remarks.
    pub notes: Vec<String>,
    /// True for the row that the others are compared with.
    pub reference: bool,
}

/// A comparison with its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Stable address.
    pub slug: String,
    /// For a heading.
    pub title: String,
    /// What it answers.
    pub question: String,
    /// SHA-256 of the declaration, fixed before data were joined.
    pub spec_hash: String,
    /// Instruments in order.
    pub rows: Vec<Row>,
    /// Further questions to the same data.
    pub analyses: Vec<Analysis>,
    /// What may not be concluded.
    pub cannot_say: Vec<String>,
    /// State as known at this instant.
    pub as_of: Instant,
}

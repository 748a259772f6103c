//! The one shape that reaches analytics, and where it came from.

use std::{fmt, str::FromStr};

use crate::{Bounds, CountingUnit, DefinitionSlug, Geography, Instant, Measure, Period, Population, SnapshotHash, SourceSlug, Value};

/// Why there is no value. Missing is never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The publisher gives no number.
    NotReported,
    /// The number repeats another period's in a way that only copying explains.
    SuspectedCarryOver,
    /// A zero that stands where nothing was reported.
    SuspectedFalseZero,
    /// The reporting was interrupted, as it seems: the numbers around make more expected.
    SuspectedInterruption,
    /// Numbers that contradict what the same publisher says around them.
    Implausible,
    /// The publisher withholds it, and no bound is known.
    Suppressed,
    /// The period was not over, or its release not due.
    NotYetDue,
    /// A later snapshot that covers the period no longer has it.
    Withdrawn,
    /// A cell that could not be read as a number.
    Unreadable,
}

impl Missing {
    /// All reasons.
    pub const ALL: &[Missing] = &[
        Self::NotReported,
        Self::SuspectedCarryOver,
        Self::SuspectedFalseZero,
        Self::SuspectedInterruption,
        Self::Implausible,
        Self::Suppressed,
        Self::NotYetDue,
        Self::Withdrawn,
        Self::Unreadable,
    ];

    /// The reason in the words that tables and pages use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotReported => "not reported",
            Self::SuspectedCarryOver => "suspected carry-over",
            Self::SuspectedFalseZero => "suspected false zero",
            Self::SuspectedInterruption => "suspected interruption",
            Self::Implausible => "implausible",
            Self::Suppressed => "suppressed",
            Self::NotYetDue => "not yet due",
            Self::Withdrawn => "withdrawn",
            Self::Unreadable => "unreadable",
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Not one of the known reasons, or grades.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not in the closed list")]
pub struct NotInList(pub String);

impl FromStr for Missing {
    type Err = NotInList;

    fn from_str(text: &str) -> Result<Self, NotInList> {
        Self::ALL.iter().copied().find(|reason| reason.as_str() == text).ok_or_else(|| NotInList(text.chars().take(40).collect()))
    }
}

/// What the publisher says of a period: a value, perhaps between bounds, or nothing for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Exactly this.
    Exact(Value),
    /// This is what can be seen; the truth lies between the bounds.
    Bounded {
        /// The visible value.
        value: Value,
        /// Where the truth can lie.
        bounds: Bounds,
    },
    /// No value.
    Missing(Missing),
}

impl Reading {
    /// The value, if there is one.
    pub fn value(self) -> Option<Value> {
        match self {
            Self::Exact(value) | Self::Bounded { value, .. } => Some(value),
            Self::Missing(_) => None,
        }
    }

    /// The reason, if there is no value.
    pub fn missing(self) -> Option<Missing> {
        match self {
            Self::Missing(reason) => Some(reason),
            Self::Exact(_) | Self::Bounded { .. } => None,
        }
    }

    /// Where the truth can lie, if that is more than one number.
    pub fn bounds(self) -> Option<Bounds> {
        match self {
            Self::Bounded { bounds, .. } => Some(bounds),
            Self::Exact(_) | Self::Missing(_) => None,
        }
    }
}

/// How far a figure's citation can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// The primary document or its mirror was read.
    A,
    /// A named outlet reports the primary document.
    B,
    /// One weak or partisan secondary source.
    C,
    /// No second source.
    X,
}

impl Evidence {
    /// The letter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::X => "X",
        }
    }

    /// What the letter stands for.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::A => "primary document or its mirror seen",
            Self::B => "named outlet reporting the primary",
            Self::C => "single weak or partisan secondary source",
            Self::X => "no second source",
        }
    }
}

impl FromStr for Evidence {
    type Err = NotInList;

    fn from_str(text: &str) -> Result<Self, NotInList> {
        match text {
            "A" => Ok(Self::A),
            "B" => Ok(Self::B),
            "C" => Ok(Self::C),
            "X" => Ok(Self::X),
            _ => Err(NotInList(text.chars().take(40).collect())),
        }
    }
}

/// Where a figure can be read that the snapshot only cites.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Citation {
    /// Address of the page or document.
    pub url: String,
    /// How far it can be trusted.
    pub evidence: Evidence,
}

/// One counted value, or the reason why it is missing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Observation {
    /// What is counted.
    pub measure: Measure,
    /// What one stands for.
    pub unit: CountingUnit,
    /// Whom it is about.
    pub population: Population,
    /// Where.
    pub geography: Geography,
    /// When.
    pub period: Period,
    /// How many, or why not known.
    pub reading: Reading,
    /// How the publisher counts.
    pub definition: DefinitionSlug,
    /// Row, rows or cell in the snapshot.
    pub locator: String,
    /// Set where the snapshot cites another document.
    pub citation: Option<Citation>,
}

/// Where an observation came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Provenance {
    /// The data set.
    pub source: SourceSlug,
    /// The bytes.
    pub snapshot: SnapshotHash,
    /// The first time that the bytes were retrieved.
    pub retrieved_at: Instant,
    /// The rule that read them.
    pub rule: String,
    /// Its version.
    pub rule_version: u32,
}

/// An observation with its provenance: what a page shows, a rate uses and an address names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recorded {
    /// Stable address: a hash of provenance and natural key, given by the store.
    pub id: String,
    /// Where it came from.
    pub provenance: Provenance,
    /// What was counted.
    pub observation: Observation,
}

//! Rates and ratios with their intervals, and the refusal to divide what cannot be divided.

use crate::{CountingUnit, Value};

/// A confidence interval. No upper end means that it is unbounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: Option<f64>,
    /// Confidence, 0.95 unless it says otherwise.
    pub confidence: f64,
    /// Name of the method: `Garwood`, `Clopper–Pearson`, `exact central`.
    pub method: &'static str,
}

/// What a count may be divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExposureKind {
    /// Officers employed: per 100.
    Officers,
    /// Officers employed times years: per 100.
    OfficerYears,
    /// Apprehensions: per 1,000.
    Apprehensions,
    /// Arrests: per 1,000.
    Arrests,
}

impl ExposureKind {
    /// The multiplier in which such rates are told.
    pub fn per(self) -> f64 {
        match self {
            Self::Officers | Self::OfficerYears => 100.0,
            Self::Apprehensions | Self::Arrests => 1000.0,
        }
    }

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Officers => "officers",
            Self::OfficerYears => "officer-years",
            Self::Apprehensions => "apprehensions",
            Self::Arrests => "arrests",
        }
    }
}

/// Why a rate was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The units have no rate between them.
    #[error("{count} cannot be divided by {exposure}: no rate has these units", count = count.plural(), exposure = exposure.plural())]
    Units {
        /// Unit of what was to be divided.
        count: CountingUnit,
        /// Unit of the divisor.
        exposure: CountingUnit,
    },
    /// Two counts of different units have no ratio.
    #[error("{left} and {right} are different instruments: no ratio between them without a recorded override", left = left.plural(), right = right.plural())]
    DifferentInstruments {
        /// One unit.
        left: CountingUnit,
        /// The other.
        right: CountingUnit,
    },
    /// The count is missing, for this reason.
    #[error("the count is missing: {0}")]
    CountMissing(crate::Missing),
    /// The exposure is missing, for this reason.
    #[error("the exposure is missing: {0}")]
    ExposureMissing(crate::Missing),
    /// The count is a percentage or a rate, not a count.
    #[error("{0} is not a count")]
    NotACount(Value),
    /// Nothing to divide by.
    #[error("the exposure is zero")]
    ZeroExposure,
    /// The count that is divided by is zero.
    #[error("the reference count is zero")]
    ZeroReference,
    /// The method has no answer for these numbers.
    #[error("no estimate: {0}")]
    NoEstimate(String),
    /// The two are of different populations, places or times.
    #[error("the count and the exposure do not belong together: {0}")]
    Mismatch(String),
    /// The series has no observation of the wanted period.
    #[error("no observation: {0}")]
    NoObservation(String),
}

/// Events over an exposure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Events.
    pub events: u64,
    /// The divisor, in its own unit.
    pub exposure: f64,
    /// What the divisor is.
    pub kind: ExposureKind,
    /// `events / exposure × kind.per()`.
    pub value: f64,
    /// Of the value, at the exposure as published.
    pub interval: Interval,
    /// What is not known of the exposure, and the interval that covers it as well; none where the exposure is one number.
    pub uncertain: Option<UncertainExposure>,
}

/// An exposure between two numbers, and what that does to the rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UncertainExposure {
    /// Least exposure.
    pub least: f64,
    /// Greatest exposure; none if there is no end to it.
    pub greatest: Option<f64>,
    /// From the interval's lower end over the greatest exposure to its upper end over the least.
    pub interval: Interval,
}

//! Why a question has no answer.

use crate::claim::MAX_BASELINE;
use crate::input::MAX_COUNT;
use crate::rounding::MAX_DECIMALS;

/// An argument outside the domain of the function, or a question that has no number for an answer.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum DomainError {
    /// The confidence is not strictly between 0 and 1.
    #[error("confidence must lie strictly between 0 and 1, but is {0}")]
    Confidence(f64),
    /// An exposure (a denominator, or a duration) is not a positive finite number.
    #[error("exposure must be positive and finite, but is {0}")]
    Exposure(f64),
    /// The lower bound of an exposure lies above its upper bound.
    #[error("exposure bounds are reversed: {lower} is above {upper}")]
    ExposureBounds {
        /// The bound given as the lower one.
        lower: f64,
        /// The bound given as the upper one.
        upper: f64,
    },
    /// The multiplier of a rate ("per 100") is not a positive finite number.
    #[error("a rate is per a positive finite number of units, but this one is per {0}")]
    Multiplier(f64),
    /// A count is larger than [`MAX_COUNT`].
    #[error("count {0} is above the limit of {MAX_COUNT}")]
    CountTooLarge(u64),
    /// A share of nothing.
    #[error("a share of zero trials is undefined")]
    NoTrials,
    /// More successes than trials.
    #[error("{successes} successes in {trials} trials")]
    SuccessesExceedTrials {
        /// The number of successes.
        successes: u64,
        /// The number of trials.
        trials: u64,
    },
    /// No event was counted, so that the ratio or denominator asked for is undefined.
    #[error("undefined without a single event")]
    NoEvents,
    /// The count that is divided by is zero, and the method has no answer for that.
    #[error("undefined: the reference count is zero")]
    ZeroReference,
    /// The Wald interval was asked for and a count is zero.
    #[error("the Wald interval needs at least one event in each count")]
    WaldNeedsEvents,
    /// A published number is not finite, too large, or has more decimals than it is said to have.
    #[error("{value} is not a published number with {decimals} decimals")]
    Published {
        /// The number given.
        value: f64,
        /// The number of decimals that it is said to have.
        decimals: u32,
    },
    /// More decimals than [`MAX_DECIMALS`].
    #[error("{0} decimals are above the limit of {MAX_DECIMALS}")]
    Decimals(u32),
    /// A published rate that must be positive is not.
    #[error("a published rate must be positive, but is {0}")]
    RateNotPositive(f64),
    /// A percentage change below -100 cannot come from counts.
    #[error("a change of {0} percent is below -100")]
    PercentBelowMinus100(f64),
    /// A baseline is larger than [`MAX_BASELINE`].
    #[error("baseline {0} is above the limit of {MAX_BASELINE}")]
    BaselineTooLarge(u64),
    /// A ratio, or a limit of it, is not a positive finite number.
    #[error("a ratio must be positive and finite, but is {0}")]
    Ratio(f64),
    /// A cluster of events without a single member.
    #[error("a cluster must have at least one member")]
    EmptyCluster,
    /// The answer is too large or too small for a floating-point number.
    #[error("the result is outside the range of a floating-point number")]
    OutOfRange,
    /// Fewer values than the method needs.
    #[error("too few values: {given}, and the least is {needed}")]
    TooFewValues {
        /// The least number of values.
        needed: usize,
        /// The number of values given.
        given: usize,
    },
    /// More values than a method accepts, so that a hostile input cannot keep it busy.
    #[error("too many values: {given}, and the limit is {limit}")]
    TooManyValues {
        /// The greatest number of values.
        limit: usize,
        /// The number of values given.
        given: usize,
    },
    /// Two lists that belong together differ in length.
    #[error("lists that belong together have {expected} and {given} values")]
    UnequalLengths {
        /// The length of the list that is followed.
        expected: usize,
        /// The length of the list that does not.
        given: usize,
    },
    /// A value in a list is not a finite number, or one that the method excludes.
    #[error("the value at position {position} is {value}, which {requirement}")]
    Value {
        /// The position in the list, from 0.
        position: usize,
        /// The value.
        value: f64,
        /// What is wrong with it.
        requirement: &'static str,
    },
    /// A parameter of a method lies outside its range.
    #[error("{name} {requirement}, but is {value}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// What it has to be.
        requirement: &'static str,
        /// What it is.
        value: f64,
    },
    /// Too much of the exposure is not in any stratum for a standardized rate.
    #[error("{:.1} percent of the exposure is in no stratum; at most {:.0} percent may be", .share * 100.0, .limit * 100.0)]
    UnstratifiedExposure {
        /// The share of the exposure outside the strata.
        share: f64,
        /// The greatest share accepted.
        limit: f64,
    },
    /// All values are equal where the method divides by their spread.
    #[error("undefined: the values do not vary")]
    NoVariation,
    /// A column of a design is a combination of the columns before it.
    #[error("column {column} of the design is a combination of the columns before it")]
    CollinearColumn {
        /// The column, from 0.
        column: usize,
    },
    /// A row that its own coefficient fits exactly, so that a correction by its leverage divides by zero.
    #[error("row {row} has a leverage of 1: HC2 and HC3 are undefined")]
    FullLeverage {
        /// The row, from 0.
        row: usize,
    },
    /// As many coefficients as rows: nothing is left to estimate a spread from.
    #[error("no degrees of freedom are left")]
    NoDegreesOfFreedom,
    /// A fit did not settle. The common reason is a coefficient without a finite value: a group of rows without a single event.
    #[error("the fit did not settle; a group of rows without events has no finite coefficient")]
    NotConverged,
    /// Too few points on a side of an interruption: such a series can be described, not modelled.
    #[error("{before} points before and {after} after the interruption; a model needs {needed} on each side")]
    TooFewPoints {
        /// Points before the interruption.
        before: usize,
        /// Points from the interruption on.
        after: usize,
        /// Points needed on each side.
        needed: usize,
    },
}

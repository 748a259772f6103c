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
}

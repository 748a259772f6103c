//! Checks shared by all families: what an argument must be before a formula sees it.

use crate::DomainError;

/// The largest count accepted. The work of an exact interval grows with the square root of the count, so a hostile count must not pass;
/// this one takes a fraction of a second and is more than the people on earth.
pub const MAX_COUNT: u64 = 10_000_000_000;

/// Returns the probability left out at each end, `alpha / 2`.
pub(crate) fn tail(confidence: f64) -> Result<f64, DomainError> {
    if confidence > 0.0 && confidence < 1.0 { Ok((1.0 - confidence) / 2.0) } else { Err(DomainError::Confidence(confidence)) }
}

/// Returns a count as a number; exact, because [`MAX_COUNT`] is far below 2^53.
pub(crate) fn count(events: u64) -> Result<f64, DomainError> {
    if events <= MAX_COUNT { Ok(events as f64) } else { Err(DomainError::CountTooLarge(events)) }
}

/// Refuses exposures that cannot be divided by.
pub(crate) fn exposure(value: f64) -> Result<f64, DomainError> {
    if value > 0.0 && value.is_finite() { Ok(value) } else { Err(DomainError::Exposure(value)) }
}

/// Refuses multipliers that would turn a rate into nothing or everything.
pub(crate) fn multiplier(per: f64) -> Result<f64, DomainError> {
    if per > 0.0 && per.is_finite() { Ok(per) } else { Err(DomainError::Multiplier(per)) }
}

/// Refuses results that overflowed.
pub(crate) fn finite(value: f64) -> Result<f64, DomainError> {
    if value.is_finite() { Ok(value) } else { Err(DomainError::OutOfRange) }
}

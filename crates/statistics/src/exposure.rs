//! Denominators that are not known exactly.

use crate::input::{count, exposure, finite, multiplier};
use crate::rounding::{published, unit_in_last_place};
use crate::{DomainError, Interval};

/// The denominator that a published, rounded rate implies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImpliedDenominator {
    /// The least denominator that rounds to the published rate.
    pub lower: f64,
    /// The denominator if the published rate were exact.
    pub point: f64,
    /// The greatest denominator.
    pub upper: f64,
}

/// Computes which denominators turn `events` into a published rate "`rate` per `per`", rounded to `decimals`.
///
/// `e` in `[per x / (r + h), per x / (r - h)]` with `h = 0.5 * 10^-decimals`. No events imply nothing: [`DomainError::NoEvents`]. A rate that
/// was rounded to zero has no upper bound and is refused: [`DomainError::RateNotPositive`].
/// Source: the definition of rounding, solved for the denominator.
pub fn implied_denominator(events: u64, rate: f64, per: f64, decimals: u32) -> Result<ImpliedDenominator, DomainError> {
    let scaled = count(events)? * multiplier(per)?;
    if events == 0 {
        return Err(DomainError::NoEvents);
    }
    published(rate, decimals)?;
    if rate <= 0.0 {
        return Err(DomainError::RateNotPositive(rate));
    }
    // A positive published rate is at least one unit of its last decimal, so half a unit can be taken off.
    let half = unit_in_last_place(decimals)? / 2.0;
    Ok(ImpliedDenominator { lower: finite(scaled / (rate + half))?, point: finite(scaled / rate)?, upper: finite(scaled / (rate - half))? })
}

/// Bounds the officer-time between two known headcounts, `duration` apart, when the path between them is unknown but never leaves the range
/// between them: everybody came on the last day, or on the first.
///
/// `[min(n0, n1) T, max(n0, n1) T]`, in the unit of `duration`; a steady path gives the middle.
/// Source: the integral of a function between its bounds.
pub fn headcount_time(at_start: u64, at_end: u64, duration: f64) -> Result<Interval, DomainError> {
    let duration = exposure(duration)?;
    let bounds = Interval { lower: count(at_start.min(at_end))?, upper: count(at_start.max(at_end))? };
    bounds.scaled(duration)
}

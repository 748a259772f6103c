//! Denominators that are not known exactly.

mod lines;
mod officer_years;

use crate::DomainError;
use crate::input::{count, finite, multiplier};
use crate::rounding::{published, unit_in_last_place};

pub use officer_years::{Assumption, Between, DAYS_PER_MONTH, DAYS_PER_YEAR, Headcount, OfficerYears, Outside, Window, officer_years};

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

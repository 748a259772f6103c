//! One ratio of two rates from several strata.

use crate::DomainError;
use crate::input::{count, exposure, finite, tail};
use crate::series::length;
use crate::special::gamma::ln_tails;
use crate::special::two_sided_z;

/// The most strata.
pub const MAX_STRATA: usize = 1_000_000;

/// Events and exposures of both groups in one stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoRates {
    /// Events above the line.
    pub events1: u64,
    /// Exposure above the line, positive.
    pub exposure1: f64,
    /// Events below the line.
    pub events0: u64,
    /// Exposure below the line, positive.
    pub exposure0: f64,
}

/// The common ratio of the rates over all strata.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MantelHaenszel {
    /// The Mantel–Haenszel ratio.
    pub ratio: f64,
    /// The standard error of its logarithm.
    pub ln_standard_error: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// The test statistic of the hypothesis that all ratios are 1, chi-square with one degree of freedom.
    pub chi_square: f64,
    /// Its p-value.
    pub p_value: f64,
}

/// Computes the ratio of two rates over strata, weighted so that sparse strata do no harm.
///
/// With events `a`, `b`, `m = a + b` and exposures `N1`, `N0`, `T = N1 + N0` in each stratum:
/// `RR = sum(a N0 / T) / sum(b N1 / T)`, `Var ln RR = sum(m N1 N0 / T^2) / (sum(a N0 / T) sum(b N1 / T))`, limits `RR exp(± z se)`, and
/// `chi2 = (sum a - sum m N1 / T)^2 / sum(m N1 N0 / T^2)`.
/// No event above the line, or none below it, leaves no logarithm: [`DomainError::WaldNeedsEvents`].
/// Source: Greenland & Robins (1985), Biometrics 41:55 (variance); Rothman & Greenland (1998), Modern Epidemiology, chapter 15.
pub fn mantel_haenszel(strata: &[TwoRates], confidence: f64) -> Result<MantelHaenszel, DomainError> {
    tail(confidence)?;
    length(strata.len(), 1, MAX_STRATA)?;
    let (mut above, mut below, mut variance, mut excess) = (0.0, 0.0, 0.0, 0.0);
    for stratum in strata {
        let (events1, events0) = (count(stratum.events1)?, count(stratum.events0)?);
        let (exposure1, exposure0) = (exposure(stratum.exposure1)?, exposure(stratum.exposure0)?);
        // Shares instead of products of exposures, which could overflow.
        let share1 = 1.0 / (1.0 + exposure0 / exposure1);
        let share0 = 1.0 / (1.0 + exposure1 / exposure0);
        above += events1 * share0;
        below += events0 * share1;
        variance += (events1 + events0) * share1 * share0;
        excess += events1 - (events1 + events0) * share1;
    }
    if above <= 0.0 || below <= 0.0 {
        return Err(DomainError::WaldNeedsEvents);
    }
    let ratio = finite(above / below)?;
    let ln_standard_error = finite((variance / above / below).sqrt())?;
    let factor = (two_sided_z(confidence) * ln_standard_error).exp();
    let chi_square = finite(excess * excess / variance)?;
    let p_value = ln_tails(0.5, chi_square / 2.0).upper.exp();
    Ok(MantelHaenszel { ratio, ln_standard_error, lower: ratio / factor, upper: finite(ratio * factor)?, chi_square, p_value })
}

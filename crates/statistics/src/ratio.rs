//! Two rates: intervals for their ratio, and p-values against a ratio of 1.
//!
//! Given `n = x1 + x2` events in all, `x1` is binomial with chance `p`, and the ratio of the rates is `RR = p / (1 - p) * t2 / t1`. Every exact
//! method here is a binomial method on `p`, with its limits carried over to the ratio.
//! Source: Przyborowski & Wilenski (1940), Biometrika 31:313.
//!
//! `x1`, `t1` are the events and the exposure of the rate above the line, `x2`, `t2` those of the rate below it. Exposures of both are in one
//! unit. A ratio needs at least one event in all: with none, every function answers [`DomainError::NoEvents`].

mod p_value;

pub use p_value::{p_value_central, p_value_greater, p_value_less, p_value_mid_p, p_value_minlike};

use std::f64::consts::LN_2;

use crate::input::{count, exposure, finite, tail};
use crate::proportion::ln_odds_limits;
use crate::special::beta::{BRACKET, Chance, ln_point, ln_tails};
use crate::special::root::increasing_root;
use crate::special::{ln_sum, two_sided_z};
use crate::{DomainError, Interval};

/// A ratio of two rates with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioEstimate {
    /// `(x1 / t1) / (x2 / t2)`; infinite if `x2` is zero.
    pub ratio: f64,
    /// The lower limit; zero if `x1` is zero.
    pub lower: f64,
    /// The upper limit; infinite if `x2` is zero.
    pub upper: f64,
}

/// A percent change with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PercentChange {
    /// `100 (RR - 1)`, at least -100.
    pub percent: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// Computes the exact central interval of the ratio. Use it for verdicts: coverage is never below `confidence`.
///
/// Clopper–Pearson limits of `p`, carried over to the ratio. `x1 = 0` gives a lower limit of 0, `x2 = 0` an infinite ratio and upper limit.
/// Source: the conditional test above; equals `rateratio.test` in R.
pub fn exact_central(x1: u64, t1: f64, x2: u64, t2: f64, confidence: f64) -> Result<RatioEstimate, DomainError> {
    let tail = tail(confidence)?;
    let two = TwoRates::new(x1, t1, x2, t2)?;
    let (lower, upper) = ln_odds_limits(two.x1, two.x2, tail);
    two.estimate(lower.exp(), upper.exp())
}

/// Computes the mid-P interval of the ratio: shorter than the exact one, coverage near `confidence` but not guaranteed.
///
/// `P(X > x1 | L) + P(X = x1 | L) / 2 = alpha/2` and `P(X < x1 | U) + P(X = x1 | U) / 2 = alpha/2` for the chance `p`.
/// Source: Lancaster (1961), JASA 56:223; equals `exactci::binom.exact(midp = TRUE)` in R on `x1` of `x1 + x2`.
pub fn mid_p(x1: u64, t1: f64, x2: u64, t2: f64, confidence: f64) -> Result<RatioEstimate, DomainError> {
    let tail = tail(confidence)?;
    let two = TwoRates::new(x1, t1, x2, t2)?;
    let lower = if x1 == 0 { 0.0 } else { mid_p_upper_odds(two.x2, two.x1, tail).recip() };
    let upper = if x2 == 0 { f64::INFINITY } else { mid_p_upper_odds(two.x1, two.x2, tail) };
    two.estimate(lower, upper)
}

/// Computes the score interval of the ratio, which is Wilson's interval of `p`.
///
/// The roots of `x2^2 rho^2 - (2 x1 x2 + z^2 n) rho + x1^2 = 0` with `rho = RR t1 / t2`, the smaller one by the product of the roots.
/// Source: Graham, Mengersen & Morton (2003), Statistics in Medicine 22:2071.
pub fn score(x1: u64, t1: f64, x2: u64, t2: f64, confidence: f64) -> Result<RatioEstimate, DomainError> {
    tail(confidence)?;
    let two = TwoRates::new(x1, t1, x2, t2)?;
    let z = two_sided_z(confidence);
    let spread = z * z * (two.x1 + two.x2);
    let sum = 2.0 * two.x1 * two.x2 + spread + (spread * (4.0 * two.x1 * two.x2 + spread)).sqrt();
    let upper = if x2 == 0 { f64::INFINITY } else { sum / (2.0 * two.x2 * two.x2) };
    two.estimate(2.0 * two.x1 * two.x1 / sum, upper)
}

/// Computes the Wald interval on the logarithm of the ratio. Not for fewer than ten events in each count, and never for a verdict.
///
/// `exp(ln RR ± z sqrt(1/x1 + 1/x2))`; both counts must be positive, else [`DomainError::WaldNeedsEvents`].
/// Source: Rothman, Greenland & Lash (2008), Modern Epidemiology, chapter 14.
pub fn wald_log(x1: u64, t1: f64, x2: u64, t2: f64, confidence: f64) -> Result<RatioEstimate, DomainError> {
    tail(confidence)?;
    let two = TwoRates::new(x1, t1, x2, t2)?;
    if x1 == 0 || x2 == 0 {
        return Err(DomainError::WaldNeedsEvents);
    }
    let reach = two_sided_z(confidence) * (two.x1.recip() + two.x2.recip()).sqrt();
    two.estimate(two.x1 / two.x2 * (-reach).exp(), two.x1 / two.x2 * reach.exp())
}

/// Computes the percent change from the second rate to the first, with the exact central interval.
///
/// `100 (RR - 1)`, limits carried over from [`exact_central`]. Without an event in the reference (`x2 = 0`) there is no percentage:
/// [`DomainError::ZeroReference`]. Note the order: both counts, then both exposures.
/// Source: [`exact_central`].
pub fn percent_change(x1: u64, x2: u64, t1: f64, t2: f64, confidence: f64) -> Result<PercentChange, DomainError> {
    let ratio = exact_central(x1, t1, x2, t2, confidence)?;
    if x2 == 0 {
        return Err(DomainError::ZeroReference);
    }
    let percent = |ratio: f64| finite(100.0 * (ratio - 1.0));
    Ok(PercentChange { percent: percent(ratio.ratio)?, lower: percent(ratio.lower)?, upper: percent(ratio.upper)? })
}

/// Checked counts, and the factor from odds to ratio.
struct TwoRates {
    x1: f64,
    x2: f64,
    /// `t2 / t1`, a positive normal number.
    scale: f64,
}

impl TwoRates {
    fn new(x1: u64, t1: f64, x2: u64, t2: f64) -> Result<TwoRates, DomainError> {
        let scale = exposure(t2)? / exposure(t1)?;
        if !scale.is_normal() {
            return Err(DomainError::OutOfRange);
        }
        if x1 == 0 && x2 == 0 {
            return Err(DomainError::NoEvents);
        }
        Ok(TwoRates { x1: count(x1)?, x2: count(x2)?, scale })
    }

    /// Carries odds over to ratios. Infinity passes only where a zero in the second count explains it.
    fn estimate(&self, lower: f64, upper: f64) -> Result<RatioEstimate, DomainError> {
        if self.x2 <= 0.0 {
            return Ok(RatioEstimate { ratio: f64::INFINITY, lower: finite(lower * self.scale)?, upper: f64::INFINITY });
        }
        let ratio = finite(self.x1 / self.x2 * self.scale)?;
        let Interval { lower, upper } = Interval::ordered(lower, upper).scaled(self.scale)?;
        Ok(RatioEstimate { ratio, lower, upper })
    }
}

/// Finds the odds at which `P(X < successes) + P(X = successes) / 2` has fallen to `tail`; `failures` is positive.
///
/// The lower limit is the same question about failures, so one function serves both ends.
fn mid_p_upper_odds(successes: f64, failures: f64, tail: f64) -> f64 {
    let ln_tail = tail.ln();
    let start = ((successes + 0.5) / failures).ln();
    let ln_odds = increasing_root(start, BRACKET, |t| {
        let chance = Chance::from_ln_odds(t);
        let half = ln_point(successes, failures, chance) - LN_2;
        // P(X < x) = P(p, upper tail of Beta(x, n - x + 1)); nothing lies below zero successes.
        let below = if successes > 0.0 { ln_tails(successes, failures + 1.0, chance).upper } else { f64::NEG_INFINITY };
        let sum = ln_sum(below, half);
        // d/dt of the sum is -P(X = x) (x q + (n - x) p) / 2.
        let slope = half + (successes * chance.q + failures * chance.p).ln() - sum;
        (ln_tail - sum, slope.exp())
    });
    ln_odds.exp()
}

//! Intervals for one count, and for one rate.
//!
//! The functions without `rate_` answer on the scale of the count: an interval for the expected number of events.

use crate::input::{count, exposure, finite, multiplier, tail};
use crate::special::gamma::{ln_point, ln_tails, quantile};
use crate::special::root::increasing_root;
use crate::special::{Tail, ln_sum, two_sided_z};
use crate::{DomainError, Interval};

/// An observed rate with its interval, per the multiplier that was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateEstimate {
    /// `per * events / exposure`.
    pub rate: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// Computes the exact central interval for the expectation of a Poisson count. Use it for verdicts: coverage is never below `confidence`.
///
/// `L = chi2(alpha/2; 2x) / 2`, `U = chi2(1 - alpha/2; 2x + 2) / 2`; `L = 0` for `x = 0`.
/// Source: Garwood (1936), Biometrika 28:437; equals `poisson.test` in R.
pub fn garwood(events: u64, confidence: f64) -> Result<Interval, DomainError> {
    let tail = tail(confidence)?;
    let x = count(events)?;
    let lower = if events == 0 { 0.0 } else { quantile(x, Tail::Lower, tail) };
    Ok(Interval { lower, upper: quantile(x + 1.0, Tail::Upper, tail) })
}

/// Computes the rate `per * events / exposure` with its Garwood interval. The exposure is taken as known exactly.
///
/// `exposure` is in the unit of the denominator (officer-years, arrests, days), `per` says how many of them a rate is given for.
/// Source: [`garwood`], divided by the exposure.
pub fn rate_garwood(events: u64, exposure: f64, per: f64, confidence: f64) -> Result<RateEstimate, DomainError> {
    rate_garwood_over(events, Interval { lower: exposure, upper: exposure }, exposure, per, confidence)
}

/// Computes the rate over an exposure known only within bounds: the union of the Garwood intervals over all exposures in the bounds.
///
/// `lower = per L / exposure_upper`, `upper = per U / exposure_lower`; `rate` uses `point`, the exposure taken as most likely, which must lie
/// inside the bounds. Coverage is at least `confidence` whichever exposure is the true one.
/// Source: interval arithmetic over [`garwood`].
pub fn rate_garwood_over(events: u64, bounds: Interval, point: f64, per: f64, confidence: f64) -> Result<RateEstimate, DomainError> {
    let (least, most) = (exposure(bounds.lower)?, exposure(bounds.upper)?);
    let point = exposure(point)?;
    if least > most {
        return Err(DomainError::ExposureBounds { lower: least, upper: most });
    }
    if point < least || point > most {
        return Err(DomainError::Exposure(point));
    }
    let per = multiplier(per)?;
    let limits = garwood(events, confidence)?;
    Ok(RateEstimate {
        rate: finite(per * (count(events)? / point))?,
        lower: finite(per * (limits.lower / most))?,
        upper: finite(per * (limits.upper / least))?,
    })
}

/// Computes the mid-P interval of a Poisson count: shorter than Garwood's, with coverage near `confidence` on average but not guaranteed.
///
/// `P(X > x | L) + P(X = x | L) / 2 = alpha/2` and `P(X < x | U) + P(X = x | U) / 2 = alpha/2`; `L = 0` for `x = 0`.
/// Source: Lancaster (1961), JASA 56:223; equals `exactci::poisson.exact(midp = TRUE)` in R.
pub fn mid_p(events: u64, confidence: f64) -> Result<Interval, DomainError> {
    let tail = tail(confidence)?;
    let x = count(events)?;
    if events == 0 {
        // exp(-U) / 2 = alpha / 2
        return Ok(Interval { lower: 0.0, upper: -(2.0 * tail).ln() });
    }
    let lower = solve_mid_p(x, |t| {
        let mean = t.exp();
        let half = ln_point(x, mean) - std::f64::consts::LN_2;
        let ln_tail = ln_sum(ln_tails(x + 1.0, mean).lower, half);
        (ln_tail - tail.ln(), mid_p_slope(x, mean, half, ln_tail))
    });
    let upper = solve_mid_p(x, |t| {
        let mean = t.exp();
        let half = ln_point(x, mean) - std::f64::consts::LN_2;
        let ln_tail = ln_sum(ln_tails(x, mean).upper, half);
        (tail.ln() - ln_tail, mid_p_slope(x, mean, half, ln_tail))
    });
    Ok(Interval::ordered(lower, upper))
}

/// Computes Byar's approximation to [`garwood`], for display; three digits agree from a handful of events on.
///
/// `L = x (1 - 1/(9x) - z/(3 sqrt x))^3`, `U = (x+1) (1 - 1/(9(x+1)) + z/(3 sqrt(x+1)))^3`; `L = 0` for `x = 0` and wherever the cube
/// would be negative.
/// Source: Breslow & Day (1987), Statistical Methods in Cancer Research II, equation 2.10.
pub fn byar(events: u64, confidence: f64) -> Result<Interval, DomainError> {
    tail(confidence)?;
    let z = two_sided_z(confidence);
    let x = count(events)?;
    let limit = |x: f64, z: f64| x * (1.0 - 1.0 / (9.0 * x) + z / (3.0 * x.sqrt())).max(0.0).powi(3);
    let lower = if events == 0 { 0.0 } else { limit(x, -z) };
    Ok(Interval { lower, upper: limit(x + 1.0, z) })
}

/// Computes the Jeffreys interval, for display: the equal-tailed interval of the posterior `Gamma(x + 1/2, 1)`.
///
/// For `x = 0` both limits are positive, so the observed zero lies outside.
/// Source: Brown, Cai & `DasGupta` (2003), Statistica Sinica 13:19.
pub fn jeffreys(events: u64, confidence: f64) -> Result<Interval, DomainError> {
    let tail = tail(confidence)?;
    let shape = count(events)? + 0.5;
    Ok(Interval::ordered(quantile(shape, Tail::Lower, tail), quantile(shape, Tail::Upper, tail)))
}

/// Solves over the logarithm of the expectation.
fn solve_mid_p(x: f64, f: impl Fn(f64) -> (f64, f64)) -> f64 {
    increasing_root(x.ln(), (-700.0, 700.0), f).exp()
}

/// The slope of the logarithm of a mid-P tail over the logarithm of the mean, `P(X = x) (x + mean) / 2` over the tail; `half` is the
/// logarithm of `P(X = x) / 2`.
fn mid_p_slope(x: f64, mean: f64, half: f64, ln_tail: f64) -> f64 {
    (half + (x + mean).ln() - ln_tail).exp()
}

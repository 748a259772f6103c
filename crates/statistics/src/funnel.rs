//! Many agencies against one expectation: control limits of a funnel plot. A funnel shows who is unusual; it is not a league table.

use crate::input::{finite, tail};
use crate::series::{length, not_negative, positive, probability};
use crate::special::gamma::{ln_point, ln_tails};
use crate::special::significance::two_sided_normal;
use crate::special::two_sided_z;
use crate::{DomainError, Interval, MAX_COUNT};

/// Agencies with fewer expected events than this are labelled "too few" and not judged.
pub const LEAST_EXPECTED: f64 = 5.0;
/// The most agencies in one funnel.
pub const MAX_AGENCIES: usize = 1_000_000;

/// One exact control limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimit {
    /// The least count `r` with `P(X <= r) >= q`.
    pub count: u64,
    /// The limit, interpolated below `count`; never negative.
    pub limit: f64,
}

/// Computes the control limit of a Poisson count at the probability `q` (0.025 and 0.975, 0.001 and 0.999).
///
/// `r = min {k: P(X <= k | E) >= q}`, `limit = r - (P(X <= r) - q) / P(X = r)`, at least 0.
/// Source: Spiegelhalter (2005), Statistics in Medicine 24:1185, appendix A.1.1.
pub fn poisson_limit(expected: f64, q: f64) -> Result<FunnelLimit, DomainError> {
    let expected = positive("the expectation", expected)?;
    if expected > MAX_COUNT as f64 {
        return Err(DomainError::OutOfRange);
    }
    let q = probability("the probability of the limit", q)?;
    // P(X <= k) = Q(k + 1, E); below the middle its complement is compared, so that a q near 1 keeps its digits.
    let is_enough = |k: u64| {
        let tails = ln_tails(k as f64 + 1.0, expected);
        if q < 0.5 { tails.upper >= q.ln() } else { tails.lower <= (-q).ln_1p() }
    };
    // No expectation is above MAX_COUNT, and no count is_enough twice that with a chance that a q could express.
    let (mut low, mut high) = (0_u64, MAX_COUNT * 2);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let count = low as f64;
    let point = if low == 0 { -expected } else { ln_point(count, expected) };
    let tails = ln_tails(count + 1.0, expected);
    let beyond = if q < 0.5 { tails.upper.exp() - q } else { (1.0 - q) - tails.lower.exp() };
    let limit = count - beyond / point.exp();
    Ok(FunnelLimit { count: low, limit: if limit.is_finite() { limit.clamp((count - 1.0).max(0.0), count) } else { count } })
}

/// How much more agencies vary than chance allows.
#[derive(Debug, Clone, PartialEq)]
pub struct Overdispersion {
    /// `2 (sqrt O - sqrt E)` of each agency, in the order given, before winsorising.
    pub z: Vec<f64>,
    /// The mean of the squared winsorised `z`; 1 is expected.
    pub phi: f64,
    /// The variance between agencies on the scale of `sqrt(O / E)`; 0 where `phi` does not exceed `(I - 1) / I`.
    pub tau_squared: f64,
}

/// Estimates the spread between at least two agencies that is not chance.
///
/// `z_i = 2 (sqrt O_i - sqrt E_i)`, winsorised at the quantiles `winsorised` and `1 - winsorised` (0.1 is usual; type 7 as in R);
/// `phi = mean z^2`; if `phi > (I - 1) / I`, `tau^2 = (I phi - (I - 1)) / (sum w - sum w^2 / sum w)` with `w_i = 4 E_i`, else 0.
/// Source: Spiegelhalter (2005), Quality and Safety in Health Care 14:347; `DerSimonian` & Laird (1986) for `tau^2`.
pub fn overdispersion(agencies: &[(u64, f64)], winsorised: f64) -> Result<Overdispersion, DomainError> {
    length(agencies.len(), 2, MAX_AGENCIES)?;
    if !(0.0..0.5).contains(&winsorised) {
        let requirement = "must lie between 0 and one half";
        return Err(DomainError::Parameter { name: "the share winsorised at each end", requirement, value: winsorised });
    }
    let (mut z, mut weights, mut squares) = (Vec::with_capacity(agencies.len()), 0.0, 0.0);
    for &(observed, expected) in agencies {
        let expected = positive("the expectation", expected)?;
        z.push(2.0 * (crate::input::count(observed)?.sqrt() - expected.sqrt()));
        weights += 4.0 * expected;
        squares += 16.0 * expected * expected;
    }
    let mut ordered = z.clone();
    ordered.sort_by(f64::total_cmp);
    let (least, most) = (quantile(&ordered, winsorised), quantile(&ordered, 1.0 - winsorised));
    let number = agencies.len() as f64;
    let phi = finite(z.iter().map(|value| value.clamp(least, most).powi(2)).sum::<f64>() / number)?;
    let excess = number * phi - (number - 1.0);
    let tau_squared = if excess > 0.0 { finite(excess / (weights - squares / weights))? } else { 0.0 };
    Ok(Overdispersion { z, phi, tau_squared })
}

/// Computes control limits for the ratio `O / E` that allow for a spread between agencies.
///
/// `(1 ± z sqrt(1 / (4 E) + tau^2))^2`, the lower one 0 where the bracket is negative. `expected` is `E`, `tau_squared` comes from [`overdispersion`].
/// Source: Spiegelhalter (2005), Quality and Safety in Health Care 14:347.
pub fn overdispersed_limits(expected: f64, tau_squared: f64, confidence: f64) -> Result<Interval, DomainError> {
    tail(confidence)?;
    let variance = 0.25 / positive("the expectation", expected)? + not_negative("tau squared", tau_squared)?;
    let width = two_sided_z(confidence) * variance.sqrt();
    Ok(Interval { lower: (1.0 - width).max(0.0).powi(2), upper: finite((1.0 + width).powi(2))? })
}

/// Computes the two-sided p-value of a count under its expectation, allowing for a spread between agencies.
///
/// `z = (sqrt(O / E) - 1) / sqrt(1 / (4 E) + tau^2)`, two tails of the normal distribution. `expected` is `E`, `tau_squared` comes from
/// [`overdispersion`]; at `tau^2 = 0` an exact p-value is better, see [`observed_to_expected`](crate::standardization::observed_to_expected).
/// Source: Spiegelhalter (2005), Quality and Safety in Health Care 14:347.
pub fn overdispersed_p_value(observed: u64, expected: f64, tau_squared: f64) -> Result<f64, DomainError> {
    let expected = positive("the expectation", expected)?;
    let variance = 0.25 / expected + not_negative("tau squared", tau_squared)?;
    let z = ((crate::input::count(observed)? / expected).sqrt() - 1.0) / variance.sqrt();
    Ok(two_sided_normal(finite(z)?))
}

/// The quantile of ascending values by linear interpolation, type 7 of Hyndman & Fan (1996).
fn quantile(ascending: &[f64], probability: f64) -> f64 {
    let place = probability * (ascending.len() - 1) as f64;
    let below = place.floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list, at least 0")]
    let index = below as usize;
    let at = |index: usize| ascending.get(index).or(ascending.last()).copied().unwrap_or_default();
    let (lower, upper) = (at(index), at(index + 1));
    lower + (place - below) * (upper - lower)
}

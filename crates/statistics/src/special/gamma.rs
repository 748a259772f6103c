//! Regularized incomplete gamma functions `P(a, x)` and `Q(a, x)`, and their inverse in `x`.

use std::f64::consts::TAU;

use super::deviance::{deviance, stirling_error};
use super::root::increasing_root;
use super::{LnTails, MAX_TERMS, Tail};

/// Logarithms of the arguments between which quantiles are sought: 1e-304 to 1e304.
const BRACKET: (f64, f64) = (-700.0, 700.0);

/// Computes `ln(x^a e^-x / Gamma(a + 1))` for `a > 0`, `x >= 0`; for whole `a` the logarithm of a Poisson probability.
pub(crate) fn ln_point(a: f64, x: f64) -> f64 {
    -stirling_error(a) - deviance(a, x) - 0.5 * (TAU * a).ln()
}

/// The terms of a large count fall slowly, so many that are each below rounding would still add up.
const NEGLIGIBLE_TERM: f64 = 1e-22;

/// Computes both tails of the gamma distribution with shape `a > 0` at `x >= 0`.
///
/// Source: Abramowitz & Stegun 6.5.29 (series, `x` up to the mean) and 6.5.31 (continued fraction, above it, by Lentz's method).
pub(crate) fn ln_tails(a: f64, x: f64) -> LnTails {
    if x <= 0.0 {
        return LnTails { lower: f64::NEG_INFINITY, upper: 0.0 };
    }
    if x <= a.max(1.0) {
        LnTails::from_lower(ln_point(a, x) + series(a, x).ln())
    } else {
        LnTails::from_upper(ln_point(a, x) + a.ln() - fraction(a, x).ln())
    }
}

/// Computes `1 + x/(a+1) + x^2/((a+1)(a+2)) + ...`; about `10 sqrt(a)` terms where `x` is near `a`.
fn series(a: f64, x: f64) -> f64 {
    let mut divisor = a;
    let mut term = 1.0;
    let mut sum = 1.0;
    loop {
        divisor += 1.0;
        term *= x / divisor;
        if term <= sum * NEGLIGIBLE_TERM {
            return sum;
        }
        sum += term;
    }
}

/// Computes the denominator `x + 1 - a - 1(1-a)/(x + 3 - a - 2(2-a)/(x + 5 - a - ...))`; where `x` is near `a`
/// it takes 200 terms for a count of ten thousand, 21,000 for ten thousand million.
fn fraction(a: f64, x: f64) -> f64 {
    let mut partial = x + 1.0 - a;
    let mut value = partial;
    let mut forward = partial;
    let mut backward = 0.0;
    for term in 1..=MAX_TERMS {
        let term = f64::from(term);
        let numerator = term * (a - term);
        partial += 2.0;
        backward = 1.0 / (partial + numerator * backward);
        forward = partial + numerator / forward;
        let factor = forward * backward;
        value *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

/// Finds `x` at which the given tail of the gamma distribution with shape `a` holds `probability`, which is strictly between 0 and 1.
///
/// Newton on the logarithm of the tail over `ln x`: that function is concave (lower tail) or convex (upper tail), so the iteration from
/// the mean overshoots at most once.
pub(crate) fn quantile(a: f64, tail: Tail, probability: f64) -> f64 {
    let ln_probability = probability.ln();
    let ln_x = increasing_root(a.ln(), BRACKET, |t| {
        let x = t.exp();
        let tails = ln_tails(a, x);
        // d P(a, e^t) / dt
        let ln_density = a.ln() + ln_point(a, x);
        match tail {
            Tail::Lower => (tails.lower - ln_probability, (ln_density - tails.lower).exp()),
            Tail::Upper => (ln_probability - tails.upper, (ln_density - tails.upper).exp()),
        }
    });
    ln_x.exp()
}

//! Regularized incomplete beta function `I_x(a, b)` and its inverse in the odds `x / (1 - x)`.

use std::f64::consts::TAU;

use super::deviance::{deviance, stirling_error};
use super::root::increasing_root;
use super::{LnTails, MAX_TERMS, Tail};

/// Log odds between which quantiles are sought.
pub(crate) const BRACKET: (f64, f64) = (-700.0, 700.0);

/// A probability together with its complement, so that neither is lost when the other is near 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance {
    pub(crate) p: f64,
    pub(crate) q: f64,
}

impl Chance {
    pub(crate) fn from_ln_odds(t: f64) -> Chance {
        Chance { p: 1.0 / (1.0 + (-t).exp()), q: 1.0 / (1.0 + t.exp()) }
    }

    /// From the odds `for_it : against`.
    pub(crate) fn from_odds(for_it: f64, against: f64) -> Chance {
        Chance { p: 1.0 / (1.0 + against / for_it), q: 1.0 / (1.0 + for_it / against) }
    }

    fn swapped(self) -> Chance {
        Chance { p: self.q, q: self.p }
    }

    fn ln_p(self) -> f64 {
        if self.p > 0.5 { (-self.q).ln_1p() } else { self.p.ln() }
    }
}

/// Computes `ln(Gamma(a+b+1) / (Gamma(a+1) Gamma(b+1)) p^a q^b)` for `a, b >= 0`; for whole numbers the logarithm of the binomial
/// probability of `a` successes and `b` failures.
pub(crate) fn ln_point(a: f64, b: f64, chance: Chance) -> f64 {
    if a <= 0.0 {
        return b * chance.swapped().ln_p();
    }
    if b <= 0.0 {
        return a * chance.ln_p();
    }
    let n = a + b;
    let stirling = stirling_error(n) - stirling_error(a) - stirling_error(b);
    stirling - deviance(a, n * chance.p) - deviance(b, n * chance.q) - 0.5 * (TAU * a * (b / n)).ln()
}

/// Computes the logarithm of the density of the log odds, `p^a q^b / B(a, b)`, for `a, b > 0`.
pub(crate) fn ln_density(a: f64, b: f64, chance: Chance) -> f64 {
    ln_point(a, b, chance) + (a * (b / (a + b))).ln()
}

/// Computes both tails of the beta distribution with parameters `a, b > 0`.
///
/// The side below the mean is computed by the continued fraction of `DiDonato` & Morris (1992), "Algorithm 708", in the form used by Boost's
/// `ibeta_fraction2`, by Lentz's method; the other side is its complement.
pub(crate) fn ln_tails(a: f64, b: f64, chance: Chance) -> LnTails {
    let ln_density = ln_density(a, b, chance);
    if chance.p * b <= chance.q * a {
        LnTails::from_lower(ln_density - fraction(a, b, chance).ln())
    } else {
        LnTails::from_upper(ln_density - fraction(b, a, chance.swapped()).ln())
    }
}

/// Computes the fraction `f` of `I_p(a, b) = p^a q^b / (B(a, b) f)`, for `p` up to the mean.
fn fraction(a: f64, b: f64, chance: Chance) -> f64 {
    let Chance { p, q } = chance;
    let gap = a * q - b * p + 1.0;
    let mut value = a * gap / (a + 1.0);
    let mut forward = value;
    let mut backward = 0.0;
    for term in 1..=MAX_TERMS {
        let term = f64::from(term);
        let odd = a + 2.0 * term - 1.0;
        let numerator = (term * (a + term - 1.0) / odd) * ((a + b + term - 1.0) / odd) * (b - term) * p * p;
        let partial = term + term * (b - term) * p / odd + (a + term) * (gap + term * (1.0 + q)) / (odd + 2.0);
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

/// Finds the logarithm of the odds at which the given tail of the beta distribution holds `probability`, strictly between 0 and 1.
///
/// Newton on the logarithm of the tail over the log odds, concave or convex as for the gamma distribution. The odds, not the probability,
/// because a ratio of rates is made of odds, and `1 - p` would lose the digits of a `p` near 1.
pub(crate) fn quantile_ln_odds(a: f64, b: f64, tail: Tail, probability: f64) -> f64 {
    let ln_probability = probability.ln();
    increasing_root((a / b).ln(), BRACKET, |t| {
        let chance = Chance::from_ln_odds(t);
        let tails = ln_tails(a, b, chance);
        let ln_density = ln_density(a, b, chance);
        match tail {
            Tail::Lower => (tails.lower - ln_probability, (ln_density - tails.lower).exp()),
            Tail::Upper => (ln_probability - tails.upper, (ln_density - tails.upper).exp()),
        }
    })
}

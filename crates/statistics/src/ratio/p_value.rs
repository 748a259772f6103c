//! Exact p-values of the hypothesis that two rates are equal.
//!
//! Under it `x1` is binomial with `n = x1 + x2` and `p = t1 / (t1 + t2)`. A p-value below the smallest floating-point number is returned as 0.

use super::TwoRates;
use crate::DomainError;
use crate::special::LnTails;
use crate::special::beta::{Chance, ln_point, ln_tails};

/// Outcomes whose probability exceeds the observed one by no more than this factor count as equally likely, as in R's `binom.test`.
const LIKELY_AS: f64 = 1e-7;

/// Computes `P(X <= x1)`: small if the first rate is lower than the second.
pub fn p_value_less(x1: u64, t1: f64, x2: u64, t2: f64) -> Result<f64, DomainError> {
    Ok(Test::new(x1, t1, x2, t2)?.ln_at_most(x1).exp())
}

/// Computes `P(X >= x1)`: small if the first rate is higher than the second.
pub fn p_value_greater(x1: u64, t1: f64, x2: u64, t2: f64) -> Result<f64, DomainError> {
    Ok(Test::new(x1, t1, x2, t2)?.ln_at_least(x1).exp())
}

/// Computes the two-sided p-value that belongs to [`exact_central`](super::exact_central): below `alpha` exactly if that interval excludes 1.
///
/// `min(1, 2 min(P(X <= x1), P(X >= x1)))`.
/// Source: Fay (2010), R Journal 2(1):53; equals `rateratio.test` in R.
pub fn p_value_central(x1: u64, t1: f64, x2: u64, t2: f64) -> Result<f64, DomainError> {
    let test = Test::new(x1, t1, x2, t2)?;
    Ok((2.0 * test.ln_at_most(x1).min(test.ln_at_least(x1)).exp()).min(1.0))
}

/// Computes the two-sided mid-P value, which belongs to the interval [`mid_p`](super::mid_p).
///
/// `2 min(P(X < x1) + P(X = x1) / 2, P(X > x1) + P(X = x1) / 2)`.
/// Source: Lancaster (1961), JASA 56:223.
pub fn p_value_mid_p(x1: u64, t1: f64, x2: u64, t2: f64) -> Result<f64, DomainError> {
    let test = Test::new(x1, t1, x2, t2)?;
    let half = 0.5 * ln_point(test.x1, test.x2, test.chance).exp();
    let less = if x1 == 0 { 0.0 } else { test.ln_at_most(x1 - 1).exp() } + half;
    let greater = test.ln_at_least(x1 + 1).exp() + half;
    Ok((2.0 * less.min(greater)).min(1.0))
}

/// Computes the two-sided p-value as the probability of all outcomes at most as likely as the observed one. For comparison with R only: it can
/// disagree with the interval.
///
/// Source: `poisson.test` and `binom.test` in R, with their relative tolerance of 1e-7 on ties.
pub fn p_value_minlike(x1: u64, t1: f64, x2: u64, t2: f64) -> Result<f64, DomainError> {
    let test = Test::new(x1, t1, x2, t2)?;
    let trials = x1 + x2;
    let expected = (test.x1 + test.x2) * test.chance.p;
    let threshold = ln_point(test.x1, test.x2, test.chance) + LIKELY_AS.ln_1p();
    let unlikely = |successes: u64| ln_point(successes as f64, (trials - successes) as f64, test.chance) <= threshold;
    // Beyond the expectation, on the side away from the observation, probabilities only fall: the first outcome that is unlikely enough is
    // found by halving.
    let above = first_true(0, trials, |successes| successes as f64 >= expected);
    let p = if test.x1 < expected {
        test.ln_at_most(x1).exp() + test.ln_at_least(first_true(above, trials + 1, unlikely)).exp()
    } else if test.x1 > expected {
        let below = if above as f64 > expected { above.saturating_sub(1) } else { above };
        let distance = first_true(0, below + 1, |distance| unlikely(below - distance));
        let other_side = if distance > below { 0.0 } else { test.ln_at_most(below - distance).exp() };
        test.ln_at_least(x1).exp() + other_side
    } else {
        1.0
    };
    Ok(p.min(1.0))
}

/// The observed counts and the chance of the hypothesis.
struct Test {
    x1: f64,
    x2: f64,
    chance: Chance,
}

impl Test {
    fn new(x1: u64, t1: f64, x2: u64, t2: f64) -> Result<Test, DomainError> {
        let two = TwoRates::new(x1, t1, x2, t2)?;
        Ok(Test { x1: two.x1, x2: two.x2, chance: Chance::from_odds(t1, t2) })
    }

    /// `ln P(X <= successes)`.
    fn ln_at_most(&self, successes: u64) -> f64 {
        self.split_after(successes as f64).upper
    }

    /// `ln P(X >= successes)`.
    fn ln_at_least(&self, successes: u64) -> f64 {
        if successes == 0 { 0.0 } else { self.split_after(successes as f64 - 1.0).lower }
    }

    /// Tails of the beta distribution that correspond to the outcomes above `successes` (lower) and up to it (upper).
    fn split_after(&self, successes: f64) -> LnTails {
        let failures = self.x1 + self.x2 - successes;
        if failures <= 0.0 {
            return LnTails { lower: f64::NEG_INFINITY, upper: 0.0 };
        }
        ln_tails(successes + 1.0, failures, self.chance)
    }
}

/// Returns the first number in `low..high` for which a condition holds that, once true, stays true; `high` if none does.
fn first_true(low: u64, high: u64, condition: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low) / 2;
        if condition(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

//! Intervals for one share, and for the difference of two shares.

use crate::input::{count, tail};
use crate::special::beta::{Chance, quantile_ln_odds};
use crate::special::{Tail, two_sided_z};
use crate::{DomainError, Interval};

/// A difference of two shares with its interval; all between -1 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The first share less the second.
    pub difference: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// Computes the exact central interval for a share. Use it for verdicts: coverage is never below `confidence`.
///
/// `L = Beta(alpha/2; x, n - x + 1)`, `U = Beta(1 - alpha/2; x + 1, n - x)`; `L = 0` for `x = 0`, `U = 1` for `x = n`.
/// Source: Clopper & Pearson (1934), Biometrika 26:404; equals `binom.test` in R.
pub fn clopper_pearson(successes: u64, trials: u64, confidence: f64) -> Result<Interval, DomainError> {
    let tail = tail(confidence)?;
    let (x, n) = share(successes, trials)?;
    let (lower, upper) = ln_odds_limits(x, n - x, tail);
    Ok(Interval { lower: Chance::from_ln_odds(lower).p, upper: Chance::from_ln_odds(upper).p })
}

/// Computes the Wilson score interval for a share, the default for display.
///
/// The roots `p` of `(n + z^2) p^2 - (2x + z^2) p + x^2/n = 0`, the lower one by the product of the roots, so that a small share keeps its
/// digits.
/// Source: Wilson (1927), JASA 22:209; equals `prop.test(correct = FALSE)` in R.
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Result<Interval, DomainError> {
    tail(confidence)?;
    let (x, n) = share(successes, trials)?;
    let z = two_sided_z(confidence);
    let square = z * z;
    let sum = 2.0 * x + square + z * (square + 4.0 * x * ((n - x) / n)).sqrt();
    let upper = if successes == trials { 1.0 } else { sum / (2.0 * (n + square)) };
    Ok(Interval::ordered(2.0 * x * (x / n) / sum, upper))
}

/// Computes the difference of two independent shares, `x1/n1 - x2/n2`, with Newcombe's hybrid score interval.
///
/// `d - sqrt((p1 - l1)^2 + (u2 - p2)^2)` to `d + sqrt((u1 - p1)^2 + (p2 - l2)^2)`, where `l` and `u` are Wilson limits.
/// Source: Newcombe (1998), Statistics in Medicine 17:873, method 10.
pub fn newcombe(successes1: u64, trials1: u64, successes2: u64, trials2: u64, confidence: f64) -> Result<Difference, DomainError> {
    let first = wilson(successes1, trials1, confidence)?;
    let second = wilson(successes2, trials2, confidence)?;
    let (x1, n1) = share(successes1, trials1)?;
    let (x2, n2) = share(successes2, trials2)?;
    let (p1, p2) = (x1 / n1, x2 / n2);
    let difference = p1 - p2;
    Ok(Difference {
        difference,
        lower: difference - (p1 - first.lower).hypot(second.upper - p2),
        upper: difference + (first.upper - p1).hypot(p2 - second.lower),
    })
}

/// The Clopper–Pearson limits as logarithms of odds; infinite where the limit is 0 or 1.
pub(crate) fn ln_odds_limits(successes: f64, failures: f64, tail: f64) -> (f64, f64) {
    let lower = if successes > 0.0 { quantile_ln_odds(successes, failures + 1.0, Tail::Lower, tail) } else { f64::NEG_INFINITY };
    let upper = if failures > 0.0 { quantile_ln_odds(successes + 1.0, failures, Tail::Upper, tail) } else { f64::INFINITY };
    (lower, upper)
}

fn share(successes: u64, trials: u64) -> Result<(f64, f64), DomainError> {
    if trials == 0 {
        return Err(DomainError::NoTrials);
    }
    if successes > trials {
        return Err(DomainError::SuccessesExceedTrials { successes, trials });
    }
    Ok((count(successes)?, count(trials)?))
}

//! How strongly two series go together, row by row: product-moment, rank, partial and lagged correlation.
//!
//! A correlation over states or months says nothing about persons, and nothing about what brings about what. Before one is shown: both
//! denominators, [`leave_one_out`], [`winsorized`], [`permutation_p`], and [`smallest_detectable`], which says what the number of rows could not
//! have shown at all.
//!
//! All series here are checked alike: equal length, from three pairs (some functions need more) to [`MAX_PAIRS`](crate::MAX_PAIRS), every value
//! finite and at most [`MAX_VALUE`](crate::MAX_VALUE) in size, and neither series with one value only.

mod kendall;
mod lagged;
mod partial;
mod rank;
mod resampling;

pub use kendall::{Kendall, MAX_EXACT_KENDALL, kendall};
pub use lagged::{LaggedCorrelation, MAX_LAG, cross_correlation};
pub use partial::{MAX_CONTROLS, partial, partial_spearman};
pub use rank::{MAX_EXACT_SPEARMAN, Spearman, ranks, spearman};
pub use resampling::{Coefficient, LeaveOneOut, MAX_LEAVE_ONE_OUT, MAX_SHUFFLED, Permutation, leave_one_out, permutation_p, winsorized};

use crate::input::tail;
use crate::paired::{check, product_moment, standardized};
use crate::special::beta::{Chance, quantile_ln_odds};
use crate::special::significance::two_sided_student;
use crate::special::{Tail, two_sided_z};
use crate::{DomainError, Interval};

/// A correlation with its test against 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// The coefficient, from -1 to 1.
    pub r: f64,
    /// `r sqrt(df / (1 - r^2))`; infinite where `r` is -1 or 1.
    pub t: f64,
    /// The degrees of freedom of `t`.
    pub degrees_of_freedom: usize,
    /// The two-sided probability of a `t` at least this far from 0, if the series were unrelated.
    pub p: f64,
}

impl Correlation {
    fn new(r: f64, degrees_of_freedom: usize) -> Correlation {
        let degrees = degrees_of_freedom as f64;
        // (1 - r)(1 + r) keeps the digits that 1 - r^2 would lose near 1.
        let t = if r.abs() < 1.0 { r * (degrees / ((1.0 - r) * (1.0 + r))).sqrt() } else { r * f64::INFINITY };
        Correlation { r, t, degrees_of_freedom, p: two_sided_student(t, degrees) }
    }
}

/// Computes Pearson's product-moment correlation, with Student's t on `n - 2` degrees of freedom.
///
/// `r = sum (x - mx)(y - my) / sqrt(sum (x - mx)^2 sum (y - my)^2)`. At least three pairs. For an interval see [`fisher_interval`].
/// Source: Pearson (1896) and "Student" (1908), Biometrika 6:302; equals `cor.test` in R.
pub fn pearson(x: &[f64], y: &[f64]) -> Result<Correlation, DomainError> {
    check(x, y, 3)?;
    let r = product_moment(&standardized(x)?, &standardized(y)?);
    Ok(Correlation::new(r, x.len() - 2))
}

/// Computes Fisher's interval of a correlation of `pairs` pairs; for a partial correlation give the pairs less the number of controls.
///
/// `tanh(atanh(r) ± z / sqrt(n - 3))`. At least four pairs. Where `r` is -1 or 1, both limits are `r`: the formula has nothing to add to a
/// perfect line, however few points make it.
/// Source: Fisher (1921), Metron 1:3; equals `cor.test` in R.
pub fn fisher_interval(r: f64, pairs: usize, confidence: f64) -> Result<Interval, DomainError> {
    tail(confidence)?;
    if !(-1.0..=1.0).contains(&r) {
        return Err(DomainError::CorrelationRange(r));
    }
    if pairs < 4 {
        return Err(DomainError::TooFewValues { needed: 4, given: pairs });
    }
    if r.abs() >= 1.0 {
        return Ok(Interval { lower: r, upper: r });
    }
    let reach = two_sided_z(confidence) / ((pairs - 3) as f64).sqrt();
    let centre = r.atanh();
    Ok(Interval::ordered((centre - reach).tanh(), (centre + reach).tanh()))
}

/// Computes the smallest size of a correlation of `pairs` pairs that a two-sided test calls different from 0 at the level `1 - confidence`.
/// Anything weaker cannot be told from nothing: for 51 states at 5 percent that is .28.
///
/// `r^2` has the beta distribution with parameters 1/2 and `(n - 2) / 2`; equivalently `t / sqrt(n - 2 + t^2)` at the quantile of t.
/// Source: the test of [`pearson`], solved for `r`.
pub fn smallest_detectable(pairs: usize, confidence: f64) -> Result<f64, DomainError> {
    tail(confidence)?;
    if pairs < 3 {
        return Err(DomainError::TooFewValues { needed: 3, given: pairs });
    }
    crate::paired::at_most("pairs", pairs, crate::MAX_PAIRS)?;
    let ln_odds = quantile_ln_odds(0.5, (pairs - 2) as f64 / 2.0, Tail::Upper, 1.0 - confidence);
    Ok(Chance::from_ln_odds(ln_odds).p.sqrt())
}

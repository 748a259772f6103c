//! Does a correlation hang on one row, on the extremes, or on the model?

use super::Correlation;
use super::rank::mid_ranks;
use crate::DomainError;
use crate::paired::{at_most, check, dot, product_moment, standardized};
use crate::random::SplitMix64;

/// The most rows for [`leave_one_out`], whose work grows with their square.
pub const MAX_LEAVE_ONE_OUT: usize = 3_000;

/// The most values that [`permutation_p`] shuffles in all: pairs times permutations.
pub const MAX_SHUFFLED: usize = 100_000_000;

/// Two arrangements whose correlations differ by less than this are taken to be equal; sums in another order differ by rounding.
const SAME: f64 = 1e-12;

/// Which correlation is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coefficient {
    /// Of the values.
    Pearson,
    /// Of the ranks; equal values share the mean of their ranks.
    Spearman,
}

impl Coefficient {
    fn scores(self, values: &[f64]) -> Result<Vec<f64>, DomainError> {
        match self {
            Coefficient::Pearson => standardized(values),
            Coefficient::Spearman => standardized(&mid_ranks(values)),
        }
    }

    fn of(self, x: &[f64], y: &[f64]) -> Result<f64, DomainError> {
        Ok(product_moment(&self.scores(x)?, &self.scores(y)?))
    }
}

/// A correlation, and what is left of it without each row.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaveOneOut {
    /// The correlation of all rows.
    pub r: f64,
    /// The correlation without row `i`, in the order of the rows; `None` where a series does not vary without it.
    pub without: Vec<Option<f64>>,
    /// The row (counted from 0, the first one of equals) without which the correlation changes most; a row without which there is none counts as most.
    pub most_influential: usize,
}

/// Computes a correlation anew without each row in turn. Four to [`MAX_LEAVE_ONE_OUT`] pairs.
///
/// Source: the jackknife values of Quenouille (1956), Biometrika 43:353, not combined.
pub fn leave_one_out(coefficient: Coefficient, x: &[f64], y: &[f64]) -> Result<LeaveOneOut, DomainError> {
    at_most("rows to leave out", x.len(), MAX_LEAVE_ONE_OUT)?;
    check(x, y, 4)?;
    let r = coefficient.of(x, y)?;
    let omit = |values: &[f64], row: usize| -> Vec<f64> {
        values.iter().zip(0..).filter_map(|(&value, other)| (other != row).then_some(value)).collect()
    };
    let mut without = Vec::with_capacity(x.len());
    let (mut most_influential, mut largest) = (0, f64::NEG_INFINITY);
    for row in 0..x.len() {
        let (left, change) = match coefficient.of(&omit(x, row), &omit(y, row)) {
            Ok(left) => (Some(left), (left - r).abs()),
            Err(DomainError::NoVariation) => (None, f64::INFINITY),
            Err(other) => return Err(other),
        };
        without.push(left);
        if change > largest {
            (most_influential, largest) = (row, change);
        }
    }
    Ok(LeaveOneOut { r, without, most_influential })
}

/// Computes Pearson's correlation after drawing in the extremes: in each series the `each_end` smallest values are raised to the next one, and the
/// `each_end` largest lowered to the next one.
///
/// `t` has `n - 2 each_end - 2` degrees of freedom but keeps the factor of all rows, `t = r sqrt((n - 2) / (1 - r^2))`. At least
/// `2 each_end + 3` pairs. Ten percent at each end is usual.
/// Source: Wilcox (2012), Introduction to Robust Estimation and Hypothesis Testing, 9.3.1 (`wincor`).
pub fn winsorized(x: &[f64], y: &[f64], each_end: usize) -> Result<Correlation, DomainError> {
    let dropped = each_end.saturating_mul(2);
    check(x, y, dropped.saturating_add(3))?;
    let r = product_moment(&standardized(&drawn_in(x, each_end))?, &standardized(&drawn_in(y, each_end))?);
    let full = Correlation::new(r, x.len() - 2);
    let degrees_of_freedom = full.degrees_of_freedom - dropped;
    let p = crate::special::significance::two_sided_student(full.t, degrees_of_freedom as f64);
    Ok(Correlation { degrees_of_freedom, p, ..full })
}

fn drawn_in(values: &[f64], each_end: usize) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let kept = sorted.get(each_end..sorted.len().saturating_sub(each_end)).unwrap_or_default();
    match kept {
        [least, .., most] => values.iter().map(|value| value.clamp(*least, *most)).collect(),
        _ => values.to_vec(),
    }
}

/// A permutation test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permutation {
    /// The correlation of the data as they are.
    pub r: f64,
    /// How many shuffled arrangements had a correlation of at least this size.
    pub at_least: usize,
    /// `(at_least + 1) / (permutations + 1)`.
    pub p: f64,
}

/// Tests a correlation against random arrangements of `y`: no assumption about the shape of the data, but that any row could have had any value.
/// Neighbours in space or time break it.
///
/// Two-sided: arrangements with `|r*| >= |r|` are counted, and the data themselves count as one, so p is never 0. The arrangements come from
/// `SplitMix64` started at `seed` and the shuffle of Durstenfeld; the same arguments give the same p everywhere. At least three pairs, and at most
/// [`MAX_SHUFFLED`] values in all.
/// Source: Pitman (1937), JRSS Supplement 4:225; Phipson & Smyth (2010), Statistical Applications in Genetics 9:39.
pub fn permutation_p(coefficient: Coefficient, x: &[f64], y: &[f64], permutations: usize, seed: u64) -> Result<Permutation, DomainError> {
    check(x, y, 3)?;
    if permutations == 0 {
        return Err(DomainError::NoRepetitions);
    }
    at_most("values to shuffle", x.len().saturating_mul(permutations), MAX_SHUFFLED)?;
    let x = coefficient.scores(x)?;
    let mut y = coefficient.scores(y)?;
    let r = product_moment(&x, &y);
    let mut generator = SplitMix64::new(seed);
    let mut at_least = 0;
    for _ in 0..permutations {
        generator.shuffle(&mut y);
        at_least += usize::from(dot(&x, &y).abs() >= r.abs() - SAME);
    }
    Ok(Permutation { r, at_least, p: (at_least + 1) as f64 / (permutations + 1) as f64 })
}

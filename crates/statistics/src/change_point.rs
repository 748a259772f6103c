//! Where a series changes, without an instant declared before: optimal segmentation, and how much it hangs on the penalty.
//!
//! The segmentation minimizes `sum C(segment) + beta K` over all numbers `K` and places of changes, exactly.
//! Source: Killick, Fearnhead & Eckley (2012), JASA 107:1590 (PELT).

use std::f64::consts::TAU;

use crate::DomainError;
use crate::series::{each, finite, mean, not_negative, spread};

/// The most points of a series: the worst case, a series without a change, costs the square of it, and [`stability`] 31 times that.
pub const MAX_POINTS: usize = 5_000;
/// Penalties tried by [`stability`].
const PENALTIES: u32 = 31;
/// A variance below this counts as this, as in R's `changepoint`: a segment of equal values would else have an infinite likelihood.
const LEAST_VARIANCE: f64 = 1e-11;
/// Candidates are given up only if they are worse by more than rounding, so that equal ones are all kept and the earliest wins.
const ROUNDING: f64 = 1e-9;

/// What a segment costs: twice its negative log-likelihood, up to constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// `sum (y - mean)^2`: a change of the mean, at one known variance. The penalty is in units of that variance.
    SquaredError,
    /// `2 (S - S ln(S / n))` with the sum `S` of `n` counts: a change of a Poisson rate. Counts that vary more than Poisson counts
    /// ([`dispersion_index`](crate::dispersion::dispersion_index)) seem to change all the time; use the mean or the variance for them.
    Poisson,
    /// `n (ln(2 pi) + ln(variance) + 1)`: a change of mean, variance or both. Segments of counts that are equal by chance look certain to it, so that
    /// the least segment should be 5 or more.
    MeanAndVariance,
}

/// The best segmentation at one penalty.
#[derive(Debug, Clone, PartialEq)]
pub struct Segmentation {
    /// The first point of every segment but the first, from 0, ascending.
    pub starts: Vec<usize>,
    /// `sum C(segment) + beta K`.
    pub objective: f64,
}

/// Finds the segmentation of least cost.
///
/// `penalty` is `beta`, not negative; every segment has at least `least_segment` points (2 is usual). Of equally good segmentations the one with the
/// earlier last change wins, and so on backwards. Points that cannot begin the last segment of any better segmentation are dropped (PELT), which does
/// not change the answer.
/// Source: Killick, Fearnhead & Eckley (2012), JASA 107:1590.
pub fn pelt(values: &[f64], cost: Cost, penalty: f64, least_segment: usize) -> Result<Segmentation, DomainError> {
    let penalty = not_negative("the penalty", penalty)?;
    if least_segment == 0 {
        return Err(DomainError::Parameter { name: "the least segment", requirement: "must be at least one point", value: 0.0 });
    }
    finite(values, least_segment, MAX_POINTS)?;
    let costs = Costs::new(values, cost)?;

    let mut best = vec![f64::INFINITY; values.len() + 1];
    let mut last_start = vec![0; values.len() + 1];
    best[0] = 0.0;
    let change_at = |start: usize| if start == 0 { 0.0 } else { penalty };
    let mut candidates: Vec<Candidate> = Vec::new();
    for end in least_segment..=values.len() {
        let newest = end - least_segment;
        if newest == 0 || newest >= least_segment {
            candidates.push(Candidate { start: newest, given_up_at: usize::MAX });
        }
        candidates.retain(|candidate| candidate.given_up_at > end);
        for candidate in &candidates {
            let total = best[candidate.start] + costs.segment(candidate.start, end) + change_at(candidate.start);
            if total < best[end] {
                best[end] = total;
                last_start[end] = candidate.start;
            }
        }
        let reached = best[end] + ROUNDING * (best[end].abs() + 1.0);
        for candidate in &mut candidates {
            // A start at `end` does at least as well, once its own segment is long enough.
            let at_most = best[candidate.start] + costs.segment(candidate.start, end) + (change_at(candidate.start) - penalty);
            if at_most > reached {
                candidate.given_up_at = candidate.given_up_at.min(end + least_segment);
            }
        }
    }

    let mut starts = Vec::new();
    let mut end = values.len();
    while last_start[end] > 0 {
        end = last_start[end];
        starts.push(end);
    }
    starts.reverse();
    Ok(Segmentation { starts, objective: crate::input::finite(best[values.len()])? })
}

/// Computes the usual penalty, `2 ln n`; for [`Cost::SquaredError`] times the variance of the whole series.
///
/// Source: the Schwarz criterion with two parameters per change, Yao (1988), Statistics & Probability Letters 6:181.
pub fn usual_penalty(values: &[f64], cost: Cost) -> Result<f64, DomainError> {
    Ok(2.0 * ln_length(values, cost)?)
}

/// How the changes hang on the penalty.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// The changes at each penalty, by growing penalty.
    pub by_penalty: Vec<(f64, Vec<usize>)>,
    /// Every start that occurs, ascending, with the share of the penalties at which it does.
    pub starts: Vec<(usize, f64)>,
}

/// Segments the series at 31 penalties, evenly from half of [`usual_penalty`] to twice it (`ln n` to `4 ln n`).
///
/// A change that is there at every penalty is one to report; one that comes and goes is not.
/// Source: Haynes, Eckley & Fearnhead (2017), Journal of Computational and Graphical Statistics 26:134, over a grid.
pub fn stability(values: &[f64], cost: Cost, least_segment: usize) -> Result<Stability, DomainError> {
    let unit = ln_length(values, cost)?;
    let mut by_penalty = Vec::new();
    let mut seen: std::collections::BTreeMap<usize, u32> = std::collections::BTreeMap::new();
    for step in 0..PENALTIES {
        let penalty = unit * (1.0 + 3.0 * f64::from(step) / f64::from(PENALTIES - 1));
        let starts = pelt(values, cost, penalty, least_segment)?.starts;
        for &start in &starts {
            *seen.entry(start).or_default() += 1;
        }
        by_penalty.push((penalty, starts));
    }
    let starts = seen.into_iter().map(|(start, times)| (start, f64::from(times) / f64::from(PENALTIES))).collect();
    Ok(Stability { by_penalty, starts })
}

/// `ln n` in the unit of the cost.
fn ln_length(values: &[f64], cost: Cost) -> Result<f64, DomainError> {
    finite(values, 2, MAX_POINTS)?;
    let number = values.len() as f64;
    match cost {
        Cost::Poisson | Cost::MeanAndVariance => Ok(number.ln()),
        Cost::SquaredError => {
            let variance = spread(values) / number;
            if variance > 0.0 { crate::input::finite(number.ln() * variance) } else { Err(DomainError::NoVariation) }
        }
    }
}

/// A place where the last segment may begin, until it is given up.
struct Candidate {
    start: usize,
    given_up_at: usize,
}

/// Sums over all beginnings of the series, from which any segment's cost follows.
struct Costs {
    cost: Cost,
    /// Sums of the values, for squares less their mean: differences of large sums would lose digits.
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Costs {
    fn new(values: &[f64], cost: Cost) -> Result<Costs, DomainError> {
        let center = match cost {
            Cost::Poisson => {
                each(values, "is not a count", |value| value >= 0.0)?;
                0.0
            }
            Cost::SquaredError | Cost::MeanAndVariance => mean(values),
        };
        let (mut sums, mut squares) = (vec![0.0], vec![0.0]);
        let (mut sum, mut square) = (0.0, 0.0);
        for value in values {
            sum += value - center;
            square += (value - center) * (value - center);
            sums.push(sum);
            squares.push(square);
        }
        if sum.is_finite() && square.is_finite() { Ok(Costs { cost, sums, squares }) } else { Err(DomainError::OutOfRange) }
    }

    /// The cost of the points from `start` up to, not including, `end`; `start < end`.
    fn segment(&self, start: usize, end: usize) -> f64 {
        let number = (end - start) as f64;
        let sum = self.sums[end] - self.sums[start];
        let around_mean = || (self.squares[end] - self.squares[start] - sum * (sum / number)).max(0.0);
        match self.cost {
            Cost::SquaredError => around_mean(),
            Cost::Poisson if sum > 0.0 => 2.0 * (sum - sum * (sum / number).ln()),
            Cost::Poisson => 0.0,
            Cost::MeanAndVariance => {
                let variance = around_mean() / number;
                let taken = variance.max(LEAST_VARIANCE);
                number * (TAU.ln() + taken.ln() + variance / taken)
            }
        }
    }
}

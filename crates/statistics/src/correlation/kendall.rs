//! Kendall's tau-b.

use crate::DomainError;
use crate::paired::check;
use crate::special::significance::two_sided_normal;

/// Up to this many pairs, and without ties, the exact distribution is computed.
pub const MAX_EXACT_KENDALL: usize = 60;

/// Kendall's tau-b, with its tests against no relation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kendall {
    /// `(C - D) / sqrt((n0 - n1)(n0 - n2))`, from -1 to 1.
    pub tau_b: f64,
    /// `C`: pairs of rows that are ordered alike in both series.
    pub concordant: u64,
    /// `D`: pairs of rows that are ordered the other way round.
    pub discordant: u64,
    /// `C - D` over its standard deviation, corrected for ties.
    pub z: f64,
    /// The two-sided normal probability of `z`.
    pub asymptotic_p: f64,
    /// Twice the smaller exact tail, at most 1; absent with ties or more than [`MAX_EXACT_KENDALL`] pairs.
    pub exact_p: Option<f64>,
}

/// Computes Kendall's tau-b over at least three pairs.
///
/// `n0 = n(n-1)/2` pairs of rows, of which `n1` are tied in `x` and `n2` in `y`. The variance of `C - D` with ties of sizes `t` in `x` and `u` in `y` is
/// `(v0 - vt - vu)/18 + 2 n1 n2/(n(n-1)) + st su/(9 n(n-1)(n-2))` with `v0 = n(n-1)(2n+5)`, `vt = sum t(t-1)(2t+5)`, `st = sum t(t-1)(t-2)`.
/// Exact: the number of discordant pairs of a random order has the distribution of inversions. Pairs are counted by sorting.
/// Source: Kendall (1970), Rank Correlation Methods, chapters 4 and 5; Knight (1966), JASA 61:436; equals `scipy.stats.kendalltau`.
pub fn kendall(x: &[f64], y: &[f64]) -> Result<Kendall, DomainError> {
    check(x, y, 3)?;
    let (x_ranks, y_ranks) = (dense_ranks(x), dense_ranks(y));
    let mut rows: Vec<(usize, usize)> = x_ranks.iter().copied().zip(y_ranks.iter().copied()).collect();
    rows.sort_unstable();
    let n = x.len() as f64;
    let all = x.len() as u64 * (x.len() as u64 - 1) / 2;
    let (x_ties, y_ties, both) = (Ties::of(&x_ranks), Ties::of(&y_ranks), Ties::of(&rows));
    let comparable = (all - x_ties.pairs) as f64 * (all - y_ties.pairs) as f64;
    if comparable <= 0.0 {
        return Err(DomainError::NoVariation);
    }

    let mut y_by_x: Vec<usize> = rows.into_iter().map(|(_, y)| y).collect();
    let discordant = inversions(&mut y_by_x);
    let concordant = all + both.pairs - x_ties.pairs - y_ties.pairs - discordant;
    let difference = concordant as f64 - discordant as f64;
    let ordered = n * (n - 1.0);
    let variance = (ordered * (2.0 * n + 5.0) - x_ties.linear - y_ties.linear) / 18.0
        + 2.0 * x_ties.pairs as f64 * y_ties.pairs as f64 / ordered
        + x_ties.triples * y_ties.triples / (9.0 * ordered * (n - 2.0));
    let z = difference / variance.sqrt();
    let untied = x_ties.pairs + y_ties.pairs == 0;
    Ok(Kendall {
        tau_b: (difference / comparable.sqrt()).clamp(-1.0, 1.0),
        concordant,
        discordant,
        z,
        asymptotic_p: two_sided_normal(z),
        exact_p: (untied && x.len() <= MAX_EXACT_KENDALL).then(|| exact_p(x.len(), concordant.min(discordant))),
    })
}

/// The sums over groups of `t` equal values that the variance needs.
struct Ties {
    /// `sum t(t-1)/2`
    pairs: u64,
    /// `sum t(t-1)(t-2)`
    triples: f64,
    /// `sum t(t-1)(2t+5)`
    linear: f64,
}

impl Ties {
    fn of<T: Ord + Copy>(values: &[T]) -> Ties {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        let mut ties = Ties { pairs: 0, triples: 0.0, linear: 0.0 };
        for group in sorted.chunk_by(|a, b| a == b) {
            let t = group.len() as f64;
            let ordered = t * (t - 1.0);
            ties.pairs += group.len() as u64 * (group.len() as u64 - 1) / 2;
            ties.triples += ordered * (t - 2.0);
            ties.linear += ordered * (2.0 * t + 5.0);
        }
        ties
    }
}

/// Numbers the distinct values in order, so that everything after it is exact.
fn dense_ranks(values: &[f64]) -> Vec<usize> {
    let mut distinct = values.to_vec();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    values.iter().map(|value| distinct.partition_point(|other| other < value)).collect()
}

/// Counts the pairs in which a greater value stands before a smaller one, by merge sort from runs of one.
fn inversions(values: &mut Vec<usize>) -> u64 {
    let mut counted = 0;
    let mut run = 1;
    while run < values.len() {
        let mut merged = Vec::with_capacity(values.len());
        for pair in values.chunks(2 * run) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
                if second < first {
                    counted += left.len() as u64;
                    merged.push(*second);
                    right = right_rest;
                } else {
                    merged.push(*first);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        *values = merged;
        run *= 2;
    }
    counted
}

/// Twice the probability of at most `inversions` inversions in a random order of `n`, at most 1.
///
/// The number of inversions is a sum of independent draws, the k-th even on `0..k`; only additions, so small tails keep their digits.
fn exact_p(n: usize, inversions: u64) -> f64 {
    // One value is always in order.
    let mut chances: Vec<f64> = std::iter::once(1.0).chain((0..inversions).map(|_| 0.0)).collect();
    for values in 2..=n {
        let next = (0..chances.len())
            .map(|total| {
                let window = chances.get((total + 1).saturating_sub(values)..=total).unwrap_or_default();
                window.iter().sum::<f64>() / values as f64
            })
            .collect();
        chances = next;
    }
    (2.0 * chances.iter().sum::<f64>()).min(1.0)
}

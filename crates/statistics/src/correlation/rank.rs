//! Spearman's rank correlation.

use std::collections::BTreeMap;

use super::Correlation;
use crate::DomainError;
use crate::paired::{check, product_moment, standardized};

/// Up to this many pairs, and without ties, the exact distribution is computed.
pub const MAX_EXACT_SPEARMAN: usize = 9;

/// Spearman's rank correlation, with its tests against no relation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spearman {
    /// Rho with the t approximation, which is poor for a handful of pairs.
    pub correlation: Correlation,
    /// The sum of the squared differences between the ranks of a row.
    pub squared_differences: f64,
    /// Twice the smaller exact tail, at most 1; absent with ties or more than [`MAX_EXACT_SPEARMAN`] pairs.
    pub exact_p: Option<f64>,
}

/// Ranks values from 1; equal values share the mean of their ranks.
///
/// Source: Kendall (1945), Biometrika 33:239.
pub fn ranks(values: &[f64]) -> Result<Vec<f64>, DomainError> {
    check(values, values, 1)?;
    Ok(mid_ranks(values))
}

/// Computes Spearman's rho: Pearson's correlation of the ranks, with t on `n - 2` degrees of freedom.
///
/// Without ties `rho = 1 - 6 S / (n^3 - n)` with `S` the sum of squared differences. The exact two-sided p is twice the smaller tail of `S` over
/// all `n!` orders. At least three pairs.
/// Source: Spearman (1904), American Journal of Psychology 15:72; exact tail as in `cor.test(method = "spearman", exact = TRUE)` in R.
pub fn spearman(x: &[f64], y: &[f64]) -> Result<Spearman, DomainError> {
    check(x, y, 3)?;
    let (x_ranks, y_ranks) = (mid_ranks(x), mid_ranks(y));
    let r = product_moment(&standardized(&x_ranks)?, &standardized(&y_ranks)?);
    let squared_differences = x_ranks.iter().zip(&y_ranks).map(|(x, y)| (x - y) * (x - y)).sum();
    let exact = x.len() <= MAX_EXACT_SPEARMAN && is_untied(&x_ranks) && is_untied(&y_ranks);
    let exact_p = exact.then(|| exact_p(x.len(), squared_differences));
    Ok(Spearman { correlation: Correlation::new(r, x.len() - 2), squared_differences, exact_p })
}

/// [`ranks`] of values already checked.
pub(super) fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut placed: Vec<(usize, f64)> = Vec::with_capacity(values.len());
    // In sorted order `>=` means equal, and holds for the two zeros.
    for tied in sorted.chunk_by(|a, b| a.0 >= b.0) {
        let rank = placed.len() as f64 + f64::midpoint(1.0, tied.len() as f64);
        placed.extend(tied.iter().map(|&(_, row)| (row, rank)));
    }
    placed.sort_unstable_by_key(|&(row, _)| row);
    placed.into_iter().map(|(_, rank)| rank).collect()
}

/// Without ties the ranks are 1 to n, and the sum of their squares is greatest.
fn is_untied(ranks: &[f64]) -> bool {
    let n = ranks.len() as f64;
    let squares: f64 = ranks.iter().map(|rank| rank * rank).sum();
    squares >= n * (n + 1.0) * (2.0 * n + 1.0) / 6.0 - 0.25
}

/// Counts the orders of `1..=n` by their sum of squared differences from `1..=n`, placing one rank after the other: what is left to place is a set,
/// and one pass over sets replaces the `n!` orders.
fn exact_p(n: usize, squared_differences: f64) -> f64 {
    let mut by_set: Vec<BTreeMap<usize, u64>> = vec![BTreeMap::new(); 1 << n];
    if let Some(none_placed) = by_set.first_mut() {
        none_placed.insert(0, 1);
    }
    for set in 0..by_set.len() {
        let Some(sums) = by_set.get_mut(set).map(std::mem::take) else { continue };
        let row = set.count_ones() as usize;
        if row == n {
            return two_sided(&sums, squared_differences);
        }
        for rank in (0..n).filter(|rank| set & (1 << rank) == 0) {
            let square = rank.abs_diff(row).pow(2);
            if let Some(next) = by_set.get_mut(set | (1 << rank)) {
                for (sum, orders) in &sums {
                    *next.entry(sum + square).or_default() += orders;
                }
            }
        }
    }
    // Not reached: the last set is the full one.
    1.0
}

fn two_sided(orders: &BTreeMap<usize, u64>, squared_differences: f64) -> f64 {
    let (mut all, mut below, mut above) = (0, 0, 0);
    for (&sum, &number) in orders {
        all += number;
        below += if sum as f64 <= squared_differences { number } else { 0 };
        above += if sum as f64 >= squared_differences { number } else { 0 };
    }
    (2.0 * below.min(above) as f64 / all as f64).min(1.0)
}

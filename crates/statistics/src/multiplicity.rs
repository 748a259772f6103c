//! Many questions at once: p-values adjusted for the size of their family.
//!
//! A family is declared before its p-values are known (all agencies and one question), and its size is shown with every adjusted value.

use crate::DomainError;
use crate::series::{each, length};

/// The most p-values in one family.
pub const MAX_FAMILY: usize = 1_000_000;

/// What is kept small by an adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// The share of false findings among all findings, for p-values that are independent or positively dependent.
    BenjaminiHochberg,
    /// The same share under any dependence.
    BenjaminiYekutieli,
    /// The chance of a single false finding, under any dependence. For headline sets.
    Holm,
    /// The same chance, for p-values that are independent or positively dependent; never above Holm's values.
    Hochberg,
    /// The same chance, with more loss; for comparison with published work.
    Bonferroni,
}

/// Adjusts the p-values of one family; the order of the values is kept.
///
/// With `n` values and the ranks `i` of the ascending order:
/// Benjamini–Hochberg `min over j >= i of p_j n / j`; Benjamini–Yekutieli the same times `sum 1/k`, `k = 1..n`;
/// Holm `max over j <= i of p_j (n - j + 1)`; Hochberg `min over j >= i of p_j (n - j + 1)`; Bonferroni `p n`; none above 1.
/// Source: Benjamini & Hochberg (1995), JRSS B 57:289; Benjamini & Yekutieli (2001), Annals of Statistics 29:1165; Holm (1979), Scandinavian Journal
/// of Statistics 6:65; Hochberg (1988), Biometrika 75:800; equals `p.adjust` in R.
pub fn adjust(p_values: &[f64], adjustment: Adjustment) -> Result<Vec<f64>, DomainError> {
    length(p_values.len(), 1, MAX_FAMILY)?;
    each(p_values, "is not a probability", |p| (0.0..=1.0).contains(&p))?;
    let family = p_values.len() as f64;
    let mut ascending: Vec<(usize, f64)> = p_values.iter().copied().enumerate().collect();
    ascending.sort_by(|a, b| a.1.total_cmp(&b.1));

    let mut adjusted: Vec<(usize, f64)> = match adjustment {
        Adjustment::Bonferroni => ascending.iter().map(|&(position, p)| (position, p * family)).collect(),
        Adjustment::Holm => {
            let mut largest = 0.0_f64;
            let step_down = ascending.iter().enumerate().map(|(before, &(position, p))| {
                largest = largest.max(p * (family - before as f64));
                (position, largest)
            });
            step_down.collect()
        }
        Adjustment::Hochberg => step_up(&ascending, |rank| family - rank + 1.0),
        Adjustment::BenjaminiHochberg => step_up(&ascending, |rank| family / rank),
        Adjustment::BenjaminiYekutieli => {
            let harmonic: f64 = (1..=p_values.len()).map(|rank| 1.0 / rank as f64).sum();
            step_up(&ascending, |rank| family * harmonic / rank)
        }
    };
    adjusted.sort_by_key(|&(position, _)| position);
    Ok(adjusted.into_iter().map(|(_, p)| p.min(1.0)).collect())
}

/// From the largest p-value down, the least so far of `p factor(rank)`, where the factor is 1 or more at the last rank.
fn step_up(ascending: &[(usize, f64)], factor: impl Fn(f64) -> f64) -> Vec<(usize, f64)> {
    let mut least = f64::INFINITY;
    let from_above = ascending.iter().enumerate().rev().map(|(before, &(position, p))| {
        // The factor as a whole, not a product divided: no value may fall below its own p by rounding.
        least = least.min(p * factor((before + 1) as f64));
        (position, least)
    });
    from_above.collect()
}

//! Are neighbouring places alike? Asked of residuals, because a regression over places takes them to be independent.

use std::collections::BTreeMap;

use crate::DomainError;
use crate::paired::{at_most, check, standardized};
use crate::special::significance::two_sided_normal;

/// The most links between places.
pub const MAX_LINKS: usize = 1_000_000;

/// A variance is the difference of two sums; below this share of them it would hold less than six digits.
const NO_VARIANCE: f64 = 1e-9;

/// That one place has another one for a neighbour. Being neighbours is two links, one each way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// A place, by its number in the list of values, from 0.
    pub from: usize,
    /// Its neighbour.
    pub to: usize,
    /// A positive weight; 1 where neighbours are simply neighbours.
    pub weight: f64,
}

/// Moran's I with its test against no spatial pattern.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moran {
    /// Above `expected` where neighbours are alike, below it where they are unlike.
    pub index: f64,
    /// `-1 / (n - 1)`, the mean over all arrangements of the values.
    pub expected: f64,
    /// The variance over all arrangements of the values.
    pub variance: f64,
    /// `(index - expected) / sqrt(variance)`.
    pub z: f64,
    /// The two-sided normal probability of `z`.
    pub p: f64,
}

/// Computes Moran's I of values at places, at least four, with the moments under randomization.
///
/// `I = n/S0 sum w_ij z_i z_j / sum z_i^2`, `z` the deviations from the mean. With `S0 = sum w_ij`, `S1 = 1/2 sum (w_ij + w_ji)^2`,
/// `S2 = sum (w_i. + w_.i)^2` and `b2 = n sum z^4 / (sum z^2)^2`:
/// `E[I^2] = (n((n^2-3n+3) S1 - n S2 + 3 S0^2) - b2((n^2-n) S1 - 2n S2 + 6 S0^2)) / ((n-1)(n-2)(n-3) S0^2)`.
/// No place links to itself, and a link is given once. Where every arrangement gives the same index (all places linked alike) there is no test:
/// [`DomainError::NoSpread`].
/// Source: Cliff & Ord (1981), Spatial Processes, 1.4 and 2.3; equals `spdep::moran.test` in R.
pub fn morans_i(values: &[f64], links: &[Link]) -> Result<Moran, DomainError> {
    check(values, values, 4)?;
    at_most("links", links.len(), MAX_LINKS)?;
    let z = standardized(values)?;
    let sums = WeightSums::of(&z, links)?;
    let n = z.len() as f64;
    let index = n / sums.all * sums.products;
    let kurtosis = n * z.iter().map(|z| z.powi(4)).sum::<f64>();
    let square = 3.0 * sums.all * sums.all;
    let divisor = (n - 1.0) * (n - 2.0) * (n - 3.0) * sums.all * sums.all;
    let first = n * ((n * n - 3.0 * n + 3.0) * sums.both_ways - n * sums.by_place + square) / divisor;
    let second = kurtosis * ((n * n - n) * sums.both_ways - 2.0 * n * sums.by_place + 2.0 * square) / divisor;
    let expected = -1.0 / (n - 1.0);
    let variance = first - second - expected * expected;
    if variance <= NO_VARIANCE * (first.abs() + second.abs()) {
        return Err(DomainError::NoSpread);
    }
    let standard = (index - expected) / variance.sqrt();
    Ok(Moran { index, expected, variance, z: standard, p: two_sided_normal(standard) })
}

/// The sums over links, weights being relative to the largest: neither I nor its moments change with their unit.
struct WeightSums {
    /// `S0`
    all: f64,
    /// `S1`
    both_ways: f64,
    /// `S2`
    by_place: f64,
    /// `sum w_ij z_i z_j`
    products: f64,
}

impl WeightSums {
    fn of(z: &[f64], links: &[Link]) -> Result<WeightSums, DomainError> {
        let largest = links.iter().fold(0.0_f64, |largest, link| largest.max(link.weight));
        let mut weights = BTreeMap::new();
        let mut by_place = vec![0.0; z.len()];
        let mut sums = WeightSums { all: 0.0, both_ways: 0.0, by_place: 0.0, products: 0.0 };
        for link in links {
            let Link { from, to, weight } = *link;
            if !(weight > 0.0 && weight.is_finite()) {
                return Err(DomainError::LinkWeight(weight));
            }
            let weight = weight / largest;
            let misplaced = DomainError::LinkEnds { from, to, places: z.len() };
            let (Some(z_from), Some(z_to)) = (z.get(from), z.get(to)) else { return Err(misplaced) };
            if from == to || weights.insert((from, to), weight).is_some() {
                return Err(misplaced);
            }
            sums.all += weight;
            sums.products += weight * z_from * z_to;
            for place in [from, to] {
                if let Some(sum) = by_place.get_mut(place) {
                    *sum += weight;
                }
            }
        }
        if weights.is_empty() {
            return Err(DomainError::NoLinks);
        }
        for ((from, to), weight) in &weights {
            let back = weights.get(&(*to, *from)).copied().unwrap_or(0.0);
            // Half the sum over ordered pairs: a link without a way back stands for both orders.
            let orders = if back > 0.0 { 0.5 } else { 1.0 };
            sums.both_ways += orders * (weight + back) * (weight + back);
        }
        sums.by_place = by_place.iter().map(|sum| sum * sum).sum();
        Ok(sums)
    }
}

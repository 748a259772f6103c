//! One question, every defensible choice: what the answers have in common, and which choice moves them most.
//!
//! The cells come from the same data and are not independent, so there is no p-value over them; a share of cells is a share of choices, not a
//! probability.

use std::collections::BTreeMap;

use crate::DomainError;
use crate::paired::{at_most, median};
use crate::ratio::RatioEstimate;

/// The most cells summed up at once.
pub const MAX_MULTIVERSE: usize = 1_000_000;

/// The answer under one combination of choices.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The option chosen on each axis (definition, denominator, window, ...), by its number; the caller knows the names.
    pub choices: Vec<usize>,
    /// The ratio under these choices. A cell without a finite ratio is excluded with its reason before it comes here.
    pub estimate: RatioEstimate,
}

/// What moving along one axis does.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisEffect {
    /// The median ratio over all cells with an option, by option.
    pub medians: BTreeMap<usize, f64>,
    /// The largest of these medians less the smallest.
    pub range: f64,
}

/// What all cells together say.
#[derive(Debug, Clone, PartialEq)]
pub struct Multiverse {
    /// The number of cells.
    pub cells: usize,
    /// The smallest ratio.
    pub min: f64,
    /// The median ratio.
    pub median: f64,
    /// The largest ratio.
    pub max: f64,
    /// The share of cells whose lower limit is above 1.
    pub share_above_one: f64,
    /// One entry per axis.
    pub axes: Vec<AxisEffect>,
}

impl Multiverse {
    /// The axis that moves the answer most, by number: the one with the widest range of marginal medians, the first one of equals. `None` if no axis
    /// moves it at all.
    pub fn widest_axis(&self) -> Option<usize> {
        let mut widest = None;
        let mut range = 0.0;
        for (axis, effect) in self.axes.iter().enumerate() {
            if effect.range > range {
                (widest, range) = (Some(axis), effect.range);
            }
        }
        widest
    }
}

/// Sums up the cells of a multiverse. Every cell has a choice on every axis, a finite ratio and limits around it; the upper one may be infinite.
///
/// Source: Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspectives on Psychological Science 11:702.
pub fn summarize(cells: &[Cell]) -> Result<Multiverse, DomainError> {
    check(cells)?;
    let mut ratios: Vec<f64> = cells.iter().map(|cell| cell.estimate.ratio).collect();
    let (Some(median_of_all), Some(&min), Some(&max)) = (median(&mut ratios), ratios.first(), ratios.last()) else {
        return Err(DomainError::NoCells);
    };
    let axes = cells.first().map_or(0, |cell| cell.choices.len());
    Ok(Multiverse {
        cells: cells.len(),
        min,
        median: median_of_all,
        max,
        share_above_one: share(cells, |estimate| estimate.lower > 1.0),
        axes: (0..axes).map(|axis| effect(cells, axis)).collect(),
    })
}

/// Computes the share of cells whose ratio is at least the one that was claimed.
///
/// Source: as [`summarize`].
pub fn share_at_least(cells: &[Cell], claimed: f64) -> Result<f64, DomainError> {
    check(cells)?;
    if cells.is_empty() {
        return Err(DomainError::NoCells);
    }
    if !(claimed > 0.0 && claimed.is_finite()) {
        return Err(DomainError::Ratio(claimed));
    }
    Ok(share(cells, |estimate| estimate.ratio >= claimed))
}

fn check(cells: &[Cell]) -> Result<(), DomainError> {
    at_most("cells", cells.len(), MAX_MULTIVERSE)?;
    let axes = cells.first().map_or(0, |cell| cell.choices.len());
    for cell in cells {
        if cell.choices.len() != axes {
            return Err(DomainError::RowLength { expected: axes, given: cell.choices.len() });
        }
        let RatioEstimate { ratio, lower, upper } = cell.estimate;
        if !(lower >= 0.0 && lower <= ratio && ratio <= upper && ratio.is_finite()) {
            return Err(DomainError::Cell { ratio, lower, upper });
        }
    }
    Ok(())
}

fn share(cells: &[Cell], counts: impl Fn(&RatioEstimate) -> bool) -> f64 {
    cells.iter().filter(|cell| counts(&cell.estimate)).count() as f64 / cells.len() as f64
}

fn effect(cells: &[Cell], axis: usize) -> AxisEffect {
    let mut by_option: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for cell in cells {
        if let Some(&option) = cell.choices.get(axis) {
            by_option.entry(option).or_default().push(cell.estimate.ratio);
        }
    }
    let medians: BTreeMap<usize, f64> =
        by_option.into_iter().filter_map(|(option, mut ratios)| Some((option, median(&mut ratios)?))).collect();
    let least = medians.values().copied().fold(f64::INFINITY, f64::min);
    let most = medians.values().copied().fold(0.0, f64::max);
    AxisEffect { medians, range: (most - least).max(0.0) }
}

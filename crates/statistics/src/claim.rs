//! Which counts fit a stated percentage.
//!
//! A claim "up 413 percent" without its counts still says something: only some pairs of whole numbers round to it. Pairs are inferences, to be
//! shown as such: they assume one fixed definition and a percentage that is exact up to rounding, not "more than".

mod sequence;

pub use sequence::{Step, feasible_sequence};

use std::ops::RangeInclusive;

use crate::DomainError;
use crate::input::MAX_COUNT;
use crate::rounding::{published, units};

/// The largest baseline that is searched. The number of pairs grows with the square of it; above it a percentage excludes next to nothing.
pub const MAX_BASELINE: u64 = 5_000;

/// Lists the pairs `(count, baseline)` with a baseline from 1 to `max_baseline` whose percent change rounds to `percent`.
///
/// `floor(100 (x / b - 1) + 0.5) = percent`, with as many decimals as `percent` has; see [`change_rounds_to`]. Ordered by baseline, then count.
/// Source: the rule behind the reference values `claim_inversion`.
pub fn feasible_pairs(percent: f64, decimals: u32, max_baseline: u64) -> Result<Vec<(u64, u64)>, DomainError> {
    feasible_pairs_within(percent, decimals, 1..=max_baseline, 0..=MAX_COUNT)
}

/// Lists the pairs of [`feasible_pairs`] whose count and baseline lie in the given ranges, such as those set by earlier and later releases.
pub fn feasible_pairs_within(
    percent: f64,
    decimals: u32,
    baselines: RangeInclusive<u64>,
    counts: RangeInclusive<u64>,
) -> Result<Vec<(u64, u64)>, DomainError> {
    let target = Target::new(percent, decimals)?;
    if *baselines.end() > MAX_BASELINE {
        return Err(DomainError::BaselineTooLarge(*baselines.end()));
    }
    if *counts.end() > MAX_COUNT {
        return Err(DomainError::CountTooLarge(*counts.end()));
    }
    let mut pairs = Vec::new();
    for baseline in (*baselines.start()).max(1)..=*baselines.end() {
        // Counts with a lower change are passed over by halving, the ones that fit follow each other.
        let mut count = target.first_count(baseline, &counts);
        while count <= *counts.end() && target.is_change(count, baseline) {
            pairs.push((count, baseline));
            count += 1;
        }
    }
    Ok(pairs)
}

/// Says whether the percent change from `baseline` to `count` rounds to `percent`.
///
/// `floor(10^d 100 (x / b - 1) + 0.5) = 10^d percent`, evaluated in double precision in this order, as a spreadsheet does it. A tie is rounded up
/// where double precision holds it, and otherwise falls to the side of its stored value: 63 over 40 is 57.49999999999999 and not 58.
/// Source: the rule behind the reference values `claim_inversion`.
pub fn change_rounds_to(count: u64, baseline: u64, percent: f64, decimals: u32) -> Result<bool, DomainError> {
    let target = Target::new(percent, decimals)?;
    if baseline == 0 {
        return Err(DomainError::ZeroReference);
    }
    crate::input::count(count)?;
    crate::input::count(baseline)?;
    Ok(target.is_change(count, baseline))
}

/// A percentage in whole units of its last decimal.
#[derive(Clone, Copy)]
struct Target {
    units: f64,
    decimals: u32,
}

impl Target {
    fn new(percent: f64, decimals: u32) -> Result<Target, DomainError> {
        let units = published(percent, decimals)?;
        if percent < -100.0 { Err(DomainError::PercentBelowMinus100(percent)) } else { Ok(Target { units, decimals }) }
    }

    fn is_above(self, count: u64, baseline: u64) -> bool {
        change_in_units(count, baseline, self.decimals) < self.units
    }

    fn is_change(self, count: u64, baseline: u64) -> bool {
        (change_in_units(count, baseline, self.decimals) - self.units).abs() < 0.5
    }

    /// The first count in range whose change is not below the target; one past the range if there is none.
    fn first_count(self, baseline: u64, counts: &RangeInclusive<u64>) -> u64 {
        let (mut low, mut high) = (*counts.start(), counts.end().saturating_add(1));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.is_above(middle, baseline) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

fn change_in_units(count: u64, baseline: u64, decimals: u32) -> f64 {
    units(100.0 * (count as f64 / baseline as f64 - 1.0), decimals)
}

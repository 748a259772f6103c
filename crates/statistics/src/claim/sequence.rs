//! Releases of one cumulative count, each consistent with the ones before and after.

use super::{MAX_BASELINE, feasible_pairs};
use crate::{DomainError, input};

/// What one release in a sequence says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Both counts were given.
    Counts {
        /// The count of the period.
        count: u64,
        /// The count of the period compared with.
        baseline: u64,
    },
    /// Only a percentage was given.
    Percent {
        /// The percentage, as published.
        percent: f64,
        /// The decimals it was published with.
        decimals: u32,
    },
}

/// Lists, for every release in time order, the pairs `(count, baseline)` that fit it and at least one choice of pairs for all the others.
///
/// Counts and baselines are cumulative, so neither may fall from one release to the next. Pairs of a percentage are those of [`feasible_pairs`]
/// up to `max_baseline`; given counts stand as they are. If the releases contradict each other, every list is empty.
/// On a chain, keeping what is reachable from the front and then from the back leaves exactly the pairs that belong to a solution.
/// Source: arc consistency, Mackworth (1977), Artificial Intelligence 8:99; the rule behind the reference values `claim_inversion_sequence`.
pub fn feasible_sequence(steps: &[Step], max_baseline: u64) -> Result<Vec<Vec<(u64, u64)>>, DomainError> {
    if max_baseline > MAX_BASELINE {
        return Err(DomainError::BaselineTooLarge(max_baseline));
    }
    let mut from_front: Vec<Vec<Pair>> = Vec::with_capacity(steps.len());
    for step in steps {
        let mut pairs = match *step {
            Step::Counts { count, baseline } => {
                input::count(count)?;
                input::count(baseline)?;
                vec![(count, baseline)]
            }
            Step::Percent { percent, decimals } => feasible_pairs(percent, decimals, max_baseline)?,
        };
        if let Some(earlier) = from_front.last() {
            keep_after(earlier, &mut pairs);
        }
        from_front.push(pairs);
    }
    let mut from_back: Vec<Vec<Pair>> = Vec::with_capacity(steps.len());
    while let Some(mut pairs) = from_front.pop() {
        if let Some(later) = from_back.last() {
            keep_before(later, &mut pairs);
        }
        from_back.push(pairs);
    }
    from_back.reverse();
    Ok(from_back)
}

/// A count and its baseline; lists are ordered by baseline.
type Pair = (u64, u64);

/// Keeps the later pairs that some earlier pair does not exceed in either number.
fn keep_after(earlier: &[Pair], later: &mut Vec<Pair>) {
    let mut candidates = earlier.iter().peekable();
    let mut least = u64::MAX;
    later.retain(|&(count, baseline)| {
        while let Some(&(earlier_count, _)) = candidates.next_if(|pair| pair.1 <= baseline) {
            least = least.min(earlier_count);
        }
        least <= count
    });
}

/// Keeps the earlier pairs that some later pair reaches in both numbers.
fn keep_before(later: &[Pair], earlier: &mut Vec<Pair>) {
    let mut candidates = later.iter().rev().peekable();
    let mut greatest = None;
    earlier.reverse();
    earlier.retain(|&(count, baseline)| {
        while let Some(&(later_count, _)) = candidates.next_if(|pair| pair.1 >= baseline) {
            greatest = greatest.max(Some(later_count));
        }
        greatest >= Some(count)
    });
    earlier.reverse();
}

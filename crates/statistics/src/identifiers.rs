//! Serial numbers: holes, repetitions, and how many there may be.

use std::ops::RangeInclusive;

use crate::input::{count, finite, tail};
use crate::paired::at_most;
use crate::{DomainError, Interval};

/// The most serial numbers looked at in one call.
pub const MAX_IDENTIFIERS: usize = 10_000_000;

/// What a sequence of serial numbers leaves out.
#[derive(Debug, Clone, PartialEq)]
pub struct Gaps {
    /// Distinct numbers.
    pub distinct: u64,
    /// Numbers beyond the first of their kind.
    pub duplicates: u64,
    /// The smallest number.
    pub smallest: u64,
    /// The largest number.
    pub largest: u64,
    /// Numbers from the smallest to the largest, both included.
    pub span: u64,
    /// Numbers of the span that do not occur.
    pub missing: u64,
    /// `missing / span`.
    pub missing_share: f64,
    /// The runs of numbers that do not occur, in order.
    pub holes: Vec<RangeInclusive<u64>>,
}

/// Finds the holes in a sequence of serial numbers, given in any order.
///
/// A hole is a number between the smallest and the largest that does not occur. It says that records are elsewhere only if numbers are given one after
/// the other within what was asked for.
/// Source: counting.
pub fn gaps(identifiers: &[u64]) -> Result<Gaps, DomainError> {
    at_most("serial numbers", identifiers.len(), MAX_IDENTIFIERS)?;
    let mut sorted = identifiers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let (Some(&smallest), Some(&largest)) = (sorted.first(), sorted.last()) else {
        return Err(DomainError::EmptyList);
    };
    let distinct = sorted.len() as u64;
    let Some(span) = (largest - smallest).checked_add(1) else {
        return Err(DomainError::OutOfRange);
    };
    let holes = sorted
        .windows(2)
        .filter_map(|pair| match pair {
            [before, after] if after - before > 1 => Some(before + 1..=after - 1),
            _ => None,
        })
        .collect();
    let missing = span - distinct;
    Ok(Gaps {
        distinct,
        duplicates: identifiers.len() as u64 - distinct,
        smallest,
        largest,
        span,
        missing,
        missing_share: missing as f64 / span as f64,
        holes,
    })
}

/// How many serial numbers there are, from a sample of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GermanTank {
    /// The unbiased estimate.
    pub estimate: f64,
    /// From the largest number seen to the upper confidence limit, one-sided.
    pub interval: Interval,
}

/// Estimates the last serial number given out, from `distinct` numbers with the given `largest` one.
///
/// `m + m/k - 1`; upper limit `m (1 - confidence)^(-1/k)`, a little above the exact one, so coverage is at least `confidence`. Only if numbers
/// start at 1, are given one after the other, and each was equally likely to be seen.
/// Source: Goodman (1952), JASA 47:622; Ruggles & Brodie (1947), JASA 42:72.
pub fn german_tank(largest: u64, distinct: u64, confidence: f64) -> Result<GermanTank, DomainError> {
    let tail = 2.0 * tail(confidence)?;
    if distinct == 0 {
        return Err(DomainError::EmptyList);
    }
    if distinct > largest {
        return Err(DomainError::SerialNumbers { distinct, largest });
    }
    let k = count(distinct)?;
    let m = largest as f64;
    let upper = finite(m * tail.powf(-1.0 / k))?;
    Ok(GermanTank { estimate: m + m / k - 1.0, interval: Interval::ordered(m, upper) })
}

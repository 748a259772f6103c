//! Values that pile up on round slots: times on the hour, dates on the first of the month.

use crate::DomainError;
use crate::input::count;
use crate::special::beta::{Chance, ln_tails};

/// How much more often preferred slots are hit than even spreading would have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heaping {
    /// The share of the slots that are preferred.
    pub expected_share: f64,
    /// The share of hits over the expected share; 1 without heaping.
    pub ratio: f64,
    /// `(hits - n p) / sqrt(n p (1 - p))`.
    pub z: f64,
    /// The exact probability of at least as many hits, if all slots were equally likely; 0 where it is too small for a floating-point number.
    pub upper_p: f64,
}

/// Compares the hits of `preferred` slots among `slots` (4 minutes of 60, midnight of 1,440 minutes) with even spreading.
///
/// `p = preferred / slots`; the tail is `P(X >= hits)` for a binomial of `trials` and `p`. The preferred slots must have been chosen before looking.
/// Source: binomial test; as a measure of preferred digits, Myers (1940), Transactions of the Actuarial Society of America 41:395.
pub fn heaping(hits: u64, trials: u64, preferred: u64, slots: u64) -> Result<Heaping, DomainError> {
    if preferred == 0 || preferred >= slots {
        return Err(DomainError::Slots { preferred, total: slots });
    }
    if trials == 0 {
        return Err(DomainError::NoTrials);
    }
    if hits > trials {
        return Err(DomainError::SuccessesExceedTrials { successes: hits, trials });
    }
    let (x, n) = (count(hits)?, count(trials)?);
    let chance = Chance::from_odds(count(preferred)?, count(slots)? - count(preferred)?);
    let expected = n * chance.p;
    // P(X >= x) is the lower tail of Beta(x, n - x + 1).
    let upper_p = if hits == 0 { 1.0 } else { ln_tails(x, n - x + 1.0, chance).lower.exp() };
    Ok(Heaping { expected_share: chance.p, ratio: x / expected, z: (x - expected) / (expected * chance.q).sqrt(), upper_p })
}

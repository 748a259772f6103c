//! How surprising is a stretch without events?

use crate::DomainError;
use crate::input::{count, exposure};

/// The chance of a run of zeros, in two ways.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZeroRun {
    /// Taking the observed rate as the true one: `exp(-n d2 / d1)`.
    pub plug_in: f64,
    /// Given that there were `n` events in all: `(d1 / (d1 + d2))^n`, which allows for the rate being estimated.
    pub conditional: f64,
}

/// Computes the chance of no event in `silent` days after `events` in `observed` days, at one steady rate.
///
/// Plug-in: the Poisson probability of zero at the rate `n / d1`. Conditional: all `n` events, spread uniformly over `d1 + d2` days, fall into the
/// first `d1`. Both durations are in one unit. A probability below the smallest floating-point number is 0.
/// Source: the Poisson process; the conditional form is the exact test of [`ratio`](crate::ratio) with a count of zero.
pub fn zero_run(events: u64, observed: f64, silent: f64) -> Result<ZeroRun, DomainError> {
    let events = count(events)?;
    let relative = exposure(silent)? / exposure(observed)?;
    if events <= 0.0 {
        return Ok(ZeroRun { plug_in: 1.0, conditional: 1.0 });
    }
    Ok(ZeroRun { plug_in: (-events * relative).exp(), conditional: (-events * relative.ln_1p()).exp() })
}

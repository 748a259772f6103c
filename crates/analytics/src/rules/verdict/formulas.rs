//! Three small formulas of the methods: a run of zeros, a share with missing answers, and a ratio under assumed capture.

use statistics::{DomainError, Interval, MAX_COUNT};

/// The chance of a run of zeros, in two ways.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ZeroRun {
    /// Taking the observed rate as the true one: `exp(-n d2 / d1)`.
    pub(crate) plug_in: f64,
    /// Given that there were `n` events in all: `(d1 / (d1 + d2))^n`.
    pub(crate) conditional: f64,
}

/// The chance of no event in `silent` days after `events` in `observed` days, at one steady rate (methods §2.7).
pub(crate) fn zero_run(events: u64, observed: f64, silent: f64) -> Result<ZeroRun, DomainError> {
    let events = count(events)?;
    let relative = positive(silent)? / positive(observed)?;
    Ok(ZeroRun { plug_in: (-events * relative).exp(), conditional: (-events * relative.ln_1p()).exp() })
}

/// The bounds of a share without any assumption about the missing answers, `[yes / n, (yes + missing) / n]` (methods §2.8; Manski 1989).
pub(super) fn share_with_missing(yes: u64, no: u64, missing: u64) -> Result<Interval, DomainError> {
    let (yes, no, missing) = (count(yes)?, count(no)?, count(missing)?);
    let whole = positive(yes + no + missing)?;
    Ok(Interval { lower: yes / whole, upper: (yes + missing) / whole })
}

/// The ratios of events that `n1 / n2` allows if the counts capture shares of them that are known only between bounds:
/// `[(n1 / q1.upper) / (n2 / q2.lower), (n1 / q1.lower) / (n2 / q2.upper)]` (methods §2.8).
pub(super) fn captured_ratio(n1: u64, n2: u64, q1: Interval, q2: Interval) -> Result<Interval, DomainError> {
    let counted = count(n1)? / positive(count(n2)?)?;
    let lower = counted * positive(q2.lower)? / positive(q1.upper)?;
    let upper = counted * positive(q2.upper)? / positive(q1.lower)?;
    Ok(Interval { lower, upper })
}

fn count(events: u64) -> Result<f64, DomainError> {
    if events <= MAX_COUNT { Ok(events as f64) } else { Err(DomainError::CountTooLarge(events)) }
}

fn positive(value: f64) -> Result<f64, DomainError> {
    if value > 0.0 && value.is_finite() { Ok(value) } else { Err(DomainError::Exposure(value)) }
}

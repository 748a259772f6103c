//! Checks of lists of values, before a formula sees them.

use crate::DomainError;

/// Refuses lists that are too short or too long, and values that are not finite.
pub(crate) fn finite(values: &[f64], needed: usize, limit: usize) -> Result<(), DomainError> {
    each(values, "is not a finite number", f64::is_finite)?;
    length(values.len(), needed, limit)
}

/// Refuses values for which `holds` is false, with what is wrong with the first of them.
pub(crate) fn each(values: &[f64], requirement: &'static str, holds: impl Fn(f64) -> bool) -> Result<(), DomainError> {
    match values.iter().position(|&value| !holds(value)) {
        Some(position) => Err(DomainError::Value { position, value: values.get(position).copied().unwrap_or_default(), requirement }),
        None => Ok(()),
    }
}

/// Refuses lengths outside `needed..=limit`.
pub(crate) fn length(given: usize, needed: usize, limit: usize) -> Result<(), DomainError> {
    if given < needed {
        return Err(DomainError::TooFewValues { needed, given });
    }
    if given > limit { Err(DomainError::TooManyValues { limit, given }) } else { Ok(()) }
}

/// Refuses a second list that does not go with the first.
pub(crate) fn same_length(expected: usize, given: usize) -> Result<(), DomainError> {
    if expected == given { Ok(()) } else { Err(DomainError::UnequalLengths { expected, given }) }
}

/// Refuses parameters that are not positive finite numbers.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, DomainError> {
    let requirement = "must be positive and finite";
    if value > 0.0 && value.is_finite() { Ok(value) } else { Err(DomainError::Parameter { name, requirement, value }) }
}

/// Refuses parameters that are negative or not finite.
pub(crate) fn not_negative(name: &'static str, value: f64) -> Result<f64, DomainError> {
    let requirement = "must not be negative, and finite";
    if value >= 0.0 && value.is_finite() { Ok(value) } else { Err(DomainError::Parameter { name, requirement, value }) }
}

/// Refuses parameters that are not strictly between 0 and 1.
pub(crate) fn probability(name: &'static str, value: f64) -> Result<f64, DomainError> {
    let requirement = "must lie strictly between 0 and 1";
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err(DomainError::Parameter { name, requirement, value }) }
}

/// The arithmetic mean of at least one value.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The sum of squared differences from the mean of at least one value.
pub(crate) fn spread(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean) * (value - mean)).sum()
}

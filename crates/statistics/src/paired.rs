//! Series of numbers that belong together row by row: checked, and brought to mean 0 and length 1.

use crate::DomainError;

/// The longest series accepted.
pub const MAX_PAIRS: usize = 1_000_000;

/// The largest size of a value in a series, so that no sum or square on the way overflows.
pub const MAX_VALUE: f64 = 1e150;

/// Refuses series that differ in length, are shorter than `needed` or longer than [`MAX_PAIRS`], or hold a value that is not a number.
pub(crate) fn check(x: &[f64], y: &[f64], needed: usize) -> Result<(), DomainError> {
    if x.len() != y.len() {
        return Err(DomainError::UnequalLengths { expected: x.len(), given: y.len() });
    }
    if x.len() < needed {
        return Err(DomainError::TooFewValues { needed, given: x.len() });
    }
    at_most("pairs", x.len(), MAX_PAIRS)?;
    match x.iter().chain(y).find(|value| value.is_nan() || value.abs() > MAX_VALUE) {
        Some(&value) => Err(DomainError::SeriesValue(value)),
        None => Ok(()),
    }
}

/// Refuses more than `limit` of something.
pub(crate) fn at_most(what: &'static str, given: usize, limit: usize) -> Result<(), DomainError> {
    if given <= limit { Ok(()) } else { Err(DomainError::AboveLimit { what, given: given as u64, limit: limit as u64 }) }
}

/// Subtracts the mean and divides by the length of what is left; refuses a series that has one value only.
///
/// The mean is subtracted twice, because the first one is rounded: a level of a thousand million must not disturb differences of one.
pub(crate) fn standardized(values: &[f64]) -> Result<Vec<f64>, DomainError> {
    // Not by the sum of squares: the mean of equal values is rounded, and would leave a series of rounding errors.
    let (least, most) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(*value), most.max(*value)));
    if least >= most || most - least < f64::MIN_POSITIVE {
        return Err(DomainError::NoVariation);
    }
    let rough = centred(values);
    let mut standardized = centred(&rough);
    let largest = standardized.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    scale(&mut standardized, largest);
    let length = dot(&standardized, &standardized).sqrt();
    scale(&mut standardized, length);
    Ok(standardized)
}

fn centred(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| value - mean).collect()
}

fn scale(values: &mut [f64], divisor: f64) {
    for value in values {
        *value /= divisor;
    }
}

/// The sum of products, over the shorter of the two.
pub(crate) fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// The correlation of two standardized series; rounding must not carry it past 1.
pub(crate) fn product_moment(x: &[f64], y: &[f64]) -> f64 {
    dot(x, y).clamp(-1.0, 1.0)
}

/// The middle value, or the mean of the two middle ones; sorts in place. `None` for no values.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let upper = *values.get(half)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    Some(f64::midpoint(*values.get(half.checked_sub(1)?)?, upper))
}

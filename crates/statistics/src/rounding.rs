//! Rounding as publishers do it: to a number of decimals, halves upwards.

use crate::DomainError;
use crate::input::finite;

/// The most decimals that a published number may have here.
pub const MAX_DECIMALS: u32 = 9;

/// Below this a whole number of units in the last place is exact in floating point.
const MAX_UNITS: f64 = 9e15;

/// Rounds to `decimals`, halves towards plus infinity.
///
/// `floor(v * 10^d + 0.5) / 10^d` in double precision. A tie that double precision cannot hold falls to the side of its stored value.
/// Source: the rule behind the reference values `percent_change` and `published_table`.
pub fn half_up(value: f64, decimals: u32) -> Result<f64, DomainError> {
    let scale = power_of_ten(decimals)?;
    let units = units(value, decimals);
    if units.abs() <= MAX_UNITS { Ok(units / scale) } else { Err(DomainError::Published { value, decimals }) }
}

/// The value in whole units of its last decimal, `floor(v * 10^d + 0.5)`; the decimals are within the limit.
pub(crate) fn units(value: f64, decimals: u32) -> f64 {
    (value * 10_u64.saturating_pow(decimals) as f64 + 0.5).floor()
}

/// A published number in whole units of its last decimal; refuses a number with more decimals than it is said to have.
pub(crate) fn published(value: f64, decimals: u32) -> Result<f64, DomainError> {
    let scaled = value * power_of_ten(decimals)?;
    let units = scaled.round();
    // A decimal that was parsed correctly is off by half a unit in its last binary place, and once more after scaling.
    if units.abs() <= MAX_UNITS && (scaled - units).abs() <= 4.0 * f64::EPSILON * scaled.abs() {
        Ok(units)
    } else {
        Err(DomainError::Published { value, decimals })
    }
}

/// Says whether a value, rounded half up to `decimals`, is the published one.
///
/// Source: the rule behind the reference values `percent_change` and `published_table`.
pub fn rounds_to(value: f64, published_value: f64, decimals: u32) -> Result<bool, DomainError> {
    let published = published(published_value, decimals)?;
    Ok((units(finite(value)?, decimals) - published).abs() < 0.5)
}

/// One unit in the last decimal, `10^-d`.
pub(crate) fn unit_in_last_place(decimals: u32) -> Result<f64, DomainError> {
    Ok(1.0 / power_of_ten(decimals)?)
}

fn power_of_ten(decimals: u32) -> Result<f64, DomainError> {
    if decimals <= MAX_DECIMALS { Ok(10_u64.pow(decimals) as f64) } else { Err(DomainError::Decimals(decimals)) }
}

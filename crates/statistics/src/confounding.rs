//! How strong an unmeasured cause would have to be to explain a ratio away.

use crate::DomainError;

/// Computes the E-value of a ratio: the least ratio by which a confounder must be tied both to the exposure and to the outcome for the observed
/// ratio to be 1 in truth.
///
/// `RR + sqrt(RR (RR - 1))`, with `1 / RR` for a ratio below 1. For an interval, give the limit nearer to 1, or 1 if the interval holds 1.
/// Source: `VanderWeele` & Ding (2017), Annals of Internal Medicine 167:268.
pub fn e_value(ratio: f64) -> Result<f64, DomainError> {
    let away = if ratio < 1.0 { ratio.recip() } else { ratio };
    if !(ratio > 0.0 && away.is_finite()) {
        return Err(DomainError::Ratio(ratio));
    }
    // The square root of the product would overflow sooner than the product of the square roots.
    let value = away + away.sqrt() * (away - 1.0).sqrt();
    if value.is_finite() { Ok(value) } else { Err(DomainError::OutOfRange) }
}

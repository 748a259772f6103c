//! A lower and an upper limit.

use crate::DomainError;

/// A confidence interval, or a pair of bounds; `lower <= upper`, never NaN.
///
/// `upper` is infinite only where the function that returns it says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

impl Interval {
    /// At a confidence near 0 the ends of some intervals meet, and rounding must not make them pass each other.
    pub(crate) fn ordered(lower: f64, upper: f64) -> Interval {
        Interval { lower, upper: upper.max(lower) }
    }

    /// Multiplies both limits by a positive number, and refuses to overflow.
    pub(crate) fn scaled(self, factor: f64) -> Result<Interval, DomainError> {
        let scaled = Interval { lower: self.lower * factor, upper: self.upper * factor };
        if scaled.lower.is_finite() && scaled.upper.is_finite() { Ok(scaled) } else { Err(DomainError::OutOfRange) }
    }
}

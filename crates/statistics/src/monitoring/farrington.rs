//! The threshold of Farrington's outbreak detection.

use crate::DomainError;
use crate::input::{finite, tail};
use crate::series::{not_negative, positive};
use crate::special::two_sided_z;

/// Computes the upper threshold of a count whose expectation was predicted from at least three years of the same season.
///
/// `U = mu0 (1 + (2/3) z mu0^-1 sqrt(phi mu0 + Var mu0))^(3/2)`: a prediction limit on the scale of the power 2/3, on which counts are nearly
/// symmetric. `expected` is `mu0`, `dispersion` is `phi` (values below 1 count as 1), `variance` is that of the prediction, `confidence` two-sided.
/// Source: Farrington, Andrews, Beale & Catchpole (1996), JRSS A 159:547.
pub fn farrington_threshold(expected: f64, dispersion: f64, variance: f64, confidence: f64) -> Result<f64, DomainError> {
    tail(confidence)?;
    let expected = positive("the expectation", expected)?;
    let dispersion = positive("the dispersion", dispersion)?.max(1.0);
    let width = (dispersion * expected + not_negative("the variance of the expectation", variance)?).sqrt();
    finite(expected * (1.0 + 2.0 / 3.0 * two_sided_z(confidence) * (width / expected)).powf(1.5))
}

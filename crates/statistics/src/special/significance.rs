//! Tail probabilities of the test statistics, read off the incomplete gamma and beta functions.

use super::beta::{self, Chance};
use super::gamma;

/// Computes `P(|T| >= |t|)` for Student's t with `degrees > 0`; 0 for an infinite `t`.
///
/// `I_x(degrees / 2, 1 / 2)` with `x = degrees / (degrees + t^2)`: Abramowitz & Stegun 26.7.1.
pub(crate) fn two_sided_student(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    if square <= 0.0 {
        return 1.0;
    }
    beta::ln_tails(degrees / 2.0, 0.5, Chance::from_odds(degrees, square)).lower.exp()
}

/// Computes `P(|Z| >= |z|)` for a standard normal `Z`: `Z^2 / 2` has the gamma distribution with shape 1/2.
pub(crate) fn two_sided_normal(z: f64) -> f64 {
    upper_chi_square(z * z, 1.0)
}

/// Computes `P(X >= x)` for chi-square with `degrees > 0`: `X / 2` has the gamma distribution with shape `degrees / 2`.
pub(crate) fn upper_chi_square(x: f64, degrees: f64) -> f64 {
    gamma::ln_tails(degrees / 2.0, x / 2.0).upper.exp()
}

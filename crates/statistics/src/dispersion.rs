//! Do counts of like units spread more, or less, than chance would have them?

use crate::DomainError;
use crate::input::count;
use crate::series::{length, mean, spread};
use crate::special::gamma::ln_tails;

/// The most counts accepted.
pub const MAX_COUNTS: usize = 1_000_000;

/// The spread of counts over what a common Poisson distribution would give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DispersionIndex {
    /// `D / (n - 1)`, the sample variance over the mean; 1 is expected.
    pub index: f64,
    /// `D`, chi-square with `degrees_of_freedom` if all counts have one expectation.
    pub chi_square: f64,
    /// `n - 1`.
    pub degrees_of_freedom: usize,
    /// The chance of a spread at least as wide.
    pub p_wider: f64,
    /// The chance of a spread at most as wide: small where counts are more even than chance allows.
    pub p_narrower: f64,
}

/// Computes the index of dispersion of at least two counts with equal exposures.
///
/// `D = sum (x - mean)^2 / mean`, chi-square with `n - 1` degrees of freedom. Without a single event it is undefined: [`DomainError::NoEvents`].
/// Source: Fisher (1925), Statistical Methods for Research Workers, section 19.
pub fn dispersion_index(counts: &[u64]) -> Result<DispersionIndex, DomainError> {
    length(counts.len(), 2, MAX_COUNTS)?;
    let values = counts.iter().map(|&events| count(events)).collect::<Result<Vec<_>, _>>()?;
    let mean = mean(&values);
    if mean <= 0.0 {
        return Err(DomainError::NoEvents);
    }
    let chi_square = spread(&values) / mean;
    let freedom = (values.len() - 1) as f64;
    let tails = ln_tails(freedom / 2.0, chi_square / 2.0);
    Ok(DispersionIndex {
        index: chi_square / freedom,
        chi_square,
        degrees_of_freedom: values.len() - 1,
        p_wider: tails.upper.exp(),
        p_narrower: tails.lower.exp(),
    })
}

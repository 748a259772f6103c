//! Correlation of what controls leave over.

use super::Correlation;
use super::rank::mid_ranks;
use crate::DomainError;
use crate::paired::{at_most, check, dot, product_moment, standardized};

/// The most controls accepted.
pub const MAX_CONTROLS: usize = 100;

/// A series of length 1 of which less than this is left over is determined by the controls, as far as floating point can tell.
const LEAST_REMAINDER: f64 = 1e-9;

/// Computes the partial correlation of `x` and `y` given the controls: Pearson's correlation of the residuals of both, each regressed by least squares
/// on a constant and all controls.
///
/// `t = r sqrt(df / (1 - r^2))` with `df = n - 2 - k` for `k` controls; at least `k + 3` pairs. Without controls it is Pearson's correlation.
/// Controls that determine a series or each other are refused: [`DomainError::Collinear`].
/// Source: Yule (1907), Proceedings of the Royal Society A 79:182; residuals by Gram–Schmidt, each step done twice (Giraud, Langou & Rozložník 2005).
pub fn partial(x: &[f64], y: &[f64], controls: &[Vec<f64>]) -> Result<Correlation, DomainError> {
    check_all(x, y, controls)?;
    of_residuals(x, y, controls)
}

/// Computes the partial rank correlation: [`partial`] on the ranks of all series, equal values sharing the mean of their ranks.
///
/// Source: Conover (1999), Practical Nonparametric Statistics, 5.4; equals `ppcor::pcor.test(method = "spearman")` in R.
pub fn partial_spearman(x: &[f64], y: &[f64], controls: &[Vec<f64>]) -> Result<Correlation, DomainError> {
    check_all(x, y, controls)?;
    let controls: Vec<Vec<f64>> = controls.iter().map(|control| mid_ranks(control)).collect();
    of_residuals(&mid_ranks(x), &mid_ranks(y), &controls)
}

fn check_all(x: &[f64], y: &[f64], controls: &[Vec<f64>]) -> Result<(), DomainError> {
    at_most("controls", controls.len(), MAX_CONTROLS)?;
    check(x, y, controls.len() + 3)?;
    controls.iter().try_for_each(|control| check(x, control, 0))
}

fn of_residuals(x: &[f64], y: &[f64], controls: &[Vec<f64>]) -> Result<Correlation, DomainError> {
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(controls.len());
    for control in controls {
        let residual = residual(control, &basis)?;
        basis.push(residual);
    }
    let r = product_moment(&residual(x, &basis)?, &residual(y, &basis)?);
    Ok(Correlation::new(r, x.len() - 2 - controls.len()))
}

/// What the basis (orthogonal, of length 1, without mean) leaves of a series, brought to length 1.
fn residual(values: &[f64], basis: &[Vec<f64>]) -> Result<Vec<f64>, DomainError> {
    let mut residual = standardized(values)?;
    for _ in 0..2 {
        for direction in basis {
            let share = dot(&residual, direction);
            for (value, along) in residual.iter_mut().zip(direction) {
                *value -= share * along;
            }
        }
    }
    let left = dot(&residual, &residual).sqrt();
    if left < LEAST_REMAINDER {
        return Err(DomainError::Collinear);
    }
    for value in &mut residual {
        *value /= left;
    }
    Ok(residual)
}

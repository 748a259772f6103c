//! How uncertain coefficients are, and together with which others.

use crate::DomainError;
use crate::linear::Qr;
use crate::series::same_length;

/// The covariance matrix of the coefficients of a fit, in the order of the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariance(Vec<Vec<f64>>);

impl Covariance {
    /// The matrix, if all of it is finite.
    pub(crate) fn new(matrix: Vec<Vec<f64>>) -> Result<Covariance, DomainError> {
        let finite = matrix.iter().flatten().all(|value| value.is_finite());
        if finite { Ok(Covariance(matrix)) } else { Err(DomainError::OutOfRange) }
    }

    /// `factor (X'X)^-1`.
    pub(crate) fn of_design(qr: &Qr, factor: f64) -> Result<Covariance, DomainError> {
        let scaled = qr.inverse_of_square().into_iter().map(|row| row.into_iter().map(|value| value * factor).collect());
        Covariance::new(scaled.collect())
    }

    /// The same, times a positive factor.
    pub(crate) fn scaled(&self, factor: f64) -> Result<Covariance, DomainError> {
        Covariance::new(self.0.iter().map(|row| row.iter().map(|value| value * factor).collect()).collect())
    }

    /// The rows of the matrix.
    pub fn rows(&self) -> &[Vec<f64>] {
        &self.0
    }

    /// The standard error of each coefficient.
    pub fn standard_errors(&self) -> Vec<f64> {
        self.0.iter().enumerate().map(|(at, row)| row.get(at).copied().unwrap_or_default().max(0.0).sqrt()).collect()
    }

    /// The standard error of `sum w_j b_j`, with one weight per coefficient: `sqrt(w' C w)`.
    pub fn standard_error_of(&self, weights: &[f64]) -> Result<f64, DomainError> {
        same_length(self.0.len(), weights.len())?;
        let of_row = |row: &Vec<f64>| row.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>();
        let variance: f64 = self.0.iter().zip(weights).map(|(row, weight)| weight * of_row(row)).sum();
        crate::input::finite(variance.max(0.0).sqrt())
    }
}

//! The linear fit itself.

use super::{Covariance, Design, MAX_ROWS};
use crate::DomainError;
use crate::linear::{Qr, least_squares, residuals};
use crate::series::{each, length, same_length, spread};

/// A leverage nearer to 1 than this is 1 up to rounding: the row is fitted exactly whatever it holds.
const FULL_LEVERAGE: f64 = 1e-10;

/// The furthest lag accepted. Real choices grow with the cube root of the rows and stay far below.
const MAX_LAG: usize = 1_000;

/// What is assumed of the errors of a fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// Equal variances, no correlation.
    Classical,
    /// Unequal variances, White's form: squared residuals as they are.
    Hc0,
    /// The same, times `n / (n - k)`.
    Hc1,
    /// The same, each squared residual over `1 - h`.
    Hc2,
    /// The same, over `(1 - h)^2`: the one to use with few rows.
    Hc3,
    /// Unequal variances and correlation up to `lag` rows apart (Newey–West), for rows in the order of time.
    NeweyWest {
        /// The furthest lag that counts; below the number of rows.
        lag: usize,
    },
}

/// A fitted linear model.
#[derive(Debug, Clone)]
pub struct LinearFit {
    /// One coefficient per column.
    pub coefficients: Vec<f64>,
    /// Observed minus fitted, by row.
    pub residuals: Vec<f64>,
    /// The weight of each row in its own fitted value, from 0 to 1.
    pub leverage: Vec<f64>,
    /// The sum of the squared residuals.
    pub residual_sum_of_squares: f64,
    /// Rows minus columns.
    pub degrees_of_freedom: usize,
    total_sum_of_squares: f64,
    qr: Qr,
}

/// Fits `y = X b` by least squares.
///
/// `response` has one value per row. There must be at least as many rows as columns, and no column may be a combination of others.
/// Source: Householder's QR decomposition with refined residuals; measured against NIST's certified values for Longley (1967), JASA 62:819.
pub fn ols(design: &Design, response: &[f64]) -> Result<LinearFit, DomainError> {
    same_length(design.rows(), response.len())?;
    each(response, "is not a finite number", f64::is_finite)?;
    let qr = Qr::new(design.columns())?;
    let coefficients = least_squares(design.columns(), &qr, response);
    let residuals = residuals(design.columns(), &coefficients, response);
    let residual_sum_of_squares = residuals.iter().map(|residual| residual * residual).sum::<f64>();
    let total_sum_of_squares = if design.has_intercept() { spread(response) } else { response.iter().map(|y| y * y).sum() };
    if !(residual_sum_of_squares.is_finite() && total_sum_of_squares.is_finite() && coefficients.iter().all(|value| value.is_finite())) {
        return Err(DomainError::OutOfRange);
    }
    Ok(LinearFit {
        coefficients,
        residuals,
        leverage: qr.leverage(),
        residual_sum_of_squares,
        degrees_of_freedom: design.rows() - design.width(),
        total_sum_of_squares,
        qr,
    })
}

impl LinearFit {
    /// The standard deviation of the errors, `sqrt(RSS / (n - k))`.
    pub fn sigma(&self) -> Result<f64, DomainError> {
        Ok((self.residual_sum_of_squares / self.freedom()?).sqrt())
    }

    /// The share of the spread of the response that the fit accounts for, `1 - RSS / TSS`; `TSS` is around the mean if a column is constant, else
    /// around zero. Undefined where the response does not vary.
    pub fn r_squared(&self) -> Result<f64, DomainError> {
        if self.total_sum_of_squares <= 0.0 {
            return Err(DomainError::NoVariation);
        }
        Ok((1.0 - self.residual_sum_of_squares / self.total_sum_of_squares).max(0.0))
    }

    /// Estimates the covariance of the coefficients.
    ///
    /// Classical `s^2 (X'X)^-1`; else `(X'X)^-1 M (X'X)^-1` with `M = sum e_t^2 c_t x_t x_t'`, where `c` is 1 (HC0), `n / (n - k)` (HC1), `1 / (1 - h)`
    /// (HC2) or `1 / (1 - h)^2` (HC3), or for Newey–West `M = G_0 + sum over l of (1 - l / (lag + 1)) (G_l + G_l')` with
    /// `G_l = sum e_t e_(t-l) x_t x_(t-l)'`, without prewhitening or an adjustment for small samples.
    /// HC2 and HC3 are undefined where a row has leverage 1: [`DomainError::FullLeverage`].
    /// Sources: `MacKinnon` & White (1985), Journal of Econometrics 29:305; Newey & West (1987), Econometrica 55:703; equal to
    /// `sandwich::vcovHC` and `sandwich::NeweyWest(prewhite = FALSE)` in R.
    pub fn covariance(&self, spread: Spread) -> Result<Covariance, DomainError> {
        let rows = self.residuals.len() as f64;
        match spread {
            Spread::Classical => Covariance::of_design(&self.qr, self.residual_sum_of_squares / self.freedom()?),
            Spread::Hc0 => self.sandwich(&self.residuals),
            Spread::Hc1 => self.sandwich(&self.residuals)?.scaled(rows / self.freedom()?),
            Spread::Hc2 => self.sandwich(&self.raised(f64::sqrt)?),
            Spread::Hc3 => self.sandwich(&self.raised(|kept| kept)?),
            Spread::NeweyWest { lag } => self.newey_west(lag),
        }
    }

    /// The residuals over a function of `1 - h`.
    fn raised(&self, divisor: impl Fn(f64) -> f64) -> Result<Vec<f64>, DomainError> {
        let each = self.residuals.iter().zip(&self.leverage).enumerate();
        let raised = each.map(|(row, (residual, leverage))| {
            let kept = 1.0 - leverage;
            if kept > FULL_LEVERAGE { Ok(residual / divisor(kept)) } else { Err(DomainError::FullLeverage { row }) }
        });
        raised.collect()
    }

    fn sandwich(&self, scores: &[f64]) -> Result<Covariance, DomainError> {
        Covariance::new(self.qr.bread(self.qr.meat(scores, 0)))
    }

    fn newey_west(&self, lag: usize) -> Result<Covariance, DomainError> {
        if lag > MAX_LAG {
            return Err(DomainError::Parameter { name: "the lag", requirement: "must be at most 1000 rows", value: lag as f64 });
        }
        length(self.residuals.len(), lag + 1, MAX_ROWS)?;
        let mut meat = self.qr.meat(&self.residuals, 0);
        for distance in 1..=lag {
            let weight = 1.0 - distance as f64 / (lag + 1) as f64;
            let lagged = self.qr.meat(&self.residuals, distance);
            for (i, row) in meat.iter_mut().enumerate() {
                for (j, value) in row.iter_mut().enumerate() {
                    *value += weight * (lagged[i][j] + lagged[j][i]);
                }
            }
        }
        Covariance::new(self.qr.bread(meat))
    }

    fn freedom(&self) -> Result<f64, DomainError> {
        if self.degrees_of_freedom == 0 { Err(DomainError::NoDegreesOfFreedom) } else { Ok(self.degrees_of_freedom as f64) }
    }
}

//! Poisson and quasi-Poisson.

use super::irls::{Family, Problem, Settled, fit};
use crate::DomainError;
use crate::regression::{Covariance, Design};
use crate::special::deviance::deviance;
use crate::special::gamma::ln_point;

/// A fitted Poisson model.
#[derive(Debug, Clone, PartialEq)]
pub struct PoissonFit {
    /// One coefficient per column; the exponential of one is a ratio of rates.
    pub coefficients: Vec<f64>,
    /// The expected count of each row.
    pub fitted: Vec<f64>,
    /// If counts vary as Poisson counts do: the inverse of the information.
    pub covariance: Covariance,
    /// However the counts vary (HC0 sandwich).
    pub sandwich: Covariance,
    /// Twice the distance of the log-likelihood from that of a perfect fit.
    pub deviance: f64,
    /// `sum (y - mu)^2 / mu`.
    pub pearson: f64,
    /// The log-likelihood, with its constants.
    pub log_likelihood: f64,
    /// Rows minus columns.
    pub degrees_of_freedom: usize,
}

impl PoissonFit {
    /// `phi`, the Pearson statistic over the degrees of freedom: 1 is expected, and it is reported with every fit.
    pub fn dispersion(&self) -> Result<f64, DomainError> {
        if self.degrees_of_freedom == 0 { Err(DomainError::NoDegreesOfFreedom) } else { Ok(self.pearson / self.degrees_of_freedom as f64) }
    }

    /// The covariance if counts vary `phi` times as much as Poisson counts (quasi-Poisson).
    ///
    /// Source: Wedderburn (1974), Biometrika 61:439; equals `glm(family = quasipoisson)` in R.
    pub fn quasi_covariance(&self) -> Result<Covariance, DomainError> {
        self.covariance.scaled(self.dispersion()?)
    }

    /// Akaike's criterion, `2 k - 2 ln L`.
    pub fn aic(&self) -> f64 {
        2.0 * (self.coefficients.len() as f64 - self.log_likelihood)
    }
}

struct Poisson;

impl Family for Poisson {
    fn inflation(&self, _: f64) -> f64 {
        1.0
    }

    fn curvature(&self, _: f64, mean: f64) -> f64 {
        mean
    }

    fn deviance(&self, observed: f64, mean: f64) -> f64 {
        if observed > 0.0 { 2.0 * deviance(observed, mean) } else { 2.0 * mean }
    }
}

/// Fits a Poisson model with a logarithmic link by maximum likelihood.
///
/// `counts` and `offset` have one value per row; the offset is the logarithm of an exposure, or 0. Deviance `2 sum (y ln(y/mu) - y + mu)`, sandwich
/// `(X'WX)^-1 (sum (y - mu)^2 x x') (X'WX)^-1`. Without a single event: [`DomainError::NoEvents`]; with a group of rows that has none, so that a
/// coefficient runs off to infinity: [`DomainError::NotConverged`].
/// Source: `McCullagh` & Nelder (1989), Generalized Linear Models, chapter 6; equals `glm(family = poisson)` in R.
pub fn poisson(design: &Design, counts: &[u64], offset: &[f64]) -> Result<PoissonFit, DomainError> {
    let problem = Problem::new(design, counts, offset)?;
    let Settled { coefficients, means, deviance, weighted } = fit(&problem, &Poisson, &[])?;
    let rows = || problem.counts.iter().zip(&means);
    // (y - mu) / sqrt(w), to go with the rows of Q.
    let scores: Vec<f64> = rows().map(|(observed, mean)| (observed - mean) / mean.sqrt()).collect();
    let log_likelihood = rows().map(|(&observed, &mean)| if observed > 0.0 { ln_point(observed, mean) } else { -mean }).sum();
    Ok(PoissonFit {
        covariance: Covariance::of_design(&weighted, 1.0)?,
        sandwich: Covariance::new(weighted.bread(weighted.meat(&scores, 0)))?,
        pearson: scores.iter().map(|score| score * score).sum(),
        log_likelihood,
        deviance: deviance.max(0.0),
        degrees_of_freedom: design.rows() - design.width(),
        coefficients,
        fitted: means,
    })
}

//! Interrupted time series: did the level or the trend change at an instant that was declared before looking?
//!
//! `ln mu_t = b0 + b1 t + b2 1{t >= T0} + b3 max(0, t - T0) + ln e_t`, with pairs of harmonics for the season if asked for. The answer describes a
//! change at `T0`; it does not say why.
//! Source: Bernal, Cummins & Gasparrini (2017), International Journal of Epidemiology 46:348.

use std::f64::consts::TAU;

use crate::DomainError;
use crate::count_model::{self, CountFit, PoissonFit};
use crate::input::{exposure, finite, tail};
use crate::regression::{Covariance, Design, LinearFit, MAX_COLUMNS, MAX_ROWS, ols};
use crate::series::{length, same_length};
use crate::special::two_sided_z;

/// The points that a model needs on each side of the interruption; a shorter series is described and not modelled.
pub const LEAST_POINTS: usize = 8;
/// The points that a season needs.
pub const LEAST_SEASONAL_POINTS: usize = 24;
/// A Poisson dispersion above this calls for a negative binomial model.
pub const POISSON_DISPERSION: f64 = 1.5;

/// A pattern that repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// None.
    None,
    /// Sines and cosines.
    Harmonics {
        /// Points in one round: 12 for months of a year.
        period: usize,
        /// How many pairs of sine and cosine, each with twice, three times, ... the frequency; fewer than half the period.
        pairs: usize,
    },
}

/// When a series was interrupted, and whether it has a season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interruption {
    /// The first point after the interruption, from 0.
    pub at: usize,
    /// The pattern that repeats.
    pub season: Season,
}

/// A ratio of rates, with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The ratio.
    pub ratio: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// What changed at the interruption. Intervals are `exp(b ± z se)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effects {
    /// The rate right after the interruption over the one expected without it, `exp(b2)`.
    pub level: Effect,
    /// The growth per point after the interruption over the growth before, `exp(b3)`.
    pub slope: Effect,
    /// The rate at the last point over the one expected there without the interruption, `exp(b2 + b3 (n - 1 - T0))`.
    pub at_end: Effect,
}

/// A Poisson model of an interrupted series.
#[derive(Debug, Clone, PartialEq)]
pub struct PoissonInterruption {
    /// The model; coefficients in the order of the formula, then sine and cosine of each pair.
    pub fit: PoissonFit,
    /// What changed.
    pub effects: Effects,
}

/// A model of an interrupted series, Poisson or negative binomial as the spread of the counts calls for.
#[derive(Debug, Clone, PartialEq)]
pub struct CountInterruption {
    /// The model.
    pub fit: CountFit,
    /// The dispersion of the Poisson model that decided.
    pub dispersion: f64,
    /// What changed.
    pub effects: Effects,
}

impl Interruption {
    /// The covariates of `points` points. Fewer than [`LEAST_POINTS`] on a side is [`DomainError::TooFewPoints`].
    pub fn design(self, points: usize) -> Result<Design, DomainError> {
        length(points, 1, MAX_ROWS)?;
        let (before, after) = (self.at.min(points), points.saturating_sub(self.at));
        if before < LEAST_POINTS || after < LEAST_POINTS {
            return Err(DomainError::TooFewPoints { before, after, needed: LEAST_POINTS });
        }
        let column = |value: &dyn Fn(usize) -> f64| (0..points).map(value).collect::<Vec<f64>>();
        let mut covariates =
            vec![column(&|t| t as f64), column(&|t| if t >= self.at { 1.0 } else { 0.0 }), column(&|t| t.saturating_sub(self.at) as f64)];
        if let Season::Harmonics { period, pairs } = self.season {
            length(points, LEAST_SEASONAL_POINTS.max(period.saturating_mul(2)), MAX_ROWS)?;
            if pairs == 0 || pairs.saturating_mul(2) >= period {
                let requirement = "must be at least one, and fewer than half the period";
                return Err(DomainError::Parameter { name: "the number of harmonics", requirement, value: pairs as f64 });
            }
            length(pairs.saturating_mul(2).saturating_add(covariates.len() + 1), 1, MAX_COLUMNS)?;
            for pair in 1..=pairs {
                // The place in the round first, so that late points lose no digits.
                let angle = move |t: usize| TAU * ((t % period) * pair) as f64 / period as f64;
                covariates.push(column(&|t| angle(t).sin()));
                covariates.push(column(&|t| angle(t).cos()));
            }
        }
        Design::with_intercept(covariates)
    }

    fn effects(self, points: usize, coefficients: &[f64], covariance: &Covariance, confidence: f64) -> Result<Effects, DomainError> {
        tail(confidence)?;
        let z = two_sided_z(confidence);
        let effect = |level: f64, slope: f64| {
            let weights: Vec<f64> = coefficients
                .iter()
                .enumerate()
                .map(|(at, _)| {
                    if at == 2 {
                        level
                    } else if at == 3 {
                        slope
                    } else {
                        0.0
                    }
                })
                .collect();
            let ln_ratio: f64 = coefficients.iter().zip(&weights).map(|(coefficient, weight)| coefficient * weight).sum();
            let width = z * covariance.standard_error_of(&weights)?;
            Ok(Effect { ratio: finite(ln_ratio.exp())?, lower: (ln_ratio - width).exp(), upper: finite((ln_ratio + width).exp())? })
        };
        let to_end = points.saturating_sub(self.at + 1) as f64;
        Ok(Effects { level: effect(1.0, 0.0)?, slope: effect(0.0, 1.0)?, at_end: effect(1.0, to_end)? })
    }
}

/// Fits a Poisson model to an interrupted series, whatever the spread of its counts; look at the dispersion of the fit.
///
/// `counts` and `exposures` have one value per point, at equal distances in time. Refused with fewer than [`LEAST_POINTS`] on a side.
/// Source: the formula above, fitted by [`count_model::poisson`].
pub fn poisson(counts: &[u64], exposures: &[f64], interruption: Interruption, confidence: f64) -> Result<PoissonInterruption, DomainError> {
    let design = interruption.design(counts.len())?;
    let fit = count_model::poisson(&design, counts, &offset(counts, exposures)?)?;
    let effects = interruption.effects(counts.len(), &fit.coefficients, &fit.covariance, confidence)?;
    Ok(PoissonInterruption { fit, effects })
}

/// Fits a Poisson model to an interrupted series, and a negative binomial one in its place if the dispersion is above [`POISSON_DISPERSION`].
///
/// Arguments and refusals as for [`poisson`]. Where the negative binomial model itself falls back to Poisson, the variant of the fit says so.
/// Source: the formula above, fitted by [`count_model::negative_binomial`].
pub fn by_dispersion(
    counts: &[u64],
    exposures: &[f64],
    interruption: Interruption,
    confidence: f64,
) -> Result<CountInterruption, DomainError> {
    let PoissonInterruption { fit, effects } = poisson(counts, exposures, interruption, confidence)?;
    let dispersion = fit.dispersion()?;
    if dispersion <= POISSON_DISPERSION {
        return Ok(CountInterruption { fit: CountFit::Poisson(fit), dispersion, effects });
    }
    let design = interruption.design(counts.len())?;
    let fit = count_model::negative_binomial(&design, counts, &offset(counts, exposures)?)?;
    let effects = match &fit {
        CountFit::Poisson(_) => effects,
        CountFit::NegativeBinomial { fit, .. } => interruption.effects(counts.len(), &fit.coefficients, &fit.covariance, confidence)?,
    };
    Ok(CountInterruption { fit, dispersion, effects })
}

/// Fits the same formula to values (such as rates) by least squares, without logarithms; ask the fit for Newey–West errors.
///
/// `values` has one value per point. Refusals as for [`poisson`].
/// Source: Newey & West (1987), Econometrica 55:703.
pub fn linear(values: &[f64], interruption: Interruption) -> Result<LinearFit, DomainError> {
    ols(&interruption.design(values.len())?, values)
}

fn offset(counts: &[u64], exposures: &[f64]) -> Result<Vec<f64>, DomainError> {
    same_length(counts.len(), exposures.len())?;
    exposures.iter().map(|&value| exposure(value).map(f64::ln)).collect()
}

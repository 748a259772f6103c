//! Negative binomial (NB2): a variance that grows with the square of the mean.

use super::irls::{Family, Problem, Settled, fit};
use super::poisson::{PoissonFit, poisson};
use crate::DomainError;
use crate::regression::{Covariance, Design};
use crate::series::positive;
use crate::special::beta::{Chance, ln_point};
use crate::special::polygamma::{digamma_rise, trigamma_fall};
use crate::special::root::increasing_root;

const MAX_ROUNDS: u32 = 200;
/// The relative change of theta at which the alternation ends; theta and the coefficients are asymptotically independent, so rounds converge fast.
const LAST_ROUND: f64 = 1e-11;
/// A theta so many times the largest mean cannot be told from infinity: the variance differs from the mean by less than one part in as many.
const INDISTINGUISHABLE: f64 = 1e7;
const LEAST_THETA: f64 = 1e-8;

/// A fitted negative binomial model, `Var = mu + mu^2 / theta`.
#[derive(Debug, Clone, PartialEq)]
pub struct NegativeBinomialFit {
    /// One coefficient per column; the exponential of one is a ratio of rates.
    pub coefficients: Vec<f64>,
    /// The expected count of each row.
    pub fitted: Vec<f64>,
    /// The inverse of the expected information at `theta`.
    pub covariance: Covariance,
    /// The spread parameter: the smaller, the more the counts vary.
    pub theta: f64,
    /// The log-likelihood, with its constants.
    pub log_likelihood: f64,
}

impl NegativeBinomialFit {
    /// `alpha = 1 / theta`, as other programs write the spread.
    pub fn alpha(&self) -> f64 {
        self.theta.recip()
    }
}

/// What a fit with an unknown spread ends in.
#[derive(Debug, Clone, PartialEq)]
pub enum CountFit {
    /// The counts do not vary more than Poisson counts: `theta` runs off to infinity, and the Poisson fit is the answer.
    Poisson(PoissonFit),
    /// They do.
    NegativeBinomial {
        /// The fit at the estimated `theta`.
        fit: NegativeBinomialFit,
        /// The standard error of `theta`, from the observed information.
        theta_standard_error: f64,
    },
}

struct NegativeBinomial {
    theta: f64,
}

impl Family for NegativeBinomial {
    fn inflation(&self, mean: f64) -> f64 {
        1.0 + mean / self.theta
    }

    fn curvature(&self, observed: f64, mean: f64) -> f64 {
        mean * (1.0 + observed / self.theta) / self.inflation(mean).powi(2)
    }

    /// `2 (y ln(y / mu) - (y + theta) ln((y + theta) / (mu + theta)))`.
    fn deviance(&self, observed: f64, mean: f64) -> f64 {
        let own = if observed > 0.0 { observed * (observed / mean).ln() } else { 0.0 };
        2.0 * (own - (observed + self.theta) * ((observed - mean) / (mean + self.theta)).ln_1p())
    }
}

/// Fits a negative binomial model with a given `theta`, positive and finite.
///
/// Arguments and refusals as for [`poisson`].
/// Source: Venables & Ripley (2002), Modern Applied Statistics with S, section 7.4; equals `glm(family = negative.binomial(theta))` in R's MASS.
pub fn negative_binomial_with_theta(
    design: &Design,
    counts: &[u64],
    offset: &[f64],
    theta: f64,
) -> Result<NegativeBinomialFit, DomainError> {
    let theta = positive("theta", theta)?;
    let problem = Problem::new(design, counts, offset)?;
    finish(&problem, theta, fit(&problem, &NegativeBinomial { theta }, &[])?)
}

/// Fits a negative binomial model and its spread by maximum likelihood.
///
/// The coefficients at a fixed `theta`, and `theta` at fixed means, are fitted in turn until neither moves. Where the score at `theta = infinity`,
/// `sum ((y - mu)^2 - y) / 2`, is not positive, or `theta` is too large to matter, the Poisson fit is returned and says so by its variant.
/// Arguments and refusals as for [`poisson`].
/// Source: Lawless (1987), Canadian Journal of Statistics 15:209; Dean & Lawless (1989), JASA 84:467 (the score); equals `MASS::glm.nb` in R.
pub fn negative_binomial(design: &Design, counts: &[u64], offset: &[f64]) -> Result<CountFit, DomainError> {
    let even = poisson(design, counts, offset)?;
    let problem = Problem::new(design, counts, offset)?;
    let score: f64 = problem.counts.iter().zip(&even.fitted).map(|(observed, mean)| (observed - mean).powi(2) - observed).sum();
    if score <= 0.0 {
        return Ok(CountFit::Poisson(even));
    }
    let mut theta = estimate_theta(&problem.counts, &even.fitted);
    let mut start = even.coefficients.clone();
    for _ in 0..MAX_ROUNDS {
        let largest = even.fitted.iter().copied().fold(1.0, f64::max);
        if theta >= INDISTINGUISHABLE * largest {
            return Ok(CountFit::Poisson(even));
        }
        let settled = fit(&problem, &NegativeBinomial { theta }, &start)?;
        let next = estimate_theta(&problem.counts, &settled.means);
        start.clone_from(&settled.coefficients);
        if (next - theta).abs() <= LAST_ROUND * theta {
            let information = -ThetaScore::at(next, &problem.counts, &settled.means).slope;
            if information <= 0.0 {
                return Err(DomainError::NotConverged);
            }
            let fit = finish(&problem, next, fit(&problem, &NegativeBinomial { theta: next }, &start)?)?;
            return Ok(CountFit::NegativeBinomial { fit, theta_standard_error: information.sqrt().recip() });
        }
        theta = next;
    }
    Err(DomainError::NotConverged)
}

fn finish(problem: &Problem<'_>, theta: f64, settled: Settled) -> Result<NegativeBinomialFit, DomainError> {
    let Settled { coefficients, means, weighted, .. } = settled;
    let log_likelihood = problem.counts.iter().zip(&means).map(|(&observed, &mean)| ln_probability(observed, mean, theta)).sum();
    Ok(NegativeBinomialFit { covariance: Covariance::of_design(&weighted, 1.0)?, coefficients, fitted: means, theta, log_likelihood })
}

/// The logarithm of the probability of one count, through the binomial probability with `theta` successes.
fn ln_probability(observed: f64, mean: f64, theta: f64) -> f64 {
    if observed <= 0.0 {
        return -theta * (mean / theta).ln_1p();
    }
    ln_point(theta, observed, Chance::from_odds(theta, mean)) - (observed / theta).ln_1p()
}

/// Maximizes the likelihood over the logarithm of theta at fixed means.
fn estimate_theta(counts: &[f64], means: &[f64]) -> f64 {
    let moment: f64 = counts.iter().zip(means).map(|(observed, mean)| (observed / mean - 1.0).powi(2)).sum();
    let largest = means.iter().copied().fold(1.0, f64::max);
    let bracket = (LEAST_THETA.ln(), (INDISTINGUISHABLE * largest).ln());
    let start = (counts.len() as f64 / moment).ln();
    let start = if start.is_finite() { start } else { bracket.1 };
    increasing_root(start, bracket, |t| {
        let theta = t.exp();
        let score = ThetaScore::at(theta, counts, means);
        (-theta * score.value, -theta * (score.value + theta * score.slope))
    })
    .exp()
}

/// The derivative of the log-likelihood over theta, and the derivative of that.
struct ThetaScore {
    value: f64,
    slope: f64,
}

impl ThetaScore {
    fn at(theta: f64, counts: &[f64], means: &[f64]) -> ThetaScore {
        let mut score = ThetaScore { value: 0.0, slope: 0.0 };
        for (&observed, &mean) in counts.iter().zip(means) {
            let sum = mean + theta;
            score.value += digamma_rise(theta, observed) - (mean / theta).ln_1p() + (mean - observed) / sum;
            score.slope += mean / (theta * sum) - trigamma_fall(theta, observed) + (observed - mean) / (sum * sum);
        }
        score
    }
}

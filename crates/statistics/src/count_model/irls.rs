//! Iteratively reweighted least squares with a logarithmic link.
//!
//! Source: `McCullagh` & Nelder (1989), Generalized Linear Models, section 2.5, with the observed in place of the expected information: these are Newton
//! steps on a concave likelihood. Fisher's scoring was seen to need more than 100 steps for negative binomial counts that a model fits badly. Steps
//! that raise the deviance are halved, so that a fit with a finite maximum is found from any start.

use crate::DomainError;
use crate::input::count;
use crate::linear::{Qr, predict};
use crate::regression::Design;
use crate::series::{each, same_length};

const MAX_STEPS: u32 = 100;
const MAX_HALVINGS: u32 = 40;
/// A step that moves no linear predictor by more is the last.
const LAST_STEP: f64 = 1e-12;
/// Rounding of large offsets can keep steps above [`LAST_STEP`]; below this, a step that does not shrink is the last.
const ROUNDING: f64 = 1e-8;

/// Counts, their design and their offsets, checked against each other.
pub(super) struct Problem<'a> {
    pub(super) design: &'a Design,
    pub(super) counts: Vec<f64>,
    pub(super) offset: &'a [f64],
}

impl<'a> Problem<'a> {
    pub(super) fn new(design: &'a Design, counts: &[u64], offset: &'a [f64]) -> Result<Problem<'a>, DomainError> {
        same_length(design.rows(), counts.len())?;
        same_length(design.rows(), offset.len())?;
        each(offset, "is not a finite number", f64::is_finite)?;
        let counts = counts.iter().map(|&events| count(events)).collect::<Result<Vec<_>, _>>()?;
        if counts.iter().sum::<f64>() <= 0.0 {
            return Err(DomainError::NoEvents);
        }
        Qr::new(design.columns())?;
        Ok(Problem { design, counts, offset })
    }
}

/// The variance of a count, over its expectation.
pub(super) trait Family {
    /// `Var / mu`; 1 for Poisson.
    fn inflation(&self, mean: f64) -> f64;
    /// Minus the second derivative of the log-likelihood of one count over its linear predictor; positive.
    fn curvature(&self, observed: f64, mean: f64) -> f64;
    /// The contribution of one count to the deviance.
    fn deviance(&self, observed: f64, mean: f64) -> f64;
}

/// Coefficients with everything that was computed at them.
pub(super) struct Settled {
    pub(super) coefficients: Vec<f64>,
    pub(super) means: Vec<f64>,
    pub(super) deviance: f64,
    /// Of the design, each row times the root of its weight `mu / inflation`.
    pub(super) weighted: Qr,
}

/// Fits the model. `start` are coefficients to begin with; an empty slice starts from the counts themselves.
pub(super) fn fit(problem: &Problem<'_>, family: &impl Family, start: &[f64]) -> Result<Settled, DomainError> {
    let mut coefficients = if start.is_empty() { first_guess(problem, family)? } else { start.to_vec() };
    let mut state = State::at(problem, family, &coefficients)?;
    let mut last_move = f64::INFINITY;
    for _ in 0..MAX_STEPS {
        let step = state.step(problem, family)?;
        let (next, moved) = halve(problem, family, &coefficients, &step, state.deviance)?;
        coefficients = next;
        state = State::at(problem, family, &coefficients)?;
        if moved <= LAST_STEP || (moved <= ROUNDING && moved >= last_move) {
            let weighted = state.weighted(problem, family)?;
            return Ok(Settled { coefficients, means: state.means, deviance: state.deviance, weighted });
        }
        last_move = moved;
    }
    Err(DomainError::NotConverged)
}

/// Takes the step, or the first half, quarter, ... of it that does not raise the deviance; returns by how much a linear predictor moved at most.
fn halve(problem: &Problem<'_>, family: &impl Family, from: &[f64], step: &[f64], deviance: f64) -> Result<(Vec<f64>, f64), DomainError> {
    let moved = predict(problem.design.columns(), step).iter().fold(0.0_f64, |most, change| most.max(change.abs()));
    if !moved.is_finite() {
        return Err(DomainError::NotConverged);
    }
    // A deviance is a sum of differences of terms as large as the counts.
    let rounding = 1e-13 * problem.counts.iter().sum::<f64>();
    let allowed = deviance + 1e-9 * (deviance.abs() + 1.0) + rounding;
    let mut share = 1.0;
    for _ in 0..MAX_HALVINGS {
        let next: Vec<f64> = from.iter().zip(step).map(|(value, change)| value + share * change).collect();
        if State::at(problem, family, &next).is_ok_and(|state| state.deviance <= allowed) {
            return Ok((next, share * moved));
        }
        share /= 2.0;
    }
    Err(DomainError::NotConverged)
}

/// One weighted regression of the logarithms of the counts, a little above zero.
fn first_guess(problem: &Problem<'_>, family: &impl Family) -> Result<Vec<f64>, DomainError> {
    let means: Vec<f64> = problem.counts.iter().map(|observed| observed + 0.1).collect();
    let roots: Vec<f64> = means.iter().map(|&mean| (mean / family.inflation(mean)).sqrt()).collect();
    let weighted = weigh(problem.design, &roots)?;
    let rows = problem.counts.iter().zip(problem.offset).zip(means.iter().zip(&roots));
    let response: Vec<f64> =
        rows.map(|((observed, offset), (mean, root))| root * (mean.ln() - offset + (observed - mean) / mean)).collect();
    Ok(weighted.solve(&response))
}

fn weigh(design: &Design, roots: &[f64]) -> Result<Qr, DomainError> {
    let columns: Vec<Vec<f64>> =
        design.columns().iter().map(|column| column.iter().zip(roots).map(|(x, root)| x * root).collect()).collect();
    // The design itself has full rank, so only weights that vanish can take it away.
    Qr::new(&columns).map_err(|error| if matches!(error, DomainError::CollinearColumn { .. }) { DomainError::NotConverged } else { error })
}

/// The expectations at given coefficients.
struct State {
    means: Vec<f64>,
    deviance: f64,
}

impl State {
    fn at(problem: &Problem<'_>, family: &impl Family, coefficients: &[f64]) -> Result<State, DomainError> {
        let predicted = predict(problem.design.columns(), coefficients);
        let means: Vec<f64> = predicted.iter().zip(problem.offset).map(|(predicted, offset)| (predicted + offset).exp()).collect();
        if !means.iter().all(|mean| mean.is_normal()) {
            return Err(DomainError::NotConverged);
        }
        let deviance: f64 = problem.counts.iter().zip(&means).map(|(&observed, &mean)| family.deviance(observed, mean)).sum();
        if deviance.is_finite() { Ok(State { means, deviance }) } else { Err(DomainError::OutOfRange) }
    }

    /// The design, each row times the root of its expected information.
    fn weighted(&self, problem: &Problem<'_>, family: &impl Family) -> Result<Qr, DomainError> {
        let roots: Vec<f64> = self.means.iter().map(|&mean| (mean / family.inflation(mean)).sqrt()).collect();
        weigh(problem.design, &roots)
    }

    /// The Newton step: the scores regressed on the design, both weighted by the curvature.
    fn step(&self, problem: &Problem<'_>, family: &impl Family) -> Result<Vec<f64>, DomainError> {
        let rows = || problem.counts.iter().zip(&self.means);
        let roots: Vec<f64> = rows().map(|(&observed, &mean)| family.curvature(observed, mean).sqrt()).collect();
        let scores = rows().zip(&roots).map(|((observed, &mean), root)| (observed - mean) / family.inflation(mean) / root);
        Ok(weigh(problem.design, &roots)?.solve(&scores.collect::<Vec<f64>>()))
    }
}

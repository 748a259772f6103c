//! Three lists of the same events: how many events are on none of them?
//!
//! The seven counts of events by the lists that hold them follow a Poisson model with a logarithmic link; lists may be dependent in pairs. The intercept
//! is the logarithm of the expected number on no list. A dependence of all three cannot be seen in three lists, and the models differ more than
//! any one's interval says: show them all.
//! Source: Fienberg (1972), Biometrika 59:591; Hook & Regal (1995), Epidemiologic Reviews 17:243.

use crate::DomainError;
use crate::count_model::poisson;
use crate::input::{count, finite, tail};
use crate::regression::Design;
use crate::special::two_sided_z;

/// Events by exactly the lists (first, second, third: `a`, `b`, `c`) that hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreeLists {
    /// On all three.
    pub abc: u64,
    /// On the first and the second only.
    pub ab: u64,
    /// On the first and the third only.
    pub ac: u64,
    /// On the second and the third only.
    pub bc: u64,
    /// On the first only.
    pub a: u64,
    /// On the second only.
    pub b: u64,
    /// On the third only.
    pub c: u64,
}

/// Which pairs of lists may depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependence {
    /// None.
    Independence,
    /// First and second.
    Ab,
    /// First and third.
    Ac,
    /// Second and third.
    Bc,
    /// First with second and third.
    AbAc,
    /// Second with first and third.
    AbBc,
    /// Third with first and second.
    AcBc,
    /// All pairs; as many parameters as counts.
    AbAcBc,
}

impl Dependence {
    /// All models, from the simplest.
    pub const ALL: [Dependence; 8] = [
        Dependence::Independence,
        Dependence::Ab,
        Dependence::Ac,
        Dependence::Bc,
        Dependence::AbAc,
        Dependence::AbBc,
        Dependence::AcBc,
        Dependence::AbAcBc,
    ];

    /// Whether first and second, first and third, second and third may depend.
    fn pairs(self) -> [bool; 3] {
        match self {
            Dependence::Independence => [false, false, false],
            Dependence::Ab => [true, false, false],
            Dependence::Ac => [false, true, false],
            Dependence::Bc => [false, false, true],
            Dependence::AbAc => [true, true, false],
            Dependence::AbBc => [true, false, true],
            Dependence::AcBc => [false, true, true],
            Dependence::AbAcBc => [true, true, true],
        }
    }
}

/// The estimate of one model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unseen {
    /// The expected number of events on no list.
    pub unseen: f64,
    /// Its lower limit, `exp(b0 - z se)`.
    pub lower: f64,
    /// Its upper limit, `exp(b0 + z se)`.
    pub upper: f64,
    /// The observed and the unseen together.
    pub total: f64,
    /// How far the model is from the observed counts.
    pub deviance: f64,
    /// Counts minus parameters.
    pub degrees_of_freedom: usize,
    /// Akaike's criterion.
    pub aic: f64,
}

impl ThreeLists {
    /// The number of different events on the lists.
    pub fn observed(self) -> u64 {
        self.cells().iter().fold(0_u64, |sum, &(_, events)| sum.saturating_add(events))
    }

    /// Estimates the events on no list under one model.
    ///
    /// Where a count of zero leaves a coefficient without a finite value, the model has no answer: [`DomainError::NotConverged`].
    /// Source: Fienberg (1972), Biometrika 59:591; the fit is [`poisson`].
    pub fn unseen(self, dependence: Dependence, confidence: f64) -> Result<Unseen, DomainError> {
        tail(confidence)?;
        let row = |lists: [bool; 3]| {
            let both = [lists[0] && lists[1], lists[0] && lists[2], lists[1] && lists[2]];
            let pairs = dependence.pairs().into_iter().zip(both).filter(|&(is_in_model, _)| is_in_model).map(|(_, both)| both);
            let indicators = lists.into_iter().chain(pairs).map(|is_true| if is_true { 1.0 } else { 0.0 });
            std::iter::once(1.0).chain(indicators).collect::<Vec<f64>>()
        };
        let rows: Vec<Vec<f64>> = self.cells().iter().map(|&(lists, _)| row(lists)).collect();
        let counts: Vec<u64> = self.cells().iter().map(|&(_, events)| events).collect();
        let fit = poisson(&Design::from_rows(&rows)?, &counts, &vec![0.0; counts.len()])?;
        let ln_unseen = fit.coefficients.first().copied().unwrap_or_default();
        let width = two_sided_z(confidence) * fit.covariance.standard_errors().first().copied().unwrap_or_default();
        let unseen = finite(ln_unseen.exp())?;
        Ok(Unseen {
            unseen,
            lower: (ln_unseen - width).exp(),
            upper: finite((ln_unseen + width).exp())?,
            total: count(self.observed())? + unseen,
            deviance: fit.deviance,
            degrees_of_freedom: fit.degrees_of_freedom,
            aic: fit.aic(),
        })
    }

    /// Estimates under all models, from the simplest, each with its answer or its refusal.
    pub fn all_models(self, confidence: f64) -> Vec<(Dependence, Result<Unseen, DomainError>)> {
        Dependence::ALL.iter().map(|&dependence| (dependence, self.unseen(dependence, confidence))).collect()
    }

    fn cells(self) -> [([bool; 3], u64); 7] {
        [
            ([true, true, true], self.abc),
            ([true, true, false], self.ab),
            ([true, false, true], self.ac),
            ([false, true, true], self.bc),
            ([true, false, false], self.a),
            ([false, true, false], self.b),
            ([false, false, true], self.c),
        ]
    }
}

/// The model with the least criterion of Akaike among those with an answer; of equal ones the simplest. `None` if none has an answer.
pub fn best_by_aic(models: &[(Dependence, Result<Unseen, DomainError>)]) -> Option<Dependence> {
    let answered = models.iter().filter_map(|(dependence, answer)| answer.as_ref().ok().map(|answer| (*dependence, answer.aic)));
    answered.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(dependence, _)| dependence)
}

//! Several completed data sets, one answer. Imputed values never enter a verdict; they are shown beside bounds.

use crate::DomainError;
use crate::input::{finite, tail};
use crate::series::{each, length, mean, not_negative, spread};
use crate::special::significance::two_sided_t;
use crate::special::two_sided_z;

/// The most completed data sets.
pub const MAX_SETS: usize = 10_000;
/// Above so many degrees of freedom a t quantile is the normal one to more digits than matter.
const NORMAL: f64 = 1e9;

/// What the analysis of one completed data set gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Completed {
    /// The estimate, on a scale on which it is nearly normal (the logarithm of a ratio).
    pub estimate: f64,
    /// Its variance, the squared standard error.
    pub variance: f64,
}

/// The pooled answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// The mean of the estimates.
    pub estimate: f64,
    /// The mean of the variances.
    pub within: f64,
    /// The variance of the estimates.
    pub between: f64,
    /// `within + (1 + 1/m) between`.
    pub total: f64,
    /// Degrees of freedom; infinite if the estimates agree.
    pub degrees_of_freedom: f64,
    /// The share of the total variance that is due to the missing values.
    pub missing_share: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// Pools the analyses of `m >= 2` completed data sets.
///
/// `Q = mean Q_i`, `W = mean U_i`, `B = sum (Q_i - Q)^2 / (m - 1)`, `T = W + (1 + 1/m) B`, `nu = (m - 1) (1 + W / ((1 + 1/m) B))^2`, limits `Q ± t sqrt(T)`.
/// Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, section 3.1.
pub fn pool(sets: &[Completed], confidence: f64) -> Result<Pooled, DomainError> {
    tail(confidence)?;
    length(sets.len(), 2, MAX_SETS)?;
    let estimates: Vec<f64> = sets.iter().map(|set| set.estimate).collect();
    each(&estimates, "is not a finite number", f64::is_finite)?;
    let variances = sets.iter().map(|set| not_negative("a variance", set.variance)).collect::<Result<Vec<_>, _>>()?;
    let number = sets.len() as f64;
    let (estimate, within) = (finite(mean(&estimates))?, finite(mean(&variances))?);
    let between = finite(spread(&estimates) / (number - 1.0))?;
    let added = (1.0 + 1.0 / number) * between;
    let total = finite(within + added)?;
    if total <= 0.0 {
        return Err(DomainError::NoVariation);
    }
    let degrees_of_freedom = if added > 0.0 { (number - 1.0) * (1.0 + within / added).powi(2) } else { f64::INFINITY };
    let quantile = if degrees_of_freedom > NORMAL { two_sided_z(confidence) } else { two_sided_t(degrees_of_freedom, 1.0 - confidence) };
    let width = finite(quantile * total.sqrt())?;
    Ok(Pooled {
        estimate,
        within,
        between,
        total,
        degrees_of_freedom,
        missing_share: added / total,
        lower: finite(estimate - width)?,
        upper: finite(estimate + width)?,
    })
}

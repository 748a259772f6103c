//! Exponentially weighted moving averages.

use super::{Baseline, MAX_POINTS};
use crate::DomainError;
use crate::series::{finite, positive};

/// A moving average over time, with its limits and alarms.
#[derive(Debug, Clone, PartialEq)]
pub struct Ewma {
    /// The average at each point.
    pub average: Vec<f64>,
    /// The lower limit at each point.
    pub lower: Vec<f64>,
    /// The upper limit at each point.
    pub upper: Vec<f64>,
    /// Points at which the average is above the upper limit.
    pub above: Vec<usize>,
    /// Points at which it is below the lower limit.
    pub below: Vec<usize>,
}

/// Computes `z_t = lambda x_t + (1 - lambda) z_(t-1)` from `z_0 = mean`, with limits that are exact at every point.
///
/// `mean ± L sd sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^(2t)))` at the `t`-th point. `lambda` lies in (0, 1] (0.2 is usual), `width` is `L` (3).
/// Source: Lucas & Saccucci (1990), Technometrics 32:1.
pub fn ewma(values: &[f64], baseline: Baseline, lambda: f64, width: f64) -> Result<Ewma, DomainError> {
    let baseline = baseline.check()?;
    if !(lambda > 0.0 && lambda <= 1.0) {
        return Err(DomainError::Parameter { name: "lambda", requirement: "must be above 0 and at most 1", value: lambda });
    }
    positive("the width", width)?;
    finite(values, 1, MAX_POINTS)?;
    let mut chart = Ewma { average: Vec::new(), lower: Vec::new(), upper: Vec::new(), above: Vec::new(), below: Vec::new() };
    let mut average = baseline.mean;
    let mut old_weight = 1.0;
    for (at, value) in values.iter().enumerate() {
        average = crate::input::finite(lambda * value + (1.0 - lambda) * average)?;
        old_weight *= (1.0 - lambda) * (1.0 - lambda);
        let half = width * baseline.standard_deviation * (lambda / (2.0 - lambda) * (1.0 - old_weight)).sqrt();
        let (lower, upper) = (crate::input::finite(baseline.mean - half)?, crate::input::finite(baseline.mean + half)?);
        if average > upper {
            chart.above.push(at);
        }
        if average < lower {
            chart.below.push(at);
        }
        chart.average.push(average);
        chart.lower.push(lower);
        chart.upper.push(upper);
    }
    Ok(chart)
}

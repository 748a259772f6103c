//! Cumulative sums: small, lasting shifts.

use super::{Baseline, MAX_POINTS, positions};
use crate::DomainError;
use crate::input::count;
use crate::series::{finite, length, not_negative, positive};

/// A statistic over time, with its alarms.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlChart {
    /// The statistic at each point.
    pub statistic: Vec<f64>,
    /// Points at which it is above the limit.
    pub alarms: Vec<usize>,
}

/// Charts against a rise and against a fall.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoSidedChart {
    /// Against a rise.
    pub rise: ControlChart,
    /// Against a fall.
    pub fall: ControlChart,
}

/// Which shift a chart watches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A higher level.
    Rise,
    /// A lower level.
    Fall,
}

/// Watches for a rise: `S_t = max(0, S_(t-1) + (x_t - mean) / sd - k)`, alarm where `S > h`; it is not reset by an alarm.
///
/// `k` is half the shift to be found, in standard deviations (0.5 is usual), `h` the limit (4 to 5); neither is negative, `h` is positive.
/// Source: Page (1954), Biometrika 41:100; Montgomery (2013), Introduction to Statistical Quality Control, section 9.1.
pub fn cusum(values: &[f64], baseline: Baseline, k: f64, h: f64) -> Result<ControlChart, DomainError> {
    Ok(cusum_two_sided(values, baseline, k, h)?.rise)
}

/// Watches for a rise and for a fall: as [`cusum`], and the same on the values turned around the mean.
///
/// Source: Montgomery (2013), Introduction to Statistical Quality Control, section 9.1.3.
pub fn cusum_two_sided(values: &[f64], baseline: Baseline, k: f64, h: f64) -> Result<TwoSidedChart, DomainError> {
    let baseline = baseline.check()?;
    not_negative("k", k)?;
    positive("h", h)?;
    finite(values, 1, MAX_POINTS)?;
    let scores = values.iter().map(|value| (value - baseline.mean) / baseline.standard_deviation);
    Ok(TwoSidedChart { rise: accumulate(scores.clone().map(|z| z - k), h)?, fall: accumulate(scores.map(|z| -z - k), h)? })
}

/// Watches counts for a shift to the rate that `k` was made for: `S_t = max(0, S_(t-1) + x_t - k)` for a rise, `k - x_t` for a fall.
///
/// `k` comes from [`poisson_reference`], `h` is the limit in events.
/// Source: Lucas (1985), Technometrics 27:129.
pub fn poisson_cusum(counts: &[u64], k: f64, h: f64, direction: Direction) -> Result<ControlChart, DomainError> {
    positive("k", k)?;
    positive("h", h)?;
    length(counts.len(), 1, MAX_POINTS)?;
    let values = counts.iter().map(|&events| count(events)).collect::<Result<Vec<_>, _>>()?;
    accumulate(
        values.iter().map(|value| match direction {
            Direction::Rise => value - k,
            Direction::Fall => k - value,
        }),
        h,
    )
}

/// Computes the reference value of a Poisson chart between the mean in control and the mean to be found: `k = (m1 - m0) / (ln m1 - ln m0)`.
///
/// Both are positive, and they differ; the order does not matter.
/// Source: Lucas (1985), Technometrics 27:129.
pub fn poisson_reference(in_control: f64, to_be_found: f64) -> Result<f64, DomainError> {
    let (from, to) = (positive("the mean in control", in_control)?, positive("the mean to be found", to_be_found)?);
    let relative = (to - from) / from;
    if relative.abs() <= 0.0 {
        return Err(DomainError::NoVariation);
    }
    // Near each other the difference of the logarithms would cancel; far apart the quotient could overflow.
    let ln_quotient = if relative.abs() < 0.5 { relative.ln_1p() } else { to.ln() - from.ln() };
    crate::input::finite((to - from) / ln_quotient)
}

fn accumulate(steps: impl Iterator<Item = f64>, limit: f64) -> Result<ControlChart, DomainError> {
    let mut sum = 0.0_f64;
    let mut statistic = Vec::new();
    for step in steps {
        sum = crate::input::finite((sum + step).max(0.0))?;
        statistic.push(sum);
    }
    Ok(ControlChart { alarms: positions(&statistic, |value| value > limit), statistic })
}

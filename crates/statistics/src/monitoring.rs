//! Control charts for new releases: is the latest value out of step with a baseline that was fixed before?
//!
//! Alarms are positions in the series, from 0. A statistic above its limit is an alarm; one that equals it is not.

mod cusum;
mod ears;
mod ewma;
mod farrington;

pub use cusum::{ControlChart, Direction, TwoSidedChart, cusum, cusum_two_sided, poisson_cusum, poisson_reference};
pub use ears::{Ears, EarsSettings, ears};
pub use ewma::{Ewma, ewma};
pub use farrington::farrington_threshold;

use crate::DomainError;
use crate::series::positive;

/// The most points of a series.
pub const MAX_POINTS: usize = 1_000_000;

/// Mean and standard deviation of values in control.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// The mean.
    pub mean: f64,
    /// The standard deviation, positive.
    pub standard_deviation: f64,
}

impl Baseline {
    fn check(self) -> Result<Baseline, DomainError> {
        positive("the standard deviation", self.standard_deviation)?;
        if self.mean.is_finite() {
            return Ok(self);
        }
        Err(DomainError::Parameter { name: "the mean", requirement: "must be finite", value: self.mean })
    }
}

/// Positions at which a statistic is above its limit.
fn positions(statistic: &[f64], is_alarm: impl Fn(f64) -> bool) -> Vec<usize> {
    statistic.iter().enumerate().filter(|&(_, &value)| is_alarm(value)).map(|(at, _)| at).collect()
}

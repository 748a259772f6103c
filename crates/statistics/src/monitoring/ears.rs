//! The Early Aberration Reporting System: short, moving baselines for series without a history.

use super::MAX_POINTS;
use crate::DomainError;
use crate::series::{finite, mean, probability, spread};
use crate::special::two_sided_z;

/// `C3` above this is an alarm.
const C3_LIMIT: f64 = 2.0;
/// `C3` adds up so many points.
const C3_POINTS: usize = 3;

/// The windows of the three methods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarsSettings {
    /// Points of the moving baseline, at least 2; 7 is usual.
    pub baseline: usize,
    /// Points left out between the baseline of `C2` and the point judged; 2 is usual.
    pub lag: usize,
    /// The chance of an alarm in control, for normal values; 0.001 is usual.
    pub alpha: f64,
}

/// The three methods at each point; `None` where the series has not enough points before it, or a baseline does not vary.
#[derive(Debug, Clone, PartialEq)]
pub struct Ears {
    /// The limit of `C1`: the mean of the baseline right before the point, and its standard deviation times the normal quantile.
    pub c1_upper: Vec<Option<f64>>,
    /// The limit of `C2`, whose baseline ends `lag` points earlier.
    pub c2_upper: Vec<Option<f64>>,
    /// The value in standard deviations of that baseline above its mean.
    pub c2: Vec<Option<f64>>,
    /// The sum of `max(0, C2 - 1)` over three points.
    pub c3: Vec<Option<f64>>,
    /// Points above the limit of `C1`.
    pub c1_alarms: Vec<usize>,
    /// Points above the limit of `C2`.
    pub c2_alarms: Vec<usize>,
    /// Points at which `C3` is above 2.
    pub c3_alarms: Vec<usize>,
}

/// Computes the statistics `C1`, `C2` and `C3`.
///
/// Limit `mean + z sd` over the baseline, with the sample standard deviation and the normal quantile `z` of `1 - alpha`.
/// Source: Fricker, Hegler & Dunfee (2008), Statistics in Medicine 27:3407; the limits equal `surveillance::earsC` in R.
pub fn ears(values: &[f64], settings: EarsSettings) -> Result<Ears, DomainError> {
    let alpha = probability("alpha", settings.alpha)?;
    if alpha >= 0.5 {
        return Err(DomainError::Parameter { name: "alpha", requirement: "must be below one half", value: alpha });
    }
    finite(values, 1, MAX_POINTS)?;
    if settings.baseline < 2 {
        return Err(DomainError::TooFewValues { needed: 2, given: settings.baseline });
    }
    let z = two_sided_z(1.0 - 2.0 * alpha);
    let before = |at: usize, lag: usize| {
        let end = at.checked_sub(lag)?;
        let window = values.get(end.checked_sub(settings.baseline)?..end)?;
        Some((mean(window), (spread(window) / (settings.baseline - 1) as f64).sqrt()))
    };
    let upper = |lag: usize| (0..values.len()).map(|at| before(at, lag).map(|(mean, sd)| mean + z * sd)).collect::<Vec<_>>();
    let score = |(at, value): (usize, &f64)| before(at, settings.lag).filter(|&(_, sd)| sd > 0.0).map(|(mean, sd)| (value - mean) / sd);
    let (c1_upper, c2_upper) = (upper(0), upper(settings.lag));
    let c2: Vec<Option<f64>> = values.iter().enumerate().map(score).collect();
    let c3: Vec<Option<f64>> = (0..values.len())
        .map(|at| {
            let window = c2.get((at + 1).checked_sub(C3_POINTS)?..=at)?;
            window.iter().map(|score| score.map(|score| (score - 1.0).max(0.0))).sum()
        })
        .collect();
    if [&c1_upper, &c2_upper, &c2, &c3].into_iter().flatten().flatten().any(|value| !value.is_finite()) {
        return Err(DomainError::OutOfRange);
    }
    let above = |limits: &[Option<f64>]| {
        let points = values.iter().zip(limits).enumerate();
        points.filter(|(_, (value, limit))| limit.is_some_and(|limit| **value > limit)).map(|(at, _)| at).collect::<Vec<_>>()
    };
    Ok(Ears {
        c1_alarms: above(&c1_upper),
        c2_alarms: above(&c2_upper),
        c3_alarms: c3.iter().enumerate().filter(|(_, value)| value.is_some_and(|value| value > C3_LIMIT)).map(|(at, _)| at).collect(),
        c1_upper,
        c2_upper,
        c2,
        c3,
    })
}

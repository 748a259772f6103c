//! Correlation of two series in time, one shifted against the other.

use crate::DomainError;
use crate::paired::{at_most, check, dot, standardized};
use crate::special::significance::two_sided_normal;

/// The largest lag accepted.
pub const MAX_LAG: u16 = 1_000;

/// The correlation at one lag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LaggedCorrelation {
    /// `k`, in steps of the series: `x` at time `t + k` goes with `y` at time `t`, so at a positive lag `x` comes later.
    pub lag: i32,
    /// The coefficient.
    pub r: f64,
    /// The two-sided normal probability of `r sqrt(n)`, good if at least one of the series is without memory. Two series with trends or seasons
    /// give small ones for no other reason: remove both first, and adjust for the number of lags.
    pub white_noise_p: f64,
}

/// Computes the cross-correlation of two series for all lags from `-max_lag` to `max_lag`, in this order.
///
/// `r(k) = sum (x(t+k) - mx)(y(t) - my) / sqrt(sum (x - mx)^2 sum (y - my)^2)`, with means and sums of squares over the whole series. The series are
/// equally spaced and have at least `max_lag + 3` points; a gap must not be closed up before.
/// Source: Box & Jenkins (1970), chapter 11; the convention for the lag and the divisor is that of `ccf` in R.
pub fn cross_correlation(x: &[f64], y: &[f64], max_lag: u16) -> Result<Vec<LaggedCorrelation>, DomainError> {
    at_most("lags", usize::from(max_lag), usize::from(MAX_LAG))?;
    check(x, y, usize::from(max_lag) + 3)?;
    let (x, y) = (standardized(x)?, standardized(y)?);
    // The series that comes first is cut by the shorter length of the other one.
    let at = |lag: i32, early: &[f64], late: &[f64], shift: u16| {
        let r = dot(early, late.get(usize::from(shift)..).unwrap_or_default()).clamp(-1.0, 1.0);
        LaggedCorrelation { lag, r, white_noise_p: two_sided_normal(r * (x.len() as f64).sqrt()) }
    };
    let x_earlier = (1..=max_lag).rev().map(|shift| at(-i32::from(shift), &x, &y, shift));
    let x_later = (0..=max_lag).map(|shift| at(i32::from(shift), &y, &x, shift));
    Ok(x_earlier.chain(x_later).collect())
}

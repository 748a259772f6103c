//! What the data allow when part of them is missing: bounds without a model of the missing part, and what it would take to overturn a ratio.
//!
//! None of these is an estimate, and none narrows when more of the same is counted. An exact interval for the counts comes on top.

use crate::input::{count, exposure, finite};
use crate::{DomainError, Interval};

/// Bounds of a share of which some answers are missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareBounds {
    /// The share if every missing answer is no.
    pub lower: f64,
    /// The share if every missing answer is yes.
    pub upper: f64,
    /// `upper - lower`, the share of missing answers.
    pub width: f64,
    /// The share among the answers given; absent if there are none.
    pub observed: Option<f64>,
}

/// Computes the bounds of a share without any assumption about the missing answers.
///
/// `[yes / n, (yes + missing) / n]` with `n = yes + no + missing`.
/// Source: Manski (1989), Journal of Human Resources 24:343.
pub fn share_with_missing(yes: u64, no: u64, missing: u64) -> Result<ShareBounds, DomainError> {
    let (yes, no, missing) = (count(yes)?, count(no)?, count(missing)?);
    let (answered, all) = (yes + no, yes + no + missing);
    if all <= 0.0 {
        return Err(DomainError::NoTrials);
    }
    let observed = (answered > 0.0).then(|| yes / answered);
    Ok(ShareBounds { lower: yes / all, upper: (yes + missing) / all, width: missing / all, observed })
}

/// Bounds of a count and of a rate when part of the exposure did not report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReportingGap {
    /// Events per unit of exposure among those that reported.
    pub reporting_rate: f64,
    /// The share of the exposure that reported.
    pub coverage: f64,
    /// Bounds of the count over the whole exposure.
    pub count: Interval,
    /// Bounds of the rate over the whole exposure.
    pub rate: Interval,
}

/// Computes which counts and rates are possible if those that did not report have a rate between two multiples of the rate of those that did.
///
/// `x + r k M` for `k` from `multiple.lower` to `multiple.upper`, with `r = x / reporting` and `M = total - reporting`; 0.5 to 1.5 is usual, 0 to 2 as
/// a test of it. A multiple of a rate of zero bounds nothing, so no events with some exposure missing is refused: [`DomainError::NoEvents`].
/// Source: Manski (1989) with a bounded outcome; Horowitz & Manski (2006), Journal of Econometrics 132:445.
pub fn reporting_gap(events: u64, reporting: f64, total: f64, multiple: Interval) -> Result<ReportingGap, DomainError> {
    let x = count(events)?;
    let (reporting, total) = (exposure(reporting)?, exposure(total)?);
    if reporting > total {
        return Err(DomainError::ReportingExceedsTotal { reporting, total });
    }
    let Interval { lower, upper } = multiple;
    if !(lower >= 0.0 && lower <= upper && upper.is_finite()) {
        return Err(DomainError::RateMultiple { lower, upper });
    }
    if events == 0 && reporting < total {
        return Err(DomainError::NoEvents);
    }
    let reporting_rate = finite(x / reporting)?;
    let bound = |multiple: f64| finite(x + reporting_rate * multiple * (total - reporting));
    let count = Interval { lower: bound(lower)?, upper: bound(upper)? };
    let rate = Interval { lower: finite(count.lower / total)?, upper: finite(count.upper / total)? };
    Ok(ReportingGap { reporting_rate, coverage: reporting / total, count, rate })
}

/// Bounds of a ratio of two counts that each capture only a share of the events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CapturedRatio {
    /// The ratio as counted.
    pub naive: f64,
    /// The least ratio of events.
    pub lower: f64,
    /// The greatest ratio of events.
    pub upper: f64,
}

/// Computes which ratios of events `n1 / n2` allows if the counts capture shares of the events that are known only within bounds.
///
/// `[(n1 / q1.upper) / (n2 / q2.lower), (n1 / q1.lower) / (n2 / q2.upper)]`. The naive ratio lies inside exactly if both shares may be equal.
/// Source: interval arithmetic; as quantitative bias analysis in Fox, `MacLehose` & Lash (2021), chapter 6.
pub fn captured_ratio(n1: u64, n2: u64, q1: Interval, q2: Interval) -> Result<CapturedRatio, DomainError> {
    let (n1, n2) = (count(n1)?, count(n2)?);
    captured_share(q1)?;
    captured_share(q2)?;
    if n2 <= 0.0 {
        return Err(DomainError::ZeroReference);
    }
    let naive = n1 / n2;
    let ratio = |q1: f64, q2: f64| finite((n1 / q1) / (n2 / q2));
    Ok(CapturedRatio { naive, lower: ratio(q1.upper, q2.lower)?, upper: ratio(q1.lower, q2.upper)? })
}

/// How poorly the reference count would have had to capture its events for a ratio to be no more than a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CaptureBreakdown {
    /// The share of its events that the reference count would have captured; above 1 if the ratio as counted is already below the target.
    pub reference_share: f64,
    /// The events behind the reference count in that case.
    pub reference_events: f64,
}

/// Computes the capture of the reference count at which `n1 / n2` becomes `target`, if `n1` captures the share `q1`.
///
/// `q2 = target q1 n2 / n1`, and `n2 / q2 = n1 / (q1 target)` events. This says what would have to be true, not that it is.
/// Source: [`captured_ratio`], solved for `q2`.
pub fn capture_breakdown(n1: u64, n2: u64, target: f64, q1: f64) -> Result<CaptureBreakdown, DomainError> {
    let (n1, n2) = (count(n1)?, count(n2)?);
    captured_share(Interval { lower: q1, upper: q1 })?;
    if !(target > 0.0 && target.is_finite()) {
        return Err(DomainError::Ratio(target));
    }
    if n1 <= 0.0 {
        return Err(DomainError::NoEvents);
    }
    if n2 <= 0.0 {
        return Err(DomainError::ZeroReference);
    }
    Ok(CaptureBreakdown { reference_share: finite(target * q1 * n2 / n1)?, reference_events: finite(n1 / (q1 * target))? })
}

fn captured_share(share: Interval) -> Result<(), DomainError> {
    let Interval { lower, upper } = share;
    if lower > 0.0 && lower <= upper && upper <= 1.0 { Ok(()) } else { Err(DomainError::CapturedShare { lower, upper }) }
}

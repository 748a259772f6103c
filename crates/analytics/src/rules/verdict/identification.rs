//! What is known only between bounds, before chance is counted.

use domain::{
    ClaimKind,
    rate::{ExposureKind, Rate},
    verdict::{Adjusted, Identified},
};
use statistics::{Interval, bounds::captured_ratio};

use super::case::Case;

/// The bounds that the claim's capture and its exposures allow.
pub(super) fn all(case: &Case<'_>, adjusted: &[Adjusted]) -> Vec<Identified> {
    let mut out: Vec<Identified> = capture(case).into_iter().collect();
    for one in adjusted {
        let before = one.before.as_ref().and_then(|before| before.as_ref().ok());
        out.extend(one.now.as_ref().ok().and_then(|rate| path(rate, &format!("over {}, now", one.label))));
        out.extend(before.and_then(|rate| path(rate, &format!("over {}, before", one.label))));
    }
    out
}

/// The growth if all events of the window, but only a share of those of the base, were recorded (methods §2.8).
fn capture(case: &Case<'_>) -> Option<Identified> {
    let claim = case.claim();
    let (least, greatest) = claim.setting.base_capture?;
    if claim.kind != ClaimKind::Growth || claim.baseline_inferred {
        return None;
    }
    let all = Interval { lower: 1.0, upper: 1.0 };
    let found = captured_ratio(claim.numerator?, claim.baseline?, all, Interval { lower: least, upper: greatest }).ok()?;
    let label = format!(
        "growth by counts, if all events of the window and between {:.0} and {:.0} % of those of the base were recorded",
        100.0 * least,
        100.0 * greatest
    );
    Some(Identified { label, lower: found.lower, upper: Some(found.upper), unit: "times" })
}

/// A rate whose exposure is known only between bounds.
fn path(rate: &Rate, label: &str) -> Option<Identified> {
    let uncertain = rate.uncertain?;
    let at = |exposure: f64| rate.events as f64 / exposure * rate.kind.per();
    let unit = match rate.kind {
        ExposureKind::Officers => "per 100 officers",
        ExposureKind::OfficerYears => "per 100 officer-years",
        ExposureKind::Apprehensions => "per 1,000 apprehensions",
        ExposureKind::Arrests => "per 1,000 arrests",
    };
    Some(Identified {
        label: label.to_owned(),
        lower: uncertain.greatest.map_or(0.0, at),
        upper: (uncertain.least > 0.0).then(|| at(uncertain.least)),
        unit,
    })
}

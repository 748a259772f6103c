//! The claim's counts over exposures of their time, and what is left of the growth.

use domain::{
    Recorded,
    claim::Adjustment,
    comparison::{Ratio, spec::ExposureSpec},
    rate::{Interval, Rate, Refusal},
    verdict::Adjusted,
};

use super::case::{Case, growth};
use crate::rules::{exposure, rates, wording::PathAssumed};

/// The counts over every exposure that is declared for the claim.
pub(super) fn all(case: &Case<'_>) -> Vec<Adjusted> {
    case.claim().setting.exposures.iter().map(|one| over(case, one)).collect()
}

fn over(case: &Case<'_>, adjustment: &Adjustment) -> Adjusted {
    let Adjustment { label, now: over_now, before: over_before, note } = adjustment;
    let claim = case.claim();
    let now_count = case.count(claim.window.period);
    let before_count = case.count(claim.baseline_window.period);
    let mut note = note.clone();
    let now = rate(case, now_count.clone(), over_now).map(|found| found.told("Now", &mut note));
    let before = match over_before {
        ExposureSpec::None => None,
        spec => Some(rate(case, before_count.clone(), spec).map(|found| found.told("Before", &mut note))),
    };
    let mut ratio = None;
    if let (Ok(rate), Some(Ok(base))) = (&now, &before)
        && let (Ok(count), Ok(base_count)) = (now_count, before_count)
    {
        match rates::ratio((count.observation.unit, rate), (base_count.observation.unit, base)) {
            Ok(found) => ratio = Some(found),
            Err(refusal) => note = format!("{note} No ratio: {refusal}."),
        }
    }
    let share_left = match (growth(claim), ratio) {
        (Some(claimed), Some(found)) if case.records_its_counts() => share_left(claimed, &found),
        _ => None,
    };
    Adjusted { label: label.clone(), now, before, ratio, share_left, note }
}

/// What is left of the claimed growth. On the log scale it is the sum of what is left and of the growth `E` of the exposure, which is not
/// left to chance: at each limit `r` of the ratio the share is `ln r / ln(r E)`. None where a limit of the growth is not above 1.
fn share_left(claimed: f64, found: &Ratio) -> Option<(f64, Interval)> {
    let exposure = claimed / found.value;
    let share = |ratio: f64| (ratio > 0.0 && ratio * exposure > 1.0).then(|| ratio.ln() / (ratio * exposure).ln());
    let (value, Interval { lower, upper, confidence, method }) = (share(found.value)?, found.interval);
    let (one, other) = (share(lower)?, share(upper?)?);
    Some((value, Interval { lower: one.min(other), upper: Some(one.max(other)), confidence, method }))
}

/// A rate, and what was assumed of the path of its exposure.
struct Found {
    rate: Rate,
    assumed: Option<PathAssumed>,
}

impl Found {
    /// The rate alone, once `note` tells what was assumed.
    fn told(self, when: &str, note: &mut String) -> Rate {
        if let Some(assumed) = self.assumed {
            *note = format!("{note} {when}: {assumed}");
        }
        self.rate
    }
}

fn rate(case: &Case<'_>, count: Result<&Recorded, Refusal>, spec: &ExposureSpec) -> Result<Found, Refusal> {
    let count = count?;
    let exposure = exposure::resolve(spec, count, case.joined)?;
    let exposure = exposure.ok_or_else(|| Refusal::NoObservation("no exposure is declared".into()))?;
    let rate = rates::rate(count, &exposure)?;
    Ok(Found { rate, assumed: exposure.assumed })
}

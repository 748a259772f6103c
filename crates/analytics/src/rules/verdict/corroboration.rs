//! Independent series beside the claim: their own growth with its interval, how far they count the same, and the claim's growth over theirs.

use domain::{
    Claim, CountingUnit, Period, Recorded,
    claim::Independent,
    comparison::{Ratio, Selector},
    rate::{Interval, Refusal},
    verdict::Corroboration,
};

use super::case::{Case, growth};
use crate::rules::{
    exposure,
    rates::{self, Side},
};

/// Every independent series of the claim.
pub(super) fn all(case: &Case<'_>) -> Vec<Corroboration> {
    case.claim().setting.independent.iter().map(|one| series(case, one)).collect()
}

fn series(case: &Case<'_>, independent: &Independent) -> Corroboration {
    let Independent { label, now, before } = independent;
    let ratio = ratio(case, now, before);
    let claim_over_this = claimed(case.claim()).zip(ratio.as_ref().ok()).and_then(|(claimed, own)| over(&claimed, own));
    let counts = [now, before].into_iter().filter_map(|selector| case.joined.find(selector).ok().cloned()).collect();
    Corroboration {
        series: label.clone(),
        ratio: ratio.map_err(|refusal| refusal.to_string()),
        counts,
        comparability: case.comparability(now),
        claim_over_this,
    }
}

/// The claim's own growth per day of its windows, with its exact interval; none where it gives no counts or no days.
fn claimed(claim: &Claim) -> Option<Ratio> {
    growth(claim)?;
    let side = |events: Option<u64>, window: Option<Period>| Some(Side::exact(events?, window?.days() as f64));
    rates::ratio_of_sides(&side(claim.numerator, claim.window.period)?, &side(claim.baseline, claim.baseline_window.period)?).ok()
}

/// One growth over another of other events. Each interval misses with a chance of at most 5 %, so that between their limits the ratio is
/// missed with at most 10 % (Bonferroni).
fn over(claimed: &Ratio, own: &Ratio) -> Option<Ratio> {
    if own.value <= 0.0 {
        return None;
    }
    let lower = own.interval.upper.map_or(0.0, |upper| claimed.interval.lower / upper);
    let upper = claimed.interval.upper.filter(|_| own.interval.lower > 0.0).map(|upper| upper / own.interval.lower);
    let confidence = 2.0 * rates::CONFIDENCE - 1.0;
    Some(Ratio {
        value: claimed.value / own.value,
        interval: Interval { lower, upper, confidence, method: "limits of both exact intervals" },
    })
}

/// The growth of a series per day of its own windows, with the exact central interval (methods §2.3).
fn ratio(case: &Case<'_>, now: &Selector, before: &Selector) -> Result<Ratio, Refusal> {
    let unit = now.series.unit;
    if unit != before.series.unit || now.series.definition != before.series.definition {
        return Err(Refusal::DifferentInstruments { left: unit, right: before.series.unit });
    }
    if unit == CountingUnit::OfficerSubjectObject {
        return Err(Refusal::NoEstimate("one event can be many of these counts, so that the exact interval would promise too much".into()));
    }
    let side = |recorded: &Recorded| -> Result<Side, Refusal> {
        Ok(Side::exact(exposure::events(recorded)?, recorded.observation.period.days() as f64))
    };
    rates::ratio_of_sides(&side(case.joined.find(now)?)?, &side(case.joined.find(before)?)?)
}

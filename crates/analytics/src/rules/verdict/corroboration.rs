//! Independent series beside the claim: their own growth with its interval, how far they count the same, and the claim's growth over theirs.

use domain::{
    CountingUnit, Recorded,
    claim::Independent,
    comparison::{Ratio, Selector},
    rate::Refusal,
    verdict::Corroboration,
};

use super::case::{Case, growth, stated_factor};
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
    // A claim without counts is held by what it states.
    let claimed = growth(case.claim()).or_else(|| stated_factor(case.claim()));
    let claim_over_this = claimed.zip(ratio.as_ref().ok()).filter(|(_, own)| own.value > 0.0).map(|(claimed, own)| claimed / own.value);
    let counts = [now, before].into_iter().filter_map(|selector| case.joined.find(selector).ok().cloned()).collect();
    Corroboration {
        series: label.clone(),
        ratio: ratio.map_err(|refusal| refusal.to_string()),
        counts,
        comparability: case.comparability(now),
        claim_over_this,
    }
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

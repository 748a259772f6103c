//! The base under scrutiny: whether it stood still, what other instruments count, and how little of it would have to be recorded.

use domain::{
    Claim, ClaimKind, CountingUnit,
    comparison::{Ratio, Selector},
    rate::Interval,
    verdict::{Baseline, BreakEven, Corroboration, FrozenBase, OtherInstrument},
};

use statistics::zero_run::zero_run;

use super::case::{Case, growth};
use crate::rules::{
    exposure,
    rates::{self, Side},
};

/// The base of the claim.
pub(super) fn check(case: &Case<'_>, corroboration: &[Corroboration]) -> Baseline {
    Baseline {
        frozen: frozen(case.claim(), &case.thread.earlier),
        other_instruments: case.claim().setting.instruments.iter().filter_map(|selector| instrument(case, selector)).collect(),
        capture_break_even: break_even(case.claim(), corroboration),
    }
}

/// A base that is that of the claims before, although its window now ends later (methods §2.7). The first of the claims with that base is
/// the one that says until when events are known; the added days are those between the ends of the two base windows.
fn frozen(claim: &Claim, earlier: &[&Claim]) -> Option<FrozenBase> {
    let base = stated_base(claim).filter(|base| *base > 0)?;
    let window = claim.baseline_window.period?;
    let unmoved = earlier.iter().rev().filter(|other| other.baseline.is_some()).take_while(|other| stated_base(other) == Some(base));
    let (first, then) = unmoved.filter_map(|other| Some((other, other.baseline_window.period?))).last()?;
    if then.end() >= window.end() {
        return None;
    }
    let days_added = domain::Period::new(then.end(), window.end()).ok()?.days();
    let found = zero_run(base, then.days() as f64, days_added as f64).ok()?;
    Some(FrozenBase {
        earlier: first.id.clone(),
        base,
        days_then: then.days(),
        days_added,
        p: found.plug_in,
        p_conditional: found.conditional,
    })
}

/// The base that was said, not one that was worked out.
fn stated_base(claim: &Claim) -> Option<u64> {
    claim.baseline.filter(|_| claim.kind == ClaimKind::Growth && !claim.baseline_inferred)
}

/// A count of another instrument. What no release has is not listed here; the verdict says how many that are.
fn instrument(case: &Case<'_>, selector: &Selector) -> Option<OtherInstrument> {
    let recorded = case.joined.find(selector).ok()?;
    let claim = case.claim();
    // Where one event can be many counts, an exact interval would promise too much.
    let is_of_events = !matches!(selector.series.unit, CountingUnit::Employee | CountingUnit::OfficerSubjectObject);
    let claim_over_this = match (claim.numerator, claim.window.period, exposure::events(recorded)) {
        (Some(now), Some(window), Ok(events)) if is_of_events && claim.kind == ClaimKind::Growth => {
            rates::ratio_of_sides(&Side::exact(now, window.days() as f64), &Side::exact(events, selector.period.days() as f64)).ok()
        }
        _ => None,
    };
    Some(OtherInstrument { recorded: recorded.clone(), comparability: case.comparability(selector), claim_over_this })
}

/// The share of the base's events that would have been recorded if the growth were that of an independent series, `RR* n2 / n1`, per day of
/// the windows (methods §1.3, §2.8). A series that grew more than the claim asks for no such share.
fn break_even(claim: &Claim, corroboration: &[Corroboration]) -> Vec<BreakEven> {
    let Some(claimed) = growth(claim).filter(|claimed| *claimed > 0.0) else { return Vec::new() };
    corroboration
        .iter()
        .filter_map(|one| {
            // The claim's counts are what they are; what is not known is the growth of the series.
            let Ratio { value, interval } = one.ratio.as_ref().ok()?;
            let Interval { lower, upper, confidence, method } = *interval;
            let interval = Interval { lower: lower / claimed, upper: upper.map(|upper| upper / claimed), confidence, method };
            Some(BreakEven { series: one.series.clone(), capture: (value / claimed, interval) })
        })
        .filter(|one| one.capture.0 <= 1.0)
        .collect()
}

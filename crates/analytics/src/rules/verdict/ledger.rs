//! The claim among those of the same count: whether counts only grow, what changed in between, and what was added.

use domain::{
    Claim, ClaimKind, Period,
    rate::Interval,
    verdict::{Increment, Ledger, Monotone},
};

use super::{case::Case, thread::Thread};
use crate::rules::{rates::CONFIDENCE, wording::Drift};

/// Method of an interval of events per day.
const GARWOOD: &str = "Garwood";

/// The place of the claim in its thread.
pub(super) fn place(case: &Case<'_>) -> Ledger {
    let thread = case.thread;
    let ids = |claims: &[&Claim]| claims.iter().map(|claim| claim.id.clone()).collect();
    Ledger {
        earlier: ids(&thread.earlier),
        later: ids(&thread.later),
        monotone: monotone(thread),
        drift: drift(case).iter().map(ToString::to_string).collect(),
        increments: increments(thread),
    }
}

/// Counts and bases along the thread; a base that was worked out is no base that was said.
fn monotone(thread: &Thread<'_>) -> Monotone {
    let of_growth = || thread.all.iter().filter(|claim| claim.kind == ClaimKind::Growth);
    let counts: Vec<u64> = of_growth().filter_map(|claim| claim.numerator).collect();
    let bases: Vec<u64> = of_growth().filter(|claim| !claim.baseline_inferred).filter_map(|claim| claim.baseline).collect();
    if counts.len() < 2 {
        return Monotone::NotComparable;
    }
    if counts.is_sorted() && bases.is_sorted() { Monotone::Yes } else { Monotone::No }
}

/// What differs from the claims before: each aspect against the last of them that says it.
fn drift(case: &Case<'_>) -> Vec<Drift> {
    let (claim, earlier) = (case.claim(), &case.thread.earlier);
    let mut out = Vec::new();
    let windows = |claim: &Claim| Some((claim.window.period?, claim.baseline_window.period?));
    if let (Some((now, base)), Some((then, base_then, before))) = (windows(claim), last(earlier, windows))
        && (now.start() != then.start() || base.start() != base_then.start())
    {
        let (now, then) = ((now.start(), base.start()), (then.start(), base_then.start()));
        out.push(Drift::Starts { before: before.id.clone(), now, then });
    }
    if let (Some(instrument), Some((then, before))) =
        (&claim.setting.instrument, earlier.iter().rev().find_map(|other| Some((other.setting.instrument.as_ref()?, other))))
    {
        if instrument.population != then.population {
            let (now, then) = (instrument.population.to_string(), then.population.to_string());
            out.push(Drift::Population { before: before.id.clone(), now, then });
        }
        if instrument.definition != then.definition {
            let unit = |slug| case.definitions.get(slug).map_or("events of an unknown definition", |found| found.unit.plural());
            let (now, then) = (unit(&instrument.definition), unit(&then.definition));
            out.push(Drift::Definition { before: before.id.clone(), now: now.to_owned(), then: then.to_owned() });
        }
    }
    if let Some(before) = earlier.last().filter(|before| before.metric != claim.metric) {
        out.push(Drift::Words { before: before.id.clone(), now: claim.metric.clone(), then: before.metric.clone() });
    }
    out
}

fn last<'a>(earlier: &[&'a Claim], windows: impl Fn(&Claim) -> Option<(Period, Period)>) -> Option<(Period, Period, &'a Claim)> {
    earlier.iter().rev().find_map(|other| windows(other).map(|(window, base)| (window, base, *other)))
}

/// What each release of the thread adds to the one before it, among those with a count and a window in days (methods §2.7). The days are those
/// between the ends of the windows. Where a count falls, or a window does not end later, nothing can be said to be added.
fn increments(thread: &Thread<'_>) -> Vec<Increment> {
    let dated: Vec<(&Claim, u64, Period)> = thread
        .all
        .iter()
        .filter(|claim| claim.kind == ClaimKind::Growth)
        .filter_map(|claim| Some((*claim, claim.numerator?, claim.window.period?)))
        .collect();
    let first = dated.first().and_then(|(claim, count, window)| increment("", claim, *count, window.days()));
    let steps = dated.iter().zip(dated.iter().skip(1)).filter_map(|((from, before, then), (to, count, window))| {
        let added = Period::new(then.end(), window.end()).ok()?;
        increment(&from.id, to, count.checked_sub(*before)?, added.days())
    });
    first.into_iter().chain(steps).collect()
}

fn increment(from: &str, to: &Claim, events: u64, days: i64) -> Option<Increment> {
    let found = statistics::poisson::rate_garwood(events, days as f64, 1.0, CONFIDENCE).ok()?;
    let per_day = Interval { lower: found.lower, upper: Some(found.upper), confidence: CONFIDENCE, method: GARWOOD };
    Some(Increment { from: from.to_owned(), to: to.id.clone(), events, days, per_day, value: events as f64 / days as f64 })
}

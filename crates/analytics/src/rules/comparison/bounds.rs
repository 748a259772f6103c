//! What cannot be known, as bounds (methods §2.8).

use domain::{
    CountingUnit, Recorded,
    comparison::{analysis::Bound, spec::BoundsSpec},
    rate::{ExposureKind, Refusal},
};
use statistics::{Interval, bounds};

use super::Used;
use crate::rules::{exposure, joined::Joined, rates::CONFIDENCE};

/// Assumed multiples of the rate of those that reported, for those that did not: the usual range and its test (methods §2.8).
const MULTIPLES: [(f64, f64); 2] = [(0.5, 1.5), (0.0, 2.0)];

/// The bounds, each with its assumption in its label.
pub(super) fn run(spec: &BoundsSpec, joined: &Joined, used: &mut Used) -> Result<Vec<Bound>, String> {
    let words = |refusal: Refusal| refusal.to_string();
    match spec {
        BoundsSpec::ReportingGap { count, exposure, covered } => {
            let all = [count, exposure, covered].map(|selector| joined.find(selector));
            let [count, over, covered] = all;
            let (count, over, covered) = (count.map_err(words)?, over.map_err(words)?, covered.map_err(words)?);
            used.add([count, over, covered]);
            reporting_gap(count, over, covered)
        }
        BoundsSpec::Capture { now, before, now_range, before_range, independent } => {
            let (now, before) = (joined.find(now).map_err(words)?, joined.find(before).map_err(words)?);
            used.add([now, before]);
            let mut out = capture(now, before, *now_range, *before_range)?;
            if let Some((independent_now, independent_before)) = independent {
                let (other_now, other_before) =
                    (joined.find(independent_now).map_err(words)?, joined.find(independent_before).map_err(words)?);
                used.add([other_now, other_before]);
                out.push(break_even(now, before, other_now, other_before)?);
            }
            Ok(out)
        }
        BoundsSpec::Share { part, whole, unknown } => {
            let (part, whole) = (joined.find(part).map_err(words)?, joined.find(whole).map_err(words)?);
            used.add([part, whole]);
            let of = |one: &Recorded| (one.observation.unit, one.observation.population.clone(), one.observation.period);
            if of(part) != of(whole) {
                return Err("a part and its whole are of one unit, population and period".to_owned());
            }
            let unknown = match unknown {
                Some(selector) => {
                    let found = joined.find(selector).map_err(words)?;
                    used.add([found]);
                    events(found)?
                }
                None => 0,
            };
            share(events(part)?, events(whole)?, unknown)
        }
    }
}

fn events(recorded: &Recorded) -> Result<u64, String> {
    exposure::events(recorded).map_err(|refusal| refusal.to_string())
}

fn reporting_gap(count: &Recorded, over: &Recorded, covered: &Recorded) -> Result<Vec<Bound>, String> {
    let kind = exposure::kind(count.observation.unit, over.observation.unit).map_err(|refusal| refusal.to_string())?;
    if kind != ExposureKind::Officers || covered.observation.unit != CountingUnit::Percent {
        return Err("the bounds of a reporting gap need a count, officers, and the percentage that they cover".to_owned());
    }
    let reporting = over.observation.reading.value().ok_or("the exposure is missing")?.as_f64();
    let percent = covered.observation.reading.value().ok_or("the coverage is missing")?.as_f64();
    if !(percent > 0.0 && percent <= 100.0) {
        return Err(format!("a coverage of {percent} percent is none"));
    }
    // Coverage is published as a share of the population; that officers are spread like the population is an assumption of the label.
    let total = reporting * 100.0 / percent;
    let events = events(count)?;
    let mut out = Vec::new();
    for (lower, upper) in MULTIPLES {
        let found = bounds::reporting_gap(events, reporting, total, Interval { lower, upper }).map_err(|error| error.to_string())?;
        let assumption =
            format!("{percent} % of the population covered, the rest at {lower} to {upper} times the rate of those that reported");
        out.push(Bound {
            label: format!("Events in all agencies: {assumption}"),
            lower: found.count.lower,
            point: Some(events as f64),
            upper: Some(found.count.upper),
            unit: "events".to_owned(),
        });
        out.push(Bound {
            label: format!("Rate of all agencies: {assumption}"),
            lower: found.rate.lower * kind.per(),
            point: Some(found.reporting_rate * kind.per()),
            upper: Some(found.rate.upper * kind.per()),
            unit: format!("per {} {}", kind.per(), kind.name()),
        });
    }
    Ok(out)
}

fn same_instrument(left: &Recorded, right: &Recorded) -> Result<(), String> {
    let (one, other) = (&left.observation, &right.observation);
    if one.unit != other.unit {
        return Err(Refusal::DifferentInstruments { left: one.unit, right: other.unit }.to_string());
    }
    let same = one.definition == other.definition && one.population == other.population && one.geography == other.geography;
    if same { Ok(()) } else { Err("two counts by different definitions, or of different forces or places".to_owned()) }
}

fn capture(now: &Recorded, before: &Recorded, now_range: (f64, f64), before_range: (f64, f64)) -> Result<Vec<Bound>, String> {
    same_instrument(now, before)?;
    let range = |(lower, upper): (f64, f64)| Interval { lower, upper };
    let found =
        bounds::captured_ratio(events(now)?, events(before)?, range(now_range), range(before_range)).map_err(|error| error.to_string())?;
    Ok(vec![Bound {
        label: format!(
            "The ratio of the counts before chance, if {} to {} of the events now and {} to {} of those before were recorded",
            now_range.0, now_range.1, before_range.0, before_range.1
        ),
        lower: found.lower,
        point: Some(found.naive),
        upper: Some(found.upper),
        unit: "times".to_owned(),
    }])
}

/// The capture of the base at which the ratio is that of an independent series.
fn break_even(now: &Recorded, before: &Recorded, other_now: &Recorded, other_before: &Recorded) -> Result<Bound, String> {
    same_instrument(other_now, other_before)?;
    let per_day = |recorded: &Recorded| events(recorded).map(|events| events as f64 / recorded.observation.period.days() as f64);
    let base = per_day(other_before)?;
    if base <= 0.0 {
        return Err(Refusal::ZeroReference.to_string());
    }
    let target = per_day(other_now)? / base;
    let found = bounds::capture_breakdown(events(now)?, events(before)?, target, 1.0).map_err(|error| error.to_string())?;
    // Both sides by day of their windows.
    let share = found.reference_share * now.observation.period.days() as f64 / before.observation.period.days() as f64;
    Ok(Bound {
        label: format!("Share of the events before that were recorded, at which the ratio is that of {}", other_now.observation.definition),
        lower: 0.0,
        point: Some(100.0 * share),
        upper: Some(100.0),
        unit: "percent".to_owned(),
    })
}

fn share(part: u64, whole: u64, unknown: u64) -> Result<Vec<Bound>, String> {
    let known = whole.checked_sub(unknown).ok_or("more unknown than there are")?;
    let no = known.checked_sub(part).ok_or("the part is more than the whole")?;
    let exact = statistics::proportion::clopper_pearson(part, known, CONFIDENCE).map_err(|error| error.to_string())?;
    let point = Some(100.0 * part as f64 / known as f64);
    let mut out = vec![Bound {
        label: format!("Share of the {known} of whom it is known, exact 95 % interval (Clopper–Pearson)"),
        lower: 100.0 * exact.lower,
        point,
        upper: Some(100.0 * exact.upper),
        unit: "percent".to_owned(),
    }];
    if unknown > 0 {
        let found = bounds::share_with_missing(part, no, unknown).map_err(|error| error.to_string())?;
        out.push(Bound {
            label: format!("Share, if the {unknown} unknown all have it or none has"),
            lower: 100.0 * found.lower,
            point,
            upper: Some(100.0 * found.upper),
            unit: "percent".to_owned(),
        });
    }
    Ok(out)
}

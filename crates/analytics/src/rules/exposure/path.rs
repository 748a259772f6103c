//! Officer-years: person-time along headcounts, the path between which is unknown (methods §2.1).

use std::collections::BTreeMap;

use domain::{
    Date, Observation, Period, Recorded,
    rate::{ExposureKind, Refusal},
};
use statistics::{
    DomainError,
    exposure::{Assumption, Between, Headcount, Outside, Window, officer_years as integrated},
};

use super::{Exposure, Known, added, refused};
use crate::rules::wording::PathAssumed;

/// The most days over which a headcount is carried beyond the first or the last that is known: a month, the step of OPM's counts.
const CARRIED_DAYS: u32 = 31;
/// The most by which a carried headcount is assumed to change in a month, as a share of the greatest headcount. The greatest monthly change of
/// ICE's employees in OPM's sixty months from 2021 to 2025 is 9.4 %, from August to September 2025, in the middle of the hiring.
const CHANGE_PER_MONTH: f64 = 0.1;

/// Officer-years over the window of `count`: on straight lines between the headcounts, with bounds if the headcount never leaves the range of
/// its neighbours, and carried for at most a month beyond them.
///
/// A headcount is the state at the end of its period, as OPM's of a month and the Border Patrol's of a fiscal year are. Those of one day are added,
/// and every day has to have the same series. Refused if there are not two days, if a window reaches further beyond them than a headcount is carried,
/// or if they are of another force than the count.
pub(super) fn officer_years(count: &Recorded, parts: Vec<Recorded>) -> Result<Exposure, Refusal> {
    let window = count.observation.period;
    let days = by_day(&parts);
    let mut headcounts = Vec::with_capacity(days.len());
    let mut greatest_point = 0.0_f64;
    for (midnight, parts) in &days {
        let (kind, Known { point, least, greatest }) = added(count, parts)?;
        if kind != ExposureKind::Officers {
            return Err(Refusal::Mismatch("person-time lies between two headcounts".into()));
        }
        greatest_point = greatest_point.max(point);
        let day = offset(window.start(), *midnight)?;
        headcounts.push(Headcount { day, lower: least, value: point, upper: greatest.unwrap_or(f64::INFINITY) });
    }
    let (Some((first, first_parts)), Some((last, _))) = (days.first_key_value(), days.last_key_value()) else {
        return Err(Refusal::NoObservation("no exposure".into()));
    };
    if first == last {
        return Err(Refusal::Mismatch("person-time lies between two headcounts".into()));
    }
    if let Some((other, _)) = days.iter().find(|(_, parts)| series(parts) != series(first_parts)) {
        return Err(Refusal::Mismatch(format!("the headcounts of {} and {} are of different series", eve(*first), eve(*other))));
    }
    let outside = Outside::CarriedUpTo { days: CARRIED_DAYS, per_month: CHANGE_PER_MONTH * greatest_point };
    let over = Window { start: 0, end: offset(window.start(), window.end())? };
    let found = integrated(&headcounts, over, Assumption { between: Between::Monotone, outside }).map_err(|error| beyond(error, window))?;
    let assumed = PathAssumed {
        headcounts: days.len(),
        first: eve(*first),
        last: eve(*last),
        days_before: found.days_before,
        days_after: found.days_after,
        change_per_month: CHANGE_PER_MONTH,
    };
    Ok(Exposure {
        kind: ExposureKind::OfficerYears,
        point: found.central,
        least: found.lower,
        greatest: found.upper.is_finite().then_some(found.upper),
        parts,
        assumed: Some(assumed),
    })
}

/// Headcounts by the midnight that ends their period, each once.
fn by_day(parts: &[Recorded]) -> BTreeMap<Date, Vec<Recorded>> {
    let mut days: BTreeMap<Date, Vec<Recorded>> = BTreeMap::new();
    for part in parts {
        let day = days.entry(part.observation.period.end()).or_default();
        if !day.contains(part) {
            day.push(part.clone());
        }
    }
    days
}

/// Which series the headcounts are of.
fn series(parts: &[Recorded]) -> Vec<(String, String, String, String)> {
    let name = |part: &Recorded| {
        let Observation { measure, population, geography, definition, .. } = &part.observation;
        (measure.to_string(), population.to_string(), geography.to_string(), definition.to_string())
    };
    let mut all: Vec<_> = parts.iter().map(name).collect();
    all.sort();
    all
}

/// The day that ends at a midnight.
fn eve(midnight: Date) -> Date {
    midnight.days_later(-1)
}

/// Days from one midnight to another, negative if the other is earlier.
fn offset(from: Date, to: Date) -> Result<i32, Refusal> {
    let days = match (Period::new(from, to), Period::new(to, from)) {
        (Ok(later), _) => later.days(),
        (_, Ok(earlier)) => -earlier.days(),
        _ => 0,
    };
    i32::try_from(days).map_err(|_| Refusal::Mismatch(format!("{from} and {to} are too far apart")))
}

fn beyond(error: DomainError, window: Period) -> Refusal {
    let DomainError::OutsideHeadcounts { before, after, carried } = error else { return refused(error) };
    let days = [(before, "before the first"), (after, "after the last")];
    let days: Vec<String> = days.iter().filter(|(days, _)| *days > carried).map(|(days, where_)| format!("{days} days {where_}")).collect();
    Refusal::Mismatch(format!("{} reaches {}; a headcount is carried over at most {carried}", window.label(), days.join(" and ")))
}

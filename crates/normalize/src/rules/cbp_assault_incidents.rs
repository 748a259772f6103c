//! CBP assault incidents → assaults on officers, in two counting units from the same rows.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CountingUnit, Geography, Population};

use super::{
    Rule, cbp,
    months::{self, Kind, Month},
    name,
    scope::{Counted, Scope, Series},
};
use crate::{
    decoded::{MOST_OBSERVATIONS, Problems, Standardized, Unfit, line_list, quote, thousands},
    sources::cbp_assault_incidents::Row,
};

pub(super) const RULE: Rule = Rule { name: "cbp_assault_incidents", version: 1 };

/// Counts rows by nation, component, and component and area, over months, fiscal years and, but for areas, years to date and calendar years.
///
/// * `incident`: distinct ids. An incident that touched several areas or components has a row for each, so the national number is
///   counted over all rows and is less than the sum of the parts.
/// * `officer`: the sum of the officer column over the same rows.
///
/// A row that repeats another in component, region, area, id and month is counted once, with the larger count of officers.
pub(crate) fn standardize(rows: &[Row], problems: &mut Problems) -> Result<Standardized, Unfit> {
    let rows = once(rows, problems);
    report_wandering(&rows, problems);
    let present: BTreeSet<Month> = rows.iter().map(|row| row.month).collect();
    let (spans, covers) = months::spans(&present, problems.unread_rows()).ok_or(Unfit::Nothing)?;

    let mut scopes: BTreeMap<(Population, Geography), Scope<'_>> = BTreeMap::new();
    let us: Geography = name("us");
    for row in &rows {
        let counted = Counted { line: row.line, incident: &row.incident, amount: row.officers };
        let component = cbp::component(&row.component);
        let area = (component.clone(), cbp::area(&row.area));
        for scope in [(cbp::nation(), us.clone()), (component, us.clone()), area] {
            scopes.entry(scope).or_default().add(row.month.number(), counted);
        }
        if scopes.len() * spans.len() * 2 > MOST_OBSERVATIONS {
            return Err(Unfit::TooMuch);
        }
    }

    let mut observations = Vec::with_capacity(scopes.len() * spans.len() * 2);
    for ((population, geography), scope) in &scopes {
        let series = |unit, definition| Series {
            measure: name("assaults_on_officers"),
            unit,
            population: population.clone(),
            geography: geography.clone(),
            definition: name(definition),
        };
        let incidents = series(CountingUnit::Incident, "cbp-assault-incident");
        let officers = series(CountingUnit::Officer, "cbp-assaulted-officer");
        for span in &spans {
            if matches!(span.kind, Kind::CalendarYear | Kind::YearToDate) && *geography != us {
                continue;
            }
            observations.push(incidents.observation(span, scope.incidents(span)));
            observations.push(officers.observation(span, scope.sum(span)));
        }
    }
    Ok(Standardized { observations, covers })
}

/// The rows without repetitions, whatever their order in the file.
fn once<'a>(rows: &'a [Row], problems: &mut Problems) -> Vec<&'a Row> {
    let mut groups: BTreeMap<(&str, &str, &str, &str, Month), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry((&row.incident, &row.component, &row.region, &row.area, row.month)).or_default().push(row);
    }
    let mut kept = Vec::with_capacity(groups.len());
    for ((incident, component, _, area, _), mut group) in groups {
        group.sort_by_key(|row| (std::cmp::Reverse(row.officers), row.line));
        kept.extend(group.first().copied());
        if group.len() == 1 {
            continue;
        }
        let counts: BTreeSet<Option<u64>> = group.iter().map(|row| row.officers).collect();
        let of_officers: Vec<String> = counts.iter().map(|officers| officers.map_or("unknown".to_owned(), thousands)).collect();
        let counted = if counts.len() == 1 {
            "it is counted once".to_owned()
        } else {
            format!("its officers are {}; the largest is counted", of_officers.join(" and "))
        };
        let place = format!("{} of {}", quote(area), quote(component));
        let message = format!("incident {} stands {} times in {place}; {counted}", quote(incident), group.len());
        problems.report(line_list(group.iter().map(|row| row.line)), message);
    }
    kept.sort_by_key(|row| row.line);
    kept
}

/// An incident in several months counts in each of them, and once in a total; nobody should be surprised that they do not add up.
fn report_wandering(rows: &[&Row], problems: &mut Problems) {
    let mut incidents: BTreeMap<&str, (BTreeSet<Month>, Vec<u64>)> = BTreeMap::new();
    for row in rows {
        let (months, lines) = incidents.entry(&row.incident).or_default();
        months.insert(row.month);
        lines.push(row.line);
    }
    for (incident, (months, lines)) in incidents {
        if months.len() > 1 {
            let labels: Vec<String> = months.iter().take(12).map(|month| month.period().label()).collect();
            let message =
                format!("incident {} stands in {}; it counts in each month, and once in a total", quote(incident), labels.join(" and "));
            problems.report(line_list(lines), message);
        }
    }
}

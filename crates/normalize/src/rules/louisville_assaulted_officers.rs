//! Louisville assaulted officers → assaults on officers, counted as incidents and as rows of the same table.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CountingUnit, Date, slug::segment};

use super::{
    Rule, calendar,
    months::{Kind, Month},
    name,
    scope::{Counted, Scope, Series},
};
use crate::{
    decoded::{MOST_OBSERVATIONS, Problems, Standardized, Unfit, line_list, quote},
    sources::louisville_assaulted_officers::Row,
};

pub(super) const RULE: Rule = Rule { name: "louisville_assaulted_officers", version: 1 };

/// Counts rows by the day on which the offence occurred, over the periods of [`calendar::spans`].
///
/// * `incident`: distinct incident numbers.
/// * `report`: rows, as the file has them. What makes the rows of an incident is not documented; see the definition.
///
/// Both also by the national code of the offence, over all but single months. An incident with several codes counts
/// for each, so codes are parts of the rows and not of the incidents.
///
/// A row number that stands twice is counted once. Rows that are alike in everything but their number are all counted: they are what the
/// publisher counts.
pub(crate) fn standardize(rows: &[Row], problems: &mut Problems) -> Result<Standardized, Unfit> {
    let rows = once(rows, problems);
    report_wandering(&rows, problems);
    let present: BTreeSet<Month> = rows.iter().filter_map(|row| Month::of_day(row.occurred)).collect();
    let last_day: Date = rows.iter().map(|row| row.occurred).max().ok_or(Unfit::Nothing)?;
    let (spans, covers) = calendar::spans(&present, last_day, problems.unread_rows()).ok_or(Unfit::Nothing)?;

    let mut scopes: BTreeMap<String, Scope<'_>> = BTreeMap::new();
    for row in &rows {
        let Some(month) = Month::of_day(row.occurred) else { continue };
        let of_code = row.nibrs_code.iter().map(|code| format!("{MEASURE}/nibrs-{}", segment(code)));
        for measure in of_code.chain([MEASURE.to_owned()]) {
            let counted = Counted { line: row.line, incident: &row.incident, amount: Some(1) };
            scopes.entry(measure).or_default().add(month.number(), counted);
        }
        if scopes.len() * spans.len() * 2 > MOST_OBSERVATIONS {
            return Err(Unfit::TooMuch);
        }
    }

    let mut observations = Vec::with_capacity(scopes.len() * spans.len() * 2);
    for (measure, scope) in &scopes {
        let series = |unit, definition| Series {
            measure: name(measure),
            unit,
            population: name("us/ky/louisville-metro-pd"),
            geography: name("place/louisville-ky"),
            definition: name(definition),
        };
        let incidents = series(CountingUnit::Incident, "louisville-assault-incident");
        let reports = series(CountingUnit::Report, "louisville-assault-row");
        for span in spans.iter().filter(|span| measure == MEASURE || span.kind != Kind::Month) {
            observations.push(incidents.observation(span, scope.incidents(span)));
            observations.push(reports.observation(span, scope.sum(span)));
        }
    }
    Ok(Standardized { observations, covers })
}

const MEASURE: &str = "assaults_on_officers";

/// The rows without repeated row numbers, whatever their order in the file: of several with one number the earliest day is kept.
fn once<'a>(rows: &'a [Row], problems: &mut Problems) -> Vec<&'a Row> {
    let mut by_id: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_id.entry(&row.id).or_default().push(row);
    }
    let mut kept = Vec::with_capacity(by_id.len());
    for (id, mut group) in by_id {
        group.sort_by_key(|row| (row.occurred, &row.incident, &row.nibrs_code, row.line));
        kept.extend(group.first().copied());
        if group.len() > 1 {
            let message = format!("the row number {} stands {} times; it is counted once", quote(id), group.len());
            problems.report(line_list(group.iter().map(|row| row.line)), message);
        }
    }
    kept.sort_by_key(|row| row.line);
    kept
}

/// An incident whose rows give several months counts in each of them, and once in a total.
fn report_wandering(rows: &[&Row], problems: &mut Problems) {
    let mut incidents: BTreeMap<&str, (BTreeSet<Month>, Vec<u64>)> = BTreeMap::new();
    for row in rows {
        let (months, lines) = incidents.entry(&row.incident).or_default();
        months.extend(Month::of_day(row.occurred));
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

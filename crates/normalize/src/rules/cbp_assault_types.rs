//! CBP assault incidents by type → incidents in which a type of assault occurred.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CountingUnit, Geography, Population, slug::segment};

use super::{
    Rule, cbp,
    months::{self, Month},
    name,
    scope::{Counted, Scope, Series},
};
use crate::{
    decoded::{MOST_OBSERVATIONS, Problems, Standardized, Unfit, line_list, quote},
    sources::cbp_assault_types::Row,
};

pub(super) const RULE: Rule = Rule { name: "cbp_assault_types", version: 1 };

/// Counts distinct incidents by type, for the nation and each component, over months, fiscal years, years to date and calendar years.
///
/// An incident of several types counts for each, so types are not parts of a whole. A type that occurs anywhere in the file is a zero
/// for every component and covered month that has no row of it.
pub(crate) fn standardize(rows: &[Row], problems: &mut Problems) -> Result<Standardized, Unfit> {
    report_repetitions(rows, problems);
    let present: BTreeSet<Month> = rows.iter().map(|row| row.month).collect();
    let (spans, covers) = months::spans(&present, problems.unread_rows()).ok_or(Unfit::Nothing)?;
    let types: BTreeSet<String> = rows.iter().map(|row| segment(&row.assault_type)).collect();
    let populations: BTreeSet<Population> = rows.iter().map(|row| cbp::component(&row.component)).chain([cbp::nation()]).collect();
    if types.len() * populations.len() * spans.len() > MOST_OBSERVATIONS {
        return Err(Unfit::TooMuch);
    }
    let of = |assault_type: &String| populations.iter().map(|population| (assault_type.clone(), population.clone())).collect::<Vec<_>>();
    let mut scopes: BTreeMap<(String, Population), Scope<'_>> =
        types.iter().flat_map(of).map(|series| (series, Scope::default())).collect();
    for row in rows {
        let counted = Counted { line: row.line, incident: &row.incident, amount: None };
        for population in [cbp::nation(), cbp::component(&row.component)] {
            scopes.entry((segment(&row.assault_type), population)).or_default().add(row.month.number(), counted);
        }
    }
    let us: Geography = name("us");
    let mut observations = Vec::with_capacity(scopes.len() * spans.len());
    for ((assault_type, population), scope) in &scopes {
        let series = Series {
            measure: name(&format!("assaults_on_officers/{assault_type}")),
            unit: CountingUnit::Incident,
            population: population.clone(),
            geography: us.clone(),
            definition: name("cbp-assault-type-incident"),
        };
        observations.extend(spans.iter().map(|span| series.observation(span, scope.incidents(span))));
    }
    Ok(Standardized { observations, covers })
}

/// A repeated row changes no distinct count, but it should not be there.
fn report_repetitions(rows: &[Row], problems: &mut Problems) {
    let mut groups: BTreeMap<_, Vec<u64>> = BTreeMap::new();
    for row in rows {
        let Row { line, month, component, region, area, assault_type, incident } = row;
        groups.entry((incident, component, region, area, assault_type, month)).or_default().push(*line);
    }
    for ((incident, component, _, area, assault_type, _), lines) in groups {
        if lines.len() > 1 {
            let place = format!("{} of {}", quote(area), quote(component));
            let message = format!(
                "incident {} stands {} times with {} in {place}; it is counted once",
                quote(incident),
                lines.len(),
                quote(assault_type)
            );
            problems.report(line_list(lines), message);
        }
    }
}

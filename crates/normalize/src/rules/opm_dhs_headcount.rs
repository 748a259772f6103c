//! OPM monthly headcount → all employees of the parts of DHS.

use std::collections::BTreeMap;

use domain::{CountingUnit, Missing, Observation, Period, Population, Reading, Value};

use super::{Rule, dhs, name};
use crate::{
    decoded::{Problems, Standardized, Unfit, quote},
    sources::{columnar::Number, opm_dhs_headcount::Row},
};

pub(super) const RULE: Rule = Rule { name: "opm_dhs_headcount", version: 1 };

/// One observation for each sub-agency and month. Of two rows for the same the first is kept.
pub(crate) fn standardize(rows: &[Row], problems: &mut Problems) -> Result<Standardized, Unfit> {
    let mut first: BTreeMap<(Population, Period), u64> = BTreeMap::new();
    let mut covers: Option<Period> = None;
    let mut observations = Vec::with_capacity(rows.len());
    for row in rows {
        let population = dhs::sub_agency(&row.agency);
        if let Some(earlier) = first.get(&(population.clone(), row.period)) {
            problems.report(row.locator(), format!("{} stands in row {earlier} already; this row is left out", quote(&row.agency)));
            continue;
        }
        first.insert((population.clone(), row.period), row.number);
        covers = Some(covers.map_or(row.period, |covers| covers.span(row.period)));
        let reading = match row.employees {
            Number::Whole(n) => Reading::Exact(Value::count(n)),
            Number::Null => Reading::Missing(Missing::NotReported),
            Number::Other => Reading::Missing(Missing::Unreadable),
        };
        observations.push(Observation {
            measure: name("employees"),
            unit: CountingUnit::Employee,
            population,
            geography: name("us"),
            period: row.period,
            reading,
            definition: name("opm-all-employees"),
            locator: row.locator(),
            citation: None,
        });
    }
    Ok(Standardized { observations, covers: covers.ok_or(Unfit::Nothing)? })
}

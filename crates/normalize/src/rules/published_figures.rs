//! Published figures → observations as they stand, each with its citation.

use std::collections::HashMap;

use domain::Period;

use super::Rule;
use crate::{
    decoded::{MOST_OBSERVATIONS, Problems, Standardized, Unfit},
    sources::published_figures::Row,
};

pub(super) const RULE: Rule = Rule { name: "published_figures", version: 1 };

/// The figures themselves. Two that differ in value or citation only cannot both stand; the second is left out.
pub(crate) fn standardize(rows: Vec<Row>, problems: &mut Problems) -> Result<Standardized, Unfit> {
    if rows.len() > MOST_OBSERVATIONS {
        return Err(Unfit::TooMuch);
    }
    let mut first = HashMap::new();
    let mut covers: Option<Period> = None;
    let mut observations = Vec::with_capacity(rows.len());
    for Row { line, figure } in rows {
        let key = (
            figure.measure.clone(),
            figure.unit,
            figure.population.clone(),
            figure.geography.clone(),
            figure.period,
            figure.definition.clone(),
        );
        if let Some(earlier) = first.get(&key) {
            let message = format!(
                "a figure of the same measure, unit, population, geography, period and definition stands on line {earlier}; this one is left out"
            );
            problems.report(format!("line {line}"), message);
            continue;
        }
        first.insert(key, line);
        covers = Some(covers.map_or(figure.period, |covers| covers.span(figure.period)));
        observations.push(figure);
    }
    Ok(Standardized { observations, covers: covers.ok_or(Unfit::Nothing)? })
}

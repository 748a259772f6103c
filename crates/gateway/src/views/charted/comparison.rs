//! The rates of a comparison as forest plots.

use contracts::analytics::{ComparisonRow, Rate};

use super::{Place, grade, grouped, quantity};
use crate::{
    charts::{Chart, Digits, Estimate, Forest, Group, Instrument, Reading, forest},
    views::format,
};

/// One plot for each exposure that rates are made over; none if no row has a rate.
pub(crate) fn rates(rows: &[ComparisonRow], place: &Place) -> Vec<Chart> {
    let exposures = exposures(rows);
    let plot = |(place_of, name): (usize, &String)| {
        let of_this = rows.iter().filter(|row| exposure_of(row, rows, &exposures).is_some_and(|at| at == place_of));
        let groups = grouped(of_this, |row| row.group.clone());
        let groups = groups.into_iter().map(|(heading, rows)| Group { heading, rows: rows.into_iter().map(instrument).collect() });
        let uncertain = rows.iter().any(|row| row.rate.as_ref().is_some_and(|rate| rate.uncertain.is_some()));
        let note = if uncertain {
            "Exact intervals; where the exposure is not one number, the interval covers that as well. Different instruments stand side by side."
        } else {
            "Exact intervals. Different instruments stand side by side; the letter says how far each may be compared."
        };
        forest(&Forest {
            about: place.about(&format!("rates-{place_of}"), format!("Rates {name}"), note),
            quantity: quantity(format::capitalized(name), Digits::Rate),
            references: Vec::new(),
            groups: groups.collect(),
        })
    };
    exposures.iter().enumerate().map(plot).collect()
}

/// `per 100 officers`, each once.
fn exposures(rows: &[ComparisonRow]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in rows.iter().filter_map(|row| row.rate.as_ref()).map(per) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The plot that a row belongs to. A row that is refused stands where the others of its group do; a count alone is in none.
fn exposure_of(row: &ComparisonRow, rows: &[ComparisonRow], exposures: &[String]) -> Option<usize> {
    let at = |rate: &Rate| exposures.iter().position(|name| *name == per(rate));
    match &row.rate {
        Some(rate) => at(rate),
        None if row.refusal.is_empty() => None,
        None => {
            let near = rows.iter().filter(|other| other.group == row.group).find_map(|other| other.rate.as_ref());
            near.map_or_else(|| (!exposures.is_empty()).then_some(0), at)
        }
    }
}

fn per(rate: &Rate) -> String {
    format!("per {} {}", format::shortest(rate.per), rate.exposure_name)
}

fn instrument(row: &ComparisonRow) -> Instrument {
    let reading = row.rate.as_ref().map_or_else(
        || Reading::Missing(row.refusal.clone()),
        |rate| {
            let wider = rate.uncertain.as_ref().and_then(|uncertain| uncertain.interval.as_ref());
            let (lower, upper) = wider.map_or((rate.lower, Some(rate.upper)), |interval| (interval.lower, interval.upper));
            Reading::checked(Estimate::new(rate.value, lower, upper))
        },
    );
    let graded = row.comparability.as_ref().and_then(|comparability| grade(&comparability.grade));
    let label = if row.reference { format!("{} (reference)", row.label) } else { row.label.clone() };
    Instrument { label, grade: graded, reading }
}

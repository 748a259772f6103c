//! Facilities: average population in several splits, and length of stay, over the fiscal year to the day of the run.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Observation, Period, Population, slug::segment};

use super::{
    Subject,
    parts::{self, DETENTION},
    reading,
};
use crate::{
    decoded::{Problems, quote},
    rules::{collected::Collected, name},
    sources::{
        ice_detention_statistics::{Facilities, Facility, Kind, Table},
        sheets::locator,
    },
};

/// Makes observations of every facility. The sheet has a fiscal year and a day of its own, which can lag behind the tables.
///
/// A facility is known by its state and name, and where two kinds of contract stand under one name, by the contract too. The splits are each a
/// split of the same population and are never added to each other.
pub(super) fn observe(facilities: &Facilities, tables: &[Table], collected: &mut Collected, problems: &mut Problems) {
    let place = format!("sheet '{}'", facilities.sheet);
    let period = facilities.fiscal_year.and_then(Period::fiscal_year).and_then(|year| {
        let run = facilities.run.filter(|run| *run > year.start() && *run <= year.end())?;
        Period::new(year.start(), run).ok()
    });
    let Some(period) = period else {
        let message = "it does not say a fiscal year and a day of its run that fit each other; facilities are left out";
        problems.report(place, message);
        return;
    };
    let year = facilities.fiscal_year;
    if tables.iter().any(|table| table.kind == Kind::BookInsByAgency && table.fiscal_year != year) {
        problems.report(place, format!("the facilities are of {}, the book-ins of another fiscal year", period.label()));
    }
    let mut contracts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for facility in &facilities.lines {
        contracts.entry(own_name(facility)).or_default().insert(&facility.contract);
    }
    let mut known = BTreeSet::new();
    for facility in &facilities.lines {
        if !known.insert((own_name(facility), &facility.contract)) {
            let (state, label) = (&facility.state, facility.line.labels.first().map_or("", String::as_str));
            let (row, column) = facility.line.cells.first().map_or((0, 0), |cell| (cell.row, cell.column));
            let message = format!("{} in {} stands twice under one kind of contract; this line is left out", quote(label), quote(state));
            problems.report(locator(&facilities.sheet, row, column), message);
            problems.leave_out_row();
            continue;
        }
        let several = contracts.get(&own_name(facility)).is_some_and(|contracts| contracts.len() > 1);
        let population = population(facility, several);
        for (header, cell) in facilities.columns.iter().zip(&facility.line.cells) {
            let subject = subject(header);
            let measure = if *header == "ALOS" { subject.measure.to_owned() } else { format!("{}/{}", subject.measure, segment(header)) };
            let observation = Observation {
                measure: name(&measure),
                unit: subject.unit,
                population: population.clone(),
                geography: name(&geography(&facility.state)),
                period,
                reading: reading(cell, subject, true, &facilities.sheet, problems),
                definition: name(subject.definition),
                locator: locator(&facilities.sheet, cell.row, cell.column),
                citation: None,
            };
            collected.add(observation, problems);
        }
    }
}

fn subject(header: &str) -> Subject {
    let kind = if header == "ALOS" { Kind::StayByFacilityType } else { Kind::PopulationByFacilityType };
    parts::subject(kind, "")
}

/// `…/facility/ga/stewart-detention-center`. Names that differ in their signs alone are one.
fn own_name(facility: &Facility) -> String {
    let label = facility.line.labels.first().map_or("", String::as_str);
    format!("{DETENTION}/facility/{}/{}", segment(&facility.state), segment(label))
}

/// The own name, with the kind of contract if the file has several under this name.
fn population(facility: &Facility, several: bool) -> Population {
    let own = own_name(facility);
    if several { name(&format!("{own}/{}", segment(&facility.contract))) } else { name(&own) }
}

/// `us-ga`; what is no abbreviation of a state is the nation's.
fn geography(state: &str) -> String {
    let is_state = state.len() == 2 && state.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_state { format!("us-{}", state.to_ascii_lowercase()) } else { "us".to_owned() }
}

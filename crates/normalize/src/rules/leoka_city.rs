//! LEOKA by city → officers assaulted, injured and employed by agency and calendar year.

use std::collections::BTreeMap;

use domain::{CountingUnit, Geography, Missing, Observation, Period, Population, Reading, Value, slug::segment};

use super::{Rule, name, states::State};
use crate::{
    decoded::{MOST_OBSERVATIONS, Problems, Standardized, Unfit, line_list, quote, thousands},
    sources::{
        leoka_city::{Row, Status},
        usbp::Cell,
    },
};

pub(super) const RULE: Rule = Rule { name: "leoka_city", version: 1 };

/// The measures of the weapons, in the order of the cells.
const WEAPONS: [(&str, &str); 4] = [
    ("assaults_on_officers/firearm", "wpn_gun"),
    ("assaults_on_officers/knife", "wpn_knife"),
    ("assaults_on_officers/other-weapon", "wpn_other"),
    ("assaults_on_officers/personal-weapons", "wpn_unarmed"),
];

/// Seven observations of each agency and year: officers assaulted, in all and by weapon, officers injured, and officers employed.
///
/// The status of the row decides what its assaults are worth:
///
/// * reported: the numbers stand;
/// * not reported: missing;
/// * false zero: missing as not reported, and a problem names the zeros, because a department of that size that reports every cell as zero
///   has not reported;
/// * injury split implausible: assaults stand, the injured are missing as unreadable.
///
/// Officers employed come from another form and stand whatever the status. Of two rows for one agency and year the first is kept. Parts
/// that do not add up to the total are problems; the numbers stay as published.
pub(crate) fn standardize(rows: &[Row], problems: &mut Problems) -> Result<Standardized, Unfit> {
    if rows.len().saturating_mul(3 + WEAPONS.len()) > MOST_OBSERVATIONS {
        return Err(Unfit::TooMuch);
    }
    let mut first: BTreeMap<(Population, i32), u64> = BTreeMap::new();
    let mut doubted: BTreeMap<(&str, Doubt), Vec<&Row>> = BTreeMap::new();
    let mut covers: Option<Period> = None;
    let mut observations = Vec::with_capacity(rows.len() * 7);
    for row in rows {
        let Some(period) = Period::calendar_year(row.year) else { continue };
        let Some(place) = Place::of(row) else {
            let message = format!("{} is not a state; the row is left out", quote(&row.state));
            problems.report(format!("line {}, column state", row.line), message);
            problems.leave_out_row();
            continue;
        };
        if let Some(earlier) = first.get(&(place.population.clone(), row.year)) {
            let message = format!("{} and {} stand on line {earlier} already; this row is left out", quote(&row.agency), row.year);
            problems.report(format!("line {}", row.line), message);
            continue;
        }
        first.insert((place.population.clone(), row.year), row.line);
        if let Some(doubt) = Doubt::of(row.status) {
            doubted.entry((&row.agency, doubt)).or_default().push(row);
        }
        report_sums(row, problems);
        covers = Some(covers.map_or(period, |covers| covers.span(period)));
        observations.extend(place.observations(row, period));
    }
    for ((agency, doubt), rows) in doubted {
        doubt.report(agency, &rows, problems);
    }
    Ok(Standardized { observations, covers: covers.ok_or(Unfit::Nothing)? })
}

/// Whom and where a row is about.
struct Place {
    population: Population,
    geography: Geography,
}

impl Place {
    /// `New York City Police Department` of New York is `us/ny/new-york-pd` at `place/new-york-ny`. `None` if there is no such state.
    fn of(row: &Row) -> Option<Self> {
        let code = State::named(&row.state)?.code;
        let city = row.agency.strip_suffix(" Police Department").map(|city| city.strip_suffix(" City").unwrap_or(city));
        let population = match city {
            Some(city) => name(&format!("us/{code}/{}-pd", segment(city))),
            None => name(&format!("us/{code}/{}", segment(&row.agency))),
        };
        let geography = name(&format!("place/{}-{code}", segment(city.unwrap_or(&row.agency))));
        Some(Self { population, geography })
    }

    fn observations(&self, row: &Row, period: Period) -> Vec<Observation> {
        let assaulted = |cell: Cell| match row.status {
            Status::Reported | Status::InjurySplitImplausible => reading(cell),
            Status::NotReported => Reading::Missing(Missing::NotReported),
            Status::FalseZero => Reading::Missing(Missing::SuspectedFalseZero),
        };
        let injured = match row.status {
            Status::InjurySplitImplausible => Reading::Missing(Missing::Implausible),
            Status::Reported | Status::NotReported | Status::FalseZero => assaulted(row.injured),
        };
        let one = |measure: &str, unit, reading, definition: &str, column: &str| Observation {
            measure: name(measure),
            unit,
            population: self.population.clone(),
            geography: self.geography.clone(),
            period,
            reading,
            definition: name(definition),
            locator: format!("line {}, column {column}", row.line),
            citation: None,
        };
        let officer = CountingUnit::Officer;
        let local = "leoka-local-officer-assaulted";
        let weapons = WEAPONS.iter().zip(row.weapons);
        let mut all: Vec<Observation> =
            weapons.map(|((measure, column), cell)| one(measure, officer, assaulted(cell), local, column)).collect();
        all.push(one("assaults_on_officers", officer, assaulted(row.total), local, "total_assaults"));
        all.push(one("officers_injured", officer, injured, "leoka-officer-injured", "inj_total"));
        let employed = reading(row.officers);
        all.push(one("officers_employed", CountingUnit::Employee, employed, "leoka-agency-officers-employed", "officers"));
        all
    }
}

fn reading(cell: Cell) -> Reading {
    match cell {
        Cell::Count(n) => Reading::Exact(Value::count(n)),
        Cell::NotReported => Reading::Missing(Missing::NotReported),
        Cell::Unreadable => Reading::Missing(Missing::Unreadable),
    }
}

/// Parts that do not add up to the total of the row.
fn report_sums(row: &Row, problems: &mut Problems) {
    let Some(total) = row.total.count() else { return };
    let sum = |cells: &[Cell]| cells.iter().try_fold(0_u64, |sum, cell| Some(sum.saturating_add(cell.count()?)));
    let parts = [("injured and not injured", sum(&[row.injured, row.not_injured])), ("the weapons", sum(&row.weapons))];
    for (what, sum) in parts {
        if let Some(sum) = sum.filter(|sum| *sum != total) {
            let message = format!("{what} add up to {}, the total is {}; all are kept as published", thousands(sum), thousands(total));
            problems.report(format!("line {}, column total_assaults", row.line), message);
        }
    }
}

/// Why numbers that stand in a row are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    FalseZeros,
    InjurySplit,
}

impl Doubt {
    fn of(status: Status) -> Option<Self> {
        match status {
            Status::FalseZero => Some(Self::FalseZeros),
            Status::InjurySplitImplausible => Some(Self::InjurySplit),
            Status::Reported | Status::NotReported => None,
        }
    }

    /// One problem for all rows of an agency.
    fn report(self, agency: &str, rows: &[&Row], problems: &mut Problems) {
        let years = rows.iter().map(|row| row.year.to_string()).collect::<Vec<_>>().join(", ");
        let officers = rows.iter().filter_map(|row| row.officers.count()).min();
        let beside = officers.map(|least| format!(" beside at least {} officers", thousands(least))).unwrap_or_default();
        let agency = quote(agency);
        let message = match self {
            Self::FalseZeros => format!("{agency} has zeros in {years}{beside}, which the table marks as false; taken as missing"),
            Self::InjurySplit => {
                format!(
                    "{agency} has a split by injury in {years} that the table marks as implausible; the injured are missing, the totals stand"
                )
            }
        };
        problems.report(line_list(rows.iter().map(|row| row.line)), message);
    }
}

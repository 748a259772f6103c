//! OPM `FedScope` employment → employees of the parts of DHS by occupational series, and visible totals.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Bounds, CountingUnit, Date, Observation, Period, Population, Reading, Value};

use super::{Rule, name};
use crate::{
    decoded::{MOST_OBSERVATIONS, Standardized, Unfit, line_list},
    sources::opm_fedscope_employment::{Employees, File, Month, Row},
};

pub(super) const RULE: Rule = Rule { name: "opm_fedscope_employment", version: 1 };

/// The most that a cell can hold which the publisher withholds.
const MOST_WITHHELD: u64 = 10;

/// Series whose members enforce the law or guard: correctional officer, U.S. marshal, police, general inspection and investigation, compliance
/// inspection, criminal investigation, game law, air and marine interdiction, customs and border protection, border patrol. The handbook
/// of occupational groups of OPM has the list; not everybody in 1801 or 1802 is sworn.
const LAW_ENFORCEMENT: [&str; 10] = ["0007", "0082", "0083", "1801", "1802", "1811", "1812", "1881", "1895", "1896"];

/// Sums the cells of each sub-agency of the Department of Homeland Security, by series and over all series, at the end of each month.
///
/// The value is what is visible. The publisher withholds every cell of ten or fewer employees, so the truth is a range:
///
/// * A cell whose count is written `10_OR_LESS` holds one to ten.
/// * A row that names no agency pools all cells of ten or fewer of the month. Of those, at most ten employees each can be in a cell of
///   this agency and series that is not visible, and such a cell is taken to have a pay plan and a grade that occur somewhere in the file in
///   that month. *This is an assumption*: a grade in which no agency of the government has more than ten people would not be counted.
///   The upper bound is therefore the visible sum plus the smaller of the whole pool and ten for each such cell.
/// * With neither, the value is exact.
///
/// Total over all series: as above, with cells of series, pay plan and grade. Rows of other departments are outside the scope; they are
/// only looked at for the pool and for the grades that occur.
pub(crate) fn standardize(file: &File) -> Result<Standardized, Unfit> {
    let mut sums: BTreeMap<(Date, &Population, Option<&str>), Sum> = BTreeMap::new();
    for row in &file.rows.good {
        sums.entry((row.day, &row.agency, None)).or_default().add(row);
        if let Some(series) = &row.series {
            sums.entry((row.day, &row.agency, Some(series))).or_default().add(row);
        }
    }
    if sums.len() > MOST_OBSERVATIONS {
        return Err(Unfit::TooMuch);
    }
    let mut observations = Vec::with_capacity(sums.len());
    for ((day, agency, series), sum) in &sums {
        let Some(month) = file.months.get(day) else { continue };
        let (measure, population) = match series {
            Some(series) if LAW_ENFORCEMENT.contains(series) => ("officers_employed", name(&format!("{agency}/series-{series}"))),
            Some(series) => ("employees", name(&format!("{agency}/series-{series}"))),
            None => ("employees", (*agency).clone()),
        };
        observations.push(Observation {
            measure: name(measure),
            unit: CountingUnit::Employee,
            population,
            geography: name("us"),
            period: Period::day(*day),
            reading: sum.reading(month, hidden_cells(month, agency, *series)),
            definition: name("opm-series-employment"),
            locator: line_list(sum.lines.iter().copied()).into_owned(),
            citation: None,
        });
    }
    let covers = file.months.keys().map(|day| Period::day(*day)).reduce(Period::span).ok_or(Unfit::Nothing)?;
    Ok(Standardized { observations, covers })
}

/// Cells of an agency, and of a series, that could be hidden in the pool: those that occur in the month and are not visible here.
fn hidden_cells(month: &Month, agency: &Population, series: Option<&str>) -> u64 {
    let visible = |series: &str| month.visible.get(&(agency.clone(), series.to_owned())).map_or(0, BTreeSet::len);
    let hidden = if let Some(series) = series {
        month.grades.len().saturating_sub(visible(series))
    } else {
        let of_agency = month.visible.range((agency.clone(), String::new())..).take_while(|((of, _), _)| of == agency);
        let all: usize = of_agency.map(|(_, grades)| grades.len()).sum();
        month.cells.len().saturating_sub(all)
    };
    hidden as u64
}

/// The cells of one agency, or of one of its series.
#[derive(Debug, Default)]
struct Sum {
    visible: u64,
    withheld: u64,
    lines: Vec<u64>,
}

impl Sum {
    fn add(&mut self, row: &Row) {
        match row.employees {
            Employees::Count(n) => self.visible = self.visible.saturating_add(n),
            Employees::Suppressed => self.withheld += 1,
        }
        self.lines.push(row.line);
    }

    fn reading(&self, month: &Month, hidden_cells: u64) -> Reading {
        let value = Value::count(self.visible);
        if self.withheld == 0 && month.pooled_lines.is_empty() {
            return Reading::Exact(value);
        }
        let in_pool = month.pooled.min(hidden_cells.saturating_mul(MOST_WITHHELD));
        let lower = self.visible.saturating_add(self.withheld);
        let upper = self.visible.saturating_add(self.withheld.saturating_mul(MOST_WITHHELD)).saturating_add(in_pool);
        Reading::Bounded { value, bounds: Bounds { lower: Value::count(lower), upper: Some(Value::count(upper)) } }
    }
}

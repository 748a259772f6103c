//! What the rules of the two Border Patrol tables have in common: areas, columns, totals that must agree, columns that repeat.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CountingUnit, Geography, Missing, Observation, Period, Reading, Value, slug::segment};

use super::name;
use crate::{
    decoded::{MOST_OBSERVATIONS, Problems, Standardized, Unfit, line_list, quote, thousands},
    sources::usbp::{Cell, Row},
};

/// A column of counts and what it becomes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) header: &'static str,
    pub(super) measure: &'static str,
    pub(super) unit: CountingUnit,
    pub(super) definition: &'static str,
    pub(super) nature: Nature,
}

/// Whether a column counts events of the year or a state at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// Events; a year that repeats another in every sector was not counted.
    Events,
    /// A state, which can stand still.
    State,
}

/// The agents column, which both tables have.
pub(super) const AGENTS: Column = Column {
    header: "number_of_agents",
    measure: "officers_employed",
    unit: CountingUnit::Employee,
    definition: "usbp-agents-on-duty",
    nature: Nature::State,
};

/// Sectors that must agree, and among them those that are not zero, before a repeated column is suspected. With fewer, two years can be
/// equal by chance.
const LEAST_SECTORS: usize = 5;
/// Years that one problem names before it counts the rest.
const NAMED_YEARS: usize = 6;

/// A border into which the Border Patrol sums its sectors.
struct Border {
    label: &'static str,
    sectors: &'static [&'static str],
    /// Sectors that were closed within the table; where they have no number they are not missing from the sum.
    closed: &'static [&'static str],
}

/// Which sector belongs to which border; the published subtotals of 1992 to 2019 agree with it, but for agents of the southwest border who
/// belong to no sector. Livermore was closed in 2004.
const BORDERS: [Border; 3] = [
    Border { label: "coastal", sectors: &["miami", "new orleans", "ramey"], closed: &["livermore"] },
    Border {
        label: "northern",
        sectors: &["blaine", "buffalo", "detroit", "grand forks", "havre", "houlton", "spokane", "swanton"],
        closed: &[],
    },
    Border {
        label: "southwest",
        sectors: &["big bend", "del rio", "el centro", "el paso", "laredo", "rio grande valley", "san diego", "tucson", "yuma"],
        closed: &[],
    },
];

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Area {
    Sector(String),
    Border(String),
    Nation,
}

impl Area {
    /// Subtotals and the total stand in the same column as the sectors; only their labels tell them apart.
    fn of(label: &str) -> Self {
        let label = label.trim().to_lowercase();
        if label == "nationwide total" || label == "nationwide" {
            Self::Nation
        } else if let Some(border) = label.strip_suffix(" border") {
            Self::Border(border.to_owned())
        } else {
            Self::Sector(label.strip_suffix(" sector").unwrap_or(&label).to_owned())
        }
    }

    fn geography(&self) -> Geography {
        match self {
            Self::Sector(sector) => name(&format!("sector/{}", segment(sector))),
            Self::Border(border) => name(&format!("border/{}", segment(border))),
            Self::Nation => name("us"),
        }
    }
}

/// Makes observations of every cell, by fiscal year.
///
/// * A sector, a border and the nation are geographies of their own; they are never added.
/// * `NA` is missing, not reported.
/// * A column that repeats the year before in every sector is missing, suspected carry-over; see [`repeated`].
/// * Sums that do not agree with their parts are problems; the values stay as published.
pub(super) fn standardize(rows: &[Row], columns: &[Column], problems: &mut Problems) -> Result<Standardized, Unfit> {
    if rows.len().saturating_mul(columns.len()) > MOST_OBSERVATIONS {
        return Err(Unfit::TooMuch);
    }
    let table = Table::of(rows, problems);
    let suspected = repeated(&table, columns);
    for &(year, column) in &suspected {
        table.report_repetition(year, column, columns, problems);
    }
    for (place, column) in columns.iter().enumerate() {
        table.report_sums(place, column, problems);
    }
    let mut covers: Option<Period> = None;
    let mut observations = Vec::with_capacity(rows.len() * columns.len());
    for ((year, area), row) in &table.rows {
        let Some(period) = Period::fiscal_year(*year) else { continue };
        covers = Some(covers.map_or(period, |covers| covers.span(period)));
        for (place, (column, cell)) in columns.iter().zip(&row.cells).enumerate() {
            let reading = match cell {
                Cell::NotReported => Reading::Missing(Missing::NotReported),
                Cell::Unreadable => Reading::Missing(Missing::Unreadable),
                Cell::Count(_) if suspected.contains(&(*year, place)) => Reading::Missing(Missing::SuspectedCarryOver),
                Cell::Count(n) => Reading::Exact(Value::count(*n)),
            };
            observations.push(Observation {
                measure: name(column.measure),
                unit: column.unit,
                population: name("us/dhs/cbp/usbp"),
                geography: area.geography(),
                period,
                reading,
                definition: name(column.definition),
                locator: format!("line {}, column {}", row.line, column.header),
                citation: None,
            });
        }
    }
    Ok(Standardized { observations, covers: covers.ok_or(Unfit::Nothing)? })
}

/// The rows by year and area.
struct Table<'a> {
    rows: BTreeMap<(i32, Area), &'a Row>,
}

impl<'a> Table<'a> {
    /// Of two rows for one area and year the first is kept.
    fn of(rows: &'a [Row], problems: &mut Problems) -> Self {
        let mut table = BTreeMap::new();
        let mut places: BTreeSet<(i32, Geography)> = BTreeSet::new();
        for row in rows {
            let area = Area::of(&row.area);
            if places.insert((row.fiscal_year, area.geography())) {
                table.insert((row.fiscal_year, area), row);
            } else {
                let message =
                    format!("{} and fiscal year {} stand on a line above already; this row is left out", quote(&row.area), row.fiscal_year);
                problems.report(format!("line {}", row.line), message);
            }
        }
        Self { rows: table }
    }

    fn years(&self) -> BTreeSet<i32> {
        self.rows.keys().map(|(year, _)| *year).collect()
    }

    fn sectors(&self, year: i32) -> impl Iterator<Item = (&str, &'a Row)> {
        // Sectors come before borders and the nation in the order of areas.
        let of_year = (year, Area::Sector(String::new()))..(year, Area::Border(String::new()));
        self.rows.range(of_year).filter_map(|((_, area), row)| match area {
            Area::Sector(sector) => Some((sector.as_str(), *row)),
            Area::Border(_) | Area::Nation => None,
        })
    }

    /// The sectors of two years with a number in both, as pairs of the earlier and the later one.
    fn pairs(&self, year: i32, column: usize) -> Vec<(u64, u64)> {
        let number = |row: &Row| row.cells.get(column).and_then(|cell| cell.count());
        let earlier: BTreeMap<&str, u64> = self.sectors(year - 1).filter_map(|(sector, row)| Some((sector, number(row)?))).collect();
        self.sectors(year).filter_map(|(sector, row)| Some((*earlier.get(sector)?, number(row)?))).collect()
    }

    fn report_repetition(&self, year: i32, column: usize, columns: &[Column], problems: &mut Problems) {
        let header = columns.get(column).map_or("?", |column| column.header);
        let lines = line_list(self.rows.iter().filter(|((of, _), _)| *of == year).map(|(_, row)| row.line));
        let sectors = self.pairs(year, column).len();
        let message = format!(
            "FY{year} repeats FY{} in all {sectors} sectors while other columns changed; taken as missing, suspected carry-over",
            year - 1
        );
        problems.report(format!("{lines}, column {header}"), message);
    }

    /// One problem for each total that differs from its parts in some years.
    fn report_sums(&self, place: usize, column: &Column, problems: &mut Problems) {
        let number = |row: &Row| row.cells.get(place).and_then(|cell| cell.count());
        let borders = BORDERS.iter().map(|border| Area::Border(border.label.to_owned()));
        for total in borders.chain([Area::Nation]) {
            let (mut lines, mut years) = (Vec::new(), Vec::new());
            for year in self.years() {
                let Some(row) = self.rows.get(&(year, total.clone())) else { continue };
                let Some(published) = number(row) else { continue };
                let Some(sum) = self.sum_of_parts(year, &total, number) else { continue };
                if published != sum {
                    lines.push(row.line);
                    years.push(format!("FY{year} {} against {}", thousands(published), thousands(sum)));
                }
            }
            if years.is_empty() {
                continue;
            }
            let further = years.len().saturating_sub(NAMED_YEARS);
            years.truncate(NAMED_YEARS);
            if further > 0 {
                years.push(format!("and {further} more years"));
            }
            let what = match &total {
                Area::Nation => "the national total".to_owned(),
                Area::Border(label) | Area::Sector(label) => format!("the subtotal of the {label} border"),
            };
            let message = format!("{what} is not the sum of the sectors: {}; all are kept as published", years.join(", "));
            problems.report(format!("{}, column {}", line_list(lines), column.header), message);
        }
    }

    /// The sum of the sectors of a border or the nation; `None` where a sector is not there, or its border is not known.
    fn sum_of_parts(&self, year: i32, total: &Area, number: impl Fn(&Row) -> Option<u64>) -> Option<u64> {
        let sectors: BTreeMap<&str, &Row> = self.sectors(year).collect();
        match total {
            Area::Nation if sectors.is_empty() => None,
            Area::Nation => Some(sectors.values().filter_map(|row| number(row)).fold(0, u64::saturating_add)),
            Area::Border(border) => {
                let Border { sectors: parts, closed, .. } = BORDERS.iter().find(|one| one.label == border)?;
                let of_closed = closed.iter().filter_map(|part| number(sectors.get(part)?)).fold(0, u64::saturating_add);
                parts.iter().try_fold(of_closed, |sum, part| Some(sum.saturating_add(number(sectors.get(part)?)?)))
            }
            Area::Sector(_) => None,
        }
    }
}

/// The years and columns that repeat the year before in a way that only copying explains.
///
/// A column of events is suspected if it has the same number as the year before in every sector that both years have, those are at least
/// five sectors of which at least five are not zero, and in more than half of them another column changed: the year itself was counted
/// anew. Borders and the nation are not asked, because they follow from the sectors; the suspicion then holds for them too.
///
/// A column of states is never suspected: the same agents can be on duty in two years.
fn repeated(table: &Table<'_>, columns: &[Column]) -> BTreeSet<(i32, usize)> {
    let mut suspected = BTreeSet::new();
    for year in table.years() {
        for (place, _) in columns.iter().enumerate().filter(|(_, column)| column.nature == Nature::Events) {
            let pairs = table.pairs(year, place);
            let same = pairs.iter().all(|(earlier, later)| earlier == later);
            let counted = pairs.iter().filter(|(earlier, _)| *earlier > 0).count();
            if !same || pairs.len() < LEAST_SECTORS || counted < LEAST_SECTORS {
                continue;
            }
            let changed = (0..columns.len()).filter(|other| *other != place).any(|other| {
                let others = table.pairs(year, other);
                others.iter().filter(|(earlier, later)| earlier != later).count() * 2 > others.len()
            });
            if changed {
                suspected.insert((year, place));
            }
        }
    }
    suspected
}

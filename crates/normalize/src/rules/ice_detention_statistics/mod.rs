//! ICE detention statistics → book-ins, people detained, average population and stay, book-outs and removals of a fiscal year.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Date, Missing, Observation, Period, Reading};

use super::{
    Rule, at_least,
    collected::{Collected, value},
    months::Month,
    name,
};
use crate::{
    decoded::{MOST_OBSERVATIONS, Problems, Standardized, Unfit, quote},
    sources::{
        ice_detention_statistics::{File, Section, Table},
        sheets::{Cell, Printed, locator},
    },
};

mod checks;
mod facilities;
mod parts;

use parts::{Column, LineParts, Part, Subject};

pub(super) const RULE: Rule = Rule { name: "ice_detention_statistics", version: 1 };

/// Days after a fiscal year on which its last population can be counted.
const DAYS_AFTER: i64 = 31;

/// Makes observations of every table, by month and to date.
///
/// * Months that begin after the day that the footnotes name are printed as zeros and are not observed at all.
/// * The month that breaks off is a lower bound, so that later workbooks restate the same month. An average cannot be a bound: it is one over
///   the days that there are. The fiscal year to date ends with the day.
/// * Footnotes are not always renewed. A day outside the fiscal year, or before a month that has numbers, is not believed: the last month with
///   numbers then is a lower bound and so is the year to date; averages over it, and what is counted on the day, are left out.
/// * A length of stay of exactly zero stands where nobody left: it is missing, suspected false zero.
/// * A workbook speaks for the day that it reaches, and no more: a later one has another year to date, and no longer has this one's. What is
///   covered is therefore that day alone, and no period of an earlier workbook is taken for withdrawn.
pub(crate) fn standardize(file: &File, problems: &mut Problems) -> Result<Standardized, Unfit> {
    let mut collected = Collected::default();
    let reaches = Reaches::of(file, problems);
    let mut covers: Option<Period> = None;
    for table in &file.tables {
        checks::report_sums(table, problems);
        let subject = parts::subject(table.kind, &table.caption);
        let Some(time) = Time::of(table, subject, &reaches, problems) else { continue };
        let last = Period::day(time.day.unwrap_or(time.last.start()));
        covers = Some(covers.filter(|covers| covers.end() >= last.end()).unwrap_or(last));
        observe(table, subject, &time, &mut collected, problems);
    }
    if let Some(facilities) = &file.facilities {
        facilities::observe(facilities, &file.tables, &mut collected, problems);
    }
    if collected.len() > MOST_OBSERVATIONS {
        return Err(Unfit::TooMuch);
    }
    let covers = covers.ok_or(Unfit::Nothing)?;
    Ok(Standardized { observations: collected.finish(), covers })
}

/// The day up to which each table reaches; `None` where no day can be believed.
#[derive(Debug)]
struct Reaches {
    days: BTreeMap<(Section, i32), Option<Date>>,
    /// The last month of a fiscal year with numbers in any table, for tables whose day is not believed.
    last: BTreeMap<i32, Month>,
}

impl Reaches {
    /// Tells once for each heading why its day is not believed.
    fn of(file: &File, problems: &mut Problems) -> Self {
        let mut last_months: BTreeMap<(Section, i32), Option<Month>> = BTreeMap::new();
        for table in &file.tables {
            let section = parts::subject(table.kind, &table.caption).section;
            let Some(year) = table.fiscal_year else { continue };
            let last = last_months.entry((section, year)).or_default();
            *last = (*last).max(last_month(table, year));
        }
        let mut reaches = BTreeMap::new();
        let mut last_of_year: BTreeMap<i32, Month> = BTreeMap::new();
        for ((section, year), last) in last_months {
            if let Some(last) = last {
                last_of_year.entry(year).and_modify(|month| *month = (*month).max(last)).or_insert(last);
            }
            let Some((day, place)) = file.footnotes.day(section) else {
                let place = format!("sheet '{}'", file.footnotes.sheet);
                problems.report(place, format!("the footnotes do not say up to which day {} of fiscal year {year} reach", section.name()));
                reaches.insert((section, year), None);
                continue;
            };
            let believed = believable(*day, section, year, last);
            if let Err(why) = &believed {
                let message = format!("the footnotes say that {} reach to {day}, but {why}; the day is not believed", section.name());
                problems.report(place.clone(), message);
            }
            reaches.insert((section, year), believed.ok());
        }
        Self { days: reaches, last: last_of_year }
    }
}

fn believable(day: Date, section: Section, year: i32, last: Option<Month>) -> Result<Date, String> {
    let outside = || format!("their table is of fiscal year {year}");
    let fiscal_year = Period::fiscal_year(year).ok_or_else(outside)?;
    let end = if section == Section::Detained { fiscal_year.end().days_later(DAYS_AFTER) } else { fiscal_year.end() };
    if day < fiscal_year.start() || day >= end {
        return Err(outside());
    }
    match last {
        Some(last) if last.period().start() > day => Err(format!("their table has numbers for {}", last.period().label())),
        _ => Ok(day),
    }
}

/// The last month of a table with a number that is not zero.
fn last_month(table: &Table, year: i32) -> Option<Month> {
    let months = table.columns.iter().enumerate().filter_map(|(place, header)| match parts::column(header, true) {
        Some(Column::Month(month)) => Some((place, Month::of_fiscal_year(year, month)?)),
        _ => None,
    });
    let has_number = |place: usize| {
        table.lines.iter().any(|line| line.cells.get(place).and_then(|cell| cell.printed.number()).is_some_and(|number| number != 0.0))
    };
    months.filter(|(place, _)| has_number(*place)).map(|(_, month)| month).max()
}

/// When the numbers of a table are.
#[derive(Debug, Clone, Copy)]
struct Time {
    year: i32,
    fiscal_year: Period,
    /// The day that the table reaches, if it can be believed.
    day: Option<Date>,
    /// The month that breaks off.
    last: Period,
    is_average: bool,
    section: Section,
}

impl Time {
    /// `None`, and a problem, for a table that cannot be placed in time at all.
    fn of(table: &Table, subject: Subject, reaches: &Reaches, problems: &mut Problems) -> Option<Self> {
        let dated = table.fiscal_year.and_then(|year| Some((year, Period::fiscal_year(year)?)));
        let Some((year, fiscal_year)) = dated else {
            problems.report(table.place.clone(), format!("{} says no fiscal year; the table is left out", quote(&table.caption)));
            return None;
        };
        let section = subject.section;
        let day = reaches.days.get(&(section, year)).copied().flatten();
        let last = day.map_or_else(|| reaches.last.get(&year).copied(), Month::of_day);
        let left_out = day.is_none() && (section == Section::Detained || last.is_none());
        if left_out {
            problems.report(table.place.clone(), format!("no day can be given to {}; the table is left out", quote(&table.caption)));
            return None;
        }
        let last = last?.period();
        Some(Self { year, fiscal_year, day, last, is_average: subject.is_average, section })
    }

    /// The period of a column, and whether the file speaks for all of it; `None` if there is nothing to say.
    fn period(&self, column: &Column) -> Option<(Period, bool)> {
        match column {
            Column::Share => None,
            Column::Month(month) => {
                let month = Month::of_fiscal_year(self.year, *month)?.period();
                let end = self.day.map_or(self.last.start(), Date::next);
                match () {
                    () if month.end() <= end => Some((month, true)),
                    () if month.start() > self.last.start() => None,
                    () if self.is_average => Some((Period::new(month.start(), self.day?.next()).ok()?, true)),
                    () => Some((month, false)),
                }
            }
            Column::Part(_) if self.section == Section::Detained => Some((Period::day(self.day?), true)),
            Column::ToDate | Column::Part(_) => self.year_to_date(),
        }
    }

    fn year_to_date(&self) -> Option<(Period, bool)> {
        match self.day {
            Some(day) => Some((Period::new(self.fiscal_year.start(), day.next()).ok()?, true)),
            None if self.is_average => None,
            None => Some((Period::new(self.fiscal_year.start(), self.last.end()).ok()?, false)),
        }
    }
}

fn observe(table: &Table, subject: Subject, time: &Time, collected: &mut Collected, problems: &mut Problems) {
    let is_monthly = table.columns.iter().any(|header| parts::is_month(header));
    let columns: Vec<Option<Column>> = table.columns.iter().map(|header| parts::column(header, is_monthly)).collect();
    for (header, _) in table.columns.iter().zip(&columns).filter(|(_, column)| column.is_none()) {
        problems.report(table.place.clone(), format!("the column {} is not known; it is left out", quote(header)));
    }
    let mut seen = BTreeSet::new();
    let mut lines = LineParts::default();
    for line in &table.lines {
        let part = lines.next(table.kind, &line.labels).filter(|part| seen.insert(part.clone()));
        let Some(part) = part else {
            let place = line.cells.first().map_or_else(|| table.place.clone(), |cell| locator(&table.sheet, cell.row, cell.column));
            let label = quote(&line.labels.join(", "));
            problems.report(place, format!("the label {label} is not known, or stands twice; the line is left out"));
            problems.leave_out_row();
            continue;
        };
        for (column, cell) in columns.iter().zip(&line.cells) {
            let Some((column, (period, is_whole))) = column.as_ref().and_then(|column| Some((column, time.period(column)?))) else {
                continue;
            };
            let part = if let Column::Part(further) = column { further.and(&part) } else { part.clone() };
            let reading = reading(cell, subject, is_whole, &table.sheet, problems);
            collected.add(observation(subject, &part, period, reading, locator(&table.sheet, cell.row, cell.column)), problems);
        }
    }
}

fn observation(subject: Subject, part: &Part, period: Period, reading: Reading, locator: String) -> Observation {
    let joined = |base: &str, parts: &[String]| std::iter::once(base).chain(parts.iter().map(String::as_str)).collect::<Vec<_>>().join("/");
    let within: Vec<String> = part.population.iter().map(|&one| one.to_owned()).collect();
    Observation {
        measure: name(&joined(subject.measure, &part.measure)),
        unit: subject.unit,
        population: name(&joined(subject.population, &within)),
        geography: name("us"),
        period,
        reading,
        definition: name(subject.definition),
        locator,
        citation: None,
    }
}

/// What a cell says. A dash stands for nothing that is reported.
fn reading(cell: &Cell, subject: Subject, is_whole: bool, sheet: &str, problems: &mut Problems) -> Reading {
    let number = match &cell.printed {
        Printed::Blank => return Reading::Missing(Missing::NotReported),
        Printed::Text(text) if matches!(text.as_str(), "-" | "–" | "N/A") => return Reading::Missing(Missing::NotReported),
        Printed::Text(_) => None,
        Printed::Number(number) => Some(*number),
    };
    let value = number.and_then(value).filter(|value| subject.is_average || value.as_count().is_some());
    let Some(value) = value else {
        let message = format!("{} is not a number that can be counted", quote(&cell.printed.text()));
        problems.report(locator(sheet, cell.row, cell.column), message);
        return Reading::Missing(Missing::Unreadable);
    };
    match value.as_count() {
        Some(0) if subject.measure == "average_stay_days" => Reading::Missing(Missing::SuspectedFalseZero),
        Some(count) if !is_whole => at_least(count),
        _ => Reading::Exact(value),
    }
}

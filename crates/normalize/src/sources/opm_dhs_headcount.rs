//! OPM monthly headcount of the parts of DHS: a row for each month and sub-agency, as Parquet or feather.

use catalog::SourceId;
use domain::Period;

use crate::{
    decoded::{Problems, Rows, UnknownFormat, quote},
    sources::columnar::{self, Layout, Number, Record},
};

/// All employees of a sub-agency in a month.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Counted from 1.
    pub(crate) number: u64,
    pub(crate) year: i32,
    pub(crate) month: u8,
    pub(crate) period: Period,
    pub(crate) agency: String,
    pub(crate) employees: Number,
}

impl Row {
    /// `row 12 (month 3 2025)`: no editor shows lines of a columnar file, so the month helps to find the row.
    pub(crate) fn locator(&self) -> String {
        format!("row {} (month {} {})", self.number, self.month, self.year)
    }
}

/// The count is called `n` in one release and `n_employees` in the next.
const LAYOUT: Layout =
    Layout { source_id: SourceId::OpmDhsHeadcount, columns: &[&["year"], &["month"], &["agency_subelement"], &["n", "n_employees"]] };

/// Rows of the file.
pub(crate) fn decode(bytes: &[u8]) -> Result<Rows<Row>, UnknownFormat> {
    let mut problems = Problems::default();
    let mut rows = Vec::new();
    columnar::read(bytes, &LAYOUT, |record| match row(record, &mut problems) {
        Some(row) => rows.push(row),
        None => problems.leave_out_row(),
    })?;
    if rows.is_empty() {
        let first = problems.first().map(|first| format!("; {first}")).unwrap_or_default();
        return Err(UnknownFormat::new(LAYOUT.source_id, format!("the columns are there, but not one row that can be read{first}")));
    }
    let read = rows.len() as u64;
    Ok(Rows { good: rows, read, problems })
}

fn row(record: &Record<'_>, problems: &mut Problems) -> Option<Row> {
    let place = |name: &str| format!("row {}, column {name}", record.number);
    let Some(year) = whole(record.number(0)).filter(|year| (1970..=2100).contains(year)).and_then(|year| i32::try_from(year).ok()) else {
        problems.report(place("year"), "not a year; the row is left out");
        return None;
    };
    let month = whole(record.number(1)).and_then(|month| u8::try_from(month).ok());
    let Some((month, period)) = month.and_then(|month| Some((month, Period::month(year, month)?))) else {
        problems.report(place("month"), "not a month; the row is left out");
        return None;
    };
    let Some(agency) = record.text(2).filter(|agency| !agency.is_empty()) else {
        problems.report(place("agency_subelement"), "no sub-agency; the row is left out");
        return None;
    };
    let employees = record.number(3);
    if employees == Number::Other {
        problems.report(place("n"), format!("the number of employees of {} is not a count", quote(&agency)));
    }
    Some(Row { number: record.number, year, month, period, agency, employees })
}

fn whole(number: Number) -> Option<u64> {
    match number {
        Number::Whole(n) => Some(n),
        Number::Null | Number::Other => None,
    }
}

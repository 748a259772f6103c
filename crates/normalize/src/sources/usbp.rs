//! What the two tables of the Border Patrol have in common: areas, fiscal years and cells that are `NA`.

use crate::{
    decoded::{Problems, quote},
    sources::delimited::{Record, count},
};

/// A cell of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    /// A number.
    Count(u64),
    /// `NA` or nothing: the publisher gives none.
    NotReported,
    /// Something else; a problem says what.
    Unreadable,
}

impl Cell {
    pub(crate) fn count(self) -> Option<u64> {
        match self {
            Self::Count(n) => Some(n),
            Self::NotReported | Self::Unreadable => None,
        }
    }
}

/// A row of an area and a fiscal year, with one cell for each column of counts.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) area: String,
    pub(crate) fiscal_year: i32,
    pub(crate) cells: Vec<Cell>,
}

/// Reads a row whose first two columns are area and fiscal year and whose others are counts.
pub(super) fn row(record: &Record<'_>, columns: usize, problems: &mut Problems) -> Option<Row> {
    if record.text(0).is_empty() {
        problems.report(record.cell_locator(0), "no sector; the row is left out");
        return None;
    }
    let year = record.text(1);
    let Some(fiscal_year) = year.parse().ok().filter(|year| (1900..=2100).contains(year)) else {
        problems.report(record.cell_locator(1), format!("{} is not a fiscal year; the row is left out", quote(year)));
        return None;
    };
    let cells = (2..columns).map(|column| cell(record, column, problems)).collect();
    Some(Row { line: record.line, area: record.text(0).to_owned(), fiscal_year, cells })
}

/// A cell of a count: nothing and `NA` are no number, and whatever else is no count is a problem.
pub(super) fn cell(record: &Record<'_>, column: usize, problems: &mut Problems) -> Cell {
    let text = record.text(column);
    if text.is_empty() || text.eq_ignore_ascii_case("NA") || text.eq_ignore_ascii_case("N/A") {
        return Cell::NotReported;
    }
    if let Some(n) = count(text) {
        return Cell::Count(n);
    }
    problems.report(record.cell_locator(column), format!("{} is not a count", quote(text)));
    Cell::Unreadable
}

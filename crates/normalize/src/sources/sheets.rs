//! Workbooks (XLSX) of published tables: opening within limits, sheets as grids, and what a cell shows.
//!
//! Tables are found by what is written around them, never by fixed addresses; what both publishers' layouts have in common stands here.

use std::sync::Arc;

use catalog::{NotRecognized, SourceId};
use workbook::{Grid, GridValue, Limits, Source, Workbook, address};

use crate::decoded::{Problems, UnknownFormat, quote};

/// The largest file that is read; the largest known has 670 thousand bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The most sheets; the largest known workbook has 35.
const MOST_SHEETS: usize = 60;
/// The most cells of a sheet that are not empty; the largest known has 56 thousand.
const MOST_CELLS: usize = 200_000;
const LIMITS: Limits = Limits {
    unpacked_bytes: 128 * 1024 * 1024,
    shared_strings: 200_000,
    shared_string_bytes: 16 * 1024 * 1024,
    rows: 20_000,
    columns: 1_024,
    sheets: MOST_SHEETS,
    cell_bytes: 64 * 1024,
};

/// What a cell shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Printed {
    /// A number with all digits that the file has.
    Number(f64),
    /// A text, trimmed and not empty.
    Text(String),
    /// Nothing.
    Blank,
}

impl Printed {
    /// The number, if it is one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) | Self::Blank => None,
        }
    }

    /// True where there is neither a number nor a text.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    /// As a person would copy it: whole numbers without a point, and nothing for nothing.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Blank => String::new(),
        }
    }
}

/// A cell of a table with its place in the sheet, both from 0.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) printed: Printed,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// What stands before the values, from outside to inside; an outer label holds until the next.
    pub(crate) labels: Vec<String>,
    /// One for each column of the table.
    pub(crate) cells: Vec<Cell>,
}

/// `sheet 'Detention FY24' cell J9`.
pub(crate) fn locator(sheet: &str, row: u32, column: u32) -> String {
    format!("sheet '{sheet}' cell {}", address(row, column))
}

/// A workbook whose sheets can be read one by one.
#[derive(Debug)]
pub(crate) struct Book {
    source_id: SourceId,
    workbook: Workbook,
}

/// A sheet, whole.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    grid: Grid,
}

impl Book {
    /// Opens the bytes, or says why they are no workbook of the source.
    pub(crate) fn open(source_id: SourceId, bytes: &[u8]) -> Result<Self, UnknownFormat> {
        let refuse = |reason: String| UnknownFormat::new(source_id, reason);
        if bytes.len() > MOST_BYTES {
            return Err(refuse(format!("it has {} bytes, more than the {MOST_BYTES} that are read", bytes.len())));
        }
        match catalog::recognize(bytes) {
            Ok(other) if other != source_id => return Err(refuse(format!("it is a file of {other}"))),
            // A workbook that lacks a sheet is read as far as it goes; the sheets that are there may say enough.
            Ok(_) | Err(NotRecognized::OtherWorkbook { .. }) => {}
            Err(reason) => return Err(refuse(reason.to_string())),
        }
        let workbook = Workbook::open(Source::Bytes(Arc::from(bytes)), LIMITS)
            .map_err(|error| refuse(format!("a workbook that cannot be read: {error}")))?;
        Ok(Self { source_id, workbook })
    }

    /// Names of the sheets in the order of the workbook.
    pub(crate) fn names(&self) -> &[String] {
        self.workbook.sheets()
    }

    /// Reads a sheet. One that cannot be read is a problem, and cells that could not be read are.
    pub(crate) fn sheet(&self, place: usize, problems: &mut Problems) -> Option<Sheet> {
        let name = self.names().get(place)?.clone();
        let grid = match self.workbook.grid(place) {
            Ok(grid) => grid,
            Err(error) => {
                problems.report(format!("sheet '{name}'"), format!("the sheet cannot be read: {error}"));
                return None;
            }
        };
        if grid.cells().count() > MOST_CELLS {
            problems.report(format!("sheet '{name}'"), format!("the sheet has more than {MOST_CELLS} cells and is not read"));
            return None;
        }
        for problem in grid.problems() {
            problems.report(format!("sheet '{name}' {}", problem.locator), problem.message.clone());
        }
        Some(Sheet { name, grid })
    }

    /// The refusal of a workbook in which nothing was found that belongs to the source.
    pub(crate) fn refusal(&self, reason: &str) -> UnknownFormat {
        let names: Vec<String> = self.names().iter().take(8).map(|name| quote(name)).collect();
        UnknownFormat::new(self.source_id, format!("{reason}; its sheets are {}", names.join(", ")))
    }
}

impl Sheet {
    /// What a cell shows; row and column from 0.
    pub(crate) fn printed(&self, row: u32, column: u32) -> Printed {
        let text = |text: &str| match text.trim() {
            "" => Printed::Blank,
            text => Printed::Text(text.to_owned()),
        };
        match self.grid.get(row, column) {
            None => Printed::Blank,
            Some(GridValue::Number(number) | GridValue::Date(number)) => Printed::Number(*number),
            Some(GridValue::Text(shown) | GridValue::Error(shown)) => text(shown),
            Some(GridValue::Bool(value)) => Printed::Text(value.to_string()),
        }
    }

    /// The text of a cell with its white space made plain; `None` for a number and for nothing.
    pub(crate) fn text(&self, row: u32, column: u32) -> Option<String> {
        match self.printed(row, column) {
            Printed::Text(text) => Some(plain(&text)),
            Printed::Number(_) | Printed::Blank => None,
        }
    }

    /// All texts of the sheet with their places, by row and column.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (u32, u32, String)> {
        self.grid.cells().filter_map(|(row, column, value)| match value {
            GridValue::Text(text) if !text.trim().is_empty() => Some((row, column, plain(text))),
            _ => None,
        })
    }

    /// A cell of a table.
    pub(crate) fn cell(&self, row: u32, column: u32) -> Cell {
        Cell { row, column, printed: self.printed(row, column) }
    }

    /// How many rows the sheet has.
    pub(crate) fn rows(&self) -> u32 {
        self.grid.rows()
    }

    /// How many columns the sheet has.
    pub(crate) fn columns(&self) -> u32 {
        self.grid.columns()
    }

    /// The place of a cell for a person.
    pub(crate) fn locator(&self, row: u32, column: u32) -> String {
        locator(&self.name, row, column)
    }
}

/// A text whose white space is single blanks, none at its ends and none before a colon.
pub(crate) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" :", ":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_made_plain_and_numbers_keep_their_digits() {
        assert_eq!(plain("ICE Final\u{a0}Book  Outs : FY2024\t"), "ICE Final Book Outs: FY2024");
        assert_eq!(Printed::Number(24_114.0).text(), "24114");
        assert_eq!(Printed::Number(28_292.870_967_741_936).text(), "28292.870967741936");
        assert_eq!(locator("Detention FY24", 18, 9), "sheet 'Detention FY24' cell J19");
    }
}

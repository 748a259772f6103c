//! A small sheet, whole.

use crate::{Problem, SheetError, Value, Workbook, text::quoted};

/// The most cells of a sheet that is read whole.
const MOST_CELLS: usize = 2_000_000;

/// The most text of a sheet that is read whole; a shared string counts each time it is used.
const MOST_TEXT_BYTES: usize = 256 << 20;

/// What a cell of a [`Grid`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum GridValue {
    /// Text, never empty.
    Text(String),
    /// A number that is not shown as a date.
    Number(f64),
    /// A number that is shown as a date or a time: days as spreadsheets count them from the end of 1899.
    Date(f64),
    /// A truth value.
    Bool(bool),
    /// An error such as `#N/A`.
    Error(String),
}

/// A small sheet, whole. Merged cells hold their value once, where the merged range begins.
#[derive(Debug)]
pub struct Grid {
    /// By row and column, both from 0.
    cells: Vec<(u32, u32, GridValue)>,
    rows: u32,
    columns: u32,
    problems: Vec<Problem>,
    problem_count: u64,
}

impl Grid {
    pub(crate) fn read(workbook: &Workbook, sheet: usize) -> Result<Self, SheetError> {
        let name = workbook.sheets().get(sheet).map_or("", String::as_str);
        let mut rows = workbook.rows(sheet)?;
        let mut cells: Vec<(u32, u32, GridValue)> = Vec::new();
        let mut text_bytes = 0;
        let mut is_disordered = false;
        while let Some(row) = rows.next_row()? {
            let number = row.number - 1;
            is_disordered |= cells.last().is_some_and(|(last, _, _)| *last >= number);
            for cell in row.cells {
                let Some(value) = grid_value(workbook, cell.value) else { continue };
                if let GridValue::Text(text) | GridValue::Error(text) = &value {
                    text_bytes += text.len();
                }
                cells.push((number, cell.column, value));
                if cells.len() > MOST_CELLS || text_bytes > MOST_TEXT_BYTES {
                    let name = quoted(name);
                    return Err(SheetError(format!(
                        "sheet {name} holds more than {MOST_CELLS} cells or {MOST_TEXT_BYTES} bytes of text; it is too large to be read whole"
                    )));
                }
            }
        }
        // Rows that stand in disorder are problems already; of a cell that is there twice the first is kept.
        if is_disordered {
            cells.sort_by_key(|(row, column, _)| (*row, *column));
            cells.dedup_by_key(|(row, column, _)| (*row, *column));
        }
        cells.shrink_to_fit();
        let count = cells.last().map_or(0, |(row, _, _)| row + 1);
        let columns = cells.iter().map(|(_, column, _)| column + 1).max().unwrap_or(0);
        let problem_count = rows.problem_count();
        Ok(Self { cells, rows: count, columns, problems: rows.problems().to_vec(), problem_count })
    }

    /// The cell at a row and a column, both from 0; `None` if it is empty.
    pub fn get(&self, row: u32, column: u32) -> Option<&GridValue> {
        let at = self.cells.binary_search_by_key(&(row, column), |(row, column, _)| (*row, *column)).ok()?;
        self.cells.get(at).map(|(_, _, value)| value)
    }

    /// The text at a row and a column, both from 0; `None` if it is empty or no text.
    pub fn text(&self, row: u32, column: u32) -> Option<&str> {
        match self.get(row, column)? {
            GridValue::Text(text) => Some(text),
            GridValue::Number(_) | GridValue::Date(_) | GridValue::Bool(_) | GridValue::Error(_) => None,
        }
    }

    /// Rows up to the last cell that is not empty.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Columns up to the last cell that is not empty.
    pub fn columns(&self) -> u32 {
        self.columns
    }

    /// All cells that are not empty, by row and column, both from 0.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u32, &GridValue)> {
        self.cells.iter().map(|(row, column, value)| (*row, *column, value))
    }

    /// How many problems there were.
    pub fn problem_count(&self) -> u64 {
        self.problem_count
    }

    /// What could not be read, and where; at most 1,000 of [`Self::problem_count`].
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

fn grid_value(workbook: &Workbook, value: Value<'_>) -> Option<GridValue> {
    Some(match value {
        Value::Shared(index) => GridValue::Text(workbook.string(index).filter(|text| !text.is_empty())?.to_owned()),
        Value::Text(text) => GridValue::Text(text.to_owned()),
        Value::Number { number, is_date: true } => GridValue::Date(number),
        Value::Number { number, is_date: false } => GridValue::Number(number),
        Value::Bool(value) => GridValue::Bool(value),
        Value::Error(error) => GridValue::Error(error.to_owned()),
    })
}

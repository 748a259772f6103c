//! XLSX: a header that is bold and stays in sight, a line a row, at most [`SHEET_ROWS`] rows a sheet.
//!
//! Text is always text: nothing becomes a formula, a number or a link. Dates and instants are numbers with a format, as spreadsheets have them;
//! those before 1900-03-01 are text, since spreadsheets have a 1900-02-29, and so are those after 9999. Rows go to a temporary file in the
//! folder of the workbook, so that a million of them need no memory. It takes as much space as the sheets unpacked.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{
    Batches, DeviationKind, Reason,
    cells::{Cell, batches, columns},
    file::{Deviations, NewFile},
};
use crate::calendar;

/// Rows of data in a sheet. A sheet has 1,048,576 rows; the published tables are cut here.
pub(super) const SHEET_ROWS: usize = 1_000_000;

/// Columns of a sheet.
const MOST_COLUMNS: usize = 16_384;

/// UTF-16 units of a cell's text.
const LONGEST_TEXT: usize = 32_767;

/// Characters of a sheet's name.
const LONGEST_NAME: usize = 31;

/// Days from the spreadsheets' day 0, 1899-12-30, to 1970-01-01.
const EPOCH: i64 = 25_569;

/// 1900-03-01, and 9999-12-31.
const DATES: std::ops::RangeInclusive<i64> = 61..=2_958_465;

/// Of deflate, from 1 to 9: 6 takes two thirds more time, of all that a workbook takes, for a fifth less.
const COMPRESSION: u8 = 3;

/// Writes the table into a workbook whose sheets are called `name`, with at most `sheet_rows` rows each.
pub(super) fn write(
    (name, sheet_rows): (&str, usize),
    table: &dyn Batches,
    file: &mut NewFile,
    deviations: &mut Deviations,
    progress: &dyn Fn(u64),
) -> Result<(), Reason> {
    let schema = table.schema();
    let found = schema.fields().len();
    if found > MOST_COLUMNS {
        return Err(Reason::Columns { found, most: MOST_COLUMNS });
    }
    let mut workbook = new_workbook(file.folder())?;
    let mut pen = Pen::new(deviations);
    for number in 1..=table.rows().div_ceil(sheet_rows).max(1) {
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(name, number))?.set_freeze_panes(1, 0)?;
        for (column, field) in (0..).zip(schema.fields()) {
            sheet.write_string_with_format(0, column, field.name(), &pen.header)?;
        }
        let first = (number - 1) * sheet_rows;
        for batch in batches(table, first..table.rows().min(first + sheet_rows)) {
            let (from, batch) = batch?;
            let columns = columns(&batch, from)?;
            for row in 0..batch.num_rows() {
                for (place, column) in columns.iter().enumerate() {
                    pen.write(sheet, first, (from + row, place), &column.cell(row))?;
                }
            }
            progress((from + batch.num_rows()) as u64);
        }
    }
    workbook.save_to_writer(file)?;
    Ok(())
}

/// Creates a workbook whose bytes do not depend on when it is made.
fn new_workbook(folder: &Path) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    workbook.set_tempdir(folder)?.set_zip_compression_level(COMPRESSION);
    Ok(workbook)
}

/// Returns a name that a sheet can have: `stints`, `stints (2)`.
fn sheet_name(name: &str, number: usize) -> String {
    let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
    let valid = |character: char| if r"[]:*?/\'".contains(character) || character.is_control() { '_' } else { character };
    let mut units = LONGEST_NAME - suffix.len();
    let fits = |character: &char| {
        let fits = character.len_utf16() <= units;
        units = units.saturating_sub(character.len_utf16());
        fits
    };
    name.chars().map(valid).take_while(fits).collect::<String>() + &suffix
}

/// Writes cells, and notes those that a sheet does not hold as they are.
struct Pen<'a> {
    header: Format,
    date: Format,
    instant: Format,
    text: String,
    deviations: &'a mut Deviations,
}

impl<'a> Pen<'a> {
    fn new(deviations: &'a mut Deviations) -> Self {
        Self {
            header: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            text: String::new(),
            deviations,
        }
    }

    /// Writes the cell at a row and column of the table into the sheet whose first row of data is the row `first` of the table.
    fn write(&mut self, sheet: &mut Worksheet, first: usize, (row, place): (usize, usize), cell: &Cell<'_>) -> Result<(), XlsxError> {
        let line = u32::try_from(row - first + 1).map_err(|_| XlsxError::RowColumnLimitError)?;
        let column = u16::try_from(place).map_err(|_| XlsxError::RowColumnLimitError)?;
        self.text.clear();
        match *cell {
            Cell::Missing => return Ok(()),
            Cell::Text(text) => {
                let held = held(text);
                if held.len() < text.len() {
                    self.deviations.note(place, row, DeviationKind::Cut);
                }
                return sheet.write_string(line, column, held).map(drop);
            }
            Cell::Flag(flag) => return sheet.write_boolean(line, column, flag).map(drop),
            Cell::Integer(number) => return sheet.write_number(line, column, number).map(drop),
            Cell::Number(number) if number.is_finite() => return sheet.write_number(line, column, number).map(drop),
            Cell::Number(_) => {
                self.deviations.note(place, row, DeviationKind::NotFinite);
                return Ok(());
            }
            Cell::Date(days) if DATES.contains(&(i64::from(days) + EPOCH)) => {
                return sheet.write_number_with_format(line, column, i64::from(days) as f64 + EPOCH as f64, &self.date).map(drop);
            }
            Cell::Instant(micros) if DATES.contains(&(micros.div_euclid(calendar::DAY) + EPOCH)) => {
                let days = (micros + EPOCH * calendar::DAY) as f64 / calendar::DAY as f64;
                return sheet.write_number_with_format(line, column, days, &self.instant).map(drop);
            }
            Cell::Date(days) => calendar::push_date(&mut self.text, days.into()),
            Cell::Instant(micros) => calendar::push_instant(&mut self.text, micros),
        }
        self.deviations.note(place, row, DeviationKind::DateAsText);
        sheet.write_string(line, column, &self.text).map(drop)
    }
}

/// Returns as much of the text as a cell holds.
fn held(text: &str) -> &str {
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let mut units = 0;
    let past = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > LONGEST_TEXT
    });
    past.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
mod tests;

//! CSV: a header, then a line a row, each ended by a line feed; UTF-8 without byte order mark.
//!
//! | cell | text |
//! |---|---|
//! | missing | nothing |
//! | text | itself, in quotes if it has a comma, a quote or a line break, quotes in it doubled (RFC 4180) |
//! | flag | `true`, `false` |
//! | date, instant | `2024-05-14`, `2024-05-14 21:29:29` (UTC; a fraction of a second only where there is one, without zeros at its end) |
//! | number | the shortest digits that read back as the same number: `5000`, `0.1`; with an exponent below 1e-5 and from 1e16 on |
//!
//! The gateway's CSV puts an apostrophe before text that a spreadsheet would run as a formula. These files do not: they are read by programs,
//! and their cells have to equal the published ones. Such cells are counted as deviations, and the workbook holds them as text.

use std::fmt::Write as _;

use super::{
    Batches, DeviationKind, Reason,
    cells::{Cell, batches, columns},
    file::{Deviations, NewFile},
};
use crate::calendar;

/// Writes the table.
pub(super) fn write(table: &dyn Batches, file: &mut NewFile, deviations: &mut Deviations, progress: &dyn Fn(u64)) -> Result<(), Reason> {
    let mut lines = ::csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(file);
    lines.write_record(table.schema().fields().iter().map(|field| field.name())).map_err(refused)?;
    let mut text = String::new();
    for batch in batches(table, 0..table.rows()) {
        let (from, batch) = batch?;
        let columns = columns(&batch, from)?;
        for row in 0..batch.num_rows() {
            for (place, column) in columns.iter().enumerate() {
                let cell = column.cell(row);
                if let Some(kind) = deviation(&cell) {
                    deviations.note(place, from + row, kind);
                }
                lines.write_field(field(&cell, &mut text)).map_err(refused)?;
            }
            lines.write_record(None::<&[u8]>).map_err(refused)?;
        }
        progress((from + batch.num_rows()) as u64);
    }
    Ok(lines.flush()?)
}

fn refused(error: ::csv::Error) -> Reason {
    Reason::Io(error.into())
}

/// Returns the text of a cell, which is made in `text` if it has to be.
fn field<'a>(cell: &Cell<'a>, text: &'a mut String) -> &'a str {
    text.clear();
    match *cell {
        Cell::Missing => {}
        Cell::Text(itself) => return itself,
        Cell::Flag(true) => return "true",
        Cell::Flag(false) => return "false",
        Cell::Integer(number) => push(text, format_args!("{number}")),
        Cell::Number(number) => push_number(text, number),
        Cell::Date(days) => calendar::push_date(text, days.into()),
        Cell::Instant(micros) => calendar::push_instant(text, micros),
    }
    text
}

fn push_number(text: &mut String, number: f64) {
    let size = number.abs();
    if size == 0.0 || (1e-5..1e16).contains(&size) {
        push(text, format_args!("{number}"));
    } else if number.is_finite() {
        push(text, format_args!("{number:e}"));
    }
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Text takes all that is written to it.
    let _ = text.write_fmt(arguments);
}

/// Text that runs as a formula is told by the gateway's rule: by its first character, unless it is a number.
fn deviation(cell: &Cell<'_>) -> Option<DeviationKind> {
    match cell {
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => {
            let number = text.parse::<f64>().is_ok_and(f64::is_finite);
            (!number).then_some(DeviationKind::Formula)
        }
        Cell::Number(number) if !number.is_finite() => Some(DeviationKind::NotFinite),
        _ => None,
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;

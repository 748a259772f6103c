//! A sheet of a workbook → a shard.

use std::{cmp::Ordering, sync::Arc};

use workbook::{Value, Workbook};

use super::{
    RefusedFile, columns_of_header,
    layout::RawTable,
    shard::{Shard, ShardBuilder, TOO_MANY_CELLS, Texts},
};
use crate::problem::Problems;

/// Rule 1.2: six lines stand above the header.
const HEADER_ROW: u32 = 7;

impl Texts for Workbook {
    fn count(&self) -> u32 {
        self.strings()
    }

    fn get(&self, code: u32) -> &str {
        self.string(code).unwrap_or_default()
    }
}

/// Reads one sheet. What a cell cannot be read as is missing and counted; what the file itself breaks is a problem with its cell.
pub(crate) fn read(table: RawTable, file: &str, book: &Arc<Workbook>, sheet: usize, problems: &mut Problems) -> Result<Shard, RefusedFile> {
    let name = book.sheets().get(sheet).cloned().unwrap_or_default();
    let refused = |reason: String| RefusedFile { file: file.to_owned(), reason: format!("sheet '{name}': {reason}") };
    let mut rows = book.rows(sheet).map_err(|error| refused(error.to_string()))?;
    let mut preamble = Vec::new();
    let mut header: Vec<(usize, String)> = Vec::new();
    while header.is_empty() {
        let Some(row) = rows.next_row().map_err(|error| refused(error.to_string()))? else {
            return Err(refused(format!("it ends before its header, which has to be in row {HEADER_ROW}")));
        };
        let texts = row.cells.iter().map(|cell| (cell.column as usize, text_of(book, cell.value)));
        match row.number.cmp(&HEADER_ROW) {
            Ordering::Less => preamble.extend(texts.map(|(_, text)| text)),
            Ordering::Equal => header.extend(texts.filter(|(_, text)| !text.trim().is_empty())),
            Ordering::Greater => return Err(refused(format!("row {HEADER_ROW}, which has to be the header, is empty"))),
        }
    }
    let columns = columns_of_header(table, header.iter().map(|(_, raw)| raw.as_str())).map_err(&refused)?;
    // Where each column of the sheet goes; a column without a header is not read.
    let mut place = vec![usize::MAX; header.iter().map(|(column, _)| column + 1).max().unwrap_or(0)];
    for (at, (column, _)) in header.iter().enumerate() {
        place[*column] = at;
    }
    let mut builder = ShardBuilder::new(Arc::clone(book) as Arc<dyn Texts>, columns);
    loop {
        let row = match rows.next_row() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            // What was read is kept, and the release says that the sheet is not whole.
            Err(error) => {
                problems.report(file, format!("sheet '{name}'"), format!("it breaks off after {} rows: {error}", builder.rows()));
                builder.breaks_off();
                break;
            }
        };
        let Some(above) = row.number.checked_sub(HEADER_ROW + 1) else { continue };
        if row.cells.is_empty() {
            continue;
        }
        let passed_over = (above as usize).saturating_sub(builder.rows());
        if passed_over > 0 && !(builder.may_lack(passed_over) && builder.end_row(above as usize)) {
            problems.report(file, format!("sheet '{name}' row {}", row.number), TOO_MANY_CELLS);
            break;
        }
        for cell in row.cells {
            let Some(&column) = place.get(cell.column as usize).filter(|at| **at != usize::MAX) else { continue };
            match cell.value {
                Value::Shared(code) => builder.shared_text(column, code),
                Value::Number { number, is_date } => builder.number(column, number, is_date),
                Value::Text(text) => builder.own_text(column, text, |_| None),
                Value::Bool(truth) => builder.own_text(column, if truth { "TRUE" } else { "FALSE" }, |_| None),
                Value::Error(_) => builder.unusable(column),
            }
        }
        if !builder.end_row(builder.rows() + 1) {
            problems.report(file, format!("sheet '{name}' row {}", row.number), TOO_MANY_CELLS);
            break;
        }
    }
    for problem in rows.problems() {
        problems.report(file, format!("sheet '{name}' {}", problem.locator), problem.message.clone());
    }
    Ok(builder.finish(name, preamble))
}

fn text_of(book: &Workbook, value: Value<'_>) -> String {
    match value {
        Value::Shared(code) => book.string(code).unwrap_or_default().to_owned(),
        Value::Text(text) | Value::Error(text) => text.to_owned(),
        Value::Number { number, .. } => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
    }
}

//! The cross of all dimensions as a table, for the object store: it has small cells, which must not leave it.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Int32Array};

use super::{Counts, text_array};
use crate::table::{Table, TableColumn};

/// Every cell with a row: table, month, state, criminality, programme, and the rows in both countings.
pub fn cross_table(counts: &[Counts]) -> Table {
    let rows: Vec<_> =
        counts.iter().flat_map(|counts| counts.cross.iter().map(move |(cell, tally)| (counts.subject, cell, tally))).collect();
    let number = |value: u64| i32::try_from(value).unwrap_or(i32::MAX);
    let part =
        |at: usize| -> ArrayRef { Arc::new(text_array(rows.iter().map(|(_, cell, _)| cell.parts.get(at).cloned().flatten()).collect())) };
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("table", Arc::new(text_array(rows.iter().map(|(subject, ..)| Some(subject.table().into())).collect()))),
        ("month", Arc::new(rows.iter().map(|(_, cell, _)| i32::try_from(cell.month.first_day()).ok()).collect::<Date32Array>())),
        ("state", part(0)),
        ("criminality", part(1)),
        ("programme", part(2)),
        ("all_rows", Arc::new(rows.iter().map(|(_, _, tally)| Some(number(tally.all))).collect::<Int32Array>())),
        ("without_likely_duplicates", Arc::new(rows.iter().map(|(_, _, tally)| Some(number(tally.without))).collect::<Int32Array>())),
    ];
    let column = |(name, array): (&str, ArrayRef)| TableColumn { name: name.to_owned(), array, rows: None };
    Table { name: "counts", columns: columns.into_iter().map(column).collect(), rows: rows.len() }
}

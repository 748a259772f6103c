//! Sheets → one table: columns by name, texts once, and where each row comes from (rules 1.1 and 1.5).

use std::{collections::HashMap, sync::Arc};

use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, Int32Array, TimestampMicrosecondArray, UInt32Array, builder::StringBuilder, types::UInt32Type,
};

use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};

use super::{
    Raw, RawTable,
    cells::{NO_INSTANT, trimmed},
    layout::Kind,
    shard::{Cells, NO_TEXT, Shard},
};
use crate::{
    frame::{Frame, TextArray},
    parallel,
    strings::{Interner, Strings},
};

/// Six lines and the header stand above the first row.
const ROWS_ABOVE: usize = 7;

/// Name of the file of a row, of its sheet, and the number of the row there.
pub(crate) const PROVENANCE: [&str; 3] = ["file_original", "sheet_original", "row_original"];

/// The cells of one column, sheet by sheet; `None` where a sheet lacks it.
struct Stacked {
    name: String,
    kind: Kind,
    parts: Vec<Option<Cells>>,
}

/// Stacks the sheets of a table in their order.
pub(super) fn stack(table: RawTable, mut shards: Vec<(String, Shard)>) -> Raw {
    let rows: usize = shards.iter().map(|(_, shard)| shard.rows).sum();
    let mut columns: Vec<Stacked> = Vec::new();
    let mut unusable: HashMap<String, u64> = HashMap::new();
    let mut new = Vec::new();
    let count = shards.len();
    for (at, (_, shard)) in shards.iter_mut().enumerate() {
        for column in std::mem::take(&mut shard.columns) {
            if column.unusable > 0 {
                *unusable.entry(column.name.clone()).or_default() += column.unusable;
            }
            let place = columns.iter().position(|other| other.name == column.name).unwrap_or_else(|| {
                if !column.is_declared {
                    new.push(column.raw_name.clone());
                }
                columns.push(Stacked { name: column.name.clone(), kind: column.kind(), parts: (0..count).map(|_| None).collect() });
                columns.len() - 1
            });
            if let Some(slot) = columns.get_mut(place).and_then(|stacked| stacked.parts.get_mut(at)) {
                *slot = Some(column.cells);
            }
        }
    }
    let lacking = table.declared().iter().filter(|(name, _)| !columns.iter().any(|column| column.name == *name));
    let lacking = lacking.map(|(name, _)| (*name).to_owned()).collect();
    let unusable_in_order =
        columns.iter().filter_map(|column| unusable.get(&column.name).map(|count| (column.name.clone(), *count))).collect();
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let sheets: Vec<Shard> = shards.iter_mut().map(|(_, shard)| std::mem::replace(shard, emptied(shard))).collect();
    let arrays = parallel::each(columns, |column| array(column, &sheets, rows));
    let mut frame = Frame { names, columns: arrays, rows };
    let places: Vec<(&str, &str, usize)> =
        shards.iter().zip(&sheets).map(|((file, _), sheet)| (file.as_str(), sheet.sheet.as_str(), sheet.rows)).collect();
    let true_row_numbers = provenance(&mut frame, &places);
    Raw { table, frame, lacking, new, unusable: unusable_in_order, true_row_numbers }
}

/// A shard that holds nothing, in the place of one that was taken.
fn emptied(of: &Shard) -> Shard {
    Shard {
        sheet: String::new(),
        rows: 0,
        columns: Vec::new(),
        shared: Arc::clone(&of.shared),
        own: Strings::default(),
        preamble: Vec::new(),
        breaks_off: false,
    }
}

fn array(column: Stacked, sheets: &[Shard], rows: usize) -> ArrayRef {
    match column.kind {
        Kind::Text => Arc::new(texts(column.parts, sheets, rows)),
        Kind::Number => {
            let mut numbers: Vec<f64> = Vec::with_capacity(rows);
            for (part, sheet) in column.parts.into_iter().zip(sheets) {
                match part {
                    Some(Cells::Number(part)) => numbers.extend(part),
                    _ => numbers.resize(numbers.len() + sheet.rows, f64::NAN),
                }
            }
            let present = numbers.iter().map(|number| !number.is_nan()).collect::<BooleanBuffer>();
            Arc::new(Float64Array::new(ScalarBuffer::from(numbers), Some(NullBuffer::new(present))))
        }
        Kind::Date => {
            let mut instants: Vec<i64> = Vec::with_capacity(rows);
            for (part, sheet) in column.parts.into_iter().zip(sheets) {
                match part {
                    Some(Cells::Date(part)) => instants.extend(part),
                    _ => instants.resize(instants.len() + sheet.rows, NO_INSTANT),
                }
            }
            let present = instants.iter().map(|instant| *instant != NO_INSTANT).collect::<BooleanBuffer>();
            Arc::new(TimestampMicrosecondArray::new(ScalarBuffer::from(instants), Some(NullBuffer::new(present))))
        }
    }
}

/// Texts of all sheets under common numbers, trimmed; what is empty then is missing.
fn texts(parts: Vec<Option<Cells>>, sheets: &[Shard], rows: usize) -> TextArray {
    const UNSEEN: u32 = u32::MAX - 1;
    let mut interner = Interner::default();
    let mut codes: Vec<u32> = Vec::with_capacity(rows);
    for (part, sheet) in parts.into_iter().zip(sheets) {
        let Some(Cells::Text(part)) = part else {
            codes.resize(codes.len() + sheet.rows, NO_TEXT);
            continue;
        };
        let mut common = vec![UNSEEN; sheet.texts()];
        codes.extend(part.into_iter().map(|code| {
            let Some(known) = common.get_mut(code as usize) else { return NO_TEXT };
            if *known == UNSEEN {
                let text = trimmed(sheet.text(code));
                *known = if text.is_empty() { NO_TEXT } else { interner.intern(text) };
            }
            *known
        }));
    }
    text_array(codes, &interner.into_strings())
}

/// Numbers of texts as an array; [`NO_TEXT`] is missing.
pub(crate) fn text_array(codes: Vec<u32>, strings: &Strings) -> TextArray {
    let present = codes.contains(&NO_TEXT).then(|| NullBuffer::new(codes.iter().map(|code| *code != NO_TEXT).collect::<BooleanBuffer>()));
    let keys = UInt32Array::new(ScalarBuffer::from(codes), present);
    let bytes = strings.iter().map(str::len).sum();
    let mut values = StringBuilder::with_capacity(strings.len(), bytes);
    strings.iter().for_each(|text| values.append_value(text));
    DictionaryArray::<UInt32Type>::new(keys, Arc::new(values.finish()))
}

/// Adds the columns that say where a row comes from, and gives the true numbers of the rows.
///
/// Rule 1.5: the number that is published runs on over all sheets of one name, in all files.
fn provenance(frame: &mut Frame, places: &[(&str, &str, usize)]) -> Int32Array {
    let mut files = Interner::default();
    let mut sheets = Interner::default();
    let mut of_name: HashMap<&str, usize> = HashMap::new();
    let (mut file_codes, mut sheet_codes) = (Vec::with_capacity(frame.rows), Vec::with_capacity(frame.rows));
    let (mut published, mut actual) = (Vec::with_capacity(frame.rows), Vec::with_capacity(frame.rows));
    for (file, sheet, rows) in places {
        let (file, sheet_code) = (files.intern(file), sheets.intern(sheet));
        let before = of_name.entry(sheet).or_default();
        for row in 1..=*rows {
            file_codes.push(file);
            sheet_codes.push(sheet_code);
            published.push(i32::try_from(ROWS_ABOVE + *before + row).unwrap_or(i32::MAX));
            actual.push(i32::try_from(ROWS_ABOVE + row).unwrap_or(i32::MAX));
        }
        *before += rows;
    }
    let [file, sheet, row] = PROVENANCE;
    frame.push(file, Arc::new(text_array(file_codes, files.strings())));
    frame.push(sheet, Arc::new(text_array(sheet_codes, sheets.strings())));
    frame.push(row, Arc::new(Int32Array::from(published)));
    Int32Array::from(actual)
}

/// A column of the given texts.
#[cfg(test)]
pub(crate) fn text_column<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> TextArray {
    let mut interner = Interner::default();
    let codes = texts.into_iter().map(|text| text.map_or(NO_TEXT, |text| interner.intern(text))).collect();
    text_array(codes, interner.strings())
}

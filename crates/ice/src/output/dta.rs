//! Stata's `.dta`, format 118 (little endian, UTF-8), after the description that comes with Stata, `help dta`.
//!
//! | cell | variable | format |
//! |---|---|---|
//! | text | `str1` to `str2045` by the longest text of the column in bytes, `strL` above; missing is the empty text | `%9s` and wider |
//! | whole number | `long`; `double` if the column has a number beyond `long`, whose highest values stand for missing | `%12.0g` |
//! | number | `double` | `%10.0g` |
//! | flag | `byte`, 0 or 1 | `%8.0g` |
//! | date | `long`, days since 1960-01-01 | `%td` |
//! | instant | `double`, milliseconds since 1960-01-01 00:00:00 | `%tc` |
//!
//! Names follow [`dta_names`](super::dta_names); where a name differs from the column's, the column's is the label of the variable. The table is gone
//! through twice, a third time if there is a `strL`: first the widths are found, and with them the place of each section. The file has no
//! time stamp, so that equal tables give equal bytes.

use std::{borrow::Cow, io::Write};

use super::{
    Batches, DeviationKind, Reason,
    cells::{Cell, Kind, batches, columns},
    dta_names::names,
    file::{Deviations, NewFile},
};
use crate::calendar;

/// Variables of a data set.
const MOST_COLUMNS: usize = 32_767;
/// Bytes of a `str#`.
const LONGEST_TEXT: usize = 2_045;
/// Characters of a label.
const LONGEST_LABEL: usize = 80;
/// The numbers of a `long`; those above stand for missing.
const LONGS: std::ops::RangeInclusive<i64> = -2_147_483_647..=2_147_483_620;
const MISSING_LONG: i32 = 2_147_483_621;
/// Highest number of a `double`; those above stand for missing.
const HIGHEST: f64 = f64::from_bits(0x7FDF_FFFF_FFFF_FFFF);
const MISSING_DOUBLE: f64 = f64::from_bits(0x7FE0_0000_0000_0000);
const MISSING_BYTE: u8 = 101;
/// Days from 1960-01-01 to 1970-01-01.
const EPOCH: i64 = 3_653;

/// Type of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Storage {
    /// `str#` of so many bytes.
    Text(u16),
    /// `strL`: a pointer to a text that stands after the data.
    LongText,
    Byte,
    Long,
    Double,
}

impl Storage {
    fn code(self) -> u16 {
        match self {
            Self::Text(bytes) => bytes,
            Self::LongText => 32_768,
            Self::Double => 65_526,
            Self::Long => 65_528,
            Self::Byte => 65_530,
        }
    }

    fn bytes(self) -> usize {
        match self {
            Self::Text(bytes) => bytes.into(),
            Self::LongText | Self::Double => 8,
            Self::Long => 4,
            Self::Byte => 1,
        }
    }
}

/// Writes the table as a data set with a label.
pub(super) fn write(
    label: &str,
    table: &dyn Batches,
    kinds: &[Kind],
    file: &mut NewFile,
    deviations: &mut Deviations,
    progress: &dyn Fn(u64),
) -> Result<(), Reason> {
    if kinds.len() > MOST_COLUMNS {
        return Err(Reason::Columns { found: kinds.len(), most: MOST_COLUMNS });
    }
    let survey = Survey::of(table, kinds)?;
    let storages = survey.storages(kinds);
    let (head, end) = head(label, table, kinds, &storages, survey.long_bytes);
    file.write_all(&head)?;
    let mut line = Vec::new();
    for batch in batches(table, 0..table.rows()) {
        let (from, batch) = batch?;
        let columns = columns(&batch, from)?;
        for row in 0..batch.num_rows() {
            line.clear();
            for (place, (column, storage)) in columns.iter().zip(&storages).enumerate() {
                let cell = column.cell(row);
                if let Some(kind) = push_cell(&mut line, &cell, *storage, (place, from + row))? {
                    deviations.note(place, from + row, kind);
                }
            }
            file.write_all(&line)?;
        }
        progress((from + batch.num_rows()) as u64);
    }
    file.write_all(b"</data><strls>")?;
    if storages.contains(&Storage::LongText) {
        write_long_texts(table, &storages, file)?;
    }
    file.write_all(b"</strls><value_labels></value_labels></stata_dta>")?;
    if file.bytes() == end { Ok(()) } else { Err(Reason::Changed) }
}

/// What has to be known of all rows before the first is written.
#[derive(Debug)]
struct Survey {
    /// Bytes of the longest text, by column.
    widths: Vec<usize>,
    /// Whether all whole numbers fit a `long`, by column.
    longs: Vec<bool>,
    /// Bytes that the texts of `strL`s take.
    long_bytes: u64,
}

impl Survey {
    fn of(table: &dyn Batches, kinds: &[Kind]) -> Result<Self, Reason> {
        let mut survey = Self { widths: vec![0; kinds.len()], longs: vec![true; kinds.len()], long_bytes: 0 };
        // Of all columns, since a column may turn out to be long in its last row.
        let mut bytes = vec![0_u64; kinds.len()];
        for batch in batches(table, 0..table.rows()) {
            let (from, batch) = batch?;
            for (place, column) in columns(&batch, from)?.iter().enumerate() {
                if !matches!(kinds[place], Kind::Text | Kind::Integer) {
                    continue;
                }
                for row in 0..batch.num_rows() {
                    match column.cell(row) {
                        Cell::Text(text) => {
                            let width = storable(text).len();
                            survey.widths[place] = survey.widths[place].max(width);
                            bytes[place] += if width == 0 { 0 } else { LONG_TEXT_FRAME + width as u64 };
                        }
                        Cell::Integer(number) => survey.longs[place] &= LONGS.contains(&number.into()),
                        _ => {}
                    }
                }
            }
        }
        survey.long_bytes = bytes.iter().zip(&survey.widths).filter(|(_, width)| **width > LONGEST_TEXT).map(|(bytes, _)| bytes).sum();
        Ok(survey)
    }

    fn storages(&self, kinds: &[Kind]) -> Vec<Storage> {
        let storage = |(place, kind): (usize, &Kind)| match kind {
            Kind::Text if self.widths[place] > LONGEST_TEXT => Storage::LongText,
            Kind::Text => Storage::Text(u16::try_from(self.widths[place].max(1)).unwrap_or(u16::MAX)),
            Kind::Integer if self.longs[place] => Storage::Long,
            Kind::Integer | Kind::Number | Kind::Instant => Storage::Double,
            Kind::Flag => Storage::Byte,
            Kind::Date => Storage::Long,
        };
        kinds.iter().enumerate().map(storage).collect()
    }
}

/// Returns all up to the first row, and how many bytes the file will have.
fn head(label: &str, table: &dyn Batches, kinds: &[Kind], storages: &[Storage], long_bytes: u64) -> (Vec<u8>, u64) {
    let mut head = header(label, kinds.len(), table.rows());
    let mut map = vec![0, head.len() as u64];
    head.extend(b"<map>");
    let map_place = head.len();
    head.extend([0; 14 * 8]);
    head.extend(b"</map>");
    for (section, content) in descriptions(table, kinds, storages) {
        map.push(head.len() as u64);
        head.extend(format!("<{section}>").bytes());
        head.extend(content);
        head.extend(format!("</{section}>").bytes());
    }
    map.push(head.len() as u64);
    head.extend(b"<data>");
    let line: usize = storages.iter().map(|storage| storage.bytes()).sum();
    let long_texts = head.len() as u64 + line as u64 * table.rows() as u64 + b"</data>".len() as u64;
    let value_labels = long_texts + b"<strls></strls>".len() as u64 + long_bytes;
    let last = value_labels + b"<value_labels></value_labels>".len() as u64;
    let end = last + b"</stata_dta>".len() as u64;
    map.extend([long_texts, value_labels, last, end]);
    for (place, offset) in map.into_iter().enumerate() {
        head[map_place + 8 * place..][..8].copy_from_slice(&offset.to_le_bytes());
    }
    (head, end)
}

fn header(label: &str, variables: usize, rows: usize) -> Vec<u8> {
    let label = first_characters(label);
    let mut header = Vec::new();
    header.extend(b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>");
    header.extend(u16::try_from(variables).unwrap_or(u16::MAX).to_le_bytes());
    header.extend(b"</K><N>");
    header.extend((rows as u64).to_le_bytes());
    header.extend(b"</N><label>");
    header.extend(u16::try_from(label.len()).unwrap_or(u16::MAX).to_le_bytes());
    header.extend(label.as_bytes());
    header.extend(b"</label><timestamp>\0</timestamp></header>");
    header
}

/// Returns the sections that describe the variables.
fn descriptions(table: &dyn Batches, kinds: &[Kind], storages: &[Storage]) -> [(&'static str, Vec<u8>); 7] {
    let schema = table.schema();
    let columns = || schema.fields().iter().map(|field| field.name().as_str());
    let names = names(columns());
    let labels = columns().zip(&names).map(|(column, name)| if column == name { "" } else { first_characters(column) });
    [
        ("variable_types", storages.iter().flat_map(|storage| storage.code().to_le_bytes()).collect()),
        ("varnames", names.iter().flat_map(|name| padded(name, 129)).collect()),
        ("sortlist", vec![0; 2 * (kinds.len() + 1)]),
        ("formats", kinds.iter().zip(storages).flat_map(|(kind, storage)| padded(&format(*kind, *storage), 57)).collect()),
        ("value_label_names", vec![0; 129 * kinds.len()]),
        ("variable_labels", labels.flat_map(|label| padded(label, 321)).collect()),
        ("characteristics", Vec::new()),
    ]
}

fn format(kind: Kind, storage: Storage) -> Cow<'static, str> {
    match (kind, storage) {
        (Kind::Text, Storage::Text(bytes)) => Cow::Owned(format!("%{}s", bytes.clamp(9, 244))),
        (Kind::Text, _) => Cow::Borrowed("%9s"),
        (Kind::Integer, _) => Cow::Borrowed("%12.0g"),
        (Kind::Number, _) => Cow::Borrowed("%10.0g"),
        (Kind::Flag, _) => Cow::Borrowed("%8.0g"),
        (Kind::Date, _) => Cow::Borrowed("%td"),
        (Kind::Instant, _) => Cow::Borrowed("%tc"),
    }
}

/// Returns the text with zeros to a length that it does not reach.
fn padded(text: &str, bytes: usize) -> Vec<u8> {
    let mut padded = text.as_bytes().to_vec();
    padded.resize(bytes, 0);
    padded
}

/// Returns as much of a text as a label holds.
fn first_characters(text: &str) -> &str {
    text.char_indices().nth(LONGEST_LABEL).map_or(text, |(end, _)| &text[..end])
}

/// Appends a cell, and says what of it the variable does not hold. It refuses what was not there when the table was surveyed.
fn push_cell(line: &mut Vec<u8>, cell: &Cell<'_>, storage: Storage, (place, row): (usize, usize)) -> Result<Option<DeviationKind>, Reason> {
    let mut deviation = None;
    match (storage, *cell) {
        (Storage::Text(bytes), Cell::Text(text)) => {
            let stored = storable(text);
            deviation = matches!(stored, Cow::Owned(_)).then_some(DeviationKind::Nul);
            let end = line.len() + usize::from(bytes);
            line.extend(stored.as_bytes());
            if line.len() > end {
                return Err(Reason::Changed);
            }
            line.resize(end, 0);
        }
        (Storage::LongText, Cell::Text(text)) if !text.is_empty() => {
            deviation = text.contains('\0').then_some(DeviationKind::Nul);
            // The text is found by its variable, in two bytes, and its row, in six; both count from 1.
            line.extend(u16::try_from(place + 1).unwrap_or(u16::MAX).to_le_bytes());
            line.extend(&(row as u64 + 1).to_le_bytes()[..6]);
        }
        (Storage::Text(_) | Storage::LongText, _) => line.resize(line.len() + storage.bytes(), 0),
        (Storage::Byte, Cell::Flag(flag)) => line.push(flag.into()),
        (Storage::Byte, _) => line.push(MISSING_BYTE),
        (Storage::Long, Cell::Integer(number)) => line.extend(number.to_le_bytes()),
        (Storage::Long, Cell::Date(days)) => {
            let day = i64::from(days) + EPOCH;
            let held = i32::try_from(day).ok().filter(|_| LONGS.contains(&day));
            deviation = held.is_none().then_some(DeviationKind::OutOfRange);
            line.extend(held.unwrap_or(MISSING_LONG).to_le_bytes());
        }
        (Storage::Long, _) => line.extend(MISSING_LONG.to_le_bytes()),
        (Storage::Double, Cell::Integer(number)) => line.extend(f64::from(number).to_le_bytes()),
        (Storage::Double, Cell::Instant(micros)) => {
            let millis = (i128::from(micros) + i128::from(EPOCH * calendar::DAY)) as f64 / 1_000.0;
            line.extend(millis.to_le_bytes());
        }
        (Storage::Double, Cell::Number(number)) => {
            deviation =
                if number.is_finite() { (number > HIGHEST).then_some(DeviationKind::OutOfRange) } else { Some(DeviationKind::NotFinite) };
            line.extend(if deviation.is_none() { number } else { MISSING_DOUBLE }.to_le_bytes());
        }
        (Storage::Double, _) => line.extend(MISSING_DOUBLE.to_le_bytes()),
    }
    Ok(deviation)
}

/// Bytes of a long text besides its own.
const LONG_TEXT_FRAME: u64 = 3 + 4 + 8 + 1 + 4 + 1;

/// Writes the texts of `strL`s, in the order of rows, then variables.
fn write_long_texts(table: &dyn Batches, storages: &[Storage], file: &mut NewFile) -> Result<(), Reason> {
    for batch in batches(table, 0..table.rows()) {
        let (from, batch) = batch?;
        let columns = columns(&batch, from)?;
        for row in 0..batch.num_rows() {
            for (place, column) in columns.iter().enumerate().filter(|(place, _)| storages[*place] == Storage::LongText) {
                let Cell::Text(text) = column.cell(row) else { continue };
                if text.is_empty() {
                    continue;
                }
                let text = storable(text);
                file.write_all(b"GSO")?;
                file.write_all(&u32::try_from(place + 1).unwrap_or(u32::MAX).to_le_bytes())?;
                file.write_all(&((from + row) as u64 + 1).to_le_bytes())?;
                // 130 says that the text ends with a zero, which is counted.
                file.write_all(&[130])?;
                file.write_all(&u32::try_from(text.len() + 1).unwrap_or(u32::MAX).to_le_bytes())?;
                file.write_all(text.as_bytes())?;
                file.write_all(&[0])?;
            }
        }
    }
    Ok(())
}

/// Returns the text without zeros, which would end it.
fn storable(text: &str) -> Cow<'_, str> {
    if text.as_bytes().contains(&0) { Cow::Owned(text.replace('\0', "\u{FFFD}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
#[path = "dta_tests.rs"]
mod tests;

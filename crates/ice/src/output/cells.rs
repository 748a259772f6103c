//! The cells of a batch, whatever array they stand in.

use std::ops::Range;

use arrow_array::{
    Array, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, RecordBatch, StringArray, TimestampMicrosecondArray,
    UInt32Array, types::UInt32Type,
};
use arrow_schema::{DataType, Schema, TimeUnit};

use super::{BATCH, Batches, Reason};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// Whole numbers of 32 bits.
    Integer,
    /// Numbers.
    Number,
    /// True or false.
    Flag,
    /// Days.
    Date,
    /// Date and time in UTC.
    Instant,
}

/// Returns what the columns hold.
pub(super) fn kinds(schema: &Schema) -> Result<Vec<Kind>, Reason> {
    let kind = |field: &arrow_schema::FieldRef| match field.data_type() {
        DataType::Utf8 => Ok(Kind::Text),
        DataType::Dictionary(key, value) if **key == DataType::UInt32 && **value == DataType::Utf8 => Ok(Kind::Text),
        DataType::Int32 => Ok(Kind::Integer),
        DataType::Float64 => Ok(Kind::Number),
        DataType::Boolean => Ok(Kind::Flag),
        DataType::Date32 => Ok(Kind::Date),
        DataType::Timestamp(TimeUnit::Microsecond, None) => Ok(Kind::Instant),
        other => Err(Reason::Type { column: field.name().clone(), data_type: other.clone() }),
    };
    schema.fields().iter().map(kind).collect()
}

/// Goes through some rows of a table in batches, each with the number of its first row.
pub(super) fn batches(table: &dyn Batches, rows: Range<usize>) -> impl Iterator<Item = Result<(usize, RecordBatch), Reason>> {
    rows.clone().step_by(BATCH).map(move |from| Ok((from, batch(table, from, BATCH.min(rows.end - from))?)))
}

/// Returns a batch, and refuses one that differs from what the table says.
pub(super) fn batch(table: &dyn Batches, from: usize, rows: usize) -> Result<RecordBatch, Reason> {
    let batch = table.batch(from, rows).map_err(|source| Reason::Rows { from, source })?;
    let (found, announced) = (batch.schema(), table.schema());
    let types = |schema: &Schema| schema.fields().iter().map(|field| field.data_type().clone()).collect::<Vec<_>>();
    if batch.num_rows() == rows && types(&found) == types(&announced) { Ok(batch) } else { Err(Reason::Batch { from }) }
}

/// A column of a batch.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column<'a> {
    /// Text.
    Text(&'a StringArray),
    /// Text by places in a list of values.
    Coded(&'a UInt32Array, &'a StringArray),
    /// Whole numbers.
    Integer(&'a Int32Array),
    /// Numbers.
    Number(&'a Float64Array),
    /// True or false.
    Flag(&'a BooleanArray),
    /// Days since 1970-01-01.
    Date(&'a Date32Array),
    /// Microseconds since 1970-01-01 00:00:00.
    Instant(&'a TimestampMicrosecondArray),
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    /// No value.
    Missing,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Integer(i32),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Microseconds since 1970-01-01 00:00:00.
    Instant(i64),
}

/// Returns the columns of a batch; `from` is the number of its first row.
pub(super) fn columns(batch: &RecordBatch, from: usize) -> Result<Vec<Column<'_>>, Reason> {
    batch.columns().iter().map(|array| Column::of(array.as_ref()).ok_or(Reason::Batch { from })).collect()
}

impl<'a> Column<'a> {
    fn of(array: &'a dyn Array) -> Option<Self> {
        let array = array.as_any();
        if let Some(coded) = array.downcast_ref::<DictionaryArray<UInt32Type>>() {
            return Some(Self::Coded(coded.keys(), coded.values().as_any().downcast_ref()?));
        }
        (array.downcast_ref().map(Self::Text))
            .or_else(|| array.downcast_ref().map(Self::Integer))
            .or_else(|| array.downcast_ref().map(Self::Number))
            .or_else(|| array.downcast_ref().map(Self::Flag))
            .or_else(|| array.downcast_ref().map(Self::Date))
            .or_else(|| array.downcast_ref().map(Self::Instant))
    }

    /// Returns a cell. A value in the list of values that is null makes cells missing, too.
    #[inline]
    pub(super) fn cell(&self, row: usize) -> Cell<'a> {
        match *self {
            Self::Text(array) if array.is_valid(row) => Cell::Text(array.value(row)),
            Self::Coded(keys, values) if keys.is_valid(row) => {
                let place = keys.value(row) as usize;
                if values.is_valid(place) { Cell::Text(values.value(place)) } else { Cell::Missing }
            }
            Self::Integer(array) if array.is_valid(row) => Cell::Integer(array.value(row)),
            Self::Number(array) if array.is_valid(row) => Cell::Number(array.value(row)),
            Self::Flag(array) if array.is_valid(row) => Cell::Flag(array.value(row)),
            Self::Date(array) if array.is_valid(row) => Cell::Date(array.value(row)),
            Self::Instant(array) if array.is_valid(row) => Cell::Instant(array.value(row)),
            _ => Cell::Missing,
        }
    }
}

//! Tables for the tests of all forms.

use std::{fs, sync::Arc};

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, RecordBatch, StringArray, TimestampMicrosecondArray,
    types::UInt32Type,
};
use arrow_schema::{ArrowError, SchemaRef};
use proptest::prelude::*;
use tempfile::TempDir;

use super::{Batches, Format, Written, write};

/// A table in memory.
#[derive(Debug, Clone)]
pub(super) struct Sample(pub(super) RecordBatch);

impl Sample {
    pub(super) fn new(columns: Vec<(&str, ArrayRef)>) -> Self {
        Self(RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).expect("a table"))
    }
}

impl Batches for Sample {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }

    fn rows(&self) -> usize {
        self.0.num_rows()
    }

    fn batch(&self, from: usize, rows: usize) -> Result<RecordBatch, ArrowError> {
        Ok(self.0.slice(from, rows))
    }
}

/// Text by places in a list of values.
pub(super) fn coded<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(texts.into_iter().collect::<DictionaryArray<UInt32Type>>())
}

/// Text.
pub(super) fn texts<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(texts.into_iter().collect::<StringArray>())
}

/// Whole numbers.
pub(super) fn integers(numbers: impl IntoIterator<Item = Option<i32>>) -> ArrayRef {
    Arc::new(numbers.into_iter().collect::<Int32Array>())
}

/// Numbers.
pub(super) fn numbers(numbers: impl IntoIterator<Item = Option<f64>>) -> ArrayRef {
    Arc::new(numbers.into_iter().collect::<Float64Array>())
}

/// Days since 1970-01-01.
pub(super) fn dates(days: impl IntoIterator<Item = Option<i32>>) -> ArrayRef {
    Arc::new(days.into_iter().collect::<Date32Array>())
}

/// Microseconds since 1970-01-01 00:00:00.
pub(super) fn instants(micros: impl IntoIterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(micros.into_iter().collect::<TimestampMicrosecondArray>())
}

/// A column of every type, with all that is hard about it, and a null in each.
pub(super) fn every_type() -> Sample {
    let flags: BooleanArray = [Some(true), Some(false), None, Some(true)].into_iter().collect();
    Sample::new(vec![
        ("state", coded([Some("TEXAS"), None, Some("=1+1"), Some("a, \"b\"")])),
        ("site", texts([Some("two\nlines"), Some("Cañon 日本 😀"), None, Some(" spaced ")])),
        ("birth_year", integers([Some(1985), None, Some(0), Some(-5)])),
        ("row_original", integers([Some(7), Some(i32::MAX), Some(i32::MIN), None])),
        ("initial_bond_set_amount_lowest_seen", numbers([Some(5000.0), Some(0.1), None, Some(1e300)])),
        ("if", Arc::new(flags)),
        ("apprehension_date", dates([Some(19_857), None, Some(-25_600), Some(20_522)])),
        ("book_in_date_time", instants([Some(1_715_722_169_000_000), Some(1_715_722_169_250_000), None, Some(0)])),
    ])
}

/// Writes a table called `stints` into a new folder.
pub(super) fn written(format: Format, table: &(dyn Batches + Sync)) -> (TempDir, Written) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut written = write(format, "stints", table, folder.path(), &|_| {}).expect("a file");
    (folder, written.pop().expect("one file"))
}

/// Writes a table and returns the bytes.
pub(super) fn bytes(format: Format, table: &(dyn Batches + Sync)) -> Vec<u8> {
    let (_folder, written) = written(format, table);
    fs::read(written.path).expect("the file")
}

/// Text, not empty and without NUL, which is hard to write often; or none.
pub(super) fn any_text() -> impl Strategy<Value = Option<String>> {
    let hard =
        prop::sample::select(vec!['"', ',', '\n', '\r', '=', '\'', ' ', '\t', '<', '&', '_', 'x', '\u{1}', '\u{FEFF}', '\u{FFFF}', '0']);
    let any = any::<char>().prop_filter("no NUL", |character| *character != '\0');
    prop::option::weighted(0.9, prop::collection::vec(prop_oneof![hard, any], 1..12).prop_map(String::from_iter))
}

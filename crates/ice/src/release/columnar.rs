//! A Parquet file → a shard: raw columns under the publisher's names, with their own types.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use arrow_array::{
    Array, ArrayRef, RecordBatch, RecordBatchReader as _,
    cast::AsArray,
    types::{Float64Type, TimestampMicrosecondType},
};
use arrow_cast::cast;
use arrow_schema::{DataType, TimeUnit};
use bytes::Bytes;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{
    RefusedFile, cells, columns_of_header,
    layout::{Kind, RawTable},
    shard::{NoTexts, Shard, ShardBuilder, ShardColumn, TOO_MANY_CELLS},
};
/// The most rows of a file, as its footer says.
const MOST_ROWS: i64 = 50_000_000;
/// The most bytes that the columns of a file unpack to, as its footer says.
const MOST_UNPACKED_BYTES: i64 = 16 << 30;

/// Reads one file. A panic of the library on a file that it did not foresee is a refusal of that file.
pub(crate) fn read(table: RawTable, file: &str, bytes: Bytes) -> Result<Shard, RefusedFile> {
    catch_unwind(AssertUnwindSafe(|| read_foreseen(table, file, bytes)))
        .unwrap_or_else(|_| Err(RefusedFile { file: file.to_owned(), reason: "its inner structure contradicts itself".to_owned() }))
}

fn read_foreseen(table: RawTable, file: &str, bytes: Bytes) -> Result<Shard, RefusedFile> {
    let refused = |reason: String| RefusedFile { file: file.to_owned(), reason };
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|error| refused(error.to_string()))?;
    let unpacked: i64 = builder.metadata().row_groups().iter().fold(0, |sum, group| sum.saturating_add(group.total_byte_size()));
    let rows = builder.metadata().file_metadata().num_rows();
    if rows > MOST_ROWS || unpacked > MOST_UNPACKED_BYTES {
        return Err(refused(format!("it states {rows} rows and {unpacked} bytes, more than is read")));
    }
    let reader = builder.with_batch_size(65_536).build().map_err(|error| refused(error.to_string()))?;
    let schema = reader.schema();
    let columns = columns_of_header(table, schema.fields().iter().map(|field| field.name().as_str())).map_err(refused)?;
    let kinds: Vec<Kind> = columns.iter().map(ShardColumn::kind).collect();
    let mut shard = ShardBuilder::new(Arc::new(NoTexts), columns);
    for batch in reader {
        let batch = batch.map_err(|error| refused(error.to_string()))?;
        append(&batch, &kinds, &mut shard).map_err(refused)?;
    }
    let stem = file.strip_suffix(".parquet").unwrap_or(file);
    Ok(shard.finish(stem.to_owned(), Vec::new()))
}

fn append(batch: &RecordBatch, kinds: &[Kind], shard: &mut ShardBuilder) -> Result<(), String> {
    let arrays: Vec<(ArrayRef, bool)> =
        batch.columns().iter().zip(kinds).map(|(array, kind)| prepared(array, *kind)).collect::<Result<_, _>>()?;
    for row in 0..batch.num_rows() {
        for (column, (array, is_date)) in arrays.iter().enumerate() {
            if array.is_null(row) {
                continue;
            }
            if let Some(instants) = array.as_primitive_opt::<TimestampMicrosecondType>() {
                shard.instant(column, instants.value(row));
            } else if let Some(numbers) = array.as_primitive_opt::<Float64Type>() {
                shard.number(column, numbers.value(row), *is_date);
            } else {
                shard.own_text(column, array.as_string::<i32>().value(row), cells::instant_of_text);
            }
        }
        if !shard.end_row(shard.rows() + 1) {
            return Err(TOO_MANY_CELLS.to_owned());
        }
    }
    Ok(())
}

/// The array as text, numbers or instants, whichever it is nearest to.
fn prepared(array: &ArrayRef, kind: Kind) -> Result<(ArrayRef, bool), String> {
    let to = match array.data_type() {
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => DataType::Timestamp(TimeUnit::Microsecond, None),
        other if other.is_numeric() => DataType::Float64,
        _ => DataType::Utf8,
    };
    Ok((cast(array, &to).map_err(|error| error.to_string())?, kind == Kind::Date))
}

//! Tables from batches of Arrow and files of Parquet.

use std::{fs::File, path::Path};

use arrow_array::{
    Array, ArrayRef, RecordBatch,
    cast::AsArray,
    types::{Date32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType},
};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::table::{Cell, Table};

impl Table {
    /// The rows of all batches, one after another. Any kind of text is text, integers of 32 and 64 bits are integers.
    pub(crate) fn from_batches(batches: &[RecordBatch]) -> Self {
        let mut table = Table::default();
        for batch in batches {
            let columns: Vec<Vec<Cell>> = batch.columns().iter().map(cells).collect();
            table.columns = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
            table.rows.extend((0..batch.num_rows()).map(|row| columns.iter().map(|column| column[row].clone()).collect()));
        }
        table
    }

    pub(crate) fn from_parquet(path: &Path) -> Self {
        let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(file).and_then(ParquetRecordBatchReaderBuilder::build).expect("a Parquet file");
        let batches: Vec<RecordBatch> = reader.map(|batch| batch.expect("a batch")).collect();
        Table::from_batches(&batches)
    }
}

fn cells(array: &ArrayRef) -> Vec<Cell> {
    match array.data_type() {
        DataType::Utf8 => collect(array.as_string::<i32>().iter(), |text| Cell::Text(text.to_owned())),
        DataType::LargeUtf8 => collect(array.as_string::<i64>().iter(), |text| Cell::Text(text.to_owned())),
        DataType::Int32 => collect(array.as_primitive::<Int32Type>().iter(), |number| Cell::Int(i64::from(number))),
        DataType::Int64 => collect(array.as_primitive::<Int64Type>().iter(), Cell::Int),
        DataType::Float64 => collect(array.as_primitive::<Float64Type>().iter(), Cell::Float),
        DataType::Boolean => collect(array.as_boolean().iter(), Cell::Bool),
        DataType::Date32 => collect(array.as_primitive::<Date32Type>().iter(), |days| Cell::Date(i64::from(days))),
        DataType::Timestamp(TimeUnit::Microsecond, _) => collect(array.as_primitive::<TimestampMicrosecondType>().iter(), Cell::Instant),
        DataType::Utf8View | DataType::Dictionary(..) => cells(&arrow_cast::cast(array, &DataType::LargeUtf8).expect("text")),
        other => panic!("no cell is of type {other}"),
    }
}

fn collect<Value>(values: impl Iterator<Item = Option<Value>>, cell: impl Fn(Value) -> Cell) -> Vec<Cell> {
    values.map(|value| value.map_or(Cell::Missing, &cell)).collect()
}

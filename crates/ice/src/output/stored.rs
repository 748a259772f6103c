//! A table that was written as Parquet, read back so that it can be written in another form.

use ::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::concat::concat_batches;
use bytes::Bytes;

use super::{Batches, ParquetError};

/// The bytes of a Parquet file as a table.
#[derive(Debug, Clone)]
pub struct StoredTable {
    bytes: Bytes,
    metadata: ArrowReaderMetadata,
    /// The first row of each row group, and behind them the number of rows.
    starts: Vec<usize>,
}

impl StoredTable {
    /// Opens the bytes of a file that [`super::write`] made.
    pub fn open(bytes: impl Into<Bytes>) -> Result<Self, ParquetError> {
        let bytes = bytes.into();
        let metadata = ArrowReaderMetadata::load(&bytes, ArrowReaderOptions::new())?;
        let mut starts = vec![0];
        for group in metadata.metadata().row_groups() {
            let rows = usize::try_from(group.num_rows()).unwrap_or_default();
            starts.push(starts.last().copied().unwrap_or_default() + rows);
        }
        Ok(Self { bytes, metadata, starts })
    }
}

impl Batches for StoredTable {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(self.metadata.schema())
    }

    fn rows(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    fn batch(&self, from: usize, rows: usize) -> Result<RecordBatch, ArrowError> {
        if rows == 0 {
            return Ok(RecordBatch::new_empty(self.schema()));
        }
        // Only the row groups that have some of the rows are read, and of the first what stands before them is skipped.
        let last = self.starts.partition_point(|start| *start < from + rows).max(1);
        let first = self.starts.partition_point(|start| *start <= from).saturating_sub(1);
        let skipped = from - self.starts.get(first).copied().unwrap_or_default();
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(self.bytes.clone(), self.metadata.clone())
            .with_row_groups((first..last).collect())
            .with_offset(skipped)
            .with_limit(rows)
            .with_batch_size(rows)
            .build()
            .map_err(|error| ArrowError::ParquetError(error.to_string()))?;
        let batches = reader.collect::<Result<Vec<_>, _>>()?;
        concat_batches(&self.schema(), &batches)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int32Array, StringArray};

    use super::*;
    use crate::output::{BATCH, Format, write};

    struct Numbers(usize);

    impl Batches for Numbers {
        fn schema(&self) -> SchemaRef {
            self.batch(0, 0).expect("a batch").schema()
        }

        fn rows(&self) -> usize {
            self.0
        }

        fn batch(&self, from: usize, rows: usize) -> Result<RecordBatch, ArrowError> {
            let numbers: Int32Array = (from..from + rows).map(|row| i32::try_from(row).ok().filter(|row| row % 3 > 0)).collect();
            let texts: StringArray = (from..from + rows).map(|row| (row % 5 > 0).then(|| format!("é{}", row % 7))).collect();
            RecordBatch::try_from_iter_with_nullable([("n", Arc::new(numbers) as ArrayRef, true), ("t", Arc::new(texts) as ArrayRef, true)])
        }
    }

    #[test]
    fn a_table_that_was_written_gives_its_rows_back_from_any_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let table = Numbers(2 * BATCH + 2 * BATCH + 1_000);
        let written = write(Format::Parquet, "numbers", &table, folder.path(), &|_| {}).expect("written");
        let stored = StoredTable::open(std::fs::read(&written[0].path).expect("a file")).expect("a table");
        assert_eq!(stored.rows(), table.rows());
        for (from, rows) in [(0, 10), (2 * BATCH - 5, 10), (2 * BATCH, 1), (4 * BATCH, 1_000), (BATCH, BATCH), (7, 0)] {
            let (found, expected) = (stored.batch(from, rows).expect("a batch"), table.batch(from, rows).expect("a batch"));
            assert_eq!(found.columns(), expected.columns(), "{from}, {rows}");
        }
        let again = write(Format::Parquet, "again", &stored, folder.path(), &|_| {}).expect("written");
        assert_eq!(again[0].sha256, written[0].sha256);
        assert!(StoredTable::open(Bytes::from_static(b"PAR1 no")).is_err());
    }
}

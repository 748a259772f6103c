//! Parquet: Zstandard, row groups of [`ROW_GROUP`] rows, statistics, plain types without Arrow's own metadata.
//!
//! Text that comes by places in a list of values is written as text: readers see strings. The columns of a row group are encoded by two
//! threads; which of them takes which column does not show in the file.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
    thread,
};

use ::parquet::{
    arrow::{
        ArrowWriter,
        arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, ArrowWriterOptions, compute_leaves},
    },
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
    schema::types::ColumnPath,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::Schema;

use super::{
    BATCH, Batches, Reason,
    cells::{Column, batch, batches, columns},
    file::NewFile,
};

/// Rows of a row group: readers skip and share out work by row groups, and a dictionary has to pay in each of them.
const ROW_GROUP: usize = 2 * BATCH;

/// Threads that encode.
const THREADS: usize = 2;

/// Writes the table.
pub(super) fn write(table: &dyn Batches, file: &mut NewFile, progress: &dyn Fn(u64)) -> Result<(), Reason> {
    let schema = table.schema();
    let first = batch(table, 0, table.rows().min(BATCH))?;
    let options = ArrowWriterOptions::new().with_properties(properties(&first)?).with_skip_arrow_metadata(true);
    let (mut writer, factory) = ArrowWriter::try_new_with_options(file, schema.clone(), options)?.into_serialized_writer()?;
    for (place, from) in (0..table.rows()).step_by(ROW_GROUP).enumerate() {
        let end = table.rows().min(from + ROW_GROUP);
        let batches = batches(table, from..end).map(|batch| Ok(batch?.1)).collect::<Result<Vec<_>, Reason>>()?;
        let mut group = writer.next_row_group()?;
        for chunk in encode(&schema, &batches, factory.create_column_writers(place)?)? {
            chunk.append_to_row_group(&mut group)?;
        }
        group.close()?;
        progress(end as u64);
    }
    writer.close()?;
    Ok(())
}

/// Encodes the columns of a row group; the chunks come in the order of the columns.
fn encode(schema: &Schema, batches: &[RecordBatch], writers: Vec<ArrowColumnWriter>) -> Result<Vec<ArrowColumnChunk>, ParquetError> {
    let waiting = Mutex::new(writers.into_iter().enumerate());
    let work = || {
        let mut chunks = Vec::new();
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((place, writer)) = next else { return Ok(chunks) };
            chunks.push((place, encode_column(schema, batches, place, writer)?));
        }
    };
    let parts: Vec<Result<Vec<_>, ParquetError>> = thread::scope(|scope| {
        let others: Vec<_> = (1..THREADS).map(|_| scope.spawn(work)).collect();
        let own = work();
        let joined = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(own).chain(joined).collect()
    });
    let mut chunks = Vec::new();
    for part in parts {
        chunks.extend(part?);
    }
    chunks.sort_by_key(|(place, _)| *place);
    Ok(chunks.into_iter().map(|(_, chunk)| chunk).collect())
}

fn encode_column(
    schema: &Schema,
    batches: &[RecordBatch],
    place: usize,
    mut writer: ArrowColumnWriter,
) -> Result<ArrowColumnChunk, ParquetError> {
    for batch in batches {
        for leaf in compute_leaves(schema.field(place), batch.column(place))? {
            writer.write(&leaf)?;
        }
    }
    writer.close()
}

/// A dictionary is kept for columns whose values recur: identifiers would only be hashed in vain.
fn properties(first: &RecordBatch) -> Result<WriterProperties, Reason> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_created_by(concat!("plumbline ", env!("CARGO_PKG_VERSION")).to_owned());
    for (field, column) in first.schema().fields().iter().zip(columns(first, 0)?) {
        if !recurs(&column) {
            properties = properties.set_column_dictionary_enabled(ColumnPath::from(field.name().as_str()), false);
        }
    }
    Ok(properties.build())
}

/// Whether values stand for more than two cells each.
fn recurs(column: &Column<'_>) -> bool {
    let (cells, distinct) = match column {
        Column::Text(array) => (array.len() - array.null_count(), array.iter().flatten().collect::<HashSet<_>>().len()),
        Column::Coded(keys, _) => (keys.len() - keys.null_count(), keys.iter().flatten().collect::<HashSet<_>>().len()),
        _ => return true,
    };
    cells == 0 || distinct * 2 <= cells
}

#[cfg(test)]
#[path = "parquet_tests.rs"]
mod tests;

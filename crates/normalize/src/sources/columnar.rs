//! Columnar files: Parquet, and Arrow's own file format, which is also called feather.
//!
//! Both formats carry lengths that a hostile file can set at will. Sizes are therefore checked before anything is allocated for them,
//! and a panic of the format libraries on a file that they did not foresee is a refusal of that file.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray, types::Float64Type};
use arrow_ipc::{Block, CompressionType, reader::FileReader, root_as_footer, root_as_message};
use arrow_schema::{DataType, Schema};
use bytes::Bytes;
use catalog::{NotRecognized, SourceId};
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
};

use crate::decoded::{UnknownFormat, quote};

/// The largest file that is read; the largest known has eight thousand bytes. It also bounds what can be unpacked from it.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The most bytes that the columns of a file may unpack to, as the file itself says.
const MOST_UNPACKED_BYTES: u64 = 64 * 1024 * 1024;
/// The most rows of a file.
const MOST_ROWS: u64 = 200_000;
/// The longest text of a cell.
const MOST_TEXT_BYTES: usize = 1_024;
const ARROW_MAGIC: &[u8] = b"ARROW1";

/// The columns that a decoder needs, each under one of its names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) source_id: SourceId,
    pub(crate) columns: &'static [&'static [&'static str]],
}

/// One row of the file.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    /// Counted from 1.
    pub(crate) number: u64,
    arrays: &'a [ArrayRef],
    place: usize,
}

/// A number as a columnar file holds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// A whole number that is not negative.
    Whole(u64),
    /// No value.
    Null,
    /// Anything else: negative, broken or not a number.
    Other,
}

impl Record<'_> {
    /// The number of a needed column, counted as the layout lists them.
    pub(crate) fn number(&self, column: usize) -> Number {
        let Some(cell) = self.cell(column) else { return Number::Other };
        if cell.is_null(0) {
            return Number::Null;
        }
        let Ok(cast) = arrow_cast::cast(&cell, &DataType::Float64) else { return Number::Other };
        match cast.as_primitive_opt::<Float64Type>().filter(|floats| floats.is_valid(0)).map(|floats| floats.value(0)) {
            Some(value) if (0.0..=1e12).contains(&value) && value.fract() == 0.0 => {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number within 0 and 1e12")]
                let whole = value as u64;
                Number::Whole(whole)
            }
            _ => Number::Other,
        }
    }

    /// The trimmed text of a needed column; `None` where it is null, not a text or too long.
    pub(crate) fn text(&self, column: usize) -> Option<String> {
        let cell = self.cell(column).filter(|cell| cell.is_valid(0))?;
        let cast = arrow_cast::cast(&cell, &DataType::LargeUtf8).ok()?;
        let text = cast.as_string_opt::<i64>().filter(|texts| texts.is_valid(0))?.value(0);
        (text.len() <= MOST_TEXT_BYTES).then(|| text.trim().to_owned())
    }

    /// One cell by itself: a dictionary is never unfolded over all rows.
    fn cell(&self, column: usize) -> Option<ArrayRef> {
        self.arrays.get(column).filter(|array| self.place < array.len()).map(|array| array.slice(self.place, 1))
    }
}

/// Feeds every row of a file to `row`.
pub(crate) fn read(bytes: &[u8], layout: &Layout, row: impl FnMut(&Record<'_>)) -> Result<(), UnknownFormat> {
    let refuse = |reason: String| UnknownFormat::new(layout.source_id, reason);
    if bytes.len() > MOST_BYTES {
        return Err(refuse(format!("it has {} bytes, more than the {MOST_BYTES} that are read", bytes.len())));
    }
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        if bytes.starts_with(b"PAR1") {
            parquet_rows(bytes, layout, row)
        } else if bytes.starts_with(ARROW_MAGIC) {
            arrow_rows(bytes, layout, row)
        } else {
            Err("neither a Parquet nor an Arrow file".to_owned())
        }
    }));
    let reason = match outcome {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(reason)) => reason,
        Err(_) => "its inner structure contradicts itself".to_owned(),
    };
    Err(refuse(seen(bytes, layout, reason)))
}

/// The catalogue's word if it knows what the bytes are instead, else the reason that the format library gave.
fn seen(bytes: &[u8], layout: &Layout, reason: String) -> String {
    match catalog::recognize(bytes) {
        Ok(other) if other != layout.source_id => format!("it is a file of {other}"),
        Ok(_) | Err(NotRecognized::OtherColumnar { .. } | NotRecognized::OtherHeader { .. }) => reason,
        Err(other) => other.to_string(),
    }
}

fn parquet_rows(bytes: &[u8], layout: &Layout, mut row: impl FnMut(&Record<'_>)) -> Result<(), String> {
    let damaged = |error: &dyn std::fmt::Display| format!("a Parquet file that cannot be read: {}", quote(&error.to_string()));
    // The schema that the writer embeds is not needed, and one thing less to trust.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder =
        ParquetRecordBatchReaderBuilder::try_new_with_options(Bytes::copy_from_slice(bytes), options).map_err(|error| damaged(&error))?;
    let places = places(builder.schema(), layout)?;
    let mut unpacked = 0_u64;
    let mut rows = 0_u64;
    for group in builder.metadata().row_groups() {
        rows = rows.saturating_add(u64::try_from(group.num_rows()).unwrap_or(u64::MAX));
        for column in group.columns() {
            unpacked = unpacked.saturating_add(u64::try_from(column.uncompressed_size()).unwrap_or(u64::MAX));
        }
    }
    within_limits(rows, unpacked)?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), places);
    let reader = builder.with_projection(mask).with_batch_size(64).build().map_err(|error| damaged(&error))?;
    let mut read = 0;
    for batch in reader {
        feed(&batch.map_err(|error| damaged(&error))?, layout, &mut read, &mut row)?;
    }
    Ok(())
}

fn arrow_rows(bytes: &[u8], layout: &Layout, mut row: impl FnMut(&Record<'_>)) -> Result<(), String> {
    let damaged = |error: &dyn std::fmt::Display| format!("an Arrow file that cannot be read: {}", quote(&error.to_string()));
    check_arrow_sizes(bytes)?;
    let reader = FileReader::try_new(Cursor::new(bytes), None).map_err(|error| damaged(&error))?;
    let places = places(&reader.schema(), layout)?;
    let reader = FileReader::try_new(Cursor::new(bytes), Some(places)).map_err(|error| damaged(&error))?;
    let mut read = 0;
    for batch in reader {
        feed(&batch.map_err(|error| damaged(&error))?, layout, &mut read, &mut row)?;
    }
    Ok(())
}

/// Walks the directory at the end of an Arrow file: every block must lie within the file, and what its buffers say that they unpack to
/// must be within the limit, because the reader allocates both without asking.
fn check_arrow_sizes(bytes: &[u8]) -> Result<(), String> {
    let cut_off = || "an Arrow file whose directory does not fit it; it may be cut off or damaged".to_owned();
    let body = bytes.strip_suffix(ARROW_MAGIC).ok_or_else(cut_off)?;
    let (body, length) = body.split_last_chunk::<4>().ok_or_else(cut_off)?;
    let length = usize::try_from(i32::from_le_bytes(*length)).map_err(|_| cut_off())?;
    let start = body.len().checked_sub(length).ok_or_else(cut_off)?;
    let footer = root_as_footer(body.get(start..).ok_or_else(cut_off)?).map_err(|_| cut_off())?;
    let (mut rows, mut unpacked) = (0_u64, 0_u64);
    let blocks = footer.dictionaries().into_iter().flatten().chain(footer.recordBatches().into_iter().flatten());
    for block in blocks {
        let (more_rows, more_bytes) = block_sizes(bytes, block).ok_or_else(cut_off)?;
        rows = rows.saturating_add(more_rows);
        unpacked = unpacked.saturating_add(more_bytes);
    }
    within_limits(rows, unpacked)
}

/// Rows and unpacked bytes of a block, as it states them; `None` if it contradicts the file.
fn block_sizes(bytes: &[u8], block: &Block) -> Option<(u64, u64)> {
    let offset = usize::try_from(block.offset()).ok()?;
    let head = usize::try_from(block.metaDataLength()).ok()?;
    let length = usize::try_from(block.bodyLength()).ok()?;
    let message = bytes.get(offset..offset.checked_add(head)?)?;
    let body = bytes.get(offset + head..)?.get(..length)?;
    // Since 2019 a mark stands before the length.
    let message = message.strip_prefix(&[0xff; 4]).unwrap_or(message).get(4..)?;
    let message = root_as_message(message).ok()?;
    let batch = match message.header_as_record_batch() {
        Some(batch) => batch,
        None => message.header_as_dictionary_batch()?.data()?,
    };
    let packed = match batch.compression().map(|compression| compression.codec()) {
        None => false,
        Some(CompressionType::LZ4_FRAME) => true,
        Some(_) => return None,
    };
    let mut unpacked = 0_u64;
    for buffer in batch.buffers().into_iter().flatten() {
        let (start, length) = (usize::try_from(buffer.offset()).ok()?, usize::try_from(buffer.length()).ok()?);
        let content = body.get(start..)?.get(..length)?;
        let stated = match content.first_chunk::<8>() {
            // -1 marks a buffer that is stored as it is.
            Some(prefix) if packed => i64::from_le_bytes(*prefix).max(0).unsigned_abs(),
            Some(_) | None => length as u64,
        };
        unpacked = unpacked.saturating_add(stated);
    }
    Some((u64::try_from(batch.length()).ok()?, unpacked))
}

fn within_limits(rows: u64, unpacked: u64) -> Result<(), String> {
    if rows > MOST_ROWS {
        return Err(format!("it says that it has {rows} rows, more than the {MOST_ROWS} that are read"));
    }
    if unpacked > MOST_UNPACKED_BYTES {
        return Err(format!("it says that it unpacks to {unpacked} bytes, more than the {MOST_UNPACKED_BYTES} that are read"));
    }
    Ok(())
}

/// Where each needed column stands.
fn places(schema: &Schema, layout: &Layout) -> Result<Vec<usize>, String> {
    let place = |names: &[&str]| schema.fields().iter().position(|field| names.contains(&field.name().as_str()));
    let missing: Vec<String> = layout.columns.iter().filter(|names| place(names).is_none()).map(|names| alternatives(names)).collect();
    if missing.is_empty() {
        return Ok(layout.columns.iter().filter_map(|names| place(names)).collect());
    }
    let found: Vec<String> = schema.fields().iter().take(20).map(|field| quote(field.name())).collect();
    Err(format!("it lacks the columns {}; found were {}", missing.join(", "), found.join(", ")))
}

fn alternatives(names: &[&str]) -> String {
    names.iter().map(|name| quote(name)).collect::<Vec<_>>().join(" or ")
}

fn feed(batch: &RecordBatch, layout: &Layout, read: &mut u64, row: &mut impl FnMut(&Record<'_>)) -> Result<(), String> {
    let places = places(&batch.schema(), layout)?;
    let arrays: Vec<ArrayRef> = places.iter().map(|place| batch.column(*place).clone()).collect();
    for place in 0..batch.num_rows() {
        *read += 1;
        within_limits(*read, 0)?;
        row(&Record { number: *read, arrays: &arrays, place });
    }
    Ok(())
}

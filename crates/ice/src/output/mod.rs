//! Writes tables to files: Parquet, CSV, XLSX, and Stata's `.dta`.
//!
//! A file gets its name when it is whole: until then it has a temporary name in the same folder, which goes when writing fails. Equal tables
//! give equal bytes. What a form cannot hold as it is in the table is written as near to it as can be, and told as a [`Deviation`].

mod cells;
mod csv;
mod dta;
mod dta_names;
mod file;
mod parquet;
#[cfg(test)]
mod samples;
mod stored;
mod xlsx;

use std::{
    fmt, io,
    path::{Path, PathBuf},
    str::FromStr,
};

use ::parquet::errors::ParquetError;
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, DataType, SchemaRef};
use rust_xlsxwriter::XlsxError;

use self::{
    cells::kinds,
    file::{Deviations, NewFile},
};

pub use stored::StoredTable;

/// Rows that a table is asked for at a time, at most.
pub const BATCH: usize = 65_536;

/// A form of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Apache Parquet, compressed with Zstandard.
    Parquet,
    /// Comma-separated values with a header, UTF-8.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
    /// Stata, format 118.
    Dta,
}

impl Format {
    /// All forms.
    pub const ALL: [Self; 4] = [Self::Parquet, Self::Csv, Self::Xlsx, Self::Dta];

    /// Returns the ending of the names of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Dta => "dta",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.extension())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.extension() == text).ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// A word that is no form of file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no form of file; there are parquet, csv, xlsx and dta")]
pub struct UnknownFormat(pub String);

/// A table that can be gone through more than once, in batches of at most [`BATCH`] rows.
///
/// Columns hold text (`Utf8`, or `Dictionary(UInt32, Utf8)`), `Int32`, `Float64`, `Boolean`, `Date32`, or instants in UTC
/// (`Timestamp(Microsecond, None)`), each with nulls.
pub trait Batches {
    /// Returns the columns.
    fn schema(&self) -> SchemaRef;
    /// Returns the number of rows.
    fn rows(&self) -> usize;
    /// Returns the `rows` rows from the row `from` on, which all exist.
    fn batch(&self, from: usize, rows: usize) -> Result<RecordBatch, ArrowError>;
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where it is.
    pub path: PathBuf,
    /// Rows of data, without headers.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
    /// What it does not hold as the table does, by column.
    pub deviations: Vec<Deviation>,
}

/// Cells of a column that a form of file does not hold as the table does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// Name of the column in the table.
    pub column: String,
    /// What was done to the cells.
    pub kind: DeviationKind,
    /// How many cells.
    pub cells: u64,
    /// Row of the first of them, where 1 is the first row of data.
    pub first_row: u64,
}

/// What was done to cells that a form of file does not hold as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviationKind {
    /// Infinities, and what is not a number, are missing in the file.
    NotFinite,
    /// Text that a spreadsheet would run as a formula; it is written as it is.
    Formula,
    /// Text that is longer than a cell of a spreadsheet; its end is missing in the file.
    Cut,
    /// A date that spreadsheets do not have, or have wrong: it is written as text.
    DateAsText,
    /// A number or date beyond those that the form has; it is missing in the file.
    OutOfRange,
    /// Text with a NUL character; a replacement character stands for it in the file.
    Nul,
}

impl fmt::Display for DeviationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NotFinite => "no finite number, missing in the file",
            Self::Formula => "text that spreadsheets run as a formula when they open this form of file",
            Self::Cut => "text too long for a cell, cut in the file",
            Self::OutOfRange => "beyond the numbers and dates of this form of file, missing in the file",
            Self::Nul => "text with a NUL character, replaced in the file",
            Self::DateAsText => "a date that spreadsheets do not have, text in the file",
        })
    }
}

/// A file that could not be written. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
#[error("{} is not written", path.display())]
pub struct OutputError {
    /// Where it should be.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub reason: Reason,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// The file system refuses.
    #[error("the file system refuses")]
    Io(#[from] io::Error),
    /// Parquet's encoder refuses.
    #[error("the table cannot be encoded")]
    Parquet(#[from] ParquetError),
    /// The writer of workbooks refuses.
    #[error("the workbook cannot be written")]
    Xlsx(#[from] XlsxError),
    /// There are more columns than this form of file has.
    #[error("there are {found} columns, and at most {most} fit")]
    Columns {
        /// Of the table.
        found: usize,
        /// Of the form of file.
        most: usize,
    },
    /// The table does not give its rows.
    #[error("the rows from {from} on cannot be read")]
    Rows {
        /// From 0.
        from: usize,
        /// What the table says.
        source: ArrowError,
    },
    /// A batch has other columns, or another number of rows, than the table said.
    #[error("the batch from row {from} on is not what the table announced")]
    Batch {
        /// From 0.
        from: usize,
    },
    /// The table has other rows than when it was read for the first time.
    #[error("the table changed while it was written")]
    Changed,
    /// A column has a type that is not for files.
    #[error("column `{column}` holds {data_type}, which no file is made of")]
    Type {
        /// Its name.
        column: String,
        /// Its type.
        data_type: DataType,
    },
}

/// Writes the table into the folder, in a file that is called `name` with the form's ending, and returns what was written; `progress` is
/// told how many rows are done.
pub fn write(
    format: Format,
    name: &str,
    table: &(dyn Batches + Sync),
    folder: &Path,
    progress: &dyn Fn(u64),
) -> Result<Vec<Written>, OutputError> {
    let path = folder.join(format!("{name}.{format}"));
    match write_file(format, name, table, &path, progress) {
        Ok(written) => Ok(vec![written]),
        Err(reason) => Err(OutputError { path, reason }),
    }
}

fn write_file(format: Format, name: &str, table: &dyn Batches, path: &Path, progress: &dyn Fn(u64)) -> Result<Written, Reason> {
    let schema = table.schema();
    let kinds = kinds(&schema)?;
    let mut file = NewFile::create(path)?;
    let mut deviations = Deviations::default();
    match format {
        Format::Parquet => parquet::write(table, &mut file, progress)?,
        Format::Csv => csv::write(table, &mut file, &mut deviations, progress)?,
        Format::Xlsx => xlsx::write((name, xlsx::SHEET_ROWS), table, &mut file, &mut deviations, progress)?,
        Format::Dta => dta::write(name, table, &kinds, &mut file, &mut deviations, progress)?,
    }
    let (bytes, sha256) = file.finish()?;
    Ok(Written { path: path.to_owned(), rows: table.rows() as u64, bytes, sha256, deviations: deviations.named(&schema) })
}

#[cfg(test)]
mod tests;

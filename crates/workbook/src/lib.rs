//! Skeleton: the API that other crates are written against. Replace bodies, keep names.

use std::path::PathBuf;

/// Where the bytes of a workbook lie. Each reader of a sheet opens it anew, so sheets can be read by several threads.
#[derive(Debug, Clone)]
pub enum Source { File(PathBuf), Bytes(std::sync::Arc<[u8]>) }

#[derive(Debug, Clone, Copy)]
pub struct Limits { pub unpacked_bytes: u64, pub shared_strings: u32, pub shared_string_bytes: u64, pub rows: u32, pub columns: u32, pub sheets: usize, pub cell_bytes: usize }

#[derive(Debug)]
pub struct Workbook {}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotAWorkbook(pub String);

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SheetError(pub String);

impl Workbook {
    pub fn open(_source: Source, _limits: Limits) -> Result<Self, NotAWorkbook> { unimplemented!() }
    /// Names of the sheets in the order of the workbook.
    pub fn sheets(&self) -> &[String] { unimplemented!() }
    /// The shared string with this index.
    pub fn string(&self, _index: u32) -> Option<&str> { unimplemented!() }
    pub fn strings(&self) -> u32 { unimplemented!() }
    pub fn rows(&self, _sheet: usize) -> Result<Rows<'_>, SheetError> { unimplemented!() }
    pub fn grid(&self, _sheet: usize) -> Result<Grid, SheetError> { unimplemented!() }
}

/// Streams the rows of one sheet; memory is bounded by one row.
#[derive(Debug)]
pub struct Rows<'a> { _workbook: &'a Workbook }

impl Rows<'_> {
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, SheetError> { unimplemented!() }
    /// What could not be read so far, and where (`cell B7`).
    pub fn problems(&self) -> &[Problem] { unimplemented!() }
}

#[derive(Debug)]
pub struct Row<'r> { pub number: u32, pub cells: &'r [Cell<'r>] }

#[derive(Debug, Clone, Copy)]
pub struct Cell<'r> { /** from 0 */ pub column: u32, pub value: Value<'r>, pub is_formula: bool }

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'r> { Shared(u32), Text(&'r str), Number { number: f64, is_date: bool }, Bool(bool), Error(&'r str) }

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem { pub locator: String, pub message: String }

/// A small sheet, whole.
#[derive(Debug)]
pub struct Grid {}

#[derive(Debug, Clone, PartialEq)]
pub enum GridValue { Text(String), Number(f64), Date(f64), Bool(bool), Error(String) }

impl Grid {
    /// Row and column from 0.
    pub fn get(&self, _row: u32, _column: u32) -> Option<&GridValue> { unimplemented!() }
    pub fn text(&self, _row: u32, _column: u32) -> Option<&str> { unimplemented!() }
    pub fn rows(&self) -> u32 { unimplemented!() }
    pub fn columns(&self) -> u32 { unimplemented!() }
    /// All cells that are not empty, by row and column.
    pub fn cells(&self) -> impl Iterator<Item = (u32, u32, &GridValue)> { std::iter::empty() }
    pub fn problems(&self) -> &[Problem] { unimplemented!() }
}

/// `B7` of row 6 and column 1, both from 0.
pub fn address(_row: u32, _column: u32) -> String { unimplemented!() }

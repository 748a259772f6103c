#![doc = include_str!("../README.md")]

mod address;
mod cell;
mod container;
mod feed;
mod grid;
mod package;
mod part;
mod rows;
mod strings;
mod styles;
mod text;

use std::{fmt, path::PathBuf, sync::Arc};

pub use address::address;
pub use grid::{Grid, GridValue};
pub use rows::Rows;

use crate::{
    container::Container,
    feed::Feed,
    package::{Package, Sheet},
    part::Fault,
    strings::Strings,
    text::quoted,
};

/// Where the bytes of a workbook lie. Each reader of a sheet opens it anew, so sheets can be read by several threads.
#[derive(Clone)]
pub enum Source {
    /// A file, read in pieces.
    File(PathBuf),
    /// Bytes in memory, which are shared.
    Bytes(Arc<[u8]>),
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
        }
    }
}

/// What a workbook may ask of its reader. The default holds every workbook that Excel can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of one part; sheets are streamed, so this costs time and no memory.
    pub unpacked_bytes: u64,
    /// Strings in the shared table.
    pub shared_strings: u32,
    /// Of all shared strings together, which are in memory; at most 4 GiB.
    pub shared_string_bytes: u64,
    /// Rows of a sheet, and the highest number of one.
    pub rows: u32,
    /// Columns of a sheet.
    pub columns: u32,
    /// Sheets that the workbook lists.
    pub sheets: usize,
    /// The text of one cell.
    pub cell_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked_bytes: 8 << 30,
            shared_strings: 8_000_000,
            shared_string_bytes: 1 << 30,
            rows: 1_048_576,
            columns: 16_384,
            sheets: 255,
            cell_bytes: 128 << 10,
        }
    }
}

/// Why a file is not read as a workbook; says what it is instead, if that can be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAWorkbook(pub String);

/// Why a sheet cannot be read, or read on, and where that was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SheetError(pub String);

/// What could not be read, while the rest was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `cell B7` or `row 7`.
    pub locator: String,
    /// What is wrong there, and what was done.
    pub message: String,
}

/// One row of a sheet.
#[derive(Debug)]
pub struct Row<'r> {
    /// From 1, as spreadsheets show it.
    pub number: u32,
    /// Cells that hold something, by column.
    pub cells: &'r [Cell<'r>],
}

/// One cell that holds something.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'r> {
    /// From 0.
    pub column: u32,
    /// What it holds; of a formula, what was calculated when the workbook was saved.
    pub value: Value<'r>,
    /// Whether a formula made the value.
    pub is_formula: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'r> {
    /// A string of the workbook's table; the index is in it.
    Shared(u32),
    /// Text that stands in the cell itself.
    Text(&'r str),
    /// A number; if it is shown as a date or a time, days since the end of 1899 as spreadsheets count them.
    Number {
        /// The number.
        number: f64,
        /// Whether the cell's format shows it as a date or a time.
        is_date: bool,
    },
    /// A truth value.
    Bool(bool),
    /// An error such as `#N/A`.
    Error(&'r str),
}

/// A workbook: its sheets by name, and its shared strings in memory.
#[derive(Debug)]
pub struct Workbook {
    source: Source,
    limits: Limits,
    package: Package,
    strings: Strings,
    names: Vec<String>,
    strings_part_bytes: u64,
}

impl Workbook {
    /// Reads what all sheets need: their names and places, formats, and the shared strings.
    pub fn open(source: Source, limits: Limits) -> Result<Self, NotAWorkbook> {
        let opened = || {
            let mut container = Container::open(&source)?;
            let package = Package::read(&mut container, &source, &limits)?;
            let (mut strings, mut strings_part_bytes) = (Strings::default(), 0);
            if let Some(part) = &package.strings {
                let named = |Fault(reason)| Fault(format!("{} {reason}", quoted(&part.name)));
                let mut feed = part.open(&source, &limits).and_then(Feed::new).map_err(named)?;
                strings = Strings::read(&mut feed, &limits).map_err(named)?;
                strings_part_bytes = feed.unpacked_bytes();
            }
            Ok((package, strings, strings_part_bytes))
        };
        let (package, strings, strings_part_bytes) = opened().map_err(|Fault(reason)| NotAWorkbook(reason))?;
        let names = package.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        Ok(Self { source, limits, package, strings, names, strings_part_bytes })
    }

    /// Names of the sheets in the order of the workbook.
    pub fn sheets(&self) -> &[String] {
        &self.names
    }

    /// The shared string with this index.
    #[inline]
    pub fn string(&self, index: u32) -> Option<&str> {
        self.strings.get(index)
    }

    /// How many shared strings there are.
    pub fn strings(&self) -> u32 {
        self.strings.len()
    }

    /// Of the part that holds the shared strings.
    pub fn strings_unpacked_bytes(&self) -> u64 {
        self.strings_part_bytes
    }

    /// Streams a sheet, by its place in [`Self::sheets`]. A sheet that is a chart has no rows.
    pub fn rows(&self, sheet: usize) -> Result<Rows<'_>, SheetError> {
        let listed = self.listed(sheet)?;
        let begin = || {
            let part = listed.part.clone()?;
            let named = |Fault(reason)| Fault(format!("{} {reason}", quoted(&part.name)));
            part.open(&self.source, &self.limits).and_then(Feed::new).and_then(|feed| Rows::new(self, sheet, feed)).map_err(named)
        };
        begin().map_err(|Fault(reason)| SheetError(format!("sheet {}: {reason}", quoted(&listed.name))))
    }

    /// Reads a small sheet whole: at most 2,000,000 cells and 256 MiB of text.
    pub fn grid(&self, sheet: usize) -> Result<Grid, SheetError> {
        Grid::read(self, sheet)
    }

    fn listed(&self, sheet: usize) -> Result<&Sheet, SheetError> {
        let count = self.package.sheets.len();
        self.package.sheets.get(sheet).ok_or_else(|| SheetError(format!("there is no sheet {sheet} from 0, but {count} sheets")))
    }
}

/// What [`unzip`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unzipped {
    /// Parts of the container.
    pub parts: u64,
    /// Of all of them.
    pub bytes: u64,
}

/// Unpacks every part of a workbook and keeps nothing: what the container alone costs, below which no reader can be.
pub fn unzip(source: &Source, limits: &Limits) -> Result<Unzipped, NotAWorkbook> {
    let unpack = || {
        let mut found = Unzipped::default();
        let mut buffer = vec![0; 256 << 10];
        for part in Container::open(source)?.parts() {
            let mut reader = part.open(source, limits)?;
            while reader.read(&mut buffer)? > 0 {}
            found.parts += 1;
            found.bytes += reader.unpacked_bytes();
        }
        Ok(found)
    };
    unpack().map_err(|Fault(reason)| NotAWorkbook(reason))
}

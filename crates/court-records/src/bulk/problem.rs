//! What could not be read, with its place; and files that are not what they should be.

use std::{fmt, io};

use super::field::NotReadable;

/// Problems that are kept; the rest is counted.
const MOST_KEPT: usize = 1000;

/// One field, or one line, that could not be read. Displays as `line 17, DISP_DATE: …`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: u64,
    /// What could not be read.
    pub trouble: Trouble,
}

/// What could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The line is longer than any line of the file may be; the row is left out.
    LineTooLong,
    /// The line has other columns than the layout; the row is left out.
    Columns,
    /// A field of this column. The row is kept, unless the field names it.
    Field(&'static str, NotReadable),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.trouble {
            Trouble::LineTooLong => write!(f, "line {}: it is longer than any row", self.line),
            Trouble::Columns => write!(f, "line {}: its columns are not those of the layout", self.line),
            Trouble::Field(column, why) => write!(f, "line {}, {column}: {why}", self.line),
        }
    }
}

/// The problems of one file: the first thousand, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    total: u64,
}

impl Problems {
    pub(crate) fn add(&mut self, line: u64, trouble: Trouble) {
        self.total += 1;
        if self.kept.len() < MOST_KEPT {
            self.kept.push(Problem { line, trouble });
        }
    }

    /// Those that are kept, in the order of the file.
    pub fn kept(&self) -> &[Problem] {
        &self.kept
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.total
    }
}

/// A file that is not in the layout in which it was to be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not {what}: {reason}")]
pub struct Refused {
    /// What it should have been.
    pub what: &'static str,
    /// Why it is not.
    pub reason: String,
}

/// Why a file was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is something else.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The stream broke.
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
}

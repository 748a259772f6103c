//! Rows of one table, as a stream.

use std::{
    io::{BufRead, Chain, Cursor, Read as _},
    marker::PhantomData,
};

use super::{
    layout::{Kind, Layout, Misfit, Record},
    tables::{LAYOUTS, Row},
};
use crate::bulk::{Content, Lines, Problems, ReadError, Refused, Trouble};

/// Bytes at the beginning of a file by which it is recognized.
const SAMPLE_BYTES: u64 = 64 * 1024;

/// The rows of a table, one at a time. Memory holds a line and the problems that are kept.
#[derive(Debug)]
pub struct Rows<R, T> {
    lines: Lines<Chain<Cursor<Vec<u8>>, R>>,
    problems: Problems,
    taken: u64,
    row: PhantomData<T>,
}

/// How the reading of a table went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Rows that were read.
    pub rows: u64,
    /// What could not be read.
    pub problems: Problems,
}

impl<R: BufRead, T: Row> Rows<R, T> {
    /// Opens a table. Refuses what is not in its layout, by the first lines.
    pub fn open(mut input: R) -> Result<Self, ReadError> {
        let mut sample = Vec::new();
        input.by_ref().take(SAMPLE_BYTES).read_to_end(&mut sample)?;
        check(T::LAYOUT, &sample)?;
        let lines = Lines::new(Cursor::new(sample).chain(input), T::LAYOUT.limit_bytes());
        Ok(Self { lines, problems: Problems::default(), taken: 0, row: PhantomData })
    }

    /// The next row; nothing at the end. A line that is none is a problem and is passed over.
    pub fn next_row(&mut self) -> Result<Option<T>, ReadError> {
        while let Some(line) = self.lines.next_line()? {
            let bytes = match line.content {
                Content::Bytes(bytes) if bytes.trim_ascii().is_empty() => continue,
                Content::Bytes(bytes) => bytes,
                Content::TooLong => {
                    self.problems.add(line.number, Trouble::LineTooLong);
                    continue;
                }
            };
            if let Some(row) = T::read(&mut Record { line: bytes, number: line.number, problems: &mut self.problems }) {
                self.taken += 1;
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Hands every row to `take`.
    pub fn each(mut self, mut take: impl FnMut(&T)) -> Result<Summary, ReadError> {
        while let Some(row) = self.next_row()? {
            take(&row);
        }
        Ok(Summary { rows: self.taken, problems: self.problems })
    }
}

/// The tables whose layout the first lines of a file fit; one, if the file is one of the snapshot's.
pub fn recognize(beginning: &[u8]) -> Vec<&'static Layout> {
    let has_dates = |layout: &Layout| {
        let mut dates = layout.columns.iter().filter(|column| column.kind == Kind::Date);
        sample_lines(beginning).any(|line| dates.any(|column| column.of(line).len() == 11))
    };
    let fitting = LAYOUTS.iter().filter(|layout| check(layout, beginning).is_ok() && has_dates(layout));
    fitting.copied().collect()
}

/// Whole lines of a sample; a single line without an end counts as one.
fn sample_lines(sample: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = sample.iter().rposition(|byte| *byte == b'\n').and_then(|end| sample.get(..end)).unwrap_or(sample);
    let lines = whole.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.trim_ascii().is_empty())
}

/// Refuses a sample of which fewer than nine lines in ten fit: single broken lines are problems, not another layout.
fn check(layout: &'static Layout, sample: &[u8]) -> Result<(), Refused> {
    let mut lines: u64 = 0;
    let mut misfits: u64 = 0;
    let mut first: Option<(u64, Misfit)> = None;
    for line in sample_lines(sample) {
        lines += 1;
        if let Err(misfit) = layout.fits(line) {
            misfits += 1;
            first = first.or(Some((lines, misfit)));
        }
    }
    match first {
        Some((line, misfit)) if misfits * 10 > lines => {
            Err(Refused { what: layout.name, reason: format!("{misfits} of the first {lines} lines do not fit; line {line}: {misfit}") })
        }
        _ => Ok(()),
    }
}

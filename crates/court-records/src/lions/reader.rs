//! Rows of one table, as a stream.

use std::{io::BufRead, marker::PhantomData};

use super::{
    layout::{Kind, Layout, Record},
    tables::{LAYOUTS, Row},
};
use crate::bulk::{Lines, Problems, ReadError, Sampled, Summary, check, sample_lines, sampled};

/// The rows of a table, one at a time. Memory holds a line and the problems that are kept.
#[derive(Debug)]
pub struct Rows<R, T> {
    lines: Lines<Sampled<R>>,
    problems: Problems,
    taken: u64,
    row: PhantomData<T>,
}

impl<R: BufRead, T: Row> Rows<R, T> {
    /// Opens a table. Refuses what is not in its layout, by the first lines.
    pub fn open(input: R) -> Result<Self, ReadError> {
        let (sample, input) = sampled(input)?;
        check(T::LAYOUT.name, &sample, |line| T::LAYOUT.fits(line))?;
        Ok(Self { lines: Lines::new(input, T::LAYOUT.limit_bytes()), problems: Problems::default(), taken: 0, row: PhantomData })
    }

    /// The next row; nothing at the end. A line that is none is a problem and is passed over.
    pub fn next_row(&mut self) -> Result<Option<T>, ReadError> {
        while let Some((number, line)) = self.lines.next_usable(&mut self.problems)? {
            if let Some(row) = T::read(&mut Record { line, number, problems: &mut self.problems }) {
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
    let fits = |layout: &Layout| check(layout.name, beginning, |line| layout.fits(line)).is_ok();
    LAYOUTS.iter().copied().filter(|layout| fits(layout) && has_dates(layout)).collect()
}

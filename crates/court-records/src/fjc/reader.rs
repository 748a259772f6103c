//! Rows of the file, as a stream.

use std::io::BufRead;

use super::{
    columns::{self, WIDTH},
    row::{Cut, Defendant, Places, cut},
};
use crate::bulk::{Lines, Problems, ReadError, Refused, Sampled, Summary, Trouble, check, sample_lines, sampled};

const WHAT: &str = "the criminal file of the integrated database";

/// The longest line that is read; rows have about 600 characters.
const LIMIT_BYTES: usize = 8 * 1024;

/// The rows of the file, one at a time. Memory holds a line and the problems that are kept.
#[derive(Debug)]
pub struct Rows<R> {
    lines: Lines<Sampled<R>>,
    places: Places,
    problems: Problems,
    taken: u64,
}

impl<R: BufRead> Rows<R> {
    /// Opens the file, with or without a header. Refuses what has other columns, by the first lines.
    pub fn open(input: R) -> Result<Self, ReadError> {
        let (sample, input) = sampled(input)?;
        check(WHAT, &sample, |line| match line.split(|byte| *byte == b'\t').count() {
            WIDTH => Ok(()),
            columns => Err(format!("the line has {columns} columns, the layout {WIDTH}")),
        })?;
        let mut rows = Self {
            lines: Lines::new(input, LIMIT_BYTES),
            places: std::array::from_fn(|place| place),
            problems: Problems::default(),
            taken: 0,
        };
        if let Some(header) = sample_lines(&sample).next().filter(|line| is_header(line)) {
            rows.places = places(header)?;
            rows.lines.next_usable(&mut rows.problems)?;
        }
        Ok(rows)
    }

    /// The next row; nothing at the end. A line that is none is a problem and is passed over.
    pub fn next_row(&mut self) -> Result<Option<Defendant>, ReadError> {
        while let Some((number, line)) = self.lines.next_usable(&mut self.problems)? {
            if let Some(cells) = cut(line) {
                self.taken += 1;
                return Ok(Some(Cut { cells, places: &self.places, number, problems: &mut self.problems }.row()));
            }
            self.problems.add(number, Trouble::Columns);
        }
        Ok(None)
    }

    /// Hands every row to `take`.
    pub fn each(mut self, mut take: impl FnMut(&Defendant)) -> Result<Summary, ReadError> {
        while let Some(row) = self.next_row()? {
            take(&row);
        }
        Ok(Summary { rows: self.taken, problems: self.problems })
    }
}

fn is_header(line: &[u8]) -> bool {
    line.split(|byte| *byte == b'\t').any(|cell| cell.trim_ascii().eq_ignore_ascii_case(columns::FISCAL_YEAR.name.as_bytes()))
}

/// Where the used columns stand by a header. One that lacks a column is of another file.
fn places(header: &[u8]) -> Result<Places, Refused> {
    let mut places: Places = std::array::from_fn(|place| place);
    for column in columns::used() {
        let named = |cell: &[u8]| cell.trim_ascii().eq_ignore_ascii_case(column.name.as_bytes());
        let found = header.split(|byte| *byte == b'\t').position(named);
        match (found, places.get_mut(column.place)) {
            (Some(found), Some(place)) => *place = found,
            _ => return Err(Refused { what: WHAT, reason: format!("its header has no column {}", column.name) }),
        }
    }
    Ok(places)
}

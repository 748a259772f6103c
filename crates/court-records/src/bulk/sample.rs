//! The beginning of a stream, by which it is recognized or refused before its rows are read.

use std::{
    fmt,
    io::{self, BufRead, Chain, Cursor, Read as _},
};

use super::{
    lines::{Content, Lines},
    problem::{Problems, Refused, Trouble},
};

/// Bytes of the beginning.
const SAMPLE_BYTES: u64 = 64 * 1024;

/// A stream whose beginning was looked at and that is read from its start.
pub(crate) type Sampled<R> = Chain<Cursor<Vec<u8>>, R>;

/// How the reading of a file went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows that were read.
    pub rows: u64,
    /// What could not be read.
    pub problems: Problems,
}

/// Reads the beginning, and hands it back with the whole stream.
pub(crate) fn sampled<R: BufRead>(mut input: R) -> io::Result<(Vec<u8>, Sampled<R>)> {
    let mut sample = Vec::new();
    input.by_ref().take(SAMPLE_BYTES).read_to_end(&mut sample)?;
    Ok((sample.clone(), Cursor::new(sample).chain(input)))
}

/// Whole lines of a sample that are not blank; a single line without an end counts as one.
pub(crate) fn sample_lines(sample: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = sample.iter().rposition(|byte| *byte == b'\n').and_then(|end| sample.get(..end)).unwrap_or(sample);
    let lines = whole.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.trim_ascii().is_empty())
}

/// Refuses a sample of which fewer than nine lines in ten fit: single broken lines are problems, not another layout.
pub(crate) fn check<M: fmt::Display>(what: &'static str, sample: &[u8], fits: impl Fn(&[u8]) -> Result<(), M>) -> Result<(), Refused> {
    let mut lines: u64 = 0;
    let mut misfits: u64 = 0;
    let mut first: Option<(u64, M)> = None;
    for line in sample_lines(sample) {
        lines += 1;
        if let Err(misfit) = fits(line) {
            misfits += 1;
            first = first.or(Some((lines, misfit)));
        }
    }
    match first {
        Some((line, misfit)) if misfits * 10 > lines => {
            Err(Refused { what, reason: format!("{misfits} of the first {lines} lines do not fit; line {line}: {misfit}") })
        }
        _ => Ok(()),
    }
}

impl<R: BufRead> Lines<R> {
    /// The next line that is neither blank nor too long, with its number. A line that is too long is a problem.
    pub(crate) fn next_usable(&mut self, problems: &mut Problems) -> io::Result<Option<(u64, &[u8])>> {
        loop {
            let Some(line) = self.next_line()? else { return Ok(None) };
            match line.content {
                Content::Bytes(bytes) if bytes.trim_ascii().is_empty() => {}
                // Borrowed anew, because the loop cannot give the borrow back.
                Content::Bytes(_) => break,
                Content::TooLong => problems.add(line.number, Trouble::LineTooLong),
            }
        }
        Ok(Some(self.current()))
    }
}

//! Delimited text, read line by line, so that an open quotation mark damages a line and not the rest of the file.
//!
//! RFC 4180 with what publishers make of it: a byte-order mark, either line end, columns in any order and further columns, blank
//! lines, numbers with thousands separators. A quoted field may go over several lines if the columns then come out even.

use std::borrow::Cow;

use catalog::{NotRecognized, SourceId};

use crate::decoded::{Problems, Rows, UnknownFormat, quote};

/// The largest text that is read.
const MOST_BYTES: usize = 128 * 1024 * 1024;
/// The longest record, over all its lines.
const MOST_RECORD_BYTES: usize = 64 * 1024;
/// The most lines over which a quoted field may go.
const MOST_RECORD_LINES: usize = 16;
/// The most rows of a file; the largest that is known has forty thousand.
const MOST_ROWS: u64 = 1_000_000;
/// The largest count in a cell; sums over all rows then fit with room to spare.
const MOST_COUNT: u64 = 1_000_000_000_000;
/// Column names that a refusal quotes.
const QUOTED_COLUMNS: usize = 20;

/// The columns that a decoder needs. They are compared trimmed and without regard to ASCII case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) source_id: SourceId,
    pub(crate) delimiter: char,
    pub(crate) columns: &'static [&'static str],
}

/// One row of the file.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    /// The line on which it begins; the header is on line 1.
    pub(crate) line: u64,
    cells: &'a [Cow<'a, str>],
    places: &'a [usize],
    columns: &'static [&'static str],
}

impl Record<'_> {
    /// The trimmed text of a needed column, counted as the layout lists them.
    pub(crate) fn text(&self, column: usize) -> &str {
        self.places.get(column).and_then(|&place| self.cells.get(place)).map_or("", |cell| cell.trim())
    }

    /// `line 17`.
    pub(crate) fn locator(&self) -> String {
        format!("line {}", self.line)
    }

    /// `line 17, column assaults`.
    pub(crate) fn cell_locator(&self, column: usize) -> String {
        format!("line {}, column {}", self.line, self.columns.get(column).unwrap_or(&"?"))
    }
}

/// A whole number, perhaps with thousands separators: `1234` or `1,234`.
pub(crate) fn count(text: &str) -> Option<u64> {
    let mut groups = text.split(',');
    let head = groups.next()?;
    let mut digits = head.to_owned();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&head.len()) {
            return None;
        }
        digits.push_str(group);
    }
    let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|n| only_digits && *n <= MOST_COUNT)
}

/// Reads a text: every row that `row` accepts, and the problems of all others.
pub(crate) fn read<R>(
    bytes: &[u8],
    layout: &Layout,
    mut row: impl FnMut(&Record<'_>, &mut Problems) -> Option<R>,
) -> Result<Rows<R>, UnknownFormat> {
    let refuse = |reason: String| UnknownFormat::new(layout.source_id, reason);
    if bytes.len() > MOST_BYTES {
        return Err(refuse(format!("it has {} bytes, more than the {MOST_BYTES} that are read", bytes.len())));
    }
    let mut problems = Problems::default();
    let mut lines = Lines { rest: bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes), next: 1 };
    let header = lines.next_record(layout.delimiter, None).ok_or_else(|| refuse(seen(bytes, layout, &[])))?;
    let names = header.cells.map_err(|_| refuse(seen(bytes, layout, &[])))?;
    let places = places(&names, layout, header.line, &mut problems).ok_or_else(|| refuse(seen(bytes, layout, &names)))?;

    let (mut rows, mut read) = (Vec::new(), 0);
    while let Some(raw) = lines.next_record(layout.delimiter, Some(names.len())) {
        let cells = match raw.cells {
            Ok(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => continue,
            Ok(cells) => cells,
            Err(damage) => {
                problems.report(format!("line {}", raw.line), damage);
                problems.leave_out_row();
                continue;
            }
        };
        let surplus = cells.iter().skip(names.len()).any(|cell| !cell.trim().is_empty());
        if cells.len() < names.len() || surplus {
            let message = format!("{} columns, where the header has {}; the row is left out", cells.len(), names.len());
            problems.report(format!("line {}", raw.line), message);
            problems.leave_out_row();
            continue;
        }
        let record = Record { line: raw.line, cells: &cells, places: &places, columns: layout.columns };
        let before = problems.count();
        if let Some(row) = row(&record, &mut problems) {
            rows.push(row);
            read += 1;
        } else if problems.count() > before {
            problems.leave_out_row();
        }
        if read > MOST_ROWS {
            return Err(refuse(format!("it has more than {MOST_ROWS} rows")));
        }
    }
    if rows.is_empty() {
        let first = problems.first().map(|first| format!("; {first}")).unwrap_or_default();
        return Err(refuse(format!("the header is there, but not one row that can be read stands below it{first}")));
    }
    Ok(Rows { good: rows, read, problems })
}

/// Where each needed column stands, or `None` if one is missing.
fn places(names: &[Cow<'_, str>], layout: &Layout, line: u64, problems: &mut Problems) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(layout.columns.len());
    for wanted in layout.columns {
        let mut found = names.iter().enumerate().filter(|(_, name)| name.trim().eq_ignore_ascii_case(wanted)).map(|(place, _)| place);
        places.push(found.next()?);
        if found.next().is_some() {
            problems.report(format!("line {line}"), format!("the column {} stands there twice; the first is read", quote(wanted)));
        }
    }
    Some(places)
}

/// What the bytes are instead. The catalogue knows pages, workbooks and the files of other sources.
fn seen(bytes: &[u8], layout: &Layout, names: &[Cow<'_, str>]) -> String {
    match catalog::recognize(bytes) {
        Ok(other) if other != layout.source_id => return format!("it is a file of {other}"),
        Err(reason) if !matches!(reason, NotRecognized::OtherHeader { .. }) => return reason.to_string(),
        Ok(_) | Err(_) => {}
    }
    let missing: Vec<String> = layout
        .columns
        .iter()
        .filter(|wanted| !names.iter().any(|name| name.trim().eq_ignore_ascii_case(wanted)))
        .map(|wanted| quote(wanted))
        .collect();
    let mut found: Vec<String> = names.iter().take(QUOTED_COLUMNS).map(|name| quote(name.trim())).collect();
    if names.len() > QUOTED_COLUMNS {
        found.push(format!("and {} more", names.len() - QUOTED_COLUMNS));
    }
    let found = if found.is_empty() { "a first line that cannot be read".to_owned() } else { found.join(", ") };
    format!("it lacks the columns {}; found were {found}", missing.join(", "))
}

/// A record as it stands in the bytes.
struct Raw<'a> {
    line: u64,
    cells: Result<Vec<Cow<'a, str>>, String>,
}

struct Lines<'a> {
    rest: &'a [u8],
    next: u64,
}

impl<'a> Lines<'a> {
    /// The next record that is not blank. With a `width`, an open quotation mark is looked for on the lines below, and the lines are
    /// taken together only if they then have exactly so many cells.
    fn next_record(&mut self, delimiter: char, width: Option<usize>) -> Option<Raw<'a>> {
        loop {
            let whole = self.rest;
            let line = self.next;
            let text = self.next_line()?;
            if text.trim_ascii().is_empty() {
                continue;
            }
            let cells = match cells_of(text, delimiter) {
                Err(Damage::OpenQuote) => match width.and_then(|width| self.join(whole, delimiter, width)) {
                    Some(cells) => Ok(cells),
                    None => Err(Damage::OpenQuote.to_string()),
                },
                Err(damage) => Err(damage.to_string()),
                Ok(cells) => Ok(cells),
            };
            return Some(Raw { line, cells });
        }
    }

    fn join(&mut self, whole: &'a [u8], delimiter: char, width: usize) -> Option<Vec<Cow<'a, str>>> {
        let mut ahead = Lines { rest: self.rest, next: self.next };
        for _ in 1..MOST_RECORD_LINES {
            ahead.next_line()?;
            let end = whole.len() - ahead.rest.len();
            match cells_of(without_line_end(whole.get(..end)?), delimiter) {
                Ok(cells) if cells.len() == width => {
                    *self = ahead;
                    return Some(cells);
                }
                Err(Damage::OpenQuote) => {}
                Ok(_) | Err(_) => return None,
            }
        }
        None
    }

    fn next_line(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.iter().position(|byte| *byte == b'\n').map_or(self.rest.len(), |at| at + 1);
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.next += 1;
        Some(without_line_end(line))
    }
}

fn without_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Why a line is not a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Damage {
    #[error("longer than {MOST_RECORD_BYTES} bytes; the row is left out")]
    TooLong,
    #[error("not UTF-8 text from byte {0} of the line on; the row is left out")]
    NotText(usize),
    #[error("a quotation mark is opened and not closed; the row is left out")]
    OpenQuote,
    #[error("text follows a closing quotation mark; the row is left out")]
    AfterQuote,
}

fn cells_of(line: &[u8], delimiter: char) -> Result<Vec<Cow<'_, str>>, Damage> {
    if line.len() > MOST_RECORD_BYTES {
        return Err(Damage::TooLong);
    }
    let mut rest = std::str::from_utf8(line).map_err(|error| Damage::NotText(error.valid_up_to() + 1))?;
    let mut cells = Vec::new();
    loop {
        let (cell, after) = if let Some(quoted) = rest.strip_prefix('"') {
            quoted_cell(quoted)?
        } else {
            let (cell, after) = rest.split_at(rest.find(delimiter).unwrap_or(rest.len()));
            (Cow::Borrowed(cell), after)
        };
        cells.push(cell);
        if after.is_empty() {
            return Ok(cells);
        }
        rest = after.strip_prefix(delimiter).ok_or(Damage::AfterQuote)?;
    }
}

/// A cell after its opening quotation mark, and what follows the closing one.
fn quoted_cell(text: &str) -> Result<(Cow<'_, str>, &str), Damage> {
    let mut cell = Cow::Borrowed("");
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('"').ok_or(Damage::OpenQuote)?;
        cell += part;
        match after.strip_prefix('"') {
            Some(more) => {
                cell += "\"";
                rest = more;
            }
            None => return Ok((cell, after)),
        }
    }
}

#[cfg(test)]
#[path = "delimited_tests.rs"]
mod tests;

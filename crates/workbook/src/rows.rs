//! Streams the rows of one sheet.

use std::ops::Range;

use yoke::{Yoke, Yokeable};

use crate::{
    Cell, Problem, Row, SheetError, Value, Workbook,
    address::{self, address},
    cell::{Known, Plain, plain},
    feed::{Event, Feed, Tag, local},
    package::Epoch,
    part::Fault,
    strings::{read_content, read_text},
    styles::Format,
    text::{quoted, quoted_bytes, trim, unescape_spreadsheet},
};

/// Problems that are kept; the others are counted.
const MOST_PROBLEMS: usize = 1_000;

/// Bytes that are wanted in the buffer before the short way is tried.
const AHEAD_BYTES: usize = 4 << 10;

/// The text of one row may be this many times that of a cell.
const ROW_TEXT_FACTOR: usize = 256;

/// Days between the two calendars of spreadsheets.
const DAYS_1900_TO_1904: f64 = 1462.0;

/// Errors that spreadsheets know.
const ERRORS: [&str; 14] = [
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#UNKNOWN!",
    "#CONNECT!",
];

/// Cells of a row of which some hold text, beside that text.
#[derive(Debug, Yokeable)]
struct TextCells<'t>(Vec<Cell<'t>>);

/// Where the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Rows,
    Over,
}

/// Streams the rows of one sheet; memory is bounded by one row.
#[derive(Debug)]
pub struct Rows<'a> {
    workbook: &'a Workbook,
    sheet: usize,
    feed: Feed,
    stage: Stage,
    failed: Option<SheetError>,
    /// The number of the row that was read last, or is being read; 0 before the first.
    number: u32,
    /// How many rows there were.
    seen: u32,
    /// The number of the row and a quotation mark, as addresses end in it.
    row_mark: Vec<u8>,
    /// The column after that of the last cell.
    next_column: u32,
    is_disordered: bool,
    cells: Vec<Cell<'static>>,
    /// Cells of the row that hold text: their place, what of [`Self::text`] is theirs, and whether it is an error.
    texts: Vec<(usize, Range<usize>, bool)>,
    text: String,
    /// The cells of the row once more, with their text, if any holds text.
    lent: Option<Yoke<TextCells<'static>, String>>,
    scratch: String,
    problems: Vec<Problem>,
    problem_count: u64,
}

/// A cell the long way: what its tag says, and what stands in it.
#[derive(Debug, Default)]
struct Found {
    row: u32,
    column: u32,
    kind: Kind,
    format: Format,
    is_formula: bool,
    has_value: bool,
    /// Why what stands in it cannot be used.
    wrong: Option<String>,
}

/// What the `t` of a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    Bool,
    Error,
    /// The text of a formula, and dates that are written out.
    Text,
    Inline,
    Unknown,
}

impl Kind {
    fn of(name: &[u8]) -> Self {
        match name {
            b"n" => Self::Number,
            b"s" => Self::Shared,
            b"b" => Self::Bool,
            b"e" => Self::Error,
            b"str" | b"d" => Self::Text,
            b"inlineStr" => Self::Inline,
            _ => Self::Unknown,
        }
    }
}

impl<'a> Rows<'a> {
    /// Finds where the rows begin.
    pub(crate) fn new(workbook: &'a Workbook, sheet: usize, feed: Feed) -> Result<Self, Fault> {
        let mut rows = Self {
            workbook,
            sheet,
            feed,
            stage: Stage::Rows,
            failed: None,
            number: 0,
            seen: 0,
            row_mark: Vec::new(),
            next_column: 0,
            is_disordered: false,
            cells: Vec::new(),
            texts: Vec::new(),
            text: String::new(),
            lent: None,
            scratch: String::new(),
            problems: Vec::new(),
            problem_count: 0,
        };
        rows.find_rows()?;
        Ok(rows)
    }

    /// The next row, which is lent until the one after it is asked for. A row without cells is given too.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, SheetError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        match self.read_row() {
            Ok(true) => Ok(Some(self.lend())),
            Ok(false) => Ok(None),
            Err(fault) => Err(self.fail(&fault)),
        }
    }

    /// What could not be read so far, and where (`cell B7`); at most 1,000 of [`Self::problem_count`].
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many problems there were so far.
    pub fn problem_count(&self) -> u64 {
        self.problem_count
    }

    /// Of the sheet, unpacked so far.
    pub fn unpacked_bytes(&self) -> u64 {
        self.feed.unpacked_bytes()
    }

    fn find_rows(&mut self) -> Result<(), Fault> {
        match self.feed.next()? {
            Event::Open(tag) => match self.feed.name(&tag) {
                b"worksheet" => {}
                b"chartsheet" | b"dialogsheet" => {
                    self.stage = Stage::Over;
                    return self.feed.drain();
                }
                other => return Err(Fault(format!("is no sheet: its first element is {}", quoted_bytes(other)))),
            },
            _ => return Err(Fault::from("is empty")),
        }
        loop {
            match self.feed.next()? {
                Event::Open(tag) if self.feed.name(&tag) == b"sheetData" => {
                    if tag.is_closed {
                        self.stage = Stage::Over;
                        return self.feed.drain();
                    }
                    return Ok(());
                }
                Event::Open(tag) if !tag.is_closed => self.feed.skip(self.feed.depth())?,
                Event::Close | Event::End => return Err(Fault::from("has no rows: there is no `<sheetData>` in it")),
                _ => {}
            }
        }
    }

    fn fail(&mut self, fault: &Fault) -> SheetError {
        let sheet = self.workbook.package.sheets.get(self.sheet);
        let name = sheet.map_or("", |sheet| sheet.name.as_str());
        let part = sheet.and_then(|sheet| sheet.part.as_ref().ok()).map_or("", |part| part.name.as_str());
        let place = if self.number == 0 { "before the first row".to_owned() } else { format!("in or after row {}", self.number) };
        let error = SheetError(format!("sheet {}: {} {fault} ({place}, byte {})", quoted(name), quoted(part), self.feed.position()));
        self.failed = Some(error.clone());
        error
    }

    /// Reads the next row into `self`; false at the end of the sheet.
    fn read_row(&mut self) -> Result<bool, Fault> {
        while self.stage == Stage::Rows {
            match self.feed.next()? {
                Event::Open(tag) if self.feed.name(&tag) == b"row" => {
                    self.begin_row(&tag)?;
                    if !tag.is_closed {
                        self.read_cells()?;
                    }
                    self.end_row();
                    return Ok(true);
                }
                Event::Open(tag) if !tag.is_closed => self.feed.skip(self.feed.depth())?,
                Event::Close => {
                    self.stage = Stage::Over;
                    self.feed.drain()?;
                }
                Event::End => return Err(Fault::from("ends inside of its rows")),
                _ => {}
            }
        }
        Ok(false)
    }

    fn begin_row(&mut self, tag: &Tag) -> Result<(), Fault> {
        let limits = self.workbook.limits;
        let implied = self.number.saturating_add(1);
        let written = self.feed.attributes(tag).find(|(name, _)| *name == b"r").map(|(_, value)| value);
        let number = written.map(|value| address::number(value).filter(|number| *number > 0).ok_or_else(|| quoted_bytes(value)));
        let before = self.number;
        self.number = match number {
            Some(Ok(number)) => number,
            None | Some(Err(_)) => implied,
        };
        if self.number > limits.rows || self.seen >= limits.rows {
            return Err(Fault(format!("has more than {} rows", limits.rows)));
        }
        self.seen += 1;
        if let Some(Err(written)) = number {
            self.problem(format!("row {implied}"), || format!("the row is numbered {written}; counted on from the row before it"));
        } else if self.number <= before {
            self.problem(format!("row {}", self.number), || format!("the row stands after row {before}; kept"));
        }
        self.row_mark.clear();
        self.row_mark.extend_from_slice(self.number.to_string().as_bytes());
        self.row_mark.push(b'"');
        self.next_column = 0;
        self.is_disordered = false;
        self.cells.clear();
        self.texts.clear();
        // The buffer of the text is used again; the cells that borrowed from it are gone first.
        self.text = self.lent.take().map_or_else(|| std::mem::take(&mut self.text), Yoke::into_backing_cart);
        self.text.clear();
        Ok(())
    }

    fn read_cells(&mut self) -> Result<(), Fault> {
        let depth = self.feed.depth();
        while self.feed.depth() >= depth {
            self.feed.reserve(AHEAD_BYTES)?;
            self.take_plain();
            match self.feed.next()? {
                Event::Open(tag) if self.feed.name(&tag) == b"c" => self.read_cell(&tag)?,
                Event::Open(tag) if !tag.is_closed => self.feed.skip(self.feed.depth())?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes cells that are in the buffer, as long as they are plain.
    fn take_plain(&mut self) {
        let known = Known {
            styles: &self.workbook.package.styles,
            strings: self.workbook.strings.len(),
            columns: self.workbook.limits.columns,
            row: &self.row_mark,
        };
        let bytes = self.feed.rest();
        let mut rest = bytes;
        // As many as the limit of columns allows; what is beyond is told the long way.
        while self.cells.len() < self.workbook.limits.columns as usize {
            let Some((column, found, after)) = plain(rest, &known) else { break };
            rest = after;
            self.is_disordered |= column < self.next_column;
            self.next_column = column + 1;
            let value = match found {
                Plain::Empty => continue,
                Plain::Shared(index) => Value::Shared(index),
                Plain::Number(number, format) => number_value(number, format, self.workbook.package.epoch),
            };
            self.cells.push(Cell { column, value, is_formula: false });
        }
        let taken = bytes.len() - rest.len();
        self.feed.advance(taken);
    }

    /// Reads any cell.
    fn read_cell(&mut self, tag: &Tag) -> Result<(), Fault> {
        let found = self.begin_cell(tag);
        let column = found.as_ref().map_or(self.next_column, |found| found.column);
        self.is_disordered |= column < self.next_column;
        self.next_column = column.saturating_add(1);
        let Some(mut found) = found else {
            return if tag.is_closed { Ok(()) } else { self.feed.skip(self.feed.depth()) };
        };
        self.scratch.clear();
        if !tag.is_closed {
            self.read_inside(&mut found)?;
        }
        self.end_cell(&found);
        Ok(())
    }

    /// Reads what the tag of a cell says; `None` if the cell has no place.
    fn begin_cell(&mut self, tag: &Tag) -> Option<Found> {
        let mut found = Found { row: self.number, column: self.next_column, ..Found::default() };
        let mut wrong = None;
        for (name, value) in self.feed.attributes(tag) {
            match name {
                b"r" => match address::parse(value) {
                    Some((column, row)) if row + 1 == self.number => found.column = column,
                    _ => wrong = Some(quoted_bytes(value)),
                },
                b"s" => found.format = address::number(value).map_or(Format::Number, |style| self.workbook.package.styles.format(style)),
                b"t" => found.kind = Kind::of(value),
                _ => {}
            }
        }
        let place = format_args!("cell {}", address(self.number - 1, found.column)).to_string();
        if let Some(written) = wrong {
            let row = self.number;
            self.problem(place, || format!("a cell of row {row} says that it is {written}; left out"));
            return None;
        }
        let columns = self.workbook.limits.columns;
        if found.column >= columns || self.cells.len() >= columns as usize {
            self.problem(place, || format!("the row has more than {columns} columns; left out"));
            return None;
        }
        Some(found)
    }

    /// Reads what stands between the tags of a cell: a value or its own text, and whether there is a formula.
    fn read_inside(&mut self, found: &mut Found) -> Result<(), Fault> {
        let most = self.workbook.limits.cell_bytes;
        let depth = self.feed.depth();
        while self.feed.depth() >= depth {
            let Event::Open(tag) = self.feed.next()? else { continue };
            let name = local(self.feed.bytes(&tag.name));
            found.is_formula |= name == b"f";
            if tag.is_closed {
                continue;
            }
            let is_inline = found.kind == Kind::Inline;
            let read = match name {
                b"v" if !is_inline => read_content(&mut self.feed, &mut self.scratch, most),
                b"is" if is_inline => read_text(&mut self.feed, &mut self.scratch, most),
                _ => {
                    self.feed.skip(self.feed.depth())?;
                    continue;
                }
            };
            found.has_value = true;
            found.wrong = found.wrong.take().or(read?);
        }
        Ok(())
    }

    fn end_cell(&mut self, found: &Found) {
        if !found.has_value {
            return;
        }
        let place = |found: &Found| format!("cell {}", address(found.row - 1, found.column));
        if let Some(reason) = &found.wrong {
            return self.problem(place(found), || format!("{reason}; left out"));
        }
        let scratch = std::mem::take(&mut self.scratch);
        match self.value(found, &scratch) {
            Ok(Some(value)) => self.cells.push(Cell { column: found.column, value, is_formula: found.is_formula }),
            Ok(None) => {}
            Err(message) => self.problem(place(found), || message),
        }
        self.scratch = scratch;
    }

    /// The value that a text stands for; text of its own is put aside, and its place in the value filled when the row is lent.
    fn value(&mut self, found: &Found, written: &str) -> Result<Option<Value<'static>>, String> {
        let trimmed = trim(written);
        match found.kind {
            Kind::Text | Kind::Inline => return self.keep_text(found, written, false),
            _ if trimmed.is_empty() => return Ok(None),
            _ => {}
        }
        match found.kind {
            Kind::Number => {
                let number: f64 = trimmed.parse().map_err(|_| format!("{} is no number; left out", quoted(trimmed)))?;
                if !number.is_finite() {
                    return Err(format!("{} is no number; left out", quoted(trimmed)));
                }
                Ok(Some(number_value(number, found.format, self.workbook.package.epoch)))
            }
            Kind::Shared => {
                let count = self.workbook.strings.len();
                let index = address::number(trimmed.as_bytes()).filter(|index| *index < count);
                index
                    .map(|index| Some(Value::Shared(index)))
                    .ok_or_else(|| format!("{} is none of {count} shared strings; left out", quoted(trimmed)))
            }
            Kind::Bool => match trimmed {
                "1" | "true" => Ok(Some(Value::Bool(true))),
                "0" | "false" => Ok(Some(Value::Bool(false))),
                _ => Err(format!("{} is neither true nor false; left out", quoted(trimmed))),
            },
            Kind::Error => match ERRORS.iter().find(|known| **known == trimmed) {
                Some(known) => Ok(Some(Value::Error(known))),
                None => self.keep_text(found, trimmed, true),
            },
            Kind::Text | Kind::Inline | Kind::Unknown => Err("is of a type that no spreadsheet has; left out".to_owned()),
        }
    }

    fn keep_text(&mut self, found: &Found, written: &str, is_error: bool) -> Result<Option<Value<'static>>, String> {
        let most = self.workbook.limits.cell_bytes.saturating_mul(ROW_TEXT_FACTOR);
        if written.is_empty() {
            return Ok(None);
        }
        if self.text.len().saturating_add(written.len()) > most {
            return Err(format!("the row holds more than {most} bytes of text; left out"));
        }
        let start = self.text.len();
        self.text.push_str(written);
        if found.kind == Kind::Text {
            unescape_spreadsheet(&mut self.text, start);
        }
        self.texts.push((self.cells.len(), start..self.text.len(), is_error));
        Ok(Some(Value::Text("")))
    }

    /// Makes the cells ready to be lent: with their text, by column, each column once.
    fn end_row(&mut self) {
        let mut twice = Vec::new();
        if self.texts.is_empty() {
            if self.is_disordered {
                order(&mut self.cells, &mut twice);
            }
        } else {
            let (cells, texts, is_disordered) = (&self.cells, &self.texts, self.is_disordered);
            self.lent = Some(Yoke::attach_to_cart(std::mem::take(&mut self.text), |text| {
                let mut cells: Vec<Cell<'_>> = cells.clone();
                for (at, range, is_error) in texts {
                    let text = text.get(range.clone()).unwrap_or_default();
                    if let Some(cell) = cells.get_mut(*at) {
                        cell.value = if *is_error { Value::Error(text) } else { Value::Text(text) };
                    }
                }
                if is_disordered {
                    order(&mut cells, &mut twice);
                }
                TextCells(cells)
            }));
        }
        for column in twice {
            let place = format!("cell {}", address(self.number - 1, column));
            self.problem(place, || "the row holds this cell twice; the first is kept".to_owned());
        }
    }

    fn lend(&self) -> Row<'_> {
        let cells: &[Cell<'_>] = match &self.lent {
            Some(lent) => &lent.get().0,
            None => &self.cells,
        };
        Row { number: self.number, cells }
    }

    fn problem(&mut self, locator: String, message: impl FnOnce() -> String) {
        self.problem_count += 1;
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { locator, message: message() });
        }
    }
}

fn number_value(number: f64, format: Format, epoch: Epoch) -> Value<'static> {
    let shift = if format == Format::Day && epoch == Epoch::Of1904 { DAYS_1900_TO_1904 } else { 0.0 };
    Value::Number { number: number + shift, is_date: format != Format::Number }
}

/// Sorts cells by column and drops the later ones of a column that is there twice.
fn order(cells: &mut Vec<Cell<'_>>, twice: &mut Vec<u32>) {
    cells.sort_by_key(|cell| cell.column);
    cells.dedup_by(|later, first| {
        let is_twice = later.column == first.column;
        if is_twice {
            twice.push(first.column);
        }
        is_twice
    });
}

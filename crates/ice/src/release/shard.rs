//! One sheet as it was read: columns of codes, numbers and instants, before the sheets are stacked.

use std::{collections::HashMap, sync::Arc};

use super::{
    cells::{self, NO_INSTANT},
    layout::Kind,
};
use crate::strings::{Interner, Strings};

/// The most cells of one sheet or file, rows times columns; the largest sheet that a spreadsheet can hold of these tables has 68 million.
pub(crate) const MOST_CELLS: usize = 300_000_000;

/// What is said where there are more.
pub(crate) const TOO_MANY_CELLS: &str = "the cells, rows times columns, are more than the 300,000,000, or the absent ones more than the 2,000,000, that are kept of one sheet; it breaks off here";

/// A text cell without text.
pub(crate) const NO_TEXT: u32 = u32::MAX;

/// Cells of a sheet that no byte of the file stands for and that are kept as missing: of rows that it passes over, and of records that are too
/// short. A few bytes could ask for gigabytes of them; no known file has any.
const MOST_ABSENT_CELLS: usize = 2_000_000;

/// The texts of a file which cells name by number: the shared strings of a workbook, or nothing.
pub(crate) trait Texts: Send + Sync {
    /// How many there are; numbers from here on are texts of the sheet itself.
    fn count(&self) -> u32;
    /// The text with this number.
    fn get(&self, code: u32) -> &str;
}

/// Files without shared texts.
#[derive(Debug)]
pub(crate) struct NoTexts;

impl Texts for NoTexts {
    fn count(&self) -> u32 {
        0
    }

    fn get(&self, _: u32) -> &'static str {
        ""
    }
}

/// The cells of one column of one sheet.
#[derive(Debug)]
pub(crate) enum Cells {
    /// Numbers of texts, as the file has them, not yet trimmed; [`NO_TEXT`] is missing.
    Text(Vec<u32>),
    /// Numbers; not-a-number is missing.
    Number(Vec<f64>),
    /// Microseconds since 1970; [`NO_INSTANT`] is missing.
    Date(Vec<i64>),
}

impl Cells {
    pub(crate) fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(Vec::new()),
            Kind::Number => Self::Number(Vec::new()),
            Kind::Date => Self::Date(Vec::new()),
        }
    }

    fn fill(&mut self, rows: usize) {
        match self {
            Self::Text(codes) => codes.resize(rows, NO_TEXT),
            Self::Number(numbers) => numbers.resize(rows, f64::NAN),
            Self::Date(instants) => instants.resize(rows, NO_INSTANT),
        }
    }
}

/// A column of a sheet.
#[derive(Debug)]
pub(crate) struct ShardColumn {
    /// Cleaned name.
    pub(crate) name: String,
    /// The name as the file has it.
    pub(crate) raw_name: String,
    pub(crate) cells: Cells,
    /// Cells with something in them that the kind of the column does not hold, so that they are missing.
    pub(crate) unusable: u64,
    /// Whether the layout of the table declares it.
    pub(crate) is_declared: bool,
}

impl ShardColumn {
    pub(crate) fn kind(&self) -> Kind {
        match self.cells {
            Cells::Text(_) => Kind::Text,
            Cells::Number(_) => Kind::Number,
            Cells::Date(_) => Kind::Date,
        }
    }
}

/// One sheet.
pub(crate) struct Shard {
    pub(crate) sheet: String,
    pub(crate) rows: usize,
    pub(crate) columns: Vec<ShardColumn>,
    /// Texts of the file.
    pub(crate) shared: Arc<dyn Texts>,
    /// Texts of this sheet alone; their numbers go on from those of the file.
    pub(crate) own: Strings,
    /// The lines above the header.
    pub(crate) preamble: Vec<String>,
    /// The file ended in the middle.
    pub(crate) breaks_off: bool,
}

/// Collects rows of one sheet.
pub(crate) struct ShardBuilder {
    shared: Arc<dyn Texts>,
    first_own: u32,
    own: Interner,
    numbers: HashMap<(u64, bool), u32>,
    columns: Vec<ShardColumn>,
    rows: usize,
    absent: usize,
    breaks_off: bool,
}

impl ShardBuilder {
    pub(crate) fn new(shared: Arc<dyn Texts>, columns: Vec<ShardColumn>) -> Self {
        let first_own = shared.count();
        Self { shared, first_own, own: Interner::default(), numbers: HashMap::new(), columns, rows: 0, absent: 0, breaks_off: false }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Nothing more can be read of the sheet, though there was to be more.
    pub(crate) fn breaks_off(&mut self) {
        self.breaks_off = true;
    }

    /// Whether so many more rows that the file does not have, or has cut short, may be kept as missing cells. If not, the sheet breaks off.
    #[must_use]
    pub(crate) fn may_lack(&mut self, rows: usize) -> bool {
        self.absent = self.absent.saturating_add(rows.saturating_mul(self.columns.len()));
        self.breaks_off |= self.absent > MOST_ABSENT_CELLS;
        self.absent <= MOST_ABSENT_CELLS
    }

    /// Ends a row: what it did not have is missing. Rows that follow each other with a gap leave rows of missing cells. False if the sheet would
    /// have more cells than are kept; then nothing of the row is.
    #[must_use]
    pub(crate) fn end_row(&mut self, rows: usize) -> bool {
        if rows.saturating_mul(self.columns.len()) > MOST_CELLS {
            self.truncate();
            return false;
        }
        self.rows = rows;
        for column in &mut self.columns {
            column.cells.fill(rows);
        }
        true
    }

    /// Takes back what was begun of a row.
    fn truncate(&mut self) {
        for column in &mut self.columns {
            column.cells.fill(self.rows);
        }
        self.breaks_off = true;
    }

    /// A text of the file, by number.
    pub(crate) fn shared_text(&mut self, column: usize, code: u32) {
        let Some(target) = self.columns.get_mut(column) else { return };
        match &mut target.cells {
            Cells::Text(codes) => codes.push(code),
            Cells::Number(numbers) => {
                let text = cells::trimmed(self.shared.get(code));
                let number = cells::decimal(text);
                target.unusable += u64::from(number.is_none() && !text.is_empty());
                numbers.push(number.unwrap_or(f64::NAN));
            }
            // Any text in a date cell of a workbook is no date, even one that looks like it.
            Cells::Date(instants) => {
                target.unusable += u64::from(!cells::trimmed(self.shared.get(code)).is_empty());
                instants.push(NO_INSTANT);
            }
        }
    }

    /// A text that stands in the cell itself. `date` says what a text in a date column is.
    pub(crate) fn own_text(&mut self, column: usize, text: &str, date: impl Fn(&str) -> Option<i64>) {
        let Some(target) = self.columns.get_mut(column) else { return };
        let text = cells::trimmed(text);
        match &mut target.cells {
            Cells::Text(codes) => codes.push(if text.is_empty() { NO_TEXT } else { self.first_own + self.own.intern(text) }),
            Cells::Number(numbers) => {
                let number = cells::decimal(text);
                target.unusable += u64::from(number.is_none() && !text.is_empty());
                numbers.push(number.unwrap_or(f64::NAN));
            }
            Cells::Date(instants) => {
                let instant = date(text);
                target.unusable += u64::from(instant.is_none() && !text.is_empty());
                instants.push(instant.unwrap_or(NO_INSTANT));
            }
        }
    }

    /// A number, which in a column of dates is a serial.
    pub(crate) fn number(&mut self, column: usize, number: f64, is_date: bool) {
        let Some(target) = self.columns.get_mut(column) else { return };
        match &mut target.cells {
            Cells::Text(codes) => {
                let (own, first) = (&mut self.own, self.first_own);
                let as_date = is_date && !target.is_declared;
                let key = (number.to_bits(), as_date);
                let code = *self.numbers.entry(key).or_insert_with(|| {
                    let instant = if as_date { cells::instant_of_serial(number) } else { None };
                    let text = instant.map_or_else(|| cells::text_of_number(number), crate::calendar::instant_text);
                    first + own.intern(&text)
                });
                codes.push(code);
            }
            Cells::Number(numbers) => numbers.push(number),
            Cells::Date(instants) => {
                let instant = cells::instant_of_serial(number);
                target.unusable += u64::from(instant.is_none());
                instants.push(instant.unwrap_or(NO_INSTANT));
            }
        }
    }

    /// An instant of a file that has instants. One outside of the years 1 to 9999, which no other form of file can hold, is none.
    pub(crate) fn instant(&mut self, column: usize, micros: i64) {
        if !cells::INSTANTS.contains(&micros) {
            self.unusable(column);
            return;
        }
        let Some(target) = self.columns.get_mut(column) else { return };
        match &mut target.cells {
            Cells::Text(codes) => codes.push(self.first_own + self.own.intern(&crate::calendar::instant_text(micros))),
            Cells::Number(numbers) => {
                target.unusable += 1;
                numbers.push(f64::NAN);
            }
            Cells::Date(instants) => instants.push(micros),
        }
    }

    /// Something that is neither text nor number: an error value, or a truth value in a column of dates.
    pub(crate) fn unusable(&mut self, column: usize) {
        let rows = self.rows + 1;
        if let Some(target) = self.columns.get_mut(column) {
            target.cells.fill(rows);
            target.unusable += 1;
        }
    }

    pub(crate) fn finish(self, sheet: String, preamble: Vec<String>) -> Shard {
        let Self { shared, own, columns, rows, breaks_off, .. } = self;
        Shard { sheet, rows, columns, shared, own: own.into_strings(), preamble, breaks_off }
    }
}

impl Shard {
    /// How many numbers of texts there are, of the file and of the sheet.
    pub(crate) fn texts(&self) -> usize {
        self.shared.count() as usize + self.own.len()
    }

    /// The text with this number.
    pub(crate) fn text(&self, code: u32) -> &str {
        let first_own = self.shared.count();
        if code < first_own { self.shared.get(code) } else { self.own.get(code - first_own) }
    }
}

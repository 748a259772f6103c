//! Layouts of the tables in a LIONS snapshot: which columns stand where, and whether a line fits.
//!
//! The figures are those of the README in each archive of the snapshot; places count from 0 and the end is the first place after, where the
//! README counts from 1 and includes the end: its `(11:20)` is `10..20`. Only the columns that are used are entered.

use std::fmt;

use domain::Date;

use crate::bulk::{Code, Field, NotReadable, Problems, Trouble, date, digits};

/// A table's layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The table's name: `GS_PART_COUNT`.
    pub name: &'static str,
    /// Characters of a line.
    pub length: Length,
    /// The columns that are used, in the order of the line.
    pub columns: &'static [Column],
}

/// How long a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// So long, or shorter where the blanks at the end were cut off.
    UpTo(usize),
    /// At least so long; further columns follow that are not entered here.
    AtLeast(usize),
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its first character, from 0.
    pub begin: usize,
    /// The first character after it.
    pub end: usize,
    /// What stands in it.
    pub kind: Kind,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A part of the key: never blank, never redacted.
    Key,
    /// A code or a short text.
    Code,
    /// `05-MAR-2025`
    Date,
    /// A whole number.
    Number,
}

/// How a line does not fit a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// It is longer.
    Longer(usize),
    /// It is shorter.
    Shorter(usize),
    /// What stands in this column is not of its kind.
    Column(&'static str),
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Longer(length) => write!(f, "the line has {length} characters, more than the layout"),
            Self::Shorter(length) => write!(f, "the line has {length} characters, fewer than the layout"),
            Self::Column(name) => write!(f, "what stands at {name} is of another kind"),
        }
    }
}

impl Layout {
    /// Whether a line can be one of this table.
    pub fn fits(&self, line: &[u8]) -> Result<(), Misfit> {
        let last_key = self.columns.iter().filter(|column| column.kind == Kind::Key).map(|column| column.begin + 1).max().unwrap_or(0);
        match self.length {
            Length::UpTo(most) if line.len() > most => return Err(Misfit::Longer(line.len())),
            Length::AtLeast(least) if line.len() < least => return Err(Misfit::Shorter(line.len())),
            _ if line.len() < last_key => return Err(Misfit::Shorter(line.len())),
            _ => {}
        }
        let misfit = self.columns.iter().find(|column| !column.can_hold(column.of(line)));
        misfit.map_or(Ok(()), |column| Err(Misfit::Column(column.name)))
    }

    /// The longest line that is read.
    pub(super) fn limit_bytes(&self) -> usize {
        match self.length {
            Length::UpTo(most) => most,
            Length::AtLeast(least) => least.saturating_mul(4),
        }
    }
}

impl Column {
    /// What stands in this column of a line, trimmed; nothing where the line is shorter.
    pub fn of<'a>(&self, line: &'a [u8]) -> &'a [u8] {
        let end = self.end.min(line.len());
        line.get(self.begin..end).unwrap_or_default().trim_ascii()
    }

    fn can_hold(&self, text: &[u8]) -> bool {
        match self.kind {
            Kind::Key => !text.is_empty() && !is_redacted(text),
            Kind::Code => text.iter().all(|byte| !byte.is_ascii_control()),
            Kind::Date => text.is_empty() || is_redacted(text) || read_date(text).is_some(),
            Kind::Number => text.is_empty() || is_redacted(text) || digits(text).is_some(),
        }
    }
}

fn is_redacted(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|byte| *byte == b'*')
}

fn read_date(text: &[u8]) -> Option<Date> {
    const MONTHS: [&[u8; 3]; 12] = [b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN", b"JUL", b"AUG", b"SEP", b"OCT", b"NOV", b"DEC"];
    let [d1, d2, b'-', name @ .., b'-', y1, y2, y3, y4] = text else { return None };
    let month = MONTHS.iter().zip(1..).find(|(known, _)| name.eq_ignore_ascii_case(known.as_slice()))?.1;
    date(digits(&[*y1, *y2, *y3, *y4])?, month, digits(&[*d1, *d2])?)
}

/// What a column is read into.
pub(super) trait Cell: Sized {
    const KIND: Kind;
    fn read(text: &[u8]) -> Result<Self, NotReadable>;
}

impl<const N: usize> Cell for Code<N> {
    const KIND: Kind = Kind::Code;
    fn read(text: &[u8]) -> Result<Self, NotReadable> {
        Code::read(text)
    }
}

impl Cell for Date {
    const KIND: Kind = Kind::Date;
    fn read(text: &[u8]) -> Result<Self, NotReadable> {
        read_date(text).ok_or(NotReadable::Date)
    }
}

impl Cell for u32 {
    const KIND: Kind = Kind::Number;
    fn read(text: &[u8]) -> Result<Self, NotReadable> {
        digits(text).ok_or(NotReadable::Number)
    }
}

/// A line that is read field by field, with its problems.
pub struct Record<'a> {
    pub(super) line: &'a [u8],
    pub(super) number: u64,
    pub(super) problems: &'a mut Problems,
}

impl Record<'_> {
    /// A field that may be empty.
    pub(super) fn field<T: Cell>(&mut self, column: &Column) -> Field<T> {
        let text = column.of(self.line);
        if text.is_empty() {
            return Field::Absent;
        }
        if is_redacted(text) {
            return Field::Redacted;
        }
        match T::read(text) {
            Ok(value) => Field::Value(value),
            Err(why) => {
                self.problems.add(self.number, Trouble::Field(column.name, why));
                Field::Unreadable
            }
        }
    }

    /// A part of the key. Without it the row has no name and is left out.
    pub(super) fn key<const N: usize>(&mut self, column: &Column) -> Option<Code<N>> {
        let field = self.field(column);
        if matches!(field, Field::Absent | Field::Redacted) {
            self.problems.add(self.number, Trouble::Field(column.name, NotReadable::Key));
        }
        field.value()
    }
}

//! One row: a defendant in the snapshot of a fiscal year.

use std::fmt;

use domain::Date;

use super::columns::{self, CHARGES, Column, WIDTH};
use crate::bulk::{Code, District, Field, NotReadable, Problems, Trouble, date, digits};

/// A defendant as one fiscal year's snapshot has it. The name is in the file and is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defendant {
    /// The district.
    pub district: District,
    /// The fiscal year of the snapshot.
    pub fiscal_year: Field<u32>,
    /// The office of the court, as a code.
    pub office: Field<Code<2>>,
    /// The number of the case in its district.
    pub case: Field<CaseNumber>,
    /// The number of the defendant in the case.
    pub number: Field<Code<3>>,
    /// The database's own key of the defendant.
    pub key: Field<Code<18>>,
    /// The magistrate case from which it came, if it came from one.
    pub magistrate: Option<MagistrateCase>,
    /// When the case was filed.
    pub filed: Field<Date>,
    /// When it ended for this defendant.
    pub ended: Field<Date>,
    /// The charges at filing, the most severe first.
    pub filed_charges: [FiledCharge; CHARGES],
    /// The charges at the end, the most severe first.
    pub ended_charges: [EndedCharge; CHARGES],
    /// Whether it was filed in this fiscal year, transfers included (`CTFILTRN`).
    pub is_filing: Field<Flag>,
    /// Whether it ended in this fiscal year, transfers included (`CTTRTRN`).
    pub is_ending: Field<Flag>,
}

/// A charge at filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiledCharge {
    /// The statute, in the words of the court.
    pub statute: Field<Code<20>>,
    /// The offence by the code of the Administrative Office.
    pub offence: Field<Code<4>>,
    /// The level of the offence.
    pub level: Field<Level>,
}

/// A charge at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedCharge {
    /// The statute, in the words of the court.
    pub statute: Field<Code<20>>,
    /// What became of it, by the database's code.
    pub disposition: Field<i32>,
}

/// The level of an offence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Code 1.
    Petty,
    /// Code 3, class A.
    Misdemeanor,
    /// Code 4.
    Felony,
    /// Any other code.
    Other(u32),
}

/// 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// 0
    No,
    /// 1
    Yes,
}

/// The number of a case in its district, from two digits of the year and a serial number: `2500123`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    /// The last two digits of the year.
    pub year: u8,
    /// The serial number.
    pub serial: u32,
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:05}", self.year, self.serial)
    }
}

/// The case before a magistrate judge from which a defendant came; counting both is counting twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MagistrateCase {
    /// Its number.
    pub case: CaseNumber,
    /// The number of the defendant in it.
    pub defendant: Field<Code<3>>,
}

/// Places of the columns in this file, in the order of the published layout.
pub(super) type Places = [usize; WIDTH];

/// A line cut at its tabs.
pub(super) struct Cut<'a> {
    pub(super) cells: [&'a [u8]; WIDTH],
    pub(super) places: &'a Places,
    pub(super) number: u64,
    pub(super) problems: &'a mut Problems,
}

/// Cuts a line into its columns; none if there are more or fewer.
pub(super) fn cut(line: &[u8]) -> Option<[&[u8]; WIDTH]> {
    let mut cells: [&[u8]; WIDTH] = [&[]; WIDTH];
    let mut columns = line.split(|byte| *byte == b'\t');
    for cell in &mut cells {
        *cell = columns.next()?;
    }
    columns.next().is_none().then_some(cells)
}

impl Cut<'_> {
    /// Reads the row. Fields that are unreadable are problems; the row is kept.
    pub(super) fn row(&mut self) -> Defendant {
        let magistrate = self.field(columns::MAGISTRATE_DOCKET, case_number).value();
        Defendant {
            district: match self.field(columns::DISTRICT, Code::read) {
                Field::Value(code) => District::of_judicial_center(code),
                _ => District::Unknown,
            },
            fiscal_year: self.field(columns::FISCAL_YEAR, number),
            office: self.field(columns::OFFICE, Code::read),
            case: self.field(columns::DOCKET, case_number),
            number: self.field(columns::DEFENDANT, Code::read),
            key: self.field(columns::KEY, Code::read),
            magistrate: magistrate.map(|case| MagistrateCase { case, defendant: self.field(columns::MAGISTRATE_DEFENDANT, Code::read) }),
            filed: self.field(columns::FILED, day),
            ended: self.field(columns::ENDED, day),
            filed_charges: std::array::from_fn(|charge| FiledCharge {
                statute: self.nth(&columns::FILED_STATUTES, charge, Code::read),
                offence: self.nth(&columns::FILED_OFFENCES, charge, Code::read),
                level: self.nth(&columns::FILED_LEVELS, charge, level),
            }),
            ended_charges: std::array::from_fn(|charge| EndedCharge {
                statute: self.nth(&columns::ENDED_STATUTES, charge, Code::read),
                disposition: self.nth(&columns::DISPOSITIONS, charge, disposition),
            }),
            is_filing: self.field(columns::FILINGS, flag),
            is_ending: self.field(columns::ENDINGS, flag),
        }
    }

    fn nth<T>(&mut self, columns: &[Column; CHARGES], charge: usize, read: impl Fn(&[u8]) -> Result<T, NotReadable>) -> Field<T> {
        columns.get(charge).map_or(Field::Absent, |column| self.field(*column, read))
    }

    /// A field. `-8` is missing and `-3` sealed, whatever the column; SAS writes a missing number as a full stop.
    fn field<T>(&mut self, column: Column, read: impl Fn(&[u8]) -> Result<T, NotReadable>) -> Field<T> {
        let place = self.places.get(column.place).copied().unwrap_or(column.place);
        match self.cells.get(place).copied().unwrap_or_default().trim_ascii() {
            b"" | b"." | b"-8" => Field::Absent,
            b"-3" => Field::Redacted,
            text => read(text).map_or_else(
                |why| {
                    self.problems.add(self.number, Trouble::Field(column.name, why));
                    Field::Unreadable
                },
                Field::Value,
            ),
        }
    }
}

fn number(text: &[u8]) -> Result<u32, NotReadable> {
    digits(text).ok_or(NotReadable::Number)
}

fn disposition(text: &[u8]) -> Result<i32, NotReadable> {
    let (sign, text) = text.strip_prefix(b"-").map_or((1, text), |text| (-1, text));
    number(text).and_then(|number| i32::try_from(number).map_err(|_| NotReadable::Number)).map(|number| sign * number)
}

fn level(text: &[u8]) -> Result<Level, NotReadable> {
    Ok(match number(text)? {
        1 => Level::Petty,
        3 => Level::Misdemeanor,
        4 => Level::Felony,
        other => Level::Other(other),
    })
}

fn flag(text: &[u8]) -> Result<Flag, NotReadable> {
    match text {
        b"0" => Ok(Flag::No),
        b"1" => Ok(Flag::Yes),
        _ => Err(NotReadable::Number),
    }
}

fn case_number(text: &[u8]) -> Result<CaseNumber, NotReadable> {
    let number = number(text)?;
    if text.len() != 7 {
        return Err(NotReadable::Number);
    }
    Ok(CaseNumber { year: u8::try_from(number / 100_000).map_err(|_| NotReadable::Number)?, serial: number % 100_000 })
}

/// `03/05/2025`, or `2025-03-05`.
fn day(text: &[u8]) -> Result<Date, NotReadable> {
    let (year, month, day) = match text {
        [m1, m2, b'/', d1, d2, b'/', y1, y2, y3, y4] | [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] => {
            ([*y1, *y2, *y3, *y4], [*m1, *m2], [*d1, *d2])
        }
        _ => return Err(NotReadable::Date),
    };
    let read = || date(digits(&year)?, digits(&month)?, digits(&day)?);
    read().ok_or(NotReadable::Date)
}

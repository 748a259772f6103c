//! What the large files of official statistics have in common: lines of bounded length, fields that may be absent or redacted, located
//! problems, districts, and whether a statute is 18 U.S.C. 111.
//!
//! Files of many gigabytes are read as streams: memory holds one line, the problems that are kept, and what a reader was asked to keep.

mod district;
mod field;
mod lines;
mod problem;
mod sample;
mod statutes;

pub use district::District;
pub use field::{Code, Field, NotReadable};
pub(crate) use field::{date, digits};
pub use lines::{Content, Line, Lines};
pub use problem::{Problem, Problems, ReadError, Refused, Trouble};
pub use sample::Summary;
pub(crate) use sample::{Sampled, check, sample_lines, sampled};
pub use statutes::Statutes;

use domain::{Date, Period};

/// The calendar month in which something was filed or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Month {
    /// The month.
    Known(Period),
    /// The date is absent, redacted or no date.
    Unknown,
}

impl Month {
    /// The month of a date.
    pub fn of(date: Field<Date>) -> Self {
        date.value().and_then(|date| Period::month(date.year(), date.month())).map_or(Self::Unknown, Self::Known)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Known(month) => f.write_str(&month.label()),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

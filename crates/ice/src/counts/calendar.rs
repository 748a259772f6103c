//! Months of the calendar as numbers.

use std::fmt;

use crate::{calendar::civil, release::cells::days_since_1970};

/// A month; neighbours differ by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i64);

impl Month {
    /// The month of a day that is given in days since 1970.
    pub(crate) fn of_day(day: i64) -> Self {
        let (year, month, _) = civil(day);
        Self(year * 12 + i64::from(month) - 1)
    }

    /// The year.
    pub fn year(self) -> i64 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1 to 12.
    pub fn month(self) -> u8 {
        u8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1)
    }

    /// So many months later.
    #[must_use]
    pub fn later(self, months: i64) -> Self {
        Self(self.0 + months)
    }

    /// How many months lie between.
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// Its first day, in days since 1970.
    pub(crate) fn first_day(self) -> i64 {
        days_since_1970(self.year(), i64::from(self.month()), 1).unwrap_or_default()
    }

    /// Its last day, in days since 1970.
    pub(crate) fn last_day(self) -> i64 {
        self.later(1).first_day() - 1
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

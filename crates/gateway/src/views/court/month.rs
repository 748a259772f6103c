//! A calendar month, as it is asked for and walked through.

use std::{fmt, str::FromStr};

use domain::{Date, Instant, Period};

use crate::error::Failure;

/// A month of the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    year: i32,
    month: u8,
}

impl Month {
    /// The month of an instant, in UTC.
    pub(crate) fn of(instant: Instant) -> Option<Self> {
        instant.to_string().get(..7)?.parse().ok()
    }

    /// So many months later, or earlier.
    pub(crate) fn moved(self, by: i32) -> Option<Self> {
        let months = self.year.checked_mul(12)?.checked_add(i32::from(self.month) - 1)?.checked_add(by)?;
        let (year, month) = (months.div_euclid(12), u8::try_from(months.rem_euclid(12) + 1).ok()?);
        Date::new(year, month, 1).map(|_| Self { year, month })
    }

    /// Its days.
    pub(crate) fn period(self) -> Option<Period> {
        Period::month(self.year, self.month)
    }

    /// Its first and its last day.
    pub(crate) fn days(self) -> Option<(Date, Date)> {
        let period = self.period()?;
        let last =
            std::iter::successors(Some(period.start()), |day| Some(day.next())).take(31).take_while(|day| *day < period.end()).last()?;
        Some((period.start(), last))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        let date: Option<Date> = format!("{text}-01").parse().ok();
        date.map(|date| Self { year: date.year(), month: date.month() }).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            Failure::BadRequest(format!("“{shown}” is not a month. Write a year and a month such as 2026-03."))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_walked_over_the_ends_of_years() {
        let month: Month = "2026-01".parse().expect("a month");
        let moved = |by: i32| month.moved(by).map(|month| month.to_string()).unwrap_or_default();
        assert_eq!([moved(-1), moved(0), moved(11), moved(-30_000)], ["2025-12", "2026-01", "2026-12", ""]);
        let (first, last) = "2024-02".parse::<Month>().expect("a month").days().expect("days");
        assert_eq!(format!("{first} {last}"), "2024-02-01 2024-02-29");
        assert_eq!(Month::of("2026-08-01T12:00:00Z".parse().expect("an instant")), "2026-08".parse().ok());
        for text in ["2026-13", "2026", "2026-03-01", "", "<b>"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}

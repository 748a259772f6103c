//! Days, instants and half-open periods.

use std::{fmt, str::FromStr};

use time::{Duration, Month, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// Why a text is not a date, an instant or a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTime {
    /// Not `YYYY-MM-DD`, or no such day.
    #[error("`{0}` is not a date; write YYYY-MM-DD")]
    Date(String),
    /// Not RFC 3339.
    #[error("`{0}` is not an instant; write it like 2026-01-08T14:00:00Z")]
    Instant(String),
    /// None of the forms of a period.
    #[error("`{0}` is not a period; write 2015, FY2015, 2025-03, 2025-03-31 or 2025-01-21 to 2025-11-21 (with the last day)")]
    Period(String),
    /// A period must have at least one day.
    #[error("a period cannot end on {end} when it starts on {start}")]
    Empty {
        /// First day.
        start: Date,
        /// First day after.
        end: Date,
    },
}

/// A day of the Gregorian calendar, from year 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

impl Date {
    /// The day, if it exists. `month` counts from 1.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let month = Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().into()
    }

    /// The day of the month.
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// The day so many days later, earlier if negative; held within the years 1 to 9999.
    #[must_use]
    pub fn days_later(self, days: i64) -> Self {
        let limit = if days < 0 { time::Date::from_calendar_date(1, Month::January, 1).unwrap_or(self.0) } else { time::Date::MAX };
        Self(self.0.checked_add(Duration::days(days)).unwrap_or(limit))
    }

    /// The next day; the last representable day is its own successor.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.next_day().unwrap_or(self.0))
    }
}

impl FromStr for Date {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let invalid = || InvalidTime::Date(text.chars().take(40).collect());
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(invalid());
        };
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return Err(invalid());
        }
        let number = |part: &str| part.parse::<u16>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
        let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day)) else {
            return Err(invalid());
        };
        let small = |n: u16| u8::try_from(n).map_err(|_| invalid());
        Self::new(i32::from(year), small(month)?, small(day)?).ok_or_else(invalid)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An instant, in UTC, to the millisecond. The clock that reads it stands in `platform`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The latest instant that can be written.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// From milliseconds since 1970-01-01T00:00:00Z, held within the years 1 to 9999.
    pub fn from_unix_millis(millis: i64) -> Self {
        Self(millis.clamp(-62_135_596_800_000, Self::MAX.0))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn unix_millis(self) -> i64 {
        self.0
    }
}

impl FromStr for Instant {
    type Err = InvalidTime;

    /// RFC 3339; a bare date is the last millisecond of that day in UTC, so that "as of 8 January" includes the 8th.
    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let invalid = || InvalidTime::Instant(text.chars().take(40).collect());
        if let Ok(date) = text.parse::<Date>() {
            let midnight = date.0.midnight().assume_utc() + Duration::days(1) - Duration::milliseconds(1);
            return Ok(Self::from_unix_millis(i64::try_from(midnight.unix_timestamp_nanos() / 1_000_000).map_err(|_| invalid())?));
        }
        let moment = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| invalid())?.to_offset(UtcOffset::UTC);
        let millis = moment.unix_timestamp_nanos().div_euclid(1_000_000);
        Ok(Self::from_unix_millis(i64::try_from(millis).map_err(|_| invalid())?))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = OffsetDateTime::UNIX_EPOCH + Duration::milliseconds(self.0);
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            moment.year(),
            u8::from(moment.month()),
            moment.day(),
            moment.hour(),
            moment.minute(),
            moment.second(),
            moment.millisecond()
        )
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Half-open: `[start, end)`, at least one day long.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    start: Date,
    end: Date,
}

impl Period {
    /// From the first day to the first day after.
    pub fn new(start: Date, end: Date) -> Result<Self, InvalidTime> {
        if start < end { Ok(Self { start, end }) } else { Err(InvalidTime::Empty { start, end }) }
    }

    /// A single day.
    pub fn day(date: Date) -> Self {
        Self { start: date, end: date.next() }
    }

    /// A calendar month. `None` if there is no such month.
    pub fn month(year: i32, month: u8) -> Option<Self> {
        let start = Date::new(year, month, 1)?;
        let end = if month == 12 { Date::new(year + 1, 1, 1) } else { Date::new(year, month + 1, 1) }?;
        Some(Self { start, end })
    }

    /// A calendar year.
    pub fn calendar_year(year: i32) -> Option<Self> {
        Some(Self { start: Date::new(year, 1, 1)?, end: Date::new(year + 1, 1, 1)? })
    }

    /// A federal fiscal year, 1 October to 30 September; it has the number of the year in which it ends.
    pub fn fiscal_year(year: i32) -> Option<Self> {
        Some(Self { start: Date::new(year - 1, 10, 1)?, end: Date::new(year, 10, 1)? })
    }

    /// First day.
    pub fn start(self) -> Date {
        self.start
    }

    /// First day after.
    pub fn end(self) -> Date {
        self.end
    }

    /// Length in days; a leap year's has 366.
    pub fn days(self) -> i64 {
        (self.end.0 - self.start.0).whole_days()
    }

    /// True if every day of `other` is a day of this period.
    pub fn contains(self, other: Period) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest period that contains both.
    #[must_use]
    pub fn span(self, other: Period) -> Period {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// How people call it: `2025`, `FY2025`, `2025-03`, `2025-03-31`, else `2025-01-21 to 2025-11-21` with the last day.
    pub fn label(self) -> String {
        let year = self.end.year();
        if Self::calendar_year(self.start.year()) == Some(self) {
            return format!("{}", self.start.year());
        }
        if Self::fiscal_year(year) == Some(self) {
            return format!("FY{year}");
        }
        if Self::month(self.start.year(), self.start.month()) == Some(self) {
            return format!("{:04}-{:02}", self.start.year(), self.start.month());
        }
        if self.start.next() == self.end {
            return self.start.to_string();
        }
        let last = Date(self.end.0.previous_day().unwrap_or(self.end.0));
        format!("{} to {last}", self.start)
    }
}

impl FromStr for Period {
    type Err = InvalidTime;

    /// Reads what [`Period::label`] writes: `2015`, `FY2015`, `2025-03`, `2025-03-31`, `2025-01-21 to 2025-11-21` with the last day.
    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let invalid = || InvalidTime::Period(text.chars().take(60).collect());
        let digits = |part: &str, many: usize| part.len() == many && part.bytes().all(|b| b.is_ascii_digit());
        if let Some((first, last)) = text.split_once(" to ") {
            let (first, last) = (first.parse::<Date>()?, last.parse::<Date>()?);
            return Self::new(first, last.next());
        }
        if let Some(year) = text.strip_prefix("FY") {
            return year.parse().ok().filter(|_| digits(year, 4)).and_then(Self::fiscal_year).ok_or_else(invalid);
        }
        if digits(text, 4) {
            return text.parse().ok().and_then(Self::calendar_year).ok_or_else(invalid);
        }
        match text.split_once('-') {
            Some((year, month)) if digits(year, 4) && digits(month, 2) => {
                let (year, month) = (year.parse().map_err(|_| invalid())?, month.parse().map_err(|_| invalid())?);
                Self::month(year, month).ok_or_else(invalid)
            }
            _ => text.parse::<Date>().map(Self::day).map_err(|_| invalid()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {})", self.start, self.end)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fiscal_year_has_the_number_of_its_end_and_labels_say_what_people_say() {
        let check = |period: Option<Period>, label: &str, days: i64| {
            let period = period.expect("a period");
            assert_eq!((period.label().as_str(), period.days()), (label, days));
            assert_eq!(label.parse(), Ok(period), "a label is read as it is written");
        };
        check(Period::fiscal_year(2025), "FY2025", 365);
        check(Period::calendar_year(2024), "2024", 366);
        check(Period::month(2024, 2), "2024-02", 29);
        let day = |text: &str| text.parse::<Date>().expect("a date");
        check(Period::new(day("2024-01-21"), day("2024-11-22")).ok(), "2024-01-21 to 2024-11-21", 306);
        check(Period::new(day("2025-01-21"), day("2025-11-22")).ok(), "2025-01-21 to 2025-11-21", 305);
        check(Some(Period::day(day("2025-03-31"))), "2025-03-31", 1);
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in ["2025-02-29", "2025-2-1", "20250201", "2025-13-01", "", "2025-01-01T00:00:00Z", "+025-01-01"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_instant_is_utc_and_a_bare_date_means_its_whole_day() {
        let instant = |text: &str| text.parse::<Instant>().expect("an instant").to_string();
        assert_eq!(instant("2026-01-08T16:00:00+02:00"), "2026-01-08T14:00:00.000Z");
        assert_eq!(instant("2026-01-08"), "2026-01-08T23:59:59.999Z");
        assert!("yesterday".parse::<Instant>().is_err());
    }

    #[test]
    fn what_is_not_a_period_is_refused() {
        for text in ["", "FY", "FY25", "25", "2025-13", "2025-3", "2025-01-01 to 2024-01-01", "2025 to 2026", "FY2025-03"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_empty_period_is_refused() {
        let day = "2025-01-01".parse::<Date>().expect("a date");
        assert!(Period::new(day, day).is_err());
    }
}

//! Dates of feeds: RFC 822 with the zones that courts write.

use std::fmt;

use domain::Instant;
use time::{Date, Duration, Month, PrimitiveDateTime, Time, UtcOffset};

use super::text;

/// An instant as a court wrote it: with the offset of its zone, so that the day it was written on is not lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The instant.
    pub instant: Instant,
    /// Offset of the zone in minutes, east of Greenwich positive. Feeds of trial courts write GMT whatever their own zone.
    pub offset_minutes: i16,
}

/// RFC 3339 with the court's own offset.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = Instant::from_unix_millis(self.instant.unix_millis().saturating_add(i64::from(self.offset_minutes) * 60_000));
        let text = local.to_string();
        let seconds = text.split_once('.').map_or(text.as_str(), |(seconds, _)| seconds);
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        write!(f, "{seconds}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADate {
    /// Another form, or a day or hour that does not exist.
    #[error("{} is not a date of the form Tue, 22 May 2018 22:10:04 GMT", text::quoted(.0))]
    Form(String),
    /// A zone nobody knows.
    #[error("the zone of {} is not known", text::quoted(.0))]
    Zone(String),
}

/// Zones by name, in hours. The first ten are RFC 822's; the others are those of courts in Alaska, Hawaii, Guam and Puerto Rico.
const ZONES: [(&str, i8); 18] = [
    ("GMT", 0),
    ("UT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("UTC", 0),
    ("Z", 0),
    ("AKST", -9),
    ("AKDT", -8),
    ("HST", -10),
    ("CHST", 10),
    ("AST", -4),
    ("ADT", -3),
];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads `Fri, 03 Feb 2023 11:52:07 EST`. The day of the week may be absent and is not checked; seconds may be absent; a year of two digits
/// lies between 1970 and 2069.
pub(super) fn read(given: &str) -> Result<Stamp, NotADate> {
    let form = || NotADate::Form(given.to_owned());
    let after_weekday = given.split_once(',').map_or(given, |(_, rest)| rest);
    let mut words = after_weekday.split_whitespace();
    let (Some(day), Some(month), Some(year), Some(clock), Some(zone), None) =
        (words.next(), words.next(), words.next(), words.next(), words.next(), words.next())
    else {
        return Err(form());
    };
    let date = calendar_date(day, month, year).ok_or_else(form)?;
    let clock = clock_time(clock).ok_or_else(form)?;
    let offset = offset_minutes(zone).ok_or_else(|| NotADate::Zone(given.to_owned()))?;
    let local = PrimitiveDateTime::new(date, clock).assume_offset(UtcOffset::UTC);
    let moment = local.checked_sub(Duration::minutes(i64::from(offset))).ok_or_else(form)?;
    Ok(Stamp { instant: Instant::from_unix_millis(moment.unix_timestamp().saturating_mul(1000)), offset_minutes: offset })
}

fn calendar_date(day: &str, month: &str, year: &str) -> Option<Date> {
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)?;
    let month = Month::try_from(u8::try_from(month + 1).ok()?).ok()?;
    let year = match (year.len(), number(year)?) {
        (2, short) if short < 70 => 2000 + short,
        (2, short) => 1900 + short,
        (4, year) if year > 0 => year,
        _ => return None,
    };
    Date::from_calendar_date(i32::from(year), month, u8::try_from(number(day)?).ok()?).ok()
}

fn clock_time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let hour = number(parts.next()?)?;
    let minute = number(parts.next()?)?;
    let second = parts.next().map_or(Some(0), number)?;
    if parts.next().is_some() {
        return None;
    }
    let small = |n: u16| u8::try_from(n).ok();
    // A leap second is the last that a clock without leap seconds can show.
    Time::from_hms(small(hour)?, small(minute)?, small(second.min(60))?.min(59)).ok()
}

fn offset_minutes(zone: &str) -> Option<i16> {
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(zone)) {
        return Some(i16::from(*hours) * 60);
    }
    let (sign, digits) = match (zone.strip_prefix('+'), zone.strip_prefix('-')) {
        (Some(digits), _) => (1, digits),
        (None, Some(digits)) => (-1, digits),
        (None, None) => return None,
    };
    if digits.len() != 4 {
        return None;
    }
    let digits = i16::try_from(number(digits)?).ok()?;
    let (hours, minutes) = (digits / 100, digits % 100);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Up to four digits and nothing else.
fn number(text: &str) -> Option<u16> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_an_instant_and_keeps_its_offset() {
        let check = |text: &str, instant: &str, written: &str| {
            let stamp = read(text).expect("a date");
            assert_eq!((stamp.instant.to_string().as_str(), stamp.to_string().as_str()), (instant, written), "{text}");
        };
        check("Tue, 22 May 2018 22:10:04 GMT", "2018-05-22T22:10:04.000Z", "2018-05-22T22:10:04+00:00");
        check("Fri, 03 Feb 2023 23:52:07 EST", "2023-02-04T04:52:07.000Z", "2023-02-03T23:52:07-05:00");
        check("Fri, 03 Feb 2023 09:05 -0730", "2023-02-03T16:35:00.000Z", "2023-02-03T09:05:00-07:30");
        check("3 February 23 01:00:00 ChST", "2023-02-02T15:00:00.000Z", "2023-02-03T01:00:00+10:00");
        check("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59.000Z", "2016-12-31T23:59:59+00:00");
    }

    #[test]
    fn what_is_no_date_is_refused_with_its_text() {
        let check = |text: &str, wanted: &str| assert_eq!(read(text).expect_err("no date").to_string(), wanted);
        check("", "`` is not a date of the form Tue, 22 May 2018 22:10:04 GMT");
        check("Tue, 29 Feb 2023 22:10:04 GMT", "`Tue, 29 Feb 2023 22:10:04 GMT` is not a date of the form Tue, 22 May 2018 22:10:04 GMT");
        check("Tue, 22 May 2018 22:10:04 LMT", "the zone of `Tue, 22 May 2018 22:10:04 LMT` is not known");
        for text in
            ["2018-05-22T22:10:04Z", "22 Máy 2018 22:10:04 GMT", "22 May 0 1:1:1 GMT", "1 May 2018 25:00 GMT", "1 May 2018 1:0:0:0 Z"]
        {
            assert!(matches!(read(text), Err(NotADate::Form(_))), "{text}");
        }
    }
}

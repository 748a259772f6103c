//! Days, instants and serial numbers of Excel, counted by hand.

use super::table::{MICROS_PER_DAY, MICROS_PER_SECOND};

/// Serial 25569 is 1970-01-01 where day 0 is 1899-12-30.
const SERIAL_OF_1970: f64 = 25_569.0;

pub(crate) fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_of_year(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01, or `None` if there is no such day.
pub(crate) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=days_of_month(year, month)).contains(&day) {
        return None;
    }
    let years: i64 = if year >= 1970 { (1970..year).map(days_of_year).sum() } else { -(year..1970).map(days_of_year).sum::<i64>() };
    let months: i64 = (1..month).map(|month| days_of_month(year, month)).sum();
    Some(years + months + day - 1)
}

/// Year, month and day.
fn civil(mut days: i64) -> (i64, i64, i64) {
    let mut year = 1970;
    while days < 0 {
        year -= 1;
        days += days_of_year(year);
    }
    while days >= days_of_year(year) {
        days -= days_of_year(year);
        year += 1;
    }
    let mut month = 1;
    while days >= days_of_month(year, month) {
        days -= days_of_month(year, month);
        month += 1;
    }
    (year, month, days + 1)
}

/// `YYYY-MM-DD`.
pub(crate) fn write_date(days: i64) -> String {
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// `YYYY-MM-DD HH:MM:SS`, with what there is of a fraction.
pub(crate) fn write_instant(micros: i64) -> String {
    let seconds = micros.div_euclid(MICROS_PER_SECOND);
    let of_day = seconds.rem_euclid(86_400);
    let fraction = micros.rem_euclid(MICROS_PER_SECOND);
    let date = write_date(micros.div_euclid(MICROS_PER_DAY));
    let whole = format!("{date} {:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
    if fraction == 0 { whole } else { format!("{whole}.{fraction:06}").trim_end_matches('0').to_owned() }
}

/// Exactly `YYYY-MM-DD HH:MM:SS`, as microseconds since 1970.
pub(crate) fn read_instant(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(' ')?;
    let seconds = match parts(time, ':', [2, 2, 2])? {
        [hours @ 0..=23, minutes @ 0..=59, seconds @ 0..=59] => hours * 3600 + minutes * 60 + seconds,
        _ => return None,
    };
    Some(read_date(date)? * MICROS_PER_DAY + seconds * MICROS_PER_SECOND)
}

/// Exactly `YYYY-MM-DD`, as days since 1970.
pub(crate) fn read_date(text: &str) -> Option<i64> {
    let [year, month, day] = parts(text, '-', [4, 2, 2])?;
    days(year, month, day)
}

fn parts(text: &str, separator: char, lengths: [usize; 3]) -> Option<[i64; 3]> {
    let mut found = [0; 3];
    let mut pieces = text.split(separator);
    for (number, length) in found.iter_mut().zip(lengths) {
        let piece = pieces.next()?;
        if piece.len() != length || !piece.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = piece.parse().ok()?;
    }
    pieces.next().is_none().then_some(found)
}

/// How the fraction of a second of a serial number is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Rounded to 0.1 ms, which is the rule.
    Rounded,
    /// Cut off at 0.1 ms.
    Cut,
    /// Rounded to whole seconds.
    WholeSeconds,
}

/// Rule 1.3: day 0 is 1899-12-30; serials below `one_later_below` (60) are one day later.
#[expect(clippy::cast_possible_truncation, reason = "serials of this millennium in tenths of milliseconds are far below 2^53")]
pub(crate) fn of_serial(serial: f64, one_later_below: f64, keep: Keep) -> i64 {
    let days = if serial < one_later_below { serial + 1.0 } else { serial } - SERIAL_OF_1970;
    let tenths = days * 86_400.0 * 10_000.0;
    match keep {
        Keep::Rounded => tenths.round() as i64 * 100,
        Keep::Cut => tenths.floor() as i64 * 100,
        Keep::WholeSeconds => (tenths / 10_000.0).round() as i64 * MICROS_PER_SECOND,
    }
}

#[test]
fn days_and_serials_are_those_of_the_calendar() {
    assert_eq!(days(1970, 1, 1), Some(0));
    assert_eq!(days(2000, 3, 1), Some(11_017));
    assert_eq!(days(1899, 12, 30), Some(-25_569));
    assert_eq!(days(2023, 2, 29), None);
    for day in [-25_569, -1, 0, 59, 11_016, 20_522] {
        assert_eq!(read_date(&write_date(day)), Some(day));
    }
    assert_eq!(read_instant("2026-03-10 23:59:59").map(write_instant).as_deref(), Some("2026-03-10 23:59:59"));
    for text in
        ["2021-05-06", "2021-05-06T00:00:00", "2021-05-06 10:00", "2021-5-06 10:00:00", "2021-05-06 10:00:00 ", "2021-02-30 10:00:00"]
    {
        assert_eq!(read_instant(text), None, "{text}");
    }
    let serial = |serial| write_instant(of_serial(serial, 60.0, Keep::Rounded));
    assert_eq!(serial(1.0), "1900-01-01 00:00:00");
    assert_eq!(serial(59.5), "1900-02-28 12:00:00");
    assert_eq!(serial(60.0), "1900-02-28 00:00:00");
    assert_eq!(serial(61.0), "1900-03-01 00:00:00");
    assert_eq!(serial(45_000.5), "2023-03-15 12:00:00");
    assert_eq!(serial(45_000.0 + 0.00006 / 86_400.0), "2023-03-15 00:00:00.0001");
    assert_eq!(serial(45_000.0 + 0.00004 / 86_400.0), "2023-03-15 00:00:00");
}

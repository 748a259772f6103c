//! What a cell becomes in a column of each kind (rule 1.3). Pure.

use std::ops::RangeInclusive;

/// A missing instant in a column that is being built; no real one reaches it.
pub(crate) const NO_INSTANT: i64 = i64::MIN;

/// From 0001-01-01 to the end of 9999-12-31.
pub(crate) const INSTANTS: RangeInclusive<i64> = -62_135_596_800_000_000..=253_402_300_799_999_999;

const MICROS_PER_DAY: f64 = 86_400_000_000.0;
/// Days from 1899-12-30, the day 0 of serials, to 1970-01-01.
const SERIAL_OF_1970: f64 = 25_569.0;
/// The serial of 9999-12-31, the last day that a spreadsheet knows.
const LAST_SERIAL: f64 = 2_958_466.0;

/// A date serial as microseconds since 1970, UTC; `None` outside of what a spreadsheet knows.
///
/// Rule 1.3: day 0 is 1899-12-30 for serials from 60 on; serials below 60 are one day later (serial 1 is 1900-01-01), since spreadsheets
/// believe in a 29 February 1900. Rounded to 0.1 ms.
pub(crate) fn instant_of_serial(serial: f64) -> Option<i64> {
    if !(0.0..LAST_SERIAL).contains(&serial) {
        return None;
    }
    let serial = if serial < 60.0 { serial + 1.0 } else { serial };
    let tenths = ((serial - SERIAL_OF_1970) * (MICROS_PER_DAY / 100.0)).round();
    #[expect(clippy::cast_possible_truncation, reason = "within the years 1900 to 9999")]
    let tenths = tenths as i64;
    Some(tenths * 100)
}

/// An instant as CSV files write it: `YYYY-MM-DD HH:MM:SS`, perhaps with a fraction of a second and with `T` for the space, or the bare
/// serial. Anything else, a day without a time too, is no date (rule 1.3, text in date columns).
pub fn instant_of_text(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() < 19 {
        return decimal(text).and_then(instant_of_serial);
    }
    let number = |from: usize, digits: usize| -> Option<i64> {
        bytes.get(from..from + digits)?.iter().try_fold(0_i64, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
    };
    let is = |at: usize, marks: &[u8]| bytes.get(at).is_some_and(|b| marks.contains(b));
    if !(is(4, b"-") && is(7, b"-") && is(10, b" T") && is(13, b":") && is(16, b":")) {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = days_since_1970(year, month, day)?;
    let micros = match bytes.get(19..) {
        Some([]) => 0,
        Some([b'.', digits @ ..]) if (1..=6).contains(&digits.len()) => {
            let width = u32::try_from(digits.len()).ok()?;
            number(20, digits.len())? * 10_i64.pow(6 - width)
        }
        _ => return None,
    };
    Some((days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000_000 + (micros + 50) / 100 * 100)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; `None` if there is no such date.
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_in_month = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if !(1..=days_in_month).contains(&day) || !(1..=9_999).contains(&year) {
        return None;
    }
    // Years that begin in March, so that the day that leap years add is the last; eras of 400 years.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// A text that as a whole is a decimal number, with space around it: `30`, ` 45 `, `1e2`; `None` for other text (rule 1.3).
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let text = trimmed(text);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = unsigned.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !plain || !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The decimal text of a number in a column of texts: no `.0` for a whole number (rule 1.3).
pub(crate) fn text_of_number(number: f64) -> String {
    number.to_string()
}

/// Text without leading and trailing space, tab, CR and LF (rule 1.3).
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000_000;

    #[test]
    fn serials_below_sixty_are_a_day_later() {
        let check = |serial: f64, day: Option<i64>| assert_eq!(instant_of_serial(serial), day.map(|day| day * DAY), "{serial}");
        check(1.0, days_since_1970(1900, 1, 1));
        check(59.0, days_since_1970(1900, 2, 28));
        check(60.0, days_since_1970(1900, 2, 28));
        check(61.0, days_since_1970(1900, 3, 1));
        check(25_569.0, Some(0));
        check(-1.0, None);
        check(2_958_466.0, None);
        check(f64::NAN, None);
    }

    #[test]
    fn instants_are_rounded_to_a_tenth_of_a_millisecond() {
        assert_eq!(instant_of_serial(45_426.895_474_537_036), instant_of_text("2024-05-14 21:29:29"));
        assert_eq!(instant_of_text("2024-05-14 21:29:29.25"), instant_of_text("2024-05-14 21:29:29").map(|t| t + 250_000));
    }

    #[test]
    fn the_instants_that_there_are_end_with_the_years_of_texts() {
        assert_eq!(instant_of_text("0001-01-01 00:00:00"), Some(*INSTANTS.start()));
        assert_eq!(instant_of_text("9999-12-31 23:59:59"), Some(*INSTANTS.end() - 999_999));
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in ["2021-05-06", "13/45/2019", "N/A", "2021-02-30 00:00:00", "2021-05-06 24:00:00", "2021-05-06 00:00:00x", ""] {
            assert_eq!(instant_of_text(text), None, "{text}");
        }
        assert_eq!(instant_of_text("45"), instant_of_serial(45.0));
    }

    #[test]
    fn a_number_is_the_whole_text() {
        let check = |text: &str, number: Option<f64>| assert_eq!(decimal(text), number, "{text:?}");
        check("30", Some(30.0));
        check(" 45 ", Some(45.0));
        check("1e2", Some(100.0));
        check("-.5", Some(-0.5));
        check("LIFE", None);
        check("nan", None);
        check("infinity", None);
        check("1e999", None);
        check("e5", None);
        check("1-2", None);
        check("", None);
    }

    #[test]
    fn whole_numbers_have_no_point_as_text() {
        assert_eq!([3.0, 2.5, -1.0].map(text_of_number), ["3", "2.5", "-1"]);
    }
}

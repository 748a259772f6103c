//! The rules, one file for each table: pure functions over Arrow arrays. Numbers of rules are those of the description of the published tables.

pub(crate) mod arrests;
pub(crate) mod clean;
pub(crate) mod detainers;
pub(crate) mod joined;
pub(crate) mod order;
pub(crate) mod states;
pub(crate) mod stays;
pub(crate) mod stints;

/// Microseconds of a day.
pub(crate) const MICROS_PER_DAY: i64 = 86_400_000_000;
/// Microseconds of an hour.
pub(crate) const MICROS_PER_HOUR: i64 = 3_600_000_000;

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar.
pub(crate) fn date_of_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// `2024-05-14 21:29:29`; a fraction of a second follows where there is one.
pub fn text_of_instant(micros: i64) -> String {
    let mut text = String::with_capacity(26);
    push_instant(&mut text, micros);
    text
}

/// Writes an instant behind a text.
pub(crate) fn push_instant(text: &mut String, micros: i64) {
    push_day(text, micros.div_euclid(MICROS_PER_DAY));
    let of_day = micros.rem_euclid(MICROS_PER_DAY);
    let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
    text.push(' ');
    push_digits(text, seconds / 3_600, 2);
    text.push(':');
    push_digits(text, seconds / 60 % 60, 2);
    text.push(':');
    push_digits(text, seconds % 60, 2);
    if fraction > 0 {
        text.push('.');
        push_digits(text, fraction, 6);
        text.truncate(text.trim_end_matches('0').len());
    }
}

/// Writes `2024-05-14` behind a text.
pub(crate) fn push_day(text: &mut String, days: i64) {
    let (year, month, day) = date_of_days(days);
    push_digits(text, year, 4);
    text.push('-');
    push_digits(text, month, 2);
    text.push('-');
    push_digits(text, day, 2);
}

fn push_digits(text: &mut String, number: i64, width: u32) {
    for place in (0..width).rev() {
        let digit = number / 10_i64.pow(place) % 10;
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::cells::{days_since_1970, instant_of_text};

    #[test]
    fn days_and_dates_are_each_other() {
        for days in (-30_000..200_000).step_by(37) {
            let (year, month, day) = date_of_days(days);
            assert_eq!(days_since_1970(year, month, day), Some(days));
        }
    }

    #[test]
    fn an_instant_is_written_with_its_time() {
        let check = |text: &str| assert_eq!(instant_of_text(text).map(text_of_instant).as_deref(), Some(text));
        check("2024-05-14 21:29:29");
        check("1900-01-01 00:00:00");
        check("2024-02-29 23:59:59.5");
    }
}

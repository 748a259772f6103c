//! Dates and instants as text: `2024-05-14`, and `2024-05-14 21:29:29` with a fraction where there is one.

/// Microseconds of a day.
pub(crate) const DAY: i64 = 86_400_000_000;

/// Appends the date that is so many days after 1970-01-01.
pub(crate) fn push_date(text: &mut String, days: i64) {
    let (year, month, day) = civil(days);
    if let Ok(year @ 0..=9_999) = u32::try_from(year) {
        push_two(text, year / 100);
        push_two(text, year % 100);
    } else {
        text.push_str(&year.to_string());
    }
    text.push('-');
    push_two(text, month);
    text.push('-');
    push_two(text, day);
}

/// Appends the instant that is so many microseconds after 1970-01-01 00:00:00. A fraction of a second has no zeros at its end.
pub(crate) fn push_instant(text: &mut String, micros: i64) {
    push_date(text, micros.div_euclid(DAY));
    let within = u32::try_from(micros.rem_euclid(DAY) / 1_000_000).unwrap_or_default();
    for (mark, part) in [(' ', within / 3_600), (':', within / 60 % 60), (':', within % 60)] {
        text.push(mark);
        push_two(text, part);
    }
    let fraction = micros.rem_euclid(1_000_000);
    if fraction != 0 {
        text.push_str(format!(".{fraction:06}").trim_end_matches('0'));
    }
}

/// `2024-05-14 21:29:29`; a fraction of a second follows where there is one.
pub fn instant_text(micros: i64) -> String {
    let mut text = String::with_capacity(26);
    push_instant(&mut text, micros);
    text
}

fn push_two(text: &mut String, number: u32) {
    for digit in [number / 10 % 10, number % 10] {
        text.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

/// Returns year, month and day of the proleptic Gregorian calendar. Eras of 400 years that begin in March put the leap day last, as in
/// H. Hinnant's "chrono-Compatible Low-Level Date Algorithms".
pub(crate) fn civil(days: i64) -> (i64, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, u32::try_from(month).unwrap_or_default(), u32::try_from(day).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use time::Date;

    use super::*;

    fn date(days: i64) -> String {
        let mut text = String::new();
        push_date(&mut text, days);
        text
    }

    fn instant(micros: i64) -> String {
        let mut text = String::new();
        push_instant(&mut text, micros);
        text
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        for days in (-719_528..2_932_896).step_by(97).chain(-800..800).chain(10_900..11_100) {
            let expected = Date::from_julian_day(days + 2_440_588).expect("a date of the years 0 to 9999");
            assert_eq!(date(days.into()), expected.to_string());
        }
        assert_eq!([date(-719_529), date(2_932_897)], ["-1-12-31", "10000-01-01"]);
    }

    #[test]
    fn instants_show_a_fraction_only_where_there_is_one() {
        let texts = [0, 1_715_722_169_000_000, 1_715_722_169_250_000, 1_715_722_169_000_001, -1, DAY - 1_000_000].map(instant);
        assert_eq!(
            texts,
            [
                "1970-01-01 00:00:00",
                "2024-05-14 21:29:29",
                "2024-05-14 21:29:29.25",
                "2024-05-14 21:29:29.000001",
                "1969-12-31 23:59:59.999999",
                "1970-01-01 23:59:59"
            ]
        );
    }
}

//! Time across a drawing: dates to places, and ticks at the beginnings of years, months or days.

use domain::{Date, Period};

/// Steps between ticks in months.
const MONTHS: [i32; 13] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 6_000, 12_000, 120_000];
/// Steps between ticks in days, for spans of a few months.
const DAYS: [usize; 5] = [1, 2, 7, 14, 28];

/// A span of days between two coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Calendar {
    span: Period,
    left: f64,
    right: f64,
}

impl Calendar {
    /// Shows a span of days between two coordinates.
    pub(crate) fn over(span: Period, left: f64, right: f64) -> Self {
        Self { span, left, right }
    }

    /// The coordinate of the beginning of a day, never outside.
    pub(crate) fn place(&self, date: Date) -> f64 {
        let days = Period::new(self.span.start(), date).map_or(0, Period::days);
        let share = days as f64 / self.span.days().max(1) as f64;
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }

    /// Dates for ticks, at most `wanted`, each with its name.
    pub(crate) fn ticks(&self, wanted: usize) -> Vec<(Date, String)> {
        let (start, end) = (self.span.start(), self.span.end());
        let months = (end.year() - start.year()) * 12 + i32::from(end.month()) - i32::from(start.month());
        if self.span.days() > 75 {
            for step in MONTHS {
                // Beginnings of steps lie where the number of months since year zero is a multiple.
                if usize::try_from(months / step).is_ok_and(|ticks| ticks <= wanted) {
                    return self.months(step);
                }
            }
        }
        let days = usize::try_from(self.span.days()).unwrap_or(usize::MAX);
        let step = DAYS.into_iter().find(|step| days / step <= wanted).unwrap_or(28);
        let dates =
            std::iter::successors(Some(start), |date| Some(date.next())).step_by(step).take_while(|date| *date <= end).take(wanted + 1);
        dates.map(|date| (date, format!("{:02}-{:02}", date.month(), date.day()))).collect()
    }

    fn months(&self, step: i32) -> Vec<(Date, String)> {
        let (start, end) = (self.span.start(), self.span.end());
        let from = (start.year() * 12 + i32::from(start.month()) - 1).div_euclid(step) * step;
        (0..200)
            .map_while(|place| {
                let month = from + place * step;
                let of_year = u8::try_from(month.rem_euclid(12) + 1).ok()?;
                Date::new(month.div_euclid(12), of_year, 1)
            })
            .take_while(|date| *date <= end)
            .filter(|date| *date >= start)
            .map(|date| (date, if step >= 12 { format!("{:04}", date.year()) } else { format!("{:04}-{:02}", date.year(), date.month()) }))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(start: &str, end: &str, wanted: usize, expected: &str) {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        let calendar = Calendar::over(Period::new(date(start), date(end)).expect("a period"), 0.0, 100.0);
        let ticks: Vec<String> = calendar.ticks(wanted).into_iter().map(|(_, name)| name).collect();
        assert_eq!(ticks.join(" "), expected);
        assert!(ticks.len() <= wanted + 1);
    }

    #[test]
    fn ticks_are_beginnings_of_days_months_and_years() {
        check("2025-01-20", "2025-02-03", 7, "01-20 01-22 01-24 01-26 01-28 01-30 02-01 02-03");
        check("2025-01-21", "2025-11-22", 7, "2025-04 2025-07 2025-10");
        check("2024-10-01", "2026-10-01", 5, "2025-01 2025-07 2026-01 2026-07");
        check("2011-01-01", "2026-01-01", 6, "2015 2020 2025");
        check("2011-01-01", "2026-01-01", 8, "2012 2014 2016 2018 2020 2022 2024 2026");
        check("2025-01-21", "2025-01-22", 7, "01-21 01-22");
    }

    #[test]
    fn days_have_their_places_and_others_the_nearest_end() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        let calendar = Calendar::over(Period::calendar_year(2023).expect("a year"), 0.0, 365.0);
        let places: Vec<f64> =
            ["2022-01-01", "2023-01-01", "2023-02-01", "2024-01-01", "2030-01-01"].map(|day| calendar.place(date(day))).to_vec();
        assert_eq!(places, [0.0, 0.0, 31.0, 365.0, 365.0]);
    }
}

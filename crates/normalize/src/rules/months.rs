//! Months, fiscal years and calendar years of a file that is published month by month.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use domain::{Date, Period};

/// A calendar month, ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    number: i32,
    period: Period,
}

impl Month {
    /// The month of a federal fiscal year: October to December belong to the calendar year before.
    pub(crate) fn of_fiscal_year(fiscal_year: i32, month: u8) -> Option<Self> {
        let year = if month >= 10 { fiscal_year - 1 } else { fiscal_year };
        Some(Self { number: year * 12 + i32::from(month) - 1, period: Period::month(year, month)? })
    }

    /// The month in which a day falls.
    pub(crate) fn of_day(day: Date) -> Option<Self> {
        Some(Self { number: day.year() * 12 + i32::from(day.month()) - 1, period: Period::month(day.year(), day.month())? })
    }

    /// Months counted from a common start, so that neighbours differ by one.
    pub(crate) fn number(self) -> i32 {
        self.number
    }

    pub(crate) fn period(self) -> Period {
        self.period
    }

    pub(super) fn of_number(number: i32) -> Option<Self> {
        let month = u8::try_from(number.rem_euclid(12) + 1).ok()?;
        Some(Self { number, period: Period::month(number.div_euclid(12), month)? })
    }

    fn fiscal_year(self) -> i32 {
        (self.number + 3).div_euclid(12)
    }
}

/// How much of a span the file speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// Every month has a row somewhere, so that no row means zero.
    Whole,
    /// A month within has no row at all: what is there is at least the truth.
    Gaps,
    /// A row of the file could not be read and may belong here: what is there is at least the truth, and nothing is no zero.
    Unread,
    /// No row at all.
    Nothing,
}

/// What kind of period a span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Month,
    FiscalYear,
    /// From October to a month before the last: what an earlier file called the year to date, so that both can be compared.
    YearToDate,
    CalendarYear,
    /// Several calendar years together.
    CalendarYears,
}

/// A period over which rows are counted.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    pub(crate) kind: Kind,
    pub(crate) period: Period,
    pub(crate) months: RangeInclusive<i32>,
    pub(crate) coverage: Coverage,
}

/// The periods for which a file with these months speaks, and all of them together. `None` without a month.
///
/// * Every month from the first to the last.
/// * Every fiscal year with a month. It ends after its last month, whether it is marked as year to date or not, so that a part of a
///   year is never called a year. It starts in October, except that the file's first year starts with the file's first month.
/// * The year to date after each of its months, if its October is there.
/// * Every calendar year of which all twelve months are present.
///
/// A period is listed once; a year to date of one month is that month. If rows of the file could not be read, no span is whole.
pub(crate) fn spans(present: &BTreeSet<Month>, unread_rows: u64) -> Option<(Vec<Span>, Period)> {
    let (first, last) = (*present.first()?, *present.last()?);
    let by_number: BTreeMap<i32, Month> = present.iter().map(|month| (month.number, *month)).collect();
    let mut spans = Vec::new();
    let mut listed = BTreeSet::new();
    let mut add = |kind, months: RangeInclusive<i32>| {
        let (Some(start), Some(end)) = (Month::of_number(*months.start()), Month::of_number(*months.end())) else { return };
        let period = start.period.span(end.period);
        let there = months.clone().filter(|number| by_number.contains_key(number)).count();
        let coverage = match there {
            0 if unread_rows == 0 => Coverage::Nothing,
            _ if unread_rows > 0 => Coverage::Unread,
            some if some == months.clone().count() => Coverage::Whole,
            _ => Coverage::Gaps,
        };
        if listed.insert(period) {
            spans.push(Span { kind, period, months, coverage });
        }
    };
    for number in first.number..=last.number {
        add(Kind::Month, number..=number);
    }
    let fiscal_years: BTreeSet<i32> = present.iter().map(|month| month.fiscal_year()).collect();
    for year in fiscal_years {
        let october = year * 12 - 3;
        let last_present = by_number.range(october..october + 12).next_back().map_or(october, |(number, _)| *number);
        add(Kind::FiscalYear, october.max(first.number)..=last_present);
        if october >= first.number {
            for month in october..last_present {
                add(Kind::YearToDate, october..=month);
            }
        }
    }
    let calendar_years: BTreeSet<i32> = present.iter().map(|month| month.number.div_euclid(12)).collect();
    for year in calendar_years {
        let january = year * 12;
        if by_number.range(january..january + 12).count() == 12 {
            add(Kind::CalendarYear, january..=january + 11);
        }
    }
    Some((spans, first.period.span(last.period)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(months: &[(i32, u8)]) -> String {
        let present = months.iter().map(|&(year, month)| Month::of_fiscal_year(year, month).expect("a month")).collect();
        let (spans, covers) = spans(&present, 0).expect("spans");
        let all = spans.iter().filter(|span| !matches!(span.kind, Kind::Month | Kind::YearToDate) || span.coverage != Coverage::Whole);
        let mut lines: Vec<String> = all.map(|span| format!("{} {:?} {:?}", span.period, span.kind, span.coverage)).collect();
        lines.push(format!("{covers} in all"));
        lines.join("\n")
    }

    #[test]
    fn a_fiscal_year_ends_after_its_last_month_and_october_belongs_to_the_calendar_year_before() {
        let months: Vec<(i32, u8)> = (1..=12).map(|month| (2025, month)).chain([(2026, 10), (2026, 11), (2026, 12), (2026, 1)]).collect();
        insta::assert_snapshot!(years(&months), @r"
        [2024-10-01, 2025-10-01) FiscalYear Whole
        [2025-10-01, 2026-02-01) FiscalYear Whole
        [2025-01-01, 2026-01-01) CalendarYear Whole
        [2024-10-01, 2026-02-01) in all
        ");
    }

    #[test]
    fn a_month_without_any_row_is_a_gap_in_its_year() {
        insta::assert_snapshot!(years(&[(2025, 10), (2025, 12), (2025, 1)]), @r"
        [2024-11-01, 2024-12-01) Month Nothing
        [2024-10-01, 2025-02-01) FiscalYear Gaps
        [2024-10-01, 2024-12-01) YearToDate Gaps
        [2024-10-01, 2025-01-01) YearToDate Gaps
        [2024-10-01, 2025-02-01) in all
        ");
    }

    #[test]
    fn a_file_that_begins_within_a_year_does_not_speak_for_the_months_before() {
        insta::assert_snapshot!(years(&[(2025, 2), (2025, 3)]), @r"
        [2025-02-01, 2025-04-01) FiscalYear Whole
        [2025-02-01, 2025-04-01) in all
        ");
    }

    #[test]
    fn a_year_to_date_of_one_month_is_listed_once() {
        insta::assert_snapshot!(years(&[(2025, 10)]), @"[2024-10-01, 2024-11-01) in all");
    }
}

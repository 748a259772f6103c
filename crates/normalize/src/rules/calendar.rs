//! Months, calendar years and calendar years together of a file whose rows carry days.

use std::{collections::BTreeSet, ops::RangeInclusive};

use domain::{Date, Period};

use super::months::{Coverage, Kind, Month, Span};

/// Calendar years that are counted together at most. It bounds the work on a file that claims to reach over centuries.
const MOST_YEARS_TOGETHER: i32 = 20;

/// The periods for which a file with rows in these months speaks, and all of them together. `None` without a month.
///
/// * Every month from the first to the last. If the latest day of a row, `last_day`, is not the last of its month, nobody can tell from
///   the file whether its publisher saw the rest: what is there is at least the truth, in that month and in every period with it.
/// * Every calendar year with a month. It ends after its last month, and the first year begins with the file's first month.
/// * The year to date after each month of a year, so that the unfinished year of one release can be compared with a later release.
/// * The whole calendar years together, from the first to each later one, so that two releases of different length have the longest time
///   in common that both cover.
///
/// A period is listed once. A month without any row is a gap, never a zero. If rows of the file could not be read, no span is whole.
pub(super) fn spans(present: &BTreeSet<Month>, last_day: Date, unread_rows: u64) -> Option<(Vec<Span>, Period)> {
    let (first, last) = (*present.first()?, *present.last()?);
    let covers = first.period().span(last.period());
    let cut_off = (last_day.next() < covers.end()).then_some(last.number());
    let numbers: BTreeSet<i32> = present.iter().map(|month| month.number()).collect();
    let mut listed = BTreeSet::new();
    let mut spans = Vec::new();
    let mut add = |kind, months: RangeInclusive<i32>| {
        let (Some(start), Some(end)) = (Month::of_number(*months.start()), Month::of_number(*months.end())) else { return };
        let period = start.period().span(end.period());
        let there = numbers.range(months.clone()).count();
        let whole = there == months.clone().count() && cut_off.is_none_or(|month| !months.contains(&month));
        let coverage = match there {
            0 if unread_rows == 0 => Coverage::Nothing,
            _ if unread_rows > 0 => Coverage::Unread,
            _ if whole => Coverage::Whole,
            _ => Coverage::Gaps,
        };
        if listed.insert(period) {
            spans.push(Span { kind, period, months, coverage });
        }
    };
    for number in first.number()..=last.number() {
        add(Kind::Month, number..=number);
    }
    let (first_year, last_year) = (first.number().div_euclid(12), last.number().div_euclid(12));
    for year in first_year..=last_year {
        let (january, end) = (year * 12, last.number().min(year * 12 + 11));
        add(Kind::CalendarYear, january.max(first.number())..=end);
        if january >= first.number() {
            (january..end).for_each(|month| add(Kind::YearToDate, january..=month));
        }
    }
    let is_whole = |year: &i32| Period::calendar_year(*year).is_some_and(|year| covers.contains(year));
    if let Some(from) = (first_year..=last_year).find(is_whole) {
        for to in (from + 1..=last_year).filter(is_whole).take_while(|to| to - from < MOST_YEARS_TOGETHER) {
            add(Kind::CalendarYears, from * 12..=to * 12 + 11);
        }
    }
    Some((spans, covers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(days: &[&str], unread_rows: u64) -> String {
        let days: Vec<Date> = days.iter().map(|day| day.parse().expect("a day")).collect();
        let present = days.iter().filter_map(|day| Month::of_day(*day)).collect();
        let last = days.iter().max().expect("a last day");
        let (spans, covers) = spans(&present, *last, unread_rows).expect("spans");
        let is_plain = |span: &Span| matches!(span.kind, Kind::Month | Kind::YearToDate) && span.coverage == Coverage::Whole;
        let shown = spans.iter().filter(|span| !is_plain(span));
        let mut lines: Vec<String> = shown.map(|span| format!("{} {:?} {:?}", span.period.label(), span.kind, span.coverage)).collect();
        lines.push(format!("{covers} in all"));
        lines.join("\n")
    }

    fn every_month(from: i32, to: i32) -> Vec<String> {
        (from..=to).flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}-15"))).collect()
    }

    #[test]
    fn years_are_given_alone_and_together_and_a_month_that_breaks_off_is_a_lower_bound() {
        let mut days = every_month(2010, 2012);
        days.push("2013-01-09".to_owned());
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        insta::assert_snapshot!(check(&days, 0), @r"
        2013-01 Month Gaps
        2010 CalendarYear Whole
        2011 CalendarYear Whole
        2012 CalendarYear Whole
        2010-01-01 to 2011-12-31 CalendarYears Whole
        2010-01-01 to 2012-12-31 CalendarYears Whole
        [2010-01-01, 2013-02-01) in all
        ");
    }

    #[test]
    fn a_month_without_rows_is_a_gap_and_a_year_that_the_file_begins_in_is_not_whole() {
        insta::assert_snapshot!(check(&["2010-11-03", "2011-01-02", "2011-12-31"], 0), @r"
        2010-12 Month Nothing
        2011-02 Month Nothing
        2011-03 Month Nothing
        2011-04 Month Nothing
        2011-05 Month Nothing
        2011-06 Month Nothing
        2011-07 Month Nothing
        2011-08 Month Nothing
        2011-09 Month Nothing
        2011-10 Month Nothing
        2011-11 Month Nothing
        2010-11-01 to 2010-12-31 CalendarYear Gaps
        2011 CalendarYear Gaps
        2011-01-01 to 2011-02-28 YearToDate Gaps
        2011-01-01 to 2011-03-31 YearToDate Gaps
        2011-01-01 to 2011-04-30 YearToDate Gaps
        2011-01-01 to 2011-05-31 YearToDate Gaps
        2011-01-01 to 2011-06-30 YearToDate Gaps
        2011-01-01 to 2011-07-31 YearToDate Gaps
        2011-01-01 to 2011-08-31 YearToDate Gaps
        2011-01-01 to 2011-09-30 YearToDate Gaps
        2011-01-01 to 2011-10-31 YearToDate Gaps
        2011-01-01 to 2011-11-30 YearToDate Gaps
        [2010-11-01, 2012-01-01) in all
        ");
        insta::assert_snapshot!(check(&["2011-01-02"], 1), @r"
        2011-01 Month Unread
        [2011-01-01, 2011-02-01) in all
        ");
    }
}

//! For which months a table speaks, where it breaks off, and where its reporting was interrupted.
//!
//! The rules, each with its number in the constants below:
//!
//! 1. A table speaks from the first month with at least a fifth of the median month's rows to the last month with a row that does not lie after the
//!    end of the release. Single older rows, such as stays that began long before the release, make no month.
//! 2. The first month is a part if its first row lies after its third day.
//! 3. The last month is a part if the release ends before it does, or if its last row lies more than three days before its end; where
//!    the release does not say when it ends, if its last row is not of its last day.
//!    A release that does not say so ends with the last day that has other rows in the month before it.
//! 4. A month within without any row says nothing.
//! 5. Four or more days on end without any row in the nation, where the median of the thirty days before and after (at least fourteen of them within
//!    the table) makes at least twenty expected, are an interruption of the reporting: their months are gaps.
//! 6. A month with less than a tenth of the median of the six whole months before and after it is an interruption, if there are some on each side and
//!    six in all, their median is at least twenty, and three quarters of them have at least half the median. A count that does not come back is a
//!    fall, as far as this rule can tell. It is asked of the nation and of each state.

use std::{collections::BTreeMap, ops::RangeInclusive};

use super::{Month, Tally};

/// Rule 1.
const START_SHARE: u64 = 5;
/// Rules 2 and 3.
const SLACK_DAYS: i64 = 3;
/// Rule 5: days on end.
const SILENT_DAYS: i64 = 4;
/// Rule 5: rows that would be expected in them.
const EXPECTED: u64 = 20;
/// Rule 5: days before and after, of which the median is taken.
const AROUND_DAYS: i64 = 30;
/// Rule 5: at least so many of them within the table.
const LEAST_AROUND_DAYS: usize = 14;
/// Rule 6: months on each side.
const AROUND_MONTHS: i64 = 6;
/// Rule 6: at least so many of them in all.
const LEAST_AROUND: usize = 6;
/// Rule 6: the median's least.
const LEAST_MEDIAN: u64 = 20;
/// Rule 6: a drop to less than one in so many of the median.
const DROP: u64 = 10;

/// What a number of a month can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// The month is there as a whole.
    Whole,
    /// A part of it, or of its parts, is not: it is at least the truth.
    AtLeast,
    /// The reporting was interrupted, as it seems: no number.
    Interrupted,
    /// No row at all in the nation: no number.
    Nothing,
}

impl Coverage {
    /// Of a state, within the nation: where the nation breaks off or is silent as a whole, so is the state.
    pub(super) fn within(self, nation: Self) -> Self {
        match nation {
            // A nation that is no more than a lower bound because of some state leaves the others whole; a month that breaks off does so for all.
            Self::Whole | Self::AtLeast => self,
            Self::Interrupted | Self::Nothing => nation,
        }
    }
}

/// Days on end without any row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// First day, in days since 1970.
    pub first: i64,
    /// Last day.
    pub last: i64,
    /// Rows that the days around make expected.
    pub expected: u64,
}

/// The months for which a table speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    first: Month,
    last: Month,
    is_first_part: bool,
    is_last_part: bool,
    /// The last day that counts.
    end: i64,
    /// Interruptions by rule 5.
    pub silences: Vec<Silence>,
}

/// Where a release does not say when it ends: the last day that has others in the month before it. A day that stands alone is a slip of the pen, and
/// would make months without end.
fn last_day(by_day: &BTreeMap<i64, u64>) -> Option<i64> {
    const MONTH: i64 = 31;
    let has_others = |day: &i64| by_day.range(day - MONTH..*day).next().is_some();
    by_day.keys().rev().copied().find(has_others).or_else(|| by_day.keys().next().copied())
}

impl Covered {
    /// From the rows of each day, and the day on which the release ends, if it says so.
    pub(super) fn of(by_day: &BTreeMap<i64, u64>, end: Option<i64>) -> Option<Self> {
        let slack = if end.is_none() { 0 } else { SLACK_DAYS };
        let end = end.or_else(|| last_day(by_day))?;
        let by_day: BTreeMap<i64, u64> = by_day.range(..=end).map(|(day, rows)| (*day, *rows)).collect();
        let mut by_month: BTreeMap<Month, u64> = BTreeMap::new();
        for (day, rows) in &by_day {
            *by_month.entry(Month::of_day(*day)).or_default() += rows;
        }
        let median_month = median(by_month.values().copied().collect());
        let (first, _) = by_month.iter().find(|(_, rows)| **rows * START_SHARE >= median_month)?;
        let (last, _) = by_month.last_key_value()?;
        let (first, last) = (*first, *last);
        let first_row = *by_day.range(first.first_day()..).next()?.0;
        let last_row = *by_day.last_key_value()?.0;
        let days_missing = last.last_day() - last_row;
        Some(Self {
            first,
            last,
            is_first_part: first_row - first.first_day() >= SLACK_DAYS,
            is_last_part: end < last.last_day() || days_missing > slack,
            end: end.min(last.last_day()),
            silences: silences(&by_day, first_row),
        })
    }

    /// All of them in order.
    pub fn months(&self) -> impl Iterator<Item = Month> + use<> {
        let first = self.first;
        (0..=self.last.since(first)).map(move |number| first.later(number))
    }

    /// The first and the last.
    pub fn range(&self) -> RangeInclusive<Month> {
        self.first..=self.last
    }

    /// Whether a day lies within, and not after the end of the release.
    pub(super) fn has(&self, day: i64) -> bool {
        day >= self.first.first_day() && day <= self.end
    }

    /// What each month says by itself, without a look at its numbers.
    pub(super) fn whole(&self) -> BTreeMap<Month, Coverage> {
        self.months().map(|month| (month, self.of_month(month))).collect()
    }

    fn of_month(&self, month: Month) -> Coverage {
        let is_part = (month == self.first && self.is_first_part) || (month == self.last && self.is_last_part);
        let is_silent = self.silences.iter().any(|silence| Month::of_day(silence.first) <= month && month <= Month::of_day(silence.last));
        match (is_silent, is_part) {
            (true, _) => Coverage::Interrupted,
            (false, true) => Coverage::AtLeast,
            (false, false) => Coverage::Whole,
        }
    }
}

/// Rule 5.
fn silences(by_day: &BTreeMap<i64, u64>, from: i64) -> Vec<Silence> {
    let days: Vec<i64> = by_day.range(from..).map(|(day, _)| *day).collect();
    let (Some(&begin), Some(&finish)) = (days.first(), days.last()) else { return Vec::new() };
    let mut silences = Vec::new();
    for pair in days.windows(2) {
        let [before, after] = pair else { continue };
        let (first, last) = (before + 1, after - 1);
        let length = last - first + 1;
        if length < SILENT_DAYS {
            continue;
        }
        let rows = |day: i64| by_day.get(&day).copied().unwrap_or_default();
        let around = (first - AROUND_DAYS..first).chain(last + 1..=last + AROUND_DAYS).filter(|day| (begin..=finish).contains(day));
        let around: Vec<u64> = around.map(rows).collect();
        let is_known = around.len() >= LEAST_AROUND_DAYS;
        let expected = median(around).saturating_mul(u64::try_from(length).unwrap_or_default());
        if is_known && expected >= EXPECTED {
            silences.push(Silence { first, last, expected });
        }
    }
    silences
}

/// What the number of each month of a series can say, by rules 2 to 6.
pub(super) fn of_series(tallies: &BTreeMap<Month, Tally>, covered: &Covered) -> BTreeMap<Month, Coverage> {
    let rows = |month: Month| tallies.get(&month).map_or(0, |tally| tally.all);
    let of = |month: Month| {
        let coverage = match covered.of_month(month) {
            Coverage::Whole if is_drop(month, covered, &rows) => Coverage::Interrupted,
            coverage => coverage,
        };
        (month, coverage)
    };
    covered.months().map(of).collect()
}

/// Rule 6.
fn is_drop(month: Month, covered: &Covered, rows: &dyn Fn(Month) -> u64) -> bool {
    let whole = |offset: i64| {
        let other = month.later(offset);
        (covered.range().contains(&other) && covered.of_month(other) == Coverage::Whole).then(|| rows(other))
    };
    let before: Vec<u64> = (-AROUND_MONTHS..0).filter_map(whole).collect();
    let after: Vec<u64> = (1..=AROUND_MONTHS).filter_map(whole).collect();
    let around: Vec<u64> = before.iter().chain(&after).copied().collect();
    let median = median(around.clone());
    let steady = around.iter().filter(|rows| **rows * 2 >= median).count();
    !before.is_empty()
        && !after.is_empty()
        && around.len() >= LEAST_AROUND
        && median >= LEAST_MEDIAN
        && steady * 4 >= around.len() * 3
        && rows(month) * DROP < median
}

/// The lower median; 0 of nothing.
fn median(mut numbers: Vec<u64>) -> u64 {
    numbers.sort_unstable();
    numbers.get(numbers.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}

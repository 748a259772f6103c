//! Counting rows over periods, and the series that such a count belongs to.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CountingUnit, DefinitionSlug, Geography, Measure, Missing, Observation, Population, Reading, Value};

use super::{
    at_least,
    months::{Coverage, Span},
};
use crate::decoded::line_list;

/// What is counted of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted<'a> {
    pub(super) line: u64,
    pub(super) incident: &'a str,
    /// What the row adds to a sum; `None` where that cannot be read.
    pub(super) amount: Option<u64>,
}

/// Rows of one population and geography, by month.
#[derive(Debug, Default)]
pub(super) struct Scope<'a> {
    months: BTreeMap<i32, Vec<Counted<'a>>>,
}

impl<'a> Scope<'a> {
    pub(super) fn add(&mut self, month: i32, row: Counted<'a>) {
        self.months.entry(month).or_default().push(row);
    }

    fn rows(&self, span: &Span) -> impl Iterator<Item = &Counted<'a>> {
        self.months.range(span.months.clone()).flat_map(|(_, rows)| rows)
    }

    /// Distinct incidents of a period. An incident that several areas report, or that goes on into another month, is one.
    pub(super) fn incidents(&self, span: &Span) -> (Reading, String) {
        let distinct: BTreeSet<&str> = self.rows(span).map(|row| row.incident).collect();
        self.reading(span, distinct.len() as u64, Part::Whole)
    }

    /// The amounts of a period, summed over rows.
    pub(super) fn sum(&self, span: &Span) -> (Reading, String) {
        let sum = self.rows(span).filter_map(|row| row.amount).fold(0, u64::saturating_add);
        let part = if self.rows(span).any(|row| row.amount.is_none()) { Part::Visible } else { Part::Whole };
        self.reading(span, sum, part)
    }

    /// No row in a covered month is a zero that the publisher reports by leaving it out; in a month of which nobody has a row it is not.
    fn reading(&self, span: &Span, counted: u64, part: Part) -> (Reading, String) {
        let locator = line_list(self.rows(span).map(|row| row.line)).into_owned();
        let reading = match (span.coverage, part) {
            (Coverage::Nothing, _) => Reading::Missing(Missing::NotReported),
            (Coverage::Whole, Part::Whole) => Reading::Exact(Value::count(counted)),
            (Coverage::Unread, _) if counted == 0 => Reading::Missing(Missing::Unreadable),
            (Coverage::Gaps | Coverage::Unread, _) | (Coverage::Whole, Part::Visible) => at_least(counted),
        };
        (reading, locator)
    }
}

/// Whether all that was counted could be read.
#[derive(Debug, Clone, Copy)]
enum Part {
    Whole,
    Visible,
}

/// A series: everything of an observation but its period and its reading.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub(super) measure: Measure,
    pub(super) unit: CountingUnit,
    pub(super) population: Population,
    pub(super) geography: Geography,
    pub(super) definition: DefinitionSlug,
}

impl Series {
    pub(super) fn observation(&self, span: &Span, (reading, locator): (Reading, String)) -> Observation {
        let Self { measure, unit, population, geography, definition } = self.clone();
        Observation { measure, unit, population, geography, period: span.period, reading, definition, locator, citation: None }
    }
}

//! What the rules of the two assault files of CBP have in common: populations, areas, and counting rows over periods.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CountingUnit, DefinitionSlug, Geography, Measure, Missing, Observation, Population, Reading, Value, slug::segment};

use super::{
    at_least,
    months::{Coverage, Span},
    name,
};
use crate::decoded::line_list;

/// The whole of CBP.
pub(super) fn nation() -> Population {
    name("us/dhs/cbp")
}

/// A component: the three that have a name of their own, or one that CBP adds later, by its label.
pub(super) fn component(label: &str) -> Population {
    let short = match label.to_ascii_lowercase().as_str() {
        "u.s. border patrol" => "usbp",
        "office of field operations" => "ofo",
        "air and marine operations" => "amo",
        _ => return name(&format!("us/dhs/cbp/{}", segment(label))),
    };
    name(&format!("us/dhs/cbp/{short}"))
}

/// An area of responsibility: a sector, a field office, or another office.
pub(super) fn area(label: &str) -> Geography {
    let ends = |suffix: &str| {
        let cut = label.len().checked_sub(suffix.len())?;
        let (head, tail) = (label.get(..cut)?, label.get(cut..)?);
        tail.eq_ignore_ascii_case(suffix).then_some(head)
    };
    match (ends(" sector"), ends(" field office")) {
        (Some(sector), _) => name(&format!("sector/{}", segment(sector))),
        (None, Some(office)) => name(&format!("field-office/{}", segment(office))),
        (None, None) => name(&format!("office/{}", segment(label))),
    }
}

/// What is counted of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted<'a> {
    pub(super) line: u64,
    pub(super) incident: &'a str,
    pub(super) officers: Option<u64>,
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

    /// Officers of a period, summed over rows; an officer can be counted in several.
    pub(super) fn officers(&self, span: &Span) -> (Reading, String) {
        let sum = self.rows(span).filter_map(|row| row.officers).fold(0, u64::saturating_add);
        let part = if self.rows(span).any(|row| row.officers.is_none()) { Part::Visible } else { Part::Whole };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_and_components_get_their_names() {
        let check = |label: &str, expected: &str| assert_eq!(area(label).as_str(), expected);
        check("Rio Grande Valley Sector", "sector/rio-grande-valley");
        check("San Diego Field Office", "field-office/san-diego");
        check("Training, Safety, And Standards Directorate", "office/training-safety-and-standards-directorate");
        check("Special Operations Group", "office/special-operations-group");
        check("Sector", "office/sector");
        check("Ñ Sector", "sector/unnamed");
        assert_eq!(component("U.S. Border Patrol").as_str(), "us/dhs/cbp/usbp");
        assert_eq!(component("Office of Trade").as_str(), "us/dhs/cbp/office-of-trade");
    }
}

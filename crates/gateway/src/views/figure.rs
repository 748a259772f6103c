//! An observation as a number that can be followed.

use contracts::{analytics::RecordedObservation, types};

use super::{address, format, words};

/// What stands where a number is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The digits, grouped.
    Value(String),
    /// Why there are none.
    Missing(String),
}

/// An observation on a page: a number or the reason for its absence, with the link to where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) shown: Shown,
    /// Where the truth can lie, if the publisher rounds or suppresses.
    pub(crate) bounds: Option<String>,
    pub(crate) measure: String,
    pub(crate) unit: String,
    pub(crate) population: String,
    pub(crate) geography: String,
    pub(crate) period: String,
    pub(crate) source: String,
    pub(crate) snapshot: String,
    pub(crate) retrieved_at: String,
    pub(crate) rule: String,
    pub(crate) locator: String,
    pub(crate) evidence: String,
}

impl Figure {
    /// Total: an observation without content is shown as missing.
    pub(crate) fn of(recorded: &RecordedObservation) -> Self {
        let RecordedObservation { id, source, snapshot, retrieved_at, rule, rule_version, observation } = recorded;
        let observation = observation.clone().unwrap_or_default();
        let types::Observation {
            measure,
            unit,
            population,
            geography,
            period_start,
            period_end,
            value,
            lower,
            upper,
            missing,
            definition: _,
            locator,
            citation_url: _,
            evidence,
        } = observation;
        let shown = match (value.is_empty(), missing.is_empty()) {
            (_, false) => Shown::Missing(missing),
            (false, true) => Shown::Value(format::decimal(&value)),
            (true, true) => Shown::Missing("no value, and no reason given".to_owned()),
        };
        Self {
            href: address::page(&["observations", id]),
            id: id.clone(),
            shown,
            bounds: bounds(&lower, &upper),
            measure: words::measure(&measure),
            unit: words::unit(&unit),
            population,
            geography,
            period: format::period(&period_start, &period_end),
            source: source.clone(),
            snapshot: snapshot.clone(),
            retrieved_at: retrieved_at.clone(),
            rule: rule_name(rule, *rule_version),
            locator,
            evidence,
        }
    }

    /// The number, or its reason in brackets, for text without links.
    #[cfg(test)]
    pub(crate) fn text(&self) -> String {
        match &self.shown {
            Shown::Value(digits) => digits.clone(),
            Shown::Missing(reason) => format!("({reason})"),
        }
    }
}

/// `cbp_assault_incidents, version 1`; a version that the name already carries is not said twice.
pub(crate) fn rule_name(rule: &str, version: i32) -> String {
    let bare = rule.strip_suffix(&format!("/{version}")).unwrap_or(rule);
    format!("{bare}, version {version}")
}

fn bounds(lower: &str, upper: &str) -> Option<String> {
    match (lower.is_empty(), upper.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("at least {}", format::decimal(lower))),
        (true, false) => Some(format!("at most {}", format::decimal(upper))),
        (false, false) => Some(format!("between {} and {}", format::decimal(lower), format::decimal(upper))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, lower: &str, upper: &str, missing: &str, expected: (&str, Option<&str>)) {
        let observation = types::Observation {
            value: value.into(),
            lower: lower.into(),
            upper: upper.into(),
            missing: missing.into(),
            ..Default::default()
        };
        let figure = Figure::of(&RecordedObservation { observation: Some(observation), ..Default::default() });
        assert_eq!((figure.text().as_str(), figure.bounds.as_deref()), expected);
    }

    #[test]
    fn a_gap_is_a_reason_and_never_a_zero() {
        check("6860", "", "", "", ("6,860", None));
        check("0", "", "", "", ("0", None));
        check("", "", "", "suspected carry-over", ("(suspected carry-over)", None));
        check("", "", "", "", ("(no value, and no reason given)", None));
        check("5", "0", "10", "", ("5", Some("between 0 and 10")));
        check("1200", "1200", "", "", ("1,200", Some("at least 1,200")));
        assert_eq!(Figure::of(&RecordedObservation::default()).text(), "(no value, and no reason given)");
    }

    #[test]
    fn a_rule_is_named_with_its_version_once() {
        assert_eq!(rule_name("cbp_assault_incidents/1", 1), "cbp_assault_incidents, version 1");
        assert_eq!(rule_name("verdict", 3), "verdict, version 3");
    }
}

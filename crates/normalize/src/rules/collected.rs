//! Observations under their natural keys, for publishers who print the same number in several tables.

use std::collections::BTreeMap;

use domain::{CountingUnit, DefinitionSlug, Geography, Measure, Observation, Period, Population, Reading, Value};

use crate::decoded::Problems;

type Key = (Measure, CountingUnit, Population, Geography, Period, DefinitionSlug);

/// How far two printed averages may lie apart and still be the same.
const SAME: f64 = 1e-6;

/// Collects observations; of two with one key the first stands, and if they differ both values are told.
#[derive(Debug, Default)]
pub(super) struct Collected {
    places: BTreeMap<Key, usize>,
    observations: Vec<Observation>,
}

impl Collected {
    pub(super) fn add(&mut self, observation: Observation, problems: &mut Problems) {
        let Observation { measure, unit, population, geography, period, definition, .. } = observation.clone();
        let key = (measure, unit, population, geography, period, definition);
        let Some(first) = self.places.get(&key).and_then(|place| self.observations.get(*place)) else {
            self.places.insert(key, self.observations.len());
            self.observations.push(observation);
            return;
        };
        if !is_same(&first.reading, &observation.reading) {
            let message = format!(
                "{} of {} for {} is {} here and {} in {}; the first stands",
                observation.measure,
                observation.population,
                observation.period.label(),
                shown(&observation.reading),
                shown(&first.reading),
                first.locator
            );
            problems.report(observation.locator, message);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.observations.len()
    }

    pub(super) fn finish(self) -> Vec<Observation> {
        self.observations
    }
}

fn is_same(a: &Reading, b: &Reading) -> bool {
    match (a.value(), b.value()) {
        (Some(a), Some(b)) => (a.as_f64() - b.as_f64()).abs() <= SAME * a.as_f64().max(1.0),
        _ => a == b,
    }
}

fn shown(reading: &Reading) -> String {
    match (reading.value(), reading.missing()) {
        (Some(value), _) => value.to_string(),
        (None, Some(reason)) => format!("missing ({reason})"),
        (None, None) => "unknown".to_owned(),
    }
}

/// A number of a workbook as a value: whole numbers without decimals, others with nine at most, which is far more than is shown to readers.
/// `None` for what is negative or no number.
pub(super) fn value(number: f64) -> Option<Value> {
    const LARGEST: f64 = 1e9;
    if !(0.0..=LARGEST).contains(&number) {
        return None;
    }
    let text = format!("{number:.9}");
    text.trim_end_matches('0').trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_workbook_become_values() {
        let check = |number: f64, expected: Option<&str>| assert_eq!(value(number).map(|value| value.to_string()).as_deref(), expected);
        check(24_114.0, Some("24114"));
        check(0.0, Some("0"));
        check(28_292.870_967_741_936, Some("28292.870967742"));
        check(100.0, Some("100"));
        check(-1.0, None);
        check(f64::NAN, None);
        check(1e300, None);
    }
}

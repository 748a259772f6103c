//! The observations of one snapshot as events, in parts that the bus carries.

use domain::{Observation, Period, Provenance};

use crate::{events::ObservationsRecorded, types};

/// Observations that one event carries.
pub const MOST_IN_PART: usize = 400;
/// What the JSON of a part may come to, by an estimate that is never too low; well below what the bus carries.
pub const MOST_PART_BYTES: usize = 512 * 1024;

/// What a rule read of a snapshot.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// Source, snapshot, rule.
    pub provenance: &'a Provenance,
    /// The periods for which the snapshot speaks.
    pub covers: Period,
    /// Rows that could not be read.
    pub unread_rows: u64,
    /// What was counted.
    pub observations: &'a [Observation],
}

impl Reading<'_> {
    /// As events. There is at least one, so that a snapshot which says nothing of what an earlier one said is known too.
    pub fn parts(&self) -> Vec<ObservationsRecorded> {
        let Self { provenance, covers, unread_rows, observations } = self;
        let mut parts: Vec<Vec<types::Observation>> = vec![Vec::new()];
        let mut size = 0;
        for observation in *observations {
            let more = most_json_bytes(observation);
            let is_full = parts.last().is_none_or(|part| part.len() >= MOST_IN_PART || size + more > MOST_PART_BYTES);
            if is_full {
                parts.push(Vec::new());
                size = 0;
            }
            size += more;
            if let Some(part) = parts.last_mut() {
                part.push(observation.into());
            }
        }
        let of = i32::try_from(parts.len()).unwrap_or(i32::MAX);
        let part = |(observations, number)| ObservationsRecorded {
            source: provenance.source.to_string(),
            snapshot: provenance.snapshot.to_string(),
            retrieved_at: provenance.retrieved_at.to_string(),
            rule: provenance.rule.clone(),
            rule_version: i32::try_from(provenance.rule_version).unwrap_or(i32::MAX),
            part: number,
            parts: of,
            covers_start: covers.start().to_string(),
            covers_end: covers.end().to_string(),
            unread_rows: i64::try_from(*unread_rows).unwrap_or(i64::MAX),
            observations,
        };
        parts.into_iter().zip(0..).map(part).collect()
    }
}

/// At most so many bytes of JSON: names of fields, dates and numbers are short, and only free text can be escaped, to six bytes each.
fn most_json_bytes(observation: &Observation) -> usize {
    let Observation { measure, population, geography, definition, locator, citation, .. } = observation;
    let names = measure.as_str().len() + population.as_str().len() + geography.as_str().len() + definition.as_str().len();
    let url = citation.as_ref().map_or(0, |citation| citation.url.len());
    512 + names + escaped(locator) + url * 6
}

fn escaped(locator: &str) -> usize {
    locator.chars().map(|c| if c.is_ascii_alphanumeric() || c == ' ' || c == ',' { 1 } else { 6 }).sum()
}

//! A snapshot is in the object store: read it, remember what was read, and announce the observations.

use std::str::FromStr as _;

use catalog::{Reader, SourceId};
use contracts::{convert::StoredSnapshot, events::ObservationsRecorded, events::SnapshotStored, types};
use domain::Observation;
use platform::{Bus, Failure, Objects, OrReject as _, OrRetry as _};
use tokio::task::spawn_blocking;

use crate::{
    decoded::{Decoded, UnknownFormat},
    metrics,
    rules::{self, Rule},
    sources,
    store::{Decoding, Store},
};

/// Observations that one event carries.
const MOST_IN_PART: usize = 400;
/// What the JSON of a part may come to, by an estimate that is never too low; well below what the bus carries.
const MOST_PART_BYTES: usize = 512 * 1024;

/// The handler and what it needs.
#[derive(Debug, Clone)]
pub(crate) struct Normalizer {
    pub(crate) store: Store,
    pub(crate) objects: Objects,
    pub(crate) bus: Bus,
}

impl Normalizer {
    /// Reads a snapshot of a source that is this service's to read. Every step can be repeated: tables are written by natural key, and an
    /// event that was published before is not published again.
    pub(crate) async fn on_snapshot_stored(&self, event: SnapshotStored) -> Result<(), Failure> {
        let snapshot = StoredSnapshot::try_from(event).or_reject()?;
        let source_id = SourceId::from_str(snapshot.source.as_str()).or_reject()?;
        if source_id.service() != Reader::Normalize {
            return Ok(());
        }
        let bytes = self.objects.get(&snapshot.hash).await.or_retry()?;
        let outcome = spawn_blocking(move || sources::decode(source_id, &bytes)).await.or_reject()?;
        metrics::decoded(source_id, &outcome);
        let decoded = match outcome {
            Ok(decoded) => decoded,
            Err(refusal) => return Err(self.refuse(&snapshot, source_id, &refusal).await),
        };
        self.store.record(&Decoding::of(&snapshot, &decoded), &decoded.problems).await.or_retry()?;
        let parts = parts(&snapshot, &decoded);
        self.bus.publish_all(&parts).await.or_retry()?;
        tracing::info!(
            source = source_id.slug(),
            snapshot = snapshot.hash.short(),
            rows = decoded.rows,
            observations = decoded.observations.len(),
            problems = decoded.problems.len(),
            "read a snapshot"
        );
        Ok(())
    }

    /// Remembers the refusal, so that it is listed beside the other readings, and sets the event aside.
    async fn refuse(&self, snapshot: &StoredSnapshot, source_id: SourceId, refusal: &UnknownFormat) -> Failure {
        let Rule { name, version } = rules::of(source_id);
        if let Err(error) = self.store.record(&Decoding::refused(snapshot, name, version, &refusal.reason), &[]).await {
            return Failure::Retry(error.into());
        }
        let StoredSnapshot { source, hash, origin, .. } = snapshot;
        Failure::Reject(anyhow::anyhow!("snapshot {} of {source} from {origin}: {}", hash.short(), refusal.reason))
    }
}

/// The observations as events. There is at least one, so that a snapshot which says nothing of what an earlier one said is known too.
fn parts(snapshot: &StoredSnapshot, decoded: &Decoded) -> Vec<ObservationsRecorded> {
    let mut parts: Vec<Vec<types::Observation>> = vec![Vec::new()];
    let mut size = 0;
    for observation in &decoded.observations {
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
        source: snapshot.source.to_string(),
        snapshot: snapshot.hash.to_string(),
        retrieved_at: snapshot.retrieved_at.to_string(),
        rule: decoded.rule.to_owned(),
        rule_version: i32::try_from(decoded.rule_version).unwrap_or(i32::MAX),
        part: number,
        parts: of,
        covers_start: decoded.covers.start().to_string(),
        covers_end: decoded.covers.end().to_string(),
        unread_rows: i64::try_from(decoded.unread_rows).unwrap_or(i64::MAX),
        observations,
    };
    parts.into_iter().zip(0..).map(part).collect()
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

#[cfg(test)]
#[path = "on_snapshot_stored_tests.rs"]
mod tests;

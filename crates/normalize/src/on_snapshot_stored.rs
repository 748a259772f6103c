//! A snapshot is in the object store: read it, remember what was read, and announce the observations.

use std::str::FromStr as _;

use catalog::{Reader, SourceId};
use contracts::{
    convert::StoredSnapshot,
    events::{ObservationsRecorded, SnapshotStored},
    parts::Reading,
};
use domain::Provenance;
use platform::{Bus, Failure, Objects, OrReject as _, OrRetry as _};
use tokio::task::spawn_blocking;

use crate::{
    decoded::{Decoded, UnknownFormat},
    metrics,
    releases::Releaser,
    rules::{self, Rule},
    sources,
    store::{Decoding, Store},
};

/// The handler and what it needs.
#[derive(Debug, Clone)]
pub(crate) struct Normalizer {
    pub(crate) store: Store,
    pub(crate) objects: Objects,
    pub(crate) bus: Bus,
    /// Makes what is more than observations.
    pub(crate) releaser: Releaser,
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
        if source_id == SourceId::IceIndividualRelease {
            return self.releaser.on_release(&snapshot, bytes).await;
        }
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

/// The observations of a snapshot as events.
pub(crate) fn parts(snapshot: &StoredSnapshot, decoded: &Decoded) -> Vec<ObservationsRecorded> {
    let provenance = Provenance {
        source: snapshot.source.clone(),
        snapshot: snapshot.hash.clone(),
        retrieved_at: snapshot.retrieved_at,
        rule: decoded.rule.to_owned(),
        rule_version: decoded.rule_version,
    };
    let Decoded { covers, unread_rows, observations, .. } = decoded;
    Reading { provenance: &provenance, covers: *covers, unread_rows: *unread_rows, observations }.parts()
}

#[cfg(test)]
#[path = "on_snapshot_stored_tests.rs"]
mod tests;

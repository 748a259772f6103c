//! A release is in the object store: make it, keep what was made, and announce its counts if nothing stops it.
//!
//! Every step can be repeated and interrupted. What was made is kept under hashes of its content; whether it is published follows from the checks
//! that stop it and from what was accepted, which stand in one transaction. Whoever comes last, the reader of a snapshot or an operator who
//! accepts, publishes.

use std::sync::Arc;

use bytes::Bytes;
use catalog::SourceId;
use contracts::{convert::StoredSnapshot, events::ObservationsRecorded};
use domain::{Instant, SnapshotHash};
use platform::{Bus, Clock, Failure, Objects, OrReject as _, OrRetry as _, bus::PublishError, objects::ObjectsError};
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::{
    AcceptanceEntry, Making, Manifest, Outcome,
    documents::{self, Observations, PublicCodebook},
    make::{self, Made},
};
use crate::{
    decoded::{Problem, UnknownFormat},
    metrics,
    on_snapshot_stored::parts,
    rules::Rule,
    store::{Decoding, ReleaseRow, Settled, Store, StoreError},
};

/// Of the manifest.
const FORMAT: u32 = 1;

/// Makes and publishes releases. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Releaser {
    pub(crate) store: Store,
    pub(crate) objects: Objects,
    pub(crate) bus: Bus,
    pub(crate) clock: Clock,
    pub(crate) making: Arc<Making>,
    /// One release at a time: each takes all cores, and memory for its tables.
    pub(crate) turn: Arc<Semaphore>,
}

/// Why a release was not settled; worth another try.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReleaseError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    #[error("the counts are not announced yet: {0}")]
    Bus(#[from] PublishError),
    #[error("a document of the release cannot be read: {0}")]
    Document(#[from] serde_json::Error),
    #[error("a file of the release cannot be read: {0}")]
    File(#[from] std::io::Error),
    #[error("the hash of a document is none: {0}")]
    Hash(#[from] domain::slug::InvalidName),
}

impl Releaser {
    /// Reads a snapshot of the source.
    pub(crate) async fn on_release(&self, snapshot: &StoredSnapshot, bytes: Bytes) -> Result<(), Failure> {
        let _turn = self.turn.acquire().await.or_retry()?;
        let (making, retrieved_at) = (Arc::clone(&self.making), snapshot.retrieved_at);
        let outcome = spawn_blocking(move || make::make(&bytes, &making, retrieved_at)).await.or_reject()?;
        let made = match outcome {
            Ok(made) => made,
            Err(refusal) => return Err(self.refuse(snapshot, &refusal).await),
        };
        metrics::decoded(SourceId::IceIndividualRelease, &Ok(made.decoded.clone()));
        let settled = self.keep(snapshot, made).await.or_retry()?;
        self.publish(&settled).await.or_retry()?;
        tracing::info!(snapshot = snapshot.hash.short(), outcome = settled.outcome.as_str(), "made a release");
        Ok(())
    }

    async fn refuse(&self, snapshot: &StoredSnapshot, refusal: &UnknownFormat) -> Failure {
        let Rule { name, version } = self.making.rule();
        if let Err(error) = self.store.record(&Decoding::refused(snapshot, name, version, &refusal.reason), &[]).await {
            return Failure::Retry(error.into());
        }
        Failure::Reject(anyhow::anyhow!(
            "snapshot {} of {} from {}: {}",
            snapshot.hash.short(),
            snapshot.source,
            snapshot.origin,
            refusal.reason
        ))
    }

    /// Puts everything into the object store and records it.
    async fn keep(&self, snapshot: &StoredSnapshot, made: Made) -> Result<Settled, ReleaseError> {
        for (entry, path) in &made.tables {
            let stored = self.objects.put(Bytes::from(tokio::fs::read(path).await?)).await?;
            debug_assert_eq!(stored.as_str(), entry.hash, "a table is named by the hash that its writer computed");
        }
        let put = async |bytes: Vec<u8>| Ok::<_, ReleaseError>(self.objects.put(Bytes::from(bytes)).await?.to_string());
        let parts = parts(snapshot, &made.decoded);
        let stops: Vec<String> = made.checks.iter().filter(|check| check.level == "stop").map(|check| check.name.clone()).collect();
        let Rule { name, version } = self.making.rule();
        let [json, csv] = made.public_codebook;
        let draft = Manifest {
            format: FORMAT,
            source: snapshot.source.to_string(),
            snapshot: snapshot.hash.to_string(),
            label: snapshot.origin.clone(),
            as_of: made.as_of.clone(),
            retrieved_at: snapshot.retrieved_at.to_string(),
            rules: self.making.rules.name().to_owned(),
            rule: name.to_owned(),
            rule_version: version,
            smallest_cell: self.making.privacy.smallest_cell,
            facilities: match made.facilities {
                Some(bytes) => Some(put(bytes).await?),
                None => None,
            },
            tables: made.tables.iter().map(|(entry, _)| entry.clone()).collect(),
            quality: put(made.quality).await?,
            codebook: put(made.codebook).await?,
            public_codebook: PublicCodebook { json: put(json).await?, csv: put(csv).await? },
            observations: Observations { hash: put(serde_json::to_vec(&parts)?).await?, count: made.decoded.observations.len() as u64 },
            checks: made.checks,
            counted: made.counted,
            files: made.files,
            remarks: made.remarks,
            outcome: Outcome::Stopped,
            acceptances: Vec::new(),
        };
        let row = ReleaseRow {
            snapshot: snapshot.hash.clone(),
            source: snapshot.source.clone(),
            rules: draft.rules.clone(),
            rule_version: version,
            retrieved_at: draft.retrieved_at.clone(),
            draft: put(serde_json::to_vec_pretty(&draft)?).await?,
            stops,
        };
        let of_stops = row.stops.iter().map(|check| Problem {
            locator: format!("check {check}"),
            message: "stops the release, unless an operator accepts it".to_owned(),
        });
        let problems: Vec<Problem> = of_stops.chain(made.decoded.problems.iter().cloned()).collect();
        // Before the release is there to be accepted: whoever announces its counts says how many, and nothing here overwrites it.
        let decoding = Decoding { observations: 0, problems: problems.len() as u64, ..Decoding::of(snapshot, &made.decoded) };
        self.store.record(&decoding, &problems).await?;
        Ok(self.store.record_release(&row).await?)
    }

    /// Writes the manifest of what was settled, and announces the counts if nothing stops the release.
    async fn publish(&self, settled: &Settled) -> Result<Manifest, ReleaseError> {
        let draft: Manifest = self.document(&settled.draft).await?;
        let manifest = Manifest { outcome: settled.outcome, acceptances: settled.acceptances.clone(), ..draft };
        let hash = self.objects.put(Bytes::from(serde_json::to_vec_pretty(&manifest)?)).await?;
        self.store.set_manifest(settled, &hash).await?;
        if settled.outcome != Outcome::Stopped {
            let parts: Vec<ObservationsRecorded> = self.document(&manifest.observations.hash).await?;
            self.bus.publish_all(&parts).await?;
            self.store.set_observations(&manifest, manifest.observations.count).await?;
        }
        Ok(manifest)
    }

    /// A JSON document of the object store.
    pub(super) async fn document<T: serde::de::DeserializeOwned>(&self, hash: &str) -> Result<T, ReleaseError> {
        Ok(serde_json::from_slice(&self.text(hash).await?)?)
    }

    /// The bytes of a document.
    pub(super) async fn text(&self, hash: &str) -> Result<Bytes, ReleaseError> {
        Ok(self.objects.get(&hash.parse::<SnapshotHash>()?).await?)
    }

    /// Accepts a check of a release, under every set of rules in which it stops it. The first word stands: accepting again changes nothing, but what
    /// was interrupted is done. `None` if no such check stops it.
    pub(super) async fn accept(
        &self,
        snapshot: &SnapshotHash,
        check: &str,
        reason: &str,
        accepted_by: &str,
    ) -> Result<Option<(Manifest, bool)>, ReleaseError> {
        let accepted_at: Instant = self.clock.now();
        let acceptance = AcceptanceEntry {
            check: check.to_owned(),
            reason: reason.to_owned(),
            accepted_by: accepted_by.to_owned(),
            accepted_at: accepted_at.to_string(),
        };
        let mut last = None;
        for row in self.store.releases(Some(snapshot)).await? {
            if !row.row.stops.iter().any(|stop| documents::is_of(check, stop)) {
                continue;
            }
            let (settled, is_known) = self.store.accept(&row.row, &acceptance).await?;
            tracing::info!(snapshot = snapshot.short(), check, accepted_by, outcome = settled.outcome.as_str(), "accepted a check");
            last = Some((self.publish(&settled).await?, is_known));
        }
        Ok(last)
    }
}

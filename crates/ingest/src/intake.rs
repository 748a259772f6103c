//! The only way in: bytes and where they came from become a stored, announced snapshot.
//!
//! The order is: bytes into the object store, then one transaction with snapshot, retrieval and mark, then the event, then the note
//! that the event is out. Wherever it is interrupted, doing it again ends in the same tables and one event: bytes are named by their
//! content, the mark stands in the transaction, and an event that is published twice is once.

use bytes::Bytes;
use catalog::SourceId;
use contracts::{convert::StoredSnapshot, events::SnapshotStored};
use domain::{SnapshotHash, SourceSlug};
use platform::{
    Bus, Clock, Objects, Stop,
    bus::PublishError,
    objects::{ObjectsError, hash_of},
};

use crate::{
    metrics,
    store::{Channel, Incident, Mark, NewRetrieval, Recorded, Snapshot, Store, StoreError, Validators, Wanted},
};

/// Events that are published in one call.
const ANNOUNCED_TOGETHER: u64 = 500;

/// Why nothing could be done; the same arrival can be tried again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IntakeError {
    /// The object store fails.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// The database fails.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bus fails.
    #[error("snapshots are stored but not announced yet: {0}")]
    Bus(#[from] PublishError),
}

/// Bytes, and where they came from.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    /// The bytes.
    pub(crate) bytes: Bytes,
    /// The source, if whoever brings them says so; else it is recognized by content.
    pub(crate) source: Option<SourceId>,
    /// By which way.
    pub(crate) channel: Channel,
    /// File name or address as it may be shown.
    pub(crate) origin: String,
    /// What the server said.
    pub(crate) validators: Validators,
    /// What is remembered with it.
    pub(crate) mark: Mark,
}

/// Why bytes are not kept; recorded as an incident.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// There are none.
    #[error("the file is empty: it has no bytes to keep")]
    Empty,
    /// There are too many.
    #[error("the file has {size_bytes} bytes, more than the limit of {most_bytes} (`most_bytes` of [ingest]); it was not read")]
    TooLarge {
        /// How many.
        size_bytes: u64,
        /// The limit.
        most_bytes: u64,
    },
}

/// What came of an arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The bytes are kept.
    Kept {
        /// As what.
        snapshot: Snapshot,
        /// True if these bytes were already there for this source.
        is_known: bool,
    },
    /// It was recorded before an interruption, or delivered before under the same name; nothing was left to do.
    Before {
        /// Name of the bytes.
        hash: SnapshotHash,
    },
    /// They are not kept.
    Refused(Refusal),
}

/// The way in. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Intake {
    /// Tables.
    pub(crate) store: Store,
    /// Bytes.
    pub(crate) objects: Objects,
    /// Events.
    pub(crate) bus: Bus,
    /// Time.
    pub(crate) clock: Clock,
    /// The largest file that is kept, in bytes.
    pub(crate) most_bytes: u64,
    /// The largest archive of a release that is kept, in bytes.
    pub(crate) most_release_bytes: u64,
}

impl Intake {
    /// Takes bytes in. A bus that fails is no error here: the snapshot is stored, and [`Intake::announce_pending`] comes back to it.
    pub(crate) async fn take(&self, arrival: Arrival) -> Result<Taken, IntakeError> {
        let Arrival { bytes, source, channel, origin, validators, mark } = arrival;
        let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let given = source.map(SourceId::slug).unwrap_or_default();
        let refusal = if bytes.is_empty() {
            Some(Refusal::Empty)
        } else {
            let most_bytes = if size_bytes > self.most_bytes { self.most_of(source, &bytes) } else { self.most_bytes };
            (size_bytes > most_bytes).then_some(Refusal::TooLarge { size_bytes, most_bytes })
        };
        if let Some(refusal) = refusal {
            self.refuse(given, &origin, &refusal.to_string(), &without_validators(mark)).await?;
            return Ok(Taken::Refused(refusal));
        }
        let source = match source {
            Some(source) => Ok(slug(source)),
            None => catalog::recognize(&bytes).map(slug).map_err(|reason| reason.to_string()),
        };
        if let Mark::Delivery(delivery) = &mark {
            let hash = hash_of(&bytes);
            if self.store.is_delivered(&delivery.idempotency_key, &hash, self.clock.now()).await? {
                metrics::delivered_before();
                return Ok(Taken::Before { hash });
            }
        }
        let hash = self.objects.put(bytes).await?;
        let new = NewRetrieval { source, hash, size_bytes, at: self.clock.now(), channel, origin, validators };
        let Recorded::New { snapshot, is_known } = self.store.record(&new, &mark).await? else {
            if matches!(mark, Mark::Delivery(_)) {
                metrics::delivered_before();
            }
            return Ok(Taken::Before { hash: new.hash });
        };
        let name = snapshot.source.as_ref().map(SourceSlug::as_str).unwrap_or_default();
        metrics::kept(name, channel, size_bytes, is_known);
        tracing::info!(
            source = name,
            snapshot = snapshot.hash.as_str(),
            origin = new.origin,
            size_bytes,
            reason = snapshot.unrecognized_reason,
            "{}",
            if name.is_empty() { "kept a file that no source recognizes" } else { "kept a snapshot" }
        );
        if snapshot.source.is_some()
            && !snapshot.is_announced
            && let Err(error) = self.announce(std::slice::from_ref(&snapshot)).await
        {
            tracing::warn!(source = name, snapshot = snapshot.hash.as_str(), error = %error, "will announce the snapshot later");
        }
        Ok(Taken::Kept { snapshot, is_known })
    }

    /// How large a file may be that is larger than others: only archives of releases are.
    fn most_of(&self, source: Option<SourceId>, bytes: &[u8]) -> u64 {
        let source = source.or_else(|| catalog::recognize(bytes).ok());
        if source == Some(SourceId::IceIndividualRelease) { self.most_release_bytes } else { self.most_bytes }
    }

    /// Records that there was nothing to keep. An incident whose mark is known is not recorded again.
    pub(crate) async fn refuse(&self, source: &str, origin: &str, message: &str, mark: &Mark) -> Result<(), IntakeError> {
        let incident = Incident { at: self.clock.now(), source: source.to_owned(), origin: origin.to_owned(), message: message.to_owned() };
        if self.store.record_incident(&incident, mark).await? {
            metrics::incident();
            tracing::warn!(source, origin, error = message, "nothing was kept");
        }
        Ok(())
    }

    /// Announces every snapshot whose event is not known to be on the bus: after a start, and after the bus failed.
    pub(crate) async fn announce_pending(&self) -> Result<(), IntakeError> {
        loop {
            let pending = self.store.unannounced(ANNOUNCED_TOGETHER).await?;
            if pending.is_empty() {
                return Ok(());
            }
            self.announce(&pending).await?;
        }
    }

    /// Looks again at what no source recognized: a newer program may know more sources. What is recognized now becomes a snapshot of
    /// its source, retrieved when it was first retrieved.
    pub(crate) async fn recognize_again(&self, stop: &Stop) -> Result<(), IntakeError> {
        for (unrecognized, retrievals) in self.store.snapshots(&Wanted::Unrecognized).await? {
            let Some(first) = retrievals.last().filter(|_| !stop.is_asked()) else { continue };
            let bytes = match self.objects.get(&unrecognized.hash).await {
                Ok(bytes) => bytes,
                Err(error) => {
                    tracing::warn!(snapshot = unrecognized.hash.as_str(), error = %error, "cannot look again at a file");
                    continue;
                }
            };
            let Ok(source) = catalog::recognize(&bytes) else { continue };
            let new = NewRetrieval {
                source: Ok(slug(source)),
                hash: unrecognized.hash,
                size_bytes: unrecognized.size_bytes,
                at: unrecognized.first_retrieved_at,
                channel: first.channel,
                origin: unrecognized.origin,
                validators: first.validators.clone(),
            };
            self.store.record(&new, &Mark::OncePerContent).await?;
            tracing::info!(source = source.slug(), snapshot = new.hash.as_str(), "recognized a file that no source recognized before");
        }
        Ok(())
    }

    async fn announce(&self, snapshots: &[Snapshot]) -> Result<(), IntakeError> {
        let stored: Vec<StoredSnapshot> = snapshots.iter().filter_map(stored).collect();
        let events: Vec<SnapshotStored> = stored.iter().map(SnapshotStored::from).collect();
        self.bus.publish_all(&events).await?;
        for StoredSnapshot { source, hash, .. } in &stored {
            self.store.mark_announced(source, hash, self.clock.now()).await?;
        }
        Ok(())
    }
}

/// What is announced of a snapshot; nothing, if no source recognized it.
fn stored(snapshot: &Snapshot) -> Option<StoredSnapshot> {
    Some(StoredSnapshot {
        source: snapshot.source.clone()?,
        hash: snapshot.hash.clone(),
        size_bytes: snapshot.size_bytes,
        retrieved_at: snapshot.first_retrieved_at,
        origin: snapshot.origin.clone(),
    })
}

/// What the server said of bytes that are not kept must not keep the next fetch from bringing them.
fn without_validators(mark: Mark) -> Mark {
    match mark {
        Mark::Fetch(state) => Mark::Fetch(crate::store::FetchState { validators: Validators::default(), ..state }),
        mark => mark,
    }
}

/// The name of a source.
pub(crate) fn slug(source: SourceId) -> SourceSlug {
    source.slug().parse().expect("every source of the catalogue has a slug")
}

//! A snapshot is in the object store: if it is a court's feed, keep its filings and announce those that are new; if CourtListener says something
//! in it, keep that.

mod courtlistener;

pub(crate) use self::courtlistener::Counts;

use catalog::{Reader, SourceId};
use contracts::{
    convert::StoredSnapshot,
    events::{FilingSeen, SnapshotStored},
};
use platform::{Bus, Failure, Objects, OrReject as _, OrRetry as _};

use crate::{courtlistener::Kind, metrics, pacer::feed, rules, store::Store};

/// Keeps what feeds show.
#[derive(Debug)]
pub(crate) struct FeedRecorder {
    /// The tables.
    pub(crate) store: Store,
    /// Where the bytes are.
    pub(crate) objects: Objects,
    /// Where filings are announced.
    pub(crate) bus: Bus,
}

impl FeedRecorder {
    /// Handles the event. Every step can be repeated: what is stored is stored once, what is announced keeps its identity, and a filing counts
    /// as announced only after the bus has it.
    pub(crate) async fn on_snapshot_stored(&self, event: SnapshotStored) -> Result<(), Failure> {
        let snapshot = StoredSnapshot::try_from(event).or_reject()?;
        let source: SourceId = snapshot.source.as_str().parse().or_reject()?;
        match (source.service(), source) {
            (Reader::Normalize | Reader::Analytics, _) => Ok(()),
            (Reader::CourtRecords, SourceId::PacerRss) => self.on_feed(snapshot).await,
            (Reader::CourtRecords, SourceId::CourtlistenerWebhook) => self.on_courtlistener(Kind::Webhook, &snapshot).await,
            (Reader::CourtRecords, SourceId::CourtlistenerApi) => self.on_courtlistener(Kind::Answer, &snapshot).await,
            (Reader::CourtRecords, SourceId::CourtlistenerBulk) => self.on_courtlistener(Kind::Bulk, &snapshot).await,
            (Reader::CourtRecords, other) => {
                Err(Failure::Reject(anyhow::anyhow!("the catalogue gives {other} to court-records, which cannot read it")))
            }
        }
    }

    async fn on_feed(&self, snapshot: StoredSnapshot) -> Result<(), Failure> {
        let bytes = self.objects.get(&snapshot.hash).await.or_retry()?;
        // Off the threads that answer and signal progress: a large, hostile feed takes seconds.
        let feed = tokio::task::spawn_blocking(move || feed::read(&bytes)).await.or_retry()?.or_reject()?;
        let reading = rules::reading(snapshot, feed);

        self.store.record(&reading).await.or_retry()?;
        let due = self.store.not_announced(reading.filings.keys()).await.or_retry()?;
        let events: Vec<FilingSeen> = due.iter().filter_map(|id| reading.filings.get(id)).map(FilingSeen::from).collect();
        self.bus.publish_all(&events).await.or_retry()?;
        self.store.mark_announced(&due).await.or_retry()?;

        metrics::read(&reading, events.len());
        tracing::info!(
            source = %reading.snapshot.source,
            snapshot = %reading.snapshot.hash,
            court = reading.court,
            items = reading.items,
            announced = events.len(),
            problems = reading.problems.len(),
            "a court's feed was read"
        );
        Ok(())
    }
}

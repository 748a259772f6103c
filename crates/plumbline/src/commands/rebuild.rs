//! `rebuild`: makes everything again that follows from the archive.
//!
//! What is kept: the bytes, what ingest knows of them, the events, and what was announced; watches with what they told; what operators accepted of releases. What is made again: the tables of normalize,
//! court-records and analytics. States on the way are not announced.

use std::{collections::BTreeSet, io::Write};

use contracts::{
    Event as _,
    events::SnapshotStored,
    ingest::{ListSnapshotsRequest, Snapshot},
};
use platform::{Bus, Clock, DatabaseLocation, config::Config};

use super::Outcome;
use crate::app::{App, CONSUMERS, Pages};

/// Whether the operator has agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// With `--yes`.
    Given,
    /// Not yet.
    Absent,
}

/// Empties the derived tables, lets their consumers begin again, and waits until everything is read. Killed on the way, it can be run again.
pub async fn run(mut config: Config, consent: Consent, out: &mut impl Write) -> anyhow::Result<Outcome> {
    anyhow::ensure!(
        consent == Consent::Given,
        "this empties the tables of normalize, court-records and analytics and reads the archive again; stop every service first, then give --yes"
    );
    let shared = config.shared()?;
    let location = |service| DatabaseLocation::new(shared.database.clone(), service);
    let bus = Bus::connect(&shared.bus, Clock::System).await?;
    for (stream, consumer) in CONSUMERS {
        bus.rewind(stream, consumer).await?;
    }
    normalize::clear(&location(normalize::NAME)).await?;
    court_records::clear(&location(court_records::NAME)).await?;
    analytics::clear(&location(analytics::NAME)).await?;

    config.set("ingest", "inbox", Vec::<String>::new());
    config.set("analytics", "announcements", "none");
    let app = App::start(config, Clock::System, Pages::Absent).await?;
    let snapshots = app.peers.ingest.clone().list_snapshots(ListSnapshotsRequest::default()).await?.into_inner().snapshots;
    let lost = lost(&bus, &snapshots).await?;
    bus.publish_all(&lost).await?;
    app.idle().await?;
    app.shut_down().await?;
    let recognized = snapshots.iter().filter(|one| !one.source.is_empty()).count();
    writeln!(out, "{recognized} snapshots were read again; {} of them were missing on the bus.", lost.len())?;
    Ok(Outcome::Done)
}

/// Snapshots that ingest has and the bus no longer does: a stream may keep less than the archive.
async fn lost(bus: &Bus, snapshots: &[Snapshot]) -> anyhow::Result<Vec<SnapshotStored>> {
    let said: Vec<(u64, SnapshotStored)> = bus.read(0, usize::MAX).await?;
    let said: BTreeSet<String> = said.iter().map(|(_, event)| event.id()).collect();
    // Latest first is how ingest lists them; vintages of the same instant do not hang on the order of events.
    let recognized = snapshots.iter().rev().filter(|one| !one.source.is_empty());
    let events = recognized.map(|one| SnapshotStored {
        source: one.source.clone(),
        hash: one.hash.clone(),
        size_bytes: one.size_bytes,
        retrieved_at: one.first_retrieved_at.clone(),
        origin: one.retrievals.first().map(|retrieval| retrieval.origin.clone()).unwrap_or_default(),
    });
    Ok(events.filter(|event| !said.contains(&event.id())).collect())
}

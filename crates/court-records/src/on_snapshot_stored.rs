//! A snapshot is in the object store: keep what it says of filings and cases, announce what is new, and tell the watches.

mod courtlistener;

pub(crate) use self::courtlistener::Counts;

use std::collections::BTreeSet;

use catalog::{Reader, SourceId};
use contracts::{
    convert::StoredSnapshot,
    events::{CaseUpdated, FilingSeen, SnapshotStored},
    parts,
};
use domain::Provenance;
use platform::{Bus, Failure, Objects, OrReject as _, OrRetry as _};

use crate::{
    courtlistener::Kind,
    fact::Fact,
    metrics,
    pacer::feed,
    record::{CaseNumber, Said, SaidBy},
    rules::{
        self,
        case::Word,
        facts, feed_facts,
        observations::{self, OFFICIAL, official_rule},
        official, pages,
    },
    store::{KnownCase, Store},
    teller::Teller,
};

/// Keeps what snapshots say of courts.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// The tables.
    pub(crate) store: Store,
    /// Where the bytes are.
    pub(crate) objects: Objects,
    /// Where news are announced.
    pub(crate) bus: Bus,
    /// Who holds filings against watches.
    pub(crate) teller: Teller,
}

impl Recorder {
    /// Handles the event. Every step can be repeated: what is stored is stored once, what is announced keeps its identity, and it counts as announced
    /// only after the bus has it.
    pub(crate) async fn on_snapshot_stored(&self, event: SnapshotStored) -> Result<(), Failure> {
        let snapshot = StoredSnapshot::try_from(event).or_reject()?;
        let source: SourceId = snapshot.source.as_str().parse().or_reject()?;
        match (source.service(), source) {
            (Reader::Normalize | Reader::Analytics, _) => Ok(()),
            (Reader::CourtRecords, SourceId::PacerRss) => self.feed(snapshot).await,
            (Reader::CourtRecords, SourceId::PacerPages) => self.page(snapshot).await,
            (Reader::CourtRecords, SourceId::ProsecutionCounts) => self.counts(snapshot).await,
            (Reader::CourtRecords, SourceId::CourtlistenerWebhook) => self.on_courtlistener(Kind::Webhook, &snapshot).await,
            (Reader::CourtRecords, SourceId::CourtlistenerApi) => self.on_courtlistener(Kind::Answer, &snapshot).await,
            (Reader::CourtRecords, SourceId::CourtlistenerBulk) => self.on_courtlistener(Kind::Bulk, &snapshot).await,
            (Reader::CourtRecords, other) => {
                Err(Failure::Reject(anyhow::anyhow!("the catalogue gives {other} to court-records, which cannot read it")))
            }
        }
    }

    async fn feed(&self, snapshot: StoredSnapshot) -> Result<(), Failure> {
        let bytes = self.objects.get(&snapshot.hash).await.or_retry()?;
        // Off the threads that answer and signal progress: a large, hostile feed takes seconds.
        let feed = tokio::task::spawn_blocking(move || feed::read(&bytes)).await.or_retry()?.or_reject()?;
        let reading = rules::reading(snapshot, feed);

        self.store.record(&reading).await.or_retry()?;
        let due = self.store.not_announced(reading.filings.keys()).await.or_retry()?;
        let events: Vec<FilingSeen> = due.iter().filter_map(|id| reading.filings.get(id)).map(FilingSeen::from).collect();
        self.bus.publish_all(&events).await.or_retry()?;

        let touched: BTreeSet<CaseNumber> = reading.filings.values().filter_map(rules::Filing::case).collect();
        let of_cases = self.cases(&[], &touched, &reading.snapshot).await?;
        let loose: Vec<&String> = reading.filings.iter().filter(|(_, filing)| filing.case().is_none()).map(|(id, _)| id).collect();
        let loose = self.store.kept_filings(loose).await.or_retry()?;
        let facts: Vec<Fact> = loose.iter().map(|(filing, first, last)| facts::of_filing(filing, *first, *last)).collect();
        let of_feed = self.changes(&reading).await?;
        let alerts = of_cases + self.teller.tell(&facts).await? + self.teller.tell(&of_feed).await?;
        self.store.mark_announced(&due).await.or_retry()?;

        metrics::read(&reading, events.len());
        tracing::info!(
            source = %reading.snapshot.source,
            snapshot = %reading.snapshot.hash,
            court = reading.court,
            items = reading.items,
            announced = events.len(),
            alerts,
            problems = reading.problems.len(),
            "a court's feed was read"
        );
        Ok(())
    }

    /// What changed between the snapshot of a feed before this one, this one, and the one after it.
    async fn changes(&self, reading: &rules::Reading) -> Result<Vec<Fact>, Failure> {
        let snapshot = &reading.snapshot;
        let [before, after] = self.store.neighbours(&reading.court, snapshot.retrieved_at, snapshot.hash.as_str()).await.or_retry()?;
        let this = reading.poll();
        let since = before.iter().flat_map(|before| feed_facts::between(&reading.court, before, &this));
        let until = after.iter().flat_map(|after| feed_facts::between(&reading.court, &this, after));
        Ok(since.chain(until).collect())
    }

    async fn counts(&self, snapshot: StoredSnapshot) -> Result<(), Failure> {
        let bytes = self.objects.get(&snapshot.hash).await.or_retry()?;
        let (numbers, problems) = official::read(&bytes).or_reject()?;
        self.store.record_problems(&snapshot, &problems).await.or_retry()?;
        self.store.keep_official(&numbers, snapshot.hash.as_str(), snapshot.retrieved_at).await.or_retry()?;
        let (observations, covers) = observations::official(&numbers);
        if let Some(covers) = covers {
            let provenance = Provenance {
                source: snapshot.source.clone(),
                snapshot: snapshot.hash.clone(),
                retrieved_at: snapshot.retrieved_at,
                rule: official_rule(&numbers),
                rule_version: OFFICIAL.1,
            };
            let unread_rows = problems.len() as u64;
            let reading = parts::Reading { provenance: &provenance, covers, unread_rows, observations: &observations };
            self.bus.publish_all(&reading.parts()).await?;
        }
        tracing::info!(source = %snapshot.source, snapshot = %snapshot.hash, numbers = numbers.len(), problems = problems.len(), "official counts were read");
        Ok(())
    }

    async fn page(&self, snapshot: StoredSnapshot) -> Result<(), Failure> {
        let bytes = self.objects.get(&snapshot.hash).await.or_retry()?;
        let said = Said { at: snapshot.retrieved_at, by: SaidBy::Retrieval };
        let origin = snapshot.origin.clone();
        let read = tokio::task::spawn_blocking(move || pages::read(&bytes, &origin, said)).await.or_retry()?;
        let (record, problems) = read.or_reject()?;
        self.store.record_problems(&snapshot, &problems).await.or_retry()?;

        let touched = BTreeSet::from([record.number.clone()]);
        let word =
            Word { record, source: snapshot.source.to_string(), snapshot: snapshot.hash.to_string(), retrieved_at: snapshot.retrieved_at };
        let alerts = self.cases(&[word], &touched, &snapshot).await?;
        tracing::info!(source = %snapshot.source, snapshot = %snapshot.hash, alerts, problems = problems.len(), "a page of PACER was read");
        Ok(())
    }

    /// Keeps words, makes the cases again that are followed, announces those that are others now, and tells watches what is known of all; gives the number
    /// of alerts that are new or say more.
    async fn cases(&self, words: &[Word], touched: &BTreeSet<CaseNumber>, snapshot: &StoredSnapshot) -> Result<usize, Failure> {
        let followed = self.store.followed(touched).await.or_retry()?;
        let known = self.store.keep(words, &followed).await.or_retry()?;
        let keys: Vec<String> = known.iter().map(|case| case.state.number.key()).collect();
        let news = self.store.news(&keys).await.or_retry()?;
        let events: Vec<CaseUpdated> = news.iter().map(|news| crate::wire::case_updated(news, snapshot)).collect();
        self.bus.publish_all(&events).await.or_retry()?;
        self.store.mark_told(&news).await.or_retry()?;

        let made: BTreeSet<CaseNumber> = known.iter().map(|case| case.state.number.clone()).collect();
        let others: Vec<CaseNumber> = touched.difference(&made).cloned().collect();
        let known: Vec<KnownCase> = known.into_iter().chain(self.store.cases(&others).await.or_retry()?).collect();
        let facts: Vec<Fact> = known.iter().flat_map(facts::of_case).collect();
        Ok(self.teller.tell(&facts).await?)
    }
}

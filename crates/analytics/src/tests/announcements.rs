//! What is announced when a snapshot is whole: exactly what it moved, with before and after, once for each number of a result.

use std::collections::BTreeMap;

use catalog::ClaimEntry;
use contracts::{
    convert::RecordedPart,
    events::{ComparisonUpdated, ObservationsRecorded, VerdictChanged},
};
use domain::{Instant, Provenance};
use platform::{Bus, Clock, DatabaseLocation, config::BusConfig};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::{
    Announcements,
    announcer::Announcer,
    answers::Answers,
    on_observations_recorded::Recorder,
    store::{Announced, Kind, Pending, Store},
    tests::{hash, instant, location, recorded, year},
};

struct Place {
    folder: TempDir,
    bus: Bus,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bus.db").display().to_string();
        let bus = Bus::connect(&BusConfig { path, ..BusConfig::default() }, Clock::System).await.expect("a bus");
        Self { folder, bus }
    }

    fn database(&self) -> DatabaseLocation {
        location(self.folder.path())
    }

    async fn replica(&self, announcements: Announcements) -> Recorder {
        let answers = Answers::new(Store::open(&self.database()).await.expect("a store"));
        let announcer = Announcer { answers: answers.clone(), bus: self.bus.clone(), turn: std::sync::Arc::new(Mutex::new(())) };
        Recorder { answers, announcer, announcements }
    }

    async fn verdicts(&self) -> Vec<VerdictChanged> {
        self.bus.read(0, 10_000).await.expect("events").into_iter().map(|(_, event)| event).collect()
    }

    async fn comparisons(&self) -> Vec<ComparisonUpdated> {
        self.bus.read(0, 10_000).await.expect("events").into_iter().map(|(_, event)| event).collect()
    }
}

fn entry(claim: &str) -> &'static ClaimEntry {
    catalog::claim(claim).expect("a claim of the ledger")
}

/// A snapshot of the table of figures that gives the count of C12 and the count before it, and perhaps a year that nothing reads.
fn file(snapshot: &str, retrieved_at: &str, now: &str, before: &str, unread_by_all: &str) -> ObservationsRecorded {
    let figures = &entry("C12").figures;
    let mut observations = Vec::new();
    for (selector, value) in figures.iter().zip([now, before]) {
        let mut one = recorded(snapshot, 2025, value).observation;
        one.period = selector.period;
        one.measure = selector.series.measure.clone();
        one.unit = selector.series.unit;
        one.population = selector.series.population.clone();
        one.geography = selector.series.geography.clone();
        one.definition = selector.series.definition.clone();
        one.locator = format!("figure of {}", selector.period.label());
        observations.push((&one).into());
    }
    let mut other = recorded(snapshot, 1999, unread_by_all).observation;
    other.population = "us/ky/louisville-metro-pd".parse().expect("a path");
    observations.push((&other).into());
    ObservationsRecorded {
        source: "published-figures".into(),
        snapshot: hash(snapshot).to_string(),
        retrieved_at: instant(retrieved_at).to_string(),
        rule: "published_figures".into(),
        rule_version: 1,
        part: 0,
        parts: 1,
        covers_start: year(1990).start().to_string(),
        covers_end: year(2030).end().to_string(),
        unread_rows: 0,
        observations,
    }
}

#[tokio::test]
async fn only_what_rests_on_a_restated_number_is_announced_with_before_and_after() {
    let place = Place::new().await;
    let recorder = place.replica(Announcements::Changes).await;
    recorder.on_observations_recorded(file("a", "2026-01-08", "275", "19", "7")).await.expect("handled");
    let first = place.verdicts().await;
    assert!(first.iter().all(|event| event.sequence == 1 && event.before_hash.is_empty() && event.finding_before.is_empty()));
    let said: Vec<&str> = first.iter().map(|event| event.claim.as_str()).collect();
    let reads = |entry: &&ClaimEntry| entry.selectors().iter().any(|selector| selector.series.source.as_str() == "published-figures");
    let reading: Vec<&str> = catalog::ledger().iter().filter(reads).map(|entry| entry.claim.id.as_str()).collect();
    assert_eq!(said.iter().collect::<std::collections::BTreeSet<_>>(), reading.iter().collect());

    // Nothing rests on the number that changes, and the same event comes twice.
    let comparisons = place.comparisons().await.len();
    for event in [file("b", "2026-02-08", "275", "19", "8"), file("b", "2026-02-08", "275", "19", "8")] {
        recorder.on_observations_recorded(event).await.expect("handled");
    }
    assert_eq!((place.verdicts().await.len(), place.comparisons().await.len()), (first.len(), comparisons));

    recorder.on_observations_recorded(file("c", "2026-03-08", "275", "24", "8")).await.expect("handled");
    let moved = &place.verdicts().await[first.len()..];
    let before = entry("C12").figures.get(1).expect("the count before");
    let rests: Vec<&str> =
        catalog::ledger().iter().filter(|entry| entry.selectors().contains(&before)).map(|entry| entry.claim.id.as_str()).collect();
    assert!(rests.contains(&"C12"));
    assert!(moved.iter().all(|event| rests.contains(&event.claim.as_str())), "{moved:?}");
    let c12 = moved.iter().find(|event| event.claim == "C12").expect("C12 moved");
    assert_eq!((c12.snapshot.as_str(), c12.sequence), (hash("c").as_str(), 2));
    let was = first.iter().find(|event| event.claim == "C12").expect("C12 was announced");
    assert_eq!((&c12.before_hash, &c12.finding_before), (&was.result_hash, &was.finding));
    let figures = c12.changes.iter().find(|change| change.part == "figures").expect("the figures are others");
    insta::assert_snapshot!(format!("{}\n{}", figures.before, figures.after), @r"
    assaults_on_officers of us/dhs/ice, 2024-01-20 to 2024-12-31: 19 events in an unstated unit
    assaults_on_officers of us/dhs/ice, 2024-01-20 to 2024-12-31: 24 events in an unstated unit
    ");
}

#[tokio::test]
async fn a_result_that_returns_is_announced_again() {
    let place = Place::new().await;
    let recorder = place.replica(Announcements::Changes).await;
    for (snapshot, at, before) in [("a", "2026-01-08", "19"), ("b", "2026-02-08", "24"), ("c", "2026-03-08", "19")] {
        recorder.on_observations_recorded(file(snapshot, at, "275", before, "7")).await.expect("handled");
    }
    let all: Vec<VerdictChanged> = place.verdicts().await.into_iter().filter(|event| event.claim == "C12").collect();
    let [first, second, third] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((&first.result_hash, &second.result_hash), (&third.result_hash, &third.before_hash));
    assert_eq!([first.sequence, second.sequence, third.sequence], [1, 2, 3]);
}

#[tokio::test]
async fn what_a_process_decided_to_say_before_it_died_is_said_by_the_next() {
    let place = Place::new().await;
    let recorder = place.replica(Announcements::Changes).await;
    let event = VerdictChanged { claim: "C01".into(), result_hash: "ab".repeat(32), sequence: 1, ..VerdictChanged::default() };
    let pending =
        Pending { kind: Kind::Verdict, name: "C01".into(), sequence: 1, event: serde_json::to_string(&event).expect("an event is JSON") };
    let result = Announced { result_hash: event.result_hash.clone(), ..Announced::default() };
    let store = recorder.answers.store();
    assert_eq!(store.announce(vec![(pending.clone(), result.clone())]).await.expect("announced").len(), 1);
    assert_eq!(store.announce(vec![(pending, result)]).await.expect("announced"), [], "the number is taken");
    recorder.on_observations_recorded(file("a", "2026-01-08", "275", "19", "7")).await.expect("handled");
    let of_claim: Vec<VerdictChanged> = place.verdicts().await.into_iter().filter(|event| event.claim == "C01").collect();
    assert_eq!(of_claim.first(), Some(&event));
    assert!(of_claim.iter().zip(1..).all(|(event, number)| event.sequence == number), "{of_claim:?}");
    assert_eq!(store.pending().await.expect("an answer"), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_give_every_number_of_a_result_one_event_and_the_last_is_the_state() {
    let place = Place::new().await;
    let replicas = [place.replica(Announcements::Changes).await, place.replica(Announcements::Changes).await];
    for round in 0..6 {
        let files = [0, 1].map(|replica| {
            let value = (20 + round * 2 + replica).to_string();
            file(&format!("{round}-{replica}"), &format!("2026-01-{:02}", 1 + round * 2 + replica), "275", &value, "7")
        });
        let [one, other] = files;
        let (a, b) = tokio::join!(replicas[0].on_observations_recorded(one), replicas[1].on_observations_recorded(other));
        a.and(b).expect("handled");
    }
    let mut by_number: BTreeMap<(String, i64), String> = BTreeMap::new();
    for event in place.verdicts().await {
        let place = (event.claim.clone(), event.sequence);
        assert_eq!(by_number.insert(place, event.result_hash), None, "one event for {} {}", event.claim, event.sequence);
    }
    let last = by_number.iter().rfind(|((claim, _), _)| claim == "C12").map(|(_, hash)| hash.clone());
    let state = replicas[0].answers.verdict("C12", Instant::MAX).await.expect("an answer").expect("a verdict");
    assert_eq!(last, Some(crate::wire::verdict_hash(&state)));
}

#[tokio::test]
async fn a_rebuild_says_nothing_and_keeps_what_was_said() {
    let place = Place::new().await;
    let recorder = place.replica(Announcements::Changes).await;
    recorder.on_observations_recorded(file("a", "2026-01-08", "275", "19", "7")).await.expect("handled");
    let said = place.verdicts().await.len();
    crate::clear(&place.database()).await.expect("cleared");
    let part = RecordedPart::try_from(file("a", "2026-01-08", "275", "19", "7")).expect("a part");
    let Provenance { source, .. } = part.provenance;
    assert_eq!(recorder.answers.store().vintages(source.as_str()).await.expect("an answer"), []);
    let silent = place.replica(Announcements::None).await;
    silent.on_observations_recorded(file("a", "2026-01-08", "275", "19", "7")).await.expect("handled");
    recorder.on_observations_recorded(file("a", "2026-01-08", "275", "19", "7")).await.expect("handled");
    assert_eq!(place.verdicts().await.len(), said);
}

//! The handler on a real store, a real object store and the embedded bus.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use contracts::{
    Event as _,
    convert::RecordedPart,
    normalize::{ListDecodingsRequest, ListProblemsRequest, normalize_service_server::NormalizeService as _},
};
use domain::{Geography, Instant, Observation, Period, Reading, SnapshotHash, Value};
use platform::{
    Clock, DatabaseLocation, Stop,
    bus::LARGEST_EVENT,
    config::{BusConfig, DatabaseConfig, ObjectsConfig},
    objects::hash_of,
    rpc::Listener,
};
use testkit::{TempDir, eventually, temp_dir};
use tokio::sync::Semaphore;
use tonic::Request;

use contracts::parts::MOST_PART_BYTES;

use super::*;
use crate::store::Wanted;

/// Everything that the handler stands on, in a folder of its own.
struct Fixture {
    normalizer: Normalizer,
    database: DatabaseLocation,
    clock: Clock,
    _folder: TempDir,
}

async fn fixture(test: &str) -> Fixture {
    let folder = temp_dir(test);
    let below = |name: &str| folder.path().join(name).display().to_string();
    let clock = Clock::manual("2026-01-09T12:00:00Z".parse().expect("an instant"));
    let database = DatabaseConfig { url: format!("sqlite:{}", below("tables")), ..DatabaseConfig::default() };
    let database = DatabaseLocation::new(database, "normalize");
    let bus = BusConfig { path: below("bus.db"), ..BusConfig::default() };
    let store = Store::open(&database).await.expect("a store");
    let objects = Objects::open(&ObjectsConfig { url: below("objects") }).expect("objects");
    let bus = Bus::connect(&bus, clock.clone()).await.expect("a bus");
    let releaser = Releaser {
        store: store.clone(),
        objects: objects.clone(),
        bus: bus.clone(),
        clock: clock.clone(),
        making: Arc::new(crate::Config::default().making().await.expect("the usual rules")),
        turn: Arc::new(Semaphore::new(1)),
    };
    let normalizer = Normalizer { store, objects, bus, releaser };
    Fixture { normalizer, database, clock, _folder: folder }
}

impl Fixture {
    async fn stored(&self, source: &str, content: &str) -> SnapshotStored {
        let hash = self.normalizer.objects.put(Bytes::from(content.to_owned())).await.expect("stored");
        announced(source, &hash)
    }

    /// What was published, one part a line.
    async fn published(&self) -> String {
        let events = self.normalizer.bus.read::<ObservationsRecorded>(0, 1000).await.expect("events");
        let line = |event: ObservationsRecorded| {
            let part = RecordedPart::try_from(event).expect("a valid part");
            let values: Vec<String> = part.observations.iter().take(4).filter_map(|one| Some(one.reading.value()?.to_string())).collect();
            let of = &part.provenance;
            format!(
                "{}/{} {} {}/{} covers {} [{}]",
                part.part,
                part.parts,
                of.source,
                of.rule,
                of.rule_version,
                part.covers,
                values.join(" ")
            )
        };
        events.into_iter().map(|(_, event)| line(event)).collect::<Vec<_>>().join("\n")
    }

    /// What was remembered.
    async fn remembered(&self) -> String {
        let found = self.normalizer.store.decodings(&Wanted::default(), 100).await.expect("decodings");
        let line = |one: &Decoding| {
            format!("{} {} rows {} observations {} problems {}", one.source, one.rows, one.observations, one.problems, one.refused)
        };
        found.iter().map(line).collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }
}

fn announced(source: &str, hash: &SnapshotHash) -> SnapshotStored {
    SnapshotStored {
        source: source.to_owned(),
        hash: hash.to_string(),
        size_bytes: 1,
        retrieved_at: "2026-01-08T10:00:00.000Z".to_owned(),
        origin: "staffing.csv".to_owned(),
    }
}

const STAFFING: &str = "sector,fiscal_year,number_of_agents\nyuma,2019,809\nyuma,2018,many\n";

#[tokio::test]
async fn a_snapshot_is_read_remembered_and_announced_once_however_often_it_is_delivered() {
    let fixture = fixture("normalize-once").await;
    let event = fixture.stored("usbp-staffing", STAFFING).await;
    for _ in 0..3 {
        fixture.normalizer.on_snapshot_stored(event.clone()).await.expect("handled");
    }
    insta::assert_snapshot!(fixture.published().await, @"0/1 usbp-staffing usbp_staffing/1 covers [2017-10-01, 2019-10-01) [809]");
    insta::assert_snapshot!(fixture.remembered().await, @"usbp-staffing 2 rows 2 observations 1 problems");
}

#[tokio::test]
async fn what_is_not_the_format_is_remembered_and_set_aside_with_the_reason() {
    let fixture = fixture("normalize-refused").await;
    let event = fixture.stored("usbp-staffing", "<!DOCTYPE html><title>Busy</title>").await;
    let failure = fixture.normalizer.on_snapshot_stored(event.clone()).await.expect_err("a failure");
    let Failure::Reject(reason) = failure else { panic!("{failure:?}") };
    let expected = format!("snapshot {} of usbp-staffing from staffing.csv: this is an HTML page titled \"Busy\"", &event.hash[..12]);
    assert!(reason.to_string().starts_with(&expected), "{reason}");
    assert_eq!(fixture.published().await, "");
    insta::assert_snapshot!(fixture.remembered().await, @r#"usbp-staffing 0 rows 0 observations 0 problems this is an HTML page titled "Busy", not a data file: the publisher may have answered with an error page, whatever the file is called"#);
}

#[tokio::test]
async fn what_others_read_is_left_alone_and_what_nobody_knows_is_set_aside() {
    let fixture = fixture("normalize-others").await;
    let absent = hash_of(b"never stored");
    fixture.normalizer.on_snapshot_stored(announced("pacer-rss", &absent)).await.expect("left alone");
    let unknown = fixture.normalizer.on_snapshot_stored(announced("no-such-source", &absent)).await.expect_err("a failure");
    assert!(matches!(unknown, Failure::Reject(_)), "{unknown:?}");
    let broken = SnapshotStored { hash: "abc".to_owned(), ..announced("usbp-staffing", &absent) };
    let broken = fixture.normalizer.on_snapshot_stored(broken).await.expect_err("a failure");
    assert!(matches!(broken, Failure::Reject(_)), "{broken:?}");
    let absent = fixture.normalizer.on_snapshot_stored(announced("usbp-staffing", &absent)).await.expect_err("a failure");
    assert!(matches!(absent, Failure::Retry(_)), "{absent:?}");
    assert_eq!((fixture.published().await, fixture.remembered().await), (String::new(), String::new()));
}

#[tokio::test]
async fn the_service_reads_what_is_on_the_bus_and_answers_questions() {
    let fixture = fixture("normalize-service").await;
    let good = fixture.stored("usbp-staffing", STAFFING).await;
    let bad = fixture.stored("usbp-staffing", "no,such,columns\n1,2,3\n").await;
    fixture.normalizer.bus.publish_all(&[good.clone(), bad]).await.expect("published");
    let stop = Stop::new();
    let health = platform::health::Health::default();
    health.expect("normalize");
    let context = platform::Context {
        config: crate::Config::default(),
        secrets: platform::config::Secrets::default(),
        clock: fixture.clock.clone(),
        bus: fixture.normalizer.bus.clone(),
        objects: fixture.normalizer.objects.clone(),
        database: fixture.database.clone(),
        grpc: Listener::bind("127.0.0.1:0").await.expect("a listener"),
        health: health.clone(),
        stop: stop.clone(),
    };
    let test = async {
        eventually(Duration::from_secs(30), "both snapshots to be handled", async || {
            let backlog = fixture.normalizer.bus.backlog(SnapshotStored::STREAM, "normalize").await.expect("a backlog");
            let handled = backlog.waiting + backlog.in_hand == 0 && health.waiting_for().is_empty();
            handled.then_some(())
        })
        .await;
        stop.ask();
    };
    let (ended, ()) = tokio::join!(crate::run(context), test);
    ended.expect("an orderly end");
    insta::assert_snapshot!(fixture.published().await, @"0/1 usbp-staffing usbp_staffing/1 covers [2017-10-01, 2019-10-01) [809]");
    let rejected = fixture.normalizer.bus.rejected(10).await.expect("rejected");
    let reasons: Vec<&str> = rejected.iter().map(|one| one.reason.split_once(": ").map_or("", |(_, reason)| reason)).collect();
    insta::assert_snapshot!(reasons.join("\n"), @"it lacks the columns `sector`, `fiscal_year`, `number_of_agents`; found were `no`, `such`, `columns`");
}

#[tokio::test]
async fn questions_are_answered_by_source_and_snapshot_and_nonsense_is_refused() {
    let fixture = fixture("normalize-questions").await;
    let event = fixture.stored("usbp-staffing", STAFFING).await;
    fixture.normalizer.on_snapshot_stored(event.clone()).await.expect("handled");
    let api = crate::grpc::Api::new(fixture.normalizer.store.clone());
    let ask = |source: &str, snapshot: &str| ListProblemsRequest { source: source.to_owned(), snapshot: snapshot.to_owned() };
    let found = api.list_problems(Request::new(ask("usbp-staffing", &event.hash))).await.expect("an answer").into_inner();
    let lines: Vec<String> =
        found.problems.iter().map(|one| format!("{}/{} {}: {}", one.rule, one.rule_version, one.locator, one.message)).collect();
    insta::assert_snapshot!(lines.join("\n"), @"usbp_staffing/1 line 3, column number_of_agents: `many` is not a count");
    let nothing = api.list_problems(Request::new(ask("published-figures", ""))).await.expect("an answer").into_inner();
    assert_eq!(nothing.problems, []);
    let refused = api.list_problems(Request::new(ask("", "abc"))).await.expect_err("a refusal");
    assert_eq!(refused.code(), tonic::Code::InvalidArgument);
    let all = ListDecodingsRequest { source: String::new(), snapshot: String::new() };
    let decodings = api.list_decodings(Request::new(all)).await.expect("an answer").into_inner().decodings;
    let lines: Vec<String> = decodings
        .iter()
        .map(|one| format!("{} {} rows {} observations {} problems", one.rule, one.rows, one.observations, one.problems))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"usbp_staffing 2 rows 2 observations 1 problems");
}

fn snapshot() -> StoredSnapshot {
    StoredSnapshot {
        source: "usbp-staffing".parse().expect("a slug"),
        hash: hash_of(b"x"),
        size_bytes: 1,
        retrieved_at: Instant::from_unix_millis(0),
        origin: "x".to_owned(),
    }
}

fn decoded(observations: usize, locator: &str) -> Decoded {
    let period = Period::calendar_year(2020).expect("a year");
    let one = |n: usize| Observation {
        measure: "employees".parse().expect("a measure"),
        unit: domain::CountingUnit::Employee,
        population: "us".parse().expect("a population"),
        geography: format!("county/{n}").parse::<Geography>().expect("a geography"),
        period,
        reading: Reading::Exact(Value::count(1)),
        definition: "opm-all-employees".parse().expect("a definition"),
        locator: locator.to_owned(),
        citation: None,
    };
    Decoded {
        unread_rows: 0,
        observations: (0..observations).map(one).collect(),
        problems: Vec::new(),
        rows: 1,
        covers: period,
        rule: "r",
        rule_version: 1,
    }
}

#[test]
fn parts_are_small_whole_and_at_least_one() {
    let check = |observations: usize, locator: &str, expected: &[usize]| {
        let parts = parts(&snapshot(), &decoded(observations, locator));
        let sizes: Vec<usize> = parts.iter().map(|part| part.observations.len()).collect();
        assert_eq!(sizes, expected);
        for (number, part) in parts.iter().enumerate() {
            assert_eq!((part.part, part.parts), (i32::try_from(number).expect("small"), i32::try_from(expected.len()).expect("small")));
            let json = serde_json::to_string(part).expect("JSON");
            assert!(json.len() < MOST_PART_BYTES && MOST_PART_BYTES < LARGEST_EVENT, "{}", json.len());
        }
    };
    check(0, "", &[0]);
    check(400, "line 1", &[400]);
    check(801, "line 1", &[400, 400, 1]);
    check(100, &"1,".repeat(4_000), &[61, 39]);
    check(20, &"\u{1}".repeat(8_000), &[10, 10]);
}

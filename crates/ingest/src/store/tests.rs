//! The store on SQLite and on PostgreSQL: the same checks.

use platform::config::DatabaseConfig;
use sea_orm_migration::MigratorTrait as _;
use testkit::{Postgres, TempDir, temp_dir};

use super::*;
use crate::rules::courtlistener::Question;

/// A database that lasts as long as this.
struct Fixture {
    store: Store,
    _folder: TempDir,
    _server: Option<Postgres>,
}

async fn sqlite(test: &str) -> Fixture {
    let folder = temp_dir(test);
    let config = DatabaseConfig { url: format!("sqlite:{}", folder.path().display()), ..DatabaseConfig::default() };
    let store = Store::open(&DatabaseLocation::new(config, "ingest")).await.expect("a store");
    Fixture { store, _folder: folder, _server: None }
}

async fn postgres(test: &str) -> Option<Fixture> {
    let server = Postgres::start(test)?;
    let config =
        DatabaseConfig { url: server.url(), schema_prefix: server.schema_prefix().to_owned(), connections: 3, ..DatabaseConfig::default() };
    let store = Store::open(&DatabaseLocation::new(config, "ingest")).await.expect("a store");
    Some(Fixture { store, _folder: temp_dir(test), _server: Some(server) })
}

/// Stamps a check out for both databases.
macro_rules! on_both {
    ($($check:ident;)+) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $check() {
                let fixture = super::sqlite(concat!("ingest-", stringify!($check))).await;
                super::$check(&fixture.store).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $check() {
                if let Some(fixture) = super::postgres(concat!("ingest-", stringify!($check))).await {
                    super::$check(&fixture.store).await;
                }
            })+
        }
    };
}

on_both! {
    migrations_go_up_and_down_and_up;
    the_same_bytes_again_are_one_snapshot_with_one_more_retrieval;
    an_older_retrieval_does_not_overwrite_a_newer_one;
    a_state_of_a_file_counts_once;
    a_delivery_counts_once_until_its_name_is_forgotten;
    bytes_that_count_once_are_left_alone_afterwards;
    what_is_not_announced_is_known_until_it_is;
    the_unrecognized_are_listed_until_somebody_names_their_source;
    counts_are_by_source;
    a_fetch_is_taken_by_one_process_and_remembers_what_the_server_said;
    incidents_are_listed_latest_first_and_hold_any_text;
    a_question_goes_on_from_where_it_was_left;
    an_alert_is_followed_once;
}

fn at(seconds: i64) -> Instant {
    Instant::from_unix_millis(1_767_960_000_000 + seconds * 1000)
}

fn slug(text: &str) -> SourceSlug {
    text.parse().expect("a slug")
}

fn hash(digit: char) -> SnapshotHash {
    digit.to_string().repeat(64).parse().expect("a hash")
}

fn retrieval(source: &str, digit: char, seconds: i64) -> NewRetrieval {
    NewRetrieval {
        source: if source.is_empty() { Err("its header fits no source".to_owned()) } else { Ok(slug(source)) },
        hash: hash(digit),
        size_bytes: 5,
        at: at(seconds),
        channel: Channel::Submitted,
        origin: format!("{digit}.csv"),
        validators: Validators::default(),
    }
}

async fn record(store: &Store, source: &str, digit: char, seconds: i64) -> Recorded {
    store.record(&retrieval(source, digit, seconds), &Mark::Each).await.expect("recorded")
}

/// The snapshots, one a line.
async fn listed(store: &Store, wanted: Wanted) -> String {
    let snapshots = store.snapshots(&wanted).await.expect("snapshots");
    let line = |(snapshot, retrievals): (Snapshot, Vec<Retrieval>)| {
        let times: Vec<String> = retrievals.iter().map(|retrieval| format!("{} {}", retrieval.channel.as_str(), retrieval.at)).collect();
        format!(
            "{} {} first {} last {} [{}] {}\n",
            snapshot.source.as_ref().map_or("-", SourceSlug::as_str),
            snapshot.origin,
            snapshot.first_retrieved_at,
            snapshot.last_retrieved_at,
            times.join(", "),
            snapshot.unrecognized_reason,
        )
    };
    snapshots.into_iter().map(line).collect()
}

async fn migrations_go_up_and_down_and_up(store: &Store) {
    record(store, "pacer-rss", 'a', 0).await;
    migration::Migrator::down(&store.db, None).await.expect("down");
    assert!(store.snapshots(&Wanted::All).await.is_err());
    migration::Migrator::up(&store.db, None).await.expect("up");
    assert_eq!(store.snapshots(&Wanted::All).await.expect("an empty table"), []);
}

async fn the_same_bytes_again_are_one_snapshot_with_one_more_retrieval(store: &Store) {
    let is_known = |recorded| matches!(recorded, Recorded::New { is_known: true, .. });
    assert!(!is_known(record(store, "pacer-rss", 'a', 0).await));
    assert!(is_known(record(store, "pacer-rss", 'a', 60).await));
    assert!(!is_known(record(store, "published-figures", 'a', 120).await), "another source is another snapshot");
    let text = listed(store, Wanted::Of(slug("pacer-rss"))).await.trim_end().to_owned();
    insta::allow_duplicates! {
        insta::assert_snapshot!(text, @"pacer-rss a.csv first 2026-01-09T12:00:00.000Z last 2026-01-09T12:01:00.000Z [submitted 2026-01-09T12:01:00.000Z, submitted 2026-01-09T12:00:00.000Z]");
    }
    assert_eq!(listed(store, Wanted::Hash(hash('a'))).await.lines().count(), 2);
    assert_eq!(listed(store, Wanted::One(slug("published-figures"), hash('a'))).await.lines().count(), 1);
    assert_eq!(listed(store, Wanted::Hash(hash('b'))).await, "");
}

async fn an_older_retrieval_does_not_overwrite_a_newer_one(store: &Store) {
    record(store, "pacer-rss", 'a', 60).await;
    record(store, "pacer-rss", 'a', 0).await;
    let text = listed(store, Wanted::All).await.trim_end().to_owned();
    insta::allow_duplicates! {
        insta::assert_snapshot!(text, @"pacer-rss a.csv first 2026-01-09T12:01:00.000Z last 2026-01-09T12:01:00.000Z [submitted 2026-01-09T12:01:00.000Z, submitted 2026-01-09T12:00:00.000Z]");
    }
}

async fn a_state_of_a_file_counts_once(store: &Store) {
    let file = |modified_nanos| Mark::File { path: "/inbox/a.csv".to_owned(), stamp: Stamp { size_bytes: 5, modified_nanos } };
    let new = retrieval("pacer-rss", 'a', 0);
    assert!(matches!(store.record(&new, &file(1)).await.expect("recorded"), Recorded::New { .. }));
    assert_eq!(store.record(&new, &file(1)).await.expect("seen"), Recorded::Before);
    assert!(matches!(store.record(&new, &file(2)).await.expect("changed"), Recorded::New { is_known: true, .. }));
    let incident = Incident { at: at(0), source: String::new(), origin: "a.csv".to_owned(), message: "too large".to_owned() };
    assert!(store.record_incident(&incident, &file(3)).await.expect("recorded"));
    assert!(!store.record_incident(&incident, &file(3)).await.expect("seen"));
    let seen = store.seen_files().await.expect("files");
    assert_eq!(seen.get("/inbox/a.csv"), Some(&Stamp { size_bytes: 5, modified_nanos: 3 }));
}

async fn a_delivery_counts_once_until_its_name_is_forgotten(store: &Store) {
    let named = |key: &str| Mark::Delivery(Delivery { idempotency_key: key.to_owned(), expires_at: at(100) });
    let deliver = async |digit: char, key: &str, seconds: i64| match store
        .record(&retrieval("courtlistener-webhook", digit, seconds), &named(key))
        .await
        .expect("recorded")
    {
        Recorded::New { is_known: true, .. } => "known bytes",
        Recorded::New { is_known: false, .. } => "new bytes",
        Recorded::Before => "delivered before",
    };
    assert_eq!(deliver('a', "k1", 0).await, "new bytes");
    assert_eq!(deliver('a', "k1", 1).await, "delivered before");
    assert_eq!(deliver('a', "k2", 2).await, "known bytes");
    assert_eq!(deliver('b', "k1", 3).await, "new bytes", "a name that is used for other bytes loses none");
    assert!(store.is_delivered("k1", &hash('a'), at(99)).await.expect("asked"));
    assert!(!store.is_delivered("k1", &hash('a'), at(100)).await.expect("asked"));
    assert_eq!(deliver('a', "k1", 100).await, "known bytes", "forgotten");
    let counts = store.counts().await.expect("counts");
    assert_eq!(counts.get("courtlistener-webhook").map(|counts| (counts.snapshots, counts.retrievals)), Some((2, 4)));
}

async fn bytes_that_count_once_are_left_alone_afterwards(store: &Store) {
    let new = retrieval("published-figures", 'a', 0);
    assert!(matches!(store.record(&new, &Mark::OncePerContent).await.expect("recorded"), Recorded::New { is_known: false, .. }));
    assert_eq!(store.record(&new, &Mark::OncePerContent).await.expect("known"), Recorded::Before);
    let counts = store.counts().await.expect("counts");
    assert_eq!(counts.get("published-figures").map(|counts| counts.retrievals), Some(1));
}

async fn what_is_not_announced_is_known_until_it_is(store: &Store) {
    for (source, digit, seconds) in [("pacer-rss", 'b', 60), ("pacer-rss", 'a', 0), ("", 'c', 0)] {
        record(store, source, digit, seconds).await;
    }
    let pending = store.unannounced(10).await.expect("pending");
    assert_eq!(pending.iter().map(|snapshot| snapshot.origin.as_str()).collect::<Vec<_>>(), ["a.csv", "b.csv"]);
    store.mark_announced(&slug("pacer-rss"), &hash('a'), at(90)).await.expect("marked");
    assert_eq!(store.unannounced(10).await.expect("pending").len(), 1);
    let again = record(store, "pacer-rss", 'a', 120).await;
    assert!(matches!(again, Recorded::New { snapshot: Snapshot { is_announced: true, .. }, .. }));
}

async fn the_unrecognized_are_listed_until_somebody_names_their_source(store: &Store) {
    record(store, "", 'a', 0).await;
    record(store, "", 'b', 1).await;
    record(store, "pacer-rss", 'b', 2).await;
    let text = listed(store, Wanted::Unrecognized).await.trim_end().to_owned();
    insta::allow_duplicates! {
        insta::assert_snapshot!(text, @"- a.csv first 2026-01-09T12:00:00.000Z last 2026-01-09T12:00:00.000Z [submitted 2026-01-09T12:00:00.000Z] its header fits no source");
    }
    assert_eq!(listed(store, Wanted::All).await.lines().count(), 3, "what was recorded stays recorded");
}

async fn counts_are_by_source(store: &Store) {
    assert!(store.counts().await.expect("counts").is_empty());
    for (source, digit, seconds) in [("pacer-rss", 'a', 0), ("pacer-rss", 'a', 60), ("pacer-rss", 'b', 30), ("", 'c', 0)] {
        record(store, source, digit, seconds).await;
    }
    let counts = store.counts().await.expect("counts");
    let pacer = SourceCounts { snapshots: 2, retrievals: 3, last_retrieved_at: Some(at(60)) };
    assert_eq!(counts.get("pacer-rss"), Some(&pacer));
    assert_eq!(counts.get("").map(|counts| counts.snapshots), Some(1));
}

async fn a_fetch_is_taken_by_one_process_and_remembers_what_the_server_said(store: &Store) {
    let (source, location) = (slug("pacer-rss"), "https://a.example/feed");
    let new = store.fetch_state(&source, location).await.expect("a state");
    assert!(new.next_due_at < at(0), "a new fetch is due at once");
    assert!(store.claim_fetch(&source, location, at(0), at(900)).await.expect("claimed"));
    assert!(!store.claim_fetch(&source, location, at(1), at(901)).await.expect("asked"), "somebody has it");
    assert!(store.claim_fetch(&source, location, at(900), at(1800)).await.expect("claimed"), "who had it was not heard of");

    let validators = Validators { etag: "\"v1\"".to_owned(), last_modified: String::new() };
    let state = FetchState { validators: validators.clone(), checked_at: Some(at(5)), next_due_at: at(3600), ..new };
    let new = NewRetrieval { validators, ..retrieval("pacer-rss", 'a', 5) };
    store.record(&new, &Mark::Fetch(state.clone())).await.expect("recorded");
    assert_eq!(store.fetch_state(&source, location).await.expect("a state"), state);
    let failed = FetchState { failures: 1, ..state };
    store.write_fetch_state(&failed).await.expect("written");
    assert_eq!(store.fetch_state(&source, location).await.expect("a state"), failed);
}

async fn a_question_goes_on_from_where_it_was_left(store: &Store) {
    let trail = |docket: u64, seconds: i64| Trail::new(Question::Entries(docket), at(seconds));
    store.begin_trails(&[trail(1, 0), trail(2, 50)]).await.expect("begun");
    assert_eq!(store.due_trails(at(10)).await.expect("trails"), [trail(1, 0)]);
    let further = Trail { cursor: "c1".to_owned(), answers: 1, due_at: Some(at(20)), ..trail(1, 0) };
    let new = retrieval("courtlistener-api", 'a', 5);
    store.record(&new, &Mark::Trail(further.clone())).await.expect("recorded");
    store.begin_trails(&[trail(1, 30)]).await.expect("begun before");
    assert_eq!(store.due_trails(at(60)).await.expect("trails"), [further.clone(), trail(2, 50)]);
    let for_good = Trail { due_at: None, ..further.clone() };
    store.record(&new, &Mark::Trail(for_good)).await.expect("recorded");
    assert_eq!(store.next_trail_due_at().await.expect("asked"), Some(at(50)));
    store.begin_trails(&[trail(1, 30)]).await.expect("followed again");
    assert_eq!(store.due_trails(at(40)).await.expect("trails"), [Trail { due_at: Some(at(30)), ..further }]);

    for seconds in [3, 1, 2] {
        store.record_asked(at(seconds)).await.expect("written");
    }
    assert_eq!(store.asked_since(at(1)).await.expect("asked"), [at(2), at(3)]);
}

async fn an_alert_is_followed_once(store: &Store) {
    let alerts = slug("courtlistener-webhook");
    record(store, "courtlistener-webhook", 'a', 0).await;
    record(store, "pacer-rss", 'b', 0).await;
    let found = store.not_followed(&alerts, 10).await.expect("alerts");
    assert_eq!(found, [(hash('a'), at(0))]);
    let trail = Trail::of_alert(Question::Docket(1), at(0));
    for _ in 0..2 {
        store.follow(&hash('a'), std::slice::from_ref(&trail)).await.expect("followed");
    }
    assert_eq!(store.not_followed(&alerts, 10).await.expect("alerts"), []);
    assert_eq!(store.due_trails(at(0)).await.expect("trails"), [trail]);
}

async fn incidents_are_listed_latest_first_and_hold_any_text(store: &Store) {
    for (seconds, message) in [(0, "first"), (60, "nul \0 and ☃"), (30, "second")] {
        let incident = Incident { at: at(seconds), source: String::new(), origin: "a\0.csv".to_owned(), message: message.to_owned() };
        store.record_incident(&incident, &Mark::Each).await.expect("recorded");
    }
    let messages: Vec<String> = store.incidents().await.expect("incidents").into_iter().map(|incident| incident.message).collect();
    assert_eq!(messages, ["nul \u{fffd} and ☃", "second", "first"]);
}

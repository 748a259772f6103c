//! Intake, folder and schedule on real stores and the embedded bus.

use std::{
    fs::{self, File},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};

use bytes::Bytes;
use catalog::{FIGURES_COLUMNS, SourceId};
use contracts::{
    Event as _,
    events::SnapshotStored,
    ingest::{
        ListIncidentsRequest, ListSnapshotsRequest, ListSourcesRequest, SubmitSnapshotRequest, ingest_service_server::IngestService as _,
    },
};
use domain::Instant;
use platform::{
    Bus, Clock, DatabaseLocation, Objects, Stop,
    config::{BusConfig, DatabaseConfig, ObjectsConfig},
    rpc::Listener,
    service::serve_http,
};
use testkit::{TempDir, temp_dir};
use tonic::Request;

use crate::{
    Address, Config, Fetch,
    fetch::{
        folder::Inbox,
        scheduled::{Schedule, jitter_of},
    },
    grpc::Api,
    intake::{Arrival, Intake, Refusal, Taken},
    store::{Channel, Mark, NewRetrieval, Store, Validators, Wanted},
};

/// Everything that intake stands on, in a folder of its own.
struct Fixture {
    folder: TempDir,
    intake: Intake,
}

async fn fixture(test: &str) -> Fixture {
    let folder = temp_dir(test);
    let below = |name: &str| folder.path().join(name).display().to_string();
    let clock = Clock::manual("2026-01-09T12:00:00Z".parse().expect("an instant"));
    let database = DatabaseConfig { url: format!("sqlite:{}", below("tables")), ..DatabaseConfig::default() };
    let bus = BusConfig { path: below("bus.db"), ..BusConfig::default() };
    let intake = Intake {
        store: Store::open(&DatabaseLocation::new(database, "ingest")).await.expect("a store"),
        objects: Objects::open(&ObjectsConfig { url: below("objects") }).expect("objects"),
        bus: Bus::connect(&bus, clock.clone()).await.expect("a bus"),
        clock,
        most_bytes: 10_000,
        most_release_bytes: 20_000,
    };
    fs::create_dir(folder.path().join("inbox")).expect("an inbox");
    Fixture { folder, intake }
}

/// A file that is recognized as `published-figures`.
fn figures(row: &str) -> String {
    format!("{}\n{row}\n", FIGURES_COLUMNS.join(","))
}

fn arrival(content: &str) -> Arrival {
    Arrival {
        bytes: Bytes::from(content.to_owned()),
        source: None,
        channel: Channel::Submitted,
        origin: "a.csv".to_owned(),
        validators: Validators::default(),
        mark: Mark::Each,
    }
}

impl Fixture {
    async fn take(&self, arrival: Arrival) -> Taken {
        self.intake.take(arrival).await.expect("taken")
    }

    /// What is on the bus, one event a line, in order.
    async fn announced(&self) -> String {
        let events = self.intake.bus.read::<SnapshotStored>(0, 100).await.expect("events");
        let line = |event: &SnapshotStored| format!("{} {} {} {}\n", event.source, event.origin, event.size_bytes, event.retrieved_at);
        events.iter().map(|(_, event)| line(event)).collect()
    }

    /// Snapshots and incidents as they are listed, one a line, in the order of their text.
    async fn listed(&self) -> String {
        let mut lines = Vec::new();
        for (snapshot, retrievals) in self.intake.store.snapshots(&Wanted::All).await.expect("snapshots") {
            let source =
                snapshot.source.map_or_else(|| format!("unrecognized ({})", snapshot.unrecognized_reason), |source| source.to_string());
            let from: Vec<String> = retrievals.iter().rev().map(|one| format!("{} {}", one.channel.as_str(), one.origin)).collect();
            lines.push(format!("{source}: {}", from.join(", ")));
        }
        for incident in self.intake.store.incidents().await.expect("incidents") {
            lines.push(format!("incident: {} {}: {}", incident.source, incident.origin, incident.message));
        }
        lines.sort();
        lines.join("\n")
    }

    fn inbox(&self) -> String {
        self.folder.path().join("inbox").display().to_string()
    }

    /// Puts a file into the inbox, last changed so many milliseconds before now (by the fixture's clock).
    fn put(&self, name: &str, content: &str, age_millis: i64) {
        let path = Path::new(&self.inbox()).join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, content).expect("written");
        let changed = self.intake.clock.now().unix_millis() - age_millis;
        let changed = UNIX_EPOCH + Duration::from_millis(u64::try_from(changed).expect("after 1970"));
        File::options().write(true).open(&path).and_then(|file| file.set_modified(changed)).expect("a time of change");
    }

    async fn open_inbox(&self) -> Inbox {
        Inbox::open(self.intake.clone(), &[self.inbox()]).await.expect("an inbox")
    }
}

#[tokio::test]
async fn bytes_are_kept_recorded_and_announced_once() {
    let fixture = fixture("ingest-once").await;
    let content = figures("1");
    let Taken::Kept { snapshot, is_known: false } = fixture.take(arrival(&content)).await else { panic!("not kept") };
    fixture.intake.clock.advance_millis(60_000);
    assert!(matches!(fixture.take(arrival(&content)).await, Taken::Kept { is_known: true, .. }));
    assert_eq!(fixture.intake.objects.get(&snapshot.hash).await.expect("bytes"), content);
    insta::assert_snapshot!(fixture.listed().await, @"published-figures: submitted a.csv, submitted a.csv");
    let first = fixture.announced().await;
    assert_eq!(first, format!("published-figures a.csv {} 2026-01-09T12:00:00.000Z\n", content.len()));
}

#[tokio::test]
async fn what_no_source_recognizes_is_kept_and_not_announced_until_a_source_is_named() {
    let fixture = fixture("ingest-unrecognized").await;
    let page = "<!DOCTYPE html><html><head><title>Not Found</title></head></html>";
    let Taken::Kept { snapshot, .. } = fixture.take(arrival(page)).await else { panic!("not kept") };
    assert_eq!(fixture.intake.objects.get(&snapshot.hash).await.expect("bytes"), page);
    assert_eq!(fixture.announced().await, "");
    // Somebody who names the source is believed, whatever the bytes are.
    fixture.take(Arrival { source: Some(SourceId::PacerRss), ..arrival(page) }).await;
    assert_eq!(fixture.announced().await, "pacer-rss a.csv 65 2026-01-09T12:00:00.000Z\n");
    assert_eq!(fixture.intake.store.snapshots(&Wanted::Unrecognized).await.expect("snapshots"), []);
}

#[tokio::test]
async fn what_cannot_be_kept_is_an_incident() {
    let fixture = fixture("ingest-refused").await;
    assert_eq!(fixture.take(arrival("")).await, Taken::Refused(Refusal::Empty));
    let refused = fixture.take(arrival(&"x".repeat(10_001))).await;
    assert_eq!(refused, Taken::Refused(Refusal::TooLarge { size_bytes: 10_001, most_bytes: 10_000 }));
    assert!(matches!(fixture.take(arrival(&"x".repeat(10_000))).await, Taken::Kept { .. }));
    assert_eq!(fixture.intake.store.incidents().await.expect("incidents").len(), 2);
}

#[tokio::test]
async fn what_was_stored_but_not_announced_is_announced_at_the_next_start() {
    let fixture = fixture("ingest-interrupted").await;
    let content = figures("1");
    // As far as an interrupted process came: object and transaction, but no event.
    let hash = fixture.intake.objects.put(Bytes::from(content.clone())).await.expect("stored");
    let new = NewRetrieval {
        source: Ok("published-figures".parse().expect("a slug")),
        hash: hash.clone(),
        size_bytes: 7,
        at: fixture.intake.clock.now(),
        channel: Channel::Submitted,
        origin: "a.csv".to_owned(),
        validators: Validators::default(),
    };
    fixture.intake.store.record(&new, &Mark::Each).await.expect("recorded");
    fixture.intake.clock.advance_millis(60_000);
    fixture.intake.announce_pending().await.expect("announced");
    let once = fixture.announced().await;
    assert_eq!(once, "published-figures a.csv 7 2026-01-09T12:00:00.000Z\n");

    // As far as the next one came: the event, but not the note that it is out.
    let event = SnapshotStored { retrieved_at: "2026-01-09T12:00:00.000Z".to_owned(), hash: "b".repeat(64), ..event_of(&new) };
    fixture.intake.bus.publish_all(std::slice::from_ref(&event)).await.expect("published");
    let second =
        NewRetrieval { hash: "b".repeat(64).parse().expect("a hash"), at: "2026-01-09T12:00:00Z".parse().expect("an instant"), ..new };
    fixture.intake.store.record(&second, &Mark::Each).await.expect("recorded");
    fixture.intake.announce_pending().await.expect("announced");
    fixture.intake.announce_pending().await.expect("nothing is left");
    assert_eq!(fixture.announced().await.lines().count(), 2);
    assert_eq!(fixture.intake.store.unannounced(10).await.expect("pending"), []);
}

fn event_of(new: &NewRetrieval) -> SnapshotStored {
    let event = SnapshotStored { source: "published-figures".to_owned(), size_bytes: 7, origin: new.origin.clone(), ..Default::default() };
    assert!(!event.id().is_empty());
    event
}

#[tokio::test]
async fn a_program_that_knows_more_sources_recognizes_old_files() {
    let fixture = fixture("ingest-again").await;
    let content = figures("1");
    let hash = fixture.intake.objects.put(Bytes::from(content)).await.expect("stored");
    let new = NewRetrieval {
        source: Err("an older program did not know it".to_owned()),
        hash,
        size_bytes: 7,
        at: fixture.intake.clock.now(),
        channel: Channel::Inbox,
        origin: "a.csv".to_owned(),
        validators: Validators::default(),
    };
    fixture.intake.store.record(&new, &Mark::Each).await.expect("recorded");
    fixture.intake.clock.advance_millis(60_000);
    for _ in 0..2 {
        fixture.intake.recognize_again(&Stop::new()).await.expect("looked");
        fixture.intake.announce_pending().await.expect("announced");
    }
    assert_eq!(fixture.announced().await, "published-figures a.csv 7 2026-01-09T12:00:00.000Z\n");
    insta::assert_snapshot!(fixture.listed().await, @r"
    published-figures: inbox a.csv
    unrecognized (an older program did not know it): inbox a.csv
    ");
}

#[tokio::test]
async fn a_folder_is_taken_in_whole_and_only_once() {
    let fixture = fixture("ingest-folder").await;
    fixture.put("b/figures.csv", &figures("1"), 5000);
    fixture.put("a.csv", &figures("2"), 5000);
    fixture.put("copy-of-a.csv", &figures("2"), 5000);
    fixture.put("error.csv", "<html><title>503</title></html>", 5000);
    fixture.put("empty.csv", "", 5000);
    fixture.put("large.csv", &"x".repeat(10_001), 5000);
    for passed_over in [".hidden.csv", "c.csv.part", "d.csv~", ".git/e.csv"] {
        fixture.put(passed_over, &figures("3"), 5000);
    }
    let mut inbox = fixture.open_inbox().await;
    let stop = Stop::new();
    inbox.scan(&stop).await.expect("scanned");
    inbox.scan(&stop).await.expect("scanned again");
    // A restart knows the files from the tables.
    fixture.open_inbox().await.scan(&stop).await.expect("scanned after a restart");
    insta::assert_snapshot!(fixture.listed().await, @r#"
    incident:  empty.csv: the file is empty: it has no bytes to keep
    incident:  large.csv: the file has 10001 bytes, more than the limit of 10000 (`most_bytes` of [ingest]); it was not read
    published-figures: inbox a.csv, inbox copy-of-a.csv
    published-figures: inbox b/figures.csv
    unrecognized (this is an HTML page titled "503", not a data file: the publisher may have answered with an error page, whatever the file is called): inbox error.csv
    "#);
    let announced = fixture.announced().await;
    assert_eq!(announced.lines().count(), 2, "{announced}");
}

#[tokio::test]
async fn a_file_rests_before_it_is_taken_and_a_changed_one_is_taken_again() {
    let fixture = fixture("ingest-rest").await;
    let stop = Stop::new();
    let mut inbox = fixture.open_inbox().await;
    fixture.put("a.csv", &figures("1"), 0);
    inbox.scan(&stop).await.expect("scanned");
    assert_eq!(fixture.listed().await, "");
    fixture.intake.clock.advance_millis(400);
    inbox.scan(&stop).await.expect("scanned");
    fixture.put("a.csv", &figures("1\n2"), 400);
    inbox.scan(&stop).await.expect("scanned");
    insta::assert_snapshot!(fixture.listed().await, @r"
    published-figures: inbox a.csv
    published-figures: inbox a.csv
    ");
}

#[tokio::test]
async fn a_link_is_followed_only_to_a_file_within_the_folder() {
    let fixture = fixture("ingest-links").await;
    let inbox = fixture.inbox();
    fs::write(fixture.folder.path().join("outside.csv"), figures("9")).expect("written");
    fixture.put("real.csv", &figures("1"), 5000);
    for (target, link) in [
        ("../outside.csv", "escape.csv"),
        ("real.csv", "link.csv"),
        ("..", "up"),
        (".", "round"),
        ("/dev/zero", "zero.csv"),
        ("gone", "dangling.csv"),
    ] {
        std::os::unix::fs::symlink(target, Path::new(&inbox).join(link)).expect("a link");
    }
    fixture.open_inbox().await.scan(&Stop::new()).await.expect("scanned");
    insta::assert_snapshot!(fixture.listed().await, @"published-figures: inbox link.csv, inbox real.csv");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_one_incident_until_it_comes_and_goes_again() {
    let fixture = fixture("ingest-missing").await;
    let folder = fixture.folder.path().join("later");
    let mut inbox = Inbox::open(fixture.intake.clone(), &[folder.display().to_string(), fixture.inbox()]).await.expect("an inbox");
    fixture.put("a.csv", &figures("1"), 5000);
    let stop = Stop::new();
    let mut incidents = Vec::new();
    for is_there in [false, false, true, false] {
        if is_there {
            fs::create_dir(&folder).expect("made");
        } else if folder.exists() {
            fs::remove_dir(&folder).expect("removed");
        }
        inbox.scan(&stop).await.expect("scanned");
        incidents.push(fixture.intake.store.incidents().await.expect("incidents").len());
    }
    assert_eq!(incidents, [1, 1, 1, 2]);
    assert_eq!(fixture.announced().await.lines().count(), 1, "the other folder is taken in all the same");
}

#[tokio::test]
async fn a_scheduled_fetch_keeps_bytes_asks_conditionally_and_is_due_again() {
    use axum::{Router, http::StatusCode, http::header, response::IntoResponse as _};
    let fixture = fixture("ingest-schedule").await;
    let listener = Listener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/feed?token=hunter2", listener.address());
    let asked = Arc::new(AtomicUsize::new(0));
    let routes = Router::new().fallback(move |request: axum::extract::Request| async move {
        if asked.fetch_add(1, Ordering::SeqCst) == 2 {
            return StatusCode::GONE.into_response();
        }
        if request.headers().contains_key(header::IF_NONE_MATCH) {
            return StatusCode::NOT_MODIFIED.into_response();
        }
        ([(header::ETAG, "\"v1\"")], "<rss/>").into_response()
    });
    let stop = Stop::new();
    let mut serving = tokio::task::JoinSet::new();
    serving.spawn(serve_http(listener, routes, stop.clone()));

    let fetch = Fetch { source: SourceId::PacerRss, url: Address::try_from(url.as_str()).expect("an address"), every_secs: 3600 };
    let config = Config {
        fetch: vec![fetch.clone()],
        allow_hosts: vec!["127.0.0.1".to_owned()],
        attempts: 2,
        retry_millis: 1,
        timeout_millis: 20_000,
        ..Config::default()
    };
    let schedule = Schedule::new(&config, fixture.intake.clone()).expect("a schedule");
    let mut random = jitter_of("test");
    let source = "pacer-rss".parse().expect("a slug");
    let state = async || fixture.intake.store.fetch_state(&source, &fetch.url.location()).await.expect("a state");

    assert!(schedule.fetch_if_due(&fetch, &mut random, &stop).await.expect("fetched"));
    assert!(!schedule.fetch_if_due(&fetch, &mut random, &stop).await.expect("asked"), "not due");
    let after_bytes = state().await;
    let an_hour_on = "2026-01-09T13:00:00Z".parse::<Instant>().expect("an instant");
    assert!(after_bytes.next_due_at >= an_hour_on);

    fixture.intake.clock.advance_millis(2 * 3_600_000);
    assert!(schedule.fetch_if_due(&fetch, &mut random, &stop).await.expect("fetched"));
    let after_check = state().await;
    assert_eq!(after_check.checked_at.map(|at| at.to_string()).as_deref(), Some("2026-01-09T14:00:00.000Z"));
    assert_eq!(after_check.validators, after_bytes.validators);

    fixture.intake.clock.advance_millis(2 * 3_600_000);
    assert!(schedule.fetch_if_due(&fetch, &mut random, &stop).await.expect("failed and recorded"));
    let after_failure = state().await;
    assert_eq!((after_failure.failures, &after_failure.validators), (1, &after_bytes.validators));
    assert!(after_failure.next_due_at < "2026-01-09T16:06:00Z".parse().expect("an instant"), "sooner than in an hour");

    let listed = fixture.listed().await;
    let (incident, kept) = listed.split_once('\n').expect("two lines");
    let site = fetch.url.location();
    assert_eq!(kept, format!("pacer-rss: http {site}"));
    assert_eq!(incident, format!("incident: pacer-rss {site}: the server answered 410 Gone"));
    assert!(site.ends_with("/feed?token=hidden") && !listed.contains("hunter2"), "{listed}");
}

#[tokio::test]
async fn a_stop_during_a_fetch_leaves_it_due() {
    let fixture = fixture("ingest-stopped").await;
    let listener = Listener::bind("127.0.0.1:0").await.expect("a listener that nobody answers on");
    let url = format!("http://{}/", listener.address());
    let fetch = Fetch { source: SourceId::PacerRss, url: Address::try_from(url.as_str()).expect("an address"), every_secs: 3600 };
    let config = Config { fetch: vec![fetch.clone()], allow_hosts: vec!["127.0.0.1".to_owned()], ..Config::default() };
    let schedule = Schedule::new(&config, fixture.intake.clone()).expect("a schedule");
    let stop = Stop::new();
    let (fetched, ()) = tokio::join!(schedule.run(stop.clone()), async { stop.ask() });
    fetched.expect("stopped in order");
    let state = fixture.intake.store.fetch_state(&"pacer-rss".parse().expect("a slug"), &fetch.url.location()).await.expect("a state");
    assert!(state.next_due_at <= fixture.intake.clock.now());
    assert_eq!(fixture.intake.store.incidents().await.expect("incidents"), []);
}

#[tokio::test]
async fn orders_and_questions_are_answered_and_mistakes_explained() {
    let fixture = fixture("ingest-grpc").await;
    let api = Api::new(fixture.intake.clone(), &Config::default());
    let submit = async |source: &str, content: &str| {
        let request = SubmitSnapshotRequest {
            file_name: "dir/a\n.csv".to_owned(),
            source: source.to_owned(),
            content: content.as_bytes().to_vec(),
            idempotency_key: String::new(),
            stored: String::new(),
        };
        api.submit_snapshot(Request::new(request)).await.map(tonic::Response::into_inner)
    };
    let list = async |source: &str, hash: &str| {
        let request = ListSnapshotsRequest { source: source.to_owned(), hash: hash.to_owned() };
        api.list_snapshots(Request::new(request)).await.map(|answer| answer.into_inner().snapshots)
    };

    let first = submit("", &figures("1")).await.expect("kept");
    let snapshot = first.snapshot.expect("a snapshot");
    assert_eq!((snapshot.source.as_str(), first.known), ("published-figures", false));
    assert_eq!(snapshot.retrievals.first().map(|one| one.origin.as_str()), Some(r"dir/a\n.csv"));
    assert!(submit("", &figures("1")).await.expect("kept").known);
    let unrecognized = submit("", "what is this").await.expect("kept").snapshot.expect("a snapshot");
    assert!(unrecognized.source.is_empty() && !unrecognized.unrecognized_reason.is_empty());

    let unknown = submit("cbp", "x").await.expect_err("unknown");
    assert_eq!(unknown.code(), tonic::Code::InvalidArgument);
    assert!(unknown.message().contains("known sources: cbp-assault-incidents, "), "{}", unknown.message());
    assert_eq!(submit("", "").await.expect_err("empty").code(), tonic::Code::FailedPrecondition);
    assert_eq!(submit("", &"x".repeat(10_001)).await.expect_err("too large").code(), tonic::Code::ResourceExhausted);
    assert_eq!(list("", "abc").await.expect_err("no hash").code(), tonic::Code::InvalidArgument);
    assert_eq!(list("NO SLUG", "").await.expect_err("no slug").code(), tonic::Code::InvalidArgument);

    let hashes = |snapshots: Vec<contracts::ingest::Snapshot>| snapshots.into_iter().map(|one| one.hash).collect::<Vec<_>>();
    assert_eq!(hashes(list("published-figures", "").await.expect("listed")), std::slice::from_ref(&snapshot.hash));
    assert_eq!(hashes(list("", &snapshot.hash).await.expect("listed")), std::slice::from_ref(&snapshot.hash));
    assert_eq!(hashes(list("unrecognized", "").await.expect("listed")), std::slice::from_ref(&unrecognized.hash));
    assert_eq!(hashes(list("unrecognized", &snapshot.hash).await.expect("listed")), Vec::<String>::new());
    assert_eq!(list("", "").await.expect("listed").len(), 2);
    assert_eq!(list("pacer-rss", "").await.expect("listed"), []);

    let sources = api.list_sources(Request::new(ListSourcesRequest {})).await.expect("listed").into_inner().sources;
    assert_eq!(sources.len(), SourceId::ALL.len());
    let figures = sources.iter().find(|source| source.slug == "published-figures").expect("a source");
    assert_eq!((figures.snapshots, figures.retrievals, figures.last_retrieved_at.as_str()), (1, 2, "2026-01-09T12:00:00.000Z"));
    let incidents = api.list_incidents(Request::new(ListIncidentsRequest {})).await.expect("listed").into_inner().incidents;
    assert_eq!(incidents.len(), 2);
}

#[tokio::test]
async fn a_delivery_that_comes_again_is_known_at_once() {
    let fixture = fixture("ingest-delivery").await;
    let api = Api::new(fixture.intake.clone(), &Config::default());
    let deliver = async |key: &str, content: &str| {
        let request = SubmitSnapshotRequest {
            file_name: "webhook".to_owned(),
            source: "courtlistener-webhook".to_owned(),
            content: content.as_bytes().to_vec(),
            idempotency_key: key.to_owned(),
            stored: String::new(),
        };
        api.submit_snapshot(Request::new(request)).await.map(tonic::Response::into_inner)
    };
    let told = |answer: &contracts::ingest::SubmitSnapshotResponse| {
        let retrievals: Vec<&str> =
            answer.snapshot.iter().flat_map(|snapshot| &snapshot.retrievals).map(|retrieval| retrieval.channel.as_str()).collect();
        format!("known {} before {} {}", answer.known, answer.delivered_before, retrievals.join(" "))
    };
    assert_eq!(told(&deliver("k1", "{}").await.expect("kept")), "known false before false webhook");
    assert_eq!(told(&deliver("k1", "{}").await.expect("known")), "known true before true webhook");
    assert_eq!(told(&deliver("k2", "{}").await.expect("kept")), "known true before false webhook webhook");
    // The last try of a sender comes within 54 hours of the first.
    fixture.intake.clock.advance_millis(60 * 3_600_000);
    assert_eq!(told(&deliver("k1", "{}").await.expect("known")), "known true before true webhook webhook");
    fixture.intake.clock.advance_millis(13 * 3_600_000);
    assert!(!deliver("k1", "{}").await.expect("kept").delivered_before);
    let long = deliver(&"k".repeat(256), "{}").await.expect_err("too long");
    assert_eq!(long.code(), tonic::Code::InvalidArgument);
}

#[tokio::test]
async fn real_files_are_recognized_by_their_content() {
    let Some(corpus) = testkit::corpus("real_files_are_recognized_by_their_content") else { return };
    let fixture = fixture("ingest-corpus").await;
    let intake = Intake { most_bytes: Config::default().most_bytes, ..fixture.intake.clone() };
    let folders: Vec<String> =
        ["cbp_assaults", "border_patrol", "opm", "court/rss"].iter().map(|name| corpus.join(name).display().to_string()).collect();
    // The files may be newer than the fixture's clock; a change in the future is believed when it is seen twice.
    let mut inbox = Inbox::open(intake, &folders).await.expect("an inbox");
    for _ in 0..2 {
        inbox.scan(&Stop::new()).await.expect("scanned");
    }
    let counts = fixture.intake.store.counts().await.expect("counts");
    let mut found: Vec<&str> = counts.keys().map(String::as_str).filter(|source| !source.is_empty()).collect();
    found.sort_unstable();
    let expected =
        "cbp-assault-incidents cbp-assault-types opm-dhs-headcount opm-fedscope-employment pacer-rss usbp-sector-profile usbp-staffing";
    assert_eq!(found.join(" "), expected);
    assert_eq!(fixture.intake.store.incidents().await.expect("incidents"), []);
    assert_eq!(fixture.intake.store.unannounced(10).await.expect("pending"), []);
}

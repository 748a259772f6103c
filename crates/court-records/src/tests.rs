//! The service as others see it: snapshots on the bus, events on the bus, answers over gRPC.

use std::time::Duration;

use bytes::Bytes;
use contracts::{
    Stream,
    court::{ListFilingsRequest, ListProblemsRequest, court_records_service_client::CourtRecordsServiceClient},
    events::{FilingSeen, SnapshotStored},
};
use domain::Instant;
use platform::{
    Clock, Failure,
    config::Config as Sections,
    rpc::{self, Listener},
    service::Base,
};
use testkit::TempDir;
use tonic::Code;

use crate::{NAME, on_snapshot_stored::Recorder, rules::tests::feed_of, store::Store, teller::Teller};

/// Bus, objects and tables of one test, in one folder.
pub(crate) struct Rig {
    pub(crate) base: Base,
    pub(crate) store: Store,
    _folder: TempDir,
}

impl Rig {
    pub(crate) async fn new(test: &str) -> Self {
        let folder = testkit::temp_dir(test);
        let at = folder.path().display();
        let settings = format!("[bus]\npath = \"{at}/bus.db\"\n[objects]\nurl = \"{at}/objects\"\n[database]\nurl = \"sqlite:{at}\"");
        let parsed = Sections::parse("test.toml", &settings, &[]).expect("a configuration");
        let clock = Clock::manual(Instant::from_unix_millis(1_767_700_000_000));
        let base = Base::open(parsed, clock).await.expect("a base");
        let listener = Listener::bind("127.0.0.1:0").await.expect("a listener");
        let context = base.context::<crate::Config>(NAME, listener).expect("a context");
        let store = Store::open(&context.database).await.expect("a store");
        Self { base, store, _folder: folder }
    }

    pub(crate) fn recorder(&self) -> Recorder {
        let Base { objects, bus, clock, .. } = &self.base;
        let teller = Teller::new(self.store.clone(), bus.clone(), clock.clone());
        Recorder { store: self.store.clone(), objects: objects.clone(), bus: bus.clone(), teller }
    }

    /// Adds a watch.
    pub(crate) async fn watch(&self, watch: &crate::watch::Watch) {
        self.store.add_watch(watch, self.base.clock.now()).await.expect("added");
    }

    /// Puts bytes into the object store and gives the event that says so.
    pub(crate) async fn stored(&self, source: &str, bytes: Vec<u8>, second: i64) -> SnapshotStored {
        let size_bytes = i64::try_from(bytes.len()).expect("small");
        let hash = self.base.objects.put(Bytes::from(bytes)).await.expect("stored");
        let retrieved_at = Instant::from_unix_millis(1_767_700_000_000 + second * 1000).to_string();
        SnapshotStored { source: source.to_owned(), hash: hash.to_string(), size_bytes, retrieved_at, origin: "feed.xml".to_owned() }
    }

    /// What is on the bus, as docket numbers in order of announcement.
    async fn announced(&self) -> Vec<String> {
        let events = self.base.bus.read::<FilingSeen>(0, 1000).await.expect("events");
        events.into_iter().map(|(_, event)| event.docket_number).collect()
    }
}

fn one() -> (&'static str, &'static str, u8) {
    ("1:26-cr-00001 USA v. One", "Order", 1)
}

fn two() -> (&'static str, &'static str, u8) {
    ("1:26-cr-00002 USA v. Two", "Order", 2)
}

fn three() -> (&'static str, &'static str, u8) {
    ("1:26-cr-00003 USA v. Three", "Order", 3)
}

#[tokio::test]
async fn two_snapshots_that_overlap_give_each_filing_once() {
    let rig = Rig::new("two_snapshots_that_overlap_give_each_filing_once").await;
    let recorder = rig.recorder();
    let first = rig.stored("pacer-rss", feed_of(&[two(), one()]), 0).await;
    let second = rig.stored("pacer-rss", feed_of(&[three(), two(), one()]), 60).await;
    for event in [&first, &second, &first, &second] {
        recorder.on_snapshot_stored(event.clone()).await.expect("handled");
    }
    let mut announced = rig.announced().await;
    announced.sort();
    assert_eq!(announced, ["1:26-cr-00001", "1:26-cr-00002", "1:26-cr-00003"]);
    assert_eq!(rig.store.filings("nwd", 10).await.expect("filings").1, 3);
}

#[tokio::test]
async fn any_order_of_deliveries_ends_in_equal_tables_and_the_same_announcements() {
    let feeds = [feed_of(&[two(), one()]), feed_of(&[three(), two()]), feed_of(&[three()])];
    let mut outcomes = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let rig = Rig::new("any_order_of_deliveries_ends_in_equal_tables_and_the_same_announcements").await;
        let recorder = rig.recorder();
        for at in order {
            let event = rig.stored("pacer-rss", feeds[at].clone(), i64::try_from(at).expect("small")).await;
            recorder.on_snapshot_stored(event).await.expect("handled");
        }
        let mut announced = rig.announced().await;
        announced.sort();
        outcomes.push((rig.store.rows().await, announced));
    }
    assert_eq!(outcomes[0], outcomes[1]);
    assert_eq!(outcomes[0], outcomes[2]);
}

#[tokio::test]
async fn a_stop_between_storing_and_announcing_loses_nothing() {
    let rig = Rig::new("a_stop_between_storing_and_announcing_loses_nothing").await;
    let bytes = feed_of(&[two(), one()]);
    let event = rig.stored("pacer-rss", bytes.clone(), 0).await;
    rig.store.record(&crate::rules::tests::reading_of(&bytes, 0)).await.expect("recorded, but not announced");
    rig.recorder().on_snapshot_stored(event).await.expect("handled");
    assert_eq!(rig.announced().await.len(), 2);
}

#[tokio::test]
async fn what_cannot_be_read_is_rejected_or_tried_again_with_the_reason() {
    let rig = Rig::new("what_cannot_be_read_is_rejected_or_tried_again_with_the_reason").await;
    let recorder = rig.recorder();
    let page = rig.stored("pacer-rss", b"<html><body>Service Unavailable</body></html>".to_vec(), 0).await;
    let absent = SnapshotStored { hash: "0".repeat(64), ..page.clone() };
    let unknown = rig.stored("nobody-knows", feed_of(&[one()]), 0).await;
    let check = async |event: SnapshotStored, wanted: &str| {
        let failure = recorder.on_snapshot_stored(event).await.expect_err("a failure");
        let shown = match failure {
            Failure::Retry(error) => format!("retry: {error}"),
            Failure::Reject(error) => format!("reject: {error}"),
        };
        assert!(shown.starts_with(wanted), "{shown}");
    };
    check(page, "reject: the file is no RSS feed: its root element is `html`").await;
    check(absent, "retry: the object store has no 000000").await;
    check(unknown, "reject: `nobody-knows` is not a source of the catalogue").await;
    assert!(rig.store.rows().await.is_empty());
}

#[tokio::test]
async fn sources_of_other_services_are_left_to_them() {
    let rig = Rig::new("sources_of_other_services_are_left_to_them").await;
    let event = rig.stored("cbp-assault-incidents", feed_of(&[one()]), 0).await;
    rig.recorder().on_snapshot_stored(event).await.expect("left alone");
    assert!(rig.store.rows().await.is_empty());
}

/// The whole service: consumes, answers, and ends when asked.
#[tokio::test]
async fn the_service_consumes_and_answers() {
    let rig = Rig::new("the_service_consumes_and_answers").await;
    let listener = Listener::bind("127.0.0.1:0").await.expect("a listener");
    let address = format!("http://{}", listener.address());
    let context = rig.base.context::<crate::Config>(NAME, listener).expect("a context");
    let with_problem = feed_of(&[("No number", "Order", 4), two(), one()]);
    let event = rig.stored("pacer-rss", with_problem, 0).await;
    let snapshot = event.hash.clone();
    rig.base.bus.publish_all(&[event]).await.expect("published");

    let questions = async {
        let handled = async || {
            let backlog = rig.base.bus.backlog(Stream::Ingest, NAME).await.expect("a backlog");
            (rig.announced().await.len() == 3 && backlog.waiting == 0 && backlog.in_hand == 0).then_some(())
        };
        testkit::eventually(Duration::from_secs(20), "the snapshot to be handled", handled).await;
        assert_eq!(rig.base.health.waiting_for(), [""; 0]);

        let mut client = CourtRecordsServiceClient::new(rpc::channel(&address).expect("a channel"));
        let all = client.list_filings(ListFilingsRequest { court: "nwd".into(), limit: 2 }).await.expect("an answer").into_inner();
        let numbers: Vec<&str> = all.filings.iter().map(|filing| filing.docket_number.as_str()).collect();
        assert_eq!((numbers, all.total), (vec!["", "1:26-cr-00002"], 3));
        let problems = client.list_problems(ListProblemsRequest { snapshot: snapshot.clone() }).await.expect("an answer").into_inner();
        let lines: Vec<String> = problems.problems.iter().map(|p| format!("{} {}: {}", p.source, p.locator, p.message)).collect();
        assert_eq!(lines, ["pacer-rss item 1: the title `No number` has no docket number"]);
        let refused = client.list_filings(ListFilingsRequest { court: String::new(), limit: -1 }).await.expect_err("a refusal");
        assert_eq!((refused.code(), refused.message()), (Code::InvalidArgument, "the limit cannot be -1"));
        rig.base.stop.ask();
    };
    let (ended, ()) = tokio::join!(crate::run(context), questions);
    ended.expect("an orderly end");
}

#[tokio::test]
async fn what_courtlistener_says_is_read_whatever_its_form_and_what_is_wrong_in_it_is_listed() {
    let rig = Rig::new("what_courtlistener_says_is_read_whatever_its_form_and_what_is_wrong_in_it_is_listed").await;
    let recorder = rig.recorder();
    let webhook = br#"{"payload": {"results": [{"docket": 1, "entry_number": 1, "date_filed": "soon"}]}, "webhook": {"event_type": 1}}"#;
    let answer = br#"{"next": null, "results": [{"court_id": "nysd", "docket_number": ""}]}"#;
    let bulk =
        b"id,date_modified,date_filed,date_terminated,case_name_short,case_name,case_name_full,docket_number,pacer_case_id,court_id\n\"1\"\n";
    let sources: [(&str, &[u8]); 3] = [("courtlistener-webhook", webhook), ("courtlistener-api", answer), ("courtlistener-bulk", bulk)];
    for (source, bytes) in sources {
        let event = rig.stored(source, bytes.to_vec(), 0).await;
        recorder.on_snapshot_stored(event.clone()).await.expect("handled");
        recorder.on_snapshot_stored(event).await.expect("handled again");
    }
    let problems = rig.store.problems("").await.expect("problems");
    let told: Vec<String> = problems.iter().map(|problem| format!("{} {}: {}", problem.source, problem.locator, problem.message)).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    courtlistener-api results[0]: the docket has no number, so that it names no case
    courtlistener-bulk line 2: 1 fields stand where the header has 10
    courtlistener-webhook payload.results[0].date_filed: `soon` is not a date
    ");
    let other = rig.stored("courtlistener-webhook", b"<html>".to_vec(), 0).await;
    let refused = recorder.on_snapshot_stored(other).await.expect_err("refused");
    assert!(matches!(refused, Failure::Reject(_)), "{refused:?}");
}

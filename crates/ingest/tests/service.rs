//! The whole service, as a process runs it: configuration in, events and answers out.

use std::{fs, path::Path, time::Duration};

use contracts::{
    events::SnapshotStored,
    ingest::{ListSnapshotsRequest, ListSourcesRequest, SubmitSnapshotRequest, ingest_service_client::IngestServiceClient},
};
use platform::{
    Clock,
    config::Config,
    rpc::{self, Listener, MOST_BYTES, TracedChannel},
    service::Base,
};
use testkit::{eventually, temp_dir};
use tokio::task::JoinSet;

const DEADLINE: Duration = Duration::from_secs(30);

/// A running service.
struct Running {
    base: Base,
    client: IngestServiceClient<TracedChannel>,
    task: JoinSet<anyhow::Result<()>>,
}

async fn start(folder: &Path) -> Running {
    let below = |name: &str| folder.join(name).display().to_string();
    let text = format!(
        "bus.path = {:?}\nobjects.url = {:?}\ndatabase.url = {:?}\n[ingest]\ninbox = [{:?}]\nscan_millis = 20\nmost_bytes = 1000000\n",
        below("bus.db"),
        below("objects"),
        format!("sqlite:{}", below("tables")),
        below("inbox"),
    );
    let config = Config::parse("test.toml", &text, &[]).expect("a configuration");
    let base = Base::open(config, Clock::System).await.expect("bus and objects");
    let listener = Listener::bind("127.0.0.1:0").await.expect("a free port");
    let client = IngestServiceClient::new(rpc::channel(&format!("http://{}", listener.address())).expect("a channel"));
    let mut task = JoinSet::new();
    task.spawn(ingest::run(base.context("ingest", listener).expect("a context")));
    let running = Running { base, client: client.max_decoding_message_size(MOST_BYTES), task };
    let health = running.base.health.clone();
    eventually(DEADLINE, "ingest to be ready", async || health.waiting_for().is_empty().then_some(())).await;
    running
}

impl Running {
    /// The origins of everything announced, in order.
    async fn announced(&self) -> Vec<String> {
        let events = self.base.bus.read::<SnapshotStored>(0, 100).await.expect("events");
        events.into_iter().map(|(_, event)| format!("{} {}", event.source, event.origin)).collect()
    }

    async fn retrievals(&mut self) -> i64 {
        let sources = self.client.list_sources(ListSourcesRequest {}).await.expect("sources").into_inner().sources;
        sources.iter().map(|source| source.retrievals).sum()
    }

    async fn stop(mut self) {
        self.base.stop.ask();
        let ended = self.task.join_next().await.expect("one task").expect("no panic");
        ended.expect("an orderly stop");
    }
}

#[tokio::test]
async fn files_in_events_out_and_a_restart_changes_nothing() {
    let folder = temp_dir("ingest-service");
    fs::create_dir(folder.path().join("inbox")).expect("an inbox");
    let figures = format!("{}\n1\n", catalog::FIGURES_COLUMNS.join(","));
    fs::write(folder.path().join("inbox/figures.csv"), &figures).expect("written");
    fs::write(folder.path().join("inbox/page.csv"), "<html><title>Error</title></html>").expect("written");

    let mut running = start(folder.path()).await;
    let built_in = format!("published-figures built-in catalogue {}", env!("CARGO_PKG_VERSION"));
    let expected = [built_in, "published-figures figures.csv".to_owned()];
    assert_eq!(running.announced().await, expected);
    let unrecognized = ListSnapshotsRequest { source: "unrecognized".to_owned(), hash: String::new() };
    let unrecognized = running.client.list_snapshots(unrecognized).await.expect("snapshots").into_inner().snapshots;
    assert_eq!(unrecognized.len(), 1);

    let submitted = SubmitSnapshotRequest {
        file_name: "by hand.csv".to_owned(),
        source: String::new(),
        content: figures.into_bytes(),
        idempotency_key: String::new(),
        stored: String::new(),
    };
    let answer = running.client.submit_snapshot(submitted).await.expect("kept").into_inner();
    assert!(answer.known, "the same bytes as in the inbox");
    assert_eq!(running.retrievals().await, 3);
    running.stop().await;

    let mut again = start(folder.path()).await;
    assert_eq!(again.announced().await, expected);
    assert_eq!(again.retrievals().await, 3);

    // A file that comes later is taken in as well.
    fs::write(folder.path().join("inbox/later.csv"), format!("{}\n2\n", catalog::FIGURES_COLUMNS.join(","))).expect("written");
    let count = eventually(DEADLINE, "the later file", async || Some(again.announced().await.len()).filter(|count| *count == 3)).await;
    assert_eq!(count, 3);
    again.stop().await;
}

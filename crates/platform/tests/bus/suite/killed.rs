//! The death of a process, by a real process: this test binary, started once more.

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use contracts::events::SnapshotStored;
use platform::{
    Bus, Clock, Stop,
    bus::Durable,
    config::{Backend, BusConfig},
};

use super::{noting, sources};
use crate::harness::{Harness, Seen, durable, events, start, until, until_done};

/// What the process is told; it looks for this in its working folder.
const ORDER: &str = "order.toml";

/// One line per event that it handled.
const HANDLED: &str = "handled";

/// This one it never finishes.
const STICKS: &str = "source-5";

fn shared() -> Durable {
    Durable { concurrency: 2, ack_wait: Duration::from_millis(500), ..durable("reader") }
}

pub(crate) async fn nothing_is_lost_when_a_worker_process_is_killed(harness: &Harness) {
    let bus = harness.bus().await;
    bus.publish_all(&events(40)).await.expect("a publish");
    let folder = harness.folder.path();
    let backend = if harness.config.backend == Backend::Nats { "nats" } else { "embedded" };
    let BusConfig { path, url, root, .. } = &harness.config;
    let order = format!("backend = {backend:?}\npath = {path:?}\nurl = {url:?}\nroot = {root:?}\n");
    fs::write(folder.join(ORDER), order).expect("an order");

    let mut process = tokio::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "worker_process"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("a process");
    let handled = || handled(&folder.join(HANDLED));
    until("half of the events, handled by the process", async || handled().len() >= 20).await;
    process.kill().await.expect("a killed process");
    let before = handled();
    assert!(!before.contains(STICKS), "it should have been in hand when the process was killed");

    let seen = Seen::nothing();
    let worker = start(&bus, &shared(), noting!(seen));
    until_done(&bus, "reader").await;
    worker.finish().await;
    let after: BTreeSet<String> = seen.now().into_iter().collect();
    assert!(after.contains(STICKS));
    let all: BTreeSet<String> = before.union(&after).cloned().collect();
    assert_eq!(all, sources(&events(40)).into_iter().collect());
    assert_eq!(bus.rejected(10).await.expect("the records"), []);
}

fn handled(path: &Path) -> BTreeSet<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// The process: handles until it is killed.
pub(crate) async fn work() {
    let Ok(order) = fs::read_to_string(ORDER) else { return };
    let config: BusConfig = toml::from_str(&order).expect("an order");
    let bus = Bus::connect(&config, Clock::System).await.expect("a bus");
    let path = PathBuf::from(HANDLED);
    let handle = |event: SnapshotStored| {
        let path = path.clone();
        async move {
            if event.source == STICKS {
                std::future::pending::<()>().await;
            }
            let mut file = fs::File::options().create(true).append(true).open(path).expect("a file");
            writeln!(file, "{}", event.source).expect("a line");
            Ok(())
        }
    };
    bus.consume(&shared(), &Stop::new(), handle).await.expect("work");
}

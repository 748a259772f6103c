//! What only a file can do wrong.

use std::time::Duration;

use contracts::events::SnapshotStored;
use platform::{Bus, Clock, Stop, bus::Durable};

use sea_orm::sqlx::{self, sqlite::SqlitePool};

use crate::harness::{Harness, Seen, durable, events, start, until_done};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handles_that_do_not_know_of_each_other_share_one_file() {
    let harness = Harness::embedded();
    // All at once, on a file that is not there yet, and each with consumers and publishers of its own.
    let open = || Bus::connect(&harness.config, Clock::System);
    let opened = tokio::join!(open(), open(), open(), open());
    let buses = [opened.0, opened.1, opened.2, opened.3].map(|bus| bus.expect("a bus"));
    let seen = Seen::nothing();
    let handle = || {
        let seen = seen.clone();
        move |event: SnapshotStored| {
            seen.note(event.source);
            async { Ok(()) }
        }
    };
    // Strangers wait for each other unfairly, so an answer may be late.
    let patient = Durable { ack_wait: Duration::from_secs(30), ..durable("reader") };
    let workers: Vec<_> = buses.iter().map(|bus| start(bus, &patient, handle())).collect();
    let all = events(400);
    let parts: Vec<_> = all.chunks(100).collect();
    let publish = async |index: usize| {
        for event in parts[index] {
            buses[index].publish_all(std::slice::from_ref(event)).await.expect("a publish");
        }
    };
    tokio::join!(publish(0), publish(1), publish(2), publish(3));
    seen.at_least(400).await;
    until_done(&buses[0], "reader").await;
    for worker in workers {
        worker.finish().await;
    }
    let mut sources = seen.now();
    sources.sort();
    sources.dedup();
    assert_eq!((seen.now().len(), sources.len()), (400, 400), "each once");
}

#[tokio::test]
async fn a_name_is_not_reused_for_another_event() {
    let harness = Harness::embedded();
    let bus = harness.bus().await;
    let stop = Stop::new();
    stop.ask();
    bus.consume(&durable("reader"), &stop, async |_: SnapshotStored| Ok(())).await.expect("a new consumer");
    tamper(&harness, "UPDATE consumers SET kind = 'ingest.something_else.v1'").await;
    let refused = bus.consume(&durable("reader"), &stop, async |_: SnapshotStored| Ok(())).await.expect_err("a name that is taken");
    let expected =
        "consumer reader of stream ingest: kind is ingest.something_else.v1 and should be ingest.snapshot_stored.v1; use another name";
    assert_eq!(refused.to_string(), expected);
}

async fn tamper(harness: &Harness, sql: &'static str) {
    let pool = SqlitePool::connect(&format!("sqlite:{}", harness.config.path)).await.expect("the file of the bus");
    sqlx::query(sql).execute(&pool).await.expect("a change");
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_refused() {
    let harness = Harness::embedded();
    drop(harness.bus().await);
    tamper(&harness, "PRAGMA user_version = 9").await;
    let refused = Bus::connect(&harness.config, Clock::System).await.expect_err("a newer layout");
    let expected = format!("cannot open the bus {}: its layout is 9 and this program knows 1; use a newer program", harness.config.path);
    assert_eq!(format!("{refused:#}"), expected);
}

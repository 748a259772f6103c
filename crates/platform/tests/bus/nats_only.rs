//! What only a server can do wrong.

use std::time::Duration;

use contracts::{Event as _, events::SnapshotStored};
use platform::{Bus, Clock, Failure, Stop, bus::Durable, config::BusConfig};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinSet,
};

use crate::harness::{Harness, Seen, durable, event, start, stranger, until, until_done};

#[tokio::test]
async fn a_stream_that_is_not_as_it_should_be_is_refused_by_field() {
    let Some(harness) = Harness::nats() else { return };
    let config = async_nats::jetstream::stream::Config {
        name: "TEST_NORMALIZE".into(),
        subjects: vec!["test.normalize.>".into()],
        max_age: Duration::from_hours(1),
        ..Default::default()
    };
    stranger(&harness.config).await.create_stream(config).await.expect("a stream");
    let refused = Bus::connect(&harness.config, Clock::System).await.expect_err("another configuration");
    assert_eq!(
        format!("{refused:#}"),
        "NATS stream TEST_NORMALIZE: max_age is 3600s and should be 0ns, max_msg_size is -1 and should be 1048576, discard is Old and \
         should be New; change it with `nats stream edit` or `nats consumer edit`, or configure another root"
    );
}

#[tokio::test]
async fn a_consumer_that_is_not_as_it_should_be_is_refused_by_field() {
    let Some(harness) = Harness::nats() else { return };
    let bus = harness.bus().await;
    let stop = Stop::new();
    stop.ask();
    bus.consume(&durable("reader"), &stop, async |_: SnapshotStored| Ok(())).await.expect("a new consumer");
    let slower = Durable { ack_wait: Duration::from_secs(9), ..durable("reader") };
    let refused = bus.consume(&slower, &stop, async |_: SnapshotStored| Ok(())).await.expect_err("another configuration");
    assert_eq!(
        format!("{refused:#}"),
        "NATS consumer reader of stream TEST_INGEST: ack_wait is 1s and should be 9s; change it with `nats stream edit` or `nats consumer \
         edit`, or configure another root"
    );
}

#[tokio::test]
async fn no_server_is_said_without_credentials() {
    let Some(mut harness) = Harness::nats() else { return };
    drop(harness.server.take());
    harness.config.url = harness.config.url.replace("nats://", "nats://user:hunter2@");
    let refused = format!("{:#}", Bus::connect(&harness.config, Clock::System).await.expect_err("no server"));
    assert!(refused.starts_with("cannot connect to NATS at nats://127.0.0.1:") && !refused.contains("hunter2"), "{refused}");
}

/// Stands between bus and server, until it is cut.
struct Line {
    listener: TcpListener,
    server: String,
}

impl Line {
    async fn to(config: &mut BusConfig) -> Self {
        let server = config.url.trim_start_matches("nats://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        config.url = format!("nats://{}", listener.local_addr().expect("an address"));
        Self { listener, server }
    }

    /// Carries connections until `cut`, and then drops them all.
    async fn carry(&self, cut: impl Future<Output = ()>) {
        let mut connections = JoinSet::new();
        let accept = async {
            loop {
                let (mut near, _) = self.listener.accept().await.expect("a connection");
                let mut far = TcpStream::connect(&self.server).await.expect("a server");
                connections.spawn(async move { tokio::io::copy_bidirectional(&mut near, &mut far).await });
            }
        };
        tokio::select! { () = accept => {} () = cut => {} }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_outlives_a_lost_connection() {
    let Some(mut harness) = Harness::nats() else { return };
    let line = Line::to(&mut harness.config).await;
    let seen = Seen::nothing();
    let (cut, done) = (Notify::new(), Notify::new());
    let carrying = async {
        line.carry(cut.notified()).await;
        line.carry(done.notified()).await;
    };
    let working = async {
        let bus = harness.bus().await;
        let noted = seen.clone();
        let worker = start(&bus, &durable("reader"), move |event: SnapshotStored| {
            noted.note(event.source);
            async { Ok(()) }
        });
        bus.publish_all(&[event(1)]).await.expect("a publish");
        seen.at_least(1).await;
        until_done(&bus, "reader").await;
        cut.notify_one();
        until("a publish over a new connection", async || bus.publish_all(&[event(2)]).await.is_ok()).await;
        assert_eq!(seen.at_least(2).await, ["source-1", "source-2"]);
        worker.finish().await;
        done.notify_one();
    };
    tokio::join!(carrying, working);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_the_server_no_longer_remembers_is_not_written_again() {
    let Some(harness) = Harness::nats() else { return };
    let bus = harness.bus().await;
    // Without an identity it is what an earlier record is after the window of two minutes.
    let subject = format!("test.rejected.ingest.reader.{}", event(1).id());
    let jetstream = stranger(&harness.config).await;
    jetstream.publish(subject, "earlier".into()).await.expect("a publish").await.expect("a record");
    bus.publish_all(&[event(1)]).await.expect("a publish");
    let seen = Seen::nothing();
    let noted = seen.clone();
    let worker = start(&bus, &durable("reader"), move |event: SnapshotStored| {
        noted.note(event.source);
        async { Err(Failure::Reject(anyhow::anyhow!("later"))) }
    });
    seen.at_least(1).await;
    until_done(&bus, "reader").await;
    worker.finish().await;
    let payloads: Vec<_> = bus.rejected(10).await.expect("the records").into_iter().map(|record| record.payload).collect();
    assert_eq!(payloads, ["earlier"]);
}

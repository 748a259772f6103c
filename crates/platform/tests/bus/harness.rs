//! What the suite stands on: a backend of its own per test, workers, and waiting with a deadline.

use std::{future::Future, time::Duration};

use contracts::{Event, Stream, events::SnapshotStored};
use platform::{
    Bus, Clock, Failure, Stop,
    bus::{Backlog, Durable},
    config::{Backend, BusConfig},
};
use sea_orm::sqlx::{self, sqlite::SqlitePool};
use testkit::{NatsServer, TempDir, eventually, temp_dir};
use tokio::{sync::watch, task::JoinSet, time};

/// After this a test waits in vain.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// A backend of its own.
pub(crate) struct Harness {
    pub(crate) config: BusConfig,
    pub(crate) folder: TempDir,
    pub(crate) server: Option<NatsServer>,
}

impl Harness {
    pub(crate) fn embedded() -> Self {
        let folder = temp_dir("bus");
        let path = folder.path().join("made/on/the/way/bus.db").display().to_string();
        Self { config: BusConfig { path, ..BusConfig::default() }, folder, server: None }
    }

    /// None, after saying so, where no server is installed.
    pub(crate) fn nats() -> Option<Self> {
        let server = NatsServer::start("the bus on NATS")?;
        let config = BusConfig { backend: Backend::Nats, url: server.url(), root: "test".into(), ..BusConfig::default() };
        Some(Self { config, folder: temp_dir("bus"), server: Some(server) })
    }

    /// A new handle, as a new process would have.
    pub(crate) async fn bus(&self) -> Bus {
        Bus::connect(&self.config, Clock::System).await.expect("a bus")
    }

    /// Puts a message on the ingest stream that is no event of ours.
    pub(crate) async fn inject(&self, payload: &str) {
        match self.config.backend {
            Backend::Embedded => {
                let pool = SqlitePool::connect(&format!("sqlite:{}", self.config.path)).await.expect("the file of the bus");
                sqlx::query(
                    "INSERT INTO messages (stream, kind, subject, event_id, headers, payload, published_at_ms)
                     VALUES ('ingest', 'ingest.snapshot_stored.v1', 'plumbline.ingest.snapshot_stored.v1.x', ?1, '{}', ?1, 0)",
                )
                .bind(payload)
                .execute(&pool)
                .await
                .expect("a message");
            }
            Backend::Nats => {
                let jetstream = stranger(&self.config).await;
                let published = jetstream.publish("test.ingest.snapshot_stored.v1.x", payload.to_owned().into()).await;
                published.expect("a publish").await.expect("a message");
            }
        }
    }
}

/// An event of its own for every number.
pub(crate) fn event(number: usize) -> SnapshotStored {
    SnapshotStored { source: format!("source-{number}"), hash: format!("{number:064x}"), size_bytes: 1, ..Default::default() }
}

pub(crate) fn events(count: usize) -> Vec<SnapshotStored> {
    (0..count).map(event).collect()
}

/// One at a time and impatient, so that tests are short.
pub(crate) fn durable(name: &'static str) -> Durable {
    Durable {
        concurrency: 1,
        ack_wait: Duration::from_secs(1),
        most_deliveries: 5,
        first_delay: Duration::from_millis(20),
        longest_delay: Duration::from_secs(1),
        ..Durable::named(name)
    }
}

/// A worker in the background.
pub(crate) struct Running {
    pub(crate) stop: Stop,
    task: JoinSet<anyhow::Result<()>>,
}

pub(crate) fn start<E, F, Fut>(bus: &Bus, durable: &Durable, handle: F) -> Running
where
    E: Event,
    F: Fn(E) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), Failure>> + Send + 'static,
{
    let (bus, durable, stop) = (bus.clone(), durable.clone(), Stop::new());
    let stopped = stop.clone();
    let mut task = JoinSet::new();
    task.spawn(async move { bus.consume(&durable, &stopped, handle).await });
    Running { stop, task }
}

impl Running {
    pub(crate) fn has_ended(&mut self) -> bool {
        self.task.try_join_next().is_some()
    }

    /// Stops, and waits for what is in hand.
    pub(crate) async fn finish(self) {
        self.stop.ask();
        self.end().await;
    }

    /// Drops what is in hand, as the death of the process would.
    pub(crate) async fn die(self) {
        self.stop.now();
        self.end().await;
    }

    async fn end(mut self) {
        soon(self.task.join_next()).await.expect("a task").expect("no panic").expect("an orderly end");
    }
}

/// What happened so far, and waiting for more.
#[derive(Debug, Clone)]
pub(crate) struct Seen<T>(watch::Sender<Vec<T>>);

impl<T: Clone> Seen<T> {
    pub(crate) fn nothing() -> Self {
        Self(watch::Sender::new(Vec::new()))
    }

    /// Notes something and says how much there is now.
    pub(crate) fn note(&self, what: T) -> usize {
        self.0.send_modify(|seen| seen.push(what));
        self.0.borrow().len()
    }

    pub(crate) fn now(&self) -> Vec<T> {
        self.0.borrow().clone()
    }

    pub(crate) async fn at_least(&self, count: usize) -> Vec<T> {
        let mut seen = self.0.subscribe();
        soon(seen.wait_for(|seen| seen.len() >= count)).await.expect("a sender").clone()
    }
}

/// Work that must end before the deadline.
pub(crate) async fn soon<T>(work: impl Future<Output = T>) -> T {
    time::timeout(DEADLINE, work).await.expect("something awaited did not happen before the deadline")
}

/// Waits until a question is answered with yes.
pub(crate) async fn until(what: &str, mut yes: impl AsyncFnMut() -> bool) {
    eventually(DEADLINE, what, async || yes().await.then_some(())).await;
}

/// Waits until a consumer has nothing more before it.
pub(crate) async fn until_done(bus: &Bus, consumer: &str) {
    let done = async || bus.backlog(Stream::Ingest, consumer).await.expect("a backlog") == Backlog::default();
    until("an empty backlog", done).await;
}

/// A connection to the server that is not ours.
pub(crate) async fn stranger(config: &BusConfig) -> async_nats::jetstream::Context {
    #[expect(clippy::disallowed_methods, reason = "it puts there what the bus must cope with")]
    let client = async_nats::connect(&config.url).await.expect("a connection");
    async_nats::jetstream::new(client)
}

//! The bus: events in durable streams, delivered at least once to durable, named consumers.
//!
//! Two backends in one type, with the same promises. A handler says how an event failed ([`Failure`]); the loop that owns the message
//! alone acknowledges, last.
//!
//! - Publishing an event twice is once: embedded for ever, on NATS within two minutes, which is why effects are repeatable.
//! - A published event survives the death of the process; embedded also the loss of power (`embedded.rs` says what it costs).
//! - Every durable sees every event of its kind at least once, from the start of the stream. Workers of one name share the work.
//! - An event that failed comes back after a growing delay, a bounded number of times; an event that can never succeed is set aside, once
//!   per consumer and event, with the reason. A worker that dies over an event counts as a failure of it.
//! - Order is that of publishing until something is tried again.

mod embedded;
mod envelope;
mod nats;
mod worker;

use std::{future::Future, time::Duration};

use contracts::{Event, Stream, event::token};
use domain::Instant;

pub use self::{embedded::Embedded, envelope::LARGEST_EVENT, nats::Nats};
use self::{
    envelope::{Outgoing, SetAside, Stored},
    worker::Feed,
};
use crate::{
    clock::Clock,
    config::{Backend, BusConfig},
    lifecycle::Stop,
    trace,
};

/// How a handler failed.
#[derive(Debug)]
pub enum Failure {
    /// Worth another try: the event comes back after a growing delay.
    Retry(anyhow::Error),
    /// Can never succeed: the event is set aside, with the reason.
    Reject(anyhow::Error),
}

/// Makes an error a reason to try again.
pub trait OrRetry<T> {
    /// `Err` becomes [`Failure::Retry`].
    fn or_retry(self) -> Result<T, Failure>;
}

/// Makes an error a reason to set the event aside.
pub trait OrReject<T> {
    /// `Err` becomes [`Failure::Reject`].
    fn or_reject(self) -> Result<T, Failure>;
}

impl From<PublishError> for Failure {
    /// An event that the bus cannot carry will not become smaller; all else is worth another try.
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::TooLarge { .. } | PublishError::Unwritable { .. } => Self::Reject(error.into()),
            PublishError::Backend(_) => Self::Retry(error.into()),
        }
    }
}

impl<T, E: Into<anyhow::Error>> OrRetry<T> for Result<T, E> {
    fn or_retry(self) -> Result<T, Failure> {
        self.map_err(|error| Failure::Retry(error.into()))
    }
}

impl<T, E: Into<anyhow::Error>> OrReject<T> for Result<T, E> {
    fn or_reject(self) -> Result<T, Failure> {
        self.map_err(|error| Failure::Reject(error.into()))
    }
}

/// A durable consumer: its name and how it is fed.
#[derive(Debug, Clone)]
pub struct Durable {
    /// Unique on its stream, of `[a-z0-9_-]`; workers that use the same name share the work.
    pub name: &'static str,
    /// Events handled at the same time by one worker.
    pub concurrency: usize,
    /// Unanswered for so long, an event is delivered again; the loop signals progress while a handler works.
    pub ack_wait: Duration,
    /// After so many deliveries an event is rejected.
    pub most_deliveries: u32,
    /// Delay before the second delivery; it doubles with each, up to `longest_delay`.
    pub first_delay: Duration,
    /// The longest delay between deliveries.
    pub longest_delay: Duration,
}

impl Durable {
    /// The usual feeding: four at a time, half a minute to answer, eight deliveries with 1 s to 60 s between.
    pub fn named(name: &'static str) -> Self {
        Self {
            name,
            concurrency: 4,
            ack_wait: Duration::from_secs(30),
            most_deliveries: 8,
            first_delay: Duration::from_secs(1),
            longest_delay: Duration::from_mins(1),
        }
    }

    /// The delay after a delivery, counted from 1.
    pub fn delay(&self, deliveries: u32) -> Duration {
        let doubled = self.first_delay.saturating_mul(1_u32.checked_shl(deliveries.saturating_sub(1)).unwrap_or(u32::MAX));
        doubled.min(self.longest_delay)
    }
}

/// What a consumer still has before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Not delivered yet.
    pub waiting: u64,
    /// Delivered, not answered, or waiting for another delivery.
    pub in_hand: u64,
}

/// An event that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// When it was set aside.
    pub at: Instant,
    /// Service whose stream it was on: `ingest`.
    pub stream: String,
    /// Who could not handle it.
    pub consumer: String,
    /// Identity of the event.
    pub event_id: String,
    /// Its subject.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// How often it was tried.
    pub deliveries: u32,
    /// The event as it was, JSON.
    pub payload: String,
}

/// Why an event was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Larger than the bus carries.
    #[error("{event} {id} is {size} bytes as JSON and the bus carries {limit}; nothing of the batch was published")]
    TooLarge {
        /// Name of the event.
        event: &'static str,
        /// Its identity.
        id: String,
        /// Bytes of its JSON.
        size: usize,
        /// Bytes that the bus carries.
        limit: usize,
    },
    /// Has no JSON, for example an enum out of range.
    #[error("{event} {id} cannot be written as JSON; nothing of the batch was published")]
    Unwritable {
        /// Name of the event.
        event: &'static str,
        /// Its identity.
        id: String,
        /// Why not.
        source: serde_json::Error,
    },
    /// The backend did not take all of them. What it took is not published again when the batch is repeated.
    #[error("the bus did not take the events")]
    Backend(#[source] anyhow::Error),
}

/// The bus. Clones share it.
#[derive(Debug, Clone)]
pub enum Bus {
    /// A durable log in SQLite, inside the process.
    Embedded(Embedded),
    /// NATS with JetStream.
    Nats(Nats),
}

impl Bus {
    /// Opens the configured backend and its streams. On NATS, refuses to start if a stream is not as it should be.
    pub async fn connect(config: &BusConfig, clock: Clock) -> anyhow::Result<Self> {
        match config.backend {
            Backend::Embedded => Ok(Self::Embedded(Embedded::open(config, clock).await?)),
            Backend::Nats => Ok(Self::Nats(Nats::connect(config, clock).await?)),
        }
    }

    /// Publishes events, in order. What was published before is not published again. If one is too large, none is published.
    pub async fn publish_all<E: Event>(&self, events: &[E]) -> Result<(), PublishError> {
        let (root, now) = (self.root(), self.clock().now());
        let context = trace::current();
        let sealed: Vec<Outgoing> =
            events.iter().map(|event| envelope::seal(event, root, now, context.child())).collect::<Result<_, _>>()?;
        self.publish(E::STREAM, &sealed).await.map_err(PublishError::Backend)?;
        metrics::counter!("plumbline_events_published_total", "event" => E::NAME).increment(sealed.len() as u64);
        Ok(())
    }

    /// Feeds every event to `handle` until a stop is asked for; then finishes what is in hand.
    ///
    /// A consumer that is new begins with the first event of the stream. What the handler publishes belongs to the trace of the event.
    /// Fails only if the consumer is not as it should be, or if the backend cannot be reached at the start; later it is tried again.
    pub async fn consume<E, F, Fut>(&self, durable: &Durable, stop: &Stop, handle: F) -> anyhow::Result<()>
    where
        E: Event,
        F: Fn(E) -> Fut + Send + Sync,
        Fut: Future<Output = Result<(), Failure>> + Send,
    {
        worker::run(self, durable, stop, handle).await
    }

    /// What a consumer still has before it; of one that does not exist yet, the whole stream.
    pub async fn backlog(&self, stream: Stream, durable: &str) -> anyhow::Result<Backlog> {
        match self {
            Self::Embedded(bus) => bus.backlog(stream, durable).await,
            Self::Nats(bus) => bus.backlog(stream, durable).await,
        }
    }

    /// The latest `limit` events that were set aside, latest first.
    pub async fn rejected(&self, limit: usize) -> anyhow::Result<Vec<Rejected>> {
        let latest = match self {
            Self::Embedded(bus) => bus.latest_rejected(limit).await?,
            Self::Nats(bus) => bus.latest_rejected(limit).await?,
        };
        Ok(latest.iter().map(envelope::rejected).collect())
    }

    /// Events of a stream from the start (after sequence number `after`), oldest first, at most `limit`. What is no event is passed over.
    pub async fn read<E: Event>(&self, mut after: u64, limit: usize) -> anyhow::Result<Vec<(u64, E)>> {
        let mut events = Vec::new();
        while events.len() < limit {
            let room = limit.saturating_sub(events.len());
            let page = match self {
                Self::Embedded(bus) => bus.page::<E>(after, room).await?,
                Self::Nats(bus) => bus.page::<E>(after, room).await?,
            };
            let Some(last) = page.last() else { break };
            after = last.sequence;
            for stored in &page {
                match serde_json::from_slice(&stored.payload) {
                    Ok(event) => events.push((stored.sequence, event)),
                    Err(error) => {
                        tracing::warn!(event = E::NAME, sequence = stored.sequence, error = %error, "passed over what is no event");
                    }
                }
            }
        }
        Ok(events)
    }

    /// Lets a consumer begin again from the start of its stream. Its running workers follow.
    pub async fn rewind(&self, stream: Stream, durable: &str) -> anyhow::Result<()> {
        match self {
            Self::Embedded(bus) => bus.rewind(stream, durable).await,
            Self::Nats(bus) => bus.rewind(stream, durable).await,
        }
    }

    /// Fails unless the backend answers.
    pub async fn ping(&self) -> anyhow::Result<()> {
        match self {
            Self::Embedded(bus) => bus.ping().await,
            Self::Nats(bus) => bus.ping().await,
        }
    }

    async fn publish(&self, stream: Stream, messages: &[Outgoing]) -> anyhow::Result<()> {
        match self {
            Self::Embedded(bus) => bus.publish(stream, messages).await,
            Self::Nats(bus) => bus.publish(messages).await,
        }
    }

    /// Writes the one record of an event that a consumer could not handle.
    async fn set_aside(&self, stored: &Stored, from: &SetAside<'_>) -> anyhow::Result<()> {
        let record = envelope::set_aside(self.root(), self.clock().now(), stored, from);
        match self {
            Self::Embedded(bus) => bus.publish(Stream::Rejected, &[record]).await,
            Self::Nats(bus) => bus.publish_unless_there(record).await,
        }
    }

    async fn feed<E: Event>(&self, durable: &Durable) -> anyhow::Result<Feed> {
        anyhow::ensure!(
            !durable.name.is_empty() && token(durable.name) == durable.name,
            "`{}` cannot name a consumer; write a-z, 0-9, _ and -",
            durable.name
        );
        match self {
            Self::Embedded(bus) => Ok(Feed::Embedded(bus.feed::<E>(durable).await?)),
            Self::Nats(bus) => Ok(Feed::Nats(Box::new(bus.feed::<E>(durable).await?))),
        }
    }

    fn root(&self) -> &str {
        match self {
            Self::Embedded(bus) => bus.root(),
            Self::Nats(bus) => bus.root(),
        }
    }

    fn clock(&self) -> &Clock {
        match self {
            Self::Embedded(bus) => bus.clock(),
            Self::Nats(bus) => bus.clock(),
        }
    }
}

//! The bus: events in durable streams, delivered at least once to durable, named consumers.
//!
//! Two backends in one type. A handler says how an event failed ([`Failure`]); the loop that owns the message alone acknowledges, last.

use std::{future::Future, time::Duration};

use contracts::{Event, Stream};
use domain::Instant;

use crate::{clock::Clock, config::BusConfig, lifecycle::Stop};

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
    /// Unique on its stream; workers that use the same name share the work.
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
            longest_delay: Duration::from_secs(60),
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

/// The bus. Clones share it.
#[derive(Debug, Clone)]
pub enum Bus {}

#[expect(unused_variables, clippy::unused_async, reason = "being written")]
impl Bus {
    /// Opens the configured backend and its streams. On NATS, refuses to start if a stream is not as it should be.
    pub async fn connect(config: &BusConfig, clock: Clock) -> anyhow::Result<Self> {
        anyhow::bail!("{config:?}")
    }
    /// Publishes events, in order. What was published before is not published again.
    pub async fn publish_all<E: Event>(&self, events: &[E]) -> Result<(), PublishError> {
        match *self {}
    }
    /// Feeds every event to `handle` until a stop is asked for; then finishes what is in hand.
    pub async fn consume<E, F, Fut>(&self, durable: &Durable, stop: &Stop, handle: F) -> anyhow::Result<()>
    where
        E: Event,
        F: Fn(E) -> Fut + Send + Sync,
        Fut: Future<Output = Result<(), Failure>> + Send,
    {
        match *self {}
    }
    /// What a consumer still has before it.
    pub async fn backlog(&self, stream: Stream, durable: &str) -> anyhow::Result<Backlog> {
        match *self {}
    }
    /// The latest `limit` events that were set aside, latest first.
    pub async fn rejected(&self, limit: usize) -> anyhow::Result<Vec<Rejected>> {
        match *self {}
    }
    /// Events of a stream from the start (after sequence number `after`), oldest first, at most `limit`.
    pub async fn read<E: Event>(&self, after: u64, limit: usize) -> anyhow::Result<Vec<(u64, E)>> {
        match *self {}
    }
    /// Lets a consumer begin again from the start of its stream.
    pub async fn rewind(&self, stream: Stream, durable: &str) -> anyhow::Result<()> {
        match *self {}
    }
    /// Fails unless the backend answers.
    pub async fn ping(&self) -> anyhow::Result<()> {
        match *self {}
    }
}

/// Why an event was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Larger than the bus carries.
    #[error("the event is too large")]
    TooLarge,
}

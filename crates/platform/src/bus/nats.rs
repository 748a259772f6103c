//! The bus on NATS with JetStream, server 2.9 or newer. One stream per boundary, one pull consumer per durable.
//!
//! The server answers for durability: with one replica and its usual settings, a power failure may take the last two minutes
//! (`sync_interval`); three replicas, or `sync_interval: always`, do not lose what was acknowledged.

use std::{collections::VecDeque, future::IntoFuture as _, sync::Arc, time::Duration};

use anyhow::{Context as _, anyhow};
use async_nats::{
    Client, ConnectOptions, Event as ConnectionEvent, HeaderMap, Subject,
    jetstream::{
        self, AckKind,
        consumer::{AckPolicy, DeliverPolicy, PullConsumer, pull},
        context::{ConsumerInfoErrorKind, PublishAckFuture, PublishErrorKind},
        message::{Acker, PublishMessage},
    },
};
use contracts::{Event, STREAMS, Stream, event::token};
use futures::{FutureExt as _, StreamExt as _};
use tokio::sync::watch;

use super::{
    Backlog, Durable,
    envelope::{Outgoing, Stored},
    worker::{Delivery, Receipt as AnyReceipt},
};
use crate::{clock::Clock, config::BusConfig, lifecycle::Stop};

mod wanted;

/// Publishes on the way at the same time. Far below the 5,000 at which the client blocks for whoever awaits none of them.
const IN_FLIGHT: usize = 256;

/// How long a pull waits at the server. When nothing at all comes back, the client gives up five seconds later and asks anew, which is how
/// a lost connection or a restarted server is overcome.
const PULL: Duration = Duration::from_secs(5);

/// Messages of one pull when a stream is read.
const PAGE: usize = 200;

/// A connection to the server. Clones share it.
#[derive(Debug, Clone)]
pub struct Nats(Arc<Connection>);

#[derive(Debug)]
struct Connection {
    jetstream: jetstream::Context,
    /// Changes when a lost connection is back: what was asked of the one before is not answered any more.
    connected: watch::Receiver<bool>,
    clock: Clock,
    root: String,
}

impl Nats {
    /// Connects, makes the streams that are missing and refuses to go on if one is not as it should be.
    pub(super) async fn connect(config: &BusConfig, clock: Clock) -> anyhow::Result<Self> {
        let signal = watch::Sender::new(false);
        let connected = signal.subscribe();
        let client =
            open(config, signal).await.with_context(|| format!("cannot connect to NATS at {}", without_credentials(&config.url)))?;
        let found = client.server_info().version;
        anyhow::ensure!(client.is_server_compatible(2, 9, 0), "the NATS server is {found}; 2.9 or newer is needed");
        let root = token(&config.root);
        let jetstream = jetstream::new(client);
        for stream in STREAMS {
            wanted::declare_stream(&jetstream, &root, stream, config.replicas).await?;
        }
        Ok(Self(Arc::new(Connection { jetstream, connected, clock, root })))
    }

    pub(super) fn root(&self) -> &str {
        &self.0.root
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Publishes in order, a window of them on the way at the same time.
    pub(super) async fn publish(&self, messages: &[Outgoing]) -> anyhow::Result<()> {
        let mut window = VecDeque::with_capacity(IN_FLIGHT.min(messages.len()));
        for message in messages {
            if window.len() >= IN_FLIGHT
                && let Some(oldest) = window.pop_front()
            {
                stored(oldest).await?;
            }
            window.push_back(self.0.jetstream.send_publish(message.subject.clone(), outgoing(message)).await?);
        }
        for ack in window {
            stored(ack).await?;
        }
        Ok(())
    }

    /// Publishes unless its subject has a message already: longer than the server remembers identities.
    pub(super) async fn publish_unless_there(&self, message: Outgoing) -> anyhow::Result<()> {
        let publish = outgoing(&message).expected_last_subject_sequence(0);
        let ack = self.0.jetstream.send_publish(message.subject, publish).await?;
        match ack.into_future().await {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == PublishErrorKind::WrongLastSequence => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Declares a consumer. An existing one goes on where it was; refused if it is not as it should be.
    pub(super) async fn feed<E: Event>(&self, durable: &Durable) -> anyhow::Result<Feed> {
        let config = wanted::consumer(&self.filter::<E>(), durable);
        let consumer = wanted::declare_consumer(&self.0.jetstream, &self.stream_name(E::STREAM), config.clone()).await?;
        let connected = self.0.connected.clone();
        Ok(Feed { bus: self.clone(), stream: E::STREAM, config, connected, consumer: Some(consumer), batch: None })
    }

    pub(super) async fn backlog(&self, stream: Stream, durable: &str) -> anyhow::Result<Backlog> {
        let handle = self.0.jetstream.get_stream_no_info(self.stream_name(stream)).await?;
        match handle.consumer_info(durable).await {
            Ok(info) => Ok(Backlog { waiting: info.num_pending, in_hand: info.num_ack_pending as u64 }),
            Err(error) if error.kind() == ConsumerInfoErrorKind::NotFound => {
                Ok(Backlog { waiting: handle.get_info().await?.state.messages, in_hand: 0 })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Latest first.
    pub(super) async fn latest_rejected(&self, limit: usize) -> anyhow::Result<Vec<Stored>> {
        let name = self.stream_name(Stream::Rejected);
        let last = self.0.jetstream.get_stream(&name).await?.cached_info().state.last_sequence;
        let after = last.saturating_sub(limit as u64);
        let mut latest = self.messages_after(Stream::Rejected, String::new(), after, limit).await?;
        latest.reverse();
        Ok(latest)
    }

    /// Oldest first.
    pub(super) async fn page<E: Event>(&self, after: u64, limit: usize) -> anyhow::Result<Vec<Stored>> {
        self.messages_after(E::STREAM, self.filter::<E>(), after, limit).await
    }

    /// Through a consumer that the server forgets by itself, should this one not get to it.
    async fn messages_after(&self, stream: Stream, filter: String, after: u64, limit: usize) -> anyhow::Result<Vec<Stored>> {
        let stream = self.stream_name(stream);
        let config = pull::Config {
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: after.saturating_add(1) },
            ack_policy: AckPolicy::None,
            filter_subject: filter,
            inactive_threshold: Duration::from_secs(30),
            memory_storage: true,
            num_replicas: 1,
            ..pull::Config::default()
        };
        let consumer: PullConsumer = self.0.jetstream.create_consumer_on_stream(config, &stream).await?;
        let there = usize::try_from(consumer.cached_info().num_pending).unwrap_or(usize::MAX);
        let mut messages = Vec::new();
        while messages.len() < limit.min(there) {
            let before = messages.len();
            let most = limit.min(there).saturating_sub(before).min(PAGE);
            let mut batch = consumer.fetch().max_messages(most).expires(PULL).messages().await?;
            while let Some(message) = batch.next().await {
                messages.push(read(&message.map_err(|error| anyhow!(error))?)?);
            }
            anyhow::ensure!(messages.len() > before, "the server did not send what it says it has on {stream}");
        }
        self.0.jetstream.delete_consumer_from_stream(&consumer.cached_info().name, &stream).await?;
        Ok(messages)
    }

    pub(super) async fn rewind(&self, stream: Stream, durable: &str) -> anyhow::Result<()> {
        let stream = self.0.jetstream.get_stream_no_info(self.stream_name(stream)).await?;
        match stream.consumer_info(durable).await {
            // Whoever consumes makes it anew, from the start.
            Ok(_) => stream.delete_consumer(durable).await.map(drop).map_err(Into::into),
            Err(error) if error.kind() == ConsumerInfoErrorKind::NotFound => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn ping(&self) -> anyhow::Result<()> {
        self.0.jetstream.get_stream(self.stream_name(Stream::Ingest)).await?;
        Ok(())
    }

    fn stream_name(&self, stream: Stream) -> String {
        wanted::stream_name(&self.0.root, stream)
    }

    fn filter<E: Event>(&self) -> String {
        format!("{}.{}.{}.{}.>", self.0.root, E::STREAM.service(), E::NAME, E::VERSION)
    }
}

async fn open(config: &BusConfig, signal: watch::Sender<bool>) -> anyhow::Result<Client> {
    let signal = Arc::new(signal);
    let note = move |event| {
        let signal = Arc::clone(&signal);
        async move { note_event(&event, &signal) }
    };
    let mut options = ConnectOptions::new().name("plumbline").event_callback(note);
    if let Some(path) = &config.credentials_file {
        options = options.credentials_file(path).await.with_context(|| format!("cannot read the credentials {path}"))?;
    }
    #[expect(clippy::disallowed_methods, reason = "this is the door that the others are sent to")]
    let client = options.connect(&config.url).await?;
    Ok(client)
}

/// A refused permission shows only here, and otherwise as a timeout. The signal holds whether the connection is lost.
fn note_event(event: &ConnectionEvent, signal: &watch::Sender<bool>) {
    match event {
        ConnectionEvent::Connected => {
            tracing::info!("connected to NATS");
            signal.send_if_modified(std::mem::take);
        }
        ConnectionEvent::Disconnected => {
            tracing::warn!("the connection to NATS is lost; trying again");
            signal.send_if_modified(|lost| {
                *lost = true;
                false
            });
        }
        ConnectionEvent::ServerError(_) | ConnectionEvent::ClientError(_) => tracing::error!(error = %event, "NATS refuses"),
        _ => tracing::warn!(state = %event, "the connection to NATS changed"),
    }
}

fn without_credentials(url: &str) -> String {
    match url.split_once("://").map(|(scheme, rest)| (scheme, rest.rsplit_once('@'))) {
        Some((scheme, Some((_, host)))) => format!("{scheme}://{host}"),
        _ => url.to_owned(),
    }
}

fn outgoing(message: &Outgoing) -> PublishMessage {
    let mut headers = HeaderMap::new();
    for (name, value) in &message.headers {
        headers.insert(*name, value.as_str());
    }
    PublishMessage::build().payload(message.payload.clone()).headers(headers).message_id(&message.id)
}

async fn stored(ack: PublishAckFuture) -> anyhow::Result<()> {
    ack.into_future().await?;
    Ok(())
}

fn read(message: &jetstream::Message) -> anyhow::Result<Stored> {
    let sequence = message.info().map_err(|error| anyhow!(error))?.stream_sequence;
    let empty = HeaderMap::new();
    let headers = message.headers.as_ref().unwrap_or(&empty).iter();
    let pairs = headers.filter_map(|(name, values)| Some((name.as_ref(), values.first()?.as_str())));
    Ok(Stored::new(sequence, message.subject.to_string(), pairs, message.payload.clone()))
}

/// What a consumer is fed from.
pub(super) struct Feed {
    bus: Nats,
    stream: Stream,
    config: pull::Config,
    connected: watch::Receiver<bool>,
    /// None after something went wrong: then it is looked up again.
    consumer: Option<PullConsumer>,
    /// The pull under way, if one is.
    batch: Option<pull::Batch>,
}

impl Feed {
    /// Waits for at least one delivery, at most `room`; none once a stop is asked for, but for those that have arrived already.
    pub(super) async fn fetch(&mut self, room: usize, stop: &Stop) -> anyhow::Result<Vec<Delivery>> {
        loop {
            let mut batch = match self.batch.take() {
                Some(batch) => batch,
                None if stop.is_asked() => return Ok(Vec::new()),
                None => self.pull(room).await?,
            };
            // A message that has arrived goes first, whatever else happens.
            let mut next = tokio::select! {
                biased;
                next = batch.next() => Some(next),
                () = stop.asked() => None,
                _ = self.connected.changed() => Some(None),
            };
            let mut deliveries = Vec::new();
            loop {
                match next {
                    Some(Some(Ok(message))) => deliveries.push(delivery(message)?),
                    // The consumer may be gone, or the server about to go.
                    Some(Some(Err(error))) => {
                        self.consumer = None;
                        if deliveries.is_empty() {
                            return Err(anyhow!(error).context("a pull from NATS ended"));
                        }
                        break;
                    }
                    // It is over.
                    Some(None) => break,
                    // Nothing more has arrived.
                    None => {
                        self.batch = Some(batch);
                        break;
                    }
                }
                next = batch.next().now_or_never();
            }
            if !deliveries.is_empty() || stop.is_asked() {
                return Ok(deliveries);
            }
        }
    }

    async fn pull(&mut self, room: usize) -> anyhow::Result<pull::Batch> {
        self.connected.mark_unchanged();
        let consumer = if let Some(consumer) = self.consumer.take() {
            consumer
        } else {
            let name = self.bus.stream_name(self.stream);
            wanted::declare_consumer(&self.bus.0.jetstream, &name, self.config.clone()).await?
        };
        let batch = consumer.batch().max_messages(room).expires(PULL).messages().await?;
        self.consumer = Some(consumer);
        Ok(batch)
    }
}

fn delivery(message: jetstream::Message) -> anyhow::Result<Delivery> {
    let deliveries = u32::try_from(message.info().map_err(|error| anyhow!(error))?.delivered).unwrap_or(u32::MAX);
    let stored = read(&message)?;
    let (message, acker) = message.split();
    Ok(Delivery { stored, deliveries, receipt: AnyReceipt::Nats(Box::new(Receipt { acker, reply: message.reply })) })
}

/// The right to answer for a delivery.
pub(super) struct Receipt {
    acker: Acker,
    reply: Option<Subject>,
}

impl Receipt {
    pub(super) async fn done(&self) -> anyhow::Result<()> {
        self.answer(AckKind::Ack).await
    }

    pub(super) async fn again(&self, delay: Duration) -> anyhow::Result<()> {
        self.answer(AckKind::Nak(Some(delay))).await
    }

    pub(super) async fn progress(&self) -> anyhow::Result<()> {
        self.acker.ack_with(AckKind::Progress).await.map_err(|error| anyhow!(error))
    }

    /// Waits until the server has it, so that a stop right afterwards loses no answer.
    async fn answer(&self, kind: AckKind) -> anyhow::Result<()> {
        let answered = self.acker.double_ack_with(kind).await.map_err(|error| anyhow!(error));
        answered.with_context(|| format!("no answer to {}", self.reply.as_ref().map_or("", Subject::as_str)))
    }
}

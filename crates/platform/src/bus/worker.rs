//! The loop that owns the message: it fetches, hands to the handler, and alone answers, last. Handlers cannot acknowledge, and there is no
//! second place that decides about a message.

use std::{any::Any, future::Future, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use contracts::Event;
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use tokio::{task::JoinSet, time};
use tracing::Instrument as _;

use super::{
    Bus, Durable, Failure, embedded,
    envelope::{SetAside, Stored},
    nats,
};
use crate::{lifecycle::Stop, trace};

/// Pauses after the backend failed, doubling from the first to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Where deliveries come from.
pub(super) enum Feed {
    Embedded(embedded::Feed),
    Nats(Box<nats::Feed>),
}

/// One delivery of a message.
pub(super) struct Delivery {
    pub(super) stored: Stored,
    /// Counted from 1.
    pub(super) deliveries: u32,
    pub(super) receipt: Receipt,
}

/// What a delivery is answered with.
pub(super) enum Receipt {
    Embedded(embedded::Lease),
    Nats(Box<nats::Receipt>),
}

/// Why a feed ends for good; every other error of it passes.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refused(pub(super) String);

impl Feed {
    /// Waits for at least one delivery, at most `room`; none once a stop is asked for.
    async fn fetch(&mut self, room: usize, stop: &Stop) -> anyhow::Result<Vec<Delivery>> {
        match self {
            Self::Embedded(feed) => feed.fetch(room, stop).await,
            Self::Nats(feed) => feed.fetch(room, stop).await,
        }
    }
}

impl Receipt {
    async fn done(&self) -> anyhow::Result<()> {
        match self {
            Self::Embedded(lease) => lease.done().await,
            Self::Nats(receipt) => receipt.done().await,
        }
    }

    async fn again(&self, delay: Duration) -> anyhow::Result<()> {
        match self {
            Self::Embedded(lease) => lease.again(delay).await,
            Self::Nats(receipt) => receipt.again(delay).await,
        }
    }

    async fn progress(&self) -> anyhow::Result<()> {
        match self {
            Self::Embedded(lease) => lease.progress().await,
            Self::Nats(receipt) => receipt.progress().await,
        }
    }
}

/// Feeds a handler until a stop is asked for, then finishes what is in hand; a hard stop drops it.
pub(super) async fn run<E, F, Fut>(bus: &Bus, durable: &Durable, stop: &Stop, handle: F) -> anyhow::Result<()>
where
    E: Event,
    F: Fn(E) -> Fut + Send + Sync,
    Fut: Future<Output = Result<(), Failure>> + Send,
{
    let mut idle = Some(bus.feed::<E>(durable).await?);
    let mut fetching: Option<BoxFuture<'_, (Feed, anyhow::Result<Vec<Delivery>>)>> = None;
    let mut in_hand = FuturesUnordered::new();
    let mut pause = Duration::ZERO;
    loop {
        let room = durable.concurrency.max(1).saturating_sub(in_hand.len());
        if room > 0
            && !stop.is_asked()
            && let Some(feed) = idle.take()
        {
            fetching = Some(next(feed, room, pause, stop).boxed());
        }
        if fetching.is_none() && in_hand.is_empty() {
            return Ok(());
        }
        tokio::select! {
            biased;
            () = stop.hard() => return Ok(()),
            Some(()) = in_hand.next(), if !in_hand.is_empty() => {
                // Whoever is done by now makes room for one larger fetch.
                while let Some(Some(())) = in_hand.next().now_or_never() {}
            }
            // A fetch is never dropped half-way: what it has leased would have to wait until the lease ends.
            (feed, fetched) = async { match fetching.as_mut() { Some(fetch) => fetch.await, None => std::future::pending().await } } => {
                (fetching, idle) = (None, Some(feed));
                match fetched {
                    Ok(deliveries) => {
                        pause = Duration::ZERO;
                        in_hand.extend(deliveries.into_iter().map(|delivery| work(bus, durable, &handle, delivery)));
                    }
                    Err(error) if error.is::<Refused>() => return Err(error),
                    Err(error) => {
                        pause = (pause * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE);
                        tracing::warn!(consumer = durable.name, error = format!("{error:#}"), "the bus does not deliver; trying again");
                    }
                }
            }
        }
    }
}

async fn next(mut feed: Feed, room: usize, pause: Duration, stop: &Stop) -> (Feed, anyhow::Result<Vec<Delivery>>) {
    if !pause.is_zero() {
        stop.unless_asked(time::sleep(pause)).await;
    }
    let fetched = feed.fetch(room, stop).await;
    (feed, fetched)
}

/// What is to be done with a delivery.
enum Answer {
    Done,
    Again(anyhow::Error),
    SetAside { reason: anyhow::Error, deliveries: u32 },
}

impl Answer {
    const fn outcome(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Again(_) => "retried",
            Self::SetAside { .. } => "rejected",
        }
    }
}

async fn work<E, F, Fut>(bus: &Bus, durable: &Durable, handle: &F, delivery: Delivery)
where
    E: Event,
    F: Fn(E) -> Fut,
    Fut: Future<Output = Result<(), Failure>>,
{
    let Delivery { stored, deliveries, receipt } = delivery;
    let context = stored.trace();
    let span = tracing::info_span!(
        "event",
        service = E::STREAM.service(),
        consumer = durable.name,
        event = E::NAME,
        event_id = stored.event_id(E::STREAM),
        trace_id = context.trace_id(),
    );
    let handled = async {
        let started = time::Instant::now();
        let receipt = Arc::new(receipt);
        let keeper = signal_progress(Arc::clone(&receipt), durable.ack_wait / 3);
        let answer = answer(durable, handle, &stored, deliveries).await;
        metrics::histogram!("plumbline_event_duration_seconds", "consumer" => durable.name, "event" => E::NAME)
            .record(started.elapsed().as_secs_f64());
        let outcome = answer.outcome();
        metrics::counter!("plumbline_events_handled_total", "consumer" => durable.name, "event" => E::NAME, "outcome" => outcome)
            .increment(1);
        if let Err(error) = settle::<E>(bus, durable, &stored, deliveries, &receipt, keeper, answer).await {
            tracing::warn!(deliveries, outcome, error = format!("{error:#}"), "the answer did not reach the bus; the event comes again");
        }
    };
    trace::within(context, handled).instrument(span).await;
}

async fn answer<E, F, Fut>(durable: &Durable, handle: &F, stored: &Stored, deliveries: u32) -> Answer
where
    E: Event,
    F: Fn(E) -> Fut,
    Fut: Future<Output = Result<(), Failure>>,
{
    if deliveries > durable.most_deliveries {
        let tried = deliveries.saturating_sub(1);
        let reason = anyhow::anyhow!("gave up after {tried} deliveries: the last was never answered, as if the worker had died of it");
        return Answer::SetAside { reason, deliveries: tried };
    }
    let event = match serde_json::from_slice::<E>(&stored.payload) {
        Ok(event) => event,
        Err(error) => {
            let reason = anyhow::Error::from(error).context(format!("the payload is no {}", E::NAME));
            return Answer::SetAside { reason, deliveries };
        }
    };
    let handled = AssertUnwindSafe(async { handle(event).await }).catch_unwind().await;
    match handled.unwrap_or_else(|panic| Err(Failure::Retry(anyhow::anyhow!("the handler panicked: {}", panic_text(panic.as_ref()))))) {
        Ok(()) => Answer::Done,
        Err(Failure::Reject(reason)) => Answer::SetAside { reason, deliveries },
        Err(Failure::Retry(reason)) if deliveries >= durable.most_deliveries => {
            Answer::SetAside { reason: reason.context(format!("gave up after {deliveries} deliveries")), deliveries }
        }
        Err(Failure::Retry(reason)) => Answer::Again(reason),
    }
}

async fn settle<E: Event>(
    bus: &Bus,
    durable: &Durable,
    stored: &Stored,
    deliveries: u32,
    receipt: &Receipt,
    mut keeper: JoinSet<()>,
    answer: Answer,
) -> anyhow::Result<()> {
    if let Answer::SetAside { reason, deliveries } = &answer {
        let reason = format!("{reason:#}");
        let from = SetAside { stream: E::STREAM, consumer: durable.name, reason: &reason, deliveries: *deliveries };
        bus.set_aside(stored, &from).await?;
        tracing::error!(deliveries, error = reason, "an event was set aside");
    }
    // No progress signal may follow the answer: it would put off the next delivery.
    keeper.shutdown().await;
    match answer {
        Answer::Done | Answer::SetAside { .. } => receipt.done().await,
        Answer::Again(reason) => {
            let delay = durable.delay(deliveries);
            tracing::warn!(deliveries, delay_ms = delay.as_millis(), error = format!("{reason:#}"), "an event is tried again");
            receipt.again(delay).await
        }
    }
}

/// Keeps a message from being delivered again while it is in hand. A task of its own, so that a handler that computes without yielding
/// does not hold it up; it ends with the set.
fn signal_progress(receipt: Arc<Receipt>, every: Duration) -> JoinSet<()> {
    let mut keeper = JoinSet::new();
    keeper.spawn(async move {
        loop {
            time::sleep(every.max(Duration::from_millis(1))).await;
            if let Err(error) = receipt.progress().await {
                tracing::warn!(error = format!("{error:#}"), "a progress signal did not reach the bus");
            }
        }
    });
    keeper
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a text")
}

//! How streams and consumers must be. A server accepts settings it does not know and drops them, and returns what exists without
//! comparing; so what it echoes is compared with what is wanted, field by field, and any difference is refused.

use std::{fmt::Debug, time::Duration};

use anyhow::Context as _;
use async_nats::jetstream::{
    Context,
    consumer::{AckPolicy, Config as ConsumerConfig, DeliverPolicy, PullConsumer, ReplayPolicy, pull},
    context::GetStreamErrorKind,
    stream::{self, ConsumerErrorKind, DiscardPolicy, RetentionPolicy, StorageType},
};
use contracts::Stream;

use super::super::{Durable, envelope::LARGEST_MESSAGE, worker::Refused};

/// How long the server remembers identities. Longer costs it memory; effects are repeatable anyway.
const REMEMBERED: Duration = Duration::from_mins(2);

/// Delivered and unanswered at the same time, retries that wait included; beyond it the server delivers nothing new.
const MOST_UNANSWERED: i64 = 100_000;

/// `PLUMBLINE_INGEST`.
pub(super) fn stream_name(root: &str, stream: Stream) -> String {
    format!("{root}_{}", stream.service()).to_ascii_uppercase()
}

fn stream_config(root: &str, stream: Stream, replicas: usize) -> stream::Config {
    stream::Config {
        name: stream_name(root, stream),
        subjects: vec![format!("{root}.{}.>", stream.service())],
        retention: RetentionPolicy::Limits,
        storage: StorageType::File,
        num_replicas: replicas,
        duplicate_window: REMEMBERED,
        max_age: Duration::ZERO,
        max_messages: -1,
        max_messages_per_subject: -1,
        max_bytes: -1,
        max_message_size: i32::try_from(LARGEST_MESSAGE).unwrap_or(i32::MAX),
        // Rather refuse than forget.
        discard: DiscardPolicy::New,
        ..stream::Config::default()
    }
}

/// How the consumer of a durable must be.
pub(super) fn consumer(filter: &str, durable: &Durable) -> pull::Config {
    pull::Config {
        durable_name: Some(durable.name.to_owned()),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ack_wait: durable.ack_wait,
        // The loop bounds deliveries: it alone can set an event aside.
        max_deliver: -1,
        filter_subject: filter.to_owned(),
        replay_policy: ReplayPolicy::Instant,
        max_ack_pending: MOST_UNANSWERED,
        inactive_threshold: Duration::ZERO,
        ..pull::Config::default()
    }
}

/// Makes a stream unless it is there, and compares.
pub(super) async fn declare_stream(jetstream: &Context, root: &str, stream: Stream, replicas: usize) -> anyhow::Result<()> {
    let wanted = stream_config(root, stream, replicas);
    let name = wanted.name.clone();
    let found = match jetstream.get_stream(&name).await {
        Ok(found) => Ok(found),
        Err(error) if is_missing(&error.kind()) => {
            jetstream.create_stream(wanted.clone()).await.with_context(|| format!("NATS does not make the stream {name}"))
        }
        Err(error) => Err(error).with_context(|| format!("NATS does not show the stream {name}; is JetStream enabled (-js)?")),
    }?;
    compare(&format!("stream {name}"), &stream_differences(&wanted, &found.cached_info().config))
}

fn is_missing(kind: &GetStreamErrorKind) -> bool {
    matches!(kind, GetStreamErrorKind::JetStream(error) if error.code() == 404)
}

/// Makes a consumer unless it is there, and compares.
pub(super) async fn declare_consumer(jetstream: &Context, stream: &str, wanted: pull::Config) -> anyhow::Result<PullConsumer> {
    let name = wanted.durable_name.clone().unwrap_or_default();
    let what = format!("consumer {name} of stream {stream}");
    let found: Result<PullConsumer, _> = jetstream.get_consumer_from_stream(&name, stream).await;
    let consumer = match found {
        Ok(consumer) => consumer,
        Err(error) if is_no_consumer(&error.kind()) => {
            jetstream.create_consumer_on_stream(wanted.clone(), stream).await.with_context(|| format!("NATS does not make the {what}"))?
        }
        Err(error) => return Err(error).with_context(|| format!("NATS does not show the {what}")),
    };
    compare(&what, &consumer_differences(&wanted, &consumer.cached_info().config))?;
    Ok(consumer)
}

fn is_no_consumer(kind: &ConsumerErrorKind) -> bool {
    matches!(kind, ConsumerErrorKind::JetStream(error) if error.code() == 404)
}

fn stream_differences(wanted: &stream::Config, found: &stream::Config) -> Vec<String> {
    [
        difference("subjects", &wanted.subjects, &found.subjects),
        difference("retention", &wanted.retention, &found.retention),
        difference("storage", &wanted.storage, &found.storage),
        difference("num_replicas", &wanted.num_replicas, &found.num_replicas),
        difference("duplicate_window", &wanted.duplicate_window, &found.duplicate_window),
        difference("max_age", &wanted.max_age, &found.max_age),
        difference("max_msgs", &wanted.max_messages, &found.max_messages),
        difference("max_msgs_per_subject", &wanted.max_messages_per_subject, &found.max_messages_per_subject),
        difference("max_bytes", &wanted.max_bytes, &found.max_bytes),
        difference("max_msg_size", &wanted.max_message_size, &found.max_message_size),
        difference("discard", &wanted.discard, &found.discard),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn consumer_differences(wanted: &pull::Config, found: &ConsumerConfig) -> Vec<String> {
    [
        difference("deliver_subject", &None, &found.deliver_subject),
        difference("durable_name", &wanted.durable_name, &found.durable_name),
        difference("deliver_policy", &wanted.deliver_policy, &found.deliver_policy),
        difference("ack_policy", &wanted.ack_policy, &found.ack_policy),
        difference("ack_wait", &wanted.ack_wait, &found.ack_wait),
        difference("max_deliver", &wanted.max_deliver, &found.max_deliver),
        difference("filter_subject", &wanted.filter_subject, &found.filter_subject),
        difference("replay_policy", &wanted.replay_policy, &found.replay_policy),
        difference("max_ack_pending", &wanted.max_ack_pending, &found.max_ack_pending),
        difference("inactive_threshold", &wanted.inactive_threshold, &found.inactive_threshold),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn difference<T: PartialEq + Debug>(field: &str, wanted: &T, found: &T) -> Option<String> {
    (wanted != found).then(|| format!("{field} is {found:?} and should be {wanted:?}"))
}

fn compare(what: &str, differences: &[String]) -> anyhow::Result<()> {
    if differences.is_empty() {
        return Ok(());
    }
    let advice = "change it with `nats stream edit` or `nats consumer edit`, or configure another root";
    Err(Refused(format!("NATS {what}: {}; {advice}", differences.join(", "))).into())
}

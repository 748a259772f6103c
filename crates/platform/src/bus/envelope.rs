//! How an event is written on the bus: `CloudEvents` 1.0 in binary mode. Attributes are headers, the payload is the event as proto3 JSON,
//! so that any client in any language can read it. Header values are percent-encoded as the NATS binding of `CloudEvents` says.

use std::{collections::BTreeMap, fmt::Write as _};

use bytes::Bytes;
use contracts::{Event, Stream, event::token, identity};
use domain::Instant;

use super::{PublishError, Rejected};
use crate::trace::{TRACEPARENT, TraceContext};

/// The largest message with its headers, in bytes: what a NATS server carries as it comes.
pub(super) const LARGEST_MESSAGE: usize = 1024 * 1024;

/// The largest event as JSON, in bytes. The rest is room for headers, of this event and of the record that sets it aside.
pub const LARGEST_EVENT: usize = LARGEST_MESSAGE - 16 * 1024;

/// Bytes of an encoded reason that fit into the room for headers.
const LONGEST_REASON: usize = 6 * 1024;

/// A message as it goes out.
#[derive(Debug, Clone)]
pub(super) struct Outgoing {
    /// Equal ids on a stream are one message.
    pub(super) id: String,
    /// With the root.
    pub(super) subject: String,
    /// What consumers choose by: `<service>.<event>.<version>`.
    pub(super) kind: String,
    /// Names and encoded values.
    pub(super) headers: Vec<(&'static str, String)>,
    /// JSON.
    pub(super) payload: Bytes,
}

/// A message as it lies on its stream.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    /// Grows along the stream.
    pub(super) sequence: u64,
    /// With the root.
    pub(super) subject: String,
    /// JSON, if nobody else wrote here.
    pub(super) payload: Bytes,
    headers: BTreeMap<String, String>,
}

impl Stored {
    /// Names may come in any case, values encoded.
    pub(super) fn new<'a>(
        sequence: u64,
        subject: String,
        headers: impl IntoIterator<Item = (&'a str, &'a str)>,
        payload: impl Into<Bytes>,
    ) -> Self {
        let headers = headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), decode(value))).collect();
        Self { sequence, subject, payload: payload.into(), headers }
    }

    /// The value of a header, by its lower-case name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The identity of the event; of a message that somebody else put here without one, its place.
    pub(super) fn event_id(&self, stream: Stream) -> String {
        let id = self.header("ce-id").or_else(|| self.header("nats-msg-id")).filter(|id| !id.is_empty());
        id.map_or_else(|| format!("{}-{}", stream.service(), self.sequence), str::to_owned)
    }

    /// The trace it belongs to; without one, a new one.
    pub(super) fn trace(&self) -> TraceContext {
        self.header(TRACEPARENT).and_then(|text| text.parse().ok()).unwrap_or_else(TraceContext::start)
    }
}

/// What consumers of an event choose by.
pub(super) fn kind<E: Event>() -> String {
    format!("{}.{}.{}", E::STREAM.service(), E::NAME, E::VERSION)
}

/// Puts an event into its envelope.
pub(super) fn seal<E: Event>(event: &E, root: &str, now: Instant, trace: TraceContext) -> Result<Outgoing, PublishError> {
    let id = event.id();
    let payload = serde_json::to_vec(event).map_err(|source| PublishError::Unwritable { event: E::NAME, id: id.clone(), source })?;
    if payload.len() > LARGEST_EVENT {
        return Err(PublishError::TooLarge { event: E::NAME, id, size: payload.len(), limit: LARGEST_EVENT });
    }
    let mut headers = attributes(&id, &format!("/plumbline/{}", E::STREAM.service()), &E::cloud_type(), now, trace);
    // A key is any text; its start is enough to recognize it by, and the whole is in the event.
    headers.push(("ce-subject", encode(&event.key().chars().take(200).collect::<String>(), usize::MAX)));
    Ok(Outgoing { id, subject: format!("{root}.{}", event.subject()), kind: kind::<E>(), headers, payload: payload.into() })
}

/// The record of an event that a consumer could not handle. Its identity is made of consumer and event, so setting the same event aside
/// twice is once.
pub(super) fn set_aside(root: &str, now: Instant, stored: &Stored, from: &SetAside<'_>) -> Outgoing {
    let service = from.stream.service();
    let event_id = stored.event_id(from.stream);
    let id = identity::of_parts(["rejected", service, from.consumer, &event_id].map(str::as_bytes));
    // Ids that are not tokens get one of their own, so that no two events share a subject.
    let place = if token(&event_id) == event_id { event_id.clone() } else { identity::of_bytes(event_id.as_bytes()) };
    let subject = format!("{root}.{}.{service}.{}.{place}", Stream::Rejected.service(), from.consumer);
    let mut headers = attributes(&id, &format!("/plumbline/{}", from.consumer), "org.plumbline.rejected.v1", now, stored.trace());
    headers.extend([
        ("plumbline-stream", service.to_owned()),
        ("plumbline-consumer", from.consumer.to_owned()),
        ("plumbline-event-id", encode(&event_id, 1024)),
        ("plumbline-subject", encode(&stored.subject, 1024)),
        ("plumbline-deliveries", from.deliveries.to_string()),
        ("plumbline-reason", encode(from.reason, LONGEST_REASON)),
    ]);
    Outgoing { id, subject, kind: Stream::Rejected.service().to_owned(), headers, payload: stored.payload.clone() }
}

/// Who sets an event aside, and why.
#[derive(Debug)]
pub(super) struct SetAside<'a> {
    /// Where the event lies.
    pub(super) stream: Stream,
    /// Who could not handle it.
    pub(super) consumer: &'a str,
    /// Why.
    pub(super) reason: &'a str,
    /// How often it was tried.
    pub(super) deliveries: u32,
}

/// Reads a record of the rejected stream.
pub(super) fn rejected(stored: &Stored) -> Rejected {
    let text = |name: &str| stored.header(name).unwrap_or_default().to_owned();
    Rejected {
        at: stored.header("ce-time").and_then(|at| at.parse().ok()).unwrap_or_else(|| Instant::from_unix_millis(0)),
        stream: text("plumbline-stream"),
        consumer: text("plumbline-consumer"),
        event_id: text("plumbline-event-id"),
        subject: text("plumbline-subject"),
        reason: text("plumbline-reason"),
        deliveries: stored.header("plumbline-deliveries").and_then(|count| count.parse().ok()).unwrap_or_default(),
        payload: String::from_utf8_lossy(&stored.payload).into_owned(),
    }
}

fn attributes(id: &str, source: &str, kind: &str, now: Instant, trace: TraceContext) -> Vec<(&'static str, String)> {
    vec![
        ("ce-specversion", "1.0".to_owned()),
        ("ce-id", encode(id, 1024)),
        ("ce-source", encode(source, 1024)),
        ("ce-type", encode(kind, 1024)),
        ("ce-time", now.to_string()),
        ("ce-datacontenttype", "application/json".to_owned()),
        ("content-type", "application/json".to_owned()),
        (TRACEPARENT, trace.to_string()),
    ]
}

/// Percent-encodes what the binding wants encoded: space, `"`, `%` and all that is not printable ASCII. Ends before `most` bytes are
/// exceeded, at a whole character.
fn encode(text: &str, most: usize) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        let before = encoded.len();
        if character.is_ascii_graphic() && character != '"' && character != '%' {
            encoded.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
        if encoded.len() > most {
            encoded.truncate(before);
            break;
        }
    }
    encoded
}

/// Undoes [`encode`]. What is no encoding stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let encoded = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(encoded.unwrap_or(*first));
        rest = if encoded.is_some() { rest.get(3..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use contracts::events::SnapshotStored;

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("an instant")
    }

    fn trace() -> TraceContext {
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".parse().expect("a trace context")
    }

    fn lines(message: &Outgoing) -> String {
        let headers: String = message.headers.iter().fold(String::new(), |text, (name, value)| text + name + ": " + value + "\n");
        format!("{}\n{headers}\n{}", message.subject, String::from_utf8_lossy(&message.payload))
    }

    #[test]
    fn an_event_is_a_cloud_event_in_binary_mode() {
        let event = SnapshotStored { source: "Ä source".into(), hash: "ab".into(), size_bytes: 7, ..Default::default() };
        let sealed = seal(&event, "plumbline", at("2026-01-02T03:04:05Z"), trace()).expect("an envelope");
        let expected = format!(
            "plumbline.ingest.snapshot_stored.v1.--source\n\
             ce-specversion: 1.0\n\
             ce-id: {id}\n\
             ce-source: /plumbline/ingest\n\
             ce-type: org.plumbline.ingest.snapshot_stored.v1\n\
             ce-time: 2026-01-02T03:04:05.000Z\n\
             ce-datacontenttype: application/json\n\
             content-type: application/json\n\
             traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n\
             ce-subject: %C3%84%20source\n\n\
             {{\"source\":\"Ä source\",\"hash\":\"ab\",\"sizeBytes\":\"7\"}}",
            id = event.id()
        );
        assert_eq!(lines(&sealed), expected);
    }

    #[test]
    fn a_record_of_a_rejection_is_read_as_it_was_written_however_hostile_the_event() {
        let stored = Stored::new(9, "plumbline.ingest.x".into(), [("CE-Id", "a%20%22b%22%0Ac")], "\u{1}{");
        let reason = "no\r\nheader: injected 100% \u{1F600}";
        let from = SetAside { stream: Stream::Ingest, consumer: "normalize", reason, deliveries: 3 };
        let sealed = set_aside("plumbline", at("2026-01-02T03:04:05Z"), &stored, &from);
        assert!(sealed.headers.iter().all(|(_, value)| value.bytes().all(|b| b.is_ascii_graphic())), "{sealed:?}");
        let again = Stored::new(1, sealed.subject, sealed.headers.iter().map(|(name, value)| (*name, value.as_str())), sealed.payload);
        let expected = Rejected {
            at: at("2026-01-02T03:04:05Z"),
            stream: "ingest".into(),
            consumer: "normalize".into(),
            event_id: "a \"b\"\nc".into(),
            subject: "plumbline.ingest.x".into(),
            reason: reason.into(),
            deliveries: 3,
            payload: "\u{1}{".into(),
        };
        assert_eq!(rejected(&again), expected);
    }

    #[test]
    fn a_long_reason_is_cut_so_that_the_largest_event_can_be_set_aside() {
        let stored = Stored::new(1, "s".into(), [("ce-id", "x")], vec![b'x'; LARGEST_EVENT]);
        let reason = "\u{1F600}".repeat(100_000);
        let from = SetAside { stream: Stream::Ingest, consumer: "normalize", reason: &reason, deliveries: 1 };
        let sealed = set_aside("plumbline", at("2026-01-02T03:04:05Z"), &stored, &from);
        let size = sealed.headers.iter().fold(sealed.payload.len(), |size, (name, value)| size + name.len() + value.len() + 4);
        assert!(size < LARGEST_MESSAGE, "{size}");
    }

    #[test]
    fn what_is_no_encoding_is_left_alone() {
        assert_eq!(decode("100% %zz %"), "100% %zz %");
    }
}

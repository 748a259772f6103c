//! The events: each carries its stream, its subject and its identity.

use prost::Message;
use serde::{Serialize, de::DeserializeOwned};

use crate::{events, identity};

/// A boundary between services: one durable stream each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stream {
    /// What ingest says.
    Ingest,
    /// What normalize says.
    Normalize,
    /// What court-records says.
    Court,
    /// What analytics says.
    Analytics,
    /// What a handler set aside, with the reason.
    Rejected,
}

/// Every stream, upstream first: when a stream is drained in this order, nothing more can come from the one before.
pub const STREAMS: [Stream; 5] = [Stream::Ingest, Stream::Normalize, Stream::Court, Stream::Analytics, Stream::Rejected];

impl Stream {
    /// The second token of every subject of the stream: `plumbline.<service>.…`.
    pub const fn service(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Normalize => "normalize",
            Self::Court => "court",
            Self::Analytics => "analytics",
            Self::Rejected => "rejected",
        }
    }
}

/// A fact that a service announces. Events are past tense; publishing one twice is once, because its identity is derived from its content.
pub trait Event: Message + Default + Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The boundary it crosses.
    const STREAM: Stream;
    /// Third token of the subject, snake case: `snapshot_stored`.
    const NAME: &'static str;
    /// Major version of its package.
    const VERSION: &'static str = "v1";

    /// The last token of the subject, what a subscriber can filter by. Any text: it is made a token by [`token`].
    fn key(&self) -> String;

    /// The same fact always has the same id.
    fn id(&self) -> String;

    /// `<service>.<event>.<version>.<key>`; the bus puts its root before it.
    fn subject(&self) -> String {
        format!("{}.{}.{}.{}", Self::STREAM.service(), Self::NAME, Self::VERSION, token(&self.key()))
    }

    /// The type attribute of CloudEvents.
    fn cloud_type() -> String {
        format!("org.plumbline.{}.{}.{}", Self::STREAM.service(), Self::NAME, Self::VERSION)
    }
}

/// Makes a subject token of any text: characters other than `[a-z0-9_-]` become `-`, at most 100 of them; nothing becomes `-`.
pub fn token(text: &str) -> String {
    let token: String = text
        .chars()
        .take(100)
        .map(|c| c.to_ascii_lowercase())
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-' { c } else { '-' })
        .collect();
    if token.is_empty() { "-".to_owned() } else { token }
}

impl Event for events::SnapshotStored {
    const STREAM: Stream = Stream::Ingest;
    const NAME: &'static str = "snapshot_stored";

    fn key(&self) -> String {
        self.source.clone()
    }

    /// A source and a hash: a second retrieval of the same bytes is the same fact.
    fn id(&self) -> String {
        identity::of_parts([Self::NAME.as_bytes(), self.source.as_bytes(), self.hash.as_bytes()])
    }
}

impl Event for events::ObservationsRecorded {
    const STREAM: Stream = Stream::Normalize;
    const NAME: &'static str = "observations_recorded";

    fn key(&self) -> String {
        self.source.clone()
    }

    /// What a version of a rule reads from bytes is always the same, so the part's content needs no part in the name.
    fn id(&self) -> String {
        let (version, part, parts) = (self.rule_version.to_be_bytes(), self.part.to_be_bytes(), self.parts.to_be_bytes());
        let (source, snapshot, rule) = (self.source.as_bytes(), self.snapshot.as_bytes(), self.rule.as_bytes());
        identity::of_parts([Self::NAME.as_bytes(), source, snapshot, rule, &version, &part, &parts])
    }
}

impl Event for events::FilingSeen {
    const STREAM: Stream = Stream::Court;
    const NAME: &'static str = "filing_seen";

    fn key(&self) -> String {
        self.court.clone()
    }

    /// The entry itself, whichever snapshot of the feed showed it.
    fn id(&self) -> String {
        identity::of_parts([
            Self::NAME.as_bytes(),
            self.court.as_bytes(),
            self.docket_number.as_bytes(),
            self.pacer_case_id.as_bytes(),
            self.filed_at.as_bytes(),
            self.entry_kind.as_bytes(),
            self.document_number.as_bytes(),
            self.link.as_bytes(),
        ])
    }
}

impl Event for events::CaseUpdated {
    const STREAM: Stream = Stream::Court;
    const NAME: &'static str = "case_updated";

    fn key(&self) -> String {
        self.court.clone()
    }

    /// The case and what is known of it: what was known before can be known again, and is then told by another snapshot.
    fn id(&self) -> String {
        let (name, case, result) = (Self::NAME.as_bytes(), self.case_key.as_bytes(), self.result_hash.as_bytes());
        identity::of_parts([name, case, result, self.source.as_bytes(), self.snapshot.as_bytes()])
    }
}

impl Event for events::AlertRaised {
    const STREAM: Stream = Stream::Court;
    const NAME: &'static str = "alert_raised";

    fn key(&self) -> String {
        self.watch.clone()
    }

    /// An alert and its revision: the cursor is where it is told, not what.
    fn id(&self) -> String {
        identity::of_parts([Self::NAME.as_bytes(), self.alert.as_bytes(), &self.revision.to_be_bytes()])
    }
}

impl Event for events::ComparisonUpdated {
    const STREAM: Stream = Stream::Analytics;
    const NAME: &'static str = "comparison_updated";

    fn key(&self) -> String {
        self.comparison.clone()
    }

    /// The result and its place among the results of this comparison: an answer that returns to an earlier result is news again. Messages
    /// of before there was a sequence have none, and are told apart by what moved them.
    fn id(&self) -> String {
        let (name, comparison, result) = (Self::NAME.as_bytes(), self.comparison.as_bytes(), self.result_hash.as_bytes());
        if self.sequence == 0 {
            return identity::of_parts([name, comparison, result, self.source.as_bytes(), self.snapshot.as_bytes()]);
        }
        identity::of_parts([name, comparison, result, &self.sequence.to_be_bytes()])
    }
}

impl Event for events::VerdictChanged {
    const STREAM: Stream = Stream::Analytics;
    const NAME: &'static str = "verdict_changed";

    fn key(&self) -> String {
        self.claim.clone()
    }

    /// The finding and its place among the findings on this claim: one that returns is news again.
    fn id(&self) -> String {
        let (name, claim, result) = (Self::NAME.as_bytes(), self.claim.as_bytes(), self.result_hash.as_bytes());
        identity::of_parts([name, claim, result, &self.sequence.to_be_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_made_of_tokens_whatever_the_key() {
        let event = events::FilingSeen { court: "NY.ED > *".into(), ..Default::default() };
        assert_eq!(event.subject(), "court.filing_seen.v1.ny-ed----");
        assert_eq!(token(""), "-");
    }

    #[test]
    fn a_second_retrieval_is_the_same_fact() {
        let event = |at: &str| events::SnapshotStored {
            source: "cbp-assault-incidents".into(),
            hash: "0".repeat(64),
            retrieved_at: at.into(),
            ..Default::default()
        };
        assert_eq!(event("2026-01-01T00:00:00.000Z").id(), event("2026-02-01T00:00:00.000Z").id());
    }
}

//! JSON shapes of sources, snapshots, decodings, filings, and what went wrong.

use std::collections::BTreeMap;

use contracts::{court, events, ingest, normalize};
use platform::bus;
use serde::Serialize;
use utoipa::ToSchema;

use super::{given, links};
use crate::{CaseNames, pages::rejects::payload, views::address};

/// Every source of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SourceList {
    pub(crate) sources: Vec<Source>,
    pub(crate) links: BTreeMap<String, String>,
}

/// A data set of a publisher, and what was done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Source {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) publisher: String,
    /// Where a person finds it.
    pub(crate) home: String,
    pub(crate) licence: String,
    pub(crate) cadence: String,
    pub(crate) caveats: Vec<String>,
    pub(crate) snapshots: i64,
    pub(crate) retrievals: i64,
    /// Null if never.
    pub(crate) last_retrieved_at: Option<String>,
    /// Where it is fetched from by schedule; null if only from files handed in.
    pub(crate) location: Option<String>,
    pub(crate) links: BTreeMap<String, String>,
}

impl From<&ingest::SourceState> for Source {
    fn from(source: &ingest::SourceState) -> Self {
        let ingest::SourceState {
            slug,
            title,
            publisher,
            home,
            licence,
            cadence,
            caveats,
            snapshots,
            retrievals,
            last_retrieved_at,
            location,
        } = source.clone();
        Self {
            links: links([
                ("self", address::api(&["sources", &slug])),
                ("page", address::page(&["sources", &slug])),
                ("series", address::with("/api/v1/series", &[("source", &slug)])),
            ]),
            slug,
            title,
            publisher,
            home,
            licence,
            cadence,
            caveats,
            snapshots,
            retrievals,
            last_retrieved_at: given(&last_retrieved_at),
            location: given(&location),
        }
    }
}

/// A source with its snapshots, what was read from them, and what could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SourceDetail {
    pub(crate) source: Source,
    /// Latest first.
    pub(crate) snapshots: Vec<Snapshot>,
    pub(crate) decodings: Vec<Decoding>,
    pub(crate) problems: Vec<LocatedProblem>,
    pub(crate) links: BTreeMap<String, String>,
}

/// Bytes of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Snapshot {
    /// Null if no source recognized the bytes.
    pub(crate) source: Option<String>,
    /// SHA-256.
    pub(crate) hash: String,
    pub(crate) size_bytes: i64,
    pub(crate) first_retrieved_at: Option<String>,
    pub(crate) last_retrieved_at: Option<String>,
    pub(crate) retrievals: Vec<Retrieval>,
    /// Why no source recognized it; null if one did.
    pub(crate) unrecognized_reason: Option<String>,
    pub(crate) links: BTreeMap<String, String>,
}

impl From<&ingest::Snapshot> for Snapshot {
    fn from(snapshot: &ingest::Snapshot) -> Self {
        let ingest::Snapshot { source, hash, size_bytes, first_retrieved_at, last_retrieved_at, retrievals, unrecognized_reason } =
            snapshot.clone();
        let mut links = links([("self", address::api(&["snapshots", &hash])), ("page", address::page(&["snapshots", &hash]))]);
        if !source.is_empty() {
            links.insert("source".to_owned(), address::api(&["sources", &source]));
        }
        Self {
            source: given(&source),
            hash,
            size_bytes,
            first_retrieved_at: given(&first_retrieved_at),
            last_retrieved_at: given(&last_retrieved_at),
            retrievals: retrievals.into_iter().map(Retrieval::from).collect(),
            unrecognized_reason: given(&unrecognized_reason),
            links,
        }
    }
}

/// One time that bytes were fetched or handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Retrieval {
    pub(crate) at: String,
    /// `inbox`, `http`, `submitted` or `catalogue`.
    pub(crate) channel: String,
    /// File name or URL without credentials.
    pub(crate) origin: String,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

impl From<ingest::Retrieval> for Retrieval {
    fn from(retrieval: ingest::Retrieval) -> Self {
        let ingest::Retrieval { at, channel, origin, etag, last_modified } = retrieval;
        Self { at, channel, origin, etag: given(&etag), last_modified: given(&last_modified) }
    }
}

/// One snapshot read under one version of a source's rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Decoding {
    pub(crate) source: String,
    pub(crate) snapshot: String,
    pub(crate) rule: String,
    pub(crate) rule_version: i32,
    pub(crate) rows: i64,
    pub(crate) observations: i64,
    pub(crate) problems: i64,
    /// Why nothing could be read at all; null if something was.
    pub(crate) refused: Option<String>,
    pub(crate) links: BTreeMap<String, String>,
}

impl From<&normalize::Decoding> for Decoding {
    fn from(decoding: &normalize::Decoding) -> Self {
        let normalize::Decoding { source, snapshot, rule, rule_version, rows, observations, problems, refused } = decoding.clone();
        Self {
            links: of_file(&source, &snapshot),
            source,
            snapshot,
            rule,
            rule_version,
            rows,
            observations,
            problems,
            refused: given(&refused),
        }
    }
}

/// Something in a file or a feed that could not be read, with its place. The rest was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LocatedProblem {
    pub(crate) source: String,
    pub(crate) snapshot: String,
    /// Null for a feed.
    pub(crate) rule: Option<String>,
    /// Null for a feed.
    pub(crate) rule_version: Option<i32>,
    /// Row, rows, cell or item.
    pub(crate) locator: String,
    pub(crate) message: String,
    pub(crate) links: BTreeMap<String, String>,
}

impl From<&normalize::LocatedProblem> for LocatedProblem {
    fn from(problem: &normalize::LocatedProblem) -> Self {
        let normalize::LocatedProblem { source, snapshot, rule, rule_version, locator, message } = problem.clone();
        Self {
            links: of_file(&source, &snapshot),
            source,
            snapshot,
            rule: given(&rule),
            rule_version: Some(rule_version),
            locator,
            message,
        }
    }
}

impl From<&court::FeedProblem> for LocatedProblem {
    fn from(problem: &court::FeedProblem) -> Self {
        let court::FeedProblem { source, snapshot, locator, message } = problem.clone();
        Self { links: of_file(&source, &snapshot), source, snapshot, rule: None, rule_version: None, locator, message }
    }
}

fn of_file(source: &str, snapshot: &str) -> BTreeMap<String, String> {
    links([("snapshot", address::api(&["snapshots", snapshot])), ("source", address::api(&["sources", source]))])
}

/// Problems of files and feeds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProblemList {
    pub(crate) problems: Vec<LocatedProblem>,
    pub(crate) links: BTreeMap<String, String>,
}

/// The snapshots of one hash, for every source that has these bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SnapshotDetail {
    pub(crate) snapshots: Vec<Snapshot>,
    pub(crate) decodings: Vec<Decoding>,
    pub(crate) problems: Vec<LocatedProblem>,
    pub(crate) links: BTreeMap<String, String>,
}

/// Bytes that no source recognized.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct UnrecognizedList {
    pub(crate) snapshots: Vec<Snapshot>,
    pub(crate) links: BTreeMap<String, String>,
}

/// A docket entry that a court's feed showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Filing {
    /// CM/ECF court code.
    pub(crate) court: String,
    pub(crate) docket_number: String,
    pub(crate) pacer_case_id: Option<String>,
    /// Null where captions are withheld, because they carry names of persons.
    pub(crate) case_name: Option<String>,
    pub(crate) filed_at: Option<String>,
    pub(crate) entry_kind: String,
    pub(crate) document_number: Option<String>,
    /// The docket at the court.
    pub(crate) link: Option<String>,
    /// Snapshot of the feed.
    pub(crate) snapshot: String,
    /// Item in the feed.
    pub(crate) locator: String,
    pub(crate) links: BTreeMap<String, String>,
}

impl Filing {
    /// A filing, with its caption only where captions are shown.
    pub(crate) fn of(filing: &events::FilingSeen, names: CaseNames) -> Self {
        let events::FilingSeen {
            court,
            docket_number,
            pacer_case_id,
            case_name,
            filed_at,
            entry_kind,
            document_number,
            link,
            snapshot,
            locator,
        } = filing.clone();
        Self {
            links: links([("snapshot", address::api(&["snapshots", &snapshot]))]),
            court,
            docket_number,
            pacer_case_id: given(&pacer_case_id),
            case_name: given(&case_name).filter(|_| names == CaseNames::Shown),
            filed_at: given(&filed_at),
            entry_kind,
            document_number: given(&document_number),
            link: given(&link),
            snapshot,
            locator,
        }
    }
}

/// Filings, latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FilingList {
    pub(crate) filings: Vec<Filing>,
    /// All that are known, not only those listed.
    pub(crate) total: i64,
    pub(crate) links: BTreeMap<String, String>,
}

/// An event that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Reject {
    pub(crate) at: String,
    pub(crate) stream: String,
    /// Who could not handle it.
    pub(crate) consumer: String,
    pub(crate) event_id: String,
    pub(crate) subject: String,
    pub(crate) reason: String,
    /// How often it was tried.
    pub(crate) deliveries: u32,
    /// The event as it was; null where it may carry names of persons that are withheld.
    pub(crate) payload: Option<String>,
    pub(crate) links: BTreeMap<String, String>,
}

impl Reject {
    /// A rejected event, with its payload only where it may be shown.
    pub(crate) fn of(rejected: &bus::Rejected, names: CaseNames) -> Self {
        Self {
            at: rejected.at.to_string(),
            stream: rejected.stream.clone(),
            consumer: rejected.consumer.clone(),
            event_id: rejected.event_id.clone(),
            subject: rejected.subject.clone(),
            reason: rejected.reason.clone(),
            deliveries: rejected.deliveries,
            payload: payload(rejected, names).map(str::to_owned),
            links: links([("page", "/rejects".to_owned())]),
        }
    }
}

/// The latest events that were set aside, latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RejectList {
    pub(crate) rejects: Vec<Reject>,
    pub(crate) links: BTreeMap<String, String>,
}

/// A fetch that gave nothing to store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Incident {
    pub(crate) at: String,
    pub(crate) source: Option<String>,
    pub(crate) origin: String,
    pub(crate) message: String,
    pub(crate) links: BTreeMap<String, String>,
}

impl From<&ingest::Incident> for Incident {
    fn from(incident: &ingest::Incident) -> Self {
        let ingest::Incident { at, source, origin, message } = incident.clone();
        let mut links = links([("page", "/rejects".to_owned())]);
        if !source.is_empty() {
            links.insert("source".to_owned(), address::api(&["sources", &source]));
        }
        Self { at, source: given(&source), origin, message, links }
    }
}

/// Fetches that gave nothing to store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct IncidentList {
    pub(crate) incidents: Vec<Incident>,
    pub(crate) links: BTreeMap<String, String>,
}

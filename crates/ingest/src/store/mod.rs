//! The tables of ingest: snapshots with their retrievals, incidents, seen files and the state of scheduled fetches.
//!
//! `record` holds the transactions, `questions` what is asked, `trails` what is asked of CourtListener. Methods speak domain types; rows stay here.

mod entity;
mod migration;
mod questions;
mod record;
mod states;
#[cfg(test)]
mod tests;
mod trails;

use domain::{Instant, SnapshotHash, SourceSlug};
use platform::{DatabaseLocation, database::DatabaseError};
use sea_orm::{DatabaseConnection, DbErr};

use crate::rules::{courtlistener::Trail, settle::Stamp};

pub(crate) use questions::{SourceCounts, Wanted};
pub(crate) use record::Recorded;

/// Why the store did not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database says no.
    #[error("the database of ingest: {0}")]
    Database(#[from] DbErr),
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] DatabaseError),
    /// A row breaks an invariant; somebody else wrote into the tables.
    #[error("a row of `{table}` cannot be read: {reason}")]
    Row {
        /// Which table.
        table: &'static str,
        /// What is wrong.
        reason: String,
    },
}

/// By which way bytes came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    /// A file in a folder.
    Inbox,
    /// A scheduled fetch.
    Http,
    /// Sent by the publisher.
    Webhook,
    /// Handed in over gRPC.
    Submitted,
    /// Part of the program.
    Catalogue,
}

impl Channel {
    /// The stable name.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Http => "http",
            Self::Webhook => "webhook",
            Self::Submitted => "submitted",
            Self::Catalogue => "catalogue",
        }
    }

    /// The channel of a stable name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Inbox, Self::Http, Self::Webhook, Self::Submitted, Self::Catalogue].into_iter().find(|channel| channel.as_str() == name)
    }
}

/// What a server said by which it recognizes unchanged bytes; empty where it said nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    /// `ETag`.
    pub(crate) etag: String,
    /// `Last-Modified`.
    pub(crate) last_modified: String,
}

/// A retrieval that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewRetrieval {
    /// The source, or why there is none.
    pub(crate) source: Result<SourceSlug, String>,
    /// Name of the bytes.
    pub(crate) hash: SnapshotHash,
    /// Their length.
    pub(crate) size_bytes: u64,
    /// When.
    pub(crate) at: Instant,
    /// By which way.
    pub(crate) channel: Channel,
    /// File name or address, without credentials.
    pub(crate) origin: String,
    /// What the server said.
    pub(crate) validators: Validators,
}

/// A fetch that gave nothing to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Incident {
    /// When.
    pub(crate) at: Instant,
    /// The source, if one was given; else empty.
    pub(crate) source: String,
    /// File name or address, without credentials.
    pub(crate) origin: String,
    /// What happened, for a person.
    pub(crate) message: String,
}

/// What is remembered in the transaction of a retrieval or an incident, so that after an interruption neither is recorded twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Every arrival counts.
    Each,
    /// Only the first arrival of these bytes counts.
    OncePerContent,
    /// The state of a file counts once.
    File {
        /// Its path.
        path: String,
        /// Its state.
        stamp: Stamp,
    },
    /// A scheduled fetch goes on from here.
    Fetch(FetchState),
    /// A question to CourtListener goes on from here.
    Trail(Trail),
    /// A delivery of these bytes under this name counts once, until the name is forgotten.
    Delivery(Delivery),
}

/// What its sender calls a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// The name, the same each time the sender tries again.
    pub(crate) idempotency_key: String,
    /// When it is forgotten.
    pub(crate) expires_at: Instant,
}

/// What is remembered of a scheduled fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FetchState {
    /// The source it is for.
    pub(crate) source: SourceSlug,
    /// The address, without credentials.
    pub(crate) location: String,
    /// What the server said with the last bytes that were kept.
    pub(crate) validators: Validators,
    /// The last time that the server answered, be it that nothing has changed.
    pub(crate) checked_at: Option<Instant>,
    /// When it is due.
    pub(crate) next_due_at: Instant,
    /// Failures in a row.
    pub(crate) failures: u32,
}

/// A snapshot as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// The source; none if no source recognized the bytes.
    pub(crate) source: Option<SourceSlug>,
    /// Name of the bytes.
    pub(crate) hash: SnapshotHash,
    /// Their length.
    pub(crate) size_bytes: u64,
    /// First retrieval.
    pub(crate) first_retrieved_at: Instant,
    /// Latest retrieval.
    pub(crate) last_retrieved_at: Instant,
    /// Of the first retrieval.
    pub(crate) origin: String,
    /// Why no source recognized the bytes; empty if one did.
    pub(crate) unrecognized_reason: String,
    /// True once the event is on the bus.
    pub(crate) is_announced: bool,
}

/// One retrieval of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Retrieval {
    /// When.
    pub(crate) at: Instant,
    /// By which way.
    pub(crate) channel: Channel,
    /// File name or address, without credentials.
    pub(crate) origin: String,
    /// What the server said.
    pub(crate) validators: Validators,
}

/// The store. Clones share its connections.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    db: DatabaseConnection,
}

impl Store {
    /// Opens the tables, brought up to date.
    pub(crate) async fn open(location: &DatabaseLocation) -> Result<Self, StoreError> {
        Ok(Self { db: location.open::<migration::Migrator>().await? })
    }

    /// Brings the tables up to date.
    pub(crate) async fn migrate(location: &DatabaseLocation) -> Result<(), StoreError> {
        Ok(location.migrate::<migration::Migrator>().await?)
    }
}

impl TryFrom<entity::snapshot::Model> for Snapshot {
    type Error = StoreError;

    fn try_from(row: entity::snapshot::Model) -> Result<Self, StoreError> {
        let entity::snapshot::Model {
            source,
            hash,
            size_bytes,
            first_retrieved_at,
            last_retrieved_at,
            origin,
            unrecognized_reason,
            announced_at,
        } = row;
        let broken = |reason: String| StoreError::Row { table: "snapshot", reason };
        let source = if source.is_empty() { None } else { Some(source.parse().map_err(|error| broken(format!("{error}")))?) };
        Ok(Self {
            source,
            hash: hash.parse().map_err(|error| broken(format!("{error}")))?,
            size_bytes: u64::try_from(size_bytes).map_err(|_| broken(format!("a size cannot be {size_bytes}")))?,
            first_retrieved_at: Instant::from_unix_millis(first_retrieved_at),
            last_retrieved_at: Instant::from_unix_millis(last_retrieved_at),
            origin,
            unrecognized_reason,
            is_announced: announced_at.is_some(),
        })
    }
}

/// Text that every database keeps: PostgreSQL has no NUL in text.
fn kept(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

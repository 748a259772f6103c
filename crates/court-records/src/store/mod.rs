//! The tables of court-records: feeds that were read, what in them could not be, and filings.
//!
//! A filing remembers two snapshots: the first that showed it, and the latest, whose caption stands. So any order of deliveries ends in the same
//! row, and an older snapshot never overwrites a newer one.

mod alerts;
mod as_of;
mod case_questions;
mod cases;
mod clear;
mod deliveries;
mod entity;
mod facts;
mod migration;
mod official;
mod polls;
mod problems;
#[cfg(test)]
pub(crate) mod tests;
mod waiting;
mod watches;
mod word_body;

use std::collections::BTreeSet;

use domain::Instant;
use platform::{
    DatabaseLocation,
    database::{DatabaseError, rows_per_insert},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, Iden as _, Iterable as _, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, TransactionTrait,
    sea_query::{Expr, NullOrdering, OnConflict, SimpleExpr},
};

use crate::{
    record::Seal,
    rules::{Filing, Reading},
};
use entity::{court_case, feed, filing};

pub(crate) use self::{
    alerts::{Alert, Wanted},
    case_questions::{CasesWanted, ListedCase},
    cases::{KnownCase, News},
    deliveries::{Attempted, ClaimedDelivery},
    migration::Migrator,
    polls::LatestPoll,
    waiting::{Named, OfDockets},
    watches::{Added, KeptWatch, WebhookState},
};

/// Problems in one list. One snapshot has fewer; of all snapshots there can be any number.
const MOST_PROBLEMS: u64 = 10_000;

/// Names in one `IN (…)`.
const NAMES_PER_QUERY: usize = 1000;

/// Why the store did not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database says no.
    #[error("the database of court-records: {0}")]
    Database(#[from] DbErr),
    /// A row is not as this program writes it.
    #[error("the tables of court-records: {0}")]
    Unreadable(String),
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] DatabaseError),
}

/// Something in a snapshot that could not be read, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptProblem {
    /// Slug of the source.
    pub(crate) source: String,
    /// Hash of the snapshot.
    pub(crate) snapshot: String,
    /// Place in it.
    pub(crate) locator: String,
    /// For a person.
    pub(crate) message: String,
}

/// The store. Clones share its connections.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    db: DatabaseConnection,
}

impl Store {
    /// Opens the tables, after bringing them up to date.
    pub(crate) async fn open(location: &DatabaseLocation) -> Result<Self, StoreError> {
        Ok(Self { db: location.open::<Migrator>().await? })
    }

    /// Keeps what was read of a snapshot: all of it or nothing, and again the same.
    pub(crate) async fn record(&self, reading: &Reading) -> Result<(), StoreError> {
        let tx = self.db.begin().await?;
        feed::Entity::insert(feed_row(reading)).on_conflict(feed_conflict()).exec_without_returning(&tx).await?;

        problems::write(&tx, &reading.snapshot, &reading.problems).await?;

        // In the order of ids, so that two replicas never wait for each other's rows.
        let filings: Vec<filing::ActiveModel> = reading.filings.iter().map(|(id, filing)| filing_row(id, filing, reading)).collect();
        for chunk in filings.chunks(rows_per_insert(filing::Column::iter().count())) {
            filing::Entity::insert_many(chunk.to_vec()).on_conflict(filing_conflict()).exec_without_returning(&tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// These filings as they are kept, with the instants of the first and of the latest snapshot that shows them.
    pub(crate) async fn kept_filings(&self, ids: impl IntoIterator<Item = &String>) -> Result<Vec<(Filing, Instant, Instant)>, StoreError> {
        let ids: Vec<&String> = ids.into_iter().collect();
        let mut kept = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(NAMES_PER_QUERY) {
            let rows = filing::Entity::find().filter(filing::Column::Id.is_in(chunk.iter().map(|id| id.as_str()))).all(&self.db).await?;
            kept.extend(rows.into_iter().map(|row| {
                let (first, last) = (Instant::from_unix_millis(row.first_seen_at), Instant::from_unix_millis(row.last_seen_at));
                (Filing::from(row), first, last)
            }));
        }
        Ok(kept)
    }

    /// Those of these filings that were never announced.
    pub(crate) async fn not_announced(&self, ids: impl IntoIterator<Item = &String>) -> Result<Vec<String>, StoreError> {
        let ids: Vec<&String> = ids.into_iter().collect();
        let mut due = Vec::new();
        for chunk in ids.chunks(NAMES_PER_QUERY) {
            let found: Vec<String> = filing::Entity::find()
                .select_only()
                .column(filing::Column::Id)
                .filter(filing::Column::Id.is_in(chunk.iter().map(|id| id.as_str())))
                .filter(filing::Column::Announced.eq(false))
                .order_by_asc(filing::Column::Id)
                .into_tuple()
                .all(&self.db)
                .await?;
            due.extend(found);
        }
        Ok(due)
    }

    /// Remembers that the bus has the events of these filings.
    pub(crate) async fn mark_announced(&self, ids: &[String]) -> Result<(), StoreError> {
        for chunk in ids.chunks(NAMES_PER_QUERY) {
            filing::Entity::update_many()
                .col_expr(filing::Column::Announced, Expr::value(true))
                .filter(filing::Column::Id.is_in(chunk.iter().map(String::as_str)))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }

    /// The latest filings of a court, or of all if none is named, and how many there are. Filings without a date come last.
    pub(crate) async fn filings(&self, court: &str, limit: u64) -> Result<(Vec<Filing>, u64), StoreError> {
        let mut wanted = filing::Entity::find();
        if !court.is_empty() {
            wanted = wanted.filter(filing::Column::Court.eq(court));
        }
        let total = wanted.clone().count(&self.db).await?;
        let rows = wanted
            .order_by_with_nulls(filing::Column::FiledAt, Order::Desc, NullOrdering::Last)
            .order_by_asc(filing::Column::Id)
            .limit(limit)
            .all(&self.db)
            .await?;
        let keys: BTreeSet<&str> = rows.iter().map(|row| row.case_key.as_str()).filter(|key| !key.is_empty()).collect();
        let mut closed: BTreeSet<String> = BTreeSet::new();
        for chunk in keys.into_iter().collect::<Vec<_>>().chunks(NAMES_PER_QUERY) {
            let of_case = court_case::Entity::find().select_only().column(court_case::Column::Key);
            let of_case = of_case.filter(court_case::Column::Key.is_in(chunk.iter().copied()));
            let found: Vec<String> = of_case
                .filter(court_case::Column::Seal.is_in([Seal::Sealed.as_str(), Seal::Expunged.as_str()]))
                .into_tuple()
                .all(&self.db)
                .await?;
            closed.extend(found);
        }
        // The names of a case that is sealed now are not for the public, whatever a feed showed before.
        let open = |row: filing::Model| {
            let case_name = if closed.contains(&row.case_key) { String::new() } else { row.case_name.clone() };
            Filing { case_name, ..Filing::from(row) }
        };
        Ok((rows.into_iter().map(open).collect(), total))
    }
}

fn whole(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn feed_row(reading: &Reading) -> feed::ActiveModel {
    let Reading { snapshot, court, title, shows, built_at, entered, items, filings: _, problems } = reading;
    feed::ActiveModel {
        source: Set(snapshot.source.to_string()),
        snapshot: Set(snapshot.hash.to_string()),
        retrieved_at: Set(snapshot.retrieved_at.unix_millis()),
        court: Set(court.clone()),
        title: Set(title.clone()),
        shows: Set(shows.clone()),
        built_at: Set(built_at.map(Instant::unix_millis)),
        items: Set(whole(*items)),
        problems: Set(whole(problems.len())),
        oldest_entry_at: Set(entered.map(|(oldest, _)| oldest.unix_millis())),
        latest_entry_at: Set(entered.map(|(_, latest)| latest.unix_millis())),
    }
}

fn filing_row(id: &str, filing: &Filing, reading: &Reading) -> filing::ActiveModel {
    let Filing {
        court,
        docket_number,
        case_id,
        case_name,
        filed_at,
        entry_kind,
        document_number,
        document_id,
        sequence,
        link,
        snapshot,
        locator,
    } = filing;
    let seen_at = reading.snapshot.retrieved_at.unix_millis();
    filing::ActiveModel {
        id: Set(id.to_owned()),
        court: Set(court.clone()),
        docket_number: Set(docket_number.clone()),
        case_id: Set(case_id.clone()),
        case_name: Set(case_name.clone()),
        filed_at: Set(filed_at.map(Instant::unix_millis)),
        entry_kind: Set(entry_kind.clone()),
        document_number: Set(document_number.clone()),
        document_id: Set(document_id.clone()),
        sequence: Set(sequence.clone()),
        case_key: Set(filing.case().map(|number| number.key()).unwrap_or_default()),
        link: Set(link.clone()),
        first_seen_at: Set(seen_at),
        first_snapshot: Set(snapshot.clone()),
        first_locator: Set(locator.clone()),
        last_seen_at: Set(seen_at),
        last_snapshot: Set(snapshot.clone()),
        last_locator: Set(locator.clone()),
        announced: Set(false),
    }
}

impl From<filing::Model> for Filing {
    fn from(row: filing::Model) -> Self {
        Self {
            court: row.court,
            docket_number: row.docket_number,
            case_id: row.case_id,
            case_name: row.case_name,
            filed_at: row.filed_at.map(Instant::from_unix_millis),
            entry_kind: row.entry_kind,
            document_number: row.document_number,
            document_id: row.document_id,
            sequence: row.sequence,
            link: row.link,
            // The caption is the latest snapshot's, and so is the pointer to where it can be read.
            snapshot: row.last_snapshot,
            locator: row.last_locator,
        }
    }
}

/// The same bytes read again, perhaps by a newer program, replace what was read of them.
fn feed_conflict() -> OnConflict {
    use feed::Column::{BuiltAt, Court, Items, LatestEntryAt, OldestEntryAt, Problems, RetrievedAt, Shows, Snapshot, Source, Title};
    OnConflict::columns([Source, Snapshot])
        .update_columns([RetrievedAt, Court, Title, Shows, BuiltAt, Items, Problems, OldestEntryAt, LatestEntryAt])
        .to_owned()
}

/// What identifies a filing is equal by definition. Of the rest, the earliest snapshot gives what is called first, the latest what is called last
/// and the caption; the hash decides between snapshots of the same instant.
fn filing_conflict() -> OnConflict {
    use filing::Column::{CaseName, FirstLocator, FirstSeenAt, FirstSnapshot, Id, LastLocator, LastSeenAt, LastSnapshot};
    let is_earlier = "(excluded.first_seen_at, excluded.first_snapshot) < (filing.first_seen_at, filing.first_snapshot)";
    let is_later = "(excluded.last_seen_at, excluded.last_snapshot) > (filing.last_seen_at, filing.last_snapshot)";
    let taken_if = |condition: &str, column: filing::Column| -> (filing::Column, SimpleExpr) {
        let name = column.unquoted().to_owned();
        (column, Expr::cust(format!("CASE WHEN {condition} THEN excluded.{name} ELSE filing.{name} END")))
    };
    let first = [FirstSeenAt, FirstSnapshot, FirstLocator].map(|column| taken_if(is_earlier, column));
    let last = [LastSeenAt, LastSnapshot, LastLocator, CaseName].map(|column| taken_if(is_later, column));
    OnConflict::column(Id).values(first).values(last).to_owned()
}

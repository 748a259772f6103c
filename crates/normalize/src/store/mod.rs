//! The tables of normalize: which snapshot was read under which rule, what in it could not be, and what became of releases.
//!
//! Observations are not kept here: they are announced, and the same bytes under the same rule give them again.

mod entity;
mod migration;
mod releases;
#[cfg(test)]
mod tests;

use contracts::convert::StoredSnapshot;
use domain::{SnapshotHash, SourceSlug, slug::InvalidName};
use platform::{
    DatabaseLocation,
    database::{DatabaseError, rows_per_insert},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    TransactionTrait, sea_query::OnConflict,
};

pub(crate) use self::releases::{KeptRelease, ReleaseRow, Settled};
use self::{
    entity::{decoding, problem},
    migration::Migrator,
};
use crate::decoded::{Decoded, Problem};

/// Columns of the table of problems.
const PROBLEM_COLUMNS: usize = 7;

/// Why the store did not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database says no.
    #[error("the database of normalize: {0}")]
    Database(#[from] DbErr),
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] DatabaseError),
    /// A row breaks an invariant; somebody else wrote into the tables.
    #[error("a row of normalize cannot be read: {0}")]
    Row(#[from] InvalidName),
}

/// One snapshot as one version of a source's rule read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoding {
    pub(crate) source: SourceSlug,
    pub(crate) snapshot: SnapshotHash,
    pub(crate) rule: String,
    pub(crate) rule_version: u32,
    pub(crate) rows: u64,
    pub(crate) observations: u64,
    pub(crate) problems: u64,
    /// Why nothing could be read; empty if something was.
    pub(crate) refused: String,
}

impl Decoding {
    /// What was read.
    pub(crate) fn of(snapshot: &StoredSnapshot, decoded: &Decoded) -> Self {
        Self {
            source: snapshot.source.clone(),
            snapshot: snapshot.hash.clone(),
            rule: decoded.rule.to_owned(),
            rule_version: decoded.rule_version,
            rows: decoded.rows,
            observations: decoded.observations.len() as u64,
            problems: decoded.problems.len() as u64,
            refused: String::new(),
        }
    }

    /// That nothing could be read.
    pub(crate) fn refused(snapshot: &StoredSnapshot, rule: &str, rule_version: u32, reason: &str) -> Self {
        Self {
            source: snapshot.source.clone(),
            snapshot: snapshot.hash.clone(),
            rule: rule.to_owned(),
            rule_version,
            rows: 0,
            observations: 0,
            problems: 0,
            refused: reason.to_owned(),
        }
    }
}

/// A problem with the reading in which it arose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LocatedProblem {
    pub(crate) source: SourceSlug,
    pub(crate) snapshot: SnapshotHash,
    pub(crate) rule: String,
    pub(crate) rule_version: u32,
    pub(crate) locator: String,
    pub(crate) message: String,
}

/// What is asked for: everything, of a source, of a snapshot, or of both.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) source: Option<SourceSlug>,
    pub(crate) snapshot: Option<SnapshotHash>,
}

/// The tables. Clones share the connections.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    db: DatabaseConnection,
}

impl Store {
    /// Opens the tables, brought up to date.
    pub(crate) async fn open(database: &DatabaseLocation) -> Result<Self, StoreError> {
        Ok(Self { db: database.open::<Migrator>().await? })
    }

    /// Brings the tables up to date.
    pub(crate) async fn migrate(database: &DatabaseLocation) -> Result<(), StoreError> {
        Ok(database.migrate::<Migrator>().await?)
    }

    /// Records a decoding and its problems in place of what the same rule version said before; that is the same, unless the program changed.
    pub(crate) async fn record(&self, decoding: &Decoding, problems: &[Problem]) -> Result<(), StoreError> {
        let tx = self.db.begin().await?;
        let key = [decoding::Column::Source, decoding::Column::Snapshot, decoding::Column::Rule, decoding::Column::RuleVersion];
        let content = [decoding::Column::Rows, decoding::Column::Observations, decoding::Column::Problems, decoding::Column::Refused];
        // The row of the decoding comes first: on PostgreSQL it makes two workers with the same snapshot wait for each other.
        decoding::Entity::insert(row(decoding))
            .on_conflict(OnConflict::columns(key).update_columns(content).to_owned())
            .exec_without_returning(&tx)
            .await?;
        problem::Entity::delete_many()
            .filter(problem::Column::Source.eq(decoding.source.as_str()))
            .filter(problem::Column::Snapshot.eq(decoding.snapshot.as_str()))
            .filter(problem::Column::Rule.eq(&decoding.rule))
            .filter(problem::Column::RuleVersion.eq(signed(decoding.rule_version)))
            .exec(&tx)
            .await?;
        let rows: Vec<problem::ActiveModel> = problems.iter().zip(0..).map(|(one, number)| problem_row(decoding, number, one)).collect();
        for chunk in rows.chunks(rows_per_insert(PROBLEM_COLUMNS)) {
            problem::Entity::insert_many(chunk.to_vec()).exec_without_returning(&tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Decodings in the order of source, snapshot and rule version, at most `limit`.
    pub(crate) async fn decodings(&self, wanted: &Wanted, limit: u64) -> Result<Vec<Decoding>, StoreError> {
        let mut condition = Condition::all();
        if let Some(source) = &wanted.source {
            condition = condition.add(decoding::Column::Source.eq(source.as_str()));
        }
        if let Some(snapshot) = &wanted.snapshot {
            condition = condition.add(decoding::Column::Snapshot.eq(snapshot.as_str()));
        }
        let rows = decoding::Entity::find()
            .filter(condition)
            .order_by_asc(decoding::Column::Source)
            .order_by_asc(decoding::Column::Snapshot)
            .order_by_asc(decoding::Column::Rule)
            .order_by_asc(decoding::Column::RuleVersion)
            .limit(limit)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read_decoding).collect()
    }

    /// Problems in the order of source, snapshot, rule version and place in the file, at most `limit`.
    pub(crate) async fn problems(&self, wanted: &Wanted, limit: u64) -> Result<Vec<LocatedProblem>, StoreError> {
        let mut condition = Condition::all();
        if let Some(source) = &wanted.source {
            condition = condition.add(problem::Column::Source.eq(source.as_str()));
        }
        if let Some(snapshot) = &wanted.snapshot {
            condition = condition.add(problem::Column::Snapshot.eq(snapshot.as_str()));
        }
        let rows = problem::Entity::find()
            .filter(condition)
            .order_by_asc(problem::Column::Source)
            .order_by_asc(problem::Column::Snapshot)
            .order_by_asc(problem::Column::Rule)
            .order_by_asc(problem::Column::RuleVersion)
            .order_by_asc(problem::Column::Number)
            .limit(limit)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read_problem).collect()
    }
}

/// PostgreSQL's text holds every character but NUL.
fn kept(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn signed(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn big(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn row(decoding: &Decoding) -> decoding::ActiveModel {
    let Decoding { source, snapshot, rule, rule_version, rows, observations, problems, refused } = decoding;
    decoding::ActiveModel {
        source: Set(source.to_string()),
        snapshot: Set(snapshot.to_string()),
        rule: Set(rule.clone()),
        rule_version: Set(signed(*rule_version)),
        rows: Set(big(*rows)),
        observations: Set(big(*observations)),
        problems: Set(big(*problems)),
        refused: Set(kept(refused)),
    }
}

fn problem_row(decoding: &Decoding, number: i32, problem: &Problem) -> problem::ActiveModel {
    problem::ActiveModel {
        source: Set(decoding.source.to_string()),
        snapshot: Set(decoding.snapshot.to_string()),
        rule: Set(decoding.rule.clone()),
        rule_version: Set(signed(decoding.rule_version)),
        number: Set(number),
        locator: Set(kept(&problem.locator)),
        message: Set(kept(&problem.message)),
    }
}

fn read_decoding(row: decoding::Model) -> Result<Decoding, StoreError> {
    let decoding::Model { source, snapshot, rule, rule_version, rows, observations, problems, refused } = row;
    Ok(Decoding {
        source: source.parse()?,
        snapshot: snapshot.parse()?,
        rule,
        rule_version: u32::try_from(rule_version).unwrap_or_default(),
        rows: u64::try_from(rows).unwrap_or_default(),
        observations: u64::try_from(observations).unwrap_or_default(),
        problems: u64::try_from(problems).unwrap_or_default(),
        refused,
    })
}

fn read_problem(row: problem::Model) -> Result<LocatedProblem, StoreError> {
    let problem::Model { source, snapshot, rule, rule_version, number: _, locator, message } = row;
    Ok(LocatedProblem {
        source: source.parse()?,
        snapshot: snapshot.parse()?,
        rule,
        rule_version: u32::try_from(rule_version).unwrap_or_default(),
        locator,
        message,
    })
}

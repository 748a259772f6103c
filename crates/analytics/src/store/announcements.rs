//! What was announced last of each result, and whose turn it is to say the next.
//!
//! A result is announced by moving its number on: of several who try, the database lets one, and its event lies with the row until it is
//! surely published. So a number has one result, whoever says it and however often; a process that dies in between leaves the event to
//! whoever looks next.

use std::collections::BTreeMap;

use domain::verdict::RestsOn;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, TransactionTrait,
    sea_query::{Expr, OnConflict},
};
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, entity::announcement};
use crate::rules::changes::Line;

/// What results are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A comparison, by its slug.
    Comparison,
    /// The verdict on a claim, by the claim's id.
    Verdict,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Comparison => "comparison",
            Self::Verdict => "verdict",
        }
    }
}

/// A result as it was announced: enough to say later what stood before.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Announced {
    /// Counts the results from 1; 0 if none was announced.
    pub(crate) sequence: i64,
    /// Of the result; empty if none was announced.
    pub(crate) result_hash: String,
    /// Of a verdict, its arithmetic finding.
    pub(crate) finding: String,
    /// The result in words.
    pub(crate) lines: Vec<Line>,
    /// The snapshots on which it rests.
    pub(crate) rests_on: Vec<RestsOn>,
}

/// An announcement with its event, which lies in the database until it is surely published.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pending {
    /// Of what.
    pub(crate) kind: Kind,
    /// Slug or id.
    pub(crate) name: String,
    /// The number of the result.
    pub(crate) sequence: i64,
    /// The event as JSON.
    pub(crate) event: String,
}

/// What stands in the column `result`.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    finding: String,
    /// Part, label, text.
    lines: Vec<(String, String, String)>,
    /// Source, snapshot, retrieved at.
    rests_on: Vec<(String, String, String)>,
}

impl Store {
    /// What was announced last of each of these.
    pub(crate) async fn announced(&self, kind: Kind, names: &[&str]) -> Result<BTreeMap<String, Announced>, StoreError> {
        let mut out = BTreeMap::new();
        for chunk in names.chunks(500) {
            let found = announcement::Entity::find()
                .filter(announcement::Column::Kind.eq(kind.as_str()))
                .filter(announcement::Column::Name.is_in(chunk.iter().copied()));
            for row in found.all(&self.database).await? {
                out.insert(row.name.clone(), announced(row)?);
            }
        }
        Ok(out)
    }

    /// Announcements of which it is not sure that they were published.
    pub(crate) async fn pending(&self) -> Result<Vec<Pending>, StoreError> {
        let rows = announcement::Entity::find()
            .filter(announcement::Column::Pending.is_not_null())
            .order_by_asc(announcement::Column::Kind)
            .order_by_asc(announcement::Column::Name)
            .all(&self.database)
            .await?;
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let announcement::Model { kind, name, sequence, result_hash: _, result: _, pending } = row;
            let kind = [Kind::Comparison, Kind::Verdict].into_iter().find(|one| one.as_str() == kind).ok_or_else(|| {
                StoreError::Inconsistent { table: "announcement", row: format!("{kind}/{name}"), reason: "no such kind".into() }
            })?;
            out.extend(pending.map(|event| Pending { kind, name, sequence, event }));
        }
        Ok(out)
    }

    /// Moves numbers on, each from the one before, with the result and the event. Gives those that nobody else had moved on meanwhile.
    pub(crate) async fn announce(&self, next: Vec<(Pending, Announced)>) -> Result<Vec<Pending>, StoreError> {
        let transaction = self.database.begin().await?;
        let mut won = Vec::with_capacity(next.len());
        for (pending, result) in next {
            if swap(&transaction, &pending, &result).await? {
                won.push(pending);
            }
        }
        transaction.commit().await?;
        Ok(won)
    }

    /// Keeps that these were published.
    pub(crate) async fn published(&self, said: &[Pending]) -> Result<(), StoreError> {
        let transaction = self.database.begin().await?;
        for Pending { kind, name, sequence, event: _ } in said {
            announcement::Entity::update_many()
                .col_expr(announcement::Column::Pending, Expr::val(None::<String>))
                .filter(announcement::Column::Kind.eq(kind.as_str()))
                .filter(announcement::Column::Name.eq(name.as_str()))
                .filter(announcement::Column::Sequence.eq(*sequence))
                .exec(&transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

async fn swap(transaction: &DatabaseTransaction, pending: &Pending, result: &Announced) -> Result<bool, StoreError> {
    let Pending { kind, name, sequence, event } = pending;
    let inconsistent =
        |reason: String| StoreError::Inconsistent { table: "announcement", row: format!("{}/{name}", kind.as_str()), reason };
    let result_text = serde_json::to_string(&kept(result)).map_err(|error| inconsistent(error.to_string()))?;
    if *sequence == 1 {
        let row = announcement::ActiveModel {
            kind: Set(kind.as_str().to_owned()),
            name: Set(name.clone()),
            sequence: Set(1),
            result_hash: Set(result.result_hash.clone()),
            result: Set(result_text),
            pending: Set(Some(event.clone())),
        };
        let ignore = OnConflict::columns([announcement::Column::Kind, announcement::Column::Name]).do_nothing().to_owned();
        return Ok(announcement::Entity::insert(row).on_conflict(ignore).exec_without_returning(transaction).await? == 1);
    }
    let moved = announcement::Entity::update_many()
        .col_expr(announcement::Column::Sequence, Expr::val(*sequence))
        .col_expr(announcement::Column::ResultHash, Expr::val(result.result_hash.as_str()))
        .col_expr(announcement::Column::Result, Expr::val(result_text))
        .col_expr(announcement::Column::Pending, Expr::val(event.as_str()))
        .filter(announcement::Column::Kind.eq(kind.as_str()))
        .filter(announcement::Column::Name.eq(name.as_str()))
        .filter(announcement::Column::Sequence.eq(*sequence - 1))
        // An event that nobody published yet must not be lost below the next one.
        .filter(announcement::Column::Pending.is_null())
        .exec(transaction)
        .await?;
    Ok(moved.rows_affected == 1)
}

fn kept(result: &Announced) -> Kept {
    let Announced { sequence: _, result_hash: _, finding, lines, rests_on } = result;
    Kept {
        finding: finding.clone(),
        lines: lines.iter().map(|Line { part, label, text }| (part.clone(), label.clone(), text.clone())).collect(),
        rests_on: rests_on
            .iter()
            .map(|RestsOn { source, snapshot, retrieved_at }| (source.to_string(), snapshot.to_string(), retrieved_at.to_string()))
            .collect(),
    }
}

fn announced(row: announcement::Model) -> Result<Announced, StoreError> {
    let announcement::Model { kind, name, sequence, result_hash, result, pending: _ } = row;
    let bad = |reason: String| StoreError::Inconsistent { table: "announcement", row: format!("{kind}/{name}"), reason };
    let Kept { finding, lines, rests_on } = serde_json::from_str(&result).map_err(|error| bad(format!("result: {error}")))?;
    let mut origins = Vec::with_capacity(rests_on.len());
    for (source, snapshot, retrieved_at) in rests_on {
        origins.push(RestsOn {
            source: source.parse().map_err(|error| bad(format!("source: {error}")))?,
            snapshot: snapshot.parse().map_err(|error| bad(format!("snapshot: {error}")))?,
            retrieved_at: retrieved_at.parse().map_err(|error| bad(format!("retrieved_at: {error}")))?,
        });
    }
    let lines = lines.into_iter().map(|(part, label, text)| Line { part, label, text }).collect();
    Ok(Announced { sequence, result_hash, finding, lines, rests_on: origins })
}

//! Numbers of official statistics, beside which those of feeds and dockets are put. A newer snapshot replaces an older one, cell by cell.

use std::collections::BTreeMap;

use domain::Instant;
use platform::database::rows_per_insert;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, Iden as _, Iterable as _, QueryFilter, QueryOrder, TransactionTrait,
    sea_query::{Expr, OnConflict, SimpleExpr},
};

use super::{Store, StoreError, entity::official};
use crate::rules::{cells::Month, official::Official};

impl Store {
    /// Keeps the numbers of a snapshot. Doing it twice is doing it once, and an older snapshot never overwrites a newer one.
    pub(crate) async fn keep_official(&self, numbers: &[Official], snapshot: &str, retrieved_at: Instant) -> Result<(), StoreError> {
        let row = |one: &Official| official::ActiveModel {
            source: Set(one.source.clone()),
            unit: Set(one.unit.slug().to_owned()),
            court: Set(one.court.clone()),
            month: Set(one.month.to_string()),
            basis: Set(one.basis.clone()),
            value: Set(one.value.and_then(|value| i64::try_from(value).ok())),
            missing: Set(one.missing.clone()),
            snapshot: Set(snapshot.to_owned()),
            locator: Set(one.locator.clone()),
            retrieved_at: Set(retrieved_at.unix_millis()),
        };
        // Of a line that a file repeats the last is kept: PostgreSQL refuses to write a row twice in one statement.
        let key = |one: &Official| (one.source.clone(), one.unit.slug(), one.court.clone(), one.month, one.basis.clone());
        let numbers: BTreeMap<_, &Official> = numbers.iter().map(|one| (key(one), one)).collect();
        let rows: Vec<official::ActiveModel> = numbers.into_values().map(row).collect();
        let tx = self.db.begin().await?;
        for chunk in rows.chunks(rows_per_insert(official::Column::iter().count())) {
            official::Entity::insert_many(chunk.to_vec()).on_conflict(newer()).exec_without_returning(&tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Numbers of these months, in one court or in all.
    pub(crate) async fn official(&self, court: &str, from: Month, to: Month) -> Result<Vec<(Official, String)>, StoreError> {
        let mut query = official::Entity::find()
            .filter(official::Column::Month.gte(from.to_string()))
            .filter(official::Column::Month.lte(to.to_string()));
        if !court.is_empty() {
            query = query.filter(official::Column::Court.eq(court));
        }
        let rows = query
            .order_by_asc(official::Column::Source)
            .order_by_asc(official::Column::Unit)
            .order_by_asc(official::Column::Basis)
            .all(&self.db);
        rows.await?.into_iter().map(kept).collect()
    }
}

/// A number and the snapshot that says it.
fn kept(row: official::Model) -> Result<(Official, String), StoreError> {
    let official::Model { source, unit, court, month, basis, value, missing, snapshot, locator, retrieved_at: _ } = row;
    let bad = |what: String| StoreError::Unreadable(format!("the number of {source} for {court} {month}: {what}"));
    let kept = Official {
        unit: unit.parse().map_err(|error: domain::unit::UnknownUnit| bad(error.to_string()))?,
        month: Month::parse(&month).ok_or_else(|| bad("no month".to_owned()))?,
        value: value.and_then(|value| u64::try_from(value).ok()),
        source,
        court,
        basis,
        missing,
        locator,
    };
    Ok((kept, snapshot))
}

fn newer() -> OnConflict {
    use official::Column::{Basis, Court, Locator, Missing, Month, RetrievedAt, Snapshot, Source, Unit, Value};
    let is_newer = "(excluded.retrieved_at, excluded.snapshot) >= (official.retrieved_at, official.snapshot)";
    let taken = |column: official::Column| -> (official::Column, SimpleExpr) {
        let name = column.unquoted().to_owned();
        (column, Expr::cust(format!("CASE WHEN {is_newer} THEN excluded.{name} ELSE official.{name} END")))
    };
    OnConflict::columns([Source, Unit, Court, Month, Basis]).values([Value, Missing, Locator, Snapshot, RetrievedAt].map(taken)).to_owned()
}

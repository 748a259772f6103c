//! What is remembered between scans and fetches.

use std::collections::HashMap;

use domain::{Instant, SourceSlug};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::{
    FetchState, Store, StoreError, Validators,
    entity::{fetch_state, seen_file},
    kept,
};
use crate::rules::settle::Stamp;

impl Store {
    /// The files that were dealt with, by path, in the state in which they were.
    pub(crate) async fn seen_files(&self) -> Result<HashMap<String, Stamp>, StoreError> {
        let rows = seen_file::Entity::find().all(&self.db).await?;
        let stamp = |row: &seen_file::Model| Stamp {
            size_bytes: u64::try_from(row.size_bytes).unwrap_or_default(),
            modified_nanos: row.modified_nanos,
        };
        Ok(rows.into_iter().map(|row| (row.path.clone(), stamp(&row))).collect())
    }

    /// What is remembered of a scheduled fetch; one that is new is due at once.
    pub(crate) async fn fetch_state(&self, source: &SourceSlug, location: &str) -> Result<FetchState, StoreError> {
        let row = fetch_state::Entity::find_by_id((source.to_string(), location.to_owned())).one(&self.db).await?;
        let instant = Instant::from_unix_millis;
        Ok(match row {
            None => FetchState {
                source: source.clone(),
                location: location.to_owned(),
                validators: Validators::default(),
                checked_at: None,
                next_due_at: instant(0),
                failures: 0,
            },
            Some(row) => FetchState {
                source: source.clone(),
                location: row.location,
                validators: Validators { etag: row.etag, last_modified: row.last_modified },
                checked_at: row.checked_at.map(instant),
                next_due_at: instant(row.next_due_at),
                failures: u32::try_from(row.failures).unwrap_or(u32::MAX),
            },
        })
    }

    /// Takes a fetch that is due, so that no other process takes it before `until`. False if it is not due, or taken.
    pub(crate) async fn claim_fetch(&self, source: &SourceSlug, location: &str, now: Instant, until: Instant) -> Result<bool, StoreError> {
        let row = fetch_state::ActiveModel {
            source: Set(source.to_string()),
            location: Set(location.to_owned()),
            etag: Set(String::new()),
            last_modified: Set(String::new()),
            checked_at: Set(None),
            next_due_at: Set(0),
            failures: Set(0),
        };
        let natural_key = OnConflict::columns([fetch_state::Column::Source, fetch_state::Column::Location]).do_nothing().to_owned();
        fetch_state::Entity::insert(row).on_conflict(natural_key).exec_without_returning(&self.db).await?;
        let taken = fetch_state::Entity::update_many()
            .col_expr(fetch_state::Column::NextDueAt, Expr::value(until.unix_millis()))
            .filter(fetch_state::Column::Source.eq(source.as_str()))
            .filter(fetch_state::Column::Location.eq(location))
            .filter(fetch_state::Column::NextDueAt.lte(now.unix_millis()))
            .exec(&self.db)
            .await?;
        Ok(taken.rows_affected > 0)
    }

    /// Writes the state of a fetch that gave neither bytes nor an incident.
    pub(crate) async fn write_fetch_state(&self, state: &FetchState) -> Result<(), StoreError> {
        write(&self.db, state).await
    }
}

/// Writes the state of a fetch.
pub(super) async fn write(db: &impl ConnectionTrait, state: &FetchState) -> Result<(), StoreError> {
    let FetchState { source, location, validators, checked_at, next_due_at, failures } = state;
    let row = fetch_state::ActiveModel {
        source: Set(source.to_string()),
        location: Set(location.clone()),
        etag: Set(kept(&validators.etag)),
        last_modified: Set(kept(&validators.last_modified)),
        checked_at: Set(checked_at.map(Instant::unix_millis)),
        next_due_at: Set(next_due_at.unix_millis()),
        failures: Set(i64::from(*failures)),
    };
    let update = OnConflict::columns([fetch_state::Column::Source, fetch_state::Column::Location])
        .update_columns([
            fetch_state::Column::Etag,
            fetch_state::Column::LastModified,
            fetch_state::Column::CheckedAt,
            fetch_state::Column::NextDueAt,
            fetch_state::Column::Failures,
        ])
        .to_owned();
    fetch_state::Entity::insert(row).on_conflict(update).exec_without_returning(db).await?;
    Ok(())
}

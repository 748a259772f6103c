//! Recording what arrives: repeatable, in any order.

use std::collections::{BTreeMap, BTreeSet};

use contracts::convert::RecordedPart;
use platform::database;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait as _, DatabaseTransaction, EntityTrait, ExprTrait, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect as _, Statement, TransactionTrait, Value,
    sea_query::{Expr, OnConflict},
};

use super::{
    SeriesKey, Store, StoreError,
    entity::{observation, reading, series, snapshot, vintage},
    row,
};

/// Columns of the tables of series and observations.
const SERIES_COLUMNS: usize = 8;
const OBSERVATION_COLUMNS: usize = 14;

/// A series with a period that it has.
type SeriesPeriod = (String, String, String);

impl Store {
    /// Records a part, once however often it comes. True if with it all parts of the snapshot's reading are there.
    pub(crate) async fn record(&self, part: &RecordedPart) -> Result<bool, StoreError> {
        let transaction = self.database.begin().await?;
        record_snapshot(&transaction, part).await?;
        let mut series_rows = BTreeMap::new();
        let mut periods: BTreeSet<SeriesPeriod> = BTreeSet::new();
        let mut rows = Vec::with_capacity(part.observations.len());
        for observation in &part.observations {
            let key = SeriesKey::new(part.provenance.source.as_str(), observation);
            let period = observation.period;
            periods.insert((key.0.clone(), period.start().to_string(), period.end().to_string()));
            rows.push(row::observation(&part.provenance, &key, observation));
            series_rows.entry(key.0.clone()).or_insert_with(|| row::series(&part.provenance.source, &key, observation));
        }
        let keys: Vec<String> = series_rows.keys().cloned().collect();
        for chunk in series_rows.into_values().collect::<Vec<_>>().chunks(database::rows_per_insert(SERIES_COLUMNS)) {
            let ignore = OnConflict::column(series::Column::Key).do_nothing().to_owned();
            series::Entity::insert_many(chunk.to_vec()).on_conflict(ignore).exec_without_returning(&transaction).await?;
        }
        count_periods(&transaction, &keys, &periods).await?;
        for chunk in rows.chunks(database::rows_per_insert(OBSERVATION_COLUMNS)) {
            let ignore = OnConflict::column(observation::Column::Id).do_nothing().to_owned();
            observation::Entity::insert_many(chunk.to_vec()).on_conflict(ignore).exec_without_returning(&transaction).await?;
        }
        let complete = is_complete(&transaction, part).await?;
        if complete {
            let key = [vintage::Column::Source, vintage::Column::Snapshot, vintage::Column::Rule, vintage::Column::RuleVersion];
            let ignore = OnConflict::columns(key).do_nothing().to_owned();
            let whole = vintage::Entity::insert(row::whole(part)).on_conflict(ignore);
            whole.exec_without_returning(&transaction).await?;
        }
        transaction.commit().await?;
        Ok(complete)
    }
}

async fn record_snapshot(transaction: &DatabaseTransaction, part: &RecordedPart) -> Result<(), StoreError> {
    let provenance = &part.provenance;
    let retrieved_at = provenance.retrieved_at.unix_millis();
    // The earliest retrieval wins, in whatever order events come.
    let earliest = OnConflict::columns([snapshot::Column::Source, snapshot::Column::Hash])
        .update_column(snapshot::Column::RetrievedAt)
        .action_and_where(Expr::col((snapshot::Entity, snapshot::Column::RetrievedAt)).gt(retrieved_at))
        .to_owned();
    let row = snapshot::ActiveModel {
        source: Set(provenance.source.to_string()),
        hash: Set(provenance.snapshot.to_string()),
        retrieved_at: Set(retrieved_at),
    };
    snapshot::Entity::insert(row).on_conflict(earliest).exec_without_returning(transaction).await?;
    let key =
        [reading::Column::Source, reading::Column::Snapshot, reading::Column::Rule, reading::Column::RuleVersion, reading::Column::Part];
    let ignore = OnConflict::columns(key).do_nothing().to_owned();
    reading::Entity::insert(row::reading(part)).on_conflict(ignore).exec_without_returning(transaction).await?;
    Ok(())
}

/// Counts the periods that no snapshot had before. The rows of their series are held until the end, in one order, so that two who bring
/// the same period at the same time count it once.
async fn count_periods(transaction: &DatabaseTransaction, keys: &[String], periods: &BTreeSet<SeriesPeriod>) -> Result<(), StoreError> {
    let backend = transaction.get_database_backend();
    if backend == sea_orm::DbBackend::Postgres {
        for chunk in keys.chunks(1000) {
            let held = series::Entity::find().select_only().column(series::Column::Key);
            let held = held.filter(series::Column::Key.is_in(chunk)).order_by_asc(series::Column::Key).lock_exclusive();
            held.into_tuple::<String>().all(transaction).await?;
        }
    }
    let all: Vec<&SeriesPeriod> = periods.iter().collect();
    let mut new: BTreeMap<String, i64> = BTreeMap::new();
    for chunk in all.chunks(1000) {
        let rows: Vec<String> = (0..chunk.len()).map(|at| format!("(${}, ${}, ${})", at * 3 + 1, at * 3 + 2, at * 3 + 3)).collect();
        let values = chunk.iter().flat_map(|(key, start, end)| [key, start, end]).map(|text| Value::from(text.as_str()));
        let sql = format!(
            "WITH wanted (series_key, period_start, period_end) AS (VALUES {}) SELECT series_key, COUNT(*) AS periods FROM wanted \
             WHERE NOT EXISTS (SELECT 1 FROM observation AS held WHERE held.series_key = wanted.series_key \
             AND held.period_start = wanted.period_start AND held.period_end = wanted.period_end) GROUP BY series_key",
            rows.join(", ")
        );
        for found in transaction.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await? {
            *new.entry(found.try_get("", "series_key")?).or_default() += found.try_get::<i64>("", "periods")?;
        }
    }
    for (key, more) in new {
        series::Entity::update_many()
            .col_expr(series::Column::Periods, Expr::col(series::Column::Periods).add(more))
            .filter(series::Column::Key.eq(key))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

async fn is_complete(transaction: &DatabaseTransaction, part: &RecordedPart) -> Result<bool, StoreError> {
    let there = reading::Entity::find()
        .filter(reading::Column::Source.eq(part.provenance.source.as_str()))
        .filter(reading::Column::Snapshot.eq(part.provenance.snapshot.as_str()))
        .filter(reading::Column::Rule.eq(part.provenance.rule.as_str()))
        .filter(reading::Column::RuleVersion.eq(row::version(part.provenance.rule_version)))
        .count(transaction)
        .await?;
    Ok(there == u64::from(part.parts))
}

//! What analytics keeps: every observation of every snapshot, never overwritten. Natural keys make every write repeatable, and a set of rows
//! does not depend on the order in which it was filled.

mod entity;
mod join;
mod migration;
mod row;

use std::collections::{BTreeMap, BTreeSet};

use contracts::{analytics as wire, convert::RecordedPart, identity};
use domain::{Instant, Observation, Period, Recorded, SnapshotHash, comparison::SeriesSelector};
use platform::{
    DatabaseLocation,
    database::{self, DatabaseError},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
    sea_query::{Expr, OnConflict},
};

pub(crate) use join::Needs;
pub(crate) use migration::Migrator;

use self::entity::{announced, observation, reading, series, snapshot};
use crate::rules::vintages::{self, Vintage};

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] DatabaseError),
    /// The database says no.
    #[error("the database fails: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A row is not what this service writes.
    #[error("table {table}, row {row}: {reason}")]
    Inconsistent {
        /// Which table.
        table: &'static str,
        /// Its key.
        row: String,
        /// What is wrong.
        reason: String,
    },
}

/// The tables of analytics.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    database: DatabaseConnection,
}

/// The series of an observation, without its period: the key and the parts of which it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeriesKey(String);

impl SeriesKey {
    fn new(source: &str, observation: &Observation) -> Self {
        let Observation { measure, unit, population, geography, definition, .. } = observation;
        Self::of([source, measure.as_str(), unit.slug(), population.as_str(), geography.as_str(), definition.as_str()])
    }

    /// The key of a selected series.
    pub(super) fn selected(series: &SeriesSelector) -> Self {
        let SeriesSelector { source, measure, unit, population, geography, definition } = series;
        Self::of([source.as_str(), measure.as_str(), unit.slug(), population.as_str(), geography.as_str(), definition.as_str()])
    }

    fn of(parts: [&str; 6]) -> Self {
        Self(identity::of_parts(parts.map(str::as_bytes))[..32].to_owned())
    }

    /// As text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which series are asked for; empty fields do not narrow.
#[derive(Debug, Clone, Default)]
pub(crate) struct SeriesFilter {
    /// The data set.
    pub(crate) source: String,
    /// What is counted.
    pub(crate) measure: String,
    /// Whom it is about.
    pub(crate) population: String,
}

impl Store {
    /// Opens the tables, after bringing them up to date.
    pub(crate) async fn open(location: &DatabaseLocation) -> Result<Self, StoreError> {
        Ok(Self { database: location.open::<Migrator>().await? })
    }

    /// Records a part, once however often it comes. True if with it all parts of the snapshot's reading are there.
    pub(crate) async fn record(&self, part: &RecordedPart) -> Result<bool, StoreError> {
        let transaction = self.database.begin().await?;
        self.record_snapshot(&transaction, part).await?;
        let mut series_rows = BTreeMap::new();
        let mut rows = Vec::with_capacity(part.observations.len());
        for observation in &part.observations {
            let key = SeriesKey::new(part.provenance.source.as_str(), observation);
            rows.push(row::observation(&part.provenance, &key, observation));
            series_rows.entry(key.0.clone()).or_insert_with(|| row::series(&part.provenance.source, &key, observation));
        }
        for chunk in series_rows.into_values().collect::<Vec<_>>().chunks(database::rows_per_insert(7)) {
            let ignore = OnConflict::column(series::Column::Key).do_nothing().to_owned();
            series::Entity::insert_many(chunk.to_vec()).on_conflict(ignore).exec_without_returning(&transaction).await?;
        }
        for chunk in rows.chunks(database::rows_per_insert(14)) {
            let ignore = OnConflict::column(observation::Column::Id).do_nothing().to_owned();
            observation::Entity::insert_many(chunk.to_vec()).on_conflict(ignore).exec_without_returning(&transaction).await?;
        }
        let complete = self.is_complete(&transaction, part).await?;
        transaction.commit().await?;
        Ok(complete)
    }

    async fn record_snapshot(&self, transaction: &DatabaseTransaction, part: &RecordedPart) -> Result<(), StoreError> {
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
        let key = [
            reading::Column::Source,
            reading::Column::Snapshot,
            reading::Column::Rule,
            reading::Column::RuleVersion,
            reading::Column::Part,
        ];
        let ignore = OnConflict::columns(key).do_nothing().to_owned();
        reading::Entity::insert(row::reading(part)).on_conflict(ignore).exec_without_returning(transaction).await?;
        Ok(())
    }

    async fn is_complete(&self, transaction: &DatabaseTransaction, part: &RecordedPart) -> Result<bool, StoreError> {
        use sea_orm::PaginatorTrait as _;
        let there = reading::Entity::find()
            .filter(reading::Column::Source.eq(part.provenance.source.as_str()))
            .filter(reading::Column::Snapshot.eq(part.provenance.snapshot.as_str()))
            .filter(reading::Column::Rule.eq(part.provenance.rule.as_str()))
            .filter(reading::Column::RuleVersion.eq(row::version(part.provenance.rule_version)))
            .count(transaction)
            .await?;
        Ok(there == u64::from(part.parts))
    }

    /// The vintages of a source: its snapshots that arrived whole, each under the newest version of its rule that is whole.
    async fn vintages(&self, source: &str) -> Result<Vec<Vintage>, StoreError> {
        let snapshots = snapshot::Entity::find().filter(snapshot::Column::Source.eq(source)).all(&self.database).await?;
        let readings = reading::Entity::find().filter(reading::Column::Source.eq(source)).all(&self.database).await?;
        let mut parts: BTreeMap<(String, i32), Vec<reading::Model>> = BTreeMap::new();
        for one in readings {
            parts.entry((one.snapshot.clone(), one.rule_version)).or_default().push(one);
        }
        let mut newest: BTreeMap<String, Vintage> = BTreeMap::new();
        for ((hash, _), group) in parts {
            let Some(first) = group.first() else { continue };
            if usize::try_from(first.parts) != Ok(group.len()) {
                continue;
            }
            if let Some(found) = snapshots.iter().find(|row| row.hash == hash) {
                // Versions ascend, so that the last one that is whole stays.
                newest.insert(hash, row::vintage(found, first)?);
            }
        }
        Ok(newest.into_values().collect())
    }

    /// The state of a series as known at `as_of`, by period.
    pub(crate) async fn state(&self, key: &str, as_of: Instant) -> Result<Option<(wire::Series, Vec<Recorded>)>, StoreError> {
        let Some(found) = series::Entity::find_by_id(key.to_owned()).one(&self.database).await? else {
            return Ok(None);
        };
        let vintages = self.vintages(&found.source).await?;
        let rows = observation::Entity::find().filter(observation::Column::SeriesKey.eq(key)).all(&self.database).await?;
        let recorded = recorded(&found, rows, &vintages)?;
        let periods = recorded.iter().map(|one| one.observation.period).collect::<BTreeSet<_>>().len();
        Ok(Some((
            row::wire_series(&found, periods),
            vintages::state(&vintages, &recorded, as_of).into_iter().map(|known| known.recorded).collect(),
        )))
    }

    /// One observation by its address, with the same series and period in all snapshots, oldest first.
    pub(crate) async fn observation(&self, id: &str) -> Result<Option<(Recorded, Vec<Recorded>)>, StoreError> {
        let Some(one) = observation::Entity::find_by_id(id.to_owned()).one(&self.database).await? else {
            return Ok(None);
        };
        let Some(found) = series::Entity::find_by_id(one.series_key.clone()).one(&self.database).await? else {
            return Err(StoreError::Inconsistent { table: "observation", row: id.to_owned(), reason: "it has no series".into() });
        };
        let rows = observation::Entity::find()
            .filter(observation::Column::SeriesKey.eq(one.series_key.as_str()))
            .filter(observation::Column::PeriodStart.eq(one.period_start.as_str()))
            .filter(observation::Column::PeriodEnd.eq(one.period_end.as_str()))
            .all(&self.database)
            .await?;
        let vintages = self.vintages(&found.source).await?;
        let mut all = recorded(&found, rows, &vintages)?;
        all.sort_by(|a, b| (a.provenance.retrieved_at, &a.id).cmp(&(b.provenance.retrieved_at, &b.id)));
        let this = match all.iter().find(|recorded| recorded.id == id) {
            Some(recorded) => recorded.clone(),
            None => return Ok(None),
        };
        Ok(Some((this, all)))
    }

    /// Series, sorted, with the number of their periods.
    pub(crate) async fn series(&self, filter: &SeriesFilter) -> Result<Vec<wire::Series>, StoreError> {
        let mut query = series::Entity::find();
        for (column, value) in [
            (series::Column::Source, &filter.source),
            (series::Column::Measure, &filter.measure),
            (series::Column::Population, &filter.population),
        ] {
            if !value.is_empty() {
                query = query.filter(column.eq(value.as_str()));
            }
        }
        for column in [series::Column::Source, series::Column::Measure, series::Column::Population, series::Column::Geography] {
            query = query.order_by_asc(column);
        }
        let rows = query.order_by_asc(series::Column::Unit).order_by_asc(series::Column::Definition).all(&self.database).await?;
        let counts: Vec<(String, String, String)> = observation::Entity::find()
            .select_only()
            .columns([observation::Column::SeriesKey, observation::Column::PeriodStart, observation::Column::PeriodEnd])
            .distinct()
            .into_tuple()
            .all(&self.database)
            .await?;
        let mut periods: BTreeMap<&str, usize> = BTreeMap::new();
        for (key, _, _) in &counts {
            *periods.entry(key.as_str()).or_default() += 1;
        }
        Ok(rows.iter().map(|found| row::wire_series(found, periods.get(found.key.as_str()).copied().unwrap_or(0))).collect())
    }

    /// The hash of each comparison's result that was announced last.
    pub(crate) async fn announced(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let rows = announced::Entity::find().all(&self.database).await?;
        Ok(rows.into_iter().map(|row| (row.comparison, row.result_hash)).collect())
    }

    /// Keeps what was announced.
    pub(crate) async fn keep_announced(&self, results: &BTreeMap<String, String>) -> Result<(), StoreError> {
        for (comparison, result_hash) in results {
            let replace = OnConflict::column(announced::Column::Comparison).update_column(announced::Column::ResultHash).to_owned();
            let row = announced::ActiveModel { comparison: Set(comparison.clone()), result_hash: Set(result_hash.clone()) };
            announced::Entity::insert(row).on_conflict(replace).exec_without_returning(&self.database).await?;
        }
        Ok(())
    }
}

/// Rows to domain, without those of snapshots that are not whole.
fn recorded(series: &series::Model, rows: Vec<observation::Model>, vintages: &[Vintage]) -> Result<Vec<Recorded>, StoreError> {
    let known: BTreeMap<&str, (&SnapshotHash, Instant, Period)> =
        vintages.iter().map(|vintage| (vintage.snapshot.as_str(), (&vintage.snapshot, vintage.retrieved_at, vintage.covers))).collect();
    let mut out = Vec::with_capacity(rows.len());
    for one in rows {
        if let Some((hash, retrieved_at, _)) = known.get(one.snapshot.as_str()) {
            out.push(row::recorded(series, one, (*hash).clone(), *retrieved_at)?);
        }
    }
    Ok(out)
}

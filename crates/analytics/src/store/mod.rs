//! What analytics keeps: every observation of every snapshot, never overwritten. Natural keys make every write repeatable, and a set of rows
//! does not depend on the order in which it was filled.

mod announcements;
mod clear;
mod declarations;
mod entity;
mod held;
mod join;
mod migration;
mod questions;
mod record;
mod restated;
mod row;
mod vintages;

use std::collections::BTreeMap;

use contracts::identity;
use domain::{Instant, Observation, Recorded, SnapshotHash, comparison::SeriesSelector};
use platform::{DatabaseLocation, database::DatabaseError};
use sea_orm::DatabaseConnection;

pub(crate) use announcements::{Announced, Kind, Pending};
pub(crate) use join::{Needs, Vintages};
pub(crate) use migration::Migrator;
pub(crate) use restated::{Restated, Revised};

use self::entity::{observation, series};
use crate::rules::vintages::Vintage;

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
}

/// Rows to domain, without those of snapshots that are not whole.
fn recorded(series: &series::Model, rows: Vec<observation::Model>, vintages: &[Vintage]) -> Result<Vec<Recorded>, StoreError> {
    let known: BTreeMap<&str, (&SnapshotHash, Instant)> =
        vintages.iter().map(|vintage| (vintage.snapshot.as_str(), (&vintage.snapshot, vintage.retrieved_at))).collect();
    let mut out = Vec::with_capacity(rows.len());
    for one in rows {
        if let Some((hash, retrieved_at)) = known.get(one.snapshot.as_str()) {
            out.push(row::recorded(series, one, (*hash).clone(), *retrieved_at)?);
        }
    }
    Ok(out)
}

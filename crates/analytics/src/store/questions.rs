//! Series, their state, and single observations.

use contracts::analytics as wire;
use domain::{Instant, Recorded};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    SeriesFilter, Store, StoreError,
    entity::{observation, series},
    recorded, row,
};
use crate::rules::vintages;

impl Store {
    /// The state of a series as known at `as_of`, by period.
    pub(crate) async fn state(&self, key: &str, as_of: Instant) -> Result<Option<(wire::Series, Vec<Recorded>)>, StoreError> {
        let Some(found) = series::Entity::find_by_id(key.to_owned()).one(&self.database).await? else {
            return Ok(None);
        };
        let vintages = self.vintages(&found.source).await?;
        let rows = self.held(key, &vintages, as_of).await?;
        let recorded = recorded(&found, rows, &vintages)?;
        let state = vintages::state(&vintages, &recorded, as_of).into_iter().map(|known| known.recorded).collect();
        Ok(Some((row::wire_series(&found), state)))
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
        Ok(rows.iter().map(row::wire_series).collect())
    }
}

//! The rows of a series from which its state follows, without reading every vintage of every period.

use std::collections::{BTreeMap, BTreeSet};

use domain::Instant;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{Store, StoreError, entity::observation, row};
use crate::rules::vintages::Vintage;

/// So many of the latest vintages are read first. A publisher who restates gives most periods again, so that they mostly have all of them.
const LATEST: usize = 16;
/// Periods in one question.
const PERIODS_PER_QUESTION: usize = 500;

impl Store {
    /// For every period that any vintage known at `as_of` has, at least the row of the latest that has it.
    pub(super) async fn held(&self, key: &str, vintages: &[Vintage], as_of: Instant) -> Result<Vec<observation::Model>, StoreError> {
        let of_series = || observation::Entity::find().filter(observation::Column::SeriesKey.eq(key));
        let mut known: Vec<&Vintage> = vintages.iter().filter(|vintage| vintage.retrieved_at <= as_of).collect();
        if known.len() <= LATEST {
            return Ok(of_series().all(&self.database).await?);
        }
        known.sort_by(|a, b| b.order().cmp(&a.order()));
        let latest: BTreeMap<&str, &Vintage> = known.iter().take(LATEST).map(|vintage| (vintage.snapshot.as_str(), *vintage)).collect();
        let of_latest = of_series().filter(observation::Column::Snapshot.is_in(latest.keys().copied()));
        let mut rows = of_latest.all(&self.database).await?;
        let counts = |row: &observation::Model| {
            latest.get(row.snapshot.as_str()).is_some_and(|one| one.rule == row.rule && row::version(one.rule_version) == row.rule_version)
        };
        let found: BTreeSet<(String, String)> =
            rows.iter().filter(|row| counts(row)).map(|row| (row.period_start.clone(), row.period_end.clone())).collect();

        // Periods that only older vintages have, from all that have them.
        let periods = [observation::Column::PeriodStart, observation::Column::PeriodEnd];
        let all: Vec<(String, String)> = of_series().select_only().columns(periods).distinct().into_tuple().all(&self.database).await?;
        let left: BTreeSet<(String, String)> = all.into_iter().filter(|period| !found.contains(period)).collect();
        let starts: BTreeSet<&str> = left.iter().map(|(start, _)| start.as_str()).collect();
        for some in starts.into_iter().collect::<Vec<_>>().chunks(PERIODS_PER_QUESTION) {
            let of_periods = of_series().filter(observation::Column::PeriodStart.is_in(some.iter().copied()));
            let older = of_periods.all(&self.database).await?;
            rows.extend(older.into_iter().filter(|row| left.contains(&(row.period_start.clone(), row.period_end.clone()))));
        }
        Ok(rows)
    }
}

//! What vintages of a source say of the same: series by series, so that no more than a page of them is in memory.

use domain::{Instant, Recorded};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    Store, StoreError,
    entity::{observation, series},
    recorded,
};
use crate::rules::{
    restatement::{self, Restatement, Revisions},
    vintages::Vintage,
};

/// Series in one page.
const SERIES_PER_PAGE: u64 = 200;
/// So many entries of each list are kept; all are counted.
const MOST_LISTED: usize = 2_000;
/// So many cells a triangle has; with more, the latest vintages are shown.
const MOST_CELLS: usize = 20_000;

/// What one vintage says otherwise than another: at most [`MOST_LISTED`] of each kind, and how many there are.
#[derive(Debug, Default)]
pub(crate) struct Restated {
    /// The lists, in the order of series and period.
    pub(crate) listed: Restatement,
    /// All that were added.
    pub(crate) added: u64,
    /// All that were removed.
    pub(crate) removed: u64,
    /// All that were changed.
    pub(crate) changed: u64,
}

/// A series in every vintage.
#[derive(Debug)]
pub(crate) struct Revised {
    /// The series.
    pub(crate) series: contracts::analytics::Series,
    /// Those that are shown, oldest first.
    pub(crate) vintages: Vec<Vintage>,
    /// How many there are.
    pub(crate) vintages_count: usize,
    /// Periods in order.
    pub(crate) rows: Vec<Revisions>,
}

impl Store {
    /// Compares two vintages of a source.
    pub(crate) async fn restated(&self, source: &str, before: &Vintage, after: &Vintage) -> Result<Restated, StoreError> {
        let mut out = Restated::default();
        let mut last = String::new();
        loop {
            let page = series::Entity::find()
                .filter(series::Column::Source.eq(source))
                .filter(series::Column::Key.gt(last.as_str()))
                .order_by_asc(series::Column::Key)
                .limit(SERIES_PER_PAGE)
                .all(&self.database)
                .await?;
            let Some(end) = page.last() else { break };
            last.clone_from(&end.key);
            let (earlier, later) = (self.said(&page, before).await?, self.said(&page, after).await?);
            out.take(restatement::diff(&earlier, &later, after));
        }
        let Restatement { added, removed, changed, .. } = &mut out.listed;
        let place = |one: &Recorded| {
            let about = &one.observation;
            let subject = (about.measure.to_string(), about.population.to_string(), about.geography.to_string());
            (subject, about.unit.slug(), about.definition.to_string(), about.period)
        };
        added.sort_by_key(place);
        removed.sort_by_key(place);
        changed.sort_by_key(|(_, after)| place(after));
        Ok(out)
    }

    /// What a vintage says of these series.
    async fn said(&self, page: &[series::Model], vintage: &Vintage) -> Result<Vec<Recorded>, StoreError> {
        let rows = observation::Entity::find()
            .filter(observation::Column::Snapshot.eq(vintage.snapshot.as_str()))
            .filter(observation::Column::SeriesKey.is_in(page.iter().map(|one| one.key.as_str())))
            .all(&self.database)
            .await?;
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(of) = page.iter().find(|one| one.key == row.series_key) else { continue };
            out.extend(recorded(of, vec![row], std::slice::from_ref(vintage))?.into_iter().filter(|one| vintage.has(one)));
        }
        Ok(out)
    }

    /// Every period of a series in the vintages known at `as_of`.
    pub(crate) async fn revised(&self, key: &str, as_of: Instant) -> Result<Option<Revised>, StoreError> {
        let Some(found) = series::Entity::find_by_id(key.to_owned()).one(&self.database).await? else {
            return Ok(None);
        };
        let mut vintages = self.vintages(&found.source).await?;
        vintages.retain(|vintage| vintage.retrieved_at <= as_of);
        vintages.sort_by(|a, b| a.order().cmp(&b.order()));
        let vintages_count = vintages.len();
        let periods = usize::try_from(found.periods).unwrap_or(usize::MAX).max(1);
        let shown = (MOST_CELLS / periods).clamp(2, vintages_count.max(2));
        vintages.drain(..vintages_count.saturating_sub(shown));
        let mut rows = Vec::new();
        for some in vintages.chunks(500) {
            let query = observation::Entity::find()
                .filter(observation::Column::SeriesKey.eq(key))
                .filter(observation::Column::Snapshot.is_in(some.iter().map(|vintage| vintage.snapshot.as_str())));
            rows.extend(recorded(&found, query.all(&self.database).await?, some)?);
        }
        let triangle = restatement::triangle(&vintages.iter().collect::<Vec<_>>(), &rows);
        Ok(Some(Revised { series: super::row::wire_series(&found), vintages, vintages_count, rows: triangle }))
    }
}

impl Restated {
    fn take(&mut self, page: Restatement) {
        let Restatement { added, removed, changed, unchanged, not_covered } = page;
        self.added += added.len() as u64;
        self.removed += removed.len() as u64;
        self.changed += changed.len() as u64;
        self.listed.unchanged += unchanged;
        self.listed.not_covered += not_covered;
        extend(&mut self.listed.added, added);
        extend(&mut self.listed.removed, removed);
        extend(&mut self.listed.changed, changed);
    }
}

fn extend<T>(list: &mut Vec<T>, more: Vec<T>) {
    let room = MOST_LISTED.saturating_sub(list.len());
    list.extend(more.into_iter().take(room));
}

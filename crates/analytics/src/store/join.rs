//! Everything that a declaration needs, in few questions to the database.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Instant, Period, Recorded, SourceSlug,
    comparison::{Selector, SeriesSelector},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{SeriesKey, Store, StoreError, entity::observation, recorded};
use crate::rules::{
    joined::Joined,
    vintages::{self, Vintage},
};

/// So many series in one question.
const SERIES_PER_QUESTION: usize = 200;

/// What a declaration needs.
#[derive(Debug, Default)]
pub(crate) struct Needs<'a> {
    /// Single observations.
    pub(crate) single: Vec<&'a Selector>,
    /// Whole series.
    pub(crate) series: Vec<&'a SeriesSelector>,
    /// Single observations in every vintage.
    pub(crate) vintages: Vec<&'a Selector>,
}

/// Vintages by source, read once for as many declarations as are looked at together.
pub(crate) type Vintages = BTreeMap<SourceSlug, Vec<Vintage>>;

impl Store {
    /// What is known at `as_of` of everything that is needed. Vintages that are not there yet are read and kept.
    pub(crate) async fn join(&self, needs: &Needs<'_>, as_of: Instant, by_source: &mut Vintages) -> Result<Joined, StoreError> {
        let whole: BTreeSet<&SeriesSelector> = needs.series.iter().copied().collect();
        let mut wanted: BTreeMap<&SeriesSelector, BTreeSet<Period>> = BTreeMap::new();
        for selector in needs.single.iter().chain(&needs.vintages) {
            wanted.entry(&selector.series).or_default().insert(selector.period);
        }
        for series in &whole {
            wanted.entry(series).or_default();
        }
        for series in wanted.keys() {
            if !by_source.contains_key(&series.source) {
                by_source.insert(series.source.clone(), self.vintages(series.source.as_str()).await?);
            }
        }
        let rows = self.rows(&wanted, needs, as_of, by_source).await?;
        let mut out = Joined::default();
        for (series, periods) in &wanted {
            let vintages = by_source.get(&series.source).map(Vec::as_slice).unwrap_or_default();
            let Some(rows) = rows.get(SeriesKey::selected(series).as_str()) else { continue };
            let recorded = recorded(&series_row(series), rows.clone(), vintages)?;
            let state = vintages::state(vintages, &recorded, as_of);
            for known in &state {
                let period = known.recorded.observation.period;
                if periods.contains(&period) {
                    // A series that has a period twice in one snapshot is told by its first row.
                    let selector = Selector { series: (*series).clone(), period };
                    out.single.entry(selector).or_insert_with(|| known.clone());
                }
            }
            if whole.contains(series) {
                out.series.insert((*series).clone(), state);
            }
            for selector in needs.vintages.iter().filter(|selector| selector.series == **series) {
                let mut all: Vec<Recorded> = recorded
                    .iter()
                    .filter(|one| one.observation.period == selector.period && counts(one, vintages, as_of))
                    .cloned()
                    .collect();
                all.sort_by(|a, b| (a.provenance.retrieved_at, &a.id).cmp(&(b.provenance.retrieved_at, &b.id)));
                out.vintages.insert((*selector).clone(), all);
            }
        }
        Ok(out)
    }

    async fn rows(
        &self,
        wanted: &BTreeMap<&SeriesSelector, BTreeSet<Period>>,
        needs: &Needs<'_>,
        as_of: Instant,
        by_source: &Vintages,
    ) -> Result<BTreeMap<String, Vec<observation::Model>>, StoreError> {
        let (whole, some): (Vec<_>, Vec<_>) = wanted.iter().partition(|(series, _)| needs.series.contains(*series));
        // A series of which both the whole state and single periods in every vintage are wanted is read whole in every vintage.
        let in_every_vintage = |series: &SeriesSelector| needs.vintages.iter().any(|selector| selector.series == *series);
        let (all, held): (Vec<_>, Vec<_>) = whole.into_iter().partition(|(series, _)| in_every_vintage(series));
        let mut out: BTreeMap<String, Vec<observation::Model>> = BTreeMap::new();
        for (series, _) in held {
            let vintages = by_source.get(&series.source).map(Vec::as_slice).unwrap_or_default();
            let key = SeriesKey::selected(series);
            out.insert(key.as_str().to_owned(), self.held(key.as_str(), vintages, as_of).await?);
        }
        for (group, narrowed) in [(all, Narrowed::Not), (some, Narrowed::ByStart)] {
            for chunk in group.chunks(SERIES_PER_QUESTION) {
                let keys = chunk.iter().map(|(series, _)| SeriesKey::selected(series).0);
                let mut query = observation::Entity::find().filter(observation::Column::SeriesKey.is_in(keys));
                if narrowed == Narrowed::ByStart {
                    let starts: BTreeSet<String> =
                        chunk.iter().flat_map(|(_, periods)| periods.iter()).map(|period| period.start().to_string()).collect();
                    query = query.filter(observation::Column::PeriodStart.is_in(starts));
                }
                for row in query.all(&self.database).await? {
                    out.entry(row.series_key.clone()).or_default().push(row);
                }
            }
        }
        Ok(out)
    }
}

/// Whether a question asks for all periods of its series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Narrowed {
    Not,
    ByStart,
}

/// True for the reading that stands for its snapshot at `as_of`.
fn counts(one: &Recorded, vintages: &[Vintage], as_of: Instant) -> bool {
    one.provenance.retrieved_at <= as_of && vintages.iter().any(|vintage| vintage.has(one))
}

fn series_row(series: &SeriesSelector) -> super::series::Model {
    let SeriesSelector { source, measure, unit, population, geography, definition } = series;
    super::series::Model {
        key: SeriesKey::selected(series).0,
        source: source.to_string(),
        measure: measure.to_string(),
        unit: unit.to_string(),
        population: population.to_string(),
        geography: geography.to_string(),
        definition: definition.to_string(),
        periods: 0,
    }
}

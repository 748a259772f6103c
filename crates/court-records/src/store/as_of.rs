//! What was known at an instant, and which releases of it were made.

use std::collections::BTreeMap;

use domain::Instant;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};

use super::{
    Store, StoreError,
    cases::{shown_first, word_of},
    entity::{feed, filing, release, word},
    polls::poll,
};
use crate::{
    record::CaseNumber,
    rules::{
        case::{Shown, Word, fold},
        cells::CountedCase,
        counted,
        coverage::Poll,
    },
};

impl Store {
    /// The criminal cases of a court, as they were known before an instant, as they are counted.
    pub(crate) async fn cases_as_of(&self, court: &str, end: Instant) -> Result<Vec<CountedCase>, StoreError> {
        let mut words: BTreeMap<CaseNumber, Vec<Word>> = BTreeMap::new();
        let mut shown: BTreeMap<CaseNumber, Vec<Shown>> = BTreeMap::new();
        let rows = word::Entity::find()
            .filter(word::Column::CaseKey.starts_with(format!("{court}/")))
            .filter(word::Column::RetrievedAt.lt(end.unix_millis()))
            .all(&self.db)
            .await?;
        for row in rows {
            let word = word_of(row)?;
            words.entry(word.record.number.clone()).or_default().push(word);
        }
        let rows = filing::Entity::find()
            .filter(filing::Column::Court.eq(court))
            .filter(filing::Column::FirstSeenAt.lt(end.unix_millis()))
            .all(&self.db)
            .await?;
        for row in rows {
            let Some(number) = CaseNumber::of_key(&row.case_key) else { continue };
            shown.entry(number).or_default().push(shown_first(row));
        }
        let mut numbers: Vec<CaseNumber> = words.keys().chain(shown.keys()).filter(|number| number.is_criminal()).cloned().collect();
        numbers.sort();
        numbers.dedup();
        let case = |number: &CaseNumber| {
            let of = |number| (words.get(number).map_or(&[][..], Vec::as_slice), shown.get(number).map_or(&[][..], Vec::as_slice));
            let (words, shown) = of(number);
            counted::case(&fold(number, words, shown))
        };
        Ok(numbers.iter().map(case).collect())
    }

    /// The snapshots of a court's feed that were retrieved before an instant, oldest first.
    pub(crate) async fn polls_as_of(&self, court: &str, end: Instant) -> Result<Vec<Poll>, StoreError> {
        let rows = feed::Entity::find()
            .filter(feed::Column::Court.eq(court))
            .filter(feed::Column::RetrievedAt.lt(end.unix_millis()))
            .order_by_asc(feed::Column::RetrievedAt)
            .order_by_asc(feed::Column::Snapshot)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(poll).collect())
    }

    /// When the first snapshot was retrieved that says something of a case; none if there is none.
    pub(crate) async fn first_retrieval(&self) -> Result<Option<Instant>, StoreError> {
        let of_words: Option<Option<i64>> =
            word::Entity::find().select_only().column_as(word::Column::RetrievedAt.min(), "first").into_tuple().one(&self.db).await?;
        let of_feeds: Option<Option<i64>> =
            feed::Entity::find().select_only().column_as(feed::Column::RetrievedAt.min(), "first").into_tuple().one(&self.db).await?;
        Ok([of_words.flatten(), of_feeds.flatten()].into_iter().flatten().min().map(Instant::from_unix_millis))
    }

    /// Whether the release of this end of a day was made.
    pub(crate) async fn is_released(&self, end: Instant) -> Result<bool, StoreError> {
        Ok(release::Entity::find_by_id(end.unix_millis()).one(&self.db).await?.is_some())
    }

    /// The file of the last release before this end of a day.
    pub(crate) async fn released_before(&self, end: Instant) -> Result<Option<String>, StoreError> {
        let before = release::Entity::find()
            .filter(release::Column::ReleasedAt.lt(end.unix_millis()))
            .order_by_desc(release::Column::ReleasedAt)
            .one(&self.db)
            .await?;
        Ok(before.map(|before| before.snapshot))
    }

    /// Remembers that the bus has the release of this end of a day.
    pub(crate) async fn mark_released(&self, end: Instant, snapshot: &str) -> Result<(), StoreError> {
        let row = release::ActiveModel { released_at: Set(end.unix_millis()), snapshot: Set(snapshot.to_owned()) };
        let known = OnConflict::column(release::Column::ReleasedAt).update_column(release::Column::Snapshot).to_owned();
        release::Entity::insert(row).on_conflict(known).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

//! Snapshots of feeds, as coverage needs them.

use std::collections::BTreeMap;

use domain::{Date, Instant};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect};

use super::{
    Store, StoreError,
    entity::{feed, filing},
};
use crate::rules::{court_time::CourtZone, coverage::Poll};

/// What a list of feeds needs of one court.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LatestPoll {
    /// The latest snapshot.
    pub(crate) poll: Poll,
    /// What the channel said before it said what it says now, and when it was first seen to say that; none if it always said the same.
    pub(crate) before: Option<(String, Instant)>,
}

impl Store {
    /// Snapshots of a court's feed that can look at the time between two instants, oldest first.
    pub(crate) async fn polls(&self, court: &str, from: Instant, to: Instant) -> Result<Vec<Poll>, StoreError> {
        // A snapshot looks back a day; its retrieval lies at most so long after what it shows.
        const DAY_MILLIS: i64 = 24 * 3_600_000;
        let rows = feed::Entity::find()
            .filter(feed::Column::Court.eq(court))
            .filter(feed::Column::RetrievedAt.gte(from.unix_millis()))
            .filter(feed::Column::RetrievedAt.lte(to.unix_millis() + 7 * DAY_MILLIS))
            .order_by_asc(feed::Column::RetrievedAt)
            .order_by_asc(feed::Column::Snapshot)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(poll).collect())
    }

    /// Every snapshot of a court's feed, oldest first, without its items.
    pub(crate) async fn latest_polls(&self) -> Result<BTreeMap<String, LatestPoll>, StoreError> {
        #[derive(Debug, FromQueryResult)]
        struct Last {
            court: String,
            at: i64,
        }
        let last: Vec<Last> = feed::Entity::find()
            .select_only()
            .column(feed::Column::Court)
            .column_as(feed::Column::RetrievedAt.max(), "at")
            .group_by(feed::Column::Court)
            .into_model()
            .all(&self.db)
            .await?;
        let mut out = BTreeMap::new();
        for Last { court, at } in last {
            let newest = feed::Entity::find()
                .filter(feed::Column::Court.eq(&court))
                .filter(feed::Column::RetrievedAt.eq(at))
                .order_by(feed::Column::Snapshot, Order::Desc)
                .one(&self.db)
                .await?;
            let Some(newest) = newest else { continue };
            let before = self.shown_before(&court, &newest.shows).await?;
            out.insert(court, LatestPoll { poll: poll(newest), before });
        }
        Ok(out)
    }

    /// What a channel said last before it said this, and the first snapshot after that.
    async fn shown_before(&self, court: &str, shows: &str) -> Result<Option<(String, Instant)>, StoreError> {
        let of_court = || feed::Entity::find().filter(feed::Column::Court.eq(court));
        let last_other =
            of_court().filter(feed::Column::Shows.ne(shows)).order_by(feed::Column::RetrievedAt, Order::Desc).one(&self.db).await?;
        let Some(last_other) = last_other else { return Ok(None) };
        let since = of_court()
            .filter(feed::Column::RetrievedAt.gt(last_other.retrieved_at))
            .order_by_asc(feed::Column::RetrievedAt)
            .one(&self.db)
            .await?;
        Ok(since.map(|since| (last_other.shows, Instant::from_unix_millis(since.retrieved_at))))
    }

    /// The snapshots of a court's feed just before and just after one, by their first retrieval.
    pub(crate) async fn neighbours(&self, court: &str, retrieved_at: Instant, snapshot: &str) -> Result<[Option<Poll>; 2], StoreError> {
        let of_court = || feed::Entity::find().filter(feed::Column::Court.eq(court)).filter(feed::Column::Snapshot.ne(snapshot));
        let at = retrieved_at.unix_millis();
        let same = |smaller: bool| {
            let side = if smaller { feed::Column::Snapshot.lt(snapshot) } else { feed::Column::Snapshot.gt(snapshot) };
            Condition::all().add(feed::Column::RetrievedAt.eq(at)).add(side)
        };
        let before = of_court()
            .filter(Condition::any().add(feed::Column::RetrievedAt.lt(at)).add(same(true)))
            .order_by(feed::Column::RetrievedAt, Order::Desc)
            .order_by(feed::Column::Snapshot, Order::Desc)
            .one(&self.db)
            .await?;
        let after = of_court()
            .filter(Condition::any().add(feed::Column::RetrievedAt.gt(at)).add(same(false)))
            .order_by_asc(feed::Column::RetrievedAt)
            .order_by_asc(feed::Column::Snapshot)
            .one(&self.db)
            .await?;
        Ok([before.map(poll), after.map(poll)])
    }

    /// Filings of a court that were entered between two instants, by day in court time.
    pub(crate) async fn items_by_day(
        &self,
        court: &str,
        zone: &CourtZone,
        from: Instant,
        to: Instant,
    ) -> Result<BTreeMap<Date, i64>, StoreError> {
        let instants: Vec<i64> = filing::Entity::find()
            .select_only()
            .column(filing::Column::FiledAt)
            .filter(filing::Column::Court.eq(court))
            .filter(filing::Column::FiledAt.gte(from.unix_millis()))
            .filter(filing::Column::FiledAt.lt(to.unix_millis()))
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut out = BTreeMap::new();
        for day in instants.into_iter().filter_map(|millis| zone.date(Instant::from_unix_millis(millis))) {
            *out.entry(day).or_default() += 1;
        }
        Ok(out)
    }

    /// How many filings there are by court.
    pub(crate) async fn filings_by_court(&self) -> Result<BTreeMap<String, i64>, StoreError> {
        let rows: Vec<(String, i64)> = filing::Entity::find()
            .select_only()
            .column(filing::Column::Court)
            .column_as(filing::Column::Id.count(), "filings")
            .group_by(filing::Column::Court)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().collect())
    }
}

pub(super) fn poll(row: feed::Model) -> Poll {
    let instant = |millis: Option<i64>| millis.map(Instant::from_unix_millis);
    Poll {
        retrieved_at: Instant::from_unix_millis(row.retrieved_at),
        built_at: instant(row.built_at),
        entered: instant(row.oldest_entry_at).zip(instant(row.latest_entry_at)),
        items: u32::try_from(row.items).unwrap_or(0),
        shows: row.shows,
        snapshot: row.snapshot,
    }
}

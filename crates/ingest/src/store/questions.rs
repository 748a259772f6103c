//! What is asked: snapshots, retrievals, counts, incidents. Every answer is bounded.

use std::collections::HashMap;

use domain::{Instant, SnapshotHash, SourceSlug};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait as _, Query},
};

use super::{
    Channel, Incident, Retrieval, Snapshot, Store, StoreError, Validators,
    entity::{incident, retrieval, snapshot},
};

/// Snapshots in one answer.
const MOST_SNAPSHOTS: u64 = 1000;
/// Retrievals in one answer, the latest ones.
const MOST_RETRIEVALS: u64 = 20_000;
/// Incidents in one answer.
const MOST_INCIDENTS: u64 = 1000;

/// Which snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All.
    All,
    /// Those of one source.
    Of(SourceSlug),
    /// Those that no source recognized, and that nobody has given a source since.
    Unrecognized,
    /// Those with these bytes.
    Hash(SnapshotHash),
    /// The one of a source with these bytes.
    One(SourceSlug, SnapshotHash),
}

/// What there is of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SourceCounts {
    /// Different bytes.
    pub(crate) snapshots: i64,
    /// Times that bytes came.
    pub(crate) retrievals: i64,
    /// The latest.
    pub(crate) last_retrieved_at: Option<Instant>,
}

impl Store {
    /// Snapshots with their retrievals, latest first.
    pub(crate) async fn snapshots(&self, wanted: &Wanted) -> Result<Vec<(Snapshot, Vec<Retrieval>)>, StoreError> {
        let condition = match wanted {
            Wanted::All => Condition::all(),
            Wanted::Of(source) => Condition::all().add(snapshot::Column::Source.eq(source.as_str())),
            Wanted::Hash(hash) => Condition::all().add(snapshot::Column::Hash.eq(hash.as_str())),
            Wanted::One(source, hash) => {
                Condition::all().add(snapshot::Column::Source.eq(source.as_str())).add(snapshot::Column::Hash.eq(hash.as_str()))
            }
            Wanted::Unrecognized => {
                let recognized = Query::select()
                    .column(snapshot::Column::Hash)
                    .from_as(snapshot::Entity, Alias::new("known"))
                    .and_where(Expr::col(("known", snapshot::Column::Source)).ne(""))
                    .to_owned();
                Condition::all().add(snapshot::Column::Source.eq("")).add(snapshot::Column::Hash.not_in_subquery(recognized))
            }
        };
        let found = snapshot::Entity::find()
            .filter(condition)
            .order_by_desc(snapshot::Column::LastRetrievedAt)
            .order_by_asc(snapshot::Column::Source)
            .order_by_asc(snapshot::Column::Hash)
            .limit(MOST_SNAPSHOTS);
        let rows = found.all(&self.db).await?;
        let mut retrievals = self.retrievals_of(rows.iter().map(|row| row.hash.clone())).await?;
        rows.into_iter()
            .map(|row| {
                let retrievals = retrievals.remove(&(row.source.clone(), row.hash.clone())).unwrap_or_default();
                Ok((Snapshot::try_from(row)?, retrievals))
            })
            .collect()
    }

    async fn retrievals_of(&self, hashes: impl Iterator<Item = String>) -> Result<HashMap<(String, String), Vec<Retrieval>>, StoreError> {
        let rows = retrieval::Entity::find()
            .filter(retrieval::Column::Hash.is_in(hashes))
            .order_by_desc(retrieval::Column::At)
            .order_by_desc(retrieval::Column::Id)
            .limit(MOST_RETRIEVALS)
            .all(&self.db)
            .await?;
        let mut found: HashMap<(String, String), Vec<Retrieval>> = HashMap::new();
        for row in rows {
            let retrieval::Model { id: _, source, hash, at, channel, origin, etag, last_modified } = row;
            let unknown = || StoreError::Row { table: "retrieval", reason: format!("`{channel}` is no channel") };
            let channel = Channel::named(&channel).ok_or_else(unknown)?;
            let retrieval =
                Retrieval { at: Instant::from_unix_millis(at), channel, origin, validators: Validators { etag, last_modified } };
            found.entry((source, hash)).or_default().push(retrieval);
        }
        Ok(found)
    }

    /// Counts by slug; sources without snapshots are absent, and the empty slug stands for the unrecognized.
    pub(crate) async fn counts(&self) -> Result<HashMap<String, SourceCounts>, StoreError> {
        let snapshots = snapshot::Entity::find()
            .select_only()
            .column(snapshot::Column::Source)
            .column_as(snapshot::Column::Hash.count(), "snapshots")
            .column_as(snapshot::Column::LastRetrievedAt.max(), "latest")
            .group_by(snapshot::Column::Source)
            .into_tuple::<(String, i64, i64)>()
            .all(&self.db)
            .await?;
        let retrievals = retrieval::Entity::find()
            .select_only()
            .column(retrieval::Column::Source)
            .column_as(retrieval::Column::Id.count(), "retrievals")
            .group_by(retrieval::Column::Source)
            .into_tuple::<(String, i64)>()
            .all(&self.db)
            .await?;
        let mut counts: HashMap<String, SourceCounts> = HashMap::new();
        for (source, snapshots, latest) in snapshots {
            let entry = counts.entry(source).or_default();
            entry.snapshots = snapshots;
            entry.last_retrieved_at = Some(Instant::from_unix_millis(latest));
        }
        for (source, retrievals) in retrievals {
            counts.entry(source).or_default().retrievals = retrievals;
        }
        Ok(counts)
    }

    /// Snapshots of a source whose event is not known to be on the bus, oldest first, at most `limit`.
    pub(crate) async fn unannounced(&self, limit: u64) -> Result<Vec<Snapshot>, StoreError> {
        let rows = snapshot::Entity::find()
            .filter(snapshot::Column::AnnouncedAt.is_null())
            .filter(snapshot::Column::Source.ne(""))
            .order_by_asc(snapshot::Column::FirstRetrievedAt)
            .order_by_asc(snapshot::Column::Source)
            .order_by_asc(snapshot::Column::Hash)
            .limit(limit)
            .all(&self.db)
            .await?;
        rows.into_iter().map(Snapshot::try_from).collect()
    }

    /// Incidents, latest first.
    pub(crate) async fn incidents(&self) -> Result<Vec<Incident>, StoreError> {
        let rows = incident::Entity::find()
            .order_by_desc(incident::Column::At)
            .order_by_desc(incident::Column::Id)
            .limit(MOST_INCIDENTS)
            .all(&self.db)
            .await?;
        let incident = |row| {
            let incident::Model { id: _, at, source, origin, message } = row;
            Incident { at: Instant::from_unix_millis(at), source, origin, message }
        };
        Ok(rows.into_iter().map(incident).collect())
    }
}

//! What is written: one transaction per fact, repeatable.

use domain::{Instant, SnapshotHash, SourceSlug};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, TransactionTrait,
    sea_query::{Expr, OnConflict},
};

use super::{
    Delivery, Incident, Mark, NewRetrieval, Snapshot, Store, StoreError,
    entity::{delivery, incident, retrieval, seen_file, snapshot},
    kept, states, trails,
};

/// What came of recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// It is in the tables now.
    New {
        /// The snapshot as it is now.
        snapshot: Snapshot,
        /// True if these bytes were already there for this source.
        is_known: bool,
    },
    /// Its mark says that it was recorded before; nothing was written.
    Before,
}

impl Store {
    /// Records a retrieval with its mark: a new snapshot, or one more retrieval of a known one.
    pub(crate) async fn record(&self, new: &NewRetrieval, mark: &Mark) -> Result<Recorded, StoreError> {
        let (source, reason) = match &new.source {
            Ok(slug) => (slug.to_string(), String::new()),
            Err(reason) => (String::new(), kept(reason)),
        };
        let at = new.at.unix_millis();
        let hash = new.hash.to_string();
        let tx = self.db.begin().await?;
        let is_first = match mark {
            Mark::Delivery(delivery) => remember_delivery(&tx, delivery, &hash, at).await?,
            mark => remember(&tx, mark).await?,
        };
        if !is_first {
            tx.rollback().await?;
            return Ok(Recorded::Before);
        }
        let row = snapshot::ActiveModel {
            source: Set(source.clone()),
            hash: Set(hash.clone()),
            size_bytes: Set(i64::try_from(new.size_bytes).unwrap_or(i64::MAX)),
            first_retrieved_at: Set(at),
            last_retrieved_at: Set(at),
            origin: Set(kept(&new.origin)),
            unrecognized_reason: Set(reason),
            announced_at: Set(None),
        };
        let natural_key = OnConflict::columns([snapshot::Column::Source, snapshot::Column::Hash]).do_nothing().to_owned();
        let inserted = snapshot::Entity::insert(row).on_conflict(natural_key).exec_without_returning(&tx).await?;
        let is_known = inserted == 0;
        if is_known {
            if *mark == Mark::OncePerContent {
                tx.rollback().await?;
                return Ok(Recorded::Before);
            }
            // An older retrieval never overwrites a newer one.
            snapshot::Entity::update_many()
                .col_expr(snapshot::Column::LastRetrievedAt, Expr::value(at))
                .filter(snapshot::Column::Source.eq(&source))
                .filter(snapshot::Column::Hash.eq(&hash))
                .filter(snapshot::Column::LastRetrievedAt.lt(at))
                .exec(&tx)
                .await?;
        }
        let row = retrieval::ActiveModel {
            id: NotSet,
            source: Set(source.clone()),
            hash: Set(hash.clone()),
            at: Set(at),
            channel: Set(new.channel.as_str().to_owned()),
            origin: Set(kept(&new.origin)),
            etag: Set(kept(&new.validators.etag)),
            last_modified: Set(kept(&new.validators.last_modified)),
        };
        retrieval::Entity::insert(row).exec_without_returning(&tx).await?;
        let row = snapshot::Entity::find_by_id((source, hash)).one(&tx).await?;
        let row = row.ok_or_else(|| StoreError::Row { table: "snapshot", reason: "it vanished while it was written".to_owned() })?;
        let snapshot = Snapshot::try_from(row)?;
        tx.commit().await?;
        Ok(Recorded::New { snapshot, is_known })
    }

    /// Records an incident with its mark; false if the mark says that it was recorded before.
    pub(crate) async fn record_incident(&self, new: &Incident, mark: &Mark) -> Result<bool, StoreError> {
        let tx = self.db.begin().await?;
        if !remember(&tx, mark).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        let row = incident::ActiveModel {
            id: NotSet,
            at: Set(new.at.unix_millis()),
            source: Set(kept(&new.source)),
            origin: Set(kept(&new.origin)),
            message: Set(kept(&new.message)),
        };
        incident::Entity::insert(row).exec_without_returning(&tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whether these bytes were delivered under this name, and the name is not forgotten.
    pub(crate) async fn is_delivered(&self, idempotency_key: &str, hash: &SnapshotHash, now: Instant) -> Result<bool, StoreError> {
        let found = delivery::Entity::find_by_id((kept(idempotency_key), hash.to_string())).one(&self.db).await?;
        Ok(found.is_some_and(|row| row.expires_at > now.unix_millis()))
    }

    /// Remembers that a snapshot's event is on the bus.
    pub(crate) async fn mark_announced(&self, source: &SourceSlug, hash: &SnapshotHash, at: Instant) -> Result<(), StoreError> {
        snapshot::Entity::update_many()
            .col_expr(snapshot::Column::AnnouncedAt, Expr::value(at.unix_millis()))
            .filter(snapshot::Column::Source.eq(source.as_str()))
            .filter(snapshot::Column::Hash.eq(hash.as_str()))
            .filter(snapshot::Column::AnnouncedAt.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// Writes that bytes were delivered under this name, and forgets what is due. False if it was there already.
async fn remember_delivery(tx: &impl ConnectionTrait, new: &Delivery, hash: &str, now: i64) -> Result<bool, StoreError> {
    let Delivery { idempotency_key, expires_at } = new;
    delivery::Entity::delete_many().filter(delivery::Column::ExpiresAt.lte(now)).exec(tx).await?;
    let row = delivery::ActiveModel {
        idempotency_key: Set(kept(idempotency_key)),
        hash: Set(hash.to_owned()),
        expires_at: Set(expires_at.unix_millis()),
    };
    let natural_key = OnConflict::columns([delivery::Column::IdempotencyKey, delivery::Column::Hash]).do_nothing().to_owned();
    Ok(delivery::Entity::insert(row).on_conflict(natural_key).exec_without_returning(tx).await? > 0)
}

/// Writes the mark. False if it was there already.
async fn remember(tx: &impl ConnectionTrait, mark: &Mark) -> Result<bool, StoreError> {
    match mark {
        // A delivery without bytes to keep is as good as none: its sender may try again.
        Mark::Each | Mark::OncePerContent | Mark::Delivery(_) => Ok(true),
        Mark::File { path, stamp } => {
            let row = seen_file::ActiveModel {
                path: Set(path.clone()),
                size_bytes: Set(i64::try_from(stamp.size_bytes).unwrap_or(i64::MAX)),
                modified_nanos: Set(stamp.modified_nanos),
            };
            let size = (seen_file::Entity, seen_file::Column::SizeBytes);
            let modified = (seen_file::Entity, seen_file::Column::ModifiedNanos);
            let differs = Expr::col(size)
                .ne(Expr::col(("excluded", seen_file::Column::SizeBytes)))
                .or(Expr::col(modified).ne(Expr::col(("excluded", seen_file::Column::ModifiedNanos))));
            let update = OnConflict::column(seen_file::Column::Path)
                .update_columns([seen_file::Column::SizeBytes, seen_file::Column::ModifiedNanos])
                .action_and_where(differs)
                .to_owned();
            Ok(seen_file::Entity::insert(row).on_conflict(update).exec_without_returning(tx).await? > 0)
        }
        Mark::Fetch(state) => {
            states::write(tx, state).await?;
            Ok(true)
        }
        Mark::Trail(trail) => {
            trails::write(tx, trail).await?;
            Ok(true)
        }
    }
}

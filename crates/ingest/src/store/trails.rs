//! Questions to CourtListener: where each stands, when any was asked, and which alerts were followed.

use domain::{Instant, SnapshotHash, SourceSlug};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
    sea_query::{Expr, OnConflict, Query},
};

use super::{
    Store, StoreError,
    entity::{asked, followed, snapshot, trail},
    kept,
};
use crate::rules::courtlistener::Trail;

/// Trails that are looked at together: more than can be asked in a day.
const MOST_DUE: u64 = 2000;

impl Store {
    /// Begins trails. One that was begun before stays where it is, except that what is followed from now on is due again although it was answered.
    pub(crate) async fn begin_trails(&self, trails: &[Trail]) -> Result<(), StoreError> {
        let tx = self.db.begin().await?;
        for trail in trails {
            begin(&tx, trail).await?;
            trail::Entity::update_many()
                .col_expr(trail::Column::DueAt, Expr::value(trail.due_at.map(Instant::unix_millis)))
                .filter(trail::Column::Question.eq(trail.question.to_string()))
                .filter(trail::Column::DueAt.is_null())
                .exec(&tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Trails that are due, the longest due first.
    pub(crate) async fn due_trails(&self, now: Instant) -> Result<Vec<Trail>, StoreError> {
        let rows = trail::Entity::find()
            .filter(trail::Column::DueAt.lte(now.unix_millis()))
            .order_by_asc(trail::Column::DueAt)
            .order_by_asc(trail::Column::Question)
            .limit(MOST_DUE)
            .all(&self.db)
            .await?;
        rows.into_iter().map(Trail::try_from).collect()
    }

    /// When the next trail is due, if any is.
    pub(crate) async fn next_trail_due_at(&self) -> Result<Option<Instant>, StoreError> {
        let due = trail::Entity::find().filter(trail::Column::DueAt.is_not_null()).order_by_asc(trail::Column::DueAt).one(&self.db).await?;
        Ok(due.and_then(|row| row.due_at).map(Instant::from_unix_millis))
    }

    /// Instants at which something was asked after `since`, oldest first; what was asked before is forgotten.
    pub(crate) async fn asked_since(&self, since: Instant) -> Result<Vec<Instant>, StoreError> {
        asked::Entity::delete_many().filter(asked::Column::At.lte(since.unix_millis())).exec(&self.db).await?;
        let rows = asked::Entity::find().order_by_asc(asked::Column::At).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| Instant::from_unix_millis(row.at)).collect())
    }

    /// Writes that something is asked now. It counts whether or not an answer comes.
    pub(crate) async fn record_asked(&self, at: Instant) -> Result<(), StoreError> {
        let row = asked::ActiveModel { id: NotSet, at: Set(at.unix_millis()) };
        asked::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Snapshots of a source of which it is not known yet what they lead to, with the instant of their first retrieval; oldest first, some at a time.
    pub(crate) async fn not_followed(&self, source: &SourceSlug, most: u64) -> Result<Vec<(SnapshotHash, Instant)>, StoreError> {
        let known = Query::select().column(followed::Column::Hash).from(followed::Entity).to_owned();
        let rows = snapshot::Entity::find()
            .filter(snapshot::Column::Source.eq(source.as_str()))
            .filter(Expr::col((snapshot::Entity, snapshot::Column::Hash)).not_in_subquery(known))
            .order_by_asc(snapshot::Column::FirstRetrievedAt)
            .limit(most)
            .all(&self.db)
            .await?;
        let named = |row: snapshot::Model| {
            let broken = |error: &dyn std::fmt::Display| StoreError::Row { table: "snapshot", reason: error.to_string() };
            let hash: SnapshotHash = row.hash.parse().map_err(|error| broken(&error))?;
            Ok((hash, Instant::from_unix_millis(row.first_retrieved_at)))
        };
        rows.into_iter().map(named).collect()
    }

    /// Begins the trails to which a snapshot leads, once. A trail that was begun before, or answered for good, stays where it is.
    pub(crate) async fn follow(&self, hash: &SnapshotHash, trails: &[Trail]) -> Result<(), StoreError> {
        let tx = self.db.begin().await?;
        for trail in trails {
            begin(&tx, trail).await?;
        }
        let row = followed::ActiveModel { hash: Set(hash.to_string()) };
        let natural_key = OnConflict::column(followed::Column::Hash).do_nothing().to_owned();
        followed::Entity::insert(row).on_conflict(natural_key).exec_without_returning(&tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn begin(tx: &impl ConnectionTrait, trail: &Trail) -> Result<(), StoreError> {
    let natural_key = OnConflict::column(trail::Column::Question).do_nothing().to_owned();
    trail::Entity::insert(row(trail)).on_conflict(natural_key).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes where a question stands.
pub(super) async fn write(tx: &impl ConnectionTrait, trail: &Trail) -> Result<(), StoreError> {
    use trail::Column::{Answers, Cursor, DueAt, Failures, Question};
    let update = OnConflict::column(Question).update_columns([Cursor, Answers, Failures, DueAt]).to_owned();
    trail::Entity::insert(row(trail)).on_conflict(update).exec_without_returning(tx).await?;
    Ok(())
}

fn row(trail: &Trail) -> trail::ActiveModel {
    let Trail { question, cursor, answers, failures, due_at } = trail;
    trail::ActiveModel {
        question: Set(kept(&question.to_string())),
        cursor: Set(kept(cursor)),
        answers: Set(i64::from(*answers)),
        failures: Set(i64::from(*failures)),
        due_at: Set(due_at.map(Instant::unix_millis)),
    }
}

impl TryFrom<trail::Model> for Trail {
    type Error = StoreError;

    fn try_from(row: trail::Model) -> Result<Self, StoreError> {
        let trail::Model { question, cursor, answers, failures, due_at } = row;
        let question = question.parse().map_err(|error| StoreError::Row { table: "trail", reason: format!("{error}") })?;
        let whole = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Self { question, cursor, answers: whole(answers), failures: whole(failures), due_at: due_at.map(Instant::from_unix_millis) })
    }
}

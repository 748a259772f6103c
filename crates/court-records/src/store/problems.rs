//! What in a snapshot could not be read.

use contracts::convert::StoredSnapshot;
use platform::database::rows_per_insert;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, Iterable as _, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
    sea_query::OnConflict,
};

use super::{KeptProblem, MOST_PROBLEMS, Store, StoreError, entity::problem, whole};
use crate::rules::LocatedProblem;

impl Store {
    /// Keeps what in a snapshot could not be read: all of it or nothing, and again the same.
    pub(crate) async fn record_problems(&self, snapshot: &StoredSnapshot, problems: &[LocatedProblem]) -> Result<(), StoreError> {
        let tx = self.db.begin().await?;
        write(&tx, snapshot, problems).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What in a snapshot could not be read, in its order; if none is named, of all snapshots, as many as one list holds.
    pub(crate) async fn problems(&self, snapshot: &str) -> Result<Vec<KeptProblem>, StoreError> {
        let mut query = problem::Entity::find();
        if !snapshot.is_empty() {
            query = query.filter(problem::Column::Snapshot.eq(snapshot));
        }
        let rows = query
            .order_by_asc(problem::Column::Source)
            .order_by_asc(problem::Column::Snapshot)
            .order_by_asc(problem::Column::Position)
            .limit(MOST_PROBLEMS)
            .all(&self.db)
            .await?;
        let kept = |row: problem::Model| {
            let problem::Model { source, snapshot, position: _, locator, message } = row;
            KeptProblem { source, snapshot, locator, message }
        };
        Ok(rows.into_iter().map(kept).collect())
    }
}

/// Writes the problems of a snapshot in place of those that an earlier reading found.
pub(super) async fn write(tx: &impl ConnectionTrait, snapshot: &StoredSnapshot, problems: &[LocatedProblem]) -> Result<(), StoreError> {
    use problem::Column::{Locator, Message, Position, Snapshot, Source};
    let row = |(position, problem): (usize, &LocatedProblem)| problem::ActiveModel {
        source: Set(snapshot.source.to_string()),
        snapshot: Set(snapshot.hash.to_string()),
        position: Set(whole(position)),
        locator: Set(problem.locator.clone()),
        message: Set(problem.message.clone()),
    };
    let rows: Vec<problem::ActiveModel> = problems.iter().enumerate().map(row).collect();
    let natural_key = OnConflict::columns([Source, Snapshot, Position]).update_columns([Locator, Message]).to_owned();
    for chunk in rows.chunks(rows_per_insert(problem::Column::iter().count())) {
        problem::Entity::insert_many(chunk.to_vec()).on_conflict(natural_key.clone()).exec_without_returning(tx).await?;
    }
    problem::Entity::delete_many()
        .filter(Source.eq(snapshot.source.as_str()))
        .filter(Snapshot.eq(snapshot.hash.as_str()))
        .filter(Position.gte(whole(rows.len())))
        .exec(tx)
        .await?;
    Ok(())
}

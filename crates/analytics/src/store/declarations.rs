//! Declarations that users handed in. A later one never erases an earlier.

use domain::Instant;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use super::{Store, StoreError, entity::declaration};
use crate::declared::Added;

impl Store {
    /// Keeps a declaration, once however often it comes; the earliest retrieval wins.
    pub(crate) async fn keep_declaration(&self, added: &Added) -> Result<(), StoreError> {
        let at = added.retrieved_at.unix_millis();
        let earliest = OnConflict::columns([declaration::Column::Source, declaration::Column::Snapshot])
            .update_column(declaration::Column::RetrievedAt)
            .action_and_where(Expr::col((declaration::Entity, declaration::Column::RetrievedAt)).gt(at))
            .to_owned();
        let row = declaration::ActiveModel {
            source: Set(added.source.slug().to_owned()),
            snapshot: Set(added.snapshot.to_string()),
            retrieved_at: Set(at),
            text: Set(added.text.clone()),
        };
        declaration::Entity::insert(row).on_conflict(earliest).exec_without_returning(&self.database).await?;
        Ok(())
    }

    /// Declarations as known at `as_of`, oldest first.
    pub(crate) async fn declarations(&self, as_of: Instant) -> Result<Vec<Added>, StoreError> {
        let rows = declaration::Entity::find()
            .filter(declaration::Column::RetrievedAt.lte(as_of.unix_millis()))
            .order_by_asc(declaration::Column::RetrievedAt)
            .order_by_asc(declaration::Column::Snapshot)
            .all(&self.database)
            .await?;
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let bad = |reason: String| StoreError::Inconsistent { table: "declaration", row: row.snapshot.clone(), reason };
            let source = row.source.parse().map_err(|error: catalog::UnknownSource| bad(error.to_string()))?;
            let snapshot = row.snapshot.parse().map_err(|error: domain::slug::InvalidName| bad(error.to_string()))?;
            out.push(Added { source, text: row.text, snapshot, retrieved_at: Instant::from_unix_millis(row.retrieved_at) });
        }
        Ok(out)
    }
}

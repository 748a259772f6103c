//! Which snapshots of a source were read whole.

use std::collections::BTreeMap;

use domain::Instant;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    Store, StoreError,
    entity::{snapshot, vintage},
    row,
};
use crate::rules::vintages::Vintage;

impl Store {
    /// The vintages of a source: its snapshots that arrived whole, each under the newest version of its rule that is whole. A rule that was
    /// renamed goes on counting its versions; of two names with the same version, the later in the alphabet stands.
    pub(crate) async fn vintages(&self, source: &str) -> Result<Vec<Vintage>, StoreError> {
        let snapshots = snapshot::Entity::find().filter(snapshot::Column::Source.eq(source)).all(&self.database).await?;
        let retrieved: BTreeMap<String, i64> = snapshots.into_iter().map(|row| (row.hash, row.retrieved_at)).collect();
        let readings = vintage::Entity::find().filter(vintage::Column::Source.eq(source)).all(&self.database).await?;
        let mut newest: BTreeMap<String, vintage::Model> = BTreeMap::new();
        for one in readings {
            let held = newest.get(&one.snapshot);
            if held.is_none_or(|held| (held.rule_version, &held.rule) < (one.rule_version, &one.rule)) {
                newest.insert(one.snapshot.clone(), one);
            }
        }
        let mut out = Vec::with_capacity(newest.len());
        for (hash, one) in newest {
            if let Some(retrieved_at) = retrieved.get(&hash) {
                out.push(row::vintage(one, Instant::from_unix_millis(*retrieved_at))?);
            }
        }
        Ok(out)
    }
}

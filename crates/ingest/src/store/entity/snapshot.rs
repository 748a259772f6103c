//! Bytes of a source. An empty source means that none recognized them.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "snapshot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub size_bytes: i64,
    pub first_retrieved_at: i64,
    pub last_retrieved_at: i64,
    pub origin: String,
    pub unrecognized_reason: String,
    pub announced_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A snapshot of a court's feed that was read.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feed")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub snapshot: String,
    /// Milliseconds since the epoch, as in every table.
    pub retrieved_at: i64,
    pub court: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Which kinds of entries the clerk exposes.
    #[sea_orm(column_type = "Text")]
    pub shows: String,
    pub built_at: Option<i64>,
    pub items: i32,
    pub problems: i32,
    /// The first and the last instant that its items give.
    pub oldest_entry_at: Option<i64>,
    pub latest_entry_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

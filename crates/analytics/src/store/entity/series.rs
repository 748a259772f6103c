//! Observations that differ only in period and snapshot.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub source: String,
    pub measure: String,
    pub unit: String,
    pub population: String,
    pub geography: String,
    pub definition: String,
    /// How many periods any snapshot has, counted as they come in.
    pub periods: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A number of an official statistic for a district and month.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "official")]
pub struct Model {
    /// Slug of the statistic: `lions`, `fjc-criminal`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub court: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: String,
    /// How the statistic dates and counts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub basis: String,
    pub value: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub missing: String,
    pub snapshot: String,
    pub locator: String,
    pub retrieved_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

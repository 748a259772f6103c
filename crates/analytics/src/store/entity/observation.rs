//! A recorded observation; what it has in common with its series stands there.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub series_key: String,
    pub snapshot: String,
    pub rule: String,
    pub rule_version: i32,
    pub period_start: String,
    pub period_end: String,
    /// Decimal digits as published; null if missing. Text, because a decimal would become a float on SQLite.
    pub value: Option<String>,
    pub lower: Option<String>,
    pub upper: Option<String>,
    pub missing: Option<String>,
    pub locator: String,
    pub citation_url: Option<String>,
    pub evidence: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

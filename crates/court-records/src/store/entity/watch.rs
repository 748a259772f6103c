//! A standing question with its webhook. Criteria are written in the one way, so that they are read again as they are.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "watch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub docket_number: String,
    #[sea_orm(column_type = "Text")]
    pub party: String,
    #[sea_orm(column_type = "Text")]
    pub statute: String,
    /// With commas between.
    #[sea_orm(column_type = "Text")]
    pub courts: String,
    #[sea_orm(column_type = "Text")]
    pub event_type: String,
    #[sea_orm(column_type = "Text")]
    pub words: String,
    /// With commas between.
    #[sea_orm(column_type = "Text")]
    pub muted: String,
    pub delivery: String,
    /// Empty if there is no webhook.
    #[sea_orm(column_type = "Text")]
    pub url: String,
    #[sea_orm(column_type = "Text")]
    pub secret: String,
    /// `active` or `disabled`.
    pub webhook_state: String,
    /// How it failed last.
    #[sea_orm(column_type = "Text")]
    pub webhook_reason: String,
    /// Attempts that failed since the last that did not.
    pub failures: i32,
    /// When an attempt failed last; 0 if none did.
    pub failed_at: i64,
    /// Nothing is sent before; 0 if the last attempt did not fail.
    pub retry_at: i64,
    /// Cursor up to which digests have been made.
    pub digest_after: i64,
    pub added_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

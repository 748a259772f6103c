//! What was said of a docket of which only CourtListener's own number was known. It stays, so that it can move when the number turns out to be of another case.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "waiting_word")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub docket: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub snapshot: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub locator: String,
    pub retrieved_at: i64,
    /// JSON; see `store/word_body.rs`.
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

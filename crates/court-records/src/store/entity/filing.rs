//! A docket event that a feed showed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "filing")]
pub struct Model {
    /// The natural key: hash of what identifies the filing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub court: String,
    #[sea_orm(column_type = "Text")]
    pub docket_number: String,
    pub case_id: Option<String>,
    /// As the latest snapshot has it.
    #[sea_orm(column_type = "Text")]
    pub case_name: String,
    pub filed_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub entry_kind: String,
    pub document_number: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub link: Option<String>,
    pub first_seen_at: i64,
    pub first_snapshot: String,
    pub first_locator: String,
    pub last_seen_at: i64,
    pub last_snapshot: String,
    pub last_locator: String,
    /// True once the bus has the event.
    pub announced: bool,
    /// Court and canonical number of the case; empty where the feed gives no docket number.
    pub case_key: String,
    pub document_id: Option<String>,
    pub sequence: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

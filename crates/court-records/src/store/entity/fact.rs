//! Something that became known, with its latest word.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fact")]
pub struct Model {
    /// Hash of class and subject.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub class: String,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    pub court: String,
    /// The latest word, JSON.
    #[sea_orm(column_type = "Text")]
    pub content: String,
    /// Hash of `content`; it decides between words that agree in all else.
    pub content_hash: String,
    /// Instant of the latest word, and its snapshot.
    pub said_at: i64,
    /// How many words and filings it knows.
    pub sights: i32,
    pub snapshot: String,
    /// When the latest word says that the fact was first seen; `seen_at` is the earliest that any word says.
    pub word_seen_at: i64,
    pub seen_at: i64,
    pub happened_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! What a watch tells of a fact.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alert")]
pub struct Model {
    /// Hash of watch, class and subject.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub watch: String,
    pub fact: String,
    pub revision: i32,
    /// Of what the revision tells.
    pub content_hash: String,
    /// Grows with every revision of any alert, in the order of commits.
    pub cursor: i64,
    /// True once the bus has this revision.
    pub announced: bool,
    pub told_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

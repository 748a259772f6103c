//! What was announced last of a comparison or a verdict, with what it read like.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announcement")]
pub struct Model {
    /// `comparison` or `verdict`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Slug of the comparison, or id of the claim.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Counts its results from 1; whoever moves it on has the right to say the next.
    pub sequence: i64,
    pub result_hash: String,
    /// JSON: finding, lines, and the snapshots it rests on.
    pub result: String,
    /// The event as JSON until it is surely published.
    pub pending: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

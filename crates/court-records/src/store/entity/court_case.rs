//! What follows from all that was said of a case. It can be made again from words and filings at any time.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "court_case")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub court: String,
    pub number: String,
    /// `cr`, `mj`; empty in courts that number by year alone.
    pub kind: String,
    pub state: String,
    pub seal: String,
    #[sea_orm(column_type = "Text")]
    pub caption: String,
    /// ISO date in court time; empty if not known.
    pub filed: String,
    pub filed_by: String,
    pub terminated: String,
    /// Keys, one a line.
    #[sea_orm(column_type = "Text")]
    pub linked: String,
    /// One a line.
    #[sea_orm(column_type = "Text")]
    pub pacer_case_ids: String,
    pub defendants: i32,
    pub first_seen_at: Option<i64>,
    pub said_at: Option<i64>,
    /// Of all that is known of it.
    pub result_hash: String,
    /// What the bus was told last; empty before the first time.
    pub announced_hash: String,
    pub announced_state: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

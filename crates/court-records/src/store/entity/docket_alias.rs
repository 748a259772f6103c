//! Which case a docket of CourtListener is of. A row without a case is one that something waits for.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "docket_alias")]
pub struct Model {
    /// CourtListener's number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub docket: i64,
    /// Empty if not known yet.
    pub case_key: String,
    pub pacer_case_id: Option<String>,
    /// For which instant the word that names the case speaks.
    pub said_at: i64,
    pub is_by_source: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

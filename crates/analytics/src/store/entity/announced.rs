//! The result of each comparison that was announced last.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announced")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub comparison: String,
    pub result_hash: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

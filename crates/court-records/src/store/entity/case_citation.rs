//! A provision that a current charge of a case cites, and each provision above it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_citation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub citation: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_key: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A defendant, as it is counted.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_defendant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub case_key: String,
    /// Of the folded name, so that one person in two linked cases is counted once; empty where the name is masked.
    pub name_hash: String,
    pub state: String,
    /// Of its charges under 18 U.S.C. 111.
    pub outcome: String,
    /// Counts under 18 U.S.C. 111 in the latest instrument; none where no number is given.
    pub counts: Option<i32>,
    /// Whether a charge was ever confirmed.
    pub was_confirmed: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A release as it was made under a set of rules.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub snapshot: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub rules: String,
    pub source: String,
    pub rule_version: i32,
    pub retrieved_at: String,
    /// Hash of the draft of its manifest.
    pub draft: String,
    /// Names of the checks that stop it, one a line.
    pub stops: String,
    pub outcome: String,
    /// How many acceptances the outcome knows of.
    pub accepted: i32,
    /// Hash of its manifest; empty until it is written.
    pub manifest: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Something due to a webhook: one alert, or the alerts of a day. It goes away when it is delivered.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// Hash of alert and revision, or of watch and day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub watch: String,
    /// None for a digest.
    pub alert: Option<String>,
    /// Day in UTC, ISO date.
    #[sea_orm(column_type = "Text", nullable)]
    pub digest_of: Option<String>,
    /// Alerts with cursors after this one,
    pub after: i64,
    /// up to this one.
    pub up_to: i64,
    pub attempts: i32,
    pub due_at: i64,
    /// Of the last claim; empty if there was none.
    pub lease: String,
    /// When it was claimed last.
    pub claimed_at: i64,
    pub leased_until: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

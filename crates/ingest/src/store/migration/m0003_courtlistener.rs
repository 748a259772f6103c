//! Questions to CourtListener: where each stands, when any was asked, and which alerts were followed. Times are milliseconds since
//! 1970-01-01T00:00:00Z.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, big_pk_auto, text},
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_courtlistener"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create()
                .table("trail")
                .col(text("question").primary_key())
                .col(text("cursor"))
                .col(big_integer("answers"))
                .col(big_integer("failures"))
                .col(big_integer_null("due_at"))
                .to_owned(),
            Table::create().table("asked").col(big_pk_auto("id")).col(big_integer("at")).to_owned(),
            Table::create().table("followed").col(text("hash").primary_key()).to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        for (name, table, column) in [("trail_by_due", "trail", "due_at"), ("asked_by_time", "asked", "at")] {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["followed", "asked", "trail"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

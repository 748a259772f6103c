//! Releases of records about persons, and what operators accepted.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, text},
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_releases"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let release = Table::create()
            .table("release")
            .col(text("snapshot"))
            .col(text("rules"))
            .col(text("source"))
            .col(integer("rule_version"))
            .col(text("retrieved_at"))
            .col(text("draft"))
            .col(text("stops"))
            .col(text("outcome"))
            .col(integer("accepted"))
            .col(text("manifest"))
            .primary_key(Index::create().col("snapshot").col("rules"))
            .to_owned();
        manager.create_table(release).await?;
        let acceptance = Table::create()
            .table("acceptance")
            .col(text("snapshot"))
            .col(text("rules"))
            .col(text("check_name"))
            .col(text("reason"))
            .col(text("accepted_by"))
            .col(text("accepted_at"))
            .primary_key(Index::create().col("snapshot").col("rules").col("check_name"))
            .to_owned();
        manager.create_table(acceptance).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["acceptance", "release"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

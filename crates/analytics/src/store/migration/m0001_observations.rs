//! Snapshots, readings, series, observations, and what was announced.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, string, string_null, text, text_null},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("snapshot")
                    .col(string("source"))
                    .col(string("hash"))
                    .col(big_integer("retrieved_at"))
                    .primary_key(Index::create().col("source").col("hash"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("reading")
                    .col(string("source"))
                    .col(string("snapshot"))
                    .col(string("rule"))
                    .col(integer("rule_version"))
                    .col(integer("part"))
                    .col(integer("parts"))
                    .col(string("covers_start"))
                    .col(string("covers_end"))
                    .col(big_integer("unread_rows"))
                    .primary_key(Index::create().col("source").col("snapshot").col("rule").col("rule_version").col("part"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("series")
                    .col(string("key").primary_key())
                    .col(string("source"))
                    .col(string("measure"))
                    .col(string("unit"))
                    .col(string("population"))
                    .col(string("geography"))
                    .col(string("definition"))
                    .to_owned(),
            )
            .await?;
        create_observation(manager).await?;
        manager
            .create_table(Table::create().table("announced").col(string("comparison").primary_key()).col(string("result_hash")).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["announced", "observation", "series", "reading", "snapshot"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn create_observation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("observation")
                .col(string("id").primary_key())
                .col(string("series_key"))
                .col(string("snapshot"))
                .col(string("rule"))
                .col(integer("rule_version"))
                .col(string("period_start"))
                .col(string("period_end"))
                .col(string_null("value"))
                .col(string_null("lower"))
                .col(string_null("upper"))
                .col(string_null("missing"))
                .col(text("locator"))
                .col(text_null("citation_url"))
                .col(string_null("evidence"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("observation_by_series")
                .table("observation")
                .col("series_key")
                .col("period_start")
                .col("period_end")
                .to_owned(),
        )
        .await
}

//! Feeds, problems and filings.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, integer, string, string_null, text, text_null},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("feed")
                    .col(string("source"))
                    .col(string("snapshot"))
                    .col(big_integer("retrieved_at"))
                    .col(string("court"))
                    .col(text("title"))
                    .col(text("shows"))
                    .col(big_integer_null("built_at"))
                    .col(integer("items"))
                    .col(integer("problems"))
                    .primary_key(Index::create().col("source").col("snapshot"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("problem")
                    .col(string("source"))
                    .col(string("snapshot"))
                    .col(integer("position"))
                    .col(string("locator"))
                    .col(text("message"))
                    .primary_key(Index::create().col("source").col("snapshot").col("position"))
                    .to_owned(),
            )
            .await?;
        let problems = Index::create().name("problem_by_snapshot").table("problem").col("snapshot").to_owned();
        manager.create_index(problems).await?;
        manager
            .create_table(
                Table::create()
                    .table("filing")
                    .col(string("id").primary_key())
                    .col(string("court"))
                    .col(text("docket_number"))
                    .col(string_null("case_id"))
                    .col(text("case_name"))
                    .col(big_integer_null("filed_at"))
                    .col(text("entry_kind"))
                    .col(string_null("document_number"))
                    .col(text_null("link"))
                    .col(big_integer("first_seen_at"))
                    .col(string("first_snapshot"))
                    .col(string("first_locator"))
                    .col(big_integer("last_seen_at"))
                    .col(string("last_snapshot"))
                    .col(string("last_locator"))
                    .col(boolean("announced"))
                    .to_owned(),
            )
            .await?;
        let latest = Index::create().name("filing_by_date").table("filing").col("filed_at").to_owned();
        manager.create_index(latest).await?;
        let of_court = Index::create().name("filing_by_court").table("filing").col("court").col("filed_at").to_owned();
        manager.create_index(of_court).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["filing", "problem", "feed"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

//! Whole readings by themselves, the number of periods with each series, and what was announced last with what became of it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, string, text, text_null},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("vintage")
                    .col(string("source"))
                    .col(string("snapshot"))
                    .col(string("rule"))
                    .col(integer("rule_version"))
                    .col(string("covers_start"))
                    .col(string("covers_end"))
                    .col(big_integer("unread_rows"))
                    .primary_key(Index::create().col("source").col("snapshot").col("rule").col("rule_version"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("announcement")
                    .col(string("kind"))
                    .col(string("name"))
                    .col(big_integer("sequence"))
                    .col(string("result_hash"))
                    .col(text("result"))
                    .col(text_null("pending"))
                    .primary_key(Index::create().col("kind").col("name"))
                    .to_owned(),
            )
            .await?;
        // Only the hash of a result was kept there, by a rule that no result has any more.
        manager.drop_table(Table::drop().table("announced").to_owned()).await?;
        let periods = ColumnDef::new("periods").big_integer().not_null().default(0).to_owned();
        manager.alter_table(Table::alter().table("series").add_column(periods).to_owned()).await?;
        manager
            .create_index(Index::create().name("observation_by_snapshot").table("observation").col("snapshot").col("series_key").to_owned())
            .await?;
        let connection = manager.get_connection();
        connection
            .execute_unprepared(
                "INSERT INTO vintage (source, snapshot, rule, rule_version, covers_start, covers_end, unread_rows) \
                 SELECT source, snapshot, rule, rule_version, MIN(covers_start), MIN(covers_end), MIN(unread_rows) FROM reading \
                 GROUP BY source, snapshot, rule, rule_version HAVING COUNT(*) = MIN(parts)",
            )
            .await?;
        connection
            .execute_unprepared(
                "UPDATE series SET periods = (SELECT COUNT(*) FROM (SELECT DISTINCT period_start, period_end FROM observation \
                 WHERE observation.series_key = series.key) AS own)",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("observation_by_snapshot").table("observation").to_owned()).await?;
        manager.alter_table(Table::alter().table("series").drop_column("periods").to_owned()).await?;
        manager
            .create_table(Table::create().table("announced").col(string("comparison").primary_key()).col(string("result_hash")).to_owned())
            .await?;
        for table in ["announcement", "vintage"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

//! Decodings and their problems.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, integer, text},
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_decodings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let decoding = Table::create()
            .table("decoding")
            .col(text("source"))
            .col(text("snapshot"))
            .col(text("rule"))
            .col(integer("rule_version"))
            .col(big_integer("rows"))
            .col(big_integer("observations"))
            .col(big_integer("problems"))
            .col(text("refused"))
            .primary_key(Index::create().col("source").col("snapshot").col("rule").col("rule_version"))
            .to_owned();
        manager.create_table(decoding).await?;
        let problem = Table::create()
            .table("problem")
            .col(text("source"))
            .col(text("snapshot"))
            .col(text("rule"))
            .col(integer("rule_version"))
            .col(integer("number"))
            .col(text("locator"))
            .col(text("message"))
            .primary_key(Index::create().col("source").col("snapshot").col("rule").col("rule_version").col("number"))
            .to_owned();
        manager.create_table(problem).await?;
        for (index, table) in [("decoding_of_snapshot", "decoding"), ("problem_of_snapshot", "problem")] {
            manager.create_index(Index::create().name(index).table(table).col("snapshot").to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["problem", "decoding"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

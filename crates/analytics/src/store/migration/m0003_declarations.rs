//! Declarations that users handed in.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string, text},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("declaration")
                    .col(string("source"))
                    .col(string("snapshot"))
                    .col(big_integer("retrieved_at"))
                    .col(text("text"))
                    .primary_key(Index::create().col("source").col("snapshot"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("declaration").to_owned()).await
    }
}

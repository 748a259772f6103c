//! Deliveries that their senders named, until they are forgotten. Times are milliseconds since 1970-01-01T00:00:00Z.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text},
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_deliveries"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("delivery")
            .col(text("idempotency_key"))
            .col(text("hash"))
            .col(big_integer("expires_at"))
            .primary_key(Index::create().col("idempotency_key").col("hash"))
            .to_owned();
        manager.create_table(table).await?;
        manager.create_index(Index::create().name("delivery_by_expiry").table("delivery").col("expires_at").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("delivery").to_owned()).await
    }
}

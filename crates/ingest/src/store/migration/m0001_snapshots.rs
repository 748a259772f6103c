//! Snapshots, their retrievals, incidents, the files that were seen, and the state of scheduled fetches. Times are milliseconds since
//! 1970-01-01T00:00:00Z.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, big_pk_auto, text},
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_snapshots"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create()
                .table("snapshot")
                .col(text("source"))
                .col(text("hash"))
                .col(big_integer("size_bytes"))
                .col(big_integer("first_retrieved_at"))
                .col(big_integer("last_retrieved_at"))
                .col(text("origin"))
                .col(text("unrecognized_reason"))
                .col(big_integer_null("announced_at"))
                .primary_key(Index::create().col("source").col("hash"))
                .to_owned(),
            Table::create()
                .table("retrieval")
                .col(big_pk_auto("id"))
                .col(text("source"))
                .col(text("hash"))
                .col(big_integer("at"))
                .col(text("channel"))
                .col(text("origin"))
                .col(text("etag"))
                .col(text("last_modified"))
                .to_owned(),
            Table::create()
                .table("incident")
                .col(big_pk_auto("id"))
                .col(big_integer("at"))
                .col(text("source"))
                .col(text("origin"))
                .col(text("message"))
                .to_owned(),
            Table::create()
                .table("seen_file")
                .col(text("path").primary_key())
                .col(big_integer("size_bytes"))
                .col(big_integer("modified_nanos"))
                .to_owned(),
            Table::create()
                .table("fetch_state")
                .col(text("source"))
                .col(text("location"))
                .col(text("etag"))
                .col(text("last_modified"))
                .col(big_integer_null("checked_at"))
                .col(big_integer("next_due_at"))
                .col(big_integer("failures"))
                .primary_key(Index::create().col("source").col("location"))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        let indexes = [
            Index::create().name("retrieval_of_snapshot").table("retrieval").col("source").col("hash").to_owned(),
            Index::create().name("snapshot_by_time").table("snapshot").col("last_retrieved_at").to_owned(),
            Index::create().name("snapshot_unannounced").table("snapshot").col("announced_at").to_owned(),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["fetch_state", "seen_file", "incident", "retrieval", "snapshot"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

//! Facts, watches, alerts, and what is due to webhooks.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, integer, string, string_null, text, text_null},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [facts(), watches(), alerts(), deliveries(), sequences()] {
            manager.create_table(table).await?;
        }
        for index in indices() {
            manager.create_index(index).await?;
        }
        let mut first = Query::insert();
        first.into_table("sequence").columns(["name", "latest"]);
        first.values_panic(["alert".into(), 0_i64.into()]).values_panic(["watch".into(), 0_i64.into()]);
        manager.execute(first).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["sequence", "delivery", "alert", "watch", "fact"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn facts() -> TableCreateStatement {
    Table::create()
        .table("fact")
        .col(string("id").primary_key())
        .col(string("class"))
        .col(text("subject"))
        .col(string("court"))
        .col(text("content"))
        .col(string("content_hash"))
        .col(big_integer("said_at"))
        .col(integer("sights"))
        .col(string("snapshot"))
        .col(integer("version"))
        .col(big_integer("word_seen_at"))
        .col(big_integer("seen_at"))
        .col(big_integer_null("happened_at"))
        .to_owned()
}

fn watches() -> TableCreateStatement {
    Table::create()
        .table("watch")
        .col(string("id").primary_key())
        .col(text("title"))
        .col(text("docket_number"))
        .col(text("party"))
        .col(text("statute"))
        .col(text("courts"))
        .col(text("event_type"))
        .col(text("words"))
        .col(text("muted"))
        .col(string("delivery"))
        .col(text("url"))
        .col(text("secret"))
        .col(string("webhook_state"))
        .col(text("webhook_reason"))
        .col(integer("failures"))
        .col(big_integer("failed_at"))
        .col(big_integer("retry_at"))
        .col(big_integer("digest_after"))
        .col(big_integer("added_at"))
        .to_owned()
}

fn alerts() -> TableCreateStatement {
    Table::create()
        .table("alert")
        .col(string("id").primary_key())
        .col(string("watch"))
        .col(string("fact"))
        .col(integer("revision"))
        .col(string("content_hash"))
        .col(big_integer("cursor").unique_key())
        .col(boolean("announced"))
        .col(big_integer("told_at"))
        .to_owned()
}

fn deliveries() -> TableCreateStatement {
    Table::create()
        .table("delivery")
        .col(string("id").primary_key())
        .col(string("watch"))
        .col(string_null("alert"))
        .col(text_null("digest_of"))
        .col(big_integer("after"))
        .col(big_integer("up_to"))
        .col(integer("attempts"))
        .col(big_integer("due_at"))
        .col(string("lease"))
        .col(big_integer("claimed_at"))
        .col(big_integer("leased_until"))
        .to_owned()
}

fn sequences() -> TableCreateStatement {
    Table::create().table("sequence").col(string("name").primary_key()).col(big_integer("latest")).to_owned()
}

fn indices() -> [IndexCreateStatement; 6] {
    [
        Index::create().name("fact_by_seen").table("fact").col("seen_at").col("id").to_owned(),
        Index::create().name("alert_by_fact").table("alert").col("fact").to_owned(),
        Index::create().name("alert_by_watch").table("alert").col("watch").col("cursor").to_owned(),
        Index::create().name("alert_by_announced").table("alert").col("announced").col("cursor").to_owned(),
        Index::create().name("delivery_by_watch").table("delivery").col("watch").to_owned(),
        Index::create().name("delivery_by_due").table("delivery").col("due_at").to_owned(),
    ]
}

//! Cases: every word that was said of one, and what follows from all of them. Feeds remember how far they look back.

use sea_orm::{ConnectionTrait as _, FromQueryResult};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, integer, integer_null, string, string_null, text},
};

use crate::record::CaseNumber;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// A filing of before cases were known.
#[derive(Debug, FromQueryResult)]
struct Kept {
    id: String,
    court: String,
    docket_number: String,
}

/// Name, table and columns of each index.
const INDICES: &[(&str, &str, &[&str])] = &[
    ("filing_by_case", "filing", &["case_key"]),
    ("feed_by_court", "feed", &["court", "retrieved_at"]),
    ("court_case_by_filing", "court_case", &["court", "filed"]),
    ("court_case_by_state", "court_case", &["state", "filed"]),
    ("case_defendant_by_case", "case_defendant", &["case_key"]),
    ("case_citation_by_case", "case_citation", &["case_key"]),
    ("word_by_snapshot", "word", &["snapshot"]),
];

/// Rows that are looked at in one go.
const ROWS: u64 = 1000;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [string("case_key").default("").to_owned(), string_null("document_id"), string_null("sequence")] {
            manager.alter_table(Table::alter().table("filing").add_column(column).to_owned()).await?;
        }
        name_cases(manager).await?;
        for column in [big_integer_null("oldest_entry_at"), big_integer_null("latest_entry_at")] {
            manager.alter_table(Table::alter().table("feed").add_column(column).to_owned()).await?;
        }
        for table in [word(), court_case(), case_defendant(), case_citation(), official(), docket_alias(), waiting_word(), release()] {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in INDICES {
            let mut index = Index::create().name(*name).table(*table).to_owned();
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["release", "waiting_word", "docket_alias", "official", "case_citation", "case_defendant", "court_case", "word"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        manager.drop_index(Index::drop().name("feed_by_court").table("feed").to_owned()).await?;
        for column in ["oldest_entry_at", "latest_entry_at"] {
            manager.alter_table(Table::alter().table("feed").drop_column(column).to_owned()).await?;
        }
        manager.drop_index(Index::drop().name("filing_by_case").table("filing").to_owned()).await?;
        for column in ["case_key", "document_id", "sequence"] {
            manager.alter_table(Table::alter().table("filing").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

fn word() -> TableCreateStatement {
    Table::create()
        .table("word")
        .col(string("case_key"))
        .col(string("source"))
        .col(string("snapshot"))
        .col(string("locator"))
        .col(big_integer("retrieved_at"))
        .col(text("body"))
        .primary_key(Index::create().col("case_key").col("source").col("snapshot").col("locator"))
        .to_owned()
}

fn court_case() -> TableCreateStatement {
    Table::create()
        .table("court_case")
        .col(string("key").primary_key())
        .col(string("court"))
        .col(string("number"))
        // `cr`, `mj`; empty in courts that number by year alone.
        .col(string("kind"))
        .col(string("state"))
        .col(string("seal"))
        .col(text("caption"))
        .col(string("filed"))
        .col(string("filed_by"))
        .col(string("terminated"))
        .col(text("linked"))
        .col(text("pacer_case_ids"))
        .col(integer("defendants"))
        .col(big_integer_null("first_seen_at"))
        .col(big_integer_null("said_at"))
        .col(string("result_hash"))
        // What the bus was told last; empty before the first time.
        .col(string("announced_hash"))
        .col(string("announced_state"))
        .to_owned()
}

fn case_defendant() -> TableCreateStatement {
    Table::create()
        .table("case_defendant")
        .col(string("key").primary_key())
        .col(string("case_key"))
        .col(string("name_hash"))
        .col(string("state"))
        .col(string("outcome"))
        // Counts of the latest instrument under 18 U.S.C. 111; none where the text gives no number.
        .col(integer_null("counts"))
        .col(boolean("was_confirmed"))
        .to_owned()
}

fn case_citation() -> TableCreateStatement {
    Table::create()
        .table("case_citation")
        .col(string("citation"))
        .col(string("case_key"))
        .primary_key(Index::create().col("citation").col("case_key"))
        .to_owned()
}

fn official() -> TableCreateStatement {
    Table::create()
        .table("official")
        .col(string("source"))
        .col(string("unit"))
        .col(string("court"))
        .col(string("month"))
        .col(string("basis"))
        .col(big_integer_null("value"))
        .col(text("missing"))
        .col(string("snapshot"))
        .col(string("locator"))
        .col(big_integer("retrieved_at"))
        .primary_key(Index::create().col("source").col("unit").col("court").col("month").col("basis"))
        .to_owned()
}

fn docket_alias() -> TableCreateStatement {
    Table::create()
        .table("docket_alias")
        .col(big_integer("docket").primary_key())
        .col(string("case_key"))
        .col(string_null("pacer_case_id"))
        .col(big_integer("said_at"))
        .col(boolean("is_by_source"))
        .to_owned()
}

fn waiting_word() -> TableCreateStatement {
    Table::create()
        .table("waiting_word")
        .col(big_integer("docket"))
        .col(string("source"))
        .col(string("snapshot"))
        .col(string("locator"))
        .col(big_integer("retrieved_at"))
        .col(text("body"))
        .primary_key(Index::create().col("docket").col("source").col("snapshot").col("locator"))
        .to_owned()
}

fn release() -> TableCreateStatement {
    Table::create().table("release").col(big_integer("released_at").primary_key()).col(string("snapshot")).to_owned()
}

/// Filings that were kept before say of which case they are.
async fn name_cases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let mut after = String::new();
    loop {
        let select = Query::select()
            .columns(["id", "court", "docket_number"])
            .from("filing")
            .and_where(Expr::col("id").gt(after.as_str()))
            .order_by("id", Order::Asc)
            .limit(ROWS)
            .to_owned();
        let rows = db.query_all(&select).await?;
        for row in &rows {
            let Kept { id, court, docket_number } = Kept::from_query_result(row, "")?;
            if !docket_number.is_empty() {
                let key = CaseNumber::of(&court, &docket_number).key();
                let update = Query::update().table("filing").value("case_key", key).and_where(Expr::col("id").eq(id.as_str())).to_owned();
                db.execute(&update).await?;
            }
            after = id;
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}

//! Every row of a service's tables as text, sorted: two runs ended in the same state if these are equal.

use std::fmt::Write as _;

use platform::config::DatabaseConfig;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};

/// The tables of `service`, whichever database holds them.
pub async fn dump(config: &DatabaseConfig, service: &str) -> anyhow::Result<String> {
    let schema = format!("{}{}", config.schema_prefix, service.replace('-', "_"));
    let postgres = config.url.starts_with("postgres");
    let url = match config.url.strip_prefix("sqlite:") {
        Some(folder) => format!("sqlite://{folder}/{service}.db?mode=ro"),
        None => config.url.clone(),
    };
    #[expect(clippy::disallowed_methods, reason = "the test looks at the tables from outside")]
    let database = Database::connect(url).await?;
    let names = if postgres {
        format!("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '{schema}'")
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'".to_owned()
    };
    let mut out = String::new();
    let mut tables = column(&database, &names, "name").await?;
    tables.sort();
    for table in tables {
        // Migrations carry the instant at which they ran.
        if table.contains("migration") {
            continue;
        }
        writeln!(out, "{table}")?;
        let rows = if postgres {
            // The row as JSON, so that a column can be left out.
            let without = if is_of_the_run(&table, "sequence") { " - 'sequence'" } else { "" };
            format!("SELECT (to_jsonb(t){without})::text AS line FROM \"{schema}\".\"{table}\" t")
        } else {
            let mut columns = column(&database, &format!("SELECT name FROM pragma_table_info('{table}')"), "name").await?;
            columns.retain(|name| !is_of_the_run(&table, name));
            let parts: Vec<String> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
            format!("SELECT {} AS line FROM \"{table}\"", parts.join(" || ',' || "))
        };
        let mut lines = column(&database, &rows, "line").await?;
        lines.sort();
        for line in lines {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(out)
}

/// How many results were announced on the way depends on the order in which snapshots came; the last of them does not.
fn is_of_the_run(table: &str, column: &str) -> bool {
    table == "announcement" && column == "sequence"
}

async fn column(database: &DatabaseConnection, query: &str, name: &str) -> anyhow::Result<Vec<String>> {
    let statement = Statement::from_string(database.get_database_backend(), query.to_owned());
    let rows = database.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get("", name)).collect::<Result<_, _>>()?)
}

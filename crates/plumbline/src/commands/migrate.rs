//! `migrate`: brings the tables of every service up to date.

use std::io::Write;

use platform::{DatabaseLocation, config::Config};

use super::Outcome;

/// Runs the migrations that are due, service by service.
pub async fn run(config: &Config, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let database = config.shared()?.database;
    let location = |service| DatabaseLocation::new(database.clone(), service);
    ingest::migrate(&location(ingest::NAME)).await?;
    normalize::migrate(&location(normalize::NAME)).await?;
    court_records::migrate(&location(court_records::NAME)).await?;
    analytics::migrate(&location(analytics::NAME)).await?;
    writeln!(out, "The tables of ingest, normalize, court-records and analytics are up to date ({}).", database.url)?;
    Ok(Outcome::Done)
}

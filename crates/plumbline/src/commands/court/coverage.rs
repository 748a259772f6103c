//! `court coverage`: what the feeds of courts can show, and the numbers that this allows.

use std::io::Write;

use clap::Args;
use contracts::court::{ListCoverageRequest, ListDistrictMonthsRequest, ListFeedsRequest};

use super::super::{Outcome, Place};
use crate::{
    App,
    output::{Cell, Format, Table},
};

/// What is asked.
#[derive(Debug, Args)]
pub struct Coverage {
    /// Code of a court, such as nysd: its days, instead of the feeds of all courts.
    #[arg(value_name = "COURT")]
    court: Option<String>,
    /// First day (2026-01-01), or first month with `--months` (2026-01).
    #[arg(long, default_value = "", value_name = "DAY")]
    from: String,
    /// Last day, or last month.
    #[arg(long, default_value = "", value_name = "DAY")]
    to: String,
    /// New prosecutions under 18 U.S.C. 111 by district and month, with what coverage allows.
    #[arg(long)]
    months: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs the command.
pub async fn run(place: &Place, asked: Coverage, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let app = place.open().await?;
    let outcome = answer(&app, asked, out).await;
    app.shut_down().await.and(outcome)
}

async fn answer(app: &App, asked: Coverage, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Coverage { court, from, to, months, format } = asked;
    let table = match (court, months) {
        (court, true) => by_month(app, ListDistrictMonthsRequest { from, to, court: court.unwrap_or_default() }).await?,
        (Some(court), false) => days(app, ListCoverageRequest { court, from, to }).await?,
        (None, false) => feeds(app).await?,
    };
    table.write(format, out)?;
    Ok(Outcome::Done)
}

async fn feeds(app: &App) -> anyhow::Result<Table> {
    let mut table = Table::new(&["court", "name", "state", "coverage", "shows", "polled_at", "latest_entry_at", "stale_secs", "filings"]);
    for feed in app.peers.coverage.clone().list_feeds(ListFeedsRequest {}).await?.into_inner().feeds {
        table.push(vec![
            feed.court.into(),
            feed.name.into(),
            feed.state.into(),
            feed.coverage.into(),
            feed.shows.into(),
            feed.polled_at.into(),
            feed.latest_entry_at.into(),
            Cell::count(feed.stale_secs),
            Cell::count(feed.filings),
        ]);
    }
    Ok(table)
}

async fn days(app: &App, request: ListCoverageRequest) -> anyhow::Result<Table> {
    let mut table = Table::new(&["court", "day", "coverage", "snapshots", "longest_gap_secs", "items", "missing"]);
    for day in app.peers.coverage.clone().list_coverage(request).await?.into_inner().days {
        table.push(vec![
            day.court.into(),
            day.day.into(),
            day.coverage.into(),
            Cell::count(day.polls.into()),
            Cell::count(day.longest_gap_secs),
            Cell::count(day.items),
            day.missing.into(),
        ]);
    }
    Ok(table)
}

async fn by_month(app: &App, request: ListDistrictMonthsRequest) -> anyhow::Result<Table> {
    let mut table = Table::new(&[
        "court",
        "month",
        "defendants",
        "cases",
        "counts",
        "candidates",
        "unknown",
        "seen_defendants",
        "seen_cases",
        "coverage",
        "covered_days",
        "days",
        "missing",
    ]);
    let number = |value: Option<i64>| value.map_or(Cell::Absent, Cell::count);
    for cell in app.peers.coverage.clone().list_district_months(request).await?.into_inner().cells {
        table.push(vec![
            cell.court.into(),
            cell.month.into(),
            number(cell.defendants),
            number(cell.cases),
            number(cell.counts),
            number(cell.candidates),
            number(cell.unknown),
            Cell::count(cell.seen_defendants),
            Cell::count(cell.seen_cases),
            cell.coverage.into(),
            Cell::count(cell.covered_days.into()),
            Cell::count(cell.days.into()),
            cell.missing.into(),
        ]);
    }
    Ok(table)
}

//! `sources` and `rejects`: what there is, and what could not be used.

use std::io::Write;

use contracts::{court, ingest as wire, normalize as readings};

use super::Outcome;
use crate::{
    App,
    output::{Cell, Format, Table},
};

/// Writes the sources with what was done with each.
pub async fn sources(app: &App, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let sources = app.peers.ingest.clone().list_sources(wire::ListSourcesRequest {}).await?.into_inner().sources;
    let decodings = app.peers.normalize.clone().list_decodings(readings::ListDecodingsRequest::default()).await?.into_inner().decodings;
    let mut table =
        Table::new(&["source", "title", "publisher", "snapshots", "retrievals", "observations", "problems", "last_retrieved_at"]);
    for source in sources {
        let of_source = || decodings.iter().filter(|one| one.source == source.slug);
        table.push(vec![
            source.slug.as_str().into(),
            source.title.into(),
            source.publisher.into(),
            Cell::count(source.snapshots),
            Cell::count(source.retrievals),
            Cell::count(of_source().map(|one| one.observations).sum()),
            Cell::count(of_source().map(|one| one.problems).sum()),
            source.last_retrieved_at.into(),
        ]);
    }
    table.write(format, out)?;
    Ok(Outcome::Done)
}

/// Writes everything that could not be used: events set aside, files no source recognized, fetches that gave nothing, lines not read.
pub async fn rejects(app: &App, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let table = rejects_table(app).await?;
    if table.is_empty() && format == Format::Table {
        writeln!(out, "Nothing was rejected.")?;
        return Ok(Outcome::Done);
    }
    table.write(format, out)?;
    Ok(Outcome::Done)
}

/// True if nothing was rejected and nothing failed to be stored. Files that no source knows and single unread lines are listed, and no failure.
pub async fn is_all_usable(app: &App) -> anyhow::Result<bool> {
    let incidents = app.peers.ingest.clone().list_incidents(wire::ListIncidentsRequest {}).await?.into_inner().incidents;
    Ok(incidents.is_empty() && app.bus.rejected(1).await?.is_empty())
}

/// All that could not be used.
pub async fn rejects_table(app: &App) -> anyhow::Result<Table> {
    let mut table = Table::new(&["kind", "source", "where", "message", "at"]);
    for one in app.bus.rejected(10_000).await? {
        let place = format!("{} of {}", one.consumer, one.subject);
        table.push(vec!["rejected".into(), one.stream.into(), place.into(), one.reason.into(), one.at.to_string().into()]);
    }
    let mut ingest = app.peers.ingest.clone();
    for one in ingest.list_incidents(wire::ListIncidentsRequest {}).await?.into_inner().incidents {
        table.push(vec!["not stored".into(), one.source.into(), one.origin.into(), one.message.into(), one.at.into()]);
    }
    let unrecognized = wire::ListSnapshotsRequest { source: "unrecognized".into(), hash: String::new() };
    for one in ingest.list_snapshots(unrecognized).await?.into_inner().snapshots {
        let origin = one.retrievals.first().map(|retrieval| retrieval.origin.clone()).unwrap_or_default();
        table.push(vec!["unrecognized".into(), Cell::Absent, origin.into(), one.unrecognized_reason.into(), one.first_retrieved_at.into()]);
    }
    let mut normalize = app.peers.normalize.clone();
    for one in normalize.list_problems(readings::ListProblemsRequest::default()).await?.into_inner().problems {
        table.push(vec!["problem".into(), one.source.into(), place(&one.snapshot, &one.locator), one.message.into(), Cell::Absent]);
    }
    let mut court_records = app.peers.court_records.clone();
    for one in court_records.list_problems(court::ListProblemsRequest::default()).await?.into_inner().problems {
        table.push(vec!["problem".into(), one.source.into(), place(&one.snapshot, &one.locator), one.message.into(), Cell::Absent]);
    }
    Ok(table)
}

fn place(snapshot: &str, locator: &str) -> Cell {
    format!("{}, snapshot {}", locator, snapshot.get(..12).unwrap_or(snapshot)).into()
}

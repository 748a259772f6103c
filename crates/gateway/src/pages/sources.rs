//! Data sets of publishers, and what was done with them.

use axum::extract::State;
use contracts::ingest::{Snapshot, SourceState};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, facts, table},
    snapshots,
};
use crate::{
    App,
    query::Name,
    views::{address, format},
};

/// Every source of the catalogue.
pub(crate) async fn list(State(app): State<App>) -> Page {
    let (sources, decodings) = tokio::try_join!(app.peers.sources(), app.peers.decodings("", ""))?;
    let columns = [
        Column::Text("Source"),
        Column::Text("Publisher"),
        Column::Text("Cadence"),
        Column::Number("Snapshots"),
        Column::Number("Retrievals"),
        Column::Number("Observations read"),
        Column::Number("Problems"),
        Column::Text("Last retrieved"),
    ];
    let rows: Vec<Vec<Markup>> = sources
        .iter()
        .map(|source| {
            let of_source = || decodings.iter().filter(|decoding| decoding.source == source.slug);
            vec![
                html! { a href=(address::page(&["sources", &source.slug])) { (title(source)) } },
                parts::text(&source.publisher),
                parts::text(&source.cadence),
                parts::text(format::count(source.snapshots)),
                parts::text(format::count(source.retrievals)),
                parts::text(format::count(of_source().map(|decoding| decoding.observations).fold(0, i64::saturating_add))),
                parts::text(format::count(of_source().map(|decoding| decoding.problems).fold(0, i64::saturating_add))),
                html! { span.nowrap { (parts::moment(&source.last_retrieved_at)) } },
            ]
        })
        .collect();
    let main = html! {
        p.lead { "A source is one data set of one publisher. Its bytes are kept as they came, by hash; fetched twice unchanged they are one snapshot with two retrievals." }
        @if rows.is_empty() { p.empty { "The catalogue is empty." } } @else {
            (table("sources", "Sources of the catalogue", Narrow::Stacks, &columns, &rows))
        }
        p { a href="/unrecognized" { "Files that no source recognized" } }
        (parts::for_programs("/api/v1/sources", None))
    };
    Ok(page(Place::Sources, "Sources", &main))
}

fn title(source: &SourceState) -> &str {
    if source.title.is_empty() { &source.slug } else { &source.title }
}

/// One source.
pub(crate) async fn show(State(app): State<App>, Name(slug): Name) -> Page {
    let source = app.peers.source(&slug).await?;
    let (kept, decodings, problems, feed) = tokio::try_join!(
        app.peers.snapshots(&slug, ""),
        app.peers.decodings(&slug, ""),
        app.peers.problems(&slug, ""),
        app.peers.feed_problems(""),
    )?;
    let feed: Vec<_> = feed.into_iter().filter(|problem| problem.source == slug).collect();
    let problems = snapshots::located(&problems, &feed);
    let main = html! {
        (facts(&[
            ("Publisher", parts::text(&source.publisher)),
            ("Home", parts::link_out(&source.home)),
            ("Fetched from", html! { @if source.location.is_empty() { "files handed in" } @else { (parts::link_out(&source.location)) } }),
            ("Licence", parts::text(&source.licence)),
            ("Cadence", parts::text(&source.cadence)),
            ("Snapshots", html! { (format::count(source.snapshots)) ", from " (format::plural(source.retrievals, "retrieval", "retrievals")) }),
            ("Last retrieved", parts::moment(&source.last_retrieved_at)),
            ("Name in the catalogue", html! { code { (source.slug) } }),
        ]))
        p {
            a href=(address::with("/series", &[("source", &source.slug)])) { "Series of this source" } ", "
            a href=(address::page(&["sources", &source.slug, "vintages"])) { "its vintages" } ", and "
            a href=(address::page(&["sources", &source.slug, "restatement"])) { "what the latest says otherwise than the one before" }
        }
        (parts::sentences("Caveats", &source.caveats))
        h2 { "Snapshots" }
        @if kept.is_empty() { p { "Nothing has been retrieved yet." } } @else { (snapshot_table(&kept)) }
        h2 { "What was read" }
        (snapshots::decoding_table(&decodings))
        h2 { "What could not be read" }
        (snapshots::problem_table(&problems))
        (parts::for_programs(&address::api(&["sources", &source.slug]), None))
    };
    Ok(page(Place::Sources, title(&source), &main))
}

fn snapshot_table(kept: &[Snapshot]) -> Markup {
    let columns = [
        Column::Text("Snapshot"),
        Column::Text("Origin"),
        Column::Number("Size"),
        Column::Number("Retrievals"),
        Column::Text("First retrieved"),
        Column::Text("Last retrieved"),
    ];
    let rows: Vec<Vec<Markup>> = kept
        .iter()
        .map(|snapshot| {
            vec![
                parts::snapshot_link(&snapshot.hash),
                parts::text(snapshots::origin(snapshot)),
                html! { span.nowrap { (format::bytes(snapshot.size_bytes)) } },
                parts::text(format::length(snapshot.retrievals.len())),
                html! { span.nowrap { (parts::moment(&snapshot.first_retrieved_at)) } },
                html! { span.nowrap { (parts::moment(&snapshot.last_retrieved_at)) } },
            ]
        })
        .collect();
    table("snapshots", "Snapshots, latest first", Narrow::Scrolls, &columns, &rows)
}

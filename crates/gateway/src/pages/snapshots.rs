//! Bytes of a source: retrievals, what was read from them, what could not be, and bytes that no source knew.

use axum::extract::State;
use contracts::{
    court::FeedProblem,
    ingest::{Retrieval, Snapshot},
    normalize::{Decoding, LocatedProblem},
};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, facts, table},
};
use crate::{
    App,
    error::Failure,
    query::Name,
    views::{address, figure::rule_name, format, words},
};

/// Problems that a page lists; the API lists all.
pub(crate) const MOST_PROBLEMS: usize = 500;

/// One snapshot; the same bytes may have come for more than one source.
pub(crate) async fn show(State(app): State<App>, Name(hash): Name) -> Page {
    let missing = || Failure::NotFound("snapshot with this hash".into());
    let hash = hash.parse::<domain::SnapshotHash>().map_err(|_| missing())?.to_string();
    let (kept, decodings, problems, feed) = tokio::try_join!(
        app.peers.snapshots("", &hash),
        app.peers.decodings("", &hash),
        app.peers.problems("", &hash),
        app.peers.feed_problems(&hash),
    )?;
    if kept.is_empty() {
        return Err(missing());
    }
    let problems = located(&problems, &feed);
    let main = html! {
        p.lead { "SHA-256 " code.long { (hash) } }
        @for (place, snapshot) in kept.iter().enumerate() {
            h2 { @if snapshot.source.is_empty() { "No source recognized these bytes" } @else { "As a snapshot of " (parts::source_link(&snapshot.source)) } }
            @if !snapshot.unrecognized_reason.is_empty() { p.note { (snapshot.unrecognized_reason) } }
            (facts(&[
                ("Size", parts::text(format::bytes(snapshot.size_bytes))),
                ("First retrieved", parts::moment(&snapshot.first_retrieved_at)),
                ("Last retrieved", parts::moment(&snapshot.last_retrieved_at)),
            ]))
            @if !snapshot.retrievals.is_empty() { (retrievals(&format!("retrievals-{place}"), &snapshot.retrievals)) }
        }
        h2 { "What was read from it" }
        (decoding_table(&decodings))
        h2 { "What could not be read" }
        (problem_table(&problems))
        (parts::for_programs(&address::api(&["snapshots", &hash]), None))
    };
    Ok(page(Place::Sources, &format!("Snapshot {}", format::short_hash(&hash)), &main))
}

/// Bytes that no source recognized. They are kept.
pub(crate) async fn unrecognized(State(app): State<App>) -> Page {
    let kept = app.peers.snapshots("unrecognized", "").await?;
    let columns = [
        Column::Text("Snapshot"),
        Column::Text("Came as"),
        Column::Text("Why no source took it"),
        Column::Number("Size"),
        Column::Text("Last retrieved"),
    ];
    let rows: Vec<Vec<Markup>> = kept
        .iter()
        .map(|snapshot| {
            vec![
                parts::snapshot_link(&snapshot.hash),
                parts::text(origin(snapshot)),
                parts::text(&snapshot.unrecognized_reason),
                html! { span.nowrap { (format::bytes(snapshot.size_bytes)) } },
                html! { span.nowrap { (parts::moment(&snapshot.last_retrieved_at)) } },
            ]
        })
        .collect();
    let main = html! {
        p.lead { "Files that no source of the catalogue recognized by their content. They are kept as they came; nothing was read from them." }
        @if rows.is_empty() { p.empty { "Every file was recognized." } } @else {
            (table("unrecognized", "Unrecognized files, latest first", Narrow::Stacks, &columns, &rows))
        }
        (parts::for_programs("/api/v1/unrecognized", None))
    };
    Ok(page(Place::Sources, "Unrecognized files", &main))
}

/// The origin of the latest retrieval.
pub(crate) fn origin(snapshot: &Snapshot) -> &str {
    snapshot.retrievals.last().map_or("", |retrieval| retrieval.origin.as_str())
}

/// Where and when bytes were retrieved.
pub(crate) fn retrievals(id: &str, retrievals: &[Retrieval]) -> Markup {
    let columns = [Column::Text("When"), Column::Text("How"), Column::Text("Origin"), Column::Text("ETag"), Column::Text("Last modified")];
    let rows: Vec<Vec<Markup>> = retrievals
        .iter()
        .map(|retrieval| {
            vec![
                html! { span.nowrap { (parts::moment(&retrieval.at)) } },
                html! { span.nowrap { (words::channel(&retrieval.channel)) } },
                parts::link_out(&retrieval.origin),
                parts::optional(Some(&retrieval.etag)),
                parts::optional(Some(&retrieval.last_modified)),
            ]
        })
        .collect();
    table(id, "Retrievals of these bytes", Narrow::Stacks, &columns, &rows)
}

/// What was read, by rule.
pub(crate) fn decoding_table(decodings: &[Decoding]) -> Markup {
    let columns = [
        Column::Text("Snapshot"),
        Column::Text("Rule"),
        Column::Number("Rows"),
        Column::Number("Observations"),
        Column::Number("Problems"),
        Column::Text("Refused because"),
    ];
    let rows: Vec<Vec<Markup>> = decodings
        .iter()
        .map(|decoding| {
            vec![
                parts::snapshot_link(&decoding.snapshot),
                parts::text(rule_name(&decoding.rule, decoding.rule_version)),
                parts::text(format::count(decoding.rows)),
                parts::text(format::count(decoding.observations)),
                parts::text(format::count(decoding.problems)),
                parts::optional(Some(&decoding.refused)),
            ]
        })
        .collect();
    html! {
        @if rows.is_empty() { p { "Nothing has been read as observations." } } @else {
            (table("decodings", "Readings, by snapshot and rule", Narrow::Scrolls, &columns, &rows))
        }
    }
}

/// A problem of a file or of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) source: String,
    pub(crate) snapshot: String,
    /// Empty for feeds.
    pub(crate) rule: String,
    pub(crate) locator: String,
    pub(crate) message: String,
}

/// Problems of files, then of feeds.
pub(crate) fn located(files: &[LocatedProblem], feeds: &[FeedProblem]) -> Vec<Problem> {
    let of_file = |problem: &LocatedProblem| Problem {
        source: problem.source.clone(),
        snapshot: problem.snapshot.clone(),
        rule: rule_name(&problem.rule, problem.rule_version),
        locator: problem.locator.clone(),
        message: problem.message.clone(),
    };
    let of_feed = |problem: &FeedProblem| Problem {
        source: problem.source.clone(),
        snapshot: problem.snapshot.clone(),
        rule: String::new(),
        locator: problem.locator.clone(),
        message: problem.message.clone(),
    };
    files.iter().map(of_file).chain(feeds.iter().map(of_feed)).collect()
}

/// Problems with their places.
pub(crate) fn problem_table(problems: &[Problem]) -> Markup {
    let columns = [Column::Text("Place"), Column::Text("Problem"), Column::Text("Source"), Column::Text("Snapshot"), Column::Text("Rule")];
    let rows: Vec<Vec<Markup>> = problems
        .iter()
        .take(MOST_PROBLEMS)
        .map(|problem| {
            vec![
                html! { span .long { (problem.locator) } },
                parts::text(&problem.message),
                parts::source_link(&problem.source),
                parts::snapshot_link(&problem.snapshot),
                parts::optional(Some(&problem.rule)),
            ]
        })
        .collect();
    html! {
        @if problems.is_empty() { p { "No problem is known." } } @else {
            @if problems.len() > rows.len() {
                p { "The first " (format::length(rows.len())) " of " (format::length(problems.len())) "; " a href="/api/v1/problems" { "all as JSON" } "." }
            }
            (table("problems", "Problems, with their places; the rest of each file was read", Narrow::Stacks, &columns, &rows))
        }
    }
}

//! What went wrong and was set aside: events, fetches, and places in files.

use axum::extract::State;
use contracts::ingest::Incident;
use maud::{Markup, html};
use platform::bus::Rejected;

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, table},
    snapshots,
};
use crate::{App, CaseNames, error::Failure, views::format};

/// Rejected events that are read from the bus.
pub(crate) const MOST_REJECTS: usize = 200;

/// Rejected events, incidents of fetching, and problems.
pub(crate) async fn list(State(app): State<App>) -> Page {
    let (rejected, incidents, problems, feed) =
        tokio::try_join!(rejected(&app), app.peers.incidents(), app.peers.problems("", ""), app.peers.feed_problems(""))?;
    let problems = snapshots::located(&problems, &feed);
    let main = html! {
        p.lead { "Nothing is lost: what could not be fetched, handled or read is listed here with its reason, and the rest went on." }
        p { "Files that no source knew are listed under " a href="/unrecognized" { "unrecognized files" } "." }
        h2 { "Events set aside" }
        @if rejected.is_empty() { p { "No event was set aside." } } @else { (rejected_table(&rejected, app.case_names)) }
        h2 { "Fetches that gave nothing" }
        @if incidents.is_empty() { p { "Every fetch gave something to store." } } @else { (incident_table(&incidents)) }
        h2 { "Problems in files and feeds" }
        (snapshots::problem_table(&problems))
        p.programs {
            "For programs: " a href="/api/v1/rejects" { "rejects" } ", " a href="/api/v1/incidents" { "incidents" } ", "
            a href="/api/v1/problems" { "problems" } " as JSON"
        }
    };
    Ok(page(Place::Rejects, "Rejects, incidents and problems", &main))
}

/// The latest rejected events.
pub(crate) async fn rejected(app: &App) -> Result<Vec<Rejected>, Failure> {
    app.bus.rejected(MOST_REJECTS).await.map_err(|error| {
        tracing::warn!(service = "gateway", error = format!("{error:#}"), "the bus does not answer");
        Failure::PeerUnreachable("bus")
    })
}

/// The event as it was, unless it may carry the name of a person that is not to be shown.
pub(crate) fn payload(rejected: &Rejected, names: CaseNames) -> Option<&str> {
    let of_court = rejected.stream == contracts::Stream::Court.service() || rejected.subject.contains("filing_seen");
    (names == CaseNames::Shown || !of_court).then_some(rejected.payload.as_str())
}

fn rejected_table(rejected: &[Rejected], names: CaseNames) -> Markup {
    let columns = [
        Column::Text("When"),
        Column::Text("Who could not handle it"),
        Column::Text("Reason"),
        Column::Number("Tries"),
        Column::Text("Event"),
    ];
    let rows: Vec<Vec<Markup>> = rejected
        .iter()
        .map(|event| {
            vec![
                html! { span.nowrap { (parts::moment(&event.at.to_string())) } },
                parts::text(&event.consumer),
                parts::text(&event.reason),
                parts::text(format::count(i64::from(event.deliveries))),
                html! {
                    code.long { (event.subject) }
                    details {
                        summary { "The event as it was" }
                        p.under { code.long { (event.event_id) } }
                        @match payload(event, names) {
                            Some(payload) => pre { (payload) },
                            None => p { "Withheld: it may carry names of persons." },
                        }
                    }
                },
            ]
        })
        .collect();
    table("rejects", "Events set aside, latest first", Narrow::Stacks, &columns, &rows)
}

fn incident_table(incidents: &[Incident]) -> Markup {
    let columns = [Column::Text("When"), Column::Text("Source"), Column::Text("Origin"), Column::Text("What happened")];
    let rows: Vec<Vec<Markup>> = incidents
        .iter()
        .map(|incident| {
            vec![
                html! { span.nowrap { (parts::moment(&incident.at)) } },
                parts::source_link(&incident.source),
                parts::text(&incident.origin),
                parts::text(&incident.message),
            ]
        })
        .collect();
    table("incidents", "Fetches that gave nothing to store", Narrow::Stacks, &columns, &rows)
}

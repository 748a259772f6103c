//! The provenance of one number: from the value to the bytes.

use axum::extract::State;
use contracts::{
    analytics::{Definition, RecordedObservation},
    ingest::Snapshot,
};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, facts, table},
    snapshots,
};
use crate::{
    App,
    error::Failure,
    query::{AsOf, Asked, Name},
    views::{
        address,
        figure::{Figure, Shown},
        format, vintage, words,
    },
};

/// One observation.
pub(crate) async fn show(State(app): State<App>, Name(id): Name, Asked(as_of): Asked<AsOf>) -> Page {
    let asked = as_of.wire()?;
    let answer = app.peers.observation(id).await?;
    let recorded = answer.observation.ok_or_else(|| Failure::NotFound("observation with this address".into()))?;
    let figure = Figure::of(&recorded);
    let kept: Vec<Snapshot> =
        app.peers.snapshots("", &figure.snapshot).await?.into_iter().filter(|snapshot| snapshot.source == figure.source).collect();
    let main = html! {
        (value(&figure))
        (subject(&figure, &recorded))
        (reading(&figure))
        (file(&figure, &kept))
        (citation(&recorded))
        (definition(answer.definition.as_ref()))
        (vintages(&figure, &answer.vintages, &asked))
        (parts::for_programs(&address::api(&["observations", &figure.id]), None))
    };
    Ok(page(Place::Series, &format!("{}, {}", format::capitalized(&figure.measure), figure.period), &main))
}

fn value(figure: &Figure) -> Markup {
    html! {
        p.value {
            @match &figure.shown {
                Shown::Value(digits) => { b { (digits) } " " (figure.unit) }
                Shown::Missing(reason) => { b.gap { (reason) } " " span.hint { "There is no value for this period. That is not zero." } }
            }
        }
        @if let Some(bounds) = &figure.bounds { p { "The truth lies " (bounds) ": the publisher rounds or suppresses." } }
    }
}

fn subject(figure: &Figure, recorded: &RecordedObservation) -> Markup {
    let observation = recorded.observation.clone().unwrap_or_default();
    let parameters =
        [("source", figure.source.as_str()), ("measure", observation.measure.as_str()), ("population", observation.population.as_str())];
    html! {
        h2 { "What it says" }
        (facts(&[
            ("Measure", parts::text(&figure.measure)),
            ("Counting unit", parts::text(&figure.unit)),
            ("Population", parts::text(&figure.population)),
            ("Geography", parts::text(&figure.geography)),
            ("Period", html! { (figure.period) span.under { "from " (observation.period_start) " to before " (observation.period_end) } }),
        ]))
        p { a href=(address::with("/series", &parameters)) { "Series of this measure, population and source" } }
    }
}

fn reading(figure: &Figure) -> Markup {
    html! {
        h2 { "How it was read" }
        (facts(&[
            ("Source", parts::source_link(&figure.source)),
            ("Place in the file", html! { code { (figure.locator) } }),
            ("Rule", parts::text(&figure.rule)),
            ("Snapshot, SHA-256", html! { a href=(address::page(&["snapshots", &figure.snapshot])) { code.long { (figure.snapshot) } } }),
            ("First retrieved", parts::moment(&figure.retrieved_at)),
            ("Address of this observation", html! { code.long { (figure.id) } }),
        ]))
    }
}

fn file(figure: &Figure, kept: &[Snapshot]) -> Markup {
    html! {
        h2 { "Where and when the file was retrieved" }
        @if kept.iter().all(|snapshot| snapshot.retrievals.is_empty()) {
            p { "No retrieval of this snapshot is recorded for " (parts::source_link(&figure.source)) "." }
        }
        @for snapshot in kept {
            @if !snapshot.retrievals.is_empty() { (snapshots::retrievals("retrievals", &snapshot.retrievals)) }
        }
    }
}

fn citation(recorded: &RecordedObservation) -> Markup {
    let observation = recorded.observation.clone().unwrap_or_default();
    html! {
        @if !observation.citation_url.is_empty() {
            h2 { "Where a person can read it" }
            p { (parts::link_out(&observation.citation_url)) }
            p { "Evidence grade " b { (observation.evidence) } ": " (words::evidence(&observation.evidence)) "." }
        }
    }
}

fn definition(definition: Option<&Definition>) -> Markup {
    html! {
        h2 #definition { "How the publisher counts" }
        @match definition {
            None => p { "The definition is not in the catalogue." },
            Some(definition) => {
                h3 { (definition.title) }
                p { (definition.text) }
                (facts(&[
                    ("Counting unit", parts::text(words::unit(&definition.unit))),
                    ("Threats", parts::optional(Some(&definition.threats))),
                    ("Attempts", parts::optional(Some(&definition.attempts))),
                    ("Least severity", parts::optional(Some(&definition.least_severity))),
                    ("Population", parts::optional(Some(&definition.population))),
                    ("Duty status", parts::optional(Some(&definition.duty_status))),
                    ("Date basis", parts::optional(Some(&definition.date_basis))),
                    ("Completeness", parts::optional(Some(&definition.completeness))),
                    ("Revised after publication", parts::optional(Some(&definition.revisable))),
                    ("Name of the definition", html! { code { (definition.slug) } }),
                ]))
                @if !definition.citations.is_empty() {
                    h3 { "Where the publisher says so" }
                    ul { @for url in &definition.citations { li { (parts::link_out(url)) } } }
                }
            }
        }
    }
}

fn vintages(figure: &Figure, vintages: &[RecordedObservation], as_of: &str) -> Markup {
    let columns = [
        Column::Text("Retrieved"),
        Column::Number("Value"),
        Column::Text("Snapshot"),
        Column::Text("Place in the file"),
        Column::Text("Rule"),
    ];
    let known = vintages.iter().filter(|recorded| vintage::is_known(&recorded.retrieved_at, as_of));
    let others: Vec<Figure> = known.map(Figure::of).filter(|vintage| vintage.id != figure.id).collect();
    let rows: Vec<Vec<Markup>> = others
        .iter()
        .map(|vintage| {
            vec![
                html! { span.nowrap { (parts::moment(&vintage.retrieved_at)) } },
                parts::figure(vintage),
                parts::snapshot_link(&vintage.snapshot),
                html! { span .long { (vintage.locator) } },
                parts::text(&vintage.rule),
            ]
        })
        .collect();
    html! {
        h2 { "Other vintages" }
        @if rows.is_empty() { p { "No other snapshot speaks of this period." } } @else {
            p { (format::length(rows.len())) " more, oldest first. A later snapshot never erases an earlier state." }
            (table("vintages", "The same series and period in other snapshots", Narrow::Scrolls, &columns, &rows))
        }
    }
}

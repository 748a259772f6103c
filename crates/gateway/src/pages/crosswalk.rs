//! Publishers side by side: what each counts, in which unit, over what.

use std::collections::BTreeMap;

use axum::extract::State;
use contracts::analytics::{CrosswalkCell, CrosswalkRow, Definition};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, table},
};
use crate::{App, views::words};

/// The crosswalk in words, then the definitions in types.
pub(crate) async fn show(State(app): State<App>) -> Page {
    let (rows, definitions) = tokio::try_join!(app.peers.crosswalk(), app.peers.definitions())?;
    let by_slug: BTreeMap<&str, &Definition> = definitions.iter().map(|definition| (definition.slug.as_str(), definition)).collect();
    let columns = [
        Column::Text("Publisher"),
        Column::Text("Counts"),
        Column::Text("Includes and excludes"),
        Column::Text("Unit"),
        Column::Text("Injury and weapon"),
        Column::Text("Denominator"),
        Column::Text("Quirks"),
    ];
    let cells: Vec<Vec<Markup>> = rows.iter().map(row).collect();
    let main = html! {
        p.lead {
            "Publishers use the word assault for different things. Here they stand side by side: what each counts, in which unit, what it leaves out, "
            "over which denominator, and what surprises whoever reads its numbers."
        }
        p { "\"Unstated\" means that what was read is silent. The small numbers are the citations of each row, below." }
        @if rows.is_empty() { p.empty { "The crosswalk is empty." } } @else {
            (table("crosswalk", "How publishers count", Narrow::Stacks, &columns, &cells))
            h2 #citations { "Where the publishers say so" }
            (parts::evidence_key())
            @for row in &rows { (citations(row, &by_slug)) }
        }
        h2 #definitions { "The same in types" }
        p { "Each definition has every axis filled. Two definitions are compared axis by axis; that makes the " a href="/methods#comparability" { "grade of comparability" } "." }
        (types(&definitions))
        (parts::for_programs("/api/v1/crosswalk", Some("/api/v1/crosswalk?format=csv")))
        (parts::for_programs("/api/v1/definitions", Some("/api/v1/definitions?format=csv")))
    };
    Ok(page(Place::Crosswalk, "How publishers count", &main))
}

fn anchor(row: &CrosswalkRow) -> String {
    format!("row-{}", row.id)
}

fn row(row: &CrosswalkRow) -> Vec<Markup> {
    let cell = |cell: Option<&CrosswalkCell>| html! { @match cell { Some(cell) => (cited(row, cell)), None => (parts::optional(None)) } };
    vec![
        html! { a href={ "#" (anchor(row)) } { (row.publisher) } },
        cell(row.counts.as_ref()),
        cell(row.includes_excludes.as_ref()),
        cell(row.unit.as_ref()),
        cell(row.injury_weapon.as_ref()),
        cell(row.denominator.as_ref()),
        html! { @if row.quirks.is_empty() { (parts::optional(None)) } @else { ul { @for quirk in &row.quirks { li { (cited(row, quirk)) } } } } },
    ]
}

/// A cell with the numbers of its citations.
fn cited(row: &CrosswalkRow, cell: &CrosswalkCell) -> Markup {
    html! {
        (cell.text)
        @if !cell.cites.is_empty() {
            " " sup { @for (place, number) in cell.cites.iter().enumerate() { @if place > 0 { ", " } a href={ "#" (anchor(row)) "-" (number) } { (number) } } }
        }
    }
}

fn citations(row: &CrosswalkRow, definitions: &BTreeMap<&str, &Definition>) -> Markup {
    html! {
        h3 id=(anchor(row)) { (row.publisher) }
        ol.citations {
            @for (place, citation) in row.citations.iter().enumerate() {
                li id={ (anchor(row)) "-" (place + 1) } {
                    (citation.title) ", evidence " (parts::evidence(&citation.evidence)) ": " (parts::link_out(&citation.address))
                }
            }
        }
        @if !row.definitions.is_empty() {
            p.hint {
                "In types: "
                @for (place, slug) in row.definitions.iter().enumerate() {
                    @if place > 0 { ", " }
                    @if definitions.contains_key(slug.as_str()) { a href={ "#definition-" (slug) } { (slug) } } @else { (slug) }
                }
            }
        }
    }
}

fn types(definitions: &[Definition]) -> Markup {
    let columns = [
        Column::Text("Definition"),
        Column::Text("Unit"),
        Column::Text("Threats"),
        Column::Text("Attempts"),
        Column::Text("Least that counts"),
        Column::Text("Duty status"),
        Column::Text("Date basis"),
        Column::Text("Completeness"),
        Column::Text("Revised"),
    ];
    let rows: Vec<Vec<Markup>> = definitions
        .iter()
        .map(|definition| {
            vec![
                html! {
                    span id={ "definition-" (definition.slug) } { (definition.title) }
                    span.under { code { (definition.slug) } }
                },
                parts::text(words::unit(&definition.unit)),
                parts::optional(Some(&definition.threats)),
                parts::optional(Some(&definition.attempts)),
                parts::optional(Some(&definition.least_severity)),
                parts::optional(Some(&definition.duty_status)),
                parts::optional(Some(&definition.date_basis)),
                parts::optional(Some(&definition.completeness)),
                parts::optional(Some(&definition.revisable)),
            ]
        })
        .collect();
    html! { (table("definitions", "Definitions, with every axis", Narrow::Scrolls, &columns, &rows)) }
}

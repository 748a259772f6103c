//! Filings that the feeds of courts showed.

use axum::extract::State;
use contracts::events::FilingSeen;
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, table},
};
use crate::{
    App, CaseNames,
    query::{Asked, FilingsAsked},
    views::{address, court, format},
};

/// The latest filings.
pub(crate) async fn list(State(app): State<App>, Asked(asked): Asked<FilingsAsked>) -> Page {
    let wanted = asked.court.as_deref().unwrap_or_default().trim().to_owned();
    let answer = app.peers.filings(&wanted, asked.limit()).await?;
    let mut columns = vec![
        Column::Text("Docket number"),
        Column::Text("Court"),
        Column::Text("Filed"),
        Column::Text("Entry"),
        Column::Text("Document"),
        Column::Text("At the court"),
        Column::Text("Snapshot"),
        Column::Text("Place in the feed"),
    ];
    if app.case_names == CaseNames::Shown {
        columns.insert(1, Column::Text("Case"));
    }
    let rows: Vec<Vec<Markup>> = answer.filings.iter().map(|filing| row(filing, app.case_names)).collect();
    let main = html! {
        p.lead { "Docket entries that the public feeds of courts showed. A feed shows some kinds of entries for about a day; absence here says nothing." }
        @if app.case_names == CaseNames::Withheld {
            p.note { "Captions of cases are withheld, because they carry names of persons." }
        }
        form.filter method="get" action="/filings" {
            div {
                label for="court" { "Court (CM/ECF code)" }
                input #court name="court" type="text" autocomplete="off" placeholder="nyed" value=(wanted);
            }
            button type="submit" { "Show" }
            @if !wanted.is_empty() { a href="/filings" { "Show all" } }
        }
        @if rows.is_empty() { p.empty { "No filing was seen." } } @else {
            p { (format::length(rows.len())) " of " (format::plural(answer.total, "filing", "filings")) ", latest first." }
            (table("filings", "Filings seen", Narrow::Stacks, &columns, &rows))
        }
        (parts::for_programs(&address::with("/api/v1/filings", &[("court", &wanted)]), None))
    };
    Ok(page(Place::Filings, "Court filings", &main))
}

fn row(filing: &FilingSeen, names: CaseNames) -> Vec<Markup> {
    let mut cells = vec![
        html! {
            @if court::is_case_number(&filing.docket_number) {
                a.nowrap href=(address::page(&["cases", &filing.court, &filing.docket_number])) { (filing.docket_number) }
            } @else {
                span.nowrap { (filing.docket_number) }
            }
        },
        html! { a href=(address::page(&["courts", &filing.court])) { (filing.court) } },
        html! { span.nowrap { (parts::moment(&filing.filed_at)) } },
        parts::text(&filing.entry_kind),
        parts::optional(Some(&filing.document_number)),
        html! {
            @match address::external(&filing.link) {
                Some(href) => a href=(href) rel="noopener noreferrer" { "docket" },
                None => (parts::optional(Some(&filing.link))),
            }
        },
        parts::snapshot_link(&filing.snapshot),
        parts::text(&filing.locator),
    ];
    if names == CaseNames::Shown {
        cells.insert(1, parts::text(&filing.case_name));
    }
    cells
}

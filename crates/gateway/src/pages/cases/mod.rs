//! Cases: a list narrowed by a form, and one case.

pub(crate) mod charges;
pub(crate) mod show;

use axum::extract::State;
use contracts::court::{Case, ListCasesRequest};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, table},
};
use crate::{
    App, CaseNames,
    query::{Asked, CasesAsked},
    views::{
        address,
        court::{self, case_page, masked},
        format,
    },
};

/// Cases in a table.
pub(crate) async fn list(State(app): State<App>, Asked(asked): Asked<CasesAsked>) -> Page {
    let request = asked.wire()?;
    let answer = app.peers.cases(request.clone(), app.case_names).await?;
    let limit = asked.limit.map(|_| request.limit.to_string()).unwrap_or_default();
    let parameters = [
        ("court", request.court.as_str()),
        ("state", request.state.as_str()),
        ("month", request.month.as_str()),
        ("statute", request.statute.as_str()),
        ("limit", limit.as_str()),
    ];
    let csv: Vec<(&str, &str)> = std::iter::once(("format", "csv")).chain(parameters).collect();
    let main = html! {
        p.lead {
            "Criminal cases that feeds and dockets showed, with the state of their charge under 18 U.S.C. § 111. A case, a defendant and a "
            "count are different things: one case can have several defendants, and each defendant several counts."
        }
        (withheld(app.case_names))
        (form(&request))
        @if answer.cases.is_empty() { p.empty { "No case that is known here fits." } } @else {
            p { (format::length(answer.cases.len())) " of " (format::plural(answer.total, "case", "cases")) ", latest filed first." }
            (table_of("cases", &answer.cases, app.case_names))
        }
        (parts::for_programs(&address::with("/api/v1/cases", &parameters), Some(&address::with("/api/v1/cases", &csv))))
    };
    Ok(page(Place::Cases, "Cases", &main))
}

/// That names are withheld, where they are.
fn withheld(names: CaseNames) -> Markup {
    html! {
        @if names == CaseNames::Withheld {
            p.note { "Captions, names of defendants and texts of entries are withheld, because they carry names of persons." }
        }
    }
}

fn form(request: &ListCasesRequest) -> Markup {
    let text = |id: &str, label: &str, example: &str, value: &str| {
        html! {
            div {
                label for=(id) { (label) }
                input id=(id) name=(id) type="text" autocomplete="off" placeholder=(example) value=(value);
            }
        }
    };
    html! {
        form.filter method="get" action="/cases" {
            (text("court", "Court (CM/ECF code)", "nysd", &request.court))
            div {
                label for="state" { "State of the § 111 charge" }
                select #state name="state" {
                    option value="" { "All" }
                    @for (word, _) in court::STATES { option value=(word) selected[word == request.state] { (court::state(word)) } }
                }
            }
            (text("month", "Month of filing", "2026-03", &request.month))
            (text("statute", "Statute", "18:111(a)(1)", &request.statute))
            button type="submit" { "Show" }
            a href="/cases" { "Show all" }
        }
    }
}

/// Cases, a row each.
pub(crate) fn table_of(id: &str, cases: &[Case], names: CaseNames) -> Markup {
    let mut columns = vec![
        Column::Text("Case"),
        Column::Text("Court"),
        Column::Text("Filed"),
        Column::Text("State of the § 111 charge"),
        Column::Number("Defendants"),
        Column::Text("Victim's agency"),
        Column::Text("Continued as"),
    ];
    if names == CaseNames::Shown {
        columns.insert(1, Column::Text("Caption"));
    }
    let rows: Vec<Vec<Markup>> = cases.iter().map(|case| row(case, names)).collect();
    table(id, "Cases, latest filed first", Narrow::Stacks, &columns, &rows)
}

fn row(case: &Case, names: CaseNames) -> Vec<Markup> {
    let mut cells = vec![
        html! { a.nowrap href=(case_page(&case.key)) { (number(case)) } },
        html! { a href=(address::page(&["courts", &case.court])) { (case.court) } },
        filed(case),
        html! { (state_mark(&case.state)) @if !masked::is_open(&case.seal) && case.seal != case.state { span.under { (case.seal) } } },
        defendants(case),
        agency(case),
        linked(case),
    ];
    if names == CaseNames::Shown {
        cells.insert(1, caption(case));
    }
    cells
}

/// The number as the court writes it.
fn number(case: &Case) -> &str {
    if case.docket_number.is_empty() { court::parts_of(&case.key).1 } else { &case.docket_number }
}

/// The caption, or why there is none; only where captions are shown.
fn caption(case: &Case) -> Markup {
    html! { @if masked::is_open(&case.seal) { (parts::optional(Some(&case.caption))) } @else { span.gap { (case.seal) } } }
}

fn filed(case: &Case) -> Markup {
    html! {
        @if case.filed.is_empty() { span.gap { "no date given" } } @else {
            time.nowrap datetime=(case.filed) { (case.filed) }
            @if !case.filed_by.is_empty() { span.under { (court::filed_by(&case.filed_by)) } }
        }
    }
}

/// The state of a charge; colour only repeats the words.
fn state_mark(word: &str) -> Markup {
    html! { span class=(court::state_class(word)) { (court::state(word)) } }
}

/// Who was the victim, as far as a text says so; lists do not always say it.
fn agency(case: &Case) -> Markup {
    let agency = case.victim.as_ref().map(|victim| if victim.agency.is_empty() { "unknown" } else { &victim.agency });
    parts::optional(agency.filter(|_| masked::is_open(&case.seal)))
}

/// How many defendants are known. A case has at least one, so that none means that they are not known yet.
fn defendants(case: &Case) -> Markup {
    html! { @if case.defendants > 0 { (format::count(case.defendants)) } @else { span.gap { "not known yet" } } }
}

/// Cases that this one continues or is continued by.
fn linked(case: &Case) -> Markup {
    html! {
        @if case.linked.is_empty() { (parts::optional(None)) }
        @for (place, key) in case.linked.iter().enumerate() {
            @if place > 0 { ", " }
            a.nowrap href=(case_page(key)) { (court::parts_of(key).1) }
        }
    }
}

//! One case with its defendants, charges, what became of them, and every snapshot that says something of it.

use axum::extract::State;
use contracts::court::{Case, CaseSource, Entry, GetCaseResponse, Transition, VictimAgency};
use maud::{Markup, html};

use super::{
    super::{
        Page,
        layout::{Place, page},
        parts::{self, Column, Narrow, facts, table},
    },
    caption, charges, defendants, filed, linked, number, state_mark, withheld,
};
use crate::{
    App, CaseNames,
    query::Names,
    views::{
        address,
        court::{self, masked},
        format,
    },
};

/// One case by court and number.
pub(crate) async fn show(State(app): State<App>, Names(court, number_asked): Names) -> Page {
    let (case, answer) = app.peers.case(format!("{court}/{number_asked}"), app.case_names).await?;
    let api = court::case_api(&case.key);
    let open = masked::is_open(&case.seal);
    let main = html! {
        p.lead { "A case in the " a href=(address::page(&["courts", &case.court])) { "court " (case.court) } ", as feeds and dockets showed it." }
        @if open { (withheld(app.case_names)) } @else {
            p.note {
                "This case is " b { (case.seal) } ". Its caption, defendants, charges and entries are not shown, whoever asks; the number "
                "keeps its place, so that counts do not silently change."
            }
        }
        (about(&case, app.case_names))
        @if open {
            h2 #defendants { "Defendants and charges" }
            (charges::defendants(&answer.defendants, app.case_names))
        }
        h2 #state { "How the state of the charge changed" }
        (transitions(&case, &answer.transitions))
        @if open {
            h2 #victim { "The victim's agency" }
            (victim(case.victim.as_ref()))
            h2 #entries { "Entries" }
            (entries(&answer, app.case_names))
        }
        h2 #sources { "Sources" }
        (sources(&answer.sources))
        (parts::for_programs(&api, Some(&address::with(&api, &[("format", "csv")]))))
    };
    Ok(page(Place::Cases, &format!("{} in {}", number(&case), case.court), &main))
}

fn about(case: &Case, names: CaseNames) -> Markup {
    let mut rows = vec![
        ("State of the § 111 charge", html! { (state_mark(&case.state)) " " (meaning(&case.state)) }),
        ("Filed, in court time", filed(case)),
        ("Terminated", parts::optional(Some(&case.terminated))),
        ("Defendants", defendants(case)),
        ("Continues, or is continued as", linked(case)),
        ("Last said", parts::moment(&case.said_at)),
    ];
    if names == CaseNames::Shown || !masked::is_open(&case.seal) {
        rows.insert(0, ("Caption", caption(case)));
    }
    if !case.pacer_case_ids.is_empty() {
        rows.push(("Numbers in CM/ECF, one for each defendant", parts::text(case.pacer_case_ids.join(", "))));
    }
    facts(&rows)
}

fn meaning(state: &str) -> &'static str {
    court::STATES.into_iter().find(|(word, _)| *word == state).map_or("", |(_, meaning)| meaning)
}

fn transitions(case: &Case, transitions: &[Transition]) -> Markup {
    let columns = [
        Column::Text("When"),
        Column::Text("Of"),
        Column::Text("From"),
        Column::Text("To"),
        Column::Text("Evidence"),
        Column::Text("Source"),
        Column::Text("Place"),
    ];
    let row = |transition: &Transition| {
        vec![
            html! { span.nowrap { (parts::moment(&transition.at)) } },
            parts::text(subject(&case.key, &transition.subject)),
            html! { @if transition.from.is_empty() { (parts::optional(None)) } @else { (court::state(&transition.from)) } },
            state_mark(&transition.to),
            parts::optional(Some(&transition.evidence)),
            html! { (parts::source_link(&transition.source)) span.under { (parts::snapshot_link(&transition.snapshot)) } },
            html! { span.long { (transition.locator) } },
        ]
    };
    let rows: Vec<Vec<Markup>> = transitions.iter().map(row).collect();
    html! {
        @if rows.is_empty() { p.empty { "No change of state is known." } } @else {
            (table("transitions", "Changes of state, oldest first, each with what shows it", Narrow::Stacks, &columns, &rows))
        }
    }
}

/// A defendant by number; the case itself where no defendant is known yet.
fn subject(case: &str, subject: &str) -> String {
    match subject.strip_prefix(case).and_then(|rest| rest.strip_prefix('/')) {
        Some(number) => format!("defendant {number}"),
        None if subject == case => "the case".to_owned(),
        None => subject.to_owned(),
    }
}

fn victim(victim: Option<&VictimAgency>) -> Markup {
    let unknown = VictimAgency { agency: "unknown".into(), ..VictimAgency::default() };
    let victim = victim.unwrap_or(&unknown);
    let is_unknown = victim.agency.is_empty() || victim.agency == "unknown";
    html! {
        @if is_unknown {
            p { b { "Unknown" } ". That is the usual answer: few texts say whom the officer served. It is never inferred from who referred or investigated the case." }
        }
        (facts(&[
            ("Agency", parts::text(if is_unknown { "unknown" } else { &victim.agency })),
            ("Grade", parts::text(court::grade(&victim.grade))),
            ("The words", html! { @if victim.evidence.is_empty() { (parts::optional(None)) } @else { q { (victim.evidence) } } }),
            ("Snapshot and place", html! { (parts::snapshot_link(&victim.snapshot)) @if !victim.locator.is_empty() { ", " (victim.locator) } }),
        ]))
    }
}

fn entries(answer: &GetCaseResponse, names: CaseNames) -> Markup {
    let mut columns = vec![
        Column::Text("Number"),
        Column::Text("Filed"),
        Column::Text("Entered"),
        Column::Text("Kind"),
        Column::Text("First seen"),
        Column::Text("At the court"),
        Column::Text("Snapshot"),
        Column::Text("Place"),
    ];
    if names == CaseNames::Shown {
        columns.insert(4, Column::Text("Text"));
    }
    let rows: Vec<Vec<Markup>> = answer.entries.iter().map(|entry| entry_row(entry, names)).collect();
    html! {
        @if rows.is_empty() { p.empty { "No entry is known." } } @else {
            p { (format::length(rows.len())) " of " (format::plural(answer.entries_total, "entry", "entries")) ", latest first." }
            (table("entries", "Entries of the docket that were seen", Narrow::Stacks, &columns, &rows))
        }
    }
}

fn entry_row(entry: &Entry, names: CaseNames) -> Vec<Markup> {
    let mut cells = vec![
        parts::optional(Some(&entry.number)),
        html! { span.nowrap { (parts::optional(Some(&entry.filed))) } },
        html! { span.nowrap { (parts::moment(&entry.entered_at)) } },
        parts::optional(Some(&entry.kind)),
        html! { span.nowrap { (parts::moment(&entry.first_seen_at)) } },
        html! {
            @match address::external(&entry.link) {
                Some(href) => a href=(href) rel="noopener noreferrer" { "docket" },
                None => (parts::optional(Some(&entry.link))),
            }
        },
        parts::snapshot_link(&entry.snapshot),
        parts::optional(Some(&entry.locator)),
    ];
    if names == CaseNames::Shown {
        cells.insert(4, parts::optional(Some(&entry.text)));
    }
    cells
}

fn sources(sources: &[CaseSource]) -> Markup {
    let columns = [Column::Text("Said"), Column::Text("Source"), Column::Text("Snapshot"), Column::Text("Place")];
    let row = |source: &CaseSource| {
        vec![
            html! { span.nowrap { (parts::moment(&source.said_at)) } },
            parts::source_link(&source.source),
            parts::snapshot_link(&source.snapshot),
            html! { span.long { (source.locator) } },
        ]
    };
    let rows: Vec<Vec<Markup>> = sources.iter().map(row).collect();
    html! {
        @if rows.is_empty() { p.empty { "No snapshot is known." } } @else {
            (table("sources-table", "Snapshots that say something of this case, oldest first", Narrow::Stacks, &columns, &rows))
        }
    }
}

//! Defendants of a case, each with the charges of the latest instrument and those that were there before.

use contracts::court::{Charge, Defendant};
use maud::{Markup, html};

use super::{
    super::parts::{self, Column, Narrow, table},
    state_mark,
};
use crate::{
    CaseNames,
    views::{address, court, format},
};

const COLUMNS: [Column; 7] = [
    Column::Text("Charge, as the court writes it"),
    Column::Text("Citations"),
    Column::Text("Counts"),
    Column::Text("PACER's heading"),
    Column::Text("Disposition, from the text"),
    Column::Text("Standing"),
    Column::Text("Evidence"),
];

/// Every defendant under a heading of its own.
pub(super) fn defendants(defendants: &[Defendant], names: CaseNames) -> Markup {
    html! {
        @if defendants.is_empty() { p.empty { "No defendant is known." } } @else {
            p.hint {
                "PACER's heading and the disposition stand beside each other, because they differ: convicted counts stay under “Pending "
                "counts”, and counts under “Terminated counts” can carry a sentence. The disposition is read from its own text."
            }
        }
        @for (place, defendant) in defendants.iter().enumerate() { (one(place, defendant, names)) }
    }
}

fn one(place: usize, defendant: &Defendant, names: CaseNames) -> Markup {
    let rows: Vec<Vec<Markup>> = defendant.charges.iter().map(row).collect();
    let current = defendant.charges.iter().filter(|charge| charge.standing == "current").count();
    let heading = if defendant.number > 0 { format!("Defendant {}", defendant.number) } else { "Defendant without a number".to_owned() };
    html! {
        h3 { (heading) @if names == CaseNames::Shown && !defendant.name.is_empty() { ": " (defendant.name) } " " (state_mark(&defendant.state)) }
        @if !defendant.terminated.is_empty() { p { "Terminated " (defendant.terminated) "." } }
        @if rows.is_empty() { p.empty { "No charge is known. That is not the same as none." } } @else {
            p.hint { (format::length(current)) " current of " (format::length(rows.len())) " that were ever seen; superseded and vanished charges are kept with their evidence and not counted." }
            (table(&format!("charges-{place}"), &format!("{heading}: charges"), Narrow::Stacks, &COLUMNS, &rows))
        }
    }
}

fn row(charge: &Charge) -> Vec<Markup> {
    vec![
        html! { @if charge.standing == "current" { (charge.text) } @else { span.past { (charge.text) } } },
        html! {
            @if charge.citations.is_empty() { span.none { "none in the text" } }
            @for citation in &charge.citations { a.nowrap href=(address::with("/cases", &[("statute", citation)])) { (citation) } " " }
            span.under { (court::is_18_111(&charge.is_18_111)) }
        },
        html! { (parts::optional(Some(&charge.counts))) @if charge.kind == "complaint" { span.under { "of a complaint" } } },
        parts::text(court::pacer_heading(&charge.pacer_status)),
        html! {
            b { (court::disposition(&charge.disposition_class)) }
            @if !charge.disposition.is_empty() { span.under { (charge.disposition) } }
        },
        parts::text(court::standing(&charge.standing)),
        evidence(charge),
    ]
}

/// Where the charge was first seen, and where last.
fn evidence(charge: &Charge) -> Markup {
    html! {
        span.under { "first " (parts::moment(&charge.first_said_at)) ", " (parts::snapshot_link(&charge.first_snapshot)) ", " (charge.first_locator) }
        @if (&charge.first_snapshot, &charge.first_locator) != (&charge.snapshot, &charge.locator) {
            span.under { "last " (parts::moment(&charge.said_at)) ", " (parts::snapshot_link(&charge.snapshot)) ", " (charge.locator) }
        }
    }
}

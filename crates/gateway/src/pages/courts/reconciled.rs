//! The same district and month by each source, side by side: a table for each unit, so that none is held against another.

use contracts::court::{ReconciledCell, ReconciledValue};
use maud::{Markup, html};

use super::super::parts;
use crate::views::{address, format, words};

/// A table for each unit, a row for each month, a column for each source.
pub(super) fn tables(cells: &[ReconciledCell]) -> Markup {
    let units = distinct(cells, |value| &value.unit);
    html! {
        p {
            "Each source counts in its own unit, dates in its own way and comes at its own time. Numbers of one unit stand beside each other; "
            "a difference is to be explained, not averaged, and nothing is added up."
        }
        @if units.is_empty() { p.empty { "No other source is known for these months." } }
        @for (place, unit) in units.iter().enumerate() { (of_unit(place, unit, cells)) }
        @if !units.is_empty() { (bases(cells)) }
    }
}

/// Links to the same for programs.
pub(super) fn files(court: &str, (from, to): (&str, &str)) -> Markup {
    let at =
        |format: &str| address::with("/api/v1/courts/reconciliation", &[("format", format), ("court", court), ("from", from), ("to", to)]);
    parts::for_programs(&at(""), Some(&at("csv")))
}

/// What values say, each once, in the order in which they first come.
fn distinct(cells: &[ReconciledCell], of: fn(&ReconciledValue) -> &String) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for value in cells.iter().flat_map(|cell| &cell.values) {
        let word = of(value).as_str();
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

fn of_unit(place: usize, unit: &str, cells: &[ReconciledCell]) -> Markup {
    let id = format!("reconciled-{place}-caption");
    let counts = |cell: &&ReconciledCell| cell.values.iter().any(|value| value.unit == unit);
    let mut months: Vec<&ReconciledCell> = cells.iter().filter(counts).collect();
    months.sort_by(|left, right| right.month.cmp(&left.month));
    let mut sources: Vec<&str> = Vec::new();
    for value in months.iter().flat_map(|cell| &cell.values).filter(|value| value.unit == unit) {
        if !sources.contains(&value.source.as_str()) {
            sources.push(&value.source);
        }
    }
    html! {
        div.table role="region" aria-labelledby=(id) tabindex="0" {
            table {
                caption id=(id) { (format::capitalized(&words::unit(unit))) " by source" }
                thead { tr { th scope="col" { "Month" } @for source in &sources { th.num scope="col" { (source) } } } }
                tbody {
                    @for cell in months {
                        tr {
                            th scope="row" { span.month { (cell.month) } }
                            @for source in &sources {
                                td.num { (reading(cell.values.iter().find(|value| value.unit == unit && value.source == *source))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn reading(value: Option<&ReconciledValue>) -> Markup {
    html! {
        @match value.map(|value| (value, value.value)) {
            None => (parts::optional(None)),
            Some((value, Some(number))) => {
                @if value.snapshot.is_empty() { (format::count(number)) } @else {
                    a.figure href=(address::page(&["snapshots", &value.snapshot])) { (format::count(number)) }
                }
            },
            Some((value, None)) => span.gap { @if value.missing.is_empty() { "missing, no reason given" } @else { (value.missing) } },
        }
    }
}

/// How each source dates and counts.
fn bases(cells: &[ReconciledCell]) -> Markup {
    let mut said: Vec<(&str, &str, &str)> = Vec::new();
    for value in cells.iter().flat_map(|cell| &cell.values).filter(|value| !value.basis.is_empty()) {
        let one = (value.source.as_str(), value.unit.as_str(), value.basis.as_str());
        if !said.contains(&one) {
            said.push(one);
        }
    }
    html! {
        @if !said.is_empty() {
            h3 { "How each source dates and counts" }
            ul { @for (source, unit, basis) in said { li { b { (source) } ", " (words::unit(unit)) ": " (basis) } } }
        }
    }
}

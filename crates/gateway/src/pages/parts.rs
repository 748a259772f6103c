//! Parts that several pages share.

use maud::{Markup, html};

use crate::{
    query::AsOf,
    views::{
        address,
        comparison::Estimate,
        figure::{Figure, Shown},
        format, words,
    },
};

/// How a table behaves on a narrow screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Narrow {
    /// It scrolls inside its container.
    Scrolls,
    /// Its rows become blocks.
    Stacks,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Column {
    /// Words, from the left.
    Text(&'static str),
    /// Numbers, from the right.
    Number(&'static str),
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Self::Text(name) | Self::Number(name) => name,
        }
    }

    fn class(self) -> Option<&'static str> {
        match self {
            Self::Text(_) => None,
            Self::Number(_) => Some("num"),
        }
    }
}

/// A table with a caption and column headings; the first cell of a row is its heading. Roles are said explicitly, because a stacked
/// table loses them in some browsers. `id` must be unique on the page.
pub(crate) fn table(id: &str, caption: &str, narrow: Narrow, columns: &[Column], rows: &[Vec<Markup>]) -> Markup {
    let caption_id = format!("{id}-caption");
    let stacks = narrow == Narrow::Stacks;
    html! {
        div.table.stacks[stacks] role="region" aria-labelledby=(caption_id) tabindex=[(!stacks).then_some("0")] {
            table role="table" {
                caption id=(caption_id) { (caption) }
                thead role="rowgroup" {
                    tr role="row" {
                        @for column in columns {
                            th scope="col" role="columnheader" class=[column.class()] { (column.name()) }
                        }
                    }
                }
                tbody role="rowgroup" {
                    @for row in rows {
                        tr role="row" {
                            @for (place, (cell, column)) in row.iter().zip(columns).enumerate() {
                                @if place == 0 {
                                    th scope="row" role="rowheader" class=[column.class()] { (cell) }
                                } @else {
                                    td role="cell" class=[column.class()] data-label=(column.name()) { div { (cell) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Text as markup, escaped.
pub(crate) fn text(text: impl AsRef<str>) -> Markup {
    html! { (text.as_ref()) }
}

/// Text, or a dash that is read out as "none".
pub(crate) fn optional(value: Option<&str>) -> Markup {
    html! { @match value { Some(value) if !value.is_empty() => (value), _ => span.none { span aria-hidden="true" { "–" } span.unseen { "none" } } } }
}

/// A number that leads to where it came from, or its gap.
pub(crate) fn figure(figure: &Figure) -> Markup {
    html! {
        @match &figure.shown {
            Shown::Value(digits) => a.figure href=(figure.href) { (digits) },
            Shown::Missing(reason) => a.gap href=(figure.href) { (reason) },
        }
        @if let Some(bounds) = &figure.bounds { span.under { (bounds) } }
    }
}

/// A link to a page of others; only addresses of the web become links.
pub(crate) fn link_out(url: &str) -> Markup {
    html! {
        @match address::external(url) {
            Some(href) => a.out href=(href) rel="noopener noreferrer" { (url) },
            None => span.out { (url) },
        }
    }
}

/// A moment, with the exact instant for machines.
pub(crate) fn moment(instant: &str) -> Markup {
    html! { @if instant.is_empty() { (optional(None)) } @else { time datetime=(instant) { (format::instant(instant)) } } }
}

/// The instant as of which something is known; none stands for the present.
pub(crate) fn known_at(instant: &str) -> Markup {
    html! { @if instant.is_empty() { "the present state" } @else { (moment(instant)) } }
}

/// A link to a snapshot, with the first digits of its hash.
pub(crate) fn snapshot_link(hash: &str) -> Markup {
    html! { @if hash.is_empty() { (optional(None)) } @else { a.hash href=(address::page(&["snapshots", hash])) title=(hash) { (format::short_hash(hash)) } } }
}

/// A link to a source.
pub(crate) fn source_link(slug: &str) -> Markup {
    html! { @if slug.is_empty() { (optional(None)) } @else { a href=(address::page(&["sources", slug])) { (slug) } } }
}

/// A finding; colour only repeats the words.
pub(crate) fn finding(word: &str) -> Markup {
    html! { span class=(words::finding_class(word)) { (words::finding(word)) } }
}

/// An evidence grade with its meaning.
pub(crate) fn evidence(grade: &str) -> Markup {
    html! {
        @if grade.is_empty() { (optional(None)) } @else {
            abbr.grade title=(words::evidence(grade)) { (grade) }
        }
    }
}

/// What the letters of evidence grades mean.
pub(crate) fn evidence_key() -> Markup {
    html! {
        p.key {
            "Evidence grades: "
            @for (place, grade) in ["A", "B", "C", "X"].into_iter().enumerate() {
                @if place > 0 { "; " }
                b { (grade) } " " (words::evidence(grade))
            }
            "."
        }
    }
}

/// What the letters of comparability mean.
pub(crate) fn comparability_key() -> Markup {
    html! {
        p.key {
            a href="/methods#comparability" { "Comparability" } ": "
            @for (place, grade) in ["A", "B", "C", "D"].into_iter().enumerate() {
                @if place > 0 { "; " }
                b { (grade) } " " (words::comparability(grade))
            }
            "."
        }
    }
}

/// A grade with few words, the difference that made it, and the others on request.
pub(crate) fn graded(grade: &str, differences: &[String]) -> Markup {
    let mark = format!("[{grade}]");
    let gravest = differences.iter().position(|difference| difference.starts_with(&mark)).unwrap_or_default();
    let others: Vec<&String> = differences.iter().enumerate().filter(|(place, _)| *place != gravest).map(|(_, other)| other).collect();
    html! {
        @if grade.is_empty() { (optional(None)) } @else { p { b { (grade) } " " (words::comparability_short(grade)) } }
        @if let Some(difference) = differences.get(gravest) { ul { li { (difference) } } }
        @if !others.is_empty() {
            details {
                summary { (format::length(others.len())) " more " @if others.len() == 1 { "difference" } @else { "differences" } }
                ul { @for difference in others { li { (difference) } } }
            }
        }
    }
}

/// The name of a method, which leads to where it is told.
pub(crate) fn method(name: &str) -> Markup {
    html! {
        @match words::method_section(name) {
            Some(section) => a href={ "/methods#" (section) } { (name) },
            None => (name),
        }
    }
}

/// A number with its interval, confidence and method.
pub(crate) fn estimate(estimate: &Estimate) -> Markup {
    html! {
        b { (estimate.value) }
        @if !estimate.per.is_empty() { span.under { (estimate.per) } }
        @if !estimate.interval.is_empty() { span.under.nowrap { (estimate.interval) } }
        @if !estimate.method.is_empty() || !estimate.confidence.is_empty() {
            span.under {
                @if !estimate.method.is_empty() { (method(&estimate.method)) ", " }
                (estimate.confidence)
            }
        }
    }
}

/// A number with its interval, or why there is none.
pub(crate) fn or_refusal(found: Option<&Estimate>, refusal: &str) -> Markup {
    html! {
        @match found {
            Some(found) => (estimate(found)),
            None if refusal.is_empty() => (optional(None)),
            None => span.gap { (refusal) },
        }
    }
}

/// A list of sentences under a heading; nothing where there are none.
pub(crate) fn sentences(heading: &str, sentences: &[String]) -> Markup {
    html! {
        @if !sentences.is_empty() {
            h2 { (heading) }
            ul { @for sentence in sentences { li { (sentence) } } }
        }
    }
}

/// The form that asks for the state as known at an instant.
pub(crate) fn as_of_form(action: &str, asked: &AsOf) -> Markup {
    html! {
        form.as-of method="get" action=(action) {
            label for="as_of" { "As known on" }
            input #as_of name="as_of" type="text" inputmode="numeric" autocomplete="off" placeholder="2026-01-08" value=(asked.typed())
                aria-describedby="as_of_hint";
            button type="submit" { "Show" }
            @if !asked.typed().is_empty() { a href=(action) { "Show the present state" } }
            span.hint #as_of_hint { "A date (end of that day, UTC) or an instant such as 2026-01-08T14:00:00Z; empty means now." }
        }
    }
}

/// Links to the same content for programs.
pub(crate) fn for_programs(json: &str, csv: Option<&str>) -> Markup {
    html! {
        p.programs {
            "For programs: " a href=(json) { "JSON" }
            @if let Some(csv) = csv { ", " a href=(csv) { "CSV" } }
        }
    }
}

/// Terms with their values.
pub(crate) fn facts(facts: &[(&str, Markup)]) -> Markup {
    html! { dl.facts { @for (term, value) in facts { div { dt { (term) } dd { (value) } } } } }
}

//! Instruments side by side.

use axum::extract::State;
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, facts, table},
};
use crate::{
    App,
    query::{AsOf, Asked, Name},
    views::{
        address,
        comparison::{ComparisonView, Estimate, RowView},
        format, words,
    },
};

/// Every comparison, by its question.
pub(crate) async fn list(State(app): State<App>, Asked(as_of): Asked<AsOf>) -> Page {
    let comparisons: Vec<ComparisonView> = app.peers.comparisons(as_of.wire()?).await?.iter().map(ComparisonView::of).collect();
    let main = html! {
        p.lead { "Each comparison puts instruments side by side: what each counts, over what, with which exact interval, and how far they may be compared." }
        (parts::as_of_form("/comparisons", &as_of))
        @if comparisons.is_empty() { p.empty { "No comparison is known." } }
        @for comparison in &comparisons {
            article.teaser {
                h2 { a href=(address::with(&address::page(&["comparisons", &comparison.slug]), &[("as_of", as_of.typed())])) { (comparison.title) } }
                p { (comparison.question) }
                p.hint { (format::plural(i64::try_from(comparison.rows.len()).unwrap_or(i64::MAX), "instrument", "instruments")) }
            }
        }
        (parts::for_programs(&address::with("/api/v1/comparisons", &[("as_of", as_of.typed())]), None))
    };
    Ok(page(Place::Comparisons, "Comparisons", &main))
}

/// One comparison.
pub(crate) async fn show(State(app): State<App>, Name(slug): Name, Asked(as_of): Asked<AsOf>) -> Page {
    let comparison = ComparisonView::of(&app.peers.comparison(slug, as_of.wire()?).await?);
    let columns = [
        Column::Text("Instrument"),
        Column::Number("Count"),
        Column::Text("Unit and period"),
        Column::Number("Exposure"),
        Column::Number("Rate, exact interval"),
        Column::Number("Ratio to reference"),
        Column::Text("Comparability and remarks"),
    ];
    let rows: Vec<Vec<Markup>> = comparison.rows.iter().map(row).collect();
    let path = address::api(&["comparisons", &comparison.slug]);
    let main = html! {
        p.lead { (comparison.question) }
        (parts::as_of_form(&address::page(&["comparisons", &comparison.slug]), &as_of))
        @if rows.is_empty() { p.empty { "No instrument has spoken yet." } } @else {
            (table("comparison", "Instruments side by side; every number leads to where it came from", Narrow::Stacks, &columns, &rows))
        }
        p.key {
            "Comparability: "
            @for (place, grade) in ["A", "B", "C", "D"].into_iter().enumerate() {
                @if place > 0 { "; " }
                b { (grade) } " " (words::comparability(grade))
            }
            "."
        }
        (parts::sentences("What this cannot say", &comparison.cannot_say))
        h2 { "How this comparison was made" }
        (facts(&[
            ("State as known at", parts::moment(&comparison.as_of)),
            ("Hash of the result", html! { code.long { (comparison.result_hash) } }),
        ]))
        (parts::for_programs(
            &address::with(&path, &[("as_of", as_of.typed())]),
            Some(&address::with(&path, &[("format", "csv"), ("as_of", as_of.typed())])),
        ))
    };
    Ok(page(Place::Comparisons, &comparison.title, &main))
}

fn row(row: &RowView) -> Vec<Markup> {
    vec![
        html! { (row.label) @if row.reference { span.under { "the others are compared with this" } } },
        html! { @match &row.count { Some(count) => (parts::figure(count)), None => (parts::optional(None)) } },
        html! {
            @match &row.count {
                Some(count) => { (count.unit) span.under { (count.period) } }
                None => (parts::optional(None)),
            }
        },
        exposures(row),
        html! { @match &row.rate { Some(rate) => (estimate(rate)), None => (parts::optional(None)) } },
        html! { @match &row.ratio { Some(ratio) => (estimate(ratio)), None => (parts::optional(None)) } },
        remarks(row),
    ]
}

fn exposures(row: &RowView) -> Markup {
    html! {
        @if row.exposures.is_empty() { (parts::optional(None)) }
        @for exposure in &row.exposures {
            div { (parts::figure(exposure)) span.under { (exposure.unit) ", " (exposure.period) } }
        }
    }
}

fn estimate(estimate: &Estimate) -> Markup {
    html! {
        b { (estimate.value) }
        @if !estimate.per.is_empty() { span.under { (estimate.per) } }
        span.under.nowrap { (estimate.interval) }
        span.under.nowrap { (estimate.method) }
    }
}

fn remarks(row: &RowView) -> Markup {
    html! {
        @if row.grade.is_empty() && row.refusal.is_empty() && row.notes.is_empty() { (parts::optional(None)) }
        @if !row.grade.is_empty() { p { b { (row.grade) } " " (words::comparability_short(&row.grade)) } }
        @if !row.refusal.is_empty() { p.refusal { (row.refusal) } }
        @if !row.differences.is_empty() { ul { @for difference in &row.differences { li { (difference) } } } }
        @for note in &row.notes { p.note { (note) } }
    }
}

//! Instruments side by side.

use axum::extract::State;
use contracts::analytics::Comparison;
use maud::{Markup, html};

use super::{
    Page, analyses,
    layout::{Place, page},
    parts::{self, Column, Narrow, facts, table},
};
use crate::{
    App,
    query::{AsOf, Asked, Name},
    views::{
        address, charted,
        comparison::{ComparisonLine, RowView},
        format,
    },
};

/// Every comparison, by its question.
pub(crate) async fn list(State(app): State<App>, Asked(as_of): Asked<AsOf>) -> Page {
    let comparisons: Vec<ComparisonLine> = app.peers.comparisons(as_of.wire()?).await?.iter().map(ComparisonLine::of).collect();
    let main = html! {
        p.lead { "Each comparison puts instruments side by side: what each counts, over what, with which exact interval, and how far they may be compared." }
        (parts::as_of_form("/comparisons", &as_of))
        @if comparisons.is_empty() { p.empty { "No comparison is known." } }
        @for comparison in &comparisons {
            article.teaser {
                h2 { a href=(address::with(&address::page(&["comparisons", &comparison.slug]), &[("as_of", as_of.typed())])) { (comparison.title) } }
                p { (comparison.question) }
                p.hint {
                    (many(comparison.rows, "instrument", "instruments"))
                    @if comparison.analyses > 0 { ", " (many(comparison.analyses, "analysis", "analyses")) }
                }
            }
        }
        (parts::for_programs(&address::with("/api/v1/comparisons", &[("as_of", as_of.typed())]), None))
    };
    Ok(page(Place::Comparisons, "Comparisons", &main))
}

fn many(length: usize, one: &str, more: &str) -> String {
    format::plural(i64::try_from(length).unwrap_or(i64::MAX), one, more)
}

/// One comparison: the instruments, then further questions to the same data, then what it cannot say.
pub(crate) async fn show(State(app): State<App>, Name(slug): Name, Asked(as_of): Asked<AsOf>) -> Page {
    let comparison = app.peers.comparison(slug, as_of.wire()?).await?;
    let line = ComparisonLine::of(&comparison);
    let api = address::api(&["comparisons", &comparison.slug]);
    let json = address::with(&api, &[("as_of", as_of.typed())]);
    let csv = address::with(&api, &[("format", "csv"), ("as_of", as_of.typed())]);
    let place = charted::Place { id: "instruments".to_owned(), csv: csv.clone(), json: json.clone() };
    let main = html! {
        p.lead { (comparison.question) }
        (parts::as_of_form(&address::page(&["comparisons", &comparison.slug]), &as_of))
        (contents(&comparison))
        @if comparison.rows.is_empty() { p.empty { "No instrument stands in this comparison by itself." } } @else {
            h2 #instruments { "Instruments side by side" }
            @for chart in charted::rates(&comparison.rows, &place) { (chart.figure) }
            (instruments(&comparison))
            (parts::comparability_key())
        }
        @for analysis in &comparison.analyses { (analyses::section(&comparison.slug, analysis, &as_of)) }
        (parts::sentences("What this cannot say", &comparison.cannot_say))
        h2 { "How this comparison was made" }
        (facts(&[
            ("State as known at", parts::known_at(&comparison.as_of)),
            ("Hash of the declaration, fixed before data were joined", hash(&comparison.spec_hash)),
            ("Hash of the result", hash(&comparison.result_hash)),
        ]))
        (parts::for_programs(&json, Some(&csv)))
        p.programs { "Form of the JSON: " a href="/api/v1/schemas/comparison.json" { "JSON Schema" } }
    };
    Ok(page(Place::Comparisons, &line.title, &main))
}

fn hash(hash: &str) -> Markup {
    html! { @if hash.is_empty() { (parts::optional(None)) } @else { code.long { (hash) } } }
}

/// Where the analyses stand on the page.
fn contents(comparison: &Comparison) -> Markup {
    html! {
        @if !comparison.analyses.is_empty() {
            nav.contents aria-label="On this page" {
                ul {
                    @if !comparison.rows.is_empty() { li { a href="#instruments" { "Instruments side by side" } } }
                    @for analysis in &comparison.analyses { li { a href={ "#" (analyses::anchor(&analysis.slug)) } { (analysis.title) } } }
                }
            }
        }
    }
}

const COLUMNS: [Column; 7] = [
    Column::Text("Instrument"),
    Column::Number("Count"),
    Column::Text("Unit and period"),
    Column::Number("Exposure"),
    Column::Number("Rate, exact interval"),
    Column::Number("Ratio to reference"),
    Column::Text("Comparability and remarks"),
];

/// A table for each heading that rows stand under.
fn instruments(comparison: &Comparison) -> Markup {
    let views: Vec<RowView> = comparison.rows.iter().map(RowView::of).collect();
    // Counts alone need no columns for what they are not divided by.
    let divided = views.iter().any(|view| view.divisor.is_some() || !view.exposures.is_empty());
    let compared = views.iter().any(|view| view.ratio.is_some());
    let kept = [true, true, true, divided, divided, compared, true];
    let columns: Vec<Column> = COLUMNS.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(column, _)| column).collect();
    let cells = |view: &RowView| row(view).into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(cell, _)| cell).collect();
    let mut groups: Vec<(&str, Vec<&RowView>)> = Vec::new();
    for view in &views {
        match groups.iter_mut().find(|(heading, _)| *heading == view.group) {
            Some((_, rows)) => rows.push(view),
            None => groups.push((&view.group, vec![view])),
        }
    }
    html! {
        p.hint { "Every number leads to where it came from." }
        @for (place, (heading, rows)) in groups.iter().enumerate() {
            @let rows: Vec<Vec<Markup>> = rows.iter().copied().map(cells).collect();
            @let caption = if heading.is_empty() { "Instruments" } else { heading };
            (table(&format!("comparison-{place}"), caption, Narrow::Stacks, &columns, &rows))
        }
    }
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
        html! { @match &row.rate { Some(rate) => (parts::estimate(rate)), None => (parts::optional(None)) } },
        html! { @match &row.ratio { Some(ratio) => (parts::estimate(ratio)), None => (parts::optional(None)) } },
        remarks(row),
    ]
}

/// The divisor; where it is made of parts, or known only within bounds, its parts below it.
fn exposures(row: &RowView) -> Markup {
    let parts_of = |parts_are_known: &str| {
        html! {
            @for exposure in &row.exposures {
                span.under { (parts_are_known) (parts::figure(exposure)) " " (exposure.unit) ", " (exposure.period) }
            }
        }
    };
    match (&row.divisor, row.exposures.as_slice()) {
        (None, []) => parts::optional(None),
        (None, _) => parts_of(""),
        (Some(divisor), [one]) if divisor.uncertain.is_none() && divisor.is(one) => html! {
            (parts::figure(one)) span.under { (one.unit) ", " (one.period) }
        },
        (Some(divisor), _) => html! {
            b { (divisor.whole) }
            @if let Some(span) = &divisor.uncertain { span.under { (span) } }
            (parts_of("from "))
        },
    }
}

fn remarks(row: &RowView) -> Markup {
    html! {
        @if row.grade.is_empty() && row.refusal.is_empty() && row.notes.is_empty() { (parts::optional(None)) }
        @if !row.grade.is_empty() { (parts::graded(&row.grade, &row.differences)) }
        @if !row.refusal.is_empty() { p.refusal { (row.refusal) } }
        @if let Some((reason, by)) = &row.despite {
            p.note { "The ratio is given although the grade forbids it. Reason: " (reason) ". Decided by: " (by) "." }
        }
        @for note in &row.notes { p.note { (note) } }
    }
}

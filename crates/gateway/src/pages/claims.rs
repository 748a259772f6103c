//! Claims with their verdicts.

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
        claim::{ClaimLine, VerdictView},
        words,
    },
};

/// Every claim in a table.
pub(crate) async fn list(State(app): State<App>, Asked(as_of): Asked<AsOf>) -> Page {
    let mut lines: Vec<ClaimLine> = app.peers.verdicts(as_of.wire()?).await?.iter().map(ClaimLine::of).collect();
    lines.sort_by(|a, b| (&a.published, &a.id).cmp(&(&b.published, &b.id)));
    let rows: Vec<Vec<Markup>> = lines.iter().map(|line| row(line, as_of.typed())).collect();
    let columns = [
        Column::Text("Claim"),
        Column::Text("Published"),
        Column::Text("Speaker"),
        Column::Text("Statement, in our words"),
        Column::Number("Stated"),
        Column::Number("Recomputed"),
        Column::Number("Exact 95% interval"),
        Column::Text("Finding"),
        Column::Text("Evidence"),
    ];
    let csv = address::with("/api/v1/claims", &[("format", "csv"), ("as_of", as_of.typed())]);
    let main = html! {
        p.lead {
            "Public numerical statements, each checked for one thing first: whether its percentage follows from its own counts. "
            "A finding says nothing about intent, and nothing about whether the counts are right."
        }
        (parts::as_of_form("/claims", &as_of))
        @if rows.is_empty() { p.empty { "No claim is known." } } @else {
            (table("claims", "Claims in order of publication", Narrow::Stacks, &columns, &rows))
            (parts::evidence_key())
        }
        (parts::for_programs(&address::with("/api/v1/claims", &[("as_of", as_of.typed())]), Some(&csv)))
    };
    Ok(page(Place::Claims, "Claims", &main))
}

fn row(line: &ClaimLine, as_of: &str) -> Vec<Markup> {
    vec![
        html! { a href=(address::with(&address::page(&["claims", &line.id]), &[("as_of", as_of)])) { (line.id) } },
        html! { span.nowrap { (line.published) } },
        parts::text(&line.speaker),
        parts::text(&line.text),
        parts::optional(line.stated.as_deref()),
        parts::optional(line.recomputed.as_deref()),
        parts::optional(line.interval.as_deref()),
        parts::finding(&line.finding),
        parts::evidence(&line.evidence),
    ]
}

/// One claim: the verdict first, then its parts, then what it cannot say, then the numbers.
pub(crate) async fn show(State(app): State<App>, Name(id): Name, Asked(as_of): Asked<AsOf>) -> Page {
    let verdict = VerdictView::of(&app.peers.verdict(id, as_of.wire()?).await?);
    let action = address::page(&["claims", &verdict.line.id]);
    let json = address::with(&address::api(&["claims", &verdict.line.id]), &[("as_of", as_of.typed())]);
    let main = html! {
        p.lead { (verdict.line.text) }
        p.byline { (verdict.line.speaker) ", " (verdict.line.published) ". Evidence " (parts::evidence(&verdict.line.evidence)) ": " (words::evidence(&verdict.line.evidence)) "." }
        (finding(&verdict))
        (arithmetic(&verdict))
        (corroboration(&verdict))
        (exposure(&verdict))
        (baseline(&verdict))
        (parts::sentences("Bounds on what can be identified", &verdict.identification))
        (ledger(&verdict, as_of.typed()))
        (parts::sentences("What this cannot say", &verdict.cannot_say))
        (numbers(&verdict))
        h2 { "Where it was said" }
        @if verdict.urls.is_empty() { p { "No address is known." } } @else { ul { @for url in &verdict.urls { li { (parts::link_out(url)) } } } }
        @if !verdict.note.is_empty() { p.note { "Note of the ledger: " (verdict.note) } }
        h2 { "How this verdict was made" }
        (facts(&[
            ("Rule", parts::optional(Some(&verdict.rule))),
            ("State as known at", parts::moment(&verdict.as_of)),
            ("Snapshots", html! { @if verdict.snapshots.is_empty() { (parts::optional(None)) } @else { @for hash in &verdict.snapshots { (parts::snapshot_link(hash)) " " } } }),
        ]))
        (parts::as_of_form(&action, &as_of))
        (parts::for_programs(&json, None))
    };
    Ok(page(Place::Claims, &format!("Claim {}", verdict.line.id), &main))
}

fn finding(verdict: &VerdictView) -> Markup {
    let line = &verdict.line;
    html! {
        section.verdict aria-labelledby="verdict" {
            h2 #verdict { "Verdict: " (parts::finding(&line.finding)) }
            p { (words::finding_meaning(&line.finding)) }
            dl.headline {
                div { dt { "Stated" } dd { (parts::optional(line.stated.as_deref())) } }
                div { dt { "Recomputed" } dd { (parts::optional(line.recomputed.as_deref())) } }
                div { dt { "Exact 95% interval" } dd { (parts::optional(line.interval.as_deref())) } }
                div { dt { "Counts as stated" } dd { (parts::optional(verdict.counts.as_deref())) } }
            }
            @if !verdict.wording.is_empty() { ul { @for sentence in &verdict.wording { li { (sentence) } } } }
        }
    }
}

fn arithmetic(verdict: &VerdictView) -> Markup {
    let base = if verdict.baseline_inferred { "worked out from the percentage, so it cannot test it" } else { "as stated" };
    html! {
        h2 { "Arithmetic and precision" }
        @if !verdict.reason.is_empty() { p { (verdict.reason) } }
        (facts(&[
            ("What is counted", parts::optional(Some(&verdict.metric))),
            ("What the number is", parts::text(&verdict.kind)),
            ("Window", parts::optional(Some(&verdict.window))),
            ("Window of the base", parts::optional(Some(&verdict.baseline_window))),
            ("Base", parts::text(base)),
            ("Ratio", parts::optional(verdict.ratio.as_deref())),
            ("Interval", parts::optional(verdict.method.as_deref())),
        ]))
        @if verdict.small_base { p.note { "The base is below 20: a few events more or fewer would move the percentage by much." } }
        @if !verdict.pairs.is_empty() {
            h3 { "Counts that would give the stated percentage" }
            ul.columns { @for pair in &verdict.pairs { li { (pair) } } }
            p.hint { "Inferences, under one fixed definition and an exact percentage; not reports." }
        }
    }
}

fn corroboration(verdict: &VerdictView) -> Markup {
    let columns = [Column::Text("Series"), Column::Number("Ratio"), Column::Number("Exact interval"), Column::Text("Comparability")];
    let rows: Vec<Vec<Markup>> = verdict
        .corroboration
        .iter()
        .map(|beside| {
            vec![
                parts::text(&beside.series),
                parts::text(&beside.ratio),
                parts::text(&beside.interval),
                html! {
                    b { (beside.grade) } " " (words::comparability_short(&beside.grade))
                    @if !beside.differences.is_empty() { ul { @for difference in &beside.differences { li { (difference) } } } }
                },
            ]
        })
        .collect();
    html! {
        h2 { "Independent series" }
        @if rows.is_empty() { p { "This version of the rule does not look at independent series." } } @else {
            (table("corroboration", "Independent series over the same months", Narrow::Stacks, &columns, &rows))
        }
    }
}

fn exposure(verdict: &VerdictView) -> Markup {
    let columns = [Column::Text("Over"), Column::Number("Rate"), Column::Number("Exact interval")];
    let rows: Vec<Vec<Markup>> = verdict
        .adjusted
        .iter()
        .map(|adjusted| vec![parts::text(&adjusted.label), parts::text(&adjusted.rate), parts::text(&adjusted.interval)])
        .collect();
    html! {
        h2 { "Against exposure" }
        @if rows.is_empty() { p { "This version of the rule does not divide the count by an exposure; see the comparisons." } } @else {
            (table("exposure", "The count over officers, arrests or apprehensions", Narrow::Stacks, &columns, &rows))
        }
    }
}

fn baseline(verdict: &VerdictView) -> Markup {
    let nothing = verdict.zero_run.is_none() && verdict.break_even.is_none() && verdict.other_instruments.is_empty();
    html! {
        h2 { "The base" }
        @if nothing { p { "This version of the rule does not examine the base." } }
        @if let Some(p) = &verdict.zero_run {
            p { "Chance of no event in the days that were added to the window without moving the base: " b { (p) } "." }
        }
        @if let Some(share) = &verdict.break_even {
            p { "If the base had caught only " b { (share) } " of events, the growth would be no more than that of the independent series. A sensitivity bound, not an estimate." }
        }
        @if !verdict.other_instruments.is_empty() {
            h3 { "Other instruments for the same agency and time" }
            ul { @for other in &verdict.other_instruments { li { (other) } } }
        }
    }
}

fn ledger(verdict: &VerdictView, as_of: &str) -> Markup {
    let links = |ids: &[String]| {
        html! {
            @if ids.is_empty() { (parts::optional(None)) } @else {
                @for id in ids { a href=(address::with(&address::page(&["claims", id]), &[("as_of", as_of)])) { (id) } " " }
            }
        }
    };
    html! {
        h2 { "Among claims of the same metric" }
        (facts(&[
            ("Earlier", links(&verdict.earlier)),
            ("Later", links(&verdict.later)),
            ("Do cumulative counts only grow?", parts::optional(Some(words::monotone(&verdict.monotone)))),
        ]))
        @if !verdict.drift.is_empty() {
            h3 { "What changed between them" }
            ul { @for change in &verdict.drift { li { (change) } } }
        }
    }
}

fn numbers(verdict: &VerdictView) -> Markup {
    let columns = [
        Column::Text("Measure"),
        Column::Number("Number"),
        Column::Text("Unit"),
        Column::Text("Period"),
        Column::Text("Source"),
        Column::Text("Snapshot"),
    ];
    let rows: Vec<Vec<Markup>> = verdict
        .figures
        .iter()
        .map(|figure| {
            vec![
                parts::text(&figure.measure),
                parts::figure(figure),
                parts::text(&figure.unit),
                html! { span.nowrap { (figure.period) } },
                parts::source_link(&figure.source),
                parts::snapshot_link(&figure.snapshot),
            ]
        })
        .collect();
    html! {
        h2 { "The numbers" }
        @if rows.is_empty() { p { "The claim's numbers are not recorded as observations." } } @else {
            (table("numbers", "The claim's own numbers, each with its provenance", Narrow::Scrolls, &columns, &rows))
        }
    }
}

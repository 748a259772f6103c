//! Claims with their verdicts.

use axum::extract::State;
use contracts::analytics::Verdict;
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, table},
    verdict::Parts,
};
use crate::{
    App,
    query::{AsOf, Asked, Name},
    views::{
        address,
        claim::{ClaimLine, Top},
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
    let verdict = app.peers.verdict(id, as_of.wire()?).await?;
    let claim = verdict.claim.clone().unwrap_or_default();
    let top = Top::of(&verdict);
    let parts_of = Parts::of(&verdict, &as_of);
    let main = html! {
        p.lead.statement { (claim.text) }
        p.byline { (claim.speaker) ", " (claim.published) ". Evidence " (parts::evidence(&claim.evidence)) ": " (words::evidence(&claim.evidence)) "." }
        (panel(&top, &verdict))
        (parts_of.every())
        (parts::as_of_form(&address::page(&["claims", &claim.id]), &as_of))
        (parts::for_programs(&parts_of.json(), Some(&parts_of.csv(""))))
        p.programs { "Form of the JSON: " a href="/api/v1/schemas/claim.json" { "JSON Schema of the claim" } ", " a href="/api/v1/schemas/verdict.json" { "of the verdict" } }
    };
    Ok(page(Place::Claims, &format!("Claim {}", claim.id), &main))
}

/// The verdict in one look: the finding, its numbers, what stands beside it, and what it cannot say.
fn panel(top: &Top, verdict: &Verdict) -> Markup {
    let line = &top.line;
    html! {
        section.verdict aria-labelledby="verdict" {
            div.head {
                h2 #verdict { "Verdict: " (parts::finding(&line.finding)) }
                dl.headline {
                    div { dt { "Stated" } dd { (parts::optional(line.stated.as_deref())) } }
                    div { dt { "Recomputed" } dd { (parts::optional(line.recomputed.as_deref())) } }
                    div { dt { "Exact 95% interval" } dd { (parts::optional(line.interval.as_deref())) } }
                    div { dt { "Counts as stated" } dd { (parts::optional(top.counts.as_deref())) } }
                }
            }
            div.sides {
                @if verdict.wording.is_empty() { p { (words::finding_meaning(&line.finding)) } } @else {
                    ul.said { @for sentence in &verdict.wording { li { (sentence) } } }
                }
                @if !top.brief.is_empty() {
                    dl.brief {
                        @for brief in &top.brief {
                            div { dt { a href={ "#" (brief.part) } { (brief.term) } } @for line in &brief.lines { dd { (line) } } }
                        }
                    }
                }
            }
        }
    }
}

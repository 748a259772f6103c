//! The overview: what this is, and what is in it.

use std::collections::BTreeMap;

use axum::extract::State;
use contracts::analytics::{Comparison, Verdict};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts,
    rejects::{self, MOST_REJECTS},
};
use crate::{
    App,
    error::Failure,
    views::{address, comparison::ComparisonView, format, words},
};

/// The overview. A service that does not answer leaves its own part empty and says so; the other parts are there.
pub(crate) async fn show(State(app): State<App>) -> Page {
    let (verdicts, comparisons, sources, filings, incidents, unrecognized, decodings, rejected) = tokio::join!(
        app.peers.verdicts(String::new()),
        app.peers.comparisons(String::new()),
        app.peers.sources(),
        app.peers.filings("", 1),
        app.peers.incidents(),
        app.peers.snapshots("unrecognized", ""),
        app.peers.decodings("", ""),
        rejects::rejected(&app),
    );
    let problems = decodings.map(|decodings| {
        let problems = decodings.iter().map(|decoding| decoding.problems).fold(0, i64::saturating_add);
        let refused = decodings.iter().filter(|decoding| !decoding.refused.is_empty()).count();
        (problems, refused)
    });
    let main = html! {
        p.lead {
            "Plumbline turns scattered public records into comparisons that survive a hostile reader. It asks how claimed assaults on officers "
            "of federal agencies compare with other records of assaults on law enforcement, and shows every stitch between them."
        }
        div.panels {
            section aria-labelledby="claims" {
                h2 #claims { a href="/claims" { "Claims" } }
                (told(&verdicts, |verdicts| findings(verdicts)))
            }
            section aria-labelledby="comparisons" {
                h2 #comparisons { a href="/comparisons" { "Comparisons" } }
                (told(&comparisons, |comparisons| questions(comparisons)))
            }
            section aria-labelledby="sources" {
                h2 #sources { a href="/sources" { "Sources" } }
                (told(&sources, |sources| {
                    let snapshots = sources.iter().map(|source| source.snapshots).fold(0, i64::saturating_add);
                    let retrievals = sources.iter().map(|source| source.retrievals).fold(0, i64::saturating_add);
                    tallies(&[
                        (format::length(sources.len()), "sources in the catalogue", "/sources"),
                        (format::count(snapshots), "snapshots kept, by hash", "/sources"),
                        (format::count(retrievals), "retrievals of them", "/sources"),
                    ])
                }))
                (told(&filings, |filings| tallies(&[(format::count(filings.total), "filings seen in feeds of courts", "/filings")])))
            }
            section aria-labelledby="problems" {
                h2 #problems { a href="/rejects" { "Problems" } }
                (told(&problems, |(problems, refused)| tallies(&[
                    (format::count(*problems), "places in files that could not be read", "/rejects"),
                    (format::length(*refused), "files refused as a whole", "/rejects"),
                ])))
                (told(&unrecognized, |kept| tallies(&[(format::length(kept.len()), "files that no source recognized", "/unrecognized")])))
                (told(&incidents, |incidents| tallies(&[(format::length(incidents.len()), "fetches that gave nothing", "/rejects")])))
                (told(&rejected, |rejected| tallies(&[(at_most(rejected.len()), "events set aside", "/rejects")])))
            }
        }
        h2 { "How to read it" }
        ul {
            li { "Every number is a link. It leads to the row or cell, the file's hash, the rule that read it, and the publisher's definition." }
            li { "Series with different counting units are different instruments. They stand side by side; no ratio is made between them." }
            li { "Intervals are exact. A period without a value names its reason and is never zero." }
            li { "Findings use closed wording: they say what does not reproduce, and what a result cannot say." }
        }
    };
    Ok(page(Place::Home, "Public records, put side by side", &main))
}

/// The answer of a service, or that it gave none.
fn told<T>(answer: &Result<T, Failure>, show: impl FnOnce(&T) -> Markup) -> Markup {
    match answer {
        Ok(answer) => show(answer),
        Err(failure) => html! { p.note role="status" { (failure.to_string()) } },
    }
}

fn tallies(tallies: &[(String, &str, &str)]) -> Markup {
    html! { ul.tallies { @for (number, what, href) in tallies { li { a href=(href) { (number) } " " span { (what) } } } } }
}

fn findings(verdicts: &[Verdict]) -> Markup {
    let mut counted: BTreeMap<&str, usize> = words::FINDINGS.into_iter().map(|finding| (finding, 0)).collect();
    for verdict in verdicts {
        let finding = verdict.arithmetic.as_ref().map_or("", |arithmetic| arithmetic.finding.as_str());
        *counted.entry(finding).or_default() += 1;
    }
    let known = words::FINDINGS.into_iter().filter_map(|finding| counted.remove_entry(finding)).collect::<Vec<_>>();
    html! {
        p { (format::length(verdicts.len())) " public statements. Does the stated percentage follow from the stated counts?" }
        ul.tallies {
            @for (finding, number) in known.into_iter().chain(counted) {
                li { a href="/claims" { (format::length(number)) } " " (parts::finding(finding)) }
            }
        }
    }
}

fn questions(comparisons: &[Comparison]) -> Markup {
    html! {
        @if comparisons.is_empty() { p { "No comparison is known." } }
        ul {
            @for comparison in comparisons.iter().map(ComparisonView::of) {
                li { a href=(address::page(&["comparisons", &comparison.slug])) { (comparison.title) } }
            }
        }
    }
}

fn at_most(n: usize) -> String {
    if n >= MOST_REJECTS { format!("{} or more", format::length(n)) } else { format::length(n) }
}

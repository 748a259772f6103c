//! The overview: what this is, and what is in it.

use std::collections::BTreeMap;

use axum::extract::State;
use contracts::{
    analytics::{Comparison, Verdict},
    court::ListCasesRequest,
};
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
    query::{AsOf, Asked},
    views::{address, comparison::ComparisonLine, format, words},
};

/// The overview. A service that does not answer leaves its own part empty and says so; the other parts are there.
pub(crate) async fn show(State(app): State<App>, Asked(as_of): Asked<AsOf>) -> Page {
    let asked = as_of.wire()?;
    let (verdicts, comparisons, sources, courts, incidents, unrecognized, decodings, feed, rejected) = tokio::join!(
        app.peers.verdicts(asked.clone()),
        app.peers.comparisons(asked.clone()),
        app.peers.sources(),
        courts(&app),
        app.peers.incidents(),
        app.peers.snapshots("unrecognized", ""),
        app.peers.decodings("", ""),
        app.peers.feed_problems(""),
        rejects::rejected(&app),
    );
    let problems = decodings.and_then(|decodings| {
        let in_files = decodings.iter().map(|decoding| decoding.problems).fold(0, i64::saturating_add);
        let refused = decodings.iter().filter(|decoding| !decoding.refused.is_empty()).count();
        feed.map(|in_feeds| (in_files.saturating_add(whole(in_feeds.len())), whole(refused)))
    });
    let main = html! {
        p.lead {
            "Plumbline turns scattered public records into comparisons that survive a hostile reader. It asks how claimed assaults on officers "
            "of federal agencies compare with other records of assaults on law enforcement, and shows every stitch between them."
        }
        div.panels {
            section aria-labelledby="claims" {
                h2 #claims { a href="/claims" { "Claims" } }
                (told(&verdicts, |verdicts| findings(verdicts, as_of.typed())))
            }
            section aria-labelledby="comparisons" {
                h2 #comparisons { a href="/comparisons" { "Comparisons" } }
                (told(&comparisons, |comparisons| questions(comparisons, as_of.typed())))
            }
            section aria-labelledby="sources" {
                h2 #sources { a href="/sources" { "Sources" } }
                (told(&sources, |sources| {
                    let snapshots = sources.iter().map(|source| source.snapshots).fold(0, i64::saturating_add);
                    let retrievals = sources.iter().map(|source| source.retrievals).fold(0, i64::saturating_add);
                    html! {
                        ul.tallies {
                            (tally(whole(sources.len()), "source in the catalogue", "sources in the catalogue", "/sources"))
                            (tally(snapshots, "snapshot kept, by its hash", "snapshots kept, by their hashes", "/sources"))
                            (tally(retrievals, "retrieval", "retrievals", "/sources"))
                        }
                    }
                }))
            }
            (courts)
            section aria-labelledby="problems" {
                h2 #problems { a href="/rejects" { "Problems" } }
                (told(&problems, |(problems, refused)| html! {
                    ul.tallies {
                        (tally(*problems, "place in a file or feed that could not be read", "places in files and feeds that could not be read", "/rejects"))
                        (tally(*refused, "file refused as a whole", "files refused as a whole", "/rejects"))
                    }
                }))
                (told(&unrecognized, |kept| html! {
                    ul.tallies { (tally(whole(kept.len()), "file that no source recognized", "files that no source recognized", "/unrecognized")) }
                }))
                (told(&incidents, |incidents| html! {
                    ul.tallies { (tally(whole(incidents.len()), "fetch that gave nothing", "fetches that gave nothing", "/rejects")) }
                }))
                (told(&rejected, |rejected| html! {
                    ul.tallies { (tally(whole(rejected.len()), "event set aside", rejects_noun(rejected.len()), "/rejects")) }
                }))
            }
        }
        (parts::as_of_form("/", &as_of))
        h2 { "How to read it" }
        ul {
            li { "Every number is a link. It leads to the row or cell, the file's hash, the rule that read it, and the publisher's definition." }
            li { "Series with different counting units are different instruments. They stand side by side; no ratio is made between them." }
            li { "Intervals are exact. A period without a value names its reason and is never zero." }
            li { "Each kind of number is told under " a href="/methods" { "methods" } ", and each publisher's way of counting under " a href="/crosswalk" { "how they count" } "." }
            li { "Findings use closed wording: they say what does not reproduce, and what a result cannot say." }
        }
    };
    Ok(page(Place::Home, "Public records, put side by side", &main))
}

/// What is known of courts, each number in its own unit.
async fn courts(app: &App) -> Markup {
    let confirmed = ListCasesRequest { state: "confirmed".into(), limit: 1, ..ListCasesRequest::default() };
    let (cases, feeds, filings) = tokio::join!(app.peers.cases(confirmed, app.case_names), app.peers.feeds(), app.peers.filings("", 1));
    html! {
        section aria-labelledby="courts" {
            h2 #courts { a href="/courts" { "Courts" } }
            p { "New prosecutions under 18 U.S.C. § 111 by district and month, with what each court's feed is able to show." }
            (told(&cases, |cases| html! {
                ul.tallies { (tally(cases.total, "case under § 111", "cases under § 111", "/cases?state=confirmed")) }
            }))
            (told(&feeds, |feeds| {
                let of_state = |state: &str| whole(feeds.iter().filter(|feed| feed.state == state).count());
                html! {
                    ul.tallies {
                        (tally(of_state("fresh"), "feed of a court that is fresh", "feeds of courts that are fresh", "/courts/feeds?state=fresh"))
                        (tally(of_state("stale"), "feed that is stale", "feeds that are stale", "/courts/feeds?state=stale"))
                    }
                }
            }))
            (told(&filings, |filings| html! {
                ul.tallies { (tally(filings.total, "filing seen in a court's feed", "filings seen in feeds of courts", "/filings")) }
            }))
        }
    }
}

/// The answer of a service, or that it gave none.
fn told<T>(answer: &Result<T, Failure>, show: impl FnOnce(&T) -> Markup) -> Markup {
    match answer {
        Ok(answer) => show(answer),
        Err(failure) => html! { p.note role="status" { (failure.to_string()) } },
    }
}

fn tally(number: i64, one: &str, many: &str, href: &str) -> Markup {
    html! { li { a href=(href) { (format::count(number)) } " " span { @if number == 1 { (one) } @else { (many) } } } }
}

fn whole(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn findings(verdicts: &[Verdict], as_of: &str) -> Markup {
    let claims = address::with("/claims", &[("as_of", as_of)]);
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
                li { a href=(claims) { (format::length(number)) } " " (parts::finding(finding)) }
            }
        }
    }
}

fn questions(comparisons: &[Comparison], as_of: &str) -> Markup {
    html! {
        @if comparisons.is_empty() { p { "No comparison is known." } }
        ul {
            @for comparison in comparisons.iter().map(ComparisonLine::of) {
                li { a href=(address::with(&address::page(&["comparisons", &comparison.slug]), &[("as_of", as_of)])) { (comparison.title) } }
            }
        }
    }
}

/// No more than the latest are read, so a full list may not be all.
fn rejects_noun(read: usize) -> &'static str {
    if read >= MOST_REJECTS { "events set aside, or more" } else { "events set aside" }
}

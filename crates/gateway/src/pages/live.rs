//! Alerts and filings as they come. Without our script it is a list that one reloads.

use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};
use contracts::events::{AlertRaised, FilingSeen};
use maud::{Markup, html};

use super::{
    assets::LIVE_HREF,
    layout::{Place, page},
    parts,
};
use crate::{
    App, CaseNames,
    edge::Scripted,
    error::Failure,
    views::{address, alert},
};

/// Alerts and filings that the page begins with.
const FIRST: i32 = 50;

/// Seconds after which our script looks for filings again.
const REFRESHED_EVERY: u32 = 20;

/// The latest alerts of all watches, and the latest filings.
pub(crate) async fn show(State(app): State<App>) -> Result<Response, Failure> {
    let (alerts, filings) = tokio::try_join!(app.peers.alerts("", 0, FIRST), app.peers.filings("", FIRST))?;
    let filings: Vec<Markup> = filings.filings.iter().map(|filing| filing_line(filing, app.case_names)).collect();
    let main = html! {
        p.lead { "What watches tell, and what the feeds of courts show, latest first." }
        p.note #live-state { "A list as of now; " a href="/live" { "load it again" } " to see what came." }
        @if app.case_names == CaseNames::Withheld { p.note { "Captions and texts are withheld, because they carry names of persons." } }
        h2 { "Alerts" }
        p { "Each answers a " a href="/watches" { "watch" } ". An alert that learns more comes again as the same alert." }
        @if alerts.is_empty() { p.empty #no-alerts { "No watch has told anything yet." } }
        (alert_list("", alerts, app.case_names))
        h2 { "Filings" }
        @if filings.is_empty() { p.empty #no-filings { "No filing was seen." } }
        ol.news #filings data-every=(REFRESHED_EVERY) { @for filing in &filings { (filing) } }
        p.programs {
            "For programs: " a href="/api/v1/alerts" { "alerts" } " and " a href="/api/v1/filings" { "filings" } " as JSON, "
            a href="/api/v1/alerts/stream" { "alerts as server-sent events" }
        }
        script src=(LIVE_HREF.as_str()) defer {}
    };
    Ok(scripted(page(Place::Live, "Live", &main)))
}

/// An answer that may run our script.
pub(super) fn scripted(page: impl IntoResponse) -> Response {
    (Extension(Scripted), page).into_response()
}

/// Alerts as a list that our script adds to, from the latest cursor on it.
pub(super) fn alert_list(watch: &str, alerts: Vec<AlertRaised>, names: CaseNames) -> Markup {
    let after = alerts.iter().map(|alert| alert.cursor).max().unwrap_or_default();
    let words: std::collections::BTreeMap<&str, &str> = alert::CLASSES.into_iter().chain(alert::NOISE).collect();
    let words = serde_json::to_string(&words).unwrap_or_default();
    html! {
        ol.news #alerts data-watch=(watch) data-after=(after) data-words=(words) {
            @for raised in alerts { (alert_line(&alert::leaving(raised, names))) }
        }
    }
}

/// One alert, as it may leave.
pub(super) fn alert_line(raised: &AlertRaised) -> Markup {
    let at = if raised.happened_at.is_empty() { &raised.seen_at } else { &raised.happened_at };
    html! {
        li data-alert=(raised.alert) {
            span.when { (parts::moment(at)) } " "
            (linked(&raised.title, &raised.link))
            @for text in [&raised.caption, &raised.text] { @if !text.is_empty() { span.under { (text) } } }
            span.under {
                (alert::in_words(&raised.class))
                @if !raised.noise.is_empty() { " · " (alert::in_words(&raised.noise)) }
                @if raised.revision > 1 { " · revision " (raised.revision) }
                @if !raised.watch.is_empty() {
                    " · " a href=(alert::page_of(&raised.watch)) {
                        @if raised.watch_title.is_empty() { (raised.watch) } @else { (raised.watch_title) }
                    }
                }
                @if !raised.snapshot.is_empty() { " · " (parts::snapshot_link(&raised.snapshot)) " " (raised.locator) }
            }
        }
    }
}

fn filing_line(filing: &FilingSeen, names: CaseNames) -> Markup {
    let title = format!("{} {}: {}", filing.court, filing.docket_number, filing.entry_kind);
    html! {
        li {
            span.when { (parts::moment(&filing.filed_at)) } " "
            (linked(&title, &filing.link))
            @if names == CaseNames::Shown && !filing.case_name.is_empty() { span.under { (filing.case_name) } }
            @if !filing.document_number.is_empty() { span.under { "document " (filing.document_number) } }
        }
    }
}

fn linked(title: &str, href: &str) -> Markup {
    html! {
        @match address::external(href) {
            Some(href) => a href=(href) rel="noopener noreferrer" { (title) },
            None => b { (title) },
        }
    }
}

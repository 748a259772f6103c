//! The feeds of all courts as they are now, that with most trouble first.

use axum::extract::State;
use contracts::court::FeedStatus;
use maud::{Markup, html};

use super::super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, table},
};
use crate::{
    App,
    charts::Coverage,
    query::{Asked, FeedsAsked},
    views::{
        address,
        court::{duration, feeds},
        format,
    },
};

/// Feeds in a table, narrowed by a form.
pub(crate) async fn list(State(app): State<App>, Asked(asked): Asked<FeedsAsked>) -> Page {
    let all = app.peers.feeds().await?;
    let (state, coverage) = asked.wanted();
    let found = feeds::wanted(all.clone(), (state, coverage));
    let columns = [
        Column::Text("Court"),
        Column::Text("State"),
        Column::Text("Can show; kinds of entries in the clerk's words"),
        Column::Text("Latest entry, last poll"),
        Column::Number("Behind, in court hours"),
        Column::Number("Filings"),
        Column::Text("Snapshot"),
    ];
    let rows: Vec<Vec<Markup>> = found.iter().map(row).collect();
    let parameters = [("state", state), ("coverage", coverage)];
    let main = html! {
        p.lead {
            "A feed that is silent says nothing by itself: it may be stale, polled too rarely, or unable to show a new case. "
            "Here is what each court's feed is able to show now, with most trouble first."
        }
        (tally(&all))
        (form(&parameters))
        @if rows.is_empty() { p.empty { "No feed fits." } } @else {
            p { (format::length(found.len())) " of " (format::length(all.len())) " courts." }
            (table("feeds", "Feeds of courts", Narrow::Scrolls, &columns, &rows))
        }
        p.hint {
            "Stale: the latest entry is older than two court hours on a working day of the court. Quiet: it is outside court hours. "
            "Undated: the feed gives the same date whenever it is asked. Never: it was not polled yet. Times are in UTC; staleness counts court hours in the court's own zone."
        }
        (parts::for_programs(
            &address::with("/api/v1/courts/feeds", &parameters),
            Some(&address::with("/api/v1/courts/feeds", &[("format", "csv"), parameters[0], parameters[1]])),
        ))
    };
    Ok(page(Place::Courts, "Feeds of courts", &main))
}

/// How many feeds are in each state.
fn tally(all: &[FeedStatus]) -> Markup {
    let number = |state: &str| all.iter().filter(|feed| feed.state == state).count();
    html! {
        ul.tallies {
            @for state in feeds::STATES {
                li { a href=(address::with("/courts/feeds", &[("state", state)])) { (format::length(number(state))) } " " (mark(state)) }
            }
        }
    }
}

fn form(parameters: &[(&str, &str); 2]) -> Markup {
    let [(_, state), (_, coverage)] = *parameters;
    html! {
        form.filter method="get" action="/courts/feeds" {
            div {
                label for="state" { "State" }
                select #state name="state" {
                    option value="" { "All" }
                    @for word in feeds::STATES { option value=(word) selected[word == state] { (feeds::state(word)) } }
                }
            }
            div {
                label for="can-show" { "Can show" }
                select #can-show name="coverage" {
                    option value="" { "All" }
                    @for one in Coverage::ALL { option value=(one.as_str()) selected[one.as_str() == coverage] { (one.words()) } }
                }
            }
            button type="submit" { "Show" }
            a href="/courts/feeds" { "Show all" }
        }
    }
}

/// The state of a feed; colour only repeats the words.
pub(super) fn mark(state: &str) -> Markup {
    html! { span class=(feeds::state_class(state)) { (feeds::state(state)) } }
}

/// What the feed shows, and what it showed before where that was another thing.
pub(super) fn shows(feed: &FeedStatus) -> Markup {
    html! {
        (parts::optional(Some(&feed.shows)))
        @if feeds::changed(feed) {
            span.under { "before " @if feed.shows_changed_at.is_empty() { "that" } @else { (parts::moment(&feed.shows_changed_at)) } ": " (feed.shows_before) }
        }
    }
}

fn row(feed: &FeedStatus) -> Vec<Markup> {
    vec![
        html! { a href=(address::page(&["courts", &feed.court])) { (feeds::name(feed)) } span.under { (feed.court) } },
        mark(&feed.state),
        html! { (Coverage::of(&feed.coverage).words()) @if !feed.shows.is_empty() { span.under { (shows(feed)) } } },
        html! {
            span.nowrap { (parts::moment(&feed.latest_entry_at)) }
            @if !feed.polled_at.is_empty() { span.under.nowrap { "polled " (parts::moment(&feed.polled_at)) } }
        },
        behind(feed),
        html! { @if feed.polled_at.is_empty() && feed.filings == 0 { (parts::optional(None)) } @else { (format::count(feed.filings)) } },
        parts::snapshot_link(&feed.snapshot),
    ]
}

/// How far the latest entry lies back. Without an entry, and with dates that say nothing, it is not known, which is not zero.
pub(super) fn behind(feed: &FeedStatus) -> Markup {
    html! { @if feed.latest_entry_at.is_empty() || feed.state == "undated" { (parts::optional(None)) } @else { span.nowrap { (duration(feed.stale_secs)) } } }
}

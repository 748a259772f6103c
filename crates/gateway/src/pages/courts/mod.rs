//! New prosecutions under 18 U.S.C. § 111 by district and month, with what the feeds could show.

pub(crate) mod district;
pub(crate) mod feeds;
mod reconciled;

use axum::extract::State;
use contracts::court::{DistrictMonth, FeedStatus};
use maud::{Markup, html};

use super::{
    Page,
    layout::{Place, page},
    parts::{self, Column, Narrow, table},
};
use crate::{
    App,
    charts::{Coverage, DISTRICTS},
    query::{Asked, MonthAsked},
    views::{
        address, charted,
        court::{
            month::Month,
            months::{MonthSums, Sum, by_month},
        },
        format,
    },
};

/// Months of the table.
const MONTHS: i32 = 12;

/// All districts in one month, and the months up to it.
pub(crate) async fn overview(State(app): State<App>, Asked(asked): Asked<MonthAsked>) -> Page {
    let asked = asked.month()?;
    let (from, to) = window(asked);
    let (cells, feeds) = tokio::try_join!(app.peers.district_months("", (&from, &to)), app.peers.feeds())?;
    let now = Month::of(app.clock.now());
    let latest = cells.iter().filter_map(|cell| cell.month.parse::<Month>().ok()).max();
    let shown = asked.or(latest).or(now);
    let main = html! {
        p.lead {
            "New prosecutions for assaulting, resisting or impeding federal officers (18 U.S.C. § 111), by the date of filing in court time. "
            "Defendants, cases and counts are different units: each has its own number, and they are never added together."
        }
        nav.contents aria-label="More about courts" {
            ul {
                li { a href="/courts/feeds" { "Feeds of all courts" } }
                li { a href="/cases?state=confirmed" { "Cases under § 111" } }
                li { a href="/filings" { "Latest filings" } }
                li { a href="#coverage" { "What coverage means" } }
            }
        }
        (walk("/courts", shown, now))
        @if let Some(month) = shown { (one_month(month, &cells, &feeds)) }
        h2 #months { "By month" }
        (months(&cells))
        (meaning())
        (parts::for_programs(
            &address::with("/api/v1/courts/months", &[("from", &from), ("to", &to)]),
            Some(&address::with("/api/v1/courts/months", &[("format", "csv"), ("from", &from), ("to", &to)])),
        ))
    };
    Ok(page(Place::Courts, "New prosecutions under 18 U.S.C. § 111", &main))
}

/// First and last month to ask for; empty texts mean the last months that are known.
fn window(asked: Option<Month>) -> (String, String) {
    let text = |month: Option<Month>| month.map(|month| month.to_string()).unwrap_or_default();
    (text(asked.and_then(|month| month.moved(1 - MONTHS))), text(asked))
}

/// To the months before and after, and to any other.
fn walk(path: &str, shown: Option<Month>, now: Option<Month>) -> Markup {
    let link = |month: Month| address::with(path, &[("month", &month.to_string())]);
    let before = shown.and_then(|month| month.moved(-1));
    let after = shown.and_then(|month| month.moved(1)).filter(|month| now.is_none_or(|now| *month <= now));
    html! {
        form.as-of method="get" action=(path) {
            label for="month" { "Month" }
            input #month name="month" type="text" inputmode="numeric" autocomplete="off" placeholder="2026-03"
                value=[shown.map(|month| month.to_string())];
            button type="submit" { "Show" }
            @if let Some(before) = before { a rel="prev" href=(link(before)) { "Earlier: " (before) } }
            @if let Some(after) = after { a rel="next" href=(link(after)) { "Later: " (after) } }
        }
    }
}

fn one_month(month: Month, cells: &[DistrictMonth], feeds: &[FeedStatus]) -> Markup {
    let asked = month.to_string();
    let api = address::with("/api/v1/courts/months", &[("from", &asked), ("to", &asked)]);
    let place = charted::Place { id: "districts".to_owned(), csv: format!("{api}&format=csv"), json: api };
    let sums = by_month(cells).into_iter().find(|sums| sums.month == asked).unwrap_or_default();
    html! {
        h2 #districts { (month) }
        (headline(&sums, &asked))
        (charted::districts(month, cells, feeds, &place).figure)
        p.hint { "Every district leads to its own page, with the cases behind its number. Districts stand in the place of their state; N, E, S, W, C and M are its northern, eastern, southern, western, central and middle districts." }
    }
}

/// The sums of the month, each over the districts that have it.
fn headline(sums: &MonthSums, month: &str) -> Markup {
    let cases = |state: &str| address::with("/cases", &[("state", state), ("month", month)]);
    html! {
        dl.headline {
            (figure("Defendants", sums.defendants, &cases("confirmed")))
            (figure("Cases", sums.cases, &cases("confirmed")))
            (figure("Counts", sums.counts, &cases("confirmed")))
            (figure("Candidates, charge not known yet", sums.candidates, &cases("candidate")))
            (figure("Charge text without citation", sums.unknown, &cases("unknown")))
            @if sums.seen > 0 {
                div { dt { "Defendants seen where coverage allows no number" } dd { "at least " (format::count(sums.seen)) } }
            }
        }
    }
}

fn figure(term: &str, sum: Sum, href: &str) -> Markup {
    html! { div { dt { (term) } dd { (total(sum, href)) span.under { (of_all(sum.districts)) } } } }
}

/// A sum, which leads to the cases behind it.
fn total(sum: Sum, href: &str) -> Markup {
    html! {
        @match sum.total() {
            Some(total) => a.figure href=(href) { (format::count(total)) },
            None => span.gap { "missing" },
        }
    }
}

fn of_all(districts: usize) -> String {
    if districts == 0 { "in no district".to_owned() } else { format!("in {districts} of {} districts", DISTRICTS.len()) }
}

fn months(cells: &[DistrictMonth]) -> Markup {
    let columns = [
        Column::Text("Month"),
        Column::Number("Districts with a number"),
        Column::Number("Defendants"),
        Column::Number("Cases"),
        Column::Number("Counts"),
        Column::Number("Candidates"),
        Column::Number("Charge unknown"),
        Column::Number("Seen elsewhere (a lower bound)"),
    ];
    let row = |sums: &MonthSums| {
        let number = |sum: Sum, state: &str| {
            html! {
                (total(sum, &address::with("/cases", &[("state", state), ("month", &sums.month)])))
                // The heading says of how many districts the defendants are; another number has to be said.
                @if sum.districts != sums.defendants.districts { span.under { (of_all(sum.districts)) } }
            }
        };
        vec![
            html! { a.month href=(address::with("/courts", &[("month", &sums.month)])) { (sums.month) } },
            html! { (sums.defendants.districts) " of " (DISTRICTS.len()) },
            number(sums.defendants, "confirmed"),
            number(sums.cases, "confirmed"),
            number(sums.counts, "confirmed"),
            number(sums.candidates, "candidate"),
            number(sums.unknown, "unknown"),
            parts::optional((sums.seen > 0).then(|| format::count(sums.seen)).as_deref()),
        ]
    };
    let rows: Vec<Vec<Markup>> = by_month(cells).iter().map(row).collect();
    html! {
        @if rows.is_empty() { p.empty { "No month is known." } } @else {
            p {
                "Sums are over the districts whose feeds allow a number, and say how many these are. Months with other districts are not "
                "the same thing twice: a rise can be a rise of coverage."
            }
            (table("by-month", "New prosecutions by month, districts with coverage only", Narrow::Scrolls, &columns, &rows))
        }
    }
}

/// What coverage means, in words.
fn meaning() -> Markup {
    let facts: Vec<(&str, Markup)> =
        Coverage::ALL.into_iter().map(|coverage| (coverage.words(), parts::text(coverage.meaning()))).collect();
    html! {
        h2 #coverage { "What coverage means" }
        p {
            "Feeds of courts look back about a day and show the kinds of entries that the clerk exposes. A feed shows that something was filed, "
            "not the charge: the charge is read from the docket or the charging document. So a number stands here only where the feed could "
            "show new criminal cases on enough days of the month and their charges were looked up. Elsewhere the number is missing, which is "
            "not zero, and what was seen is a lower bound."
        }
        (parts::facts(&facts))
        p { "A candidate is a new criminal case whose charge is not known yet; it may turn out to be of any kind. An unknown charge has a text without citation, which is neither a yes nor a no." }
    }
}

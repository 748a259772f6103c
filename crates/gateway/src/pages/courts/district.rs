//! One district: its months, the days that its feed was covered, what every source says, and its latest cases.

use axum::extract::State;
use contracts::court::{DistrictMonth, FeedStatus, ListCasesRequest};
use maud::{Markup, html};

use super::{
    super::{
        Page, cases,
        layout::{Place, page},
        parts::{self, Column, Narrow, facts, table},
    },
    feeds as feed_list, reconciled, walk,
};
use crate::{
    App,
    charts::{Coverage, in_state},
    error::Failure,
    query::{Asked, MonthAsked, Name},
    views::{
        address, charted,
        court::{self, feeds, month::Month},
        format,
    },
};

/// Cases that the page lists.
const MOST_CASES: i32 = 25;

/// One district. A month narrows its days and cases to that month.
pub(crate) async fn show(State(app): State<App>, Name(code): Name, Asked(asked): Asked<MonthAsked>) -> Page {
    let month = asked.month()?;
    let feeds = app.peers.feeds().await?;
    let feed = feeds.into_iter().find(|feed| feed.court == code).ok_or_else(|| Failure::NotFound("court of this code".into()))?;
    let days = month.and_then(Month::days).map(|(first, last)| (first.to_string(), last.to_string())).unwrap_or_default();
    let (from, to) = super::window(month);
    let latest = ListCasesRequest {
        court: code.clone(),
        month: month.map(|month| month.to_string()).unwrap_or_default(),
        limit: MOST_CASES,
        ..ListCasesRequest::default()
    };
    let (months, covered, reconciled, found) = tokio::try_join!(
        or_nothing(app.peers.district_months(&code, (&from, &to))),
        or_nothing(app.peers.court_days(&code, (&days.0, &days.1))),
        or_nothing(app.peers.reconciliation(&code, (&from, &to))),
        app.peers.cases(latest, app.case_names),
    )?;
    let path = address::page(&["courts", &code]);
    let coverage_api = address::with(&address::api(&["courts", &code, "coverage"]), &[("from", &days.0), ("to", &days.1)]);
    let place = charted::Place { id: "days".to_owned(), csv: csv_of(&coverage_api), json: coverage_api };
    let cases_at = address::with("/cases", &[("court", &code), ("month", &month.map(|month| month.to_string()).unwrap_or_default())]);
    let main = html! {
        p.lead {
            @if in_state(&code).is_some() {
                "What is known of new prosecutions under 18 U.S.C. § 111 in this district, and what its feed is able to show."
            } @else {
                "Criminal cases do not begin in this court: it is none of the 94 districts. Here is what its feed is able to show."
            }
        }
        h2 #feed { "The feed now" }
        (status(&feed))
        (walk(&path, month, Month::of(app.clock.now())))
        h2 #days { @match month { Some(month) => { "Days of " (month) }, None => "Days, the latest thirty" } }
        @if covered.is_empty() { p.empty { "No day is known." } } @else { (charted::court_days(&covered, &place).figure) }
        h2 #months { "Months" }
        (months_of(&code, &months, (&from, &to)))
        h2 #sources { "The same by every source" }
        (reconciled::tables(&reconciled))
        (reconciled::files(&code, (&from, &to)))
        h2 #cases { @match month { Some(month) => { "Cases filed in " (month) }, None => "Latest cases" } }
        @if found.cases.is_empty() { p.empty { "No case is known." } } @else {
            p { (format::length(found.cases.len())) " of " (format::plural(found.total, "case", "cases")) ", latest filed first: " a href=(cases_at) { "all of them" } "." }
            (cases::table_of("cases", &found.cases, app.case_names))
        }
    };
    Ok(page(Place::Courts, feeds::name(&feed), &main))
}

/// A court that is no district can have a feed and nothing else.
async fn or_nothing<T>(answer: impl Future<Output = Result<Vec<T>, Failure>>) -> Result<Vec<T>, Failure> {
    match answer.await {
        Err(Failure::NotFound(_)) => Ok(Vec::new()),
        answer => answer,
    }
}

fn csv_of(api: &str) -> String {
    format!("{api}{}format=csv", if api.contains('?') { '&' } else { '?' })
}

fn status(feed: &FeedStatus) -> Markup {
    let coverage = Coverage::of(&feed.coverage);
    let state = in_state(&feed.court).map(|place| place.state);
    facts(&[
        (
            "Court",
            html! { code { (feed.court) } @if let Some(state) = state { ", " (state) } @if !feed.zone.is_empty() { ", zone " (feed.zone) } },
        ),
        ("State of the feed", feed_list::mark(&feed.state)),
        ("Can show", html! { b { (coverage.words()) } ". " (coverage.meaning()) }),
        ("Kinds of entries, in the clerk's words", feed_list::shows(feed)),
        ("Last poll", parts::moment(&feed.polled_at)),
        ("Built, as the feed says", parts::moment(&feed.built_at)),
        ("Latest entry", parts::moment(&feed.latest_entry_at)),
        ("Behind, in court hours", feed_list::behind(feed)),
        ("Filings seen", html! { a href=(address::with("/filings", &[("court", &feed.court)])) { (format::count(feed.filings)) } }),
        ("Snapshot", parts::snapshot_link(&feed.snapshot)),
    ])
}

fn months_of(court: &str, cells: &[DistrictMonth], (from, to): (&str, &str)) -> Markup {
    let api = address::with("/api/v1/courts/months", &[("court", court), ("from", from), ("to", to)]);
    let place = charted::Place { id: "months".to_owned(), csv: csv_of(&api), json: api.clone() };
    let columns = [
        Column::Text("Month"),
        Column::Number("Defendants"),
        Column::Number("Cases"),
        Column::Number("Counts"),
        Column::Number("Candidates"),
        Column::Number("Charge unknown"),
        Column::Number("Court days covered"),
        Column::Number("Charges looked up"),
        Column::Text("Defendants by outcome, or why there is no number"),
    ];
    let mut latest_first: Vec<&DistrictMonth> = cells.iter().collect();
    latest_first.sort_by(|left, right| right.month.cmp(&left.month));
    let rows: Vec<Vec<Markup>> = latest_first.into_iter().map(month_row).collect();
    html! {
        @if rows.is_empty() { p.empty { "No month is known." } } @else {
            @if let Some(chart) = charted::district_months(cells, &place) { (chart.figure) }
            (table("by-month", "By month of filing, in court time", Narrow::Scrolls, &columns, &rows))
            (parts::for_programs(&api, Some(&csv_of(&api))))
        }
    }
}

fn month_row(cell: &DistrictMonth) -> Vec<Markup> {
    let cases = |state: &str| address::with("/cases", &[("court", &cell.court), ("state", state), ("month", &cell.month)]);
    let number = |number: Option<i64>, seen: i64, href: &str| {
        html! {
            @match number {
                Some(number) => a.figure href=(href) { (format::count(number)) },
                None => span.gap { "missing" },
            }
            @if number.is_none() && seen > 0 { span.under { "at least " (format::count(seen)) " seen" } }
        }
    };
    let confirmed = cases("confirmed");
    vec![
        html! { a.month href=(address::with(&address::page(&["courts", &cell.court]), &[("month", &cell.month)])) { (cell.month) } },
        number(cell.defendants, cell.seen_defendants, &confirmed),
        number(cell.cases, cell.seen_cases, &confirmed),
        number(cell.counts, 0, &confirmed),
        number(cell.candidates, 0, &cases("candidate")),
        number(cell.unknown, 0, &cases("unknown")),
        parts::text(charted::days(cell)),
        parts::optional(cell.looked_up.map(|share| format::Percent::Share.computed(share * 100.0)).as_deref()),
        outcomes(cell),
    ]
}

fn outcomes(cell: &DistrictMonth) -> Markup {
    html! {
        @if !cell.missing.is_empty() { p.roomy { (cell.missing) } }
        @if !cell.outcomes.is_empty() {
            ul.plain.roomy { @for outcome in &cell.outcomes { li { (court::disposition(&outcome.disposition_class)) ": " (format::count(outcome.defendants)) } } }
        }
        @if cell.missing.is_empty() && cell.outcomes.is_empty() { (parts::optional(None)) }
    }
}

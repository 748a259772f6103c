//! Watches: what is watched, a form that first shows what a watch would have told, and each with its alerts and feed.

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use contracts::court::{TestWatchResponse, Watch};
use maud::{Markup, html};

use super::{
    Page,
    assets::LIVE_HREF,
    layout::{Place, page},
    live::{alert_line, alert_list, scripted},
    parts::{self, Column, Narrow, table},
};
use crate::{
    App, CaseNames, WatchChanges,
    error::Failure,
    query::{MayChange, Name},
    views::{address, alert, atom, format, watch_form::WatchForm},
};

/// Alerts on the page of a watch.
const LISTED: i32 = 100;

/// Alerts in a feed.
const IN_FEED: i32 = 50;

/// Alerts that a preview lists.
const PREVIEWED: i32 = 20;

/// All watches, and the form for another.
pub(crate) async fn list(State(app): State<App>) -> Page {
    let watches = app.peers.watches().await?;
    let form = WatchForm { muted: alert::USUALLY_MUTED.iter().map(|name| (*name).to_owned()).collect(), ..WatchForm::default() };
    let main = html! {
        p.lead { "A watch is a standing question over filings. It tells once of each thing, and again as the same alert when more becomes known." }
        @if watches.is_empty() { p.empty { "There is no watch yet." } } @else { (watch_table(&watches)) }
        h2 { "New watch" }
        p { "All that is given must be met. Before it is added you see what it would have told." }
        (criteria_form(&form, "Show what it would have told"))
        (parts::for_programs("/api/v1/watches", None))
    };
    Ok(page(Place::Watches, "Watches", &main))
}

/// What a watch would have told, and the button that adds it.
pub(crate) async fn preview(State(app): State<App>, RawQuery(query): RawQuery) -> Page {
    let form = WatchForm::read(query.unwrap_or_default().as_bytes());
    match app.peers.test_watch(form.to_wire(), PREVIEWED).await {
        Ok(tested) => Ok(page(Place::Watches, "New watch", &previewed(&app, &form, tested, &[]))),
        Err(Failure::BadRequest(problems)) => Ok(page(Place::Watches, "New watch", &mistaken(&form, &problems))),
        Err(failure) => Err(failure),
    }
}

/// Adds a watch and leads to its page; what is wrong in it is said above the form.
pub(crate) async fn add(State(app): State<App>, _: MayChange, body: Bytes) -> Result<Response, Failure> {
    let form = WatchForm::read(&body);
    match app.peers.add_watch(form.to_wire()).await {
        Ok(added) => Ok(Redirect::to(&alert::page_of(&added.watch.unwrap_or_default().id)).into_response()),
        Err(Failure::BadRequest(problems)) => {
            let criteria = WatchForm { title: String::new(), url: String::new(), secret: String::new(), ..form.clone() };
            let main = match app.peers.test_watch(criteria.to_wire(), PREVIEWED).await {
                Ok(tested) => previewed(&app, &form, tested, &problems.lines().collect::<Vec<_>>()),
                Err(Failure::BadRequest(_)) => mistaken(&form, &problems),
                Err(failure) => return Err(failure),
            };
            Ok((StatusCode::BAD_REQUEST, page(Place::Watches, "New watch", &main)).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// One watch with its alerts.
pub(crate) async fn show(State(app): State<App>, Name(id): Name) -> Result<Response, Failure> {
    let (watch, alerts) = tokio::try_join!(app.peers.watch(&id), app.peers.alerts(&id, 0, LISTED))?;
    let feed = alert::feed_of(&id);
    let mut facts: Vec<(&str, Markup)> = alert::criteria(&watch).into_iter().map(|(name, value)| (name, parts::text(value))).collect();
    facts.push(("Added", parts::moment(&watch.added_at)));
    facts.push(("Feed", html! { a href=(feed) type="application/atom+xml" { "Atom" } }));
    if let Some(host) = alert::webhook_host(&watch) {
        facts.push(("Webhook", html! { (host) ": " (webhook_state(&watch)) }));
    }
    let main = html! {
        (parts::facts(&facts))
        h2 { "Alerts" }
        p.note #live-state { "A list as of now; load the page again to see what came." }
        @if app.case_names == CaseNames::Withheld { p.note { "Captions and texts are withheld, because they carry names of persons." } }
        @if alerts.is_empty() { p.empty #no-alerts { "Nothing yet. It tells of what is first seen after it was added." } }
        (alert_list(&id, alerts, app.case_names))
        @if app.watch_changes == WatchChanges::Allowed {
            h2 { "Remove" }
            p { "The watch goes away with its alerts." }
            form method="post" action=(address::page(&["watches", &id, "remove"])) {
                button type="submit" { "Remove this watch" }
            }
        }
        (parts::for_programs(&address::api(&["watches", &id]), None))
        script src=(LIVE_HREF.as_str()) defer {}
    };
    Ok(scripted(page(Place::Watches, &watch.title, &main)))
}

/// Removes a watch and leads back to the list.
pub(crate) async fn remove(State(app): State<App>, _: MayChange, Name(id): Name) -> Result<Redirect, Failure> {
    app.peers.remove_watch(&id).await?;
    Ok(Redirect::to("/watches"))
}

/// Alerts of a watch as an Atom feed.
pub(crate) async fn feed(State(app): State<App>, Name(id): Name) -> Result<Response, Failure> {
    let (watch, alerts) = tokio::try_join!(app.peers.watch(&id), app.peers.alerts(&id, 0, IN_FEED))?;
    let alerts: Vec<_> = alerts.into_iter().map(|raised| alert::leaving(raised, app.case_names)).collect();
    let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], atom::feed(&watch, &alerts)).into_response())
}

fn watch_table(watches: &[Watch]) -> Markup {
    let columns = [Column::Text("Watch"), Column::Text("Asks for"), Column::Text("Feed"), Column::Text("Webhook"), Column::Text("Added")];
    let rows: Vec<Vec<Markup>> = watches
        .iter()
        .map(|watch| {
            vec![
                html! { a href=(alert::page_of(&watch.id)) { (watch.title) } },
                html! { @for (name, value) in alert::criteria(watch) { span.under { (name) ": " (value) } } },
                html! { a href=(alert::feed_of(&watch.id)) type="application/atom+xml" { "Atom" } },
                html! { @match alert::webhook_host(watch) { Some(host) => { (host) span.under { (webhook_state(watch)) } }, None => (parts::optional(None)) } },
                html! { span.nowrap { (parts::moment(&watch.added_at)) } },
            ]
        })
        .collect();
    table("watches", "Watches, in the order in which they were added", Narrow::Stacks, &columns, &rows)
}

fn webhook_state(watch: &Watch) -> String {
    let webhook = watch.webhook.clone().unwrap_or_default();
    let failures = match (webhook.failures, webhook.state.as_str()) {
        (0, _) | (_, "disabled") => String::new(),
        (failures, _) => format!(", {} in a row", format::plural(i64::from(failures), "failed attempt", "failed attempts")),
    };
    let again = if webhook.state == "disabled" { "; add the same watch again to enable it" } else { "" };
    let reason = if webhook.reason.is_empty() { String::new() } else { format!(" ({})", webhook.reason) };
    format!("{}{failures}{reason}{again}", webhook.state)
}

/// What was found, with what is wrong in the rest of the form, if anything is.
fn previewed(app: &App, form: &WatchForm, tested: TestWatchResponse, problems: &[&str]) -> Markup {
    let TestWatchResponse { alerts, total, since } = tested;
    let listed = alerts.len();
    html! {
        (problem_list(problems))
        p.lead {
            @if since.is_empty() { "Nothing is known yet, so that nothing can be said of what it would have told." }
            @else { "It would have told " (format::plural(total, "alert", "alerts")) " of what was seen since " (parts::moment(&since)) "." }
        }
        @if app.case_names == CaseNames::Withheld && listed > 0 { p.note { "Captions and texts are withheld, because they carry names of persons." } }
        @if total > i64::try_from(listed).unwrap_or(i64::MAX) { p { "The latest " (format::length(listed)) ":" } }
        ol.news { @for raised in alerts { (alert_line(&unheld(alert::leaving(raised, app.case_names)))) } }
        @if app.watch_changes == WatchChanges::Allowed { (add_form(form)) }
        @else { p.note { "Watches of this site are added by its operator." } }
        h2 { "Ask otherwise" }
        (criteria_form(form, "Show what it would have told"))
    }
}

/// An alert of a watch that is not there has no page to lead to.
fn unheld(mut raised: contracts::events::AlertRaised) -> contracts::events::AlertRaised {
    raised.watch.clear();
    raised
}

fn mistaken(form: &WatchForm, problems: &str) -> Markup {
    let asks_for_nothing = form.criteria().is_empty();
    html! {
        @if asks_for_nothing { p.lead { "Give at least one criterion." } } @else { (problem_list(&problems.lines().collect::<Vec<_>>())) }
        (criteria_form(form, "Show what it would have told"))
    }
}

fn problem_list(problems: &[&str]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.refusal role="alert" {
                p { "This cannot be watched as it stands:" }
                ul { @for problem in problems { li { (problem) } } }
            }
        }
    }
}

fn field(name: &str, label: &str, value: &str, example: &str) -> Markup {
    html! {
        div {
            label for=(name) { (label) }
            input id=(name) name=(name) type="text" autocomplete="off" placeholder=(example) value=(value);
        }
    }
}

fn criteria_form(form: &WatchForm, button: &str) -> Markup {
    let checkbox = |(name, words): &(&'static str, &'static str)| {
        html! {
            label.choice {
                input type="checkbox" name="muted" value=(name) checked[form.muted.iter().any(|muted| muted == name)];
                " " (words)
            }
        }
    };
    html! {
        form.filter.watch method="get" action="/watches/new" {
            (field("docket_number", "Docket number", &form.docket_number, "1:17-cr-00554"))
            (field("party", "Caption or party", &form.party, "@ice, or words of a name"))
            (field("statute", "Statute", &form.statute, "18:111"))
            (field("courts", "Courts (CM/ECF codes)", &form.courts, "nysd nyed"))
            (field("event_type", "Kind of entry", &form.event_type, "complaint"))
            (field("text", "Words of the text", &form.text, "\"federal officer\""))
            fieldset {
                legend { "Do not tell" }
                @for known in alert::NOISE.iter().chain(alert::CLASSES.iter().filter(|(name, _)| *name != "webhook_disabled")) { (checkbox(known)) }
            }
            button type="submit" { (button) }
            span.hint { "“@ice” and “@dhs” are lists of names. Words in quotation marks follow each other. A statute finds what stands below it." }
        }
    }
}

/// The second step: everything that is asked for is carried on; how it is told is new.
fn add_form(form: &WatchForm) -> Markup {
    html! {
        h2 { "Add it" }
        form.filter.watch method="post" action="/watches" {
            @for (name, value) in form.criteria() { input type="hidden" name=(name) value=(value); }
            (field("title", "Title", &form.title, "made from what it asks for"))
            (field("webhook_url", "Send alerts to (optional)", &form.url, "https://example.org/hook"))
            div {
                label for="webhook_key" { "Key of the signature" }
                input #webhook_key name="webhook_key" type="password" autocomplete="new-password" placeholder="whsec_…";
            }
            div {
                label for="delivery" { "When" }
                select #delivery name="delivery" {
                    option value="live" selected[form.delivery != "daily"] { "each alert at once" }
                    option value="daily" selected[form.delivery == "daily"] { "once a day (UTC)" }
                }
            }
            button type="submit" { "Add this watch" }
            span.hint { "Feed, list and live page always show each alert. Only the webhook waits for the end of the day." }
        }
    }
}

//! Handlers of the API on watches and alerts.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    links,
    problem::Failures,
    watched::{Alert, AlertList, Watch, WatchAdded, WatchAsked, WatchList, WatchTested},
};
use crate::{
    App,
    error::Failure,
    query::{AlertsAsked, Asked, MayChange, Name},
    views::address,
};

/// Bytes of a watch that is handed in, at most.
const MOST_BYTES: usize = 64 * 1024;

/// Alerts that a test lists.
const TESTED: i32 = 50;

/// Every watch.
#[utoipa::path(get, path = "/api/v1/watches", tag = "watches",
    responses((status = 200, description = "Watches", body = WatchList), Failures))]
pub(crate) async fn watches(State(app): State<App>) -> Result<Json<WatchList>, Failure> {
    let watches = app.peers.watches().await?.iter().map(Watch::from).collect();
    let links = links([("self", "/api/v1/watches".to_owned()), ("page", "/watches".to_owned())]);
    Ok(Json(WatchList { watches, links }))
}

/// Adds a watch. The same watch is added once; adding it again enables its webhook.
#[utoipa::path(post, path = "/api/v1/watches", tag = "watches", request_body = WatchAsked,
    responses((status = 201, description = "The watch is new", body = WatchAdded),
              (status = 200, description = "The watch was there", body = WatchAdded), Failures))]
pub(crate) async fn add_watch(State(app): State<App>, _: MayChange, body: Bytes) -> Result<Response, Failure> {
    let added = app.peers.add_watch(asked(&body)?.into()).await?;
    let status = if added.known { StatusCode::OK } else { StatusCode::CREATED };
    let watch = Watch::from(&added.watch.unwrap_or_default());
    Ok((status, Json(WatchAdded { watch, known: added.known })).into_response())
}

/// What a watch would have told of all that is known; it is not added.
#[utoipa::path(post, path = "/api/v1/watches/test", tag = "watches", request_body = WatchAsked,
    responses((status = 200, description = "What it would have told", body = WatchTested), Failures))]
pub(crate) async fn test_watch(State(app): State<App>, body: Bytes) -> Result<Json<WatchTested>, Failure> {
    let tested = app.peers.test_watch(asked(&body)?.into(), TESTED).await?;
    let alerts = tested.alerts.into_iter().map(|alert| Alert::of(alert, app.case_names)).collect();
    Ok(Json(WatchTested { alerts, total: tested.total, since: super::given(&tested.since) }))
}

/// One watch.
#[utoipa::path(get, path = "/api/v1/watches/{id}", tag = "watches", params(("id" = String, Path, description = "Id of the watch")),
    responses((status = 200, description = "The watch", body = Watch), Failures))]
pub(crate) async fn watch(State(app): State<App>, Name(id): Name) -> Result<Json<Watch>, Failure> {
    Ok(Json(Watch::from(&app.peers.watch(&id).await?)))
}

/// Removes a watch with its alerts.
#[utoipa::path(delete, path = "/api/v1/watches/{id}", tag = "watches", params(("id" = String, Path, description = "Id of the watch")),
    responses((status = 204, description = "It is gone"), Failures))]
pub(crate) async fn remove_watch(State(app): State<App>, _: MayChange, Name(id): Name) -> Result<StatusCode, Failure> {
    app.peers.remove_watch(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Alerts that were told.
#[utoipa::path(get, path = "/api/v1/alerts", tag = "watches", params(AlertsAsked),
    responses((status = 200, description = "Alerts", body = AlertList), Failures))]
pub(crate) async fn alerts(State(app): State<App>, Asked(asked): Asked<AlertsAsked>) -> Result<Json<AlertList>, Failure> {
    let after = asked.after.unwrap_or_default().max(0);
    let alerts = app.peers.alerts(asked.watch(), after, asked.limit()).await?;
    let mut links = links([("self", address::with("/api/v1/alerts", &[("watch", asked.watch())])), ("page", "/live".to_owned())]);
    if let Some(last) = alerts.iter().map(|alert| alert.cursor).max() {
        links.insert("next".to_owned(), address::with("/api/v1/alerts", &[("watch", asked.watch()), ("after", &last.to_string())]));
    }
    Ok(Json(AlertList { alerts: alerts.into_iter().map(|alert| Alert::of(alert, app.case_names)).collect(), links }))
}

/// The body as a watch.
fn asked(body: &[u8]) -> Result<WatchAsked, Failure> {
    if body.len() > MOST_BYTES {
        return Err(Failure::BadRequest(format!("A watch has at most {MOST_BYTES} bytes.")));
    }
    serde_json::from_slice(body).map_err(|error| Failure::BadRequest(format!("The body is no watch in JSON: {error}.")))
}

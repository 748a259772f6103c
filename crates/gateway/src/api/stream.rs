//! Alerts as they come, as server-sent events.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{StreamExt as _, stream};
use tokio::sync::OwnedSemaphorePermit;

use super::{problem::Failures, watched::Alert};
use crate::{
    App,
    error::Failure,
    peers::AlertStream,
    query::{AlertsAsked, Asked},
};

/// A comment that often keeps the connection open between alerts, through proxies too.
const STILL_HERE: Duration = Duration::from_secs(15);

/// How soon a browser comes back after the stream ended.
const RETRY: Duration = Duration::from_secs(3);

/// Alerts after a cursor, and those that come: events named `alert`, whose id is the cursor and whose data is an alert in JSON. `Last-Event-ID`
/// resumes where a stream broke off.
#[utoipa::path(get, path = "/api/v1/alerts/stream", tag = "watches",
    params(AlertsAsked, ("Last-Event-ID" = Option<i64>, Header, description = "Cursor of the last alert that was received; it wins over `after`")),
    responses((status = 200, description = "Server-sent events without end", content_type = "text/event-stream", body = Alert), Failures))]
pub(crate) async fn alerts(State(app): State<App>, headers: HeaderMap, Asked(asked): Asked<AlertsAsked>) -> Result<Response, Failure> {
    let permit = app.readers.clone().try_acquire_owned().map_err(|_| Failure::TooManyReaders)?;
    if !asked.watch().is_empty() {
        app.peers.watch(asked.watch()).await?;
    }
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.trim().parse().ok());
    let after = resumed.or(asked.after).unwrap_or(-1).max(-1);
    let reader = Reader { stream: app.peers.alert_stream(asked.watch(), after).await?, app: app.clone(), _permit: permit };
    let first = Event::default().comment("alerts follow").retry(RETRY);
    let events = stream::once(async { Ok::<_, Infallible>(first) }).chain(stream::unfold(reader, Reader::next));
    let keep_alive = KeepAlive::new().interval(STILL_HERE).text("still here");
    // A proxy that collects an answer before it passes it on would hold alerts back.
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((headers, Sse::new(events).keep_alive(keep_alive)).into_response())
}

/// One reader, for as long as the connection lasts.
struct Reader {
    stream: AlertStream,
    app: App,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    /// The next alert; none when the service or this process stops: a browser comes back and resumes.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        let raised = self.app.stop.unless_asked(self.stream.next()).await??;
        let alert = Alert::of(raised, self.app.case_names);
        let data = serde_json::to_string(&alert).unwrap_or_default();
        Some((Ok(Event::default().id(alert.cursor.to_string()).event("alert").data(data)), self))
    }
}

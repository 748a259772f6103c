//! What the gateway measures of itself.

use axum::http::StatusCode;

const REQUESTS: &str = "gateway_requests_total";
const SECONDS: &str = "gateway_request_seconds";
const PEER_FAILURES: &str = "gateway_peer_failures_total";
const WEBHOOKS: &str = "gateway_webhooks_sent_total";

/// Says what each metric means.
pub(crate) fn describe() {
    metrics::describe_counter!(REQUESTS, "Answers given, by route and status");
    metrics::describe_histogram!(SECONDS, metrics::Unit::Seconds, "Time to answer, by route");
    metrics::describe_counter!(WEBHOOKS, "Attempts to deliver to a webhook, by outcome");
    metrics::describe_counter!(PEER_FAILURES, "Questions that a service did not answer, by service");
}

/// Counts an answer. `route` is the pattern, never the address, so that the number of series is bounded.
pub(crate) fn answered(route: &str, status: StatusCode, millis: i64) {
    let route = route.to_owned();
    metrics::counter!(REQUESTS, "route" => route.clone(), "status" => status.as_u16().to_string()).increment(1);
    metrics::histogram!(SECONDS, "route" => route).record(millis.max(0) as f64 / 1000.0);
}

/// Counts a question that a service did not answer.
pub(crate) fn peer_failed(peer: &'static str) {
    metrics::counter!(PEER_FAILURES, "peer" => peer).increment(1);
}

/// Counts an attempt to deliver to a webhook.
pub(crate) fn webhook_sent(outcome: &'static str) {
    metrics::counter!(WEBHOOKS, "outcome" => outcome).increment(1);
}

//! What every answer has: a trace, security headers, a count; and errors as a page or as a problem document.

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use platform::trace::{self, TRACEPARENT, TraceContext};

use crate::{App, api::problem::problem, error::Failure, metrics, pages};

/// A page that says so gets our own script, which reads from our own API: still nothing inline, and no other site.
const SCRIPT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
                             script-src 'self'; connect-src 'self'";

/// Marks the answer of a page that brings our own script.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scripted;

/// Nothing but our own style sheet and sign: no scripts, no frames, no other sites.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "interest-cohort=()"),
];

/// Answers a request within its trace.
pub(crate) async fn edge(State(app): State<App>, request: Request, next: Next) -> Response {
    let context = carried(request.headers());
    let for_programs = request.uri().path().starts_with("/api/");
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let began = app.clock.now();
    let mut response = trace::within(context, next.run(request)).await;
    if let Some(failure) = response.extensions().get::<Failure>() {
        response = rendered(failure, for_programs, &context, response.headers());
    }
    metrics::answered(&route, response.status(), app.clock.now().unix_millis() - began.unix_millis());
    tracing::debug!(service = "gateway", trace_id = context.trace_id(), route, status = response.status().as_u16(), "answered");
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if response.extensions().get::<Scripted>().is_some() {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SCRIPT_POLICY));
    }
    if let Ok(value) = HeaderValue::try_from(context.to_string()) {
        response.headers_mut().insert(TRACEPARENT, value);
    }
    response
}

/// The trace that the request carries, or a new one.
fn carried(headers: &HeaderMap) -> TraceContext {
    let text = headers.get(TRACEPARENT).and_then(|value| value.to_str().ok());
    text.and_then(|text| text.parse().ok()).unwrap_or_else(TraceContext::start)
}

fn rendered(failure: &Failure, for_programs: bool, context: &TraceContext, bare: &HeaderMap) -> Response {
    let mut response = if for_programs {
        problem(failure, context.trace_id())
    } else {
        (failure.status(), pages::failure::failure(failure, &context.trace_id())).into_response()
    };
    if let Some(allowed) = bare.get(header::ALLOW) {
        response.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

//! Errors as `application/problem+json`, RFC 9457.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::error::Failure;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the status says the kind.
    #[serde(rename = "type")]
    kind: &'static str,
    /// A few words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What happened, and what to write instead.
    detail: String,
    /// The trace of this request, for the operator.
    trace_id: String,
}

/// The failures that every operation can end in.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes answers; they are made of `Failure`")]
pub(crate) enum Failures {
    /// The question is not well formed; `detail` says what to write.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(Problem),
    /// A change that another site asks for, or that this site does not allow.
    #[response(status = 403, content_type = "application/problem+json")]
    Refused(Problem),
    /// Nothing has this address.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// A service answered with a failure of its own; `detail` names it.
    #[response(status = 502, content_type = "application/problem+json")]
    PeerFailed(Problem),
    /// A service does not answer; `detail` names it.
    #[response(status = 503, content_type = "application/problem+json")]
    PeerUnreachable(Problem),
}

/// The failure as a problem document.
pub(crate) fn problem(failure: &Failure, trace_id: String) -> Response {
    let status = failure.status();
    let problem = Problem { kind: "about:blank", title: failure.title(), status: status.as_u16(), detail: failure.to_string(), trace_id };
    let mut response = (status, axum::Json(problem)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

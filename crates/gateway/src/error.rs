//! Why a request gets no answer. The edge alone decides whether that is a page or a problem document.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// Nothing has this address.
    #[error("There is no {0}.")]
    NotFound(String),
    /// The address exists, but is only read.
    #[error("This address can only be read: ask with GET.")]
    MethodNotAllowed,
    /// The question is not well formed; the text says what to write.
    #[error("{0}")]
    BadRequest(String),
    /// What was sent is longer than what is taken.
    #[error("At most {most_bytes} bytes are taken.")]
    TooLarge {
        /// How many.
        most_bytes: usize,
    },
    /// What was sent did not come in time.
    #[error("The body did not come in time.")]
    TooSlow,
    /// A service cannot be reached or is too slow.
    #[error("The service {0} does not answer. Its pages will come back when it does; the other pages work.")]
    PeerUnreachable(&'static str),
    /// A service answered with a failure of its own.
    #[error("The service {0} could not answer this question.")]
    PeerFailed(&'static str),
}

impl Failure {
    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::PeerUnreachable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::PeerFailed(_) => StatusCode::BAD_GATEWAY,
        }
    }

    /// A few words for a heading.
    pub(crate) fn title(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "Not found",
            Self::MethodNotAllowed => "Only for reading",
            Self::BadRequest(_) => "The question is not well formed",
            Self::TooLarge { .. } => "Too long",
            Self::TooSlow => "Too slow",
            Self::PeerUnreachable(_) => "A service does not answer",
            Self::PeerFailed(_) => "A service could not answer",
        }
    }
}

impl IntoResponse for Failure {
    /// A bare status that carries the failure to the edge, which renders it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

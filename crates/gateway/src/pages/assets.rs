//! The one style sheet and the sign of the site, embedded.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

const STYLE: &str = include_str!("style.css");
const SIGN: &str = include_str!("sign.svg");
/// A year: the address of the style sheet changes with its content.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Address of the style sheet, with a hash of its content.
pub(crate) static STYLE_HREF: LazyLock<String> = LazyLock::new(|| {
    let hash: String = contracts::identity::of_bytes(STYLE.as_bytes()).chars().take(16).collect();
    format!("/assets/style.css?v={hash}")
});

/// The style sheet.
pub(crate) async fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}

/// The sign of the site.
pub(crate) async fn sign() -> Response {
    asset("image/svg+xml", SIGN)
}

fn asset(kind: &'static str, content: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CACHE_CONTROL, FOREVER)];
    (headers, content).into_response()
}

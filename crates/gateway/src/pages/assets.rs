//! The one style sheet, the one script and the sign of the site, embedded.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

const STYLE: &str = include_str!("style.css");
const LIVE: &str = include_str!("live.js");
const SIGN: &str = include_str!("sign.svg");
/// A year: the address of the style sheet changes with its content.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Address of the style sheet, with a hash of its content.
pub(crate) static STYLE_HREF: LazyLock<String> = LazyLock::new(|| named("/assets/style.css", STYLE));

/// Address of the script of live pages, with a hash of its content.
pub(crate) static LIVE_HREF: LazyLock<String> = LazyLock::new(|| named("/assets/live.js", LIVE));

fn named(path: &str, content: &str) -> String {
    let hash: String = contracts::identity::of_bytes(content.as_bytes()).chars().take(16).collect();
    format!("{path}?v={hash}")
}

/// The style sheet.
pub(crate) async fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}

/// The script of live pages.
pub(crate) async fn live() -> Response {
    asset("text/javascript; charset=utf-8", LIVE)
}

/// The sign of the site.
pub(crate) async fn sign() -> Response {
    asset("image/svg+xml", SIGN)
}

fn asset(kind: &'static str, content: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CACHE_CONTROL, FOREVER)];
    (headers, content).into_response()
}

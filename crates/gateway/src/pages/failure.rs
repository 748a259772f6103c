//! The page for what could not be answered.

use axum::response::Html;
use maud::html;

use super::layout::{Place, page};
use crate::error::Failure;

/// What happened and what the reader can do.
pub(crate) fn failure(failure: &Failure, trace_id: &str) -> Html<String> {
    let main = html! {
        p.lead { (failure.to_string()) }
        @match failure {
            Failure::NotFound(_) => {
                p { "An address may have been cut or mistyped. These pages list what there is:" }
                ul {
                    li { a href="/claims" { "Claims" } ", by their id" }
                    li { a href="/comparisons" { "Comparisons" } }
                    li { a href="/series" { "Series" } ", with every observation" }
                    li { a href="/sources" { "Sources" } ", with every snapshot" }
                }
            }
            Failure::PeerUnreachable(_) | Failure::PeerFailed(_) => {
                p { "Try again in a minute. If it stays so, tell the operator this trace: " code { (trace_id) } }
            }
            Failure::BadRequest(_) | Failure::MethodNotAllowed | Failure::TooLarge { .. } | Failure::TooSlow => {
                p { a href="/" { "Back to the overview" } }
            }
        }
    };
    page(Place::Nowhere, failure.title(), &main)
}

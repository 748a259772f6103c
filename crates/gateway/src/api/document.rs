//! The OpenAPI document, generated from the handlers and shapes.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use utoipa::OpenApi;

use super::{answers, cases, courts, defined, problem::Problem, released, restated, schemas, stream, watching};

/// The API as a document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Plumbline",
        version = "1",
        description = "Public records put side by side. Every number leads by `links` to its observation, and from there to the snapshot's \
                       hash, the row or cell, the version of the rule, and the definition. A missing value is null with its reason, never zero.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(
        answers::claims,
        answers::claim,
        answers::comparisons,
        answers::comparison,
        answers::analysis,
        answers::series_list,
        answers::series,
        answers::observation,
        answers::sources,
        answers::source,
        answers::snapshot,
        answers::unrecognized,
        courts::months,
        courts::feeds,
        courts::reconciliation,
        courts::coverage,
        cases::cases,
        cases::case,
        answers::filings,
        answers::rejects,
        answers::problems,
        answers::incidents,
        released::releases,
        released::release,
        released::codebook,
        released::accept,
        restated::vintages,
        restated::restatement,
        restated::revisions,
        defined::crosswalk,
        defined::definitions,
        watching::watches,
        watching::add_watch,
        watching::test_watch,
        watching::watch,
        watching::remove_watch,
        watching::alerts,
        stream::alerts,
        schemas::schema,
        document,
    ),
    components(schemas(Problem))
)]
pub(crate) struct Document;

static TEXT: LazyLock<String> = LazyLock::new(|| Document::openapi().to_pretty_json().unwrap_or_default());

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "description",
    responses((status = 200, description = "OpenAPI 3.1 document of this API", content_type = "application/json", body = serde_json::Value)))]
pub(crate) async fn document() -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], TEXT.as_str()).into_response()
}

//! The one table of addresses, from which the router is made.

use axum::{
    Router, middleware,
    routing::{MethodRouter, any, get, post},
};

use crate::{
    App,
    api::{answers, cases, courts, defined, document, released, restated, schemas, stream, watching},
    edge,
    error::Failure,
    hooks, pages,
};

/// An address and who answers there.
pub(crate) struct Route {
    /// The pattern; `{name}` stands for one segment.
    pub(crate) path: &'static str,
    answer: fn() -> MethodRouter<App>,
}

/// Pages for people, and what they need.
pub(crate) const PAGES: &[Route] = &[
    Route { path: "/", answer: || get(pages::home::show) },
    Route { path: "/claims", answer: || get(pages::claims::list) },
    Route { path: "/claims/{id}", answer: || get(pages::claims::show) },
    Route { path: "/comparisons", answer: || get(pages::comparisons::list) },
    Route { path: "/comparisons/{slug}", answer: || get(pages::comparisons::show) },
    Route { path: "/series", answer: || get(pages::series::list) },
    Route { path: "/series/{key}", answer: || get(pages::series::show) },
    Route { path: "/observations/{id}", answer: || get(pages::observations::show) },
    Route { path: "/sources", answer: || get(pages::sources::list) },
    Route { path: "/sources/{slug}", answer: || get(pages::sources::show) },
    Route { path: "/sources/{slug}/vintages", answer: || get(pages::vintages::list) },
    Route { path: "/sources/{slug}/restatement", answer: || get(pages::vintages::restatement) },
    Route { path: "/crosswalk", answer: || get(pages::crosswalk::show) },
    Route { path: "/methods", answer: || get(pages::methods::show) },
    Route { path: "/snapshots/{hash}", answer: || get(pages::snapshots::show) },
    Route { path: "/releases", answer: || get(pages::releases::list) },
    Route { path: "/releases/{snapshot}", answer: || get(pages::releases::show) },
    Route { path: "/releases/{snapshot}/accept", answer: || post(pages::releases::accept) },
    Route { path: "/releases/{snapshot}/codebook", answer: || get(pages::releases::codebook) },
    Route { path: "/releases/{snapshot}/codebook.json", answer: || get(pages::releases::codebook_json) },
    Route { path: "/releases/{snapshot}/codebook.csv", answer: || get(pages::releases::codebook_csv) },
    Route { path: "/unrecognized", answer: || get(pages::snapshots::unrecognized) },
    Route { path: "/courts", answer: || get(pages::courts::overview) },
    Route { path: "/courts/feeds", answer: || get(pages::courts::feeds::list) },
    Route { path: "/courts/{court}", answer: || get(pages::courts::district::show) },
    Route { path: "/cases", answer: || get(pages::cases::list) },
    Route { path: "/cases/{court}/{number}", answer: || get(pages::cases::show::show) },
    Route { path: "/filings", answer: || get(pages::filings::list) },
    Route { path: "/live", answer: || get(pages::live::show) },
    Route { path: "/watches", answer: || get(pages::watches::list).post(pages::watches::add) },
    Route { path: "/watches/new", answer: || get(pages::watches::preview) },
    Route { path: "/watches/{id}", answer: || get(pages::watches::show) },
    Route { path: "/watches/{id}/remove", answer: || post(pages::watches::remove) },
    Route { path: "/watches/{id}/feed.atom", answer: || get(pages::watches::feed) },
    Route { path: "/rejects", answer: || get(pages::rejects::list) },
    Route { path: "/assets/style.css", answer: || get(pages::assets::style) },
    Route { path: "/assets/live.js", answer: || get(pages::assets::live) },
    Route { path: "/assets/sign.svg", answer: || get(pages::assets::sign) },
];

/// The API; each of these is in the OpenAPI document, and nothing else is.
pub(crate) const API: &[Route] = &[
    Route { path: "/api/v1/claims", answer: || get(answers::claims) },
    Route { path: "/api/v1/claims/{id}", answer: || get(answers::claim) },
    Route { path: "/api/v1/comparisons", answer: || get(answers::comparisons) },
    Route { path: "/api/v1/comparisons/{slug}", answer: || get(answers::comparison) },
    Route { path: "/api/v1/comparisons/{slug}/analyses/{analysis}", answer: || get(answers::analysis) },
    Route { path: "/api/v1/series", answer: || get(answers::series_list) },
    Route { path: "/api/v1/series/{key}", answer: || get(answers::series) },
    Route { path: "/api/v1/observations/{id}", answer: || get(answers::observation) },
    Route { path: "/api/v1/sources", answer: || get(answers::sources) },
    Route { path: "/api/v1/sources/{slug}", answer: || get(answers::source) },
    Route { path: "/api/v1/snapshots/{hash}", answer: || get(answers::snapshot) },
    Route { path: "/api/v1/unrecognized", answer: || get(answers::unrecognized) },
    Route { path: "/api/v1/releases", answer: || get(released::releases) },
    Route { path: "/api/v1/releases/{snapshot}", answer: || get(released::release) },
    Route { path: "/api/v1/releases/{snapshot}/codebook", answer: || get(released::codebook) },
    Route { path: "/api/v1/releases/{snapshot}/acceptances", answer: || post(released::accept) },
    Route { path: "/api/v1/courts/months", answer: || get(courts::months) },
    Route { path: "/api/v1/courts/feeds", answer: || get(courts::feeds) },
    Route { path: "/api/v1/courts/reconciliation", answer: || get(courts::reconciliation) },
    Route { path: "/api/v1/courts/{court}/coverage", answer: || get(courts::coverage) },
    Route { path: "/api/v1/cases", answer: || get(cases::cases) },
    Route { path: "/api/v1/cases/{court}/{number}", answer: || get(cases::case) },
    Route { path: "/api/v1/filings", answer: || get(answers::filings) },
    Route { path: "/api/v1/rejects", answer: || get(answers::rejects) },
    Route { path: "/api/v1/problems", answer: || get(answers::problems) },
    Route { path: "/api/v1/incidents", answer: || get(answers::incidents) },
    Route { path: "/api/v1/sources/{slug}/vintages", answer: || get(restated::vintages) },
    Route { path: "/api/v1/sources/{slug}/restatement", answer: || get(restated::restatement) },
    Route { path: "/api/v1/series/{key}/revisions", answer: || get(restated::revisions) },
    Route { path: "/api/v1/crosswalk", answer: || get(defined::crosswalk) },
    Route { path: "/api/v1/definitions", answer: || get(defined::definitions) },
    Route { path: "/api/v1/watches", answer: || get(watching::watches).post(watching::add_watch) },
    Route { path: "/api/v1/watches/test", answer: || post(watching::test_watch) },
    Route { path: "/api/v1/watches/{id}", answer: || get(watching::watch).delete(watching::remove_watch) },
    Route { path: "/api/v1/alerts", answer: || get(watching::alerts) },
    Route { path: "/api/v1/alerts/stream", answer: || get(stream::alerts) },
    Route { path: "/api/v1/schemas/{name}", answer: || get(schemas::schema) },
    Route { path: "/api/v1/openapi.json", answer: || get(document::document) },
];

/// What others send here by themselves. Asked for otherwise than they do, there is no such address.
pub(crate) const HOOKS: &[Route] = &[Route { path: "/hooks/courtlistener/{secret}", answer: || any(hooks::courtlistener) }];

/// Everything that is served, within the edge.
pub(crate) fn router(app: App, admin: Router) -> Router {
    let routes = PAGES.iter().chain(API).chain(HOOKS).fold(Router::new(), |router, route| router.route(route.path, (route.answer)()));
    routes
        .method_not_allowed_fallback(|| async { Failure::MethodNotAllowed })
        .fallback(|| async { Failure::NotFound("such address".into()) })
        .with_state(app.clone())
        .merge(admin)
        .layer(middleware::from_fn_with_state(app, edge::edge))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use utoipa::OpenApi as _;

    use super::*;

    #[test]
    fn the_document_describes_every_route_of_the_api_and_no_other() {
        let described: BTreeSet<String> = document::Document::openapi().paths.paths.into_keys().collect();
        let served: BTreeSet<String> = API.iter().map(|route| route.path.to_owned()).collect();
        assert_eq!(described, served);
        assert!(PAGES.iter().all(|route| !route.path.starts_with("/api/")));
    }
}

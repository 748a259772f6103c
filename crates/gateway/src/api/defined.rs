//! How publishers count, in types and in words: JSON shapes and their handlers.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    links,
    observed::Definition,
    problem::Failures,
    shape::{Shape, shapes},
};
use crate::{
    App,
    error::Failure,
    query::{Asked, Format, FormatAsked},
    tables,
};

shapes! {
    /// A publisher, or one of its instruments, and how it counts.
    CrosswalkRow = CrosswalkRow {
        /// Stable name of the row.
        id: String,
        publisher: String,
        counts: Option<CrosswalkCell>,
        includes_excludes: Option<CrosswalkCell>,
        unit: Option<CrosswalkCell>,
        injury_weapon: Option<CrosswalkCell>,
        denominator: Option<CrosswalkCell>,
        /// What surprises whoever reads the numbers.
        quirks: Vec<CrosswalkCell>,
        /// Slugs of the definitions that put the row into types.
        definitions: Vec<String>,
        citations: Vec<CrosswalkCitation>,
    }

    /// A sentence or two, or `unstated`.
    CrosswalkCell = CrosswalkCell {
        text: String,
        /// Numbers of the row's citations, from 1.
        cites: Vec<i32>,
    }

    /// A document that a cell rests on.
    CrosswalkCitation = CrosswalkCitation {
        title: String,
        /// A web address, or what stands in its place.
        address: String,
        /// Evidence grade: A, B, C or X.
        evidence: String,
    }
}

/// Publishers side by side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Crosswalk {
    pub(crate) rows: Vec<CrosswalkRow>,
    pub(crate) links: BTreeMap<String, String>,
}

/// Every definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DefinitionList {
    pub(crate) definitions: Vec<Definition>,
    pub(crate) links: BTreeMap<String, String>,
}

/// Publishers side by side in words, every cell with its citations.
#[utoipa::path(get, path = "/api/v1/crosswalk", tag = "definitions", params(FormatAsked),
    responses((status = 200, description = "The crosswalk", content((Crosswalk = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn crosswalk(State(app): State<App>, Asked(asked): Asked<FormatAsked>) -> Result<Response, Failure> {
    let format = asked.format()?;
    let rows = app.peers.crosswalk().await?;
    Ok(match format {
        Format::Csv => tables::crosswalk(&rows).into_response("crosswalk"),
        Format::Json => {
            let links = links([("self", "/api/v1/crosswalk".to_owned()), ("page", "/crosswalk".to_owned())]);
            Json(Crosswalk { rows: Shape::of(rows), links }).into_response()
        }
    })
}

/// How each publisher counts, in types.
#[utoipa::path(get, path = "/api/v1/definitions", tag = "definitions", params(FormatAsked),
    responses((status = 200, description = "Definitions", content((DefinitionList = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn definitions(State(app): State<App>, Asked(asked): Asked<FormatAsked>) -> Result<Response, Failure> {
    let format = asked.format()?;
    let definitions = app.peers.definitions().await?;
    Ok(match format {
        Format::Csv => tables::definitions(&definitions).into_response("definitions"),
        Format::Json => {
            let links = links([("self", "/api/v1/definitions".to_owned()), ("page", "/crosswalk".to_owned())]);
            Json(DefinitionList { definitions: definitions.iter().map(Definition::from).collect(), links }).into_response()
        }
    })
}

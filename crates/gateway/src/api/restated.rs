//! Vintages, what one says otherwise than another, and revisions of a series: JSON shapes and their handlers.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contracts::analytics as wire;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    links,
    observed::{Observation, Series},
    problem::Failures,
    shape::{Shape, shapes},
};
use crate::{
    App,
    error::Failure,
    query::{AsOf, Asked, BetweenAsked, Format, FormatAsked, Name},
    tables,
    views::address,
};

shapes! {
    /// A snapshot of a source that was read whole.
    Vintage = Vintage {
        source: String,
        /// SHA-256.
        snapshot: String,
        retrieved_at: String,
        /// First day that it speaks of.
        covers_start: Option<String>,
        /// First day after the last that it speaks of.
        covers_end: Option<String>,
        rule: String,
        rule_version: i32,
        /// Rows that could not be read.
        unread_rows: i64,
    }

    /// The same series and period in both vintages, with another reading.
    ChangedObservation = ChangedObservation {
        before: Option<Observation>,
        after: Option<Observation>,
    }

    /// A period of a series in every vintage.
    RevisionRow = RevisionRow {
        period_start: String,
        period_end: String,
        label: String,
        /// As many as there are vintages.
        cells: Vec<RevisionCell>,
    }

    /// Revisions of numbers by the lag-th vintage after the one that had them first.
    RevisionsAtLag = RevisionsAtLag {
        lag: i32,
        up: i64,
        down: i64,
        unchanged: i64,
        /// Covered, and no number there any more.
        removed: i64,
        /// Of up, down and unchanged; null if there is none.
        median_absolute: Option<f64>,
    }

    /// A period in a vintage.
    RevisionCell = RevisionCell {
        /// Null where the vintage does not have the period.
        observation: Option<Observation>,
        /// Whether the vintage speaks of the period.
        covered: bool,
    }
}

/// The vintages of a source.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct VintageList {
    /// Oldest first.
    pub(crate) vintages: Vec<Vintage>,
    pub(crate) links: BTreeMap<String, String>,
}

/// What a later vintage says otherwise than an earlier one.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Restatement {
    pub(crate) before: Option<Vintage>,
    pub(crate) after: Option<Vintage>,
    /// There now, not before. Each list has at most 2,000 entries.
    pub(crate) added: Vec<Observation>,
    /// There before, covered now, and not there.
    pub(crate) removed: Vec<Observation>,
    pub(crate) changed: Vec<ChangedObservation>,
    pub(crate) unchanged: i64,
    /// There before, and the later one does not speak of their period.
    pub(crate) not_covered: i64,
    /// How many were added, listed or not.
    pub(crate) added_count: i64,
    /// How many were removed, listed or not.
    pub(crate) removed_count: i64,
    /// How many were changed, listed or not.
    pub(crate) changed_count: i64,
    pub(crate) links: BTreeMap<String, String>,
}

/// A series in every vintage: the triangle of revisions.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Revisions {
    pub(crate) series: Option<Series>,
    /// Columns, oldest first.
    pub(crate) vintages: Vec<Vintage>,
    /// By period.
    pub(crate) rows: Vec<RevisionRow>,
    /// How many vintages there are, shown or not.
    pub(crate) vintages_count: i64,
    /// What vintages do to the number of the vintage before them, by age of the number.
    pub(crate) lags: Vec<RevisionsAtLag>,
    pub(crate) links: BTreeMap<String, String>,
}

/// The vintages of a source.
#[utoipa::path(get, path = "/api/v1/sources/{slug}/vintages", tag = "vintages",
    params(("slug" = String, Path, description = "Slug of the source"), AsOf, FormatAsked),
    responses((status = 200, description = "Vintages, oldest first", content((VintageList = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn vintages(
    State(app): State<App>,
    Name(slug): Name,
    Asked(as_of): Asked<AsOf>,
    Asked(asked): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = asked.format()?;
    let vintages = app.peers.vintages(&slug, as_of.wire()?).await?;
    Ok(match format {
        Format::Csv => tables::vintages(&vintages).into_response("vintages"),
        Format::Json => Json(VintageList {
            vintages: Shape::of(vintages),
            links: links([
                ("self", address::api(&["sources", &slug, "vintages"])),
                ("page", address::page(&["sources", &slug, "vintages"])),
                ("source", address::api(&["sources", &slug])),
            ]),
        })
        .into_response(),
    })
}

/// What a later vintage says otherwise than an earlier one.
#[utoipa::path(get, path = "/api/v1/sources/{slug}/restatement", tag = "vintages",
    params(("slug" = String, Path, description = "Slug of the source"), BetweenAsked, AsOf, FormatAsked),
    responses((status = 200, description = "Added, removed and changed observations", content((Restatement = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn restatement(
    State(app): State<App>,
    Name(slug): Name,
    Asked(between): Asked<BetweenAsked>,
    Asked(as_of): Asked<AsOf>,
    Asked(asked): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = asked.format()?;
    let (before, after) = between.hashes()?;
    let found = app.peers.restatement(&slug, (before, after), as_of.wire()?).await?;
    if format == Format::Csv {
        return Ok(tables::restatement(&found).into_response("restatement"));
    }
    let links = links([
        ("self", address::with(&address::api(&["sources", &slug, "restatement"]), &[("before", before), ("after", after)])),
        ("page", address::with(&address::page(&["sources", &slug, "restatement"]), &[("before", before), ("after", after)])),
        ("vintages", address::api(&["sources", &slug, "vintages"])),
    ]);
    let wire::GetRestatementResponse {
        before,
        after,
        added,
        removed,
        changed,
        unchanged,
        not_covered,
        added_count,
        removed_count,
        changed_count,
    } = found;
    Ok(Json(Restatement {
        before: Shape::of(before),
        after: Shape::of(after),
        added: Shape::of(added),
        removed: Shape::of(removed),
        changed: Shape::of(changed),
        unchanged,
        not_covered,
        added_count,
        removed_count,
        changed_count,
        links,
    })
    .into_response())
}

/// A series in every vintage.
#[utoipa::path(get, path = "/api/v1/series/{key}/revisions", tag = "vintages",
    params(("key" = String, Path, description = "Key of the series"), AsOf, FormatAsked),
    responses((status = 200, description = "Every period in every vintage", content((Revisions = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn revisions(
    State(app): State<App>,
    Name(key): Name,
    Asked(as_of): Asked<AsOf>,
    Asked(asked): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = asked.format()?;
    let found = app.peers.revisions(&key, as_of.wire()?).await?;
    if format == Format::Csv {
        return Ok(tables::revisions(&found).into_response("revisions"));
    }
    let links = links([
        ("self", address::api(&["series", &key, "revisions"])),
        ("page", address::page(&["series", &key])),
        ("series", address::api(&["series", &key])),
    ]);
    let wire::GetRevisionsResponse { series, vintages, rows, vintages_count, lags } = found;
    let series = series.as_ref().map(Series::from);
    let (vintages, rows, lags) = (Shape::of(vintages), Shape::of(rows), Shape::of(lags));
    Ok(Json(Revisions { series, vintages, rows, vintages_count, lags, links }).into_response())
}

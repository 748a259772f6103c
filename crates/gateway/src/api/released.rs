//! Releases of records about persons: JSON shapes and their handlers. What is there are names, sizes, hashes and counts; no row, and no small count.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use contracts::normalize as wire;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Links, links,
    problem::Failures,
    shape::{Shape, shapes},
};
use crate::{
    App,
    error::Failure,
    query::{MayAccept, Name},
    views::{address, codebook::Codebook},
};

/// Bytes of an acceptance that is handed in, at most.
const MOST_BYTES: usize = 16 * 1024;

shapes! {
    of normalize;

    /// What was made of one snapshot under one set of rules.
    Release = Release {
        source: String,
        snapshot: String,
        /// `published` or `corrected`.
        rules: String,
        /// The rule of its observations.
        rule: String,
        rule_version: i32,
        /// `published`; `stopped` by a check; `accepted`: published although a check stops it.
        outcome: String,
        /// The file or folder that it came as.
        label: String,
        /// The day as of which the release was made; null if its files do not say.
        as_of: Option<String>,
        retrieved_at: String,
        /// SHA-256 of the manifest, in the object store.
        manifest: String,
        /// SHA-256 of the whole quality report, in the object store.
        quality: String,
        /// SHA-256 of the exact codebook, in the object store.
        codebook: String,
        /// SHA-256 of the table of facilities; null if there was none.
        facilities: Option<String>,
        /// Counts of fewer are withheld, and others from which they would follow.
        smallest_cell: i64,
        observations: i64,
        tables: Vec<ReleaseTable>,
        /// In a list only those that warn or stop.
        checks: Vec<Check>,
        acceptances: Vec<Acceptance>,
        counted: Vec<CountedTable>,
        /// Files that could not be used, and sheets that break off.
        remarks: Vec<String>,
    }

    /// A table in the object store. Its rows are about persons; no address serves them.
    ReleaseTable = ReleaseTable {
        name: String,
        file_name: String,
        /// To the nearest ten; 10 where there are 1 to 14.
        rows: i64,
        hash: String,
        size_bytes: i64,
        /// Empty in a list.
        columns: Vec<ReleaseColumn>,
    }

    /// A column of a table.
    ReleaseColumn = Column {
        name: String,
        /// `text`, `integer`, `number`, `true or false`, `date` or `instant`.
        kind: String,
    }

    /// A check of the quality report.
    Check = Check {
        /// The table and the name: `arrests.gender_in_list`.
        name: String,
        table: String,
        field: Option<String>,
        /// `pass`, `not_run`, `warn` or `stop`.
        level: String,
        finding: String,
        /// Decimal fraction, of rows as they are told; null where there is none, or where few rows fail.
        share: Option<String>,
        warn_above: Option<String>,
        stop_above: Option<String>,
    }

    /// That a check does not stop a release, as an operator decided.
    Acceptance = Acceptance {
        check: String,
        reason: String,
        accepted_by: String,
        accepted_at: String,
    }

    /// A table in both countings: all rows, and without likely duplicates. There is no total over months, since it would tell what months withhold.
    CountedTable = Counted {
        table: String,
        measure: String,
        first_month: Option<String>,
        last_month: Option<String>,
        /// Rows without a date: `0`, `fewer than 11`, or `about 150`, to the nearest ten.
        undated: String,
        /// Rows outside the months that the table speaks for.
        outside: String,
        /// Empty in a list.
        months: Vec<CountedMonth>,
        /// Suspected interruptions of the reporting.
        interruptions: Vec<String>,
    }

    /// A month of the nation; numbers that are withheld or missing are null.
    CountedMonth = CountedMonth {
        month: String,
        all_rows: Option<String>,
        without_likely_duplicates: Option<String>,
        difference: Option<String>,
        remark: Option<String>,
    }
}

/// Releases, latest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ReleaseList {
    pub(crate) releases: Vec<Release>,
    pub(crate) links: Links,
}

/// What was made of a snapshot, under each set of rules.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ReleaseDetail {
    pub(crate) releases: Vec<Release>,
    pub(crate) links: Links,
}

/// The codebook of a release.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct CodebookDetail {
    pub(crate) codebook: Codebook,
    pub(crate) links: Links,
}

/// What an operator accepts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptanceAsked {
    /// Name of the check, with its table or for all tables.
    pub(crate) check: String,
    pub(crate) reason: String,
    pub(crate) accepted_by: String,
}

/// How the release stands after an acceptance.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Accepted {
    pub(crate) release: Release,
    /// True if the check was accepted before; the first reason stands.
    pub(crate) known: bool,
}

/// Releases of records about persons, latest first.
#[utoipa::path(get, path = "/api/v1/releases", tag = "releases",
    responses((status = 200, description = "Releases", body = ReleaseList), Failures))]
pub(crate) async fn releases(State(app): State<App>) -> Result<Json<ReleaseList>, Failure> {
    let releases = Shape::of(app.peers.releases().await?);
    Ok(Json(ReleaseList { releases, links: links([("self", "/api/v1/releases".to_owned()), ("page", "/releases".to_owned())]) }))
}

/// What was made of one snapshot: tables by hash, checks, counts in both countings.
#[utoipa::path(get, path = "/api/v1/releases/{snapshot}", tag = "releases",
    params(("snapshot" = String, Path, description = "SHA-256 of the snapshot")),
    responses((status = 200, description = "The release", body = ReleaseDetail), Failures))]
pub(crate) async fn release(State(app): State<App>, Name(snapshot): Name) -> Result<Json<ReleaseDetail>, Failure> {
    let releases = Shape::of(app.peers.release(&snapshot).await?);
    let links = links([
        ("self", address::api(&["releases", &snapshot])),
        ("codebook", address::api(&["releases", &snapshot, "codebook"])),
        ("snapshot", address::api(&["snapshots", &snapshot])),
        ("page", address::page(&["releases", &snapshot])),
    ]);
    Ok(Json(ReleaseDetail { releases, links }))
}

/// The codebook of a release, without values of few persons.
#[utoipa::path(get, path = "/api/v1/releases/{snapshot}/codebook", tag = "releases",
    params(("snapshot" = String, Path, description = "SHA-256 of the snapshot")),
    responses((status = 200, description = "The codebook", body = CodebookDetail), Failures))]
pub(crate) async fn codebook(State(app): State<App>, Name(snapshot): Name) -> Result<Json<CodebookDetail>, Failure> {
    let codebook = Codebook::read(&app.peers.codebook(&snapshot).await?)?;
    let links = links([
        ("self", address::api(&["releases", &snapshot, "codebook"])),
        ("release", address::api(&["releases", &snapshot])),
        ("page", address::page(&["releases", &snapshot, "codebook"])),
    ]);
    Ok(Json(CodebookDetail { codebook, links }))
}

/// Accepts a check that stops a release. Accepting again changes nothing.
#[utoipa::path(post, path = "/api/v1/releases/{snapshot}/acceptances", tag = "releases", request_body = AcceptanceAsked,
    params(("snapshot" = String, Path, description = "SHA-256 of the snapshot")),
    responses((status = 201, description = "It is accepted", body = Accepted),
              (status = 200, description = "It was accepted before", body = Accepted), Failures))]
pub(crate) async fn accept(State(app): State<App>, _: MayAccept, Name(snapshot): Name, body: Bytes) -> Result<Response, Failure> {
    if body.len() > MOST_BYTES {
        return Err(Failure::TooLarge { most_bytes: MOST_BYTES });
    }
    let asked: AcceptanceAsked =
        serde_json::from_slice(&body).map_err(|error| Failure::BadRequest(format!("The body is no acceptance in JSON: {error}.")))?;
    let AcceptanceAsked { check, reason, accepted_by } = asked;
    let answer = app.peers.accept(wire::AcceptReleaseRequest { snapshot, check, reason, accepted_by }).await?;
    let status = if answer.known { StatusCode::OK } else { StatusCode::CREATED };
    let release = Shape::of(answer.release.unwrap_or_default());
    Ok((status, Json(Accepted { release, known: answer.known })).into_response())
}

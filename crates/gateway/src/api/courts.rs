//! Districts, months, feeds and coverage of courts: JSON shapes and their handlers.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use contracts::court as wire;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    links,
    problem::Failures,
    shape::{Shape, shapes},
};
use crate::{
    App,
    error::Failure,
    query::{Asked, DaysAsked, FeedsAsked, Format, FormatAsked, MonthsAsked, Name},
    tables,
    views::{
        address,
        court::{self, month::Month},
    },
};

shapes! {
    of court;

    /// New prosecutions under 18 U.S.C. § 111 in a district and month. A number is null, not zero, where coverage does not allow one.
    DistrictMonth = DistrictMonth {
        /// CM/ECF code of the court.
        court: String,
        /// By the date of filing in court time.
        month: String,
        /// Confirmed under 18 U.S.C. § 111. Defendants, cases and counts are never added together.
        defendants: Option<i64>,
        cases: Option<i64>,
        counts: Option<i64>,
        /// New criminal cases whose charge is not known yet.
        candidates: Option<i64>,
        /// Cases whose charge text has no citation.
        unknown: Option<i64>,
        /// What was seen whatever the coverage: a lower bound.
        seen_defendants: i64,
        seen_cases: i64,
        /// `charges`, `limited`, `no_charges`, `no_feed` or `unknown`.
        coverage: String,
        /// Days with court hours that polls look back on, of those that have begun.
        covered_days: i32,
        days: i32,
        /// Why there is no number; null if there is one.
        missing: Option<String>,
        /// Share of the criminal cases seen whose charge was looked up.
        looked_up: Option<f64>,
        outcomes: Vec<Outcome>,
        /// Keys of the cases behind the numbers, at most 200.
        case_keys: Vec<String>,
    }

    /// Defendants by what became of the charge.
    Outcome = Outcome {
        disposition_class: String,
        defendants: i64,
    }

    /// The feed of one court as it is now.
    FeedStatus = FeedStatus {
        court: String,
        name: String,
        /// Name of the zone: `America/New_York`.
        zone: String,
        /// `fresh`, `stale`, `quiet`, `never` or `undated`.
        state: String,
        /// `charges`, `limited`, `no_charges`, `no_feed` or `unknown`.
        coverage: String,
        /// Kinds of entries that the clerk exposes, in the feed's own words.
        shows: Option<String>,
        shows_before: Option<String>,
        shows_changed_at: Option<String>,
        polled_at: Option<String>,
        built_at: Option<String>,
        latest_entry_at: Option<String>,
        /// Seconds between the latest entry and now, in court hours only.
        stale_secs: i64,
        filings: i64,
        snapshot: Option<String>,
    }

    /// What the feed of a court could show on one day in court time.
    CourtDay = CourtDay {
        court: String,
        day: String,
        coverage: String,
        polls: i32,
        /// The longest stretch of court hours that no poll looks back on, in seconds.
        longest_gap_secs: i64,
        items: i64,
        /// Why the day is not covered; null if it is.
        missing: Option<String>,
    }

    /// The same district and month by each source, each in its own unit.
    ReconciledCell = ReconciledCell {
        court: String,
        month: String,
        values: Vec<ReconciledValue>,
    }

    /// A number of one source.
    ReconciledValue = ReconciledValue {
        /// Slug of the source.
        source: String,
        /// `defendant`, `case` or `charge`.
        unit: String,
        value: Option<i64>,
        missing: Option<String>,
        /// How the source dates and counts.
        basis: String,
        snapshot: Option<String>,
    }
}

/// A shape with its links.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct LinkedMonth {
    #[serde(flatten)]
    cell: DistrictMonth,
    /// `page`, `cases` behind the numbers, `coverage` of its days, and each case by its key.
    links: BTreeMap<String, String>,
}

impl From<wire::DistrictMonth> for LinkedMonth {
    fn from(cell: wire::DistrictMonth) -> Self {
        let (first, last) = cell
            .month
            .parse::<Month>()
            .ok()
            .and_then(Month::days)
            .map(|(first, last)| (first.to_string(), last.to_string()))
            .unwrap_or_default();
        let mut links = links([
            ("page", address::with(&address::page(&["courts", &cell.court]), &[("month", &cell.month)])),
            ("cases", address::with("/api/v1/cases", &[("court", &cell.court), ("month", &cell.month)])),
            ("coverage", address::with(&address::api(&["courts", &cell.court, "coverage"]), &[("from", &first), ("to", &last)])),
        ]);
        links.extend(cell.case_keys.iter().map(|key| (key.clone(), court::case_api(key))));
        Self { cell: Shape::of(cell), links }
    }
}

/// A feed with its links.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct LinkedFeed {
    #[serde(flatten)]
    feed: FeedStatus,
    /// `page`, `coverage`, `filings`, and `snapshot` where there is one.
    links: BTreeMap<String, String>,
}

impl From<wire::FeedStatus> for LinkedFeed {
    fn from(feed: wire::FeedStatus) -> Self {
        let mut links = links([
            ("page", address::page(&["courts", &feed.court])),
            ("coverage", address::api(&["courts", &feed.court, "coverage"])),
            ("filings", address::with("/api/v1/filings", &[("court", &feed.court)])),
        ]);
        if !feed.snapshot.is_empty() {
            links.insert("snapshot".to_owned(), address::api(&["snapshots", &feed.snapshot]));
        }
        Self { feed: Shape::of(feed), links }
    }
}

/// A reconciled cell with its links.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct LinkedCell {
    #[serde(flatten)]
    cell: ReconciledCell,
    /// `page`, and a snapshot for each source that has one.
    links: BTreeMap<String, String>,
}

impl From<wire::ReconciledCell> for LinkedCell {
    fn from(cell: wire::ReconciledCell) -> Self {
        let mut links = links([("page", address::with(&address::page(&["courts", &cell.court]), &[("month", &cell.month)]))]);
        let kept = cell.values.iter().filter(|value| !value.snapshot.is_empty());
        links.extend(kept.map(|value| (format!("{} {}", value.source, value.unit), address::api(&["snapshots", &value.snapshot]))));
        Self { cell: Shape::of(cell), links }
    }
}

/// Districts and months.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct MonthList {
    pub(crate) cells: Vec<LinkedMonth>,
    pub(crate) links: BTreeMap<String, String>,
}

/// Feeds, that with most trouble first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct FeedList {
    pub(crate) feeds: Vec<LinkedFeed>,
    pub(crate) links: BTreeMap<String, String>,
}

/// Days of the feed of one court.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct CoverageList {
    pub(crate) days: Vec<CourtDay>,
    pub(crate) links: BTreeMap<String, String>,
}

/// Districts and months by every source.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ReconciliationList {
    pub(crate) cells: Vec<LinkedCell>,
    pub(crate) links: BTreeMap<String, String>,
}

/// New prosecutions under 18 U.S.C. § 111 by district and month.
#[utoipa::path(get, path = "/api/v1/courts/months", tag = "courts", params(MonthsAsked, FormatAsked),
    responses((status = 200, description = "Districts and months; missing is null with its reason", content((MonthList = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn months(
    State(app): State<App>,
    Asked(asked): Asked<MonthsAsked>,
    Asked(format): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = format.format()?;
    let (from, to, court) = asked.wire()?;
    let cells = app.peers.district_months(&court, (&from, &to)).await?;
    Ok(match format {
        Format::Csv => tables::district_months(&cells).into_response("district-months"),
        Format::Json => {
            let parameters = [("from", from.as_str()), ("to", &to), ("court", &court)];
            let links = links([("self", address::with("/api/v1/courts/months", &parameters)), ("page", "/courts".to_owned())]);
            Json(MonthList { cells: cells.into_iter().map(LinkedMonth::from).collect(), links }).into_response()
        }
    })
}

/// The feeds of all courts as they are now.
#[utoipa::path(get, path = "/api/v1/courts/feeds", tag = "courts", params(FeedsAsked, FormatAsked),
    responses((status = 200, description = "Feeds, that with most trouble first", content((FeedList = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn feeds(
    State(app): State<App>,
    Asked(asked): Asked<FeedsAsked>,
    Asked(format): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = format.format()?;
    let feeds = court::feeds::wanted(app.peers.feeds().await?, asked.wanted());
    Ok(match format {
        Format::Csv => tables::feeds(&feeds).into_response("feeds"),
        Format::Json => {
            let links = links([("self", "/api/v1/courts/feeds".to_owned()), ("page", "/courts/feeds".to_owned())]);
            Json(FeedList { feeds: feeds.into_iter().map(LinkedFeed::from).collect(), links }).into_response()
        }
    })
}

/// What the feed of a court could show, day by day.
#[utoipa::path(get, path = "/api/v1/courts/{court}/coverage", tag = "courts",
    params(("court" = String, Path, description = "CM/ECF code of the court, for example `nysd`"), DaysAsked, FormatAsked),
    responses((status = 200, description = "Days in court time", content((CoverageList = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn coverage(
    State(app): State<App>,
    Name(code): Name,
    Asked(asked): Asked<DaysAsked>,
    Asked(format): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = format.format()?;
    let (from, to) = asked.wire()?;
    let days = app.peers.court_days(&code, (&from, &to)).await?;
    Ok(match format {
        Format::Csv => tables::court_days(&days).into_response("coverage"),
        Format::Json => {
            let at = address::with(&address::api(&["courts", &code, "coverage"]), &[("from", &from), ("to", &to)]);
            let links = links([("self", at), ("page", address::page(&["courts", &code]))]);
            Json(CoverageList { days: Shape::of(days), links }).into_response()
        }
    })
}

/// The same district and month by every source, each in its own unit.
#[utoipa::path(get, path = "/api/v1/courts/reconciliation", tag = "courts", params(MonthsAsked, FormatAsked),
    responses((status = 200, description = "Sources side by side; units are never mixed", content((ReconciliationList = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn reconciliation(
    State(app): State<App>,
    Asked(asked): Asked<MonthsAsked>,
    Asked(format): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = format.format()?;
    let (from, to, court) = asked.wire()?;
    let cells = app.peers.reconciliation(&court, (&from, &to)).await?;
    Ok(match format {
        Format::Csv => tables::reconciliation(&cells).into_response("reconciliation"),
        Format::Json => {
            let parameters = [("from", from.as_str()), ("to", &to), ("court", &court)];
            let page = if court.is_empty() { "/courts".to_owned() } else { address::page(&["courts", &court]) };
            let links = links([("self", address::with("/api/v1/courts/reconciliation", &parameters)), ("page", page)]);
            Json(ReconciliationList { cells: cells.into_iter().map(LinkedCell::from).collect(), links }).into_response()
        }
    })
}

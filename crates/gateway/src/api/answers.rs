//! Handlers of the API: a question to the services, and its answer in JSON or CSV.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::{
    analyses::AnalysisDetail,
    judged::{Claim, ClaimList},
    links,
    observed::{Comparison, ComparisonList, Definition, Observation, ObservationDetail, Series, SeriesDetail, SeriesList},
    problem::Failures,
    sourced::{
        Decoding, Filing, FilingList, Incident, IncidentList, LocatedProblem, ProblemList, Reject, RejectList, Snapshot, SnapshotDetail,
        Source, SourceDetail, SourceList, UnrecognizedList,
    },
};
use crate::{
    App,
    error::Failure,
    pages,
    query::{AsOf, Asked, FilingsAsked, Format, FormatAsked, Name, Names, PartAsked, ProblemsAsked, SeriesAsked},
    tables,
    views::{address, vintage},
};

type Answer<T> = Result<Json<T>, Failure>;

/// Every claim with its verdict.
#[utoipa::path(get, path = "/api/v1/claims", tag = "claims", params(AsOf, FormatAsked),
    responses((status = 200, description = "Claims with their verdicts", content((ClaimList = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn claims(
    State(app): State<App>,
    Asked(as_of): Asked<AsOf>,
    Asked(asked): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = asked.format()?;
    let verdicts = app.peers.verdicts(as_of.wire()?).await?;
    Ok(match format {
        Format::Csv => tables::claims(&verdicts).into_response("claims"),
        Format::Json => {
            let claims = verdicts.iter().map(Claim::from).collect();
            let links = links([("self", "/api/v1/claims".to_owned()), ("page", "/claims".to_owned())]);
            Json(ClaimList { claims, links }).into_response()
        }
    })
}

/// One claim with its verdict. The address is stable, and without `as_of` the answer does not depend on when it is asked.
#[utoipa::path(get, path = "/api/v1/claims/{id}", tag = "claims",
    params(("id" = String, Path, description = "Id of the claim, for example `C12`"), AsOf, FormatAsked, PartAsked),
    responses((status = 200, description = "The claim with its verdict", content((Claim = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn claim(
    State(app): State<App>,
    Name(id): Name,
    Asked(as_of): Asked<AsOf>,
    Asked(format): Asked<FormatAsked>,
    Asked(part): Asked<PartAsked>,
) -> Result<Response, Failure> {
    let format = format.format()?;
    let verdict = app.peers.verdict(id, as_of.wire()?).await?;
    Ok(match (format, part.part.as_deref().unwrap_or_default().trim()) {
        (Format::Json, _) => Json(Claim::from(&verdict)).into_response(),
        (Format::Csv, "") => tables::claims(std::slice::from_ref(&verdict)).into_response("claim"),
        (Format::Csv, name) => {
            let unknown = || Failure::BadRequest(format!("A verdict has these parts as tables: {}.", tables::PARTS.join(", ")));
            tables::part(&verdict, name).ok_or_else(unknown)?.into_response(name)
        }
    })
}

/// Every comparison.
#[utoipa::path(get, path = "/api/v1/comparisons", tag = "comparisons", params(AsOf),
    responses((status = 200, description = "Comparisons", body = ComparisonList), Failures))]
pub(crate) async fn comparisons(State(app): State<App>, Asked(as_of): Asked<AsOf>) -> Answer<ComparisonList> {
    let comparisons = app.peers.comparisons(as_of.wire()?).await?.iter().map(Comparison::from).collect();
    let links = links([("self", "/api/v1/comparisons".to_owned()), ("page", "/comparisons".to_owned())]);
    Ok(Json(ComparisonList { comparisons, links }))
}

/// One comparison.
#[utoipa::path(get, path = "/api/v1/comparisons/{slug}", tag = "comparisons", params(("slug" = String, Path, description = "Slug of the comparison"), AsOf, FormatAsked),
    responses((status = 200, description = "The comparison", content((Comparison = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn comparison(
    State(app): State<App>,
    Name(slug): Name,
    Asked(as_of): Asked<AsOf>,
    Asked(asked): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = asked.format()?;
    let comparison = app.peers.comparison(slug, as_of.wire()?).await?;
    Ok(match format {
        Format::Csv => tables::comparison(&comparison).into_response("comparison"),
        Format::Json => Json(Comparison::from(&comparison)).into_response(),
    })
}

/// One analysis of a comparison.
#[utoipa::path(get, path = "/api/v1/comparisons/{slug}/analyses/{analysis}", tag = "comparisons",
    params(("slug" = String, Path, description = "Slug of the comparison"), ("analysis" = String, Path, description = "Slug of the analysis"), AsOf, FormatAsked),
    responses((status = 200, description = "The analysis", content((AnalysisDetail = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn analysis(
    State(app): State<App>,
    Names(slug, analysis): Names,
    Asked(as_of): Asked<AsOf>,
    Asked(asked): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = asked.format()?;
    let comparison = app.peers.comparison(slug, as_of.wire()?).await?;
    let found = comparison.analyses.iter().find(|known| known.slug == analysis);
    let found = found.ok_or_else(|| Failure::NotFound("analysis of this name in this comparison".into()))?;
    Ok(match format {
        Format::Csv => tables::analysis(found).into_response("analysis"),
        Format::Json => Json(AnalysisDetail::of(&comparison, found)).into_response(),
    })
}

/// Series that fit what is asked.
#[utoipa::path(get, path = "/api/v1/series", tag = "series", params(SeriesAsked, FormatAsked),
    responses((status = 200, description = "Series", content((SeriesList = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn series_list(
    State(app): State<App>,
    Asked(asked): Asked<SeriesAsked>,
    Asked(format): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = format.format()?;
    let series = app.peers.series_list(pages::series::narrowed(&asked)).await?;
    Ok(match format {
        Format::Csv => tables::series_list(&series).into_response("series"),
        Format::Json => {
            let links = links([("self", "/api/v1/series".to_owned()), ("page", "/series".to_owned())]);
            Json(SeriesList { series: series.iter().map(Series::from).collect(), links }).into_response()
        }
    })
}

/// One series with its observations by period.
#[utoipa::path(get, path = "/api/v1/series/{key}", tag = "series", params(("key" = String, Path, description = "Key of the series"), AsOf, FormatAsked),
    responses((status = 200, description = "The series with its observations", content((SeriesDetail = "application/json"), (String = "text/csv"))), Failures))]
pub(crate) async fn series(
    State(app): State<App>,
    Name(key): Name,
    Asked(as_of): Asked<AsOf>,
    Asked(asked): Asked<FormatAsked>,
) -> Result<Response, Failure> {
    let format = asked.format()?;
    let answer = app.peers.series(key, as_of.wire()?).await?;
    Ok(match format {
        Format::Csv => tables::observations(&answer.observations).into_response("series"),
        Format::Json => {
            let series = Series::from(&answer.series.unwrap_or_default());
            let observations = answer.observations.iter().map(Observation::from).collect();
            Json(SeriesDetail { links: series.links.clone(), series, observations }).into_response()
        }
    })
}

/// One observation with its definition and its other vintages.
#[utoipa::path(get, path = "/api/v1/observations/{id}", tag = "observations", params(("id" = String, Path, description = "Address of the observation"), AsOf),
    responses((status = 200, description = "The observation with its provenance", body = ObservationDetail), Failures))]
pub(crate) async fn observation(State(app): State<App>, Name(id): Name, Asked(as_of): Asked<AsOf>) -> Answer<ObservationDetail> {
    let asked = as_of.wire()?;
    let answer = app.peers.observation(id).await?;
    let recorded = answer.observation.ok_or_else(|| Failure::NotFound("observation with this address".into()))?;
    let observation = Observation::from(&recorded);
    Ok(Json(ObservationDetail {
        links: observation.links.clone(),
        observation,
        definition: answer.definition.as_ref().map(Definition::from),
        vintages: answer.vintages.iter().filter(|one| vintage::is_known(&one.retrieved_at, &asked)).map(Observation::from).collect(),
    }))
}

/// Every source of the catalogue.
#[utoipa::path(get, path = "/api/v1/sources", tag = "sources",
    responses((status = 200, description = "Sources", body = SourceList), Failures))]
pub(crate) async fn sources(State(app): State<App>) -> Answer<SourceList> {
    let sources = app.peers.sources().await?.iter().map(Source::from).collect();
    let links = links([("self", "/api/v1/sources".to_owned()), ("page", "/sources".to_owned())]);
    Ok(Json(SourceList { sources, links }))
}

/// One source with its snapshots and what was read from them.
#[utoipa::path(get, path = "/api/v1/sources/{slug}", tag = "sources", params(("slug" = String, Path, description = "Slug of the source")),
    responses((status = 200, description = "The source", body = SourceDetail), Failures))]
pub(crate) async fn source(State(app): State<App>, Name(slug): Name) -> Answer<SourceDetail> {
    let source = Source::from(&app.peers.source(&slug).await?);
    let (snapshots, decodings, problems) =
        tokio::try_join!(app.peers.snapshots(&slug, ""), app.peers.decodings(&slug, ""), all_problems(&app, &slug, ""))?;
    Ok(Json(SourceDetail {
        links: source.links.clone(),
        source,
        snapshots: snapshots.iter().map(Snapshot::from).collect(),
        decodings: decodings.iter().map(Decoding::from).collect(),
        problems,
    }))
}

/// The snapshots of one hash.
#[utoipa::path(get, path = "/api/v1/snapshots/{hash}", tag = "sources", params(("hash" = String, Path, description = "SHA-256, 64 lower-case hexadecimal digits")),
    responses((status = 200, description = "The snapshots with this hash", body = SnapshotDetail), Failures))]
pub(crate) async fn snapshot(State(app): State<App>, Name(hash): Name) -> Answer<SnapshotDetail> {
    let missing = || Failure::NotFound("snapshot with this hash".into());
    let hash = hash.parse::<domain::SnapshotHash>().map_err(|_| missing())?.to_string();
    let (snapshots, decodings, problems) =
        tokio::try_join!(app.peers.snapshots("", &hash), app.peers.decodings("", &hash), all_problems(&app, "", &hash))?;
    if snapshots.is_empty() {
        return Err(missing());
    }
    Ok(Json(SnapshotDetail {
        snapshots: snapshots.iter().map(Snapshot::from).collect(),
        decodings: decodings.iter().map(Decoding::from).collect(),
        problems,
        links: links([("self", address::api(&["snapshots", &hash])), ("page", address::page(&["snapshots", &hash]))]),
    }))
}

/// Bytes that no source recognized.
#[utoipa::path(get, path = "/api/v1/unrecognized", tag = "sources",
    responses((status = 200, description = "Unrecognized files, latest first", body = UnrecognizedList), Failures))]
pub(crate) async fn unrecognized(State(app): State<App>) -> Answer<UnrecognizedList> {
    let snapshots = app.peers.snapshots("unrecognized", "").await?.iter().map(Snapshot::from).collect();
    let links = links([("self", "/api/v1/unrecognized".to_owned()), ("page", "/unrecognized".to_owned())]);
    Ok(Json(UnrecognizedList { snapshots, links }))
}

/// Filings seen in the feeds of courts.
#[utoipa::path(get, path = "/api/v1/filings", tag = "filings", params(FilingsAsked),
    responses((status = 200, description = "Filings, latest first", body = FilingList), Failures))]
pub(crate) async fn filings(State(app): State<App>, Asked(asked): Asked<FilingsAsked>) -> Answer<FilingList> {
    let court = asked.court.as_deref().unwrap_or_default().trim().to_owned();
    let answer = app.peers.filings(&court, asked.limit()).await?;
    let filings = answer.filings.iter().map(|filing| Filing::of(filing, app.case_names)).collect();
    let links = links([("self", "/api/v1/filings".to_owned()), ("page", "/filings".to_owned())]);
    Ok(Json(FilingList { filings, total: answer.total, links }))
}

/// The latest events that were set aside.
#[utoipa::path(get, path = "/api/v1/rejects", tag = "problems",
    responses((status = 200, description = "Rejected events, latest first, 200 at most", body = RejectList), Failures))]
pub(crate) async fn rejects(State(app): State<App>) -> Answer<RejectList> {
    let rejected = pages::rejects::rejected(&app).await?;
    let rejects = rejected.iter().map(|event| Reject::of(event, app.case_names)).collect();
    let links = links([("self", "/api/v1/rejects".to_owned()), ("page", "/rejects".to_owned())]);
    Ok(Json(RejectList { rejects, links }))
}

/// What could not be read in files and feeds.
#[utoipa::path(get, path = "/api/v1/problems", tag = "problems", params(ProblemsAsked),
    responses((status = 200, description = "Problems with their places", body = ProblemList), Failures))]
pub(crate) async fn problems(State(app): State<App>, Asked(asked): Asked<ProblemsAsked>) -> Answer<ProblemList> {
    let given = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let problems = all_problems(&app, &given(&asked.source), &given(&asked.snapshot)).await?;
    let links = links([("self", "/api/v1/problems".to_owned()), ("page", "/rejects".to_owned())]);
    Ok(Json(ProblemList { problems, links }))
}

/// Fetches that gave nothing to store.
#[utoipa::path(get, path = "/api/v1/incidents", tag = "problems",
    responses((status = 200, description = "Incidents", body = IncidentList), Failures))]
pub(crate) async fn incidents(State(app): State<App>) -> Answer<IncidentList> {
    let incidents = app.peers.incidents().await?.iter().map(Incident::from).collect();
    let links = links([("self", "/api/v1/incidents".to_owned()), ("page", "/rejects".to_owned())]);
    Ok(Json(IncidentList { incidents, links }))
}

/// Problems of files, then of feeds; empty texts do not narrow.
async fn all_problems(app: &App, source: &str, snapshot: &str) -> Result<Vec<LocatedProblem>, Failure> {
    let (files, feeds) = tokio::try_join!(app.peers.problems(source, snapshot), app.peers.feed_problems(snapshot))?;
    let feeds = feeds.iter().filter(|problem| source.is_empty() || problem.source == source);
    Ok(files.iter().map(LocatedProblem::from).chain(feeds.map(LocatedProblem::from)).collect())
}

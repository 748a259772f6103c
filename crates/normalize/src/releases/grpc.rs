//! Questions about releases, and the one order: accept a check.

use contracts::normalize::{
    self as wire, AcceptReleaseRequest, AcceptReleaseResponse, GetCodebookRequest, GetCodebookResponse, GetReleaseRequest,
    GetReleaseResponse, ListReleasesRequest, ListReleasesResponse,
    release_service_server::{ReleaseService, ReleaseServiceServer},
};
use domain::{SnapshotHash, slug::InvalidName};
use ice::codebook::rounded;
use platform::rpc::MOST_BYTES;
use tonic::{Request, Response, Status};

use super::{
    Manifest, Outcome, Releaser,
    documents::{AcceptanceEntry, CheckEntry, ColumnEntry, CountedEntry, MonthEntry, TableEntry},
    releaser::ReleaseError,
};
use crate::store::KeptRelease;

/// Characters of a reason, and of a name.
const MOST_CHARS: usize = 2_000;

/// Answers about releases.
#[derive(Debug, Clone)]
pub(crate) struct Releases {
    releaser: Releaser,
}

/// The service, ready to be served.
pub(crate) fn service(releaser: Releaser) -> ReleaseServiceServer<Releases> {
    ReleaseServiceServer::new(Releases::new(releaser)).max_encoding_message_size(MOST_BYTES)
}

impl Releases {
    /// Answers about these.
    pub(crate) fn new(releaser: Releaser) -> Self {
        Self { releaser }
    }

    /// Releases with their manifests; one whose manifest is not written yet is not there yet.
    async fn manifests(&self, snapshot: Option<&SnapshotHash>) -> Result<Vec<(Manifest, String)>, Status> {
        let kept = self.releaser.store.releases(snapshot).await.map_err(|error| unavailable(&error))?;
        let mut found = Vec::with_capacity(kept.len());
        for KeptRelease { row: _, manifest } in kept {
            if !manifest.is_empty() {
                found.push((self.releaser.document(&manifest).await.map_err(|error| unavailable(&error))?, manifest));
            }
        }
        Ok(found)
    }
}

#[tonic::async_trait]
impl ReleaseService for Releases {
    async fn list_releases(&self, request: Request<ListReleasesRequest>) -> Result<Response<ListReleasesResponse>, Status> {
        let ListReleasesRequest {} = request.into_inner();
        let mut releases: Vec<wire::Release> =
            self.manifests(None).await?.into_iter().map(|(manifest, hash)| message(manifest, hash)).collect();
        for release in &mut releases {
            release.tables.iter_mut().for_each(|table| table.columns.clear());
            release.counted.iter_mut().for_each(|counted| counted.months.clear());
            release.checks.retain(|check| matches!(check.level.as_str(), "warn" | "stop"));
        }
        Ok(Response::new(ListReleasesResponse { releases }))
    }

    async fn get_release(&self, request: Request<GetReleaseRequest>) -> Result<Response<GetReleaseResponse>, Status> {
        let GetReleaseRequest { snapshot } = request.into_inner();
        let found = self.manifests(Some(&hash(&snapshot)?)).await?;
        if found.is_empty() {
            return Err(absent());
        }
        Ok(Response::new(GetReleaseResponse { releases: found.into_iter().map(|(manifest, hash)| message(manifest, hash)).collect() }))
    }

    async fn get_codebook(&self, request: Request<GetCodebookRequest>) -> Result<Response<GetCodebookResponse>, Status> {
        let GetCodebookRequest { snapshot } = request.into_inner();
        let found = self.manifests(Some(&hash(&snapshot)?)).await?;
        let (manifest, _) = found.into_iter().next().ok_or_else(absent)?;
        let text = async |hash: &str| {
            let bytes = self.releaser.text(hash).await.map_err(|error| unavailable(&error))?;
            Ok::<_, Status>(String::from_utf8_lossy(&bytes).into_owned())
        };
        let (json, csv) = (text(&manifest.public_codebook.json).await?, text(&manifest.public_codebook.csv).await?);
        Ok(Response::new(GetCodebookResponse { json, csv }))
    }

    async fn accept_release(&self, request: Request<AcceptReleaseRequest>) -> Result<Response<AcceptReleaseResponse>, Status> {
        let AcceptReleaseRequest { snapshot, check, reason, accepted_by } = request.into_inner();
        let snapshot = hash(&snapshot)?;
        let (check, reason, accepted_by) =
            (said("the name of a check", &check)?, said("a reason", &reason)?, said("the name of who accepts", &accepted_by)?);
        let kept = self.releaser.store.releases(Some(&snapshot)).await.map_err(|error| unavailable(&error))?;
        if kept.is_empty() {
            return Err(absent());
        }
        let accepted = self.releaser.accept(&snapshot, check, reason, accepted_by).await.map_err(|error| unavailable(&error))?;
        let Some((manifest, known)) = accepted else {
            let stops: Vec<&str> = kept.iter().flat_map(|release| &release.row.stops).map(String::as_str).collect();
            let told = if stops.is_empty() {
                "no check stops this release".to_owned()
            } else {
                format!("the checks that do are {}", stops.join(", "))
            };
            return Err(Status::invalid_argument(format!("no check of this name stops the release; {told}")));
        };
        let kept = self.manifests(Some(&snapshot)).await?;
        let hash = kept.into_iter().find(|(other, _)| other.rules == manifest.rules).map(|(_, hash)| hash).unwrap_or_default();
        Ok(Response::new(AcceptReleaseResponse { release: Some(message(manifest, hash)), known }))
    }
}

fn hash(text: &str) -> Result<SnapshotHash, Status> {
    text.trim().parse().map_err(|error: InvalidName| Status::invalid_argument(error.to_string()))
}

fn said<'a>(what: &str, text: &'a str) -> Result<&'a str, Status> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MOST_CHARS || text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Status::invalid_argument(format!("{what} is wanted: 1 to {MOST_CHARS} characters")));
    }
    Ok(text)
}

fn absent() -> Status {
    Status::not_found("no release was made of this snapshot")
}

fn unavailable(error: &dyn std::error::Error) -> Status {
    tracing::error!(error = %error, "a question about releases was not answered");
    Status::unavailable("normalize cannot read its releases now; try again")
}

impl From<ReleaseError> for Status {
    fn from(error: ReleaseError) -> Self {
        unavailable(&error)
    }
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Of a release that is stopped only the report and the codebook are told.
fn message(mut manifest: Manifest, hash: String) -> wire::Release {
    if manifest.outcome == Outcome::Stopped {
        manifest.tables.clear();
        manifest.counted.clear();
    }
    wire::Release {
        source: manifest.source,
        snapshot: manifest.snapshot,
        rules: manifest.rules,
        rule: manifest.rule,
        rule_version: i32::try_from(manifest.rule_version).unwrap_or(i32::MAX),
        outcome: manifest.outcome.as_str().to_owned(),
        label: manifest.label,
        as_of: manifest.as_of.unwrap_or_default(),
        retrieved_at: manifest.retrieved_at,
        manifest: hash,
        quality: manifest.quality,
        codebook: manifest.codebook,
        facilities: manifest.facilities.unwrap_or_default(),
        smallest_cell: signed(manifest.smallest_cell),
        observations: signed(manifest.observations.count),
        tables: manifest.tables.into_iter().map(table).collect(),
        checks: manifest.checks.into_iter().map(check).collect(),
        acceptances: manifest.acceptances.into_iter().map(acceptance).collect(),
        counted: manifest.counted.into_iter().map(counted).collect(),
        remarks: manifest.remarks,
    }
}

fn table(entry: TableEntry) -> wire::ReleaseTable {
    let TableEntry { name, file_name, rows, hash, size_bytes, columns } = entry;
    let column = |ColumnEntry { name, kind }| wire::Column { name, kind };
    wire::ReleaseTable {
        name,
        file_name,
        rows: signed(rounded(rows)),
        hash,
        size_bytes: signed(size_bytes),
        columns: columns.into_iter().map(column).collect(),
    }
}

fn check(entry: CheckEntry) -> wire::Check {
    let CheckEntry { name, table, field, level, finding, share, warn_above, stop_above } = entry;
    let text = |share: Option<f64>| share.map(|share| share.to_string()).unwrap_or_default();
    wire::Check { name, table, field, level, finding, share: text(share), warn_above: text(warn_above), stop_above: text(stop_above) }
}

fn acceptance(entry: AcceptanceEntry) -> wire::Acceptance {
    let AcceptanceEntry { check, reason, accepted_by, accepted_at } = entry;
    wire::Acceptance { check, reason, accepted_by, accepted_at }
}

fn counted(entry: CountedEntry) -> wire::Counted {
    let CountedEntry {
        table,
        measure,
        first_month,
        last_month,
        // Over all months: with them the months that are shown would tell the others.
        all_rows: _,
        without_likely_duplicates: _,
        undated,
        outside,
        months,
        interruptions,
    } = entry;
    let about = |rows: String| match rows.parse() {
        Ok(0) | Err(_) => rows,
        Ok(rows) => format!("about {}", rounded(rows)),
    };
    wire::Counted {
        table,
        measure,
        first_month,
        last_month,
        undated: about(undated),
        outside: about(outside),
        months: months.into_iter().map(month).collect(),
        interruptions,
    }
}

/// Empty where there is none, or where it is withheld.
fn text(count: Option<u64>) -> String {
    count.map(|count| count.to_string()).unwrap_or_default()
}

fn month(entry: MonthEntry) -> wire::CountedMonth {
    let MonthEntry { month, all_rows, without_likely_duplicates, difference, remark } = entry;
    wire::CountedMonth {
        month,
        all_rows: text(all_rows),
        without_likely_duplicates: text(without_likely_duplicates),
        difference: text(difference),
        remark,
    }
}

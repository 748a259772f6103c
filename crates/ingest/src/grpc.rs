//! Questions to ingest, and the one order: take these bytes in.

use std::{collections::HashMap, time::Duration};

use bytes::Bytes;
use catalog::{Source, SourceId};
use contracts::ingest::{
    Incident as IncidentMessage, ListIncidentsRequest, ListIncidentsResponse, ListSnapshotsRequest, ListSnapshotsResponse,
    ListSourcesRequest, ListSourcesResponse, Retrieval as RetrievalMessage, Snapshot as SnapshotMessage, SourceState,
    SubmitSnapshotRequest, SubmitSnapshotResponse,
    ingest_service_server::{IngestService, IngestServiceServer},
};
use domain::{Instant, SnapshotHash, SourceSlug, slug::InvalidName};
use platform::{objects::ObjectsError, rpc::MOST_BYTES};
use tonic::{Request, Response, Status};

use crate::{
    config::Config,
    intake::{Arrival, Intake, IntakeError, Refusal, Taken},
    rules::{due, origin},
    store::{Channel, Delivery, Incident, Mark, Retrieval, Snapshot, SourceCounts, StoreError, Validators, Wanted},
};

/// The longest name that a sender may give a delivery, in bytes.
const MOST_KEY_BYTES: usize = 255;
/// How long the name of a delivery is remembered. CourtListener tries seven times again, the last about 54 hours after the first.
const DELIVERIES_KEPT: Duration = Duration::from_hours(72);

/// What callers write for the snapshots that no source recognized.
const UNRECOGNIZED: &str = "unrecognized";

/// Answers over the intake's tables.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    intake: Intake,
    /// Where each source is fetched from by schedule.
    locations: HashMap<SourceId, String>,
}

/// The service, ready to be served. Messages may be as large as a snapshot.
pub(crate) fn service(intake: Intake, config: &Config) -> IngestServiceServer<Api> {
    IngestServiceServer::new(Api::new(intake, config)).max_decoding_message_size(MOST_BYTES).max_encoding_message_size(MOST_BYTES)
}

impl Api {
    /// Answers of this intake.
    pub(crate) fn new(intake: Intake, config: &Config) -> Self {
        let mut locations: HashMap<SourceId, String> = HashMap::new();
        for fetch in &config.fetch {
            let location = locations.entry(fetch.source).or_default();
            if !location.is_empty() {
                location.push_str(", ");
            }
            location.push_str(&fetch.url.location());
        }
        Self { intake, locations }
    }

    /// Bytes that whoever hands them in put into the object store, because they are too many for a call.
    async fn stored(&self, name: &str) -> Result<Bytes, Status> {
        let hash: SnapshotHash = name.parse().map_err(|error: InvalidName| Status::invalid_argument(error.to_string()))?;
        match self.intake.objects.get(&hash).await {
            Ok(bytes) => Ok(bytes),
            Err(error @ ObjectsError::Absent(_)) => Err(Status::failed_precondition(error.to_string())),
            Err(error) => Err(Status::unavailable(error.to_string())),
        }
    }

    async fn listed(&self, wanted: &Wanted) -> Result<Vec<SnapshotMessage>, Status> {
        let found = self.intake.store.snapshots(wanted).await.map_err(|error| unavailable(&error))?;
        Ok(found.into_iter().map(|(snapshot, retrievals)| snapshot_message(snapshot, retrievals)).collect())
    }

    /// The snapshot of these bytes: of the source that is named, else of any.
    async fn one(&self, source: Option<&str>, hash: SnapshotHash) -> Result<Option<SnapshotMessage>, Status> {
        let mut listed = self.listed(&Wanted::Hash(hash)).await?;
        if let Some(source) = source {
            listed.retain(|message| message.source == source);
        }
        Ok(listed.pop())
    }
}

#[tonic::async_trait]
impl IngestService for Api {
    async fn submit_snapshot(&self, request: Request<SubmitSnapshotRequest>) -> Result<Response<SubmitSnapshotResponse>, Status> {
        let SubmitSnapshotRequest { file_name, source, content, idempotency_key, stored } = request.into_inner();
        let source = match source.trim() {
            "" => None,
            slug => Some(slug.parse::<SourceId>().map_err(|error| Status::invalid_argument(error.to_string()))?),
        };
        let (channel, mark) = match idempotency_key.as_str() {
            "" => (Channel::Submitted, Mark::Each),
            key if key.len() > MOST_KEY_BYTES => {
                return Err(Status::invalid_argument(format!("an idempotency key has at most {MOST_KEY_BYTES} bytes")));
            }
            _ => {
                let expires_at = due::later(self.intake.clock.now(), DELIVERIES_KEPT);
                (Channel::Webhook, Mark::Delivery(Delivery { idempotency_key, expires_at }))
            }
        };
        let bytes = match stored.trim() {
            "" => content.into(),
            _ if !content.is_empty() => return Err(Status::invalid_argument("either `content` or the name of stored bytes, not both")),
            name => self.stored(name).await?,
        };
        let arrival = Arrival { bytes, source, channel, origin: origin::of_name(&file_name), validators: Validators::default(), mark };
        match self.intake.take(arrival).await.map_err(|error| not_taken(&error))? {
            Taken::Kept { snapshot, is_known } => {
                let listed = self.one(Some(snapshot.source.as_ref().map(SourceSlug::as_str).unwrap_or_default()), snapshot.hash).await?;
                Ok(Response::new(SubmitSnapshotResponse { snapshot: listed, known: is_known, delivered_before: false }))
            }
            Taken::Before { hash } => {
                let listed = self.one(source.map(SourceId::slug), hash).await?;
                Ok(Response::new(SubmitSnapshotResponse { snapshot: listed, known: true, delivered_before: true }))
            }
            Taken::Refused(refusal @ Refusal::Empty) => Err(Status::failed_precondition(refusal.to_string())),
            Taken::Refused(refusal @ Refusal::TooLarge { .. }) => Err(Status::resource_exhausted(refusal.to_string())),
        }
    }

    async fn list_sources(&self, request: Request<ListSourcesRequest>) -> Result<Response<ListSourcesResponse>, Status> {
        let ListSourcesRequest {} = request.into_inner();
        let counts = self.intake.store.counts().await.map_err(|error| unavailable(&error))?;
        let state = |&id: &SourceId| source_state(id.source(), counts.get(id.slug()).copied().unwrap_or_default(), self.locations.get(&id));
        Ok(Response::new(ListSourcesResponse { sources: SourceId::ALL.iter().map(state).collect() }))
    }

    async fn list_snapshots(&self, request: Request<ListSnapshotsRequest>) -> Result<Response<ListSnapshotsResponse>, Status> {
        let ListSnapshotsRequest { source, hash } = request.into_inner();
        let invalid = |error: &dyn std::fmt::Display| Status::invalid_argument(error.to_string());
        let source = source.trim();
        let hash = match hash.trim() {
            "" => None,
            text => Some(text.parse().map_err(|error| invalid(&error))?),
        };
        // A slug that has left the catalogue can still have snapshots, so any slug may be asked for.
        let wanted = match (source, hash) {
            ("", None) => Wanted::All,
            ("", Some(hash)) => Wanted::Hash(hash),
            (UNRECOGNIZED, None) => Wanted::Unrecognized,
            (UNRECOGNIZED, Some(hash)) => {
                let mut snapshots = self.listed(&Wanted::Hash(hash)).await?;
                snapshots.retain(|snapshot| snapshot.source.is_empty());
                return Ok(Response::new(ListSnapshotsResponse { snapshots }));
            }
            (slug, None) => Wanted::Of(slug.parse().map_err(|error| invalid(&error))?),
            (slug, Some(hash)) => Wanted::One(slug.parse().map_err(|error| invalid(&error))?, hash),
        };
        Ok(Response::new(ListSnapshotsResponse { snapshots: self.listed(&wanted).await? }))
    }

    async fn list_incidents(&self, request: Request<ListIncidentsRequest>) -> Result<Response<ListIncidentsResponse>, Status> {
        let ListIncidentsRequest {} = request.into_inner();
        let incidents = self.intake.store.incidents().await.map_err(|error| unavailable(&error))?;
        Ok(Response::new(ListIncidentsResponse { incidents: incidents.into_iter().map(incident_message).collect() }))
    }
}

fn source_state(source: &Source, counts: SourceCounts, location: Option<&String>) -> SourceState {
    SourceState {
        slug: source.id.slug().to_owned(),
        title: source.title.to_owned(),
        publisher: source.publisher.to_owned(),
        home: source.home.to_owned(),
        licence: source.licence.to_owned(),
        cadence: source.cadence.as_str().to_owned(),
        caveats: source.caveats.iter().map(|&caveat| caveat.to_owned()).collect(),
        snapshots: counts.snapshots,
        retrievals: counts.retrievals,
        last_retrieved_at: counts.last_retrieved_at.as_ref().map(Instant::to_string).unwrap_or_default(),
        location: location.cloned().unwrap_or_default(),
    }
}

fn snapshot_message(snapshot: Snapshot, retrievals: Vec<Retrieval>) -> SnapshotMessage {
    let Snapshot { source, hash, size_bytes, first_retrieved_at, last_retrieved_at, origin: _, unrecognized_reason, is_announced: _ } =
        snapshot;
    SnapshotMessage {
        source: source.as_ref().map(SourceSlug::to_string).unwrap_or_default(),
        hash: hash.to_string(),
        size_bytes: i64::try_from(size_bytes).unwrap_or(i64::MAX),
        first_retrieved_at: first_retrieved_at.to_string(),
        last_retrieved_at: last_retrieved_at.to_string(),
        retrievals: retrievals.into_iter().map(retrieval_message).collect(),
        unrecognized_reason,
    }
}

fn retrieval_message(retrieval: Retrieval) -> RetrievalMessage {
    let Retrieval { at, channel, origin, validators: Validators { etag, last_modified } } = retrieval;
    RetrievalMessage { at: at.to_string(), channel: channel.as_str().to_owned(), origin, etag, last_modified }
}

fn incident_message(incident: Incident) -> IncidentMessage {
    let Incident { at, source, origin, message } = incident;
    IncidentMessage { at: at.to_string(), source, origin, message }
}

fn not_taken(error: &IntakeError) -> Status {
    match error {
        IntakeError::Store(error) => unavailable(error),
        other => Status::unavailable(format!("the file was not kept, hand it in again: {other}")),
    }
}

/// A store that fails now can answer later; what broke is in the log, callers need no table names.
fn unavailable(error: &StoreError) -> Status {
    tracing::error!(error = %error, "the store of ingest failed");
    match error {
        StoreError::Row { .. } => Status::internal("the tables of ingest are damaged; see its log"),
        StoreError::Database(_) | StoreError::Open(_) => Status::unavailable("the database of ingest does not answer; try again"),
    }
}

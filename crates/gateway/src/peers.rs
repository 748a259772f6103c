//! Questions to the four services. A call that fails says which service failed, and only that: details go to the log.

mod cases;
mod releases;

use contracts::{analytics, court, events::AlertRaised, ingest, normalize};
use platform::rpc::{TracedChannel, channel};
use tonic::{Code, Request, Response, Status, Streaming};

use crate::{Peers, error::Failure, metrics};

use analytics::analytics_service_client::AnalyticsServiceClient;
use court::{
    case_service_client::CaseServiceClient, court_records_service_client::CourtRecordsServiceClient,
    coverage_service_client::CoverageServiceClient, watch_service_client::WatchServiceClient,
};
use ingest::ingest_service_client::IngestServiceClient;
use normalize::{normalize_service_client::NormalizeServiceClient, release_service_client::ReleaseServiceClient};

/// The largest answer that is read.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// A person waits no longer than this.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// How long a claimed delivery is ours, and how long a claim waits, in seconds: shorter than [`PATIENCE`].
const LEASE_SECS: i32 = 90;
const WAIT_SECS: i32 = 15;

/// Clients of the four services. Clones share their connections.
#[derive(Debug, Clone)]
pub(crate) struct Clients {
    ingest: IngestServiceClient<TracedChannel>,
    normalize: NormalizeServiceClient<TracedChannel>,
    releases: ReleaseServiceClient<TracedChannel>,
    court: CourtRecordsServiceClient<TracedChannel>,
    cases: CaseServiceClient<TracedChannel>,
    coverage: CoverageServiceClient<TracedChannel>,
    watches: WatchServiceClient<TracedChannel>,
    analytics: AnalyticsServiceClient<TracedChannel>,
    court_records: String,
}

impl Clients {
    /// Lazy clients: nothing is connected before the first question.
    pub(crate) fn new(peers: &Peers) -> anyhow::Result<Self> {
        let Peers { ingest, normalize, court_records, analytics } = peers;
        Ok(Self {
            ingest: IngestServiceClient::new(channel(ingest)?).max_decoding_message_size(MOST_BYTES),
            normalize: NormalizeServiceClient::new(channel(normalize)?).max_decoding_message_size(MOST_BYTES),
            releases: ReleaseServiceClient::new(channel(normalize)?).max_decoding_message_size(MOST_BYTES),
            court: CourtRecordsServiceClient::new(channel(court_records)?).max_decoding_message_size(MOST_BYTES),
            cases: CaseServiceClient::new(channel(court_records)?).max_decoding_message_size(MOST_BYTES),
            coverage: CoverageServiceClient::new(channel(court_records)?).max_decoding_message_size(MOST_BYTES),
            watches: WatchServiceClient::new(channel(court_records)?).max_decoding_message_size(MOST_BYTES),
            court_records: court_records.clone(),
            analytics: AnalyticsServiceClient::new(channel(analytics)?).max_decoding_message_size(MOST_BYTES),
        })
    }

    /// Every source with what was done with it.
    pub(crate) async fn sources(&self) -> Result<Vec<ingest::SourceState>, Failure> {
        let answer = self.ingest.clone().list_sources(ask(ingest::ListSourcesRequest {})).await;
        understood("ingest", "source", answer).map(|answer| answer.sources)
    }

    /// One source of the catalogue.
    pub(crate) async fn source(&self, slug: &str) -> Result<ingest::SourceState, Failure> {
        let sources = self.sources().await?;
        sources.into_iter().find(|source| source.slug == slug).ok_or_else(|| Failure::NotFound("source of this name".into()))
    }

    /// Snapshots, latest first; empty texts do not narrow.
    pub(crate) async fn snapshots(&self, source: &str, hash: &str) -> Result<Vec<ingest::Snapshot>, Failure> {
        let request = ingest::ListSnapshotsRequest { source: source.to_owned(), hash: hash.to_owned() };
        let answer = self.ingest.clone().list_snapshots(ask(request)).await;
        understood("ingest", "snapshot", answer).map(|answer| answer.snapshots)
    }

    /// Hands bytes over that came by themselves; they are stored when it answers.
    pub(crate) async fn submit(&self, request: ingest::SubmitSnapshotRequest) -> Result<ingest::SubmitSnapshotResponse, Failure> {
        understood("ingest", "snapshot", self.ingest.clone().submit_snapshot(ask(request)).await)
    }

    /// Fetches that gave nothing to store.
    pub(crate) async fn incidents(&self) -> Result<Vec<ingest::Incident>, Failure> {
        let answer = self.ingest.clone().list_incidents(ask(ingest::ListIncidentsRequest {})).await;
        understood("ingest", "incident", answer).map(|answer| answer.incidents)
    }

    /// What was read from snapshots; empty texts do not narrow.
    pub(crate) async fn decodings(&self, source: &str, snapshot: &str) -> Result<Vec<normalize::Decoding>, Failure> {
        let request = normalize::ListDecodingsRequest { source: source.to_owned(), snapshot: snapshot.to_owned() };
        let answer = self.normalize.clone().list_decodings(ask(request)).await;
        understood("normalize", "decoding", answer).map(|answer| answer.decodings)
    }

    /// What could not be read in files; empty texts do not narrow.
    pub(crate) async fn problems(&self, source: &str, snapshot: &str) -> Result<Vec<normalize::LocatedProblem>, Failure> {
        let request = normalize::ListProblemsRequest { source: source.to_owned(), snapshot: snapshot.to_owned() };
        let answer = self.normalize.clone().list_problems(ask(request)).await;
        understood("normalize", "problem", answer).map(|answer| answer.problems)
    }

    /// What could not be read in feeds of courts; an empty text does not narrow.
    pub(crate) async fn feed_problems(&self, snapshot: &str) -> Result<Vec<court::FeedProblem>, Failure> {
        let request = court::ListProblemsRequest { snapshot: snapshot.to_owned() };
        let answer = self.court.clone().list_problems(ask(request)).await;
        understood("court-records", "problem", answer).map(|answer| answer.problems)
    }

    /// Filings seen in feeds, latest first.
    pub(crate) async fn filings(&self, court: &str, limit: i32) -> Result<court::ListFilingsResponse, Failure> {
        let request = court::ListFilingsRequest { court: court.to_owned(), limit };
        understood("court-records", "court of this code", self.court.clone().list_filings(ask(request)).await)
    }

    /// All watches, in the order in which they were added.
    pub(crate) async fn watches(&self) -> Result<Vec<court::Watch>, Failure> {
        let answer = self.watches.clone().list_watches(ask(court::ListWatchesRequest {})).await;
        understood("court-records", "watch", answer).map(|answer| answer.watches)
    }

    /// One watch.
    pub(crate) async fn watch(&self, id: &str) -> Result<court::Watch, Failure> {
        let watches = self.watches().await?;
        watches.into_iter().find(|watch| watch.id == id).ok_or_else(no_watch)
    }

    /// Adds a watch, or enables its webhook again.
    pub(crate) async fn add_watch(&self, watch: court::Watch) -> Result<court::AddWatchResponse, Failure> {
        let answer = self.watches.clone().add_watch(ask(court::AddWatchRequest { watch: Some(watch) })).await;
        understood("court-records", "watch", answer)
    }

    /// Removes a watch with its alerts.
    pub(crate) async fn remove_watch(&self, id: &str) -> Result<(), Failure> {
        let answer = self.watches.clone().remove_watch(ask(court::RemoveWatchRequest { id: id.to_owned() })).await;
        understood("court-records", "watch with this id", answer).map(|_| ())
    }

    /// What a watch would have told of what is known.
    pub(crate) async fn test_watch(&self, watch: court::Watch, limit: i32) -> Result<court::TestWatchResponse, Failure> {
        let answer = self.watches.clone().test_watch(ask(court::TestWatchRequest { watch: Some(watch), limit })).await;
        understood("court-records", "watch", answer)
    }

    /// Alerts of a watch, or of all if none is named: after a cursor, oldest first; after none, the latest first.
    pub(crate) async fn alerts(&self, watch: &str, after: i64, limit: i32) -> Result<Vec<AlertRaised>, Failure> {
        let request = court::ListAlertsRequest { watch: watch.to_owned(), after, limit };
        understood("court-records", "alert", self.watches.clone().list_alerts(ask(request)).await).map(|answer| answer.alerts)
    }

    /// Alerts after a cursor and those that come. Each has a connection of its own: streams that nobody reads to their end must not hold up
    /// questions that share a connection with them.
    pub(crate) async fn alert_stream(&self, watch: &str, after: i64) -> Result<AlertStream, Failure> {
        let channel = channel(&self.court_records).map_err(|_| Failure::PeerUnreachable("court-records"))?;
        let mut client = WatchServiceClient::new(channel).max_decoding_message_size(MOST_BYTES);
        let request = Request::new(court::StreamAlertsRequest { watch: watch.to_owned(), after });
        let inner = understood("court-records", "watch", client.stream_alerts(request).await)?;
        Ok(AlertStream { inner, _client: client })
    }

    /// What is due to webhooks, at most so many; waits a while for something to be due.
    pub(crate) async fn claim_deliveries(&self, limit: i32) -> Result<Vec<court::WebhookDelivery>, Failure> {
        let mut request = Request::new(court::ClaimDeliveriesRequest { limit, lease_secs: LEASE_SECS, wait_secs: WAIT_SECS });
        request.set_timeout(PATIENCE);
        understood("court-records", "delivery", self.watches.clone().claim_deliveries(request).await).map(|answer| answer.deliveries)
    }

    /// Reports how an attempt ended; gives the state of the webhook after it.
    pub(crate) async fn report_delivery(&self, report: court::ReportDeliveryRequest) -> Result<String, Failure> {
        let answer = self.watches.clone().report_delivery(ask(report)).await;
        understood("court-records", "delivery", answer).map(|answer| answer.webhook_state)
    }

    /// Series; empty texts do not narrow.
    pub(crate) async fn series_list(&self, request: analytics::ListSeriesRequest) -> Result<Vec<analytics::Series>, Failure> {
        let answer = self.analytics.clone().list_series(ask(request)).await;
        understood("analytics", "series", answer).map(|answer| answer.series)
    }

    /// One series with its observations.
    pub(crate) async fn series(&self, key: String, as_of: String) -> Result<analytics::GetSeriesResponse, Failure> {
        let request = analytics::GetSeriesRequest { key, as_of };
        understood("analytics", "series with this key", self.analytics.clone().get_series(ask(request)).await)
    }

    /// One observation with its definition and its other vintages.
    pub(crate) async fn observation(&self, id: String) -> Result<analytics::GetObservationResponse, Failure> {
        let request = analytics::GetObservationRequest { id };
        understood("analytics", "observation with this address", self.analytics.clone().get_observation(ask(request)).await)
    }

    /// Every comparison.
    pub(crate) async fn comparisons(&self, as_of: String) -> Result<Vec<analytics::Comparison>, Failure> {
        let asked = as_of.clone();
        let answer = self.analytics.clone().list_comparisons(ask(analytics::ListComparisonsRequest { as_of })).await;
        let mut comparisons = understood("analytics", "comparison", answer)?.comparisons;
        for comparison in &mut comparisons {
            asked_for(&mut comparison.as_of, &asked);
        }
        Ok(comparisons)
    }

    /// One comparison.
    pub(crate) async fn comparison(&self, slug: String, as_of: String) -> Result<analytics::Comparison, Failure> {
        let asked = as_of.clone();
        let answer = self.analytics.clone().get_comparison(ask(analytics::GetComparisonRequest { slug, as_of })).await;
        let answer = understood("analytics", "comparison of this name", answer)?;
        let mut comparison = answer.comparison.ok_or_else(|| Failure::NotFound("comparison of this name".into()))?;
        asked_for(&mut comparison.as_of, &asked);
        Ok(comparison)
    }

    /// The verdict on every claim.
    pub(crate) async fn verdicts(&self, as_of: String) -> Result<Vec<analytics::Verdict>, Failure> {
        let asked = as_of.clone();
        let answer = self.analytics.clone().list_verdicts(ask(analytics::ListVerdictsRequest { as_of })).await;
        let mut verdicts = understood("analytics", "verdict", answer)?.verdicts;
        for verdict in &mut verdicts {
            asked_for(&mut verdict.as_of, &asked);
        }
        Ok(verdicts)
    }

    /// The verdict on one claim.
    pub(crate) async fn verdict(&self, claim: String, as_of: String) -> Result<analytics::Verdict, Failure> {
        let asked = as_of.clone();
        let answer = self.analytics.clone().get_verdict(ask(analytics::GetVerdictRequest { claim, as_of })).await;
        let answer = understood("analytics", "claim with this id", answer)?;
        let mut verdict = answer.verdict.ok_or_else(|| Failure::NotFound("claim with this id".into()))?;
        asked_for(&mut verdict.as_of, &asked);
        Ok(verdict)
    }

    /// Vintages of a source, oldest first.
    pub(crate) async fn vintages(&self, source: &str, as_of: String) -> Result<Vec<analytics::Vintage>, Failure> {
        let request = analytics::ListVintagesRequest { source: source.to_owned(), as_of };
        understood("analytics", "source of this name", self.analytics.clone().list_vintages(ask(request)).await)
            .map(|answer| answer.vintages)
    }

    /// What a later vintage says otherwise than an earlier one; empty hashes mean the latest two.
    pub(crate) async fn restatement(
        &self,
        source: &str,
        (before, after): (&str, &str),
        as_of: String,
    ) -> Result<analytics::GetRestatementResponse, Failure> {
        let request =
            analytics::GetRestatementRequest { source: source.to_owned(), before: before.to_owned(), after: after.to_owned(), as_of };
        understood("analytics", "restatement between such vintages", self.analytics.clone().get_restatement(ask(request)).await)
    }

    /// Every period of a series in every vintage.
    pub(crate) async fn revisions(&self, key: &str, as_of: String) -> Result<analytics::GetRevisionsResponse, Failure> {
        let request = analytics::GetRevisionsRequest { key: key.to_owned(), as_of };
        understood("analytics", "series with this key", self.analytics.clone().get_revisions(ask(request)).await)
    }

    /// How publishers count, in types.
    pub(crate) async fn definitions(&self) -> Result<Vec<analytics::Definition>, Failure> {
        let answer = self.analytics.clone().list_definitions(ask(analytics::ListDefinitionsRequest {})).await;
        understood("analytics", "definition", answer).map(|answer| answer.definitions)
    }

    /// How publishers count, in words.
    pub(crate) async fn crosswalk(&self) -> Result<Vec<analytics::CrosswalkRow>, Failure> {
        let answer = self.analytics.clone().list_crosswalk(ask(analytics::ListCrosswalkRequest {})).await;
        understood("analytics", "crosswalk", answer).map(|answer| answer.rows)
    }
}

/// Alerts that come.
#[derive(Debug)]
pub(crate) struct AlertStream {
    inner: Streaming<court::StreamAlertsResponse>,
    _client: WatchServiceClient<TracedChannel>,
}

impl AlertStream {
    /// The next alert; none when the service ends or fails: whoever reads comes back and resumes.
    pub(crate) async fn next(&mut self) -> Option<AlertRaised> {
        self.inner.message().await.ok().flatten().and_then(|response| response.alert)
    }
}

fn no_watch() -> Failure {
    Failure::NotFound("watch with this id".into())
}

/// An answer about the present has no instant of its own, so that it is the same whenever it is asked.
fn asked_for(as_of: &mut String, asked: &str) {
    if asked.is_empty() {
        as_of.clear();
    }
}

fn ask<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(PATIENCE);
    request
}

fn understood<T>(peer: &'static str, wanted: &str, answer: Result<Response<T>, Status>) -> Result<T, Failure> {
    answer.map(Response::into_inner).map_err(|status| failure(peer, wanted, &status))
}

/// What a status of a service means for the one who asked.
fn failure(peer: &'static str, wanted: &str, status: &Status) -> Failure {
    match status.code() {
        Code::NotFound => return Failure::NotFound(wanted.to_owned()),
        Code::InvalidArgument => return Failure::BadRequest(status.message().to_owned()),
        _ => {}
    }
    metrics::peer_failed(peer);
    tracing::warn!(
        service = "gateway",
        peer,
        trace_id = platform::trace::current().trace_id(),
        code = ?status.code(),
        error = status.message(),
        "a service did not answer"
    );
    match status.code() {
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => Failure::PeerUnreachable(peer),
        _ => Failure::PeerFailed(peer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_service_says_becomes_what_the_reader_needs() {
        let check = |status: &Status, shown: &str| {
            assert_eq!(failure("analytics", "claim with this id", status).to_string(), shown);
        };
        check(&Status::not_found("C99"), "There is no claim with this id.");
        check(&Status::invalid_argument("as_of is before the first snapshot"), "as_of is before the first snapshot");
        check(
            &Status::unavailable("tcp connect error"),
            "The service analytics does not answer. Its pages will come back when it does; the other pages work.",
        );
        check(&Status::internal("select * from secret"), "The service analytics could not answer this question.");
    }
}

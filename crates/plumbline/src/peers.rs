//! Clients of the services in this process.

use contracts::{
    analytics::analytics_service_client::AnalyticsServiceClient,
    court::{
        case_service_client::CaseServiceClient, court_records_service_client::CourtRecordsServiceClient,
        coverage_service_client::CoverageServiceClient, watch_service_client::WatchServiceClient,
    },
    ingest::ingest_service_client::IngestServiceClient,
    normalize::{normalize_service_client::NormalizeServiceClient, release_service_client::ReleaseServiceClient},
};
use platform::rpc::{self, MOST_BYTES, TracedChannel};

/// One client per service that answers questions.
#[derive(Debug, Clone)]
pub struct Peers {
    /// Snapshots.
    pub ingest: IngestServiceClient<TracedChannel>,
    /// Readings and problems.
    pub normalize: NormalizeServiceClient<TracedChannel>,
    /// Releases of records about persons; the same service.
    pub releases: ReleaseServiceClient<TracedChannel>,
    /// Filings.
    pub court_records: CourtRecordsServiceClient<TracedChannel>,
    /// Watches and alerts; the same service.
    pub watches: WatchServiceClient<TracedChannel>,
    /// Cases with their defendants and charges.
    pub cases: CaseServiceClient<TracedChannel>,
    /// What feeds can show, and the numbers that this allows.
    pub coverage: CoverageServiceClient<TracedChannel>,
    /// Series, comparisons, verdicts.
    pub analytics: AnalyticsServiceClient<TracedChannel>,
}

impl Peers {
    /// Clients that connect when first used.
    pub(crate) fn at(ingest: &str, normalize: &str, court_records: &str, analytics: &str) -> anyhow::Result<Self> {
        Ok(Self {
            ingest: IngestServiceClient::new(rpc::channel(ingest)?).max_decoding_message_size(MOST_BYTES),
            normalize: NormalizeServiceClient::new(rpc::channel(normalize)?).max_decoding_message_size(MOST_BYTES),
            releases: ReleaseServiceClient::new(rpc::channel(normalize)?).max_decoding_message_size(MOST_BYTES),
            court_records: CourtRecordsServiceClient::new(rpc::channel(court_records)?).max_decoding_message_size(MOST_BYTES),
            watches: WatchServiceClient::new(rpc::channel(court_records)?).max_decoding_message_size(MOST_BYTES),
            cases: CaseServiceClient::new(rpc::channel(court_records)?).max_decoding_message_size(MOST_BYTES),
            coverage: CoverageServiceClient::new(rpc::channel(court_records)?).max_decoding_message_size(MOST_BYTES),
            analytics: AnalyticsServiceClient::new(rpc::channel(analytics)?).max_decoding_message_size(MOST_BYTES),
        })
    }
}

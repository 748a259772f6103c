//! Questions that others ask.

pub(crate) mod cases;
pub(crate) mod coverage;
pub(crate) mod watches;

use contracts::{
    court::{
        ListFilingsRequest, ListFilingsResponse, ListProblemsRequest, ListProblemsResponse,
        court_records_service_server::{CourtRecordsService, CourtRecordsServiceServer},
    },
    events::FilingSeen,
};
use tonic::{Request, Response, Status};

use crate::store::{Store, StoreError};

/// Filings or cases in one answer, if the question does not say how many.
const USUAL: u64 = 100;

/// Filings or cases in one answer at most; who asks for more gets these.
const MOST: u64 = 1000;

/// Answers on the wire.
#[derive(Debug)]
pub(crate) struct Grpc {
    /// What is known.
    pub(crate) store: Store,
}

impl Grpc {
    /// As a service to be served.
    pub(crate) fn into_service(self) -> CourtRecordsServiceServer<Self> {
        CourtRecordsServiceServer::new(self).max_encoding_message_size(platform::rpc::MOST_BYTES)
    }
}

fn limited(limit: i32) -> Result<u64, Status> {
    asked_limit(limit, (USUAL, MOST))
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn failed(error: StoreError) -> Status {
    tracing::error!(error = %error, "a question could not be answered");
    Status::internal(error.to_string())
}

/// How many are listed: the usual number if the question says 0, and never more than the most.
fn asked_limit(limit: i32, (usual, most): (u64, u64)) -> Result<u64, Status> {
    match u64::try_from(limit) {
        Ok(0) => Ok(usual),
        Ok(limit) => Ok(limit.min(most)),
        Err(_) => Err(Status::invalid_argument(format!("the limit cannot be {limit}"))),
    }
}

#[tonic::async_trait]
impl CourtRecordsService for Grpc {
    async fn list_filings(&self, request: Request<ListFilingsRequest>) -> Result<Response<ListFilingsResponse>, Status> {
        let ListFilingsRequest { court, limit } = request.into_inner();
        let limit = limited(limit)?;
        let (filings, total) = self.store.filings(&court, limit).await.map_err(failed)?;
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        Ok(Response::new(ListFilingsResponse { filings: filings.iter().map(FilingSeen::from).collect(), total }))
    }

    async fn list_problems(&self, request: Request<ListProblemsRequest>) -> Result<Response<ListProblemsResponse>, Status> {
        let ListProblemsRequest { snapshot } = request.into_inner();
        let problems = self.store.problems(&snapshot).await.map_err(failed)?;
        Ok(Response::new(ListProblemsResponse { problems: problems.into_iter().map(Into::into).collect() }))
    }
}

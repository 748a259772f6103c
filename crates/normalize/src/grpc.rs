//! Questions to normalize: what was read, and what could not be.

use contracts::normalize::{
    Decoding as DecodingMessage, ListDecodingsRequest, ListDecodingsResponse, ListProblemsRequest, ListProblemsResponse,
    LocatedProblem as ProblemMessage,
    normalize_service_server::{NormalizeService, NormalizeServiceServer},
};
use domain::{SnapshotHash, SourceSlug, slug::InvalidName};
use platform::rpc::MOST_BYTES;
use tonic::{Request, Response, Status};

use crate::store::{Decoding, LocatedProblem, Store, Wanted};

/// Rows of an answer. An answer is never cut silently: with more, the question is refused and asks to be narrowed.
pub(crate) const MOST_ANSWERED: u64 = 20_000;

/// Answers over the tables.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    store: Store,
}

/// The service, ready to be served.
pub(crate) fn service(store: Store) -> NormalizeServiceServer<Api> {
    NormalizeServiceServer::new(Api::new(store)).max_encoding_message_size(MOST_BYTES)
}

impl Api {
    /// Answers of these tables.
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }
}

#[tonic::async_trait]
impl NormalizeService for Api {
    async fn list_decodings(&self, request: Request<ListDecodingsRequest>) -> Result<Response<ListDecodingsResponse>, Status> {
        let ListDecodingsRequest { source, snapshot } = request.into_inner();
        let wanted = wanted(&source, &snapshot)?;
        let found = self.store.decodings(&wanted, MOST_ANSWERED + 1).await.map_err(|error| unavailable(&error))?;
        let decodings = complete(found)?.into_iter().map(decoding_message).collect();
        Ok(Response::new(ListDecodingsResponse { decodings }))
    }

    async fn list_problems(&self, request: Request<ListProblemsRequest>) -> Result<Response<ListProblemsResponse>, Status> {
        let ListProblemsRequest { source, snapshot } = request.into_inner();
        let wanted = wanted(&source, &snapshot)?;
        let found = self.store.problems(&wanted, MOST_ANSWERED + 1).await.map_err(|error| unavailable(&error))?;
        let problems = complete(found)?.into_iter().map(problem_message).collect();
        Ok(Response::new(ListProblemsResponse { problems }))
    }
}

fn wanted(source: &str, snapshot: &str) -> Result<Wanted, Status> {
    let invalid = |error: InvalidName| Status::invalid_argument(error.to_string());
    let source = match source.trim() {
        "" => None,
        slug => Some(slug.parse::<SourceSlug>().map_err(invalid)?),
    };
    let snapshot = match snapshot.trim() {
        "" => None,
        hash => Some(hash.parse::<SnapshotHash>().map_err(invalid)?),
    };
    Ok(Wanted { source, snapshot })
}

fn complete<T>(found: Vec<T>) -> Result<Vec<T>, Status> {
    if found.len() as u64 > MOST_ANSWERED {
        return Err(Status::resource_exhausted(format!("there are more than {MOST_ANSWERED}; ask for one source, or one snapshot")));
    }
    Ok(found)
}

fn unavailable(error: &dyn std::error::Error) -> Status {
    tracing::error!(error = %error, "a question was not answered");
    Status::unavailable("the tables of normalize do not answer; try again")
}

fn decoding_message(decoding: Decoding) -> DecodingMessage {
    let Decoding { source, snapshot, rule, rule_version, rows, observations, problems, refused } = decoding;
    let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    DecodingMessage {
        source: source.to_string(),
        snapshot: snapshot.to_string(),
        rule,
        rule_version: i32::try_from(rule_version).unwrap_or(i32::MAX),
        rows: signed(rows),
        observations: signed(observations),
        problems: signed(problems),
        refused,
    }
}

fn problem_message(problem: LocatedProblem) -> ProblemMessage {
    let LocatedProblem { source, snapshot, rule, rule_version, locator, message } = problem;
    ProblemMessage {
        source: source.to_string(),
        snapshot: snapshot.to_string(),
        rule,
        rule_version: i32::try_from(rule_version).unwrap_or(i32::MAX),
        locator,
        message,
    }
}

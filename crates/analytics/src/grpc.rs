//! Questions that others ask.

use contracts::analytics::{
    GetComparisonRequest, GetComparisonResponse, GetObservationRequest, GetObservationResponse, GetRestatementRequest,
    GetRestatementResponse, GetRevisionsRequest, GetRevisionsResponse, GetSeriesRequest, GetSeriesResponse, GetVerdictRequest,
    GetVerdictResponse, ListComparisonsRequest, ListComparisonsResponse, ListCrosswalkRequest, ListCrosswalkResponse,
    ListDefinitionsRequest, ListDefinitionsResponse, ListSeriesRequest, ListSeriesResponse, ListVerdictsRequest, ListVerdictsResponse,
    ListVintagesRequest, ListVintagesResponse,
    analytics_service_server::{AnalyticsService, AnalyticsServiceServer},
};
use domain::Instant;
use platform::Clock;
use tonic::{Request, Response, Status};

use crate::{
    answers::{AnswerError, Answers},
    rules::{
        restatement::{self, NoPair},
        vintages::Vintage,
    },
    store::{SeriesFilter, StoreError},
    wire,
};

/// Answers on the wire.
#[derive(Debug)]
pub(crate) struct Grpc {
    /// What is known.
    pub(crate) answers: Answers,
    /// For "now".
    pub(crate) clock: Clock,
}

impl Grpc {
    /// As a service to be served.
    pub(crate) fn into_service(self) -> AnalyticsServiceServer<Self> {
        AnalyticsServiceServer::new(self).max_encoding_message_size(platform::rpc::MOST_BYTES)
    }

    /// The vintages of a source that are known at an instant, oldest first.
    async fn vintages(&self, source: &str, as_of: &str) -> Result<Vec<Vintage>, Status> {
        let as_of = self.as_of(as_of)?;
        let mut vintages = self.answers.store().vintages(source).await.map_err(store_failed)?;
        vintages.retain(|vintage| vintage.retrieved_at <= as_of);
        vintages.sort_by(|a, b| a.order().cmp(&b.order()));
        Ok(vintages)
    }

    fn as_of(&self, text: &str) -> Result<Instant, Status> {
        if text.is_empty() {
            return Ok(self.clock.now());
        }
        text.parse().map_err(|error: domain::period::InvalidTime| Status::invalid_argument(error.to_string()))
    }
}

fn failed(error: &AnswerError) -> Status {
    tracing::error!(error = %error, "a question could not be answered");
    Status::internal(error.to_string())
}

fn store_failed(error: StoreError) -> Status {
    failed(&error.into())
}

#[tonic::async_trait]
impl AnalyticsService for Grpc {
    async fn list_series(&self, request: Request<ListSeriesRequest>) -> Result<Response<ListSeriesResponse>, Status> {
        let ListSeriesRequest { source, measure, population } = request.into_inner();
        let series = self.answers.store().series(&SeriesFilter { source, measure, population }).await.map_err(store_failed)?;
        Ok(Response::new(ListSeriesResponse { series }))
    }

    async fn get_series(&self, request: Request<GetSeriesRequest>) -> Result<Response<GetSeriesResponse>, Status> {
        let GetSeriesRequest { key, as_of } = request.into_inner();
        let found = self.answers.store().state(&key, self.as_of(&as_of)?).await.map_err(store_failed)?;
        let (series, observations) = found.ok_or_else(|| Status::not_found(format!("there is no series {key}")))?;
        Ok(Response::new(GetSeriesResponse { series: Some(series), observations: observations.iter().map(Into::into).collect() }))
    }

    async fn get_observation(&self, request: Request<GetObservationRequest>) -> Result<Response<GetObservationResponse>, Status> {
        let GetObservationRequest { id } = request.into_inner();
        let found = self.answers.store().observation(&id).await.map_err(store_failed)?;
        let (recorded, vintages) = found.ok_or_else(|| Status::not_found(format!("there is no observation {id}")))?;
        let definition = self.answers.definition(&recorded.observation.definition).map(wire::definition);
        Ok(Response::new(GetObservationResponse {
            observation: Some((&recorded).into()),
            definition,
            vintages: vintages.iter().map(Into::into).collect(),
        }))
    }

    async fn list_comparisons(&self, request: Request<ListComparisonsRequest>) -> Result<Response<ListComparisonsResponse>, Status> {
        let as_of = self.as_of(&request.into_inner().as_of)?;
        let comparisons = self.answers.comparisons(as_of).await.map_err(|error| failed(&error))?;
        Ok(Response::new(ListComparisonsResponse { comparisons: comparisons.iter().map(wire::comparison).collect() }))
    }

    async fn get_comparison(&self, request: Request<GetComparisonRequest>) -> Result<Response<GetComparisonResponse>, Status> {
        let GetComparisonRequest { slug, as_of } = request.into_inner();
        let found = self.answers.comparison(&slug, self.as_of(&as_of)?).await.map_err(|error| failed(&error))?;
        let comparison = found.ok_or_else(|| Status::not_found(format!("there is no comparison {slug}")))?;
        Ok(Response::new(GetComparisonResponse { comparison: Some(wire::comparison(&comparison)) }))
    }

    async fn list_vintages(&self, request: Request<ListVintagesRequest>) -> Result<Response<ListVintagesResponse>, Status> {
        let ListVintagesRequest { source, as_of } = request.into_inner();
        let vintages = self.vintages(&source, &as_of).await?;
        Ok(Response::new(ListVintagesResponse { vintages: vintages.iter().map(|one| wire::vintage(&source, one)).collect() }))
    }

    async fn get_restatement(&self, request: Request<GetRestatementRequest>) -> Result<Response<GetRestatementResponse>, Status> {
        let GetRestatementRequest { source, before, after, as_of } = request.into_inner();
        let vintages = self.vintages(&source, &as_of).await?;
        let (before, after) = restatement::chosen(&vintages, &before, &after).map_err(|problem| match problem {
            NoPair::NoSuchVintage(_) | NoPair::TooFew(_) => Status::not_found(format!("{source}: {problem}")),
            NoPair::OneIsMissing | NoPair::Ambiguous(_) => Status::invalid_argument(problem.to_string()),
        })?;
        let found = self.answers.store().restated(&source, before, after).await.map_err(store_failed)?;
        Ok(Response::new(wire::restatement(&source, before, after, &found)))
    }

    async fn get_revisions(&self, request: Request<GetRevisionsRequest>) -> Result<Response<GetRevisionsResponse>, Status> {
        let GetRevisionsRequest { key, as_of } = request.into_inner();
        let found = self.answers.store().revised(&key, self.as_of(&as_of)?).await.map_err(store_failed)?;
        let found = found.ok_or_else(|| Status::not_found(format!("there is no series {key}")))?;
        Ok(Response::new(wire::revisions(&found)))
    }

    async fn list_definitions(&self, _: Request<ListDefinitionsRequest>) -> Result<Response<ListDefinitionsResponse>, Status> {
        let definitions = catalog::definitions().iter().map(wire::definition).collect();
        Ok(Response::new(ListDefinitionsResponse { definitions }))
    }

    async fn list_verdicts(&self, request: Request<ListVerdictsRequest>) -> Result<Response<ListVerdictsResponse>, Status> {
        let as_of = self.as_of(&request.into_inner().as_of)?;
        let verdicts = self.answers.verdicts(as_of).await.map_err(|error| failed(&error))?;
        Ok(Response::new(ListVerdictsResponse { verdicts: verdicts.iter().map(wire::verdict).collect() }))
    }

    async fn get_verdict(&self, request: Request<GetVerdictRequest>) -> Result<Response<GetVerdictResponse>, Status> {
        let GetVerdictRequest { claim, as_of } = request.into_inner();
        let found = self.answers.verdict(&claim, self.as_of(&as_of)?).await.map_err(|error| failed(&error))?;
        let verdict = found.ok_or_else(|| Status::not_found(format!("there is no claim {claim}")))?;
        Ok(Response::new(GetVerdictResponse { verdict: Some(wire::verdict(&verdict)) }))
    }

    async fn list_crosswalk(&self, _: Request<ListCrosswalkRequest>) -> Result<Response<ListCrosswalkResponse>, Status> {
        Ok(Response::new(ListCrosswalkResponse { rows: catalog::crosswalk().iter().map(wire::crosswalk_row).collect() }))
    }
}

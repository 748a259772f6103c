//! Questions that others ask.

use contracts::analytics::{
    self as wire, GetComparisonRequest, GetComparisonResponse, GetObservationRequest, GetObservationResponse, GetSeriesRequest,
    GetSeriesResponse, GetVerdictRequest, GetVerdictResponse, ListComparisonsRequest, ListComparisonsResponse, ListSeriesRequest,
    ListSeriesResponse, ListVerdictsRequest, ListVerdictsResponse,
    analytics_service_server::{AnalyticsService, AnalyticsServiceServer},
};
use domain::Instant;
use platform::Clock;
use tonic::{Request, Response, Status};

use crate::{
    answers::{AnswerError, Answers},
    store::{SeriesFilter, StoreError},
    wire as to_wire,
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
        let definition = self.answers.definition(&recorded.observation.definition).map(to_wire::definition);
        Ok(Response::new(GetObservationResponse {
            observation: Some((&recorded).into()),
            definition,
            vintages: vintages.iter().map(Into::into).collect(),
        }))
    }

    async fn list_comparisons(&self, request: Request<ListComparisonsRequest>) -> Result<Response<ListComparisonsResponse>, Status> {
        let as_of = self.as_of(&request.into_inner().as_of)?;
        let comparisons = self.answers.comparisons(as_of).await.map_err(|error| failed(&error))?;
        Ok(Response::new(ListComparisonsResponse { comparisons: comparisons.iter().map(to_wire::comparison).collect() }))
    }

    async fn get_comparison(&self, request: Request<GetComparisonRequest>) -> Result<Response<GetComparisonResponse>, Status> {
        let GetComparisonRequest { slug, as_of } = request.into_inner();
        let spec = catalog::comparisons().iter().find(|spec| spec.slug == slug);
        let spec = spec.ok_or_else(|| Status::not_found(format!("there is no comparison {slug}")))?;
        let comparison = self.answers.comparison(spec, self.as_of(&as_of)?).await.map_err(|error| failed(&error))?;
        Ok(Response::new(GetComparisonResponse { comparison: Some(to_wire::comparison(&comparison)) }))
    }

    async fn list_vintages(&self, _: Request<wire::ListVintagesRequest>) -> Result<Response<wire::ListVintagesResponse>, Status> {
        Err(Status::unimplemented("vintages"))
    }

    async fn get_restatement(&self, _: Request<wire::GetRestatementRequest>) -> Result<Response<wire::GetRestatementResponse>, Status> {
        Err(Status::unimplemented("restatement"))
    }

    async fn get_revisions(&self, _: Request<wire::GetRevisionsRequest>) -> Result<Response<wire::GetRevisionsResponse>, Status> {
        Err(Status::unimplemented("revisions"))
    }

    async fn list_definitions(&self, _: Request<wire::ListDefinitionsRequest>) -> Result<Response<wire::ListDefinitionsResponse>, Status> {
        let definitions = catalog::definitions().iter().map(to_wire::definition).collect();
        Ok(Response::new(wire::ListDefinitionsResponse { definitions }))
    }

    async fn list_verdicts(&self, request: Request<ListVerdictsRequest>) -> Result<Response<ListVerdictsResponse>, Status> {
        let as_of = self.as_of(&request.into_inner().as_of)?;
        let verdicts = self.answers.verdicts(as_of).await.map_err(|error| failed(&error))?;
        Ok(Response::new(ListVerdictsResponse { verdicts: verdicts.iter().map(to_wire::verdict).collect() }))
    }

    async fn get_verdict(&self, request: Request<GetVerdictRequest>) -> Result<Response<GetVerdictResponse>, Status> {
        let GetVerdictRequest { claim, as_of } = request.into_inner();
        let found = catalog::claim(&claim).ok_or_else(|| Status::not_found(format!("there is no claim {claim}")))?;
        let verdict = self.answers.verdict(found, self.as_of(&as_of)?).await.map_err(|error| failed(&error))?;
        Ok(Response::new(wire::GetVerdictResponse { verdict: Some(to_wire::verdict(&verdict)) }))
    }

    async fn list_crosswalk(&self, _: Request<wire::ListCrosswalkRequest>) -> Result<Response<wire::ListCrosswalkResponse>, Status> {
        Ok(Response::new(wire::ListCrosswalkResponse { rows: catalog::crosswalk().iter().map(to_wire::crosswalk_row).collect() }))
    }
}

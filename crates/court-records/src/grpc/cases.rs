//! Questions about cases.

use contracts::court::{
    GetCaseRequest, GetCaseResponse, ListCasesRequest, ListCasesResponse,
    case_service_server::{CaseService, CaseServiceServer},
};
use tonic::{Request, Response, Status};

use super::{failed, limited};
use crate::{
    record::CaseNumber,
    rules::{case::State, cells::Month},
    store::{CasesWanted, Store},
    wire,
};

/// Answers on the wire.
#[derive(Debug)]
pub(crate) struct Cases {
    /// What is known.
    pub(crate) store: Store,
}

impl Cases {
    /// As a service to be served.
    pub(crate) fn into_service(self) -> CaseServiceServer<Self> {
        CaseServiceServer::new(self).max_encoding_message_size(platform::rpc::MOST_BYTES)
    }
}

#[tonic::async_trait]
impl CaseService for Cases {
    async fn list_cases(&self, request: Request<ListCasesRequest>) -> Result<Response<ListCasesResponse>, Status> {
        let ListCasesRequest { court, state, month, limit, statute } = request.into_inner();
        let wanted = CasesWanted { court, state: state_of(&state)?, month: month_of(&month)?, statute, limit: limited(limit)? };
        let (cases, total) = self.store.list_cases(&wanted).await.map_err(failed)?;
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        Ok(Response::new(ListCasesResponse { cases: cases.into_iter().map(wire::cases::listed).collect(), total }))
    }

    async fn get_case(&self, request: Request<GetCaseRequest>) -> Result<Response<GetCaseResponse>, Status> {
        let GetCaseRequest { key } = request.into_inner();
        let number = CaseNumber::of_key(&key)
            .ok_or_else(|| Status::invalid_argument(format!("{key:?} is no key of a case; write nysd/1:12-cr-00120")))?;
        let known = self.store.case(&number).await.map_err(failed)?;
        let known = known.ok_or_else(|| Status::not_found(format!("nothing is known of a case {key:?}")))?;
        Ok(Response::new(wire::cases::whole(&known)))
    }
}

fn state_of(text: &str) -> Result<Option<State>, Status> {
    if text.is_empty() {
        return Ok(None);
    }
    let state = State::parse(text);
    state.map(Some).ok_or_else(|| {
        Status::invalid_argument(format!("{text:?} is no state; there are confirmed, unknown, candidate, sealed, gone, not"))
    })
}

pub(super) fn month_of(text: &str) -> Result<Option<Month>, Status> {
    if text.is_empty() {
        return Ok(None);
    }
    Month::parse(text).map(Some).ok_or_else(|| Status::invalid_argument(format!("{text:?} is no month; write 2026-03")))
}

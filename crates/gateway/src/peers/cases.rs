//! Questions about cases and coverage. What is sealed, and names that are withheld, go no further than here.

use contracts::court::{
    Case, CourtDay, DistrictMonth, FeedStatus, GetCaseRequest, GetCaseResponse, ListCasesRequest, ListCasesResponse, ListCoverageRequest,
    ListDistrictMonthsRequest, ListFeedsRequest, ListReconciliationRequest, ReconciledCell,
};

use super::{Clients, ask, understood};
use crate::{CaseNames, error::Failure, views::court::masked};

const PEER: &str = "court-records";

impl Clients {
    /// Cases, latest filed first.
    pub(crate) async fn cases(&self, request: ListCasesRequest, names: CaseNames) -> Result<ListCasesResponse, Failure> {
        let mut answer = understood(PEER, "case", self.cases.clone().list_cases(ask(request)).await)?;
        for case in &mut answer.cases {
            masked::case(case, names);
        }
        Ok(answer)
    }

    /// One case with everything that is known of it; `key` is court and number: `nysd/1:12-cr-00120`.
    pub(crate) async fn case(&self, key: String, names: CaseNames) -> Result<(Case, GetCaseResponse), Failure> {
        let wanted = "case with this number that is known here";
        let mut answer = understood(PEER, wanted, self.cases.clone().get_case(ask(GetCaseRequest { key })).await)?;
        masked::answer(&mut answer, names);
        let case = answer.case.clone().ok_or_else(|| Failure::NotFound(wanted.into()))?;
        Ok((case, answer))
    }

    /// Numbers by district and month; an empty court means all, empty months the last twelve that are known.
    pub(crate) async fn district_months(&self, court: &str, (from, to): (&str, &str)) -> Result<Vec<DistrictMonth>, Failure> {
        let request = ListDistrictMonthsRequest { from: from.to_owned(), to: to.to_owned(), court: court.to_owned() };
        understood(PEER, "court of this code", self.coverage.clone().list_district_months(ask(request)).await).map(|answer| answer.cells)
    }

    /// The feed of every court.
    pub(crate) async fn feeds(&self) -> Result<Vec<FeedStatus>, Failure> {
        understood(PEER, "feed", self.coverage.clone().list_feeds(ask(ListFeedsRequest {})).await).map(|answer| answer.feeds)
    }

    /// What the feed of a court could show, day by day; empty days mean the last thirty.
    pub(crate) async fn court_days(&self, court: &str, (from, to): (&str, &str)) -> Result<Vec<CourtDay>, Failure> {
        let request = ListCoverageRequest { court: court.to_owned(), from: from.to_owned(), to: to.to_owned() };
        understood(PEER, "court of this code", self.coverage.clone().list_coverage(ask(request)).await).map(|answer| answer.days)
    }

    /// The same district and month by every source.
    pub(crate) async fn reconciliation(&self, court: &str, (from, to): (&str, &str)) -> Result<Vec<ReconciledCell>, Failure> {
        let request = ListReconciliationRequest { from: from.to_owned(), to: to.to_owned(), court: court.to_owned() };
        understood(PEER, "court of this code", self.coverage.clone().list_reconciliation(ask(request)).await).map(|answer| answer.cells)
    }
}

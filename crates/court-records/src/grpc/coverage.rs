//! Questions about what feeds can show, and the numbers that this allows.

use std::collections::{BTreeMap, BTreeSet};

use contracts::court::{
    ListCoverageRequest, ListCoverageResponse, ListDistrictMonthsRequest, ListDistrictMonthsResponse, ListFeedsRequest, ListFeedsResponse,
    ListReconciliationRequest, ListReconciliationResponse,
    coverage_service_server::{CoverageService, CoverageServiceServer},
};
use domain::{Date, Instant};
use platform::Clock;
use tonic::{Request, Response, Status};

use super::{cases::month_of, failed};
use crate::{
    rules::{
        cells::{self, Cell, Month, Seen},
        court_time::CourtZone,
        coverage::{self, CoveredDay},
    },
    store::{Store, StoreError},
    wire,
};

/// Months in one answer at most.
const MOST_MONTHS: usize = 120;

/// Days in one answer at most.
const MOST_DAYS: i64 = 400;

/// Answers on the wire.
#[derive(Debug)]
pub(crate) struct Covered {
    /// What is known.
    pub(crate) store: Store,
    /// What is now.
    pub(crate) clock: Clock,
}

impl Covered {
    /// As a service to be served.
    pub(crate) fn into_service(self) -> CoverageServiceServer<Self> {
        CoverageServiceServer::new(self).max_encoding_message_size(platform::rpc::MOST_BYTES)
    }

    /// Every district and month between two, both included.
    async fn cells(&self, court: &str, from: Month, to: Month) -> Result<Vec<Cell>, StoreError> {
        let seen = cells::seen(&self.store.counted_cases(court, from, to).await?);
        let now = self.clock.now();
        let districts = catalog::courts().iter().filter(|one| one.is_district() && (court.is_empty() || one.code == court));
        let mut out = Vec::new();
        for district in districts {
            let Some(zone) = CourtZone::of(&district.code) else { continue };
            let (Some((first, _)), Some((_, last))) = (from.days(), to.days()) else { continue };
            let polls = match (zone.start_of(first), zone.start_of(last.next())) {
                (Some(start), Some(end)) => self.store.polls(&district.code, start, end).await?,
                _ => Vec::new(),
            };
            let mut month = from;
            while month <= to {
                if let Some((first, last)) = month.days() {
                    let seen =
                        seen.get(&(district.code.clone(), month)).cloned().unwrap_or_else(|| Seen { counts: Some(0), ..Seen::default() });
                    let coverage = coverage::together(&coverage::days(&zone, &polls, first, last, now), zone.start_of(last.next()), now);
                    out.push(Cell { court: district.code.clone(), month, seen, coverage });
                }
                month = month.next();
            }
        }
        Ok(out)
    }

    /// The months that are asked for; of none the twelve that end with the last in which a case was filed, or with this one.
    async fn months(&self, from: &str, to: &str) -> Result<(Month, Month), Status> {
        let to = match month_of(to)? {
            Some(to) => to,
            None => self.store.months().await.map_err(failed)?.map_or_else(|| this_month(self.clock.now()), |(_, last)| last),
        };
        let from = month_of(from)?.unwrap_or_else(|| (0..11).fold(to, |month, _| month.before()));
        let count =
            std::iter::successors(Some(from), |month| Some(month.next())).take_while(|month| *month <= to).take(MOST_MONTHS + 1).count();
        match count {
            0 => Err(Status::invalid_argument(format!("{from} does not come before {to}"))),
            count if count > MOST_MONTHS => {
                Err(Status::invalid_argument(format!("from {from} to {to} are more than {MOST_MONTHS} months")))
            }
            _ => Ok((from, to)),
        }
    }

    fn check_court(court: &str) -> Result<(), Status> {
        if court.is_empty() || catalog::court(court).is_some() {
            return Ok(());
        }
        Err(Status::not_found(format!("there is no federal court {court:?}")))
    }
}

fn this_month(now: Instant) -> Month {
    let date = now.to_string().get(..10).and_then(|text| text.parse::<Date>().ok());
    date.map_or(Month { year: 2026, month: 1 }, Month::of)
}

#[tonic::async_trait]
impl CoverageService for Covered {
    async fn list_district_months(
        &self,
        request: Request<ListDistrictMonthsRequest>,
    ) -> Result<Response<ListDistrictMonthsResponse>, Status> {
        let ListDistrictMonthsRequest { from, to, court } = request.into_inner();
        Self::check_court(&court)?;
        let (from, to) = self.months(&from, &to).await?;
        let cells = self.cells(&court, from, to).await.map_err(failed)?;
        Ok(Response::new(ListDistrictMonthsResponse { cells: cells.iter().map(wire::coverage::cell).collect() }))
    }

    async fn list_feeds(&self, _: Request<ListFeedsRequest>) -> Result<Response<ListFeedsResponse>, Status> {
        let now = self.clock.now();
        let latest = self.store.latest_polls().await.map_err(failed)?;
        let filings = self.store.filings_by_court().await.map_err(failed)?;
        let known: BTreeSet<&str> =
            catalog::courts().iter().map(|court| court.code.as_str()).chain(latest.keys().map(String::as_str)).collect();
        let feeds = known.into_iter().map(|court| wire::coverage::feed(court, latest.get(court), filings.get(court).copied(), now));
        Ok(Response::new(ListFeedsResponse { feeds: feeds.collect() }))
    }

    async fn list_coverage(&self, request: Request<ListCoverageRequest>) -> Result<Response<ListCoverageResponse>, Status> {
        let ListCoverageRequest { court, from, to } = request.into_inner();
        Self::check_court(&court)?;
        let zone = CourtZone::of(&court).ok_or_else(|| Status::invalid_argument("coverage is that of one court: give its code"))?;
        let now = self.clock.now();
        let date = |text: &str| text.parse::<Date>().map_err(|error| Status::invalid_argument(error.to_string()));
        let to = if to.is_empty() { zone.date(now).ok_or_else(|| Status::internal("the clock shows no day"))? } else { date(&to)? };
        let from = if from.is_empty() { to.days_later(-29) } else { date(&from)? };
        if from > to || from < to.days_later(-MOST_DAYS) {
            return Err(Status::invalid_argument(format!("from {from} to {to} are no days, or more than {MOST_DAYS}")));
        }
        let (start, end) = (zone.start_of(from).unwrap_or(now), zone.start_of(to.next()).unwrap_or(now));
        let polls = self.store.polls(&court, start, end).await.map_err(failed)?;
        let items = self.store.items_by_day(&court, &zone, start, end).await.map_err(failed)?;
        let days: Vec<CoveredDay> = coverage::days(&zone, &polls, from, to, now);
        let days = days.iter().map(|day| wire::coverage::day(&court, day, items.get(&day.day).copied().unwrap_or(0)));
        Ok(Response::new(ListCoverageResponse { days: days.collect() }))
    }

    async fn list_reconciliation(
        &self,
        request: Request<ListReconciliationRequest>,
    ) -> Result<Response<ListReconciliationResponse>, Status> {
        let ListReconciliationRequest { from, to, court } = request.into_inner();
        Self::check_court(&court)?;
        let (from, to) = self.months(&from, &to).await?;
        let cells = self.cells(&court, from, to).await.map_err(failed)?;
        let official = self.store.official(&court, from, to).await.map_err(failed)?;
        let mut by_cell: BTreeMap<(String, Month), Vec<_>> = BTreeMap::new();
        for one in official {
            by_cell.entry((one.0.court.clone(), one.0.month)).or_default().push(one);
        }
        let reconciled = cells.iter().filter_map(|cell| {
            let others = by_cell.remove(&(cell.court.clone(), cell.month)).unwrap_or_default();
            wire::coverage::reconciled(cell, &others)
        });
        Ok(Response::new(ListReconciliationResponse { cells: reconciled.collect() }))
    }
}

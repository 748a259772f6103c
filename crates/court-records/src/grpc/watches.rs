//! Watches and alerts, as others ask for them.

#[cfg(test)]
mod tests;

use std::{pin::Pin, time::Duration};

use contracts::{
    court::{
        self, AddWatchRequest, AddWatchResponse, ClaimDeliveriesRequest, ClaimDeliveriesResponse, ListAlertsRequest, ListAlertsResponse,
        ListWatchesRequest, ListWatchesResponse, RemoveWatchRequest, RemoveWatchResponse, ReportDeliveryRequest, ReportDeliveryResponse,
        StreamAlertsRequest, StreamAlertsResponse, TestWatchRequest, TestWatchResponse,
        watch_service_server::{WatchService, WatchServiceServer},
    },
    events::AlertRaised,
};
use futures::{Stream, stream};
use platform::{Clock, Stop};
use tokio::sync::watch::Receiver;
use tonic::{Request, Response, Status};

use super::{asked_limit, failed};
use crate::{
    fact::Fact,
    store::{Added, Alert, Attempted, Store, Wanted},
    teller::Teller,
    watch::{Asked, Asking, Watch, alert_id, schedule},
};

/// Alerts in one answer, if the question does not say how many, and at most.
const ALERTS: (u64, u64) = (100, 1000);

/// Alerts that a test of a watch lists, if the question does not say how many, and at most.
const TESTED: (u64, u64) = (50, 500);

/// Deliveries in one claim, if the question does not say how many, and at most.
const DELIVERIES: (u64, u64) = (16, 100);

/// Seconds of a lease, if the question does not say, and at most.
const LEASE_SECS: (u64, u64) = (60, 600);

/// Seconds that a claim waits at most.
const MOST_WAIT_SECS: u64 = 30;

/// How often a claim that waits looks for what became due by time.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Alerts that a stream reads at once.
const PAGE: u64 = 100;

/// Facts that a test reads at once, and at most: an answer comes within seconds, and says how far back it looked.
const FACTS_PAGE: u64 = 1000;
const MOST_FACTS: usize = 300_000;

/// Answers on the wire.
#[derive(Debug)]
pub(crate) struct Watches {
    /// What is known.
    pub(crate) store: Store,
    /// Who tells of alerts that come.
    pub(crate) teller: Teller,
    /// The time.
    pub(crate) clock: Clock,
    /// When streams end.
    pub(crate) stop: Stop,
    /// After so many failed attempts in a row a webhook is given up.
    pub(crate) most_failures: i32,
}

impl Watches {
    /// As a service to be served.
    pub(crate) fn into_service(self) -> WatchServiceServer<Self> {
        WatchServiceServer::new(self).max_encoding_message_size(platform::rpc::MOST_BYTES)
    }
}

/// Alerts that come, as tonic streams them.
type AlertStream = Pin<Box<dyn Stream<Item = Result<StreamAlertsResponse, Status>> + Send>>;

#[tonic::async_trait]
impl WatchService for Watches {
    type StreamAlertsStream = AlertStream;

    async fn add_watch(&self, request: Request<AddWatchRequest>) -> Result<Response<AddWatchResponse>, Status> {
        let watch = checked(request.into_inner().watch)?;
        let known = match self.store.add_watch(&watch, self.clock.now()).await.map_err(failed)? {
            Added::New => false,
            Added::Known => true,
            Added::TooMany => return Err(Status::resource_exhausted("there are as many watches as there may be; remove one first")),
        };
        let kept = self.store.watch(&watch.id).await.map_err(failed)?;
        let watch = kept.as_ref().map(court::Watch::from);
        Ok(Response::new(AddWatchResponse { watch, known }))
    }

    async fn list_watches(&self, _: Request<ListWatchesRequest>) -> Result<Response<ListWatchesResponse>, Status> {
        let watches = self.store.watches().await.map_err(failed)?;
        Ok(Response::new(ListWatchesResponse { watches: watches.iter().map(court::Watch::from).collect() }))
    }

    async fn remove_watch(&self, request: Request<RemoveWatchRequest>) -> Result<Response<RemoveWatchResponse>, Status> {
        let RemoveWatchRequest { id } = request.into_inner();
        self.store.watch(&id).await.map_err(failed)?.ok_or_else(|| no_watch(&id))?;
        self.store.remove_watch(&id).await.map_err(failed)?;
        Ok(Response::new(RemoveWatchResponse {}))
    }

    async fn test_watch(&self, request: Request<TestWatchRequest>) -> Result<Response<TestWatchResponse>, Status> {
        let TestWatchRequest { watch, limit } = request.into_inner();
        let watch = checked(watch)?;
        let limit = usize::try_from(asked_limit(limit, TESTED)?).unwrap_or(usize::MAX);
        let (mut answer, mut before, mut read) = (TestWatchResponse::default(), None, 0);
        while read < MOST_FACTS {
            let page = self.store.facts_before(before.as_ref(), watch.criteria.courts(), FACTS_PAGE).await.map_err(failed)?;
            let (mut facts, next) = page;
            let Some(next) = next else { break };
            before = Some(next);
            read += facts.len();
            // One snapshot shows many at once: among these, the latest is what happened last.
            facts.sort_by_key(|fact| std::cmp::Reverse((fact.seen_at, fact.happened_at)));
            answer.since = facts.last().map(|fact| fact.seen_at.to_string()).unwrap_or_default();
            for fact in facts.into_iter().filter(|fact| watch.matches(&Asked::of(fact))) {
                answer.total += 1;
                if answer.alerts.len() < limit {
                    answer.alerts.push(AlertRaised::from(&would_be(&watch, fact)));
                }
            }
        }
        Ok(Response::new(answer))
    }

    async fn list_alerts(&self, request: Request<ListAlertsRequest>) -> Result<Response<ListAlertsResponse>, Status> {
        let ListAlertsRequest { watch, after, limit } = request.into_inner();
        let limit = asked_limit(limit, ALERTS)?;
        let wanted = match after {
            0 => Wanted::Latest,
            1.. => Wanted::After(after),
            _ => return Err(Status::invalid_argument(format!("there is no cursor {after}"))),
        };
        let alerts = self.store.alerts(&watch, wanted, limit).await.map_err(failed)?;
        Ok(Response::new(ListAlertsResponse { alerts: alerts.iter().map(AlertRaised::from).collect() }))
    }

    async fn stream_alerts(&self, request: Request<StreamAlertsRequest>) -> Result<Response<AlertStream>, Status> {
        let StreamAlertsRequest { watch, after } = request.into_inner();
        let latest = self.teller.listen();
        let after = match after {
            0.. => after,
            -1 => self.store.latest_cursor().await.map_err(failed)?,
            _ => return Err(Status::invalid_argument(format!("there is no cursor {after}"))),
        };
        let reader = Reader { store: self.store.clone(), stop: self.stop.clone(), latest, watch, after, page: Vec::new().into_iter() };
        Ok(Response::new(Box::pin(stream::try_unfold(reader, Reader::next))))
    }

    async fn claim_deliveries(&self, request: Request<ClaimDeliveriesRequest>) -> Result<Response<ClaimDeliveriesResponse>, Status> {
        let ClaimDeliveriesRequest { limit, lease_secs, wait_secs } = request.into_inner();
        let limit = asked_limit(limit, DELIVERIES)?;
        let lease = Duration::from_secs(asked_limit(lease_secs, LEASE_SECS)?);
        let patience = Duration::from_secs(asked_limit(wait_secs, (0, MOST_WAIT_SECS))?);
        let mut latest = self.teller.listen();
        let end = tokio::time::Instant::now() + patience;
        let claimed = loop {
            latest.borrow_and_update();
            let now = self.clock.now();
            // Never given up half-way: what is claimed is told.
            let claimed = self.store.claim_deliveries(limit, now, schedule::after(now, lease)).await.map_err(failed)?;
            let left = end.saturating_duration_since(tokio::time::Instant::now());
            if !claimed.is_empty() || left.is_zero() {
                break claimed;
            }
            // An alert wakes it; what becomes due by time is found by looking.
            let waited = self.stop.unless_asked(tokio::time::timeout(left.min(LOOK_EVERY), latest.changed())).await;
            if waited.is_none() {
                break Vec::new();
            }
        };
        Ok(Response::new(ClaimDeliveriesResponse { deliveries: claimed.iter().map(court::WebhookDelivery::from).collect() }))
    }

    async fn report_delivery(&self, request: Request<ReportDeliveryRequest>) -> Result<Response<ReportDeliveryResponse>, Status> {
        let ReportDeliveryRequest { id, lease, outcome, reason } = request.into_inner();
        let attempted = match outcome.as_str() {
            "delivered" => Attempted::Delivered,
            "failed" => Attempted::Failed(reason),
            "gone" => Attempted::Gone(reason),
            other => return Err(Status::invalid_argument(format!("`{other}` is neither `delivered`, `failed` nor `gone`"))),
        };
        let now = self.clock.now();
        let state = self.store.report_delivery((&id, &lease), &attempted, self.most_failures, now).await.map_err(failed)?;
        if state.is_some() && attempted != Attempted::Delivered {
            // A notice may be among the alerts now.
            self.teller.look().await.map_err(failed)?;
        }
        Ok(Response::new(ReportDeliveryResponse { webhook_state: state.unwrap_or_default() }))
    }
}

/// One caller of a stream. It reads from the table after its own cursor, so that a slow caller misses nothing and holds nobody up.
struct Reader {
    store: Store,
    stop: Stop,
    latest: Receiver<i64>,
    watch: String,
    after: i64,
    page: std::vec::IntoIter<Alert>,
}

impl Reader {
    /// The next alert; none once a stop is asked for, so that the caller comes back elsewhere.
    async fn next(mut self) -> Result<Option<(StreamAlertsResponse, Self)>, Status> {
        loop {
            if let Some(alert) = self.page.next() {
                self.after = alert.cursor;
                return Ok(Some((StreamAlertsResponse { alert: Some(AlertRaised::from(&alert)) }, self)));
            }
            // What comes from here on wakes the wait below, even if it comes before the wait begins.
            self.latest.borrow_and_update();
            let page = self.store.alerts(&self.watch, Wanted::After(self.after), PAGE).await.map_err(failed)?;
            if page.is_empty() {
                match self.stop.unless_asked(self.latest.changed()).await {
                    Some(Ok(())) => {}
                    Some(Err(_)) | None => return Ok(None),
                }
            }
            self.page = page.into_iter();
        }
    }
}

fn checked(watch: Option<court::Watch>) -> Result<Watch, Status> {
    let watch = watch.ok_or_else(|| Status::invalid_argument("no watch is given"))?;
    Watch::checked(&Asking::from(watch)).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Status::invalid_argument(lines.join("\n"))
    })
}

fn no_watch(id: &str) -> Status {
    Status::not_found(format!("there is no watch `{id}`"))
}

/// What an alert would be; it has no place among those that are told.
fn would_be(watch: &Watch, fact: Fact) -> Alert {
    let (id, told_at) = (alert_id(&watch.id, &fact), fact.seen_at);
    Alert { id, revision: 1, watch: watch.id.clone(), watch_title: watch.title.clone(), cursor: 0, told_at, fact }
}

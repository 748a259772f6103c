//! Outgoing webhooks: what court-records says is due is claimed, sent and reported, until a stop is asked for.
//!
//! A receiver can get the same delivery twice, under the same id: a report that does not arrive is no report.

mod message;

use std::{error::Error, future::pending, sync::Arc, time::Duration};

use contracts::court::{ReportDeliveryRequest, WebhookDelivery};
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use platform::{
    Clock, Stop,
    outgoing::{self, AddressPolicy, RefusedAddress},
};
use reqwest::{StatusCode, header::CONTENT_TYPE};
use url::Url;

use crate::{CaseNames, Config, error::Failure, metrics, peers::Clients};

/// Deliveries under way at the same time.
const MOST_AT_ONCE: usize = 32;

/// Waits after the service did not answer, doubling from the first to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Sends what is due.
#[derive(Debug)]
pub(crate) struct Sender {
    peers: Clients,
    clock: Clock,
    names: CaseNames,
    policy: Arc<AddressPolicy>,
    client: reqwest::Client,
}

/// How an attempt ended, as it is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Attempted {
    Delivered,
    Failed(String),
    Gone(String),
}

impl Sender {
    /// A sender that keeps to the configuration.
    pub(crate) fn new(config: &Config, peers: Clients, clock: Clock) -> anyhow::Result<Self> {
        let policy = Arc::new(AddressPolicy::allowing(config.allow_hosts.iter().map(String::as_str)));
        let timeout = Duration::from_millis(config.webhook_timeout_millis.max(1));
        let client = outgoing::client(&policy).connect_timeout(timeout).timeout(timeout).build()?;
        Ok(Self { peers, clock, names: config.case_names, policy, client })
    }

    /// Claims, sends and reports until a stop is asked for; what is under way then is finished.
    pub(crate) async fn run(&self, stop: &Stop) -> anyhow::Result<()> {
        let mut in_hand = FuturesUnordered::new();
        let mut claiming: Option<BoxFuture<'_, Result<Vec<WebhookDelivery>, Failure>>> = None;
        let mut pause = Duration::ZERO;
        while !stop.is_asked() || !in_hand.is_empty() {
            let room = MOST_AT_ONCE.saturating_sub(in_hand.len());
            if claiming.is_none() && room > 0 && !stop.is_asked() {
                let wait = pause;
                let claim = async move {
                    tokio::time::sleep(wait).await;
                    self.peers.claim_deliveries(i32::try_from(room).unwrap_or(1)).await
                };
                claiming = Some(claim.boxed());
            }
            tokio::select! {
                claimed = claimed(&mut claiming) => {
                    claiming = None;
                    match claimed {
                        Ok(deliveries) => {
                            pause = Duration::ZERO;
                            in_hand.extend(deliveries.into_iter().map(|delivery| self.deliver(delivery)));
                        }
                        // It has been logged by whoever asked.
                        Err(_) => pause = pause.saturating_mul(2).clamp(FIRST_PAUSE, LONGEST_PAUSE),
                    }
                }
                Some(()) = in_hand.next() => {}
                () = stop.asked(), if claiming.is_some() => claiming = None,
            }
        }
        Ok(())
    }

    async fn deliver(&self, delivery: WebhookDelivery) {
        let attempted = self.attempt(&delivery).await;
        let (outcome, reason) = match attempted {
            Attempted::Delivered => ("delivered", String::new()),
            Attempted::Failed(reason) => ("failed", reason),
            Attempted::Gone(reason) => ("gone", reason),
        };
        metrics::webhook_sent(outcome);
        if outcome != "delivered" {
            tracing::info!(service = "gateway", watch = delivery.watch, attempt = delivery.attempt, reason, "a webhook was not delivered");
        }
        let WebhookDelivery { id, lease, .. } = delivery;
        let report = ReportDeliveryRequest { id, lease, outcome: outcome.to_owned(), reason };
        // Without the report it is sent again when the lease has ended, under the same id.
        if let Ok(state) = self.peers.report_delivery(report).await
            && state == "disabled"
        {
            tracing::warn!(service = "gateway", watch = delivery.watch, "a webhook was disabled");
        }
    }

    async fn attempt(&self, delivery: &WebhookDelivery) -> Attempted {
        let Ok(url) = delivery.url.parse::<Url>() else { return Attempted::Failed("the address cannot be read".to_owned()) };
        if let Err(refused) = self.policy.check_url(&url) {
            return Attempted::Failed(refused.to_string());
        }
        let body = match message::body(delivery, self.names) {
            Ok(body) => body,
            Err(error) => return Attempted::Failed(format!("the message cannot be written: {error}")),
        };
        let mut request = self.client.post(url).header(CONTENT_TYPE, message::MEDIA_TYPE);
        for (name, value) in message::signature(delivery, self.clock.now(), &body) {
            request = request.header(name, value);
        }
        // What the receiver says beside its status is not read.
        match request.body(body).send().await {
            Ok(answer) => judged(answer.status()),
            Err(error) => Attempted::Failed(in_words(error)),
        }
    }
}

async fn claimed(claiming: &mut Option<BoxFuture<'_, Result<Vec<WebhookDelivery>, Failure>>>) -> Result<Vec<WebhookDelivery>, Failure> {
    match claiming {
        Some(claiming) => claiming.await,
        None => pending().await,
    }
}

/// What a status means. A redirect is not followed: the address of a webhook is what was asked for.
fn judged(status: StatusCode) -> Attempted {
    match status {
        status if status.is_success() => Attempted::Delivered,
        StatusCode::GONE => Attempted::Gone("the receiver answered 410: it wants no more".to_owned()),
        status if status.is_redirection() => {
            Attempted::Failed(format!("the receiver answered {}; redirects are not followed", status.as_u16()))
        }
        status => Attempted::Failed(format!("the receiver answered {}", status.as_u16())),
    }
}

/// Says how a request failed, without its address, which can be a secret.
fn in_words(error: reqwest::Error) -> String {
    let error = error.without_url();
    if error.is_timeout() {
        return "the receiver did not answer in time".to_owned();
    }
    let mut cause: &dyn Error = &error;
    while let Some(inner) = cause.source() {
        if let Some(refused) = inner.downcast_ref::<RefusedAddress>() {
            return refused.to_string();
        }
        cause = inner;
    }
    format!("the receiver cannot be reached: {cause}")
}

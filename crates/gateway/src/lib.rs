#![doc = include_str!("../README.md")]

mod api;
mod charts;
mod edge;
mod error;
mod hooks;
mod metrics;
mod pages;
mod peers;
mod query;
mod routes;
mod spreadsheet;
mod tables;
mod views;
mod webhooks;

use std::sync::Arc;

use platform::{Bus, Clock, Context, Stop, rpc::Listener};
use serde::Deserialize;
use tokio::sync::Semaphore;

pub use hooks::Senders;

/// The section `[gateway]` of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where pages and API are served.
    pub listen: String,
    /// Where the services answer.
    pub peers: Peers,
    /// Whether captions of court cases, which carry names of persons, leave the house.
    pub case_names: CaseNames,
    /// From where webhooks of CourtListener are taken.
    pub courtlistener: Senders,
    /// Whether watches can be added and removed here: whoever reaches the pages can do it.
    pub watch_changes: WatchChanges,
    /// Whether checks that stop releases can be accepted here: whoever reaches the pages can do it, in any name.
    pub release_changes: ReleaseChanges,
    /// Readers who follow alerts live at the same time, at most.
    pub most_readers: usize,
    /// Hosts and addresses that webhooks may be sent to although they are not public.
    pub allow_hosts: Vec<String>,
    /// Milliseconds that the receiver of a webhook has to answer.
    pub webhook_timeout_millis: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            peers: Peers::default(),
            case_names: CaseNames::default(),
            courtlistener: Senders::default(),
            watch_changes: WatchChanges::default(),
            release_changes: ReleaseChanges::default(),
            most_readers: 500,
            allow_hosts: Vec::new(),
            webhook_timeout_millis: 15_000,
        }
    }
}

/// Addresses of the services, `http://host:port`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Peers {
    /// Snapshots, retrievals and incidents.
    pub ingest: String,
    /// Decodings and problems.
    pub normalize: String,
    /// Filings.
    pub court_records: String,
    /// Series, comparisons and verdicts.
    pub analytics: String,
}

impl Default for Peers {
    fn default() -> Self {
        Self {
            ingest: "http://127.0.0.1:50051".into(),
            normalize: "http://127.0.0.1:50052".into(),
            court_records: "http://127.0.0.1:50053".into(),
            analytics: "http://127.0.0.1:50054".into(),
        }
    }
}

/// What happens to the captions of court cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaseNames {
    /// They are not shown; docket numbers are.
    #[default]
    Withheld,
    /// They are shown as the court's feed has them.
    Shown,
}

/// Whether pages and API take changes of watches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WatchChanges {
    /// They do: right where only trusted people reach the pages.
    #[default]
    Allowed,
    /// They do not: right for a site that is open to all.
    Refused,
}

/// Whether pages and API take acceptances of checks that stop a release.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReleaseChanges {
    /// They do: right where only operators reach the pages.
    Allowed,
    /// They do not; the command line does.
    #[default]
    Refused,
}

/// What handlers share.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) peers: peers::Clients,
    pub(crate) bus: Bus,
    pub(crate) clock: Clock,
    pub(crate) case_names: CaseNames,
    pub(crate) receiver: Arc<hooks::Receiver>,
    pub(crate) watch_changes: WatchChanges,
    pub(crate) release_changes: ReleaseChanges,
    /// One permit for each reader who follows live.
    pub(crate) readers: Arc<Semaphore>,
    pub(crate) stop: Stop,
}

/// Name of this service, of its consumer and of its section in the configuration.
pub const NAME: &str = "gateway";

/// Serves pages and API at the configured address until a stop is asked for.
pub async fn run(ctx: Context<Config>) -> anyhow::Result<()> {
    let http = Listener::bind(&ctx.config.listen).await?;
    serve(ctx, http).await
}

/// Serves pages and API at a bound listener, and sends webhooks, until a stop is asked for.
pub async fn serve(ctx: Context<Config>, http: Listener) -> anyhow::Result<()> {
    metrics::describe();
    let peers = peers::Clients::new(&ctx.config.peers)?;
    let sender = webhooks::Sender::new(&ctx.config, peers.clone(), ctx.clock.clone())?;
    let Config { case_names, courtlistener, watch_changes, release_changes, most_readers, .. } = ctx.config;
    let receiver = Arc::new(hooks::Receiver::new(courtlistener, ctx.secrets.courtlistener_webhook)?);
    let app = App {
        peers,
        bus: ctx.bus,
        clock: ctx.clock,
        case_names,
        receiver,
        watch_changes,
        release_changes,
        readers: Arc::new(Semaphore::new(most_readers.min(Semaphore::MAX_PERMITS))),
        stop: ctx.stop.clone(),
    };
    let admin = platform::telemetry::admin_routes(ctx.health.clone());
    let routes = routes::router(app, admin);
    tracing::info!(service = "gateway", address = %http.address(), "pages and API are served");
    ctx.health.ready("gateway");
    tokio::try_join!(sender.run(&ctx.stop), platform::service::serve_http(http, routes, ctx.stop.clone()))?;
    Ok(())
}

/// A claim with its verdict as `GET /api/v1/claims/{id}` gives it: the one published form, for whoever keeps or checks a verdict.
pub fn claim_json(verdict: &contracts::analytics::Verdict) -> serde_json::Result<serde_json::Value> {
    serde_json::to_value(api::judged::Claim::from(verdict))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_section_means_loopback_and_no_names() {
        let config: Config = serde_json::from_str("{}").expect("an empty section");
        assert_eq!(config, Config::default());
        assert_eq!((config.listen.as_str(), config.case_names), ("127.0.0.1:8080", CaseNames::Withheld));
        let unknown = serde_json::from_str::<Config>(r#"{"listne": "x"}"#).expect_err("an unknown key").to_string();
        assert!(unknown.contains("listne"), "{unknown}");
    }
}

#![doc = include_str!("../README.md")]

mod config;
mod fetch;
mod grpc;
mod intake;
mod metrics;
pub mod pack;
mod rules;
mod store;

use std::time::Duration;

use bytes::Bytes;
use platform::{Context, DatabaseLocation, lifecycle::Supervisor, rpc, service::STOP_DEADLINE};

pub use config::{Address, Alerts, Config, Courtlistener, Fetch};

use crate::{
    fetch::{courtlistener::Asker, folder::Inbox, scheduled::Schedule},
    intake::{Arrival, Intake, IntakeError},
    store::{Channel, Mark, Store, Validators},
};

/// How often snapshots that could not be announced are tried again.
const ANNOUNCE_EVERY: Duration = Duration::from_secs(5);

/// Name of this service, of its consumer and of its section in the configuration.
pub const NAME: &str = "ingest";

/// Runs the service until a stop is asked for. It is ready once the built-in catalogue is announced and the folders were looked through.
pub async fn run(ctx: Context<Config>) -> anyhow::Result<()> {
    let Context { config, secrets, clock, bus, objects, database, grpc, health, stop } = ctx;
    let store = Store::open(&database).await?;
    let intake = Intake { store, objects, bus, clock, most_bytes: config.most_bytes, most_release_bytes: config.most_release_bytes };
    take_catalogue(&intake).await?;
    let inbox = Inbox::open(intake.clone(), &config.inbox).await?;
    let schedule = Schedule::new(&config, intake.clone())?;
    let asker = config.courtlistener.clone();
    let asker = asker.map(|of_api| Asker::new(&config, of_api, secrets.courtlistener_token.as_ref(), intake.clone())).transpose()?;
    let service = grpc::service(intake.clone(), &config);

    let mut parts = Supervisor::new(stop.clone());
    parts.start("gRPC of ingest", rpc::serve(grpc, rpc::Services::of(service), stop.clone()));
    parts.start("announcements", announce(intake, stop.clone()));
    parts.start("inbox", inbox.watch(config.scan_every(), health, stop.clone()));
    if let Some(asker) = asker {
        parts.start("questions to CourtListener", asker.run(stop.clone()));
    }
    parts.start("scheduled fetches", schedule.run(stop));
    parts.wait(STOP_DEADLINE).await
}

/// Brings the tables of ingest up to date.
pub async fn migrate(database: &DatabaseLocation) -> anyhow::Result<()> {
    Ok(Store::migrate(database).await?)
}

/// The figures that come with the program enter like any file, once per content.
async fn take_catalogue(intake: &Intake) -> Result<(), IntakeError> {
    let arrival = Arrival {
        bytes: Bytes::from_static(catalog::figures_file()),
        source: Some(catalog::SourceId::PublishedFigures),
        channel: Channel::Catalogue,
        origin: format!("built-in catalogue {}", env!("CARGO_PKG_VERSION")),
        validators: Validators::default(),
        mark: Mark::OncePerContent,
    };
    intake.take(arrival).await.map(|_| ())
}

/// Looks again at what was not recognized, and announces what is pending, at the start and ever again.
async fn announce(intake: Intake, stop: platform::Stop) -> anyhow::Result<()> {
    if let Err(error) = intake.recognize_again(&stop).await {
        tracing::warn!(error = %error, "cannot look again at unrecognized files");
    }
    while !stop.is_asked() {
        if let Err(error) = intake.announce_pending().await {
            tracing::warn!(error = %error, "will announce stored snapshots later");
        }
        stop.unless_asked(tokio::time::sleep(ANNOUNCE_EVERY)).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests;

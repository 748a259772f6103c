#![doc = include_str!("../README.md")]

pub mod agency;
pub mod bulk;
#[cfg(test)]
mod case_tests;
pub mod charges;
pub mod courtlistener;
mod fact;
mod feed_watch;
pub mod fjc;
mod grpc;
pub mod lions;
mod metrics;
mod on_snapshot_stored;
pub mod pacer;
pub mod record;
mod releases;
mod rules;
mod store;
mod teller;
#[cfg(test)]
mod tests;
mod token;
mod watch;
mod wire;

use std::num::NonZeroU16;

use platform::{Context, DatabaseLocation, bus::Durable, database::DatabaseError, rpc};
use serde::Deserialize;

use crate::{
    feed_watch::FeedWatch,
    grpc::{Grpc, watches::Watches},
    on_snapshot_stored::Recorder,
    releases::Releaser,
    store::{Migrator, Store},
    teller::Teller,
};

/// Name of this service, of its consumer and of its section in the configuration.
pub const NAME: &str = "court-records";

/// The section `[court-records]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// After so many failed attempts in a row a webhook is given up. Ten take a day.
    pub webhook_failures: NonZeroU16,
}

impl Default for Config {
    fn default() -> Self {
        const TEN: NonZeroU16 = NonZeroU16::new(10).expect("ten is not zero");
        Self { webhook_failures: TEN }
    }
}

/// Brings the tables of court-records up to date.
pub async fn migrate(database: &DatabaseLocation) -> Result<(), DatabaseError> {
    database.migrate::<Migrator>().await
}

/// Empties the tables that the archive gives again, and keeps watches and what they told. Services that use them must not run.
pub async fn clear(database: &DatabaseLocation) -> anyhow::Result<()> {
    Ok(Store::open(database).await?.clear().await?)
}

/// Reads the snapshots of courts' feeds, announces filings and answers questions until a stop is asked for.
pub async fn run(ctx: Context<Config>) -> anyhow::Result<()> {
    let store = Store::open(&ctx.database).await?;
    let teller = Teller::new(store.clone(), ctx.bus.clone(), ctx.clock.clone());
    let recorder = Recorder { store: store.clone(), objects: ctx.objects.clone(), bus: ctx.bus.clone(), teller: teller.clone() };
    let feeds = FeedWatch { store: store.clone(), teller: teller.clone(), clock: ctx.clock.clone() };
    let releaser = Releaser { store: store.clone(), objects: ctx.objects.clone(), bus: ctx.bus.clone(), clock: ctx.clock.clone() };
    let watches = Watches {
        store: store.clone(),
        teller: teller.clone(),
        clock: ctx.clock.clone(),
        stop: ctx.stop.clone(),
        most_failures: i32::from(ctx.config.webhook_failures.get()),
    };
    let cases = grpc::cases::Cases { store: store.clone() };
    let covered = grpc::coverage::Covered { store: store.clone(), clock: ctx.clock.clone() };
    let services =
        rpc::Services::of(Grpc { store }.into_service()).and(cases.into_service()).and(covered.into_service()).and(watches.into_service());
    metrics::describe();
    ctx.health.ready(NAME);
    let durable = Durable::named(NAME);
    tokio::try_join!(
        ctx.bus.consume(&durable, &ctx.stop, |event| recorder.on_snapshot_stored(event)),
        teller.keep_looking(&ctx.stop),
        feeds.keep_looking(&ctx.stop),
        releaser.keep_looking(&ctx.stop),
        rpc::serve(ctx.grpc, services, ctx.stop.clone()),
    )?;
    Ok(())
}

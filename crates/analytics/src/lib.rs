#![doc = include_str!("../README.md")]

mod answers;
mod grpc;
mod metrics;
mod on_observations_recorded;
pub mod rules;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use platform::{Context, DatabaseLocation, bus::Durable, database::DatabaseError, rpc};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::{
    answers::Answers,
    grpc::Grpc,
    on_observations_recorded::Recorder,
    store::{Migrator, Store},
};

/// Name of this service, of its consumer and of its section in the configuration.
pub const NAME: &str = "analytics";

/// The section `[analytics]`; there is nothing to set yet.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {}

/// Brings the tables of analytics up to date.
pub async fn migrate(database: &DatabaseLocation) -> Result<(), DatabaseError> {
    database.migrate::<Migrator>().await
}

/// Records observations and answers questions until a stop is asked for.
pub async fn run(ctx: Context<Config>) -> anyhow::Result<()> {
    let answers = Answers::new(Store::open(&ctx.database).await?);
    let recorder = Recorder { answers: answers.clone(), bus: ctx.bus.clone(), turn: Mutex::new(()) };
    let grpc = Grpc { answers, clock: ctx.clock.clone() };
    ctx.health.ready(NAME);
    let durable = Durable::named(NAME);
    tokio::try_join!(
        ctx.bus.consume(&durable, &ctx.stop, |event| recorder.on_observations_recorded(event)),
        rpc::serve(ctx.grpc, grpc.into_service(), ctx.stop.clone()),
    )?;
    Ok(())
}

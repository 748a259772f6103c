#![doc = include_str!("../README.md")]

mod announcer;
mod answers;
mod declared;
mod grpc;
mod metrics;
mod on_observations_recorded;
mod on_snapshot_stored;
pub mod replay;
pub mod rules;
mod store;
#[cfg(test)]
mod tests;
mod wire;

use std::sync::Arc;

use platform::{Context, DatabaseLocation, bus::Durable, database::DatabaseError, rpc};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::{
    announcer::Announcer,
    answers::Answers,
    grpc::Grpc,
    on_observations_recorded::Recorder,
    on_snapshot_stored::Declarer,
    store::{Migrator, Store},
};

/// Name of this service, of its consumer and of its section in the configuration.
pub const NAME: &str = "analytics";

/// The section `[analytics]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Whether results that moved are announced.
    pub announcements: Announcements,
}

/// What is announced when a snapshot was recorded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Announcements {
    /// Every comparison and verdict that it moved.
    #[default]
    Changes,
    /// Nothing: for a rebuild, whose states on the way are nobody's news.
    None,
}

/// Checks a declaration of claims or of a comparison as it would be checked when it is handed in; every problem on a line of its own, with its
/// line in the text.
pub fn check_declaration(source: catalog::SourceId, text: &str) -> Result<(), String> {
    declared::check(source, text).map(|_| ())
}

/// Brings the tables of analytics up to date.
pub async fn migrate(database: &DatabaseLocation) -> Result<(), DatabaseError> {
    database.migrate::<Migrator>().await
}

/// Empties the tables that the archive gives again, and keeps what was announced. Services that use them must not run.
pub async fn clear(database: &DatabaseLocation) -> anyhow::Result<()> {
    Ok(Store::open(database).await?.clear().await?)
}

/// Records observations and answers questions until a stop is asked for.
pub async fn run(ctx: Context<Config>) -> anyhow::Result<()> {
    let answers = Answers::new(Store::open(&ctx.database).await?);
    let announcer = Announcer { answers: answers.clone(), bus: ctx.bus.clone(), turn: Arc::new(Mutex::new(())) };
    let announcements = ctx.config.announcements;
    let recorder = Recorder { answers: answers.clone(), announcer: announcer.clone(), announcements };
    let declarer = Declarer { answers: answers.clone(), objects: ctx.objects.clone(), announcer, announcements };
    let grpc = Grpc { answers, clock: ctx.clock.clone() };
    ctx.health.ready(NAME);
    let durable = Durable::named(NAME);
    tokio::try_join!(
        ctx.bus.consume(&durable, &ctx.stop, |event| recorder.on_observations_recorded(event)),
        ctx.bus.consume(&durable, &ctx.stop, |event| declarer.on_snapshot_stored(event)),
        rpc::serve(ctx.grpc, rpc::Services::of(grpc.into_service()), ctx.stop.clone()),
    )?;
    Ok(())
}

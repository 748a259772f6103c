#![doc = include_str!("../README.md")]

mod decoded;
mod grpc;
mod metrics;
mod on_snapshot_stored;
mod rules;
mod sources;
mod store;

use platform::{Context, DatabaseLocation, bus::Durable, lifecycle::Supervisor, rpc, service::STOP_DEADLINE};
use serde::Deserialize;

pub use decoded::{Decoded, Problem, UnknownFormat};
pub use rules::{Rule, of as rule_of};
pub use sources::decode;

use crate::{on_snapshot_stored::Normalizer, store::Store};

/// Section `[normalize]` of the configuration. It has no keys: what a file means is not a matter of configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {}

/// Name of this service, of its consumer and of its section in the configuration.
pub const NAME: &str = "normalize";

/// Runs the service until a stop is asked for.
pub async fn run(ctx: Context<Config>) -> anyhow::Result<()> {
    let Context { config: Config {}, secrets: _, clock: _, bus, objects, database, grpc, health, stop } = ctx;
    let store = Store::open(&database).await?;
    let normalizer = Normalizer { store: store.clone(), objects, bus: bus.clone() };

    let mut parts = Supervisor::new(stop.clone());
    parts.start("gRPC of normalize", rpc::serve(grpc, rpc::Services::of(grpc::service(store)), stop.clone()));
    parts.start("snapshots", async move {
        health.ready("normalize");
        bus.consume(&Durable::named("normalize"), &stop, |event| normalizer.on_snapshot_stored(event)).await
    });
    parts.wait(STOP_DEADLINE).await
}

/// Brings the tables of normalize up to date.
pub async fn migrate(database: &DatabaseLocation) -> anyhow::Result<()> {
    Ok(Store::migrate(database).await?)
}

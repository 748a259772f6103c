#![doc = include_str!("../README.md")]

pub mod audit;
mod decoded;
mod grpc;
mod metrics;
mod on_snapshot_stored;
mod printed;
mod releases;
mod rules;
mod sources;
mod store;

use std::{path::PathBuf, sync::Arc};

use anyhow::Context as _;
use ice::RuleSet;
use platform::{Context, DatabaseLocation, bus::Durable, lifecycle::Supervisor, rpc, service::STOP_DEADLINE};
use serde::{Deserialize, Deserializer, de::Error as _};
use tokio::sync::Semaphore;

pub use decoded::{Decoded, Problem, UnknownFormat};
pub use printed::{PrintedCell, printed_cells};
pub use releases::Differences;
pub use rules::{Rule, of as rule_of};
pub use sources::decode;

use crate::{
    on_snapshot_stored::Normalizer,
    releases::{Making, Privacy, Releaser},
    store::Store,
};

/// Section `[normalize]` of the configuration. What a file means is not a matter of configuration; how releases of records about persons are made, and
/// what of them may leave, is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Table of the places of detention facilities, CSV or Parquet, for releases that bring none.
    pub facilities: Option<PathBuf>,
    /// The rules of ICE's individual-level tables: `published` or `corrected`.
    #[serde(deserialize_with = "rule_set")]
    pub ice_rules: RuleSet,
    /// Counts of fewer are withheld, and others from which they would follow; at least 2.
    #[serde(deserialize_with = "at_least_two")]
    pub smallest_cell: u64,
    /// Whether rows that are taken for duplicates are a cell too: `protected` or `open`.
    pub differences: Differences,
    /// Folder in which releases are unpacked while they are read; without it, the system's folder for temporary files.
    pub scratch: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            facilities: None,
            ice_rules: RuleSet::Published,
            smallest_cell: releases::SMALLEST_CELL,
            differences: Differences::default(),
            scratch: None,
        }
    }
}

impl Config {
    async fn making(self) -> anyhow::Result<Making> {
        let Self { facilities, ice_rules, smallest_cell, differences, scratch } = self;
        let facilities = match facilities {
            Some(path) => {
                let bytes = tokio::fs::read(&path).await.with_context(|| format!("`facilities` of [normalize]: {}", path.display()))?;
                ice::Facilities::of_bytes(&bytes).with_context(|| format!("`facilities` of [normalize]: {}", path.display()))?;
                Some(bytes)
            }
            None => None,
        };
        Ok(Making { rules: ice_rules, facilities, privacy: Privacy { smallest_cell, differences }, scratch })
    }
}

fn rule_set<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RuleSet, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn at_least_two<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match u64::deserialize(deserializer)? {
        few @ 0..2 => Err(D::Error::custom(format!("cells of fewer than {few} are no small cells; write 2 or more"))),
        enough => Ok(enough),
    }
}

/// Name of this service, of its consumer and of its section in the configuration.
pub const NAME: &str = "normalize";

/// Runs the service until a stop is asked for.
pub async fn run(ctx: Context<Config>) -> anyhow::Result<()> {
    let Context { config, secrets: _, clock, bus, objects, database, grpc, health, stop } = ctx;
    let store = Store::open(&database).await?;
    let releaser = Releaser {
        store: store.clone(),
        objects: objects.clone(),
        bus: bus.clone(),
        clock,
        making: Arc::new(config.making().await?),
        turn: Arc::new(Semaphore::new(1)),
    };
    let normalizer = Normalizer { store: store.clone(), objects, bus: bus.clone(), releaser: releaser.clone() };

    let services = rpc::Services::of(grpc::service(store)).and(releases::service(releaser));
    let mut parts = Supervisor::new(stop.clone());
    parts.start("gRPC of normalize", rpc::serve(grpc, services, stop.clone()));
    parts.start("snapshots", async move {
        health.ready("normalize");
        bus.consume(&Durable::named("normalize"), &stop, |event| normalizer.on_snapshot_stored(event)).await
    });
    parts.wait(STOP_DEADLINE).await
}

/// Empties what can be made again from the archive; what operators accepted stays. Nobody may be at work on it.
pub async fn clear(database: &DatabaseLocation) -> anyhow::Result<()> {
    Ok(Store::open(database).await?.clear().await?)
}

/// Brings the tables of normalize up to date.
pub async fn migrate(database: &DatabaseLocation) -> anyhow::Result<()> {
    Ok(Store::migrate(database).await?)
}

#[cfg(test)]
mod config_tests {
    use super::*;

    fn section(text: &str) -> Result<Config, String> {
        let config = platform::config::Config::parse("a.toml", text, &[]).map_err(|error| error.to_string())?;
        config.section("normalize").map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_not_said_has_its_default_and_what_cannot_be_meant_is_refused() {
        let usual = section("").expect("no section");
        assert_eq!((usual.ice_rules, usual.smallest_cell, usual.differences), (RuleSet::Published, 11, Differences::Protected));
        let other = section("[normalize]\nice_rules = \"corrected\"\nsmallest_cell = 20\ndifferences = \"open\"").expect("a section");
        assert_eq!((other.ice_rules, other.smallest_cell, other.differences), (RuleSet::Corrected, 20, Differences::Open));
        let refused = |line: &str| section(&format!("[normalize]\n{line}")).expect_err("refused");
        assert!(refused("ice_rules = \"mine\"").contains("`mine` is no set of rules"));
        assert!(refused("smallest_cell = 1").contains("write 2 or more"));
        assert!(refused("small_cell = 11").contains("unknown field"));
    }

    #[tokio::test]
    async fn a_table_of_facilities_that_is_none_stops_the_start() {
        let with = |path: PathBuf| Config { facilities: Some(path), ..Config::default() }.making();
        let folder = testkit::temp_dir("normalize-facilities");
        assert!(with(folder.path().join("absent.csv")).await.is_err());
        let wrong = folder.path().join("wrong.csv");
        std::fs::write(&wrong, "a,b\n1,2\n").expect("written");
        let told = format!("{:#}", with(wrong).await.expect_err("refused"));
        assert!(told.contains("no column detention_facility_code"), "{told}");
    }
}

//! The operator's commands.

mod analyses;
pub mod audit;
pub mod bundle;
pub mod compare;
pub mod court;
pub mod declare;
pub mod decode;
pub mod ingest;
pub mod lists;
pub mod migrate;
pub mod process;
pub mod rebuild;
pub mod release;
pub mod replay;
pub mod run;
pub mod verify;
pub mod vintages;

use std::{path::PathBuf, process::ExitCode};

use platform::{Clock, config::Config};

use crate::app::{App, Pages};

/// How a command ended; the numbers are part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Done, but something given in was not usable.
    Unusable,
    /// What was asked for is not there.
    NotThere,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Unusable => Self::from(3),
            Outcome::NotThere => Self::from(4),
        }
    }
}

/// Where configuration and data lie: options that every command has.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// Configuration file (TOML); without it, everything lies in the data folder.
    #[arg(long, global = true, value_name = "FILE", env = "PLUMBLINE_CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder of databases, bus and snapshots on one machine.
    #[arg(long, global = true, value_name = "FOLDER", default_value = "plumbline-data", env = "PLUMBLINE_DATA")]
    pub data: PathBuf,
    /// What to log: `warn`, `info`, `debug`, or per module `info,ingest=debug`.
    #[arg(long, global = true, value_name = "FILTER")]
    pub log: Option<String>,
}

impl Place {
    /// The configuration, with the data folder where nothing else is said.
    pub fn load(&self, quiet_log: &str) -> anyhow::Result<Config> {
        let mut config = Config::load(self.config.as_deref())?;
        let data = self.data.display();
        config.set_default("bus", "path", format!("{data}/bus.db"));
        config.set_default("objects", "url", format!("{data}/objects"));
        config.set_default("database", "url", format!("sqlite:{data}"));
        config.set_default("telemetry", "log", quiet_log);
        if let Some(filter) = &self.log {
            config.set("telemetry", "log", filter.as_str());
        }
        Ok(config)
    }

    /// The services without pages and without an inbox, caught up: for a command that asks and ends.
    pub async fn open(&self) -> anyhow::Result<App> {
        let mut config = self.load("error")?;
        config.set("ingest", "inbox", Vec::<String>::new());
        platform::telemetry::start(&config.shared()?.telemetry)?;
        let app = App::start(config, Clock::System, Pages::Absent).await?;
        app.idle().await?;
        Ok(app)
    }
}

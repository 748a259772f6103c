#![doc = include_str!("README.md")]

pub mod feeds;
pub mod report;
pub mod storm;
pub mod tables;

use std::path::Path;

use platform::{Clock, config::Config};
use plumbline::{App, app::Pages};
use tempfile::TempDir;
use testkit::{NatsServer, Postgres};

/// Where one run of the program keeps its things.
#[derive(Debug)]
pub struct Place {
    folder: TempDir,
    /// What the program is told.
    pub config: Config,
}

impl Place {
    /// On one machine with nothing installed: SQLite, a folder, the embedded bus.
    pub fn embedded() -> Self {
        Self::embedded_with(&[])
    }

    /// The same, taking webhooks of CourtListener from this machine under this secret.
    pub fn receiving(secret: &str) -> Self {
        let mut place = Self::embedded_with(&[("PLUMBLINE_COURTLISTENER_WEBHOOK_SECRET".to_owned(), secret.to_owned())]);
        let senders: toml::Table = toml::from_str("allow = [\"127.0.0.1\"]").expect("a table");
        place.config.set("gateway", "courtlistener", senders);
        place
    }

    fn embedded_with(environment: &[(String, String)]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let data = folder.path().display();
        let text = format!(
            "[bus]\npath = \"{data}/bus.db\"\n[objects]\nurl = \"{data}/objects\"\n[database]\nurl = \"sqlite:{data}\"\n[gateway]\nlisten = \"127.0.0.1:0\""
        );
        Self { config: parse(&text, environment), folder }
    }

    /// On a NATS server and PostgreSQL; `name` keeps runs apart that share the servers.
    pub fn on_servers(nats: &NatsServer, postgres: &Postgres, name: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let data = folder.path().display();
        let (bus, database) = (nats.url(), postgres.url());
        let prefix = format!("{}{name}_", postgres.schema_prefix());
        let text = format!(
            "[bus]\nbackend = \"nats\"\nurl = \"{bus}\"\nroot = \"{name}\"\n[objects]\nurl = \"{data}/objects\"\n[database]\nurl = \"{database}\"\nschema_prefix = \"{prefix}\"\nconnections = 4\n[gateway]\nlisten = \"127.0.0.1:0\""
        );
        Self { config: parse(&text, &[]), folder }
    }

    /// The folder in which everything lies, or the object store alone if the rest is on servers.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets the program read these folders.
    #[must_use]
    pub fn with_inbox(mut self, folders: &[&Path]) -> Self {
        let folders: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
        self.config.set("ingest", "inbox", folders);
        self
    }

    /// Starts all services without pages, by this clock.
    pub async fn start(&self, clock: Clock) -> App {
        App::start(self.config.clone(), clock, Pages::Absent).await.expect("the services start")
    }

    /// Starts all services with pages, and with what is sent to the gateway, by this clock.
    pub async fn start_with_pages(&self, clock: Clock) -> App {
        App::start(self.config.clone(), clock, Pages::Served).await.expect("the services start")
    }
}

fn parse(text: &str, environment: &[(String, String)]) -> Config {
    Config::parse("the test", text, environment).expect("a configuration")
}

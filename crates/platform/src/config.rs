//! Configuration: one TOML file and the environment, read once, into types. Unknown keys are refused, secrets are never printed.

use std::{fmt, path::Path};

use serde::{Deserialize, de::DeserializeOwned};

/// Every section that a configuration file may have.
pub const SECTIONS: &[&str] =
    &["bus", "objects", "database", "telemetry", "server", "ingest", "normalize", "court-records", "analytics", "gateway"];

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {path}: {source}")]
    Read {
        /// Its path.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// Not TOML, with line and column.
    #[error("{path} is not TOML: {source}")]
    Syntax {
        /// Its path, or "the environment".
        path: String,
        /// With line and column.
        source: Box<toml::de::Error>,
    },
    /// A section nobody knows.
    #[error("unknown section [{0}]; there are {known}", known = SECTIONS.join(", "))]
    UnknownSection(String),
    /// A section with an unknown key or a wrong value.
    #[error("[{section}]: {source}")]
    Section {
        /// Its name.
        section: String,
        /// What is wrong in it.
        source: Box<toml::de::Error>,
    },
    /// A secret's file cannot be read.
    #[error("{variable} names a file that cannot be read: {source}")]
    SecretFile {
        /// The environment variable.
        variable: String,
        /// Why not.
        source: std::io::Error,
    },
}

/// A value that is never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, to hand to the one who needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// From text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether what a stranger gave is this secret. How long the answer takes hangs on the length of what was given alone, not on how much of it is
    /// right. An empty secret is nobody's.
    pub fn is(&self, given: &str) -> bool {
        let mut difference = usize::from(self.0.is_empty()) | (self.0.len() ^ given.len());
        for (given, own) in given.bytes().zip(self.0.bytes().cycle()) {
            difference |= usize::from(given ^ own);
        }
        std::hint::black_box(difference) == 0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(none)" } else { "(secret)" })
    }
}

/// Secrets of single services, each from the environment variable that is named with it, or from the file that the variable with `_FILE` names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The part of the address that only CourtListener knows: `PLUMBLINE_COURTLISTENER_WEBHOOK_SECRET`. None: no webhooks are received.
    pub courtlistener_webhook: Option<Secret>,
    /// The token by which CourtListener knows who asks: `PLUMBLINE_COURTLISTENER_TOKEN`. None: asked as anybody.
    pub courtlistener_token: Option<Secret>,
}

impl Secrets {
    fn read(environment: &[(String, String)]) -> Result<Self, ConfigError> {
        let some = |name: &str| Ok::<_, ConfigError>(Some(secret(name, environment)?).filter(|secret| !secret.0.is_empty()));
        Ok(Self {
            courtlistener_webhook: some("PLUMBLINE_COURTLISTENER_WEBHOOK_SECRET")?,
            courtlistener_token: some("PLUMBLINE_COURTLISTENER_TOKEN")?,
        })
    }

    /// What this service may know.
    #[must_use]
    pub fn of(self, service: &str) -> Self {
        let Self { courtlistener_webhook, courtlistener_token } = self;
        Self {
            courtlistener_webhook: courtlistener_webhook.filter(|_| service == "gateway"),
            courtlistener_token: courtlistener_token.filter(|_| service == "ingest"),
        }
    }
}

/// Which bus.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BusConfig {
    /// `embedded` for a SQLite file inside the process, or `nats`.
    pub backend: Backend,
    /// Embedded: path of the log.
    pub path: String,
    /// NATS: `nats://host:4222`, without credentials.
    pub url: String,
    /// NATS: file with the credentials of a user, if the server wants one.
    pub credentials_file: Option<String>,
    /// First token of every subject, and prefix of stream names.
    pub root: String,
    /// NATS: copies of each stream.
    pub replicas: usize,
}

/// The two backends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// A durable log in SQLite, inside the process.
    Embedded,
    /// A NATS server with JetStream, 2.9 or newer.
    Nats,
}

impl Default for BusConfig {
    fn default() -> Self {
        Self {
            backend: Backend::Embedded,
            path: "plumbline-data/bus.db".into(),
            url: "nats://127.0.0.1:4222".into(),
            credentials_file: None,
            root: "plumbline".into(),
            replicas: 1,
        }
    }
}

/// Where bytes lie.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ObjectsConfig {
    /// A folder, or `s3://bucket/prefix`, `gs://…`, `az://…` in builds with the feature `cloud`.
    pub url: String,
}

impl Default for ObjectsConfig {
    fn default() -> Self {
        Self { url: "plumbline-data/objects".into() }
    }
}

/// Where tables lie.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// `sqlite:<folder>`: one file per service; or `postgres://user@host/database`: one schema per service.
    pub url: String,
    /// PostgreSQL: prefix of schema names.
    pub schema_prefix: String,
    /// PostgreSQL: connections per service.
    pub connections: u32,
    /// From `PLUMBLINE_DATABASE_PASSWORD` or the file that `PLUMBLINE_DATABASE_PASSWORD_FILE` names; never in the file.
    #[serde(skip)]
    pub password: Secret,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self { url: "sqlite:plumbline-data".into(), schema_prefix: String::new(), connections: 8, password: Secret::default() }
    }
}

/// What the process tells of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TelemetryConfig {
    /// Filter of logs: `info`, `warn,ingest=debug`.
    pub log: String,
    /// `text` or `json`.
    pub format: LogFormat,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

impl Default for TelemetryConfig {
    fn default() -> Self {
        Self { log: "info,sqlx=warn,sea_orm_migration=warn,async_nats=warn".into(), format: LogFormat::Text }
    }
}

/// Where a service that runs alone listens.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    /// gRPC.
    pub grpc: String,
    /// `/livez`, `/readyz`, `/metrics`.
    pub admin: String,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self { grpc: "127.0.0.1:50051".into(), admin: "127.0.0.1:9090".into() }
    }
}

/// What every service shares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// Which bus.
    pub bus: BusConfig,
    /// Where bytes lie.
    pub objects: ObjectsConfig,
    /// Where tables lie.
    pub database: DatabaseConfig,
    /// Logs and metrics.
    pub telemetry: TelemetryConfig,
    /// Addresses of a service that runs alone.
    pub server: ServerConfig,
}

/// A configuration before it is cut into typed sections.
#[derive(Debug, Clone, Default)]
pub struct Config {
    sections: toml::Table,
    password: Secret,
    secrets: Secrets,
}

impl Config {
    /// Reads `PLUMBLINE_CONFIG` (or `path`, which wins) and the environment. No file means defaults.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        #[expect(clippy::disallowed_methods, reason = "this is the door that the others are sent to")]
        let variables = std::env::vars_os();
        // What is not text cannot be ours.
        let environment: Vec<(String, String)> =
            variables.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect();
        let named = environment.iter().find(|(name, _)| name == "PLUMBLINE_CONFIG").map(|(_, value)| value.clone());
        let path = path.map(|path| path.display().to_string()).or(named);
        let text = match &path {
            Some(path) => std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.clone(), source })?,
            None => String::new(),
        };
        Self::parse(path.as_deref().unwrap_or("the defaults"), &text, &environment)
    }

    /// Parses a file's text and lays the environment over it: `PLUMBLINE_BUS__URL=…` sets `url` in `[bus]`.
    pub fn parse(path: &str, text: &str, environment: &[(String, String)]) -> Result<Self, ConfigError> {
        let syntax = |source| ConfigError::Syntax { path: path.to_owned(), source: Box::new(source) };
        let mut sections: toml::Table = toml::from_str(text).map_err(syntax)?;
        for (name, value) in environment {
            let Some((section, key)) = name.strip_prefix("PLUMBLINE_").and_then(|rest| rest.split_once("__")) else {
                continue;
            };
            let section = section.to_ascii_lowercase().replace('_', "-");
            let entry = sections.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(table) = entry {
                table.insert(key.to_ascii_lowercase(), scalar(value));
            }
        }
        if let Some(unknown) = sections.keys().find(|name| !SECTIONS.contains(&name.as_str())) {
            return Err(ConfigError::UnknownSection(unknown.clone()));
        }
        Ok(Self { sections, password: secret("PLUMBLINE_DATABASE_PASSWORD", environment)?, secrets: Secrets::read(environment)? })
    }

    /// One section as a type; absent, its defaults.
    pub fn section<T: DeserializeOwned + Default>(&self, name: &str) -> Result<T, ConfigError> {
        match self.sections.get(name) {
            None => Ok(T::default()),
            Some(value) => {
                value.clone().try_into().map_err(|source| ConfigError::Section { section: name.to_owned(), source: Box::new(source) })
            }
        }
    }

    /// Sets a key, whatever the file and the environment say: for options of a command line.
    pub fn set(&mut self, section: &str, key: &str, value: impl Into<toml::Value>) {
        let entry = self.sections.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
        if let toml::Value::Table(table) = entry {
            table.insert(key.to_owned(), value.into());
        }
    }

    /// Sets a key that neither the file nor the environment sets.
    pub fn set_default(&mut self, section: &str, key: &str, value: impl Into<toml::Value>) {
        let is_set = self.sections.get(section).and_then(|table| table.get(key)).is_some();
        if !is_set {
            self.set(section, key, value);
        }
    }

    /// The secrets of single services.
    pub fn secrets(&self) -> Secrets {
        self.secrets.clone()
    }

    /// What every service shares.
    pub fn shared(&self) -> Result<Shared, ConfigError> {
        let mut database: DatabaseConfig = self.section("database")?;
        database.password = self.password.clone();
        Ok(Shared {
            bus: self.section("bus")?,
            objects: self.section("objects")?,
            database,
            telemetry: self.section("telemetry")?,
            server: self.section("server")?,
        })
    }
}

/// Numbers, `true`, `false` and `[…]` of the environment mean what they mean in the file; all else is text.
fn scalar(text: &str) -> toml::Value {
    let typed = toml::from_str::<toml::Table>(&format!("v = {text}")).ok().and_then(|mut table| table.remove("v"));
    match typed {
        Some(value @ (toml::Value::Integer(_) | toml::Value::Boolean(_) | toml::Value::Array(_))) => value,
        _ => toml::Value::String(text.to_owned()),
    }
}

fn secret(name: &str, environment: &[(String, String)]) -> Result<Secret, ConfigError> {
    let value = |wanted: &str| environment.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    if let Some(text) = value(name) {
        return Ok(Secret(text));
    }
    let variable = format!("{name}_FILE");
    match value(&variable) {
        None => Ok(Secret::default()),
        Some(path) => match std::fs::read_to_string(path) {
            Ok(text) => Ok(Secret(text.trim_end().to_owned())),
            Err(source) => Err(ConfigError::SecretFile { variable, source }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_environment_lies_over_the_file() {
        let env = environment(&[("PLUMBLINE_BUS__URL", "nats://b:4222"), ("PLUMBLINE_BUS__REPLICAS", "3"), ("HOME", "/")]);
        let config = Config::parse("a.toml", "[bus]\nbackend = \"nats\"\nurl = \"nats://a:4222\"", &env).expect("a configuration");
        let bus = config.shared().expect("the shared sections").bus;
        assert_eq!((bus.backend, bus.url.as_str(), bus.replicas), (Backend::Nats, "nats://b:4222", 3));
    }

    #[test]
    fn an_unknown_section_or_key_is_refused_by_name() {
        let unknown = Config::parse("a.toml", "[buss]", &[]).expect_err("an unknown section");
        assert!(unknown.to_string().starts_with("unknown section [buss]"), "{unknown}");
        let config = Config::parse("a.toml", "[bus]\nurll = \"x\"", &[]).expect("sections are typed later");
        let error = config.shared().expect_err("an unknown key").to_string();
        assert!(error.contains("[bus]") && error.contains("urll"), "{error}");
    }

    #[test]
    fn a_secret_is_never_printed() {
        let env = environment(&[("PLUMBLINE_DATABASE_PASSWORD", "hunter2")]);
        let shared = Config::parse("a.toml", "", &env).and_then(|config| config.shared()).expect("a configuration");
        assert_eq!(shared.database.password.reveal(), "hunter2");
        assert!(!format!("{shared:?}").contains("hunter2"));
    }

    #[test]
    fn a_service_knows_its_own_secrets_only() {
        let env = environment(&[("PLUMBLINE_COURTLISTENER_WEBHOOK_SECRET", "hook"), ("PLUMBLINE_COURTLISTENER_TOKEN", "hunter2")]);
        let config = Config::parse("a.toml", "", &env).expect("a configuration");
        let told = |service: &str| {
            let Secrets { courtlistener_webhook, courtlistener_token } = config.secrets().of(service);
            (courtlistener_webhook.is_some(), courtlistener_token.is_some())
        };
        assert_eq!([told("gateway"), told("ingest"), told("analytics")], [(true, false), (false, true), (false, false)]);
        assert!(!format!("{config:?}").contains("hunter2"));
        assert_eq!(Config::parse("a.toml", "", &[]).expect("a configuration").secrets(), Secrets::default());
    }

    #[test]
    fn a_secret_is_only_what_is_wholly_the_same() {
        let secret = Secret::new("correct horse");
        assert!(secret.is("correct horse"));
        for given in ["", "c", "correct hors", "correct horsf", "correct horse ", "correct horsecorrect horse"] {
            assert!(!secret.is(given), "{given}");
        }
        assert!(!Secret::default().is(""));
    }
}

//! The section `[ingest]` of the configuration.

mod courtlistener;

use std::{collections::BTreeSet, fmt, time::Duration};

use catalog::SourceId;
use serde::{Deserialize, Deserializer, de::Error as _};
use url::Url;

use crate::rules::origin;

pub use courtlistener::{Alerts, Courtlistener};

/// What is fetched, from where, and within which limits.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Folders whose files are taken in, with everything below them.
    pub inbox: Vec<String>,
    /// Milliseconds between two looks into the folders.
    pub scan_millis: u64,
    /// The largest file that is kept, in bytes.
    pub most_bytes: u64,
    /// The largest archive of a release of several files that is kept, in bytes.
    pub most_release_bytes: u64,
    /// What is fetched by schedule.
    #[serde(deserialize_with = "each_once")]
    pub fetch: Vec<Fetch>,
    /// What is asked of CourtListener, if anything.
    pub courtlistener: Option<Courtlistener>,
    /// Hosts and addresses that may be fetched from although they are not public.
    pub allow_hosts: Vec<String>,
    /// Milliseconds for a connection to come about.
    pub connect_timeout_millis: u64,
    /// Milliseconds for one attempt, from the first connection to the last byte, redirects included.
    pub timeout_millis: u64,
    /// Seconds between two requests to one host.
    pub per_host_delay_secs: u64,
    /// Attempts of one fetch before it is an incident.
    pub attempts: u32,
    /// Milliseconds before the second attempt; they double with each.
    pub retry_millis: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            inbox: Vec::new(),
            scan_millis: 500,
            most_bytes: 100 * 1024 * 1024,
            most_release_bytes: 2 * 1024 * 1024 * 1024,
            fetch: Vec::new(),
            courtlistener: None,
            allow_hosts: Vec::new(),
            connect_timeout_millis: 10_000,
            timeout_millis: 120_000,
            per_host_delay_secs: 1,
            attempts: 4,
            retry_millis: 1_000,
        }
    }
}

impl Config {
    /// Time between two looks into the folders; never so short that looking is all that is done.
    pub(crate) fn scan_every(&self) -> Duration {
        Duration::from_millis(self.scan_millis.max(10))
    }
}

/// A scheduled fetch of one source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fetch {
    /// What the address serves.
    #[serde(deserialize_with = "source")]
    pub source: SourceId,
    /// The address.
    pub url: Address,
    /// Seconds between two fetches, at least 1.
    #[serde(deserialize_with = "at_least_one")]
    pub every_secs: u64,
}

/// An address that can be fetched: HTTP or HTTPS, with a host, without user and password. Secrets in its query are not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// The address itself, to connect to.
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// The address as it may be stored and shown.
    pub(crate) fn location(&self) -> String {
        origin::of_url(&self.0)
    }

    /// Its host.
    pub(crate) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.location())
    }
}

impl From<Url> for Address {
    /// An address that was made of a checked one.
    fn from(mut url: Url) -> Self {
        // Both fail only for addresses that cannot carry credentials at all.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Self(url)
    }
}

impl TryFrom<&str> for Address {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, String> {
        let url: Url = text.parse().map_err(|error| format!("an address to fetch cannot be read: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("only http and https are fetched, not {}", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!("an address must not carry a user or a password: {}", origin::of_url(&url)));
        }
        Ok(Self(url))
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::try_from(text.as_str()).map_err(D::Error::custom)
    }
}

fn source<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SourceId, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn at_least_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match u64::deserialize(deserializer)? {
        0 => Err(D::Error::custom("a fetch cannot be due every 0 seconds")),
        every => Ok(every),
    }
}

fn each_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Fetch>, D::Error> {
    let fetches = Vec::<Fetch>::deserialize(deserializer)?;
    let mut seen = BTreeSet::new();
    for fetch in &fetches {
        if !seen.insert((fetch.source, fetch.url.location())) {
            return Err(D::Error::custom(format!("{} is to be fetched twice from {:?}", fetch.source, fetch.url)));
        }
    }
    Ok(fetches)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(text: &str) -> Result<Config, String> {
        let config = platform::config::Config::parse("a.toml", text, &[]).map_err(|error| error.to_string())?;
        config.section("ingest").map_err(|error| error.to_string())
    }

    #[test]
    fn a_section_is_read_and_what_is_not_said_has_its_default() {
        let config = section(
            r#"
            [ingest]
            inbox = ["/srv/inbox"]
            [[ingest.fetch]]
            source = "cbp-assault-incidents"
            url = "https://www.cbp.gov/a.csv"
            every_secs = 86400
            "#,
        )
        .expect("a section");
        assert_eq!(config.most_bytes, 104_857_600);
        assert_eq!(config.fetch.first().map(|fetch| fetch.url.location()).as_deref(), Some("https://www.cbp.gov/a.csv"));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let refused = |line: &str| section(&format!("[ingest]\n{line}")).expect_err("refused");
        assert!(refused("inboxes = []").contains("unknown field `inboxes`"));
        let fetch = |source: &str, url: &str, every: u64| {
            refused(&format!("fetch = [{{ source = \"{source}\", url = \"{url}\", every_secs = {every} }}]"))
        };
        assert!(fetch("cbp", "https://a.example/", 60).contains("`cbp` is not a source of the catalogue"));
        assert!(fetch("pacer-rss", "file:///etc/passwd", 60).contains("only http and https are fetched, not file"));
        assert!(fetch("pacer-rss", "https://a.example/", 0).contains("every 0 seconds"));
        let secret = fetch("pacer-rss", "https://user:hunter2@a.example/", 60);
        assert!(secret.contains("must not carry a user or a password: https://a.example/"), "{secret}");
    }

    #[test]
    fn a_secret_in_a_query_is_not_printed() {
        let address = Address::try_from("https://a.example/?token=hunter2").expect("an address");
        assert_eq!(format!("{address:?}"), "https://a.example/?token=hidden");
    }
}

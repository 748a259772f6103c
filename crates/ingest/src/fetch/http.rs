//! Fetches one address over HTTP: bounded in time and size, conditional, with redirects followed by hand so that every hop is checked.

use std::{error::Error, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use domain::Instant;
use platform::{
    Clock,
    config::Secret,
    outgoing::{self, AddressPolicy, RefusedAddress},
};
use rand::{Rng as _, rngs::StdRng};
use reqwest::{
    Response, StatusCode,
    header::{
        AUTHORIZATION, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER,
    },
};
use url::{Origin, Url};

use crate::{
    config::{Address, Config},
    rules::{
        origin,
        retry::{self, Answer},
    },
    store::Validators,
};

/// Redirects that are followed.
const MOST_REDIRECTS: usize = 5;
/// The longest validator that is kept, in bytes.
const MOST_VALIDATOR_BYTES: usize = 1000;

/// What a fetch gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Got {
    /// The bytes are those of the last retrieval.
    NotModified,
    /// Bytes.
    Body {
        /// All of them.
        bytes: Bytes,
        /// What the server said by which it recognizes them.
        validators: Validators,
    },
}

/// Why a fetch gave nothing, after all attempts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Failed {
    /// For a person.
    pub(crate) message: String,
    /// How long the server wants to be left alone.
    pub(crate) not_before: Duration,
    /// Whether it says that it was asked too often (429).
    pub(crate) is_too_many: bool,
}

/// How one attempt failed.
#[derive(Debug)]
enum Attempt {
    /// Another attempt can succeed.
    Again { message: String, wait: Option<Duration>, is_too_many: bool },
    /// None can.
    Final { message: String },
}

/// A client that keeps to the rules of the configuration. Clones share its connections.
#[derive(Debug, Clone)]
pub(crate) struct HttpClient {
    client: reqwest::Client,
    policy: Arc<AddressPolicy>,
    clock: Clock,
    most_bytes: u64,
    timeout: Duration,
    attempts: u32,
    first_wait: Duration,
    token: Option<Token>,
}

/// Says to one server who asks.
#[derive(Debug, Clone)]
struct Token {
    origin: Origin,
    value: HeaderValue,
}

impl HttpClient {
    /// A client for this configuration.
    pub(crate) fn new(config: &Config, clock: Clock) -> anyhow::Result<Self> {
        let policy = Arc::new(AddressPolicy::allowing(config.allow_hosts.iter().map(String::as_str)));
        let client = outgoing::client(&policy).connect_timeout(Duration::from_millis(config.connect_timeout_millis)).build()?;
        Ok(Self {
            client,
            policy,
            clock,
            most_bytes: config.most_bytes,
            timeout: Duration::from_millis(config.timeout_millis),
            attempts: config.attempts.max(1),
            first_wait: Duration::from_millis(config.retry_millis),
            token: None,
        })
    }

    /// With a token for the server of this address. No other server gets it, whereto ever this one redirects.
    pub(crate) fn with_token(self, server: &Address, token: &Secret) -> anyhow::Result<Self> {
        let value = HeaderValue::from_str(&format!("Token {}", token.reveal()));
        let mut value = value.map_err(|_| anyhow::anyhow!("a token has characters that no header can carry"))?;
        value.set_sensitive(true);
        Ok(Self { token: Some(Token { origin: server.url().origin(), value }), ..self })
    }

    /// Fetches an address, in as many attempts as it may take.
    pub(crate) async fn fetch(&self, address: &Address, known: &Validators, random: &mut StdRng) -> Result<Got, Failed> {
        let mut attempt: u32 = 1;
        loop {
            let outcome = tokio::time::timeout(self.timeout, self.attempt(address.url(), known)).await;
            let outcome = outcome.unwrap_or_else(|_| {
                let message = format!("the answer was not complete after {} s", self.timeout.as_secs_f64());
                Err(Attempt::Again { message, wait: None, is_too_many: false })
            });
            let (message, asked, is_too_many) = match outcome {
                Ok(got) => return Ok(got),
                Err(Attempt::Final { message }) => return Err(Failed { message, not_before: Duration::ZERO, is_too_many: false }),
                Err(Attempt::Again { message, wait, is_too_many }) => (message, wait.unwrap_or_default(), is_too_many),
            };
            if attempt >= self.attempts || !retry::is_short(asked) {
                let message = if attempt == 1 { message } else { format!("{message} (attempt {attempt} of {})", self.attempts) };
                return Err(Failed { message, not_before: asked, is_too_many });
            }
            let wait = retry::backoff(attempt, self.first_wait, random.random());
            tokio::time::sleep(wait.max(asked)).await;
            attempt += 1;
        }
    }

    async fn attempt(&self, start: &Url, known: &Validators) -> Result<Got, Attempt> {
        let mut url = start.clone();
        for _ in 0..=MOST_REDIRECTS {
            self.check(&url)?;
            let response = self.ask(&url, known).await?;
            let status = response.status();
            match retry::judge(status.as_u16()) {
                Answer::Body => return self.body(response).await,
                Answer::NotModified => return Ok(Got::NotModified),
                Answer::Redirect => url = next_hop(&url, response.headers())?,
                Answer::Again => {
                    let wait = text_of(response.headers(), &RETRY_AFTER).and_then(|text| retry::retry_after(&text, self.now()));
                    let is_too_many = status == StatusCode::TOO_MANY_REQUESTS;
                    return Err(Attempt::Again { message: format!("the server answered {status}"), wait, is_too_many });
                }
                Answer::Final => return Err(Attempt::Final { message: format!("the server answered {status}") }),
            }
        }
        Err(Attempt::Final { message: format!("more than {MOST_REDIRECTS} redirects") })
    }

    fn check(&self, url: &Url) -> Result<(), Attempt> {
        if url.host().is_none() {
            return Err(Attempt::Final { message: "the address has no host".to_owned() });
        }
        self.policy.check_url(url).map_err(|refused| Attempt::Final { message: refused.to_string() })
    }

    async fn ask(&self, url: &Url, known: &Validators) -> Result<Response, Attempt> {
        let mut headers = HeaderMap::new();
        for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
            if let Ok(value) = HeaderValue::from_str(value)
                && !value.is_empty()
            {
                headers.insert(name, value);
            }
        }
        if let Some(token) = self.token.as_ref().filter(|token| token.origin == url.origin()) {
            headers.insert(AUTHORIZATION, token.value.clone());
        }
        self.client.get(url.clone()).headers(headers).send().await.map_err(failed)
    }

    async fn body(&self, mut response: Response) -> Result<Got, Attempt> {
        let too_large = |size: &str| Attempt::Final {
            message: format!("the file has {size} bytes, more than the limit of {} (`most_bytes` of [ingest])", self.most_bytes),
        };
        if let Some(length) = response.content_length()
            && length > self.most_bytes
        {
            return Err(too_large(&length.to_string()));
        }
        let validators = Validators {
            etag: text_of(response.headers(), &ETAG).unwrap_or_default(),
            last_modified: text_of(response.headers(), &LAST_MODIFIED).unwrap_or_default(),
        };
        // Lengths are of unpacked bytes, so a small packed answer cannot grow beyond the limit.
        let mut bytes = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            let length = u64::try_from(bytes.len().saturating_add(chunk.len())).unwrap_or(u64::MAX);
            if length > self.most_bytes {
                return Err(too_large(&format!("at least {length}")));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Got::Body { bytes: bytes.freeze(), validators })
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }
}

/// Where a redirect leads, if it may be followed.
fn next_hop(from: &Url, headers: &HeaderMap) -> Result<Url, Attempt> {
    let refused = |message: String| Attempt::Final { message };
    let Some(location) = headers.get(LOCATION).and_then(|value| value.to_str().ok()) else {
        return Err(refused("the server redirects without saying where to".to_owned()));
    };
    let mut to = from.join(location).map_err(|error| refused(format!("the server redirects to what is no address: {error}")))?;
    match (from.scheme(), to.scheme()) {
        ("http", "http" | "https") | ("https", "https") => {}
        ("https", "http") => return Err(refused(format!("the server redirects from https to {}", origin::of_url(&to)))),
        (_, other) => return Err(refused(format!("the server redirects to {}, which is not fetched", origin::of_name(other)))),
    }
    // Credentials that a server puts into a redirect are not ours to send.
    let _ = to.set_username("");
    let _ = to.set_password(None);
    Ok(to)
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= MOST_VALIDATOR_BYTES).then(|| text.to_owned())
}

/// Says how a request failed, without its address, which can hold secrets.
fn failed(error: reqwest::Error) -> Attempt {
    let error = error.without_url();
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(refused) = inner.downcast_ref::<RefusedAddress>() {
            return Attempt::Final { message: refused.to_string() };
        }
        let text = inner.to_string();
        if !message.contains(&text) {
            message.push_str(": ");
            message.push_str(&text);
        }
        cause = inner.source();
    }
    Attempt::Again { message, wait: None, is_too_many: false }
}

#[cfg(test)]
mod tests;

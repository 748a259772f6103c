//! Fetches what the configuration names when it is due: one host after the other at its own pace, all hosts side by side.

use std::{collections::BTreeMap, time::Duration};

use contracts::identity;
use domain::Instant;
use futures::future::try_join_all;
use platform::{
    Stop,
    trace::{self, TraceContext},
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

use super::http::{Failed, Got, HttpClient};
use crate::{
    config::{Config, Fetch},
    intake::{Arrival, Intake, IntakeError, slug},
    metrics,
    rules::due,
    store::{Channel, FetchState, Mark},
};

/// Name of the seed of all jitter; each host's own is made of it and the host.
const JITTER_SEED: &str = "plumbline/ingest/jitter";
/// A fetch that was begun is begun again after its own interval if nothing was heard of it: the process died. Never sooner than an answer may take, and
/// never later than a quarter of an hour; two fetches of the same bytes are one snapshot.
const CLAIM: (Duration, Duration) = (Duration::from_secs(30), Duration::from_mins(15));
/// The clock is looked at so often at least, because it can be set.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// The fetches of the configuration.
#[derive(Debug)]
pub(crate) struct Schedule {
    hosts: BTreeMap<String, Vec<Fetch>>,
    client: HttpClient,
    intake: Intake,
    per_host_delay: Duration,
}

impl Schedule {
    /// The fetches of the configuration, by host.
    pub(crate) fn new(config: &Config, intake: Intake) -> anyhow::Result<Self> {
        let mut hosts: BTreeMap<String, Vec<Fetch>> = BTreeMap::new();
        for fetch in &config.fetch {
            hosts.entry(fetch.url.host().to_owned()).or_default().push(fetch.clone());
        }
        let client = HttpClient::new(config, intake.clock.clone())?;
        Ok(Self { hosts, client, intake, per_host_delay: Duration::from_secs(config.per_host_delay_secs) })
    }

    /// Fetches until a stop is asked for.
    pub(crate) async fn run(self, stop: Stop) -> anyhow::Result<()> {
        try_join_all(self.hosts.iter().map(|(host, fetches)| self.attend(host, fetches, &stop))).await?;
        stop.asked().await;
        Ok(())
    }

    /// One host: one request at a time, with a pause after each.
    async fn attend(&self, host: &str, fetches: &[Fetch], stop: &Stop) -> anyhow::Result<()> {
        let mut random = jitter_of(host);
        while !stop.is_asked() {
            for fetch in fetches {
                match self.fetch_if_due(fetch, &mut random, stop).await {
                    Ok(false) => {}
                    Ok(true) => {
                        stop.unless_asked(tokio::time::sleep(self.per_host_delay)).await;
                    }
                    Err(error) => tracing::warn!(source = fetch.source.slug(), error = %error, "a fetch waits for ingest's own stores"),
                }
                if stop.is_asked() {
                    return Ok(());
                }
            }
            let pause = self.until_next(fetches).await.unwrap_or(LONGEST_SLEEP);
            stop.unless_asked(tokio::time::sleep(pause)).await;
        }
        Ok(())
    }

    async fn until_next(&self, fetches: &[Fetch]) -> Result<Duration, IntakeError> {
        let now = self.intake.clock.now();
        let mut pause = LONGEST_SLEEP;
        for fetch in fetches {
            let state = self.intake.store.fetch_state(&slug(fetch.source), &fetch.url.location()).await?;
            let millis = state.next_due_at.unix_millis().saturating_sub(now.unix_millis());
            pause = pause.min(Duration::from_millis(u64::try_from(millis).unwrap_or(0)));
        }
        // Another process may hold what is due: look again, but not at once.
        Ok(pause.max(Duration::from_millis(200)))
    }

    /// Fetches, if it is due and no other process does. False if there was nothing to do.
    pub(crate) async fn fetch_if_due(&self, fetch: &Fetch, random: &mut StdRng, stop: &Stop) -> Result<bool, IntakeError> {
        let (source, location) = (slug(fetch.source), fetch.url.location());
        let now = self.intake.clock.now();
        let state = self.intake.store.fetch_state(&source, &location).await?;
        if state.next_due_at > now
            || !self
                .intake
                .store
                .claim_fetch(&source, &location, now, due::later(now, Duration::from_secs(fetch.every_secs).clamp(CLAIM.0, CLAIM.1)))
                .await?
        {
            return Ok(false);
        }
        let work = async {
            let started = tokio::time::Instant::now();
            // A stop drops only what is on the wire; what has arrived is taken in.
            let Some(outcome) = stop.unless_asked(self.client.fetch(&fetch.url, &state.validators, random)).await else {
                return self.intake.store.write_fetch_state(&FetchState { next_due_at: now, ..state }).await.map_err(IntakeError::from);
            };
            let label = match &outcome {
                Ok(Got::NotModified) => "not_modified",
                Ok(Got::Body { .. }) => "body",
                Err(_) => "failed",
            };
            metrics::fetched(source.as_str(), label, started.elapsed());
            self.settle(fetch, state, outcome, random.random()).await
        };
        trace::within(TraceContext::start(), work).await?;
        Ok(true)
    }

    /// Records what a fetch gave, together with when it is due again.
    async fn settle(&self, fetch: &Fetch, state: FetchState, outcome: Result<Got, Failed>, jitter: f64) -> Result<(), IntakeError> {
        let now = self.intake.clock.now();
        let every = Duration::from_secs(fetch.every_secs);
        let answered = |state: FetchState| FetchState {
            checked_at: Some(now),
            next_due_at: due::after_success(now, every, jitter),
            failures: 0,
            ..state
        };
        match outcome {
            Ok(Got::NotModified) => Ok(self.intake.store.write_fetch_state(&answered(state)).await?),
            Ok(Got::Body { bytes, validators }) => {
                let mark = Mark::Fetch(FetchState { validators: validators.clone(), ..answered(state) });
                let arrival =
                    Arrival { bytes, source: Some(fetch.source), channel: Channel::Http, origin: fetch.url.location(), validators, mark };
                self.intake.take(arrival).await.map(|_| ())
            }
            Err(failed) => {
                let mark = Mark::Fetch(after(state, &failed, now, every, jitter));
                self.intake.refuse(fetch.source.slug(), &fetch.url.location(), &failed.message, &mark).await
            }
        }
    }
}

fn after(state: FetchState, failed: &Failed, now: Instant, every: Duration, jitter: f64) -> FetchState {
    let failures = state.failures.saturating_add(1);
    FetchState { failures, next_due_at: due::after_failure(now, every, failures, failed.not_before, jitter), ..state }
}

/// Randomness with a name: the same host always waits alike, two hosts do not.
pub(crate) fn jitter_of(host: &str) -> StdRng {
    let name = identity::of_parts([JITTER_SEED.as_bytes(), host.as_bytes()]);
    // The first 16 of 64 hexadecimal digits.
    let seed = name.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default();
    StdRng::seed_from_u64(seed)
}

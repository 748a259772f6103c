//! Asks CourtListener's REST API: one question at a time, within a budget that outlives the process, page by page from where it was left.
//!
//! Each answer is a snapshot, recorded in one transaction with where its question goes on. Alerts that came in lead to questions too.

use std::{collections::BTreeSet, time::Duration};

use catalog::SourceId;
use domain::{Instant, SourceSlug};
use platform::{
    Stop,
    config::Secret,
    objects::ObjectsError,
    trace::{self, TraceContext},
};
use rand::{Rng as _, rngs::StdRng};

use super::{
    http::{Failed, Got, HttpClient},
    scheduled::jitter_of,
};
use crate::{
    config::{Address, Alerts, Config, Courtlistener},
    intake::{Arrival, Intake, IntakeError, slug},
    metrics,
    rules::{
        courtlistener::{
            Question, Trail,
            budget::{Budget, WINDOW},
            heard::{self, Answer},
            maintenance,
        },
        due,
    },
    store::{Channel, FetchState, Mark},
};

/// Who asks holds the questions for so long, so that no two processes spend the same budget.
const CLAIM: Duration = Duration::from_mins(5);
/// The clock, and what has arrived, are looked at so often at least.
const LONGEST_SLEEP: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes: one page.
const MOST_ANSWER_BYTES: u64 = 32 * 1024 * 1024;
/// Alerts that are looked into together.
const FOLLOWED_TOGETHER: u64 = 100;

/// Who asks CourtListener.
#[derive(Debug)]
pub(crate) struct Asker {
    config: Courtlistener,
    client: HttpClient,
    intake: Intake,
    budget: Budget,
    source: SourceSlug,
    alerts: SourceSlug,
}

/// What a look at the questions gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looked {
    /// A question was asked.
    Asked,
    /// There is nothing to do before this instant, as far as is known now.
    Nothing(Instant),
}

impl Asker {
    /// An asker for this configuration.
    pub(crate) fn new(config: &Config, of_api: Courtlistener, token: Option<&Secret>, intake: Intake) -> anyhow::Result<Self> {
        // An attempt is a question: this module decides about the next one.
        let config = Config { attempts: 1, most_bytes: config.most_bytes.min(MOST_ANSWER_BYTES), ..config.clone() };
        let client = HttpClient::new(&config, intake.clock.clone())?;
        let client = match token {
            Some(token) => client.with_token(&of_api.base_url, token)?,
            None => client,
        };
        let (source, alerts) = (slug(SourceId::CourtlistenerApi), slug(SourceId::CourtlistenerWebhook));
        Ok(Self { budget: Budget::of(&of_api), config: of_api, client, intake, source, alerts })
    }

    /// Asks until a stop is asked for.
    pub(crate) async fn run(self, stop: Stop) -> anyhow::Result<()> {
        let mut random = jitter_of("courtlistener");
        self.begin().await?;
        while !stop.is_asked() {
            let pause = match self.look(&mut random, &stop).await {
                Ok(Looked::Asked) => continue,
                Ok(Looked::Nothing(until)) => between(self.intake.clock.now(), until),
                Err(error) => {
                    tracing::warn!(error = %error, "questions to CourtListener wait for ingest's own stores");
                    LONGEST_SLEEP
                }
            };
            stop.unless_asked(tokio::time::sleep(pause.clamp(Duration::from_millis(200), LONGEST_SLEEP))).await;
        }
        Ok(())
    }

    /// Begins what the configuration follows.
    pub(crate) async fn begin(&self) -> Result<(), IntakeError> {
        let now = self.intake.clock.now();
        let trails: Vec<Trail> = Question::of_config(&self.config).into_iter().map(|question| Trail::new(question, now)).collect();
        Ok(self.intake.store.begin_trails(&trails).await?)
    }

    /// Follows alerts that have come in, and asks the first question that is due, if one may be asked.
    pub(crate) async fn look(&self, random: &mut StdRng, stop: &Stop) -> Result<Looked, IntakeError> {
        self.follow_alerts().await?;
        let now = self.intake.clock.now();
        if let Some(until) = maintenance::until(now) {
            return Ok(Looked::Nothing(until));
        }
        let Some(trail) = first(self.intake.store.due_trails(now).await?) else {
            let next = self.intake.store.next_trail_due_at().await?;
            return Ok(Looked::Nothing(next.unwrap_or(Instant::MAX)));
        };
        let location = self.config.base_url.location();
        let state = self.intake.store.fetch_state(&self.source, &location).await?;
        if state.next_due_at > now {
            return Ok(Looked::Nothing(state.next_due_at));
        }
        if !self.intake.store.claim_fetch(&self.source, &location, now, due::later(now, CLAIM)).await? {
            return Ok(Looked::Nothing(now));
        }
        // Only who holds the questions counts them.
        let since = Instant::from_unix_millis(now.unix_millis().saturating_sub(i64::try_from(WINDOW.as_millis()).unwrap_or(i64::MAX)));
        let may_ask_at = self.budget.next(&self.intake.store.asked_since(since).await?, now);
        if may_ask_at > now {
            self.intake.store.write_fetch_state(&FetchState { next_due_at: may_ask_at, ..state }).await?;
            return Ok(Looked::Nothing(may_ask_at));
        }
        self.intake.store.record_asked(now).await?;
        trace::within(TraceContext::start(), self.ask(trail, state, random, stop)).await?;
        Ok(Looked::Asked)
    }

    async fn ask(&self, trail: Trail, state: FetchState, random: &mut StdRng, stop: &Stop) -> Result<(), IntakeError> {
        let url = trail.question.url(self.config.base_url.url(), &trail.cursor);
        let address = Address::from(url);
        let started = tokio::time::Instant::now();
        let outcome = stop.unless_asked(self.client.fetch(&address, &crate::store::Validators::default(), random)).await;
        let now = self.intake.clock.now();
        let free = FetchState { next_due_at: now, ..state.clone() };
        let Some(outcome) = outcome else {
            return Ok(self.intake.store.write_fetch_state(&free).await?);
        };
        metrics::fetched(self.source.as_str(), if outcome.is_ok() { "body" } else { "failed" }, started.elapsed());
        let state = match outcome {
            Ok(Got::Body { bytes, validators }) => {
                let answer = Answer::read(&bytes).unwrap_or_default();
                let every = self.every(&trail.question);
                let trail = trail.answered(&answer, now, every);
                let (source, origin) = (Some(SourceId::CourtlistenerApi), address.location());
                let arrival = Arrival { bytes, source, channel: Channel::Http, origin, validators, mark: Mark::Trail(trail) };
                self.intake.take(arrival).await?;
                FetchState { checked_at: Some(now), failures: 0, ..free }
            }
            // Nothing was said of an earlier answer, so that none can be unchanged.
            Ok(Got::NotModified) => free,
            Err(failed) => self.failed(trail, &address, free, &failed, random.random()).await?,
        };
        Ok(self.intake.store.write_fetch_state(&state).await?)
    }

    /// A server that wants to be left alone has not refused the question: all questions wait. Any other failure is the question's own.
    async fn failed(
        &self,
        trail: Trail,
        address: &Address,
        state: FetchState,
        failed: &Failed,
        jitter: f64,
    ) -> Result<FetchState, IntakeError> {
        let now = self.intake.clock.now();
        if failed.is_too_many {
            let failures = state.failures.saturating_add(1);
            let next_due_at = due::after_failure(now, WINDOW, failures, failed.not_before, jitter);
            // Who says how long to wait is believed.
            let next_due_at = if failed.not_before.is_zero() { next_due_at } else { due::later(now, failed.not_before) };
            tracing::warn!(source = %self.source, until = %next_due_at, "CourtListener wants fewer questions");
            return Ok(FetchState { next_due_at, failures, ..state });
        }
        let mark = Mark::Trail(trail.failed(now, failed.not_before, jitter));
        self.intake.refuse(self.source.as_str(), &address.location(), &failed.message, &mark).await?;
        let next_due_at = due::later(now, failed.not_before);
        Ok(FetchState { next_due_at, ..state })
    }

    /// The time to the next asking of what the configuration follows; none for what an alert led to.
    fn every(&self, question: &Question) -> Option<Duration> {
        let is_followed = match question {
            Question::Docket(docket) | Question::Parties(docket) | Question::Entries(docket) => self.config.dockets.contains(docket),
            Question::Search(query) => self.config.searches.contains(query),
            Question::Entry(_) => false,
        };
        is_followed.then(|| Duration::from_secs(self.config.every_secs.max(1)))
    }

    /// Looks into alerts that came in since, whichever way they came.
    async fn follow_alerts(&self) -> Result<(), IntakeError> {
        if self.config.alerts == Alerts::Ignored {
            return Ok(());
        }
        loop {
            let alerts = self.intake.store.not_followed(&self.alerts, FOLLOWED_TOGETHER).await?;
            if alerts.is_empty() {
                return Ok(());
            }
            for (hash, heard_at) in alerts {
                let questions = match self.intake.objects.get(&hash).await {
                    Ok(bytes) => heard::questions(&bytes),
                    Err(error @ ObjectsError::Store(_)) => return Err(error.into()),
                    // One alert that is lost must not hold up what the others lead to.
                    Err(error) => {
                        tracing::warn!(snapshot = hash.as_str(), error = %error, "an alert cannot be followed");
                        BTreeSet::new()
                    }
                };
                let trails: Vec<Trail> = questions.into_iter().map(|question| Trail::of_alert(question, heard_at)).collect();
                self.intake.store.follow(&hash, &trails).await?;
            }
        }
    }
}

/// The question that is asked first; of the same rank the one that has waited longest.
fn first(due: Vec<Trail>) -> Option<Trail> {
    due.into_iter().min_by_key(|trail| (trail.question.rank(), trail.due_at))
}

fn between(now: Instant, until: Instant) -> Duration {
    Duration::from_millis(u64::try_from(until.unix_millis().saturating_sub(now.unix_millis())).unwrap_or(0))
}

#[cfg(test)]
mod tests;

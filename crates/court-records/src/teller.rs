//! Telling: facts are kept, held against all watches, and what is new is announced.
//!
//! Every step can be repeated, and a stop after any of them loses nothing: a fact that is told again is held against the watches again, an alert
//! stands in its table before anybody hears of it, and counts as published only after the bus has it.

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use contracts::events::AlertRaised;
use platform::{Bus, Clock, Failure, Stop, bus::PublishError};
use tokio::sync::watch::{Receiver, Sender};

use crate::{
    fact::Fact,
    metrics,
    store::{KeptWatch, Store, StoreError},
    watch::Asked,
};

/// Alerts in one batch to the bus.
const BATCH: u64 = 200;

/// How often the tables are looked at for alerts that another process told.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Looks between two tries to publish what could not be, and to make digests.
const LOOKS_PER_TRY: u32 = 10;

/// Holds facts against watches. Clones share what they wake.
#[derive(Debug, Clone)]
pub(crate) struct Teller {
    store: Store,
    bus: Bus,
    clock: Clock,
    latest: Sender<i64>,
    known: Arc<Mutex<Known>>,
}

/// The watches as they were read last, by the version of their set: feeds come every second, and watches seldom.
#[derive(Debug, Clone, Default)]
struct Known {
    version: Option<i64>,
    watches: Arc<Vec<KeptWatch>>,
}

/// Why something could not be told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TellError {
    /// The tables.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bus.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

impl From<TellError> for Failure {
    fn from(error: TellError) -> Self {
        match error {
            TellError::Store(error) => Self::Retry(error.into()),
            TellError::Publish(error) => error.into(),
        }
    }
}

impl Teller {
    /// A teller over these tables.
    pub(crate) fn new(store: Store, bus: Bus, clock: Clock) -> Self {
        Self { store, bus, clock, latest: Sender::new(0), known: Arc::default() }
    }

    /// Keeps facts and tells watches of them; gives the number of alerts that are new or say more than before. Words may come in any order and
    /// any number of times: an alert is there if any word of the fact matches, and it says what the latest says.
    pub(crate) async fn tell(&self, facts: &[Fact]) -> Result<usize, TellError> {
        if facts.is_empty() {
            return Ok(0);
        }
        self.store.keep_facts(facts).await?;
        let watches = self.watches().await?;
        let mut matched = BTreeSet::new();
        let mut told = BTreeSet::new();
        for fact in facts {
            let (id, asked) = (fact.id(), Asked::of(fact));
            for kept in watches.iter().filter(|kept| kept.watch.matches(&asked)) {
                matched.insert((kept.watch.id.clone(), id.clone()));
            }
            told.insert(id);
        }
        let raised = self.store.raise(&matched, &told, self.clock.now()).await?;
        if raised > 0 {
            metrics::alerts_told(raised);
            self.look().await?;
        }
        self.publish().await?;
        Ok(raised)
    }

    async fn watches(&self) -> Result<Arc<Vec<KeptWatch>>, StoreError> {
        // Read before the watches: what is added in between is read again the next time.
        let version = self.store.watches_version().await?;
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if known.version == Some(version) {
            return Ok(known.watches);
        }
        let watches = Arc::new(self.store.watches().await?);
        let read = Known { version: Some(version), watches: Arc::clone(&watches) };
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(watches)
    }

    /// Publishes what the bus does not have yet.
    pub(crate) async fn publish(&self) -> Result<(), TellError> {
        loop {
            let due = self.store.not_published(BATCH).await?;
            if due.is_empty() {
                return Ok(());
            }
            let events: Vec<AlertRaised> = due.iter().map(AlertRaised::from).collect();
            self.bus.publish_all(&events).await?;
            let cursors: Vec<i64> = due.iter().map(|alert| alert.cursor).collect();
            self.store.mark_published(&cursors).await?;
        }
    }

    /// The cursor of the latest alert, as it grows.
    pub(crate) fn listen(&self) -> Receiver<i64> {
        self.latest.subscribe()
    }

    /// Looks for alerts that other processes told, publishes what could not be, and makes digests, until a stop is asked for.
    pub(crate) async fn keep_looking(&self, stop: &Stop) -> anyhow::Result<()> {
        let mut looks: u32 = 0;
        while !stop.is_asked() {
            if let Err(error) = self.look().await {
                tracing::warn!(error = %error, "cannot look for alerts; will try again");
            }
            if looks.is_multiple_of(LOOKS_PER_TRY) {
                if let Err(error) = self.publish().await {
                    tracing::warn!(error = %error, "will publish alerts later");
                }
                if let Err(error) = self.store.make_digests(self.clock.now()).await {
                    tracing::warn!(error = %error, "will make digests later");
                }
            }
            looks = looks.wrapping_add(1);
            stop.unless_asked(tokio::time::sleep(LOOK_EVERY)).await;
        }
        Ok(())
    }

    /// Something was told by somebody else: whoever follows is woken.
    pub(crate) async fn look(&self) -> Result<(), StoreError> {
        let latest = self.store.latest_cursor().await?;
        self.latest.send_if_modified(|seen| {
            let is_news = latest > *seen;
            *seen = latest.max(*seen);
            is_news
        });
        Ok(())
    }
}

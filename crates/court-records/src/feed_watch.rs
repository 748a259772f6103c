//! Looks at the feeds of all courts from time to time: one that stands still says so by itself to nobody.

use std::time::Duration;

use platform::{Clock, Stop};

use crate::{
    fact::Fact,
    rules::feed_facts,
    store::Store,
    teller::{TellError, Teller},
};

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// Tells watches of feeds that do not move.
#[derive(Debug)]
pub(crate) struct FeedWatch {
    /// The tables.
    pub(crate) store: Store,
    /// Who tells.
    pub(crate) teller: Teller,
    /// What is now.
    pub(crate) clock: Clock,
}

impl FeedWatch {
    /// Looks until a stop is asked for.
    pub(crate) async fn keep_looking(&self, stop: &Stop) -> anyhow::Result<()> {
        while !stop.is_asked() {
            match self.look().await {
                Ok(0) => {}
                Ok(alerts) => tracing::info!(alerts, "feeds stand still in court hours"),
                Err(error) => tracing::warn!(error = %error, "cannot look at the feeds; will try again"),
            }
            stop.unless_asked(tokio::time::sleep(LOOK_EVERY)).await;
        }
        Ok(())
    }

    /// One look; gives the number of alerts.
    pub(crate) async fn look(&self) -> Result<usize, TellError> {
        let now = self.clock.now();
        let latest = self.store.latest_polls().await?;
        let facts: Vec<Fact> = latest.iter().filter_map(|(court, latest)| feed_facts::stale(court, &latest.poll, now)).collect();
        self.teller.tell(&facts).await
    }
}

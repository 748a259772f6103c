//! Once a day is over in UTC, what was known at its end is counted and released: a small file in the object store, and its observations on the bus.
//!
//! A release is a function of what was retrieved before the end of its day, whenever it is made and however often.

use std::{collections::BTreeMap, time::Duration};

use contracts::parts::Reading;
use domain::{Date, Instant, Provenance};
use platform::{Bus, Clock, Failure, Objects, OrReject as _, OrRetry as _, Stop};

use crate::{
    rules::{
        cells::{self, Cell, CountedCase, Month, Seen},
        court_time::CourtZone,
        coverage,
        observations::{self, RELEASE},
    },
    store::Store,
};

/// Between two looks whether a day is over.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// Makes releases.
#[derive(Debug)]
pub(crate) struct Releaser {
    /// The tables.
    pub(crate) store: Store,
    /// Where files go.
    pub(crate) objects: Objects,
    /// Where observations go.
    pub(crate) bus: Bus,
    /// What is now.
    pub(crate) clock: Clock,
}

impl Releaser {
    /// Looks until a stop is asked for.
    pub(crate) async fn keep_looking(&self, stop: &Stop) -> anyhow::Result<()> {
        while !stop.is_asked() {
            match self.release_due().await {
                Ok(None) => {}
                Ok(Some(at)) => tracing::info!(released_at = %at, "prosecutions by district and month were released"),
                Err(Failure::Retry(error) | Failure::Reject(error)) => tracing::warn!(error = %error, "cannot release yet; will try again"),
            }
            stop.unless_asked(tokio::time::sleep(LOOK_EVERY)).await;
        }
        Ok(())
    }

    /// Releases what was known at the end of the last day that is over, if anything was retrieved on a day before and it is not released yet.
    pub(crate) async fn release_due(&self) -> Result<Option<Instant>, Failure> {
        let Some(end) = day_end(self.clock.now()) else { return Ok(None) };
        if self.store.is_released(end).await.or_retry()? {
            return Ok(None);
        }
        let first = self.store.first_retrieval().await.or_retry()?;
        if first.is_none_or(|first| first >= end) {
            return Ok(None);
        }
        let cells = self.cells(end).await?;
        let release = observations::release(&cells);
        let Some(covers) = release.covers else {
            self.store.mark_released(end, "").await.or_retry()?;
            return Ok(None);
        };
        let snapshot = self.objects.put(release.file.into_bytes().into()).await.or_retry()?;
        if self.store.released_before(end).await.or_retry()?.as_deref() == Some(snapshot.as_str()) {
            // A day on which nothing changed says nothing new.
            self.store.mark_released(end, snapshot.as_str()).await.or_retry()?;
            return Ok(None);
        }
        let provenance = Provenance {
            source: catalog::SourceId::CourtProsecutions.slug().parse().or_reject()?,
            snapshot: snapshot.clone(),
            retrieved_at: end,
            rule: RELEASE.0.to_owned(),
            rule_version: RELEASE.1,
        };
        let reading = Reading { provenance: &provenance, covers, unread_rows: 0, observations: &release.observations };
        self.bus.publish_all(&reading.parts()).await?;
        self.store.mark_released(end, snapshot.as_str()).await.or_retry()?;
        Ok(Some(end))
    }

    /// Every district that anything is known of, month by month, as known at an instant.
    async fn cells(&self, end: Instant) -> Result<Vec<Cell>, Failure> {
        let mut out = Vec::new();
        for court in catalog::courts().iter().filter(|court| court.is_district()) {
            let Some(zone) = CourtZone::of(&court.code) else { continue };
            let cases: Vec<CountedCase> = self.store.cases_as_of(&court.code, end).await.or_retry()?;
            let polls = self.store.polls_as_of(&court.code, end).await.or_retry()?;
            let seen: BTreeMap<(String, Month), Seen> = cells::seen(&cases);
            let polled = polls.iter().filter_map(|poll| zone.date(poll.retrieved_at)).map(Month::of);
            let known = seen.keys().map(|(_, month)| *month).chain(polled);
            let Some(first) = known.min() else { continue };
            let Some(last) = zone.date(end).map(Month::of) else { continue };
            let mut month = first;
            while month <= last {
                if let Some((from, to)) = month.days() {
                    let seen =
                        seen.get(&(court.code.clone(), month)).cloned().unwrap_or_else(|| Seen { counts: Some(0), ..Seen::default() });
                    let coverage = coverage::together(&coverage::days(&zone, &polls, from, to, end), zone.start_of(to.next()), end);
                    out.push(Cell { court: court.code.clone(), month, seen, coverage });
                }
                month = month.next();
            }
        }
        Ok(out)
    }
}

/// The first instant of the UTC day of an instant: the end of the day before.
fn day_end(now: Instant) -> Option<Instant> {
    let date: Date = now.to_string().get(..10)?.parse().ok()?;
    format!("{date}T00:00:00Z").parse().ok()
}

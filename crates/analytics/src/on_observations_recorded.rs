//! A part of a snapshot's reading arrived: keep it, and once the snapshot is whole, say which comparisons it moved.

use contracts::{
    convert::RecordedPart,
    events::{ComparisonUpdated, ObservationsRecorded},
};
use domain::Provenance;
use platform::{Bus, Failure, OrReject as _, OrRetry as _};
use tokio::sync::Mutex;

use crate::{answers::Answers, metrics};

/// Records observations.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// What is known.
    pub(crate) answers: Answers,
    /// Where updates are said.
    pub(crate) bus: Bus,
    /// One announcement at a time in this process; between processes the second look in [`Recorder::announce`] decides.
    pub(crate) turn: Mutex<()>,
}

impl Recorder {
    /// Handles the event.
    pub(crate) async fn on_observations_recorded(&self, event: ObservationsRecorded) -> Result<(), Failure> {
        let part = RecordedPart::try_from(event).or_reject()?;
        let complete = self.answers.store().record(&part).await.or_retry()?;
        metrics::recorded(part.provenance.source.as_str(), part.observations.len());
        if complete {
            self.announce(&part.provenance).await?;
        }
        Ok(())
    }

    /// Announces the comparisons whose result is another than was announced last, and looks again until nothing moves: so the last
    /// announcement is the true one, even if another replica recorded something in between.
    async fn announce(&self, cause: &Provenance) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        loop {
            let mut results = self.answers.result_hashes().await.or_retry()?;
            let announced = self.answers.store().announced().await.or_retry()?;
            results.retain(|slug, hash| announced.get(slug) != Some(hash));
            if results.is_empty() {
                return Ok(());
            }
            let events: Vec<ComparisonUpdated> = results
                .iter()
                .map(|(slug, hash)| ComparisonUpdated {
                    comparison: slug.clone(),
                    result_hash: hash.clone(),
                    source: cause.source.to_string(),
                    snapshot: cause.snapshot.to_string(),
                    before_hash: announced.get(slug).cloned().unwrap_or_default(),
                    ..ComparisonUpdated::default()
                })
                .collect();
            self.bus.publish_all(&events).await.or_retry()?;
            self.answers.store().keep_announced(&results).await.or_retry()?;
        }
    }
}

//! A part of a snapshot's reading arrived: keep it, and once the snapshot is whole, say what it moved.

use contracts::{convert::RecordedPart, events::ObservationsRecorded};
use platform::{Failure, OrReject as _, OrRetry as _};

use crate::{Announcements, announcer::Announcer, answers::Answers, metrics};

/// Records observations.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// What is known.
    pub(crate) answers: Answers,
    /// Who says what moved.
    pub(crate) announcer: Announcer,
    /// Whether anything is said.
    pub(crate) announcements: Announcements,
}

impl Recorder {
    /// Handles the event. A part that comes again finds its snapshot whole and nothing moved; if the process died before it had said all,
    /// the rest is said then.
    pub(crate) async fn on_observations_recorded(&self, event: ObservationsRecorded) -> Result<(), Failure> {
        let part = RecordedPart::try_from(event).or_reject()?;
        let complete = self.answers.store().record(&part).await.or_retry()?;
        metrics::recorded(part.provenance.source.as_str(), part.observations.len());
        if complete && self.announcements == Announcements::Changes {
            self.announcer.announce(&part.provenance).await?;
        }
        Ok(())
    }
}

//! A published verdict made again, from readings of the snapshots on which it rests and from nothing else.

use contracts::{analytics::Verdict, convert::RecordedPart};
use domain::{Instant, SnapshotHash};
use platform::DatabaseLocation;

use crate::{answers::Answers, declared::Added, store::Store, wire};

/// What a snapshot says.
#[derive(Debug)]
pub enum Reading {
    /// Observations.
    Observations(RecordedPart),
    /// Claims or a comparison that a user added.
    Declaration {
        /// Which source of declarations.
        source: catalog::SourceId,
        /// Its bytes.
        snapshot: SnapshotHash,
        /// The first time that they were handed in.
        retrieved_at: Instant,
        /// As it was handed in.
        text: String,
    },
}

/// Why a verdict cannot be made again.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// Neither the ledger of this program nor the declarations have such a claim.
    #[error("neither the ledger of this program nor a declaration has a claim {0}")]
    NoClaim(String),
    /// The readings cannot be kept or looked at.
    #[error(transparent)]
    Failed(anyhow::Error),
}

/// Records `readings` in the tables at `database`, which should be empty, and judges `claim` on them as known at `as_of`. By the same rules the
/// same readings give the same verdict, to the byte, on every machine.
pub async fn verdict(database: &DatabaseLocation, readings: Vec<Reading>, claim: &str, as_of: Instant) -> Result<Verdict, ReplayError> {
    let store = Store::open(database).await.map_err(|error| ReplayError::Failed(error.into()))?;
    for reading in readings {
        let kept = match reading {
            Reading::Observations(part) => store.record(&part).await.map(|_| ()),
            Reading::Declaration { source, snapshot, retrieved_at, text } => {
                store.keep_declaration(&Added { source, text, snapshot, retrieved_at }).await
            }
        };
        kept.map_err(|error| ReplayError::Failed(error.into()))?;
    }
    let found = Answers::new(store).verdict(claim, as_of).await.map_err(|error| ReplayError::Failed(error.into()))?;
    let found = found.ok_or_else(|| ReplayError::NoClaim(claim.chars().take(40).collect()))?;
    Ok(wire::verdict(&found))
}

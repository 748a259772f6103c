//! A published verdict made again, from readings of the snapshots on which it rests and from nothing else.

use contracts::{analytics::Verdict, convert::RecordedPart};
use domain::Instant;
use platform::DatabaseLocation;

use crate::{answers::Answers, store::Store, wire};

/// Why a verdict cannot be made again.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The ledger of this program has no such claim.
    #[error("the ledger of this program has no claim {0}")]
    NoClaim(String),
    /// The readings cannot be kept or looked at.
    #[error(transparent)]
    Failed(anyhow::Error),
}

/// Records `readings` in the tables at `database`, which should be empty, and judges `claim` on them as known at `as_of`. By the same rules the
/// same readings give the same verdict, to the byte, on every machine.
pub async fn verdict(database: &DatabaseLocation, readings: &[RecordedPart], claim: &str, as_of: Instant) -> Result<Verdict, ReplayError> {
    let entry = catalog::claim(claim).ok_or_else(|| ReplayError::NoClaim(claim.chars().take(40).collect()))?;
    let store = Store::open(database).await.map_err(|error| ReplayError::Failed(error.into()))?;
    for reading in readings {
        store.record(reading).await.map_err(|error| ReplayError::Failed(error.into()))?;
    }
    let found = Answers::new(store).verdict(entry, as_of).await.map_err(|error| ReplayError::Failed(error.into()))?;
    Ok(wire::verdict(&found))
}

//! Forgetting all that can be read again.

use sea_orm::{ConnectionTrait as _, TransactionTrait};

use super::{Store, StoreError};

/// Tables that are a function of the archive.
pub(super) const READ_AGAIN: [&str; 11] = [
    "filing",
    "problem",
    "feed",
    "word",
    "court_case",
    "case_defendant",
    "case_citation",
    "docket_alias",
    "waiting_word",
    "official",
    "release",
];

/// Tables that are not: nobody's archive gives watches again, and what was told was told. Facts belong to what was told; an older word never
/// replaces a newer one, so that reading the archive again tells nothing anew.
#[cfg(test)]
pub(super) const KEPT: [&str; 5] = ["fact", "watch", "alert", "delivery", "sequence"];

impl Store {
    /// Empties the tables that the archive gives again.
    pub(crate) async fn clear(&self) -> Result<(), StoreError> {
        let transaction = self.db.begin().await?;
        for table in READ_AGAIN {
            transaction.execute_unprepared(&format!("DELETE FROM {table}")).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

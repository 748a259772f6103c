//! Forgetting all that can be read again.

use sea_orm::{ConnectionTrait as _, DbBackend, TransactionTrait};

use super::{Store, StoreError};

/// Everything but what was announced: that was said once, and no archive tells it again.
const READ_AGAIN: [&str; 6] = ["observation", "series", "vintage", "reading", "snapshot", "declaration"];

impl Store {
    /// Empties the tables that are a function of the events.
    pub(crate) async fn clear(&self) -> Result<(), StoreError> {
        let transaction = self.database.begin().await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_unprepared(&format!("TRUNCATE {}", READ_AGAIN.join(", "))).await?;
        } else {
            for table in READ_AGAIN {
                transaction.execute_unprepared(&format!("DELETE FROM {table}")).await?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }
}

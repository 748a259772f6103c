//! Append-only: a migration that was released is never changed.

use sea_orm_migration::prelude::*;

mod m0001_snapshots;
mod m0002_deliveries;
mod m0003_courtlistener;

/// The migrations of ingest, oldest first.
#[derive(Debug)]
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_snapshots::Migration), Box::new(m0002_deliveries::Migration), Box::new(m0003_courtlistener::Migration)]
    }
}

//! Append-only: a migration that was released is never changed.

use sea_orm_migration::prelude::*;

mod m0001_decodings;
mod m0002_releases;

/// The migrations of normalize, oldest first.
#[derive(Debug)]
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_decodings::Migration), Box::new(m0002_releases::Migration)]
    }
}

//! Migrations, append-only.

use sea_orm_migration::prelude::*;

mod m0001_filings;
mod m0002_cases;
mod m0003_watches;

/// All migrations of this service.
#[derive(Debug)]
pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_filings::Migration), Box::new(m0002_cases::Migration), Box::new(m0003_watches::Migration)]
    }
}

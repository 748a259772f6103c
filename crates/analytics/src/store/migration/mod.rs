//! Migrations, append-only.

use sea_orm_migration::prelude::*;

mod m0001_observations;
mod m0002_vintages;
mod m0003_declarations;

/// All migrations of this service.
#[derive(Debug)]
pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_observations::Migration), Box::new(m0002_vintages::Migration), Box::new(m0003_declarations::Migration)]
    }
}

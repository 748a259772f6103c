//! SQL: SQLite, one file per service, or PostgreSQL, one schema per service. Migrations belong to the services.

use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};
use sea_orm_migration::MigratorTrait;

use crate::config::DatabaseConfig;

/// Bind variables that one statement may have on both databases, with room to spare (SQLite allows 32,766).
const MOST_VARIABLES: usize = 30_000;

/// Names the advisory lock that migrations take on PostgreSQL.
const MIGRATION_LOCK: i64 = 7_586_862;

/// Rows that one insert statement may carry, for a table of this many columns.
pub fn rows_per_insert(columns: usize) -> usize {
    (MOST_VARIABLES / columns.max(1)).clamp(1, 1000)
}

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// Neither SQLite nor PostgreSQL.
    #[error("`{0}` is no database; write sqlite:<folder> or postgres://user@host/database")]
    Unknown(String),
    /// The folder of SQLite files cannot be made, or a file in it not removed.
    #[error("cannot write in the folder {folder}: {source}")]
    Folder {
        /// Its path.
        folder: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The database says no.
    #[error("database of {service}: {source}")]
    Database {
        /// Whose.
        service: &'static str,
        /// What it says.
        source: DbErr,
    },
}

/// Where a service's tables lie.
#[derive(Debug, Clone)]
pub struct DatabaseLocation {
    config: DatabaseConfig,
    service: &'static str,
}

impl DatabaseLocation {
    /// The tables of `service` in the configured database.
    pub fn new(config: DatabaseConfig, service: &'static str) -> Self {
        Self { config, service }
    }

    /// Connects, after bringing the service's schema up to date.
    pub async fn open<M: MigratorTrait>(&self) -> Result<DatabaseConnection, DatabaseError> {
        self.migrate::<M>().await?;
        self.connect(self.config.connections).await
    }

    /// Runs the migrations that are due, all or none: a process that is killed meanwhile leaves the tables as they were.
    ///
    /// On SQLite one transaction is around them, which also keeps a second process out; on PostgreSQL each migration has its own, and an
    /// advisory lock keeps replicas from running them at the same time.
    pub async fn migrate<M: MigratorTrait>(&self) -> Result<(), DatabaseError> {
        let failed = |source| DatabaseError::Database { service: self.service, source };
        self.create_schema().await?;
        // One connection, because lock and transaction belong to it.
        let connection = self.connect(1).await?;
        let (before, after) = if self.is_postgres() {
            (format!("SELECT pg_advisory_lock({MIGRATION_LOCK})"), format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})"))
        } else {
            ("BEGIN IMMEDIATE".to_owned(), "COMMIT".to_owned())
        };
        connection.execute_unprepared(&before).await.map_err(failed)?;
        // Where it fails, the connection is dropped, and with it the lock or the transaction.
        M::up(&connection, None).await.map_err(failed)?;
        connection.execute_unprepared(&after).await.map_err(failed)?;
        connection.close().await.map_err(failed)
    }

    /// Removes all tables of the service, so that the next who opens them makes them anew. Nobody may have them open.
    pub async fn remove(&self) -> Result<(), DatabaseError> {
        if !self.is_postgres() {
            let folder = self.sqlite_folder()?;
            for ending in ["", "-wal", "-shm"] {
                match std::fs::remove_file(format!("{folder}/{}.db{ending}", self.service)) {
                    Err(source) if source.kind() != std::io::ErrorKind::NotFound => return Err(DatabaseError::Folder { folder, source }),
                    _ => {}
                }
            }
            return Ok(());
        }
        let failed = |source| DatabaseError::Database { service: self.service, source };
        let connection = self.connect(1).await?;
        connection.execute_unprepared(&format!("DROP SCHEMA IF EXISTS \"{}\" CASCADE", self.schema())).await.map_err(failed)?;
        connection.close().await.map_err(failed)
    }

    async fn create_schema(&self) -> Result<(), DatabaseError> {
        if !self.is_postgres() {
            return Ok(());
        }
        let failed = |source| DatabaseError::Database { service: self.service, source };
        let mut options = ConnectOptions::new(self.url()?);
        options.max_connections(1).sqlx_logging(false);
        let connection = open(options).await.map_err(failed)?;
        connection.execute_unprepared(&format!("CREATE SCHEMA IF NOT EXISTS \"{}\"", self.schema())).await.map_err(failed)?;
        connection.close().await.map_err(failed)
    }

    async fn connect(&self, connections: u32) -> Result<DatabaseConnection, DatabaseError> {
        let failed = |source| DatabaseError::Database { service: self.service, source };
        let mut options = ConnectOptions::new(self.url()?);
        options.sqlx_logging(false).acquire_timeout(Duration::from_secs(30)).connect_timeout(Duration::from_secs(10));
        if self.is_postgres() {
            options.max_connections(connections.max(1)).set_schema_search_path(format!("\"{}\"", self.schema()));
        } else {
            // One writer at a time is SQLite's rule; one connection makes waiting for it orderly.
            options.max_connections(1);
        }
        let connection = open(options).await.map_err(failed)?;
        if !self.is_postgres() {
            for pragma in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA busy_timeout = 30000"] {
                connection.execute_unprepared(pragma).await.map_err(failed)?;
            }
        }
        Ok(connection)
    }

    fn schema(&self) -> String {
        format!("{}{}", self.config.schema_prefix, self.service.replace('-', "_"))
    }

    fn is_postgres(&self) -> bool {
        self.config.url.starts_with("postgres://") || self.config.url.starts_with("postgresql://")
    }

    fn url(&self) -> Result<String, DatabaseError> {
        if self.is_postgres() {
            return self.url_with_password();
        }
        let folder = self.sqlite_folder()?;
        std::fs::create_dir_all(&folder).map_err(|source| DatabaseError::Folder { folder: folder.clone(), source })?;
        Ok(format!("sqlite:{folder}/{}.db?mode=rwc", self.service))
    }

    fn sqlite_folder(&self) -> Result<String, DatabaseError> {
        self.config.url.strip_prefix("sqlite:").map(str::to_owned).ok_or_else(|| DatabaseError::Unknown(self.config.url.clone()))
    }

    fn url_with_password(&self) -> Result<String, DatabaseError> {
        let mut url = url::Url::parse(&self.config.url).map_err(|_| DatabaseError::Unknown(self.config.url.clone()))?;
        let password = self.config.password.reveal();
        if !password.is_empty() {
            url.set_password(Some(password)).map_err(|()| DatabaseError::Unknown(self.config.url.clone()))?;
        }
        Ok(url.into())
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the door that the others are sent to")]
async fn open(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    Database::connect(options).await
}

#![doc = include_str!("../README.md")]

mod nats;
mod needs;
mod postgres;
mod process;
mod waiting;

pub use nats::NatsServer;
pub use needs::corpus;
pub use postgres::Postgres;
pub use tempfile::TempDir;
pub use waiting::{eventually, free_port, temp_dir};

#![doc = include_str!("../README.md")]

pub mod bus;
pub mod clock;
pub mod config;
pub mod database;
pub mod health;
pub mod lifecycle;
pub mod objects;
pub mod outgoing;
pub mod rpc;
pub mod service;
pub mod telemetry;
pub mod trace;

pub use bus::{Bus, Failure, OrReject, OrRetry};
pub use clock::Clock;
pub use database::DatabaseLocation;
pub use lifecycle::Stop;
pub use objects::Objects;
pub use service::Context;

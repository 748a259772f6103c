#![doc = include_str!("../README.md")]

pub mod convert;
pub mod event;
pub mod generated;
pub mod identity;
pub mod parts;

pub use event::{Event, STREAMS, Stream};
pub use generated::{analytics, court, events, ingest, normalize, types};

/// The encoded descriptor set of everything under `proto/`, for gRPC reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

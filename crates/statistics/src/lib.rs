#![doc = include_str!("../README.md")]

pub mod bounds;
pub mod capture;
pub mod claim;
pub mod clustering;
pub mod confounding;
pub mod contingency;
pub mod correlation;
pub mod digits;
mod error;
pub mod exposure;
pub mod heaping;
pub mod identifiers;
mod input;
mod interval;
pub mod linkage;
pub mod multiverse;
mod paired;
pub mod poisson;
pub mod proportion;
mod random;
pub mod ratio;
pub mod rounding;
pub mod spatial;
mod special;

pub use error::DomainError;
pub use input::MAX_COUNT;
pub use interval::Interval;
pub use paired::{MAX_PAIRS, MAX_VALUE};

#![doc = include_str!("../README.md")]

pub mod claim;
pub mod clustering;
pub mod confounding;
mod error;
pub mod exposure;
mod input;
mod interval;
pub mod poisson;
pub mod proportion;
pub mod ratio;
pub mod rounding;
mod special;

pub use error::DomainError;
pub use input::MAX_COUNT;
pub use interval::Interval;

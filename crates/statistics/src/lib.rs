#![doc = include_str!("../README.md")]

pub mod change_point;
pub mod claim;
pub mod clustering;
pub mod confounding;
pub mod count_model;
pub mod dispersion;
mod error;
pub mod exposure;
pub mod funnel;
pub mod imputation;
mod input;
pub mod interruption;
mod interval;
mod linear;
pub mod monitoring;
pub mod multiplicity;
pub mod poisson;
pub mod proportion;
pub mod ratio;
pub mod regression;
pub mod rounding;
mod series;
mod special;
pub mod standardization;
pub mod stratified;
pub mod three_lists;
pub mod zero_run;

pub use error::DomainError;
pub use input::MAX_COUNT;
pub use interval::Interval;

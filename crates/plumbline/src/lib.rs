#![doc = include_str!("../README.md")]

pub mod app;
pub mod commands;
pub mod output;
mod peers;

pub use app::App;

//! Tests of the whole, in one binary.

mod alerts;
mod bad_input;
mod declarations;
mod feeds;
mod layering;
mod pipeline;
mod releases;
mod restarts;
mod restatement;
mod storm;
mod vintages;
mod workbooks;

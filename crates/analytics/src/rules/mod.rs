//! What analytics decides: pure functions, without store, bus or clock.

pub mod arithmetic;
pub mod builtin;
pub mod comparability;
pub mod comparison;
pub mod rates;
pub mod verdict;
pub mod vintages;
pub mod wording;

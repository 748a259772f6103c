//! What decides: pure functions from observations to rates, comparisons and verdicts.

pub mod changes;
pub mod comparability;
pub mod comparison;
pub mod exposure;
pub mod joined;
pub mod rates;
pub mod restatement;
pub mod verdict;
pub mod vintages;
pub mod wording;

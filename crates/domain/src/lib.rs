#![doc = include_str!("../README.md")]

pub mod claim;
pub mod comparison;
pub mod definition;
pub mod observation;
pub mod period;
pub mod rate;
pub mod slug;
pub mod unit;
pub mod value;
pub mod verdict;

pub use claim::{Claim, ClaimKind};
pub use definition::Definition;
pub use observation::{Citation, Evidence, Missing, Observation, Provenance, Reading, Recorded};
pub use period::{Date, Instant, Period};
pub use slug::{DefinitionSlug, Geography, Measure, Population, SnapshotHash, SourceSlug};
pub use unit::CountingUnit;
pub use value::{Bounds, Value};

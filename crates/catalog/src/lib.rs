#![doc = include_str!("../README.md")]

pub mod claims;
pub mod courts;
pub mod crosswalk;
pub mod declared;
pub mod definitions;
pub mod figures;
pub mod recognize;
pub mod source;
mod sources;

pub use claims::{claim, claims, ledger};
pub use courts::{Court, court, courts, zone_of_court};
pub use crosswalk::{CrosswalkRow, crosswalk};
pub use declared::{ClaimEntry, InvalidDeclaration, comparison_text, comparisons, read_claims, read_comparison};
pub use definitions::{definition, definitions};
pub use figures::{FIGURES_COLUMNS, figure, figures_file};
pub use recognize::{NotRecognized, recognize};
pub use source::{Cadence, Location, Reader, Signature, Source, SourceId, UnknownSource};

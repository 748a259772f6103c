//! Releases of records about persons: an archive of files becomes tables and documents in the object store, and counts.
//!
//! Rows about persons stay in the object store. What is announced and answered are counts without small cells, the quality report, the codebook without
//! small counts, and the names, sizes and hashes of the tables.

mod archive;
mod documents;
mod grpc;
mod make;
mod places;
mod quality;
mod releaser;
mod standardize;
#[cfg(test)]
mod tests;
mod withheld;

pub(crate) use documents::{AcceptanceEntry, Manifest, Outcome};
pub(crate) use grpc::service;
pub(crate) use make::Making;
pub(crate) use releaser::Releaser;
pub(crate) use standardize::Privacy;
pub use withheld::Differences;

use ice::RuleSet;

use crate::{
    decoded::{Decoded, UnknownFormat},
    rules::Rule,
};

/// Cells of fewer are withheld, if nothing else is configured: the usual rule of health statistics in the United States.
pub(crate) const SMALLEST_CELL: u64 = statistics::disclosure::THRESHOLD;

/// The rule by which a release is read today, if nothing else is configured.
pub(crate) const PUBLISHED_RULE: Rule = Rule { name: "ice_individual_published", version: 1 };

/// The observations of an archive under the usual configuration, without any table of facilities but its own.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, UnknownFormat> {
    let privacy = Privacy { smallest_cell: SMALLEST_CELL, differences: Differences::default() };
    make::observations(bytes, &Making { rules: RuleSet::Published, facilities: None, privacy, scratch: None })
}

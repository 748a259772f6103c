//! Pages for people: HTML from the server, readable without scripts.

pub(crate) mod analyses;
pub(crate) mod assets;
pub(crate) mod cases;
pub(crate) mod claims;
pub(crate) mod comparisons;
pub(crate) mod courts;
pub(crate) mod crosswalk;
pub(crate) mod failure;
pub(crate) mod filings;
pub(crate) mod home;
pub(crate) mod layout;
pub(crate) mod live;
pub(crate) mod methods;
pub(crate) mod observations;
pub(crate) mod parts;
pub(crate) mod rejects;
pub(crate) mod releases;
pub(crate) mod series;
pub(crate) mod snapshots;
pub(crate) mod sources;
mod told;
pub(crate) mod verdict;
pub(crate) mod vintages;
pub(crate) mod watches;

use axum::response::Html;

use crate::error::Failure;

/// What a handler of a page gives back.
pub(crate) type Page = Result<Html<String>, Failure>;

//! Rows of this service's tables. Private: what leaves the store is a domain type.

#![expect(unreachable_pub, reason = "the entity derive makes public items; the module is private")]

pub(crate) mod alert;
pub(crate) mod case_citation;
pub(crate) mod case_defendant;
pub(crate) mod court_case;
pub(crate) mod delivery;
pub(crate) mod docket_alias;
pub(crate) mod fact;
pub(crate) mod feed;
pub(crate) mod filing;
pub(crate) mod official;
pub(crate) mod problem;
pub(crate) mod release;
pub(crate) mod sequence;
pub(crate) mod waiting_word;
pub(crate) mod watch;
pub(crate) mod word;

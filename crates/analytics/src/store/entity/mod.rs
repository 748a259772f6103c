//! Rows of this service's tables. Private: what leaves the store is a domain type.

#![expect(unreachable_pub, reason = "the entity derive makes public items; the module is private")]

pub(crate) mod announcement;
pub(crate) mod declaration;
pub(crate) mod observation;
pub(crate) mod reading;
pub(crate) mod series;
pub(crate) mod snapshot;
pub(crate) mod vintage;

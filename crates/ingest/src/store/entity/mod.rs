//! Rows. They never leave the store.

#![expect(unreachable_pub, reason = "the derive of SeaORM asks for public types")]

pub(super) mod asked;
pub(super) mod delivery;
pub(super) mod fetch_state;
pub(super) mod followed;
pub(super) mod incident;
pub(super) mod retrieval;
pub(super) mod seen_file;
pub(super) mod snapshot;
pub(super) mod trail;

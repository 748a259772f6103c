//! Rows. They never leave the store.

#![expect(unreachable_pub, reason = "the derive of SeaORM asks for public types")]

pub(super) mod acceptance;
pub(super) mod decoding;
pub(super) mod problem;
pub(super) mod release;

//! The ways by which bytes are fetched. Each ends in [`crate::intake`].

pub(crate) mod courtlistener;
pub(crate) mod folder;
pub(crate) mod http;
pub(crate) mod scheduled;
mod walk;

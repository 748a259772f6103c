//! What decides, without I/O, clock or randomness.

pub(crate) mod courtlistener;
pub(crate) mod due;
pub(crate) mod origin;
pub(crate) mod retry;
pub(crate) mod settle;

//! Reading of what the federal courts' CM/ECF systems publish.
//!
//! A library free of the service around it: bytes go in, typed records and located problems come out. Nothing here knows the bus, the
//! store or the contracts, reads a clock or opens a connection.

pub mod case_numbers;
pub mod case_query;
mod date;
pub mod docket;
mod docket_number;
pub mod feed;
pub mod history;
mod html;
pub mod interchange;
mod links;
mod page;
mod text;
mod xml;

pub use date::{NotADate, Stamp};
pub use docket_number::{DocketNumber, Format};
pub use html::Excess;
pub use page::{MOST_BYTES as MOST_PAGE_BYTES, Page, Place, Problem, Trouble, Withheld};

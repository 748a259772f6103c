//! LIONS, the case system of the U.S. attorneys, as the Executive Office publishes it: each month a whole snapshot of fixed-width tables.
//!
//! Tables are streams: [`Rows::open`] recognizes the layout by the first lines and refuses another, and gives typed rows with located problems.
//! [`Section111`] joins what is needed to count defendants, cases and counts under 18 U.S.C. 111, whatever charge leads the case.
//!
//! LIONS holds matters that were declined; it has no names, and it says who referred a matter, not who was hurt.

mod layout;
mod reader;
mod section_111;
mod tables;

pub use layout::{Column, Kind, Layout, Length, Misfit};
pub use reader::{Rows, recognize};
pub use section_111::{CellKey, CourtCodes, CourtKind, Matches, Tally, TallyCell};
pub use tables::{
    Case, Count, CourtHistory, DefendantStatus, Id, InstrumentCharge, LAYOUTS, PartCount, Participant, ProgramCategory, Row, Sentence,
    Statute,
};

//! The integrated database of the Federal Judicial Center, criminal cases since 1996: one tab-separated file of millions of rows.
//!
//! A row is a defendant in the snapshot of one fiscal year, filed, ended or pending in it: rows are never counted, the flags for filings and
//! endings are added up. Charges are statutes in text, five at filing and five at the end; the offence codes beside them are broader than
//! 18 U.S.C. 111 and speak only where the text does not.

mod columns;
mod reader;
mod row;
mod section_111;

pub use reader::Rows;
pub use row::{CaseNumber, Defendant, EndedCharge, FiledCharge, Flag, Level, MagistrateCase};
pub use section_111::{ASSAULT_CODES, CellKey, Ended, Filed, Outcome, Tally};

//! The JSON in which this field hands dockets around: feeds, docket reports, summaries and histories in the shape of its reference reader,
//! so that programs that read that shape can read this.
//!
//! The shape harmonizes what [`super`] keeps in the court's own words: captions (`USA` becomes `United States`, `et al` goes), names of
//! judges (titles go, every word begins with a capital) and kinds of entry (those of one document are joined). It leaves out what has no
//! place in it. A page that is something else is `{}`.

mod captions;
mod judges;
mod pages;
mod rss;

pub use pages::{CaseQueryJson, DocketJson, HistoryJson, case_query, docket, history};
pub use rss::{RssCaseJson, rss};

use serde::Serialize;

use super::docket_number::{DocketNumber, Format};

/// What is written of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer<T> {
    /// What was read.
    Read(Box<T>),
    /// `{}`: the page is of another kind.
    Nothing {},
}

impl<T> From<Option<T>> for Answer<T> {
    fn from(read: Option<T>) -> Self {
        read.map_or(Self::Nothing {}, |read| Self::Read(Box::new(read)))
    }
}

/// A case number with its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct NumberJson {
    docket_number: String,
    federal_defendant_number: Option<String>,
    federal_dn_case_type: Option<String>,
    federal_dn_judge_initials_assigned: Option<String>,
    federal_dn_judge_initials_referred: Option<String>,
    federal_dn_office_code: Option<String>,
}

impl NumberJson {
    /// Only the numbers of district courts have office and kind.
    fn of(number: Option<&DocketNumber>, written: &str) -> Self {
        let Some(number) = number else { return Self { docket_number: written.to_owned(), ..Self::default() } };
        let parts = number.text.split_once(':').filter(|_| number.format == Format::District);
        let kind = if number.format == Format::District { number.text.split('-').nth(1) } else { None };
        Self {
            docket_number: number.text.clone(),
            federal_defendant_number: number.defendant.map(|defendant| defendant.to_string()),
            federal_dn_case_type: kind.map(str::to_owned),
            federal_dn_judge_initials_assigned: number.assigned.clone(),
            federal_dn_judge_initials_referred: number.referred.clone(),
            federal_dn_office_code: parts.map(|(office, _)| office.to_owned()),
        }
    }
}

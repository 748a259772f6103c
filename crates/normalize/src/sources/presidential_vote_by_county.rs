//! Presidential vote by county: a row for each county, or for what stands in a county's place.

use catalog::SourceId;

use crate::{
    decoded::{Problems, Rows, UnknownFormat, quote},
    rules::states::State,
    sources::delimited::{self, Layout, Record},
};

/// A row of a county. A count is `None` where its cell cannot be read.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) state: &'static State,
    /// Five digits, of which the first two are the state's.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) republican: Option<u64>,
    pub(crate) democratic: Option<u64>,
    pub(crate) all: Option<u64>,
}

const LAYOUT: Layout = Layout {
    source_id: SourceId::PresidentialVoteByCounty,
    delimiter: ',',
    columns: &["state_name", "county_fips", "county_name", "votes_gop", "votes_dem", "total_votes"],
};

/// Rows of the file.
pub(crate) fn decode(bytes: &[u8]) -> Result<Rows<Row>, UnknownFormat> {
    delimited::read(bytes, &LAYOUT, row)
}

fn row(record: &Record<'_>, problems: &mut Problems) -> Option<Row> {
    let Some(state) = State::named(record.text(0)) else {
        problems.report(record.cell_locator(0), format!("{} is not a state; the row is left out", quote(record.text(0))));
        return None;
    };
    // A spreadsheet takes the leading zero away.
    let code = format!("{:0>5}", record.text(1));
    if code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit()) || !code.starts_with(state.fips) {
        let message = format!("{} is not a county of {}; the row is left out", quote(record.text(1)), state.name);
        problems.report(record.cell_locator(1), message);
        return None;
    }
    let mut votes = |column: usize| {
        let votes = delimited::count(record.text(column));
        if votes.is_none() {
            problems.report(record.cell_locator(column), format!("{} is not a count of votes", quote(record.text(column))));
        }
        votes
    };
    let (republican, democratic, all) = (votes(3), votes(4), votes(5));
    Some(Row { line: record.line, state, code, name: record.text(2).to_owned(), republican, democratic, all })
}

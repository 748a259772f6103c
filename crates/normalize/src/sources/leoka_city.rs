//! LEOKA by city: a row for each agency and year, with a status that says what its numbers are worth.

use catalog::SourceId;

use crate::{
    decoded::{Problems, Rows, UnknownFormat, quote},
    sources::{
        delimited::{self, Layout, Record},
        usbp::{Cell, cell},
    },
};

/// What the table says of a row's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// The agency reported; the numbers stand.
    Reported,
    /// The agency sent no assaults.
    NotReported,
    /// Zeros in every column, where nobody believes that nothing happened.
    FalseZero,
    /// The totals stand, the split by injury does not.
    InjurySplitImplausible,
}

/// A row of an agency and a year.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) agency: String,
    /// The name of the state, as the table writes it.
    pub(crate) state: String,
    pub(crate) year: i32,
    pub(crate) status: Status,
    pub(crate) officers: Cell,
    pub(crate) injured: Cell,
    pub(crate) not_injured: Cell,
    /// Firearm, knife, other weapon, personal weapons.
    pub(crate) weapons: [Cell; 4],
    pub(crate) total: Cell,
}

const LAYOUT: Layout = Layout {
    source_id: SourceId::LeokaCity,
    delimiter: ',',
    columns: &[
        "agency",
        "state",
        "year",
        "status",
        "officers",
        "inj_total",
        "noinj_total",
        "wpn_gun",
        "wpn_knife",
        "wpn_other",
        "wpn_unarmed",
        "total_assaults",
    ],
};

/// Rows of the file.
pub(crate) fn decode(bytes: &[u8]) -> Result<Rows<Row>, UnknownFormat> {
    delimited::read(bytes, &LAYOUT, row)
}

fn row(record: &Record<'_>, problems: &mut Problems) -> Option<Row> {
    let refuse = |column: usize, message: String, problems: &mut Problems| {
        problems.report(record.cell_locator(column), format!("{message}; the row is left out"));
    };
    for (column, what) in [(0, "agency"), (1, "state")] {
        if record.text(column).is_empty() {
            refuse(column, format!("no {what}"), problems);
            return None;
        }
    }
    let year = record.text(2);
    let Some(year) = year.parse().ok().filter(|year| (1960..=2100).contains(year)) else {
        refuse(2, format!("{} is not a year", quote(year)), problems);
        return None;
    };
    let status = match record.text(3) {
        "reported" => Status::Reported,
        "not_reported" => Status::NotReported,
        "false_zero" => Status::FalseZero,
        "reported_injury_split_implausible" => Status::InjurySplitImplausible,
        other => {
            refuse(3, format!("{} is not a status", quote(other)), problems);
            return None;
        }
    };
    Some(Row {
        line: record.line,
        agency: record.text(0).to_owned(),
        state: record.text(1).to_owned(),
        year,
        status,
        officers: cell(record, 4, problems),
        injured: cell(record, 5, problems),
        not_injured: cell(record, 6, problems),
        weapons: [7, 8, 9, 10].map(|column| cell(record, column, problems)),
        total: cell(record, 11, problems),
    })
}

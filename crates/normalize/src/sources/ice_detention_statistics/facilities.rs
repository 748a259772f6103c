//! The sheet of facilities: where they are, and their average population in several splits.

use domain::Date;

use super::{fiscal_year, footnotes::american_day};
use crate::{
    decoded::Problems,
    sources::sheets::{Line, Sheet},
};

/// Rows that are searched for the header.
const MOST_HEADER_ROWS: u32 = 20;

/// Columns with values, by their headers; a year before the length of stay is not part of its name.
const VALUES: [&str; 14] = [
    "ALOS",
    "Level A",
    "Level B",
    "Level C",
    "Level D",
    "Male Crim",
    "Male Non-Crim",
    "Female Crim",
    "Female Non-Crim",
    "ICE Threat Level 1",
    "ICE Threat Level 2",
    "ICE Threat Level 3",
    "No ICE Threat Level",
    "Mandatory",
];

/// The facilities of a workbook.
#[derive(Debug, Clone)]
pub(crate) struct Facilities {
    pub(crate) sheet: String,
    /// The fiscal year that the sheet says.
    pub(crate) fiscal_year: Option<i32>,
    /// When the data were run.
    pub(crate) run: Option<Date>,
    /// Headers of the columns with values, as they are known here.
    pub(crate) columns: Vec<&'static str>,
    pub(crate) lines: Vec<Facility>,
}

/// A facility.
#[derive(Debug, Clone)]
pub(crate) struct Facility {
    pub(crate) state: String,
    /// The kind of contract.
    pub(crate) contract: String,
    /// The label is the name.
    pub(crate) line: Line,
}

/// Reads the sheet; `None` and a problem without a header.
pub(super) fn read(sheet: &Sheet, problems: &mut Problems) -> Option<Facilities> {
    let top = sheet.rows().min(MOST_HEADER_ROWS);
    let Some(header) = (0..top).find(|row| sheet.text(*row, 0).as_deref() == Some("Name")) else {
        problems.report(format!("sheet '{}'", sheet.name), "no header that begins with `Name` was found; facilities are not read");
        return None;
    };
    let headers: Vec<(u32, String)> = (0..sheet.columns()).filter_map(|column| Some((column, sheet.text(header, column)?))).collect();
    let is = |name: &str, wanted: &str| name == wanted || (wanted == "ALOS" && name.ends_with(" ALOS"));
    let place = |wanted: &str| headers.iter().find(|(_, name)| is(name, wanted)).map(|(column, _)| *column);
    let mut columns = Vec::new();
    for wanted in VALUES {
        match place(wanted) {
            Some(column) => columns.push((wanted, column)),
            None => problems.report(sheet.locator(header, 0), format!("the facilities have no column `{wanted}`")),
        }
    }
    let (state, contract) = (place("State"), place("Type Detailed"));
    let mut lines = Vec::new();
    for row in header + 1..sheet.rows() {
        let text = |column: Option<u32>| column.and_then(|column| sheet.text(row, column));
        // Notes below the table stand in the first column alone.
        let (Some(name), Some(state)) = (sheet.text(row, 0), text(state)) else { continue };
        let cells = columns.iter().map(|(_, column)| sheet.cell(row, *column)).collect();
        lines.push(Facility { state, contract: text(contract).unwrap_or_default(), line: Line { labels: vec![name], cells } });
    }
    let above = |row: u32| sheet.text(row, 0);
    let run = (0..header).filter_map(above).find_map(|text| american_day(text.split_once("Source:")?.1.rsplit(' ').next()?));
    let fiscal_year = (0..header).filter_map(above).find_map(|text| fiscal_year(text.strip_prefix("ICE FACILITIES DATA")?));
    let columns = columns.into_iter().map(|(name, _)| name).collect();
    Some(Facilities { sheet: sheet.name.clone(), fiscal_year, run, columns, lines })
}

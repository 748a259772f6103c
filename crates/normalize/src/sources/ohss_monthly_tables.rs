//! OHSS monthly tables: a workbook with a table on each sheet, fiscal years and their months downwards, breakdowns across.
//!
//! A title, two lines of column names of which the upper one groups the lower, then a line for each fiscal year and each of its months. The notes
//! below the table end it. Sheets of another layout are left alone.

use catalog::SourceId;

use crate::{
    decoded::{Problems, UnknownFormat, quote},
    sources::sheets::{Book, Line, Printed, Sheet},
};

const SOURCE: SourceId = SourceId::OhssMonthlyTables;
/// Rows in which title and header are looked for.
const MOST_HEADER_ROWS: u32 = 12;
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// What a workbook says, as it is printed.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) tables: Vec<Table>,
    /// Cells with a value that were read.
    pub(crate) read: u64,
    pub(crate) problems: Problems,
}

/// A sheet.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) sheet: String,
    /// The title up to its colon.
    pub(crate) caption: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) lines: Vec<TimeLine>,
}

/// A column of a table, its names without the numbers of footnotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) group: Option<String>,
    pub(crate) name: String,
}

impl Column {
    /// `USBP / Transfers to ICE`.
    pub(crate) fn title(&self) -> String {
        self.group.as_ref().map_or_else(|| self.name.clone(), |group| format!("{group} / {}", self.name))
    }
}

/// A line and the time that it is about.
#[derive(Debug, Clone)]
pub(crate) struct TimeLine {
    pub(crate) fiscal_year: i32,
    /// A calendar month, 1 to 12; the fiscal year, or what there is of it, if `None`.
    pub(crate) month: Option<u8>,
    /// The labels are the fiscal year and the month as they are printed.
    pub(crate) line: Line,
}

/// Reads every sheet that has the layout.
pub(crate) fn decode(bytes: &[u8]) -> Result<File, UnknownFormat> {
    let book = Book::open(SOURCE, bytes)?;
    let mut problems = Problems::default();
    let mut tables = Vec::new();
    for place in 0..book.names().len() {
        if let Some(sheet) = book.sheet(place, &mut problems) {
            tables.extend(table(&sheet, &mut problems));
        }
    }
    if tables.is_empty() {
        return Err(book.refusal("not one table by fiscal year and month was found in it"));
    }
    let cells = tables.iter().flat_map(|table| &table.lines).flat_map(|line| &line.line.cells);
    let read = cells.filter(|cell| !cell.printed.is_blank()).count() as u64;
    Ok(File { tables, read, problems })
}

fn table(sheet: &Sheet, problems: &mut Problems) -> Option<Table> {
    let top = sheet.rows().min(MOST_HEADER_ROWS);
    let is_header = |row: &u32| sheet.text(*row, 0).as_deref() == Some("Fiscal Year") && sheet.text(*row, 1).as_deref() == Some("Month");
    let header = (0..top).find(is_header)?;
    let (titled, title) = (0..header).rev().find_map(|row| Some((row, sheet.text(row, 0)?)))?;
    let caption = title.split(':').next().unwrap_or_default().trim().to_owned();
    let groups = header.checked_sub(1).filter(|row| *row > titled);
    let mut columns = Vec::new();
    let mut group = None;
    for column in 2..sheet.columns() {
        group = groups.and_then(|row| sheet.text(row, column)).map(|text| unnumbered(&text)).or(group);
        let Some(name) = sheet.text(header, column) else { break };
        columns.push(Column { group: group.clone(), name: unnumbered(&name) });
    }
    let lines = lines(sheet, header, columns.len(), problems);
    if columns.is_empty() || lines.is_empty() {
        problems.report(sheet.locator(header, 0), format!("the table {} has a header and nothing else", quote(&caption)));
        return None;
    }
    Some(Table { sheet: sheet.name.clone(), caption, columns, lines })
}

fn lines(sheet: &Sheet, header: u32, columns: usize, problems: &mut Problems) -> Vec<TimeLine> {
    let mut lines = Vec::new();
    let mut year: Option<(i32, String)> = None;
    for row in header + 1..sheet.rows() {
        match sheet.printed(row, 0) {
            Printed::Blank => {}
            printed => match fiscal_year(&printed) {
                Some(number) => year = Some((number, printed.text())),
                // The notes begin.
                None => break,
            },
        }
        let Some(label) = sheet.text(row, 1) else { break };
        let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == label).map(|(_, month)| month);
        let Some((fiscal_year, shown)) = year.clone().filter(|_| month.is_some() || label == "Total") else {
            problems.report(sheet.locator(row, 1), format!("{} is no month of a fiscal year; the line is left out", quote(&label)));
            problems.leave_out_row();
            continue;
        };
        let cells = (2..).take(columns).map(|column| sheet.cell(row, column)).collect();
        lines.push(TimeLine { fiscal_year, month, line: Line { labels: vec![shown, label], cells } });
    }
    lines
}

/// 2014, or `2024 YTD`.
fn fiscal_year(printed: &Printed) -> Option<i32> {
    let text = printed.text();
    let digits = text.strip_suffix("YTD").unwrap_or(&text).trim_end();
    digits.parse().ok().filter(|year| (1990..=2100).contains(year))
}

/// A label without the number of a footnote: `Transfers to ICE4` is `Transfers to ICE`, but `Title 8` stays.
fn unnumbered(label: &str) -> String {
    let bare = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_note = bare.len() < label.len() && bare.ends_with(|c: char| c.is_alphabetic() || c == ')');
    if is_note { bare.to_owned() } else { label.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_loses_the_number_of_its_footnote_and_nothing_else() {
        let check = |label: &str, expected: &str| assert_eq!(unnumbered(label), expected);
        check("Transfers to ICE4", "Transfers to ICE");
        check("Accompanied Minors (OFO)4", "Accompanied Minors (OFO)");
        check("Title 8", "Title 8");
        check("2024", "2024");
    }

    #[test]
    fn a_fiscal_year_can_be_to_date() {
        let check = |printed: Printed, year: Option<i32>| assert_eq!(fiscal_year(&printed), year);
        check(Printed::Number(2014.0), Some(2014));
        check(Printed::Text("2024 YTD".into()), Some(2024));
        check(Printed::Text("X Not applicable.".into()), None);
        check(Printed::Number(14.5), None);
    }
}

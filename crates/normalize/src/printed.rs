//! Cells of published tables as they are printed: what a number was before it became a range, a gap or nothing.

use catalog::SourceId;

use crate::{
    decoded::UnknownFormat,
    sources::{
        ice_detention_statistics, ohss_monthly_tables,
        sheets::{Cell, Line, locator},
    },
};

/// One cell of a table as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedCell {
    /// Name of the table: a slug, or the publisher's title.
    pub table: String,
    /// The labels of its line, from outside to inside.
    pub line: Vec<String>,
    /// The header of its column.
    pub column: String,
    /// A number with all digits of the file, a text, or nothing.
    pub printed: String,
    /// Sheet and cell.
    pub locator: String,
}

/// All cells of the tables in a workbook, in the order of the workbook.
///
/// Only workbooks of published tables have cells; other sources are refused.
pub fn printed_cells(source_id: SourceId, bytes: &[u8]) -> Result<Vec<PrintedCell>, UnknownFormat> {
    match source_id {
        SourceId::IceDetentionStatistics => Ok(of_ice(&ice_detention_statistics::decode(bytes)?)),
        SourceId::OhssMonthlyTables => Ok(of_ohss(&ohss_monthly_tables::decode(bytes)?)),
        _ => Err(UnknownFormat::new(source_id, "its files are no workbooks of published tables")),
    }
}

fn of_ice(file: &ice_detention_statistics::File) -> Vec<PrintedCell> {
    let mut out = Vec::new();
    for table in &file.tables {
        for line in &table.lines {
            out.extend(of_line(table.kind.slug(), &table.sheet, &table.columns, line));
        }
    }
    if let Some(facilities) = &file.facilities {
        let columns: Vec<String> = facilities.columns.iter().map(|&name| name.to_owned()).collect();
        for facility in &facilities.lines {
            out.extend(of_line("facilities", &facilities.sheet, &columns, &facility.line));
        }
    }
    out
}

fn of_ohss(file: &ohss_monthly_tables::File) -> Vec<PrintedCell> {
    let mut out = Vec::new();
    for table in &file.tables {
        let columns: Vec<String> = table.columns.iter().map(ohss_monthly_tables::Column::title).collect();
        for line in &table.lines {
            out.extend(of_line(&table.caption, &table.sheet, &columns, &line.line));
        }
    }
    out
}

fn of_line<'a>(table: &'a str, sheet: &'a str, columns: &'a [String], line: &'a Line) -> impl Iterator<Item = PrintedCell> {
    columns.iter().zip(&line.cells).map(move |(column, Cell { row, column: place, printed })| PrintedCell {
        table: table.to_owned(),
        line: line.labels.clone(),
        column: column.clone(),
        printed: printed.text(),
        locator: locator(sheet, *row, *place),
    })
}

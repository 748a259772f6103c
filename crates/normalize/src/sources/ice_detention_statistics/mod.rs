//! ICE detention statistics: a workbook with one sheet of detention tables, one of facilities and one of footnotes.
//!
//! Tables are found by their captions, in whatever cell these stand; columns by their headers, dates by the headings of the footnotes. What
//! was expected and is not there is a problem.

use catalog::SourceId;

use crate::{
    decoded::{Problems, UnknownFormat, quote},
    sources::sheets::{Book, Line, Sheet},
};

mod facilities;
mod footnotes;
mod layout;

pub(crate) use facilities::{Facilities, Facility};
pub(crate) use footnotes::{Footnotes, Section};
pub(crate) use layout::Kind;

const SOURCE: SourceId = SourceId::IceDetentionStatistics;

/// What a workbook says, as it is printed.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) tables: Vec<Table>,
    pub(crate) facilities: Option<Facilities>,
    pub(crate) footnotes: Footnotes,
    /// Cells with a value that were read.
    pub(crate) read: u64,
    pub(crate) problems: Problems,
}

/// A table of the detention sheet.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) kind: Kind,
    pub(crate) sheet: String,
    pub(crate) caption: String,
    /// Where the caption stands.
    pub(crate) place: String,
    /// The fiscal year of the caption, else that of the sheet's own title.
    pub(crate) fiscal_year: Option<i32>,
    /// Headers of the columns with values.
    pub(crate) columns: Vec<String>,
    pub(crate) lines: Vec<Line>,
}

/// Reads the tables of a workbook.
pub(crate) fn decode(bytes: &[u8]) -> Result<File, UnknownFormat> {
    let book = Book::open(SOURCE, bytes)?;
    let mut problems = Problems::default();
    let mut tables = Vec::new();
    let named = places(&book, "detention");
    let searched = if named.is_empty() { (0..book.names().len()).collect() } else { named };
    let mut seen = Vec::new();
    for place in searched {
        if let Some(sheet) = book.sheet(place, &mut problems) {
            layout::find(&sheet, &mut tables, &mut problems);
            seen.push(sheet.name);
        }
    }
    if tables.is_empty() {
        return Err(book.refusal("not one table of detention statistics was found in it by its caption"));
    }
    let where_it_should_be = format!("sheet '{}'", seen.join("', '"));
    for kind in Kind::ALL.iter().filter(|kind| kind.is_always_expected() && !tables.iter().any(|table| table.kind == **kind)) {
        let caption = quote(kind.captions().first().copied().unwrap_or_default());
        problems.report(where_it_should_be.clone(), format!("no table with a caption like {caption} was found"));
    }
    let footnotes = match the_sheet(&book, "footnotes", &mut problems) {
        Some(sheet) => footnotes::read(&sheet),
        None => Footnotes::default(),
    };
    let facilities = the_sheet(&book, "facilities", &mut problems).and_then(|sheet| facilities::read(&sheet, &mut problems));
    let in_tables: usize = tables.iter().flat_map(|table| &table.lines).map(filled).sum();
    let in_facilities: usize = facilities.iter().flat_map(|found| &found.lines).map(|facility| filled(&facility.line)).sum();
    Ok(File { tables, facilities, footnotes, read: (in_tables + in_facilities) as u64, problems })
}

fn filled(line: &Line) -> usize {
    line.cells.iter().filter(|cell| !cell.printed.is_blank()).count()
}

/// The sheets whose names begin so.
fn places(book: &Book, beginning: &str) -> Vec<usize> {
    let begins = |name: &String| name.trim().get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning));
    book.names().iter().enumerate().filter(|(_, name)| begins(name)).map(|(place, _)| place).collect()
}

/// The first sheet whose name begins so; a problem if there is none.
fn the_sheet(book: &Book, beginning: &str, problems: &mut Problems) -> Option<Sheet> {
    let Some(&place) = places(book, beginning).first() else {
        problems.report("the workbook", format!("it has no sheet whose name begins with `{beginning}`"));
        return None;
    };
    book.sheet(place, problems)
}

/// `FY2021`, `FY21 YTD`, `EOFY2020`: the fiscal year in a text.
pub(crate) fn fiscal_year(text: &str) -> Option<i32> {
    let upper = text.to_ascii_uppercase();
    upper.match_indices("FY").find_map(|(at, _)| {
        let rest = upper.get(at + 2..)?.trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i32 = rest.get(..digits)?.parse().ok()?;
        match digits {
            2 => Some(2000 + number),
            4 => Some(number).filter(|year| (2000..=2099).contains(year)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fiscal_year_is_found_in_any_of_its_forms() {
        let check = |text: &str, year: Option<i32>| assert_eq!(fiscal_year(text), year, "{text}");
        check("ICE Initial Book-Ins by Arresting Agency and Month: FY2021 YTD", Some(2021));
        check("ICE DETENTION DATA, FY21 YTD", Some(2021));
        check("ICE Removals: EOFY2020", Some(2020));
        check("FY 2024", Some(2024));
        check("ICE Currently Detained by Criminality 06/20/2020", None);
        check("FY", None);
        check("FY20211", None);
    }
}

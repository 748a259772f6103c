//! Tests of workbooks.

use std::{fmt::Write as _, path::Path};

use proptest::prelude::*;
use workbook::{GridValue, Limits, Source, Workbook};

use super::{DeviationKind, held, sheet_name, write};
use crate::output::{
    Format,
    file::{Deviations, NewFile},
    samples::{Sample, coded, dates, every_type, instants, integers, texts, written},
};

fn open(path: &Path) -> Workbook {
    Workbook::open(Source::File(path.to_owned()), Limits::default()).expect("a workbook")
}

/// The cells of all sheets, a line each.
fn cells(path: &Path) -> String {
    let workbook = open(path);
    let mut told = String::new();
    for (place, name) in workbook.sheets().iter().enumerate() {
        let grid = workbook.grid(place).expect("a sheet");
        assert_eq!(grid.problems(), []);
        writeln!(told, "[{name}]").expect("text");
        for row in 0..grid.rows() {
            let cells: Vec<_> = (0..grid.columns())
                .filter_map(|column| Some(format!("{} {:?}", workbook::address(row, column), grid.get(row, column)?)))
                .collect();
            writeln!(told, "{}", cells.join(" | ")).expect("text");
        }
    }
    told
}

#[test]
fn every_type_is_what_spreadsheets_have() {
    let (_folder, written) = written(Format::Xlsx, &every_type());
    insta::assert_snapshot!(cells(&written.path), @r#"
    [stints]
    A1 Text("state") | B1 Text("site") | C1 Text("birth_year") | D1 Text("row_original") | E1 Text("initial_bond_set_amount_lowest_seen") | F1 Text("if") | G1 Text("apprehension_date") | H1 Text("book_in_date_time")
    A2 Text("TEXAS") | B2 Text("two\nlines") | C2 Number(1985.0) | D2 Number(7.0) | E2 Number(5000.0) | F2 Bool(true) | G2 Date(45426.0) | H2 Date(45426.895474537036)
    B3 Text("Cañon 日本 😀") | D3 Number(2147483647.0) | E3 Number(0.1) | F3 Bool(false) | H3 Date(45426.89547743055)
    A4 Text("=1+1") | C4 Number(0.0) | D4 Number(-2147483648.0) | G4 Text("1899-11-29")
    A5 Text("a, \"b\"") | B5 Text(" spaced ") | C5 Number(-5.0) | E5 Number(1e300) | F5 Bool(true) | G5 Date(46091.0) | H5 Date(25569.0)
    "#);
    let told: Vec<_> = written.deviations.iter().map(|told| (told.column.as_str(), told.kind, told.cells, told.first_row)).collect();
    assert_eq!(told, [("apprehension_date", DeviationKind::DateAsText, 1, 3)]);
}

#[test]
fn the_first_and_last_date_of_spreadsheets_are_dates() {
    let days = [-25_509, -25_508, 2_932_896, 2_932_897];
    let table = Sample::new(vec![
        ("date", dates(days.map(Some))),
        ("instant", instants(days.map(|days| Some(i64::from(days) * 86_400_000_000 + 43_200_000_000)))),
    ]);
    let (_folder, written) = written(Format::Xlsx, &table);
    insta::assert_snapshot!(cells(&written.path), @r#"
    [stints]
    A1 Text("date") | B1 Text("instant")
    A2 Text("1900-02-28") | B2 Text("1900-02-28 12:00:00")
    A3 Date(61.0) | B3 Date(61.5)
    A4 Date(2958465.0) | B4 Date(2958465.5)
    A5 Text("10000-01-01") | B5 Text("10000-01-01 12:00:00")
    "#);
}

#[test]
fn rows_beyond_the_limit_go_to_further_sheets_with_the_header() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("stints.xlsx");
    let mut file = NewFile::create(&path).expect("a file");
    let table = Sample::new(vec![("row", integers((1..=5).map(Some))), ("state", coded([Some("TEXAS"), None, Some("OHIO"), None, None]))]);
    write(("stints", 2), &table, &mut file, &mut Deviations::default(), &|_| {}).expect("written");
    file.finish().expect("a file");
    insta::assert_snapshot!(cells(&path), @r#"
    [stints]
    A1 Text("row") | B1 Text("state")
    A2 Number(1.0) | B2 Text("TEXAS")
    A3 Number(2.0)
    [stints (2)]
    A1 Text("row") | B1 Text("state")
    A2 Number(3.0) | B2 Text("OHIO")
    A3 Number(4.0)
    [stints (3)]
    A1 Text("row") | B1 Text("state")
    A2 Number(5.0)
    "#);
}

#[test]
fn names_of_sheets_are_valid() {
    let long = "arrests/stays [joined] of the release of 2026";
    assert_eq!([sheet_name("stints", 1), sheet_name("stints", 2)], ["stints", "stints (2)"]);
    assert_eq!([sheet_name(long, 1), sheet_name(long, 12)], ["arrests_stays _joined_ of the r", "arrests_stays _joined_ of  (12)"]);
}

#[test]
fn text_longer_than_a_cell_is_cut_between_characters_and_told() {
    let (long, odd) = ("x".repeat(32_768), format!("x{}", "😀".repeat(16_384)));
    assert_eq!((held(&long), held(&odd)), (&long[..32_767], &odd[..=4 * 16_383]));
    let (_folder, written) =
        written(Format::Xlsx, &Sample::new(vec![("note", texts([None, Some(long.as_str()), Some("short"), Some(odd.as_str())]))]));
    let told: Vec<_> = written.deviations.iter().map(|told| (told.kind, told.cells, told.first_row)).collect();
    assert_eq!(told, [(DeviationKind::Cut, 2, 2)]);
    assert_eq!(open(&written.path).grid(0).expect("a sheet").text(4, 0), Some(&odd[..=4 * 16_383]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_reads_back_as_itself(rows in prop::collection::vec(crate::output::samples::any_text(), 1..30)) {
        let plain = rows.iter().map(Option::as_deref);
        let (_folder, written) = written(Format::Xlsx, &Sample::new(vec![("plain", texts(plain.clone())), ("coded", coded(plain))]));
        let grid = open(&written.path).grid(0).expect("a sheet");
        for (line, row) in (1..).zip(&rows) {
            for column in 0..2 {
                prop_assert_eq!(grid.get(line, column).cloned(), row.clone().map(GridValue::Text));
            }
        }
    }
}

//! Releases with a file that is not what it should be: what is said of it, and that the others are processed all the same.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
    sync::Arc,
};

use arrow_array::{Array as _, ArrayRef, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow_cast::display::array_value_to_string;
use ice::{Facilities, Input, InputFile, Options, Release, Source, Unobserved};
use insta::assert_snapshot;
use time::macros::date;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const CSV: &str = "a Detainers.xlsx__1__Detainers.csv";
const XLSX: &str = "a Detainers.xlsx";

/// Header cells of a sheet of detainers, in row 7.
const HEADER: &str =
    r#"<row r="7"><c r="A7" t="str"><v>Detainer Prepare Date</v></c><c r="B7" t="str"><v>Anonymized Identifier</v></c></row>"#;

/// A release of a good file with two arrests and the hostile file.
fn released(name: &str, bytes: Vec<u8>) -> Release {
    let good = "Apprehension Date,Anonymized Identifier\n2024-01-01 00:00:00,a\n2024-01-02 00:00:00,b\n".as_bytes().to_vec();
    let files = [("good Arrests.csv", good), (name, bytes)];
    let file = |(name, bytes): (&str, Vec<u8>)| InputFile { name: name.to_owned(), source: Source::Bytes(bytes.into()) };
    let input = Input::files(files.map(file).into()).expect("a release");
    ice::process(&input, &Options::default(), &Unobserved)
}

/// What is said of a release with the hostile file. The good file is there whole, whatever the other is.
fn told(name: &str, bytes: Vec<u8>) -> String {
    let release = released(name, bytes);
    let rows = |name: &str| release.tables.iter().find(|table| table.name() == name).map(ice::Table::row_count);
    assert_eq!(rows("arrests"), Some(2));
    let mut told = String::new();
    release.refused.iter().for_each(|refused| writeln!(told, "refused: {refused}").expect("written"));
    release.broken_off.iter().for_each(|place| writeln!(told, "broken off: {place}").expect("written"));
    for ice::Problem { file, locator, message } in &release.problems {
        writeln!(told, "problem: {file}, {locator}: {message}").expect("written");
    }
    if let Some(rows) = rows("detainers") {
        writeln!(told, "detainers: {rows}").expect("written");
    }
    let quality = release.quality(date!(2026 - 04 - 01));
    let stops: Vec<&str> = quality.stops().map(|check| check.name.as_str()).collect();
    writeln!(told, "stops: {}", if stops.is_empty() { "none".to_owned() } else { stops.join(", ") }).expect("written");
    told
}

/// A workbook of one sheet, packed.
fn workbook(sheet: &str) -> Vec<u8> {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = |kind: &str, target: &str| {
        format!(r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#)
    };
    let list = format!(
        r#"<workbook xmlns="{spreadsheet}" xmlns:r="{office}"><sheets><sheet name="FY24" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let parts = [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", list),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{spreadsheet}">{sheet}"#)),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(name, options).expect("a part");
        writer.write_all(content.as_bytes()).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A row with a date and an identifier.
fn row(number: u32) -> String {
    format!(r#"<row r="{number}"><c r="A{number}"><v>45300</v></c><c r="B{number}" t="str"><v>p{number}</v></c></row>"#)
}

#[test]
fn a_page_saved_as_a_workbook_is_told_as_such() {
    let page = "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head><body>Sorry</body></html>";
    assert_snapshot!(told(XLSX, page.into()), @r"
    refused: a Detainers.xlsx: this file is an HTML page under the name of a workbook: what was fetched is the site's answer, not the file
    stops: files_read
    ");
}

#[test]
fn a_workbook_cut_short_anywhere_is_refused() {
    let Some(corpus) = testkit::corpus("a_workbook_cut_short_anywhere_is_refused") else { return };
    let folder = std::fs::read_dir(corpus.join("ice/individual/xlsx")).expect("the release");
    let files = folder.map(|entry| std::fs::read(entry.expect("a file").path()).expect("read"));
    let smallest = files.min_by_key(Vec::len).expect("a workbook");
    let mut outcomes: Vec<(String, Vec<usize>)> = Vec::new();
    for share in (0..100).step_by(5) {
        let outcome = told(XLSX, smallest[..smallest.len() * share / 100].to_vec());
        match outcomes.iter_mut().find(|(other, _)| *other == outcome) {
            Some((_, shares)) => shares.push(share),
            None => outcomes.push((outcome, vec![share])),
        }
    }
    let shown = outcomes.iter().map(|(outcome, shares)| format!("{shares:?} %\n{outcome}")).collect::<Vec<_>>().concat();
    assert_snapshot!(shown, @r"
    [0] %
    refused: a Detainers.xlsx: this file is empty
    stops: files_read
    [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95] %
    refused: a Detainers.xlsx: this file is a ZIP file whose directory cannot be read: it was cut off or is damaged; fetch it again (invalid Zip archive: Could not find EOCD)
    stops: files_read
    ");
}

#[test]
fn a_header_alone_is_a_table_without_rows() {
    assert_snapshot!(told(CSV, "Detainer Prepare Date,Anonymized Identifier\n".into()), @r"
    detainers: 0
    stops: none
    ");
}

#[test]
fn a_file_without_the_needed_columns_is_refused() {
    assert_snapshot!(told(CSV, "Gender,Birth Year\nMale,1990\n".into()), @r"
    refused: a Detainers.xlsx: it is no table of detainers: its header lacks detainer_prepare_date, anonymized_identifier; it begins with gender, birth_year
    stops: files_read
    ");
}

#[test]
fn a_field_longer_than_any_record_breaks_the_file_off() {
    let long = "x".repeat(2 << 20);
    let csv = format!(
        "Detainer Prepare Date,Anonymized Identifier\n2024-01-01 00:00:00,p1\n2024-01-02 00:00:00,{long}\n2024-01-03 00:00:00,p3\n"
    );
    assert_snapshot!(told(CSV, csv.into()), @r"
    broken off: a Detainers.xlsx, sheet Detainers
    problem: a Detainers.xlsx, Detainers: it breaks off after 1 rows: no record ends within 1 MiB; a quote may not be closed
    detainers: 1
    stops: sheets_whole
    ");
}

#[test]
fn a_quote_that_is_not_closed_breaks_the_file_off_or_is_told() {
    let rows = |count: usize| "2024-01-03 00:00:00,p3\n".repeat(count);
    let csv =
        |count| format!("Detainer Prepare Date,Anonymized Identifier\n2024-01-01 00:00:00,p1\n2024-01-02 00:00:00,\"p2\n{}", rows(count));
    assert_snapshot!(told(CSV, csv(100_000).into()), @r"
    broken off: a Detainers.xlsx, sheet Detainers
    problem: a Detainers.xlsx, Detainers: it breaks off after 1 rows: no record ends within 1 MiB; a quote may not be closed
    detainers: 1
    stops: sheets_whole
    ");
    // What is left of a short file is one field, and the identifier of one row.
    assert_snapshot!(told(CSV, csv(2).into()), @r"
    detainers: 2
    stops: none
    ");
}

#[test]
fn a_sheet_that_breaks_off_keeps_its_rows_and_stops_the_release() {
    assert_snapshot!(told(XLSX, workbook(&format!("<sheetData>{HEADER}{}{}<row r=\"10\"><c r=\"A10\"><v>453", row(8), row(9)))), @r"
    broken off: a Detainers.xlsx, sheet FY24
    problem: a Detainers.xlsx, sheet 'FY24': it breaks off after 2 rows: sheet `FY24`: `xl/worksheets/sheet1.xml` ends inside of `<v>` (in or after row 10, byte 382)
    detainers: 2
    stops: sheets_whole
    ");
}

#[test]
fn columns_that_a_sheet_declares_and_does_not_have_are_nothing() {
    let sheet = format!(r#"<dimension ref="A1:XFD1048576"/><sheetData>{HEADER}{}</sheetData></worksheet>"#, row(8));
    assert_snapshot!(told(XLSX, workbook(&sheet)), @r"
    detainers: 1
    stops: none
    ");
}

#[test]
fn a_header_of_all_columns_that_a_sheet_can_have_is_refused() {
    let cells = (0..16_384).map(|column| format!(r#"<c t="str"><v>Column {column}</v></c>"#)).collect::<Vec<_>>().concat();
    let sheet = format!(r#"<sheetData><row r="7">{cells}</row>{}</sheetData></worksheet>"#, row(8));
    assert_snapshot!(told(XLSX, workbook(&sheet)), @r"
    refused: a Detainers.xlsx: sheet 'FY24': it has more than 1000 columns
    stops: files_read
    ");
}

#[test]
fn rows_that_a_sheet_passes_over_fill_no_memory() {
    let cells = (0..900).map(|column| format!(r#"<c t="str"><v>Column {column}</v></c>"#)).collect::<Vec<_>>().concat();
    let header = HEADER.replace("</row>", &format!("{cells}</row>"));
    let sheet = format!("<sheetData>{header}{}{}</sheetData></worksheet>", row(8), row(1_048_576));
    assert_snapshot!(told(XLSX, workbook(&sheet)), @r"
    broken off: a Detainers.xlsx, sheet FY24
    problem: a Detainers.xlsx, sheet 'FY24' row 1048576: the cells, rows times columns, are more than the 300,000,000, or the absent ones more than the 2,000,000, that are kept of one sheet; it breaks off here
    detainers: 1
    stops: sheets_whole
    ");
}

#[test]
fn short_lines_under_a_wide_header_fill_no_memory() {
    let header = (0..900).map(|column| format!(",Column {column}")).collect::<Vec<_>>().concat();
    let csv = format!("Detainer Prepare Date,Anonymized Identifier{header}\n{}", "2024-01-01 00:00:00,p\n".repeat(20_000));
    let told = told(CSV, csv.into());
    let but_problems: Vec<&str> = told.lines().filter(|line| !line.starts_with("problem")).collect();
    assert_snapshot!(but_problems.join("\n"), @r"
    broken off: a Detainers.xlsx, sheet Detainers
    detainers: 2217
    stops: sheets_whole
    ");
}

#[test]
fn the_cached_value_of_a_formula_is_used() {
    let formula = r#"<row r="8"><c r="A8"><f>TODAY()</f><v>45300.5</v></c><c r="B8" t="str"><f>A1&amp;"x"</f><v>cached</v></c></row>"#;
    let release = released(XLSX, workbook(&format!("<sheetData>{HEADER}{formula}</sheetData></worksheet>")));
    let table = release.tables.iter().find(|table| table.name() == "detainers").expect("detainers");
    let cell = |name: &str| array_value_to_string(&table.column(name).expect("a column"), 0).expect("a cell");
    assert_eq!([cell("detainer_prepare_date"), cell("unique_identifier")], ["2024-01-09T12:00:00", "cached"]);
}

#[test]
fn a_sheet_that_unpacks_to_far_more_than_it_weighs_is_refused() {
    let sheet = format!("<sheetData>{HEADER}{}</sheetData></worksheet>", " ".repeat(48 << 20));
    assert_snapshot!(told(XLSX, workbook(&sheet)), @r"
    refused: a Detainers.xlsx: sheet 'FY24': sheet `FY24`: `xl/worksheets/sheet1.xml` is said to unpack from 49114 to 50331877 bytes, more than 250 times its size; such a part is made to exhaust its reader
    stops: files_read
    ");
}

#[test]
fn instants_beyond_the_years_of_texts_are_none() {
    let dates = [i64::MIN, i64::MAX, 253_402_300_800_000_000, 1_704_067_200_000_000];
    let dates: ArrayRef = Arc::new(TimestampMicrosecondArray::from(dates.to_vec()));
    let names: ArrayRef = Arc::new(StringArray::from(vec!["a", "b", "c", "d"]));
    let batch = RecordBatch::try_from_iter([("Detainer Prepare Date", dates), ("Anonymized Identifier", names)]).expect("a batch");
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("written");
    let release = released("a Detainers.parquet", bytes.clone());
    let table = release.tables.iter().find(|table| table.name() == "detainers").expect("detainers");
    assert_eq!(table.column("detainer_prepare_date").expect("a column").null_count(), 3);
    assert_snapshot!(told("a Detainers.parquet", bytes), @r"
    detainers: 4
    stops: none
    ");
}

#[test]
fn a_columnar_file_of_which_its_library_panics_is_refused() {
    let Some(corpus) = testkit::corpus("a_columnar_file_of_which_its_library_panics_is_refused") else { return };
    let whole = std::fs::read(corpus.join("ice/individual/facilities.parquet")).expect("facilities");
    let reason = |place: usize| {
        let mut damaged = whole.clone();
        damaged[place] = 0xff;
        Facilities::of_bytes(&damaged).err().map(|reason| reason.to_string())
    };
    let unforeseen = (4..whole.len()).filter_map(reason).find(|reason| reason.contains("contradicts"));
    assert_eq!(unforeseen.as_deref(), Some("facilities: the inner structure of the file contradicts itself"));
}

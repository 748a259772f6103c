//! Workbooks that are made to exhaust whoever reads them: time and memory stay within limits.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use insta::assert_snapshot;
use workbook::Limits;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::{Book, SHEET, told};

/// A workbook whose sheet is followed by so many megabytes of white space, which pack a thousand times.
fn padded(megabytes: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let padding = vec![b' '; 1 << 20];
    for (name, content) in Book::new(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#).parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("it begins");
        writer.write_all(&content).expect("it is written");
        for _ in 0..if name == SHEET { megabytes } else { 0 } {
            writer.write_all(&padding).expect("it is written");
        }
    }
    writer.finish().expect("it ends").into_inner()
}

/// Changes what the directory says of the sheet, at an offset in its entry.
fn declare(bytes: &mut [u8], offset: usize, value: u32) {
    let name = memchr::memmem::rfind(bytes, SHEET.as_bytes()).expect("the directory names it");
    // The name stands at 46 in an entry of the directory.
    bytes[name - 46 + offset..name - 46 + offset + 4].copy_from_slice(&value.to_le_bytes());
}

const UNPACKED: usize = 24;
const PACKED: usize = 20;

#[test]
fn a_part_that_unpacks_a_thousand_times_is_refused_before_it_is_unpacked() {
    assert_snapshot!(told(padded(64), Limits::default()), @"
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` is said to unpack from 65428 to 67109098 bytes, more than 250 times its size; such a part is made to exhaust its reader
    ");
    assert_snapshot!(told(padded(4), Limits::default()), @"
    Data:
      1: A1 1
    ");
}

#[test]
fn a_part_that_hides_its_size_stops_where_it_said_that_it_ends() {
    let mut bytes = padded(64);
    declare(&mut bytes, UNPACKED, 1_000_000);
    assert_snapshot!(told(bytes, Limits::default()), @"
    Data:
      1: A1 1
      error: sheet `Data`: `xl/worksheets/sheet1.xml` unpacks to more than the 1000000 bytes that it is said to have (in or after row 1, byte 786432)
    ");
}

#[test]
fn a_part_that_says_it_is_larger_is_refused_or_found_to_be_cut_off() {
    let mut bytes = padded(1);
    declare(&mut bytes, UNPACKED, 2_000_000);
    assert_snapshot!(told(bytes.clone(), Limits::default()), @"
    Data:
      1: A1 1
      error: sheet `Data`: `xl/worksheets/sheet1.xml` was cut off: 1048810 of its 2000000 bytes are there (in or after row 1, byte 1048576)
    ");
    // Four gigabytes, where two are allowed.
    declare(&mut bytes, UNPACKED, 0xffff_fff0);
    assert_snapshot!(told(bytes.clone(), Limits { unpacked_bytes: 2 << 30, ..Limits::default() }), @"
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` is said to unpack to 4294967280 bytes; at most 2147483648 are read
    ");
    declare(&mut bytes, PACKED, 0x7fff_fff0);
    assert_snapshot!(told(bytes, Limits::default()), @"
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` is said to reach beyond the end of the file
    ");
}

#[test]
fn a_sheet_declared_as_ten_gigabytes_is_refused() {
    let mut bytes = Book::new("").bytes();
    // A size of all ones says that the true one stands in a field of 64-bit sizes, behind the name. The entry is the last of the directory.
    declare(&mut bytes, UNPACKED, u32::MAX);
    let name = memchr::memmem::rfind(&bytes, SHEET.as_bytes()).expect("the directory names it");
    let field = [&[1, 0, 8, 0][..], &(10_u64 << 30).to_le_bytes()].concat();
    let behind = name + SHEET.len();
    bytes.splice(behind..behind, field.iter().copied());
    // The length of such fields stands at 30 in an entry, the length of the directory at 12 in its end.
    bytes[name - 46 + 30] += 12;
    let end = memchr::memmem::rfind(&bytes, b"PK\x05\x06").expect("the directory ends");
    let length = u32::from_le_bytes(bytes[end + 12..end + 16].try_into().expect("four bytes")) + 12;
    bytes[end + 12..end + 16].copy_from_slice(&length.to_le_bytes());
    assert_snapshot!(told(bytes, Limits::default()), @"
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` is said to unpack to 10737418240 bytes; at most 8589934592 are read
    ");
}

#[test]
fn entities_that_multiply_are_refused_wherever_they_are_declared() {
    let mut entities = String::from("<!ENTITY l0 'lol'>");
    for level in 1..10 {
        let inner = format!("&l{};", level - 1).repeat(10);
        let _ = write!(entities, "<!ENTITY l{level} '{inner}'>");
    }
    let mut all = String::new();
    for (part, root) in [
        ("_rels/.rels", "Relationships"),
        ("xl/workbook.xml", "workbook"),
        ("xl/_rels/workbook.xml.rels", "Relationships"),
        ("xl/styles.xml", "styleSheet"),
        ("xl/sharedStrings.xml", "sst"),
        (SHEET, "worksheet"),
    ] {
        let laughing = format!("<?xml version='1.0'?><!DOCTYPE {root} [{entities}]><{root}>&l9;</{root}>");
        all += &(Book::new("").with(part, &laughing).told() + "\n");
    }
    assert_snapshot!(all, @"
    refused: `_rels/.rels` declares a document type; workbooks have none, and it could hold entities that expand without end
    refused: `xl/workbook.xml` declares a document type; workbooks have none, and it could hold entities that expand without end
    refused: `xl/_rels/workbook.xml.rels` declares a document type; workbooks have none, and it could hold entities that expand without end
    refused: `xl/styles.xml` declares a document type; workbooks have none, and it could hold entities that expand without end
    refused: `xl/sharedStrings.xml` declares a document type; workbooks have none, and it could hold entities that expand without end (shared string 0, counted from 0; byte 21)
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` declares a document type; workbooks have none, and it could hold entities that expand without end
    ");
}

#[test]
fn elements_that_nest_without_end_are_an_error() {
    let deep = "<a>".repeat(1_000_000);
    let mut all = Book::new(&format!("<row r='1'><c r='A1'>{deep}")).told();
    all += &Book::new("").with("xl/sharedStrings.xml", &format!("<sst>{deep}")).told();
    all += "\n";
    all += &Book::new("").with("xl/styles.xml", &format!("<styleSheet>{deep}")).told();
    assert_snapshot!(all, @"
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` nests elements more than 200 deep (in or after row 1, byte 760)
    refused: `xl/sharedStrings.xml` nests elements more than 200 deep (shared string 0, counted from 0; byte 605)
    refused: `xl/styles.xml` nests elements more than 200 deep
    ");
}

#[test]
fn a_tag_of_megabytes_is_an_error() {
    let long = "x".repeat(3 << 20);
    let mut all = Book::new(&format!("<row r='1'/><row r='2' a='{long}'/>")).told();
    all += &Book::new(&format!("<row r='1'/><row r='2' a='{}'/>", &long[..900_000])).told();
    all += &Book::new(&format!("<row r='1'/><{long}/>")).told();
    let many = (0..1_000).map(|at| format!(" a{at}=''")).collect::<Vec<_>>().concat();
    all += &Book::new(&format!("<row r='1'/><row {many}/>")).told();
    assert_snapshot!(all, @"
    Data:
      1:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` holds a tag of more than 1048576 bytes (in or after row 1, byte 160)
    Data:
      1:
      2:
    Data:
      1:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` holds a tag of more than 1048576 bytes (in or after row 1, byte 160)
    Data:
      1:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` holds a tag with too many attributes: `row  a0='' a1='' a2='' a3='' a4='' a5='' a6='' a7='' a8='' a…` (in or after row 1, byte 8057)
    ");
}

/// Text that packs as badly as numbers do.
fn digits(bytes: usize) -> String {
    let mut out: String = (0..bytes as u64 / 8).map(|at| at.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_string()).collect();
    out.truncate(bytes);
    out
}

#[test]
fn a_cell_of_megabytes_is_left_out() {
    let long = digits(9 << 20);
    let rows = format!(
        "<row r='1'><c r='A1' t='inlineStr'><is><t>{long}</t></is></c><c r='B1' t='str'><v>{long}</v></c><c r='C1'><v>{}</v></c>\
         <c r='D1' t='inlineStr'><is><r><t>{half}</t></r><r><t>{half}</t></r></is></c><c r='E1' t='inlineStr'><is><t>{}</t></is></c><c r='F1'><v>6</v></c></row>",
        "1".repeat(200_000),
        "&amp;".repeat(150_000),
        half = digits(70_000),
    );
    assert_snapshot!(Book::new(&rows).told(), @"
    Data:
      1: F1 6
      cell A1: holds more text than a cell may; left out
      cell B1: holds more text than a cell may; left out
      cell C1: holds more text than a cell may; left out
      cell D1: holds more text than a cell may; left out
      cell E1: holds more text than a cell may; left out
    ");
}

#[test]
fn a_row_of_long_texts_is_bounded() {
    let cell = format!("<c t='inlineStr'><is><t>{}</t></is></c>", "x".repeat(100));
    let limits = Limits { cell_bytes: 100, ..Limits::default() };
    let told = told(Book::new(&format!("<row r='1'>{}</row>", cell.repeat(300))).bytes(), limits);
    assert_eq!(told.matches("'xxx").count(), 256);
    assert_snapshot!(told.lines().find(|line| line.contains("left out")).unwrap_or_default(), @"  cell IW1: the row holds more than 25600 bytes of text; left out");
}

#[test]
fn a_row_of_one_cell_a_million_times_is_bounded() {
    let rows = format!("<row r='1'>{}</row>", r#"<c r="A1"><v>1</v></c>"#.repeat(100_000));
    let workbook = crate::support::open(Book::new(&rows).bytes(), Limits::default()).expect("it is a workbook");
    let mut rows = workbook.rows(0).expect("it is a sheet");
    assert_eq!(rows.next_row().expect("it is read").map(|row| row.cells.len()), Some(1));
    assert_eq!((rows.problems().len(), rows.problem_count()), (1_000, 99_999));
}

#[test]
fn a_sheet_that_is_too_large_to_be_read_whole_is_refused() {
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(130_000));
    let row: String = r#"<c t="s"><v>0</v></c>"#.repeat(3_000);
    let book = Book::new(&format!("<row r='1'>{row}</row>")).with("xl/sharedStrings.xml", &long);
    let workbook = crate::support::open(book.bytes(), Limits::default()).expect("it is a workbook");
    assert_snapshot!(workbook.grid(0).err().map(|error| error.to_string()).unwrap_or_default(), @"sheet `Data` holds more than 2000000 cells or 268435456 bytes of text; it is too large to be read whole");
}

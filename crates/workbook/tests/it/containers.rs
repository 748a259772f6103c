//! Containers, and files that are none.

use std::io::{Cursor, Write as _};

use insta::assert_snapshot;
use workbook::Limits;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::{Book, SHEET, relationships, told, workbook};

const ROW: &str = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;

fn refused(bytes: impl Into<Vec<u8>>) -> String {
    told(bytes.into(), Limits::default()) + "\n"
}

/// A compound file with one name in its directory.
fn compound_file(name: &str) -> Vec<u8> {
    let mut bytes = vec![0; 2048];
    bytes[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    bytes[0x1e] = 9;
    bytes[0x30] = 1;
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes[1024..1024 + name.len()].copy_from_slice(&name);
    bytes
}

#[test]
fn a_file_that_is_no_workbook_is_refused_with_what_it_is() {
    let mut all = String::new();
    all += &refused(*b"");
    all += &refused(*b"\r\n<!DOCTYPE html><html><body>403 Forbidden</body></html>");
    all += &refused(*b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'/>");
    all += &refused(*b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>");
    all += &refused(*b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>");
    all += &refused(*b"%PDF-1.7");
    all += &refused(*b"\x1f\x8b\x08\0");
    all += &refused(*b"Date,Facility\n2026-03-10,Krome\n");
    all += &refused(*b"\0\x01\x02\x03");
    all += &refused(*b"P");
    all += &refused(*b"PK");
    all += &refused(*b"PK\x03\x04");
    all += &refused(compound_file("Workbook"));
    all += &refused(compound_file("EncryptedPackage"));
    all += &refused(compound_file("?"));
    all += &refused(*b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    assert_snapshot!(all, @"
    refused: this file is empty
    refused: this file is an HTML page under the name of a workbook: what was fetched is the site's answer, not the file
    refused: this file is an HTML page under the name of a workbook: what was fetched is the site's answer, not the file
    refused: this file is a spreadsheet in the XML of Excel 2003; save it as .xlsx
    refused: this file is XML, not a workbook
    refused: this file is a PDF document
    refused: this file is a gzip file; unpack it first
    refused: this file is plain text, not a workbook
    refused: this file is no workbook: it does not begin as a ZIP file does
    refused: this file is plain text, not a workbook
    refused: this file is a damaged ZIP file (invalid Zip archive: Could not find EOCD)
    refused: this file is a ZIP file whose directory cannot be read: it was cut off or is damaged; fetch it again (invalid Zip archive: Could not find EOCD)
    refused: this file is a workbook of Excel 97 to 2003 (.xls); save it as .xlsx
    refused: this file is encrypted; without its password the workbook cannot be read
    refused: this file is a compound file, as Excel wrote before 2007 (.xls) or where a password protects it; save it as .xlsx without one
    refused: this file is a compound file, as Excel wrote before 2007 (.xls) or where a password protects it; save it as .xlsx without one
    ");
}

#[test]
fn a_container_of_something_else_is_refused_with_what_it_is() {
    let one = |name: &str| Book { parts: vec![(name.to_owned(), b"x".to_vec())] };
    let mut all = String::new();
    all += &refused(one("readme.txt").bytes());
    all += &refused(one("xl/workbook.bin").bytes());
    for target in ["word/document.xml", "ppt/presentation.xml", "xl/workbook.bin", "missing.xml"] {
        all += &refused(one(target).with("_rels/.rels", &relationships(&[("a", "officeDocument", target)])).without("missing.xml").bytes());
    }
    all += &refused(one("mimetype").with("content.xml", "<x/>").bytes());
    all += &refused(Book::new(ROW).with("xl/workbook.xml", "<document/>").bytes());
    all += &refused(Book::new(ROW).with("xl/workbook.xml", "<workbook/>").bytes());
    all += &refused(Book::new(ROW).with("xl/workbook.xml", "<workbook><sheets>").bytes());
    all += &refused(Book::new(ROW).with("xl/workbook.xml", "<workbook><sheets><sheet/></sheets></workbook>").bytes());
    assert_snapshot!(all, @"
    refused: this file is a ZIP file, but no workbook: `xl/workbook.xml` is not in it
    refused: this file is a binary workbook (.xlsb); save it as .xlsx
    refused: this file is a Word document, not a workbook
    refused: this file is a presentation, not a workbook
    refused: this file is a binary workbook (.xlsb); save it as .xlsx
    refused: this file is a ZIP file, but no workbook: `missing.xml` is not in it
    refused: this file is an OpenDocument file; save it as .xlsx
    refused: `xl/workbook.xml` is something else: its first element is `document`
    refused: `xl/workbook.xml` lists no sheets
    refused: `xl/workbook.xml` ends inside of an element
    refused: `xl/workbook.xml` lists a sheet without a name
    ");
}

#[test]
fn content_types_decide_nothing_and_missing_formats_format_nothing() {
    let targets = relationships(&[("rId1", "worksheet", "worksheets/sheet1.xml")]);
    let book = Book::new(r#"<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>"#)
        .with("[Content_Types].xml", "<Types><Override PartName='/xl/worksheets/sheet1.xml' ContentType='image/png'/></Types>")
        .with("xl/_rels/workbook.xml.rels", &targets);
    assert_snapshot!(book.told(), @"
    Data:
      1: A1 1
      cell B1: `0` is none of 0 shared strings; left out
    ");
}

#[test]
fn a_part_that_is_named_and_missing_is_told() {
    let mut all = String::new();
    for part in ["_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", SHEET, "xl/workbook.xml"] {
        all.extend(["without ", part, ": ", &Book::new(ROW).without(part).told(), "\n"]);
    }
    assert_snapshot!(all, @"
    without _rels/.rels: Data:
      1: A1 1

    without xl/_rels/workbook.xml.rels: Data:
      error: sheet `Data`: there is no relationship `rId1` that leads to a part

    without xl/styles.xml: refused: `xl/styles.xml` is not in the file
    without xl/sharedStrings.xml: refused: `xl/sharedStrings.xml` is not in the file
    without xl/worksheets/sheet1.xml: Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` is not in the file

    without xl/workbook.xml: refused: this file is a ZIP file, but no workbook: `xl/workbook.xml` is not in it
    ");
}

#[test]
fn relationships_in_circles_lead_nowhere() {
    let own = relationships(&[("rId1", "worksheet", "_rels/workbook.xml.rels"), ("rId2", "styles", "workbook.xml")]);
    let mut all = refused(Book::new(ROW).with("xl/_rels/workbook.xml.rels", &own).bytes());
    all += &refused(Book::new(ROW).with("_rels/.rels", &relationships(&[("a", "officeDocument", "_rels/.rels")])).bytes());
    let twice = relationships(&[("a", "sharedStrings", "a.xml"), ("b", "sharedStrings", "b.xml")]);
    all += &refused(Book::new(ROW).with("xl/_rels/workbook.xml.rels", &twice).bytes());
    let same = relationships(&[("a", "worksheet", "a.xml"), ("a", "worksheet", "b.xml")]);
    all += &refused(Book::new(ROW).with("xl/_rels/workbook.xml.rels", &same).bytes());
    let outside = own
        .replace("Target='_rels/workbook.xml.rels'", "Target='file:///etc/passwd' TargetMode='External'")
        .replace("workbook.xml'", "styles.xml'");
    all += &refused(Book::new(ROW).with("xl/_rels/workbook.xml.rels", &outside).bytes());
    assert_snapshot!(all, @"
    refused: `xl/workbook.xml` is something else: its first element is `workbook`
    refused: `_rels/.rels` is something else: its first element is `Relationships`
    refused: `xl/_rels/workbook.xml.rels` names 2 parts of the kind `sharedStrings`; there can be one
    refused: `xl/_rels/workbook.xml.rels` has two relationships `a`
    Data:
      error: sheet `Data`: a relationship leads out of the file, to `file:///etc/passwd`
    ");
}

#[test]
fn more_sheets_than_the_limit_are_refused() {
    let sheets = vec![("Data", "rId1"); 256];
    assert_snapshot!(refused(Book::new(ROW).with("xl/workbook.xml", &workbook(&sheets)).bytes()), @"refused: `xl/workbook.xml` lists more than 255 sheets");
}

#[test]
fn entries_of_the_same_name_are_refused() {
    let other_case = Book::new(ROW).with("XL/WORKSHEETS\\Sheet1.xml", "<worksheet/>").bytes();
    // A writer refuses to write a name twice, so the second name is made the first afterwards.
    let mut same = Book::new(ROW).with("xl/worksheets/sheet2.xml", "<worksheet/>").bytes();
    while let Some(at) = memchr::memmem::find(&same, b"sheet2.xml") {
        same[at..at + 10].copy_from_slice(b"sheet1.xml");
    }
    assert_snapshot!(refused(other_case) + &refused(same), @r"
    refused: this file has two entries of the name `XL/WORKSHEETS\Sheet1.xml`; which one is meant cannot be known
    refused: this file has two entries of the same name; which one is meant cannot be known
    ");
}

#[test]
fn names_that_climb_out_of_the_container_are_names() {
    let book = Book::new(ROW).with("../../etc/passwd", "x").with("/absolute", "x").with("xl/../../up.xml", "x");
    assert_snapshot!(book.told(), @"
    Data:
      1: A1 1
    ");
}

#[test]
fn parts_that_are_encrypted_are_told() {
    let mut bytes = Book::new(ROW).bytes();
    // Bit 0 of the flags: at 6 in the header of an entry, at 8 in its place in the directory.
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"PK") {
        at += found;
        match bytes.get(at + 2..at + 4) {
            Some([3, 4]) => bytes[at + 6] |= 1,
            Some([1, 2]) => bytes[at + 8] |= 1,
            _ => {}
        }
        at += 4;
    }
    assert_snapshot!(refused(bytes), @"refused: `_rels/.rels` is encrypted; without its password the workbook cannot be read");
}

#[test]
fn parts_may_be_stored_and_other_packings_are_told() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in Book::new(ROW).parts {
        writer.start_file(name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).expect("it begins");
        writer.write_all(&content).expect("it is written");
    }
    let mut bytes = writer.finish().expect("it ends").into_inner();
    assert_eq!(refused(bytes.clone()), Book::new(ROW).told() + "\n");
    // The packing: at 8 in the header of an entry, at 10 in its place in the directory; 14 is LZMA.
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"PK") {
        at += found;
        match bytes.get(at + 2..at + 4) {
            Some([3, 4]) => bytes[at + 8] = 14,
            Some([1, 2]) => bytes[at + 10] = 14,
            _ => {}
        }
        at += 4;
    }
    assert_snapshot!(refused(bytes), @"refused: `_rels/.rels` is packed by Lzma; workbooks are deflated or stored");
}

#[test]
fn a_damaged_sheet_is_found_by_its_checksum() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in Book::new(ROW).parts {
        writer.start_file(name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).expect("it begins");
        writer.write_all(&content).expect("it is written");
    }
    let mut bytes = writer.finish().expect("it ends").into_inner();
    let at = memchr::memmem::find(&bytes, b"<v>1</v>").expect("it is stored");
    bytes[at + 3] = b'2';
    assert_snapshot!(refused(bytes), @"
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` is damaged: its checksum is another
    ");
}

//! The table of shared strings.

use insta::assert_snapshot;
use workbook::Limits;

use crate::support::{Book, open, strings, told};

const STRINGS: &str = "xl/sharedStrings.xml";

fn listed(content: &str) -> String {
    match open(Book::new("").with(STRINGS, content).bytes(), Limits::default()) {
        Ok(workbook) => (0..workbook.strings())
            .map(|index| format!("{:?}\n", workbook.string(index).expect("it is there")))
            .collect::<Vec<_>>()
            .concat(),
        Err(error) => format!("refused: {error}"),
    }
}

#[test]
fn strings_are_read_however_they_are_written() {
    let content = strings(
        "<si><t>plain</t></si><si><t xml:space=\"preserve\"> kept </t></si><si><t> cut </t></si>\
         <si><r><rPr><b/></rPr><t>bold</t></r><r><t xml:space='preserve'> and not</t></r><rPh sb='0' eb='2'><t>reading</t></rPh><phoneticPr fontId='1'/></si>\
         <si><t>a&amp;b &#8212; _x000D_\r\n_x005F_x000D_</t></si><si/><si><t/></si><si><t></t></si><!-- no --><si>\n<t><![CDATA[<raw> &amp;]]></t></si>\
         <si><t>Pe\u{f1}a \u{1f600}</t></si><si><t>FY_max</t></si><extLst><si><t>not one</t></si></extLst>",
    );
    assert_snapshot!(listed(&content), @r#"
    "plain"
    " kept "
    "cut"
    "bold and not"
    "a&b — \r\n_x000D_"
    ""
    ""
    ""
    "<raw> &amp;"
    "Peña 😀"
    "FY_max"
    "#);
}

#[test]
fn a_table_in_which_anything_is_wrong_is_refused() {
    let cases = [
        strings("<si><t>a</t></si><si><t>AT&T</t></si>"),
        strings("<si><t>a</t></si><si><t>&lol;</t></si>"),
        strings("<si><t>a</t></r></si>"),
        "<sst><si><t>a</t></si><si><t>b".to_owned(),
        "<worksheet/>".to_owned(),
        String::new(),
        "<!DOCTYPE sst [<!ENTITY lol 'ha'>]><sst><si><t>&lol;</t></si></sst>".to_owned(),
        "<?xml version='1.0' encoding='windows-1252'?><sst/>".to_owned(),
        "\u{feff}<?xml version='1.0' encoding='utf-8'?><sst/>trailing".to_owned(),
    ];
    let all: String = cases.iter().map(|content| listed(content) + "\n").collect();
    assert_snapshot!(all, @"
    refused: `xl/sharedStrings.xml` holds a `&` that begins no reference (shared string 1, counted from 0; byte 108)
    refused: `xl/sharedStrings.xml` holds the reference `&lol;`, which is not one of XML's (shared string 1, counted from 0; byte 109)
    refused: `xl/sharedStrings.xml` is not well-formed: `</r>` closes `<si>` (shared string 0, counted from 0; byte 83)
    refused: `xl/sharedStrings.xml` ends inside of `<t>` (shared string 1, counted from 0; byte 30)
    refused: `xl/sharedStrings.xml` is no table of strings: its first element is `worksheet` (shared string 0, counted from 0; byte 12)
    refused: `xl/sharedStrings.xml` is empty (shared string 0, counted from 0; byte 0)
    refused: `xl/sharedStrings.xml` declares a document type; workbooks have none, and it could hold entities that expand without end (shared string 0, counted from 0; byte 0)
    refused: `xl/sharedStrings.xml` is written in `windows-1252`; only UTF-8 is read (shared string 0, counted from 0; byte 0)
    ");
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_with_their_place() {
    let mut book = Book::new("");
    for (name, content) in &mut book.parts {
        if name == STRINGS {
            *content = b"<sst><si><t>a</t></si><si><t>Pe\xf1a</t></si></sst>".to_vec();
        }
    }
    assert_snapshot!(told(book.bytes(), Limits::default()), @"refused: `xl/sharedStrings.xml` holds text that is not UTF-8 (shared string 1, counted from 0; byte 42)");
}

fn numbered(count: u32) -> Vec<u8> {
    let many = (0..count).map(|at| format!("<si><t>stay {at}</t></si>")).collect::<Vec<_>>().concat();
    let last = count - 1;
    Book::new(&format!(r#"<row r="1"><c r="A1" t="s"><v>{last}</v></c></row>"#)).with(STRINGS, &strings(&many)).bytes()
}

#[test]
fn a_million_strings_are_read() {
    assert_snapshot!(told(numbered(1_000_000), Limits::default()), @r#"
    Data:
      1: A1 "stay 999999"
    "#);
}

#[test]
fn more_strings_than_the_limit_are_refused() {
    let bytes = numbered(20_000);
    assert_snapshot!(told(bytes.clone(), Limits { shared_strings: 20_000, ..Limits::default() }), @r#"
    Data:
      1: A1 "stay 19999"
    "#);
    assert_snapshot!(told(bytes.clone(), Limits { shared_strings: 19_999, ..Limits::default() }), @"refused: `xl/sharedStrings.xml` holds more than 19999 strings (shared string 19999, counted from 0; byte 262169)");
    assert_snapshot!(told(bytes.clone(), Limits { shared_string_bytes: 100_000, ..Limits::default() }), @"refused: `xl/sharedStrings.xml` holds more than 100000 bytes of strings (shared string 11111, counted from 0; byte 262169)");
    assert_snapshot!(told(bytes, Limits { cell_bytes: 9, ..Limits::default() }), @"refused: `xl/sharedStrings.xml` holds more text than a cell may (shared string 10000, counted from 0; byte 248987)");
}

//! Sheets: the order of rows, the form of the XML, where a sheet breaks off, and sheets that are read whole.

use std::fmt::Write as _;

use insta::assert_snapshot;
use workbook::{GridValue, Limits, address};

use crate::support::{Book, SHEET, open, relationships, sheet, told, workbook};

#[test]
fn rows_in_disorder_are_kept_and_told() {
    let rows = r#"<row r="5"><c><v>5</v></c></row><row r="3"><c><v>3</v></c></row><row r="3"><c><v>33</v></c></row><row r="x"><c><v>4</v></c></row><row r="0"/>"#;
    assert_snapshot!(Book::new(rows).told(), @"
    Data:
      5: A5 5
      3: A3 3
      3: A3 33
      4: A4 4
      5:
      row 3: the row stands after row 5; kept
      row 3: the row stands after row 3; kept
      row 4: the row is numbered `x`; counted on from the row before it
      row 5: the row is numbered `0`; counted on from the row before it
    ");
}

#[test]
fn rows_beyond_the_limit_end_the_sheet() {
    let rows = r#"<row r="1048576"><c><v>1</v></c></row><row r="1048577"><c><v>2</v></c></row>"#;
    assert_snapshot!(Book::new(rows).told(), @"
    Data:
      1048576: A1048576 1
      error: sheet `Data`: `xl/worksheets/sheet1.xml` has more than 1048576 rows (in or after row 1048577, byte 203)
    ");
    let few = Limits { rows: 2, ..Limits::default() };
    assert_snapshot!(told(Book::new(r#"<row r="1"/><row r="1"/><row r="1"/>"#).bytes(), few), @"
    Data:
      1:
      1:
      row 1: the row stands after row 1; kept
      error: sheet `Data`: `xl/worksheets/sheet1.xml` has more than 2 rows (in or after row 1, byte 184)
    ");
}

#[test]
fn a_sheet_that_breaks_off_gives_its_rows_and_an_error() {
    let whole = sheet(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="B2" t="inlineStr"><is><t>x</t></is></c></row>"#,
    );
    let cuts = [
        "</sheetData>",
        "</row></sheetData>",
        "<c r=\"B2\"",
        "2</v>",
        "\"A2\"",
        "<row r=\"2\">",
        "<row r=\"1\">",
        "<sheetData>",
        "<worksheet",
    ];
    let mut all = String::new();
    for cut in cuts {
        let at = whole.rfind(cut).expect("it is there");
        let told = Book::new("").with(SHEET, &whole[..at]).told();
        let _ = writeln!(all, "before {cut}\n{told}");
    }
    assert_snapshot!(all, @r#"
    before </sheetData>
    Data:
      1: A1 1
      2: A2 2 B2 'x'
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of `<sheetData>` (in or after row 2, byte 271)

    before </row></sheetData>
    Data:
      1: A1 1
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of `<row>` (in or after row 2, byte 265)

    before <c r="B2"
    Data:
      1: A1 1
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of `<row>` (in or after row 2, byte 220)

    before 2</v>
    Data:
      1: A1 1
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of `<v>` (in or after row 2, byte 211)

    before "A2"
    Data:
      1: A1 1
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of a tag (in or after row 2, byte 198)

    before <row r="2">
    Data:
      1: A1 1
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of `<sheetData>` (in or after row 1, byte 187)

    before <row r="1">
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of `<sheetData>` (before the first row, byte 148)

    before <sheetData>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of `<worksheet>`

    before <worksheet
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` is empty
    "#);
}

#[test]
fn xml_that_is_not_well_formed_is_an_error_with_its_place() {
    let cases = [
        r#"<row r="1"><c r="A1"><v>1</c></v></row>"#,
        r#"<row r="1"><c r="A1" r="B1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" bad t="s"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t=s><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="<"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet></x>"#,
        r#"<row r="1"><< /></row>"#,
        r#"<row r="1"><!oops></row>"#,
        r#"<!DOCTYPE a [<!ENTITY a "b">]><row r="1"/>"#,
        r#"<row r="1"><!-- never closed </row>"#,
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[never closed</t></is></c></row>"#,
        r#"<row r="1"><c r="A1"><v a="1>1</v></c></row>"#,
    ];
    let mut all = String::new();
    for rows in cases {
        let _ = writeln!(all, "{rows}\n{}", Book::new(rows).told());
    }
    assert_snapshot!(all, @r#"
    <row r="1"><c r="A1"><v>1</c></v></row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` is not well-formed: `</c>` closes `<v>` (in or after row 1, byte 173)

    <row r="1"><c r="A1" r="B1"><v>1</v></c></row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` holds a tag with the same attribute twice: `c r="A1" r="B1"` (in or after row 1, byte 176)

    <row r="1"><c r="A1" bad t="s"><v>1</v></c></row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` holds a tag that is not well-formed: `c r="A1" bad t="s"` (in or after row 1, byte 179)

    <row r="1"><c r="A1" t=s><v>1</v></c></row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` holds a tag that is not well-formed: `c r="A1" t=s` (in or after row 1, byte 173)

    <row r="1"><c r="A1" t="<"><v>1</v></c></row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` holds a tag that is not well-formed: `c r="A1" t="<"` (in or after row 1, byte 175)

    <row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet></x>
    Data:
      1: A1 1

    <row r="1"><< /></row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` holds a tag without a usable name: `< ` (in or after row 1, byte 164)

    <row r="1"><!oops></row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` is not well-formed at `<!oops></row></s` (in or after row 1, byte 159)

    <!DOCTYPE a [<!ENTITY a "b">]><row r="1"/>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` declares a document type; workbooks have none, and it could hold entities that expand without end (before the first row, byte 148)

    <row r="1"><!-- never closed </row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of a comment (in or after row 1, byte 228)

    <row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[never closed</t></is></c></row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of a CDATA section (in or after row 1, byte 199)

    <row r="1"><c r="A1"><v a="1>1</v></c></row>
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` ends inside of a tag (in or after row 1, byte 169)
    "#);
}

#[test]
fn columns_up_to_the_last_are_read_and_one_beyond_is_told() {
    let mut row = String::from("<row r='1'>");
    for column in 0..16_384 {
        let _ = write!(row, r#"<c r="{}"><v>{column}</v></c>"#, address(0, column));
    }
    let check = |beyond: &str| {
        let workbook = open(Book::new(&format!("{row}{beyond}</row>")).bytes(), Limits::default()).expect("it is a workbook");
        let mut rows = workbook.rows(0).expect("it is a sheet");
        let row = rows.next_row().expect("it is read").expect("there is one");
        assert_eq!((row.cells.len(), row.cells.last().map(|cell| cell.column)), (16_384, Some(16_383)));
        rows.problems().iter().map(|problem| format!("{}: {}\n", problem.locator, problem.message)).collect::<Vec<_>>().concat()
    };
    assert_eq!(check(""), "");
    assert_snapshot!(check(r#"<c r="XFE1"><v>1</v></c><c><v>1</v></c><c r="ZZZZ1"><v>1</v></c><c r="A1"><v>1</v></c>"#), @"
    cell XFE1: the row has more than 16384 columns; left out
    cell XFF1: the row has more than 16384 columns; left out
    cell XFG1: a cell of row 1 says that it is `ZZZZ1`; left out
    cell A1: the row has more than 16384 columns; left out
    ");
}

#[test]
fn problems_are_kept_up_to_a_thousand_and_counted_beyond() {
    let rows = (1..=1_500).map(|row| format!(r#"<row r="{row}"><c r="B{row}"><v>?</v></c></row>"#)).collect::<Vec<_>>().concat();
    let workbook = open(Book::new(&rows).bytes(), Limits::default()).expect("it is a workbook");
    let mut rows = workbook.rows(0).expect("it is a sheet");
    while rows.next_row().expect("it is read").is_some() {}
    assert_eq!((rows.problems().len(), rows.problem_count()), (1_000, 1_500));
    assert_eq!(rows.problems().last().map(|problem| problem.locator.as_str()), Some("cell B1000"));
}

#[test]
fn a_sheet_without_cells_and_a_chart_have_no_rows() {
    let part = "xl/worksheets/sheet1.xml";
    assert_snapshot!(Book::new("").told(), @"Data:");
    assert_snapshot!(Book::new("").with(part, "<worksheet><sheetData/></worksheet>").told(), @"Data:");
    assert_snapshot!(Book::new("").with(part, "<chartsheet><sheetViews/></chartsheet>").told(), @"Data:");
    assert_snapshot!(Book::new("").with(part, "<worksheet><cols/></worksheet>").told(), @"
    Data:
      error: sheet `Data`: `xl/worksheets/sheet1.xml` has no rows: there is no `<sheetData>` in it
    ");
}

#[test]
fn sheets_come_in_the_order_of_the_workbook_and_one_that_is_missing_spoils_no_other() {
    let listed = workbook(&[("Second file &amp; first", "b"), ("Gone", "c"), ("Unknown", "zz"), ("First file", "a"), ("Again", "a")]);
    let targets = relationships(&[
        ("a", "worksheet", "/xl/worksheets/sheet1.xml"),
        ("b", "worksheet", "..\\xl/./worksheets/SHEET2.xml"),
        ("c", "worksheet", "worksheets/sheet3.xml"),
    ]);
    let book = Book::new(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#)
        .with("xl/workbook.xml", &listed)
        .with("xl/_rels/workbook.xml.rels", &targets)
        .with("xl/worksheets/sheet2.xml", &sheet(r#"<row r="1"><c r="A1"><v>2</v></c></row>"#));
    assert_snapshot!(book.told(), @"
    Second file & first:
      1: A1 2
    Gone:
      error: sheet `Gone`: `xl/worksheets/sheet3.xml` is not in the file
    Unknown:
      error: sheet `Unknown`: there is no relationship `zz` that leads to a part
    First file:
      1: A1 1
    Again:
      1: A1 1
    ");
}

#[test]
fn a_sheet_that_is_another_part_says_what_it_is() {
    let mut all = String::new();
    for target in ["styles.xml", "workbook.xml", "sharedStrings.xml", "_rels/workbook.xml.rels", "../../outside.xml", ""] {
        let targets = relationships(&[("rId1", "worksheet", target)]);
        all += &Book::new("").with("xl/_rels/workbook.xml.rels", &targets).told();
    }
    assert_snapshot!(all, @"
    Data:
      error: sheet `Data`: `xl/styles.xml` is no sheet: its first element is `styleSheet`
    Data:
      error: sheet `Data`: `xl/workbook.xml` is no sheet: its first element is `workbook`
    Data:
      error: sheet `Data`: `xl/sharedStrings.xml` is no sheet: its first element is `sst`
    Data:
      error: sheet `Data`: `xl/_rels/workbook.xml.rels` is no sheet: its first element is `Relationships`
    Data:
      error: sheet `Data`: a relationship leads out of the file, to `../../outside.xml`
    Data:
      error: sheet `Data`: `xl` is not in the file
    ");
}

#[test]
fn a_small_sheet_is_read_whole() {
    let rows = r#"<row r="2"><c r="B2" t="s"><v>2</v></c><c r="C2" s="1"><v>45000</v></c><c r="D2" t="inlineStr"><is><t>own</t></is></c></row><row r="4"><c r="A4" t="b"><v>0</v></c><c r="B4" t="e"><v>#REF!</v></c><c r="C4"><v>x</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>"#;
    let workbook = open(Book::new(rows).bytes(), Limits::default()).expect("it is a workbook");
    let grid = workbook.grid(0).expect("it is a sheet");
    assert_eq!((grid.rows(), grid.columns()), (4, 4));
    assert_eq!((grid.text(1, 1), grid.text(1, 3), grid.text(1, 2), grid.text(0, 0)), (Some("Krome & Eloy"), Some("own"), None, None));
    assert_eq!((grid.get(1, 2), grid.get(3, 0), grid.get(9, 9)), (Some(&GridValue::Date(45_000.0)), Some(&GridValue::Bool(false)), None));
    let all = grid.cells().map(|(row, column, value)| format!("{} {value:?}\n", address(row, column))).collect::<Vec<_>>().concat();
    assert_snapshot!(all, @r##"
    B2 Text("Krome & Eloy")
    C2 Date(45000.0)
    D2 Text("own")
    A3 Number(3.0)
    A4 Bool(false)
    B4 Error("#REF!")
    "##);
    assert_eq!(grid.problems().len(), 2);
    assert_eq!(workbook.grid(1).err().map(|error| error.to_string()).as_deref(), Some("there is no sheet 1 from 0, but 1 sheets"));
}

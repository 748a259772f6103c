//! Cells: every type, every way to write one, and what cannot be read.

use insta::assert_snapshot;

use crate::support::Book;

#[test]
fn every_type_of_cell_is_read() {
    let rows = r#"<row r="7"><c r="A7" t="s"><v>2</v></c><c r="B7"><v>12.5</v></c><c r="C7" s="1"><v>45426.895474537036</v></c><c r="D7" s="2"><v>0.5</v></c><c r="E7" s="3"><v>3</v></c><c r="F7" t="b"><v>1</v></c><c r="G7" t="e"><v>#N/A</v></c><c r="H7" t="e"><v>#ODD!</v></c><c r="I7" t="str"><f>A1&amp;"x"</f><v>text _x0041_ &lt;</v></c><c r="J7" t="inlineStr"><is><r><t>rich </t></r><r><t xml:space="preserve"> runs</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></is></c><c r="K7" t="d"><v>2026-03-10T12:00:00</v></c><c r="L7"><f>SUM(B7)</f><v>12.5</v></c><c r="M7" t="n"><v>-1E-3</v></c></row>"#;
    assert_snapshot!(Book::new(rows).told(), @r#"
    Data:
      7: A7 "Krome & Eloy" B7 12.5 C7 day 45426.895474537036 D7 day 0.5 E7 3 F7 true G7 #N/A H7 #ODD! I7= 'text A <' J7 'rich runs' K7 '2026-03-10T12:00:00' L7= 12.5 M7 -0.001
    "#);
}

#[test]
fn cells_without_a_value_are_no_cells() {
    let rows = r#"<row r="1"><c r="A1" s="1"/><c r="B1"></c><c r="C1"><v/></c><c r="D1"><v></v></c><c r="E1" t="s"/><c r="F1" t="str"><f>X()</f><v></v></c><c r="G1" t="inlineStr"><is/></c><c r="H1"><f>Y()</f></c><c r="I1"><v>9</v></c></row><row r="2"/><row r="3"></row>"#;
    assert_snapshot!(Book::new(rows).told(), @"
    Data:
      1: I1 9
      2:
      3:
    ");
}

#[test]
fn places_follow_from_what_stands_before() {
    let rows =
        r#"<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>"#;
    assert_snapshot!(Book::new(rows).told(), @"
    Data:
      1: A1 1 B1 2
      5: C5 3 D5 4
      6: A6 5
    ");
}

#[test]
fn cells_in_disorder_come_by_column_and_the_first_of_two_is_kept() {
    let rows = r#"<row r="1"><c r="C1"><v>3</v></c><c r="A1" t="inlineStr"><is><t>one</t></is></c><c r="B1"><v>2</v></c><c r="A1"><v>9</v></c></row><row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>"#;
    assert_snapshot!(Book::new(rows).told(), @"
    Data:
      1: A1 'one' B1 2 C1 3
      2: A2 1 B2 2
      cell A1: the row holds this cell twice; the first is kept
    ");
}

#[test]
fn a_cell_that_cannot_be_read_is_left_out_and_told() {
    let rows = r#"<row r="7"><c r="A7"><v>12,5</v></c><c r="B7" t="s"><v>3</v></c><c r="C7" t="s"><v>-1</v></c><c r="D7" t="b"><v>yes</v></c><c r="E7" t="zz"><v>1</v></c><c r="F9"><v>1</v></c><c r="7G"><v>1</v></c><c r="H7"><v>NaN</v></c><c r="I7"><v>1e999</v></c><c r="J7" t="inlineStr"><v>1</v></c><c r="K7" t="s"><v>1e0</v></c><c r="L7"><v>7</v></c></row>"#;
    assert_snapshot!(Book::new(rows).told(), @"
    Data:
      7: L7 7
      cell A7: `12,5` is no number; left out
      cell B7: `3` is none of 3 shared strings; left out
      cell C7: `-1` is none of 3 shared strings; left out
      cell D7: `yes` is neither true nor false; left out
      cell E7: is of a type that no spreadsheet has; left out
      cell F7: a cell of row 7 says that it is `F9`; left out
      cell G7: a cell of row 7 says that it is `7G`; left out
      cell H7: `NaN` is no number; left out
      cell I7: `1e999` is no number; left out
      cell K7: `1e0` is none of 3 shared strings; left out
    ");
}

#[test]
fn text_that_cannot_be_used_is_left_out() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>AT&T</t></is></c><c r="B2" t="str"><v>&nbsp;</v></c><c r="C2" t="inlineStr"><is><t>fine</t></is></c></row>"#;
    assert_snapshot!(Book::new(rows).told(), @"
    Data:
      1: A1 1
      2: C2 'fine'
      cell A2: holds a `&` that begins no reference; left out
      cell B2: holds the reference `&nbsp;`, which is not one of XML's; left out
    ");
}

#[test]
fn the_same_cells_are_read_however_the_xml_is_written() {
    let usual = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row><row r="2"><c r="A2"><v>7</v></c></row>"#;
    let unusual = [
        "<row\n r='1' ><c t='s' r='A1'\t><v>0</v></c ><c s='1' r='B1'><v>45000</v></c></row ><row r='2'><c r='A2'><v>7</v></c></row>",
        "<!-- a --><row r='1'><!-- <c> --><c r='A1' t='s'><?x ?><v><!-- 9 -->0</v></c> \n <c r='B1' s='1'><v><![CDATA[45000]]></v></c></row><?y?><row r='2'><c r='A2'><v>7</v></c></row>",
        "<row r='1' spans='1:2' x14ac:dyDescent='0.35' note='a>b'><c r='A1' t='s' cm='1'><v>0</v><extLst><ext><v>9</v></ext></extLst></c><c r='B1' s='1'><v>&#52;5000</v></c></row><other><row r='9'/></other><row r='2'><c r='A2'><v> 7 </v></c></row>",
        "<row r='1'>stray<c r='a1' t='s'><v>0</v></c><c r='B1' s='1'><v>45000.0</v></c></row><row r='2'><c r='A2'><v>7e0</v></c></row>",
    ];
    let wanted = Book::new(usual).told();
    assert_snapshot!(wanted, @r#"
    Data:
      1: A1 "Yes" B1 day 45000
      2: A2 7
    "#);
    for rows in unusual {
        assert_eq!(Book::new(rows).told(), wanted, "{rows}");
    }
}

#[test]
fn elements_with_a_prefix_are_the_same_elements() {
    let content = r#"<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"#;
    assert_snapshot!(Book::new("").with(crate::support::SHEET, content).told(), @r#"
    Data:
      1: A1 "No"
    "#);
}

#[test]
fn days_of_a_workbook_that_counts_from_1904_are_shifted_and_times_are_not() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>1</v></c><c r="C1" s="2"><v>0.5</v></c></row>"#;
    let listed = crate::support::workbook(&[("Data", "rId1")]).replace("<sheets>", "<workbookPr date1904='1'/><sheets>");
    assert_snapshot!(Book::new(rows).with("xl/workbook.xml", &listed).told(), @"
    Data:
      1: A1 1 B1 day 1463 C1 day 0.5
    ");
}

#[test]
fn a_style_that_does_not_exist_formats_nothing() {
    assert_snapshot!(Book::new(r#"<row r="1"><c r="A1" s="99"><v>1</v></c><c r="B1" s="x"><v>1</v></c></row>"#).told(), @"
    Data:
      1: A1 1 B1 1
    ");
}

#[test]
fn a_formula_that_refers_to_itself_is_what_was_calculated() {
    let rows = r#"<row r="1"><c r="A1"><f>B1</f><v>0</v></c><c r="B1"><f t="shared" si="0">A1</f><v>0</v></c><c r="C1"><f t="shared" si="0"/><v>1</v></c></row>"#;
    assert_snapshot!(Book::new(rows).told(), @"
    Data:
      1: A1= 0 B1= 0 C1= 1
    ");
}

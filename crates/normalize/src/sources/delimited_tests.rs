//! Tests of the reader of delimited text.

use std::fmt::Write as _;

use super::*;

const LAYOUT: Layout = Layout { source_id: SourceId::UsbpStaffing, delimiter: ',', columns: &["sector", "number_of_agents"] };

fn shown(bytes: &[u8]) -> String {
    let outcome = read(bytes, &LAYOUT, |record, problems| {
        let agents = count(record.text(1));
        if agents.is_none() {
            problems.report(record.cell_locator(1), format!("{} is not a count", quote(record.text(1))));
        }
        Some((record.line, record.text(0).to_owned(), agents?))
    });
    let mut out = String::new();
    match outcome {
        Ok(Rows { good, problems, .. }) => {
            for (line, sector, agents) in good {
                let _ = writeln!(out, "{line}: {} {agents}", sector.escape_debug());
            }
            for problem in problems.finish() {
                let _ = writeln!(out, "! {}: {}", problem.locator, problem.message);
            }
        }
        Err(error) => {
            let _ = writeln!(out, "{error}");
        }
    }
    out
}

#[test]
fn what_publishers_make_of_csv_is_read() {
    let bytes = b"\xEF\xBB\xBFnumber_of_agents,note, SECTOR \r\n\r\n\"1,234\",x,\"El Paso, \"\"EPT\"\"\"\r\n7,,Ramey\r\n,,\r\n8,\"two\nlines\",Havre\r\n9,,Miami,,";
    insta::assert_snapshot!(shown(bytes), @r#"
    3: El Paso, \"EPT\" 1234
    4: Ramey 7
    6: Havre 8
    8: Miami 9
    "#);
}

#[test]
fn a_damaged_line_is_located_and_the_rest_is_kept() {
    let bytes = b"sector,number_of_agents\nBlaine,1\n\"Havre,2\nMi\xE9ra,3\nRamey\nYuma,4,5\n\"Tucson\"x,6\nLaredo,many\nDetroit,\"12,34\"\nDel Rio,9\n";
    insta::assert_snapshot!(shown(bytes), @r"
    2: Blaine 1
    10: Del Rio 9
    ! line 3: a quotation mark is opened and not closed; the row is left out
    ! line 4: not UTF-8 text from byte 3 of the line on; the row is left out
    ! line 5: 1 columns, where the header has 2; the row is left out
    ! line 6: 3 columns, where the header has 2; the row is left out
    ! line 7: text follows a closing quotation mark; the row is left out
    ! line 8, column number_of_agents: `many` is not a count
    ! line 9, column number_of_agents: `12,34` is not a count
    ");
}

#[test]
fn another_file_is_refused_with_what_was_seen() {
    insta::assert_snapshot!(shown(b"sector,agents\nBlaine,1\n"), @"not a file of usbp-staffing: it lacks the columns `number_of_agents`; found were `sector`, `agents`");
    insta::assert_snapshot!(shown(b""), @"not a file of usbp-staffing: the file is empty");
    insta::assert_snapshot!(shown(b"sector,number_of_agents\n"), @"not a file of usbp-staffing: the header is there, but not one row that can be read stands below it");
    insta::assert_snapshot!(shown(b"sector,number_of_agents\nBlaine,x\n"), @"not a file of usbp-staffing: the header is there, but not one row that can be read stands below it; line 2, column number_of_agents: `x` is not a count");
}

#[test]
fn an_open_quotation_mark_does_not_swallow_the_lines_below() {
    let mut text = String::from("sector,number_of_agents\n\"open,1\n");
    (0..100).for_each(|n| writeln!(text, "sector {n},{n}").expect("text"));
    let outcome = shown(text.as_bytes());
    assert_eq!(outcome.lines().count(), 101, "{outcome}");
    assert!(outcome.ends_with("! line 2: a quotation mark is opened and not closed; the row is left out\n"), "{outcome}");
}

#[test]
fn only_whole_numbers_with_proper_groups_are_counts() {
    let check = |text: &str, expected: Option<u64>| assert_eq!(count(text), expected, "{text}");
    check("0", Some(0));
    check("1,234,567", Some(1_234_567));
    check("0012", Some(12));
    for text in ["", "-1", "+1", "1.0", "1,23", "1234,567", ",123", "NA", "1e3", "99999999999999999999", "9999999999999"] {
        check(text, None);
    }
}

//! Each reason has an input that produces it, and no input panics.

use proptest::prelude::*;

use super::*;

fn check(bytes: &[u8], expect: &str) {
    let said = match recognize(bytes) {
        Ok(id) => format!("recognized: {id}"),
        Err(reason) => reason.to_string(),
    };
    assert_eq!(said, expect);
}

const INCIDENTS: &str = "Fiscal Year,Month (abbv),Component,Region,Area of Responsibility,Unique ID,Count of Officers/Agents";

#[test]
fn a_header_is_found_in_any_order_and_with_further_columns() {
    check(INCIDENTS.as_bytes(), "recognized: cbp-assault-incidents");
    check(
        b"Unique ID,Assault Type Used by Subject,Area of Responsibility,Region,Component,Month (abbv),Fiscal Year,Remark\r\n2025,x",
        "recognized: cbp-assault-types",
    );
}

#[test]
fn byte_order_mark_quotes_case_and_blanks_do_not_matter() {
    let text =
        "\u{feff}\r\n\"FISCAL YEAR\", \"month (abbv)\" ,component,region,Area Of Responsibility,unique id,count of officers/agents\r\n";
    // A blank before a quote makes the quote part of the name, so that column is written without quotes in real files.
    check(text.replace(" \"month (abbv)\" ", " month (abbv) ").as_bytes(), "recognized: cbp-assault-incidents");
}

#[test]
fn the_sector_profile_wins_over_the_staffing_table_that_it_contains() {
    check(b"sector,fiscal_year,number_of_agents\nyuma,2019,809", "recognized: usbp-staffing");
    check(b"sector,fiscal_year,number_of_agents,total_apprehensions,assaults\n", "recognized: usbp-sector-profile");
}

#[test]
fn the_catalogue_knows_its_own_figures() {
    check(crate::figures_file(), "recognized: published-figures");
}

#[test]
fn nothing_is_said_to_be_nothing() {
    check(b"", "the file is empty");
    check(b"\xEF\xBB\xBF", "the file is empty");
    check(b"\r\n \t\n", "the file holds nothing but white space");
}

#[test]
fn an_error_page_is_told_as_a_page_whatever_it_is_called() {
    check(
        b"\n<!DOCTYPE html>\n<html><head><title>404\n Not Found</title></head><body>...</body></html>",
        "this is an HTML page titled \"404 Not Found\", not a data file: the publisher may have answered with an error page, whatever the file is called",
    );
    check(
        b"<HTML><BODY>Access Denied",
        "this is an HTML page, not a data file: the publisher may have answered with an error page, whatever the file is called",
    );
}

#[test]
fn a_feed_is_of_a_court_or_of_nobody_known() {
    check(b"<?xml version='1.0'?><rss version='2.0'><channel><link>https://ECF.nyed.uscourts.gov</link>", "recognized: pacer-rss");
    let other = "this is an RSS feed, but not one of a federal court: no link to a host ecf.<court>.uscourts.gov was found in it";
    check(b"<rss><channel><link>https://example.org</link>", other);
    check(b"<rss><link>https://ecf.a.b.uscourts.gov.evil.org", other);
    check(b"<?xml version='1.0'?><kml/>", "this is an XML document of a kind that no source uses");
}

/// A ZIP file with one stored entry of the given name; the directory at the end can be left out.
fn zip_file(name: &[u8], directory: &[u8]) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.extend([0; 26]);
    bytes.extend(name);
    bytes.extend(b"some content");
    bytes.extend(directory);
    bytes
}

#[test]
fn a_workbook_is_whole_or_cut_off() {
    let mut end = b"xl/workbook.xmlPK\x05\x06".to_vec();
    end.extend([0; 18]);
    check(
        &zip_file(b"[Content_Types].xml", &end),
        "this is an Excel workbook (XLSX) whose layout no source uses; the list of its sheets could not be read",
    );
    check(
        &zip_file(b"[Content_Types].xml", b""),
        "this is an Excel workbook (XLSX) that was cut off: the ZIP directory at its end is missing; fetch it again",
    );
    let end = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    check(&zip_file(b"a.csv", &end), "this is a ZIP archive; unpack it and hand in the files that it holds");
    check(&zip_file(b"a.csv", b""), "this is a ZIP archive that was cut off: the directory at its end is missing; fetch it again");
}

/// A workbook whose list of sheets has these names.
fn workbook_file(sheets: &[&str]) -> Vec<u8> {
    use std::io::Write as _;

    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).expect("a member");
    let list: Vec<String> = sheets.iter().map(|name| format!("<sheet name=\"{name}\" sheetId=\"1\"/>")).collect();
    let list = list.concat();
    archive.write_all(format!("<workbook><sheets>{list}</sheets></workbook>").as_bytes()).expect("written");
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn a_workbook_is_known_by_the_names_of_its_sheets() {
    let layout = ["Header", "ATD FY24 YTD", " Detention FY24", "FACILITIES FY24", "Footnotes"];
    check(&workbook_file(&layout), "recognized: ice-detention-statistics");
    check(
        &workbook_file(&layout[..3]),
        "this is an Excel workbook (XLSX) whose layout no source uses; its sheets are \"Header\", \"ATD FY24 YTD\", \" Detention FY24\"; the nearest source is ice-detention-statistics, of whose sheets it lacks \"Facilities FY\", \"Footnotes\"",
    );
    check(
        &workbook_file(&["Sheet1", "T\u{fc}cke"]),
        "this is an Excel workbook (XLSX) whose layout no source uses; its sheets are \"Sheet1\", \"T\u{fc}cke\"",
    );
    let workbook = workbook_file(&layout);
    for length in 0..workbook.len() {
        assert!(recognize(&workbook[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn other_formats_are_named() {
    check(b"%PDF-1.7\n...", "this is a PDF document; hand in the data file that it describes");
    check(b"{\"error\": \"no such key\"}", "this is JSON, which no source uses");
    check(b" [\n {\"a\": 1}]", "this is JSON, which no source uses");
    check(b"\x1f\x8b\x08\0", "this is a gzip file; unpack it and hand in what it holds");
    check(b"\xff\xfeF\0i\0", "this is text in UTF-16; save it as UTF-8 and hand it in again");
    check(b"\xd0\xcf\x11\xe0\xa1\xb1", "this is an Office document of the old binary format (such as XLS), which no source uses");
    check(b"\x00\x01\x02sector", "this is a binary file of unknown kind");
}

#[test]
fn a_columnar_file_needs_its_columns_and_its_end() {
    check(b"PAR1..\x04year..\x05month..\x11agency_subelement..PAR1", "recognized: opm-dhs-headcount");
    check(b"ARROW1\0\0\x04\0\0\0year\x05\0\0\0month\x11\0\0\0agency_subelementARROW1", "recognized: opm-dhs-headcount");
    check(
        b"PAR1..\x04year..\x05month..PAR1",
        "this is a Parquet file whose columns fit no source; the nearest source is opm-dhs-headcount, of whose columns it lacks \"agency_subelement\"",
    );
    check(b"PAR1..\x04year..\x05month..", "this is a Parquet file that was cut off: the mark at its end is missing; fetch it again");
}

#[test]
fn a_header_that_nearly_fits_names_the_nearest_source_and_what_it_lacks() {
    check(
        b"Fiscal Year,Month,Component,Region,Area of Responsibility,Unique ID,Officers\n2025,JAN",
        "the header of this text fits no source; it begins: \"Fiscal Year\", \"Month\", \"Component\", \"Region\", \"Area of Responsibility\", \"Unique ID\", \"Officers\"; the nearest source is cbp-assault-incidents, of whose columns it lacks \"Month (abbv)\", \"Count of Officers/Agents\"",
    );
    check(b"state;county;votes\n1;2;3", "the header of this text fits no source; it begins: \"state\", \"county\", \"votes\"");
}

#[test]
fn a_hostile_header_is_quoted_short_and_harmless() {
    check(
        "a\u{1b}[2Jb,\u{202e}evil,c,d,e,f,g,h,i".as_bytes(),
        "the header of this text fits no source; it begins: \"a\\u{1b}[2Jb\", \"\\u{202e}evil\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", …",
    );
    let said = recognize("x".repeat(100_000).as_bytes()).expect_err("no header").to_string();
    assert!(said.chars().count() < 300, "{said}");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = recognize(&bytes);
    }

    #[test]
    fn no_bytes_after_a_known_beginning_panic(
        start in prop::sample::select(vec![
            b"PAR1".as_slice(), b"ARROW1", b"PK\x03\x04", b"PK\x05\x06", b"<rss>ecf.", b"<title", b"%PDF-", b"{", b"\"", b"sector,\"",
        ]),
        rest in proptest::collection::vec(any::<u8>(), 0..200),
        end in prop::sample::select(vec![b"".as_slice(), b"PAR1", b"ARROW1", b"PK\x05\x06", b".uscourts.gov"]),
    ) {
        let said = match recognize(&[start, &rest, end].concat()) {
            Ok(id) => id.slug().to_owned(),
            Err(reason) => reason.to_string(),
        };
        prop_assert!(!said.chars().any(char::is_control), "{said:?}");
        prop_assert!(said.chars().count() < 600, "{said}");
    }

    #[test]
    fn extra_columns_never_hide_a_source(extra in "[a-z]{1,12}", crlf in any::<bool>()) {
        let end = if crlf { "\r\n" } else { "\n" };
        let text = format!("{extra},{INCIDENTS},{extra}{end}1,2{end}");
        prop_assert_eq!(recognize(text.as_bytes()), Ok(SourceId::CbpAssaultIncidents));
    }
}

#[test]
fn declarations_are_recognized_by_their_lines() {
    let comparison = crate::comparison_text("city-police").expect("a built-in declaration");
    assert_eq!(recognize(comparison.as_bytes()), Ok(SourceId::AddedComparisons));
    assert_eq!(recognize(include_bytes!("../../data/claims.toml")), Ok(SourceId::AddedClaims));
    assert!(recognize(b"slug = \"x\"\nquestion = \"y\"\n").is_err(), "a comparison asks at least one thing");
}

#[test]
fn what_courtlistener_sends_answers_and_publishes_is_known() {
    let webhook = |results: &str| {
        format!(
            r#"{{"payload": {{"results": [{results}]}}, "webhook": {{"version": 2, "event_type": 1, "date_created": "x", "deprecation_date": null}}}}"#
        )
    };
    check(webhook("").as_bytes(), "recognized: courtlistener-webhook");
    check(webhook(&"{\"description\": \"…\"},".repeat(20_000)).as_bytes(), "recognized: courtlistener-webhook");
    let page = |item: &str| format!(r#"{{"next": null, "previous": "https://x/", "results": [{item}]}}"#);
    check(page(r#"{"resource_uri": "https://x/"}"#).as_bytes(), "recognized: courtlistener-api");
    check(page(r#"{"docketNumber": "1:25-cv-1", "docket_id" : 3}"#).as_bytes(), "recognized: courtlistener-api");
    check(
        br#"{"resource_uri": "x", "court_id": "nysd", "docket_number": "1", "pacer_case_id": null, "date_modified": "x"}"#,
        "recognized: courtlistener-api",
    );
    check(
        b"id,date_created,date_modified,source,case_name,docket_number,docket_number_core,pacer_case_id,court_id,federal_dn_case_type\n\"1\"",
        "recognized: courtlistener-bulk",
    );
    check(
        b"id,pacer_court_id,pacer_has_rss_feed,pacer_rss_entry_types,date_last_pacer_contact,fjc_court_id,jurisdiction\n",
        "recognized: courtlistener-bulk",
    );
}

#[test]
fn other_json_is_refused_whatever_it_quotes() {
    let other = "this is JSON, which no source uses";
    check(page_of_nobody("").as_bytes(), other);
    check(page_of_nobody(r#"{"text": "\"resource_uri\": 1"}"#).as_bytes(), other);
    check(br#"{"payload": {"results": []}, "note": "webhook event_type version deprecation_date"}"#, other);
}

fn page_of_nobody(item: &str) -> String {
    format!(r#"{{"count": 0, "next": null, "previous": null, "results": [{item}]}}"#)
}

//! Tables of the bulk data, as PostgreSQL writes them.

use std::fmt::Write as _;

use domain::Instant;

use super::{super::Kind, *};

const HEADER: &str = "id,date_created,date_modified,date_filed,date_terminated,case_name_short,case_name,case_name_full,docket_number,pacer_case_id,court_id,docket_number_raw";

fn at() -> Instant {
    "2026-01-09T12:00:00Z".parse().expect("an instant")
}

fn told(text: &str) -> String {
    let read = super::super::read(Kind::Bulk, text.as_bytes(), at()).expect("a table");
    let mut out = String::new();
    for record in &read.records {
        let CaseRecord { number, pacer_case_id, caption, filed, terminated, said, locator, .. } = record;
        let day = |date: &Option<Date>| date.map_or("-".to_owned(), |date| date.to_string());
        let id = pacer_case_id.as_deref().unwrap_or("-");
        writeln!(out, "{locator}: {} {id} {caption:?} {} {} {}", number.key(), day(filed), day(terminated), said.at).expect("a string");
    }
    for court in &read.courts {
        let CourtRecord { court, name, pacer_court_id, has_feed, feed_shows, last_contact, said, locator } = court;
        writeln!(out, "{locator}: {court} {name:?} {pacer_court_id:?} {has_feed:?} {feed_shows:?} {last_contact:?} {:?}", said.by)
            .expect("a string");
    }
    for problem in &read.problems {
        writeln!(out, "{}: {}", problem.locator, problem.message).expect("a string");
    }
    writeln!(out, "{} aliases, {} not on PACER", read.aliases.len(), read.not_on_pacer).expect("a string");
    out
}

#[test]
fn dockets_of_the_courts_are_read_and_those_of_others_counted() {
    let rows = [
        HEADER,
        r#""4214664","2016-04-21 19:40:10+00","2022-10-11 14:21:40.855097+00","2016-04-21",,"","National Veterans v. USA \"NVLSP\"","","1:16-cv-00745-ESH","178502","dcd","""#,
        r#""7","2016-04-21 19:40:10+00","2022-10-11 14:21:40+05:30","2012-02-02","2013-03-03","Short","","","1:12-CR-120-RJS-2","400001","arb","""#,
        r#""8","2016-04-21 19:40:10+00","2022-10-11 14:21:40+00",,,"","Obergefell","","14-556",,"scotus","""#,
        r#""9","2016-04-21 19:40:10+00",,"2012-13-02",,"","No number","",,"5","nysd","""#,
        r#""10","x""#,
    ];
    insta::assert_snapshot!(told(&rows.join("\n")), @r#"
    line 2: dcd/1:16-cv-00745 178502 "National Veterans v. USA \"NVLSP\"" 2016-04-21 - 2022-10-11T14:21:40.855Z
    line 3: azb/1:12-cr-00120 400001 "Short" 2012-02-02 2013-03-03 2022-10-11T08:51:40.000Z
    line 5, date_filed: `2012-13-02` is not a date
    line 5: the docket has no number, so that it names no case
    line 6: 2 fields stand where the header has 12
    2 aliases, 1 not on PACER
    "#);
}

#[test]
fn of_a_court_it_is_told_whether_its_feed_is_known_not_to_be_there() {
    let rows = [
        "id,pacer_court_id,pacer_has_rss_feed,pacer_rss_entry_types,date_last_pacer_contact,fjc_court_id,date_modified,full_name",
        r#""nysd","127","t","all","2026-01-01 00:00:00+00","08","2026-01-01 00:00:00+00","District Court, S.D. New York""#,
        r#""oknd","1","f","","2026-01-01 00:00:00+00","08",,"District Court, N.D. Oklahoma""#,
        r#""scotus",,,,,"","2026-01-01 00:00:00+00","Supreme Court of the United States""#,
    ];
    insta::assert_snapshot!(told(&rows.join("\n")), @r#"
    line 2: nysd "District Court, S.D. New York" Some(127) Some(true) Some("all") Some(2026-01-01T00:00:00.000Z) Source
    line 3: oknd "District Court, N.D. Oklahoma" Some(1) Some(false) Some("") Some(2026-01-01T00:00:00.000Z) Retrieval
    line 4: scotus "Supreme Court of the United States" None None None None Source
    0 aliases, 0 not on PACER
    "#);
}

#[test]
fn other_tables_are_refused() {
    for text in ["", "id,name\n\"1\",\"x\"\n", "\"id"] {
        assert_eq!(Table::open(text.as_bytes(), at()).map(|_| ()), Err(NotCourtListener::NoTable), "{text}");
    }
}

#[test]
fn parts_say_what_the_whole_says_and_a_flood_of_problems_is_counted() {
    let mut text = format!("{HEADER}\n");
    for id in 0..3000 {
        let date = if id % 2 == 0 { "2020-01-01" } else { "never" };
        writeln!(text, "\"{id}\",,\"2020-01-01 00:00:00+00\",\"{date}\",,\"\",\"A v. B\",\"\",\"1:20-cv-{id}\",\"{id}\",\"nysd\",\"\"")
            .expect("a string");
    }
    let whole = super::super::read(Kind::Bulk, text.as_bytes(), at()).expect("a table");
    let mut table = Table::open(text.as_bytes(), at()).expect("a table");
    let mut parts = Read::default();
    while let Some(part) = table.part(7).expect("a part") {
        assert!(part.records.len() <= 7);
        parts.append(part);
    }
    assert_eq!(parts.records, whole.records);
    assert_eq!(whole.problems.len(), 1001);
    insta::assert_snapshot!(whole.problems.last().expect("a problem").message, @"500 more problems are not listed");
}

#[test]
fn the_published_headers_of_both_tables_are_known() {
    let Some(corpus) = testkit::corpus("the_published_headers_of_both_tables_are_known") else { return };
    let columns = std::fs::read_to_string(corpus.join("court/courtlistener_schema/bulk_csv_columns.tsv")).expect("a table");
    for (table, wanted) in [("docket", Which::Dockets), ("court", Which::Courts)] {
        let of_table = columns.lines().filter_map(|line| line.strip_prefix(table)?.strip_prefix('\t')?.split('\t').nth(1));
        let header = of_table.collect::<Vec<_>>().join(",");
        assert_eq!(catalog::recognize(header.as_bytes()), Ok(catalog::SourceId::CourtlistenerBulk), "{table}");
        assert_eq!(Table::open(header.as_bytes(), at()).map(|table| table.which), Ok(wanted), "{table}");
    }
}

//! What becomes of a feed.

use super::*;
use crate::pacer::feed;

/// A feed of one court with these items: title, kind, minute of the hour.
pub(crate) fn feed_of(items: &[(&str, &str, u8)]) -> Vec<u8> {
    let item = |(title, kind, minute): &(&str, &str, u8)| {
        let case: String = title.bytes().take(13).filter(u8::is_ascii_digit).map(char::from).collect();
        format!(
            "<item><title>{title}</title><link>https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?{case}</link>\
             <description>[{kind}]</description><pubDate>Tue, 06 Jan 2026 10:{minute:02}:00 GMT</pubDate></item>"
        )
    };
    let items: Vec<String> = items.iter().map(item).collect();
    let channel = "<title>D. Nowhere</title><link>https://ecf.nwd.uscourts.gov</link><description>all</description>";
    format!("<rss><channel>{channel}{}</channel></rss>", items.concat()).into_bytes()
}

/// The reading of bytes that were retrieved at a second of 2026.
pub(crate) fn reading_of(bytes: &[u8], second: i64) -> Reading {
    let hash = platform::objects::hash_of(bytes);
    let retrieved_at = Instant::from_unix_millis(1_767_700_000_000 + second * 1000);
    let source = "pacer-rss".parse().expect("a slug");
    let snapshot = StoredSnapshot { source, hash, size_bytes: bytes.len() as u64, retrieved_at, origin: "feed.xml".to_owned() };
    reading(snapshot, feed::read(bytes).expect("a feed"))
}

/// An order of a court in one case, with this number.
pub(crate) fn filing(court: &str, number: &str) -> Filing {
    Filing {
        court: court.to_owned(),
        docket_number: "1:26-cr-00012".to_owned(),
        case_id: Some("4711".to_owned()),
        case_name: "USA v. Doe".to_owned(),
        filed_at: Some(Instant::from_unix_millis(1_785_000_000_000)),
        entry_kind: "Order".to_owned(),
        document_number: Some(number.to_owned()),
        document_id: None,
        sequence: None,
        link: None,
        snapshot: "f1".to_owned(),
        locator: "item 1".to_owned(),
    }
}

fn shown(reading: &Reading) -> Vec<String> {
    let line = |filing: &Filing| format!("{}: {} {} [{}]", filing.locator, filing.docket_number, filing.case_name, filing.entry_kind);
    let mut lines: Vec<String> = reading.filings.values().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn items_that_agree_in_what_identifies_a_filing_are_one_and_all_others_are_kept() {
    let twice = ("1:26-cr-00001 USA v. Doe", "Order on Motion", 1);
    let feed = feed_of(&[
        twice,
        twice,
        ("1:26-cr-00001 USA v. Doe", "Order", 1),
        ("1:26-cr-00001 USA v. Doe", "Order", 2),
        ("No number", "Order", 3),
    ]);
    assert_eq!(
        shown(&reading_of(&feed, 0)),
        [
            "item 1: 1:26-cr-00001 USA v. Doe [Order on Motion]",
            "item 3: 1:26-cr-00001 USA v. Doe [Order]",
            "item 4: 1:26-cr-00001 USA v. Doe [Order]",
            "item 5:  No number [Order]",
        ]
    );
}

#[test]
fn the_same_entry_has_the_same_id_in_every_snapshot_whatever_its_caption() {
    let first = reading_of(&feed_of(&[("1:26-cr-00001 USA v. Doe", "Order", 1)]), 0);
    let second = reading_of(&feed_of(&[("1:26-cr-00002 USA v. Roe", "Order", 2), ("1:26-cr-00001 USA v. EXPUNGED", "Order", 1)]), 1);
    let [id] = first.filings.keys().collect::<Vec<_>>()[..] else { panic!("one filing") };
    assert_eq!(second.filings.get(id).map(|filing| filing.case_name.as_str()), Some("USA v. EXPUNGED"));
    assert_eq!(second.filings.len(), 2);
}

#[test]
fn a_filing_is_on_the_wire_what_the_court_says() {
    let reading = reading_of(&feed_of(&[("1:26-cr-00001-ABC-2 USA v. Doe", "Indictment", 30)]), 0);
    let filing = reading.filings.values().next().expect("a filing");
    let wire = FilingSeen::from(filing);
    let wanted = FilingSeen {
        court: "nwd".into(),
        docket_number: "1:26-cr-00001".into(),
        pacer_case_id: "12600001".into(),
        case_name: "USA v. Doe".into(),
        filed_at: "2026-01-06T10:30:00.000Z".into(),
        entry_kind: "Indictment".into(),
        document_number: String::new(),
        link: "https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?12600001".into(),
        snapshot: reading.snapshot.hash.to_string(),
        locator: "item 1".into(),
    };
    assert_eq!(wire, wanted);
    assert_eq!(wire.id(), filing.id());
}

#[test]
fn problems_keep_their_place() {
    let reading = reading_of(&feed_of(&[("1:26-cr-00001 USA v. Doe", "Order", 1), ("No number", "Order", 61)]), 0);
    let problems: Vec<String> = reading.problems.iter().map(|problem| format!("{} | {}", problem.locator, problem.message)).collect();
    assert_eq!(
        problems,
        [
            "item 2 | the title `No number` has no docket number",
            "item 2 | `Tue, 06 Jan 2026 10:61:00 GMT` is not a date of the form Tue, 22 May 2018 22:10:04 GMT",
        ]
    );
}

//! Golden feeds, one for each behaviour, and what is no feed.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/test_data/feeds/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A feed as people can judge it: four lines an item, only what is there.
fn shown(bytes: &[u8]) -> String {
    let feed = match read(bytes) {
        Ok(feed) => feed,
        Err(reason) => return format!("not a feed: {reason}"),
    };
    let built = feed.built.map_or("no date".to_owned(), |built| built.to_string());
    let mut lines = vec![format!("{} | {} | {} | {built}", feed.court, feed.title, feed.shows)];
    for item in &feed.items {
        let number = item.docket_number.clone().unwrap_or_default();
        let entered = item.entered.map_or("no date".to_owned(), |entered| entered.to_string());
        lines.push(format!("{}. {} | {} | [{}] {entered}", item.position, number.text, item.case_name, item.entry_kind));
        let numbers = [
            ("assigned", number.assigned),
            ("referred", number.referred),
            ("defendant", number.defendant.map(|defendant| defendant.to_string())),
            ("case", item.case_id.clone()),
            ("entry", item.sequence_number.clone()),
            ("document", item.document_number.clone()),
            ("document id", item.document_id.clone()),
            ("type", item.bankruptcy.case_type.clone()),
            ("office", item.bankruptcy.office.clone()),
            ("chapter", item.bankruptcy.chapter.clone()),
            ("trustee", item.bankruptcy.trustee.clone()),
        ];
        let numbers: Vec<String> = numbers.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?))).collect();
        lines.push(format!("   {}", numbers.join(", ")).trim_end().to_owned());
        lines.extend(item.link.iter().map(|link| format!("   {link}")));
    }
    lines.extend(feed.problems.iter().map(|problem| format!("! {problem}")));
    lines.join("\n")
}

#[test]
fn a_district_court_s_feed() {
    assert_snapshot!(shown(&file("district.xml")), @"
    nwd | District of Nowhere - Recent Entries | Docket entries of type: all | 2026-01-06T22:15:02+00:00
    1. 1:26-cr-00017 | USA v. Doe & Roe | [Indictment] 2026-01-06T21:34:43+00:00
       assigned ABC, referred DE, defendant 2, case 417541, document 1
       https://ecf.nwd.uscourts.gov/cgi-bin/show_case_doc?1,417541,,,
    2. 2:25-cv-01808 | Able et al v. Baker, Inc. et al | [Order on Motion / Application] 2026-01-06T19:14:26+00:00
       case 100645, entry 47, document 13, document id 20109112675
       https://ecf.nwd.uscourts.gov/doc1/20119112675?caseid=100645&de_seq_num=47
    3. 1:26-mj-00003 | SEALED CASE | [~Util - Set Hearings [sealed]] 2026-01-06T19:14:25+00:00
       case 100646, entry 4
       https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?100646&4
    ");
}

#[test]
fn a_bankruptcy_court_s_feed() {
    assert_snapshot!(shown(&file("bankruptcy.xml")), @"
    nwb | District of Nowhere - Recent Entries | Docket entries of type: all | 2026-01-06T22:30:01+00:00
    1. 26-00079 | Able v. Baker of Dundee, Inc. d/b/a Charlie of D | [Close Adversary Case] 2026-01-06T11:25:12+00:00
       case 711557, entry 19, type ap, office 1
       https://ecf.nwb.uscourts.gov/cgi-bin/DktRpt.pl?711557-19
    2. 8-26-90003 |  | [Motion] 2026-01-06T11:20:01+00:00
       assigned abc, case 713212, entry 2, document 1, document id 092041355320, type bk, office 8, chapter 7, trustee Roe, Jane
       https://ecf.nwb.uscourts.gov/doc1/092141355320?pdf_header=&de_seq_num=2&caseid=713212
    ");
}

#[test]
fn a_court_of_appeals_feed() {
    assert_snapshot!(shown(&file("appellate.xml")), @"
    ca99 | Court of Appeals, 99th Circuit - Recent Entries | Docket entries of type: orders, opinions | 2026-01-06T12:33:06-05:00
    1. 25-3054 | Able & Baker Watch v. USA | [Order FILED (CLERK)] 2026-01-06T23:52:07-05:00
       document 27, document id 00219229396
       https://ecf.ca99.uscourts.gov/docs1/00219229396
    2. 25-1495 | In re: Jane Roe | [Opinion] 2026-01-06T11:43:01-07:00
       document id 00209229372
       https://ecf.ca99.uscourts.gov/docs1/00209229372
    3. 25-1496 | Roe v. Doe | [ruling] 2026-01-06T11:42:01-05:00

       https://ecf.ca99.uscourts.gov/n/beam/servlet/TransportRoom?servlet=DocketReportFilter.jsp&caseNum=25-1496&partId=3463594
    ");
}

#[test]
fn what_is_broken_is_located_and_the_rest_goes_on() {
    assert_snapshot!(shown(&file("recoverable_errors.xml")), @"
    nwd | District of Nowhere | all | no date
    1. 1:26-cr-00001 | USA v. One | [Order] no date
       case 1
       https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?1
    2. 5:26-~gr-00002 |  | [Order] 2026-01-06T10:00:00+00:00
       case 2
       https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?2
    3.  | Notice to the bar | [] no date

       https://ecf.nwd.uscourts.gov/notice
    4. 1:26-cr-00004 | USA v. Four] | [Order] 2026-01-06T10:00:00+00:00
       case 4
       https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?4
    5. 1:26-cr-00005 | USA v. Five & Sons & Daughters &unknown; | [Order] 2026-01-06T10:00:00+00:00
       case 5, entry 8, document 8, document id 0050
       https://ecf.nwd.uscourts.gov/doc1/0051?caseid=5&de_seq_num=8
    6. 1:26-cr-00006 | USA v. Six | [] no date
       case 6
       https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?6
    7. 1:26-cr-00007 | USA v. Seven | [Order] 2026-01-06T10:00:00+00:00

    8. 1:26-cr-00008 | USA v. Eight | [Order] 2026-01-06T10:00:00+00:00
       case 8
       https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?8
    9. 1:26-cr-00009 | USA v. Nine | [] no date
       case 9
       https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?9
    ! feed: `yesterday` is not a date of the form Tue, 22 May 2018 22:10:04 GMT
    ! item 1: `Tue, 30 Feb 2026 10:00:00 GMT` is not a date of the form Tue, 22 May 2018 22:10:04 GMT
    ! item 2: the docket number `5:26-~gr-00002` is in no known form; it is kept as written
    ! item 3: the title `Notice to the bar` has no docket number
    ! item 3: the description `The clerk's office is closed.` names no [kind] of entry
    ! item 3: there is no date
    ! item 4: the XML breaks at byte 766 (syntax error: CDATA not closed: `]]>` not found before end of input); reading goes on after it
    ! item 5: the description links to 2 documents; the first is kept
    ! item 6: <title> has no end
    ! item 6: the description `` names no [kind] of entry
    ! item 6: there is no date
    ! item 7: `https://evil.example/doc1/1` is no address on the server of the court nwd; it is not kept
    ! item 7: `javascript:alert(1)` is no address on the server of the court nwd; it is not kept
    ! item 7: `https://ecf.elsewhere.uscourts.gov/cgi-bin/DktRpt.pl?7` is no address on the server of the court nwd; it is not kept
    ! item 8: <item> has no end
    ! item 9: <description> has no end
    ! item 9: <item> has no end
    ! item 9: the description `[Or` names no [kind] of entry
    ! item 9: there is no date
    ");
}

#[test]
fn a_feed_in_iso_8859_1_and_one_in_utf_8_read_the_same() {
    let feed = |name: &[u8]| {
        let parts = [
            b"<rss><channel><link>https://ecf.nwd.uscourts.gov</link><item><title>1:26-cv-1 ".as_slice(),
            name,
            b"</title></item></channel></rss>",
        ];
        read(&parts.concat()).expect("a feed").items[0].case_name.clone()
    };
    assert_eq!(feed("Peña v. Müller’s".as_bytes()), "Peña v. Müller’s");
    assert_eq!(feed(b"Pe\xf1a v. M\xfcller\x92s"), "Peña v. Müller’s");
}

#[test]
fn what_is_no_feed_is_refused_with_the_reason() {
    let check = |bytes: &[u8], wanted: &str| assert_eq!(shown(bytes), format!("not a feed: {wanted}"));
    check(b"", "the file is empty");
    check(b" \n", "the file is empty");
    check(b"a,b\n1,2\n", "the file holds no XML element; it begins with `a,b 1,2`");
    check(b"\xff\xfe<\0r\0", "the file is in UTF-16, which no court writes");
    let document_type = "the file declares a document type, which a court's feed never does; an HTML page does";
    check(&file("entities_that_would_grow.xml"), document_type);
    check(b"<!DOCTYPE html><html><body>503</body></html>", document_type);
    check(b"<html><body>503</body></html>", "the file is no RSS feed: its root element is `html`");
    check(b"<rss></rss>", "the feed has no channel");
    check(b"<rss/>", "the feed has no channel");
    let no_court = "the feed names no court: neither channel nor items link to https://ecf.<court>.uscourts.gov";
    check(b"<rss><channel><link>https://example.org</link><item><link>https://x.gov</link></item></channel></rss>", no_court);
    check(&vec![b' '; MOST_BYTES + 1], "the file has 16777217 bytes; a feed of more than 16777216 is not read");
}

#[test]
fn a_court_without_news_has_a_feed_without_items() {
    let feed = read(b"<rss><channel><link>https://ecf.nwd.uscourts.gov</link></channel></rss>").expect("a feed");
    assert_eq!((feed.court.as_str(), feed.items.len(), feed.problems.len()), ("nwd", 0, 0));
}

#[test]
fn a_field_and_a_list_of_problems_are_bounded() {
    let item = |title: &str| format!("<item><title>{title}</title></item>");
    let feed = |items: &str| {
        read(format!("<rss><channel><link>https://ecf.nwd.uscourts.gov</link>{items}</channel></rss>").as_bytes()).expect("a feed")
    };
    let long = feed(&item(&format!("1:26-cv-1 {}", "é".repeat(20_000))));
    assert_eq!(long.items[0].case_name.chars().count(), (16 * 1024 - 10) / 2);
    assert!(long.problems.iter().any(|problem| problem.trouble == Trouble::TooLong("title")), "{:?}", long.problems);

    let many = feed(&item("x").repeat(2_000));
    assert_eq!((many.items.len(), many.problems.len()), (2_000, 1_001));
    let last = many.problems.last().expect("a problem").to_string();
    assert_eq!(last, "feed: 5000 further problems are not listed");
}

#[test]
fn items_and_breaks_are_bounded_and_what_is_left_out_is_said() {
    let feed = |items: &str| {
        read(format!("<rss><channel><link>https://ecf.nwd.uscourts.gov</link>{items}</channel></rss>").as_bytes()).expect("a feed")
    };
    let many = feed(&"<item/>".repeat(100_002));
    assert_eq!(many.items.len(), 100_000);
    assert!(many.problems.iter().any(|problem| problem.to_string() == "feed: the last 2 items are not read: the feed has too many"));

    let broken = feed(&"<item><title><![CDATA[1:26-cr-1 A</title></item>".repeat(150));
    let stopped = broken.problems.iter().find(|problem| matches!(problem.trouble, Trouble::TooBroken(_))).expect("an end");
    assert_eq!(stopped.to_string(), "feed: the XML is broken in too many places; nothing after byte 1028 is read");
    assert_eq!(broken.items.len(), 21);
}

/// Pieces from which feeds are made, so that random input reaches beyond the first check.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "<rss><channel><link>https://ecf.nwd.uscourts.gov</link>",
        "<item>",
        "</item>",
        "<title>1:26-cr-00001-ABC-2 USA v. é",
        "</title>",
        "<description><![CDATA[[Order] (<a href='",
        "]]>",
        "&lt;a href=",
        "&amp;#x27;",
        "&",
        "<",
        "\"",
        "<!--",
        "<pubDate>Tue, 06 Jan 2026 19:14:25 GMT</pubDate>",
        "https://ecf.nwd.uscourts.gov/doc1/20119112675?caseid=100645&de_seq_num=47",
        "</channel></rss>",
        "<image>",
    ];
    prop_oneof![
        3 => proptest::sample::select(pieces.map(|piece| piece.as_bytes().to_vec()).to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_pieces_of_feeds_are_read_or_refused_and_problems_lie_within(pieces in proptest::collection::vec(piece(), 0..60)) {
        let mut bytes = b"<rss><channel><link>https://ecf.nwd.uscourts.gov</link>".to_vec();
        bytes.extend(pieces.concat());
        if let Ok(feed) = read(&bytes) {
            for problem in &feed.problems {
                if let Place::Item(position) = problem.place {
                    prop_assert!((1..=feed.items.len()).contains(&(position as usize)));
                }
            }
            prop_assert!(feed.items.iter().zip(1..).all(|(item, position)| item.position == position));
        }
    }

    /// Damage in one item never costs another: a feed with a broken piece in the middle still shows the items around it.
    #[test]
    fn items_after_a_broken_one_are_read(broken in "[<&a-z\\[\\]!\"'/> ]{0,40}") {
        let feed = format!(
            "<rss><channel><link>https://ecf.nwd.uscourts.gov</link>\
             <item><title>1:26-cr-1 First</title></item>\
             <item><title>1:26-cr-2 {broken}</item>\
             <item><title>1:26-cr-3 Third</title></item></channel></rss>"
        );
        let feed = read(feed.as_bytes()).expect("a feed");
        let captions: Vec<&str> = feed.items.iter().map(|item| item.case_name.as_str()).collect();
        prop_assert!(captions.contains(&"First"));
        prop_assert!(captions.contains(&"Third") || broken.contains("<!"), "{captions:?}");
    }
}

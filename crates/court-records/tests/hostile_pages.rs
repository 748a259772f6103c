//! Pages and feeds that somebody wrote to harm: nothing panics, takes long or grows without bound, and what can be read is read.

use std::time::{Duration, Instant};

use court_records::pacer::{Excess, Trouble, case_query, docket, feed, history, interchange};
use proptest::prelude::*;

/// The begin of a docket report up to its first entry.
const HEAD: &str = "<h3>CIVIL DOCKET FOR CASE #: 3:08-cv-00284-TMB</h3><table><tr><td><br>A v. B<br>Assigned to: Judge X</td>\
     <td><br>Date Filed: 12/23/2008</td></tr></table><table><tr><td>Date Filed</td><th>#</th><td>Docket Text</td></tr>";

fn entry(number: u32, text: &str) -> String {
    format!("<tr><td>12/24/2008</td><td>{number}</td><td>{text} (Entered: 12/25/2008)</td></tr>")
}

/// Reads a page with every reader and writes what they made of it; a minute is far more than any of these takes unoptimized, and far less than
/// one that is quadratic would take.
fn survived(page: &[u8]) {
    let begun = Instant::now();
    let written = [
        serde_json::to_string(&interchange::docket("nysd", &docket::read(page))),
        serde_json::to_string(&interchange::case_query("nysd", &case_query::read(page))),
        serde_json::to_string(&interchange::history("nysd", &history::read(page))),
    ];
    if let Ok(feed) = feed::read(page) {
        serde_json::to_string(&interchange::rss("nysd", &feed)).expect("JSON");
    }
    let [docket, ..] = written.map(|json| json.expect("JSON"));
    assert!(docket.len() <= page.len() * 12 + 10_000, "{} bytes of JSON from {}", docket.len(), page.len());
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
}

#[test]
fn of_an_entry_of_a_hundred_megabytes_a_megabyte_is_kept() {
    let page = format!("{HEAD}{}", entry(1, &"word ".repeat(20_000_000)));
    let read = docket::read(page.as_bytes());
    let docket = read.content.expect("a docket");
    let lengths: Vec<usize> = docket.entries.iter().map(|entry| entry.text.len()).collect();
    assert!(matches!(lengths.as_slice(), [length] if *length <= 1024 * 1024), "{lengths:?}");
    let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "page: the page has more than 67108864 bytes; what is after them is not read",
            "entry 1: a text is longer than the 1048576 bytes that are kept; its end was cut off"
        ]
    );
}

#[test]
fn tables_ten_thousand_deep_are_read_to_a_depth_that_no_court_reaches() {
    let page = format!("{HEAD}{}{}", entry(1, "before"), "<tr><td><table>".repeat(10_000));
    let read = docket::read(page.as_bytes());
    assert_eq!(
        read.content.expect("a docket").entries.first().map(|entry| entry.text.clone()),
        Some("before (Entered: 12/25/2008)".to_owned())
    );
    assert!(read.problems.iter().any(|problem| problem.trouble == Trouble::Excess(Excess::TooDeep)), "{:?}", read.problems);
    survived(page.as_bytes());
    survived("<center>3:08-cv-1 A v. B".repeat(10_000).as_bytes());
}

#[test]
fn a_million_attributes_are_one_element() {
    let page = format!(
        "{HEAD}<tr><td {}>12/24/2008</td><td><a {}>1</a></td><td>x</td></tr>",
        "a=b ".repeat(1_000_000),
        "c='d' ".repeat(1_000_000)
    );
    let docket = docket::read(page.as_bytes()).content.expect("a docket");
    assert_eq!(docket.entries.first().map(|entry| (entry.number, entry.text.as_str())), Some((Some(1), "x")));
}

#[test]
fn invalid_utf_8_is_read_as_latin_1() {
    let mut page = format!("{HEAD}{}", entry(1, "PETICI~N de Pe~a")).into_bytes();
    page.iter_mut().filter(|byte| **byte == b'~').for_each(|byte| *byte = 0xd3);
    let docket = docket::read(&page).content.expect("a docket");
    assert_eq!(docket.entries.first().map(|entry| entry.text.as_str()), Some("PETICIÓN de PeÓa (Entered: 12/25/2008)"));
}

#[test]
fn a_script_in_a_caption_is_no_text_and_markup_in_references_stays_text() {
    let page = "<center><b>3:18-cr-03298-JAH</b> USA v. <script>alert(1)</script>Roe &lt;img src=x onerror=alert(1)&gt;<br></center>";
    let summary = case_query::read(page.as_bytes()).content.expect("a summary");
    assert_eq!(summary.caption, "USA v. Roe <img src=x onerror=alert(1)>");
}

#[test]
fn entities_of_a_feed_are_never_expanded() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><rss><channel><title>&b;</title></channel></rss>";
    assert_eq!(feed::read(bomb.as_bytes()), Err(feed::NotAFeed::DocumentType));
    survived(bomb.as_bytes());
}

#[test]
fn an_address_that_every_party_repeats_does_not_multiply_the_page() {
    let party = "<tr><td><b>A</b></td><td>by</td><td><b>Roe</b><br>(See above for address)</td></tr>";
    let first = format!("<tr><td><b>A</b></td><td>by</td><td><b>Roe</b><br>{}</td></tr>", "street ".repeat(500));
    let header = HEAD.split("<table><tr><td>Date Filed").next().expect("the header");
    let page = format!("{header}<table>{first}{}</table>", party.repeat(20_000));
    survived(page.as_bytes());
    let docket = docket::read(page.as_bytes()).content.expect("a docket");
    let bytes: usize =
        docket.parties.iter().flat_map(|party| party.attorneys.iter().flatten()).flat_map(|one| &one.contact).map(String::len).sum();
    assert_eq!(docket.parties.len(), 20_001);
    assert!(bytes <= 40 * 1024 * 1024, "{bytes}");
}

#[test]
fn what_never_ends_is_looked_for_once() {
    for piece in ["<!--", "<a href=\"", "<a x='", "<script>", "<b>", "&", "<", "</", "<td", "CASE #: ", "(Attachments: # <a>1</a> ", "[<a "]
    {
        let times = 500_000 / piece.len();
        survived(format!("{HEAD}{}", piece.repeat(times)).as_bytes());
        survived(format!("{HEAD}<tr><td>12/24/2008</td><td>1</td><td>{}", piece.repeat(times)).as_bytes());
    }
}

#[test]
fn a_page_may_be_cut_off_anywhere() {
    let whole = format!("{HEAD}{}{}</table>", entry(1, "COMPLAINT &amp; more"), entry(2, "ORDER <a href='/doc1/035123513539'>1</a>"));
    let mut most = 0;
    for end in 0..=whole.len() {
        let bytes = whole.as_bytes().get(..end).expect("a beginning");
        let entries = docket::read(bytes).content.map_or(0, |docket| docket.entries.len());
        assert!(entries >= most, "an entry is lost with byte {end}");
        most = entries;
        case_query::read(bytes);
        history::read(bytes);
    }
    assert_eq!(most, 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        survived(&bytes);
    }

    #[test]
    fn any_mixture_of_what_pages_are_made_of_is_read(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just(HEAD.to_owned()),
                Just("<center><b>3:18-cr-1</b> A v. B<br>".to_owned()),
                Just("<table><tr><th>Dates</th><th>Description</th></tr>".to_owned()),
                Just("<tr><td><b><u>Defendant (1)</u></b></td></tr><tr><td><b>X</b></td><td></td><td><b>Y</b><br>Z</td></tr>".to_owned()),
                Just("<tr><td><b><u>Pending Counts</u></b></td></tr><tr><td>18:111<br>(1)</td><td></td><td>x</td></tr>".to_owned()),
                Just(entry(7, "(Attachments: # <a href='/doc1/0351'>1</a> B, # <a>2</a>)")),
                "(</?(table|tr|td|b|i|u|a|br|center|p|pre)( [a-z]=[\"'])?>?|[0-9/]{10}|&[#a-z0-9]{0,6};?|[A-Za-z ():,.é]{0,8})",
            ],
            0..40,
        )
    ) {
        survived(pieces.concat().as_bytes());
    }
}

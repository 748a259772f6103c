//! What CourtListener says, as it says it, and what is read of it.

mod same_case;

use std::fmt::Write as _;

use domain::Instant;

use super::*;
use crate::record::{CaseNumber, CaseRecord, EntryRecord, Heading, SaidBy};

pub(super) fn at() -> Instant {
    "2026-01-09T12:00:00Z".parse().expect("an instant")
}

fn day(date: Option<domain::Date>) -> String {
    date.map_or("-".to_owned(), |date| date.to_string())
}

fn entry_told(entry: &EntryRecord) -> String {
    let EntryRecord { filed, entered, sequence, number, document_id, kind, text, link, is_available, said, locator } = entry;
    assert_eq!(*entered, None, "CourtListener gives no instant of entering with a zone");
    let text: String = text.chars().take(40).collect();
    let has = if *is_available { "available" } else { "not available" };
    let of = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{locator}: {} seq {} no {} doc {} {kind:?} {text:?} {} {has} {:?} {}",
        day(*filed),
        of(sequence),
        of(number),
        of(document_id),
        of(link),
        said.by,
        said.at
    )
}

fn record_told(record: &CaseRecord) -> String {
    let CaseRecord { number, pacer_case_id, caption, filed, terminated, seal, linked, defendants, parties, entries, said, locator } =
        record;
    assert_eq!(linked, &[], "CourtListener links dockets by its own numbers");
    let id = pacer_case_id.as_deref().unwrap_or("-");
    let mut out = format!(
        "{locator}: {} id {id} {caption:?} filed {} ended {} {seal:?} {:?} {}\n",
        number.key(),
        day(*filed),
        day(*terminated),
        said.by,
        said.at
    );
    for defendant in defendants.iter().flatten() {
        writeln!(out, "  {}: defendant {} ended {}", defendant.locator, defendant.name, day(defendant.terminated)).expect("a string");
        for charge in defendant.charges.iter().flatten() {
            let heading = match charge.heading {
                Heading::Pending => "pending",
                Heading::Terminated => "terminated",
                Heading::Complaint => "complaint",
            };
            writeln!(out, "    {}: {heading} {:?} -> {:?}", charge.locator, charge.text, charge.disposition).expect("a string");
        }
    }
    if !parties.is_empty() {
        writeln!(out, "  parties {parties:?}").expect("a string");
    }
    for entry in entries {
        writeln!(out, "  {}", entry_told(entry)).expect("a string");
    }
    out
}

/// Everything that was read, with what waits named by `nysd/1:25-cr-00001` if the test knows its docket.
fn told(read: &Read) -> String {
    let mut out = String::new();
    for record in &read.records {
        out.push_str(&record_told(record));
    }
    for alias in &read.aliases {
        writeln!(out, "docket {} is {} {:?}", alias.docket, alias.number.key(), alias.pacer_case_id).expect("a string");
    }
    for word in &read.waiting {
        let listing = word.parties.as_ref().map_or("no parties".to_owned(), |(listing, _)| format!("{listing:?} of the parties"));
        let record = word.clone().named(CaseNumber::of("nysd", "1:25-cr-1"));
        write!(out, "docket {} waits, {listing}: {}", word.docket, record_told(&record)).expect("a string");
    }
    for notice in &read.notices {
        writeln!(out, "{notice:?}").expect("a string");
    }
    for reread in &read.rereads {
        writeln!(out, "{}: read entry {} of {:?} again", reread.locator, reread.entry, reread.docket).expect("a string");
    }
    for problem in &read.problems {
        writeln!(out, "problem at {}: {}", problem.locator, problem.message).expect("a string");
    }
    out
}

fn webhook_told(name: &str) -> Option<String> {
    let corpus = testkit::corpus(name)?;
    let bytes = std::fs::read(corpus.join("court/courtlistener_webhooks").join(name)).expect("a file");
    Some(told(&read(Kind::Webhook, &bytes, at()).expect("a webhook")))
}

/// Both versions of a webhook whose results are alike.
fn both_versions_told(name: &str) -> Option<String> {
    let first = webhook_told(&format!("{name}.v1.json"))?;
    assert_eq!(Some(&first), webhook_told(&format!("{name}.v2.json")).as_ref());
    Some(first)
}

#[test]
fn a_docket_alert_waits_for_the_name_of_its_case() {
    let Some(told) = both_versions_told("docket_alert") else { return };
    insta::assert_snapshot!(told, @r#"
    docket 4214664 waits, no parties: payload.results[0]: nysd/1:25-cr-00001 id - "" filed - ended - Open Source 2022-10-18T20:03:18.474Z
      payload.results[0]: 2022-10-11 seq 584 no 140 doc 04509519006 "Motion for Settlement" "MOTION for Settlement Preliminary Approv" https://www.courtlistener.com/docket/4214664/140/national-veterans-legal-services-program-v-united-states/ available Source 2022-10-18T20:03:18.474Z
    "#);
}

#[test]
fn a_report_on_old_alerts_says_which_are_off_and_never_their_keys() {
    let Some(told) = both_versions_told("old_alerts_report") else { return };
    insta::assert_snapshot!(told, @r#"
    AlertOff(AlertOn { docket: Some(DocketId(1)), created: Some(2022-05-24T02:53:36.903Z), last_hit: Some(2022-05-26T02:53:36.903Z), locator: "payload.disabled_alerts[0]" })
    AlertAging(AlertOn { docket: Some(DocketId(3)), created: Some(2022-11-24T02:53:36.903Z), last_hit: Some(2022-11-25T02:53:36.903Z), locator: "payload.old_alerts[0]" })
    "#);
}

#[test]
fn a_finished_fetch_and_an_answered_prayer_are_notices() {
    let (Some(fetch), Some(prayer)) = (both_versions_told("recap_fetch"), both_versions_told("pray_and_pay")) else { return };
    insta::assert_snapshot!(fetch + &prayer, @r#"
    Fetched { docket: None, document: Some(10), status: Some(2), message: "Successfully completed fetch and save." }
    PrayerAnswered { document: Some(436149610), status: Some(2) }
    "#);
}

#[test]
fn a_search_alert_names_its_cases_in_either_version() {
    let (Some(first), Some(second)) = (webhook_told("search_alert.v1.json"), webhook_told("search_alert.v2.json")) else { return };
    insta::assert_snapshot!(first + &second, @r#"
    payload.results[0]: scotus/14-556 id - "Obergefell v. Hodges" filed 2015-06-26 ended - Open Source 2022-11-14T23:26:19.603Z
    docket 2668808 is scotus/14-556 None
    payload.results[0]: scotus/14-556 id - "Obergefell v. Hodges" filed 2015-06-26 ended - Open Source 2024-11-15T00:22:15.765Z
    docket 2668808 is scotus/14-556 None
    "#);
}

/// A page of the API.
fn page(results: &str) -> String {
    format!(r#"{{"count": "https://x/?count=on", "next": null, "previous": null, "results": [{results}]}}"#)
}

fn answer_told(text: &str) -> String {
    told(&read(Kind::Answer, text.as_bytes(), at()).expect("an answer"))
}

const DOCKET: &str = r#"{
    "resource_uri": "https://www.courtlistener.com/api/rest/v4/dockets/68000001/", "id": 68000001,
    "court": "https://www.courtlistener.com/api/rest/v4/courts/nysd/", "court_id": "nysd",
    "date_created": "2025-06-01T10:00:00-07:00", "date_modified": "2025-06-11T10:00:00.123456-07:00",
    "date_filed": "2025-06-01", "date_terminated": null, "case_name": "United  States v. Roe", "case_name_full": "",
    "docket_number": "1:25-cr-00123-ABC-2", "pacer_case_id": "640001", "blocked": false, "clusters": [], "tags": []
}"#;

#[test]
fn a_docket_names_its_case() {
    insta::assert_snapshot!(answer_told(DOCKET), @r#"
    answer: nysd/1:25-cr-00123 id 640001 "United States v. Roe" filed 2025-06-01 ended - Open Source 2025-06-11T17:00:00.123Z
    docket 68000001 is nysd/1:25-cr-00123 Some("640001")
    "#);
    let as_page = answer_told(&page(DOCKET));
    assert!(as_page.starts_with("results[0]: nysd/1:25-cr-00123 id 640001"), "{as_page}");
}

const PARTIES: &str = r#"{
    "resource_uri": "https://www.courtlistener.com/api/rest/v4/parties/1/", "id": 1, "name": "Richard Roe", "extra_info": "",
    "date_modified": "2025-06-02T10:00:00-07:00", "attorneys": [],
    "party_types": [{
        "docket": "https://www.courtlistener.com/api/rest/v4/dockets/68000001/", "docket_id": 68000001, "name": "Defendant",
        "date_terminated": "2025-09-09", "extra_info": "", "highest_offense_level_opening": "Felony", "highest_offense_level_terminated": "None",
        "criminal_counts": [
            {"name": "18:111(a)(1) - Assault on a Federal Officer(1)", "disposition": "Dismissed", "status": 2},
            {"name": "18:111(b)(1s)", "disposition": "", "status": 1},
            {"name": "18:115(2s)", "disposition": "", "status": 7}
        ],
        "criminal_complaints": [{"name": "18:111.M", "disposition": ""}]
    }, {
        "docket": "https://www.courtlistener.com/api/rest/v4/dockets/5/", "docket_id": 5, "name": "Plaintiff",
        "date_terminated": null, "extra_info": "", "criminal_counts": [], "criminal_complaints": []
    }]
}, {
    "id": 2, "name": "USA", "party_types": [{"docket": "https://www.courtlistener.com/api/rest/v4/dockets/68000001/", "name": "Plaintiff"}]
}"#;

#[test]
fn parties_go_to_their_own_dockets_with_their_charges() {
    insta::assert_snapshot!(answer_told(&page(PARTIES)), @r#"
    docket 5 waits, Part of the parties: results[0].party_types[1]: nysd/1:25-cr-00001 id - "" filed - ended - Open Retrieval 2026-01-09T12:00:00.000Z
      parties ["Richard Roe"]
    docket 68000001 waits, Whole of the parties: results[0].party_types[0]: nysd/1:25-cr-00001 id - "" filed - ended - Open Retrieval 2026-01-09T12:00:00.000Z
      results[0].party_types[0]: defendant Richard Roe ended 2025-09-09
        results[0].party_types[0].criminal_counts[0]: terminated "18:111(a)(1) - Assault on a Federal Officer(1)" -> "Dismissed"
        results[0].party_types[0].criminal_counts[1]: pending "18:111(b)(1s)" -> ""
        results[0].party_types[0].criminal_counts[2]: pending "18:115(2s)" -> ""
        results[0].party_types[0].criminal_complaints[0]: complaint "18:111.M" -> ""
      parties ["USA"]
    problem at results[0].party_types[0].criminal_counts[2].status: neither 1 (pending) nor 2 (terminated); taken for pending, which says least
    "#);
}

#[test]
fn a_page_of_parties_is_not_all_of_them() {
    let listing = |text: &str| {
        let read = read(Kind::Answer, text.as_bytes(), at()).expect("an answer");
        let listing = |word: &Waiting| (word.docket.number(), word.parties.as_ref().map(|(listing, _)| *listing));
        read.waiting.iter().map(listing).collect::<Vec<_>>()
    };
    assert_eq!(listing(&page(PARTIES)), [(5, Some(Listing::Part)), (68_000_001, Some(Listing::Whole))]);
    let with_next = page(PARTIES).replace("\"next\": null", "\"next\": \"https://x/?cursor=a\"");
    assert_eq!(listing(&with_next), [(5, Some(Listing::Part)), (68_000_001, Some(Listing::Part))]);
    let one = PARTIES.split_once("}, {\n    \"id\": 2").map(|(one, _)| format!("{one}}}")).expect("two parties");
    assert_eq!(listing(&page(&one)), [(5, Some(Listing::Part)), (68_000_001, Some(Listing::Part))], "of which docket is this the list?");
}

#[test]
fn an_entry_without_text_is_to_be_read_again_and_a_later_document_is_a_newer_word() {
    let entry = |description: &str, available: &str, modified: &str| {
        format!(
            r#"{{"resource_uri": "https://x/api/rest/v4/docket-entries/77/", "id": 77, "docket": "https://x/api/rest/v4/dockets/68000001/",
            "date_modified": "2025-06-11T10:00:00Z", "date_filed": "2025-06-10", "time_filed": "23:10:00", "entry_number": 7, {description}
            "recap_sequence_number": "2025-06-10.001", "pacer_sequence_number": 31, "recap_documents": [
            {{"id": 1, "document_number": "7", "attachment_number": 1, "document_type": 2, "pacer_doc_id": "127139000002", "is_available": false}},
            {{"id": 2, "document_number": "7", "attachment_number": null, "document_type": 1, "pacer_doc_id": "127139000001",
              "is_available": {available}, "date_modified": "{modified}", "description": "Indictment", "plain_text": "…",
              "absolute_url": "/docket/68000001/7/united-states-v-roe/"}}]}}"#
        )
    };
    let first = answer_told(&entry("\"description\": \"\",", "false", "2025-06-11T09:00:00Z"));
    let then = answer_told(&entry("\"description\": \"INDICTMENT as to Richard Roe (2).\",", "true", "2025-06-12T09:00:00Z"));
    let not_asked = answer_told(&entry("", "null", "2025-06-11T09:00:00Z"));
    insta::assert_snapshot!([first, then, not_asked].join("\n"), @r#"
    docket 68000001 waits, no parties: answer: nysd/1:25-cr-00001 id - "" filed - ended - Open Source 2025-06-11T10:00:00.000Z
      answer: 2025-06-10 seq 31 no 7 doc 127039000001 "Indictment" "" https://www.courtlistener.com/docket/68000001/7/united-states-v-roe/ not available Source 2025-06-11T10:00:00.000Z
    answer: read entry 77 of Some(DocketId(68000001)) again

    docket 68000001 waits, no parties: answer: nysd/1:25-cr-00001 id - "" filed - ended - Open Source 2025-06-12T09:00:00.000Z
      answer: 2025-06-10 seq 31 no 7 doc 127039000001 "Indictment" "INDICTMENT as to Richard Roe (2)." https://www.courtlistener.com/docket/68000001/7/united-states-v-roe/ available Source 2025-06-12T09:00:00.000Z

    docket 68000001 waits, no parties: answer: nysd/1:25-cr-00001 id - "" filed - ended - Open Source 2025-06-11T10:00:00.000Z
      answer: 2025-06-10 seq 31 no 7 doc 127039000001 "Indictment" "" https://www.courtlistener.com/docket/68000001/7/united-states-v-roe/ not available Source 2025-06-11T10:00:00.000Z
    "#);
}

#[test]
fn a_hit_of_a_search_is_a_case_with_some_of_its_entries() {
    let hit = r#"{"absolute_url": "/docket/9/doe-v-noem/", "docket_absolute_url": "/docket/9/doe-v-noem/", "docket_id": 9, "docketNumber": "3:25-cv-00099",
        "caseName": "Doe v. <mark>Noem</mark>", "court": "District Court, N.D. California", "court_id": "cand", "dateFiled": "2025-05-05", "dateTerminated": null,
        "pacer_case_id": "444", "party": ["John Doe", "Kristi <mark>Noem</mark>"], "meta": {"timestamp": "2025-05-06T01:02:03Z"},
        "recap_documents": [{"id": 1, "docket_entry_id": 3, "entry_number": 1, "entry_date_filed": "2025-05-05", "description": "COMPLAINT against ICE",
        "short_description": "Complaint", "document_number": 1, "attachment_number": null, "pacer_doc_id": "035125000001", "is_available": true,
        "absolute_url": "/docket/9/1/doe-v-noem/"},
        {"id": 2, "entry_number": 1, "entry_date_filed": "2025-05-05", "description": "COMPLAINT against ICE", "short_description": "Civil Cover Sheet",
        "document_number": 1, "attachment_number": 1, "pacer_doc_id": "035125000002", "is_available": false}]}"#;
    insta::assert_snapshot!(answer_told(&page(hit)), @r#"
    results[0]: cand/3:25-cv-00099 id 444 "Doe v. Noem" filed 2025-05-05 ended - Open Source 2025-05-06T01:02:03.000Z
      parties ["John Doe", "Kristi Noem"]
      results[0].recap_documents[0]: 2025-05-05 seq - no 1 doc 035025000001 "Complaint" "COMPLAINT against ICE" https://www.courtlistener.com/docket/9/1/doe-v-noem/ available Source 2025-05-06T01:02:03.000Z
      results[0].recap_documents[1]: 2025-05-05 seq - no 1 doc - "" "COMPLAINT against ICE" - not available Source 2025-05-06T01:02:03.000Z
    docket 9 is cand/3:25-cv-00099 Some("444")
    "#);
}

#[test]
fn what_stands_in_the_wrong_place_is_a_problem_and_the_rest_is_read() {
    let results = r#"17, {"id": [], "docket_number": 12, "court_id": {"x": 1}, "date_filed": "soon", "case_name": null}, {"colour": "red"},
        {"docket": null, "entry_number": "7", "recap_documents": "none", "date_filed": "2025-06-31"},
        {"id": 1.5, "docket_number": "1:25-cv-1", "court_id": "\u001b[2Jnysd", "court": "nysd", "date_modified": "2025-01-01"},
        {"party_types": [3, {"name": "Defendant"}]}"#;
    insta::assert_snapshot!(answer_told(&page(results)), @r#"
    results[4]: nysd/1:25-cv-00001 id - "" filed - ended - Open Retrieval 2026-01-09T12:00:00.000Z
    problem at results[0]: this is no object
    problem at results[1].date_filed: `soon` is not a date
    problem at results[1].id: a list, an object or a fraction is not a docket
    problem at results[1]: the docket names no court
    problem at results[2]: this is neither a docket, an entry, a party nor a hit of a search
    problem at results[3].date_filed: `2025-06-31` is not a date
    problem at results[3]: the entry names no docket
    problem at results[4].date_modified: `2025-01-01` is not an instant
    problem at results[4].id: a list, an object or a fraction is not a docket
    problem at results[5].party_types[0]: this is no object
    problem at results[5].party_types[1]: the part names no docket
    "#);
}

#[test]
fn what_is_not_courtlistener_s_is_refused_with_the_reason() {
    let refused = |kind: Kind, text: &str| read(kind, text.as_bytes(), at()).expect_err("refused").to_string();
    let nested = "[".repeat(100_000);
    let all = [
        refused(Kind::Webhook, ""),
        refused(Kind::Webhook, "[1]"),
        refused(Kind::Webhook, r#"{"payload": {}}"#),
        refused(Kind::Webhook, r#"{"webhook": {"event_type": 1}}"#),
        refused(Kind::Webhook, r#"{"payload": {}, "webhook": {"event_type": "9"}}"#),
        refused(Kind::Webhook, &nested),
        refused(Kind::Answer, r#"{"detail": "Authentication credentials were not provided."}"#),
        refused(Kind::Answer, "null"),
        refused(Kind::Answer, &" ".repeat(MOST_JSON_BYTES + 1)),
    ];
    insta::assert_snapshot!(all.join("\n"), @r"
    this is not JSON: EOF while parsing a value at line 1 column 0
    this is no webhook of CourtListener: it has no payload
    this is no webhook of CourtListener: it has no webhook
    this is no webhook of CourtListener: it has no payload
    webhooks of the event type `9` are not known
    this is not JSON: EOF while parsing a list at line 1 column 100000
    this is no answer of CourtListener's API: neither a page of results nor a docket, a docket entry or a party
    this is no answer of CourtListener's API: neither a page of results nor a docket, a docket entry or a party
    a document of 33554433 bytes is not read; the limit is 33554432
    ");
}

#[test]
fn a_flood_of_results_is_cut_and_said_to_be() {
    let many = vec!["{}"; 200_000].join(",");
    let read = read(Kind::Answer, page(&many).as_bytes(), at()).expect("an answer");
    assert_eq!(read.problems.len(), 1001);
    insta::assert_snapshot!(read.problems[0].message, @"only 1000 elements of a list are read, 199000 more are not");
}

#[test]
fn aliases_are_the_same_in_whatever_order_they_are_learned() {
    let alias = |number: &str, at: &str| Alias {
        docket: DocketId::new(1),
        number: CaseNumber::of("nysd", number),
        pacer_case_id: None,
        said: crate::record::Said { at: at.parse().expect("an instant"), by: SaidBy::Source },
        locator: "answer".to_owned(),
    };
    let words = [
        alias("1:25-mj-1", "2025-01-01T00:00:00Z"),
        alias("1:25-cr-1", "2025-02-01T00:00:00Z"),
        alias("1:25-cr-2", "2025-02-01T00:00:00Z"),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
        let mut aliases = Aliases::default();
        for at in order {
            aliases.learn(words[at].clone());
        }
        assert_eq!(aliases.case_of(DocketId::new(1)).map(CaseNumber::key).as_deref(), Some("nysd/1:25-cr-00002"), "{order:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_document_panics(text in "[{}\\[\\]\",:a-z0-9 ]{0,80}") {
        for kind in [Kind::Webhook, Kind::Answer, Kind::Bulk] {
            let _ = read(kind, text.as_bytes(), at());
        }
    }
}

//! Every feed of the corpus against what the reference reader of this field makes of it.
//!
//! The reference harmonizes captions, joins the events of one document and gives a document without a number its internal id as number; here the
//! court's own words are kept. The comparison does to ours what the reference does, and then asks for equality, item by item.

use std::{collections::BTreeSet, path::Path};

use court_records::pacer::{
    Format,
    feed::{self, Feed, Item},
};
use serde_json::Value;

/// What is compared of an entry. Order is the feed's.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    court: String,
    docket_number: String,
    kind: Option<String>,
    assigned: Option<String>,
    referred: Option<String>,
    case_id: Option<String>,
    case_name: String,
    filed: String,
    kinds: String,
    document_number: Option<String>,
    document_id: String,
    bankruptcy: [String; 4],
}

/// Differences of spelling that the reference smooths.
fn folded(caption: &str) -> String {
    let words = caption.replace("Unknown Case Title", "").replace('#', "").replace("et al", " ").replace(',', " ");
    let words = words.replace("United States of America", "USA").replace("The United States", "USA").replace("United States", "USA");
    let words: Vec<&str> = words.split_whitespace().map(|word| if word == "vs" { "v." } else { word }).collect();
    words.join(" ").replace("The USA", "USA")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn optional(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Kinds in order, however they were joined, with tidy white space.
fn sorted_kinds(kinds: &str) -> String {
    let mut kinds: Vec<String> = kinds.split(" AND ").map(|kind| kind.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    kinds.sort_unstable();
    kinds.join(" AND ")
}

fn reference(json: &Value) -> Vec<Entry> {
    let cases = json.as_array().expect("a list");
    let entry = |case: &Value| {
        let [entry] = case["docket_entries"].as_array().expect("entries").as_slice() else { panic!("one entry: {case}") };
        Entry {
            court: text(&case["court_id"]),
            docket_number: text(&case["docket_number"]),
            kind: optional(&case["federal_dn_case_type"]),
            assigned: optional(&case["federal_dn_judge_initials_assigned"]),
            referred: optional(&case["federal_dn_judge_initials_referred"]),
            case_id: optional(&case["pacer_case_id"]),
            case_name: folded(&text(&case["case_name"])),
            filed: text(&entry["date_filed"]),
            kinds: sorted_kinds(&text(&entry["short_description"])),
            document_number: optional(&entry["document_number"]),
            document_id: text(&entry["pacer_doc_id"]),
            bankruptcy: ["type", "office", "chapter", "trustee_str"].map(|field| text(&case[field])),
        }
    };
    cases.iter().map(entry).collect()
}

fn ours(feed: &Feed) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for item in &feed.items {
        let number = item.docket_number.clone().expect("every title of the corpus has a number");
        // The reference leaves these out; here they are kept, each with a problem.
        if number.format == Format::Other {
            continue;
        }
        let bankruptcy = item.bankruptcy.clone();
        let labels = [bankruptcy.case_type, bankruptcy.office, bankruptcy.chapter, bankruptcy.trustee];
        let is_district = number.format == Format::District;
        let entry = Entry {
            court: feed.court.clone(),
            kind: is_district.then(|| number.text.split('-').nth(1).unwrap_or_default().to_owned()),
            docket_number: number.text,
            assigned: number.assigned,
            referred: number.referred,
            case_id: item.case_id.clone(),
            case_name: folded(&item.case_name),
            filed: item.entered.expect("every item of the corpus has a date").to_string(),
            kinds: item.entry_kind.clone(),
            document_number: item.document_number.clone().or_else(|| item.document_id.clone()),
            document_id: item.document_id.clone().unwrap_or_default(),
            bankruptcy: labels.map(Option::unwrap_or_default),
        };
        match entries.last_mut() {
            Some(last) if is_same_document(last, &entry) => last.kinds = sorted_kinds(&format!("{} AND {}", last.kinds, entry.kinds)),
            _ => entries.push(entry),
        }
    }
    entries
}

fn is_same_document(one: &Entry, other: &Entry) -> bool {
    let key = |entry: &Entry| (entry.docket_number.clone(), entry.case_id.clone(), entry.filed.clone(), entry.document_number.clone());
    one.case_id.is_some() && key(one) == key(other)
}

fn read(path: &Path) -> Feed {
    let bytes = std::fs::read(path).expect("a file");
    feed::read(&bytes).unwrap_or_else(|reason| panic!("{}: {reason}", path.display()))
}

#[test]
fn every_feed_of_the_corpus_reads_as_the_reference_reads_it() {
    let Some(corpus) = testkit::corpus("every_feed_of_the_corpus_reads_as_the_reference_reads_it") else { return };
    let mut compared = 0;
    let mut courts = BTreeSet::new();
    for file in std::fs::read_dir(corpus.join("court/rss")).expect("the folder of feeds") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let json = std::fs::read_to_string(path.with_extension("json")).expect("the reference's reading");
        let wanted = reference(&serde_json::from_str(&json).expect("JSON"));
        let feed = read(&path);
        let found = ours(&feed);
        for (found, wanted) in found.iter().zip(&wanted) {
            assert_eq!(found, wanted, "{}", path.display());
        }
        assert_eq!(found.len(), wanted.len(), "{}", path.display());
        compared += found.len();
        courts.insert(feed.court);
    }
    // The folder may grow; it must never silently be another.
    assert!(compared >= 380 && courts.len() >= 8, "{compared} entries of {courts:?}");
}

#[test]
fn what_the_reference_drops_is_kept_with_its_problem() {
    let Some(corpus) = testkit::corpus("what_the_reference_drops_is_kept_with_its_problem") else { return };
    let feed = read(&corpus.join("court/rss/wvsd.xml"));
    let problems: Vec<String> = feed.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, ["item 1: the docket number `5:18-~gr-00001` is in no known form; it is kept as written"]);
    let first: &Item = feed.items.first().expect("an item");
    assert_eq!(
        (first.entry_kind.as_str(), first.document_number.as_deref()),
        ("Order on Motion / Application / Petition for Miscellaneous Relief", Some("2"))
    );
}

#[test]
fn a_feed_of_four_hundred_items_has_every_item_and_no_problem() {
    let Some(corpus) = testkit::corpus("a_feed_of_four_hundred_items_has_every_item_and_no_problem") else { return };
    let feed = read(&corpus.join("court/rss/nyed_1.xml"));
    assert_eq!((feed.items.len(), feed.problems.as_slice()), (432, [].as_slice()));
    assert_eq!(feed.shows, "Public Complaints, Orders and Judgments in the last 24 Hours");
    let links: BTreeSet<&str> = feed.items.iter().filter_map(|item| item.link.as_deref()).collect();
    assert!(links.iter().all(|link| link.starts_with("https://ecf.nyed.uscourts.gov/cgi-bin/")), "{links:?}");
    let documents = feed.items.iter().filter(|item| item.document_number.is_some()).count();
    assert_eq!(documents, 179);
}

//! Every page and feed of the corpus against what the reference reader of this field makes of it: the whole JSON, with nothing left out.

use std::{fs, path::Path};

use court_records::pacer::{case_query, docket, feed, history, interchange};
use serde::Serialize;
use serde_json::Value;

/// Where two values differ first, with both values.
fn first_difference(found: &Value, wanted: &Value, place: &str) -> Option<String> {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => {
            let mut keys: Vec<&String> = found.keys().chain(wanted.keys()).collect();
            keys.sort();
            keys.dedup();
            keys.into_iter().find_map(|key| {
                let place = format!("{place}.{key}");
                match (found.get(key), wanted.get(key)) {
                    (Some(found), Some(wanted)) => first_difference(found, wanted, &place),
                    (found, wanted) => Some(format!("{place}: {found:?} instead of {wanted:?}")),
                }
            })
        }
        (Value::Array(found), Value::Array(wanted)) => {
            let mut pairs = found.iter().zip(wanted).enumerate();
            let inside = pairs.find_map(|(at, (found, wanted))| first_difference(found, wanted, &format!("{place}[{at}]")));
            inside.or_else(|| (found.len() != wanted.len()).then(|| format!("{place}: {} instead of {}", found.len(), wanted.len())))
        }
        (found, wanted) => (found != wanted).then(|| format!("{place}: {found} instead of {wanted}")),
    }
}

fn json(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("JSON")
}

/// Reads every file of a folder and compares; `least` files must be there.
fn check(folder: &Path, extension: &str, least: usize, read: impl Fn(&str, &[u8]) -> Value) {
    let mut differences = Vec::new();
    let mut compared = 0;
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|found| found != extension) {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy();
        let court = name.split('_').next().expect("a court");
        let wanted = serde_json::from_slice(&fs::read(path.with_extension("json")).expect("the reference's reading")).expect("JSON");
        let found = read(court, &fs::read(&path).expect("a file"));
        differences.extend(first_difference(&found, &wanted, "").map(|difference| format!("{}: {difference}", path.display())));
        compared += 1;
    }
    assert!(differences.is_empty(), "{} of {compared} differ:\n{}", differences.len(), differences.join("\n"));
    // The folder may grow; it must never silently be another.
    assert!(compared >= least, "{compared} files in {}", folder.display());
}

#[test]
fn every_docket_reads_as_the_reference_reads_it() {
    let Some(corpus) = testkit::corpus("every_docket_reads_as_the_reference_reads_it") else { return };
    check(&corpus.join("court/dockets"), "html", 41, |court, bytes| json(interchange::docket(court, &docket::read(bytes))));
}

#[test]
fn a_page_that_is_no_docket_says_nothing() {
    let Some(corpus) = testkit::corpus("a_page_that_is_no_docket_says_nothing") else { return };
    check(&corpus.join("court/not_dockets"), "html", 11, |court, bytes| json(interchange::docket(court, &docket::read(bytes))));
}

#[test]
fn every_history_reads_as_the_reference_reads_it() {
    let Some(corpus) = testkit::corpus("every_history_reads_as_the_reference_reads_it") else { return };
    check(&corpus.join("court/docket_history"), "html", 72, |court, bytes| json(interchange::history(court, &history::read(bytes))));
}

#[test]
fn every_case_query_reads_as_the_reference_reads_it() {
    let Some(corpus) = testkit::corpus("every_case_query_reads_as_the_reference_reads_it") else { return };
    check(&corpus.join("court/case_queries"), "html", 28, |court, bytes| json(interchange::case_query(court, &case_query::read(bytes))));
}

#[test]
fn every_feed_reads_as_the_reference_reads_it() {
    let Some(corpus) = testkit::corpus("every_feed_reads_as_the_reference_reads_it") else { return };
    check(&corpus.join("court/rss"), "xml", 8, |court, bytes| json(interchange::rss(court, &feed::read(bytes).expect("a feed"))));
}

/// What the shape of the field has no place for is read all the same.
#[test]
fn the_typed_reading_knows_more_than_the_shape() {
    let Some(corpus) = testkit::corpus("the_typed_reading_knows_more_than_the_shape") else { return };
    let court = corpus.join("court");
    let bytes = |name: &str| fs::read(court.join(name)).expect("a file");

    // The question "which case" is answered behind a remark in red, and a docket is read behind the script of a browser's extension.
    let query = case_query::read(&bytes("case_queries/cand.html")).content.expect("a summary");
    assert_eq!(
        (query.caption.as_str(), query.assigned_to.as_str()),
        ("In Re : Transpacific Passenger Air Transportation Antitrust Litigation", "Charles R. Breyer")
    );
    let saved = docket::read(&bytes("not_dockets/wawb_646603.html"));
    assert!(saved.altered);
    let saved = saved.content.expect("a docket");
    assert_eq!((saved.parties.len(), saved.entries.len(), saved.header.chapter.as_str()), (3, 34, "13"));

    // The court's own words.
    let criminal = docket::read(&bytes("dockets/gasd.html")).content.expect("a docket");
    assert_eq!(
        (criminal.header.caption.as_str(), criminal.header.assigned_to.as_str(), criminal.none_selected),
        ("USA v. Beale et al", "Chief Judge J. Randal Hall", true)
    );
    assert_eq!(criminal.header.other_courts, ["10-11865J US Court of Appeals 11th Circuit"]);
    let defendant = criminal.parties.first().expect("a defendant");
    assert_eq!((defendant.role.as_str(), defendant.defendant), ("Defendant", Some(6)));

    // A case that is gone says so.
    let expunged = case_query::read(&bytes("case_queries/njd.html"));
    assert_eq!(expunged.withheld, Some(court_records::pacer::Withheld::Expunged));
}

/// A docket page of the corpus with attachments by link: their numbers, descriptions and documents.
#[test]
fn attachments_that_the_text_links_are_listed() {
    let Some(corpus) = testkit::corpus("attachments_that_the_text_links_are_listed") else { return };
    let page = docket::read(&fs::read(corpus.join("court/dockets/alnb_1.html")).expect("a file")).content.expect("a docket");
    let listed: Vec<String> = page
        .entries
        .iter()
        .flat_map(|entry| entry.attachments.iter().map(move |attachment| (entry, attachment)))
        .map(|(entry, attachment)| {
            let (number, document) = (entry.number.unwrap_or_default(), attachment.document_id.as_deref().unwrap_or_default());
            format!("{number}-{} {} {document}", attachment.number, attachment.description)
        })
        .collect();
    assert_eq!(listed, ["6-1 cc sps 018033396584", "7-1 pay 018033396632"]);
}

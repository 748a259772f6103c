//! A release of records about persons, from a folder to the pages: what is announced, what is shown, and what nobody gets.

use std::{net::SocketAddr, path::Path};

use contracts::{
    analytics::{GetSeriesRequest, ListSeriesRequest},
    ingest::SubmitSnapshotRequest,
    normalize::{GetReleaseRequest, ListReleasesRequest, Release},
};
use e2e::Place;
use platform::Clock;
use plumbline::App;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// The least count that leaves the house.
const SMALLEST: u64 = 11;

/// Packs the synthetic release of the corpus and hands it in.
async fn hand_in(app: &App, folder: &Path) {
    let archive = ingest::pack::pack(&folder.join("csv")).expect("packed");
    let request = SubmitSnapshotRequest { file_name: "ice-2026-03".into(), content: archive, ..SubmitSnapshotRequest::default() };
    app.peers.ingest.clone().submit_snapshot(request).await.expect("stored");
    assert!(app.idle().await.expect("the bus answers"));
}

/// What an address answers, as status and body; bytes that are no text are shown as such.
async fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.expect("the gateway listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("the request is sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.expect("the answer is read");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
    (head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status"), body.to_owned())
}

fn line(release: &Release) -> String {
    let tables: Vec<String> = release.tables.iter().map(|table| format!("{} {}", table.name, table.rows)).collect();
    let loud: Vec<String> =
        release.checks.iter().filter(|check| check.level != "pass").map(|check| format!("{} {}", check.level, check.name)).collect();
    format!("{} {}/{}: {}\n{}", release.outcome, release.rule, release.rule_version, tables.join(", "), loud.join("\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_becomes_tables_counts_and_pages_without_small_cells() {
    let Some(corpus) = testkit::corpus("a_release_becomes_tables_counts_and_pages_without_small_cells") else { return };
    let folder = corpus.join("ice/individual");
    let mut place = Place::embedded();
    place.config.set("normalize", "facilities", folder.join("facilities.csv").display().to_string());
    let app = place.start_with_pages(Clock::System).await;
    hand_in(&app, &folder).await;

    let releases = app.peers.releases.clone().list_releases(ListReleasesRequest {}).await.expect("an answer").into_inner().releases;
    assert_eq!(releases.len(), 1);
    let snapshot = releases[0].snapshot.clone();
    let whole =
        app.peers.releases.clone().get_release(GetReleaseRequest { snapshot: snapshot.clone() }).await.expect("an answer").into_inner();
    insta::assert_snapshot!(line(&whole.releases[0]), @r"
    published ice_individual_published/1: arrests 2860, detainers 1790, stints 10000, stays 4930, joined 2710, counts 14060
    warn detainers.msc_charge_date_cells_usable
    not_run detainers.illegal_entry_yes_no_in_list
    not_run detainers.immigration_fraud_yes_no_in_list
    not_run detainers.other_removal_reason_yes_no_in_list
    not_run detainers.unlawful_attempt_yes_no_in_list
    not_run detainers.unlawful_entry_yes_no_in_list
    not_run detainers.visa_yes_no_in_list
    warn stints.msc_charge_date_cells_usable
    not_run stints.known_terrorist_yes_no_in_list
    not_run stints.suspected_gang_yes_no_in_list
    not_run joined.redacted_text
    ");

    // Analytics has the counts as series, the two countings side by side.
    let asked = ListSeriesRequest { source: "ice-individual-release".into(), ..ListSeriesRequest::default() };
    let series = app.peers.analytics.clone().list_series(asked).await.expect("an answer").into_inner().series;
    let mut definitions: Vec<&str> = series.iter().map(|one| one.definition.as_str()).collect();
    definitions.sort_unstable();
    definitions.dedup();
    assert_eq!(definitions.len(), 7, "{definitions:?}");
    let (mut numbers, mut withheld) = (0, 0);
    for one in &series {
        let asked = GetSeriesRequest { key: one.key.clone(), ..GetSeriesRequest::default() };
        let found = app.peers.analytics.clone().get_series(asked).await.expect("an answer").into_inner();
        for observation in found.observations.iter().filter_map(|one| one.observation.as_ref()) {
            for text in [&observation.value, &observation.lower, &observation.upper] {
                let count: Option<u64> = text.parse().ok();
                assert!(count.is_none_or(|count| count == 0 || count >= SMALLEST), "{observation:?}");
            }
            numbers += usize::from(!observation.value.is_empty());
            withheld += usize::from(observation.missing == "suppressed");
        }
    }
    assert!(numbers > 1_000 && withheld > 1_000, "{numbers} numbers, {withheld} withheld");

    let pages = app.pages.expect("pages");
    let paths = [
        "/releases".to_owned(),
        format!("/releases/{snapshot}"),
        format!("/releases/{snapshot}/codebook"),
        format!("/releases/{snapshot}/codebook.json"),
        format!("/releases/{snapshot}/codebook.csv"),
        "/api/v1/releases".to_owned(),
        format!("/api/v1/releases/{snapshot}"),
        format!("/api/v1/releases/{snapshot}/codebook"),
    ];
    for path in &paths {
        let (status, body) = get(pages, path).await;
        assert_eq!(status, 200, "{path}: {body}");
    }
    let (_, body) = get(pages, &format!("/api/v1/releases/{snapshot}")).await;
    assert_no_small_month(&serde_json::from_str(&body).expect("JSON"));
    let (_, body) = get(pages, &format!("/api/v1/releases/{snapshot}/codebook")).await;
    assert_no_small_value(&serde_json::from_str(&body).expect("JSON"));

    // The tables lie in the object store, and no address leads to their bytes.
    for table in &whole.releases[0].tables {
        let bytes = app.objects.get(&table.hash.parse().expect("a hash")).await.expect("the table");
        assert!(bytes.starts_with(b"PAR1") && i64::try_from(bytes.len()) == Ok(table.size_bytes), "{}", table.name);
        for path in ["snapshots", "api/v1/snapshots", "objects", "sha256", "releases", "api/v1/releases"] {
            let (status, body) = get(pages, &format!("/{path}/{}", table.hash)).await;
            assert!(status == 404 && !body.contains("PAR1"), "/{path}/{}: {status}", table.hash);
        }
    }
    app.shut_down().await.expect("an orderly stop");
}

fn assert_no_small_month(answer: &Value) {
    let months =
        answer["releases"][0]["counted"].as_array().expect("tables").iter().flat_map(|table| table["months"].as_array().expect("months"));
    let mut numbers = 0;
    for month in months {
        for name in ["all_rows", "without_likely_duplicates", "difference"] {
            let count: Option<u64> = month[name].as_str().and_then(|text| text.parse().ok());
            assert!(count.is_none_or(|count| count == 0 || count >= SMALLEST), "{month}");
            numbers += u64::from(count.is_some());
        }
    }
    assert!(numbers > 50, "{numbers}");
}

fn assert_no_small_value(answer: &Value) {
    let tables = answer["codebook"]["tables"].as_array().expect("tables");
    let mut numbers = 0;
    for field in tables.iter().flat_map(|table| table["fields"].as_array().expect("fields")) {
        let counts = field["values"].as_array().expect("values").iter().filter_map(|value| value["count"]["about"].as_u64());
        let rows = ["missing_raw_rows", "missing_after_redaction_rows"].into_iter().filter_map(|name| field[name].as_u64());
        for count in counts.chain(rows) {
            assert!(count % 10 == 0, "{field}");
            numbers += 1;
        }
    }
    assert!(numbers > 100, "{numbers}");
}

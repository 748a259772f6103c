//! Bad input: one clear, located message each; nothing is lost, nothing crashes, and the good file beside it is read.

use std::{fs, path::Path};

use contracts::ingest::SubmitSnapshotRequest;
use e2e::Place;
use platform::Clock;
use plumbline::{commands::lists, output::Format};

const HEADER: &str = "Fiscal Year,Month (abbv),Component,Region,Area of Responsibility,Unique ID,Count of Officers/Agents";

fn write(folder: &Path, name: &str, content: &[u8]) {
    fs::write(folder.join(name), content).expect("written");
}

fn bad_files(folder: &Path) {
    write(folder, "error-page.csv", b"<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head></html>");
    write(folder, "truncated.xlsx", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml and then the line broke");
    let broken = format!(
        "{HEADER}\n2025,OCT,U.S. Border Patrol,Southern Border,Yuma Sector,251000001,2\n2025,OCT,U.S. Border Patrol,Southern Border,Yuma Sector,251000002,many\n2025,NOV,U.S. Border Patrol,Southern Border,Yuma Sector,251100001,1\n"
    );
    write(folder, "broken-line.csv", broken.as_bytes());
    write(folder, "empty.csv", b"");
    fs::File::create(folder.join("huge.csv")).and_then(|file| file.set_len(200 * 1024 * 1024)).expect("a sparse file");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_file_gives_one_message_and_the_rest_goes_on() {
    let inbox = tempfile::tempdir().expect("a folder");
    bad_files(inbox.path());
    let place = Place::embedded().with_inbox(&[inbox.path()]);
    let app = place.start(Clock::System).await;
    assert!(app.idle().await.expect("the bus answers"));

    // What an operator insists on is read as such, and refused with the reason.
    let request = SubmitSnapshotRequest {
        file_name: "insisted.csv".into(),
        source: "cbp-assault-incidents".into(),
        content: b"<html><body>Access Denied</body></html>".to_vec(),
        idempotency_key: String::new(),
        stored: String::new(),
    };
    app.peers.ingest.clone().submit_snapshot(request).await.expect("stored");
    assert!(app.idle().await.expect("the bus answers"));

    let mut out = Vec::new();
    lists::rejects_table(&app).await.expect("a table").write(Format::Csv, &mut out).expect("written");
    let text = String::from_utf8(out).expect("text").replace(&inbox.path().display().to_string(), "INBOX");
    // The last column is the instant.
    let lines: Vec<&str> = text.lines().map(|line| line.rsplit_once(',').map_or(line, |(rest, _)| rest)).collect();
    insta::assert_snapshot!("bad_input", lines.join("\n"));

    let observations = place_observations(&app).await;
    assert_eq!(observations, "FY2025 incidents 3, officers 3", "the good lines of the broken file are counted");
    app.shut_down().await.expect("an orderly stop");
}

async fn place_observations(app: &plumbline::App) -> String {
    use contracts::analytics::{GetSeriesRequest, ListSeriesRequest};
    let mut analytics = app.peers.analytics.clone();
    let request = ListSeriesRequest { source: "cbp-assault-incidents".into(), population: "us/dhs/cbp".into(), ..Default::default() };
    let mut found = Vec::new();
    for series in analytics.list_series(request).await.expect("an answer").into_inner().series {
        let request = GetSeriesRequest { key: series.key.clone(), as_of: String::new() };
        let observations = analytics.get_series(request).await.expect("an answer").into_inner().observations;
        let total: u64 = observations
            .iter()
            .filter_map(|one| one.observation.as_ref())
            .filter(|one| one.period_start.as_str() == "2024-10-01" && one.period_end.as_str() > "2024-11-01")
            .filter_map(|one| one.value.parse::<u64>().ok())
            .sum();
        found.push((series.unit, total));
    }
    found.sort();
    let of = |unit: &str| found.iter().find(|(name, _)| name == unit).map_or(0, |(_, total)| *total);
    format!("FY2025 incidents {}, officers {}", of("incident"), of("officer"))
}

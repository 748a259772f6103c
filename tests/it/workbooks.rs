//! ICE's biweekly workbooks as vintages of one source: the same month in successive workbooks is the history of that cell.

use std::path::Path;

use contracts::{
    analytics::{GetRestatementRequest, GetRevisionsRequest, ListSeriesRequest, RevisionCell},
    ingest::SubmitSnapshotRequest,
};
use e2e::Place;
use platform::Clock;
use plumbline::App;

/// Three workbooks of fiscal year 2024, two weeks and a month apart.
const WORKBOOKS: [&str; 3] = [
    "20240301110420-FY24_detentionStats02292024.xlsx",
    "20240315041043-FY24_detentionStats03142024.xlsx",
    "20240413081842-FY24_detentionStats04122024.xlsx",
];

/// By content alone: neither a source nor a date comes with the file.
async fn hand_in(app: &App, corpus: &Path, name: &str) {
    let content = std::fs::read(corpus.join("ice/detention_statistics").join(name)).expect("a workbook");
    let request = SubmitSnapshotRequest { file_name: "workbook.xlsx".into(), content, ..SubmitSnapshotRequest::default() };
    app.peers.ingest.clone().submit_snapshot(request).await.expect("stored");
    assert!(app.idle().await.expect("the bus answers"));
}

fn shown(cell: &RevisionCell) -> String {
    let Some(observation) = cell.observation.as_ref().and_then(|recorded| recorded.observation.as_ref()) else { return "-".into() };
    let at_least = if observation.lower.is_empty() { "" } else { "≥" };
    format!("{at_least}{}{}", observation.value, observation.missing)
}

#[tokio::test(flavor = "multi_thread")]
async fn successive_workbooks_restate_months_and_withdraw_nothing() {
    let Some(corpus) = testkit::corpus("successive_workbooks_restate_months_and_withdraw_nothing") else { return };
    let place = Place::embedded();
    let app = place.start(Clock::System).await;
    for name in WORKBOOKS {
        hand_in(&app, &corpus, name).await;
    }
    let analytics = app.peers.analytics.clone();
    let request = ListSeriesRequest {
        source: "ice-detention-statistics".into(),
        measure: "book_ins".into(),
        population: "us/dhs/ice/detention".into(),
    };
    let series = analytics.clone().list_series(request).await.expect("an answer").into_inner().series;
    let key = series.iter().find(|one| one.population == "us/dhs/ice/detention").expect("book-ins").key.clone();
    let request = GetRevisionsRequest { key, as_of: String::new() };
    let found = analytics.clone().get_revisions(request).await.expect("an answer").into_inner();
    let lines = found.rows.iter().map(|row| {
        let cells: Vec<String> = row.cells.iter().map(shown).collect();
        format!("{:24} {}", row.label, cells.join("  "))
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r"
    2023-10                  24108  24114  24114
    2023-10-01 to 2024-02-24 103637  -  -
    2023-10-01 to 2024-03-09 -  115246  -
    2023-10-01 to 2024-04-06 -  -  134384
    2023-11                  17691  17691  17691
    2023-12                  21078  21077  21084
    2024-01                  20535  20537  20535
    2024-02                  ≥20225  24437  24435
    2024-03                  -  ≥7390  22134
    2024-04                  -  -  ≥4391
    ");

    let request = GetRestatementRequest { source: "ice-detention-statistics".into(), ..Default::default() };
    let found = analytics.clone().get_restatement(request).await.expect("an answer").into_inner();
    assert_eq!(found.removed_count, 0, "a year to date that a later workbook no longer has was not taken back");
    let counts = (found.added_count, found.changed_count, found.unchanged, found.not_covered);
    insta::assert_snapshot!(format!("added, changed, unchanged, not covered: {counts:?}"), @"added, changed, unchanged, not covered: (1745, 271, 181, 1679)");
    app.shut_down().await.expect("an orderly stop");
}

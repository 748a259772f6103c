//! Claims and comparisons that users add: handed in like any file, known as of an instant, announced, and refused where they are broken.

use contracts::{
    analytics::{GetComparisonRequest, GetVerdictRequest},
    events::{ComparisonUpdated, VerdictChanged},
    ingest::SubmitSnapshotRequest,
};
use domain::Instant;
use e2e::Place;
use platform::Clock;
use plumbline::App;

const CLAIM: &str = r#"
[[claim]]
id = "T1"
published = "2026-02-01"
speaker = "somebody"
text = "Assaults doubled."
metric = "assaults on ICE officers"
kind = "growth"
numerator = 38
baseline = 19
window = { text = "2025", start = "2025-01-20", end = "2026-01-01" }
baseline_window = { text = "2024", start = "2024-01-20", end = "2025-01-01" }
stated = { percent = 100, decimals = 0, exactness = "stated" }
evidence = "B"
urls = ["https://example.org/"]
figures = ["figure dhs-assaults-2024-to-31-dec"]
"#;

const COMPARISON: &str = r#"
slug = "two-counts"
title = "Two counts"
question = "How do two counts compare?"
cannot_say = ["Why."]

[[row]]
label = "Before"
count = "figure dhs-assaults-2024-to-31-dec"
reference = true

[[row]]
label = "Now"
count = "figure dhs-assaults-2025-to-31-dec"
"#;

async fn hand_in(app: &App, name: &str, text: &str) {
    let request = SubmitSnapshotRequest {
        file_name: name.into(),
        source: String::new(),
        content: text.as_bytes().to_vec(),
        idempotency_key: String::new(),
        stored: String::new(),
    };
    let answer = app.peers.ingest.clone().submit_snapshot(request).await.expect("stored").into_inner();
    assert_eq!(answer.snapshot.expect("a snapshot").unrecognized_reason, "", "{name}");
    assert!(app.idle().await.expect("the bus answers"));
}

/// `None` if there is no such claim.
async fn finding(app: &App, claim: &str, as_of: &str) -> Option<String> {
    let request = GetVerdictRequest { claim: claim.into(), as_of: as_of.into() };
    let answer = app.peers.analytics.clone().get_verdict(request).await.ok()?;
    Some(answer.into_inner().verdict.and_then(|verdict| verdict.arithmetic).expect("a verdict").finding)
}

async fn added_and_announced(place: Place) {
    let start: Instant = "2026-03-01T12:00:00Z".parse().expect("an instant");
    let clock = Clock::manual(start);
    let app = place.start(clock.clone()).await;
    assert!(app.idle().await.expect("the bus answers"));
    assert_eq!(finding(&app, "T1", "").await, None);

    clock.advance_millis(3_600_000);
    hand_in(&app, "claim.toml", CLAIM).await;
    assert_eq!(finding(&app, "T1", "").await.as_deref(), Some("reproduces"));
    assert_eq!(finding(&app, "T1", "2026-03-01T12:30:00Z").await, None, "not yet added then");
    let request = GetVerdictRequest { claim: "T1".into(), as_of: String::new() };
    let verdict = app.peers.analytics.clone().get_verdict(request).await.expect("an answer").into_inner().verdict.expect("a verdict");
    assert_eq!(verdict.observations.len(), 1, "its figure is recorded");

    clock.advance_millis(3_600_000);
    hand_in(&app, "corrected.toml", &CLAIM.replace("numerator = 38", "numerator = 48")).await;
    assert_eq!(finding(&app, "T1", "").await.as_deref(), Some("does_not_reproduce"));
    assert_eq!(finding(&app, "T1", "2026-03-01T13:30:00Z").await.as_deref(), Some("reproduces"), "the earlier vintage stays");

    hand_in(&app, "comparison.toml", COMPARISON).await;
    let request = GetComparisonRequest { slug: "two-counts".into(), as_of: String::new() };
    let comparison = app.peers.analytics.clone().get_comparison(request).await.expect("an answer").into_inner().comparison;
    let rows: Vec<String> = comparison
        .expect("a comparison")
        .rows
        .iter()
        .map(|row| row.count.as_ref().and_then(|one| one.observation.as_ref()).map(|one| one.value.clone()).unwrap_or_default())
        .collect();
    assert_eq!(rows, ["19", "275"]);

    let verdicts: Vec<VerdictChanged> = app.bus.read(0, 10_000).await.expect("events").into_iter().map(|(_, event)| event).collect();
    let of_claim: Vec<(i64, &str, &str)> = verdicts
        .iter()
        .filter(|event| event.claim == "T1")
        .map(|event| (event.sequence, event.finding_before.as_str(), event.finding.as_str()))
        .collect();
    assert_eq!(of_claim, [(1, "", "reproduces"), (2, "reproduces", "does_not_reproduce")]);
    let updates: Vec<ComparisonUpdated> = app.bus.read(0, 10_000).await.expect("events").into_iter().map(|(_, event)| event).collect();
    assert_eq!(updates.iter().filter(|event| event.comparison == "two-counts").count(), 1);

    let broken = CLAIM.replace("T1", "C12").replace("\"B\"", "\"Z\"");
    hand_in(&app, "broken.toml", &broken).await;
    let rejected = app.bus.rejected(10).await.expect("the bus answers");
    let [only] = rejected.as_slice() else { panic!("{rejected:?}") };
    assert!(only.reason.ends_with("from broken.toml: line 14: `Z` is not in the closed list"), "{}", only.reason);
    app.shut_down().await.expect("an orderly stop");
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_and_comparisons_are_added_and_announced() {
    added_and_announced(Place::embedded()).await;
}

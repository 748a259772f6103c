//! A storm of webhooks ends as the calm run of the same facts does.

use std::collections::BTreeSet;

use contracts::ingest::{ListSnapshotsRequest, SubmitSnapshotRequest};
use e2e::{
    Place,
    storm::{Answered, Delivery, Sender, Size, Storm},
    tables,
};
use platform::Clock;
use plumbline::App;

const SECRET: &str = "storm-secret-of-the-test";
const SIZE: Size = Size { deliveries: 400, cases: 20 };

/// What one run came to.
struct Ended {
    answered: Answered,
    snapshots: BTreeSet<String>,
    retrievals: usize,
    tables: String,
}

async fn run(storm: &Storm, deliveries: &[Delivery], at_once: usize) -> Ended {
    let place = Place::receiving(SECRET);
    // By hand, so that both runs are retrieved at the same instant.
    let clock = Clock::manual("2026-01-06T00:00:00Z".parse().expect("an instant"));
    let app = place.start_with_pages(clock.clone()).await;
    let sender = Sender { address: app.pages.expect("pages"), secret: SECRET.to_owned(), at_once };
    let answered = sender.send(deliveries).await.expect("sent");
    name_cases(&app, storm).await;
    assert!(app.idle().await.expect("the bus answers"));
    assert_eq!(app.bus.rejected(10).await.expect("rejects"), []);
    let request = ListSnapshotsRequest { source: "courtlistener-webhook".to_owned(), hash: String::new() };
    let listed = app.peers.ingest.clone().list_snapshots(request).await.expect("snapshots").into_inner().snapshots;
    app.shut_down().await.expect("an orderly stop");
    let database = place.config.shared().expect("a configuration").database;
    Ended {
        answered,
        retrievals: listed.iter().map(|snapshot| snapshot.retrievals.len()).sum(),
        snapshots: listed.into_iter().map(|snapshot| snapshot.hash).collect(),
        tables: tables::dump(&database, "court-records").await.expect("tables"),
    }
}

/// The API's answers, without which no alert has a case.
async fn name_cases(app: &App, storm: &Storm) {
    for case in &storm.cases {
        let request = SubmitSnapshotRequest {
            file_name: "docket.json".to_owned(),
            source: "courtlistener-api".to_owned(),
            content: case.docket_answer().into_bytes(),
            idempotency_key: String::new(),
            stored: String::new(),
        };
        app.peers.ingest.clone().submit_snapshot(request).await.expect("stored");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_webhooks_ends_in_the_tables_of_the_calm_run() {
    let storm = Storm::new(7, SIZE);
    let calm = run(&storm, &storm.calm, 1).await;
    let wild = run(&storm, &storm.wild, 8).await;
    for ended in [&calm, &wild] {
        assert!(ended.answered.statuses.iter().all(|status| *status == 202), "{:?}", ended.answered.statuses);
    }
    assert_eq!(calm.snapshots.len(), storm.calm.len(), "each fact is one snapshot");
    assert_eq!(calm.snapshots, wild.snapshots);
    let names: BTreeSet<&str> = storm.wild.iter().map(|delivery| delivery.key.as_str()).collect();
    assert_eq!(wild.retrievals, names.len(), "what is sent under a known name is no retrieval");
    assert!(names.len() > storm.calm.len() && names.len() < storm.wild.len(), "both kinds of repetition occur");
    assert!(calm.tables == wild.tables, "the tables of court-records differ");
}

#[test]
fn a_storm_is_a_function_of_its_seed() {
    let (first, again, other) = (Storm::new(1, SIZE), Storm::new(1, SIZE), Storm::new(2, SIZE));
    assert_eq!(first.wild, again.wild);
    assert_ne!(first.wild, other.wild);
    assert_eq!(first.wild.len(), SIZE.deliveries);
}

//! Promises about events that are set aside.

use contracts::{Event as _, Stream, events::SnapshotStored, identity};
use platform::{
    Bus, Failure,
    bus::{Durable, LARGEST_EVENT, Rejected},
};

use super::{noting, sized};
use crate::harness::{Harness, Seen, durable, event, start, until, until_done};

/// Waits until there are so many records, and nothing more before the consumer.
async fn records(bus: &Bus, consumer: &str, count: usize) -> Vec<Rejected> {
    until("the records", async || bus.rejected(100).await.expect("the records").len() >= count).await;
    until_done(bus, consumer).await;
    bus.rejected(100).await.expect("the records")
}

/// Counts how often it was asked, and always fails in the same way.
macro_rules! failing {
    ($seen:expr, $failure:path, $reason:expr) => {{
        let seen = $seen.clone();
        move |event: SnapshotStored| {
            seen.note(event.source);
            async { Err($failure(anyhow::anyhow!($reason))) }
        }
    }};
}

pub(crate) async fn a_rejected_event_is_recorded_once_with_its_reason(harness: &Harness) {
    let bus = harness.bus().await;
    let seen = Seen::nothing();
    let worker = start(&bus, &durable("reader"), failing!(seen, Failure::Reject, "line 3: month \"13\" is no month\nat all"));
    bus.publish_all(&[event(1), event(2)]).await.expect("a publish");
    let records = records(&bus, "reader", 2).await;
    worker.finish().await;
    let described: Vec<_> = records
        .iter()
        .map(|record| {
            (record.stream.as_str(), record.consumer.as_str(), record.event_id.clone(), record.deliveries, record.reason.as_str())
        })
        .collect();
    let reason = "line 3: month \"13\" is no month\nat all";
    assert_eq!(described, [("ingest", "reader", event(2).id(), 1, reason), ("ingest", "reader", event(1).id(), 1, reason)], "latest first");
    let subjects: Vec<_> = records.iter().map(|record| record.subject.rsplit('.').next().unwrap_or_default()).collect();
    assert_eq!(subjects, ["source-2", "source-1"]);
    let payloads: Vec<SnapshotStored> =
        records.iter().map(|record| serde_json::from_str(&record.payload).expect("the event as it was")).collect();
    assert_eq!(payloads, [event(2), event(1)]);
    assert_eq!(seen.now(), ["source-1", "source-2"]);
}

pub(crate) async fn an_event_that_is_rejected_again_has_no_second_record(harness: &Harness) {
    let bus = harness.bus().await;
    let seen = Seen::nothing();
    bus.publish_all(&[event(1)]).await.expect("a publish");
    let worker = start(&bus, &durable("reader"), failing!(seen, Failure::Reject, "no"));
    records(&bus, "reader", 1).await;
    worker.finish().await;

    // As after a crash between the record and the answer: the event comes again.
    let bus = harness.bus().await;
    bus.rewind(Stream::Ingest, "reader").await.expect("a rewind");
    let workers = ["reader", "other"].map(|name| start(&bus, &durable(name), failing!(seen, Failure::Reject, "still no")));
    seen.at_least(3).await;
    records(&bus, "reader", 2).await;
    let records = records(&bus, "other", 2).await;
    for worker in workers {
        worker.finish().await;
    }
    let mut described: Vec<_> = records.iter().map(|record| (record.consumer.as_str(), record.reason.as_str())).collect();
    described.sort_unstable();
    assert_eq!(described, [("other", "still no"), ("reader", "no")], "one per consumer, and the first stands");
}

pub(crate) async fn what_is_no_event_is_set_aside_and_the_rest_goes_on(harness: &Harness) {
    let bus = harness.bus().await;
    harness.inject("{\"source\": 7}").await;
    bus.publish_all(&[event(1)]).await.expect("a publish");
    let seen = Seen::nothing();
    let worker = start(&bus, &durable("reader"), noting!(seen));
    assert_eq!(seen.at_least(1).await, ["source-1"]);
    let records = records(&bus, "reader", 1).await;
    worker.finish().await;
    let [record] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!(record.reason, "the payload is no snapshot_stored: invalid type: integer `7`, expected a string at line 1 column 12");
    assert_eq!((record.event_id.as_str(), record.payload.as_str()), ("ingest-1", "{\"source\": 7}"));
}

pub(crate) async fn an_event_that_always_fails_is_given_up_once(harness: &Harness) {
    let bus = harness.bus().await;
    let seen = Seen::nothing();
    let three = Durable { most_deliveries: 3, ..durable("reader") };
    let worker = start(&bus, &three, failing!(seen, Failure::Retry, "the table is locked"));
    bus.publish_all(&[event(1)]).await.expect("a publish");
    let records = records(&bus, "reader", 1).await;
    worker.finish().await;
    let described: Vec<_> = records.iter().map(|record| (record.reason.as_str(), record.deliveries)).collect();
    assert_eq!(described, [("gave up after 3 deliveries: the table is locked", 3)]);
    assert_eq!(seen.now().len(), 3);
}

pub(crate) async fn an_event_that_workers_die_of_is_set_aside_unopened(harness: &Harness) {
    let deaths = Seen::nothing();
    let twice = Durable { most_deliveries: 2, ..durable("reader") };
    harness.bus().await.publish_all(&[event(1)]).await.expect("a publish");
    for death in 1..=2 {
        let noted = deaths.clone();
        let worker = start(&harness.bus().await, &twice, move |event: SnapshotStored| {
            noted.note(event.source);
            std::future::pending()
        });
        deaths.at_least(death).await;
        worker.die().await;
    }
    let bus = harness.bus().await;
    let worker = start(&bus, &twice, noting!(deaths));
    let records = records(&bus, "reader", 1).await;
    worker.finish().await;
    let described: Vec<_> = records.iter().map(|record| (record.reason.as_str(), record.deliveries)).collect();
    assert_eq!(described, [("gave up after 2 deliveries: the last was never answered, as if the worker had died of it", 2)]);
    assert_eq!(deaths.now().len(), 2, "it was handed over again");
}

pub(crate) async fn the_largest_event_can_be_published_and_set_aside(harness: &Harness) {
    let bus = harness.bus().await;
    let largest = sized(1, LARGEST_EVENT);
    bus.publish_all(std::slice::from_ref(&largest)).await.expect("just small enough");
    let seen = Seen::nothing();
    let worker = start(&bus, &durable("reader"), failing!(seen, Failure::Reject, "\u{1F600}".repeat(100_000)));
    let records = records(&bus, "reader", 1).await;
    worker.finish().await;
    let [record] = records.as_slice() else { panic!("{} records", records.len()) };
    assert_eq!(identity::of_bytes(record.payload.as_bytes()), identity::of_bytes(&serde_json::to_vec(&largest).expect("JSON")));
    assert!(record.reason.starts_with('\u{1F600}'), "the start of the reason is kept");
}

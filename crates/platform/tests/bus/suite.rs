//! The promises. Every function gets a backend of its own.

use std::{sync::Arc, time::Duration};

use contracts::{
    Event as _, Stream,
    events::{ObservationsRecorded, SnapshotStored},
};
use platform::{
    Failure,
    bus::{Backlog, Durable, LARGEST_EVENT, PublishError},
    trace::{self, TraceContext},
};
use tokio::{
    sync::{Barrier, Semaphore},
    time::Instant,
};

use crate::harness::{Harness, Seen, durable, event, events, soon, start, until_done};

pub(crate) mod killed;
mod rejects;

pub(crate) use killed::nothing_is_lost_when_a_worker_process_is_killed;
pub(crate) use rejects::*;

/// Handles by noting the source.
macro_rules! noting {
    ($seen:expr) => {{
        let seen = $seen.clone();
        move |event: SnapshotStored| {
            let seen = seen.clone();
            async move {
                seen.note(event.source);
                Ok(())
            }
        }
    }};
}
use noting;

fn sources(events: &[SnapshotStored]) -> Vec<String> {
    events.iter().map(|event| event.source.clone()).collect()
}

pub(crate) async fn publishing_twice_is_once(harness: &Harness) {
    let bus = harness.bus().await;
    bus.publish_all(&[event(1), event(2), event(1)]).await.expect("a publish");
    harness.bus().await.publish_all(&[event(2), event(3)]).await.expect("a publish by another process");
    let read = bus.read::<SnapshotStored>(0, 100).await.expect("a stream");
    assert_eq!(read.into_iter().map(|(_, event)| event).collect::<Vec<_>>(), [event(1), event(2), event(3)]);
}

pub(crate) async fn events_arrive_in_the_order_of_publishing(harness: &Harness) {
    let bus = harness.bus().await;
    let many = events(1_200);
    bus.publish_all(&many).await.expect("a publish");
    let seen = Seen::nothing();
    let worker = start(&bus, &durable("reader"), noting!(seen));
    assert_eq!(seen.at_least(many.len()).await, sources(&many));
    worker.finish().await;
}

pub(crate) async fn a_durable_goes_on_where_it_was(harness: &Harness) {
    let bus = harness.bus().await;
    bus.publish_all(&[event(0), event(1)]).await.expect("a publish");
    let first = Seen::nothing();
    let worker = start(&bus, &durable("reader"), noting!(first));
    first.at_least(2).await;
    worker.finish().await;

    let bus = harness.bus().await;
    bus.publish_all(&[event(2)]).await.expect("a publish");
    let second = Seen::nothing();
    let worker = start(&bus, &durable("reader"), noting!(second));
    second.at_least(1).await;
    bus.publish_all(&[event(3)]).await.expect("a publish");
    assert_eq!(second.at_least(2).await, ["source-2", "source-3"]);
    worker.finish().await;
}

pub(crate) async fn two_durables_both_see_everything(harness: &Harness) {
    let bus = harness.bus().await;
    let (one, other) = (Seen::nothing(), Seen::nothing());
    let workers = [start(&bus, &durable("one"), noting!(one)), start(&bus, &durable("other"), noting!(other))];
    bus.publish_all(&events(3)).await.expect("a publish");
    assert_eq!(one.at_least(3).await, sources(&events(3)));
    assert_eq!(other.at_least(3).await, sources(&events(3)));
    for worker in workers {
        worker.finish().await;
    }
}

pub(crate) async fn two_workers_of_one_durable_share_the_work(harness: &Harness) {
    let seen = Seen::nothing();
    // Each worker does one at a time, so that two events meet here only if they are with two workers.
    let meeting = Arc::new(Barrier::new(2));
    let handle = || {
        let (seen, meeting) = (seen.clone(), Arc::clone(&meeting));
        move |event: SnapshotStored| {
            let (seen, meeting) = (seen.clone(), Arc::clone(&meeting));
            async move {
                meeting.wait().await;
                seen.note(event.source);
                Ok(())
            }
        }
    };
    let (one, other) = (harness.bus().await, harness.bus().await);
    let patient = Durable { ack_wait: Duration::from_secs(30), ..durable("reader") };
    let workers = [start(&one, &patient, handle()), start(&other, &patient, handle())];
    one.publish_all(&events(20)).await.expect("a publish");
    let mut all = seen.at_least(20).await;
    for worker in workers {
        worker.finish().await;
    }
    all.sort();
    let mut expected = sources(&events(20));
    expected.sort();
    assert_eq!(all, expected);
    assert_eq!(one.backlog(Stream::Ingest, "reader").await.expect("a backlog"), Backlog::default());
}

pub(crate) async fn what_fails_comes_back_after_a_growing_delay(harness: &Harness) {
    let bus = harness.bus().await;
    let seen = Seen::nothing();
    let slower = Durable { first_delay: Duration::from_millis(100), ..durable("reader") };
    let handle = {
        let seen = seen.clone();
        move |_: SnapshotStored| {
            let tries = seen.note(Instant::now());
            async move { if tries < 3 { Err(Failure::Retry(anyhow::anyhow!("not yet"))) } else { Ok(()) } }
        }
    };
    let worker = start(&bus, &slower, handle);
    bus.publish_all(&[event(1)]).await.expect("a publish");
    let at = seen.at_least(3).await;
    worker.finish().await;
    let [first, second, third] = at.as_slice() else { panic!("delivered {} times", at.len()) };
    // The machine's clock goes in milliseconds, so a delay may seem a little short.
    assert!(*second - *first >= Duration::from_millis(95), "{:?}", *second - *first);
    assert!(*third - *second >= Duration::from_millis(195), "{:?}", *third - *second);
    assert_eq!(bus.backlog(Stream::Ingest, "reader").await.expect("a backlog"), Backlog::default());
}

pub(crate) async fn progress_keeps_an_event_in_hand_from_coming_again(harness: &Harness) {
    let bus = harness.bus().await;
    let impatient = Durable { ack_wait: Duration::from_millis(300), concurrency: 4, ..durable("reader") };
    let (seen, release) = (Seen::nothing(), Arc::new(Semaphore::new(0)));
    let handle = {
        let (seen, release) = (seen.clone(), Arc::clone(&release));
        move |event: SnapshotStored| {
            let (seen, release) = (seen.clone(), Arc::clone(&release));
            async move {
                seen.note(event.source);
                let _released = release.acquire().await;
                Ok(())
            }
        }
    };
    let worker = start(&bus, &impatient, handle);
    bus.publish_all(&[event(1)]).await.expect("a publish");
    seen.at_least(1).await;
    // Four times as long as it may go unanswered: the time itself is what is tried here.
    assert!(tokio::time::timeout(Duration::from_millis(1_200), seen.at_least(2)).await.is_err(), "it came again while it was in hand");
    release.add_permits(1);
    worker.finish().await;
    assert_eq!(bus.backlog(Stream::Ingest, "reader").await.expect("a backlog"), Backlog::default());
}

pub(crate) async fn a_panic_is_tried_again(harness: &Harness) {
    let bus = harness.bus().await;
    let seen = Seen::nothing();
    let handle = {
        let seen = seen.clone();
        move |event: SnapshotStored| {
            let tries = seen.note(event.source);
            // Both before the handler's future exists and within it.
            assert!(tries != 1, "first");
            async move {
                assert!(tries != 2, "second");
                Ok(())
            }
        }
    };
    let worker = start(&bus, &durable("reader"), handle);
    bus.publish_all(&[event(1)]).await.expect("a publish");
    assert_eq!(seen.at_least(3).await, ["source-1", "source-1", "source-1"]);
    worker.finish().await;
}

pub(crate) async fn an_event_whose_answer_was_lost_comes_again(harness: &Harness) {
    let bus = harness.bus().await;
    let effects = Seen::nothing();
    let handle = {
        let effects = effects.clone();
        move |event: SnapshotStored| {
            effects.note(event.source);
            std::future::pending()
        }
    };
    let worker = start(&bus, &durable("reader"), handle);
    bus.publish_all(&[event(1)]).await.expect("a publish");
    effects.at_least(1).await;
    worker.die().await;

    let bus = harness.bus().await;
    let worker = start(&bus, &durable("reader"), noting!(effects));
    assert_eq!(effects.at_least(2).await, ["source-1", "source-1"]);
    worker.finish().await;
    assert_eq!(bus.backlog(Stream::Ingest, "reader").await.expect("a backlog"), Backlog::default());
}

pub(crate) async fn a_rewound_durable_begins_again(harness: &Harness) {
    let bus = harness.bus().await;
    bus.publish_all(&events(3)).await.expect("a publish");
    let seen = Seen::nothing();
    let worker = start(&bus, &durable("reader"), noting!(seen));
    seen.at_least(3).await;
    until_done(&bus, "reader").await;
    bus.rewind(Stream::Ingest, "reader").await.expect("a rewind under a running worker");
    seen.at_least(6).await;
    worker.finish().await;
    bus.rewind(Stream::Ingest, "reader").await.expect("a rewind of a stopped one");
    bus.rewind(Stream::Ingest, "nobody").await.expect("a rewind of one that never was");
    let worker = start(&bus, &durable("reader"), noting!(seen));
    let expected = [sources(&events(3)), sources(&events(3)), sources(&events(3))].concat();
    assert_eq!(seen.at_least(9).await, expected);
    worker.finish().await;
}

/// An event whose JSON has exactly so many bytes.
fn sized(number: usize, bytes: usize) -> SnapshotStored {
    let mut event = SnapshotStored { origin: "x".into(), ..event(number) };
    let rest = bytes - serde_json::to_vec(&event).expect("JSON").len();
    event.origin.push_str(&"x".repeat(rest));
    event
}

pub(crate) async fn an_event_that_is_too_large_keeps_its_batch_from_being_published(harness: &Harness) {
    let bus = harness.bus().await;
    let large = sized(2, LARGEST_EVENT + 1);
    let refused = bus.publish_all(&[event(1), large.clone()]).await.expect_err("too large");
    let expected =
        format!("snapshot_stored {} is 1032193 bytes as JSON and the bus carries 1032192; nothing of the batch was published", large.id());
    assert_eq!(refused.to_string(), expected);
    assert!(matches!(refused, PublishError::TooLarge { size: 1_032_193, limit: LARGEST_EVENT, .. }));
    assert!(matches!(Failure::from(refused), Failure::Reject(_)), "it will not become smaller");
    assert_eq!(bus.read::<SnapshotStored>(0, 100).await.expect("a stream"), []);
}

pub(crate) async fn a_stop_finishes_what_is_in_hand(harness: &Harness) {
    let bus = harness.bus().await;
    bus.publish_all(&events(3)).await.expect("a publish");
    let (begun, done, release) = (Seen::nothing(), Seen::nothing(), Arc::new(Semaphore::new(0)));
    let handle = {
        let (begun, done, release) = (begun.clone(), done.clone(), Arc::clone(&release));
        move |event: SnapshotStored| {
            let (begun, done, release) = (begun.clone(), done.clone(), Arc::clone(&release));
            async move {
                begun.note(event.source.clone());
                let _released = release.acquire().await;
                done.note(event.source);
                Ok(())
            }
        }
    };
    let mut worker = start(&bus, &durable("reader"), handle);
    begun.at_least(1).await;
    worker.stop.ask();
    tokio::task::yield_now().await;
    assert!(!worker.has_ended(), "it ended with an event in hand");
    release.add_permits(100);
    worker.finish().await;
    assert_eq!((begun.now(), done.now()), (vec!["source-0".to_owned()], vec!["source-0".to_owned()]));
    assert_eq!(bus.backlog(Stream::Ingest, "reader").await.expect("a backlog"), Backlog { waiting: 2, in_hand: 0 });
}

pub(crate) async fn the_backlog_counts_what_waits_and_what_is_in_hand(harness: &Harness) {
    let bus = harness.bus().await;
    let backlog = async || bus.backlog(Stream::Ingest, "reader").await.expect("a backlog");
    assert_eq!(backlog().await, Backlog::default());
    bus.publish_all(&events(5)).await.expect("a publish");
    assert_eq!(backlog().await, Backlog { waiting: 5, in_hand: 0 }, "of a consumer that never was");
    let (begun, release) = (Seen::nothing(), Arc::new(Semaphore::new(0)));
    let handle = {
        let (begun, release) = (begun.clone(), Arc::clone(&release));
        move |event: SnapshotStored| {
            let (begun, release) = (begun.clone(), Arc::clone(&release));
            async move {
                begun.note(event.source);
                let _released = release.acquire().await;
                Ok(())
            }
        }
    };
    let worker = start(&bus, &Durable { concurrency: 2, ..durable("reader") }, handle);
    begun.at_least(2).await;
    assert_eq!(backlog().await, Backlog { waiting: 3, in_hand: 2 });
    release.add_permits(100);
    begun.at_least(5).await;
    worker.finish().await;
    assert_eq!(backlog().await, Backlog::default());
}

pub(crate) async fn the_trace_crosses_the_bus(harness: &Harness) {
    let bus = harness.bus().await;
    let seen = Seen::nothing();
    let handle = {
        let (bus, seen) = (bus.clone(), seen.clone());
        move |_: SnapshotStored| {
            let (bus, seen) = (bus.clone(), seen.clone());
            async move {
                seen.note(trace::current().trace_id());
                Ok(bus.publish_all(&[ObservationsRecorded::default()]).await?)
            }
        }
    };
    let further = {
        let seen = seen.clone();
        move |_: ObservationsRecorded| {
            seen.note(trace::current().trace_id());
            async { Ok(()) }
        }
    };
    let workers = [start(&bus, &durable("reader"), handle), start(&bus, &durable("further"), further)];
    let context = TraceContext::start();
    trace::within(context, bus.publish_all(&[event(1)])).await.expect("a publish");
    assert_eq!(seen.at_least(2).await, [context.trace_id(), context.trace_id()]);
    for worker in workers {
        worker.finish().await;
    }
}

pub(crate) async fn a_stream_is_read_in_pages(harness: &Harness) {
    let bus = harness.bus().await;
    bus.publish_all(&events(250)).await.expect("a publish");
    harness.inject("{").await;
    bus.publish_all(&[event(250)]).await.expect("a publish");
    let (mut after, mut read) = (0, Vec::new());
    loop {
        let page = soon(bus.read::<SnapshotStored>(after, 225)).await.expect("a page");
        let Some((last, _)) = page.last() else { break };
        after = *last;
        read.extend(page.into_iter().map(|(_, event)| event));
    }
    assert_eq!(read, events(251));
    bus.ping().await.expect("an answer");
}

//! Watches and alerts over gRPC, from a feed to the caller.

use std::time::{Duration, Instant as Began};

use contracts::court::{Webhook, watch_service_client::WatchServiceClient};
use platform::{
    bus::Bus,
    rpc::{self, Listener, TracedChannel},
};
use tonic::{Code, Streaming};

use super::*;
use crate::{NAME, fact::Class, rules::tests::feed_of, tests::Rig};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

fn watch_of(party: &str) -> court::Watch {
    court::Watch { party: party.into(), ..court::Watch::default() }
}

async fn next(stream: &mut Streaming<StreamAlertsResponse>) -> AlertRaised {
    let received = tokio::time::timeout(PATIENCE, stream.message()).await.expect("an alert comes");
    received.expect("a stream").and_then(|response| response.alert).expect("an alert")
}

/// Runs the whole service, asks it, and stops it.
async fn with_service(test: &str, questions: impl AsyncFnOnce(&Rig, WatchServiceClient<TracedChannel>)) {
    let rig = Rig::new(test).await;
    let listener = Listener::bind("127.0.0.1:0").await.expect("a listener");
    let client = WatchServiceClient::new(rpc::channel(&format!("http://{}", listener.address())).expect("a channel"));
    let context = rig.base.context::<crate::Config>(NAME, listener).expect("a context");
    let asked = async {
        questions(&rig, client).await;
        rig.base.stop.ask();
    };
    let (ended, ()) = tokio::join!(Box::pin(crate::run(context)), Box::pin(asked));
    ended.expect("an orderly end");
}

#[tokio::test]
async fn a_feed_leads_to_alerts_and_a_stream_is_resumed_where_it_ended() {
    with_service("a_feed_leads_to_alerts_and_a_stream_is_resumed_where_it_ended", async |rig, mut client| {
        let bus: Bus = rig.base.bus.clone();
        let added = client.add_watch(AddWatchRequest { watch: Some(watch_of("garcia")) }).await.expect("added").into_inner();
        let watch = added.watch.expect("a watch");
        assert_eq!((watch.title.as_str(), watch.delivery.as_str(), added.known), ("Party garcia in all courts", "live", false));
        rig.base.clock.advance_millis(1);

        let asked = |after| StreamAlertsRequest { watch: watch.id.clone(), after };
        let mut stream = client.stream_alerts(asked(-1)).await.expect("a stream").into_inner();
        let feed = feed_of(&[("1:26-cr-00001 USA v. Garcia", "Complaint", 1), ("1:26-cr-00002 USA v. Lopez", "Order", 2)]);
        let event = rig.stored("pacer-rss", feed, 60).await;
        bus.publish_all(&[event]).await.expect("published");
        let first = next(&mut stream).await;
        assert_eq!((first.cursor, first.title.as_str()), (1, "nwd 1:26-cr-00001: Complaint"));
        assert_eq!((first.watch.as_str(), first.caption.as_str(), first.court.as_str()), (watch.id.as_str(), "USA v. Garcia", "nwd"));
        drop(stream);

        let later = [("1:26-cr-00003 USA v. Garcia", "Order", 3), ("1:26-cr-00001 USA v. Garcia", "Complaint", 1)];
        let event = rig.stored("pacer-rss", feed_of(&later), 120).await;
        bus.publish_all(&[event]).await.expect("published");
        let mut resumed = client.stream_alerts(asked(first.cursor)).await.expect("a stream").into_inner();
        let second = next(&mut resumed).await;
        assert_eq!((second.cursor, second.docket_number.as_str()), (2, "1:26-cr-00003"));
        let mut all = client.stream_alerts(StreamAlertsRequest::default()).await.expect("a stream").into_inner();
        assert_eq!((next(&mut all).await.cursor, next(&mut all).await.cursor), (1, 2));

        let listed = client.list_alerts(ListAlertsRequest { watch: watch.id.clone(), after: 0, limit: 1 }).await.expect("an answer");
        assert_eq!(listed.into_inner().alerts, [second]);
        let events = bus.read::<AlertRaised>(0, 10).await.expect("events");
        assert_eq!(events.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_alert_reaches_a_stream_within_moments() {
    with_service("an_alert_reaches_a_stream_within_moments", async |rig, mut client| {
        client.add_watch(AddWatchRequest { watch: Some(watch_of("garcia")) }).await.expect("added");
        let mut stream = client.stream_alerts(StreamAlertsRequest::default()).await.expect("a stream").into_inner();
        // Another process tells: only the look at the table finds it.
        let teller = Teller::new(rig.store.clone(), rig.base.bus.clone(), rig.base.clock.clone());
        let fact = Fact { seen_at: rig.base.clock.now(), class: Class::NewCase, ..crate::watch::tests::filing() };
        let began = Began::now();
        teller.tell(&[fact]).await.expect("told");
        assert_eq!(next(&mut stream).await.class, "new_case");
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    })
    .await;
}

#[tokio::test]
async fn a_watch_is_tested_over_all_that_is_known_before_it_is_added() {
    with_service("a_watch_is_tested_over_all_that_is_known_before_it_is_added", async |rig, mut client| {
        let items = [
            ("1:26-cr-00001 USA v. Garcia", "Complaint", 1),
            ("1:26-cr-00002 USA v. Lopez", "Order", 2),
            ("1:26-cv-00003 Garcia v. ICE", "Order", 3),
        ];
        rig.recorder().on_snapshot_stored(rig.stored("pacer-rss", feed_of(&items), -60).await).await.expect("handled");
        let asked = TestWatchRequest { watch: Some(watch_of("garcia")), limit: 1 };
        let tested = client.test_watch(asked).await.expect("an answer").into_inner();
        assert_eq!((tested.alerts.len(), tested.total, tested.since.as_str()), (1, 2, "2026-01-06T11:45:40.000Z"));
        let tested = client.test_watch(TestWatchRequest { watch: Some(watch_of("@ice")), limit: 0 }).await.expect("an answer").into_inner();
        let titles: Vec<&str> = tested.alerts.iter().map(|alert| alert.title.as_str()).collect();
        assert_eq!(titles, ["nwd 1:26-cv-00003: Order"]);

        let watch = client.add_watch(AddWatchRequest { watch: Some(watch_of("garcia")) }).await.expect("added").into_inner().watch;
        rig.base.clock.advance_millis(1);
        rig.recorder().on_snapshot_stored(rig.stored("pacer-rss", feed_of(&items), -60).await).await.expect("handled");
        let listed = client.list_alerts(ListAlertsRequest::default()).await.expect("an answer").into_inner();
        assert_eq!(listed.alerts, [], "what was there before is no news to {watch:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_in_a_watch_is_named_and_keys_are_never_answered() {
    with_service("what_is_wrong_in_a_watch_is_named_and_keys_are_never_answered", async |_, mut client| {
        let wrong = court::Watch { statute: "18".into(), delivery: "weekly".into(), ..watch_of("@fbi") };
        let refused = client.add_watch(AddWatchRequest { watch: Some(wrong) }).await.expect_err("a refusal");
        assert_eq!(refused.code(), Code::InvalidArgument);
        insta::assert_snapshot!(refused.message(), @r"
        party: there is no list `@fbi`; there are @ice, @dhs
        statute: `18` is no citation; write 18:111 or 18:111(a)(1)
        delivery: `weekly` is neither `live` nor `daily`
        ");

        let webhook = Webhook { url: "https://example.org/hook".into(), secret: "s3cret-s3cret-s3cret".into(), ..Webhook::default() };
        let asked = AddWatchRequest { watch: Some(court::Watch { webhook: Some(webhook), ..watch_of("garcia") }) };
        let first = client.add_watch(asked.clone()).await.expect("added").into_inner();
        let again = client.add_watch(asked).await.expect("added").into_inner();
        assert_eq!((first.known, again.known, &first.watch), (false, true, &again.watch));
        let listed = client.list_watches(ListWatchesRequest {}).await.expect("an answer").into_inner().watches;
        assert!(!format!("{listed:?}{first:?}").contains("s3cret"), "{listed:?}");
        let [watch] = &listed[..] else { panic!("one watch, not {listed:?}") };

        client.remove_watch(RemoveWatchRequest { id: watch.id.clone() }).await.expect("removed");
        let gone = client.remove_watch(RemoveWatchRequest { id: watch.id.clone() }).await.expect_err("not there");
        assert_eq!(gone.code(), Code::NotFound);
        let bad = client.list_alerts(ListAlertsRequest { after: -7, ..ListAlertsRequest::default() }).await.expect_err("a refusal");
        assert_eq!(bad.message(), "there is no cursor -7");
    })
    .await;
}

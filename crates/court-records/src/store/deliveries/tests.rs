//! What is due to webhooks, on SQLite and on PostgreSQL.

use std::{collections::BTreeSet, time::Duration};

use super::*;
use crate::{
    store::{Wanted, tests::on_both},
    watch::{
        Asking,
        tests::{filing, watch},
    },
};

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;

/// Failed attempts in a row after which these webhooks are given up.
const MOST_FAILURES: i32 = 3;

/// Milliseconds after noon of the day of these tests.
fn at(millis: i64) -> Instant {
    let noon: Instant = "2026-01-06T12:00:00Z".parse().expect("an instant");
    Instant::from_unix_millis(noon.unix_millis() + millis)
}

fn asking() -> Asking {
    Asking { party: "garcia".into(), url: "https://example.org/hook".into(), secret: "0123456789abcdef".into(), ..Asking::default() }
}

async fn add(store: &Store, asking: &Asking) -> String {
    let watch = watch(asking);
    store.add_watch(&watch, at(0)).await.expect("added");
    watch.id
}

/// Tells a watch of a fact that says this.
async fn tell(store: &Store, watch: &str, subject: &str, text: &str, now: Instant) {
    let fact = Fact { subject: subject.into(), text: text.into(), seen_at: now, said_at: now, ..filing() };
    store.keep_facts(std::slice::from_ref(&fact)).await.expect("kept");
    store.raise(&BTreeSet::from([(watch.to_owned(), fact.id())]), &BTreeSet::from([fact.id()]), now).await.expect("raised");
}

async fn claim(store: &Store, now: Instant) -> Vec<ClaimedDelivery> {
    store.claim_deliveries(10, now, schedule::after(now, Duration::from_mins(1))).await.expect("claimed")
}

/// What was claimed: attempt, and revision and subject of each alert.
fn shown(claimed: &[ClaimedDelivery]) -> Vec<String> {
    let alerts = |delivery: &ClaimedDelivery| {
        let alerts = delivery.alerts.iter().map(|alert| format!(" {}.{}", alert.fact.subject, alert.revision));
        alerts.collect::<String>()
    };
    claimed.iter().map(|delivery| format!("#{}{}", delivery.attempt, alerts(delivery))).collect()
}

async fn report(store: &Store, claimed: &ClaimedDelivery, attempted: Attempted, now: Instant) -> Option<String> {
    store.report_delivery((&claimed.id, &claimed.lease), &attempted, MOST_FAILURES, now).await.expect("reported")
}

fn failed() -> Attempted {
    Attempted::Failed("the receiver answered 500".to_owned())
}

#[tokio::test]
async fn a_revision_is_due_once_and_the_later_one_in_place_of_the_earlier() {
    on_both("a_revision_is_due_once_and_the_later_one_in_place_of_the_earlier", async |store| {
        let watch = add(&store, &asking()).await;
        tell(&store, &watch, "a", "", at(SECOND)).await;
        tell(&store, &watch, "b", "", at(SECOND)).await;
        tell(&store, &watch, "b", "more", at(2 * SECOND)).await;
        let claimed = claim(&store, at(3 * SECOND)).await;
        assert_eq!(shown(&claimed), ["#1 a.1", "#1 b.2"]);
        assert!(claim(&store, at(4 * SECOND)).await.is_empty(), "they are somebody's");
        assert_eq!(claimed[0].secret.reveal(), "0123456789abcdef");

        tell(&store, &watch, "a", "more", at(5 * SECOND)).await;
        assert_eq!(report(&store, &claimed[0], Attempted::Delivered, at(6 * SECOND)).await, None, "that revision is not due any more");
        assert_eq!(report(&store, &claimed[1], Attempted::Delivered, at(6 * SECOND)).await.as_deref(), Some("active"));
        assert_eq!(shown(&claim(&store, at(7 * SECOND)).await), ["#1 a.2"]);
    })
    .await;
}

#[tokio::test]
async fn a_lease_that_ended_goes_to_somebody_else_and_its_report_counts_no_more() {
    on_both("a_lease_that_ended_goes_to_somebody_else_and_its_report_counts_no_more", async |store| {
        let watch = add(&store, &asking()).await;
        tell(&store, &watch, "a", "", at(SECOND)).await;
        let first = claim(&store, at(2 * SECOND)).await;
        let second = claim(&store, at(63 * SECOND)).await;
        assert_eq!((shown(&second), first[0].id == second[0].id), (vec!["#2 a.1".to_owned()], true));
        assert_eq!(report(&store, &first[0], failed(), at(64 * SECOND)).await, None);
        assert_eq!(report(&store, &second[0], Attempted::Delivered, at(64 * SECOND)).await.as_deref(), Some("active"));
    })
    .await;
}

#[tokio::test]
async fn a_webhook_that_fails_is_tried_with_one_delivery_after_growing_waits() {
    on_both("a_webhook_that_fails_is_tried_with_one_delivery_after_growing_waits", async |store| {
        let watch = add(&store, &asking()).await;
        for subject in ["a", "b", "c"] {
            tell(&store, &watch, subject, "", at(SECOND)).await;
        }
        let claimed = claim(&store, at(2 * SECOND)).await;
        for delivery in &claimed {
            // All were under way at the same time: one failure.
            assert_eq!(report(&store, delivery, failed(), at(3 * SECOND)).await.as_deref(), Some("active"));
        }
        let kept = store.watch(&watch).await.expect("a watch").expect("there");
        assert_eq!((kept.webhook.failures, kept.webhook.reason.as_str()), (1, "the receiver answered 500"));
        assert!(claim(&store, at(7 * SECOND)).await.is_empty(), "five seconds have not passed");
        let again = claim(&store, at(9 * SECOND)).await;
        assert_eq!(shown(&again), ["#2 a.1"]);
        assert!(claim(&store, at(9 * SECOND)).await.is_empty(), "one at a time");
        report(&store, &again[0], failed(), at(10 * SECOND)).await;
        let least_tried = claim(&store, at(71 * SECOND)).await;
        assert_eq!(shown(&least_tried), ["#2 b.1"], "not the one that was tried most");
        assert_eq!(report(&store, &least_tried[0], Attempted::Delivered, at(72 * SECOND)).await.as_deref(), Some("active"));
        assert_eq!(shown(&claim(&store, at(73 * SECOND)).await), ["#2 c.1", "#3 a.1"]);
    })
    .await;
}

#[tokio::test]
async fn a_webhook_that_keeps_failing_is_disabled_with_a_notice_and_enabled_by_adding_the_watch_again() {
    on_both("a_webhook_that_keeps_failing_is_disabled_with_a_notice", async |store| {
        let watch = add(&store, &asking()).await;
        tell(&store, &watch, "a", "", at(SECOND)).await;
        let mut now = at(2 * SECOND);
        let mut states = Vec::new();
        while states.last().map(String::as_str) != Some("disabled") {
            for delivery in claim(&store, now).await {
                states.extend(report(&store, &delivery, failed(), now).await);
            }
            now = Instant::from_unix_millis(now.unix_millis() + HOUR);
        }
        assert_eq!(states.len(), usize::try_from(MOST_FAILURES).expect("small"));
        let latest = store.alerts(&watch, Wanted::Latest, 1).await.expect("alerts");
        let told = (latest[0].fact.class, latest[0].fact.text.as_str(), latest[0].revision);
        let words = "3 attempts in a row failed; the last: the receiver answered 500. Add the same watch again to enable it.";
        assert_eq!(told, (Class::WebhookDisabled, words, 1));

        tell(&store, &watch, "b", "", now).await;
        assert!(claim(&store, now).await.is_empty(), "a disabled webhook is left alone");
        add(&store, &asking()).await;
        tell(&store, &watch, "c", "", now).await;
        assert_eq!(shown(&claim(&store, now).await), ["#1 c.1"]);
    })
    .await;
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_not_asked_again() {
    on_both("a_receiver_that_is_gone_is_not_asked_again", async |store| {
        let watch = add(&store, &asking()).await;
        tell(&store, &watch, "a", "", at(SECOND)).await;
        let claimed = claim(&store, at(2 * SECOND)).await;
        let gone = Attempted::Gone("the receiver answered 410".to_owned());
        assert_eq!(report(&store, &claimed[0], gone, at(3 * SECOND)).await.as_deref(), Some("disabled"));
        assert!(claim(&store, at(HOUR)).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_daily_watch_gets_one_digest_of_a_day_after_the_day_has_ended() {
    on_both("a_daily_watch_gets_one_digest_of_a_day_after_the_day_has_ended", async |store| {
        let daily = add(&store, &Asking { delivery: "daily".into(), ..asking() }).await;
        for (subject, hour) in [("a", 1), ("b", 2)] {
            tell(&store, &daily, subject, "", at(hour * HOUR)).await;
        }
        tell(&store, &daily, "a", "more", at(3 * HOUR)).await;
        assert_eq!(store.make_digests(at(11 * HOUR)).await.expect("made"), 0, "the day has not ended");
        assert!(claim(&store, at(11 * HOUR)).await.is_empty());
        tell(&store, &daily, "late", "", at(12 * HOUR)).await;
        assert_eq!(store.make_digests(at(12 * HOUR)).await.expect("made"), 1);
        assert_eq!(store.make_digests(at(12 * HOUR)).await.expect("made"), 0, "made once");
        let claimed = claim(&store, at(12 * HOUR)).await;
        assert_eq!((shown(&claimed), claimed[0].digest_of.as_deref()), (vec!["#1 b.1 a.2".to_owned()], Some("2026-01-06")));
        assert_eq!(claimed[0].alerts_total, 2);
        report(&store, &claimed[0], Attempted::Delivered, at(12 * HOUR)).await;
        store.make_digests(at(40 * HOUR)).await.expect("made");
        let claimed = claim(&store, at(40 * HOUR)).await;
        assert_eq!((shown(&claimed), claimed[0].digest_of.as_deref()), (vec!["#1 late.1".to_owned()], Some("2026-01-07")));
    })
    .await;
}

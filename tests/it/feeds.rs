//! Courts whose feeds go on while the program reads them, is killed in the middle of a sweep, and starts again: every item is seen once, alerts come, and what a
//! feed can no longer show is told.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use contracts::{
    court::{ListAlertsRequest, ListFeedsRequest, Watch},
    events::FilingSeen,
    ingest::ListSourcesRequest,
};
use domain::Instant;
use e2e::{Place, feeds};
use platform::Clock;
use plumbline::App;

const COURTS: usize = 24;

/// A Wednesday, in court hours of every zone of the mainland.
const START: &str = "2026-11-18T22:00:00Z";

/// How often feeds were retrieved, and nothing is left to be done.
async fn retrieved(app: &App) -> Option<i64> {
    let sources = app.peers.ingest.clone().list_sources(ListSourcesRequest {}).await.ok()?.into_inner().sources;
    let retrievals = sources.iter().find(|source| source.slug == "pacer-rss").map(|source| source.retrievals)?;
    app.is_idle().await.ok()?.then_some(retrievals)
}

/// Moves the clock until every court was fetched once more and all of it is handled.
async fn sweep(app: &App, clock: &Clock) {
    let ready = async || retrieved(app).await;
    let before = testkit::eventually(Duration::from_mins(1), "the services to be idle", ready).await;
    clock.advance_millis(40_000);
    let fetched = async || retrieved(app).await.filter(|retrievals| *retrievals >= before + i64::try_from(COURTS).expect("few"));
    testkit::eventually(Duration::from_mins(1), "every court to be fetched", fetched).await;
}

#[tokio::test]
async fn every_item_of_every_court_is_seen_once_over_a_restart_and_what_changes_is_told() {
    let Some(corpus) = testkit::corpus("every_item_of_every_court_is_seen_once_over_a_restart_and_what_changes_is_told") else { return };
    let courts = feeds::courts(&corpus, COURTS).expect("courts");
    let addresses = feeds::serve(&courts).await.expect("feeds");
    let mut place = Place::embedded();
    // Due again after a second of the clock that the test moves.
    feeds::fetch_all(&mut place.config, &addresses, 1);
    place.config.set("ingest", "per_host_delay_secs", 0);
    let clock = Clock::manual(START.parse().expect("an instant"));
    let publish = |rounds: i64| {
        for round in 0..rounds {
            for court in &courts {
                court.publish(Instant::from_unix_millis(clock.now().unix_millis() + round * 1000));
            }
        }
    };

    publish(3);
    let app = place.start(clock.clone()).await;
    let watch = Watch { event_type: "order".to_owned(), ..Watch::default() };
    let everything = Watch {
        courts: vec![courts[0].code.clone(), courts[1].code.clone()],
        muted: vec!["filing".to_owned(), "new_case".to_owned()],
        ..Watch::default()
    };
    for watch in [watch, everything] {
        let request = contracts::court::AddWatchRequest { watch: Some(watch) };
        app.peers.watches.clone().add_watch(request).await.expect("a watch");
    }
    sweep(&app, &clock).await;
    publish(2);
    for court in &courts {
        court.change_types();
    }
    clock.advance_millis(40_000);
    // In the middle of the sweep: no handler and no fetch is waited for.
    app.stop.now();
    drop(app);

    let app = place.start(clock.clone()).await;
    publish(2);
    sweep(&app, &clock).await;
    // What the killed process held is free again.
    sweep(&app, &clock).await;

    let seen = app.bus.read::<FilingSeen>(0, 100_000).await.expect("filings");
    let mut by_court: BTreeMap<String, usize> = BTreeMap::new();
    for (_, filing) in seen {
        *by_court.entry(filing.court).or_default() += 1;
    }
    let published: BTreeMap<String, usize> =
        courts.iter().map(|court| (court.code.clone(), court.published())).filter(|(_, items)| *items > 0).collect();
    assert_eq!(by_court, published, "every item once");

    let feeds = app.peers.coverage.clone().list_feeds(ListFeedsRequest {}).await.expect("feeds").into_inner().feeds;
    let state = |court: &Arc<feeds::Court>| {
        let feed = feeds.iter().find(|feed| feed.court == court.code).expect("a feed");
        format!("{} {}", feed.state, feed.coverage)
    };
    let told: Vec<String> = courts.iter().take(5).map(|court| format!("{:?} {}", court.manner, state(court))).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    Stale stale charges
    ChangesTypes fresh no_charges
    Lies undated charges
    RepeatsGuids fresh charges
    Plain fresh charges
    ");

    let alerts =
        app.peers.watches.clone().list_alerts(ListAlertsRequest { limit: 1000, ..ListAlertsRequest::default() }).await.expect("alerts");
    let mut by_class: BTreeMap<String, usize> = BTreeMap::new();
    for alert in alerts.into_inner().alerts {
        *by_class.entry(alert.class).or_default() += 1;
    }
    insta::assert_snapshot!(format!("{by_class:?}"), @r#"{"coverage_lost": 1, "feed_stale": 1, "feed_types": 1, "filing": 138}"#);
    app.shut_down().await.expect("an orderly stop");
}

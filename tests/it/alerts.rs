//! From a court's feed to the receiver of a webhook, through every service.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contracts::{
    court::{AddWatchRequest, ListAlertsRequest, ListWatchesRequest, Watch, Webhook},
    events::AlertRaised,
    ingest::SubmitSnapshotRequest,
};
use e2e::Place;
use platform::{Clock, Stop, rpc::Listener, service::serve_http};
use plumbline::{App, app::Pages};
use ring::hmac;
use tokio::task::JoinSet;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Key of the signatures of these tests: 24 bytes.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const HOUR: i64 = 3_600_000;

/// A receiver of webhooks: it answers by a script, the last answer for ever, and remembers what it got.
#[derive(Clone)]
struct Receiver {
    script: Arc<Mutex<VecDeque<StatusCode>>>,
    got: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
}

impl Receiver {
    /// Serves until the set is dropped; gives the address of the webhook.
    async fn start(script: &[StatusCode], tasks: &mut JoinSet<anyhow::Result<()>>) -> (Self, String) {
        let receiver = Self { script: Arc::new(Mutex::new(script.iter().copied().collect())), got: Arc::default() };
        let listener = Listener::bind("127.0.0.1:0").await.expect("a listener");
        let url = format!("http://{}/hook", listener.address());
        let routes = Router::new().route("/hook", post(Self::take)).with_state(receiver.clone());
        tasks.spawn(serve_http(listener, routes, Stop::new()));
        (receiver, url)
    }

    #[expect(clippy::unused_async, reason = "a handler is asynchronous")]
    async fn take(State(this): State<Self>, headers: HeaderMap, body: Bytes) -> StatusCode {
        this.got.lock().expect("no panic").push((headers, body));
        let mut script = this.script.lock().expect("no panic");
        if script.len() > 1 { script.pop_front().expect("an answer") } else { script[0] }
    }

    /// The request at a place, once it has come: id, and the body whose signature was verified.
    async fn request(&self, place: usize) -> (String, serde_json::Value) {
        let come = async || self.got.lock().expect("no panic").get(place).cloned();
        let (headers, body) = testkit::eventually(PATIENCE, "a request of the webhook", come).await;
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let signed = [header("webhook-id").as_bytes(), b".", header("webhook-timestamp").as_bytes(), b".", &body].concat();
        let key = STANDARD.decode(SECRET.trim_start_matches("whsec_")).expect("base64");
        let signature = STANDARD.decode(header("webhook-signature").trim_start_matches("v1,")).expect("base64");
        hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &key), &signed, &signature).expect("the signature is right");
        assert!(header("content-type").starts_with("application/cloudevents+json"), "{headers:?}");
        (header("webhook-id"), serde_json::from_slice(&body).expect("JSON"))
    }

    fn count(&self) -> usize {
        self.got.lock().expect("no panic").len()
    }
}

fn feed(number: u32) -> String {
    format!(
        "<rss><channel><title>D. Nowhere</title><link>https://ecf.nwd.uscourts.gov</link><description>all</description>\
         <item><title>1:26-cv-{number:05} Garcia v. ICE</title><link>https://ecf.nwd.uscourts.gov/cgi-bin/DktRpt.pl?{number}</link>\
         <description>[Complaint]</description><pubDate>Tue, 06 Jan 2026 10:30:00 GMT</pubDate></item></channel></rss>"
    )
}

/// All services, with a clock that is moved by hand.
async fn started(allow_hosts: &[&str]) -> (App, Clock, Place) {
    let mut place = Place::embedded();
    place.config.set("gateway", "allow_hosts", allow_hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<String>>());
    place.config.set("court-records", "webhook_failures", 3);
    let clock = Clock::manual("2026-01-06T11:00:00Z".parse().expect("an instant"));
    let app = App::start(place.config.clone(), clock.clone(), Pages::Served).await.expect("the services start");
    (app, clock, place)
}

async fn hand_in(app: &App, clock: &Clock, number: u32) {
    clock.advance_millis(1);
    let request = SubmitSnapshotRequest {
        source: "pacer-rss".into(),
        content: feed(number).into_bytes(),
        file_name: "feed.xml".into(),
        idempotency_key: String::new(),
        stored: String::new(),
    };
    app.peers.ingest.clone().submit_snapshot(request).await.expect("taken");
}

async fn add(app: &App, delivery: &str, url: &str) -> String {
    let webhook = Webhook { url: url.into(), secret: SECRET.into(), ..Webhook::default() };
    let watch = Watch { party: "@ice".into(), delivery: delivery.into(), webhook: Some(webhook), ..Watch::default() };
    let added = app.peers.watches.clone().add_watch(AddWatchRequest { watch: Some(watch) }).await.expect("added").into_inner();
    added.watch.expect("a watch").id
}

async fn webhook(app: &App) -> Webhook {
    let watches = app.peers.watches.clone().list_watches(ListWatchesRequest {}).await.expect("an answer").into_inner().watches;
    watches.into_iter().find_map(|watch| watch.webhook).expect("a webhook")
}

async fn latest(app: &App) -> Option<AlertRaised> {
    let request = ListAlertsRequest { limit: 1, ..ListAlertsRequest::default() };
    app.peers.watches.clone().list_alerts(request).await.expect("an answer").into_inner().alerts.into_iter().next()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filing_reaches_a_webhook_is_tried_again_and_a_receiver_that_stays_away_is_disabled() {
    let mut tasks = JoinSet::new();
    let script = [StatusCode::INTERNAL_SERVER_ERROR, StatusCode::NO_CONTENT, StatusCode::INTERNAL_SERVER_ERROR];
    let (receiver, url) = Receiver::start(&script, &mut tasks).await;
    let (app, clock, _place) = started(&["127.0.0.1"]).await;
    add(&app, "live", &url).await;

    hand_in(&app, &clock, 1).await;
    let (id, event) = receiver.request(0).await;
    assert_eq!(event["type"], "org.plumbline.court.alert_raised.v1");
    assert_eq!(
        (event["data"]["title"].as_str(), &event["data"]["caption"]),
        (Some("nwd 1:26-cv-00001: Complaint"), &serde_json::Value::Null)
    );
    testkit::eventually(PATIENCE, "the failure to be counted", async || (webhook(&app).await.failures == 1).then_some(())).await;
    assert_eq!(receiver.count(), 1, "it waits before it tries again");
    clock.advance_millis(6_000);
    let (again, same) = receiver.request(1).await;
    assert_eq!((again, same), (id, event));
    testkit::eventually(PATIENCE, "the success to be counted", async || (webhook(&app).await.failures == 0).then_some(())).await;

    hand_in(&app, &clock, 2).await;
    let disabled = async || {
        clock.advance_millis(HOUR);
        (webhook(&app).await.state == "disabled").then_some(())
    };
    testkit::eventually(PATIENCE, "the webhook to be disabled", disabled).await;
    // An hour that passes in the middle of a try takes its lease, and it is tried once more.
    assert!(receiver.count() >= 2 + 3, "{}", receiver.count());
    let notice = latest(&app).await.expect("an alert");
    assert_eq!((notice.class.as_str(), notice.text.contains("the receiver answered 500")), ("webhook_disabled", true), "{notice:?}");
    app.shut_down().await.expect("an orderly stop");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daily_watch_sends_one_digest_after_the_day() {
    let mut tasks = JoinSet::new();
    let (receiver, url) = Receiver::start(&[StatusCode::OK], &mut tasks).await;
    let (app, clock, _place) = started(&["127.0.0.1"]).await;
    add(&app, "daily", &url).await;
    for number in [1, 2] {
        hand_in(&app, &clock, number).await;
    }
    let both = async || (latest(&app).await?.cursor == 2).then_some(());
    testkit::eventually(PATIENCE, "both alerts", both).await;
    assert_eq!(receiver.count(), 0);
    clock.advance_millis(14 * HOUR);
    let (_, event) = receiver.request(0).await;
    let titles: Vec<&str> = event["data"]["alerts"].as_array().into_iter().flatten().filter_map(|alert| alert["title"].as_str()).collect();
    assert_eq!(titles, ["nwd 1:26-cv-00001: Complaint", "nwd 1:26-cv-00002: Complaint"]);
    assert_eq!((event["type"].as_str(), event["data"]["day"].as_str()), (Some("org.plumbline.court.alert_digest.v1"), Some("2026-01-06")));
    app.shut_down().await.expect("an orderly stop");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_no_way_into_the_network_that_the_service_runs_in() {
    let mut tasks = JoinSet::new();
    let (receiver, url) = Receiver::start(&[StatusCode::OK], &mut tasks).await;
    let (app, clock, _place) = started(&[]).await;
    add(&app, "live", &url).await;
    hand_in(&app, &clock, 1).await;
    let refused = async || Some(webhook(&app).await).filter(|webhook| webhook.failures == 1);
    let webhook = testkit::eventually(PATIENCE, "the refusal", refused).await;
    assert!(webhook.reason.contains("which is a loopback address"), "{}", webhook.reason);
    assert_eq!(receiver.count(), 0);
    app.shut_down().await.expect("an orderly stop");
}

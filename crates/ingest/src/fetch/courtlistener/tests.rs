//! Against a real server on this machine that plays the API.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use platform::{Bus, Clock, DatabaseLocation, Objects, config, rpc::Listener, service::serve_http};
use testkit::{TempDir, temp_dir};
use tokio::task::JoinSet;

use super::*;
use crate::store::{Delivery, Store, Validators, Wanted};

/// Rows on a page.
const ROWS: usize = 2;

/// The API as it is played: dockets with their entries in the order in which they were changed.
#[derive(Debug, Default)]
struct Api {
    entries: BTreeMap<u64, Vec<(u64, String)>>,
    /// Answers that are given in place of the next ones.
    instead: Vec<(StatusCode, Option<&'static str>)>,
    /// What was asked, with whether the token was shown.
    asked: Vec<String>,
}

impl Api {
    fn answer(&mut self, path: &str, query: &BTreeMap<String, String>) -> Option<String> {
        let mut parts = path.trim_start_matches("/api/rest/v4/").trim_end_matches('/').split('/');
        let (endpoint, id) = (parts.next()?, parts.next().and_then(|id| id.parse::<u64>().ok()));
        let of_entry = |docket: u64, (id, text): &(u64, String)| {
            format!(
                r#"{{"resource_uri": "x", "id": {id}, "docket": "https://x/api/rest/v4/dockets/{docket}/", "entry_number": {id}, "description": "{text}", "recap_documents": []}}"#
            )
        };
        match (endpoint, id) {
            ("dockets", Some(id)) => self.entries.contains_key(&id).then(|| {
                format!(r#"{{"resource_uri": "x", "id": {id}, "court_id": "nysd", "docket_number": "1:25-cr-{id:05}", "pacer_case_id": "1", "date_modified": "x"}}"#)
            }),
            ("docket-entries", Some(wanted)) => {
                self.entries.iter().find_map(|(docket, list)| list.iter().find(|(id, _)| *id == wanted).map(|entry| of_entry(*docket, entry)))
            }
            ("docket-entries", None) => {
                let docket: u64 = query.get("docket")?.parse().ok()?;
                let from: usize = query.get("cursor").map_or(Some(0), |cursor| cursor.parse().ok())?;
                let list = self.entries.get(&docket)?;
                let page: Vec<String> = list.iter().skip(from).take(ROWS).map(|entry| of_entry(docket, entry)).collect();
                let next = if from + ROWS < list.len() {
                    // A server that is not what it should be names another host; only the cursor is taken from it.
                    format!("\"http://evil.example/docket-entries/?docket={docket}&cursor={}\"", from + ROWS)
                } else {
                    "null".to_owned()
                };
                Some(format!(r#"{{"next": {next}, "previous": null, "results": [{}]}}"#, page.join(", ")))
            }
            ("parties" | "search", None) => Some(r#"{"next": null, "previous": null, "results": []}"#.to_owned()),
            _ => None,
        }
    }
}

async fn play(State(api): State<Arc<Mutex<Api>>>, request: Request) -> Response {
    let uri = request.uri().clone();
    let query: BTreeMap<String, String> = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let token = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or("nobody");
    let mut api = api.lock().expect("the API");
    let shown: Vec<String> = ["docket", "cursor", "q"].iter().filter_map(|name| Some(format!("{name}={}", query.get(*name)?))).collect();
    api.asked.push(format!("{token} {} {}", uri.path().trim_start_matches("/api/rest/v4/"), shown.join(" ")).trim_end().to_owned());
    if !api.instead.is_empty() {
        let (status, retry_after) = api.instead.remove(0);
        return match retry_after {
            Some(seconds) => (status, [(header::RETRY_AFTER, seconds)]).into_response(),
            None => status.into_response(),
        };
    }
    match api.answer(uri.path(), &query) {
        Some(body) => body.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// An asker with its stores, and the API that it asks.
struct Rig {
    api: Arc<Mutex<Api>>,
    intake: Intake,
    config: Config,
    random: StdRng,
    _serving: JoinSet<anyhow::Result<()>>,
    _folder: TempDir,
}

impl Rig {
    async fn new(test: &str, settings: &str) -> Self {
        let folder = temp_dir(test);
        let below = |name: &str| folder.path().join(name).display().to_string();
        // A Monday.
        let clock = Clock::manual("2026-01-05T12:00:00Z".parse().expect("an instant"));
        let database = config::DatabaseConfig { url: format!("sqlite:{}", below("tables")), ..config::DatabaseConfig::default() };
        let bus = config::BusConfig { path: below("bus.db"), ..config::BusConfig::default() };
        let intake = Intake {
            store: Store::open(&DatabaseLocation::new(database, "ingest")).await.expect("a store"),
            objects: Objects::open(&config::ObjectsConfig { url: below("objects") }).expect("objects"),
            bus: Bus::connect(&bus, clock.clone()).await.expect("a bus"),
            clock,
            most_bytes: 1_000_000,
            most_release_bytes: 1_000_000,
        };
        let api = Arc::new(Mutex::new(Api::default()));
        let listener = Listener::bind("127.0.0.1:0").await.expect("a free port");
        let file = format!(
            "[ingest]\nallow_hosts = [\"127.0.0.1\"]\n[ingest.courtlistener]\nbase_url = \"http://{}/api/rest/v4/\"\n{settings}",
            listener.address()
        );
        let sections = config::Config::parse("a.toml", &file, &[]).expect("a configuration");
        let mut serving = JoinSet::new();
        let routes = Router::new().fallback(play).with_state(Arc::clone(&api));
        serving.spawn(serve_http(listener, routes, Stop::new()));
        let config = sections.section("ingest").expect("a section");
        Self { api, intake, config, random: jitter_of("test"), _serving: serving, _folder: folder }
    }

    fn docket(&self, id: u64, entries: &[(u64, &str)]) {
        let entries = entries.iter().map(|(id, text)| (*id, (*text).to_owned())).collect();
        self.api.lock().expect("the API").entries.insert(id, entries);
    }

    /// As after a start.
    async fn asker(&self) -> Asker {
        let of_api = self.config.courtlistener.clone().expect("a section");
        let token = Secret::new("hunter2");
        let asker = Asker::new(&self.config, of_api, Some(&token), self.intake.clone()).expect("an asker");
        asker.begin().await.expect("begun");
        asker
    }

    /// Looks until nothing may be asked now, and gives until when.
    async fn settle(&mut self, asker: &Asker) -> String {
        for _ in 0..100 {
            match asker.look(&mut self.random, &Stop::new()).await.expect("looked") {
                Looked::Asked => {}
                Looked::Nothing(until) => return until.to_string(),
            }
        }
        panic!("there is no end to the questions");
    }

    fn asked(&self) -> String {
        std::mem::take(&mut self.api.lock().expect("the API").asked).join("\n")
    }

    fn pass(&self, minutes: i64) {
        self.intake.clock.advance_millis(minutes * 60_000);
    }

    async fn alert(&self, key: &str, entry: u64, docket: u64, text: &str) {
        let body = format!(
            r#"{{"payload": {{"results": [{{"id": {entry}, "docket": {docket}, "description": "{text}"}}]}}, "webhook": {{"event_type": 1}}}}"#
        );
        let expires_at = due::later(self.intake.clock.now(), WINDOW);
        let arrival = Arrival {
            bytes: Bytes::from(body),
            source: Some(SourceId::CourtlistenerWebhook),
            channel: Channel::Webhook,
            origin: "webhook".to_owned(),
            validators: Validators::default(),
            mark: Mark::Delivery(Delivery { idempotency_key: key.to_owned(), expires_at }),
        };
        self.intake.take(arrival).await.expect("kept");
    }

    /// How many snapshots and retrievals there are of answers.
    async fn kept(&self) -> (usize, usize) {
        let of_api = Wanted::Of(slug(SourceId::CourtlistenerApi));
        let snapshots = self.intake.store.snapshots(&of_api).await.expect("snapshots");
        (snapshots.len(), snapshots.iter().map(|(_, retrievals)| retrievals.len()).sum())
    }
}

const PLENTY: &str = "per_minute = 100\nper_hour = 100\nper_day = 100\n";

#[tokio::test]
async fn a_docket_is_followed_page_by_page_and_then_from_its_last_page() {
    let mut rig = Rig::new("courtlistener-pages", &format!("{PLENTY}dockets = [7]\nsearches = [\"type=r&q=ICE\"]")).await;
    rig.docket(7, &[(1, "INDICTMENT"), (2, "ORDER"), (3, "MOTION")]);
    let asker = rig.asker().await;
    assert_eq!(rig.settle(&asker).await, "2026-01-06T12:00:00.000Z");
    insta::assert_snapshot!(rig.asked(), @r"
    Token hunter2 dockets/7/
    Token hunter2 parties/ docket=7
    Token hunter2 docket-entries/ docket=7
    Token hunter2 docket-entries/ docket=7 cursor=2
    Token hunter2 search/ q=ICE
    ");
    assert_eq!(rig.kept().await, (4, 5));

    // The last page changes; what stood on it before is a snapshot of its own.
    rig.pass(24 * 60);
    rig.docket(7, &[(1, "INDICTMENT"), (2, "ORDER"), (3, "MOTION"), (4, "JUDGMENT"), (5, "APPEAL")]);
    let asker = rig.asker().await;
    rig.settle(&asker).await;
    insta::assert_snapshot!(rig.asked(), @r"
    Token hunter2 dockets/7/
    Token hunter2 parties/ docket=7
    Token hunter2 docket-entries/ docket=7 cursor=2
    Token hunter2 docket-entries/ docket=7 cursor=4
    Token hunter2 search/ q=ICE
    ");
    assert_eq!(rig.kept().await, (6, 10), "what did not change is one snapshot with one more retrieval");
}

#[tokio::test]
async fn the_budget_outlives_a_restart() {
    let mut rig = Rig::new("courtlistener-budget", "per_minute = 2\nper_hour = 3\nper_day = 4\ndockets = [7, 8]").await;
    rig.docket(7, &[(1, "INDICTMENT")]);
    rig.docket(8, &[(2, "INDICTMENT")]);
    let mut told = Vec::new();
    for _ in 0..4 {
        // A new asker each time: nothing is remembered but what stands in the store.
        let asker = rig.asker().await;
        let until = rig.settle(&asker).await;
        told.push(format!("{} until {until}", rig.asked().lines().count()));
        let wait = between(rig.intake.clock.now(), until.parse().expect("an instant"));
        rig.intake.clock.advance_millis(i64::try_from(wait.as_millis()).expect("short"));
    }
    insta::assert_snapshot!(told.join("\n"), @r"
    2 until 2026-01-05T12:01:00.000Z
    1 until 2026-01-05T13:00:00.000Z
    1 until 2026-01-06T12:00:00.000Z
    2 until 2026-01-06T12:01:00.000Z
    ");
}

#[tokio::test]
async fn a_server_that_was_asked_too_often_is_left_alone() {
    let mut rig = Rig::new("courtlistener-429", &format!("{PLENTY}dockets = [7]")).await;
    rig.docket(7, &[(1, "INDICTMENT")]);
    rig.api.lock().expect("the API").instead = vec![(StatusCode::TOO_MANY_REQUESTS, Some("1800"))];
    let asker = rig.asker().await;
    assert_eq!(rig.settle(&asker).await, "2026-01-05T12:30:00.000Z");
    assert_eq!(rig.asked().lines().count(), 1, "all questions wait");
    assert_eq!(rig.intake.store.incidents().await.expect("incidents"), []);
    rig.pass(29);
    assert_eq!(rig.settle(&asker).await, "2026-01-05T12:30:00.000Z");
    assert_eq!(rig.asked(), "");
    rig.pass(1);
    rig.settle(&asker).await;
    assert_eq!(rig.asked().lines().count(), 3);
}

#[tokio::test]
async fn nothing_is_asked_during_the_maintenance() {
    let mut rig = Rig::new("courtlistener-maintenance", &format!("{PLENTY}dockets = [7]")).await;
    rig.docket(7, &[]);
    // From Monday noon to Thursday evening in California.
    rig.pass(3 * 24 * 60 + 17 * 60 + 30);
    let asker = rig.asker().await;
    assert_eq!(rig.settle(&asker).await, "2026-01-09T08:00:00.000Z");
    assert_eq!(rig.asked(), "");
    rig.pass(2 * 60 + 30);
    rig.settle(&asker).await;
    assert_eq!(rig.asked().lines().count(), 3);
}

#[tokio::test]
async fn an_alert_leads_to_the_name_of_its_case_and_to_its_text_once_it_is_there() {
    let mut rig = Rig::new("courtlistener-alerts", PLENTY).await;
    rig.docket(9, &[(31, "")]);
    rig.alert("k1", 31, 9, "").await;
    rig.alert("k2", 31, 9, "").await;
    let asker = rig.asker().await;
    assert_eq!(rig.settle(&asker).await, "2026-01-05T12:15:00.000Z");
    insta::assert_snapshot!(rig.asked(), @r"
    Token hunter2 dockets/9/
    Token hunter2 parties/ docket=9
    ");
    rig.pass(15);
    assert_eq!(rig.settle(&asker).await, "2026-01-05T13:15:00.000Z");
    assert_eq!(rig.asked(), "Token hunter2 docket-entries/31/");
    rig.docket(9, &[(31, "ORDER granting 30")]);
    rig.pass(60);
    assert_eq!(rig.settle(&asker).await, Instant::MAX.to_string());
    assert_eq!(rig.asked(), "Token hunter2 docket-entries/31/");
    // A later alert on the same docket leads to nothing that is known.
    rig.alert("k3", 32, 9, "MOTION").await;
    assert_eq!(rig.settle(&asker).await, Instant::MAX.to_string());
    assert_eq!(rig.asked(), "");
}

#[tokio::test]
async fn a_question_that_fails_is_an_incident_and_does_not_hold_up_the_others() {
    let mut rig = Rig::new("courtlistener-failures", &format!("{PLENTY}dockets = [7, 8]")).await;
    rig.docket(8, &[(1, "INDICTMENT")]);
    let asker = rig.asker().await;
    rig.settle(&asker).await;
    insta::assert_snapshot!(rig.asked(), @r"
    Token hunter2 dockets/7/
    Token hunter2 dockets/8/
    Token hunter2 parties/ docket=7
    Token hunter2 parties/ docket=8
    Token hunter2 docket-entries/ docket=7
    Token hunter2 docket-entries/ docket=8
    ");
    let incidents = rig.intake.store.incidents().await.expect("incidents");
    let told: Vec<String> = incidents.iter().map(|incident| format!("{}: {}", incident.source, incident.message)).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    courtlistener-api: the server answered 404 Not Found
    courtlistener-api: the server answered 404 Not Found
    ");
}

#[tokio::test]
async fn the_token_is_never_shown_to_another_server() {
    let rig = Rig::new("courtlistener-token", PLENTY).await;
    let other = Rig::new("courtlistener-token-other", PLENTY).await;
    let of_api = rig.config.courtlistener.clone().expect("a section");
    let elsewhere = other.config.courtlistener.clone().expect("a section").base_url;
    let client = HttpClient::new(&rig.config, rig.intake.clock.clone()).expect("a client");
    let client = client.with_token(&of_api.base_url, &Secret::new("hunter2")).expect("a token");
    let mut random = jitter_of("test");
    for address in [&of_api.base_url, &elsewhere] {
        let _ = client.fetch(address, &Validators::default(), &mut random).await;
    }
    assert!(rig.asked().starts_with("Token hunter2") && other.asked().starts_with("nobody"));
    assert!(!format!("{client:?}").contains("hunter2"));
}

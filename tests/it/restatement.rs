//! A restated file: exactly what rests on it is announced, with before and after; every verdict is made again from its bytes; and what was derived
//! is made again from the archive, to the byte.

use std::{fmt::Write as _, fs, io::Write as _, path::Path, sync::Arc};

use contracts::{
    Event,
    analytics::{GetRestatementRequest, ListComparisonsRequest, ListVerdictsRequest, Verdict},
    events::{ComparisonUpdated, ObservationsRecorded, VerdictChanged},
    ingest::{ListSnapshotsRequest, SubmitSnapshotRequest},
};
use e2e::Place;
use platform::{Clock, Objects, bus::Durable};
use plumbline::{
    App,
    commands::{
        rebuild::{self, Consent},
        replay::{self, Evidence, Published},
    },
};
use testkit::{NatsServer, Postgres};
use tokio::{
    sync::Mutex,
    task::JoinSet,
    time::{Duration, Instant},
};

async fn hand_in(app: &App, source: &str, content: &[u8]) {
    let request = SubmitSnapshotRequest {
        file_name: "restated.csv".into(),
        source: source.into(),
        content: content.to_vec(),
        idempotency_key: String::new(),
        stored: String::new(),
    };
    app.peers.ingest.clone().submit_snapshot(request).await.expect("stored");
    assert!(app.idle().await.expect("the bus answers"));
}

async fn events<E: Event>(app: &App) -> Vec<E> {
    app.bus.read(0, 100_000).await.expect("events").into_iter().map(|(_, event)| event).collect()
}

/// How much was said so far: comparisons, verdicts.
async fn said(app: &App) -> (usize, usize) {
    (events::<ComparisonUpdated>(app).await.len(), events::<VerdictChanged>(app).await.len())
}

/// What was said after so much had been said, one line for each change.
async fn news(app: &App, (comparisons, verdicts): (usize, usize)) -> String {
    let mut out = String::new();
    for event in events::<ComparisonUpdated>(app).await.iter().skip(comparisons) {
        writeln!(out, "comparison {}", event.comparison).expect("written");
        for one in &event.changes {
            writeln!(out, "  {}\n    {}\n    {}", one.label, one.before, one.after).expect("written");
        }
    }
    for event in events::<VerdictChanged>(app).await.iter().skip(verdicts) {
        writeln!(out, "verdict {}: {} to {}", event.claim, event.finding_before, event.finding).expect("written");
        for one in &event.changes {
            writeln!(out, "  {}\n    {}\n    {}", one.part, one.before, one.after).expect("written");
        }
    }
    out
}

/// When events of each kind were last heard.
#[derive(Debug, Clone, Copy)]
struct Heard {
    recorded: Option<Instant>,
    announced: Option<Instant>,
}

/// Listens like any other consumer, so that what is measured is what a subscriber sees.
fn stopwatch(app: &App) -> (Arc<Mutex<Heard>>, JoinSet<anyhow::Result<()>>) {
    let heard = Arc::new(Mutex::new(Heard { recorded: None, announced: None }));
    let mut listeners = JoinSet::new();
    listen::<ObservationsRecorded>(app, "stopwatch-in", &heard, &mut listeners, |heard| heard.recorded = Some(Instant::now()));
    listen::<ComparisonUpdated>(app, "stopwatch-comparisons", &heard, &mut listeners, |heard| heard.announced = Some(Instant::now()));
    listen::<VerdictChanged>(app, "stopwatch-verdicts", &heard, &mut listeners, |heard| heard.announced = Some(Instant::now()));
    (heard, listeners)
}

fn listen<E: Event>(
    app: &App,
    name: &'static str,
    heard: &Arc<Mutex<Heard>>,
    listeners: &mut JoinSet<anyhow::Result<()>>,
    note: fn(&mut Heard),
) {
    let (bus, stop, heard) = (app.bus.clone(), app.stop.clone(), heard.clone());
    listeners.spawn(async move {
        let durable = Durable::named(name);
        bus.consume(&durable, &stop, |_: E| {
            let heard = heard.clone();
            async move {
                note(&mut *heard.lock().await);
                Ok(())
            }
        })
        .await
    });
}

/// Milliseconds from the last `ObservationsRecorded` to the last announcement, once both were heard after `since`.
async fn delay(heard: &Arc<Mutex<Heard>>, since: Instant) -> f64 {
    testkit::eventually(Duration::from_secs(20), "an announcement to be heard", async || {
        let Heard { recorded, announced } = *heard.lock().await;
        let (recorded, announced) = (recorded.filter(|at| *at > since)?, announced.filter(|at| *at > since)?);
        Some(announced.saturating_duration_since(recorded).as_secs_f64() * 1000.0)
    })
    .await
}

/// Three counts of officers one higher, and two incidents gone.
fn restated_incidents(text: &str) -> String {
    let mut out = String::new();
    for (place, line) in text.lines().enumerate() {
        match (place, line.rsplit_once(',')) {
            (20 | 30, _) => {}
            (5..=7, Some((rest, officers))) => {
                let officers: u64 = officers.trim().parse().expect("a count of officers");
                writeln!(out, "{rest},{}", officers + 1).expect("written");
            }
            _ => writeln!(out, "{line}").expect("written"),
        }
    }
    out
}

async fn started(place: Place, corpus: &Path) -> (Place, App) {
    let folders = ["cbp_assaults", "border_patrol"].map(|folder| corpus.join(folder));
    let place = place.with_inbox(&folders.each_ref().map(std::path::PathBuf::as_path));
    let app = place.start(Clock::System).await;
    assert!(app.idle().await.expect("the bus answers"));
    (place, app)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restated_file_moves_exactly_what_rests_on_it() {
    let Some(corpus) = testkit::corpus("a_restated_file_moves_exactly_what_rests_on_it") else { return };
    let (_place, app) = started(Place::embedded(), &corpus).await;
    let (heard, mut listeners) = stopwatch(&app);
    assert!(app.idle().await.expect("the bus answers"));
    let before = said(&app).await;
    let first: Vec<VerdictChanged> = events(&app).await;
    assert!(first.iter().any(|event| event.claim == "C12" && event.before_hash.is_empty()), "what the first files give is announced");

    let file = fs::read_to_string(corpus.join("cbp_assaults/assault-incidents-sample.csv")).expect("text");
    let since = Instant::now();
    hand_in(&app, "", restated_incidents(&file).as_bytes()).await;
    let delay = delay(&heard, since).await;
    writeln!(std::io::stderr(), "from ObservationsRecorded to the last announcement: {delay:.0} ms").expect("written");
    insta::assert_snapshot!("restated_incidents", news(&app, before).await);

    let request = GetRestatementRequest { source: "cbp-assault-incidents".into(), ..Default::default() };
    let found = app.peers.analytics.clone().get_restatement(request).await.expect("an answer").into_inner();
    let counts = (found.added_count, found.removed_count, found.changed_count, found.not_covered);
    insta::assert_snapshot!(format!("added, removed, changed, not covered: {counts:?}"), @"added, removed, changed, not covered: (0, 0, 62, 0)");

    // The same numbers in other bytes: a new vintage, and nothing to say.
    let after = said(&app).await;
    hand_in(&app, "", restated_incidents(&file).replace('\n', "\r\n").as_bytes()).await;
    assert_eq!(said(&app).await, after);
    app.shut_down().await.expect("an orderly stop");
    while let Some(ended) = listeners.join_next().await {
        ended.expect("no panic").expect("an orderly stop");
    }
}

/// The bytes of the table of figures, as they were archived.
async fn figures(place: &Place, app: &App) -> String {
    let request = ListSnapshotsRequest { source: "published-figures".into(), hash: String::new() };
    let snapshots = app.peers.ingest.clone().list_snapshots(request).await.expect("an answer").into_inner().snapshots;
    let hash = snapshots.first().expect("the table enters by itself").hash.parse().expect("a hash");
    let objects = Objects::open(&place.config.shared().expect("a configuration").objects).expect("a store");
    String::from_utf8(objects.get(&hash).await.expect("bytes").to_vec()).expect("text")
}

/// The lines of a table without those that begin so, and with a number in another place of one line.
fn restated_figures(text: &str, change: (&str, &str, &str), without: &[&str]) -> String {
    let (id, from, to) = change;
    let kept = text.lines().filter(|line| !without.iter().any(|id| line.starts_with(&format!("{id},"))));
    kept.map(|line| if line.starts_with(&format!("{id},")) { line.replace(from, to) + "\n" } else { format!("{line}\n") }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restated_figure_moves_the_verdicts_that_rest_on_it_and_no_other() {
    let place = Place::embedded();
    let app = place.start(Clock::System).await;
    assert!(app.idle().await.expect("the bus answers"));
    let table = figures(&place, &app).await;
    let before = said(&app).await;
    let id = "dhs-assaults-2024-to-31-dec";
    let changed = restated_figures(&table, (id, ",19,", ",24,"), &[]);
    hand_in(&app, "published-figures", changed.as_bytes()).await;
    insta::assert_snapshot!("restated_figures", news(&app, before).await);
    app.shut_down().await.expect("an orderly stop");
}

async fn verdicts(app: &App, as_of: &str) -> Vec<Verdict> {
    let request = ListVerdictsRequest { as_of: as_of.to_owned() };
    app.peers.analytics.clone().list_verdicts(request).await.expect("an answer").into_inner().verdicts
}

/// Every verdict and comparison, as JSON.
async fn published(app: &App, as_of: &str) -> String {
    let verdicts = serde_json::to_string_pretty(&verdicts(app, as_of).await).expect("JSON");
    let request = ListComparisonsRequest { as_of: as_of.to_owned() };
    let comparisons = app.peers.analytics.clone().list_comparisons(request).await.expect("an answer").into_inner().comparisons;
    verdicts + &serde_json::to_string_pretty(&comparisons).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn verdicts_are_made_again_from_their_bytes_and_tables_from_the_archive() {
    let Some(corpus) = testkit::corpus("verdicts_are_made_again_from_their_bytes_and_tables_from_the_archive") else { return };
    made_again(Place::embedded(), &corpus).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_made_again_on_servers() {
    let name = "they_are_made_again_on_servers";
    let Some(corpus) = testkit::corpus(name) else { return };
    let (Some(nats), Some(postgres)) = (NatsServer::start(name), Postgres::start(name)) else { return };
    made_again(Place::on_servers(&nats, &postgres, "rebuild"), &corpus).await;
}

async fn made_again(place: Place, corpus: &Path) {
    let (place, app) = started(place, corpus).await;
    let earlier = Clock::System.now().to_string();
    let table = figures(&place, &app).await;
    let withdrawn = restated_figures(&table, ("dhs-assaults-2024-to-31-dec", ",19,", ",24,"), &["dhs-assaults-2024-to-21-nov"]);
    hand_in(&app, "published-figures", withdrawn.as_bytes()).await;
    let later = Clock::System.now().to_string();

    let shared = place.config.shared().expect("a configuration");
    let evidence = Evidence::Store(Objects::open(&shared.objects).expect("a store"));
    let mut problems = Vec::new();
    for as_of in [&earlier, &later] {
        for verdict in verdicts(&app, as_of).await {
            let published = Published::answered(&verdict).expect("a published verdict");
            let again = replay::replay(&published, &evidence, &mut problems).await.expect("a replay").expect("all bytes are there");
            assert_eq!(replay::differences(&published.json, &again), [], "{} as of {as_of}", published.claim);
        }
    }
    assert_eq!(problems, b"");

    let before = (published(&app, &earlier).await, published(&app, &later).await);
    assert!(before.0 != before.1, "what was known earlier is not what is known later");
    let announced = said(&app).await;
    app.shut_down().await.expect("an orderly stop");

    let mut out = Vec::new();
    rebuild::run(place.config.clone(), Consent::Given, &mut out).await.expect("rebuilt");
    writeln!(std::io::stderr(), "{}", String::from_utf8_lossy(&out)).expect("written");
    let app = place.start(Clock::System).await;
    assert!(app.idle().await.expect("the bus answers"));
    let after = (published(&app, &earlier).await, published(&app, &later).await);
    assert!(before == after, "the JSON differs after the rebuild");
    assert_eq!(said(&app).await, announced, "nothing is said that was said before");
    app.shut_down().await.expect("an orderly stop");
}

//! The promise of the design: any duplication, reordering or interruption of deliveries ends in the same tables.
//!
//! A reference run reads real files in order. Then its events are published again on a fresh bus, shuffled, before and among what the services
//! say themselves; consumers are sent back to the start of their streams at random; and the process is dropped without a stop at random moments,
//! in the middle of whatever its handlers were doing, and started again. What failed here and is not looked at: the tables of ingest, whose
//! retrievals are facts of each run.

use std::path::Path;

use contracts::{Stream, events};
use e2e::{Place, tables};
use platform::{Clock, bus::Bus};
use plumbline::App;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use testkit::{NatsServer, Postgres};
use tokio::time::{Duration, timeout};

/// Services whose tables are a function of the events.
const SERVICES: [&str; 3] = ["normalize", "court-records", "analytics"];

struct Reference {
    place: Place,
    tables: String,
    snapshots: Vec<events::SnapshotStored>,
    observations: Vec<events::ObservationsRecorded>,
}

async fn dump(place: &Place) -> String {
    let config = place.config.shared().expect("a configuration").database;
    let mut out = String::new();
    for service in SERVICES {
        let dumped = tables::dump(&config, service).await.expect("tables");
        // That a feed stands still is said when somebody looks at it, at every start and each minute; it does not follow from deliveries.
        let of_deliveries = dumped.lines().filter(|line| !line.contains("'feed_stale',"));
        of_deliveries.for_each(|line| {
            out.push_str(line);
            out.push('\n');
        });
    }
    out
}

fn clock() -> Clock {
    // Ahead of every file's time of change, and moved by hand so that leases end when the test says so.
    Clock::manual("2030-01-01T00:00:00Z".parse().expect("an instant"))
}

async fn reference(place: Place) -> Reference {
    let app = place.start(clock()).await;
    assert!(app.idle().await.expect("the bus answers"));
    let all = |events: Vec<(u64, _)>| events.into_iter().map(|(_, event)| event).collect();
    let snapshots = all(app.bus.read(0, 10_000).await.expect("events"));
    let observations = app.bus.read(0, 100_000).await.expect("events").into_iter().map(|(_, event)| event).collect();
    app.shut_down().await.expect("an orderly stop");
    let tables = dump(&place).await;
    Reference { place, tables, snapshots, observations }
}

fn copy_objects(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
            copy_objects(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

async fn rewind_one(bus: &Bus, random: &mut StdRng) {
    let consumers = [(Stream::Ingest, "normalize"), (Stream::Ingest, "court-records"), (Stream::Normalize, "analytics")];
    let (stream, consumer) = consumers[random.random_range(0..consumers.len())];
    bus.rewind(stream, consumer).await.expect("rewound");
}

/// Drops the process in the middle of its work: no handler is waited for.
fn interrupt(app: App) {
    app.stop.now();
    drop(app);
}

async fn chaos(reference: &Reference, place: Place, rounds: usize, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let objects = place.folder().join("objects");
    std::fs::create_dir_all(&objects).expect("a folder");
    copy_objects(&reference.place.folder().join("objects"), &objects);
    let clock = clock();

    // The catalogue enters by itself at every start; that it was first seen when the reference saw it is not what is tested.
    let bus = Bus::connect(&place.config.shared().expect("a configuration").bus, clock.clone()).await.expect("a bus");
    let catalogue: Vec<_> = reference.snapshots.iter().filter(|event| event.source == "published-figures").cloned().collect();
    bus.publish_all(&catalogue).await.expect("published");
    drop(bus);

    let mut snapshots = reference.snapshots.clone();
    let mut observations = reference.observations.clone();
    snapshots.shuffle(&mut random);
    observations.shuffle(&mut random);
    for _ in 0..rounds {
        let app = place.start(clock.clone()).await;
        if let Some(event) = snapshots.pop() {
            app.bus.publish_all(&[event]).await.expect("published");
        }
        let some = observations.split_off(observations.len() - random.random_range(0..=observations.len().min(4)));
        app.bus.publish_all(&some).await.expect("published");
        if random.random_bool(0.5) {
            rewind_one(&app.bus, &mut random).await;
        }
        // However far it came until then.
        let _ = timeout(Duration::from_millis(random.random_range(1..60)), app.idle()).await;
        interrupt(app);
        // Whatever was in hand is delivered again.
        clock.advance_millis(120_000);
    }
    let app = place.start(clock.clone()).await;
    app.bus.publish_all(&snapshots).await.expect("published");
    app.bus.publish_all(&observations).await.expect("published");
    rewind_one(&app.bus, &mut random).await;
    testkit::eventually(Duration::from_mins(2), "the pipeline to be idle", async || {
        // Little more than the time that passes, so that a slow handler does not lose its lease.
        clock.advance_millis(40);
        assert!(!app.stop.is_asked(), "seed {seed}: a service failed");
        app.is_idle().await.expect("the bus answers").then_some(())
    })
    .await;
    assert_eq!(app.bus.rejected(10).await.expect("rejects"), [], "seed {seed}");
    app.shut_down().await.expect("an orderly stop");
    let after = dump(&place).await;
    assert!(after == reference.tables, "seed {seed}: the tables differ\n{}", first_difference(&reference.tables, &after));
}

fn first_difference(before: &str, after: &str) -> String {
    let pair = before.lines().zip(after.lines()).find(|(before, after)| before != after);
    let (lines_before, lines_after) = (before.lines().count(), after.lines().count());
    format!("{lines_before} and {lines_after} lines; first difference: {pair:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn any_order_number_or_interruption_of_deliveries_ends_in_the_same_tables() {
    let Some(corpus) = testkit::corpus("any_order_number_or_interruption_of_deliveries_ends_in_the_same_tables") else { return };
    let folders = ["cbp_assaults", "border_patrol", "court/rss"].map(|folder| corpus.join(folder));
    let folders: Vec<&Path> = folders.iter().map(std::path::PathBuf::as_path).collect();
    let reference = reference(Place::embedded().with_inbox(&folders)).await;
    assert!(reference.snapshots.len() > 8 && reference.observations.len() > 8);
    for seed in 1..=6 {
        chaos(&reference, Place::embedded(), 8, seed).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_holds_on_servers() {
    let name = "the_same_holds_on_servers";
    let Some(corpus) = testkit::corpus(name) else { return };
    let (Some(nats), Some(postgres)) = (NatsServer::start(name), Postgres::start(name)) else { return };
    let folders = ["cbp_assaults", "border_patrol"].map(|folder| corpus.join(folder));
    let folders: Vec<&Path> = folders.iter().map(std::path::PathBuf::as_path).collect();
    let reference = reference(Place::on_servers(&nats, &postgres, "reference").with_inbox(&folders)).await;
    chaos(&reference, Place::on_servers(&nats, &postgres, "chaos"), 3, 7).await;
}

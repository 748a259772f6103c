//! The store on a real database: whatever the order, number or interruption of deliveries, the answers are the same.

use contracts::convert::RecordedPart;
use domain::{Instant, Recorded};
use platform::{DatabaseLocation, config::DatabaseConfig};
use sea_orm_migration::MigratorTrait as _;
use testkit::Postgres;

use crate::{
    rules::vintages,
    store::{Migrator, SeriesFilter, Store},
    tests::{hash, instant, location, recorded, year},
};

fn part(snapshot: &str, retrieved_at: &str, part: u32, parts: u32, recorded: &[Recorded]) -> RecordedPart {
    let mut provenance = recorded.first().expect("an observation").provenance.clone();
    provenance.snapshot = hash(snapshot);
    provenance.retrieved_at = instant(retrieved_at);
    RecordedPart {
        provenance,
        part,
        parts,
        covers: year(2024).span(year(2025)),
        unread_rows: 0,
        observations: recorded.iter().map(|one| one.observation.clone()).collect(),
    }
}

async fn shown(store: &Store, as_of: Instant) -> String {
    let mut lines = Vec::new();
    for series in store.series(&SeriesFilter::default()).await.expect("series") {
        let (_, state) = store.state(&series.key, as_of).await.expect("a state").expect("a series");
        for one in state {
            let value = one.observation.reading.value().map(|value| value.to_string());
            lines.push(format!(
                "{} {} {} retrieved {}",
                one.observation.population,
                one.observation.period.label(),
                value.unwrap_or_else(|| "missing".into()),
                one.provenance.retrieved_at
            ));
        }
    }
    lines.join("\n")
}

async fn any_order_gives_the_same(location: impl Fn(usize) -> DatabaseLocation) {
    let first = part("a", "2026-01-01T00:00:00Z", 0, 2, &[recorded("a", 2024, "19")]);
    let second = part("a", "2026-01-01T00:00:00Z", 1, 2, &[recorded("a", 2025, "275")]);
    let raced = part("a", "2025-12-01T00:00:00Z", 1, 2, &[recorded("a", 2025, "275")]);
    let restated = part("b", "2026-02-01T00:00:00Z", 0, 1, &[recorded("b", 2024, "24"), recorded("b", 2025, "275")]);
    let orders: [&[&RecordedPart]; 3] = [
        &[&first, &second, &raced, &restated],
        &[&restated, &raced, &first, &second, &first],
        &[&second, &restated, &second, &first, &raced, &restated],
    ];
    for (number, order) in orders.into_iter().enumerate() {
        let store = Store::open(&location(number)).await.expect("a store");
        for one in order {
            store.record(one).await.expect("recorded");
        }
        let (now, before) = (shown(&store, Instant::MAX).await, shown(&store, instant("2026-01-15")).await);
        let series = store.series(&SeriesFilter::default()).await.expect("series");
        assert_eq!(series.iter().map(|one| one.periods).collect::<Vec<_>>(), [2], "each period is counted once");
        insta::allow_duplicates! {
            insta::assert_snapshot!(now, @r"
            us/dhs/ice 2024 24 retrieved 2026-02-01T00:00:00.000Z
            us/dhs/ice 2025 275 retrieved 2026-02-01T00:00:00.000Z
            ");
            insta::assert_snapshot!(before, @r"
            us/dhs/ice 2024 19 retrieved 2025-12-01T00:00:00.000Z
            us/dhs/ice 2025 275 retrieved 2025-12-01T00:00:00.000Z
            ");
        }
    }
}

#[tokio::test]
async fn any_order_of_parts_gives_the_same_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = |number: usize| {
        let url = format!("sqlite:{}/{number}", folder.path().display());
        DatabaseLocation::new(DatabaseConfig { url, ..DatabaseConfig::default() }, crate::NAME)
    };
    any_order_gives_the_same(location).await;
}

#[tokio::test]
async fn any_order_of_parts_gives_the_same_on_postgres() {
    let Some(postgres) = Postgres::start("any_order_of_parts_gives_the_same_on_postgres") else { return };
    let location = |number: usize| {
        let schema_prefix = format!("{}{number}_", postgres.schema_prefix());
        let config = DatabaseConfig { url: postgres.url(), schema_prefix, ..DatabaseConfig::default() };
        DatabaseLocation::new(config, crate::NAME)
    };
    any_order_gives_the_same(location).await;
}

#[tokio::test]
async fn a_snapshot_counts_only_when_all_its_parts_are_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().display());
    let store =
        Store::open(&DatabaseLocation::new(DatabaseConfig { url, ..DatabaseConfig::default() }, crate::NAME)).await.expect("a store");
    let first = part("a", "2026-01-01T00:00:00Z", 0, 2, &[recorded("a", 2024, "19")]);
    assert!(!store.record(&first).await.expect("recorded"));
    assert_eq!(shown(&store, Instant::MAX).await, "");
    let second = part("a", "2026-01-01T00:00:00Z", 1, 2, &[recorded("a", 2025, "275")]);
    assert!(store.record(&second).await.expect("recorded"));
    assert!(shown(&store, Instant::MAX).await.contains("2024 19"));
}

#[tokio::test]
async fn migrations_go_up_down_and_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/a.db?mode=rwc", folder.path().display());
    #[expect(clippy::disallowed_methods, reason = "a bare connection, to test the migrations themselves")]
    let database = sea_orm::Database::connect(url).await.expect("a database");
    for _ in 0..2 {
        Migrator::up(&database, None).await.expect("up");
        Migrator::down(&database, None).await.expect("down");
    }
}

#[tokio::test]
async fn the_state_of_a_series_with_many_vintages_is_that_of_all_its_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&location(folder.path())).await.expect("a store");
    let mut all: Vec<Recorded> = Vec::new();
    for number in 0..40 {
        let (name, day) = (format!("v{number}"), number + 1);
        let at = format!("2026-{:02}-{:02}T00:00:00Z", 1 + day / 28, 1 + day % 28);
        // Some years come and go, one is in an early vintage only, and an older version of the rule read it otherwise.
        let years = (2000..2020).filter(|year| (number * 7 + year * 3) % 5 != 0 && (*year != 2005 || number == 3));
        let rows: Vec<Recorded> = years.map(|year| recorded(&name, year, &(number % 4).to_string())).collect();
        for version in [1, 2] {
            let mut part = part(&name, &at, 0, 1, &rows);
            part.covers = year(2000).span(year(2010 + number % 10));
            part.provenance.rule_version = version;
            if version == 1 {
                part.observations.truncate(3);
            }
            store.record(&part).await.expect("recorded");
            all.extend(part.observations.iter().map(|observation| Recorded {
                id: String::new(),
                provenance: part.provenance.clone(),
                observation: observation.clone(),
            }));
        }
    }
    let series = store.series(&SeriesFilter::default()).await.expect("series");
    let key = &series.first().expect("a series").key;
    let vintages = store.vintages("published-figures").await.expect("vintages");
    for as_of in ["2026-01-05", "2026-01-20", "2026-02-05", "2026-03-01"].map(instant) {
        let (_, found) = store.state(key, as_of).await.expect("a state").expect("the series");
        let expected = vintages::state(&vintages, &all, as_of);
        let shown = |one: &Recorded| (one.observation.clone(), one.provenance.clone());
        assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), expected.iter().map(|one| shown(&one.recorded)).collect::<Vec<_>>());
        assert!(!found.is_empty());
    }
}

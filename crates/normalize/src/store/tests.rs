//! The store on SQLite and on PostgreSQL: the same checks.

use platform::config::DatabaseConfig;
use sea_orm_migration::MigratorTrait as _;
use testkit::{Postgres, TempDir, temp_dir};

use super::*;

/// A database that lasts as long as this.
struct Fixture {
    store: Store,
    _folder: TempDir,
    _server: Option<Postgres>,
}

async fn sqlite(test: &str) -> Fixture {
    let folder = temp_dir(test);
    let config = DatabaseConfig { url: format!("sqlite:{}", folder.path().display()), ..DatabaseConfig::default() };
    let store = Store::open(&DatabaseLocation::new(config, "normalize")).await.expect("a store");
    Fixture { store, _folder: folder, _server: None }
}

async fn postgres(test: &str) -> Option<Fixture> {
    let server = Postgres::start(test)?;
    let config =
        DatabaseConfig { url: server.url(), schema_prefix: server.schema_prefix().to_owned(), connections: 3, ..DatabaseConfig::default() };
    let store = Store::open(&DatabaseLocation::new(config, "normalize")).await.expect("a store");
    Some(Fixture { store, _folder: temp_dir(test), _server: Some(server) })
}

/// Stamps a check out for both databases.
macro_rules! on_both {
    ($($check:ident;)+) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $check() {
                let fixture = super::sqlite(concat!("normalize-", stringify!($check))).await;
                super::$check(&fixture.store).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $check() {
                if let Some(fixture) = super::postgres(concat!("normalize-", stringify!($check))).await {
                    super::$check(&fixture.store).await;
                }
            })+
        }
    };
}

on_both! {
    migrations_go_up_and_down_and_up;
    recording_again_changes_nothing;
    another_version_of_the_rule_stands_beside_the_first;
    a_refusal_gives_way_to_a_reading_of_the_same_version;
    what_is_asked_for_is_narrowed_by_source_and_snapshot;
    more_problems_than_one_statement_carries_are_kept_in_order_with_any_text;
}

fn decoding(source: &str, digit: char, rule_version: u32, problems: u64) -> Decoding {
    Decoding {
        source: source.parse().expect("a slug"),
        snapshot: digit.to_string().repeat(64).parse().expect("a hash"),
        rule: source.replace('-', "_"),
        rule_version,
        rows: 10,
        observations: 20,
        problems,
        refused: String::new(),
    }
}

fn problems(count: u64) -> Vec<Problem> {
    (1..=count).map(|n| Problem { locator: format!("line {n}"), message: format!("broken \0 in é {n}") }).collect()
}

async fn record(store: &Store, decoding: &Decoding) {
    store.record(decoding, &problems(decoding.problems)).await.expect("recorded");
}

/// Decodings and problems, one a line.
async fn listed(store: &Store, wanted: Wanted) -> String {
    let mut lines = Vec::new();
    for one in store.decodings(&wanted, 100).await.expect("decodings") {
        lines.push(format!(
            "{} {} v{} {} rows {} problems {}",
            one.source,
            one.snapshot.short(),
            one.rule_version,
            one.rows,
            one.problems,
            one.refused
        ));
    }
    for one in store.problems(&wanted, 100).await.expect("problems") {
        lines.push(format!("! {} {} v{} {}: {}", one.source, one.snapshot.short(), one.rule_version, one.locator, one.message));
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

async fn migrations_go_up_and_down_and_up(store: &Store) {
    record(store, &decoding("usbp-staffing", 'a', 1, 1)).await;
    Migrator::down(&store.db, None).await.expect("down");
    assert!(store.decodings(&Wanted::default(), 1).await.is_err());
    Migrator::up(&store.db, None).await.expect("up");
    assert_eq!(listed(store, Wanted::default()).await, "");
}

async fn recording_again_changes_nothing(store: &Store) {
    record(store, &decoding("usbp-staffing", 'a', 1, 2)).await;
    let once = listed(store, Wanted::default()).await;
    record(store, &decoding("usbp-staffing", 'a', 1, 2)).await;
    assert_eq!(listed(store, Wanted::default()).await, once);
    insta::allow_duplicates! {
        insta::assert_snapshot!(once, @r"
        usbp-staffing aaaaaaaaaaaa v1 10 rows 2 problems
        ! usbp-staffing aaaaaaaaaaaa v1 line 1: broken � in é 1
        ! usbp-staffing aaaaaaaaaaaa v1 line 2: broken � in é 2
        ");
    }
}

async fn another_version_of_the_rule_stands_beside_the_first(store: &Store) {
    record(store, &decoding("usbp-staffing", 'a', 2, 0)).await;
    record(store, &decoding("usbp-staffing", 'a', 1, 1)).await;
    let both = listed(store, Wanted::default()).await;
    insta::allow_duplicates! {
        insta::assert_snapshot!(both, @r"
        usbp-staffing aaaaaaaaaaaa v1 10 rows 1 problems
        usbp-staffing aaaaaaaaaaaa v2 10 rows 0 problems
        ! usbp-staffing aaaaaaaaaaaa v1 line 1: broken � in é 1
        ");
    }
}

async fn a_refusal_gives_way_to_a_reading_of_the_same_version(store: &Store) {
    let refused = Decoding { rows: 0, observations: 0, refused: "the file is empty".to_owned(), ..decoding("usbp-staffing", 'a', 1, 0) };
    record(store, &refused).await;
    let before = listed(store, Wanted::default()).await;
    record(store, &decoding("usbp-staffing", 'a', 1, 0)).await;
    let after = listed(store, Wanted::default()).await;
    assert_eq!(before, "usbp-staffing aaaaaaaaaaaa v1 0 rows 0 problems the file is empty");
    assert_eq!(after, "usbp-staffing aaaaaaaaaaaa v1 10 rows 0 problems");
}

async fn what_is_asked_for_is_narrowed_by_source_and_snapshot(store: &Store) {
    for (source, digit) in [("usbp-staffing", 'a'), ("usbp-staffing", 'b'), ("published-figures", 'a')] {
        record(store, &decoding(source, digit, 1, 1)).await;
    }
    let source = Some("usbp-staffing".parse().expect("a slug"));
    let snapshot = Some("a".repeat(64).parse().expect("a hash"));
    let both = listed(store, Wanted { source: source.clone(), snapshot: snapshot.clone() }).await;
    assert_eq!(both.lines().count(), 2, "{both}");
    assert!(both.lines().all(|line| line.contains("usbp-staffing aaaaaaaaaaaa")), "{both}");
    let of_source = listed(store, Wanted { source, snapshot: None }).await;
    assert_eq!(of_source.matches("usbp-staffing").count(), 4, "{of_source}");
    let of_snapshot = listed(store, Wanted { source: None, snapshot }).await;
    assert_eq!(of_snapshot.matches("aaaaaaaaaaaa").count(), 4, "{of_snapshot}");
}

async fn more_problems_than_one_statement_carries_are_kept_in_order_with_any_text(store: &Store) {
    record(store, &decoding("usbp-staffing", 'a', 1, 2_500)).await;
    let found = store.problems(&Wanted::default(), 10_000).await.expect("problems");
    let locators: Vec<&str> = found.iter().map(|one| one.locator.as_str()).collect();
    let expected: Vec<String> = (1..=2_500).map(|n| format!("line {n}")).collect();
    assert_eq!(locators, expected);
    assert_eq!(store.problems(&Wanted::default(), 7).await.expect("problems").len(), 7);
}

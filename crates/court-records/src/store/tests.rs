//! Tests of the store, each on SQLite and on PostgreSQL.

use std::collections::BTreeSet;

use platform::config::DatabaseConfig;
use proptest::{
    prelude::any,
    sample::Index,
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use sea_orm_migration::MigratorTrait as _;

use super::{
    entity::{alert, fact, problem},
    *,
};
use crate::{
    record::{CaseNumber, CaseRecord, Said, SaidBy},
    rules::{
        case::Word,
        tests::{feed_of, reading_of},
    },
};

impl Store {
    /// Every row of every table, in the order of keys.
    pub(crate) async fn rows(&self) -> Vec<String> {
        let feeds = feed::Entity::find().order_by_asc(feed::Column::Snapshot).all(&self.db).await.expect("feeds");
        let problems = problem::Entity::find().order_by_asc(problem::Column::Snapshot).order_by_asc(problem::Column::Position);
        let problems = problems.all(&self.db).await.expect("problems");
        let filings = filing::Entity::find().order_by_asc(filing::Column::Id).all(&self.db).await.expect("filings");
        let feeds = feeds.iter().map(|row| format!("{row:?}"));
        let problems = problems.iter().map(|row| format!("{row:?}"));
        feeds.chain(problems).chain(filings.iter().map(|row| format!("{row:?}"))).collect()
    }

    /// Every row of the tables of cases, in the order of keys.
    pub(crate) async fn case_rows(&self) -> Vec<String> {
        use super::entity::{case_citation, case_defendant, court_case, docket_alias, waiting_word, word};
        let mut out = Vec::new();
        macro_rules! rows {
            ($($table:ident)+) => {
                $(out.extend($table::Entity::find().all(&self.db).await.expect("rows").iter().map(|row| format!("{row:?}")));)+
            };
        }
        rows! { court_case case_defendant case_citation word docket_alias waiting_word }
        out.sort();
        out
    }

    /// Every fact and every alert, without its revision and place, which say only in which order it was told.
    pub(crate) async fn told(&self) -> Vec<String> {
        let facts = fact::Entity::find().order_by_asc(fact::Column::Id).all(&self.db).await.expect("facts");
        let alerts = alert::Entity::find().order_by_asc(alert::Column::Id).all(&self.db).await.expect("alerts");
        let facts = facts.iter().map(|row| format!("{row:?}"));
        let alerts = alerts.iter().map(|row| format!("alert {} of {} on {}: {}", row.id, row.watch, row.fact, row.content_hash));
        facts.chain(alerts).collect()
    }

    /// Forgets facts and alerts, and keeps watches.
    pub(crate) async fn forget(&self) {
        fact::Entity::delete_many().exec(&self.db).await.expect("no facts");
        alert::Entity::delete_many().exec(&self.db).await.expect("no alerts");
    }

    async fn empty(&self) {
        feed::Entity::delete_many().exec(&self.db).await.expect("no feeds");
        problem::Entity::delete_many().exec(&self.db).await.expect("no problems");
        filing::Entity::delete_many().exec(&self.db).await.expect("no filings");
    }
}

/// Runs a check on an empty store of each backend that the machine has.
pub(crate) async fn on_both(test: &str, check: impl AsyncFn(Store)) {
    let folder = testkit::temp_dir(test);
    let config = DatabaseConfig { url: format!("sqlite:{}", folder.path().display()), ..DatabaseConfig::default() };
    let open = async |config| Store::open(&DatabaseLocation::new(config, crate::NAME)).await.expect("a store");
    check(open(config).await).await;
    if let Some(postgres) = testkit::Postgres::start(test) {
        let config =
            DatabaseConfig { url: postgres.url(), schema_prefix: postgres.schema_prefix().to_owned(), ..DatabaseConfig::default() };
        check(open(config).await).await;
    }
}

fn captions(filings: &[Filing]) -> Vec<&str> {
    filings.iter().map(|filing| filing.case_name.as_str()).collect()
}

#[tokio::test]
async fn migrations_go_up_down_and_up() {
    on_both("migrations_go_up_down_and_up", async |store| {
        let reading = reading_of(&feed_of(&[("1:26-cr-00001 USA v. Doe", "Order", 1)]), 0);
        store.record(&reading).await.expect("recorded");
        Migrator::down(&store.db, None).await.expect("down");
        assert!(store.filings("", 10).await.is_err(), "the tables are still there");
        Migrator::up(&store.db, None).await.expect("up again");
        store.record(&reading).await.expect("recorded again");
        assert_eq!(store.filings("", 10).await.expect("filings").1, 1);
    })
    .await;
}

#[tokio::test]
async fn filings_are_listed_latest_first_by_court_and_counted_whole() {
    on_both("filings_are_listed_latest_first_by_court_and_counted_whole", async |store| {
        let items = [
            ("1:26-cr-00001 One", "Order", 1),
            ("1:26-cr-00003 Three", "Order", 3),
            ("1:26-cr-00000 No date", "Order", 99),
            ("1:26-cr-00002 Two", "Order", 2),
        ];
        let nowhere = feed_of(&items);
        let elsewhere = String::from_utf8(nowhere.clone()).expect("text").replace("ecf.nwd.", "ecf.ewd.").into_bytes();
        store.record(&reading_of(&nowhere, 0)).await.expect("recorded");
        store.record(&reading_of(&elsewhere, 1)).await.expect("recorded");
        let (filings, total) = store.filings("nwd", 10).await.expect("filings");
        assert_eq!((captions(&filings), total), (vec!["Three", "Two", "One", "No date"], 4));
        let (filings, total) = store.filings("", 2).await.expect("filings");
        assert_eq!((captions(&filings), total), (vec!["Three", "Three"], 8));
        assert_eq!(store.filings("nobody", 2).await.expect("filings"), (Vec::new(), 0));
    })
    .await;
}

#[tokio::test]
async fn filings_of_a_case_that_is_sealed_now_are_listed_without_its_name() {
    on_both("filings_of_a_case_that_is_sealed_now_are_listed_without_its_name", async |store| {
        let reading = reading_of(&feed_of(&[("1:26-cr-00001 USA v. Doe", "Order", 1), ("1:26-cr-00002 USA v. Roe", "Order", 2)]), 0);
        store.record(&reading).await.expect("recorded");
        let said = Said { at: reading.snapshot.retrieved_at, by: SaidBy::Retrieval };
        let record = CaseRecord { seal: Seal::Sealed, ..CaseRecord::of(CaseNumber::of("nwd", "1:26-cr-00001"), said, "page") };
        let word = Word { record, source: "pacer-pages".into(), snapshot: "s1".into(), retrieved_at: said.at };
        store.keep(&[word], &BTreeSet::new()).await.expect("kept");
        assert_eq!(captions(&store.filings("nwd", 10).await.expect("filings").0), ["USA v. Roe", ""]);
    })
    .await;
}

#[tokio::test]
async fn an_older_snapshot_never_overwrites_a_newer_one() {
    on_both("an_older_snapshot_never_overwrites_a_newer_one", async |store| {
        let older = reading_of(&feed_of(&[("1:26-cr-00001 USA v. Doe", "Order", 1)]), 0);
        let newer = reading_of(&feed_of(&[("1:26-cr-00002 Two", "Order", 2), ("1:26-cr-00001 USA v. EXPUNGED", "Order", 1)]), 60);
        for reading in [&newer, &older] {
            store.record(reading).await.expect("recorded");
        }
        let (filings, _) = store.filings("nwd", 10).await.expect("filings");
        assert_eq!(captions(&filings), ["Two", "USA v. EXPUNGED"]);
        let pointer = filings.get(1).map(|filing| (filing.snapshot.as_str(), filing.locator.as_str()));
        assert_eq!(pointer, Some((newer.snapshot.hash.as_str(), "item 2")));
        let first = filing::Entity::find().filter(filing::Column::CaseName.eq("USA v. EXPUNGED")).one(&store.db).await.expect("a query");
        let first = first.map(|row| (row.first_snapshot, row.first_locator, row.first_seen_at));
        assert_eq!(first, Some((older.snapshot.hash.to_string(), "item 1".to_owned(), older.snapshot.retrieved_at.unix_millis())));
    })
    .await;
}

#[tokio::test]
async fn a_filing_is_due_until_it_is_announced_and_stays_announced() {
    on_both("a_filing_is_due_until_it_is_announced_and_stays_announced", async |store| {
        let first = reading_of(&feed_of(&[("1:26-cr-00001 One", "Order", 1)]), 0);
        let second = reading_of(&feed_of(&[("1:26-cr-00002 Two", "Order", 2), ("1:26-cr-00001 One", "Order", 1)]), 60);
        store.record(&first).await.expect("recorded");
        let due = store.not_announced(first.filings.keys()).await.expect("due");
        assert_eq!(due.len(), 1);
        store.mark_announced(&due).await.expect("marked");
        store.record(&second).await.expect("recorded");
        store.record(&first).await.expect("recorded again");
        let due = store.not_announced(second.filings.keys()).await.expect("due");
        assert_eq!(due.iter().map(|id| second.filings[id].case_name.as_str()).collect::<Vec<_>>(), ["Two"]);
        assert!(store.not_announced(first.filings.keys()).await.expect("due").is_empty());
    })
    .await;
}

#[tokio::test]
async fn problems_are_those_of_the_last_reading_of_the_snapshot() {
    on_both("problems_are_those_of_the_last_reading_of_the_snapshot", async |store| {
        let mut reading = reading_of(&feed_of(&[("No number", "Order", 61)]), 0);
        let hash = reading.snapshot.hash.to_string();
        store.record(&reading).await.expect("recorded");
        assert_eq!(store.problems(&hash).await.expect("problems").len(), 2);
        reading.problems.remove(0);
        store.record(&reading).await.expect("recorded by a program that reads more");
        let wanted = KeptProblem {
            source: "pacer-rss".into(),
            snapshot: hash.clone(),
            locator: "item 1".into(),
            message: "`Tue, 06 Jan 2026 10:61:00 GMT` is not a date of the form Tue, 22 May 2018 22:10:04 GMT".into(),
        };
        assert_eq!(store.problems(&hash).await.expect("problems"), std::slice::from_ref(&wanted));
        assert_eq!(store.problems(&"0".repeat(64)).await.expect("problems"), []);
        assert_eq!(store.problems("").await.expect("problems of all snapshots"), [wanted]);
    })
    .await;
}

#[tokio::test]
async fn a_feed_of_more_rows_than_one_statement_carries_is_kept_whole() {
    on_both("a_feed_of_more_rows_than_one_statement_carries_is_kept_whole", async |store| {
        let titles: Vec<String> = (0..2_500).map(|number| format!("1:26-cr-{number:05} Doe")).collect();
        let items: Vec<(&str, &str, u8)> = titles.iter().map(|title| (title.as_str(), "Order", 1)).collect();
        let reading = reading_of(&feed_of(&items), 0);
        store.record(&reading).await.expect("recorded");
        let due = store.not_announced(reading.filings.keys()).await.expect("due");
        store.mark_announced(&due).await.expect("marked");
        assert_eq!((store.filings("", 1).await.expect("filings").1, due.len()), (2_500, 2_500));
    })
    .await;
}

/// Any duplication and any order of snapshots ends in the same tables.
#[tokio::test]
async fn any_order_and_duplication_of_snapshots_ends_in_the_same_tables() {
    on_both("any_order_and_duplication_of_snapshots_ends_in_the_same_tables", async |store| {
        // A feed that moves on by one item each time, with captions that change; two snapshots have the same instant.
        let titles: Vec<String> = (0..8).map(|number| format!("1:26-cr-{number:05} ")).collect();
        let snapshot = |from: usize| {
            let captioned: Vec<String> = titles.iter().skip(from).take(4).map(|title| format!("{title}caption {from}")).collect();
            let items: Vec<(&str, &str, u8)> = captioned.iter().zip(0..).map(|(title, at)| (title.as_str(), "Order", at)).collect();
            reading_of(&feed_of(&items), i64::try_from(from / 2).expect("small"))
        };
        let snapshots: Vec<Reading> = (0..5).map(snapshot).collect();
        for reading in &snapshots {
            store.record(reading).await.expect("recorded");
        }
        let wanted = store.rows().await;
        assert!(wanted.len() > 8, "{wanted:?}");

        let orders = proptest::collection::vec(any::<Index>(), 0..8);
        let mut runner = TestRunner::deterministic();
        for _ in 0..24 {
            let picks = orders.new_tree(&mut runner).expect("an order").current();
            let mut order: Vec<&Reading> = snapshots.iter().collect();
            for pick in &picks {
                let again = order[pick.index(order.len())];
                order.insert(pick.index(order.len()), again);
            }
            let turn = picks.first().map_or(0, |pick| pick.index(order.len()));
            order.rotate_left(turn);
            store.empty().await;
            for reading in order {
                store.record(reading).await.expect("recorded");
            }
            assert_eq!(store.rows().await, wanted);
        }
    })
    .await;
}

#[tokio::test]
async fn every_table_is_either_read_again_or_kept() {
    let folder = testkit::temp_dir("every_table_is_either_read_again_or_kept");
    let config = DatabaseConfig { url: format!("sqlite:{}", folder.path().display()), ..DatabaseConfig::default() };
    let store = Store::open(&DatabaseLocation::new(config, crate::NAME)).await.expect("a store");
    let asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'seaql_%'";
    let rows = store.db.query_all_raw(Statement::from_string(DbBackend::Sqlite, asked)).await.expect("tables");
    let there: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").expect("a name")).collect();
    let known: BTreeSet<String> = clear::READ_AGAIN.iter().chain(&clear::KEPT).map(|name| (*name).to_owned()).collect();
    assert_eq!(there, known);
    store.clear().await.expect("cleared");
}

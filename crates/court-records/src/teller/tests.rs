//! What is told, on SQLite and on PostgreSQL.

use domain::Instant;
use platform::config::BusConfig;
use proptest::{
    prelude::any,
    sample::Index,
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use testkit::TempDir;

use super::*;
use crate::{
    fact::{Class, Noise},
    store::{Added, Wanted, tests::on_both},
    watch::{
        Asking,
        tests::{filing, watch},
    },
};

/// A teller over a store, with a bus of its own.
struct Rig {
    teller: Teller,
    _folder: TempDir,
}

impl Rig {
    async fn over(store: &Store) -> Self {
        let folder = testkit::temp_dir("teller");
        let clock = Clock::manual(instant("2026-01-06T12:00:00Z"));
        let config = BusConfig { path: format!("{}/bus.db", folder.path().display()), ..BusConfig::default() };
        let bus = Bus::connect(&config, clock.clone()).await.expect("a bus");
        Self { teller: Teller::new(store.clone(), bus, clock), _folder: folder }
    }

    async fn add(&self, asking: &Asking) -> String {
        let watch = watch(asking);
        self.teller.store.add_watch(&watch, self.teller.clock.now()).await.expect("added");
        watch.id
    }

    async fn tell(&self, facts: &[Fact]) -> usize {
        self.teller.tell(facts).await.expect("told")
    }

    /// What a list of alerts shows.
    async fn alerts(&self, watch: &str) -> Vec<String> {
        let alerts = self.teller.store.alerts(watch, Wanted::After(0), 1000).await.expect("alerts");
        alerts.iter().map(|alert| format!("{} r{} {}: {}", alert.cursor, alert.revision, alert.fact.subject, alert.fact.text)).collect()
    }

    /// What the bus has.
    async fn published(&self) -> Vec<String> {
        let events = self.teller.bus.read::<AlertRaised>(0, 1000).await.expect("events");
        events.iter().map(|(_, event)| format!("r{} {}: {}", event.revision, event.subject, event.text)).collect()
    }
}

fn instant(text: &str) -> Instant {
    text.parse().expect("an instant")
}

fn asking() -> Asking {
    Asking { party: "garcia".into(), ..Asking::default() }
}

/// A fact that is seen after the watches of these tests are added, said at a minute of the hour.
fn fact(subject: &str, text: &str, minute: u8) -> Fact {
    let said_at = instant(&format!("2026-01-06T13:{minute:02}:00Z"));
    let (happened_at, seen_at) = (Some(instant("2026-01-06T12:59:00Z")), instant("2026-01-06T13:00:00Z"));
    Fact { subject: subject.into(), text: text.into(), happened_at, seen_at, said_at, snapshot: format!("{minute:064}"), ..filing() }
}

#[tokio::test]
async fn a_fact_that_says_more_later_is_the_same_alert_in_another_revision() {
    on_both("a_fact_that_says_more_later_is_the_same_alert_in_another_revision", async |store| {
        let rig = Rig::over(&store).await;
        let watch = rig.add(&asking()).await;
        assert_eq!(rig.tell(&[fact("a", "", 1), fact("b", "", 1)]).await, 2);
        assert_eq!(rig.tell(&[fact("a", "", 2), fact("b", "", 2)]).await, 0, "seen again");
        assert_eq!(rig.alerts(&watch).await, ["1 r1 a: ", "2 r1 b: "]);
        assert_eq!(rig.tell(&[fact("a", "INDICTMENT", 3), fact("b", "", 3)]).await, 1);
        assert_eq!(rig.tell(&[fact("a", "", 2)]).await, 0, "an older word never replaces a newer one");
        assert_eq!(rig.alerts(&watch).await, ["2 r1 b: ", "3 r2 a: INDICTMENT"]);
        assert_eq!(rig.published().await, ["r1 a: ", "r1 b: ", "r2 a: INDICTMENT"]);
        let latest = store.alerts("", Wanted::Latest, 1).await.expect("alerts");
        assert_eq!(latest.first().map(|alert| (alert.cursor, alert.watch_title.as_str())), Some((3, "Party garcia in all courts")));
    })
    .await;
}

#[tokio::test]
async fn only_what_is_first_seen_after_a_watch_was_added_is_news_to_it() {
    on_both("only_what_is_first_seen_after_a_watch_was_added_is_news_to_it", async |store| {
        let rig = Rig::over(&store).await;
        let old = Fact { seen_at: instant("2026-01-06T11:00:00Z"), ..fact("old", "", 1) };
        rig.tell(std::slice::from_ref(&old)).await;
        let watch = rig.add(&asking()).await;
        rig.tell(&[old.clone(), fact("new", "", 2)]).await;
        rig.tell(&[Fact { text: "more".into(), ..Fact { said_at: instant("2026-01-06T14:00:00Z"), ..old } }]).await;
        assert_eq!(rig.alerts(&watch).await, ["1 r1 new: "]);
    })
    .await;
}

#[tokio::test]
async fn an_alert_follows_its_fact_also_when_the_fact_no_longer_matches() {
    on_both("an_alert_follows_its_fact_also_when_the_fact_no_longer_matches", async |store| {
        let rig = Rig::over(&store).await;
        rig.add(&asking()).await;
        rig.tell(&[fact("a", "", 1)]).await;
        let masked = Fact { caption: "USA v. EXPUNGED".into(), parties: Vec::new(), ..fact("a", "", 2) };
        assert_eq!(rig.tell(&[masked]).await, 1);
        let alerts = store.alerts("", Wanted::Latest, 10).await.expect("alerts");
        let shown: Vec<(i32, &str)> = alerts.iter().map(|alert| (alert.revision, alert.fact.caption.as_str())).collect();
        assert_eq!(shown, [(2, "USA v. EXPUNGED")]);
    })
    .await;
}

#[tokio::test]
async fn a_watch_is_added_once_and_goes_with_its_alerts() {
    on_both("a_watch_is_added_once_and_goes_with_its_alerts", async |store| {
        let rig = Rig::over(&store).await;
        let named = Asking { title: "Ours".into(), url: "https://example.org/".into(), secret: "0123456789abcdef".into(), ..asking() };
        let id = rig.add(&named).await;
        let later = instant("2026-01-06T15:00:00Z");
        let again = watch(&Asking { title: String::new(), secret: "another key, and".replace(' ', "_"), ..named.clone() });
        assert_eq!(store.add_watch(&again, later).await.expect("added"), Added::Known);
        let kept = store.watches().await.expect("watches");
        let [kept] = &kept[..] else { panic!("one watch, not {kept:?}") };
        assert_eq!((kept.watch.title.as_str(), kept.added_at), ("Ours", instant("2026-01-06T12:00:00Z")));
        assert_eq!(kept.watch.webhook, again.webhook, "the key can be changed");

        rig.tell(&[fact("a", "", 1)]).await;
        store.remove_watch(&id).await.expect("removed");
        store.remove_watch(&id).await.expect("removed again");
        assert_eq!(rig.alerts("").await, [""; 0]);
        assert_eq!(rig.tell(&[fact("a", "more", 2)]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_stop_after_any_step_loses_nothing() {
    on_both("a_stop_after_any_step_loses_nothing", async |store| {
        let rig = Rig::over(&store).await;
        let watch = rig.add(&asking()).await;
        let facts = [fact("a", "", 1), fact("b", "", 1)];
        store.keep_facts(&facts).await.expect("kept, but held against no watch");
        assert_eq!(rig.tell(&facts).await, 2);

        let third = fact("c", "", 2);
        store.keep_facts(std::slice::from_ref(&third)).await.expect("kept");
        let told = BTreeSet::from([third.id()]);
        let matched = BTreeSet::from([(watch.clone(), third.id())]);
        store.raise(&matched, &told, instant("2026-01-06T13:02:00Z")).await.expect("raised, but not published");
        assert_eq!(rig.published().await.len(), 2);
        assert_eq!(rig.tell(&[third]).await, 0);
        assert_eq!(rig.published().await, ["r1 a: ", "r1 b: ", "r1 c: "]);

        // Published, but not marked: the bus takes the same event once.
        let last = fact("d", "", 3);
        rig.tell(std::slice::from_ref(&last)).await;
        rig.teller
            .bus
            .publish_all(&[AlertRaised::from(&store.alerts("", Wanted::Latest, 1).await.expect("alerts")[0])])
            .await
            .expect("published");
        assert_eq!(rig.published().await.len(), 4);
    })
    .await;
}

/// Any duplication, any order and any division of words ends in the same facts and alerts.
#[tokio::test]
async fn any_order_and_duplication_of_words_ends_in_the_same_facts_and_alerts() {
    on_both("any_order_and_duplication_of_words_ends_in_the_same_facts_and_alerts", async |store| {
        let rig = Rig::over(&store).await;
        rig.add(&asking()).await;
        rig.add(&Asking { text: "indictment".into(), muted: vec!["routine".into()], ..Asking::default() }).await;
        let seen_later =
            |fact: Fact, minutes: i64| Fact { seen_at: Instant::from_unix_millis(fact.seen_at.unix_millis() + minutes * 60_000), ..fact };
        let words = [
            fact("a", "", 1),
            fact("a", "INDICTMENT", 2),
            Fact { caption: "USA v. EXPUNGED".into(), parties: Vec::new(), ..fact("a", "", 3) },
            seen_later(fact("b", "", 4), 3),
            fact("b", "", 4),
            Fact { noise: Some(Noise::Routine), ..fact("b", "INDICTMENT", 4) },
            Fact { caption: "Roe v. Roe".into(), parties: Vec::new(), ..fact("c", "", 5) },
            Fact { class: Class::Disposition, ..fact("a", "dismissed", 6) },
        ];
        for word in &words {
            rig.tell(std::slice::from_ref(word)).await;
        }
        let wanted = store.told().await;
        assert_eq!(wanted.len(), 4 + 4, "{wanted:#?}");

        let orders = proptest::collection::vec(any::<Index>(), 1..12);
        let mut runner = TestRunner::deterministic();
        for _ in 0..24 {
            let picks = orders.new_tree(&mut runner).expect("an order").current();
            let mut order: Vec<Fact> = words.to_vec();
            for pick in &picks {
                let again = order[pick.index(order.len())].clone();
                order.insert(pick.index(order.len()), again);
                let turn = pick.index(order.len());
                order.rotate_left(turn);
            }
            store.forget().await;
            for batch in order.chunks(1 + picks[0].index(4)) {
                rig.tell(batch).await;
            }
            assert_eq!(store.told().await, wanted);
        }
    })
    .await;
}

/// Writers at the same time, and a reader that resumes after the last cursor it saw: it sees every alert once, in the order of cursors.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_that_resumes_sees_every_alert_once_whoever_writes_at_the_same_time() {
    const WRITERS: usize = 6;
    const EACH: usize = 40;
    on_both("a_reader_that_resumes_sees_every_alert_once_whoever_writes_at_the_same_time", async |store| {
        let rig = Rig::over(&store).await;
        rig.add(&asking()).await;
        let writers = (0..WRITERS).map(|writer| {
            let teller = rig.teller.clone();
            async move {
                for number in 0..EACH {
                    teller.tell(&[fact(&format!("{writer}-{number}"), "", 1)]).await.expect("told");
                }
            }
        });
        let mut tasks = tokio::task::JoinSet::new();
        for writer in writers {
            tasks.spawn(writer);
        }
        let (mut seen, mut after) = (Vec::new(), 0);
        while seen.len() < WRITERS * EACH {
            let page = store.alerts("", Wanted::After(after), 7).await.expect("alerts");
            after = page.last().map_or(after, |alert| alert.cursor);
            seen.extend(page.into_iter().map(|alert| (alert.cursor, alert.fact.subject)));
            tokio::task::yield_now().await;
        }
        while let Some(ended) = tasks.join_next().await {
            ended.expect("a writer");
        }
        let cursors: Vec<i64> = seen.iter().map(|(cursor, _)| *cursor).collect();
        assert_eq!(cursors, (1..=i64::try_from(WRITERS * EACH).expect("small")).collect::<Vec<_>>(), "without gaps and in order");
        let subjects: BTreeSet<&String> = seen.iter().map(|(_, subject)| subject).collect();
        assert_eq!(subjects.len(), WRITERS * EACH);
    })
    .await;
}

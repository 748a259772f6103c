//! Alerts: which watch tells of which fact, in which revision, and where in the order of all.
//!
//! A revision's cursor is taken from one row that stays locked until the transaction ends. So cursors are committed in their order and without
//! gaps, and whoever has read up to a cursor misses nothing that is committed later.

use std::collections::{BTreeMap, BTreeSet};

use contracts::identity;
use domain::Instant;
use platform::database::rows_per_insert;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, Iterable as _, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use super::{
    NAMES_PER_QUERY, Store, StoreError,
    entity::{alert, delivery, sequence, watch},
    facts, watches,
};
use crate::{
    fact::{Class, Fact},
    watch::{Delivery, Watch, alert_id, content_hash},
};

/// Name of the sequence of alerts.
const SEQUENCE: &str = "alert";

/// An alert as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alert {
    /// Derived from watch, class and subject.
    pub(crate) id: String,
    /// Counts from 1.
    pub(crate) revision: i32,
    /// Id of the watch.
    pub(crate) watch: String,
    /// Its title; empty if it was removed meanwhile.
    pub(crate) watch_title: String,
    /// Its place among all alerts.
    pub(crate) cursor: i64,
    /// When this revision was told.
    pub(crate) told_at: Instant,
    /// What it tells of.
    pub(crate) fact: Fact,
}

/// Which alerts are asked for, in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Oldest first, after a cursor.
    After(i64),
    /// Latest first.
    Latest,
}

/// A revision that is to be told.
#[derive(Debug)]
struct Due {
    id: String,
    watch: String,
    fact: String,
    revision: i32,
    content_hash: String,
    happened: (Instant, String),
    has_live_webhook: bool,
}

impl Store {
    /// Tells what is new of these facts: alerts of the watches that match them, given as pairs of watch and fact, and new revisions of alerts that
    /// were told before, whether or not the latest word still matches. Gives the number of revisions told; telling again tells none.
    pub(crate) async fn raise(
        &self,
        matched: &BTreeSet<(String, String)>,
        told: &BTreeSet<String>,
        now: Instant,
    ) -> Result<usize, StoreError> {
        // Feeds show the same entries again and again: mostly there is nothing to do, and nobody has to wait for the lock.
        if due(&self.db, matched, told).await?.is_empty() {
            return Ok(0);
        }
        let tx = self.db.begin().await?;
        lock_alerts(&tx).await?;
        let due = due(&tx, matched, told).await?;
        write(&tx, &due, now).await?;
        tx.commit().await?;
        Ok(due.len())
    }

    /// Alerts of a watch, or of all if none is named.
    pub(crate) async fn alerts(&self, watch: &str, wanted: Wanted, limit: u64) -> Result<Vec<Alert>, StoreError> {
        let mut query = alert::Entity::find();
        if !watch.is_empty() {
            query = query.filter(alert::Column::Watch.eq(watch));
        }
        query = match wanted {
            Wanted::After(cursor) => query.filter(alert::Column::Cursor.gt(cursor)).order_by_asc(alert::Column::Cursor),
            Wanted::Latest => query.order_by_desc(alert::Column::Cursor),
        };
        assembled(&self.db, query.limit(limit).all(&self.db).await?).await
    }

    /// The first alerts that the bus does not have yet, oldest first.
    pub(crate) async fn not_published(&self, limit: u64) -> Result<Vec<Alert>, StoreError> {
        let query = alert::Entity::find().filter(alert::Column::Announced.eq(false)).order_by_asc(alert::Column::Cursor);
        assembled(&self.db, query.limit(limit).all(&self.db).await?).await
    }

    /// Remembers that the bus has these revisions. One that was told anew meanwhile has another cursor and stays due.
    pub(crate) async fn mark_published(&self, cursors: &[i64]) -> Result<(), StoreError> {
        for chunk in cursors.chunks(NAMES_PER_QUERY) {
            alert::Entity::update_many()
                .col_expr(alert::Column::Announced, Expr::value(true))
                .filter(alert::Column::Cursor.is_in(chunk.iter().copied()))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }

    /// The cursor of the last alert.
    pub(crate) async fn latest_cursor(&self) -> Result<i64, StoreError> {
        latest_cursor(&self.db).await
    }
}

/// Makes writers of alerts wait for each other until the transaction ends. It writes, so that SQLite, too, gives the lock at once.
pub(super) async fn lock_alerts(tx: &impl ConnectionTrait) -> Result<(), StoreError> {
    advance(tx, 0).await
}

async fn advance(tx: &impl ConnectionTrait, by: i64) -> Result<(), StoreError> {
    advance_sequence(tx, SEQUENCE, by).await
}

/// Moves a sequence on; its row stays locked until the transaction ends.
pub(super) async fn advance_sequence(tx: &impl ConnectionTrait, name: &str, by: i64) -> Result<(), StoreError> {
    sequence::Entity::update_many()
        .col_expr(sequence::Column::Latest, Expr::col(sequence::Column::Latest).add(by))
        .filter(sequence::Column::Name.eq(name))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn latest_cursor(connection: &impl ConnectionTrait) -> Result<i64, StoreError> {
    latest_of(connection, SEQUENCE).await
}

/// Where a sequence stands.
pub(super) async fn latest_of(connection: &impl ConnectionTrait, name: &str) -> Result<i64, StoreError> {
    let row = sequence::Entity::find_by_id(name).one(connection).await?;
    row.map(|row| row.latest).ok_or_else(|| StoreError::Unreadable(format!("the sequence `{name}` is not there")))
}

/// What is to be told, in the order of what happened.
async fn due(
    connection: &impl ConnectionTrait,
    matched: &BTreeSet<(String, String)>,
    told: &BTreeSet<String>,
) -> Result<Vec<Due>, StoreError> {
    let known = of_facts(connection, told).await?;
    if known.is_empty() && matched.is_empty() {
        return Ok(Vec::new());
    }
    let asking = matched.iter().map(|(watch, _)| watch).chain(known.values().map(|row| &row.watch));
    let watches = watches::by_ids(connection, asking.collect()).await?;
    let concerned: BTreeSet<&String> = matched.iter().map(|(_, fact)| fact).chain(known.values().map(|row| &row.fact)).collect();
    let facts = facts::by_ids(connection, concerned).await?;
    let mut due = Vec::new();
    for row in known.values() {
        let (Some(fact), Some(watch)) = (facts.get(&row.fact), watches.get(&row.watch)) else { continue };
        if content_hash(fact) != row.content_hash {
            due.push(Due::of(watch, (&row.fact, fact), row.revision.saturating_add(1)));
        }
    }
    for (watch, id) in matched {
        let (Some(fact), Some(watch)) = (facts.get(id), watches.get(watch)) else { continue };
        let is_news = Watch::is_news(Instant::from_unix_millis(watch.added_at), fact);
        if is_news && !known.contains_key(&alert_id(&watch.id, fact)) {
            due.push(Due::of(watch, (id, fact), 1));
        }
    }
    due.sort_by(|one, other| (&one.happened, &one.id).cmp(&(&other.happened, &other.id)));
    Ok(due)
}

impl Due {
    fn of(watch: &watch::Model, (id, fact): (&str, &Fact), revision: i32) -> Self {
        let has_live_webhook = !watch.url.is_empty()
            && watch.webhook_state == watches::ACTIVE
            && watch.delivery == Delivery::Live.as_str()
            && fact.class != Class::WebhookDisabled;
        Self {
            id: alert_id(&watch.id, fact),
            watch: watch.id.clone(),
            fact: id.to_owned(),
            revision,
            content_hash: content_hash(fact),
            happened: (fact.happened_at.unwrap_or(fact.seen_at), fact.subject.clone()),
            has_live_webhook,
        }
    }
}

async fn of_facts(connection: &impl ConnectionTrait, facts: &BTreeSet<String>) -> Result<BTreeMap<String, alert::Model>, StoreError> {
    let ids: Vec<&String> = facts.iter().collect();
    let mut known = BTreeMap::new();
    for chunk in ids.chunks(NAMES_PER_QUERY) {
        let rows = alert::Entity::find().filter(alert::Column::Fact.is_in(chunk.iter().map(|id| id.as_str()))).all(connection).await?;
        known.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
    }
    Ok(known)
}

/// Writes revisions with the cursors that follow, and what is due to webhooks at once.
async fn write(tx: &impl ConnectionTrait, due: &[Due], now: Instant) -> Result<(), StoreError> {
    let before = latest_cursor(tx).await?;
    advance(tx, i64::try_from(due.len()).unwrap_or(i64::MAX)).await?;
    let numbered: Vec<(i64, &Due)> = (before.saturating_add(1)..).zip(due).collect();
    let rows: Vec<alert::ActiveModel> = numbered.iter().map(|(cursor, due)| alert_row(*cursor, due, now)).collect();
    for chunk in rows.chunks(rows_per_insert(alert::Column::iter().count())) {
        alert::Entity::insert_many(chunk.to_vec()).on_conflict(conflict()).exec_without_returning(tx).await?;
    }
    let sent: Vec<&(i64, &Due)> = numbered.iter().filter(|(_, due)| due.has_live_webhook).collect();
    for chunk in sent.chunks(NAMES_PER_QUERY) {
        // What an earlier revision was due is no longer: the receiver gets what stands.
        let alerts = chunk.iter().map(|(_, due)| due.id.as_str());
        delivery::Entity::delete_many().filter(delivery::Column::Alert.is_in(alerts)).exec(tx).await?;
    }
    let rows: Vec<delivery::ActiveModel> = sent.iter().map(|(cursor, due)| delivery_row(*cursor, due, now)).collect();
    for chunk in rows.chunks(rows_per_insert(delivery::Column::iter().count())) {
        delivery::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Tells a watch of a fact that concerns it alone, within a transaction that holds the lock.
pub(super) async fn raise_one(tx: &impl ConnectionTrait, watch: &watch::Model, fact: &Fact, now: Instant) -> Result<(), StoreError> {
    facts::keep_one(tx, fact).await?;
    write(tx, &[Due::of(watch, (&fact.id(), fact), 1)], now).await
}

fn alert_row(cursor: i64, due: &Due, now: Instant) -> alert::ActiveModel {
    alert::ActiveModel {
        id: Set(due.id.clone()),
        watch: Set(due.watch.clone()),
        fact: Set(due.fact.clone()),
        revision: Set(due.revision),
        content_hash: Set(due.content_hash.clone()),
        cursor: Set(cursor),
        announced: Set(false),
        told_at: Set(now.unix_millis()),
    }
}

fn delivery_row(cursor: i64, due: &Due, now: Instant) -> delivery::ActiveModel {
    delivery::ActiveModel {
        id: Set(identity::of_parts([b"delivery".as_slice(), due.id.as_bytes(), &due.revision.to_be_bytes()])),
        watch: Set(due.watch.clone()),
        alert: Set(Some(due.id.clone())),
        digest_of: Set(None),
        after: Set(cursor.saturating_sub(1)),
        up_to: Set(cursor),
        attempts: Set(0),
        due_at: Set(now.unix_millis()),
        lease: Set(String::new()),
        claimed_at: Set(0),
        leased_until: Set(0),
    }
}

fn conflict() -> OnConflict {
    use alert::Column::{Announced, ContentHash, Cursor, Id, Revision, ToldAt};
    OnConflict::column(Id).update_columns([Revision, ContentHash, Cursor, Announced, ToldAt]).to_owned()
}

/// Alerts with their facts and the titles of their watches, in the order of the rows.
pub(super) async fn assembled(connection: &impl ConnectionTrait, rows: Vec<alert::Model>) -> Result<Vec<Alert>, StoreError> {
    let wanted: BTreeSet<String> = rows.iter().map(|row| row.fact.clone()).collect();
    let facts = facts::by_ids(connection, &wanted).await?;
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.watch.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for chunk in ids.chunks(NAMES_PER_QUERY) {
        let query = watch::Entity::find().select_only().column(watch::Column::Id).column(watch::Column::Title);
        let found: Vec<(String, String)> =
            query.filter(watch::Column::Id.is_in(chunk.iter().copied())).into_tuple().all(connection).await?;
        titles.extend(found);
    }
    let alert = |row: alert::Model| {
        let fact = facts.get(&row.fact)?.clone();
        let watch_title = titles.get(&row.watch).cloned().unwrap_or_default();
        let told_at = Instant::from_unix_millis(row.told_at);
        Some(Alert { id: row.id, revision: row.revision, watch: row.watch, watch_title, cursor: row.cursor, told_at, fact })
    };
    Ok(rows.into_iter().filter_map(alert).collect())
}

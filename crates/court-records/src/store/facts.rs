//! Facts: everything that watches can be asked about, each with its latest word.
//!
//! Words of one fact have a total order, so that any order of deliveries ends in the same row: the later instant, then the one that knows more sights, then the snapshot's hash, then
//! the word that knows of an earlier first sight, then the hash of its content.

use std::collections::{BTreeMap, BTreeSet};

use contracts::identity;
use domain::Instant;
use platform::database::rows_per_insert;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Iden as _, Iterable as _, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
    sea_query::{Expr, OnConflict, SimpleExpr},
};
use serde::{Deserialize, Serialize};

use super::{NAMES_PER_QUERY, Store, StoreError, entity::fact};
use crate::fact::{Class, Fact, Noise};

/// A fact as it lies in its row. What is not there was written before there was such a field.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Content {
    case_key: String,
    docket_number: String,
    caption: String,
    parties: Vec<String>,
    citations: Vec<String>,
    kind: String,
    text: String,
    link: Option<String>,
    noise: Option<String>,
    source: String,
    locator: String,
}

/// Where a list of facts, latest first, goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FactPlace {
    seen_at: i64,
    id: String,
}

impl Store {
    /// Keeps facts: a newer word replaces an older one, never the other way round.
    pub(crate) async fn keep_facts(&self, facts: &[Fact]) -> Result<(), StoreError> {
        // In the order of ids, so that two replicas never wait for each other's rows.
        let mut rows: BTreeMap<String, fact::Model> = BTreeMap::new();
        for fact in facts {
            let row = row(fact)?;
            match rows.get_mut(&row.id) {
                None => {
                    rows.insert(row.id.clone(), row);
                }
                Some(other) => {
                    let seen_at = row.seen_at.min(other.seen_at);
                    if order(&row) > order(other) {
                        *other = row;
                    }
                    other.seen_at = seen_at;
                }
            }
        }
        let rows: Vec<fact::ActiveModel> = rows.into_values().map(active).collect();
        let tx = self.db.begin().await?;
        for chunk in rows.chunks(rows_per_insert(fact::Column::iter().count())) {
            fact::Entity::insert_many(chunk.to_vec()).on_conflict(conflict()).exec_without_returning(&tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Facts before a place, latest seen first, of some courts or, if none is named, of all; with the place where the list goes on.
    pub(crate) async fn facts_before(
        &self,
        before: Option<&FactPlace>,
        courts: &BTreeSet<String>,
        limit: u64,
    ) -> Result<(Vec<Fact>, Option<FactPlace>), StoreError> {
        let mut query = fact::Entity::find();
        if let Some(FactPlace { seen_at, id }) = before {
            let same_instant = Condition::all().add(fact::Column::SeenAt.eq(*seen_at)).add(fact::Column::Id.lt(id));
            query = query.filter(Condition::any().add(fact::Column::SeenAt.lt(*seen_at)).add(same_instant));
        }
        if !courts.is_empty() {
            query = query.filter(fact::Column::Court.is_in(courts.iter().map(String::as_str)));
        }
        let rows = query.order_by_desc(fact::Column::SeenAt).order_by_desc(fact::Column::Id).limit(limit).all(&self.db).await?;
        let next = rows.last().map(|row| FactPlace { seen_at: row.seen_at, id: row.id.clone() });
        let facts = rows.into_iter().map(|row| Ok(read(row)?.1)).collect::<Result<_, StoreError>>()?;
        Ok((facts, next))
    }
}

/// Facts by id.
pub(super) async fn by_ids<'a>(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = &'a String>,
) -> Result<BTreeMap<String, Fact>, StoreError> {
    let ids: Vec<&String> = ids.into_iter().collect();
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(NAMES_PER_QUERY) {
        let rows = fact::Entity::find().filter(fact::Column::Id.is_in(chunk.iter().map(|id| id.as_str()))).all(connection).await?;
        for row in rows {
            let (id, fact) = read(row)?;
            found.insert(id, fact);
        }
    }
    Ok(found)
}

/// Writes one fact within a transaction of others.
pub(super) async fn keep_one(connection: &impl ConnectionTrait, fact: &Fact) -> Result<(), StoreError> {
    fact::Entity::insert(active(row(fact)?)).on_conflict(conflict()).exec_without_returning(connection).await?;
    Ok(())
}

fn row(fact: &Fact) -> Result<fact::Model, StoreError> {
    let Fact { class, subject, court, case_key, docket_number, caption, parties, citations, kind, text, link, .. } = fact;
    let Fact { happened_at, seen_at, said_at, sights, noise, source, snapshot, locator, .. } = fact;
    let content = Content {
        case_key: case_key.clone(),
        docket_number: docket_number.clone(),
        caption: caption.clone(),
        parties: parties.clone(),
        citations: citations.clone(),
        kind: kind.clone(),
        text: text.clone(),
        link: link.clone(),
        noise: noise.map(|noise| noise.as_str().to_owned()),
        source: source.clone(),
        locator: locator.clone(),
    };
    let content = serde_json::to_string(&content).map_err(|error| StoreError::Unreadable(format!("a fact: {error}")))?;
    Ok(fact::Model {
        id: fact.id(),
        class: class.as_str().to_owned(),
        subject: subject.clone(),
        court: court.clone(),
        content_hash: identity::of_bytes(content.as_bytes()),
        content,
        said_at: said_at.unix_millis(),
        sights: i32::try_from(*sights).unwrap_or(i32::MAX),
        snapshot: snapshot.clone(),
        word_seen_at: seen_at.unix_millis(),
        seen_at: seen_at.unix_millis(),
        happened_at: happened_at.map(Instant::unix_millis),
    })
}

fn read(row: fact::Model) -> Result<(String, Fact), StoreError> {
    let fact::Model { id, class, subject, court, content, said_at, sights, snapshot, seen_at, happened_at, .. } = row;
    let unreadable = |what: String| StoreError::Unreadable(format!("fact {id}: {what}"));
    let content: Content = serde_json::from_str(&content).map_err(|error| unreadable(error.to_string()))?;
    let class = Class::named(&class).ok_or_else(|| unreadable(format!("`{class}` is no class")))?;
    let noise = match content.noise {
        None => None,
        Some(name) => Some(Noise::named(&name).ok_or_else(|| unreadable(format!("`{name}` is no reason for noise")))?),
    };
    let fact = Fact {
        class,
        subject,
        court,
        case_key: content.case_key,
        docket_number: content.docket_number,
        caption: content.caption,
        parties: content.parties,
        citations: content.citations,
        kind: content.kind,
        text: content.text,
        link: content.link,
        happened_at: happened_at.map(Instant::from_unix_millis),
        seen_at: Instant::from_unix_millis(seen_at),
        said_at: Instant::from_unix_millis(said_at),
        sights: usize::try_from(sights).unwrap_or(0),
        noise,
        source: content.source,
        snapshot,
        locator: content.locator,
    };
    Ok((id, fact))
}

fn order(row: &fact::Model) -> (i64, i32, &str, i64, &str) {
    (row.said_at, row.sights, &row.snapshot, row.word_seen_at.saturating_neg(), &row.content_hash)
}

fn active(row: fact::Model) -> fact::ActiveModel {
    let fact::Model { id, class, subject, court, content, content_hash, said_at, sights, snapshot, word_seen_at, seen_at, happened_at } =
        row;
    fact::ActiveModel {
        id: Set(id),
        class: Set(class),
        subject: Set(subject),
        court: Set(court),
        content: Set(content),
        content_hash: Set(content_hash),
        said_at: Set(said_at),
        sights: Set(sights),
        snapshot: Set(snapshot),
        word_seen_at: Set(word_seen_at),
        seen_at: Set(seen_at),
        happened_at: Set(happened_at),
    }
}

/// The latest word stands, in the order that [`order`] gives; a first sight is the earliest that any word knows of.
fn conflict() -> OnConflict {
    use fact::Column::{Content, ContentHash, Court, HappenedAt, Id, SaidAt, SeenAt, Sights, Snapshot, WordSeenAt};
    let is_later = "(excluded.said_at, excluded.sights, excluded.snapshot, fact.word_seen_at, excluded.content_hash) \
                    > (fact.said_at, fact.sights, fact.snapshot, excluded.word_seen_at, fact.content_hash)";
    let taken_if = |condition: &str, column: fact::Column| -> (fact::Column, SimpleExpr) {
        let name = column.unquoted().to_owned();
        (column, Expr::cust(format!("CASE WHEN {condition} THEN excluded.{name} ELSE fact.{name} END")))
    };
    let word = [Court, Content, ContentHash, HappenedAt, SaidAt, Sights, Snapshot, WordSeenAt].map(|column| taken_if(is_later, column));
    OnConflict::column(Id).values(word).value(SeenAt, taken_if("excluded.seen_at < fact.seen_at", SeenAt).1).to_owned()
}

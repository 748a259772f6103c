//! Dockets of CourtListener: which case each is of, and what waits for that.
//!
//! The row of a docket is locked before its words are read or written, so that of an alert and the answer that names its case, handled at the same time by two
//! replicas, the second sees what the first wrote.

use std::collections::BTreeSet;

use domain::Instant;
use platform::database::rows_per_insert;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, Iterable as _, QueryFilter, QueryOrder, TransactionTrait,
    sea_query::OnConflict,
};

use super::{
    Store, StoreError,
    entity::{docket_alias, waiting_word, word},
    word_body::WaitingBody,
};
use crate::{
    courtlistener::{Alias, DocketId, Waiting},
    record::{CaseNumber, Said, SaidBy},
    rules::case::Word,
};

/// What one snapshot says of dockets that CourtListener alone names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OfDockets<'a> {
    /// Which case each is of.
    pub(crate) aliases: &'a [Alias],
    /// What is said of them.
    pub(crate) waiting: Vec<Waiting>,
    /// Slug of the source.
    pub(crate) source: &'a str,
    /// Hash.
    pub(crate) snapshot: &'a str,
    /// Its first retrieval.
    pub(crate) retrieved_at: Instant,
}

/// What has a case now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Named {
    /// Words with their cases.
    pub(crate) words: Vec<Word>,
    /// Cases that lost words, because a number turned out to be of another one.
    pub(crate) left: BTreeSet<CaseNumber>,
}

impl Store {
    /// Keeps what a snapshot says of dockets, and gives the words that have a case now. Doing it again gives them again.
    pub(crate) async fn name(&self, said: &OfDockets<'_>) -> Result<Named, StoreError> {
        let dockets: BTreeSet<i64> =
            said.aliases.iter().map(|alias| number(alias.docket)).chain(said.waiting.iter().map(|one| number(one.docket))).collect();
        let mut named = Named::default();
        if dockets.is_empty() {
            return Ok(named);
        }
        let tx = self.db.begin().await?;
        lock(&tx, &dockets).await?;
        let mut learned = BTreeSet::new();
        for alias in said.aliases {
            if learn(&tx, alias).await? {
                learned.insert(number(alias.docket));
            }
        }
        keep(&tx, said).await?;
        for docket in dockets {
            let row = docket_alias::Entity::find_by_id(docket).one(&tx).await?;
            let Some(case) = row.as_ref().and_then(|row| CaseNumber::of_key(&row.case_key)) else { continue };
            let mut words = waiting_word::Entity::find().filter(waiting_word::Column::Docket.eq(docket));
            if !learned.contains(&docket) {
                // Nothing is new about the docket: of all that was said of it only this snapshot's words are.
                words = words.filter(waiting_word::Column::Snapshot.eq(said.snapshot));
            }
            for row in words.order_by_asc(waiting_word::Column::Snapshot).order_by_asc(waiting_word::Column::Locator).all(&tx).await? {
                named.left.extend(leave(&tx, &row, &case).await?);
                named.words.push(word_of(row, &case)?);
            }
        }
        tx.commit().await?;
        Ok(named)
    }
}

fn number(docket: DocketId) -> i64 {
    i64::try_from(docket.number()).unwrap_or(i64::MAX)
}

async fn lock(tx: &DatabaseTransaction, dockets: &BTreeSet<i64>) -> Result<(), StoreError> {
    let row = |docket: &i64| docket_alias::ActiveModel {
        docket: Set(*docket),
        case_key: Set(String::new()),
        pacer_case_id: Set(None),
        said_at: Set(0),
        is_by_source: Set(false),
    };
    let rows: Vec<docket_alias::ActiveModel> = dockets.iter().map(row).collect();
    let held = OnConflict::column(docket_alias::Column::Docket).update_column(docket_alias::Column::Docket).to_owned();
    for chunk in rows.chunks(rows_per_insert(docket_alias::Column::iter().count())) {
        docket_alias::Entity::insert_many(chunk.to_vec()).on_conflict(held.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Whether this alias stands now: it is the one that is known, or newer. Of two of one instant the larger number stands.
async fn learn(tx: &DatabaseTransaction, alias: &Alias) -> Result<bool, StoreError> {
    let known = docket_alias::Entity::find_by_id(number(alias.docket)).one(tx).await?;
    let rank = |said: Said, key: &str, id: &Option<String>| (said, key.to_owned(), id.clone());
    let new = rank(alias.said, &alias.number.key(), &alias.pacer_case_id);
    let older = known.as_ref().filter(|row| !row.case_key.is_empty()).map(|row| {
        let by = if row.is_by_source { SaidBy::Source } else { SaidBy::Retrieval };
        rank(Said { at: Instant::from_unix_millis(row.said_at), by }, &row.case_key, &row.pacer_case_id)
    });
    if older.is_some_and(|older| older > new) {
        return Ok(false);
    }
    let row = docket_alias::ActiveModel {
        docket: Set(number(alias.docket)),
        case_key: Set(alias.number.key()),
        pacer_case_id: Set(alias.pacer_case_id.clone()),
        said_at: Set(alias.said.at.unix_millis()),
        is_by_source: Set(alias.said.by == SaidBy::Source),
    };
    docket_alias::Entity::update(row).exec(tx).await?;
    Ok(true)
}

async fn keep(tx: &DatabaseTransaction, said: &OfDockets<'_>) -> Result<(), StoreError> {
    use waiting_word::Column::{Body, Docket, Locator, RetrievedAt, Snapshot, Source};
    let row = |one: &Waiting| -> Result<waiting_word::ActiveModel, StoreError> {
        Ok(waiting_word::ActiveModel {
            docket: Set(number(one.docket)),
            source: Set(said.source.to_owned()),
            snapshot: Set(said.snapshot.to_owned()),
            locator: Set(one.locator.clone()),
            retrieved_at: Set(said.retrieved_at.unix_millis()),
            body: Set(serde_json::to_string(&WaitingBody::from(one)).map_err(|error| StoreError::Unreadable(error.to_string()))?),
        })
    };
    let rows: Vec<waiting_word::ActiveModel> = said.waiting.iter().map(row).collect::<Result<_, _>>()?;
    let conflict = OnConflict::columns([Docket, Source, Snapshot, Locator]).update_columns([Body, RetrievedAt]).to_owned();
    for chunk in rows.chunks(rows_per_insert(waiting_word::Column::iter().count())) {
        waiting_word::Entity::insert_many(chunk.to_vec()).on_conflict(conflict.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Takes a word away from any other case to which it was given.
async fn leave(tx: &DatabaseTransaction, row: &waiting_word::Model, case: &CaseNumber) -> Result<Vec<CaseNumber>, StoreError> {
    let elsewhere = word::Entity::find()
        .filter(word::Column::Source.eq(&row.source))
        .filter(word::Column::Snapshot.eq(&row.snapshot))
        .filter(word::Column::Locator.eq(&row.locator))
        .filter(word::Column::CaseKey.ne(case.key()))
        .all(tx)
        .await?;
    let mut left = Vec::new();
    for other in elsewhere {
        left.extend(CaseNumber::of_key(&other.case_key));
        word::Entity::delete_by_id((other.case_key, other.source, other.snapshot, other.locator)).exec(tx).await?;
    }
    Ok(left)
}

fn word_of(row: waiting_word::Model, case: &CaseNumber) -> Result<Word, StoreError> {
    let waiting_word::Model { docket, source, snapshot, locator, retrieved_at, body } = row;
    let bad = |error: String| StoreError::Unreadable(format!("the word of {source} {snapshot} ({locator}) on docket {docket}: {error}"));
    let body: WaitingBody = serde_json::from_str(&body).map_err(|error| bad(error.to_string()))?;
    let docket = DocketId::new(u64::try_from(docket).unwrap_or(0));
    let waiting = body.waiting(docket, locator.clone()).map_err(|error| bad(error.to_string()))?;
    Ok(Word { record: waiting.named(case.clone()), source, snapshot, retrieved_at: Instant::from_unix_millis(retrieved_at) })
}

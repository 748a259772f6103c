//! Cases: words are added, and what follows from them is made again, in one transaction for all cases that a snapshot speaks of.
//!
//! The row of a case is locked before its words are read, so that of two replicas the second sees what the first wrote.

use std::collections::{BTreeMap, BTreeSet};

use contracts::identity;
use domain::Instant;
use platform::database::rows_per_insert;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, Iterable as _, QueryFilter, QueryOrder, TransactionTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::{
    NAMES_PER_QUERY, Store, StoreError,
    entity::{case_citation, case_defendant, court_case, filing, word},
    whole,
    word_body::Body,
};
use crate::{
    record::CaseNumber,
    rules::{
        Filing,
        case::{CaseState, Shown, Word, fold},
        counted,
    },
};

/// Everything that is known of one case: what was said, what feeds showed, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownCase {
    /// What follows.
    pub(crate) state: CaseState,
    /// What was said.
    pub(crate) words: Vec<Word>,
    /// What feeds showed.
    pub(crate) shown: Vec<Shown>,
}

/// A case whose news the bus does not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct News {
    /// Key of the case.
    pub(crate) key: String,
    /// Its state when it was announced last; empty if never.
    pub(crate) state_before: String,
    /// Its state.
    pub(crate) state: String,
    /// Of all that is known of it.
    pub(crate) result_hash: String,
}

impl Store {
    /// Adds words and makes the cases again that they, and these filings, speak of. Answers with all that is known of each. Doing it twice is doing it
    /// once.
    pub(crate) async fn keep(&self, words: &[Word], touched: &BTreeSet<CaseNumber>) -> Result<Vec<KnownCase>, StoreError> {
        let numbers: BTreeSet<CaseNumber> = words.iter().map(|word| word.record.number.clone()).chain(touched.iter().cloned()).collect();
        let mut out = Vec::with_capacity(numbers.len());
        let numbers: Vec<CaseNumber> = numbers.into_iter().collect();
        for chunk in numbers.chunks(NAMES_PER_QUERY) {
            let tx = self.db.begin().await?;
            lock(&tx, chunk).await?;
            let own: Vec<word::ActiveModel> =
                words.iter().filter(|word| chunk.binary_search(&word.record.number).is_ok()).map(word_row).collect::<Result<_, _>>()?;
            for rows in own.chunks(rows_per_insert(word::Column::iter().count())) {
                word::Entity::insert_many(rows.to_vec()).on_conflict(word_conflict()).exec_without_returning(&tx).await?;
            }
            let known = known(&tx, chunk).await?;
            write(&tx, &known).await?;
            tx.commit().await?;
            out.extend(known);
        }
        Ok(out)
    }

    /// Of these cases, those that are criminal or of which something else than feeds said something.
    pub(crate) async fn followed(&self, numbers: &BTreeSet<CaseNumber>) -> Result<BTreeSet<CaseNumber>, StoreError> {
        let (mut out, others): (BTreeSet<CaseNumber>, Vec<CaseNumber>) = {
            let (criminal, others): (Vec<_>, Vec<_>) = numbers.iter().cloned().partition(CaseNumber::is_criminal);
            (criminal.into_iter().collect(), others)
        };
        for chunk in others.chunks(NAMES_PER_QUERY) {
            let keys = chunk.iter().map(CaseNumber::key);
            let found = court_case::Entity::find().filter(court_case::Column::Key.is_in(keys)).all(&self.db).await?;
            out.extend(found.iter().filter_map(|row| CaseNumber::of_key(&row.key)));
        }
        Ok(out)
    }

    /// All that is known of these cases, without writing anything.
    pub(crate) async fn cases(&self, numbers: &[CaseNumber]) -> Result<Vec<KnownCase>, StoreError> {
        let mut out = Vec::with_capacity(numbers.len());
        for chunk in numbers.chunks(NAMES_PER_QUERY) {
            let tx = self.db.begin().await?;
            out.extend(known(&tx, chunk).await?);
            tx.commit().await?;
        }
        Ok(out)
    }

    /// All that is known of one case; nothing if nobody said or showed anything of it.
    pub(crate) async fn case(&self, number: &CaseNumber) -> Result<Option<KnownCase>, StoreError> {
        let known = self.cases(std::slice::from_ref(number)).await?;
        Ok(known.into_iter().find(|case| !case.words.is_empty() || !case.shown.is_empty()))
    }

    /// Those of these cases whose last state the bus was not told.
    pub(crate) async fn news(&self, keys: &[String]) -> Result<Vec<News>, StoreError> {
        let mut out = Vec::new();
        for chunk in keys.chunks(NAMES_PER_QUERY) {
            let rows = court_case::Entity::find()
                .filter(court_case::Column::Key.is_in(chunk))
                .filter(ExprTrait::ne(Expr::col(court_case::Column::ResultHash), Expr::col(court_case::Column::AnnouncedHash)))
                .order_by_asc(court_case::Column::Key)
                .all(&self.db)
                .await?;
            out.extend(rows.into_iter().map(|row| News {
                key: row.key,
                state_before: row.announced_state,
                state: row.state,
                result_hash: row.result_hash,
            }));
        }
        Ok(out)
    }

    /// Remembers that the bus has these news.
    pub(crate) async fn mark_told(&self, news: &[News]) -> Result<(), StoreError> {
        for News { key, state, result_hash, .. } in news {
            court_case::Entity::update_many()
                .col_expr(court_case::Column::AnnouncedHash, Expr::value(result_hash.as_str()))
                .col_expr(court_case::Column::AnnouncedState, Expr::value(state.as_str()))
                .filter(court_case::Column::Key.eq(key))
                // A later handler has told what came after.
                .filter(court_case::Column::ResultHash.eq(result_hash.as_str()))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }
}

/// Holds the rows of these cases until the end, in the order of keys so that two replicas never wait for each other.
async fn lock(tx: &DatabaseTransaction, numbers: &[CaseNumber]) -> Result<(), StoreError> {
    let row = |number: &CaseNumber| court_case::ActiveModel {
        key: Set(number.key()),
        court: Set(number.court.clone()),
        number: Set(number.number.clone()),
        kind: Set(kind_of(number)),
        state: Set(String::new()),
        seal: Set(String::new()),
        caption: Set(String::new()),
        filed: Set(String::new()),
        filed_by: Set(String::new()),
        terminated: Set(String::new()),
        linked: Set(String::new()),
        pacer_case_ids: Set(String::new()),
        defendants: Set(0),
        first_seen_at: Set(None),
        said_at: Set(None),
        result_hash: Set(String::new()),
        announced_hash: Set(String::new()),
        announced_state: Set(String::new()),
    };
    let rows: Vec<court_case::ActiveModel> = numbers.iter().map(row).collect();
    // An update that changes nothing takes the lock of a row that is there.
    let held = OnConflict::column(court_case::Column::Key).update_column(court_case::Column::Court).to_owned();
    for chunk in rows.chunks(rows_per_insert(court_case::Column::iter().count())) {
        court_case::Entity::insert_many(chunk.to_vec()).on_conflict(held.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// A filing with the place where it was seen first: that it is seen again in each later snapshot changes nothing about its case.
pub(super) fn shown_first(row: filing::Model) -> Shown {
    let first_seen_at = Instant::from_unix_millis(row.first_seen_at);
    let (snapshot, locator) = (row.first_snapshot.clone(), row.first_locator.clone());
    Shown { filing: Filing { snapshot, locator, ..Filing::from(row) }, first_seen_at }
}

/// Words and filings of these cases, folded.
async fn known(tx: &DatabaseTransaction, numbers: &[CaseNumber]) -> Result<Vec<KnownCase>, StoreError> {
    let keys: Vec<String> = numbers.iter().map(CaseNumber::key).collect();
    let mut words: BTreeMap<String, Vec<Word>> = BTreeMap::new();
    let mut shown: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for row in word::Entity::find().filter(word::Column::CaseKey.is_in(keys.iter())).all(tx).await? {
        words.entry(row.case_key.clone()).or_default().push(word_of(row)?);
    }
    for row in filing::Entity::find().filter(filing::Column::CaseKey.is_in(keys.iter())).all(tx).await? {
        shown.entry(row.case_key.clone()).or_default().push(shown_first(row));
    }
    let case = |number: &CaseNumber| {
        let key = number.key();
        let (words, shown) = (words.remove(&key).unwrap_or_default(), shown.remove(&key).unwrap_or_default());
        KnownCase { state: fold(number, &words, &shown), words, shown }
    };
    Ok(numbers.iter().map(case).collect())
}

/// Writes what follows, in place of what followed before.
async fn write(tx: &DatabaseTransaction, cases: &[KnownCase]) -> Result<(), StoreError> {
    let keys: Vec<String> = cases.iter().map(|case| case.state.number.key()).collect();
    let states = || cases.iter().map(|case| &case.state);
    case_defendant::Entity::delete_many().filter(case_defendant::Column::CaseKey.is_in(keys.iter())).exec(tx).await?;
    case_citation::Entity::delete_many().filter(case_citation::Column::CaseKey.is_in(keys.iter())).exec(tx).await?;

    let rows: Vec<court_case::ActiveModel> = states().map(case_row).collect();
    for chunk in rows.chunks(rows_per_insert(court_case::Column::iter().count())) {
        court_case::Entity::insert_many(chunk.to_vec()).on_conflict(case_conflict()).exec_without_returning(tx).await?;
    }
    let rows: Vec<case_defendant::ActiveModel> = states().flat_map(defendant_rows).collect();
    for chunk in rows.chunks(rows_per_insert(case_defendant::Column::iter().count())) {
        // Keys hold a short hash of a name; two that meet must not stop a whole court.
        let twice = OnConflict::column(case_defendant::Column::Key).do_nothing().to_owned();
        case_defendant::Entity::insert_many(chunk.to_vec()).on_conflict(twice).exec_without_returning(tx).await?;
    }
    let rows: Vec<case_citation::ActiveModel> = states().flat_map(citation_rows).collect();
    for chunk in rows.chunks(rows_per_insert(case_citation::Column::iter().count())) {
        case_citation::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn word_row(word: &Word) -> Result<word::ActiveModel, StoreError> {
    Ok(word::ActiveModel {
        case_key: Set(word.record.number.key()),
        source: Set(word.source.clone()),
        snapshot: Set(word.snapshot.clone()),
        locator: Set(word.record.locator.clone()),
        retrieved_at: Set(word.retrieved_at.unix_millis()),
        body: Set(serde_json::to_string(&Body::from(&word.record)).map_err(|error| StoreError::Unreadable(error.to_string()))?),
    })
}

pub(super) fn word_of(row: word::Model) -> Result<Word, StoreError> {
    let word::Model { case_key, source, snapshot, locator, retrieved_at, body } = row;
    let place = || format!("the word of {source} {snapshot} ({locator}) on {case_key}");
    let body: Body = serde_json::from_str(&body).map_err(|error| StoreError::Unreadable(format!("{}: {error}", place())))?;
    let number = CaseNumber::of_key(&case_key).ok_or_else(|| StoreError::Unreadable(format!("{}: no key of a case", place())))?;
    let record = body.record(number, locator.clone()).map_err(|error| StoreError::Unreadable(format!("{}: {error}", place())))?;
    Ok(Word { record, source, snapshot, retrieved_at: Instant::from_unix_millis(retrieved_at) })
}

fn kind_of(number: &CaseNumber) -> String {
    number.kind().unwrap_or_default().to_owned()
}

fn lines(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join("\n")
}

fn case_row(state: &CaseState) -> court_case::ActiveModel {
    court_case::ActiveModel {
        key: Set(state.number.key()),
        court: Set(state.number.court.clone()),
        number: Set(state.number.number.clone()),
        kind: Set(kind_of(&state.number)),
        state: Set(state.state.as_str().to_owned()),
        seal: Set(state.seal.as_str().to_owned()),
        caption: Set(state.caption.clone()),
        filed: Set(state.filed.map(|(date, _)| date.to_string()).unwrap_or_default()),
        filed_by: Set(state.filed.map(|(_, by)| by.as_str().to_owned()).unwrap_or_default()),
        terminated: Set(state.terminated.map(|date| date.to_string()).unwrap_or_default()),
        linked: Set(lines(state.linked.iter().map(|(other, _)| other.key()))),
        pacer_case_ids: Set(lines(state.pacer_case_ids.iter().cloned())),
        defendants: Set(whole(state.defendants.len())),
        first_seen_at: Set(state.first_seen_at.map(Instant::unix_millis)),
        said_at: Set(state.said_at.map(Instant::unix_millis)),
        result_hash: Set(identity::of_bytes(format!("{state:?}").as_bytes())),
        announced_hash: Set(String::new()),
        announced_state: Set(String::new()),
    }
}

fn defendant_rows(state: &CaseState) -> Vec<case_defendant::ActiveModel> {
    let row = |counted: counted::Counted| case_defendant::ActiveModel {
        key: Set(counted.key),
        case_key: Set(state.number.key()),
        name_hash: Set(counted.name_hash),
        state: Set(counted.state.as_str().to_owned()),
        outcome: Set(counted.outcome.as_str().to_owned()),
        counts: Set(counted.counts.and_then(|counts| i32::try_from(counts).ok())),
        was_confirmed: Set(counted.was_confirmed),
    };
    counted::defendants(state).into_iter().map(row).collect()
}

fn citation_rows(state: &CaseState) -> Vec<case_citation::ActiveModel> {
    let row = |citation: String| case_citation::ActiveModel { citation: Set(citation), case_key: Set(state.number.key()) };
    counted::citations(state).into_iter().map(row).collect()
}

/// The same bytes read again, perhaps by a newer program, replace what was read of them.
fn word_conflict() -> OnConflict {
    use word::Column::{Body, CaseKey, Locator, RetrievedAt, Snapshot, Source};
    OnConflict::columns([CaseKey, Source, Snapshot, Locator]).update_columns([Body, RetrievedAt]).to_owned()
}

/// Everything but what the bus was told.
fn case_conflict() -> OnConflict {
    use court_case::Column::{
        Caption, Court, Defendants, Filed, FiledBy, FirstSeenAt, Key, Linked, Number, PacerCaseIds, ResultHash, SaidAt, Seal, State,
        Terminated,
    };
    OnConflict::column(Key)
        .update_columns([
            Court,
            Number,
            State,
            Seal,
            Caption,
            Filed,
            FiledBy,
            Terminated,
            Linked,
            PacerCaseIds,
            Defendants,
            FirstSeenAt,
            SaidAt,
            ResultHash,
        ])
        .to_owned()
}

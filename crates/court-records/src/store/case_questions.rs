//! Questions about cases: lists of them, and what of them is counted.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Date, Instant};
use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _};

use super::{
    NAMES_PER_QUERY, Store, StoreError,
    entity::{case_citation, case_defendant, court_case},
};
use crate::{
    record::CRIMINAL_KINDS,
    rules::{
        case::State,
        cells::{CountedCase, CountedDefendant, Month},
    },
};

/// Which cases are asked for; what is empty does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CasesWanted {
    /// CM/ECF's code.
    pub(crate) court: String,
    /// As on the wire.
    pub(crate) state: Option<State>,
    /// Of filing.
    pub(crate) month: Option<Month>,
    /// A provision; what stands below it is found too.
    pub(crate) statute: String,
    /// At most this many.
    pub(crate) limit: u64,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListedCase {
    /// Key.
    pub(crate) key: String,
    /// CM/ECF's code.
    pub(crate) court: String,
    /// Canonical.
    pub(crate) number: String,
    /// Empty where the case is sealed.
    pub(crate) caption: String,
    /// ISO date; empty if not known.
    pub(crate) filed: String,
    /// What gave it.
    pub(crate) filed_by: String,
    /// ISO date; empty if open or not known.
    pub(crate) terminated: String,
    /// As on the wire.
    pub(crate) state: String,
    /// As on the wire.
    pub(crate) seal: String,
    /// Keys.
    pub(crate) linked: Vec<String>,
    /// CM/ECF's own numbers.
    pub(crate) pacer_case_ids: Vec<String>,
    /// How many.
    pub(crate) defendants: i64,
    /// When it was last said.
    pub(crate) said_at: Option<Instant>,
}

impl Store {
    /// Criminal cases, latest filed first, and how many there are. Cases without a date come last.
    pub(crate) async fn list_cases(&self, wanted: &CasesWanted) -> Result<(Vec<ListedCase>, u64), StoreError> {
        let CasesWanted { court, state, month, statute, limit } = wanted;
        let mut query = court_case::Entity::find().filter(court_case::Column::Kind.is_in(CRIMINAL_KINDS));
        if !court.is_empty() {
            query = query.filter(court_case::Column::Court.eq(court));
        }
        if let Some(state) = state {
            query = query.filter(court_case::Column::State.eq(state.as_str()));
        }
        if let Some(month) = month {
            query = query.filter(court_case::Column::Filed.starts_with(month.to_string()));
        }
        if !statute.is_empty() {
            let citing = case_citation::Entity::find()
                .select_only()
                .column(case_citation::Column::CaseKey)
                .filter(case_citation::Column::Citation.eq(statute))
                .into_query();
            query = query.filter(court_case::Column::Key.in_subquery(citing));
        }
        let total = query.clone().count(&self.db).await?;
        let rows = query.order_by(court_case::Column::Filed, Order::Desc).order_by_asc(court_case::Column::Key).limit(*limit).all(&self.db);
        Ok((rows.await?.into_iter().map(listed).collect(), total))
    }

    /// Criminal cases of these months, in one court or in all, with those that they are linked with, whenever these were filed.
    pub(crate) async fn counted_cases(&self, court: &str, from: Month, to: Month) -> Result<Vec<CountedCase>, StoreError> {
        let mut query = court_case::Entity::find()
            .filter(court_case::Column::Kind.is_in(CRIMINAL_KINDS))
            .filter(court_case::Column::Filed.gte(format!("{from}-01")))
            .filter(court_case::Column::Filed.lt(format!("{}-01", to.next())));
        if !court.is_empty() {
            query = query.filter(court_case::Column::Court.eq(court));
        }
        let mut rows: BTreeMap<String, court_case::Model> =
            query.all(&self.db).await?.into_iter().map(|row| (row.key.clone(), row)).collect();
        // A complaint of the month before brings its indictment into its own month.
        let known: BTreeSet<String> = rows.keys().cloned().collect();
        let missing: Vec<String> = rows
            .values()
            .flat_map(|row| lines(&row.linked))
            .filter(|key| !known.contains(key))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        for chunk in missing.chunks(NAMES_PER_QUERY) {
            let found = court_case::Entity::find().filter(court_case::Column::Key.is_in(chunk)).all(&self.db).await?;
            rows.extend(found.into_iter().map(|row| (row.key.clone(), row)));
        }
        let keys: Vec<String> = rows.keys().cloned().collect();
        let mut defendants: BTreeMap<String, Vec<CountedDefendant>> = BTreeMap::new();
        for chunk in keys.chunks(NAMES_PER_QUERY) {
            let found = case_defendant::Entity::find().filter(case_defendant::Column::CaseKey.is_in(chunk)).all(&self.db).await?;
            for row in found {
                defendants.entry(row.case_key.clone()).or_default().push(defendant(row)?);
            }
        }
        rows.into_values().filter(|row| !row.state.is_empty()).map(|row| counted(row, &mut defendants)).collect()
    }

    /// The first and the last month in which a case was filed; none if there is none.
    pub(crate) async fn months(&self) -> Result<Option<(Month, Month)>, StoreError> {
        let ends: Option<(Option<String>, Option<String>)> = court_case::Entity::find()
            .select_only()
            .column_as(court_case::Column::Filed.min(), "first")
            .column_as(court_case::Column::Filed.max(), "last")
            .filter(court_case::Column::Filed.gt(""))
            .into_tuple()
            .one(&self.db)
            .await?;
        let month = |text: Option<String>| text.and_then(|text| text.parse::<Date>().ok()).map(Month::of);
        Ok(ends.and_then(|(first, last)| month(first).zip(month(last))))
    }
}

fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned)
}

fn listed(row: court_case::Model) -> ListedCase {
    ListedCase {
        linked: lines(&row.linked).collect(),
        pacer_case_ids: lines(&row.pacer_case_ids).collect(),
        key: row.key,
        court: row.court,
        number: row.number,
        caption: row.caption,
        filed: row.filed,
        filed_by: row.filed_by,
        terminated: row.terminated,
        state: row.state,
        seal: row.seal,
        defendants: i64::from(row.defendants),
        said_at: row.said_at.map(Instant::from_unix_millis),
    }
}

fn counted(row: court_case::Model, defendants: &mut BTreeMap<String, Vec<CountedDefendant>>) -> Result<CountedCase, StoreError> {
    Ok(CountedCase {
        state: state(&row.key, &row.state)?,
        linked: lines(&row.linked).collect(),
        defendants: defendants.remove(&row.key).unwrap_or_default(),
        filed: row.filed.parse().ok(),
        court: row.court,
        key: row.key,
    })
}

fn defendant(row: case_defendant::Model) -> Result<CountedDefendant, StoreError> {
    let case_defendant::Model { key, case_key: _, name_hash, state: named, outcome, counts, was_confirmed } = row;
    let state = state(&key, &named)?;
    Ok(CountedDefendant { state, key, name_hash, was_confirmed, outcome, counts: counts.and_then(|counts| u32::try_from(counts).ok()) })
}

fn state(key: &str, name: &str) -> Result<State, StoreError> {
    State::parse(name).ok_or_else(|| StoreError::Unreadable(format!("{key} has the state {name:?}")))
}

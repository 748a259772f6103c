//! Releases, and what operators accepted. Whether a release is published is decided in the transaction that writes one of both.

use domain::{SnapshotHash, SourceSlug};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, TransactionTrait,
    sea_query::{Expr, OnConflict},
};

use super::{
    Store, StoreError, big,
    entity::{acceptance, decoding, problem, release},
    kept, signed,
};
use crate::releases::{AcceptanceEntry, Manifest, Outcome};

/// A release as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReleaseRow {
    pub(crate) snapshot: SnapshotHash,
    pub(crate) source: SourceSlug,
    pub(crate) rules: String,
    pub(crate) rule_version: u32,
    pub(crate) retrieved_at: String,
    /// Hash of the draft of its manifest.
    pub(crate) draft: String,
    /// The checks that stop it.
    pub(crate) stops: Vec<String>,
}

/// A release as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) snapshot: SnapshotHash,
    pub(crate) rules: String,
    pub(crate) draft: String,
    pub(crate) outcome: Outcome,
    pub(crate) acceptances: Vec<AcceptanceEntry>,
}

/// A release with its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptRelease {
    pub(crate) row: ReleaseRow,
    /// Hash of the manifest; empty until it is written.
    pub(crate) manifest: String,
}

impl Store {
    /// Records what was made, in place of what was made before under these rules, and says how it stands.
    pub(crate) async fn record_release(&self, row: &ReleaseRow) -> Result<Settled, StoreError> {
        let tx = self.db.begin().await?;
        let key = [release::Column::Snapshot, release::Column::Rules];
        let content = [release::Column::RuleVersion, release::Column::RetrievedAt, release::Column::Draft, release::Column::Stops];
        // The row is written first: whoever accepts something of the same release waits for it, or is waited for.
        release::Entity::insert(model(row))
            .on_conflict(OnConflict::columns(key).update_columns(content).to_owned())
            .exec_without_returning(&tx)
            .await?;
        let settled = settle(&tx, row).await?;
        tx.commit().await?;
        Ok(settled)
    }

    /// Records an acceptance unless there is one of this check; true if there was.
    pub(crate) async fn accept(&self, row: &ReleaseRow, acceptance: &AcceptanceEntry) -> Result<(Settled, bool), StoreError> {
        let tx = self.db.begin().await?;
        let AcceptanceEntry { check, reason, accepted_by, accepted_at } = acceptance;
        let of_release = acceptance::ActiveModel {
            snapshot: Set(row.snapshot.to_string()),
            rules: Set(row.rules.clone()),
            check_name: Set(kept(check)),
            reason: Set(kept(reason)),
            accepted_by: Set(kept(accepted_by)),
            accepted_at: Set(accepted_at.clone()),
        };
        let key = [acceptance::Column::Snapshot, acceptance::Column::Rules, acceptance::Column::CheckName];
        let written = acceptance::Entity::insert(of_release)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&tx)
            .await?;
        // A row that is written is locked until the end of the transaction.
        release::Entity::update_many()
            .col_expr(release::Column::Rules, Expr::value(row.rules.clone()))
            .filter(release::Column::Snapshot.eq(row.snapshot.as_str()))
            .filter(release::Column::Rules.eq(&row.rules))
            .exec(&tx)
            .await?;
        let settled = settle(&tx, row).await?;
        tx.commit().await?;
        Ok((settled, written == 0))
    }

    /// Notes the manifest of what was settled, unless something else was in the meantime.
    pub(crate) async fn set_manifest(&self, settled: &Settled, manifest: &SnapshotHash) -> Result<(), StoreError> {
        release::Entity::update_many()
            .col_expr(release::Column::Manifest, Expr::value(manifest.as_str()))
            .filter(release::Column::Snapshot.eq(settled.snapshot.as_str()))
            .filter(release::Column::Rules.eq(&settled.rules))
            .filter(release::Column::Draft.eq(&settled.draft))
            .filter(release::Column::Outcome.eq(settled.outcome.as_str()))
            .filter(release::Column::Accepted.eq(accepted(&settled.acceptances)))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Notes that the counts of a release were announced.
    pub(crate) async fn set_observations(&self, manifest: &Manifest, observations: u64) -> Result<(), StoreError> {
        decoding::Entity::update_many()
            .col_expr(decoding::Column::Observations, Expr::value(big(observations)))
            .filter(decoding::Column::Source.eq(&manifest.source))
            .filter(decoding::Column::Snapshot.eq(&manifest.snapshot))
            .filter(decoding::Column::Rule.eq(&manifest.rule))
            .filter(decoding::Column::RuleVersion.eq(signed(manifest.rule_version)))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Releases, latest first; of one snapshot, or all.
    pub(crate) async fn releases(&self, snapshot: Option<&SnapshotHash>) -> Result<Vec<KeptRelease>, StoreError> {
        let mut asked = release::Entity::find();
        if let Some(snapshot) = snapshot {
            asked = asked.filter(release::Column::Snapshot.eq(snapshot.as_str()));
        }
        let rows = asked
            .order_by_desc(release::Column::RetrievedAt)
            .order_by_asc(release::Column::Snapshot)
            .order_by_desc(release::Column::Rules)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Empties what can be made again from the archive. What operators accepted stays.
    pub(crate) async fn clear(&self) -> Result<(), StoreError> {
        let tx = self.db.begin().await?;
        problem::Entity::delete_many().exec(&tx).await?;
        decoding::Entity::delete_many().exec(&tx).await?;
        release::Entity::delete_many().exec(&tx).await?;
        Ok(tx.commit().await?)
    }
}

/// Decides how a release stands, which nobody else can change at the same time.
async fn settle(tx: &DatabaseTransaction, row: &ReleaseRow) -> Result<Settled, StoreError> {
    let acceptances = acceptances(tx, row).await?;
    let (_, stops) = stands(tx, row).await?.unwrap_or_else(|| (row.draft.clone(), row.stops.clone()));
    let outcome = Outcome::of(&stops, &acceptances);
    release::Entity::update_many()
        .col_expr(release::Column::Outcome, Expr::value(outcome.as_str()))
        .col_expr(release::Column::Accepted, Expr::value(accepted(&acceptances)))
        .filter(release::Column::Snapshot.eq(row.snapshot.as_str()))
        .filter(release::Column::Rules.eq(&row.rules))
        .exec(tx)
        .await?;
    let draft = stands(tx, row).await?.map_or_else(|| row.draft.clone(), |(draft, _)| draft);
    Ok(Settled { snapshot: row.snapshot.clone(), rules: row.rules.clone(), draft, outcome, acceptances })
}

async fn stands(tx: &DatabaseTransaction, row: &ReleaseRow) -> Result<Option<(String, Vec<String>)>, StoreError> {
    let found = release::Entity::find_by_id((row.snapshot.to_string(), row.rules.clone())).one(tx).await?;
    found.map(|found| Ok((found.draft.clone(), read(found)?.row.stops))).transpose()
}

async fn acceptances(db: &impl ConnectionTrait, row: &ReleaseRow) -> Result<Vec<AcceptanceEntry>, StoreError> {
    let rows = acceptance::Entity::find()
        .filter(acceptance::Column::Snapshot.eq(row.snapshot.as_str()))
        .filter(acceptance::Column::Rules.eq(&row.rules))
        .order_by_asc(acceptance::Column::CheckName)
        .all(db)
        .await?;
    let entry = |row: acceptance::Model| {
        let acceptance::Model { snapshot: _, rules: _, check_name, reason, accepted_by, accepted_at } = row;
        AcceptanceEntry { check: check_name, reason, accepted_by, accepted_at }
    };
    Ok(rows.into_iter().map(entry).collect())
}

fn accepted(acceptances: &[AcceptanceEntry]) -> i32 {
    i32::try_from(acceptances.len()).unwrap_or(i32::MAX)
}

/// Names of checks have no line breaks.
fn model(row: &ReleaseRow) -> release::ActiveModel {
    let ReleaseRow { snapshot, source, rules, rule_version, retrieved_at, draft, stops } = row;
    release::ActiveModel {
        snapshot: Set(snapshot.to_string()),
        rules: Set(rules.clone()),
        source: Set(source.to_string()),
        rule_version: Set(signed(*rule_version)),
        retrieved_at: Set(retrieved_at.clone()),
        draft: Set(draft.clone()),
        stops: Set(kept(&stops.join("\n"))),
        outcome: Set(Outcome::Stopped.as_str().to_owned()),
        accepted: Set(0),
        manifest: Set(String::new()),
    }
}

fn read(found: release::Model) -> Result<KeptRelease, StoreError> {
    let release::Model { snapshot, rules, source, rule_version, retrieved_at, draft, stops, outcome: _, accepted: _, manifest } = found;
    let row = ReleaseRow {
        snapshot: snapshot.parse()?,
        source: source.parse()?,
        rules,
        rule_version: u32::try_from(rule_version).unwrap_or_default(),
        retrieved_at,
        draft,
        stops: stops.lines().map(str::to_owned).collect(),
    };
    Ok(KeptRelease { row, manifest })
}

//! Vintages, restatements and revision triangles as messages.

use contracts::analytics as wire;
use domain::Recorded;

use crate::{
    rules::{
        restatement::{AtLag, Cell, Restatement, Revisions, by_lag},
        vintages::Vintage,
    },
    store::{Restated, Revised},
};

/// Lags at which revisions are told: methods §3 F names three.
const MOST_LAGS: usize = 3;

/// A vintage of a source.
pub(crate) fn vintage(source: &str, vintage: &Vintage) -> wire::Vintage {
    let Vintage { snapshot, retrieved_at, covers, rule, rule_version, unread_rows } = vintage;
    wire::Vintage {
        source: source.to_owned(),
        snapshot: snapshot.to_string(),
        retrieved_at: retrieved_at.to_string(),
        covers_start: covers.start().to_string(),
        covers_end: covers.end().to_string(),
        rule: rule.clone(),
        rule_version: i32::try_from(*rule_version).unwrap_or(i32::MAX),
        unread_rows: signed(*unread_rows),
    }
}

/// What the vintage `after` says otherwise than `before`.
pub(crate) fn restatement(source: &str, before: &Vintage, after: &Vintage, found: &Restated) -> wire::GetRestatementResponse {
    let Restated { listed: Restatement { added, removed, changed, unchanged, not_covered }, .. } = found;
    wire::GetRestatementResponse {
        before: Some(vintage(source, before)),
        after: Some(vintage(source, after)),
        added: added.iter().map(Into::into).collect(),
        removed: removed.iter().map(Into::into).collect(),
        changed: changed.iter().map(changed_observation).collect(),
        unchanged: signed(*unchanged),
        not_covered: signed(*not_covered),
        added_count: signed(found.added),
        removed_count: signed(found.removed),
        changed_count: signed(found.changed),
    }
}

fn changed_observation((before, after): &(Recorded, Recorded)) -> wire::ChangedObservation {
    wire::ChangedObservation { before: Some(before.into()), after: Some(after.into()) }
}

/// A revision triangle.
pub(crate) fn revisions(revised: &Revised) -> wire::GetRevisionsResponse {
    let Revised { series, vintages, vintages_count, rows } = revised;
    wire::GetRevisionsResponse {
        series: Some(series.clone()),
        vintages: vintages.iter().map(|one| vintage(&series.source, one)).collect(),
        rows: rows.iter().map(row).collect(),
        vintages_count: i64::try_from(*vintages_count).unwrap_or(i64::MAX),
        lags: by_lag(rows, MOST_LAGS).iter().map(lag).collect(),
    }
}

fn row(Revisions { period, cells }: &Revisions) -> wire::RevisionRow {
    let cell = |Cell { recorded, covered }: &Cell| wire::RevisionCell { observation: recorded.as_ref().map(Into::into), covered: *covered };
    wire::RevisionRow {
        period_start: period.start().to_string(),
        period_end: period.end().to_string(),
        label: period.label(),
        cells: cells.iter().map(cell).collect(),
    }
}

fn lag(AtLag { lag, up, down, unchanged, removed, median_absolute }: &AtLag) -> wire::RevisionsAtLag {
    wire::RevisionsAtLag {
        lag: i32::try_from(*lag).unwrap_or(i32::MAX),
        up: signed(*up),
        down: signed(*down),
        unchanged: signed(*unchanged),
        removed: signed(*removed),
        median_absolute: *median_absolute,
    }
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

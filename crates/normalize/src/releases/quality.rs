//! The checks of a release: its quality report, as it lies in the store, and as much of it as may leave.

use ice::{
    Release,
    quality::{CheckResult, Level},
};

use super::documents::CheckEntry;

/// What the checks say.
#[derive(Debug)]
pub(super) struct Quality {
    pub(super) checks: Vec<CheckEntry>,
    /// The report as it lies in the store.
    pub(super) document: Vec<u8>,
}

/// Checks a release. Dates up to the day `today` are possible.
pub(super) fn of(release: &Release, today: time::Date, smallest_cell: u64) -> serde_json::Result<Quality> {
    let report = release.quality(today);
    let checks = report.checks.iter().map(|check| entry(check, smallest_cell)).collect();
    Ok(Quality { checks, document: serde_json::to_vec_pretty(&report)? })
}

/// A number of rows below the threshold says only that it is, and places of rows stay in the store.
fn entry(check: &CheckResult, smallest_cell: u64) -> CheckEntry {
    let is_small = (1..smallest_cell).contains(&check.failing);
    let level = match check.level {
        Level::Pass => "pass",
        Level::NotRun => "not_run",
        Level::Warn => "warn",
        Level::Stop => "stop",
    };
    CheckEntry {
        name: format!("{}.{}", check.table, check.name),
        table: check.table.clone(),
        field: check.field.clone().unwrap_or_default(),
        level: level.to_owned(),
        finding: if is_small { format!("fewer than {smallest_cell} of {}", check.of) } else { check.sentence.clone() },
        share: check.share.filter(|_| !is_small),
        warn_above: check.warn_above,
        stop_above: check.stop_above,
    }
}

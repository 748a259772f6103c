//! Whether a release may be published: the checks of section 9 with their levels, in one report (see [`Release::quality`]).
//!
//! A release with a stop is not published, its report is. Whether an operator accepts a stop, by table and name, is kept by whoever publishes: the report
//! says what was found, whatever is decided.

use serde::{Deserialize, Serialize};
use time::{Date, macros::format_description};

use crate::{parallel, process::Release, ruleset::RuleSet};

mod look;
mod plan;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod values;
mod whole;

/// The most places that a check gives as examples.
const MOST_EXAMPLES: usize = 5;

/// All checks of a release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityReport {
    /// The rules that made the tables.
    pub rules: RuleSet,
    /// The version of these rules.
    pub rule_version: u32,
    /// The day up to which dates are possible, `YYYY-MM-DD`.
    pub today: String,
    /// What follows from the checks.
    pub outcome: Outcome,
    /// The checks: of the release, then table by table.
    pub checks: Vec<CheckResult>,
}

/// What becomes of the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing stops it.
    Published,
    /// A check stops it.
    Stopped,
}

/// How a check came out, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// No more failures than are allowed.
    Pass,
    /// It could not be run; the sentence says why.
    NotRun,
    /// More failures than expected.
    Warn,
    /// More failures than a release may have.
    Stop,
}

/// What a check counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Rows, or cells of one column: where they are few, their number tells something of persons.
    Rows,
    /// Files of the release.
    Files,
    /// Sheets of its files.
    Sheets,
    /// Columns of a table.
    Columns,
    /// Different values of a column, or look-ups of them.
    Values,
}

/// One check with what it found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckResult {
    /// Its stable name, such as `gender_in_list`; a table has no two checks of one name.
    pub name: String,
    /// The published table, `arrests` …; `release` for what is of no table.
    pub table: String,
    /// The field; `None` for what is of a whole table or release.
    pub field: Option<String>,
    /// How it came out.
    pub level: Level,
    /// What is counted.
    pub unit: Unit,
    /// How many fail.
    pub failing: u64,
    /// Out of how many: all rows of the table, or for a condition (`…_needs_…`) those that meet it.
    pub of: u64,
    /// `failing` ÷ `of`, 0 to 1; `None` where there is nothing to check.
    pub share: Option<f64>,
    /// The share above which it warns.
    pub warn_above: Option<f64>,
    /// The share above which it stops the release.
    pub stop_above: Option<f64>,
    /// What is said of those that fail, behind `3 of 10`; in it is no number of rows.
    pub claim: String,
    /// What was found, in one sentence.
    pub sentence: String,
    /// The first places where it fails, at most five, without anything that stands there.
    pub examples: Vec<Locator>,
}

/// A row of a file, as the provenance columns tell it; a stay is at its last stint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locator {
    /// Name of the file.
    pub file: String,
    /// Name of the sheet; empty where there is none.
    pub sheet: String,
    /// `row_original`; `None` for a whole file or sheet.
    pub row: Option<i64>,
}

impl QualityReport {
    /// The checks that stop the release.
    pub fn stops(&self) -> impl Iterator<Item = &CheckResult> {
        self.checks.iter().filter(|check| check.level == Level::Stop)
    }
}

fn outcome(checks: &[CheckResult]) -> Outcome {
    if checks.iter().any(|check| check.level == Level::Stop) { Outcome::Stopped } else { Outcome::Published }
}

/// What a check is of, and the shares from which on it tells.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    name: String,
    table: &'static str,
    field: Option<String>,
    warn_above: Option<f64>,
    stop_above: Option<f64>,
    unit: Unit,
    /// What is said of those that fail, behind `3 of 10`: `rows have no identifier`.
    claim: String,
    /// What is said behind it, with numbers of rows.
    detail: String,
}

/// What was found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Found {
    failing: u64,
    of: u64,
    examples: Vec<Locator>,
}

impl Asked {
    fn result(self, found: Found) -> CheckResult {
        let Found { failing, of, examples } = found;
        let share = (of > 0).then(|| failing as f64 / of as f64);
        let is_above = |limit: Option<f64>| limit.zip(share).is_some_and(|(limit, share)| share > limit);
        let level = if is_above(self.stop_above) {
            Level::Stop
        } else if is_above(self.warn_above) {
            Level::Warn
        } else {
            Level::Pass
        };
        let sentence = format!("{failing} of {of} {}{}.", self.claim, self.detail);
        self.with(level, sentence, Found { failing, of, examples }, share)
    }

    fn not_run(self, reason: &str) -> CheckResult {
        self.with(Level::NotRun, format!("Not run: {reason}."), Found::default(), None)
    }

    fn with(self, level: Level, sentence: String, found: Found, share: Option<f64>) -> CheckResult {
        let Self { name, table, field, warn_above, stop_above, unit, claim, detail: _ } = self;
        let Found { failing, of, examples } = found;
        CheckResult {
            name,
            table: table.to_owned(),
            field,
            level,
            unit,
            failing,
            of,
            share,
            warn_above,
            stop_above,
            claim,
            sentence,
            examples,
        }
    }
}

impl Release {
    /// Checks the release as of a day. The same release and day give the same report; no clock is read.
    pub fn quality(&self, today: Date) -> QualityReport {
        let mut checks = whole::checks(self);
        let planned = plan::checks(self, today);
        checks.extend(parallel::each(planned, |planned| planned.run(self)));
        checks.extend(state::checks(self));
        let order = |check: &CheckResult| self.tables.iter().position(|table| table.name() == check.table).map_or(0, |at| at + 1);
        checks.sort_by_key(order);
        QualityReport {
            rules: self.rules,
            rule_version: self.rules.version(),
            today: today.format(format_description!("[year]-[month]-[day]")).unwrap_or_default(),
            outcome: outcome(&checks),
            checks,
        }
    }
}

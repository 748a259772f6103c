//! The documents of a release, as JSON in the object store. They are for operators and programs that reach the store; what leaves by gRPC is made of them.

use serde::{Deserialize, Serialize};

/// What was made of a release, and whether it is published. Without outcome and acceptances it is the draft from which the manifest is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Of this document.
    pub(crate) format: u32,
    pub(crate) source: String,
    pub(crate) snapshot: String,
    pub(crate) label: String,
    /// The day as of which the release was made; absent if its files do not say.
    pub(crate) as_of: Option<String>,
    pub(crate) retrieved_at: String,
    /// The set of rules of the tables.
    pub(crate) rules: String,
    /// The rule of the observations.
    pub(crate) rule: String,
    pub(crate) rule_version: u32,
    pub(crate) smallest_cell: u64,
    /// Hash of the table of facilities.
    pub(crate) facilities: Option<String>,
    pub(crate) tables: Vec<TableEntry>,
    /// Hash of the quality report.
    pub(crate) quality: String,
    /// Hash of the codebook; exact, so that it stays in the store.
    pub(crate) codebook: String,
    /// Hashes of the codebook for the public, as JSON and as CSV.
    pub(crate) public_codebook: PublicCodebook,
    /// Hash of the observations, and how many there are.
    pub(crate) observations: Observations,
    pub(crate) checks: Vec<CheckEntry>,
    pub(crate) counted: Vec<CountedEntry>,
    pub(crate) files: Vec<FileEntry>,
    pub(crate) remarks: Vec<String>,
    pub(crate) outcome: Outcome,
    pub(crate) acceptances: Vec<AcceptanceEntry>,
}

/// Whether a release is published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// It is not, because of a check.
    #[default]
    Stopped,
    /// It is, and no check stops it.
    Published,
    /// It is, because an operator accepted every check that stops it.
    Accepted,
}

impl Outcome {
    /// Of a release with these stopping checks, of which some were accepted.
    pub(crate) fn of(stops: &[String], acceptances: &[AcceptanceEntry]) -> Self {
        let is_accepted = |stop: &String| acceptances.iter().any(|acceptance| is_of(&acceptance.check, stop));
        match stops {
            [] => Self::Published,
            stops if stops.iter().all(is_accepted) => Self::Accepted,
            _ => Self::Stopped,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Published => "published",
            Self::Accepted => "accepted",
        }
    }
}

/// Whether the name of a check, as an operator gives it, is that of a stop: `arrests.gender_in_list`, or without the table in all of them.
pub(crate) fn is_of(check: &str, stop: &str) -> bool {
    stop == check || stop.strip_suffix(check).is_some_and(|table| table.ends_with('.'))
}

/// A table in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TableEntry {
    pub(crate) name: String,
    pub(crate) file_name: String,
    pub(crate) rows: u64,
    pub(crate) hash: String,
    pub(crate) size_bytes: u64,
    pub(crate) columns: Vec<ColumnEntry>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ColumnEntry {
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// The codebook without small counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PublicCodebook {
    pub(crate) json: String,
    pub(crate) csv: String,
}

/// The events that announce the counts of a release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Observations {
    pub(crate) hash: String,
    pub(crate) count: u64,
}

/// A check of the quality report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CheckEntry {
    pub(crate) name: String,
    pub(crate) table: String,
    pub(crate) field: String,
    /// `pass`, `not_run`, `warn` or `stop`.
    pub(crate) level: String,
    /// What was found, for the public: without small numbers and without places of rows.
    pub(crate) finding: String,
    pub(crate) share: Option<f64>,
    pub(crate) warn_above: Option<f64>,
    pub(crate) stop_above: Option<f64>,
}

/// What was counted of a table, in both countings. Months are without small cells. Totals over all months stay here: they undo what months withhold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CountedEntry {
    pub(crate) table: String,
    pub(crate) measure: String,
    pub(crate) first_month: String,
    pub(crate) last_month: String,
    pub(crate) all_rows: u64,
    /// Absent where so few rows are duplicates that it is withheld.
    pub(crate) without_likely_duplicates: Option<u64>,
    /// A number, or `fewer than 11`.
    pub(crate) undated: String,
    pub(crate) outside: String,
    pub(crate) months: Vec<MonthEntry>,
    pub(crate) interruptions: Vec<String>,
}

/// A month of the nation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MonthEntry {
    pub(crate) month: String,
    pub(crate) all_rows: Option<u64>,
    pub(crate) without_likely_duplicates: Option<u64>,
    pub(crate) difference: Option<u64>,
    pub(crate) remark: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileEntry {
    pub(crate) name: String,
    pub(crate) hash: String,
    pub(crate) size_bytes: u64,
    pub(crate) rows: u64,
}

/// That a check does not stop the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AcceptanceEntry {
    pub(crate) check: String,
    pub(crate) reason: String,
    pub(crate) accepted_by: String,
    pub(crate) accepted_at: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_published_once_nothing_stops_it_that_was_not_accepted() {
        let stops = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let accepted = |names: &[&str]| -> Vec<AcceptanceEntry> {
            let of = |name: &&str| AcceptanceEntry {
                check: (*name).to_owned(),
                reason: "r".to_owned(),
                accepted_by: "w".to_owned(),
                accepted_at: String::new(),
            };
            names.iter().map(of).collect()
        };
        let of = |stopping: &[&str], accepting: &[&str]| Outcome::of(&stops(stopping), &accepted(accepting));
        assert_eq!(of(&[], &[]), Outcome::Published);
        assert_eq!(of(&["a"], &[]), Outcome::Stopped);
        assert_eq!(of(&["a", "b"], &["a"]), Outcome::Stopped);
        assert_eq!(of(&["a", "b"], &["b", "a"]), Outcome::Accepted);
        assert_eq!(of(&["arrests.a", "stints.a"], &["arrests.a"]), Outcome::Stopped);
        assert_eq!(of(&["arrests.a", "stints.a"], &["a"]), Outcome::Accepted);
        assert_eq!(of(&["arrests.is_a"], &["a"]), Outcome::Stopped);
        // A check that stopped an older reading of it, and does so no more.
        assert_eq!(of(&[], &["a"]), Outcome::Published);
    }
}

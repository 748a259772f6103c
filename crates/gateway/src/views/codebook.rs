//! The codebook of a release, as normalize gives it for the public.

use contracts::normalize::GetCodebookResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Failure;

/// The fields of a release: what they are called, say and hold, and how much of them is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Codebook {
    /// `published` or `corrected`.
    pub(crate) rules: String,
    pub(crate) rule_version: u32,
    /// Counts below are not shown.
    pub(crate) suppressed_below: Option<u64>,
    /// To what numbers of rows are rounded; no less than this where there is a row.
    #[serde(default)]
    pub(crate) rounded_to: Option<u64>,
    /// What the corrected rules changed; empty under the published ones.
    #[serde(default)]
    pub(crate) mends: Vec<Mended>,
    /// The publisher's tables.
    pub(crate) tables: Vec<CodebookTable>,
    /// The tables that were made, with the fields that rules added.
    pub(crate) published: Vec<MadeTable>,
}

/// A mend of the corrected rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Mended {
    pub(crate) rule: String,
    pub(crate) sentence: String,
    pub(crate) changed: ShownCount,
}

/// The fields of one of the publisher's tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct CodebookTable {
    pub(crate) table: String,
    pub(crate) rows: u64,
    pub(crate) fields: Vec<CodebookField>,
    /// Columns that the known layout does not have.
    pub(crate) new: Vec<String>,
    /// Fields of the known layout that no file has.
    pub(crate) lacking: Vec<String>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct CodebookField {
    pub(crate) field: String,
    pub(crate) published_as: Option<String>,
    pub(crate) published_in: Vec<String>,
    pub(crate) description: Option<String>,
    /// `text`, `number`, `integer`, `date`, `date-time` or `flag`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// `blank`, `redacted`, `available` or `not_in_table`.
    pub(crate) availability: String,
    pub(crate) is_new: bool,
    pub(crate) is_closed_list: bool,
    pub(crate) rows: u64,
    /// Share of rows in which it is missing, while redaction marks count as values; null where that is withheld.
    pub(crate) missing_raw: Option<f64>,
    /// The same once redaction marks are missing.
    pub(crate) missing_after_redaction: Option<f64>,
    pub(crate) missing_raw_rows: Option<u64>,
    pub(crate) missing_after_redaction_rows: Option<u64>,
    pub(crate) distinct: Option<u64>,
    pub(crate) values: Vec<ValueCount>,
    /// Values that are left out because their counts are withheld and they are on no known list.
    pub(crate) values_withheld: u64,
    /// Why no count of the field is shown.
    #[serde(default)]
    pub(crate) counts_withheld: Option<String>,
}

/// A value with how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ValueCount {
    pub(crate) value: String,
    pub(crate) count: ShownCount,
}

/// A number of rows, or why it is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ShownCount {
    /// So many.
    Exactly(u64),
    /// So many, rounded.
    About(u64),
    /// At least one, and fewer than this.
    Below(u64),
    /// It is small, or one that is would follow from it.
    Withheld,
}

/// A table that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct MadeTable {
    pub(crate) table: String,
    pub(crate) rows: u64,
    pub(crate) derived: Vec<DerivedField>,
}

/// A field that a rule added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct DerivedField {
    pub(crate) field: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) rule: String,
    pub(crate) description: String,
}

impl Codebook {
    /// Reads what normalize answered.
    pub(crate) fn read(answer: &GetCodebookResponse) -> Result<Self, Failure> {
        serde_json::from_str(&answer.json).map_err(|error| {
            tracing::warn!(service = "gateway", peer = "normalize", error = %error, "a codebook cannot be read");
            Failure::PeerFailed("normalize")
        })
    }
}

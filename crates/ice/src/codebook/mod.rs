//! The codebook of a release: what each field is called, what it says, what it holds and how much of it is missing (section 8).
//!
//! It is made from what the cleaning of the raw tables found, so that making it reads no row again.

use serde::{Deserialize, Serialize};

use crate::{
    process::Release,
    release::{RawTable, stack::PROVENANCE},
    rules::{
        arrests,
        clean::{Availability, Field, FieldType},
        detainers, stints,
    },
    ruleset::{Quirk, RuleSet},
    table::Table,
};

mod delimited;
mod descriptions;
mod difference;
pub(crate) mod lists;
mod public;
#[cfg(test)]
pub(crate) mod tests;

pub use difference::{Change, Difference};
pub use public::rounded;

/// Fields whose values point at one person or one record; they are never listed.
const NEVER_LISTED: [&str; 3] = ["anonymized_identifier", "birth_date", "eid_dta_id"];

/// The codebook of one release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Codebook {
    /// The rules that made the tables.
    pub rules: RuleSet,
    /// The version of these rules.
    pub rule_version: u32,
    /// What the corrected rules changed; empty under the published ones.
    pub mends: Vec<Mended>,
    /// The raw tables in the order arrests, detainers, detentions, encounters, removals.
    pub tables: Vec<TableCodebook>,
    /// The published tables, with the fields that rules added to them.
    pub published: Vec<PublishedTable>,
    /// Where small counts are suppressed (see [`Codebook::for_public`]), the least count that is shown.
    pub suppressed_below: Option<u64>,
    /// Where counts are rounded, as all numbers of rows of a public codebook are, to what.
    #[serde(default)]
    pub rounded_to: Option<u64>,
}

/// A mend of the corrected rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mended {
    /// What was mended.
    pub quirk: Quirk,
    /// The rule that has the quirk, such as `5.1`.
    pub rule: String,
    /// What the published rules do, and what the corrected ones do in its place.
    pub sentence: String,
    /// Cells or rows that are otherwise than under the published rules.
    pub changed: Count,
}

/// The fields of one raw table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableCodebook {
    /// `arrests`, `detainers`, `detentions`, `encounters` or `removals`.
    pub table: String,
    /// Rows over all its files.
    pub rows: u64,
    /// Its fields in the order of the columns; those that no file has, at the end.
    pub fields: Vec<FieldEntry>,
    /// Columns that the layout does not declare, as the publisher writes them. They are kept.
    pub new: Vec<String>,
    /// Declared fields that no file has.
    pub lacking: Vec<String>,
}

/// A raw field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldEntry {
    /// The cleaned name of the raw column (rule 1.4).
    pub field: String,
    /// Its name in the published tables; `None` if it is not published, since nothing is in it.
    pub published_as: Option<String>,
    /// The published tables that have it under this name.
    pub published_in: Vec<String>,
    /// What it says; `None` for a column that is new.
    pub description: Option<String>,
    /// What it holds, as the data decide it.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// What can be had of it.
    pub availability: Availability,
    /// Whether the layout does not declare it.
    pub is_new: bool,
    /// Whether its values are a closed list that the checks know.
    pub is_closed_list: bool,
    /// Rows of the table; 0 where no file has the field.
    pub rows: u64,
    /// Share of rows, 0 to 1, in which it is missing while redaction marks count as values; `None` where no file has the field, or the share is
    /// suppressed.
    pub missing_raw: Option<f64>,
    /// The same once redaction marks are missing (rule 2.4).
    pub missing_after_redaction: Option<f64>,
    /// The rows behind `missing_raw`.
    pub missing_raw_rows: Option<u64>,
    /// The rows behind `missing_after_redaction`.
    pub missing_after_redaction_rows: Option<u64>,
    /// How many different texts there are, redaction marks among them; `None` for other types.
    pub distinct: Option<u64>,
    /// Texts with how often each occurs, by falling count: of closed lists, and of other fields with no more than a hundred texts.
    pub values: Vec<ValueCount>,
    /// How many texts are left out of `values` because their counts are withheld and they are on no closed list; only where small counts are suppressed.
    pub values_withheld: u64,
    /// Why no count of the field is shown; only where small counts are suppressed.
    #[serde(default)]
    pub counts_withheld: Option<String>,
}

/// A text with how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueCount {
    /// The text.
    pub value: String,
    /// In how many rows.
    pub count: Count,
}

/// A number of rows, or why it is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// So many.
    Exactly(u64),
    /// So many to the nearest ten, and no less than ten where there is one.
    About(u64),
    /// At least one, and fewer than this.
    Below(u64),
    /// Not shown because it is small, or because one that is could be told from it.
    Withheld,
}

/// A published table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedTable {
    /// `arrests`, `detainers`, `stints`, `stays`, `joined` …
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// The fields that rules added, in the order of the columns.
    pub derived: Vec<DerivedField>,
}

/// A field that a rule added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedField {
    /// Its name.
    pub field: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// The rule, such as `5.3`.
    pub rule: String,
    /// What it says.
    pub description: String,
}

impl Release {
    /// The codebook, with exact counts. [`Codebook::for_public`] is the form in which it may be shown.
    pub fn codebook(&self) -> Codebook {
        let mends = self.mends.iter().map(|mend| Mended {
            quirk: mend.quirk,
            rule: mend.quirk.rule().to_owned(),
            sentence: mend.quirk.sentence().to_owned(),
            changed: Count::Exactly(mend.changed),
        });
        let tables: Vec<TableCodebook> = self.fields.iter().map(|(table, fields)| self.table_codebook(*table, fields)).collect();
        let published = self.tables.iter().map(|table| published_table(table, &tables)).collect();
        Codebook {
            rules: self.rules,
            rule_version: self.rules.version(),
            mends: mends.collect(),
            tables,
            published,
            suppressed_below: None,
            rounded_to: None,
        }
    }

    fn table_codebook(&self, table: RawTable, fields: &[Field]) -> TableCodebook {
        let is_read = |field: &&Field| !PROVENANCE.contains(&field.name.as_str());
        let entry = |field: &Field| {
            let published_as = (field.availability == Availability::Available).then(|| published_name(table, &field.name));
            let has = |of: &&Table| {
                published_as
                    .as_deref()
                    .is_some_and(|name| made_of(of.name()).contains(&table) && of.column_names().any(|other| other == name))
            };
            let published_in = self.tables.iter().filter(has).map(|of| of.name().to_owned()).collect();
            entry(table, field, published_as, published_in)
        };
        let lacks = |field: &&Field| field.availability == Availability::NotInTable;
        TableCodebook {
            table: table.name().to_owned(),
            rows: fields.iter().map(|field| field.rows).max().unwrap_or(0),
            fields: fields.iter().filter(is_read).map(entry).collect(),
            new: self.new_columns.iter().filter(|(of, _)| *of == table).flat_map(|(_, names)| names.clone()).collect(),
            lacking: fields.iter().filter(lacks).map(|field| field.name.clone()).collect(),
        }
    }
}

fn entry(table: RawTable, field: &Field, published_as: Option<String>, published_in: Vec<String>) -> FieldEntry {
    let is_there = field.availability != Availability::NotInTable;
    let missing = |rows: u64| is_there.then_some(rows);
    let share = |rows: u64| is_there.then(|| share(rows, field.rows));
    let may_be_listed = !NEVER_LISTED.contains(&field.name.as_str());
    let values = field.values.iter().filter(|_| may_be_listed);
    let is_closed_list = lists::of_field(published_as.as_deref().unwrap_or(&field.name)).is_some();
    FieldEntry {
        field: field.name.clone(),
        published_as,
        published_in,
        description: descriptions::of_raw(table, &field.name).map(str::to_owned),
        field_type: field.field_type,
        availability: field.availability,
        is_new: !table.declared().is_empty() && table.kind_of(&field.name).is_none(),
        is_closed_list,
        rows: field.rows,
        missing_raw: share(field.missing_raw),
        missing_after_redaction: share(field.missing_after),
        missing_raw_rows: missing(field.missing_raw),
        missing_after_redaction_rows: missing(field.missing_after),
        distinct: (is_there && field.field_type == FieldType::Text).then_some(field.distinct),
        values: values.map(|(value, count)| ValueCount { value: value.clone(), count: Count::Exactly(*count) }).collect(),
        values_withheld: 0,
        counts_withheld: None,
    }
}

/// 0 of nothing.
fn share(part: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// Rules 3.8, 4.3 and 5.8.
pub(crate) fn published_name(table: RawTable, field: &str) -> String {
    let renames = match table {
        RawTable::Arrests => arrests::RENAMES,
        RawTable::Detainers => detainers::RENAMES,
        RawTable::Detentions => stints::RENAMES,
        RawTable::Encounters | RawTable::Removals => &[],
    };
    renames.iter().find(|(raw, _)| *raw == field).map_or(field, |(_, published)| published).to_owned()
}

/// The raw tables behind a published one.
fn made_of(published: &str) -> &'static [RawTable] {
    match published {
        "arrests" => &[RawTable::Arrests],
        "detainers" => &[RawTable::Detainers],
        "stints" | "stays" => &[RawTable::Detentions],
        "joined" => &[RawTable::Arrests, RawTable::Detentions],
        "encounters" => &[RawTable::Encounters],
        "removals" => &[RawTable::Removals],
        _ => &[],
    }
}

fn published_table(table: &Table, raw: &[TableCodebook]) -> PublishedTable {
    let name = table.name();
    let is_raw = |column: &str| {
        let entries = raw.iter().flat_map(|raw| &raw.fields);
        entries.into_iter().any(|entry| entry.published_as.as_deref() == Some(column) && entry.published_in.iter().any(|of| of == name))
    };
    let derived = table.columns.iter().filter(|column| !is_raw(&column.name)).map(|column| {
        let (rule, description) = descriptions::of_derived(name, &column.name).unwrap_or_default();
        DerivedField {
            field: column.name.clone(),
            field_type: type_of(column.array.data_type()),
            rule: rule.to_owned(),
            description: description.to_owned(),
        }
    });
    PublishedTable { table: name.to_owned(), rows: table.rows as u64, derived: derived.collect() }
}

fn type_of(data_type: &arrow_schema::DataType) -> FieldType {
    use arrow_schema::DataType;
    match data_type {
        DataType::Boolean => FieldType::Flag,
        DataType::Int32 => FieldType::Integer,
        DataType::Float64 => FieldType::Number,
        DataType::Date32 => FieldType::Date,
        DataType::Timestamp(..) => FieldType::DateTime,
        _ => FieldType::Text,
    }
}

impl Codebook {
    /// The field of a raw table by its cleaned name.
    pub fn field(&self, table: &str, field: &str) -> Option<&FieldEntry> {
        self.tables.iter().find(|of| of.table == table)?.fields.iter().find(|entry| entry.field == field)
    }
}

//! The codebook as CSV: the short form that is published beside the tables, and the long one with all that is known of a field.

use super::{Codebook, Count, FieldEntry, ValueCount};

const SHORT: [&str; 6] = ["table", "field", "type", "availability", "missing_raw", "missing_after_redaction"];
const LONG: [&str; 14] = [
    "table",
    "field",
    "published_as",
    "published_in",
    "type",
    "availability",
    "rule",
    "description",
    "is_new",
    "rows",
    "missing_raw",
    "missing_after_redaction",
    "distinct",
    "values",
];
/// Stands in the column `availability` for a field that a rule added.
const DERIVED: &str = "derived";

impl Codebook {
    /// The short form: one line for each raw field, `table,field,type,availability,missing_raw,missing_after_redaction`. Shares are 0 to 1 in the
    /// shortest digits that give the number back; they are empty where no file has the field, or where they are suppressed.
    pub fn csv(&self) -> String {
        let mut lines = vec![SHORT.map(str::to_owned).to_vec()];
        for table in &self.tables {
            lines.extend(table.fields.iter().map(|entry| {
                vec![
                    table.table.clone(),
                    entry.field.clone(),
                    word(&entry.field_type),
                    word(&entry.availability),
                    missing(entry, entry.missing_raw_rows),
                    missing(entry, entry.missing_after_redaction_rows),
                ]
            }));
        }
        written(&lines)
    }

    /// The long form: raw fields as in the short one with names, description, rows and values; behind them the fields that rules added, under the
    /// name of the published table. Several tables or values in one cell are set apart by ` | `.
    pub fn csv_extended(&self) -> String {
        let mut lines = vec![LONG.map(str::to_owned).to_vec()];
        for table in &self.tables {
            lines.extend(table.fields.iter().map(|entry| long(&table.table, entry)));
        }
        for table in &self.published {
            lines.extend(table.derived.iter().map(|field| {
                let mut line = vec![String::new(); LONG.len()];
                let cells = [
                    &table.table,
                    &field.field,
                    &field.field,
                    &table.table,
                    &word(&field.field_type),
                    DERIVED,
                    &field.rule,
                    &field.description,
                ];
                line.iter_mut().zip(cells).for_each(|(cell, text): (&mut String, &str)| text.clone_into(cell));
                line
            }));
        }
        written(&lines)
    }
}

/// From the rows, since a share that went through JSON may have lost its last digit.
fn missing(entry: &FieldEntry, rows: Option<u64>) -> String {
    rows.map(|rows| share(super::share(rows, entry.rows))).unwrap_or_default()
}

fn long(table: &str, entry: &FieldEntry) -> Vec<String> {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![
        table.to_owned(),
        entry.field.clone(),
        entry.published_as.clone().unwrap_or_default(),
        entry.published_in.join(" | "),
        word(&entry.field_type),
        word(&entry.availability),
        String::new(),
        entry.description.clone().unwrap_or_default(),
        entry.is_new.to_string(),
        entry.rows.to_string(),
        missing(entry, entry.missing_raw_rows),
        missing(entry, entry.missing_after_redaction_rows),
        number(entry.distinct),
        entry.values.iter().map(value).collect::<Vec<_>>().join(" | "),
    ]
}

fn value(value: &ValueCount) -> String {
    format!("{}: {}", value.value, value.count)
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(count) => write!(f, "{count}"),
            Self::About(count) => write!(f, "about {count}"),
            Self::Below(threshold) => write!(f, "<{threshold}"),
            Self::Withheld => f.write_str("withheld"),
        }
    }
}

/// The word under which a variant is serialized.
pub(super) fn word(variant: &impl serde::Serialize) -> String {
    match variant.serialize(serde_json::value::Serializer) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A share as it is published: `0.0` and not `0`, and below one ten-thousandth with an exponent of two digits, `7e-05`.
fn share(share: f64) -> String {
    if share != 0.0 && share < 1e-4 {
        let text = format!("{share:e}");
        if let Some((digits, exponent)) = text.split_once("e-") {
            return format!("{digits}e-{exponent:0>2}");
        }
        return text;
    }
    let text = share.to_string();
    if text.contains('.') { text } else { text + ".0" }
}

fn written(lines: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        // Memory takes what is written to it, and all lines have one length.
        let _ = writer.write_record(line);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_as_they_are_published() {
        let check = |number: f64, text: &str| assert_eq!(share(number), text);
        check(0.0, "0.0");
        check(1.0, "1.0");
        check(1.0 / 2857.0, "0.00035001750087504374");
        check(0.000_07, "7e-05");
        check(1.25e-10, "1.25e-10");
        check(0.0001, "0.0001");
    }
}

//! What is otherwise than in the release before.

use serde::{Deserialize, Serialize};

use super::{Codebook, Count, FieldEntry, TableCodebook};
use crate::rules::clean::Availability;

/// A share of missing that moves by more than this, is told.
const MOVED: f64 = 0.01;

/// What kind of difference it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Other rules made the tables, or another version of them.
    Rules,
    /// A table is there that was not.
    TableAdded,
    /// A table is gone.
    TableRemoved,
    /// A table has another number of rows.
    Rows,
    /// A field is there that was not.
    FieldAdded,
    /// A field is gone.
    FieldRemoved,
    /// A field holds something else, such as days in the place of instants.
    Type,
    /// A field is blank, redacted or available where it was not.
    Availability,
    /// The share of missing moved by more than one percentage point.
    Missing,
    /// A value is listed that was not.
    ValueAdded,
    /// A value is no longer there.
    ValueGone,
}

/// One difference to the release before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The raw table; empty for the rules.
    pub table: String,
    /// The field; `None` where it is of the whole table.
    pub field: Option<String>,
    /// What kind.
    pub change: Change,
    /// How it was; `None` if there was nothing.
    pub before: Option<String>,
    /// How it is.
    pub after: Option<String>,
    /// One sentence.
    pub sentence: String,
}

impl Codebook {
    /// What is otherwise than in the codebook of the release before, table by table in the order of the fields. What is suppressed in either is
    /// not compared, so the differences of two public codebooks are public too.
    pub fn difference(&self, before: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        let rules = |of: &Self| format!("{} {}", of.rules, of.rule_version);
        if rules(self) != rules(before) {
            let sentence = format!("The tables are made by the rules `{}`; before, by `{}`.", rules(self), rules(before));
            found.push(Difference {
                table: String::new(),
                field: None,
                change: Change::Rules,
                before: Some(rules(before)),
                after: Some(rules(self)),
                sentence,
            });
        }
        let table_of = |of: &'_ Self, name: &str| of.tables.iter().position(|table| table.table == name);
        for table in &self.tables {
            match table_of(before, &table.table).and_then(|at| before.tables.get(at)) {
                Some(earlier) => of_table(table, earlier, &mut found),
                None => found.push(of(table, None, Change::TableAdded, None, Some(format!("{} rows", table.rows)), "the table is new")),
            }
        }
        for table in before.tables.iter().filter(|table| table_of(self, &table.table).is_none()) {
            found.push(of(table, None, Change::TableRemoved, Some(format!("{} rows", table.rows)), None, "the table is gone"));
        }
        found
    }
}

/// Of a table or a field of it, with what is said behind its name.
fn of(
    table: &TableCodebook,
    field: Option<&FieldEntry>,
    change: Change,
    before: Option<String>,
    after: Option<String>,
    said: &str,
) -> Difference {
    let field = field.map(|field| field.field.clone());
    let name = field.as_ref().map_or_else(|| table.table.clone(), |field| format!("{}.{field}", table.table));
    Difference { table: table.table.clone(), field, change, before, after, sentence: format!("{name}: {said}.") }
}

/// `about 40 rows`, behind a preposition.
fn rows(count: Count) -> String {
    match count {
        Count::Withheld => "a number of rows that is withheld".to_owned(),
        count => format!("{count} rows"),
    }
}

fn is_there(field: &FieldEntry) -> bool {
    field.availability != Availability::NotInTable
}

fn of_table(table: &TableCodebook, before: &TableCodebook, found: &mut Vec<Difference>) {
    if table.rows != before.rows {
        let said = format!("{} rows, {} before", table.rows, before.rows);
        found.push(of(table, None, Change::Rows, Some(before.rows.to_string()), Some(table.rows.to_string()), &said));
    }
    let same = |fields: &[FieldEntry], name: &str| fields.iter().filter(|field| is_there(field)).position(|field| field.field == name);
    for field in table.fields.iter().filter(|field| is_there(field)) {
        match same(&before.fields, &field.field).and_then(|at| before.fields.iter().filter(|field| is_there(field)).nth(at)) {
            Some(earlier) => of_field(table, field, earlier, found),
            None => found.push(of(table, Some(field), Change::FieldAdded, None, Some(field.field.clone()), "the field is new")),
        }
    }
    for field in before.fields.iter().filter(|field| is_there(field)).filter(|field| same(&table.fields, &field.field).is_none()) {
        found.push(of(table, Some(field), Change::FieldRemoved, Some(field.field.clone()), None, "the field is gone"));
    }
}

fn of_field(table: &TableCodebook, field: &FieldEntry, before: &FieldEntry, found: &mut Vec<Difference>) {
    let mut push =
        |change, earlier: Option<String>, now: Option<String>, said: &str| found.push(of(table, Some(field), change, earlier, now, said));
    let (now, earlier) = (super::delimited::word(&field.field_type), super::delimited::word(&before.field_type));
    if now != earlier {
        push(Change::Type, Some(earlier.clone()), Some(now.clone()), &format!("its type is {now}, {earlier} before"));
    }
    let (now, earlier) = (super::delimited::word(&field.availability), super::delimited::word(&before.availability));
    if now != earlier {
        push(Change::Availability, Some(earlier.clone()), Some(now.clone()), &format!("it is {now}, {earlier} before"));
    }
    if let (Some(now), Some(earlier)) = (field.missing_after_redaction, before.missing_after_redaction)
        && (now - earlier).abs() > MOVED
    {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let (now, earlier) = (percent(now), percent(earlier));
        push(Change::Missing, Some(earlier.clone()), Some(now.clone()), &format!("missing in {now} of the rows, {earlier} before"));
    }
    // A list that is too long is not there, and then every value would seem new.
    if field.values.is_empty() || before.values.is_empty() || field.values_withheld + before.values_withheld > 0 {
        return;
    }
    let has = |of: &FieldEntry, value: &str| of.values.iter().any(|other| other.value == value);
    for value in field.values.iter().filter(|value| !has(before, &value.value)) {
        push(Change::ValueAdded, None, Some(value.value.clone()), &format!("the value `{}` is new, in {}", value.value, rows(value.count)));
    }
    for value in before.values.iter().filter(|value| !has(field, &value.value)) {
        push(
            Change::ValueGone,
            Some(value.value.clone()),
            None,
            &format!("the value `{}` is gone, which was in {}", value.value, rows(value.count)),
        );
    }
}

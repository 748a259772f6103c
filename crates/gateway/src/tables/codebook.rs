//! A codebook as CSV.

use super::{Table, float};
use crate::views::codebook::{Codebook, CodebookField, ShownCount};

/// One line for each field, those that rules added at the end. Numbers that are withheld are empty.
pub(crate) fn codebook(codebook: &Codebook) -> Table {
    let columns = [
        "table",
        "field",
        "published_as",
        "type",
        "availability",
        "rule",
        "description",
        "rows",
        "missing_raw",
        "missing_after_redaction",
        "values",
    ];
    let raw = codebook.tables.iter().flat_map(|table| table.fields.iter().map(|field| line(&table.table, field)));
    let derived = codebook.published.iter().flat_map(|table| {
        table.derived.iter().map(|field| {
            let cells = [&table.table, &field.field, &field.field, &field.kind, "derived", &field.rule, &field.description, "", "", "", ""];
            cells.map(str::to_owned).to_vec()
        })
    });
    Table::of(columns, raw.chain(derived).collect())
}

fn line(table: &str, field: &CodebookField) -> Vec<String> {
    let value = |value: &str, count: ShownCount| match count {
        ShownCount::Exactly(rows) => format!("{value}: {rows}"),
        ShownCount::About(rows) => format!("{value}: about {rows}"),
        ShownCount::Below(least) => format!("{value}: fewer than {least}"),
        ShownCount::Withheld => format!("{value}: withheld"),
    };
    vec![
        table.to_owned(),
        field.field.clone(),
        field.published_as.clone().unwrap_or_default(),
        field.kind.clone(),
        field.availability.clone(),
        String::new(),
        field.description.clone().unwrap_or_default(),
        field.rows.to_string(),
        float(field.missing_raw),
        float(field.missing_after_redaction),
        field.values.iter().map(|one| value(&one.value, one.count)).collect::<Vec<_>>().join(" | "),
    ]
}

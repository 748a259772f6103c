//! Whether the release was read whole: its files, its sheets, its columns, its cells.

use std::collections::BTreeSet;

use super::{Asked, CheckResult, Found, Locator, MOST_EXAMPLES, Unit, plan::NONE};
use crate::{
    process::Release,
    release::RawTable,
    rules::{clean::Availability, stints},
};

/// The table that stands for what is of no table.
const RELEASE: &str = "release";

/// The checks of everything that is of no row.
pub(super) fn checks(release: &Release) -> Vec<CheckResult> {
    let mut checks = vec![files(release), sheets(release)];
    checks.extend(columns(release));
    checks.extend(release.new_columns.iter().map(|(table, names)| new_columns(release, *table, names)));
    for (table, unusable) in &release.unusable {
        checks.extend(unusable.iter().map(|(field, cells)| usable(release, *table, field, *cells)));
    }
    checks
}

fn asked((name, unit): (&str, Unit), table: &'static str, stops: bool, claim: String) -> Asked {
    Asked {
        name: name.to_owned(),
        table,
        field: None,
        warn_above: Some(NONE.0),
        stop_above: stops.then_some(NONE.1),
        unit,
        claim,
        detail: String::new(),
    }
}

/// `: a; b` behind a sentence, at most five.
fn told(all: &[String]) -> String {
    let first = all.iter().take(MOST_EXAMPLES).map(String::as_str).collect::<Vec<_>>().join("; ");
    match all.len() {
        0 => String::new(),
        n if n > MOST_EXAMPLES => format!(": {first} and {} more", n - MOST_EXAMPLES),
        _ => format!(": {first}"),
    }
}

fn files(release: &Release) -> CheckResult {
    let refused: BTreeSet<&str> = release.refused.iter().map(|refused| refused.file.as_str()).collect();
    let all: BTreeSet<&str> = release.files.iter().map(|file| file.file.as_str()).chain(refused.iter().copied()).collect();
    let place = |file: &&str| Locator { file: (*file).to_owned(), sheet: String::new(), row: None };
    let examples = refused.iter().take(MOST_EXAMPLES).map(place).collect();
    let reasons: Vec<String> = release.refused.iter().map(ToString::to_string).collect();
    asked(("files_read", Unit::Files), RELEASE, true, format!("files could not be read{}", told(&reasons))).result(Found {
        failing: refused.len() as u64,
        of: all.len() as u64,
        examples,
    })
}

fn sheets(release: &Release) -> CheckResult {
    let of = release.files.iter().map(|file| file.sheets.len() as u64).sum();
    asked(("sheets_whole", Unit::Sheets), RELEASE, true, format!("sheets break off{}", told(&release.broken_off))).result(Found {
        failing: release.broken_off.len() as u64,
        of,
        examples: Vec::new(),
    })
}

/// Rule 5.2: without one of the columns that it sorts by, the published pipeline stops.
fn columns(release: &Release) -> Option<CheckResult> {
    let (_, fields) = release.fields.iter().find(|(table, _)| *table == RawTable::Detentions)?;
    let has = |name: &str| fields.iter().any(|field| field.name == name && field.availability == Availability::Available);
    let lacking: Vec<String> = stints::lacking_sort_columns(has).into_iter().map(str::to_owned).collect();
    let all = stints::lacking_sort_columns(|_| false).len();
    let said = format!("columns that the order of stints needs are lacking or hold nothing{}", told(&lacking));
    Some(asked(("columns_needed", Unit::Columns), "stints", true, said).result(Found {
        failing: lacking.len() as u64,
        of: all as u64,
        examples: Vec::new(),
    }))
}

/// The published table that shows a raw one row by row.
fn published(table: RawTable) -> &'static str {
    if table == RawTable::Detentions { "stints" } else { table.name() }
}

fn fields_of(release: &Release, table: RawTable) -> usize {
    let is_there = |availability: Availability| availability != Availability::NotInTable;
    let fields = release.fields.iter().filter(|(of, _)| *of == table).flat_map(|(_, fields)| fields);
    // The three columns of provenance are none of the publisher's.
    fields.filter(|field| is_there(field.availability)).count().saturating_sub(3)
}

fn new_columns(release: &Release, table: RawTable, names: &[String]) -> CheckResult {
    let said = format!("columns are new and kept as text{}", told(names));
    let of = fields_of(release, table) as u64;
    asked(("new_columns", Unit::Columns), published(table), false, said).result(Found {
        failing: names.len() as u64,
        of,
        examples: Vec::new(),
    })
}

/// Rule 1.3: a text in a column of dates or numbers is missing, with a warning.
fn usable(release: &Release, table: RawTable, field: &str, cells: u64) -> CheckResult {
    let fields = release.fields.iter().filter(|(of, _)| *of == table).flat_map(|(_, fields)| fields);
    let rows = fields.map(|field| field.rows).max().unwrap_or(0);
    let said = format!("cells of `{field}` hold what their column cannot, and are missing");
    let name = format!("{field}_cells_usable");
    let asked = Asked { field: Some(field.to_owned()), ..asked((&name, Unit::Rows), published(table), false, said) };
    asked.result(Found { failing: cells, of: rows, examples: Vec::new() })
}

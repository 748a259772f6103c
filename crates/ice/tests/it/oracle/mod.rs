//! The rules of `ice-processing.md` for rule set `published`, done once more: row by row, without regard to speed, and without a look at the
//! production code. Where the page leaves a choice, the comment at the rule says what was chosen; the published tables of the corpus decide
//! wherever they can.
//!
//! `check` holds what the production code makes of a release against it. `releases` writes small releases in which everything collides with
//! everything. `breaks` lists ways to get a rule wrong, and `power` shows that those releases tell each from the rule.

mod arrests;
mod arrow;
mod breaks;
mod calendar;
mod cleaning;
mod columns;
mod detainers;
mod facilities;
mod joined;
mod order;
#[cfg(test)]
mod power;
#[cfg(test)]
mod published;
mod reading;
pub(crate) mod releases;
mod states;
mod stays;
mod stints;
pub(crate) mod table;
mod vocabulary;

use std::path::Path;

use breaks::Broken;
use facilities::Facilities;
use table::{Cell, Table};

/// How many differences `check` lists.
const MOST_DIFFERENCES: usize = 20;

/// Everything that is made of a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tables {
    pub(crate) arrests: Table,
    pub(crate) detainers: Table,
    pub(crate) stints: Table,
    pub(crate) stays: Table,
    pub(crate) joined: Table,
    /// Columns `table`, `field`, `type`, `availability` as text, `missing_raw` and `missing_after_redaction` as floats.
    pub(crate) codebook: Table,
}

impl Tables {
    pub(crate) fn named(&self) -> [(&'static str, &Table); 6] {
        [
            ("arrests", &self.arrests),
            ("detainers", &self.detainers),
            ("stints", &self.stints),
            ("stays", &self.stays),
            ("joined", &self.joined),
            ("codebook", &self.codebook),
        ]
    }
}

/// What the rules make of a release in CSV form (files named `FILE.xlsx__N__SHEET.csv`).
pub(crate) fn run(release_folder: &Path, facilities: &Path, broken: Broken) -> Tables {
    let facilities = Facilities::read(facilities, broken);
    let mut codebook = Table::new(&cleaning::CODEBOOK);

    let raw = reading::read(release_folder, "Arrests", columns::ARRESTS, broken);
    let arrests = arrests::arrests(cleaning::clean(raw, "arrests", &mut codebook, broken), broken);

    let raw = reading::read(release_folder, "Detainers", columns::DETAINERS, broken);
    let detainers = detainers::detainers(cleaning::clean(raw, "detainers", &mut codebook, broken), broken);

    let mut raw = reading::read(release_folder, "Detentions", columns::DETENTIONS, broken);
    stints::add_stay_id(&mut raw.table, broken);
    let stints = stints::stints(cleaning::clean(raw, "detentions", &mut codebook, broken), &facilities, broken);

    let stays = stays::stays(&stints, &facilities, broken);
    let joined = joined::joined(&arrests, &stints, &stays, broken);
    Tables { arrests, detainers, stints, stays, joined, codebook }
}

/// What the rules make of a release.
pub(crate) fn expected(release_folder: &Path, facilities: &Path) -> Tables {
    run(release_folder, facilities, Broken(None))
}

/// What differs between the rules and `production`: one line per difference with table, row, column, expected and got; the first 20.
pub(crate) fn check(release_folder: &Path, facilities: &Path, production: &Tables) -> Vec<String> {
    differences(&expected(release_folder, facilities), production)
}

/// Expected against got.
pub(crate) fn differences(expected: &Tables, got: &Tables) -> Vec<String> {
    let tables = expected.named().into_iter().zip(got.named());
    let mut all: Vec<String> = Vec::new();
    for ((name, expected), (_, got)) in tables {
        all.extend(differences_of_table(name, expected, got, MOST_DIFFERENCES - all.len()));
    }
    all
}

/// Columns first, then the number of rows, then cells.
fn differences_of_table(name: &str, expected: &Table, got: &Table, most: usize) -> Vec<String> {
    if expected.columns != got.columns {
        let lacks: Vec<&String> = expected.columns.iter().filter(|column| !got.columns.contains(column)).collect();
        let extra: Vec<&String> = got.columns.iter().filter(|column| !expected.columns.contains(column)).collect();
        let order = format!("expected {:?}, got {:?}", expected.columns, got.columns);
        return [format!("{name}: columns lacking {lacks:?}, columns too many {extra:?}; {order}")].into_iter().take(most).collect();
    }
    let mut found = Vec::new();
    if expected.rows.len() != got.rows.len() {
        found.push(format!("{name}: expected {} rows, got {}", expected.rows.len(), got.rows.len()));
    }
    for (number, (expected_row, got_row)) in expected.rows.iter().zip(&got.rows).enumerate() {
        for (column, (expected, got)) in expected.columns.iter().zip(expected_row.iter().zip(got_row)) {
            if found.len() < most && !are_same(name, expected, got) {
                found.push(format!("{name}: row {number}, column {column}: expected {expected:?}, got {got:?}"));
            }
        }
    }
    found.truncate(most);
    found
}

/// Cells are equal to the bit, but shares of the codebook may be divided in another way.
fn are_same(table: &str, expected: &Cell, got: &Cell) -> bool {
    match (expected, got) {
        (Cell::Float(expected), Cell::Float(got)) if table == "codebook" => (expected - got).abs() < 1e-12,
        _ => expected == got,
    }
}

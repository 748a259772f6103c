//! The catalogue against the real files: each is recognized or refused for a sane reason, and no published number is lost.
//!
//! The files are found through `PLUMBLINE_CORPUS` or beside the workspace. Without them the tests say that they are skipped; with `CI=true`
//! their absence fails.

mod figures;
mod ledger;
mod recognition;

use std::{collections::BTreeMap, io::Write as _, path::PathBuf};

#[expect(clippy::disallowed_methods, reason = "the harness, not the product, is told by the environment where files lie")]
fn corpus(test: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let folder = std::env::var_os("PLUMBLINE_CORPUS").map_or_else(|| beside.into(), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none_or(|value| value != "true"), "the corpus is missing at {} and CI=true", folder.display());
    // One write, and past the capture of the test harness, so that the line is seen whole.
    let line = format!("skipped: {test}: no corpus at {}\n", folder.display());
    std::io::stderr().write_all(line.as_bytes()).expect("standard error");
    None
}

/// Rows by column name. What a row has beyond the header is dropped: some addresses in the corpus hold a comma without quotes.
fn table(mut reader: csv::Reader<&[u8]>) -> Vec<BTreeMap<String, String>> {
    let names = reader.headers().expect("a header").clone();
    let by_name = |row: csv::StringRecord| {
        let cells = names.iter().zip(&row);
        cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|row| by_name(row.expect("a row"))).collect()
}

//! Holds the tables of generated releases against the naive implementation of the rules, cell by cell.
//!
//! `cargo run --release -p ice --example hold_releases -- FOLDER…`: each folder holds `xlsx/`, `csv/` and `facilities.csv`.

#![expect(clippy::print_stdout, reason = "a program that tells what it found")]
#![allow(dead_code, unused_imports, clippy::allow_attributes, reason = "a part of the tests' modules is for tests alone")]

use std::{path::Path, process::ExitCode};

#[path = "../tests/it/oracle/mod.rs"]
mod oracle;
#[path = "../tests/it/production.rs"]
mod production;

fn main() -> ExitCode {
    let mut outcome = ExitCode::SUCCESS;
    for folder in std::env::args().skip(1) {
        let folder = Path::new(&folder);
        let facilities = folder.join("facilities.csv");
        let expected = oracle::expected(&folder.join("csv"), &facilities);
        for form in ["csv", "xlsx"] {
            let got = production::produced(&folder.join(form), &facilities);
            let cells: usize = got.named().iter().map(|(_, table)| table.columns.len() * table.rows.len()).sum();
            let differences = oracle::differences(&expected, &got);
            println!("{}, {form}: {cells} cells, {} differences", folder.display(), differences.len());
            for difference in &differences {
                println!("  {difference}");
                outcome = ExitCode::FAILURE;
            }
        }
    }
    outcome
}

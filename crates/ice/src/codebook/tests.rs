//! The codebook of the synthetic release against the published one, and what a reader of it sees.

use std::{fs, path::PathBuf};

use super::*;
use crate::{Facilities, Input, Options, Unobserved, process};

/// The synthetic release, or `None` after a word on standard error; with `CI=true` its absence fails the test.
pub(crate) fn synthetic() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tests are told by the machine where the files are")]
    let variable = std::env::var_os;
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let folder = variable("PLUMBLINE_CORPUS").map_or_else(|| beside.into(), PathBuf::from).join("ice/individual");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(variable("CI").is_none_or(|value| value != "true"), "{} is no folder", folder.display());
    let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: no corpus\n");
    None
}

pub(crate) fn processed(folder: &std::path::Path, rules: RuleSet) -> Release {
    let facilities = Facilities::read(&folder.join("facilities.csv")).expect("facilities");
    process(&Input::folder(&folder.join("csv")).expect("a release"), &Options { rules, facilities, ..Options::default() }, &Unobserved)
}

#[test]
fn the_short_form_is_the_published_codebook_byte_for_byte() {
    let Some(folder) = synthetic() else { return };
    let codebook = processed(&folder, RuleSet::Published).codebook();
    let expected = fs::read_to_string(folder.join("expected/codebook.csv")).expect("the published codebook");
    assert_eq!(expected, codebook.csv());
    let json = serde_json::to_string(&codebook).expect("JSON");
    let read: Codebook = serde_json::from_str(&json).expect("a codebook");
    assert_eq!((expected, codebook.csv_extended()), (read.csv(), read.csv_extended()));
}

#[test]
fn every_column_of_every_published_table_is_in_the_codebook() {
    let Some(folder) = synthetic() else { return };
    let release = processed(&folder, RuleSet::Published);
    let codebook = release.codebook();
    let mut met: Vec<(&str, &str)> = Vec::new();
    for table in &codebook.published {
        for field in &table.derived {
            assert!(!field.description.is_empty(), "{}.{} has no description", table.table, field.field);
            met.push((&table.table, &field.field));
        }
    }
    // No description is left over.
    for (table, field) in descriptions::all_derived() {
        let is_met = met.iter().any(|(of, name)| *name == field && (table.is_empty() || *of == table));
        assert!(is_met, "{table}.{field} is described but in no table");
    }
    for table in &codebook.tables {
        for entry in &table.fields {
            let is_published = entry.availability == Availability::Available;
            assert_eq!(entry.published_as.is_some(), is_published, "{}.{}", table.table, entry.field);
            // A stay has some fields three times, under other names; the row tables have all.
            assert_eq!(!entry.published_in.is_empty(), is_published, "{}.{}", table.table, entry.field);
        }
    }
}

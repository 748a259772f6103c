//! `declare`: checks declarations of claims and comparisons, and hands them in.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use super::Outcome;

/// Checks files; problems go to `problems`, each with its line. True if all are in order.
pub fn check(files: &[PathBuf], problems: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for file in files {
        if let Err(found) = check_one(file) {
            outcome = Outcome::Unusable;
            for line in found.lines() {
                writeln!(problems, "{}: {line}", file.display())?;
            }
        }
    }
    Ok(outcome)
}

fn check_one(file: &Path) -> Result<(), String> {
    let size = std::fs::metadata(file).map_err(|error| format!("cannot be read: {error}"))?.len();
    let longest = catalog::declared::LONGEST as u64;
    if size > longest {
        return Err(format!("a declaration has at most {longest} bytes, this file has {size}"));
    }
    let bytes = std::fs::read(file).map_err(|error| format!("cannot be read: {error}"))?;
    let source = catalog::recognize(&bytes).map_err(|_| {
        "this is no declaration: a ledger has [[claim]], a comparison has slug, question and [[row]] or [[analysis]]".to_owned()
    })?;
    let text = String::from_utf8(bytes).map_err(|_| "a declaration is UTF-8 text".to_owned())?;
    analytics::check_declaration(source, &text)
}

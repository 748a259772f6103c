//! What a test needs from the machine, and what becomes of the test where it is missing.

use std::{
    ffi::OsString,
    io::Write as _,
    path::{Path, PathBuf},
};

/// The folder of real files, or `None` after one line on standard error that names the test which is skipped. With `CI=true` its absence
/// fails the test.
pub fn corpus(test: &str) -> Option<PathBuf> {
    let beside = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus"));
    let folder = environment("PLUMBLINE_CORPUS").map_or_else(|| beside.to_path_buf(), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    skip(test, &format!("no corpus ({} is no folder; PLUMBLINE_CORPUS names another)", folder.display()));
    None
}

/// Says which test is skipped and why; with `CI=true` fails it instead.
pub(crate) fn skip(test: &str, why: &str) {
    assert!(environment("CI").is_none_or(|value| value != "true"), "{test}: {why}; with CI=true nothing may be skipped");
    // Written past the harness, which would keep the output of a test that passes to itself. If standard error is closed, nobody reads.
    let _ = writeln!(std::io::stderr(), "skipped: {test}: {why}");
}

/// A program on the search path, or in one of the further folders.
pub(crate) fn program(name: &str, further: &[PathBuf]) -> Option<PathBuf> {
    let path = environment("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(further.iter().cloned());
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the machine what is on it; no configuration file says that")]
fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

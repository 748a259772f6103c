//! Real files: whole, and cut off or damaged at every hundredth of their length.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use workbook::{Limits, Source, Workbook, unzip};

fn workbooks(corpus: &Path) -> Vec<PathBuf> {
    let folders = ["ice/detention_statistics", "ohss", "ice/individual/xlsx"];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(corpus.join(folder)).into_iter().flatten().flatten());
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|kind| kind == "xlsx")).collect();
    paths.sort();
    paths
}

/// Rows and cells of all sheets, or what went wrong.
fn read(source: Source) -> Result<(u64, u64), String> {
    let workbook = Workbook::open(source, Limits::default()).map_err(|error| error.to_string())?;
    let (mut count, mut cells) = (0, 0);
    for sheet in 0..workbook.sheets().len() {
        let mut rows = workbook.rows(sheet).map_err(|error| error.to_string())?;
        while let Some(row) = rows.next_row().map_err(|error| error.to_string())? {
            count += 1;
            cells += row.cells.len() as u64;
        }
        if let Some(problem) = rows.problems().first() {
            return Err(format!("{}: {}", problem.locator, problem.message));
        }
    }
    Ok((count, cells))
}

#[test]
fn every_workbook_of_the_corpus_is_read_without_a_problem() {
    let Some(corpus) = testkit::corpus("reading the workbooks of the corpus") else { return };
    let mut total = 0;
    for path in workbooks(&corpus) {
        let from_file = read(Source::File(path.clone()));
        assert!(from_file.is_ok(), "{}: {from_file:?}", path.display());
        total += from_file.map_or(0, |(_, cells)| cells);
    }
    assert!(total > 500_000, "{total} cells");
}

#[test]
fn a_file_and_its_bytes_are_the_same_workbook() {
    let Some(corpus) = testkit::corpus("reading a workbook from memory") else { return };
    let path = workbooks(&corpus).into_iter().next().expect("there is one");
    let bytes: Arc<[u8]> = fs::read(&path).expect("it can be read").into();
    assert_eq!(read(Source::Bytes(bytes.clone())), read(Source::File(path.clone())));
    let unzipped = unzip(&Source::File(path), &Limits::default());
    assert_eq!(unzip(&Source::Bytes(bytes), &Limits::default()), unzipped);
    assert!(unzipped.is_ok_and(|unzipped| unzipped.bytes > 1_000_000));
}

#[test]
fn a_workbook_that_is_cut_off_anywhere_is_refused() {
    let Some(corpus) = testkit::corpus("cutting off a workbook of the corpus") else { return };
    let path = workbooks(&corpus).into_iter().next().expect("there is one");
    let bytes = fs::read(path).expect("it can be read");
    for hundredth in 0..100 {
        let cut = bytes.get(..bytes.len() * hundredth / 100).expect("it is shorter");
        let error = read(Source::Bytes(cut.into())).expect_err("the directory is missing");
        assert!(hundredth == 0 || error.contains("cut off"), "{hundredth} %: {error}");
    }
}

#[test]
fn a_workbook_that_is_damaged_anywhere_gives_rows_and_an_error_or_is_refused() {
    let Some(corpus) = testkit::corpus("damaging a workbook of the corpus") else { return };
    let paths = workbooks(&corpus);
    let path = paths.iter().min_by_key(|path| fs::metadata(path).map_or(u64::MAX, |file| file.len())).expect("there is one");
    let bytes = fs::read(path).expect("it can be read");
    let whole = read(Source::Bytes(bytes.as_slice().into()));
    let mut damage_found = 0;
    for hundredth in 0..100 {
        let mut damaged = bytes.clone();
        let at = damaged.len() * hundredth / 100;
        for byte in damaged.iter_mut().skip(at).take(64) {
            *byte = !*byte;
        }
        let read = read(Source::Bytes(damaged.into()));
        damage_found += usize::from(read.is_err());
        // What is neither strings nor sheets may be damaged unseen.
        assert!(read.is_err() || read == whole, "{hundredth} %: {read:?}");
    }
    assert!(damage_found >= 90, "{damage_found} of 100");
}

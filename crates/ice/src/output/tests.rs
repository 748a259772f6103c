//! Tests of what all forms have in common.

use std::{
    cell::RefCell,
    error::Error as _,
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use arrow_array::{ArrayRef, Int64Array};
use sha2::{Digest, Sha256};

use super::{
    samples::{Sample, coded, every_type, integers, numbers, written},
    *,
};

#[test]
fn forms_are_known_by_their_ending() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    let refused = "xls".parse::<Format>().expect_err("no form");
    assert_eq!(refused.to_string(), "`xls` is no form of file; there are parquet, csv, xlsx and dta");
}

#[test]
fn equal_tables_give_equal_files_whose_size_and_hash_are_told() {
    for format in Format::ALL {
        let (folder, first) = written(format, &every_type());
        let (_other, second) = written(format, &every_type());
        let bytes = fs::read(&first.path).expect("the file");
        let told = (first.rows, first.bytes, first.sha256.as_str());
        assert_eq!(told, (4, bytes.len() as u64, format!("{:x}", Sha256::digest(&bytes)).as_str()), "{format}");
        assert_eq!(second.sha256, first.sha256, "{format}");
        let left: Vec<_> = fs::read_dir(folder.path()).expect("the folder").map(|entry| entry.expect("an entry").file_name()).collect();
        assert_eq!(left, [format!("stints.{format}").as_str()]);
    }
}

#[test]
fn a_table_without_rows_is_a_file_with_columns() {
    for format in Format::ALL {
        let (_folder, written) = written(format, &Sample(every_type().0.slice(0, 0)));
        assert!(written.bytes > 0 && written.rows == 0, "{format}");
    }
}

#[test]
fn progress_comes_to_all_rows() {
    let table = Sample::new(vec![("row", integers((0..70_000).map(Some)))]);
    for format in Format::ALL {
        let folder = tempfile::tempdir().expect("a folder");
        let told = RefCell::new(vec![0]);
        write(format, "rows", &table, folder.path(), &|rows| told.borrow_mut().push(rows)).expect("a file");
        let told = told.into_inner();
        assert!(told.is_sorted() && told.len() >= 2, "{format}: {told:?}");
        assert_eq!(told.last(), Some(&70_000), "{format}");
    }
}

/// A table of which something goes wrong when it is asked for rows.
struct Broken<F>(Sample, F);

impl<F: Fn(usize) -> Result<Sample, ArrowError>> Batches for Broken<F> {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }

    fn rows(&self) -> usize {
        self.0.rows()
    }

    fn batch(&self, from: usize, rows: usize) -> Result<RecordBatch, ArrowError> {
        (self.1)(from)?.batch(from, rows)
    }
}

#[test]
fn what_fails_names_the_file_and_leaves_nothing_of_it() {
    let rows = Sample::new(vec![("row", integers((0..70_000).map(Some)))]);
    let table = Broken(rows.clone(), |from| if from < BATCH { Ok(rows.clone()) } else { Err(ArrowError::ComputeError("gone".to_owned())) });
    for format in Format::ALL {
        let folder = tempfile::tempdir().expect("a folder");
        let error = write(format, "stints", &table, folder.path(), &|_| {}).expect_err("an error");
        assert_eq!(error.to_string(), format!("{} is not written", folder.path().join(format!("stints.{format}")).display()));
        assert_eq!(error.source().expect("a reason").to_string(), "the rows from 65536 on cannot be read");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0, "{format}");
    }
    let error = write(Format::Csv, "stints", &rows, Path::new("/nowhere"), &|_| {}).expect_err("an error");
    assert_eq!(error.to_string(), "/nowhere/stints.csv is not written");
}

fn refused(format: Format, table: &(dyn Batches + Sync)) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    write(format, "stints", table, folder.path(), &|_| {}).expect_err("an error").reason.to_string()
}

#[test]
fn a_batch_that_was_not_announced_is_refused() {
    let announced = Sample::new(vec![("row", integers([Some(1), Some(2)]))]);
    let other = Broken(announced.clone(), |_| Ok(Sample::new(vec![("row", coded([Some("a"), Some("b")]))])));
    for format in Format::ALL {
        assert_eq!(refused(format, &other), "the batch from row 0 on is not what the table announced", "{format}");
    }
    let reads = AtomicUsize::new(0);
    let text = |text: &'static str| Sample::new(vec![("text", coded([Some(text)]))]);
    let growing = Broken(text("a"), |_| Ok(text(if reads.fetch_add(1, Ordering::Relaxed) == 0 { "a" } else { "longer" })));
    assert_eq!(refused(Format::Dta, &growing), "the table changed while it was written");
}

#[test]
fn what_no_file_is_made_of_is_refused() {
    let longs: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    for format in Format::ALL {
        assert_eq!(refused(format, &Sample::new(vec![("n", longs.clone())])), "column `n` holds Int64, which no file is made of");
    }
    let wide = |columns: usize| Sample::new(vec![("n", integers([Some(1)])); columns]);
    assert_eq!(refused(Format::Xlsx, &wide(16_385)), "there are 16385 columns, and at most 16384 fit");
    assert_eq!(refused(Format::Dta, &wide(32_768)), "there are 32768 columns, and at most 32767 fit");
}

#[test]
fn deviations_are_counted_by_column() {
    let table = Sample::new(vec![
        ("amount", numbers([Some(1.0), Some(f64::NAN), Some(f64::INFINITY), Some(f64::MAX)])),
        ("note", coded([Some("-"), Some("-0.5"), Some("a\0b"), Some("@")])),
    ]);
    let told = |format| -> Vec<String> {
        let told = |told: Deviation| format!("{}: {} from row {}, {}", told.column, told.cells, told.first_row, told.kind);
        written(format, &table).1.deviations.into_iter().map(told).collect()
    };
    assert_eq!(told(Format::Parquet), [""; 0]);
    assert_eq!(
        told(Format::Csv),
        [
            "amount: 2 from row 2, no finite number, missing in the file",
            "note: 2 from row 1, text that spreadsheets run as a formula when they open this form of file",
        ]
    );
    assert_eq!(told(Format::Xlsx), ["amount: 2 from row 2, no finite number, missing in the file"]);
    assert_eq!(
        told(Format::Dta),
        [
            "amount: 2 from row 2, no finite number, missing in the file",
            "amount: 1 from row 4, beyond the numbers and dates of this form of file, missing in the file",
            "note: 1 from row 3, text with a NUL character, replaced in the file",
        ]
    );
}

//! What others published from the same workbooks, as cells that can be compared one by one.

use std::{collections::BTreeMap, fmt::Write as _, fs::File, path::Path};

use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray, types::Float64Type};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

/// A row of a published table: each column as text, nothing where it is null.
pub(crate) type Row = BTreeMap<String, Option<String>>;

/// All rows of a Parquet file. Numbers keep their digits.
pub(crate) fn rows(path: &Path) -> Vec<Row> {
    let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // The schema that the writer embedded is not aligned, and not needed.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options).expect("a Parquet file").build().expect("a reader");
    reader.flat_map(|batch| of_batch(&batch.expect("a batch"))).collect()
}

fn of_batch(batch: &RecordBatch) -> Vec<Row> {
    let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    let columns: Vec<Vec<Option<String>>> = batch.columns().iter().map(texts).collect();
    (0..batch.num_rows()).map(|row| names.iter().cloned().zip(columns.iter().map(|column| column[row].clone())).collect()).collect()
}

fn texts(column: &ArrayRef) -> Vec<Option<String>> {
    if *column.data_type() == DataType::Float64 {
        let numbers = column.as_primitive::<Float64Type>();
        return (0..numbers.len()).map(|row| numbers.is_valid(row).then(|| numbers.value(row).to_string())).collect();
    }
    let cast = arrow_cast::cast(column, &DataType::LargeUtf8).expect("a text");
    let texts = cast.as_string::<i64>();
    (0..texts.len()).map(|row| texts.is_valid(row).then(|| texts.value(row).to_owned())).collect()
}

/// How two sets of cells compare.
#[derive(Debug, Default)]
pub(crate) struct Shares {
    pub(crate) equal: usize,
    /// Kind of difference and how many cells have it.
    pub(crate) different: BTreeMap<String, usize>,
}

impl Shares {
    /// Compares cells under the same key. `kind` names a difference.
    pub(crate) fn add<K: Ord + Clone>(
        &mut self,
        ours: &BTreeMap<K, Option<String>>,
        theirs: &BTreeMap<K, Option<String>>,
        kind: impl Fn(&K, Option<&Option<String>>, Option<&Option<String>>) -> String,
    ) {
        let keys: std::collections::BTreeSet<&K> = ours.keys().chain(theirs.keys()).collect();
        for key in keys {
            let (our, their) = (ours.get(key), theirs.get(key));
            match (our, their) {
                (Some(our), Some(their)) if is_same(our.as_deref(), their.as_deref()) => self.equal += 1,
                _ => *self.different.entry(kind(key, our, their)).or_default() += 1,
            }
        }
    }

    pub(crate) fn line(&self, table: &str) -> String {
        let all = self.equal + self.different.values().sum::<usize>();
        let mut out = format!("{table}: {} of {all} cells equal", self.equal);
        for (kind, cells) in &self.different {
            write!(out, "\n    {cells} {kind}").expect("written");
        }
        out
    }
}

/// Numbers are the same if they print the same; the workbooks and the published tables both have doubles.
fn is_same(our: Option<&str>, their: Option<&str>) -> bool {
    match (our, their) {
        (Some(our), Some(their)) => match (our.parse::<f64>(), their.parse::<f64>()) {
            (Ok(our), Ok(their)) => (our - their).abs() <= 1e-9 * our.abs().max(1.0),
            _ => our == their,
        },
        (None, None) => true,
        _ => false,
    }
}

//! Tests of Parquet.

use std::{fmt::Write as _, sync::Arc};

use ::parquet::{arrow::arrow_reader::ParquetRecordBatchReaderBuilder, basic::Encoding, file::statistics::Statistics};
use arrow_array::{RecordBatch, cast::AsArray, types::UInt32Type};
use bytes::Bytes;

use crate::output::{
    Format,
    samples::{self, Sample, coded, every_type, integers},
};

fn read(bytes: Vec<u8>) -> RecordBatch {
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).expect("a file").with_batch_size(1 << 20).build().expect("rows");
    let mut batches: Vec<_> = reader.map(|batch| batch.expect("a batch")).collect();
    assert_eq!(batches.len(), 1);
    batches.remove(0)
}

#[test]
fn every_type_reads_back_as_itself_and_text_as_strings() {
    let table = every_type();
    let read = read(samples::bytes(Format::Parquet, &table));
    let mut types = String::new();
    for ((field, found), original) in read.schema().fields().iter().zip(read.columns()).zip(table.0.columns()) {
        writeln!(types, "{} {}", field.name(), field.data_type()).expect("text");
        match original.as_dictionary_opt::<UInt32Type>() {
            Some(coded) => {
                let values = coded.downcast_dict::<arrow_array::StringArray>().expect("text");
                assert!(found.as_string::<i32>().iter().eq(values));
            }
            None => assert_eq!(found, original),
        }
    }
    insta::assert_snapshot!(types, @r"
    state Utf8
    site Utf8
    birth_year Int32
    row_original Int32
    initial_bond_set_amount_lowest_seen Float64
    if Boolean
    apprehension_date Date32
    book_in_date_time Timestamp(µs)
    ");
}

#[test]
fn groups_of_rows_have_dictionaries_where_values_recur() {
    let rows = 140_000;
    let ids: Vec<String> = (0..rows).map(|row| format!("id_{row}")).collect();
    let table = Sample::new(vec![
        ("stint_ID", coded(ids.iter().map(|id| Some(id.as_str())))),
        ("state", coded((0..rows).map(|row| [Some("TEXAS"), None, Some("OHIO")][row % 3]))),
        ("row", integers((0..140_000).map(Some))),
    ]);
    let bytes = Bytes::from(samples::bytes(Format::Parquet, &table));
    let metadata = Arc::clone(ParquetRecordBatchReaderBuilder::try_new(bytes).expect("a file").metadata());
    let mut told = format!("{}\n", metadata.file_metadata().created_by().expect("a maker").split(' ').next().expect("a name"));
    for group in metadata.row_groups() {
        for column in group.columns() {
            let coded = column.encodings().any(|encoding| encoding == Encoding::RLE_DICTIONARY);
            let statistics = column.statistics().and_then(Statistics::null_count_opt);
            writeln!(
                told,
                "{} {} dictionary {coded}, nulls {statistics:?}, {}",
                group.num_rows(),
                column.column_path(),
                column.compression()
            )
            .expect("text");
        }
    }
    assert_eq!(metadata.file_metadata().key_value_metadata(), None, "nothing tells readers of Arrow's types");
    insta::assert_snapshot!(told, @r#"
    plumbline
    131072 "stint_ID" dictionary false, nulls Some(0), ZSTD(ZstdLevel(1))
    131072 "state" dictionary true, nulls Some(43691), ZSTD(ZstdLevel(1))
    131072 "row" dictionary true, nulls Some(0), ZSTD(ZstdLevel(1))
    8928 "stint_ID" dictionary false, nulls Some(0), ZSTD(ZstdLevel(1))
    8928 "state" dictionary true, nulls Some(2976), ZSTD(ZstdLevel(1))
    8928 "row" dictionary true, nulls Some(0), ZSTD(ZstdLevel(1))
    "#);
}

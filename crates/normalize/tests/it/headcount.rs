//! OPM monthly headcount, in both of its formats.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int32Array, RecordBatch, StringArray};
use catalog::SourceId::OpmDhsHeadcount;
use insta::assert_snapshot;
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};

use crate::support::{corpus, golden, shown, value};

/// Months of ICE and a part without a short name, with a null, a negative and a broken number, and a repeated row.
fn batch(count_name: &str) -> RecordBatch {
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "agency_subelement",
            Arc::new(StringArray::from(vec![
                Some("IMMIGRATION AND CUSTOMS ENFORCEMENT"),
                Some("IMMIGRATION AND CUSTOMS ENFORCEMENT"),
                Some("U.S. COAST GUARD"),
                Some("U.S. COAST GUARD"),
                Some("IMMIGRATION AND CUSTOMS ENFORCEMENT"),
                None,
                Some("U.S. COAST GUARD"),
            ])),
        ),
        (count_name, Arc::new(Float64Array::from(vec![Some(20_594.0), None, Some(-1.0), Some(8_000.0), Some(1.0), Some(1.0), Some(2.5)]))),
        ("month", Arc::new(Int32Array::from(vec![1, 2, 1, 13, 1, 1, 2]))),
        ("year", Arc::new(Int32Array::from(vec![2025; 7]))),
    ];
    RecordBatch::try_from_iter(columns).expect("a batch")
}

pub(crate) fn parquet_file() -> Vec<u8> {
    let batch = batch("n_employees");
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    bytes
}

pub(crate) fn arrow_file() -> Vec<u8> {
    let batch = batch("n");
    let mut bytes = Vec::new();
    let options =
        arrow_ipc::writer::IpcWriteOptions::default().try_with_compression(Some(arrow_ipc::CompressionType::LZ4_FRAME)).expect("options");
    let mut writer = arrow_ipc::writer::FileWriter::try_new_with_options(&mut bytes, &batch.schema(), options).expect("a writer");
    writer.write(&batch).expect("written");
    writer.finish().expect("finished");
    drop(writer);
    bytes
}

#[test]
fn both_formats_give_the_same_observations_and_problems() {
    let parquet = shown(normalize::decode(OpmDhsHeadcount, &parquet_file()));
    assert_eq!(parquet, shown(normalize::decode(OpmDhsHeadcount, &arrow_file())));
    assert_snapshot!(parquet, @r"
    2025-01 | us/dhs/ice | us | employees | employee | 20594 | row 1 (month 1 2025)
    2025-02 | us/dhs/ice | us | employees | employee | missing: not reported | row 2 (month 2 2025)
    2025-01 | us/dhs/us-coast-guard | us | employees | employee | missing: unreadable | row 3 (month 1 2025)
    2025-02 | us/dhs/us-coast-guard | us | employees | employee | missing: unreadable | row 7 (month 2 2025)
    ! row 3, column n: the number of employees of `U.S. COAST GUARD` is not a count
    ! row 4, column month: not a month; the row is left out
    ! row 6, column agency_subelement: no sub-agency; the row is left out
    ! row 7, column n: the number of employees of `U.S. COAST GUARD` is not a count
    ! row 5 (month 1 2025): `IMMIGRATION AND CUSTOMS ENFORCEMENT` stands in row 1 already; this row is left out
    5 rows, 4 observations, covers [2025-01-01, 2025-03-01), opm_dhs_headcount/1
    ");
}

#[test]
fn a_file_that_was_cut_off_is_refused_with_the_reason() {
    let refused = |bytes: &[u8]| normalize::decode(OpmDhsHeadcount, bytes).expect_err("a refusal").to_string();
    let (parquet, arrow) = (parquet_file(), arrow_file());
    assert_snapshot!(refused(&parquet[..parquet.len() / 2]), @"not a file of opm-dhs-headcount: this is a Parquet file that was cut off: the mark at its end is missing; fetch it again");
    assert_snapshot!(refused(&arrow[..arrow.len() / 2]), @"not a file of opm-dhs-headcount: this is an Arrow file that was cut off: the mark at its end is missing; fetch it again");
    assert_snapshot!(refused(b""), @"not a file of opm-dhs-headcount: the file is empty");
    assert_snapshot!(refused(&golden("error-page.html")), @r#"not a file of opm-dhs-headcount: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called"#);
}

#[test]
fn a_file_with_other_columns_is_refused_with_what_was_found() {
    let batch = batch("employees");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    assert_snapshot!(normalize::decode(OpmDhsHeadcount, &bytes).expect_err("a refusal"), @"not a file of opm-dhs-headcount: it lacks the columns `n` or `n_employees`; found were `agency_subelement`, `employees`, `month`, `year`");
}

#[test]
fn a_directory_that_promises_too_much_is_refused_before_anything_is_allocated() {
    let mut arrow = arrow_file();
    // The first eight bytes of a packed buffer say what it unpacks to; the first buffer follows the head of the first block.
    let packed = arrow.windows(4).position(|window| window == [0x04, 0x22, 0x4d, 0x18]).expect("an LZ4 frame");
    arrow[packed - 8..packed].copy_from_slice(&i64::MAX.to_le_bytes());
    assert_snapshot!(normalize::decode(OpmDhsHeadcount, &arrow).expect_err("a refusal"), @"not a file of opm-dhs-headcount: it says that it unpacks to 9223372036854775807 bytes, more than the 67108864 that are read");
}

#[test]
fn the_published_releases_agree_and_have_the_known_figures() {
    let test = "the_published_releases_agree_and_have_the_known_figures";
    let Some(parquet) = corpus(test, OpmDhsHeadcount, "opm/opm-employee-counts-dhs_202101-202512.parquet") else { return };
    let Some(feather) = corpus(test, OpmDhsHeadcount, "opm/opm-employee-counts-dhs_202101-202511.feather") else { return };
    let lines: Vec<String> = parquet
        .observations
        .iter()
        .filter(|one| one.population.as_str() == "us/dhs/ice" && ["2025-01", "2025-03", "2025-12"].contains(&one.period.label().as_str()))
        .map(|one| format!("{} {} {}", one.period.label(), value(one), one.locator))
        .collect();
    assert_snapshot!(lines.join("\n"), @r"
    2025-01 20594 row 469 (month 1 2025)
    2025-03 20692 row 471 (month 3 2025)
    2025-12 28272 row 480 (month 12 2025)
    ");
    assert_snapshot!(format!("{} {} {:?}", parquet.rows, parquet.covers, parquet.problems), @"780 [2021-01-01, 2026-01-01) []");
    assert_snapshot!(format!("{} {} {:?}", feather.rows, feather.covers, feather.problems), @"767 [2021-01-01, 2025-12-01) []");
    let find = |of: &domain::Observation| {
        parquet.observations.iter().find(|one| one.population == of.population && one.period == of.period).map(value)
    };
    let differ: Vec<String> = feather
        .observations
        .iter()
        .filter(|one| find(one).as_deref() != Some(value(one).as_str()))
        .map(|one| format!("{} {} {} then {:?}", one.period.label(), one.population, value(one), find(one)))
        .collect();
    assert_snapshot!(differ.join("\n"), @"");
}

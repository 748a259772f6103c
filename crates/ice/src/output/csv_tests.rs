//! Tests of CSV.

use proptest::prelude::*;

use crate::output::{
    Format,
    samples::{Sample, bytes, coded, every_type, numbers, texts},
};

fn csv(table: &Sample) -> String {
    String::from_utf8(bytes(Format::Csv, table)).expect("UTF-8")
}

#[test]
fn every_type_has_its_text() {
    insta::assert_snapshot!(csv(&every_type()), @r#"
    state,site,birth_year,row_original,initial_bond_set_amount_lowest_seen,if,apprehension_date,book_in_date_time
    TEXAS,"two
    lines",1985,7,5000,true,2024-05-14,2024-05-14 21:29:29
    ,Cañon 日本 😀,,2147483647,0.1,false,,2024-05-14 21:29:29.25
    =1+1,,0,-2147483648,,,1899-11-29,
    "a, ""b""", spaced ,-5,,1e300,true,2026-03-10,1970-01-01 00:00:00
    "#);
}

#[test]
fn numbers_read_back_as_themselves() {
    let all = [0.0, -0.0, 0.1, 5000.0, -1.25, 1e-5, 9.99e-6, 123_456_789.123_456, 9e15, 1e16, 1.797e308, f64::MIN_POSITIVE];
    let text = csv(&Sample::new(vec![("n", numbers(all.map(Some)))]));
    insta::assert_snapshot!(text.replace('\n', " "), @"n 0 -0 0.1 5000 -1.25 0.00001 9.99e-6 123456789.123456 9000000000000000 1e16 1.797e308 2.2250738585072014e-308");
    for (line, number) in text.lines().skip(1).zip(all) {
        assert_eq!(line.parse(), Ok(number));
    }
}

proptest! {
    #[test]
    fn any_text_reads_back_as_itself(rows in prop::collection::vec(crate::output::samples::any_text(), 1..30)) {
        let plain = rows.iter().map(Option::as_deref);
        let text = csv(&Sample::new(vec![("plain", texts(plain.clone())), ("coded", coded(plain))]));
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let records = reader.records().collect::<Result<Vec<_>, _>>().expect("records");
        prop_assert_eq!(records.len(), rows.len());
        for (record, row) in records.iter().zip(&rows) {
            let text = row.as_deref().unwrap_or_default();
            prop_assert_eq!(record.iter().collect::<Vec<_>>(), [text, text]);
        }
    }
}

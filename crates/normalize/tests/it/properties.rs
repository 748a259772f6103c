//! What holds for every file.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use catalog::SourceId;
use domain::{CountingUnit, Observation};
use normalize::Decoded;
use proptest::prelude::*;

use crate::support::golden;

/// Golden inputs, whose pieces make better hostile files than noise does.
fn seeds() -> Vec<Vec<u8>> {
    [
        "error-page.html",
        "cbp-assault-incidents/basic.csv",
        "cbp-assault-incidents/recoverable-errors.csv",
        "cbp-assault-types/basic.csv",
        "usbp-sector-profile/repeated-column.csv",
        "usbp-staffing/basic.csv",
        "opm-fedscope-employment/basic.txt",
        "leoka-city/every-status.csv",
        "leoka-city/recoverable-errors.csv",
        "louisville-assaulted-officers/one-row-per-incident.csv",
        "louisville-assaulted-officers/recoverable-errors.csv",
        "presidential-vote-by-county/areas-that-are-no-counties.csv",
        "presidential-vote-by-county/recoverable-errors.csv",
        "published-figures/recoverable-errors.csv",
    ]
    .map(golden)
    .to_vec()
}

/// The natural key, by which analytics tells observations apart.
fn key(one: &Observation) -> String {
    format!("{} {} {} {} {} {}", one.measure, one.unit, one.population, one.geography, one.period, one.definition)
}

fn decode_with_all(bytes: &[u8]) {
    for &source_id in SourceId::ALL {
        let Ok(decoded) = normalize::decode(source_id, bytes) else { continue };
        let keys: BTreeSet<String> = decoded.observations.iter().map(key).collect();
        assert_eq!(keys.len(), decoded.observations.len(), "{source_id}: a natural key occurs twice");
        for one in &decoded.observations {
            assert!(decoded.covers.contains(one.period), "{source_id}: {} lies outside {}", one.period, decoded.covers);
        }
    }
}

/// An incident row: calendar position within two fiscal years, place, id, officers.
fn rows() -> impl Strategy<Value = Vec<(usize, usize, u8, u64)>> {
    prop::collection::vec((0..24_usize, 0..4_usize, 0..12_u8, 1..40_u64), 1..60)
}

fn file(rows: &[(usize, usize, u8, u64)]) -> String {
    const MONTHS: [&str; 12] = ["OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP"];
    const PLACES: [&str; 4] = [
        "U.S. Border Patrol,Southern Border,Yuma Sector",
        "U.S. Border Patrol,Northern Border,Detroit Sector",
        "Office of Field Operations,Northern Border,Detroit Field Office",
        "Air and Marine Operations,Coastal/Interior,\"Training, Safety, And Standards Directorate\"",
    ];
    let mut text = "Fiscal Year,Month (abbv),Component,Region,Area of Responsibility,Unique ID,Count of Officers/Agents\n".to_owned();
    for (month, place, id, officers) in rows {
        let year = if *month < 12 { "2025" } else { "2026 (FYTD)" };
        writeln!(text, "{year},{},{},{month}-{id},{officers}", MONTHS[month % 12], PLACES[*place]).expect("text");
    }
    text
}

fn incidents(rows: &[(usize, usize, u8, u64)]) -> Decoded {
    normalize::decode(SourceId::CbpAssaultIncidents, file(rows).as_bytes()).expect("a file of incidents")
}

/// A table of assaulted officers: row number, incident, day of two years, code.
fn table(rows: &[(u16, u8, u16, u8)]) -> Decoded {
    let mut text = "ID,INCIDENT_NUMBER,DATE_OCCURED,NIBRS_CODE,LEOKA_APPLIES\n".to_owned();
    for (id, incident, day, code) in rows {
        let (year, month, day) = (2016 + day / 372, day / 31 % 12 + 1, day % 31 % 28 + 1);
        writeln!(text, "{id},80-16-{incident},{year}-{month:02}-{day:02} 10:00:00,13{},YES", char::from(b'A' + code % 3)).expect("text");
    }
    normalize::decode(SourceId::LouisvilleAssaultedOfficers, text.as_bytes()).expect("a table of assaulted officers")
}

/// Readings by natural key, without the lines that made them.
fn readings(decoded: &Decoded) -> BTreeMap<String, String> {
    decoded.observations.iter().map(|one| (key(one), format!("{:?}", one.reading))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        decode_with_all(&bytes);
    }

    #[test]
    fn pieces_of_real_files_are_answered(
        seed in 0..14_usize,
        cut in any::<prop::sample::Index>(),
        noise in "[\"\n\r,\t0-9A-Z_\u{0}é-]{0,12}",
    ) {
        let bytes = &seeds()[seed];
        let (head, tail) = bytes.split_at(cut.index(bytes.len()));
        decode_with_all(&[head, noise.as_bytes(), tail].concat());
        decode_with_all(&[head, noise.as_bytes()].concat());
    }

    #[test]
    fn repeated_and_reordered_rows_change_no_number(rows in rows(), order in any::<prop::sample::Index>()) {
        let mut other = rows.clone();
        other.extend(rows.iter().take(7).copied());
        let middle = order.index(other.len());
        other.rotate_left(middle);
        prop_assert_eq!(readings(&incidents(&rows)), readings(&incidents(&other)));
    }

    #[test]
    fn repeated_and_reordered_rows_of_louisville_change_no_number(
        rows in prop::collection::vec((0..200_u16, 0..9_u8, 0..744_u16, any::<u8>()), 1..60),
        order in any::<prop::sample::Index>(),
    ) {
        let mut other = rows.clone();
        other.extend(rows.iter().take(7).copied());
        let middle = order.index(other.len());
        other.rotate_left(middle);
        let decoded = table(&rows);
        prop_assert_eq!(readings(&decoded), readings(&table(&other)));

        // Rows are never fewer than the incidents in them.
        let count = |one: &Observation| one.reading.value().and_then(domain::Value::as_count).unwrap_or(0);
        for pair in decoded.observations.chunks(2) {
            let [incidents, reports] = pair else { panic!("incidents and rows come in pairs") };
            prop_assert!(count(incidents) <= count(reports), "{}", key(incidents));
        }
    }

    #[test]
    fn the_officers_of_the_months_are_those_of_the_fiscal_year(rows in rows()) {
        let decoded = incidents(&rows);
        let officers: Vec<&Observation> = decoded.observations.iter().filter(|one| one.unit == CountingUnit::Officer).collect();
        let count = |one: &Observation| one.reading.value().and_then(domain::Value::as_count).unwrap_or(0);
        for year in officers.iter().filter(|one| one.period.start().month() == 10 && one.period.days() > 31) {
            let months = officers.iter().filter(|one| {
                one.population == year.population && one.geography == year.geography && one.period.days() <= 31 && year.period.contains(one.period)
            });
            prop_assert_eq!(months.map(|one| count(one)).sum::<u64>(), count(year), "{}", key(year));
        }
    }
}

//! Files that are not what they should be.

use catalog::SourceId;
use insta::assert_snapshot;

use crate::{headcount, support::golden};

/// Sixty thousand lines, made of their numbers.
fn lines(line: impl Fn(i32) -> String) -> String {
    (0..60_000).map(line).collect::<Vec<_>>().join("\n")
}

fn of_normalize() -> impl Iterator<Item = SourceId> {
    SourceId::ALL.iter().copied().filter(|source_id| source_id.service() != catalog::Reader::CourtRecords)
}

fn refused(bytes: &[u8]) -> String {
    let reasons = of_normalize().map(|source_id| normalize::decode(source_id, bytes).expect_err("a refusal").to_string());
    reasons.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_error_page_is_told_as_such_to_every_decoder() {
    assert_snapshot!(refused(&golden("error-page.html")), @r#"
    not a file of cbp-assault-incidents: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of cbp-assault-types: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of usbp-sector-profile: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of usbp-staffing: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of opm-fedscope-employment: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of opm-dhs-headcount: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of louisville-assaulted-officers: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of leoka-city: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of presidential-vote-by-county: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of ice-detention-statistics: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of ice-individual-release: it is no ZIP archive; hand in the folder of the release, or an archive of all its files
    not a file of ohss-monthly-tables: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of published-figures: this is an HTML page titled "503 Service Unavailable", not a data file: the publisher may have answered with an error page, whatever the file is called
    not a file of added-claims: declarations are read by analytics, not here
    not a file of added-comparisons: declarations are read by analytics, not here
    "#);
}

#[test]
fn a_file_of_another_source_is_named() {
    let reasons: Vec<String> = of_normalize()
        .filter_map(|source_id| normalize::decode(source_id, &golden("cbp-assault-types/basic.csv")).err())
        .map(|error| error.to_string())
        .collect();
    assert_snapshot!(reasons.join("\n"), @r"
    not a file of cbp-assault-incidents: it is a file of cbp-assault-types
    not a file of usbp-sector-profile: it is a file of cbp-assault-types
    not a file of usbp-staffing: it is a file of cbp-assault-types
    not a file of opm-fedscope-employment: it is a file of cbp-assault-types
    not a file of opm-dhs-headcount: it is a file of cbp-assault-types
    not a file of louisville-assaulted-officers: it is a file of cbp-assault-types
    not a file of leoka-city: it is a file of cbp-assault-types
    not a file of presidential-vote-by-county: it is a file of cbp-assault-types
    not a file of ice-detention-statistics: it is a file of cbp-assault-types
    not a file of ice-individual-release: it is no ZIP archive; hand in the folder of the release, or an archive of all its files
    not a file of ohss-monthly-tables: it is a file of cbp-assault-types
    not a file of published-figures: it is a file of cbp-assault-types
    not a file of added-claims: declarations are read by analytics, not here
    not a file of added-comparisons: declarations are read by analytics, not here
    ");
}

#[test]
fn a_feed_of_a_court_is_left_to_another_service() {
    assert_snapshot!(normalize::decode(SourceId::PacerRss, b"<rss/>").expect_err("a refusal"), @"not a file of pacer-rss: feeds of courts are read by court-records, not here");
}

#[test]
fn a_file_over_the_limit_is_refused_by_its_size() {
    let bytes = vec![b'x'; 200 * 1024 * 1024];
    assert_snapshot!(refused(&bytes), @r"
    not a file of cbp-assault-incidents: it has 209715200 bytes, more than the 134217728 that are read
    not a file of cbp-assault-types: it has 209715200 bytes, more than the 134217728 that are read
    not a file of usbp-sector-profile: it has 209715200 bytes, more than the 134217728 that are read
    not a file of usbp-staffing: it has 209715200 bytes, more than the 134217728 that are read
    not a file of opm-fedscope-employment: it has 209715200 bytes, more than the 134217728 that are read
    not a file of opm-dhs-headcount: it has 209715200 bytes, more than the 4194304 that are read
    not a file of louisville-assaulted-officers: it has 209715200 bytes, more than the 134217728 that are read
    not a file of leoka-city: it has 209715200 bytes, more than the 134217728 that are read
    not a file of presidential-vote-by-county: it has 209715200 bytes, more than the 134217728 that are read
    not a file of ice-detention-statistics: it has 209715200 bytes, more than the 16777216 that are read
    not a file of ice-individual-release: it is no ZIP archive; hand in the folder of the release, or an archive of all its files
    not a file of ohss-monthly-tables: it has 209715200 bytes, more than the 16777216 that are read
    not a file of published-figures: it has 209715200 bytes, more than the 134217728 that are read
    not a file of added-claims: declarations are read by analytics, not here
    not a file of added-comparisons: declarations are read by analytics, not here
    ");
}

#[test]
fn damage_anywhere_in_a_columnar_file_is_a_refusal_or_a_problem_and_never_a_panic() {
    for bytes in [headcount::parquet_file(), headcount::arrow_file()] {
        for place in 0..bytes.len() {
            for value in [0xff, bytes[place] ^ 1] {
                let mut damaged = bytes.clone();
                damaged[place] = value;
                let _ = normalize::decode(SourceId::OpmDhsHeadcount, &damaged);
            }
        }
        for length in 0..bytes.len() {
            assert!(normalize::decode(SourceId::OpmDhsHeadcount, &bytes[..length]).is_err(), "cut at {length}");
        }
    }
}

#[test]
fn a_large_file_of_distinct_labels_is_read_in_time_proportional_to_its_size() {
    let areas = lines(|n| format!("{n} border,{},{n}\nsector {n},{},7", 1900 + n % 200, 1900 + n % 200));
    let text = format!("sector,fiscal_year,number_of_agents\n{areas}");
    let decoded = normalize::decode(SourceId::UsbpStaffing, text.as_bytes()).expect("a table");
    assert_eq!((decoded.rows, decoded.observations.len()), (120_000, 120_000));

    let agencies = lines(|n| format!("202503\tHS\tPART {n}\tX\t1801\tGS\t{}\t11", n % 15));
    let text = format!("DATECODE\tAGY\tAGYSUBT\tAGYSUB\tOCC\tPAYPLAN\tGRD\tEMPCOUNT\n{agencies}");
    let decoded = normalize::decode(SourceId::OpmFedscopeEmployment, text.as_bytes()).expect("a cube");
    assert_eq!((decoded.rows, decoded.observations.len()), (60_000, 120_000));

    let areas = lines(|n| format!("2025,OCT,U.S. Border Patrol,South,Area {n},{n},1"));
    let text = format!("Fiscal Year,Month (abbv),Component,Region,Area of Responsibility,Unique ID,Count of Officers/Agents\n{areas}");
    let decoded = normalize::decode(SourceId::CbpAssaultIncidents, text.as_bytes()).expect("incidents");
    assert_eq!((decoded.rows, decoded.observations.len()), (60_000, 120_004));
}

#[test]
fn a_file_that_would_give_too_much_is_refused() {
    let areas = lines(|n| format!("{},OCT,U.S. Border Patrol,South,Area {n},{n},1", 2000 + n % 20));
    let text = format!("Fiscal Year,Month (abbv),Component,Region,Area of Responsibility,Unique ID,Count of Officers/Agents\n{areas}");
    assert_snapshot!(normalize::decode(SourceId::CbpAssaultIncidents, text.as_bytes()).expect_err("a refusal"), @"not a file of cbp-assault-incidents: it would give more than 500000 observations, where the largest known file gives three thousand");
}

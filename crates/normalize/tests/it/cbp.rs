//! CBP assault incidents and types.

use catalog::SourceId::{CbpAssaultIncidents, CbpAssaultTypes};
use insta::assert_snapshot;

use crate::support::{corpus, golden, line, shown, shown_where, value};

#[test]
fn the_same_rows_are_counted_as_incidents_and_as_officers() {
    let decoded = normalize::decode(CbpAssaultIncidents, &golden("cbp-assault-incidents/basic.csv"));
    assert_snapshot!(shown_where(decoded, |one| one.geography.as_str() == "us"), @r"
    2025-09 | us/dhs/cbp | us | assaults_on_officers | incident | 1 | lines 2-3
    2025-09 | us/dhs/cbp | us | assaults_on_officers | officer | 5 | lines 2-3
    2025-10 | us/dhs/cbp | us | assaults_on_officers | incident | 2 | lines 4-5
    2025-10 | us/dhs/cbp | us | assaults_on_officers | officer | 1001 | lines 4-5
    2025-11 | us/dhs/cbp | us | assaults_on_officers | incident | missing: not reported | no row
    2025-11 | us/dhs/cbp | us | assaults_on_officers | officer | missing: not reported | no row
    2025-12 | us/dhs/cbp | us | assaults_on_officers | incident | 1 | line 6
    2025-12 | us/dhs/cbp | us | assaults_on_officers | officer | 4 | line 6
    2025-10-01 to 2025-12-31 | us/dhs/cbp | us | assaults_on_officers | incident | 3 (3 to no upper bound) | lines 4-6
    2025-10-01 to 2025-12-31 | us/dhs/cbp | us | assaults_on_officers | officer | 1005 (1005 to no upper bound) | lines 4-6
    2025-10-01 to 2025-11-30 | us/dhs/cbp | us | assaults_on_officers | incident | 2 (2 to no upper bound) | lines 4-5
    2025-10-01 to 2025-11-30 | us/dhs/cbp | us | assaults_on_officers | officer | 1001 (1001 to no upper bound) | lines 4-5
    2025-09 | us/dhs/cbp/amo | us | assaults_on_officers | incident | 0 | no row
    2025-09 | us/dhs/cbp/amo | us | assaults_on_officers | officer | 0 | no row
    2025-10 | us/dhs/cbp/amo | us | assaults_on_officers | incident | 0 | no row
    2025-10 | us/dhs/cbp/amo | us | assaults_on_officers | officer | 0 | no row
    2025-11 | us/dhs/cbp/amo | us | assaults_on_officers | incident | missing: not reported | no row
    2025-11 | us/dhs/cbp/amo | us | assaults_on_officers | officer | missing: not reported | no row
    2025-12 | us/dhs/cbp/amo | us | assaults_on_officers | incident | 1 | line 6
    2025-12 | us/dhs/cbp/amo | us | assaults_on_officers | officer | 4 | line 6
    2025-10-01 to 2025-12-31 | us/dhs/cbp/amo | us | assaults_on_officers | incident | 1 (1 to no upper bound) | line 6
    2025-10-01 to 2025-12-31 | us/dhs/cbp/amo | us | assaults_on_officers | officer | 4 (4 to no upper bound) | line 6
    2025-10-01 to 2025-11-30 | us/dhs/cbp/amo | us | assaults_on_officers | incident | 0 (0 to no upper bound) | no row
    2025-10-01 to 2025-11-30 | us/dhs/cbp/amo | us | assaults_on_officers | officer | 0 (0 to no upper bound) | no row
    2025-09 | us/dhs/cbp/ofo | us | assaults_on_officers | incident | 1 | line 3
    2025-09 | us/dhs/cbp/ofo | us | assaults_on_officers | officer | 3 | line 3
    2025-10 | us/dhs/cbp/ofo | us | assaults_on_officers | incident | 0 | no row
    2025-10 | us/dhs/cbp/ofo | us | assaults_on_officers | officer | 0 | no row
    2025-11 | us/dhs/cbp/ofo | us | assaults_on_officers | incident | missing: not reported | no row
    2025-11 | us/dhs/cbp/ofo | us | assaults_on_officers | officer | missing: not reported | no row
    2025-12 | us/dhs/cbp/ofo | us | assaults_on_officers | incident | 0 | no row
    2025-12 | us/dhs/cbp/ofo | us | assaults_on_officers | officer | 0 | no row
    2025-10-01 to 2025-12-31 | us/dhs/cbp/ofo | us | assaults_on_officers | incident | 0 (0 to no upper bound) | no row
    2025-10-01 to 2025-12-31 | us/dhs/cbp/ofo | us | assaults_on_officers | officer | 0 (0 to no upper bound) | no row
    2025-10-01 to 2025-11-30 | us/dhs/cbp/ofo | us | assaults_on_officers | incident | 0 (0 to no upper bound) | no row
    2025-10-01 to 2025-11-30 | us/dhs/cbp/ofo | us | assaults_on_officers | officer | 0 (0 to no upper bound) | no row
    2025-09 | us/dhs/cbp/usbp | us | assaults_on_officers | incident | 1 | line 2
    2025-09 | us/dhs/cbp/usbp | us | assaults_on_officers | officer | 2 | line 2
    2025-10 | us/dhs/cbp/usbp | us | assaults_on_officers | incident | 2 | lines 4-5
    2025-10 | us/dhs/cbp/usbp | us | assaults_on_officers | officer | 1001 | lines 4-5
    2025-11 | us/dhs/cbp/usbp | us | assaults_on_officers | incident | missing: not reported | no row
    2025-11 | us/dhs/cbp/usbp | us | assaults_on_officers | officer | missing: not reported | no row
    2025-12 | us/dhs/cbp/usbp | us | assaults_on_officers | incident | 0 | no row
    2025-12 | us/dhs/cbp/usbp | us | assaults_on_officers | officer | 0 | no row
    2025-10-01 to 2025-12-31 | us/dhs/cbp/usbp | us | assaults_on_officers | incident | 2 (2 to no upper bound) | lines 4-5
    2025-10-01 to 2025-12-31 | us/dhs/cbp/usbp | us | assaults_on_officers | officer | 1001 (1001 to no upper bound) | lines 4-5
    2025-10-01 to 2025-11-30 | us/dhs/cbp/usbp | us | assaults_on_officers | incident | 2 (2 to no upper bound) | lines 4-5
    2025-10-01 to 2025-11-30 | us/dhs/cbp/usbp | us | assaults_on_officers | officer | 1001 (1001 to no upper bound) | lines 4-5
    5 rows, 88 observations, covers [2025-09-01, 2026-01-01), cbp_assault_incidents/1
    ");
}

#[test]
fn an_area_has_its_own_series_with_zeros_and_gaps() {
    let decoded = normalize::decode(CbpAssaultIncidents, &golden("cbp-assault-incidents/basic.csv"));
    let detroit = |one: &domain::Observation| one.geography.as_str().ends_with("/detroit") && one.unit == domain::CountingUnit::Officer;
    assert_snapshot!(shown_where(decoded, detroit), @r"
    2025-09 | us/dhs/cbp/ofo | field-office/detroit | assaults_on_officers | officer | 3 | line 3
    2025-10 | us/dhs/cbp/ofo | field-office/detroit | assaults_on_officers | officer | 0 | no row
    2025-11 | us/dhs/cbp/ofo | field-office/detroit | assaults_on_officers | officer | missing: not reported | no row
    2025-12 | us/dhs/cbp/ofo | field-office/detroit | assaults_on_officers | officer | 0 | no row
    2025-10-01 to 2025-12-31 | us/dhs/cbp/ofo | field-office/detroit | assaults_on_officers | officer | 0 (0 to no upper bound) | no row
    2025-09 | us/dhs/cbp/usbp | sector/detroit | assaults_on_officers | officer | 2 | line 2
    2025-10 | us/dhs/cbp/usbp | sector/detroit | assaults_on_officers | officer | 1 | line 5
    2025-11 | us/dhs/cbp/usbp | sector/detroit | assaults_on_officers | officer | missing: not reported | no row
    2025-12 | us/dhs/cbp/usbp | sector/detroit | assaults_on_officers | officer | 0 | no row
    2025-10-01 to 2025-12-31 | us/dhs/cbp/usbp | sector/detroit | assaults_on_officers | officer | 1 (1 to no upper bound) | line 5
    5 rows, 88 observations, covers [2025-09-01, 2026-01-01), cbp_assault_incidents/1
    ");
}

#[test]
fn broken_rows_are_located_and_the_rest_is_counted() {
    let decoded = normalize::decode(CbpAssaultIncidents, &golden("cbp-assault-incidents/recoverable-errors.csv"));
    assert_snapshot!(shown_where(decoded, |one| one.geography.as_str() == "us"), @r"
    2025-01 | us/dhs/cbp | us | assaults_on_officers | incident | 2 (2 to no upper bound) | lines 3,6
    2025-01 | us/dhs/cbp | us | assaults_on_officers | officer | 5 (5 to no upper bound) | lines 3,6
    2025-02 | us/dhs/cbp | us | assaults_on_officers | incident | 2 (2 to no upper bound) | lines 7,12
    2025-02 | us/dhs/cbp | us | assaults_on_officers | officer | 2 (2 to no upper bound) | lines 7,12
    2025-01-01 to 2025-02-28 | us/dhs/cbp | us | assaults_on_officers | incident | 3 (3 to no upper bound) | lines 3,6-7,12
    2025-01-01 to 2025-02-28 | us/dhs/cbp | us | assaults_on_officers | officer | 7 (7 to no upper bound) | lines 3,6-7,12
    2025-01 | us/dhs/cbp/ofo | us | assaults_on_officers | incident | missing: unreadable | no row
    2025-01 | us/dhs/cbp/ofo | us | assaults_on_officers | officer | missing: unreadable | no row
    2025-02 | us/dhs/cbp/ofo | us | assaults_on_officers | incident | 1 (1 to no upper bound) | line 7
    2025-02 | us/dhs/cbp/ofo | us | assaults_on_officers | officer | 1 (1 to no upper bound) | line 7
    2025-01-01 to 2025-02-28 | us/dhs/cbp/ofo | us | assaults_on_officers | incident | 1 (1 to no upper bound) | line 7
    2025-01-01 to 2025-02-28 | us/dhs/cbp/ofo | us | assaults_on_officers | officer | 1 (1 to no upper bound) | line 7
    2025-01 | us/dhs/cbp/usbp | us | assaults_on_officers | incident | 2 (2 to no upper bound) | lines 3,6
    2025-01 | us/dhs/cbp/usbp | us | assaults_on_officers | officer | 5 (5 to no upper bound) | lines 3,6
    2025-02 | us/dhs/cbp/usbp | us | assaults_on_officers | incident | 1 (1 to no upper bound) | line 12
    2025-02 | us/dhs/cbp/usbp | us | assaults_on_officers | officer | 1 (1 to no upper bound) | line 12
    2025-01-01 to 2025-02-28 | us/dhs/cbp/usbp | us | assaults_on_officers | incident | 3 (3 to no upper bound) | lines 3,6,12
    2025-01-01 to 2025-02-28 | us/dhs/cbp/usbp | us | assaults_on_officers | officer | 6 (6 to no upper bound) | lines 3,6,12
    ! line 3: `x` is not a count of officers; the incident counts, its officers are unknown
    ! line 4: a quotation mark is opened and not closed; the row is left out
    ! line 5, column Month (abbv): `SMARCH` is not a month; the row is left out
    ! line 8, column Unique ID: no incident id; the row is left out
    ! line 9, column Fiscal Year: `year` is not a fiscal year; the row is left out
    ! line 10: 5 columns, where the header has 8; the row is left out
    ! line 11: not UTF-8 text from byte 62 of the line on; the row is left out
    ! lines 2,6: incident `A1` stands 2 times in `Yuma Sector` of `U.S. Border Patrol`; its officers are 2 and 5; the largest is counted
    ! lines 12-13: incident `A8` stands 2 times in `Yuma Sector` of `U.S. Border Patrol`; it is counted once
    ! lines 6-7: incident `A1` stands in 2025-01 and 2025-02; it counts in each month, and once in a total
    6 rows, 30 observations, covers [2025-01-01, 2025-03-01), cbp_assault_incidents/1
    ");
}

#[test]
fn types_are_counted_by_distinct_incident_and_are_not_parts_of_a_whole() {
    let decoded = normalize::decode(CbpAssaultTypes, &golden("cbp-assault-types/basic.csv"));
    assert_snapshot!(shown(decoded), @r"
    2025-08 | us/dhs/cbp | us | assaults_on_officers/physical-assault | incident | 1 (1 to no upper bound) | lines 2,4
    2025-09 | us/dhs/cbp | us | assaults_on_officers/physical-assault | incident | 1 (1 to no upper bound) | lines 5-6
    2025-08-01 to 2025-09-30 | us/dhs/cbp | us | assaults_on_officers/physical-assault | incident | 2 (2 to no upper bound) | lines 2,4-6
    2025-08 | us/dhs/cbp/ofo | us | assaults_on_officers/physical-assault | incident | 1 (1 to no upper bound) | line 4
    2025-09 | us/dhs/cbp/ofo | us | assaults_on_officers/physical-assault | incident | missing: unreadable | no row
    2025-08-01 to 2025-09-30 | us/dhs/cbp/ofo | us | assaults_on_officers/physical-assault | incident | 1 (1 to no upper bound) | line 4
    2025-08 | us/dhs/cbp/usbp | us | assaults_on_officers/physical-assault | incident | 1 (1 to no upper bound) | line 2
    2025-09 | us/dhs/cbp/usbp | us | assaults_on_officers/physical-assault | incident | 1 (1 to no upper bound) | lines 5-6
    2025-08-01 to 2025-09-30 | us/dhs/cbp/usbp | us | assaults_on_officers/physical-assault | incident | 2 (2 to no upper bound) | lines 2,5-6
    2025-08 | us/dhs/cbp | us | assaults_on_officers/vehicle-or-vessel | incident | 1 (1 to no upper bound) | line 3
    2025-09 | us/dhs/cbp | us | assaults_on_officers/vehicle-or-vessel | incident | missing: unreadable | no row
    2025-08-01 to 2025-09-30 | us/dhs/cbp | us | assaults_on_officers/vehicle-or-vessel | incident | 1 (1 to no upper bound) | line 3
    2025-08 | us/dhs/cbp/ofo | us | assaults_on_officers/vehicle-or-vessel | incident | missing: unreadable | no row
    2025-09 | us/dhs/cbp/ofo | us | assaults_on_officers/vehicle-or-vessel | incident | missing: unreadable | no row
    2025-08-01 to 2025-09-30 | us/dhs/cbp/ofo | us | assaults_on_officers/vehicle-or-vessel | incident | missing: unreadable | no row
    2025-08 | us/dhs/cbp/usbp | us | assaults_on_officers/vehicle-or-vessel | incident | 1 (1 to no upper bound) | line 3
    2025-09 | us/dhs/cbp/usbp | us | assaults_on_officers/vehicle-or-vessel | incident | missing: unreadable | no row
    2025-08-01 to 2025-09-30 | us/dhs/cbp/usbp | us | assaults_on_officers/vehicle-or-vessel | incident | 1 (1 to no upper bound) | line 3
    ! line 7, column Assault Type Used by Subject: no type of assault; the row is left out
    ! lines 5-6: incident `A2` stands 2 times with `Physical Assault` in `Detroit Sector` of `U.S. Border Patrol`; it is counted once
    5 rows, 18 observations, covers [2025-08-01, 2025-10-01), cbp_assault_types/1
    ");
}

/// A fiscal or calendar year, or the year to date as the file itself has it; not the years to date of its earlier months.
fn is_a_year(period: domain::Period) -> bool {
    period.days() >= 365 || (period.days() > 31 && period.label().ends_with("2026-07-31"))
}

#[test]
fn the_published_file_gives_the_published_totals() {
    let Some(decoded) =
        corpus("the_published_file_gives_the_published_totals", CbpAssaultIncidents, "cbp_assaults/assault-incidents-sample.csv")
    else {
        return;
    };
    let years: Vec<String> = decoded
        .observations
        .iter()
        .filter(|one| one.geography.as_str() == "us" && is_a_year(one.period))
        .map(|one| format!("{} | {} | {} | {}", one.period, one.population, one.unit, value(one)))
        .collect();
    assert_snapshot!(years.join("\n"), @r"
    [2024-10-01, 2025-10-01) | us/dhs/cbp | incident | 388
    [2024-10-01, 2025-10-01) | us/dhs/cbp | officer | 856
    [2025-10-01, 2026-08-01) | us/dhs/cbp | incident | 455
    [2025-10-01, 2026-08-01) | us/dhs/cbp | officer | 1294
    [2025-01-01, 2026-01-01) | us/dhs/cbp | incident | 514
    [2025-01-01, 2026-01-01) | us/dhs/cbp | officer | 1318
    [2024-10-01, 2025-10-01) | us/dhs/cbp/amo | incident | 24
    [2024-10-01, 2025-10-01) | us/dhs/cbp/amo | officer | 46
    [2025-10-01, 2026-08-01) | us/dhs/cbp/amo | incident | 17
    [2025-10-01, 2026-08-01) | us/dhs/cbp/amo | officer | 29
    [2025-01-01, 2026-01-01) | us/dhs/cbp/amo | incident | 27
    [2025-01-01, 2026-01-01) | us/dhs/cbp/amo | officer | 50
    [2024-10-01, 2025-10-01) | us/dhs/cbp/ofo | incident | 90
    [2024-10-01, 2025-10-01) | us/dhs/cbp/ofo | officer | 189
    [2025-10-01, 2026-08-01) | us/dhs/cbp/ofo | incident | 109
    [2025-10-01, 2026-08-01) | us/dhs/cbp/ofo | officer | 232
    [2025-01-01, 2026-01-01) | us/dhs/cbp/ofo | incident | 121
    [2025-01-01, 2026-01-01) | us/dhs/cbp/ofo | officer | 260
    [2024-10-01, 2025-10-01) | us/dhs/cbp/usbp | incident | 280
    [2024-10-01, 2025-10-01) | us/dhs/cbp/usbp | officer | 621
    [2025-10-01, 2026-08-01) | us/dhs/cbp/usbp | incident | 347
    [2025-10-01, 2026-08-01) | us/dhs/cbp/usbp | officer | 1033
    [2025-01-01, 2026-01-01) | us/dhs/cbp/usbp | incident | 380
    [2025-01-01, 2026-01-01) | us/dhs/cbp/usbp | officer | 1008
    ");
    assert_eq!(decoded.rows, 936);
    assert_snapshot!(format!("{} {} {:?}", decoded.observations.len(), decoded.covers, decoded.problems), @"2456 [2024-10-01, 2026-08-01) []");
}

#[test]
fn the_published_file_leads_each_number_back_to_its_lines() {
    let Some(decoded) =
        corpus("the_published_file_leads_each_number_back_to_its_lines", CbpAssaultIncidents, "cbp_assaults/assault-incidents-sample.csv")
    else {
        return;
    };
    let wanted = |one: &&domain::Observation| {
        ["sector/havre", "field-office/tampa", "office/training-safety-and-standards-directorate"].contains(&one.geography.as_str())
            && one.unit == domain::CountingUnit::Officer
            && (one.reading.value().is_some_and(|value| value.as_f64() > 0.0) || one.period.days() > 31)
    };
    let lines: Vec<String> = decoded.observations.iter().filter(wanted).map(line).collect();
    assert_snapshot!(lines.join("\n"), @r"
    2025-04 | us/dhs/cbp/amo | office/training-safety-and-standards-directorate | assaults_on_officers | officer | 1 | line 7
    2025-12 | us/dhs/cbp/amo | office/training-safety-and-standards-directorate | assaults_on_officers | officer | 1 | line 440
    2026-03 | us/dhs/cbp/amo | office/training-safety-and-standards-directorate | assaults_on_officers | officer | 2 | line 705
    FY2025 | us/dhs/cbp/amo | office/training-safety-and-standards-directorate | assaults_on_officers | officer | 1 | line 7
    2025-10-01 to 2026-07-31 | us/dhs/cbp/amo | office/training-safety-and-standards-directorate | assaults_on_officers | officer | 3 | lines 440,705
    2024-12 | us/dhs/cbp/ofo | field-office/tampa | assaults_on_officers | officer | 1 | line 85
    2025-04 | us/dhs/cbp/ofo | field-office/tampa | assaults_on_officers | officer | 2 | line 9
    FY2025 | us/dhs/cbp/ofo | field-office/tampa | assaults_on_officers | officer | 3 | lines 9,85
    2025-10-01 to 2026-07-31 | us/dhs/cbp/ofo | field-office/tampa | assaults_on_officers | officer | 0 | no row
    2025-10 | us/dhs/cbp/usbp | sector/havre | assaults_on_officers | officer | 1 | line 906
    2026-01 | us/dhs/cbp/usbp | sector/havre | assaults_on_officers | officer | 3 | line 611
    FY2025 | us/dhs/cbp/usbp | sector/havre | assaults_on_officers | officer | 0 | no row
    2025-10-01 to 2026-07-31 | us/dhs/cbp/usbp | sector/havre | assaults_on_officers | officer | 4 | lines 611,906
    ");
}

#[test]
fn the_published_types_give_the_published_totals() {
    let Some(decoded) = corpus("the_published_types_give_the_published_totals", CbpAssaultTypes, "cbp_assaults/assault-types-sample.csv")
    else {
        return;
    };
    let years: Vec<String> = decoded
        .observations
        .iter()
        .filter(|one| one.population.as_str() == "us/dhs/cbp" && is_a_year(one.period))
        .map(|one| format!("{} | {} | {}", one.period.label(), one.measure, value(one)))
        .collect();
    assert_snapshot!(years.join("\n"), @r"
    FY2025 | assaults_on_officers/firearm | 8
    2025-10-01 to 2026-07-31 | assaults_on_officers/firearm | 9
    2025 | assaults_on_officers/firearm | 10
    FY2025 | assaults_on_officers/knife-or-other-edged-weapon | 1
    2025-10-01 to 2026-07-31 | assaults_on_officers/knife-or-other-edged-weapon | 4
    2025 | assaults_on_officers/knife-or-other-edged-weapon | 2
    FY2025 | assaults_on_officers/other | 75
    2025-10-01 to 2026-07-31 | assaults_on_officers/other | 68
    2025 | assaults_on_officers/other | 93
    FY2025 | assaults_on_officers/physical-assault | 222
    2025-10-01 to 2026-07-31 | assaults_on_officers/physical-assault | 235
    2025 | assaults_on_officers/physical-assault | 282
    FY2025 | assaults_on_officers/rock-or-other-thrown-projectile | 94
    2025-10-01 to 2026-07-31 | assaults_on_officers/rock-or-other-thrown-projectile | 116
    2025 | assaults_on_officers/rock-or-other-thrown-projectile | 124
    FY2025 | assaults_on_officers/vehicle-or-vessel | 46
    2025-10-01 to 2026-07-31 | assaults_on_officers/vehicle-or-vessel | 116
    2025 | assaults_on_officers/vehicle-or-vessel | 104
    ");
    assert_snapshot!(format!("{} rows, {} observations, problems {:?}", decoded.rows, decoded.observations.len(), decoded.problems), @"1122 rows, 1032 observations, problems []");
}

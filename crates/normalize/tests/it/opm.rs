//! OPM employment by series.

use catalog::SourceId::OpmFedscopeEmployment;
use insta::assert_snapshot;

use crate::support::{corpus, golden, shown, value};

#[test]
fn a_withheld_cell_makes_a_range_and_not_a_zero() {
    assert_snapshot!(shown(normalize::decode(OpmFedscopeEmployment, &golden("opm-fedscope-employment/basic.txt"))), @r"
    2024-09-30 | us/dhs/usss | us | employees | employee | 1500 | line 8
    2024-09-30 | us/dhs/usss/series-0083 | us | officers_employed | employee | 1500 | line 8
    2025-03-31 | us/dhs/ice | us | employees | employee | 1190 (1191 to 1210) | lines 3-6
    2025-03-31 | us/dhs/ice/series-0301 | us | employees | employee | 40 (40 to 65) | line 6
    2025-03-31 | us/dhs/ice/series-1801 | us | officers_employed | employee | 1150 (1151 to 1170) | lines 3-5
    7 rows, 5 observations, covers [2024-09-30, 2025-04-01), opm_fedscope_employment/1
    ");
}

#[test]
fn broken_rows_are_located_and_the_rest_is_summed() {
    assert_snapshot!(shown(normalize::decode(OpmFedscopeEmployment, &golden("opm-fedscope-employment/recoverable-errors.txt"))), @r"
    2025-03-31 | us/dhs/ice | us | employees | employee | 170 | lines 5,7
    2025-03-31 | us/dhs/ice/series-1811 | us | officers_employed | employee | 70 | line 7
    ! line 2, column DATECODE: `2025` is not a month; the row is left out
    ! line 3: `ten` is not a count of employees; the row is left out
    ! line 4, column AGYSUBT: no sub-agency; the row is left out
    ! line 5, column OCC: `*` is not an occupational series; the row counts for its agency only
    ! line 6: 8 columns, where the header has 10; the row is left out
    2 rows, 2 observations, covers [2025-03-31, 2025-04-01), opm_fedscope_employment/1
    ");
}

#[test]
fn the_published_file_gives_the_series_of_ice_and_cbp() {
    let path = "opm/fedscope-employment-by-agency-payplan-grade-series-202503-202409.txt";
    let Some(decoded) = corpus("the_published_file_gives_the_series_of_ice_and_cbp", OpmFedscopeEmployment, path) else { return };
    let wanted = |one: &&domain::Observation| {
        let population = one.population.as_str();
        (population.starts_with("us/dhs/ice") || population.starts_with("us/dhs/cbp"))
            && (one.measure.as_str() == "officers_employed" || !population.contains("series"))
    };
    let lines: Vec<String> = decoded
        .observations
        .iter()
        .filter(wanted)
        .map(|one| format!("{} | {} | {} | {}", one.period.label(), one.population, one.measure, value(one)))
        .collect();
    assert_snapshot!(lines.join("\n"), @r"
    2024-09-30 | us/dhs/cbp | employees | 65814 (65814 to 119224)
    2024-09-30 | us/dhs/cbp/series-1801 | officers_employed | 2154 (2154 to 8914)
    2024-09-30 | us/dhs/cbp/series-1802 | officers_employed | 2607 (2607 to 9397)
    2024-09-30 | us/dhs/cbp/series-1811 | officers_employed | 402 (402 to 7192)
    2024-09-30 | us/dhs/cbp/series-1881 | officers_employed | 525 (525 to 7315)
    2024-09-30 | us/dhs/cbp/series-1895 | officers_employed | 26144 (26144 to 32894)
    2024-09-30 | us/dhs/cbp/series-1896 | officers_employed | 19150 (19150 to 25900)
    2024-09-30 | us/dhs/ice | employees | 20131 (20131 to 74371)
    2024-09-30 | us/dhs/ice/series-1801 | officers_employed | 6914 (6914 to 13634)
    2024-09-30 | us/dhs/ice/series-1802 | officers_employed | 654 (654 to 7454)
    2024-09-30 | us/dhs/ice/series-1811 | officers_employed | 6129 (6129 to 12879)
    2025-03-31 | us/dhs/cbp | employees | 66135 (66135 to 118915)
    2025-03-31 | us/dhs/cbp/series-1801 | officers_employed | 2148 (2148 to 8848)
    2025-03-31 | us/dhs/cbp/series-1802 | officers_employed | 2616 (2616 to 9356)
    2025-03-31 | us/dhs/cbp/series-1811 | officers_employed | 420 (420 to 7160)
    2025-03-31 | us/dhs/cbp/series-1881 | officers_employed | 530 (530 to 7270)
    2025-03-31 | us/dhs/cbp/series-1895 | officers_employed | 26198 (26198 to 32898)
    2025-03-31 | us/dhs/cbp/series-1896 | officers_employed | 19250 (19250 to 25950)
    2025-03-31 | us/dhs/ice | employees | 20166 (20166 to 73796)
    2025-03-31 | us/dhs/ice/series-1801 | officers_employed | 6860 (6860 to 13530)
    2025-03-31 | us/dhs/ice/series-1802 | officers_employed | 625 (625 to 7375)
    2025-03-31 | us/dhs/ice/series-1811 | officers_employed | 6124 (6124 to 12824)
    ");
    let ice =
        decoded.observations.iter().find(|one| one.population.as_str() == "us/dhs/ice/series-1801" && one.period.start().year() == 2025);
    assert_snapshot!(ice.expect("ICE 1801").locator, @"lines 44,165,584,842,1356,2154,2700,4006,4982,7181,10589,16989");
    assert_snapshot!(format!("{} rows, {} observations, {}, problems {:?}", decoded.rows, decoded.observations.len(), decoded.covers, decoded.problems), @"40604 rows, 752 observations, [2024-09-30, 2025-04-01), problems []");
}

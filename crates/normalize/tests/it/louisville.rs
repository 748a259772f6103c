//! Louisville assaulted officers, in both of their releases.

use std::collections::BTreeSet;

use catalog::SourceId::LouisvilleAssaultedOfficers;
use domain::Observation;
use insta::assert_snapshot;
use normalize::Decoded;

use crate::support::{corpus, golden, shown, shown_where, value};

#[test]
fn the_same_table_is_counted_as_incidents_and_as_rows() {
    let decoded = normalize::decode(LouisvilleAssaultedOfficers, &golden("louisville-assaulted-officers/rows-of-every-offence.csv"));
    let wanted = |one: &Observation| one.period.days() > 334 || one.period.start().to_string() == "2018-01-01";
    assert_snapshot!(shown_where(decoded, wanted), @r"
    2018-01 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 1 (1 to no upper bound) | line 29
    2018-01 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 1 (1 to no upper bound) | line 29
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 12 | lines 2-16
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 15 | lines 2-16
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 11 | lines 2-15
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 14 | lines 2-15
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 12 | lines 17-28
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 12 | lines 17-28
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 24 | lines 2-28
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 27 | lines 2-28
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | incident | 0 | no row
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | report | 0 | no row
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | incident | 0 | no row
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | report | 0 | no row
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | incident | 0 | no row
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | report | 0 | no row
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | incident | 0 | no row
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | report | 0 | no row
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 12 | lines 4-16
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 13 | lines 4-16
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 11 | lines 4-15
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 12 | lines 4-15
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 0 | no row
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 0 | no row
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 12 | lines 4-16
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 13 | lines 4-16
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 1 | lines 2-3
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 2 | lines 2-3
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 1 | lines 2-3
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 2 | lines 2-3
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 12 | lines 17-28
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 12 | lines 17-28
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 13 | lines 2-3,17-28
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 14 | lines 2-3,17-28
    28 rows, 234 observations, covers [2016-01-01, 2018-02-01), louisville_assaulted_officers/1
    ");
}

#[test]
fn another_release_writes_days_differently_and_has_one_row_per_incident() {
    let decoded = normalize::decode(LouisvilleAssaultedOfficers, &golden("louisville-assaulted-officers/one-row-per-incident.csv"));
    assert_snapshot!(shown_where(decoded, |one| one.period.days() > 334 || one.period.start().year() == 2018), @r"
    2018-01 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 1 | line 26
    2018-01 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 1 | line 26
    2018-02 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 1 (1 to no upper bound) | line 27
    2018-02 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 1 (1 to no upper bound) | line 27
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 12 | lines 2-13
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 12 | lines 2-13
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 11 | lines 2-12
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 11 | lines 2-12
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 12 | lines 14-25
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 12 | lines 14-25
    2018-01-01 to 2018-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 2 (2 to no upper bound) | lines 26-27
    2018-01-01 to 2018-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 2 (2 to no upper bound) | lines 26-27
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 24 | lines 2-25
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 24 | lines 2-25
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | incident | 0 | no row
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | report | 0 | no row
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | incident | 0 | no row
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | report | 0 | no row
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | incident | 0 | no row
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | report | 0 | no row
    2018-01-01 to 2018-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | incident | 1 (1 to no upper bound) | line 26
    2018-01-01 to 2018-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | report | 1 (1 to no upper bound) | line 26
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | incident | 0 | no row
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13a | report | 0 | no row
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 11 | lines 3-13
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 11 | lines 3-13
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 10 | lines 3-12
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 10 | lines 3-12
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 0 | no row
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 0 | no row
    2018-01-01 to 2018-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 0 (0 to no upper bound) | no row
    2018-01-01 to 2018-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 0 (0 to no upper bound) | no row
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 11 | lines 3-13
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 11 | lines 3-13
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 1 | line 2
    2016 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 1 | line 2
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 1 | line 2
    2016-01-01 to 2016-11-30 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 1 | line 2
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 12 | lines 14-25
    2017 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 12 | lines 14-25
    2018-01-01 to 2018-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 1 (1 to no upper bound) | line 27
    2018-01-01 to 2018-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 1 (1 to no upper bound) | line 27
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 13 | lines 2,14-25
    2016-01-01 to 2017-12-31 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 13 | lines 2,14-25
    26 rows, 244 observations, covers [2016-01-01, 2018-03-01), louisville_assaulted_officers/1
    ");
}

#[test]
fn broken_rows_are_located_and_make_the_counts_lower_bounds() {
    let decoded = normalize::decode(LouisvilleAssaultedOfficers, &golden("louisville-assaulted-officers/recoverable-errors.csv"));
    assert_snapshot!(shown(decoded), @r"
    2010-01 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 1 (1 to no upper bound) | line 2
    2010-01 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 1 (1 to no upper bound) | line 2
    2010-02 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 2 (2 to no upper bound) | lines 3,7
    2010-02 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 2 (2 to no upper bound) | lines 3,7
    2010-01-01 to 2010-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | incident | 2 (2 to no upper bound) | lines 2-3,7
    2010-01-01 to 2010-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers | report | 3 (3 to no upper bound) | lines 2-3,7
    2010-01-01 to 2010-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | incident | 1 (1 to no upper bound) | line 3
    2010-01-01 to 2010-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13b | report | 1 (1 to no upper bound) | line 3
    2010-01-01 to 2010-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | incident | 1 (1 to no upper bound) | line 2
    2010-01-01 to 2010-02-28 | us/ky/louisville-metro-pd | place/louisville-ky | assaults_on_officers/nibrs-13c | report | 1 (1 to no upper bound) | line 2
    ! line 5, column INCIDENT_NUMBER: no incident number; the row is left out
    ! line 6, column DATE_OCCURED: `31.01.2010` is not a day; the row is left out
    ! line 7, column NIBRS_CODE: no code of the offence; the row counts in totals only
    ! lines 3-4: the row number `2` stands 2 times; it is counted once
    ! lines 2-3: incident `80-10-000001` stands in 2010-01 and 2010-02; it counts in each month, and once in a total
    4 rows, 10 observations, covers [2010-01-01, 2010-03-01), louisville_assaulted_officers/1
    ");
}

fn totals(decoded: &Decoded) -> String {
    let last = decoded.covers.end();
    let wanted =
        |one: &&Observation| one.measure.as_str() == "assaults_on_officers" && (one.period.days() > 334 || one.period.end() == last);
    let shown = decoded.observations.iter().filter(wanted).map(|one| format!("{} | {} | {}", one.period.label(), one.unit, value(one)));
    let mut lines: Vec<String> = shown.collect();
    let count = decoded.observations.len();
    lines.push(format!("{} rows, {count} observations, covers {}, problems {:?}", decoded.rows, decoded.covers, decoded.problems));
    lines.join("\n")
}

#[test]
fn the_release_of_2018_has_about_two_rows_for_an_incident() {
    let path = "louisville/AssaultedOfficerData_cagurley2018.csv";
    let Some(decoded) = corpus("the_release_of_2018_has_about_two_rows_for_an_incident", LouisvilleAssaultedOfficers, path) else { return };
    assert_snapshot!(totals(&decoded), @r"
    2018-06 | incident | 23 (23 to no upper bound)
    2018-06 | report | 43 (43 to no upper bound)
    2010 | incident | 599
    2010 | report | 1133
    2011 | incident | 587
    2011 | report | 933
    2012 | incident | 668
    2012 | report | 1220
    2012-01-01 to 2012-11-30 | incident | 609
    2012-01-01 to 2012-11-30 | report | 1094
    2013 | incident | 517
    2013 | report | 954
    2014 | incident | 543
    2014 | report | 1083
    2015 | incident | 423
    2015 | report | 889
    2016 | incident | 293
    2016 | report | 588
    2016-01-01 to 2016-11-30 | incident | 266
    2016-01-01 to 2016-11-30 | report | 533
    2017 | incident | 347
    2017 | report | 826
    2018-01-01 to 2018-06-30 | incident | 209 (209 to no upper bound)
    2018-01-01 to 2018-06-30 | report | 465 (465 to no upper bound)
    2010-01-01 to 2011-12-31 | incident | 1186
    2010-01-01 to 2011-12-31 | report | 2066
    2010-01-01 to 2012-12-31 | incident | 1854
    2010-01-01 to 2012-12-31 | report | 3286
    2010-01-01 to 2013-12-31 | incident | 2371
    2010-01-01 to 2013-12-31 | report | 4240
    2010-01-01 to 2014-12-31 | incident | 2914
    2010-01-01 to 2014-12-31 | report | 5323
    2010-01-01 to 2015-12-31 | incident | 3337
    2010-01-01 to 2015-12-31 | report | 6212
    2010-01-01 to 2016-12-31 | incident | 3630
    2010-01-01 to 2016-12-31 | report | 6800
    2010-01-01 to 2017-12-31 | incident | 3977
    2010-01-01 to 2017-12-31 | report | 7626
    8091 rows, 1204 observations, covers [2010-01-01, 2018-07-01), problems []
    ");
}

#[test]
fn the_release_of_2021_has_one_row_for_an_incident() {
    let path = "louisville/AssaultedOfficerData_NBrown95.csv";
    let Some(decoded) = corpus("the_release_of_2021_has_one_row_for_an_incident", LouisvilleAssaultedOfficers, path) else { return };
    assert_snapshot!(totals(&decoded), @r"
    2021-09 | incident | 2 (2 to no upper bound)
    2021-09 | report | 2 (2 to no upper bound)
    2010 | incident | 599
    2010 | report | 599
    2011 | incident | 587
    2011 | report | 587
    2012 | incident | 668
    2012 | report | 668
    2012-01-01 to 2012-11-30 | incident | 609
    2012-01-01 to 2012-11-30 | report | 609
    2013 | incident | 517
    2013 | report | 517
    2014 | incident | 543
    2014 | report | 543
    2015 | incident | 422
    2015 | report | 422
    2016 | incident | 293
    2016 | report | 293
    2016-01-01 to 2016-11-30 | incident | 266
    2016-01-01 to 2016-11-30 | report | 266
    2017 | incident | 347
    2017 | report | 347
    2018 | incident | 463
    2018 | report | 463
    2019 | incident | 401
    2019 | report | 401
    2020 | incident | 355
    2020 | report | 355
    2020-01-01 to 2020-11-30 | incident | 333
    2020-01-01 to 2020-11-30 | report | 333
    2021-01-01 to 2021-09-30 | incident | 198 (198 to no upper bound)
    2021-01-01 to 2021-09-30 | report | 198 (198 to no upper bound)
    2010-01-01 to 2011-12-31 | incident | 1186
    2010-01-01 to 2011-12-31 | report | 1186
    2010-01-01 to 2012-12-31 | incident | 1854
    2010-01-01 to 2012-12-31 | report | 1854
    2010-01-01 to 2013-12-31 | incident | 2371
    2010-01-01 to 2013-12-31 | report | 2371
    2010-01-01 to 2014-12-31 | incident | 2914
    2010-01-01 to 2014-12-31 | report | 2914
    2010-01-01 to 2015-12-31 | incident | 3336
    2010-01-01 to 2015-12-31 | report | 3336
    2010-01-01 to 2016-12-31 | incident | 3629
    2010-01-01 to 2016-12-31 | report | 3629
    2010-01-01 to 2017-12-31 | incident | 3976
    2010-01-01 to 2017-12-31 | report | 3976
    2010-01-01 to 2018-12-31 | incident | 4439
    2010-01-01 to 2018-12-31 | report | 4439
    2010-01-01 to 2019-12-31 | incident | 4840
    2010-01-01 to 2019-12-31 | report | 4840
    2010-01-01 to 2020-12-31 | incident | 5195
    2010-01-01 to 2020-12-31 | report | 5195
    5393 rows, 1672 observations, covers [2010-01-01, 2021-10-01), problems []
    ");
    let codes = decoded.observations.iter().filter(|one| one.period.label() == "2010-01-01 to 2017-12-31");
    let lines: Vec<String> = codes.map(|one| format!("{} | {} | {}", one.measure, one.unit, value(one))).collect();
    assert_snapshot!(lines.join("\n"), @r"
    assaults_on_officers | incident | 3976
    assaults_on_officers | report | 3976
    assaults_on_officers/nibrs-09a | incident | 2
    assaults_on_officers/nibrs-09a | report | 2
    assaults_on_officers/nibrs-13a | incident | 630
    assaults_on_officers/nibrs-13a | report | 630
    assaults_on_officers/nibrs-13b | incident | 1044
    assaults_on_officers/nibrs-13b | report | 1044
    assaults_on_officers/nibrs-13c | incident | 2300
    assaults_on_officers/nibrs-13c | report | 2300
    ");
}

/// Series and periods that a release speaks of.
fn spoken_of(decoded: &Decoded) -> BTreeSet<String> {
    decoded.observations.iter().map(|one| format!("{} {} {} {}", one.measure, one.unit, one.definition, one.period)).collect()
}

/// Analytics takes a period that a later release covers and does not have for withdrawn.
#[test]
fn a_later_release_has_every_period_of_an_earlier_one() {
    let golden = |name: &str| {
        let bytes = golden(&format!("louisville-assaulted-officers/{name}.csv"));
        normalize::decode(LouisvilleAssaultedOfficers, &bytes).expect("a table")
    };
    assert!(spoken_of(&golden("rows-of-every-offence")).is_subset(&spoken_of(&golden("one-row-per-incident"))));

    let test = "a_later_release_has_every_period_of_an_earlier_one";
    let release = |name: &str| corpus(test, LouisvilleAssaultedOfficers, &format!("louisville/AssaultedOfficerData_{name}.csv"));
    let (Some(earlier), Some(later)) = (release("cagurley2018"), release("NBrown95")) else { return };
    assert!(spoken_of(&earlier).is_subset(&spoken_of(&later)));
}

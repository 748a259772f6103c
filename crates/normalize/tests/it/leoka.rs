//! LEOKA by city.

use catalog::SourceId::LeokaCity;
use insta::assert_snapshot;

use crate::support::{corpus, golden, shown, value};

#[test]
fn the_status_of_a_row_decides_what_its_numbers_are_worth() {
    assert_snapshot!(shown(normalize::decode(LeokaCity, &golden("leoka-city/every-status.csv"))), @r"
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/firearm | officer | 1 | line 2, column wpn_gun
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/knife | officer | 0 | line 2, column wpn_knife
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/other-weapon | officer | 2 | line 2, column wpn_other
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/personal-weapons | officer | 7 | line 2, column wpn_unarmed
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers | officer | 10 | line 2, column total_assaults
    2018 | us/or/springfield-pd | place/springfield-or | officers_injured | officer | 4 | line 2, column inj_total
    2018 | us/or/springfield-pd | place/springfield-or | officers_employed | employee | 70 | line 2, column officers
    2019 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/firearm | officer | missing: not reported | line 3, column wpn_gun
    2019 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/knife | officer | missing: not reported | line 3, column wpn_knife
    2019 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/other-weapon | officer | missing: not reported | line 3, column wpn_other
    2019 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/personal-weapons | officer | missing: not reported | line 3, column wpn_unarmed
    2019 | us/or/springfield-pd | place/springfield-or | assaults_on_officers | officer | missing: not reported | line 3, column total_assaults
    2019 | us/or/springfield-pd | place/springfield-or | officers_injured | officer | missing: not reported | line 3, column inj_total
    2019 | us/or/springfield-pd | place/springfield-or | officers_employed | employee | 71 | line 3, column officers
    2018 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers/firearm | officer | missing: suspected false zero | line 4, column wpn_gun
    2018 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers/knife | officer | missing: suspected false zero | line 4, column wpn_knife
    2018 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers/other-weapon | officer | missing: suspected false zero | line 4, column wpn_other
    2018 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers/personal-weapons | officer | missing: suspected false zero | line 4, column wpn_unarmed
    2018 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers | officer | missing: suspected false zero | line 4, column total_assaults
    2018 | us/ny/gotham-pd | place/gotham-ny | officers_injured | officer | missing: suspected false zero | line 4, column inj_total
    2018 | us/ny/gotham-pd | place/gotham-ny | officers_employed | employee | 34500 | line 4, column officers
    2019 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers/firearm | officer | missing: suspected false zero | line 5, column wpn_gun
    2019 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers/knife | officer | missing: suspected false zero | line 5, column wpn_knife
    2019 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers/other-weapon | officer | missing: suspected false zero | line 5, column wpn_other
    2019 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers/personal-weapons | officer | missing: suspected false zero | line 5, column wpn_unarmed
    2019 | us/ny/gotham-pd | place/gotham-ny | assaults_on_officers | officer | missing: suspected false zero | line 5, column total_assaults
    2019 | us/ny/gotham-pd | place/gotham-ny | officers_injured | officer | missing: suspected false zero | line 5, column inj_total
    2019 | us/ny/gotham-pd | place/gotham-ny | officers_employed | employee | 34822 | line 5, column officers
    2018 | us/fl/bay-county-sheriff | place/bay-county-sheriff-fl | assaults_on_officers/firearm | officer | 0 | line 6, column wpn_gun
    2018 | us/fl/bay-county-sheriff | place/bay-county-sheriff-fl | assaults_on_officers/knife | officer | 0 | line 6, column wpn_knife
    2018 | us/fl/bay-county-sheriff | place/bay-county-sheriff-fl | assaults_on_officers/other-weapon | officer | 5 | line 6, column wpn_other
    2018 | us/fl/bay-county-sheriff | place/bay-county-sheriff-fl | assaults_on_officers/personal-weapons | officer | 15 | line 6, column wpn_unarmed
    2018 | us/fl/bay-county-sheriff | place/bay-county-sheriff-fl | assaults_on_officers | officer | 20 | line 6, column total_assaults
    2018 | us/fl/bay-county-sheriff | place/bay-county-sheriff-fl | officers_injured | officer | missing: implausible | line 6, column inj_total
    2018 | us/fl/bay-county-sheriff | place/bay-county-sheriff-fl | officers_employed | employee | 25 | line 6, column officers
    ! line 6: `Bay County Sheriff` has a split by injury in 2018 that the table marks as implausible; the injured are missing, the totals stand
    ! lines 4-5: `Gotham City Police Department` has zeros in 2018, 2019 beside at least 34,500 officers, which the table marks as false; taken as missing
    5 rows, 35 observations, covers [2018-01-01, 2020-01-01), leoka_city/1
    ");
}

#[test]
fn broken_rows_are_located_and_the_rest_is_kept() {
    assert_snapshot!(shown(normalize::decode(LeokaCity, &golden("leoka-city/recoverable-errors.csv"))), @r"
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/firearm | officer | 1 | line 2, column wpn_gun
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/knife | officer | 0 | line 2, column wpn_knife
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/other-weapon | officer | 2 | line 2, column wpn_other
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/personal-weapons | officer | 8 | line 2, column wpn_unarmed
    2018 | us/or/springfield-pd | place/springfield-or | assaults_on_officers | officer | 10 | line 2, column total_assaults
    2018 | us/or/springfield-pd | place/springfield-or | officers_injured | officer | 4 | line 2, column inj_total
    2018 | us/or/springfield-pd | place/springfield-or | officers_employed | employee | missing: unreadable | line 2, column officers
    2015 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/firearm | officer | 1 | line 7, column wpn_gun
    2015 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/knife | officer | 0 | line 7, column wpn_knife
    2015 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/other-weapon | officer | 2 | line 7, column wpn_other
    2015 | us/or/springfield-pd | place/springfield-or | assaults_on_officers/personal-weapons | officer | 7 | line 7, column wpn_unarmed
    2015 | us/or/springfield-pd | place/springfield-or | assaults_on_officers | officer | 10 | line 7, column total_assaults
    2015 | us/or/springfield-pd | place/springfield-or | officers_injured | officer | missing: not reported | line 7, column inj_total
    2015 | us/or/springfield-pd | place/springfield-or | officers_employed | employee | 70 | line 7, column officers
    ! line 2, column officers: `seventy` is not a count
    ! line 5, column year: `216` is not a year; the row is left out
    ! line 6, column status: `estimated` is not a status; the row is left out
    ! line 2, column total_assaults: the weapons add up to 11, the total is 10; all are kept as published
    ! line 3: `Springfield Police Department` and 2018 stand on line 2 already; this row is left out
    ! line 4, column state: `Cascadia` is not a state; the row is left out
    4 rows, 14 observations, covers [2015-01-01, 2019-01-01), leoka_city/1
    ");
}

#[test]
fn the_transcribed_cities_have_false_zeros_as_missing() {
    let path = "leoka_city_transcribed/leoka_city_assaults_transcribed.csv";
    let Some(decoded) = corpus("the_transcribed_cities_have_false_zeros_as_missing", LeokaCity, path) else { return };
    let mut lines: Vec<String> = Vec::new();
    for row in decoded.observations.chunks(7) {
        let of = |measure: &str| row.iter().find(|one| one.measure.as_str() == measure).map(value).expect("a measure of the row");
        let [assaulted, injured, employed] = ["assaults_on_officers", "officers_injured", "officers_employed"].map(of);
        let one = row.first().expect("a row");
        lines.push(format!(
            "{} {} {}: {assaulted}; injured {injured}; officers {employed}",
            one.population,
            one.geography,
            one.period.label()
        ));
    }
    lines.extend(decoded.problems.iter().map(|problem| format!("! {}: {}", problem.locator, problem.message)));
    assert_snapshot!(lines.join("\n"), @r"
    us/ct/hartford-pd place/hartford-ct 2021: missing: not reported; injured missing: not reported; officers 395
    us/ct/hartford-pd place/hartford-ct 2020: 65; injured 25; officers 430
    us/ct/hartford-pd place/hartford-ct 2019: 69; injured 19; officers 447
    us/ct/hartford-pd place/hartford-ct 2018: 111; injured 41; officers 394
    us/ct/hartford-pd place/hartford-ct 2017: 107; injured 46; officers 390
    us/ct/hartford-pd place/hartford-ct 2016: 91; injured 34; officers 398
    us/ct/hartford-pd place/hartford-ct 2015: 173; injured 50; officers 413
    us/ct/hartford-pd place/hartford-ct 2014: 140; injured 44; officers 420
    us/ct/hartford-pd place/hartford-ct 2013: 102; injured 51; officers 455
    us/ct/hartford-pd place/hartford-ct 2012: 99; injured 52; officers 478
    us/ct/hartford-pd place/hartford-ct 2011: 94; injured 33; officers 440
    us/ct/hartford-pd place/hartford-ct 2010: 107; injured 32; officers 452
    us/co/denver-pd place/denver-co 2018: 241; injured 150; officers 1517
    us/co/denver-pd place/denver-co 2017: 158; injured 89; officers 1479
    us/co/denver-pd place/denver-co 2016: 145; injured 69; officers 1483
    us/co/denver-pd place/denver-co 2015: 132; injured 72; officers 1468
    us/co/denver-pd place/denver-co 2014: 101; injured 64; officers 1430
    us/co/denver-pd place/denver-co 2013: 83; injured 43; officers 1395
    us/co/denver-pd place/denver-co 2012: 40; injured 26; officers 1388
    us/co/denver-pd place/denver-co 2011: 45; injured 34; officers 1420
    us/co/denver-pd place/denver-co 2010: 54; injured 37; officers 1470
    us/ca/los-angeles-pd place/los-angeles-ca 2018: 864; injured missing: implausible; officers 9974
    us/ca/los-angeles-pd place/los-angeles-ca 2017: 873; injured missing: implausible; officers 9988
    us/ca/los-angeles-pd place/los-angeles-ca 2016: 859; injured missing: implausible; officers 9850
    us/ca/los-angeles-pd place/los-angeles-ca 2015: 869; injured missing: implausible; officers 9863
    us/ca/los-angeles-pd place/los-angeles-ca 2014: 691; injured missing: implausible; officers 9907
    us/ca/los-angeles-pd place/los-angeles-ca 2013: 513; injured missing: implausible; officers 9843
    us/ca/los-angeles-pd place/los-angeles-ca 2012: 590; injured missing: implausible; officers 9992
    us/ca/los-angeles-pd place/los-angeles-ca 2011: 651; injured missing: implausible; officers 9860
    us/ca/los-angeles-pd place/los-angeles-ca 2010: 571; injured missing: implausible; officers 9858
    us/ca/los-angeles-pd place/los-angeles-ca 2007: 624; injured 168; officers 9538
    us/mn/minneapolis-pd place/minneapolis-mn 2018: 54; injured 22; officers 849
    us/mn/minneapolis-pd place/minneapolis-mn 2017: 104; injured 42; officers 847
    us/mn/minneapolis-pd place/minneapolis-mn 2016: 99; injured 51; officers 847
    us/mn/minneapolis-pd place/minneapolis-mn 2015: 148; injured 68; officers 831
    us/mn/minneapolis-pd place/minneapolis-mn 2014: 123; injured 60; officers 836
    us/mn/minneapolis-pd place/minneapolis-mn 2013: 118; injured 60; officers 844
    us/mn/minneapolis-pd place/minneapolis-mn 2012: 136; injured 63; officers 852
    us/mn/minneapolis-pd place/minneapolis-mn 2011: 176; injured 86; officers 852
    us/il/chicago-pd place/chicago-il 2023: missing: not reported; injured missing: not reported; officers 11793
    us/il/chicago-pd place/chicago-il 2022: missing: not reported; injured missing: not reported; officers 11678
    us/il/chicago-pd place/chicago-il 2019: missing: not reported; injured missing: not reported; officers 13160
    us/il/chicago-pd place/chicago-il 2018: missing: not reported; injured missing: not reported; officers 13138
    us/il/chicago-pd place/chicago-il 2017: missing: not reported; injured missing: not reported; officers 12383
    us/il/chicago-pd place/chicago-il 1994: 902; injured 593; officers 12971
    us/ny/new-york-pd place/new-york-ny 2021: missing: not reported; injured missing: not reported; officers 35047
    us/ny/new-york-pd place/new-york-ny 2020: missing: not reported; injured missing: not reported; officers 34018
    us/ny/new-york-pd place/new-york-ny 2019: missing: not reported; injured missing: not reported; officers 36563
    us/ny/new-york-pd place/new-york-ny 2018: missing: suspected false zero; injured missing: suspected false zero; officers 36134
    us/ny/new-york-pd place/new-york-ny 2017: missing: suspected false zero; injured missing: suspected false zero; officers 36378
    us/ny/new-york-pd place/new-york-ny 2016: missing: suspected false zero; injured missing: suspected false zero; officers 36228
    us/ny/new-york-pd place/new-york-ny 2015: missing: suspected false zero; injured missing: suspected false zero; officers 35395
    us/ny/new-york-pd place/new-york-ny 2014: missing: suspected false zero; injured missing: suspected false zero; officers 34581
    us/ny/new-york-pd place/new-york-ny 2013: missing: suspected false zero; injured missing: suspected false zero; officers 34822
    us/ny/new-york-pd place/new-york-ny 1999: 1420; injured 1313; officers 41791
    ! lines 23-31: `Los Angeles Police Department` has a split by injury in 2018, 2017, 2016, 2015, 2014, 2013, 2012, 2011, 2010 that the table marks as implausible; the injured are missing, the totals stand
    ! lines 50-55: `New York City Police Department` has zeros in 2018, 2017, 2016, 2015, 2014, 2013 beside at least 34,581 officers, which the table marks as false; taken as missing
    ");
    let zeros = decoded.observations.iter().filter(|one| one.measure.as_str() == "assaults_on_officers" && value(one) == "0");
    assert_eq!(zeros.count(), 0, "a year without assaults is a false zero in every city of the table");
}

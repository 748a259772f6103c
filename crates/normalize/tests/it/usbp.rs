//! Border Patrol sector profile and staffing.

use catalog::SourceId::{UsbpSectorProfile, UsbpStaffing};
use insta::assert_snapshot;

use crate::support::{corpus, golden, line, shown, shown_where, value};

#[test]
fn a_column_that_repeats_the_year_before_in_every_sector_is_missing() {
    let decoded = normalize::decode(UsbpSectorProfile, &golden("usbp-sector-profile/repeated-column.csv"));
    assert_snapshot!(shown_where(decoded, |one| ["us", "sector/five"].contains(&one.geography.as_str())), @r"
    FY2001 | us/dhs/cbp/usbp | sector/five | assaults_on_officers | officer_subject_object | 5 | line 6, column assaults
    FY2001 | us/dhs/cbp/usbp | sector/five | officers_employed | employee | 50 | line 6, column number_of_agents
    FY2001 | us/dhs/cbp/usbp | sector/five | apprehensions | apprehension | 500 | line 6, column total_apprehensions
    FY2001 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 15 | line 7, column assaults
    FY2001 | us/dhs/cbp/usbp | us | officers_employed | employee | 150 | line 7, column number_of_agents
    FY2001 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 1500 | line 7, column total_apprehensions
    FY2002 | us/dhs/cbp/usbp | sector/five | assaults_on_officers | officer_subject_object | missing: suspected carry-over | line 12, column assaults
    FY2002 | us/dhs/cbp/usbp | sector/five | officers_employed | employee | 50 | line 12, column number_of_agents
    FY2002 | us/dhs/cbp/usbp | sector/five | apprehensions | apprehension | 500 | line 12, column total_apprehensions
    FY2002 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | missing: suspected carry-over | line 13, column assaults
    FY2002 | us/dhs/cbp/usbp | us | officers_employed | employee | 154 | line 13, column number_of_agents
    FY2002 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 1503 | line 13, column total_apprehensions
    FY2003 | us/dhs/cbp/usbp | sector/five | assaults_on_officers | officer_subject_object | 6 | line 18, column assaults
    FY2003 | us/dhs/cbp/usbp | sector/five | officers_employed | employee | 50 | line 18, column number_of_agents
    FY2003 | us/dhs/cbp/usbp | sector/five | apprehensions | apprehension | 502 | line 18, column total_apprehensions
    FY2003 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 16 | line 19, column assaults
    FY2003 | us/dhs/cbp/usbp | us | officers_employed | employee | 154 | line 19, column number_of_agents
    FY2003 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 1510 | line 19, column total_apprehensions
    ! lines 8-13, column assaults: FY2002 repeats FY2001 in all 5 sectors while other columns changed; taken as missing, suspected carry-over
    ! line 13, column total_apprehensions: the national total is not the sum of the sectors: FY2002 1,503 against 1,504; all are kept as published
    18 rows, 54 observations, covers [2000-10-01, 2003-10-01), usbp_sector_profile/1
    ");
}

#[test]
fn a_cell_that_cannot_be_read_is_missing_and_the_row_stays() {
    let decoded = normalize::decode(UsbpSectorProfile, &golden("usbp-sector-profile/recoverable-errors.csv"));
    assert_snapshot!(shown(decoded), @r"
    FY2018 | us/dhs/cbp/usbp | sector/yuma | assaults_on_officers | officer_subject_object | missing: unreadable | line 3, column assaults
    FY2018 | us/dhs/cbp/usbp | sector/yuma | officers_employed | employee | missing: not reported | line 3, column number_of_agents
    FY2018 | us/dhs/cbp/usbp | sector/yuma | apprehensions | apprehension | missing: not reported | line 3, column total_apprehensions
    FY2019 | us/dhs/cbp/usbp | sector/yuma | assaults_on_officers | officer_subject_object | 27 | line 2, column assaults
    FY2019 | us/dhs/cbp/usbp | sector/yuma | officers_employed | employee | 809 | line 2, column number_of_agents
    FY2019 | us/dhs/cbp/usbp | sector/yuma | apprehensions | apprehension | 68269 | line 2, column total_apprehensions
    FY2019 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 27 | line 7, column assaults
    FY2019 | us/dhs/cbp/usbp | us | officers_employed | employee | 900 | line 7, column number_of_agents
    FY2019 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 68269 | line 7, column total_apprehensions
    ! line 3, column assaults: `many` is not a count
    ! line 4, column fiscal_year: `18` is not a fiscal year; the row is left out
    ! line 5, column sector: no sector; the row is left out
    ! line 6: `Yuma Sector` and fiscal year 2019 stand on a line above already; this row is left out
    ! line 7, column number_of_agents: the national total is not the sum of the sectors: FY2019 900 against 809; all are kept as published
    4 rows, 9 observations, covers [2017-10-01, 2019-10-01), usbp_sector_profile/1
    ");
}

#[test]
fn a_closed_sector_is_missing_and_not_zero() {
    assert_snapshot!(shown(normalize::decode(UsbpStaffing, &golden("usbp-staffing/basic.csv"))), @r"
    FY2004 | us/dhs/cbp/usbp | sector/livermore | officers_employed | employee | 5 | line 7, column number_of_agents
    FY2005 | us/dhs/cbp/usbp | sector/livermore | officers_employed | employee | missing: not reported | line 6, column number_of_agents
    FY2005 | us/dhs/cbp/usbp | sector/miami | officers_employed | employee | 78 | line 2, column number_of_agents
    FY2005 | us/dhs/cbp/usbp | sector/new-orleans | officers_employed | employee | 46 | line 3, column number_of_agents
    FY2005 | us/dhs/cbp/usbp | sector/ramey | officers_employed | employee | 36 | line 4, column number_of_agents
    FY2005 | us/dhs/cbp/usbp | border/coastal | officers_employed | employee | 160 | line 5, column number_of_agents
    FY2005 | us/dhs/cbp/usbp | us | officers_employed | employee | 11264 | line 8, column number_of_agents
    ! line 8, column number_of_agents: the national total is not the sum of the sectors: FY2005 11,264 against 160; all are kept as published
    7 rows, 7 observations, covers [2003-10-01, 2005-10-01), usbp_staffing/1
    ");
}

#[test]
fn the_published_profile_has_no_assaults_for_2018() {
    let Some(decoded) =
        corpus("the_published_profile_has_no_assaults_for_2018", UsbpSectorProfile, "border_patrol/sector_profile_2011_2019.csv")
    else {
        return;
    };
    let nation = |one: &&domain::Observation| one.geography.as_str() == "us";
    let lines: Vec<String> = decoded.observations.iter().filter(nation).map(line).collect();
    assert_snapshot!(lines.join("\n"), @r"
    FY2011 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 675 | line 217, column assaults
    FY2011 | us/dhs/cbp/usbp | us | officers_employed | employee | 21444 | line 217, column number_of_agents
    FY2011 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 340252 | line 217, column total_apprehensions
    FY2012 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 555 | line 193, column assaults
    FY2012 | us/dhs/cbp/usbp | us | officers_employed | employee | 21165 | line 193, column number_of_agents
    FY2012 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 364768 | line 193, column total_apprehensions
    FY2013 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 468 | line 169, column assaults
    FY2013 | us/dhs/cbp/usbp | us | officers_employed | employee | 21391 | line 169, column number_of_agents
    FY2013 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 420789 | line 169, column total_apprehensions
    FY2014 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 373 | line 145, column assaults
    FY2014 | us/dhs/cbp/usbp | us | officers_employed | employee | 20863 | line 145, column number_of_agents
    FY2014 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 486651 | line 145, column total_apprehensions
    FY2015 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 378 | line 121, column assaults
    FY2015 | us/dhs/cbp/usbp | us | officers_employed | employee | 20273 | line 121, column number_of_agents
    FY2015 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 337117 | line 121, column total_apprehensions
    FY2016 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 454 | line 97, column assaults
    FY2016 | us/dhs/cbp/usbp | us | officers_employed | employee | 19828 | line 97, column number_of_agents
    FY2016 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 415816 | line 97, column total_apprehensions
    FY2017 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 786 | line 73, column assaults
    FY2017 | us/dhs/cbp/usbp | us | officers_employed | employee | 19437 | line 73, column number_of_agents
    FY2017 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 310531 | line 73, column total_apprehensions
    FY2018 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | missing: suspected carry-over | line 49, column assaults
    FY2018 | us/dhs/cbp/usbp | us | officers_employed | employee | 19555 | line 49, column number_of_agents
    FY2018 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 404142 | line 49, column total_apprehensions
    FY2019 | us/dhs/cbp/usbp | us | assaults_on_officers | officer_subject_object | 725 | line 25, column assaults
    FY2019 | us/dhs/cbp/usbp | us | officers_employed | employee | 19648 | line 25, column number_of_agents
    FY2019 | us/dhs/cbp/usbp | us | apprehensions | apprehension | 859501 | line 25, column total_apprehensions
    ");
    let suspected: Vec<String> = decoded
        .observations
        .iter()
        .filter(|one| one.reading.missing().is_some())
        .map(|one| format!("{} {} {}", one.period.label(), one.geography, value(one)))
        .collect();
    assert_snapshot!(suspected.join("\n"), @r"
    FY2018 sector/big-bend missing: suspected carry-over
    FY2018 sector/blaine missing: suspected carry-over
    FY2018 sector/buffalo missing: suspected carry-over
    FY2018 sector/del-rio missing: suspected carry-over
    FY2018 sector/detroit missing: suspected carry-over
    FY2018 sector/el-centro missing: suspected carry-over
    FY2018 sector/el-paso missing: suspected carry-over
    FY2018 sector/grand-forks missing: suspected carry-over
    FY2018 sector/havre missing: suspected carry-over
    FY2018 sector/houlton missing: suspected carry-over
    FY2018 sector/laredo missing: suspected carry-over
    FY2018 sector/miami missing: suspected carry-over
    FY2018 sector/new-orleans missing: suspected carry-over
    FY2018 sector/ramey missing: suspected carry-over
    FY2018 sector/rio-grande-valley missing: suspected carry-over
    FY2018 sector/san-diego missing: suspected carry-over
    FY2018 sector/spokane missing: suspected carry-over
    FY2018 sector/swanton missing: suspected carry-over
    FY2018 sector/tucson missing: suspected carry-over
    FY2018 sector/yuma missing: suspected carry-over
    FY2018 border/coastal missing: suspected carry-over
    FY2018 border/northern missing: suspected carry-over
    FY2018 border/southwest missing: suspected carry-over
    FY2018 us missing: suspected carry-over
    ");
    let problems: Vec<String> = decoded.problems.iter().map(|one| format!("{}: {}", one.locator, one.message)).collect();
    assert_snapshot!(problems.join("\n"), @r"
    lines 26-49, column assaults: FY2018 repeats FY2017 in all 20 sectors while other columns changed; taken as missing, suspected carry-over
    lines 24,48,72,96,120,144,168,192,216, column number_of_agents: the subtotal of the southwest border is not the sum of the sectors: FY2011 18,506 against 18,447, FY2012 18,516 against 18,412, FY2013 18,611 against 18,501, FY2014 18,156 against 18,027, FY2015 17,522 against 17,404, FY2016 17,026 against 16,910, and 3 more years; all are kept as published
    lines 25,49,73,97,121,145,169,193,217, column number_of_agents: the national total is not the sum of the sectors: FY2011 21,444 against 20,916, FY2012 21,165 against 20,842, FY2013 21,391 against 20,870, FY2014 20,863 against 20,335, FY2015 20,273 against 19,667, FY2016 19,828 against 19,180, and 3 more years; all are kept as published
    ");
}

#[test]
fn the_published_staffing_is_read_whole() {
    let Some(decoded) = corpus("the_published_staffing_is_read_whole", UsbpStaffing, "border_patrol/border_patrol_staffing_1992_2019.csv")
    else {
        return;
    };
    let wanted = |one: &&domain::Observation| {
        let year = one.period.end().year();
        (one.geography.as_str() == "us" && year % 9 == 2) || (one.geography.as_str() == "sector/livermore" && [2004, 2005].contains(&year))
    };
    let lines: Vec<String> = decoded.observations.iter().filter(wanted).map(line).collect();
    assert_snapshot!(lines.join("\n"), @r"
    FY2000 | us/dhs/cbp/usbp | us | officers_employed | employee | 9212 | line 491, column number_of_agents
    FY2004 | us/dhs/cbp/usbp | sector/livermore | officers_employed | employee | 5 | line 389, column number_of_agents
    FY2005 | us/dhs/cbp/usbp | sector/livermore | officers_employed | employee | missing: not reported | line 364, column number_of_agents
    FY2009 | us/dhs/cbp/usbp | us | officers_employed | employee | 20119 | line 266, column number_of_agents
    FY2018 | us/dhs/cbp/usbp | us | officers_employed | employee | 19555 | line 41, column number_of_agents
    ");
    let problems: Vec<String> = decoded.problems.iter().map(|one| format!("{}: {}", one.locator, one.message)).collect();
    assert_snapshot!(problems.join("\n"), @r"
    lines 22,47,72,97,122,147,172,197,222,247, column number_of_agents: the subtotal of the southwest border is not the sum of the sectors: FY2010 17,535 against 17,488, FY2011 18,506 against 18,447, FY2012 18,516 against 18,412, FY2013 18,610 against 18,500, FY2014 18,114 against 17,985, FY2015 17,418 against 17,302, and 4 more years; all are kept as published
    lines 16,41,66,91,116,141,166,191,216,241,266,291,316,341,366,391,416,441,466,491,516,541,566,591,616,641,666,691, column number_of_agents: the national total is not the sum of the sectors: FY1992 4,139 against 4,041, FY1993 4,028 against 3,937, FY1994 4,287 against 4,223, FY1995 4,945 against 4,837, FY1996 5,942 against 5,780, FY1997 6,895 against 6,728, and 22 more years; all are kept as published
    ");
    assert_snapshot!(format!("{} rows, {} observations, {}", decoded.rows, decoded.observations.len(), decoded.covers), @"700 rows, 700 observations, [1991-10-01, 2019-10-01)");
}

//! Which files of the corpus are recognized, and why the others are not.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use catalog::{SourceId, recognize};

use crate::corpus;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn real_files_are_recognized_and_the_others_refused_with_a_reason() {
    let Some(corpus) = corpus("real_files_are_recognized_and_the_others_refused_with_a_reason") else {
        return;
    };
    let mut paths = Vec::new();
    files(&corpus, &mut paths);
    let mut recognized = Vec::new();
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        let bytes = fs::read(&path).expect("a file");
        let name = path.strip_prefix(&corpus).expect("in the corpus");
        match recognize(&bytes) {
            // There are pages by the hundred; that a folder has some is what counts.
            Ok(id @ SourceId::PacerPages) => recognized.push(format!("{id:22} {}/*.html", name.parent().unwrap_or(name).display())),
            Ok(id) => recognized.push(format!("{id:22} {}", name.display())),
            Err(reason) => {
                let extension = path.extension().unwrap_or_default().display().to_string();
                let said = reason.to_string();
                // Titles and headers differ from file to file; the kind of the reason is what counts here.
                let kind = said.split([':', ',', '"', ';']).next().unwrap_or_default().trim();
                *refused.entry(format!("{extension:8} {kind}")).or_default() += 1;
            }
        }
    }
    recognized.dedup();
    insta::assert_snapshot!(recognized.join("\n"), @r"
    usbp-staffing border_patrol/border_patrol_staffing_1992_2019.csv
    usbp-sector-profile border_patrol/sector_profile_2011_2019.csv
    cbp-assault-incidents cbp_assaults/assault-incidents-sample.csv
    cbp-assault-types cbp_assaults/assault-types-sample.csv
    pacer-pages court/case_queries/*.html
    courtlistener-webhook court/courtlistener_webhooks/docket_alert.v1.json
    courtlistener-webhook court/courtlistener_webhooks/docket_alert.v2.json
    courtlistener-webhook court/courtlistener_webhooks/old_alerts_report.v1.json
    courtlistener-webhook court/courtlistener_webhooks/old_alerts_report.v2.json
    courtlistener-webhook court/courtlistener_webhooks/pray_and_pay.v1.json
    courtlistener-webhook court/courtlistener_webhooks/pray_and_pay.v2.json
    courtlistener-webhook court/courtlistener_webhooks/recap_fetch.v1.json
    courtlistener-webhook court/courtlistener_webhooks/recap_fetch.v2.json
    courtlistener-webhook court/courtlistener_webhooks/search_alert.v1.json
    courtlistener-webhook court/courtlistener_webhooks/search_alert.v2.json
    pacer-pages court/docket_history/*.html
    pacer-pages court/dockets/*.html
    pacer-pages court/not_dockets/*.html
    pacer-rss court/rss/ca10.xml
    pacer-rss court/rss/ca2_1.xml
    pacer-rss court/rss/ca6.xml
    pacer-rss court/rss/cadc.xml
    pacer-rss court/rss/cafc.xml
    pacer-rss court/rss/mdb_1.xml
    pacer-rss court/rss/nyed_1.xml
    pacer-rss court/rss/wvsd.xml
    presidential-vote-by-county election2024/2020_US_County_Level_Presidential_Results.csv
    presidential-vote-by-county election2024/2024_US_County_Level_Presidential_Results.csv
    ice-detention-statistics ice/detention_statistics/20210113002029-FY21-detentionstats.xlsx
    ice-detention-statistics ice/detention_statistics/20210116004728-FY21-detentionstats.xlsx
    ice-detention-statistics ice/detention_statistics/20210318000237-FY21_detention-stats_0317.xlsx
    ice-detention-statistics ice/detention_statistics/20210404155014-FY21_detention-stats_0331.xlsx
    ice-detention-statistics ice/detention_statistics/20210415122347-FY21_detention-stats_0414.xlsx
    ice-detention-statistics ice/detention_statistics/20210610054244-FY21_detentionStats060921.xlsx
    ice-detention-statistics ice/detention_statistics/20210612232349-FY21_detentionStats061121.xlsx
    ice-detention-statistics ice/detention_statistics/20210723183806-FY21_detentionStats07222020.xlsx
    ice-detention-statistics ice/detention_statistics/20210916232610-FY21_detentionStats09162021.xlsx
    ice-detention-statistics ice/detention_statistics/20211001201831-FY21_detentionStats10012021.xlsx
    ice-detention-statistics ice/detention_statistics/20211029094614-FY21_detentionStats10282021.xlsx
    ice-detention-statistics ice/detention_statistics/20211113090250-FY21_detentionStats11122021.xlsx
    ice-detention-statistics ice/detention_statistics/20211209185412-FY21-detentionstats.xlsx
    ice-detention-statistics ice/detention_statistics/20220414181154-FY22_detentionStats04132022.xlsx
    ice-detention-statistics ice/detention_statistics/20220624005617-FY22_detentionStats06232022.xlsx
    ice-detention-statistics ice/detention_statistics/20220628001126-FY22_detentionStats06272022.xlsx
    ice-detention-statistics ice/detention_statistics/20220916061955-FY22_detentionStats09152022.xlsx
    ice-detention-statistics ice/detention_statistics/20230301111912-FY23_detentionStats02282023.xlsx
    ice-detention-statistics ice/detention_statistics/20230331202000-FY23_detentionStats03312023.xlsx
    ice-detention-statistics ice/detention_statistics/20230520205212-FY23_detentionStats05192023.xlsx
    ice-detention-statistics ice/detention_statistics/20230717082356-FY23_detentionStats07102023.xlsx
    ice-detention-statistics ice/detention_statistics/20230926113434-FY23_detentionStats09252023.xlsx
    ice-detention-statistics ice/detention_statistics/20240301110420-FY24_detentionStats02292024.xlsx
    ice-detention-statistics ice/detention_statistics/20240315041043-FY24_detentionStats03142024.xlsx
    ice-detention-statistics ice/detention_statistics/20240413081842-FY24_detentionStats04122024.xlsx
    ice-detention-statistics ice/detention_statistics/20240529005547-FY24_detentionStats05242024.xlsx
    leoka-city leoka_city_transcribed/leoka_city_assaults_transcribed.csv
    louisville-assaulted-officers louisville/AssaultedOfficerData_NBrown95.csv
    louisville-assaulted-officers louisville/AssaultedOfficerData_cagurley2018.csv
    ohss-monthly-tables ohss/immigration-enforcement-and-legal-processes-tables-july-2024.xlsx
    opm-fedscope-employment opm/fedscope-employment-by-agency-payplan-grade-series-202503-202409.txt
    opm-dhs-headcount opm/opm-employee-counts-dhs_202101-202511.feather
    opm-dhs-headcount opm/opm-employee-counts-dhs_202101-202512.parquet
    ");
    // How many files of each kind there are is the corpus's business.
    let kinds: Vec<String> = refused.into_keys().collect();
    insta::assert_snapshot!(kinds.join("\n"), @r"
             the header of this text fits no source
    BSD2     the header of this text fits no source
    csv      the header of this text fits no source
    csv      this is one file of an individual-level release of ICE
    json     this is JSON
    md       the header of this text fits no source
    parquet  this is a Parquet file whose columns fit no source
    py       the header of this text fits no source
    tsv      the header of this text fits no source
    xlsx     this is an Excel workbook (XLSX) whose layout no source uses
    xlsx     this is one file of an individual-level release of ICE
    ");
}

#[test]
fn some_refusals_word_for_word() {
    let Some(corpus) = corpus("some_refusals_word_for_word") else {
        return;
    };
    let said = |name: &str| recognize(&fs::read(corpus.join(name)).expect("a file")).expect_err("no source").to_string();
    let workbook = fs::read(corpus.join("ohss/immigration-enforcement-and-legal-processes-tables-july-2024.xlsx")).expect("a workbook");
    let half = recognize(&workbook[..workbook.len() / 2]).expect_err("no source").to_string();
    let all = [
        said("published_figures/state_local_headlines.csv"),
        said("election2024/derived_state_2024.csv"),
        said("published_figures/leoka_national_headlines.csv"),
        said("ice/detention_statistics_published/facilities.parquet"),
        recognize(b"<html><head><title>CAND-ECF</title></head><body>Access denied</body></html>").expect_err("no source").to_string(),
        said("court/fjc/office-codes.xlsx"),
        half,
    ];
    insta::assert_snapshot!(all.join("\n"), @r#"
    the header of this text fits no source; it begins: "jurisdiction", "year", "officers_assaulted", "officers_injured", "note", "source_url"
    the header of this text fits no source; it begins: "state_name", "votes_gop", "votes_dem", "total_votes", "per_gop", "per_dem"; the nearest source is presidential-vote-by-county, of whose columns it lacks "county_fips", "county_name", "diff"
    the header of this text fits no source; it begins: "year", "officers_assaulted", "pct_injured", "rate_per_100_officers", "agencies", "note", "source_url"
    this is a Parquet file whose columns fit no source
    this is an HTML page titled "CAND-ECF", not a data file: the publisher may have answered with an error page, whatever the file is called
    this is an Excel workbook (XLSX) whose layout no source uses; its sheets are "Report 1"
    this is an Excel workbook (XLSX) that was cut off: the ZIP directory at its end is missing; fetch it again
    "#);
}

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
    leoka-city leoka_city_transcribed/leoka_city_assaults_transcribed.csv
    louisville-assaulted-officers louisville/AssaultedOfficerData_NBrown95.csv
    louisville-assaulted-officers louisville/AssaultedOfficerData_cagurley2018.csv
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
    json     this is JSON
    md       the header of this text fits no source
    parquet  this is a Parquet file whose columns fit no source
    py       the header of this text fits no source
    tsv      the header of this text fits no source
    xlsx     this is an Excel workbook (XLSX) whose layout no source uses
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
        said("ohss/immigration-enforcement-and-legal-processes-tables-july-2024.xlsx"),
        half,
    ];
    insta::assert_snapshot!(all.join("\n"), @r#"
    the header of this text fits no source; it begins: "jurisdiction", "year", "officers_assaulted", "officers_injured", "note", "source_url"
    the header of this text fits no source; it begins: "state_name", "votes_gop", "votes_dem", "total_votes", "per_gop", "per_dem"; the nearest source is presidential-vote-by-county, of whose columns it lacks "county_fips", "county_name", "diff"
    the header of this text fits no source; it begins: "year", "officers_assaulted", "pct_injured", "rate_per_100_officers", "agencies", "note", "source_url"
    this is a Parquet file whose columns fit no source
    this is an HTML page titled "CAND-ECF", not a data file: the publisher may have answered with an error page, whatever the file is called
    this is an Excel workbook (XLSX) whose layout no source uses
    this is an Excel workbook (XLSX) that was cut off: the ZIP directory at its end is missing; fetch it again
    "#);
}

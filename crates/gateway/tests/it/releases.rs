//! Releases of records about persons: what their pages and answers show, and what they never do.

use gateway::{CaseNames, ReleaseChanges};

use crate::{
    client::{ask, get, post, text},
    fixture::{Analytics, SNAPSHOT, Site, UNKNOWN, releases::TABLE, start, start_with},
};

async fn site() -> Site {
    start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site")
}

#[tokio::test]
async fn a_list_tells_outcomes_and_what_warns() {
    let page = get(site().await.address, "/releases").await;
    insta::assert_snapshot!(text(&page.body), @r"
    Releases
    A release is a set of files with records about persons. Its tables stay in the object store; what is shown here are counts, checks and codebooks, without small cells. Numbers of rows are rounded to the nearest ten.
    Releases, latest first
    Release | Outcome | As of | Rules | Tables | Warnings and stops | Retrieved
    ice-2026-03 <script>alert('x')</script> | stopped by a check | 2026-03-10 | published | arrests: about 714,320 rows | stop: arrests.identifier_missing warn: arrests.gender_in_list pass: arrests.birth_year_in_window | 2026-03-12 09:00 UTC
    ice-2026-03 <script>alert('x')</script> | published | 2026-03-10 | published | arrests: about 714,320 rows | pass: arrests.birth_year_in_window | 2026-03-12 09:00 UTC
    For programs: JSON
    ");
}

#[tokio::test]
async fn a_stopped_release_shows_its_report_and_no_row() {
    let site = site().await;
    let page = get(site.address, &format!("/releases/{SNAPSHOT}")).await;
    insta::assert_snapshot!(text(&page.body), @r"
    Release ice-2026-03 <script>alert('x')</script>
    SHA-256 of the snapshot 3f6c1d0e9b8a7c6d5e4f30211203f4e5d6c7b8a99a8b7c6d5e4f302112030f1e
    By the published rules
    Outcome | stopped by a check
    As of | 2026-03-10
    Retrieved | 2026-03-12 09:00 UTC
    Rule of the counts | ice_individual_published, version 1
    Observations | 28,113, not announced
    Smallest count that is shown | 11
    Codebook | fields and their values
    Manifest in the object store | 00aa11bb22cc33dd44ee55ff66007788990011223344556677889900aabbccdd
    Facilities | – none
    not used: <script>alert('x')</script>.csv: it is no table of arrests
    Quality report
    A check stops this release: its tables are not published, and nothing was counted from it for others. An operator can accept the check by its name, with a reason that is kept.
    Checks that warn, stop, or could not be run
    Check | Level | Found | Share | Warns above | Stops above
    arrests.identifier_missing | stop | identifiers are missing in 7.1 % of rows | 7.1 % | 2 % | 5 %
    arrests.gender_in_list | warn | values such as <script>alert('x')</script> | 2.1 % | 2 % | 5 %
    1 checks passed
    Checks that passed
    Check | Level | Found | Share | Warns above | Stops above
    arrests.birth_year_in_window | pass | fewer than 11 of about 714320 rows have `birth_year` outside of 1900 to 2026 | – none | 2 % | 5 %
    Tables
    Rows are records about persons. They lie in the object store under these hashes, and no address of this site serves them.
    Tables in the object store
    Table | Rows, to the nearest ten | Size | SHA-256 | Columns
    arrests.parquet | 714,320 | 38,214,113 bytes | 77aa11bb22cc33dd44ee55ff66007788990011223344556677889900aabbccdd |
    2apprehension_date (date), gender (text)
    Counts with and without likely duplicates
    Both countings are kept: which rows are duplicates is a rule, not a fact. Numbers lead on from the series.Arrests
    From 2022-10 to 2026-03; rows without a date: fewer than 11; outside these months: 0.
    Suspected interruption: no row from 2022-11-04 to 2022-11-09, where the days around make 2760 expected.
    Month by month
    The nation, month by month
    Month | All rows | Without likely duplicates | Difference | Remark
    2022-10 | 14,211 | 13,780 | 431 | – none
    2022-11 | – none | – none | – none | suspected interruption of the reporting
    2026-03 | 7,120 | – none | – none | withheld, or from what is withheld it would follow
    For programs: JSON
    ");
    assert!(!page.body.contains("<form"), "nothing is accepted here unless it is configured");
}

#[tokio::test]
async fn a_codebook_is_a_page_and_two_files() {
    let site = site().await;
    let page = get(site.address, &format!("/releases/{SNAPSHOT}/codebook")).await;
    insta::assert_snapshot!(text(&page.body), @r"
    Codebook
    What each field is called, says and holds, by the published rules. As a file: JSON, CSV.
    Counts of fewer than 11 rows are not shown, nor what they could be told from.
    Numbers of rows are rounded to the nearest 10, and are no less where there is a row.
    The release
    Rule 5.1: Row numbers run on.
    Arrests
    About 714,320 rows; columns that the known layout does not have: odd <column>; fields that no file has: county.
    Fields
    Field | Holds | Availability | Missing | Missing, with redactions | What it says | Values
    gender | text | available | 1.25 % | – none | As recorded. |
    3 values
    Male: about 640,000
    =cmd|'/c calc'!A1: withheld
    <script>alert('x')</script>: withheld values of few rows, and others with them, are left out
    Fields that rules add to arrests
    Derived fields
    Field | Holds | Rule | What it says
    duplicate_likely | flag | 3.6 | The episode has more than one row.
    For programs: JSON
    ");
    let csv = get(site.address, &format!("/releases/{SNAPSHOT}/codebook.csv")).await;
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"codebook.csv\"");
    insta::assert_snapshot!(csv.body.replace("\r\n", "\n"), @r"
    table,field,published_as,type,availability,rule,description,rows,missing_raw,missing_after_redaction,values
    arrests,gender,gender,text,available,,As recorded.,714320,0.0125,,Male: about 640000 | =cmd|'/c calc'!A1: withheld | <script>alert('x')</script>: withheld
    arrests,duplicate_likely,duplicate_likely,flag,derived,3.6,The episode has more than one row.,,,,
    ");
    let json = get(site.address, &format!("/releases/{SNAPSHOT}/codebook.json")).await;
    assert_eq!(json.json(), get(site.address, &format!("/api/v1/releases/{SNAPSHOT}/codebook")).await.json()["codebook"]);
    // What normalize says and nobody can read is its failure, and no page with half of it.
    assert_eq!(get(site.address, &format!("/releases/{UNKNOWN}/codebook")).await.status, 502);
}

#[tokio::test]
async fn no_address_serves_rows_about_persons() {
    let site = site().await;
    let roots = ["", "/api/v1"].map(|root| format!("{root}/releases/{SNAPSHOT}"));
    for root in &roots {
        for path in ["arrests", "arrests.parquet", "arrests.csv", "tables/arrests", "tables/arrests.parquet", "manifest", "quality", TABLE]
        {
            let answer = get(site.address, &format!("{root}/{path}")).await;
            assert_eq!(answer.status, 404, "{root}/{path}");
        }
    }
    for path in ["objects", "sha256", "snapshots", "releases", "api/v1/objects", "api/v1/snapshots", "api/v1/releases", "sha256/77"] {
        let answer = get(site.address, &format!("/{path}/{TABLE}")).await;
        assert!(!answer.body.starts_with("PAR1"), "{path}");
        assert_eq!(answer.status, 404, "/{path}/{TABLE}");
    }
}

#[tokio::test]
async fn checks_are_accepted_only_where_that_is_allowed() {
    let page = format!("/releases/{SNAPSHOT}");
    let (accept, api) = (format!("{page}/accept"), format!("/api/v1{page}/acceptances"));
    let form = "check=arrests.identifier_missing&reason=as+the+letter+says&accepted_by=An+Operator";
    let json = r#"{"check": "arrests.identifier_missing", "reason": "as the letter says", "accepted_by": "An Operator"}"#;
    let refusing = site().await;
    for (path, body) in [(&accept, form), (&api, json)] {
        let refused = post(refusing.address, path, "", body).await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.body.contains("plumbline release accept"), "{}", refused.body);
    }

    let site = start_with("127.0.0.1:0", |config| config.release_changes = ReleaseChanges::Allowed).await.expect("a site");
    assert!(get(site.address, &page).await.body.contains(&format!("<form class=\"filter watch\" method=\"post\" action=\"{accept}\"")));
    let accepted = post(site.address, &accept, "", form).await;
    assert_eq!((accepted.status, accepted.header("location")), (303, page.as_str()));
    let told = post(site.address, &api, "", json).await;
    assert_eq!(told.status, 201, "{}", told.body);
    assert_eq!(told.json()["release"]["outcome"], "accepted");
    assert_eq!(told.json()["release"]["acceptances"][0]["accepted_by"], "An Operator");
    assert_eq!(post(site.address, &api, "", r#"{"check": "x", "reason": "y", "accepted_by": "z"}"#).await.status, 400);
    assert_eq!(post(site.address, &api, "", "not JSON").await.status, 400);
    let elsewhere = post(site.address, &accept, "Sec-Fetch-Site: cross-site\r\n", form).await;
    assert_eq!(elsewhere.status, 403);
    assert_eq!(ask(site.address, "GET", &accept, "").await.status, 405);
    assert_eq!(get(site.address, "/releases/nothing").await.status, 404);
}

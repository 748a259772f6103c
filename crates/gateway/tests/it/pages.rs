//! What the main pages say, as text.

use gateway::CaseNames;

use crate::{
    client::{get, text},
    fixture::{Analytics, SNAPSHOT, start},
};

async fn shown(path: &str) -> String {
    let site = start("127.0.0.1:0", CaseNames::Withheld, Analytics::Answers).await.expect("a site");
    let page = get(site.address, path).await;
    assert_eq!(page.status, 200, "{path}");
    text(&page.body)
}

#[tokio::test]
async fn the_overview_counts_what_there_is() {
    insta::assert_snapshot!(shown("/").await, @"");
}

#[tokio::test]
async fn claims_stand_in_order_with_neutral_findings() {
    insta::assert_snapshot!(shown("/claims").await, @"");
}

#[tokio::test]
async fn a_claim_that_does_not_reproduce_shows_what_would() {
    insta::assert_snapshot!(shown("/claims/C02").await, @"");
}

#[tokio::test]
async fn a_claim_shows_its_verdict_first_and_then_every_part() {
    insta::assert_snapshot!(shown("/claims/C12").await, @"");
}

#[tokio::test]
async fn a_comparison_shows_instruments_with_their_refusals() {
    insta::assert_snapshot!(shown("/comparisons/per-100-officers").await, @"");
}

#[tokio::test]
async fn a_series_shows_gaps_as_gaps() {
    insta::assert_snapshot!(shown("/series/usbp-assaults").await, @"");
}

#[tokio::test]
async fn a_series_before_its_first_snapshot_is_empty() {
    let text = shown("/series/usbp-assaults?as_of=2026-01-08").await;
    assert!(text.contains("At that time nothing was known of this series."), "{text}");
}

#[tokio::test]
async fn an_observation_leads_to_the_bytes() {
    insta::assert_snapshot!(shown("/observations/leoka-2015").await, @"");
}

#[tokio::test]
async fn a_missing_observation_names_its_reason() {
    let text = shown("/observations/assaults_on_officers-2018").await;
    assert!(text.contains("suspected carry-over There is no value for this period. That is not zero."), "{text}");
}

#[tokio::test]
async fn a_source_shows_what_was_done_with_it() {
    insta::assert_snapshot!(shown("/sources/usbp-sector-profile").await, @"");
}

#[tokio::test]
async fn a_snapshot_shows_every_source_that_has_these_bytes() {
    insta::assert_snapshot!(shown(&format!("/snapshots/{SNAPSHOT}")).await, @"");
}

#[tokio::test]
async fn what_went_wrong_is_listed_with_reasons() {
    let text = shown("/rejects").await;
    let stable: Vec<&str> = text.lines().filter(|line| !line.contains("event_id")).collect();
    insta::assert_snapshot!(stable.join("\n"), @"");
}

#[tokio::test]
async fn series_are_narrowed_by_the_form() {
    let all = shown("/series").await;
    let some = shown("/series?source=usbp-staffing&measure=").await;
    assert!(all.contains("\n4 series.") && some.contains("\n1 series of 4."), "{all}\n{some}");
    assert!(!shown("/series?population=nobody").await.contains("Periods"));
}

#[tokio::test]
async fn filings_and_unrecognized_files_are_listed() {
    let filings = shown("/filings?court=nyed").await;
    assert!(filings.contains("1 of 1,284 filings, latest first.") && filings.contains("1:17-cr-00554"), "{filings}");
    let unknown = shown("/unrecognized").await;
    assert!(unknown.contains("it begins like an HTML page"), "{unknown}");
}

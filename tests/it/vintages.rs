//! What a later file does to what was known: it stands before it, and takes nothing away that it does not take back.

use contracts::{analytics::GetComparisonRequest, ingest::SubmitSnapshotRequest};
use e2e::{Place, report};
use platform::Clock;
use plumbline::App;

const HEADER: &str = "Fiscal Year,Month (abbv),Component,Region,Area of Responsibility,Unique ID,Count of Officers/Agents\n";
const MONTHS: [&str; 11] = ["OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG"];

/// One incident with two officers in each of the first `months` of fiscal year 2026, and the lines in `more`.
fn file(months: usize, more: &str) -> String {
    let rows =
        MONTHS.iter().take(months).enumerate().map(|(place, month)| {
            format!("2026 (FYTD),{month},U.S. Border Patrol,Southern Border,Yuma Sector,{},2\n", 260_000_000 + place)
        });
    format!("{HEADER}{}{more}", rows.collect::<String>())
}

async fn hand_in(app: &App, content: String) {
    let request = SubmitSnapshotRequest {
        file_name: "incidents.csv".into(),
        source: String::new(),
        content: content.into_bytes(),
        idempotency_key: String::new(),
        stored: String::new(),
    };
    app.peers.ingest.clone().submit_snapshot(request).await.expect("stored");
    assert!(app.idle().await.expect("the bus answers"));
}

async fn to_july(app: &App) -> String {
    let request = GetComparisonRequest { slug: "cbp-counting-units".into(), as_of: String::new() };
    let answer = app.peers.analytics.clone().get_comparison(request).await.expect("an answer").into_inner();
    let rows = answer.comparison.expect("a comparison").rows;
    let shown = |label: &str| {
        let row = rows.iter().find(|row| row.label == label).expect("the row");
        let observation = row.count.as_ref().and_then(|count| count.observation.as_ref());
        let at_least = observation.is_some_and(|observation| !observation.lower.is_empty());
        let value = row.count.as_ref().map_or("nothing".to_owned(), report::value);
        if at_least { format!("at least {value}") } else { value }
    };
    format!("{} incidents, {} officers", shown("CBP, FY2026 to July, incidents"), shown("CBP, FY2026 to July, officers"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_months_file_restates_the_year_to_date_and_withdraws_nothing() {
    let place = Place::embedded();
    let app = place.start(Clock::System).await;
    hand_in(&app, file(10, "")).await;
    assert_eq!(to_july(&app).await, "10 incidents, 20 officers");
    hand_in(&app, file(11, "2026 (FYTD),JUL,U.S. Border Patrol,Southern Border,Yuma Sector,260000099,3\n")).await;
    assert_eq!(to_july(&app).await, "11 incidents, 23 officers", "July was restated, August is not in it");
    hand_in(&app, file(10, "")).await;
    assert_eq!(to_july(&app).await, "11 incidents, 23 officers", "the same bytes are the same snapshot");
    app.shut_down().await.expect("an orderly stop");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_read_makes_counts_lower_bounds() {
    let place = Place::embedded();
    let app = place.start(Clock::System).await;
    hand_in(&app, file(10, "2026 (FYTD),JUL,U.S. Border Patrol\n")).await;
    assert_eq!(to_july(&app).await, "at least 10 incidents, at least 20 officers");
    app.shut_down().await.expect("an orderly stop");
}

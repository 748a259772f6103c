//! Files in, comparisons and verdicts out, on both backends; and the path of a number back to its lines.

use std::path::{Path, PathBuf};

use contracts::analytics::{GetComparisonRequest, GetObservationRequest};
use e2e::{Place, report};
use platform::{Clock, objects::hash_of};
use testkit::{NatsServer, Postgres};

/// The folders of the corpus whose sources are read.
const FOLDERS: [&str; 7] = ["cbp_assaults", "border_patrol", "opm", "court/rss", "louisville", "leoka_city_transcribed", "election2024"];

fn folders(corpus: &Path) -> Vec<PathBuf> {
    FOLDERS.iter().map(|folder| corpus.join(folder)).collect()
}

async fn flow(place: Place) -> String {
    let app = place.start(Clock::System).await;
    assert!(app.idle().await.expect("the bus answers"));
    let report = report::whole(&app).await.expect("a report");
    app.shut_down().await.expect("an orderly stop");
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn from_public_files_to_comparisons_on_one_machine() {
    let Some(corpus) = testkit::corpus("from_public_files_to_comparisons_on_one_machine") else { return };
    let folders = folders(&corpus);
    let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
    let report = flow(Place::embedded().with_inbox(&folders)).await;
    insta::assert_snapshot!("pipeline", report);
}

#[tokio::test(flavor = "multi_thread")]
async fn from_public_files_to_comparisons_on_servers() {
    let name = "from_public_files_to_comparisons_on_servers";
    let Some(corpus) = testkit::corpus(name) else { return };
    let (Some(nats), Some(postgres)) = (NatsServer::start(name), Postgres::start(name)) else { return };
    let folders = folders(&corpus);
    let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
    let report = flow(Place::on_servers(&nats, &postgres, "pipeline").with_inbox(&folders)).await;
    insta::assert_snapshot!("pipeline", report);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_leads_back_to_its_lines() {
    let Some(corpus) = testkit::corpus("a_number_leads_back_to_its_lines") else { return };
    let folder = corpus.join("cbp_assaults");
    let place = Place::embedded().with_inbox(&[&folder]);
    let app = place.start(Clock::System).await;
    assert!(app.idle().await.expect("the bus answers"));

    let mut analytics = app.peers.analytics.clone();
    let request = GetComparisonRequest { slug: "cbp-counting-units".into(), as_of: String::new() };
    let comparison = analytics.get_comparison(request).await.expect("an answer").into_inner().comparison.expect("a comparison");
    let count = comparison.rows[2].count.clone().expect("a count");
    assert_eq!((comparison.rows[2].label.as_str(), report::value(&count).as_str()), ("CBP, FY2026 to July, incidents", "455"));

    let found = analytics.get_observation(GetObservationRequest { id: count.id }).await.expect("an answer").into_inner();
    let observation = found.observation.expect("an observation");
    let definition = found.definition.expect("a definition");
    let file = std::fs::read(folder.join("assault-incidents-sample.csv")).expect("the file");
    assert_eq!(observation.snapshot, hash_of(&file).to_string());
    assert_eq!((definition.slug.as_str(), definition.unit.as_str()), ("cbp-assault-incident", "incident"));
    let text = String::from_utf8(file).expect("text");
    let counted = counted_lines(&observation.observation.expect("words").locator);
    let fiscal_2026 = text.lines().enumerate().filter(|(_, line)| line.starts_with("2026")).map(|(place, _)| place + 1);
    assert_eq!(counted, fiscal_2026.collect::<Vec<_>>());
    app.shut_down().await.expect("an orderly stop");
}

/// `lines 2-4,7` → 2, 3, 4, 7.
fn counted_lines(locator: &str) -> Vec<usize> {
    let list = locator.trim_start_matches("lines ").trim_start_matches("line ");
    list.split(',')
        .flat_map(|range| {
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            from.parse::<usize>().expect("a line")..=to.parse::<usize>().expect("a line")
        })
        .collect()
}

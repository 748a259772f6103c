//! Vintages in the store: which there are, what one says otherwise than another, and every period in each.

use contracts::{
    analytics::{
        GetComparisonRequest, GetRestatementRequest, GetRestatementResponse, GetRevisionsRequest, GetRevisionsResponse, GetSeriesRequest,
        GetVerdictRequest, ListComparisonsRequest, ListSeriesRequest, ListVerdictsRequest, ListVintagesRequest, RecordedObservation,
        analytics_service_server::AnalyticsService as _,
    },
    convert::RecordedPart,
};
use domain::CountingUnit;
use platform::Clock;
use tempfile::TempDir;
use tonic::Request;

use crate::{
    answers::Answers,
    grpc::Grpc,
    store::Store,
    tests::{hash, instant, location, recorded, with, year},
};

/// Numbers of ICE and of Border Patrol by year, as a snapshot of the source gives them.
type Rows<'a> = &'a [(&'a str, i32, &'a str)];

fn part(snapshot: &str, retrieved_at: &str, rows: Rows<'_>) -> RecordedPart {
    let all: Vec<_> =
        rows.iter().map(|(agency, year, value)| with(recorded(snapshot, *year, value), agency, CountingUnit::Incident)).collect();
    let mut provenance = recorded(snapshot, 2024, "0").provenance;
    provenance.retrieved_at = instant(retrieved_at);
    RecordedPart {
        provenance,
        part: 0,
        parts: 1,
        covers: year(2023).span(year(2025)),
        unread_rows: 0,
        observations: all.into_iter().map(|one| one.observation).collect(),
    }
}

async fn grpc(parts: &[RecordedPart]) -> (Grpc, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&location(folder.path())).await.expect("a store");
    for part in parts {
        store.record(part).await.expect("recorded");
    }
    (Grpc { answers: Answers::new(store), clock: Clock::manual(instant("2026-06-01")) }, folder)
}

fn three() -> [RecordedPart; 3] {
    [
        part("a", "2026-01-01", &[("us/dhs/ice", 2023, "17"), ("us/dhs/ice", 2024, "19"), ("us/dhs/cbp/usbp", 2024, "388")]),
        part("b", "2026-02-01", &[("us/dhs/ice", 2023, "17"), ("us/dhs/ice", 2024, "24"), ("us/dhs/ice", 2025, "275")]),
        part("c", "2026-03-01", &[("us/dhs/ice", 2024, "24"), ("us/dhs/ice", 2025, "270"), ("us/dhs/cbp/usbp", 2024, "388")]),
    ]
}

fn one(recorded: &RecordedObservation) -> String {
    let observation = recorded.observation.clone().unwrap_or_default();
    format!("{} {} {}", observation.population, &observation.period_start[..4], observation.value)
}

fn shown(answer: &GetRestatementResponse) -> String {
    let GetRestatementResponse { before, after, added, removed, changed, unchanged, not_covered, .. } = answer.clone();
    let at = |vintage: Option<contracts::analytics::Vintage>| vintage.map(|vintage| vintage.retrieved_at[..10].to_owned());
    let mut lines = vec![format!("{} to {}", at(before).unwrap_or_default(), at(after).unwrap_or_default())];
    lines.extend(added.iter().map(|added| format!("+ {}", one(added))));
    lines.extend(removed.iter().map(|removed| format!("- {}", one(removed))));
    lines.extend(
        changed
            .into_iter()
            .map(|changed| format!("~ {} -> {}", one(&changed.before.unwrap_or_default()), one(&changed.after.unwrap_or_default()))),
    );
    lines.push(format!("unchanged {unchanged}, not covered {not_covered}"));
    let lists = [(answer.added.len(), answer.added_count), (answer.removed.len(), answer.removed_count)];
    for (listed, count) in lists.into_iter().chain([(answer.changed.len(), answer.changed_count)]) {
        assert_eq!(i64::try_from(listed), Ok(count), "nothing is left out of a short list");
    }
    lines.join("\n")
}

async fn restatement(grpc: &Grpc, before: &str, after: &str, as_of: &str) -> Result<String, String> {
    let request = GetRestatementRequest {
        source: "published-figures".into(),
        before: before.to_owned(),
        after: after.to_owned(),
        as_of: as_of.to_owned(),
    };
    let answer = grpc.get_restatement(Request::new(request)).await;
    answer.map(|answer| shown(answer.get_ref())).map_err(|status| status.message().to_owned())
}

#[tokio::test]
async fn the_latest_two_vintages_are_compared_unless_two_are_named() {
    let (grpc, _folder) = grpc(&three()).await;
    insta::assert_snapshot!(restatement(&grpc, "", "", "").await.expect("an answer"), @r"
    2026-02-01 to 2026-03-01
    + us/dhs/cbp/usbp 2024 388
    - us/dhs/ice 2023 17
    ~ us/dhs/ice 2025 275 -> us/dhs/ice 2025 270
    unchanged 1, not covered 0
    ");
    insta::assert_snapshot!(restatement(&grpc, "", "", "2026-02-15").await.expect("an answer"), @r"
    2026-01-01 to 2026-02-01
    + us/dhs/ice 2025 275
    - us/dhs/cbp/usbp 2024 388
    ~ us/dhs/ice 2024 19 -> us/dhs/ice 2024 24
    unchanged 1, not covered 0
    ");
    let (first, last) = (hash("a"), hash("c"));
    insta::assert_snapshot!(restatement(&grpc, &first.as_str()[..12], last.as_str(), "").await.expect("an answer"), @r"
    2026-01-01 to 2026-03-01
    + us/dhs/ice 2025 270
    - us/dhs/ice 2023 17
    ~ us/dhs/ice 2024 19 -> us/dhs/ice 2024 24
    unchanged 1, not covered 0
    ");
}

#[tokio::test]
async fn a_restatement_that_there_is_not_says_why() {
    let (grpc, _folder) = grpc(&three()).await;
    let told = [
        restatement(&grpc, "", "", "2026-01-15").await,
        restatement(&grpc, "zz", hash("c").as_str(), "").await,
        restatement(&grpc, "", hash("c").as_str(), "").await,
        restatement(&grpc, "", "", "yesterday").await,
    ];
    insta::assert_snapshot!(told.map(|one| one.expect_err("no answer")).join("\n"), @r"
    published-figures: there are 1 vintages, and a restatement needs two
    published-figures: no vintage begins with `zz`
    name both vintages, or none for the latest two
    `yesterday` is not an instant; write it like 2026-01-08T14:00:00Z
    ");
}

async fn key_of(grpc: &Grpc, population: &str) -> String {
    let request = ListSeriesRequest { population: population.to_owned(), ..ListSeriesRequest::default() };
    let found = grpc.list_series(Request::new(request)).await.expect("series").into_inner().series;
    found.first().expect("a series").key.clone()
}

fn triangle(answer: &GetRevisionsResponse) -> String {
    let mut lines: Vec<String> = answer
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| match (&cell.observation, cell.covered) {
                    (Some(recorded), _) => recorded.observation.clone().unwrap_or_default().value,
                    (None, true) => "gone".into(),
                    (None, false) => "-".into(),
                })
                .collect();
            format!("{}: {}", row.label, cells.join(" "))
        })
        .collect();
    lines.extend(answer.lags.iter().map(|at| format!("lag {}: up {} down {} removed {}", at.lag, at.up, at.down, at.removed)));
    lines.join("\n")
}

#[tokio::test]
async fn the_triangle_of_a_series_has_every_vintage_that_was_known() {
    let (grpc, _folder) = grpc(&three()).await;
    let key = key_of(&grpc, "us/dhs/ice").await;
    let asked = async |as_of: &str| {
        let request = GetRevisionsRequest { key: key.clone(), as_of: as_of.to_owned() };
        grpc.get_revisions(Request::new(request)).await.expect("an answer").into_inner()
    };
    let answer = asked("").await;
    assert_eq!((answer.vintages.len(), answer.vintages_count), (3, 3));
    insta::assert_snapshot!(triangle(&answer), @r"
    2023: 17 17 gone
    2024: 19 24 24
    2025: gone 275 270
    lag 1: up 1 down 1 removed 0
    lag 2: up 0 down 0 removed 1
    ");
    insta::assert_snapshot!(triangle(&asked("2026-01-15").await), @r"
    2023: 17
    2024: 19
    ");
    let missing = grpc.get_revisions(Request::new(GetRevisionsRequest { key: "none".into(), as_of: String::new() })).await;
    assert_eq!(missing.expect_err("no series").code(), tonic::Code::NotFound);
}

#[tokio::test]
async fn a_list_that_is_too_long_is_cut_and_counted() {
    let many = |snapshot: &str, at: &str, add: usize| {
        let mut all = part(snapshot, at, &[]);
        for n in 0..2_500 {
            let mut one = recorded(snapshot, 2024, &(n + add).to_string()).observation;
            one.population = format!("us/agency-{n}").parse().expect("a path");
            all.observations.push(one);
        }
        all
    };
    let (grpc, _folder) = grpc(&[many("a", "2026-01-01", 0), many("b", "2026-02-01", 1)]).await;
    let request = GetRestatementRequest { source: "published-figures".into(), ..GetRestatementRequest::default() };
    let answer = grpc.get_restatement(Request::new(request)).await.expect("an answer").into_inner();
    assert_eq!((answer.changed.len(), answer.changed_count, answer.unchanged), (2_000, 2_500, 0));
}

#[tokio::test]
async fn vintages_are_those_known_at_an_instant_and_read_by_the_newest_version_of_the_rule() {
    let reread = |version: u32, value: &str| {
        let mut part = part("c", "2026-03-01", &[("us/dhs/ice", 2025, value)]);
        part.provenance.rule_version = version;
        part
    };
    let mut parts = three().to_vec();
    parts.extend([reread(3, "273"), reread(2, "272")]);
    let half = RecordedPart { parts: 2, ..reread(4, "274") };
    parts.push(half);
    let (grpc, _folder) = grpc(&parts).await;
    let asked = async |as_of: &str| {
        let request = ListVintagesRequest { source: "published-figures".into(), as_of: as_of.to_owned() };
        let answer = grpc.list_vintages(Request::new(request)).await.expect("an answer").into_inner();
        let lines = answer.vintages.iter().map(|one| format!("{} version {}", &one.retrieved_at[..10], one.rule_version));
        lines.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(asked("").await, @r"
    2026-01-01 version 1
    2026-02-01 version 1
    2026-03-01 version 3
    ");
    insta::assert_snapshot!(asked("2026-01-31").await, @"2026-01-01 version 1");
    let key = key_of(&grpc, "us/dhs/ice").await;
    let request = GetSeriesRequest { key, as_of: String::new() };
    let answer = grpc.get_series(Request::new(request)).await.expect("an answer").into_inner();
    let last = answer.observations.last().map(one);
    assert_eq!(last.as_deref(), Some("us/dhs/ice 2025 273"), "a version that is not whole does not count");
}

#[tokio::test]
async fn the_number_of_periods_is_counted_once_however_often_they_come() {
    let mut parts = three().to_vec();
    parts.extend(three());
    let (grpc, _folder) = grpc(&parts).await;
    let found = grpc.list_series(Request::new(ListSeriesRequest::default())).await.expect("series").into_inner().series;
    let lines: Vec<String> = found.iter().map(|one| format!("{} {}", one.population, one.periods)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    us/dhs/cbp/usbp 1
    us/dhs/ice 3
    ");
}

/// A snapshot of the table of figures with this count where the figures of C12 have their base.
fn with_base(snapshot: &str, retrieved_at: &str, base: &str) -> RecordedPart {
    let selector = catalog::claim("C12").and_then(|entry| entry.figures.get(1)).expect("the base of C12");
    let mut one = part(snapshot, retrieved_at, &[("us/dhs/ice", 2024, base)]);
    for observation in &mut one.observations {
        observation.period = selector.period;
        observation.unit = selector.series.unit;
        observation.definition = selector.series.definition.clone();
    }
    one
}

#[tokio::test]
async fn every_answer_is_what_was_known_at_the_instant_that_is_asked_for() {
    let (grpc, _folder) = grpc(&[with_base("a", "2026-01-01", "19"), with_base("b", "2026-02-01", "24")]).await;
    for (as_of, expected) in [("2025-12-31", None), ("2026-01-31", Some("19")), ("2026-02-01", Some("24")), ("", Some("24"))] {
        let as_of = as_of.to_owned();
        let request = GetVerdictRequest { claim: "C12".into(), as_of: as_of.clone() };
        let verdict = grpc.get_verdict(Request::new(request)).await.expect("an answer").into_inner().verdict.expect("a verdict");
        let value = |all: &[RecordedObservation]| all.first().map(|one| one.observation.clone().unwrap_or_default().value);
        assert_eq!(value(&verdict.observations).as_deref(), expected, "verdict as of `{as_of}`");
        let request = ListVerdictsRequest { as_of: as_of.clone() };
        let all = grpc.list_verdicts(Request::new(request)).await.expect("an answer").into_inner().verdicts;
        let same = all.iter().find(|one| one.claim == verdict.claim).expect("C12 is in the list");
        assert_eq!(same.result_hash, verdict.result_hash);
        assert_eq!(verdict.rests_on.len(), usize::from(expected.is_some()), "it rests on nothing that came later");

        let key = key_of(&grpc, "us/dhs/ice").await;
        let request = GetSeriesRequest { key, as_of: as_of.clone() };
        let series = grpc.get_series(Request::new(request)).await.expect("an answer").into_inner();
        assert_eq!(value(&series.observations).as_deref(), expected, "series as of `{as_of}`");

        let request = ListComparisonsRequest { as_of: as_of.clone() };
        for listed in grpc.list_comparisons(Request::new(request)).await.expect("an answer").into_inner().comparisons {
            let counts = listed.rows.iter().filter_map(|row| row.count.as_ref());
            let instant = if as_of.is_empty() { instant("2026-06-01") } else { instant(&as_of) };
            assert!(counts.clone().all(|one| crate::tests::instant(&one.retrieved_at) <= instant));
            let request = GetComparisonRequest { slug: listed.slug.clone(), as_of: as_of.clone() };
            let one = grpc.get_comparison(Request::new(request)).await.expect("an answer").into_inner().comparison;
            assert_eq!(one, Some(listed));
        }
    }
    let soon = GetVerdictRequest { claim: "C12".into(), as_of: "soon".into() };
    assert_eq!(grpc.get_verdict(Request::new(soon)).await.expect_err("no instant").code(), tonic::Code::InvalidArgument);
}

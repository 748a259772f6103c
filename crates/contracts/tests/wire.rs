//! What is on the wire: golden messages of every version are read forever, and what goes out comes back the same.

use std::{fmt::Debug, fs, path::Path};

use contracts::{Event, convert::RecordedPart, events, types};
use domain::{Bounds, Citation, CountingUnit, Evidence, Missing, Observation, Period, Reading, Value};
use proptest::prelude::*;

fn observation() -> types::Observation {
    types::Observation {
        measure: "assaults_on_officers".into(),
        unit: "incident".into(),
        population: "us/dhs/cbp".into(),
        geography: "us".into(),
        period_start: "2024-10-01".into(),
        period_end: "2025-10-01".into(),
        value: "388".into(),
        definition: "cbp-assault-incident".into(),
        locator: "lines 2-410".into(),
        ..Default::default()
    }
}

/// The message must read as `expected` and be written as it stands in the file.
fn check<E: Event + PartialEq + Debug>(name: &str, expected: &E, id: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let read: E = serde_json::from_str(&text).expect("the golden message is read");
    assert_eq!(&read, expected, "{name}");
    assert_eq!(serde_json::to_string_pretty(expected).expect("written") + "\n", text, "{name}");
    assert_eq!(expected.id(), id, "the identity of {name} must not change: it would be published again");
}

#[test]
fn golden_messages_are_read_and_keep_their_identity() {
    check(
        "snapshot_stored.v1.json",
        &events::SnapshotStored {
            source: "cbp-assault-incidents".into(),
            hash: "7df7c296".repeat(8),
            size_bytes: 75_443,
            retrieved_at: "2026-11-22T03:00:00.000Z".into(),
            origin: "assault-incidents.csv".into(),
        },
        "c8daab7721559e7338ba1c5ea0d5c61d3ec85a4dc2b09b539f958619ea6aabb8",
    );
    check(
        "observations_recorded.v1.json",
        &events::ObservationsRecorded {
            source: "cbp-assault-incidents".into(),
            snapshot: "7df7c296".repeat(8),
            retrieved_at: "2026-11-22T03:00:00.000Z".into(),
            rule: "cbp_assault_incidents".into(),
            rule_version: 1,
            part: 0,
            parts: 1,
            covers_start: "2024-10-01".into(),
            covers_end: "2026-08-01".into(),
            unread_rows: 0,
            observations: vec![
                observation(),
                types::Observation { value: String::new(), missing: "suspected carry-over".into(), ..observation() },
                types::Observation {
                    lower: "380".into(),
                    upper: "400".into(),
                    citation_url: "https://example.org/".into(),
                    evidence: "A".into(),
                    ..observation()
                },
            ],
        },
        "c573cb1db81cd19463a0c7edc196ecd6ca42de4bdeda4d4af1b707d030947177",
    );
    check(
        "filing_seen.v1.json",
        &events::FilingSeen {
            court: "nyed".into(),
            docket_number: "1:17-cr-00554".into(),
            pacer_case_id: "408124".into(),
            case_name: "USA v. Doe".into(),
            filed_at: "2018-05-22T22:10:04.000Z".into(),
            entry_kind: "Order".into(),
            document_number: "12".into(),
            link: "https://ecf.nyed.uscourts.gov/cgi-bin/DktRpt.pl?408124".into(),
            snapshot: "ab".repeat(32),
            locator: "item 1".into(),
        },
        "8c00a2e7c39ed091e134ceb2970271536b37a9c596315e784e2ad04b315884f6",
    );
}

#[test]
fn golden_messages_of_what_moved_are_read_and_keep_their_identity() {
    check(
        "comparison_updated.v1.json",
        &events::ComparisonUpdated {
            comparison: "cbp-counting-units".into(),
            result_hash: "cd".repeat(32),
            source: "cbp-assault-incidents".into(),
            snapshot: "7df7c296".repeat(8),
            ..Default::default()
        },
        "851687d47a651d6bd2367deb37d147d67a956d339c5dc088c90e5c6c207a305e",
    );
    check(
        "comparison_updated.sequence.v1.json",
        &events::ComparisonUpdated {
            comparison: "cbp-counting-units".into(),
            result_hash: "cd".repeat(32),
            source: "cbp-assault-incidents".into(),
            snapshot: "7df7c296".repeat(8),
            before_hash: "ef".repeat(32),
            changes: vec![
                events::RowChange { label: "CBP, FY2025, incidents".into(), before: "388 incidents".into(), after: "390 incidents".into() },
                events::RowChange { label: "CBP, FY2026 to July, incidents".into(), before: String::new(), after: "455 incidents".into() },
            ],
            sequence: 2,
        },
        "07c42301c3cb87ef7f35429660cb84bb08c82b0b2adbd7c078400f7e586c3f36",
    );
    check(
        "verdict_changed.v1.json",
        &events::VerdictChanged {
            claim: "C12".into(),
            result_hash: "cd".repeat(32),
            before_hash: "ef".repeat(32),
            finding_before: "reproduces".into(),
            finding: "does_not_reproduce".into(),
            changes: vec![events::PartChange {
                part: "precision".into(),
                before: "785.8 to 2316.7 % (exact central)".into(),
                after: "607.2 to 1627.4 % (exact central)".into(),
            }],
            source: "published-figures".into(),
            snapshot: "7df7c296".repeat(8),
            sequence: 2,
        },
        "fab753489fa40ab86a3cd97ab074cb72f8f946763543caf79bb97180646218c6",
    );
}

#[test]
fn a_golden_alert_is_read_and_keeps_its_identity() {
    check(
        "alert_raised.v1.json",
        &events::AlertRaised {
            alert: "34".repeat(32),
            revision: 2,
            watch: "8ee658e43a9bad9fa10d8ecb978c6640".into(),
            watch_title: "Party ICE in nyed".into(),
            class: "filing".into(),
            noise: "doe_caption".into(),
            court: "nyed".into(),
            case_key: "nyed/1:17-cr-00554".into(),
            subject: "12".repeat(32),
            title: "nyed 1:17-cr-00554: Complaint".into(),
            text: "COMPLAINT".into(),
            link: "https://ecf.nyed.uscourts.gov/doc1/1".into(),
            happened_at: "2018-05-22T22:10:04.000Z".into(),
            seen_at: "2018-05-22T22:15:00.000Z".into(),
            source: "pacer-rss".into(),
            snapshot: "ab".repeat(32),
            locator: "item 1".into(),
            cursor: 7,
            docket_number: "1:17-cr-00554".into(),
            caption: "Doe v. ICE".into(),
            kind: "Complaint".into(),
            told_at: "2018-05-22T22:20:00.000Z".into(),
        },
        "9581fa68d99b33c4d2274db4f7df556dc8830c047ee43a028ea7c260f32f7995",
    );
}

#[test]
fn fields_of_a_later_minor_version_are_ignored() {
    let text = r#"{"source":"a","hash":"b","aFieldOfTomorrow":{"x":1}}"#;
    let read: events::SnapshotStored = serde_json::from_str(text).expect("read");
    assert_eq!((read.source.as_str(), read.hash.as_str()), ("a", "b"));
}

fn refusal(change: impl FnOnce(&mut types::Observation)) -> String {
    let mut wire = observation();
    change(&mut wire);
    Observation::try_from(wire).expect_err("invalid").to_string()
}

#[test]
fn every_way_in_which_an_observation_can_be_invalid_is_named() {
    let shown = [
        refusal(|wire| wire.measure = "Assaults!".into()),
        refusal(|wire| wire.unit = "bananas".into()),
        refusal(|wire| wire.period_end = "2024-10-01".into()),
        refusal(|wire| wire.period_start = "yesterday".into()),
        refusal(|wire| wire.value = "-1".into()),
        refusal(|wire| wire.value = String::new()),
        refusal(|wire| wire.missing = "not reported".into()),
        refusal(|wire| {
            wire.value = String::new();
            wire.missing = "lost".into();
        }),
        refusal(|wire| wire.evidence = "A".into()),
    ];
    insta::assert_snapshot!(shown.join("\n"), @r"
    `Assaults!` is not a measure: segments of lower-case letters, digits, `-` and `_`, joined by `/`
    `bananas` is not a counting unit
    a period cannot end on 2024-10-01 when it starts on 2024-10-01
    `yesterday` is not a date; write YYYY-MM-DD
    `-1` is not a number of the form 388 or 13.2
    an observation needs either a value or a reason why it is missing (lines 2-410)
    an observation needs either a value or a reason why it is missing (lines 2-410)
    `lost` is not in the closed list
    a citation needs an address and a grade (lines 2-410)
    ");
    let part = events::ObservationsRecorded { part: 1, parts: 1, ..Default::default() };
    assert_eq!(RecordedPart::try_from(part).expect_err("invalid").to_string(), "part cannot be 1");
}

fn reading() -> impl Strategy<Value = Reading> {
    let value = (0_u64..10_000_000, 0_usize..4).prop_map(|(number, decimals)| {
        let text = if decimals == 0 { number.to_string() } else { format!("{number}.{}", "5".repeat(decimals)) };
        text.parse::<Value>().expect("a value")
    });
    prop_oneof![
        value.clone().prop_map(Reading::Exact),
        (value.clone(), value.clone(), proptest::option::of(value))
            .prop_map(|(value, lower, upper)| Reading::Bounded { value, bounds: Bounds { lower, upper } }),
        proptest::sample::select(Missing::ALL).prop_map(Reading::Missing),
    ]
}

proptest! {
    #[test]
    fn what_goes_out_comes_back_the_same(
        reading in reading(),
        unit in proptest::sample::select(CountingUnit::ALL),
        year in 1_i32..9998,
        cited in proptest::option::of(proptest::sample::select(vec![Evidence::A, Evidence::B, Evidence::C, Evidence::X])),
        locator in "[ -~]{0,40}",
    ) {
        let before = Observation {
            measure: "assaults_on_officers/vehicle".parse().expect("a measure"),
            unit,
            population: "us/dhs/cbp/usbp".parse().expect("a path"),
            geography: "sector/rio-grande-valley".parse().expect("a path"),
            period: Period::calendar_year(year).expect("a year"),
            reading,
            definition: "cbp-assault-incident".parse().expect("a slug"),
            locator,
            citation: cited.map(|evidence| Citation { url: "https://example.org/".into(), evidence }),
        };
        let json = serde_json::to_string(&types::Observation::from(&before)).expect("written");
        let wire: types::Observation = serde_json::from_str(&json).expect("read");
        prop_assert_eq!(Observation::try_from(wire).expect("valid"), before);
    }
}

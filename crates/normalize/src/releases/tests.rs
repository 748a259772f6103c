//! The whole way of a release: an archive in, tables and documents in the object store, counts on the bus.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::{Cursor, Write as _},
    sync::Arc,
};

use bytes::Bytes;
use contracts::{
    convert::{RecordedPart, StoredSnapshot},
    events::ObservationsRecorded,
    normalize::{
        AcceptReleaseRequest, GetCodebookRequest, GetReleaseRequest, ListReleasesRequest, release_service_server::ReleaseService as _,
    },
};
use domain::{Missing, Reading};
use platform::{
    Bus, Clock, DatabaseLocation, Failure, Objects,
    config::{BusConfig, DatabaseConfig, ObjectsConfig},
};
use testkit::{TempDir, temp_dir};
use tokio::sync::Semaphore;
use tonic::Request;

use super::{grpc::Releases, *};
use crate::{
    Config,
    store::{Store, Wanted},
};

/// Everything that a release stands on, in a folder of its own.
struct Fixture {
    releaser: Releaser,
    _folder: TempDir,
}

async fn fixture(test: &str) -> Fixture {
    let folder = temp_dir(test);
    let below = |name: &str| folder.path().join(name).display().to_string();
    let clock = Clock::manual("2026-03-12T12:00:00Z".parse().expect("an instant"));
    let database = DatabaseConfig { url: format!("sqlite:{}", below("tables")), ..DatabaseConfig::default() };
    let bus = BusConfig { path: below("bus.db"), ..BusConfig::default() };
    let releaser = Releaser {
        store: Store::open(&DatabaseLocation::new(database, "normalize")).await.expect("a store"),
        objects: Objects::open(&ObjectsConfig { url: below("objects") }).expect("objects"),
        bus: Bus::connect(&bus, clock.clone()).await.expect("a bus"),
        clock,
        making: Arc::new(Config::default().making().await.expect("the usual rules")),
        turn: Arc::new(Semaphore::new(1)),
    };
    Fixture { releaser, _folder: folder }
}

impl Fixture {
    /// Delivers an archive as it comes from the bus.
    async fn deliver(&self, archive: &[u8]) -> Result<StoredSnapshot, Failure> {
        let bytes = Bytes::copy_from_slice(archive);
        let snapshot = StoredSnapshot {
            source: "ice-individual-release".parse().expect("a slug"),
            hash: self.releaser.objects.put(bytes.clone()).await.expect("stored"),
            size_bytes: bytes.len() as u64,
            retrieved_at: "2026-03-11T08:00:00Z".parse().expect("an instant"),
            origin: "release".to_owned(),
        };
        self.releaser.on_release(&snapshot, bytes).await.map(|()| snapshot)
    }

    async fn announced(&self) -> Vec<RecordedPart> {
        let events = self.releaser.bus.read::<ObservationsRecorded>(0, 10_000).await.expect("events");
        events.into_iter().map(|(_, event)| RecordedPart::try_from(event).expect("a part")).collect()
    }

    fn api(&self) -> Releases {
        Releases::new(self.releaser.clone())
    }

    /// How the one release stands.
    async fn told(&self) -> String {
        let releases = self.api().list_releases(Request::new(ListReleasesRequest {})).await.expect("an answer").into_inner().releases;
        let mut told = String::new();
        for release in releases {
            let tables: Vec<String> = release.tables.iter().map(|table| format!("{} {}", table.name, table.rows)).collect();
            let stops: Vec<&str> = release.checks.iter().filter(|check| check.level == "stop").map(|check| check.name.as_str()).collect();
            let accepted: Vec<String> =
                release.acceptances.iter().map(|one| format!("{} ({}, {})", one.check, one.accepted_by, one.reason)).collect();
            let _ = write!(
                told,
                "{} {}/{} {}: {}; stops: {}; accepted: {}",
                release.label,
                release.rule,
                release.rule_version,
                release.outcome,
                tables.join(", "),
                stops.join(", "),
                accepted.join(", ")
            );
        }
        told
    }
}

fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        archive.write_all(content).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// The synthetic release of the corpus, with its table of facilities.
fn corpus_release(test: &str) -> Option<Vec<u8>> {
    let folder = testkit::corpus(test)?.join("ice/individual");
    let mut files = vec![("facilities.csv".to_owned(), std::fs::read(folder.join("facilities.csv")).expect("facilities"))];
    for entry in std::fs::read_dir(folder.join("csv")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        files.push((name, std::fs::read(&path).expect("a file")));
    }
    files.sort();
    let files: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    Some(archive(&files))
}

/// Days of 2024 and of the first half of 2025, as texts.
fn days() -> impl Iterator<Item = (usize, String)> {
    let months = (2024..2026).flat_map(|year| (1..=12_u8).map(move |month| (year, month))).take(18);
    let days = months.flat_map(|(year, month)| (1..=31_u8).filter_map(move |day| domain::Date::new(year, month, day)));
    days.enumerate().map(|(number, day)| (number, day.to_string()))
}

/// What one made-up release of arrests is like.
#[derive(Debug, Clone, Copy, Default)]
struct Planted {
    /// One of so many rows has no identifier.
    without_identifier_each: usize,
    /// A month without rows of Ohio.
    silent_month: &'static str,
}

/// A made-up file of arrests: three a day in Texas, one in Ohio, and one in California every fourth day. Every fortieth row stands twice.
fn arrests(planted: Planted) -> Vec<u8> {
    let mut text = "Apprehension Date,State,Apprehension Criminality,Apprehension Final Program,Apprehension Method,TOA Current Duty Site,\
                    Anonymized Identifier\n"
        .to_owned();
    let mut number = 0_usize;
    for (of_day, day) in days() {
        let states = ["TEXAS", "TEXAS", "TEXAS", "OHIO"].into_iter().chain((of_day % 4 == 0).then_some("CALIFORNIA"));
        for state in states.filter(|state| *state != "OHIO" || planted.silent_month.is_empty() || !day.starts_with(planted.silent_month)) {
            number += 1;
            let criminality = if number.is_multiple_of(5) { "2 Pending Criminal Charges" } else { "1 Convicted Criminal" };
            let identifier = match planted.without_identifier_each {
                each if each > 0 && number.is_multiple_of(each) => String::new(),
                _ => format!("p{number}"),
            };
            // The site of every tenth shows the state that the file does not give.
            let (state, site) =
                if number.is_multiple_of(10) && state == "TEXAS" { ("", "Harlingen, TX, Sub-Office") } else { (state, "Elsewhere") };
            let times = if number.is_multiple_of(40) { 2 } else { 1 };
            for _ in 0..times {
                let _ = writeln!(text, "{day} 10:00:00,{state},{criminality},Fugitive Operations,Located,\"{site}\",{identifier}");
            }
        }
    }
    text.into_bytes()
}

fn planted(planted: Planted) -> Vec<u8> {
    archive(&[("FY2024_ERO Arrests_made up.csv", arrests(planted))])
}

/// `reading` of a measure, geography and definition in a month.
fn read(parts: &[RecordedPart], (measure, geography, definition): (&str, &str, &str), month: &str) -> String {
    let mut found = parts.iter().flat_map(|part| &part.observations).filter(|one| {
        one.measure.as_str() == measure
            && one.geography.as_str() == geography
            && one.definition.as_str().ends_with(definition)
            && one.period.start().to_string().starts_with(month)
    });
    let reading = found.next().map(|one| one.reading);
    assert_eq!(found.count(), 0, "two observations of one key");
    match reading {
        Some(Reading::Exact(value)) => value.to_string(),
        Some(Reading::Bounded { value, .. }) => format!("at least {value}"),
        Some(Reading::Missing(reason)) => reason.to_string(),
        None => "nothing".to_owned(),
    }
}

const ALL: &str = "arrest-all-rows";
const WITHOUT: &str = "arrest-without-likely-duplicates";

#[tokio::test]
async fn a_release_is_made_once_however_often_it_is_delivered() {
    let fixture = fixture("normalize-release-once").await;
    let release = planted(Planted::default());
    fixture.deliver(&release).await.expect("handled");
    let (told, announced) = (fixture.told().await, fixture.announced().await);
    insta::assert_snapshot!(told, @"release ice_individual_published/1 published: arrests 2380, counts 110; stops: ; accepted:");
    for _ in 0..2 {
        fixture.deliver(&release).await.expect("handled again");
    }
    assert_eq!((fixture.told().await, fixture.announced().await), (told, announced.clone()));
    let of = |series, month| read(&announced, series, month);
    let lines = [
        ("nation", of(("arrests", "us", ALL), "2024-02"), of(("arrests", "us", WITHOUT), "2024-02")),
        ("texas", of(("arrests", "us-tx", ALL), "2024-02"), of(("arrests", "us-tx", WITHOUT), "2024-02")),
        ("ohio", of(("arrests", "us-oh", ALL), "2024-02"), of(("arrests", "us-oh", WITHOUT), "2024-02")),
        ("california", of(("arrests", "us-ca", ALL), "2024-02"), of(("arrests", "us-ca", WITHOUT), "2024-02")),
        (
            "convicted",
            of(("arrests/convicted-criminal", "us", ALL), "2024-02"),
            of(("arrests/convicted-criminal", "us", WITHOUT), "2024-02"),
        ),
        ("last month", of(("arrests", "us", ALL), "2025-06"), of(("arrests", "us", WITHOUT), "2025-06")),
    ];
    let lines: Vec<String> = lines.iter().map(|(name, all, without)| format!("{name}: {all} | {without}")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    nation: 126 | suppressed
    texas: 89 | suppressed
    ohio: suppressed | 29
    california: suppressed | suppressed
    convicted: 98 | 98
    last month: 131 | suppressed
    ");
}

#[tokio::test]
async fn a_stopped_release_is_not_published_but_its_report_is_until_somebody_accepts() {
    let fixture = fixture("normalize-release-stopped").await;
    let release = planted(Planted { without_identifier_each: 8, ..Planted::default() });
    let snapshot = fixture.deliver(&release).await.expect("handled");
    insta::assert_snapshot!(fixture.told().await, @"release ice_individual_published/1 stopped: ; stops: arrests.identifier_missing; accepted:");
    assert_eq!(fixture.announced().await, []);
    let decodings = fixture.releaser.store.decodings(&Wanted::default(), 10).await.expect("decodings");
    assert_eq!(decodings.iter().map(|one| one.observations).collect::<Vec<_>>(), [0]);
    let api = fixture.api();
    let asked = GetReleaseRequest { snapshot: snapshot.hash.to_string() };
    let shown = api.get_release(Request::new(asked.clone())).await.expect("an answer").into_inner().releases;
    assert!(shown[0].checks.len() > 5 && !shown[0].quality.is_empty(), "{shown:?}");
    let codebook = GetCodebookRequest { snapshot: snapshot.hash.to_string() };
    assert!(api.get_codebook(Request::new(codebook)).await.expect("an answer").into_inner().json.contains("apprehension_date"));

    let accept = |check: &str, reason: &str| AcceptReleaseRequest {
        snapshot: snapshot.hash.to_string(),
        check: check.to_owned(),
        reason: reason.to_owned(),
        accepted_by: "An Operator".to_owned(),
    };
    let refused = api.accept_release(Request::new(accept("arrests.no_such_check", "why not"))).await.expect_err("refused");
    insta::assert_snapshot!(refused.message(), @"no check of this name stops the release; the checks that do are arrests.identifier_missing");
    assert!(api.accept_release(Request::new(accept("arrests.x", " "))).await.is_err(), "a reason is wanted");
    let stop = shown[0].checks.iter().find(|check| check.level == "stop").expect("a stop").name.clone();
    let accepted = api.accept_release(Request::new(accept(&stop, "one facility withholds them"))).await.expect("accepted").into_inner();
    assert!(!accepted.known);
    insta::assert_snapshot!(fixture.told().await, @"release ice_individual_published/1 accepted: arrests 2380, counts 110; stops: arrests.identifier_missing; accepted: arrests.identifier_missing (An Operator, one facility withholds them)");
    let announced = fixture.announced().await;
    assert!(!announced.is_empty());

    // The first word stands, and neither another acceptance nor another delivery changes anything.
    let told = fixture.told().await;
    let again = api.accept_release(Request::new(accept(&stop, "another reason"))).await.expect("known").into_inner();
    fixture.deliver(&release).await.expect("handled again");
    assert!(again.known);
    assert_eq!((fixture.told().await, fixture.announced().await), (told.clone(), announced.clone()));

    // What can be made again goes; what an operator decided stays.
    fixture.releaser.store.clear().await.expect("cleared");
    assert_eq!(fixture.told().await, "");
    fixture.deliver(&release).await.expect("made again");
    assert_eq!((fixture.told().await, fixture.announced().await), (told, announced));
}

#[tokio::test]
async fn a_planted_interruption_is_a_gap_and_no_fall() {
    let fixture = fixture("normalize-release-silent").await;
    fixture.deliver(&planted(Planted { silent_month: "2024-10", ..Planted::default() })).await.expect("handled");
    let announced = fixture.announced().await;
    let of = |geography, month| read(&announced, ("arrests", geography, ALL), month);
    let told = ["2024-09", "2024-10", "2024-11"].map(|month| format!("{month}: ohio {}, nation {}", of("us-oh", month), of("us", month)));
    insta::assert_snapshot!(told.join("\n"), @r"
    2024-09: ohio suppressed, nation 132
    2024-10: ohio suspected interruption, nation at least 103
    2024-11: ohio suppressed, nation 130
    ");
}

/// Definition, month and dimension.
type Line = (String, String, &'static str);

/// Every count is at least the threshold, or zero; so is every difference between the countings; and no line with a total has a single cell that is withheld.
fn assert_nothing_small(parts: &[RecordedPart]) {
    let mut numbers: BTreeMap<(String, String, String), BTreeMap<bool, Option<u64>>> = BTreeMap::new();
    let mut lines: BTreeMap<Line, Vec<(bool, u64)>> = BTreeMap::new();
    let mut totals: BTreeSet<(String, String)> = BTreeSet::new();
    for one in parts.iter().flat_map(|part| &part.observations) {
        let count = one.reading.value().and_then(domain::Value::as_count);
        assert!(count.is_none_or(|count| count == 0 || count >= 11), "{one:?}");
        let is_whole = one.definition.as_str().ends_with("all-rows");
        let key = (one.measure.to_string(), one.geography.to_string(), one.period.to_string());
        numbers.entry(key).or_default().insert(is_whole, count);
        let dimension = match (one.geography.as_str(), one.measure.as_str().split('/').nth(1)) {
            ("us", None) => {
                let is_shown = one.reading != Reading::Missing(Missing::Suppressed);
                totals.extend(is_shown.then(|| (one.definition.to_string(), one.period.to_string())));
                continue;
            }
            ("us", Some("programme")) => "programme",
            ("us", Some(_)) => "criminality",
            _ => "state",
        };
        let is_withheld = one.reading == Reading::Missing(Missing::Suppressed);
        lines.entry((one.definition.to_string(), one.period.to_string(), dimension)).or_default().push((is_withheld, count.unwrap_or(0)));
    }
    for (key, countings) in numbers {
        if let (Some(Some(all)), Some(Some(without))) = (countings.get(&true), countings.get(&false)) {
            assert!(all == without || all - without >= 11, "{key:?}: {all} and {without}");
        }
    }
    let mut withheld = 0;
    for (line, cells) in &lines {
        let hidden = cells.iter().filter(|(is_withheld, _)| *is_withheld).count();
        withheld += hidden;
        let (definition, period, _) = line;
        if totals.contains(&(definition.clone(), period.clone())) {
            assert_ne!(hidden, 1, "{line:?}: {cells:?}");
        }
    }
    assert!(withheld > 0, "nothing was withheld, so that nothing was tested");
}

#[tokio::test]
async fn nothing_that_is_announced_or_answered_has_a_small_cell() {
    let Some(archive) = corpus_release("nothing_that_is_announced_or_answered_has_a_small_cell") else { return };
    let fixture = fixture("normalize-release").await;
    let snapshot = fixture.deliver(&archive).await.expect("handled");
    insta::assert_snapshot!(fixture.told().await, @"release ice_individual_published/1 published: arrests 2860, detainers 1790, stints 10000, stays 4930, joined 2710, counts 14060; stops: ; accepted: ");
    assert_nothing_small(&fixture.announced().await);
    let asked = GetReleaseRequest { snapshot: snapshot.hash.to_string() };
    let shown = fixture.api().get_release(Request::new(asked)).await.expect("an answer").into_inner().releases;
    for month in shown.iter().flat_map(|release| &release.counted).flat_map(|counted| &counted.months) {
        for number in [&month.all_rows, &month.without_likely_duplicates, &month.difference] {
            assert!(number.parse::<u64>().map_or(true, |number| number == 0 || number >= 11), "{month:?}");
        }
    }
}

/// With the exact rows of a table, the months that are shown tell those that are not: one month of arrests is withheld, and has 22 rows.
#[tokio::test]
async fn no_exact_number_of_rows_leaves_from_which_a_month_would_follow() {
    let Some(archive) = corpus_release("no_exact_number_of_rows_leaves_from_which_a_month_would_follow") else { return };
    let fixture = fixture("normalize-release-totals").await;
    let snapshot = fixture.deliver(&archive).await.expect("handled").hash.to_string();
    let api = fixture.api();
    let release = api.get_release(Request::new(GetReleaseRequest { snapshot: snapshot.clone() })).await.expect("an answer").into_inner();
    let release = release.releases.into_iter().next().expect("a release");
    let manifest: Manifest = fixture.releaser.document(&release.manifest).await.expect("a manifest");
    let arrests = manifest.counted.iter().find(|counted| counted.table == "arrests").expect("arrests");
    let shown: u64 = arrests.months.iter().filter_map(|month| month.all_rows).sum();
    assert_eq!((arrests.months.iter().filter(|month| month.all_rows.is_none()).count(), arrests.all_rows - shown), (1, 22));

    let codebook = api.get_codebook(Request::new(GetCodebookRequest { snapshot })).await.expect("an answer").into_inner();
    let decodings = fixture.releaser.store.decodings(&Wanted::default(), 10).await.expect("decodings");
    let told = format!("{release:?} {} {} {decodings:?}", codebook.json, codebook.csv);
    let words: BTreeSet<&str> = told.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let totals = manifest.counted.iter().flat_map(|counted| [Some(counted.all_rows), counted.without_likely_duplicates]).flatten();
    let exact: Vec<u64> = totals.chain(manifest.tables.iter().map(|table| table.rows)).filter(|rows| rows % 10 != 0).collect();
    assert!(exact.len() > 5, "{exact:?}");
    for rows in exact {
        assert!(!words.contains(rows.to_string().as_str()), "{rows} rows");
    }
    for rows in release.counted.iter().flat_map(|counted| [&counted.undated, &counted.outside]) {
        let number = rows.strip_prefix("about ").and_then(|number| number.parse::<u64>().ok());
        assert!(rows == "0" || rows == "fewer than 11" || number.is_some_and(|number| number % 10 == 0), "{rows}");
    }
    assert!(!told.contains("have one as entered"), "the rows of the look-up of states");
}

#[test]
fn the_rule_that_is_told_beforehand_is_the_one_that_is_used() {
    let privacy = Privacy { smallest_cell: SMALLEST_CELL, differences: Differences::Protected };
    let making = Making { rules: RuleSet::Published, facilities: None, privacy, scratch: None };
    assert_eq!(making.rule(), PUBLISHED_RULE);
}

#[tokio::test]
async fn what_is_no_release_is_set_aside_with_the_reason() {
    let fixture = fixture("normalize-release-refused").await;
    let told = async |archive: &[u8]| match fixture.deliver(archive).await.expect_err("a failure") {
        Failure::Reject(reason) => reason.to_string().split_once("release: ").map(|(_, reason)| reason.to_owned()).unwrap_or_default(),
        Failure::Retry(reason) => format!("retried: {reason}"),
    };
    let all = [
        told(b"Apprehension Date\n").await,
        told(&archive(&[("readme.txt", b"x".to_vec())])).await,
        told(&archive(&[("FY24_ Arrests.csv", b"a,b\n1,2\n".to_vec())])).await,
        told(&archive(&[("../FY24_ Arrests.csv", b"a,b\n1,2\n".to_vec())])).await,
    ];
    insta::assert_snapshot!(all.join("\n"), @r"
    it is no ZIP archive; hand in the folder of the release, or an archive of all its files
    the archive: no file of a release; their names hold Arrests, Detainers, Detentions, Encounters or Removals, and end in .xlsx, .csv or .parquet
    not one of its files could be read: FY24_ Arrests.csv: it is no table of arrests: its header lacks apprehension_date, anonymized_identifier; it begins with a, b
    it has a file of the name `../FY24_ Arrests.csv`, which leads out of it
    ");
    assert_eq!(fixture.told().await, "");
}

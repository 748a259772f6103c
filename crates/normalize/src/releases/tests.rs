//! The whole way of a release: an archive in, tables and documents in the object store, counts on the bus.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
    sync::Arc,
};

use bytes::Bytes;
use contracts::{
    convert::{RecordedPart, StoredSnapshot},
    events::ObservationsRecorded,
    normalize::{AcceptReleaseRequest, GetCodebookRequest, GetReleaseRequest, ListReleasesRequest, release_service_server::ReleaseService as _},
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
use crate::{Config, store::{Store, Wanted}};

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
            let accepted: Vec<String> = release.acceptances.iter().map(|one| format!("{} ({}, {})", one.check, one.accepted_by, one.reason)).collect();
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

#[tokio::test]
async fn a_release_goes_all_the_way() {
    let Some(archive) = corpus_release("a_release_goes_all_the_way") else { return };
    let fixture = fixture("normalize-release").await;
    fixture.deliver(&archive).await.expect("handled");
    insta::assert_snapshot!(fixture.told().await, @"release ice_individual_published/1 published: arrests 2857, detainers 1785, stints 10000, stays 4932, joined 2707, counts 14057; stops: ; accepted: ");
}

//! An archive → tables in files, documents and observations. Reads and writes within a folder of its own, and is otherwise a function of its arguments.

use std::path::{Path, PathBuf};

use catalog::SourceId;
use domain::Instant;
use ice::{
    Facilities, FileRead, Input, Observer, Options, Progress, Release, RuleSet,
    codebook::rounded,
    counts::{self, Counts},
    output::{self, Batches, Format, Written},
};
use tempfile::TempDir;

use super::{
    PUBLISHED_RULE, archive,
    documents::{CheckEntry, ColumnEntry, CountedEntry, FileEntry, TableEntry},
    quality,
    standardize::{self, Privacy},
};
use crate::{
    decoded::{Decoded, Problem, Standardized, UnknownFormat},
    rules::Rule,
};

/// Problems of a release that are told one by one.
const MOST_TOLD: usize = 1_000;

/// What releases are made with.
#[derive(Debug, Clone)]
pub(crate) struct Making {
    /// The rules of the tables.
    pub(crate) rules: RuleSet,
    /// Where facilities lie, for releases that bring no table of their own.
    pub(crate) facilities: Option<Vec<u8>>,
    /// What may leave.
    pub(crate) privacy: Privacy,
    /// Where files are unpacked; none is the system's folder for that.
    pub(crate) scratch: Option<PathBuf>,
}

impl Making {
    /// The rule of the observations.
    pub(crate) fn rule(&self) -> Rule {
        let version = self.rules.version() + counts::VERSION + standardize::VERSION - 2;
        match self.rules {
            RuleSet::Published => Rule { version, ..PUBLISHED_RULE },
            RuleSet::Corrected => Rule { name: "ice_individual_corrected", version },
        }
    }
}

/// What was made of an archive.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) decoded: Decoded,
    pub(crate) as_of: Option<String>,
    /// The tables, each with its file.
    pub(crate) tables: Vec<(TableEntry, PathBuf)>,
    /// The table of facilities that was used.
    pub(crate) facilities: Option<Vec<u8>>,
    pub(crate) checks: Vec<CheckEntry>,
    pub(crate) quality: Vec<u8>,
    pub(crate) codebook: Vec<u8>,
    pub(crate) public_codebook: [Vec<u8>; 2],
    pub(crate) counted: Vec<CountedEntry>,
    pub(crate) files: Vec<FileEntry>,
    pub(crate) remarks: Vec<String>,
    /// In it lie the files; it goes when this is dropped.
    pub(crate) _folder: TempDir,
}

/// Tells the log what is done: a release takes minutes.
#[derive(Debug, Clone, Copy)]
struct Told;

impl Observer for Told {
    fn note(&self, progress: Progress<'_>) {
        tracing::debug!(?progress, "works on a release");
    }
}

/// Makes all of it. Dates up to the day of its retrieval are possible.
pub(crate) fn make(bytes: &[u8], making: &Making, retrieved_at: Instant) -> Result<Made, UnknownFormat> {
    let refused = |reason: String| UnknownFormat::new(SourceId::IceIndividualRelease, reason);
    let folder = folder(making).map_err(|error| refused(format!("no folder to unpack it: {error}")))?;
    let (release, counts, facilities) = processed(bytes, making, folder.path()).map_err(refused)?;
    let mut tables = Vec::new();
    for table in release.tables.iter().chain([&counts::cross_table(&counts)]) {
        tables.push(written(table, folder.path()).map_err(refused)?);
    }
    let codebook = release.codebook();
    let public = codebook.for_public(making.privacy.smallest_cell);
    let json = |codebook| serde_json::to_vec_pretty(codebook).map_err(|error| refused(error.to_string()));
    let quality::Quality { checks, document } =
        quality::of(&release, day_of(retrieved_at), making.privacy.smallest_cell).map_err(|error| refused(error.to_string()))?;
    let (decoded, counted) = decoded(&release, &counts, making)?;
    Ok(Made {
        decoded,
        as_of: stated(&release.files),
        tables,
        facilities,
        checks,
        quality: document,
        codebook: json(&codebook)?,
        public_codebook: [json(&public)?, public.csv_extended().into_bytes()],
        counted,
        files: release.files.iter().map(file_entry).collect(),
        remarks: remarks(&release),
        _folder: folder,
    })
}

/// The observations alone, for the command line and for verdicts that are made again.
pub(crate) fn observations(bytes: &[u8], making: &Making) -> Result<Decoded, UnknownFormat> {
    let refused = |reason: String| UnknownFormat::new(SourceId::IceIndividualRelease, reason);
    let folder = folder(making).map_err(|error| refused(format!("no folder to unpack it: {error}")))?;
    let (release, counts, _) = processed(bytes, making, folder.path()).map_err(refused)?;
    decoded(&release, &counts, making).map(|(decoded, _)| decoded)
}

fn folder(making: &Making) -> std::io::Result<TempDir> {
    match &making.scratch {
        Some(scratch) => {
            std::fs::create_dir_all(scratch)?;
            tempfile::Builder::new().prefix("release-").tempdir_in(scratch)
        }
        None => tempfile::Builder::new().prefix("plumbline-release-").tempdir(),
    }
}

type Processed = (Release, Vec<Counts>, Option<Vec<u8>>);

fn processed(bytes: &[u8], making: &Making, folder: &Path) -> Result<Processed, String> {
    let archive::Unpacked { files, facilities } = archive::unpack(bytes, folder)?;
    let facilities = facilities.or_else(|| making.facilities.clone());
    let places = match &facilities {
        Some(bytes) => Facilities::of_bytes(bytes).map_err(|error| error.to_string())?,
        None => Facilities::default(),
    };
    let input = Input::files(files).map_err(|error| error.to_string())?;
    let release = ice::process(&input, &Options { rules: making.rules, as_of: None, facilities: places }, &Told);
    if release.tables.is_empty() {
        let reasons: Vec<String> = release.refused.iter().map(ToString::to_string).collect();
        return Err(format!("not one of its files could be read: {}", reasons.join("; ")));
    }
    let counts = counts::counts(&release.tables, counts::stated_end(&release.files));
    Ok((release, counts, facilities))
}

fn written(table: &ice::Table, folder: &Path) -> Result<(TableEntry, PathBuf), String> {
    let written =
        output::write(Format::Parquet, table.name(), table, folder, &|_| {}).map_err(|error| format!("{error}: {}", error.reason))?;
    let Some(Written { path, rows, bytes, sha256, .. }) = written.into_iter().next() else {
        return Err(format!("the table {} was not written", table.name()));
    };
    let columns = table
        .schema()
        .fields()
        .iter()
        .map(|field| ColumnEntry { name: field.name().clone(), kind: kind(field.data_type()).to_owned() })
        .collect();
    let entry = TableEntry {
        name: table.name().to_owned(),
        file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        rows,
        hash: sha256,
        size_bytes: bytes,
        columns,
    };
    Ok((entry, path))
}

fn kind(data_type: &arrow_schema::DataType) -> &'static str {
    use arrow_schema::DataType;
    match data_type {
        DataType::Boolean => "true or false",
        DataType::Int32 => "integer",
        DataType::Float64 => "number",
        DataType::Date32 => "date",
        DataType::Timestamp(..) => "instant",
        _ => "text",
    }
}

fn decoded(release: &Release, counts: &[Counts], making: &Making) -> Result<(Decoded, Vec<CountedEntry>), UnknownFormat> {
    let (Standardized { observations, covers }, counted) = standardize::standardize(counts, making.privacy)
        .map_err(|unfit| UnknownFormat::new(SourceId::IceIndividualRelease, unfit.to_string()))?;
    let Rule { name, version } = making.rule();
    // It is told of every snapshot, and exactly it would tell what months withhold.
    let rows = rounded(release.files.iter().flat_map(|file| &file.sheets).map(|(_, rows)| rows).sum());
    let decoded = Decoded { observations, problems: problems(release), rows, unread_rows: 0, covers, rule: name, rule_version: version };
    Ok((decoded, counted))
}

fn day_of(instant: Instant) -> time::Date {
    let moment = time::OffsetDateTime::from_unix_timestamp(instant.unix_millis().div_euclid(1_000));
    moment.map_or(time::Date::MAX, time::OffsetDateTime::date)
}

/// What could not be read, with file and place.
fn problems(release: &Release) -> Vec<Problem> {
    let of_files = release.refused.iter().map(|refused| Problem { locator: refused.file.clone(), message: refused.reason.clone() });
    let of_sheets = release.broken_off.iter().map(|place| Problem { locator: place.clone(), message: "the sheet breaks off".to_owned() });
    let of_cells = release
        .problems
        .iter()
        .map(|problem| Problem { locator: format!("{}, {}", problem.file, problem.locator), message: problem.message.clone() });
    of_files.chain(of_sheets).chain(of_cells).take(MOST_TOLD).collect()
}

fn remarks(release: &Release) -> Vec<String> {
    let refused = release.refused.iter().map(|refused| format!("not used: {refused}"));
    let skipped = release.skipped.iter().map(|skipped| format!("left alone: {skipped}"));
    refused.chain(skipped).chain(release.broken_off.iter().map(|place| format!("breaks off: {place}"))).collect()
}

/// The day as of which the files say that they were made; the latest of them.
fn stated(files: &[FileRead]) -> Option<String> {
    files.iter().filter_map(|file| file.as_of.clone()).max()
}

fn file_entry(file: &FileRead) -> FileEntry {
    FileEntry {
        name: file.file.clone(),
        hash: file.sha256.clone(),
        size_bytes: file.bytes,
        rows: file.sheets.iter().map(|(_, rows)| rows).sum(),
    }
}

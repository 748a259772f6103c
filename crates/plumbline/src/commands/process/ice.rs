//! `process ice`: ICE's individual-level releases → tables in files.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use ice::{
    Facilities, FileRead, Input, Mend, Options, RefusedFile, Release, RuleSet,
    output::{Format, Written},
    quality::{self, QualityReport},
};
use serde::Serialize;

use super::tell::Teller;
use crate::commands::Outcome;

/// What is to be processed, where to, and how.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of the release.
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// Folder for the tables; it is made if it is not there, and files of the same names are replaced.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// Table of facilities, CSV or Parquet, with `detention_facility_code`, `city`, `state` and `county`.
    #[arg(long, value_name = "FILE")]
    facilities: Option<PathBuf>,
    /// `published`: to the letter what the field publishes; `corrected`: its quirks mended, each counted.
    #[arg(long, default_value = "published", value_name = "RULES")]
    rules: RuleSet,
    /// `parquet`, `csv`, `xlsx` or `dta`.
    #[arg(long, default_value = "parquet", value_name = "FORMAT")]
    format: Format,
    /// Day at whose end open stints are taken to end. By default 2026-03-10 for published rules, and for corrected ones the day as of which the
    /// release says it was made.
    #[arg(long, value_name = "DATE", value_parser = end_of_day)]
    as_of: Option<i64>,
}

/// The last second of a day, in microseconds since 1970.
fn end_of_day(text: &str) -> Result<i64, String> {
    ice::instant_of_text(&format!("{text} 23:59:59")).ok_or_else(|| format!("`{text}` is no date; it has to be like 2026-03-10"))
}

/// Processes a release: the summary on `out`, progress and problems on `err`.
pub(super) fn run(
    arguments: &Arguments,
    today: time::Date,
    out: &mut impl Write,
    err: &mut (impl Write + Send),
) -> anyhow::Result<Outcome> {
    let Arguments { input, output, facilities, rules, format, as_of } = arguments;
    let files = Input::folder(input)?;
    for skipped in &files.skipped {
        writeln!(err, "left alone: {skipped}")?;
    }
    let facilities = match facilities {
        Some(file) => Facilities::read(file).with_context(|| file.display().to_string())?,
        None => Facilities::default(),
    };
    fs::create_dir_all(output).with_context(|| output.display().to_string())?;
    let options = Options { rules: *rules, as_of: *as_of, facilities };
    let teller = Teller::new(&mut *err);
    let release = ice::process(&files, &options, &teller);
    if release.tables.is_empty() {
        let reasons: Vec<String> = release.refused.iter().map(ToString::to_string).collect();
        bail!("no file of {} could be used\n{}", input.display(), reasons.join("\n"));
    }
    let written = release.write(*format, output, &teller)?;
    let err = teller.into_inner();
    for refused in &release.refused {
        writeln!(err, "refused: {refused}")?;
    }
    for problem in &release.problems {
        writeln!(err, "{}: {}: {}", problem.file, problem.locator, problem.message)?;
    }
    let codebook = release.codebook();
    write_json(output, "codebook.json", &codebook)?;
    write(output, "codebook.csv", codebook.csv().as_bytes())?;
    write(output, "codebook_described.csv", codebook.csv_extended().as_bytes())?;
    let quality = release.quality(today);
    write_json(output, "quality.json", &quality)?;
    write(output, "quality.txt", quality.to_string().as_bytes())?;
    write_json(output, "release.json", &Made::of(&release, &options, &written, &quality))?;
    summary(&release, &written, &quality, out)?;
    let whole = release.refused.is_empty() && release.broken_off.is_empty();
    Ok(if whole { Outcome::Done } else { Outcome::Unusable })
}

fn write_json(folder: &Path, name: &str, content: &impl Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_vec_pretty(content)?;
    text.push(b'\n');
    write(folder, name, &text)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let path = folder.join(name);
    fs::write(&path, bytes).with_context(|| path.display().to_string())
}

/// What was made of what: enough to make it again, and to see whether it is the same.
#[derive(Debug, Serialize)]
struct Made<'a> {
    rules: RuleSet,
    rule_version: u32,
    open_stints_end: String,
    facilities: usize,
    files: &'a [FileRead],
    refused: &'a [RefusedFile],
    broken_off: &'a [String],
    /// `published` or `stopped`: whether the checks let the release be published as it is.
    outcome: quality::Outcome,
    mends: Vec<Mended<'a>>,
    tables: Vec<MadeTable<'a>>,
}

#[derive(Debug, Serialize)]
struct Mended<'a> {
    #[serde(flatten)]
    mend: &'a Mend,
    rule: &'static str,
    sentence: &'static str,
}

#[derive(Debug, Serialize)]
struct MadeTable<'a> {
    table: &'static str,
    rows: u64,
    columns: Vec<&'a str>,
    files: Vec<MadeFile>,
}

#[derive(Debug, Serialize)]
struct MadeFile {
    file: String,
    rows: u64,
    bytes: u64,
    sha256: String,
    /// What the form of file does not hold as the table does.
    notes: Vec<String>,
}

impl<'a> Made<'a> {
    fn of(release: &'a Release, options: &Options, written: &[(&'static str, Vec<Written>)], quality: &QualityReport) -> Self {
        let tables = release.tables.iter().zip(written).map(|(table, (name, files))| MadeTable {
            table: name,
            rows: table.row_count() as u64,
            columns: table.column_names().collect(),
            files: files.iter().map(made_file).collect(),
        });
        let mended = |mend: &'a Mend| Mended { mend, rule: mend.quirk.rule(), sentence: mend.quirk.sentence() };
        Self {
            rules: release.rules,
            rule_version: release.rules.version(),
            open_stints_end: ice::instant_text(release.as_of),
            facilities: options.facilities.len(),
            files: &release.files,
            refused: &release.refused,
            broken_off: &release.broken_off,
            outcome: quality.outcome,
            mends: release.mends.iter().map(mended).collect(),
            tables: tables.collect(),
        }
    }
}

fn made_file(written: &Written) -> MadeFile {
    let Written { path, rows, bytes, sha256, deviations } = written;
    let notes = deviations.iter().map(|deviation| {
        format!("{}: {} ({} cells, first in row {})", deviation.column, deviation.kind, deviation.cells, deviation.first_row)
    });
    MadeFile {
        file: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        rows: *rows,
        bytes: *bytes,
        sha256: sha256.clone(),
        notes: notes.collect(),
    }
}

fn summary(
    release: &Release,
    written: &[(&'static str, Vec<Written>)],
    quality: &QualityReport,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    for (table, files) in written {
        for file in files {
            let name = file.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            writeln!(out, "{table:<10} {:>9} rows  {:>12} bytes  {name}", file.rows, file.bytes)?;
        }
    }
    for mend in &release.mends {
        writeln!(out, "mended (rule {}): {} changed. {}", mend.quirk.rule(), mend.changed, mend.quirk.sentence())?;
    }
    let of_level = |level| quality.checks.iter().filter(|check| check.level == level).count();
    let (warnings, stops) = (of_level(quality::Level::Warn), of_level(quality::Level::Stop));
    writeln!(out, "{} checks: {warnings} warn, {stops} stop; quality.txt says what of", quality.checks.len())?;
    if quality.outcome == quality::Outcome::Stopped {
        writeln!(out, "stopped: these tables are not to be published before somebody looked at what stops them:")?;
        for check in quality.stops() {
            writeln!(out, "  {}: {}", check.name, check.sentence)?;
        }
    }
    Ok(())
}

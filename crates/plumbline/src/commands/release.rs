//! `release`: lists releases of records about persons, shows what was made of one, accepts a check that stops it, and writes its tables as files.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use contracts::normalize::{self, AcceptReleaseRequest, GetCodebookRequest, GetReleaseRequest, ListReleasesRequest};
use tonic::Code;

use super::{Outcome, Place};
use crate::{
    App,
    output::{Cell, Format, Table},
};

/// What can be done with releases.
#[derive(Debug, Subcommand)]
pub enum Release {
    /// List the releases with their outcomes.
    List {
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The quality report of a release: every check that warns or stops.
    Show {
        /// SHA-256 of the snapshot, or its beginning.
        #[arg(value_name = "SNAPSHOT")]
        snapshot: String,
        /// Also the checks that passed.
        #[arg(long)]
        all: bool,
        /// How to print.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The codebook of a release, as it may be shown to everybody.
    Codebook {
        /// SHA-256 of the snapshot, or its beginning.
        #[arg(value_name = "SNAPSHOT")]
        snapshot: String,
        /// As CSV; else as JSON.
        #[arg(long)]
        csv: bool,
    },
    /// Accept a check that stops a release; once none is left that does, its counts are published.
    #[command(after_help = "Example:
  plumbline release accept 3f6c1d0e9b8a --check stints.identifier_missing --by \"A. Operator\" \\
      --reason \"the publisher withholds identifiers of one facility, as it says in its letter\"")]
    Accept {
        /// SHA-256 of the snapshot, or its beginning.
        #[arg(value_name = "SNAPSHOT")]
        snapshot: String,
        /// Name of the check, with its table, or without it for all tables.
        #[arg(long, value_name = "NAME")]
        check: String,
        /// Why; it is kept and shown.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Who accepts; it is kept and shown.
        #[arg(long, value_name = "NAME")]
        by: String,
    },
    /// Write the tables of a release from the object store as files. Their rows are about persons: they are for whoever runs this program, and no page has them.
    #[command(after_help = "Example:\n  plumbline release export 3f6c1d0e9b8a --to csv --to dta --output ~/tables")]
    Export {
        /// SHA-256 of the snapshot, or its beginning.
        #[arg(value_name = "SNAPSHOT")]
        snapshot: String,
        /// Form of the files: parquet, csv, xlsx or dta (Stata); may be given several times.
        #[arg(long = "to", value_name = "FORM", required = true)]
        forms: Vec<ice::output::Format>,
        /// Only these tables; may be given several times.
        #[arg(long = "table", value_name = "NAME")]
        tables: Vec<String>,
        /// Folder; it is made if it is not there.
        #[arg(long, value_name = "FOLDER")]
        output: PathBuf,
    },
}

/// Runs one of the commands.
pub async fn run(place: &Place, command: Release, out: &mut impl Write, errors: &mut impl Write) -> anyhow::Result<Outcome> {
    let app = place.open().await?;
    let outcome = asked(&app, command, out, errors).await;
    app.shut_down().await.and(outcome)
}

async fn asked(app: &App, command: Release, out: &mut impl Write, errors: &mut impl Write) -> anyhow::Result<Outcome> {
    match command {
        Release::List { format } => list(app, format, out).await,
        Release::Show { snapshot, all, format } => match find(app, &snapshot, errors).await? {
            Some(snapshot) => show(app, snapshot, all, format, out).await,
            None => Ok(Outcome::NotThere),
        },
        Release::Codebook { snapshot, csv } => match find(app, &snapshot, errors).await? {
            Some(snapshot) => codebook(app, snapshot, csv, out).await,
            None => Ok(Outcome::NotThere),
        },
        Release::Accept { snapshot, check, reason, by } => match find(app, &snapshot, errors).await? {
            Some(snapshot) => accept(app, AcceptReleaseRequest { snapshot, check, reason, accepted_by: by }, out, errors).await,
            None => Ok(Outcome::NotThere),
        },
        Release::Export { snapshot, forms, tables, output } => match find(app, &snapshot, errors).await? {
            Some(snapshot) => export(app, snapshot, (&forms, &tables), &output, out).await,
            None => Ok(Outcome::NotThere),
        },
    }
}

async fn releases(app: &App) -> anyhow::Result<Vec<normalize::Release>> {
    Ok(app.peers.releases.clone().list_releases(ListReleasesRequest {}).await?.into_inner().releases)
}

/// The whole hash of the one release whose hash begins like this.
async fn find(app: &App, beginning: &str, errors: &mut impl Write) -> anyhow::Result<Option<String>> {
    let mut found: Vec<String> =
        releases(app).await?.into_iter().map(|one| one.snapshot).filter(|hash| hash.starts_with(beginning)).collect();
    found.dedup();
    match found.as_slice() {
        [one] => Ok(Some(one.clone())),
        [] => {
            writeln!(errors, "There is no release of a snapshot that begins with {beginning}; `plumbline release list` has them all.")?;
            Ok(None)
        }
        several => {
            writeln!(errors, "{} releases begin with {beginning}; give more digits.", several.len())?;
            Ok(None)
        }
    }
}

async fn list(app: &App, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let releases = releases(app).await?;
    if releases.is_empty() && format == Format::Table {
        writeln!(out, "There is no release yet; `plumbline ingest FOLDER --source ice-individual-release` hands one in.")?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(&["snapshot", "release", "outcome", "as_of", "rules", "stops", "observations", "retrieved_at"]);
    for one in releases {
        let stops = one.checks.iter().filter(|check| check.level == "stop").map(|check| check.name.as_str()).collect::<Vec<_>>().join(", ");
        let snapshot = if format == Format::Table { one.snapshot.get(..12).unwrap_or_default() } else { &one.snapshot };
        table.push(vec![
            snapshot.into(),
            one.label.into(),
            one.outcome.into(),
            one.as_of.into(),
            one.rules.into(),
            stops.into(),
            Cell::count(one.observations),
            one.retrieved_at.into(),
        ]);
    }
    table.write(format, out)?;
    Ok(Outcome::Done)
}

async fn show(app: &App, snapshot: String, all: bool, format: Format, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let releases = app.peers.releases.clone().get_release(GetReleaseRequest { snapshot }).await?.into_inner().releases;
    let mut table = Table::new(&["rules", "check", "level", "found", "share", "warns_above", "stops_above", "accepted"]);
    for release in &releases {
        for check in release.checks.iter().filter(|check| all || check.level != "pass") {
            let accepted =
                release.acceptances.iter().find(|one| one.check == check.name || check.name.ends_with(&format!(".{}", one.check)));
            let share = |text: &str| Cell::number(text.parse().ok(), 6);
            table.push(vec![
                release.rules.as_str().into(),
                check.name.as_str().into(),
                check.level.as_str().into(),
                check.finding.as_str().into(),
                share(&check.share),
                share(&check.warn_above),
                share(&check.stop_above),
                accepted
                    .filter(|_| check.level == "stop")
                    .map_or(Cell::Absent, |one| format!("{}: {}", one.accepted_by, one.reason).into()),
            ]);
        }
        if format == Format::Table {
            writeln!(out, "{}, {} rules: {}, manifest {}", release.label, release.rules, release.outcome, release.manifest)?;
        }
    }
    table.write(format, out)?;
    Ok(Outcome::Done)
}

async fn codebook(app: &App, snapshot: String, csv: bool, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let codebook = app.peers.releases.clone().get_codebook(GetCodebookRequest { snapshot }).await?.into_inner();
    writeln!(out, "{}", if csv { codebook.csv.trim_end() } else { codebook.json.trim_end() })?;
    Ok(Outcome::Done)
}

async fn accept(app: &App, request: AcceptReleaseRequest, out: &mut impl Write, errors: &mut impl Write) -> anyhow::Result<Outcome> {
    let answer = match app.peers.releases.clone().accept_release(request).await {
        Ok(answer) => answer.into_inner(),
        Err(status) if status.code() == Code::InvalidArgument => {
            writeln!(errors, "{}", status.message())?;
            return Ok(Outcome::Unusable);
        }
        Err(status) => anyhow::bail!("{}", status.message()),
    };
    app.idle().await?;
    let release = answer.release.unwrap_or_default();
    let known = if answer.known { " It was accepted before; the first reason stands." } else { "" };
    writeln!(out, "{} is {}.{known}", release.label, release.outcome)?;
    Ok(Outcome::Done)
}

async fn export(
    app: &App,
    snapshot: String,
    (forms, tables): (&[ice::output::Format], &[String]),
    folder: &Path,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let releases = app.peers.releases.clone().get_release(GetReleaseRequest { snapshot }).await?.into_inner().releases;
    tokio::fs::create_dir_all(folder).await?;
    let mut outcome = Outcome::NotThere;
    for release in &releases {
        for entry in release.tables.iter().filter(|entry| tables.is_empty() || tables.contains(&entry.name)) {
            let bytes = app.objects.get(&entry.hash.parse()?).await?;
            // Under two sets of rules a table would be one file.
            let name = if releases.len() == 1 { entry.name.clone() } else { format!("{}_{}", entry.name, release.rules) };
            let (forms, folder) = (forms.to_vec(), folder.to_owned());
            let written = tokio::task::spawn_blocking(move || write(&name, bytes.into(), &forms, &folder)).await??;
            for line in written {
                writeln!(out, "{line}")?;
            }
            outcome = Outcome::Done;
        }
    }
    Ok(outcome)
}

/// Writes a table in each form; a line for each file, with what it does not hold as the table does.
fn write(name: &str, bytes: Vec<u8>, forms: &[ice::output::Format], folder: &Path) -> anyhow::Result<Vec<String>> {
    let table = ice::output::StoredTable::open(bytes)?;
    let mut lines = Vec::new();
    for form in forms {
        for written in ice::output::write(*form, name, &table, folder, &|_| {})? {
            lines.push(format!("{} ({} rows)", written.path.display(), written.rows));
            for deviation in written.deviations {
                lines.push(format!("  {}: {} cells: {}", deviation.column, deviation.cells, deviation.kind));
            }
        }
    }
    Ok(lines)
}

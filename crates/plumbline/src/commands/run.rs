//! `run`: everything in one process, with progress, a summary, and pages until a stop.

use std::{
    io::{IsTerminal as _, Write},
    path::PathBuf,
    time::Duration,
};

use contracts::{
    analytics::{ListComparisonsRequest, ListVerdictsRequest},
    ingest::{ListSnapshotsRequest, ListSourcesRequest},
};
use platform::{Clock, config::Config};
use tokio::time::Instant;

use super::{Outcome, compare, lists};
use crate::{App, app::Pages, output::Format};

/// What follows once everything that was there is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Go on serving and watching.
    Serve,
    /// End.
    End,
}

/// Starts everything, shows progress until all is read, then the summary.
pub async fn run(
    mut config: Config,
    inbox: &[PathBuf],
    listen: Option<String>,
    then: Then,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    for folder in inbox {
        anyhow::ensure!(folder.is_dir(), "{} is not a folder; give --inbox a folder with files to read", folder.display());
    }
    if !inbox.is_empty() {
        let folders: Vec<String> = inbox.iter().map(|folder| folder.display().to_string()).collect();
        config.set("ingest", "inbox", folders);
    }
    if let Some(listen) = listen {
        config.set("gateway", "listen", listen);
    }
    let pages = match then {
        Then::Serve => Pages::Served,
        Then::End => Pages::Absent,
    };
    let mut app = App::start(config, Clock::System, pages).await?;
    app.watch_signals();
    if !progress(&app).await? {
        app.wait().await?;
        return Ok(Outcome::Done);
    }
    summary(&app, out).await?;
    if let Some(address) = app.pages {
        writeln!(out, "\nPages:  http://{address}/        JSON:  http://{address}/api/v1/openapi.json\nStop with Ctrl-C.")?;
        out.flush()?;
        app.wait().await?;
        return Ok(Outcome::Done);
    }
    let usable = lists::is_all_usable(&app).await?;
    app.shut_down().await?;
    Ok(if usable { Outcome::Done } else { Outcome::Unusable })
}

/// Says what is being done until there is nothing left to do. False if a stop was asked for first.
async fn progress(app: &App) -> anyhow::Result<bool> {
    let started = Instant::now();
    let terminal = std::io::stderr().is_terminal();
    let mut tick = tokio::time::interval(Duration::from_millis(200));
    let mut last = String::new();
    while !app.stop.is_asked() {
        tick.tick().await;
        let done = app.is_idle().await?;
        let line = progress_line(app).await?;
        let mut errors = std::io::stderr().lock();
        if terminal {
            write!(errors, "\r\x1b[2K{:5.1} s  {line}", started.elapsed().as_secs_f64())?;
            errors.flush()?;
        } else if line != last && (done || started.elapsed().as_secs().is_multiple_of(2)) {
            writeln!(errors, "{:5.1} s  {line}", started.elapsed().as_secs_f64())?;
        }
        if done {
            if terminal {
                writeln!(errors)?;
            }
            return Ok(true);
        }
        last = line;
    }
    Ok(false)
}

async fn progress_line(app: &App) -> anyhow::Result<String> {
    let waiting = app.health.waiting_for();
    let mut parts = Vec::new();
    if waiting.is_empty() || waiting == [ingest::NAME] {
        let snapshots = app.peers.ingest.clone().list_sources(ListSourcesRequest {}).await?.into_inner().sources;
        parts.push(format!("{} snapshots", snapshots.iter().map(|source| source.snapshots).sum::<i64>()));
    }
    if !waiting.is_empty() {
        parts.push(format!("starting or reading folders: {}", waiting.join(", ")));
    }
    for (consumer, backlog) in app.backlog().await? {
        let left = backlog.waiting + backlog.in_hand;
        if left > 0 {
            parts.push(format!("{consumer}: {left} to do"));
        }
    }
    Ok(parts.join("   "))
}

async fn summary(app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    let mut analytics = app.peers.analytics.clone();
    let verdicts = analytics.list_verdicts(ListVerdictsRequest::default()).await?.into_inner().verdicts;
    writeln!(out, "\nClaims\n")?;
    compare::claims_table(&verdicts).write(Format::Table, out)?;
    for comparison in analytics.list_comparisons(ListComparisonsRequest::default()).await?.into_inner().comparisons {
        compare::one_comparison(&comparison, compare::Remarks::Notes, out)?;
    }
    writeln!(out, "\nGrades say how far a definition allows a comparison; `plumbline compare SLUG` lists the differences that made them.")?;
    let snapshots = app.peers.ingest.clone().list_snapshots(ListSnapshotsRequest::default()).await?.into_inner().snapshots;
    let unrecognized = snapshots.iter().filter(|one| one.source.is_empty()).count();
    let recognized = snapshots.len() - unrecognized;
    let rejects = lists::rejects_table(app).await?.len() - unrecognized;
    writeln!(
        out,
        "\n{recognized} snapshots read; {unrecognized} files that no source recognized are kept; {rejects} rejects and problems (plumbline rejects)."
    )?;
    Ok(())
}

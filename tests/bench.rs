//! Benchmarks of the whole: how long from a file seen to a comparison updated, how much memory the idle program takes, how long a start takes.
//!
//! Figures are told with the machine's own yardstick, a durable write of one row, so that runs on a busy machine can be judged.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::Context as _;
use contracts::{events::ComparisonUpdated, ingest::SubmitSnapshotRequest};
use e2e::Place;
use platform::{Clock, Failure, bus::Durable};
use tokio::{sync::mpsc, time::Instant};

const ROUNDS: usize = 100;
const HEADER: &str = "Fiscal Year,Month (abbv),Component,Region,Area of Responsibility,Unique ID,Count of Officers/Agents\n";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "durable write of one row (yardstick): {:.2} ms", yardstick()?)?;

    let mut delays = updates().await?;
    delays.sort_by(f64::total_cmp);
    let at = |percent: usize| delays[(delays.len() - 1) * percent / 100];
    writeln!(
        out,
        "file seen to comparison updated, {ROUNDS} files of 500 to 600 rows: p50 {:.0} ms, p99 {:.0} ms (limit 60,000 ms: {:.4} of it)",
        at(50),
        at(99),
        at(99) / 60_000.0
    )?;

    let program = program()?;
    let folder = tempfile::tempdir()?;
    let first = start(&program, folder.path())?;
    writeln!(out, "first start, empty folder, catalogue loaded: {:.2} s", first.seconds)?;
    drop(first);
    let second = start(&program, folder.path())?;
    writeln!(out, "start with data there: {:.2} s", second.seconds)?;
    writeln!(out, "memory of the idle program: {:.1} MiB resident", second.resident_mib()?)?;
    Ok(())
}

/// Milliseconds for a row in a file that is forced to disk, the median of 50.
fn yardstick() -> anyhow::Result<f64> {
    let mut file = tempfile::tempfile()?;
    let mut times = Vec::new();
    for _ in 0..50 {
        let started = std::time::Instant::now();
        file.write_all(&[0; 512])?;
        file.sync_data()?;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

/// Hands in files one after the other, each with one incident more, and waits for each to move a comparison. Milliseconds each.
async fn updates() -> anyhow::Result<Vec<f64>> {
    let place = Place::embedded();
    let app = place.start(Clock::System).await;
    app.idle().await?;
    let (said, mut heard) = mpsc::unbounded_channel();
    let (bus, stop) = (app.bus.clone(), app.stop.clone());
    let listener = async move {
        let durable = Durable::named("bench");
        bus.consume(&durable, &stop, |event: ComparisonUpdated| {
            let said = said.clone();
            async move { said.send(event).map_err(|error| Failure::Reject(error.into())) }
        })
        .await
    };
    let measured = async {
        let mut delays = Vec::with_capacity(ROUNDS);
        for round in 0..ROUNDS {
            // Nothing of the file before is left to be done.
            app.idle().await?;
            while heard.try_recv().is_ok() {}
            let content = file(500 + round).into_bytes();
            let request = SubmitSnapshotRequest { file_name: format!("{round}.csv"), content, ..SubmitSnapshotRequest::default() };
            let started = Instant::now();
            let stored = app.peers.ingest.clone().submit_snapshot(request).await?.into_inner();
            let hash = stored.snapshot.unwrap_or_default().hash;
            let heard_of_it = async { while heard.recv().await.is_some_and(|event| event.snapshot != hash) {} };
            tokio::time::timeout(Duration::from_mins(1), heard_of_it).await.context("no comparison was updated within a minute")?;
            delays.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        anyhow::Ok(delays)
    };
    // The listener ends with the stop, whatever came of the measuring.
    let work = async {
        let delays = measured.await;
        app.stop.ask();
        delays
    };
    let (heard, delays) = tokio::join!(listener, work);
    heard?;
    app.wait().await?;
    delays
}

/// Incidents of fiscal year 2025, one officer each.
fn file(rows: usize) -> String {
    const MONTHS: [&str; 12] = ["OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP"];
    let mut text = String::from(HEADER);
    for row in 0..rows {
        let month = MONTHS[row % 12];
        let id = 250_000_000 + row;
        text.extend(["2025,", month, ",U.S. Border Patrol,Southern Border,Yuma Sector,", &id.to_string(), ",1\n"]);
    }
    text
}

/// The binary beside this one.
fn program() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("plumbline");
    anyhow::ensure!(program.exists(), "{} is not built: cargo build --release -p plumbline", program.display());
    Ok(program)
}

struct Running {
    child: Child,
    seconds: f64,
}

impl Running {
    fn resident_mib(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The process may have ended by itself; either way it is gone afterwards.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the program and waits until it says where its pages are.
fn start(program: &Path, folder: &Path) -> anyhow::Result<Running> {
    let started = std::time::Instant::now();
    let mut child = Command::new(program)
        .args(["run", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let output = child.stdout.take().context("its output")?;
    for line in BufReader::new(output).lines() {
        if line?.starts_with("Pages:") {
            return Ok(Running { child, seconds: started.elapsed().as_secs_f64() });
        }
    }
    anyhow::bail!("the program ended before it served pages")
}

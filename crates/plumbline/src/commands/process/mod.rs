//! `process`: releases of individual records become tables; no services needed.

mod ice;
mod tell;

use std::io::Write;

use platform::Clock;

use super::Outcome;

/// What is processed.
#[derive(Debug, clap::Subcommand)]
pub enum Process {
    /// ICE's individual-level releases: arrests, detainers, detention stints, stays, and arrests joined with stays.
    #[command(after_help = "Examples:
  plumbline process ice --input ~/ice-2026-03 --output ~/tables
  plumbline process ice --input ~/ice-2026-03 --output ~/tables --facilities facilities.csv --format csv
  plumbline process ice --input ~/ice-2026-03 --output ~/corrected --rules corrected --as-of 2026-03-10

The input is a folder of the publisher's files, .xlsx, .csv or .parquet, whose names hold Arrests, Detainers, Detentions, Encounters or Removals.
Beside the tables the output has its codebook (codebook.csv, codebook_described.csv, codebook.json), the report of its checks
(quality.txt, quality.json), and release.json, which says what was read and what was made of it.
Exit code 3: a file could not be used, or a sheet breaks off.")]
    Ice(ice::Arguments),
}

/// Runs the command: a summary on `out`, progress and problems on `err`.
pub fn run(command: &Process, clock: &Clock, out: &mut impl Write, err: &mut (impl Write + Send)) -> anyhow::Result<Outcome> {
    match command {
        Process::Ice(arguments) => ice::run(arguments, today(clock)?, out, err),
    }
}

/// The day on which the command runs: dates of a release may not lie after it.
fn today(clock: &Clock) -> anyhow::Result<time::Date> {
    let seconds = clock.now().unix_millis() / 1_000;
    Ok(time::OffsetDateTime::from_unix_timestamp(seconds)?.date())
}

//! `court`: what an operator does with records of courts.

pub mod charges;
pub mod count;
pub mod coverage;
mod parse;
pub mod watch;

use std::io::{self, Write};

use super::{Outcome, Place};

/// The commands of `court`.
#[derive(Debug, clap::Subcommand)]
pub enum Court {
    /// Print feeds, dockets, case queries and histories of CM/ECF as JSON in the shape that this field hands around; no services needed.
    #[command(after_help = "Examples:
  plumbline court parse docket nysd_4.html                     JSON on standard output, problems on standard error
  plumbline court parse docket --court nysd saved.html         the court, where the name of the file does not begin with it
  plumbline court parse rss --output parsed feeds/*.xml        one JSON file for each, of the same name")]
    Parse(parse::Parse),
    /// Read charges from standard input, one a line: citations, whether it is one under 18 U.S.C. 111, counts, disposition.
    #[command(after_help = charges::HELP)]
    Charges,
    /// What the feeds of courts can show, and the numbers of prosecutions that this allows.
    #[command(after_help = "Examples:
  plumbline court coverage                        the feed of every court as it is now
  plumbline court coverage nysd --from 2026-01-01 the days of one court: what nothing looked at is missing, not zero
  plumbline court coverage --months --format csv  defendants, cases and counts by district and month")]
    Coverage(coverage::Coverage),
    /// Count prosecutions under 18 U.S.C. 111 by district and month in files of official statistics; no services needed.
    #[command(subcommand)]
    Count(count::Count),
    /// Standing questions over filings and cases: alerts by docket, party, statute, court, kind of entry or text.
    #[command(subcommand)]
    Watch(watch::Command),
}

/// Runs one of them.
pub async fn run(place: &Place, command: Court, out: &mut impl Write, problems: &mut impl Write) -> anyhow::Result<Outcome> {
    match command {
        Court::Parse(parse) => parse.run(out, problems),
        Court::Charges => charges::run(io::stdin().lock(), out),
        Court::Coverage(asked) => coverage::run(place, asked, out).await,
        Court::Count(count) => count::run(count, out, problems),
        Court::Watch(command) => watch::run(place, command, out).await,
    }
}

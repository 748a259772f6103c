//! `court`: what courts publish.

pub mod watch;

use std::io::Write;

use clap::Subcommand;

use super::{Outcome, Place};

/// The commands on court records.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Standing questions over filings: alerts by docket, party, statute, court, kind of entry or text.
    #[command(subcommand)]
    Watch(watch::Command),
}

/// Runs one of them.
pub async fn run(place: &Place, command: Command, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match command {
        Command::Watch(command) => watch::run(place, command, out).await,
    }
}

//! `court`: the readers of what courts publish, as commands. They need no services and no data folder.

pub mod charges;

use std::io::{self, Write};

use clap::Subcommand;

use super::Outcome;

/// The commands about courts' records.
#[derive(Debug, Subcommand)]
pub enum Court {
    /// Read charges from standard input, one a line: citations, whether it is one under 18 U.S.C. 111, counts, disposition.
    #[command(after_help = charges::HELP)]
    Charges,
}

/// Runs one of them.
pub fn run(command: &Court, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match command {
        Court::Charges => charges::run(io::stdin().lock(), out),
    }
}

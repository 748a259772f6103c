//! `court`: what an operator does with records of courts.

pub mod charges;
mod parse;

use std::io::{self, Write};

use super::Outcome;

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
}

/// Runs one of them.
pub fn run(command: Court, out: &mut impl Write, problems: &mut impl Write) -> anyhow::Result<Outcome> {
    match command {
        Court::Parse(parse) => parse.run(out, problems),
        Court::Charges => charges::run(io::stdin().lock(), out),
    }
}

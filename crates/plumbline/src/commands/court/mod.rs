//! `court`: what an operator does with records of courts.

mod parse;

use std::io::Write;

use super::Outcome;

/// The commands of `court`.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Print feeds, dockets, case queries and histories of CM/ECF as JSON in the shape that this field hands around; no services needed.
    #[command(after_help = "Examples:
  plumbline court parse docket nysd_4.html                     JSON on standard output, problems on standard error
  plumbline court parse docket --court nysd saved.html         the court, where the name of the file does not begin with it
  plumbline court parse rss --output parsed feeds/*.xml        one JSON file for each, of the same name")]
    Parse(parse::Parse),
}

/// Runs one of them.
pub fn run(command: Command, out: &mut impl Write, problems: &mut impl Write) -> anyhow::Result<Outcome> {
    match command {
        Command::Parse(parse) => parse.run(out, problems),
    }
}

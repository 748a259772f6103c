//! `court charges`: what charges cite, as tab-separated lines.

use std::io::{BufRead, Write};

use court_records::{
    bulk::{Content, Lines},
    charges::{Charge, DispositionClass, Section111},
};

use crate::commands::Outcome;

/// What a line holds, and what comes out.
pub const HELP: &str = "\
A line holds the text of a charge and, after a tab, the text of its disposition if there is one. A first line with the column `raw` is a header: \
charges then stand in that column and dispositions in the column `disposition`.

The columns of the answer: raw, citations (joined by `;`), is_18_111 (1, 0 or unknown), count_no, disposition_class (none where there is no text).

Example:
  printf '18:111(a)(1) ASSAULT(1)\\tDISMISSED\\n' | plumbline court charges";

/// Far more than a charge with its disposition has.
const MAX_LINE_BYTES: usize = 1 << 20;

/// Where charge and disposition stand in a line.
#[derive(Clone, Copy)]
struct Columns {
    raw: usize,
    /// Beyond the last column if there is none.
    disposition: usize,
}

/// Answers every line of `input` with one line.
pub fn run(input: impl BufRead, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut lines = Lines::new(input, MAX_LINE_BYTES);
    let mut columns = Columns { raw: 0, disposition: 1 };
    let mut outcome = Outcome::Done;
    writeln!(out, "raw\tcitations\tis_18_111\tcount_no\tdisposition_class")?;
    while let Some(line) = lines.next_line()? {
        let Content::Bytes(bytes) = line.content else {
            // One line for every line, so that both can be laid side by side.
            writeln!(out, "\t\tunknown\t\tnone")?;
            outcome = Outcome::Unusable;
            continue;
        };
        let text = String::from_utf8_lossy(bytes);
        match header(&text) {
            Some(named) if line.number == 1 => columns = named,
            _ => answer(&text, columns, out)?,
        }
    }
    Ok(outcome)
}

fn header(line: &str) -> Option<Columns> {
    let place = |name| line.split('\t').position(|column| column == name);
    Some(Columns { raw: place("raw")?, disposition: place("disposition").unwrap_or(usize::MAX) })
}

fn answer(line: &str, columns: Columns, out: &mut impl Write) -> anyhow::Result<()> {
    let cell = |column| line.split('\t').nth(column).unwrap_or_default();
    let raw = cell(columns.raw);
    let charge = Charge::read(raw);
    let citations: Vec<String> = charge.citations.iter().map(ToString::to_string).collect();
    let is_18_111 = match charge.is_18_111() {
        Section111::Yes => "1",
        Section111::No => "0",
        Section111::Unknown => "unknown",
    };
    let class = DispositionClass::of(cell(columns.disposition)).as_str();
    Ok(writeln!(out, "{raw}\t{}\t{is_18_111}\t{}\t{class}", citations.join(";"), charge.counts)?)
}

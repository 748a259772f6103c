//! `audit`: published tables held against each other; no services needed.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use catalog::SourceId;
use domain::Observation;
use normalize::audit::{self, Compared, Fall};

use super::Outcome;
use crate::output::{Cell, Format, Table};

const COLUMNS: [&str; 11] =
    ["finding", "measure", "unit", "population", "period", "source", "value", "place", "other_source", "other_value", "other_place"];

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Where two values cannot both be.
    Disagreements,
    /// Agreements too.
    All,
}

/// A file that was read.
struct Read {
    source: SourceId,
    name: String,
    covers_until: domain::Date,
    observations: Vec<Observation>,
}

/// Recognizes and decodes the files, and lists cumulative counts that fall from one file of a source to a later one, and values of one quantity in
/// which two sources differ, each with both values and places.
pub fn run(files: &[PathBuf], listed: Listed, format: Format, out: &mut impl Write, problems: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut read = Vec::new();
    let mut outcome = Outcome::Done;
    for file in files {
        match decoded(file) {
            Ok(file) => read.push(file),
            Err(reason) => {
                writeln!(problems, "{}: {reason:#}", file.display())?;
                outcome = Outcome::Unusable;
            }
        }
    }
    read.sort_by(|a, b| (a.source, a.covers_until, &a.name).cmp(&(b.source, b.covers_until, &b.name)));
    let mut table = Table::new(&COLUMNS);
    let mut sources: Vec<SourceId> = read.iter().map(|file| file.source).collect();
    sources.dedup();
    let of = |source: SourceId| read.iter().filter(move |file| file.source == source);
    for source in &sources {
        for Fall { earlier, later } in audit::falls(of(*source).map(|file| file.observations.as_slice())) {
            table.push(row("falls", (*source, &earlier), (*source, &later), &read));
        }
    }
    let (mut agreeing, mut differing) = (0_u64, 0_u64);
    for (at, left) in sources.iter().enumerate() {
        for right in sources.iter().skip(at + 1) {
            let observations = |source| of(source).flat_map(|file| &file.observations);
            for Compared { left: one, right: other, agrees } in audit::compared(observations(*left), observations(*right)) {
                let count = if agrees { &mut agreeing } else { &mut differing };
                *count += 1;
                if !agrees || listed == Listed::All {
                    table.push(row(if agrees { "agrees" } else { "differs" }, (*left, &one), (*right, &other), &read));
                }
            }
        }
    }
    table.write(format, out)?;
    writeln!(
        problems,
        "{} files; two sources have a value for {} quantities and periods: {agreeing} agree, {differing} do not",
        read.len(),
        agreeing + differing
    )?;
    Ok(outcome)
}

fn decoded(file: &Path) -> anyhow::Result<Read> {
    let bytes = fs::read(file).context("cannot read it")?;
    let source = catalog::recognize(&bytes)?;
    let decoded = normalize::decode(source, &bytes)?;
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(Read { source, name, covers_until: decoded.covers.end(), observations: decoded.observations })
}

fn row(
    finding: &str,
    (source, one): (SourceId, &Observation),
    (other_source, other): (SourceId, &Observation),
    read: &[Read],
) -> Vec<Cell> {
    let value = |observation: &Observation| {
        observation.reading.value().map_or(Cell::Absent, |value| Cell::Number(value.as_f64(), usize::from(value.decimals())))
    };
    // Equal observations of two files are one; the last file that has it is named.
    let place = |source: SourceId, observation: &Observation| {
        let file = read.iter().rev().find(|file| file.source == source && file.observations.contains(observation));
        format!("{} {}", file.map_or("", |file| file.name.as_str()), observation.locator)
    };
    let period = if one.period == other.period { one.period.label() } else { format!("{}, {}", one.period.label(), other.period.label()) };
    vec![
        finding.into(),
        one.measure.as_str().into(),
        one.unit.slug().into(),
        one.population.as_str().into(),
        period.into(),
        source.slug().into(),
        value(one),
        place(source, one).into(),
        other_source.slug().into(),
        value(other),
        place(other_source, other).into(),
    ]
}

//! `decode`: observations of a file on standard output, problems on standard error; no services needed.

use std::{
    io::{Read as _, Write},
    path::Path,
};

use anyhow::Context as _;
use catalog::SourceId;
use domain::{Observation, SnapshotHash};

use super::Outcome;
use crate::output::{Cell, Format, Table};

/// Columns of an observation written out, in the order of the design.
const COLUMNS: [&str; 14] = [
    "source",
    "measure",
    "unit",
    "population",
    "geography",
    "period_start",
    "period_end",
    "value",
    "lower",
    "upper",
    "missing",
    "definition",
    "snapshot",
    "locator",
];

/// Decodes `file` (`-` is standard input) as `source`.
pub fn run(source: &str, file: &Path, format: Format, out: &mut impl Write, problems: &mut impl Write) -> anyhow::Result<Outcome> {
    let source: SourceId = source.parse()?;
    let bytes = read(file)?;
    let decoded = match normalize::decode(source, &bytes) {
        Ok(decoded) => decoded,
        Err(refused) => {
            writeln!(problems, "{}: {refused}", file.display())?;
            return Ok(Outcome::Unusable);
        }
    };
    let snapshot = platform::objects::hash_of(&bytes);
    table(source, &snapshot, &decoded.observations).write(format, out)?;
    for problem in &decoded.problems {
        writeln!(problems, "{}: {}: {}", file.display(), problem.locator, problem.message)?;
    }
    Ok(if decoded.problems.is_empty() { Outcome::Done } else { Outcome::Unusable })
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn table(source: SourceId, snapshot: &SnapshotHash, observations: &[Observation]) -> Table {
    let mut table = Table::new(&COLUMNS);
    for observation in observations {
        let Observation { measure, unit, population, geography, period, reading, definition, locator, citation: _ } = observation;
        let bounds = reading.bounds();
        table.push(vec![
            source.slug().into(),
            measure.as_str().into(),
            unit.slug().into(),
            population.as_str().into(),
            geography.as_str().into(),
            period.start().to_string().into(),
            period.end().to_string().into(),
            number(reading.value()),
            number(bounds.map(|bounds| bounds.lower)),
            number(bounds.and_then(|bounds| bounds.upper)),
            reading.missing().map_or(Cell::Absent, |reason| reason.as_str().into()),
            definition.as_str().into(),
            snapshot.as_str().into(),
            locator.as_str().into(),
        ]);
    }
    table
}

fn number(value: Option<domain::Value>) -> Cell {
    value.map_or(Cell::Absent, |value| Cell::Number(value.as_f64(), usize::from(value.decimals())))
}

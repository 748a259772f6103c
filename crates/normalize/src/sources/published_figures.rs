//! The catalogue's own table of figures that others published, each with its citation.

use std::{collections::BTreeMap, str::FromStr};

use catalog::{FIGURES_COLUMNS, SourceId};
use domain::{Citation, Observation, Period, Reading};

use crate::{
    decoded::{Problems, Rows, UnknownFormat, quote},
    sources::delimited::{self, Layout, Record},
};

const LAYOUT: Layout = Layout { source_id: SourceId::PublishedFigures, delimiter: ',', columns: FIGURES_COLUMNS };

/// The longest name of a figure.
const MOST_ID_CHARS: usize = 120;

/// A figure as an observation, and the line on which it stands.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) figure: Observation,
}

/// Rows of the table. A figure's locator is its name, which stays when lines are put before it.
pub(crate) fn decode(bytes: &[u8]) -> Result<Rows<Row>, UnknownFormat> {
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    delimited::read(bytes, &LAYOUT, |record, problems| {
        let id = record.text(ID);
        if id.is_empty() || id.chars().count() > MOST_ID_CHARS || id.chars().any(char::is_control) {
            problems.report(record.cell_locator(ID), format!("{} is not a name of a figure; the row is left out", quote(id)));
            return None;
        }
        let figure = figure(record, id, problems)?;
        if let Some(line) = lines.insert(id.to_owned(), record.line) {
            problems.report(record.locator(), format!("the figure {} stands on line {line} already", quote(id)));
        }
        Some(Row { line: record.line, figure })
    })
}

const ID: usize = 0;
const PERIOD_START: usize = 5;
const PERIOD_END: usize = 6;
const DEFINITION: usize = 8;
const EVIDENCE: usize = 9;
const URL: usize = 12;

fn figure(record: &Record<'_>, id: &str, problems: &mut Problems) -> Option<Observation> {
    let definition = parsed(record, DEFINITION, problems)?;
    if catalog::definition(&definition).is_none() {
        problems.report(
            record.cell_locator(DEFINITION),
            format!("{} is not a definition of the catalogue; the row is left out", quote(definition.as_str())),
        );
        return None;
    }
    let (start, end) = (parsed(record, PERIOD_START, problems)?, parsed(record, PERIOD_END, problems)?);
    let period = match Period::new(start, end) {
        Ok(period) => period,
        Err(error) => {
            problems.report(record.cell_locator(PERIOD_END), format!("{error}; the row is left out"));
            return None;
        }
    };
    let url = record.text(URL);
    if url.is_empty() {
        problems.report(record.cell_locator(URL), "no address of a citation; the row is left out");
        return None;
    }
    Some(Observation {
        measure: parsed(record, 1, problems)?,
        unit: parsed(record, 2, problems)?,
        population: parsed(record, 3, problems)?,
        geography: parsed(record, 4, problems)?,
        period,
        reading: Reading::Exact(parsed(record, 7, problems)?),
        definition,
        locator: format!("figure {id}"),
        citation: Some(Citation { url: url.to_owned(), evidence: parsed(record, EVIDENCE, problems)? }),
    })
}

/// A cell as a word of the domain, whose own error says what is wrong with it.
fn parsed<T>(record: &Record<'_>, column: usize, problems: &mut Problems) -> Option<T>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    match record.text(column).parse() {
        Ok(value) => Some(value),
        Err(error) => {
            problems.report(record.cell_locator(column), format!("{error}; the row is left out"));
            None
        }
    }
}

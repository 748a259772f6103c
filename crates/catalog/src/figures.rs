//! Figures that others published, entered with citation, definition and evidence grade.
//!
//! The table is a data file of its own: ingest stores its bytes as the snapshot of the source `published-figures`, and normalize
//! decodes it like any other file, so that every figure has the same path back to a row.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::{
    Period,
    comparison::{Selector, SeriesSelector},
};

/// The columns of the table, in order. `period_end` is the first day after the period; `value` is decimal text with the digits
/// that were published; `url` is an address, or says that none is recorded.
pub const FIGURES_COLUMNS: &[&str] = &[
    "id",
    "measure",
    "unit",
    "population",
    "geography",
    "period_start",
    "period_end",
    "value",
    "definition",
    "evidence",
    "publisher",
    "title",
    "url",
    "note",
];

/// The table as it stands in the program: UTF-8, comma-separated, one header line.
pub fn figures_file() -> &'static [u8] {
    include_bytes!("../data/figures.csv")
}

static SELECTORS: LazyLock<BTreeMap<String, Selector>> =
    LazyLock::new(|| selectors(figures_file()).expect("the table is part of the program and a test reads it"));

/// The series and period of a figure, by its id.
pub fn figure(id: &str) -> Option<&'static Selector> {
    SELECTORS.get(id)
}

fn word<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

fn selectors(bytes: &[u8]) -> Result<BTreeMap<String, Selector>, String> {
    let mut out = BTreeMap::new();
    for (place, row) in csv::Reader::from_reader(bytes).records().enumerate() {
        let row = row.map_err(|error| error.to_string())?;
        let cell = |name: &str| {
            let column = FIGURES_COLUMNS.iter().position(|column| *column == name);
            column.and_then(|column| row.get(column)).ok_or_else(|| format!("row {place} has no {name}"))
        };
        let series = SeriesSelector {
            source: word("published-figures")?,
            measure: word(cell("measure")?)?,
            unit: word(cell("unit")?)?,
            population: word(cell("population")?)?,
            geography: word(cell("geography")?)?,
            definition: word(cell("definition")?)?,
        };
        let period = Period::new(word(cell("period_start")?)?, word(cell("period_end")?)?).map_err(|error| error.to_string())?;
        out.insert(cell("id")?.to_owned(), Selector { series, period });
    }
    Ok(out)
}

//! Figures that others published, entered with citation, definition and evidence grade.
//!
//! The table is a data file of its own: ingest stores its bytes as the snapshot of the source `published-figures`, and normalize
//! decodes it like any other file, so that every figure has the same path back to a row.

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

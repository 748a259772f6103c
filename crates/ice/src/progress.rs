//! What is being done, for whoever waits.

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'a> {
    /// A sheet was read.
    Read {
        /// The table to which it belongs.
        table: &'a str,
        /// Its file.
        file: &'a str,
        /// Its name.
        sheet: &'a str,
        /// Its rows.
        rows: u64,
    },
    /// Rows of a table are in its file.
    Written {
        /// The table.
        table: &'a str,
        /// How many so far.
        rows: u64,
    },
    /// A stage of a table begins.
    Stage {
        /// What is done.
        what: &'static str,
        /// The table.
        table: &'a str,
    },
}

/// Told what is being done, from any thread.
pub trait Observer: Sync {
    /// Takes note.
    fn note(&self, progress: Progress<'_>);
}

/// Nobody waits.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn note(&self, _: Progress<'_>) {}
}

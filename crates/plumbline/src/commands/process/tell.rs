//! Progress of long work, on standard error.

use std::{
    collections::BTreeMap,
    io::Write,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use ice::{Observer, Progress};

/// Rows of a table between two lines that tell of them.
const EVERY: u64 = 250_000;

/// Writes a line for each thing that is done, with the seconds since the beginning.
pub(super) struct Teller<W> {
    state: Mutex<State<W>>,
    start: Instant,
}

struct State<W> {
    out: W,
    read: BTreeMap<String, u64>,
    written: BTreeMap<String, u64>,
}

impl<W: Write> Teller<W> {
    pub(super) fn new(out: W) -> Self {
        Self { state: Mutex::new(State { out, read: BTreeMap::new(), written: BTreeMap::new() }), start: Instant::now() }
    }

    /// Gives back where it wrote.
    pub(super) fn into_inner(self) -> W {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).out
    }
}

impl<W: Write + Send> Observer for Teller<W> {
    fn note(&self, progress: Progress<'_>) {
        let seconds = self.start.elapsed().as_secs_f64();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { out, read, written } = &mut *state;
        // Nobody may be listening; the work goes on.
        let _ = match progress {
            Progress::Read { table, file, sheet, rows } => {
                let sum = read.entry(table.to_owned()).or_default();
                *sum += rows;
                writeln!(out, "{seconds:7.1} s  read {rows} rows of {file}, sheet {sheet}; {sum} {table} so far")
            }
            Progress::Stage { what, table } => writeln!(out, "{seconds:7.1} s  {what} {table}"),
            Progress::Written { table, rows } => {
                let told = written.entry(table.to_owned()).or_default();
                if rows / EVERY == *told / EVERY {
                    return;
                }
                *told = rows;
                writeln!(out, "{seconds:7.1} s  wrote {rows} rows of {table}")
            }
        };
    }
}

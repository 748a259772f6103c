//! What reading workbooks costs: unzipping alone, and unzipping with every cell read, by one thread and by two.
//!
//! `cargo run --release -p workbook --example tokenize_bench -- FILE…`; add `--only unzip-1` (or `unzip-2`, `cells-1`, `cells-2`) for one
//! measurement whose peak of memory is its own.

#![expect(clippy::print_stdout, reason = "a program that tells what it measured")]

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use workbook::{Limits, Source, Value, Workbook, unzip};

/// Ticks of the kernel's clock in a second, as Linux reports times of processes.
const TICKS_PER_SECOND: f64 = 100.0;

/// What was read.
#[derive(Debug, Clone, Copy, Default)]
struct Read {
    unpacked_bytes: u64,
    strings: u64,
    rows: u64,
    cells: u64,
    problems: u64,
    /// Holds the compiler to reading.
    sum: f64,
}

impl Read {
    fn add(&mut self, other: Self) {
        self.unpacked_bytes += other.unpacked_bytes;
        self.strings += other.strings;
        self.rows += other.rows;
        self.cells += other.cells;
        self.problems += other.problems;
        self.sum += other.sum;
    }
}

type Work = fn(&Path) -> Result<Read, String>;

const MEASUREMENTS: [(&str, usize, Work); 4] =
    [("unzip-1", 1, unzipped), ("unzip-2", 2, unzipped), ("cells-1", 1, tokenized), ("cells-2", 2, tokenized)];

fn main() -> ExitCode {
    let mut files = Vec::new();
    let mut only = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--only" {
            only = arguments.next();
        } else {
            files.push(PathBuf::from(argument));
        }
    }
    println!("{} files", files.len());
    println!("measurement  wall s   cpu s  peak MB  unpacked MB    strings        rows       cells  problems");
    for (name, threads, work) in MEASUREMENTS.iter().filter(|(name, _, _)| only.as_deref().is_none_or(|only| only == *name)) {
        let (begun, begun_cpu) = (Instant::now(), cpu_seconds());
        let read = match all(&files, *threads, *work) {
            Ok(read) => read,
            Err(error) => {
                println!("{name}: {error}");
                return ExitCode::FAILURE;
            }
        };
        println!(
            "{name:<11} {:7.2} {:7.2} {:8.0} {:12.1} {:10} {:11} {:11} {:9}",
            begun.elapsed().as_secs_f64(),
            cpu_seconds() - begun_cpu,
            peak_megabytes(),
            read.unpacked_bytes as f64 / 1e6,
            read.strings,
            read.rows,
            read.cells,
            read.problems,
        );
    }
    ExitCode::SUCCESS
}

/// Reads all files; each thread takes the next that nobody has.
fn all(files: &[PathBuf], threads: usize, work: Work) -> Result<Read, String> {
    let next = AtomicUsize::new(0);
    let total = Mutex::new(Ok(Read::default()));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let read = work(file).map_err(|error| format!("{}: {error}", file.display()));
                    let Ok(mut total) = total.lock() else { return };
                    match (&mut *total, read) {
                        (Ok(total), Ok(read)) => total.add(read),
                        (total, Err(error)) => *total = Err(error),
                        (Err(_), Ok(_)) => {}
                    }
                }
            });
        }
    });
    total.into_inner().map_err(|error| error.to_string())?
}

fn unzipped(file: &Path) -> Result<Read, String> {
    let unzipped = unzip(&Source::File(file.to_path_buf()), &Limits::default()).map_err(|error| error.to_string())?;
    Ok(Read { unpacked_bytes: unzipped.bytes, ..Read::default() })
}

fn tokenized(file: &Path) -> Result<Read, String> {
    let workbook = Workbook::open(Source::File(file.to_path_buf()), Limits::default()).map_err(|error| error.to_string())?;
    let mut read = Read { strings: workbook.strings().into(), unpacked_bytes: workbook.strings_unpacked_bytes(), ..Read::default() };
    for sheet in 0..workbook.sheets().len() {
        let mut rows = workbook.rows(sheet).map_err(|error| error.to_string())?;
        while let Some(row) = rows.next_row().map_err(|error| error.to_string())? {
            read.rows += 1;
            read.cells += row.cells.len() as u64;
            for cell in row.cells {
                read.sum += match cell.value {
                    Value::Shared(index) => f64::from(index),
                    Value::Number { number, .. } => number,
                    Value::Bool(_) => 1.0,
                    Value::Text(text) | Value::Error(text) => text.len() as f64,
                };
            }
        }
        read.unpacked_bytes += rows.unpacked_bytes();
        read.problems += rows.problem_count();
    }
    Ok(read)
}

/// User and system time of this process so far.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program stands in parentheses and may hold spaces; user and system time are the 14th and 15th field.
    let fields = stat.rsplit(") ").next().unwrap_or_default();
    fields.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS_PER_SECOND
}

/// The most memory that this process had so far.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or_default() * 1024.0 / 1e6
}

//! What a release of ICE's individual records costs, stage by stage, beside the least that reading its files can cost, in the same run.
//!
//! `cargo run --release -p ice --example process_bench -- FOLDER…`: each folder holds `xlsx/`, `csv/` and `facilities.csv`, as the generator of
//! synthetic releases writes them. Each measurement is a process of its own, so that its peak of memory is its own.

#![expect(clippy::print_stdout, reason = "a program that tells what it measured")]

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use ice::{Facilities, Input, Observer, Options, Progress, output::Format};
use workbook::{Limits, Source, Workbook};

/// Ticks of the kernel's clock in a second, as Linux reports times of processes.
const TICKS_PER_SECOND: f64 = 100.0;
const FORMS: [&str; 2] = ["xlsx", "csv"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [only, form, folder] if only == "--process" => process(form, Path::new(folder)),
        [only, form, folder] if only == "--least" => least(form, Path::new(folder)),
        [] => Err("give folders that hold xlsx/, csv/ and facilities.csv".to_owned()),
        folders => all(folders),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            println!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// Runs every measurement in a process of its own, and sets them beside each other.
fn all(folders: &[String]) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let run = |what: &str, form: &str, folder: &str| -> Result<(String, Measured), String> {
        let output = Command::new(&program).args([what, form, folder]).output().map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let last = text.lines().last().unwrap_or_default().to_owned();
        Measured::parse(&last).map(|measured| (text, measured)).ok_or(text_or(&output.stderr, &last))
    };
    println!("wall s, cpu s (user and system), peak MB of each stage; `least` reads every cell or record and keeps nothing");
    let mut per_row: Vec<(String, f64, f64)> = Vec::new();
    for folder in folders {
        for form in FORMS {
            println!("\n{folder}, {form}");
            let (stages, whole) = run("--process", form, folder)?;
            print!("{stages}");
            let (text, least) = run("--least", form, folder)?;
            print!("{text}");
            println!("ratio to least: wall {:.2}, cpu {:.2}", whole.wall / least.wall, whole.cpu / least.cpu);
            per_row.push((format!("{folder}, {form}"), whole.cpu / whole.rows, whole.rows));
        }
    }
    println!("\ncpu microseconds for each row of the release");
    for (name, seconds, rows) in per_row {
        println!("{name}: {:.2} ({rows:.0} rows)", seconds * 1e6);
    }
    Ok(())
}

fn text_or(stderr: &[u8], last: &str) -> String {
    format!("{last}\n{}", String::from_utf8_lossy(stderr))
}

/// The last line of a measurement.
struct Measured {
    wall: f64,
    cpu: f64,
    rows: f64,
}

impl Measured {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace().skip(1);
        let mut next = || words.next()?.parse().ok();
        let (wall, cpu, _peak, rows) = (next()?, next()?, next()?, next()?);
        Some(Self { wall, cpu, rows })
    }
}

/// Measures from one mark to the next.
struct Stopwatch {
    start: Instant,
    wall: f64,
    cpu: f64,
}

impl Stopwatch {
    fn start() -> Self {
        forget_peak();
        Self { start: Instant::now(), wall: 0.0, cpu: cpu_seconds() }
    }

    fn stage(&mut self, name: &str) {
        let (wall, cpu) = (self.start.elapsed().as_secs_f64(), cpu_seconds());
        println!("  {name:<12} {:7.2} {:7.2} {:6.0}", wall - self.wall, cpu - self.cpu, peak_megabytes());
        forget_peak();
        (self.wall, self.cpu) = (wall, cpu);
    }
}

/// Tells the stages of processing apart by what is told of them.
struct Stages(Mutex<(Stopwatch, bool)>);

impl Observer for Stages {
    fn note(&self, progress: Progress<'_>) {
        let Ok(mut state) = self.0.lock() else { return };
        if let (Progress::Stage { what: "stacking", .. }, false) = (progress, state.1) {
            state.1 = true;
            state.0.stage("read");
        }
        if let Progress::Stage { what: "cleaning", .. } = progress
            && state.1
        {
            state.1 = false;
            state.0.stage("stack");
        }
    }
}

fn process(form: &str, folder: &Path) -> Result<(), String> {
    let text = |error: &dyn std::error::Error| error.to_string();
    let output = std::env::temp_dir().join(format!("plumbline-process-bench-{}", std::process::id()));
    fs::create_dir_all(&output).map_err(|error| text(&error))?;
    let facilities = Facilities::read(&folder.join("facilities.csv")).map_err(|error| text(&error))?;
    let start = Instant::now();
    let begun = cpu_seconds();
    let stages = Stages(Mutex::new((Stopwatch::start(), false)));
    let input = Input::folder(&folder.join(form)).map_err(|error| text(&error))?;
    let release = ice::process(&input, &Options { facilities, ..Options::default() }, &stages);
    let mut stopwatch = stages.0.into_inner().map_err(|error| error.to_string())?.0;
    stopwatch.stage("rules");
    release.write(Format::Parquet, &output, &ice::Unobserved).map_err(|error| text(&error))?;
    stopwatch.stage("write");
    let rows: u64 = release.files.iter().flat_map(|file| &file.sheets).map(|(_, rows)| rows).sum();
    let _ = fs::remove_dir_all(&output);
    println!("whole {:.2} {:.2} {:.0} {rows}", start.elapsed().as_secs_f64(), cpu_seconds() - begun, peak_megabytes());
    Ok(())
}

/// The least that reading can cost: every cell of the workbooks, or every record of the CSV files, on two threads, and nothing kept.
fn least(form: &str, folder: &Path) -> Result<(), String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join(form))
        .map_err(|error| error.to_string())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    let (start, begun) = (Instant::now(), cpu_seconds());
    forget_peak();
    let next = AtomicUsize::new(0);
    let sum = Mutex::new((0_u64, 0_u64));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (rows, cells) = if form == "csv" { records(file) } else { cells(file) }.unwrap_or_default();
                    if let Ok(mut sum) = sum.lock() {
                        sum.0 += rows;
                        sum.1 += cells;
                    }
                }
            });
        }
    });
    let (rows, cells) = sum.into_inner().map_err(|error| error.to_string())?;
    println!("least {:.2} {:.2} {:.0} {rows} ({cells} cells)", start.elapsed().as_secs_f64(), cpu_seconds() - begun, peak_megabytes());
    Ok(())
}

fn cells(file: &Path) -> Option<(u64, u64)> {
    let book = Workbook::open(Source::File(file.to_owned()), Limits::default()).ok()?;
    let (mut rows, mut cells) = (0, 0);
    for sheet in 0..book.sheets().len() {
        let mut reader = book.rows(sheet).ok()?;
        while let Ok(Some(row)) = reader.next_row() {
            rows += 1;
            cells += row.cells.len() as u64;
        }
    }
    Some((rows, cells))
}

fn records(file: &Path) -> Option<(u64, u64)> {
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(File::open(file).ok()?);
    let mut record = csv::ByteRecord::new();
    let (mut rows, mut cells) = (0, 0);
    while let Ok(true) = reader.read_byte_record(&mut record) {
        rows += 1;
        cells += record.len() as u64;
    }
    Some((rows, cells))
}

/// User and system time of this process so far.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default();
    fields.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS_PER_SECOND
}

/// The most memory since the last [`forget_peak`].
fn peak_megabytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1_000.0
}

/// The kernel begins the peak of memory anew.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

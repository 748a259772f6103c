//! Megabytes a second that each reader of CM/ECF's feeds and pages takes of one core's time, and the memory it takes, as ratio to its aim.
//!
//! `cargo run --release -p court-records --example parse_bench`, over the corpus of real files. Each line is a process of its own, so that its
//! peak of memory is its own: all files of a kind one after the other, the longest file, and the longest with its entries repeated 10 and 50
//! times. `json` is the speed with the JSON of the field written too.

#![expect(clippy::print_stdout, reason = "a program that prints figures")]

use std::{
    hint::black_box,
    path::Path,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use court_records::pacer::{case_query, docket, feed, history, interchange};

/// What one figure is measured for at least.
const LEAST: Duration = Duration::from_millis(700);

/// A kind of file.
struct Kind {
    name: &'static str,
    folder: &'static str,
    extension: &'static str,
    /// Megabytes a second that are aimed at.
    aim: f64,
    /// Where an entry begins, and what ends the last one.
    entry: (&'static str, &'static str),
    read: fn(&[u8]) -> usize,
    write: fn(&[u8]) -> usize,
}

const KINDS: [Kind; 4] = [
    Kind { name: "rss", folder: "rss", extension: "xml", aim: 50.0, entry: ("<item>", "</item>"), read: read_rss, write: write_rss },
    Kind {
        name: "docket",
        folder: "dockets",
        extension: "html",
        aim: 25.0,
        entry: ("<tr><td width", "</table>"),
        read: |bytes| usize::from(docket::read(black_box(bytes)).content.is_some()),
        write: |bytes| written(&interchange::docket("nysd", &docket::read(black_box(bytes)))),
    },
    Kind {
        name: "case-query",
        folder: "case_queries",
        extension: "html",
        aim: 25.0,
        entry: ("<div id=\"cmecfMainContent\"", "</body>"),
        read: |bytes| usize::from(case_query::read(black_box(bytes)).content.is_some()),
        write: |bytes| written(&interchange::case_query("nysd", &case_query::read(black_box(bytes)))),
    },
    Kind {
        name: "docket-history",
        folder: "docket_history",
        extension: "html",
        aim: 25.0,
        entry: ("<tr valign", "</table><hr"),
        read: |bytes| usize::from(history::read(black_box(bytes)).content.is_some()),
        write: |bytes| written(&interchange::history("nysd", &history::read(black_box(bytes)))),
    },
];

fn read_rss(bytes: &[u8]) -> usize {
    feed::read(black_box(bytes)).map_or(0, |feed| feed.items.len())
}

fn write_rss(bytes: &[u8]) -> usize {
    feed::read(black_box(bytes)).map_or(0, |feed| written(&interchange::rss(&feed.court, &feed)))
}

fn written(value: &impl serde::Serialize) -> usize {
    serde_json::to_vec(value).map_or(0, |json| json.len())
}

fn main() -> ExitCode {
    let Some(corpus) = testkit::corpus("the bench of the readers of pages") else { return ExitCode::SUCCESS };
    let corpus = corpus.join("court");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [kind, input] = arguments.as_slice() {
        if let Some(kind) = KINDS.iter().find(|known| known.name == kind) {
            measure(kind, input, &corpus);
        }
        return ExitCode::SUCCESS;
    }
    println!("{:<16} {:<12} {:>8} {:>8} {:>8} {:>8} {:>9} {:>10}", "reader", "input", "MB", "MB/s", "aim", "ratio", "json MB/s", "peak MB");
    let Ok(program) = std::env::current_exe() else { return ExitCode::FAILURE };
    for kind in &KINDS {
        for input in ["corpus", "longest", "10x", "50x"] {
            let ended = Command::new(&program).args([kind.name, input]).status();
            if !ended.is_ok_and(|status| status.success()) {
                println!("{:<16} {input:<12} did not end well", kind.name);
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

fn measure(kind: &Kind, input: &str, corpus: &Path) {
    let mut files = files(&corpus.join(kind.folder), kind.extension);
    let factor = match input {
        "10x" => 10,
        "50x" => 50,
        _ => 1,
    };
    if input != "corpus" {
        // The longest with entries.
        files.sort_by_key(Vec::len);
        files.reverse();
        let longest = files.iter().find_map(|file| repeated(file, kind.entry, factor));
        files = longest.into_iter().collect();
    }
    let bytes: usize = files.iter().map(Vec::len).sum();
    let megabytes = bytes as f64 / 1e6;
    let read = rate(&files, megabytes, kind.read);
    // The peak of reading alone: nothing was written as JSON yet.
    let peak = peak_megabytes();
    let write = rate(&files, megabytes, kind.write);
    let (name, aim) = (kind.name, kind.aim);
    println!("{name:<16} {input:<12} {megabytes:>8.2} {read:>8.1} {aim:>8.0} {:>8.2} {write:>9.1} {peak:>10.1}", read / aim);
}

/// Megabytes a second of time on the processor, so that what else the machine does counts little.
fn rate(files: &[Vec<u8>], megabytes: f64, work: fn(&[u8]) -> usize) -> f64 {
    let mut rounds = 0_u32;
    let (begun, busy_before) = (Instant::now(), busy());
    while begun.elapsed() < LEAST {
        for file in files {
            black_box(work(file));
        }
        rounds += 1;
    }
    let elapsed = begun.elapsed();
    let busy = busy_before.zip(busy()).map_or(elapsed, |(before, after)| after.saturating_sub(before));
    megabytes * f64::from(rounds) / busy.as_secs_f64()
}

/// Time that this process has had on a processor, by the system's own count; None where the system keeps none.
fn busy() -> Option<Duration> {
    let counts = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    counts.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn files(folder: &Path, extension: &str) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

/// The file with everything from its first entry to the end of its last once more and once more.
fn repeated(file: &[u8], (begin, end): (&str, &str), times: usize) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(file);
    let from = text.find(begin)?;
    let to = text.rfind(end).filter(|to| *to > from);
    // A feed's last entry ends with the mark, a table's rows end before it.
    let to = if end == "</item>" { to? + end.len() } else { text.get(from..)?.find(end).map_or(to?, |at| from + at) };
    let entries = text.get(from..to)?;
    let mut out = text.get(..from)?.to_owned();
    for _ in 0..times {
        out.push_str(entries);
    }
    out.push_str(text.get(to..)?);
    Some(out.into_bytes())
}

/// What the process has held at most, from the system's own count.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").trim().parse().unwrap_or_default();
    kilobytes / 1024.0
}

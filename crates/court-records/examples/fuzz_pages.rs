//! Feeds and pages of the corpus, mutated, through every reader: nothing may panic, run long or answer twice differently.
//!
//! `cargo run --release -p court-records --example fuzz_pages -- SEED SECONDS`; the mutations follow from the seed alone, so that what is
//! found can be found again: the seed and the number of the execution are printed, and the input is written to the folder for temporary files.

#![expect(clippy::print_stdout, reason = "a program that tells what it did")]

use std::{
    hint::black_box,
    panic::catch_unwind,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use court_records::pacer::{case_query, docket, feed, history, interchange};

/// A run of one input through one reader that takes longer is a finding: the largest inputs are below a megabyte, read in tens of milliseconds.
const LONGEST: Duration = Duration::from_secs(2);

/// Inputs are kept below this.
const MOST_BYTES: usize = 1_000_000;

/// What is put in: marks that mean something to some reader.
const TOKENS: [&str; 40] = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<u>",
    "<br>",
    "<center>",
    "<h3>",
    "<pre>",
    "<p>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "&a;",
    "&#0;",
    "&#x110000;",
    "&amp;amp;",
    "<a href='/doc1/0351'",
    "onclick=\"goDLS('/doc1/1','2','3')\"",
    "CASE #: ",
    "Date Filed:",
    "Docket Text",
    "(Attachments: # ",
    "(Entered: ",
    "Pending Counts",
    "\u{feff}",
    "\u{202e}",
    "99/99/9999",
    "<item>",
    "=\"",
];

/// A reader's name, and what it makes of bytes, as a digest of the JSON.
type Reader = (&'static str, fn(&[u8]) -> u64);

const READERS: [Reader; 4] = [
    ("rss", |bytes| feed::read(bytes).map_or(0, |feed| digest(&interchange::rss("nysd", &feed)))),
    ("docket", |bytes| digest(&interchange::docket("nysd", &docket::read(bytes)))),
    ("case-query", |bytes| digest(&interchange::case_query("nysd", &case_query::read(bytes)))),
    ("docket-history", |bytes| digest(&interchange::history("nysd", &history::read(bytes)))),
];

fn digest(value: &impl serde::Serialize) -> u64 {
    let json = serde_json::to_vec(value).unwrap_or_default();
    json.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Chance that follows from a seed (xorshift64*).
struct Chance(u64);

impl Chance {
    fn named(seed: &str) -> Self {
        Self(digest(&seed) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Below `end`, or 0.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }
}

fn main() -> ExitCode {
    let Some(corpus) = testkit::corpus("the mutation of feeds and pages") else { return ExitCode::SUCCESS };
    let mut arguments = std::env::args().skip(1);
    let seed = arguments.next().unwrap_or_else(|| "plumb".to_owned());
    let seconds = arguments.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let files = files(&corpus.join("court"));
    let mut chance = Chance::named(&seed);
    let begun = Instant::now();
    let mut executions = 0_u64;
    let mut slowest = (Duration::ZERO, 0, "");
    let mut findings = 0;
    while begun.elapsed() < Duration::from_secs(seconds) {
        let input = mutated(&files, &mut chance);
        for (name, read) in READERS {
            executions += 1;
            let started = Instant::now();
            let first = catch_unwind(|| read(black_box(&input)));
            let took = started.elapsed();
            if took > slowest.0 {
                slowest = (took, executions, name);
            }
            // Every so often the same again, which must be the same.
            let differs =
                executions.is_multiple_of(64) && first.is_ok() && catch_unwind(|| read(&input)).ok() != first.as_ref().ok().copied();
            if first.is_err() || took > LONGEST || differs {
                findings += 1;
                let kept = std::env::temp_dir().join(format!("fuzz-{seed}-{executions}-{name}"));
                let written = std::fs::write(&kept, &input).map_or_else(|error| error.to_string(), |()| kept.display().to_string());
                let what = if first.is_err() {
                    "panics"
                } else if differs {
                    "answers differ"
                } else {
                    "takes too long"
                };
                println!("execution {executions} of seed {seed}: {name} {what}; input: {written}");
            }
        }
    }
    let (took, execution, name) = slowest;
    println!("{executions} executions in {seconds} s from {} files, seed {seed}: {findings} findings", files.len());
    println!("slowest: {} ms ({name}, execution {execution})", took.as_millis());
    if findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn files(court: &Path) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    for folder in ["rss", "dockets", "case_queries", "docket_history", "not_dockets"] {
        let entries = std::fs::read_dir(court.join(folder)).into_iter().flatten().flatten();
        paths.extend(entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|kind| kind != "json")));
    }
    // The order of a folder is the file system's; the seed shall decide.
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).filter(|bytes| bytes.len() < MOST_BYTES / 4).collect()
}

/// A file with up to 16 changes.
fn mutated(files: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = files.get(chance.below(files.len())).cloned().unwrap_or_default();
    for _ in 0..=chance.below(16) {
        change(&mut bytes, files, chance);
        bytes.truncate(MOST_BYTES);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, files: &[Vec<u8>], chance: &mut Chance) {
    let at = chance.below(bytes.len());
    let length = (1 << chance.below(12)).min(bytes.len().saturating_sub(at));
    match chance.below(9) {
        // A bit, a byte, nothing more, a piece out, a piece again.
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << chance.below(8);
            }
        }
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(chance.below(256)).unwrap_or(0);
            }
        }
        2 if chance.below(4) == 0 => bytes.truncate(at),
        3 => drop(bytes.drain(at..at + length)),
        4 => {
            let piece = bytes.get(at..at + length).unwrap_or_default().to_vec();
            let to = chance.below(bytes.len());
            insert(bytes, to, &piece);
        }
        5 => {
            let other = files.get(chance.below(files.len())).map_or(&[][..], Vec::as_slice);
            let from = chance.below(other.len());
            let piece = other.get(from..(from + length).min(other.len())).unwrap_or_default();
            insert(bytes, at, piece);
        }
        6 => {
            let token = TOKENS.get(chance.below(TOKENS.len())).copied().unwrap_or_default();
            insert(bytes, at, token.repeat(1 << chance.below(12)).as_bytes());
        }
        _ => {
            let token = TOKENS.get(chance.below(TOKENS.len())).copied().unwrap_or_default();
            insert(bytes, at, token.as_bytes());
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let at = at.min(bytes.len());
    bytes.splice(at..at, piece.iter().copied());
}

//! Workbooks of the corpus, mutated as XML before they are packed, as files, and as archives of a release, through the decoders of workbooks:
//! nothing may panic, run long, answer twice differently or fill the memory.
//!
//! `cargo run --release -p normalize --example fuzz_workbooks -- SEED SECONDS`; the mutations follow from the seed alone, so that what is found
//! can be found again: the seed and the number of the execution are printed, and the input is written to the folder for temporary files.

#![expect(clippy::print_stdout, reason = "a program that tells what it did")]

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use catalog::SourceId;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A run of one input that takes longer is a finding: the largest inputs are of a few megabytes, read in tens of milliseconds.
const LONGEST: Duration = Duration::from_secs(2);

/// An input that needs more memory is a finding.
const MOST_MEGABYTES: u64 = 500;

/// Mutated parts are kept below this.
const MOST_BYTES: usize = 4_000_000;

/// Files of the corpus that are larger are left out: a run of them takes longer and reaches nothing more.
const LARGEST: usize = 250_000;

/// Rows of a CSV file of a release that are kept.
const LINES: usize = 40;

/// What cells and captions become.
const TEXTS: [&str; 40] = [
    "",
    " ",
    "0",
    "-1",
    "1e308",
    "-1e308",
    "1e999",
    "NaN",
    "99999999999999999999",
    "0.1",
    "2024",
    "1990",
    "2100",
    "2024 YTD",
    "-2147483648",
    "January",
    "October",
    "Sept",
    "Total",
    "Fiscal Year",
    "Month",
    "FY2024",
    "FY24",
    "FY 2024 YTD",
    "FY9999",
    "ICE Currently Detained by Processing Disposition and Detention Facility Type:",
    "ICE Initial Book-Ins",
    "ICE Final Book Outs: FY2024",
    "Average Length of Stay",
    "Name",
    "Address",
    "ADP",
    "as of 2/29/2023",
    "Data as of 13/45/99999",
    "*",
    "X",
    "\u{202e}",
    "\u{a0}",
    "é",
    "&#10;",
];

/// What is put into the XML.
const TOKENS: [&str; 22] = [
    "<row r=\"1\">",
    "<row r=\"20000\"><c r=\"A20000\"><v>1</v></c></row>",
    "<row r=\"3\"><c r=\"AMJ3\"><v>1</v></c></row>",
    "</row>",
    "<c r=\"A1\" t=\"inlineStr\"><is><t>Fiscal Year</t></is></c>",
    "<c r=\"B1\" t=\"str\"><v>Month</v></c>",
    "<c t=\"e\"><v>#N/A</v></c>",
    "<c t=\"b\"><v>1</v></c>",
    "</c>",
    "<v>",
    "</v>",
    "<si/>",
    "<si><t>FY2024</t></si>",
    "<t>",
    "</t>",
    " t=\"s\"",
    " t=\"str\"",
    " r=\"A0\"",
    "</sheetData>",
    "<!--",
    "&#0;",
    "&amp;",
];

/// Chance that follows from a seed (xorshift64*).
struct Chance(u64);

impl Chance {
    fn named(seed: &str) -> Self {
        Self(fold(0xcbf2_9ce4_8422_2325, seed.as_bytes()) | 1)
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

    fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

fn fold(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

type Parts = Vec<(String, Vec<u8>)>;

fn main() -> ExitCode {
    let Some(corpus) = testkit::corpus("the mutation of published workbooks") else { return ExitCode::SUCCESS };
    let mut arguments = std::env::args().skip(1);
    let seed = arguments.next().unwrap_or_else(|| "plumb".to_owned());
    let seconds = arguments.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let files = files(&corpus);
    let mut chance = Chance::named(&seed);
    let begun = Instant::now();
    let (mut executions, mut findings, mut accepted) = (0_u64, 0_u64, 0_u64);
    let (mut slowest, mut largest) = ((Duration::ZERO, 0), (0, 0));
    while begun.elapsed() < Duration::from_secs(seconds) {
        let Some((source_id, parts)) = chance.of(&files) else { break };
        let input = input(*source_id, parts, &mut chance);
        executions += 1;
        forget_peak();
        let started = Instant::now();
        let first = catch_unwind(AssertUnwindSafe(|| digest(*source_id, &input)));
        let (took, peak) = (started.elapsed(), peak_megabytes());
        slowest = slowest.max((took, executions));
        largest = largest.max((peak, executions));
        let again = || catch_unwind(AssertUnwindSafe(|| digest(*source_id, &input))).ok();
        let what = match &first {
            Err(_) => Some("panics".to_owned()),
            Ok(_) if took > LONGEST => Some(format!("takes {} ms", took.as_millis())),
            Ok(_) if peak > MOST_MEGABYTES => Some(format!("needs {peak} MB")),
            Ok(first) if executions.is_multiple_of(16) && again().as_ref() != Some(first) => Some("answers differ".to_owned()),
            Ok(_) => None,
        };
        accepted += first.map_or(0, |(was_read, _)| u64::from(was_read));
        if let Some(what) = what {
            findings += 1;
            let kept = std::env::temp_dir().join(format!("fuzz-workbooks-{seed}-{executions}"));
            let written = fs::write(&kept, &input).map_or_else(|error| error.to_string(), |()| kept.display().to_string());
            println!("execution {executions} of seed {seed}: {source_id} {what}; input: {written}");
        }
    }
    println!("{executions} executions in {seconds} s from {} files, seed {seed}: {accepted} were read, {findings} findings", files.len());
    println!("slowest: {} ms (execution {}); peak of memory: {} MB (execution {})", slowest.0.as_millis(), slowest.1, largest.0, largest.1);
    if findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether it was read, and all that was said of it.
fn digest(source_id: SourceId, input: &[u8]) -> (bool, u64) {
    let decoded = normalize::decode(source_id, input);
    (decoded.is_ok(), fold(0, format!("{decoded:?}").as_bytes()))
}

/// The files of each decoder, unpacked.
fn files(corpus: &Path) -> Vec<(SourceId, Parts)> {
    let of = |folder: &str, kind: &str| {
        let entries = fs::read_dir(corpus.join(folder)).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|of| of == kind)).collect();
        // The order of a folder is the file system's; the seed shall decide.
        paths.sort();
        let named = |path: &std::path::PathBuf| Some((path.file_name()?.to_string_lossy().into_owned(), fs::read(path).ok()?));
        paths.iter().filter_map(named).collect::<Parts>()
    };
    let detention = of("ice/detention_statistics", "xlsx").into_iter().filter(|(_, bytes)| bytes.len() < LARGEST);
    let mut files: Vec<_> = detention.map(|(_, bytes)| (SourceId::IceDetentionStatistics, parts(&bytes))).collect();
    // The one workbook as often as three of detention, and releases as often as six.
    let monthly = of("ohss", "xlsx").into_iter().map(|(_, bytes)| (SourceId::OhssMonthlyTables, parts(&bytes)));
    files.extend(monthly.cycle().take(3));
    let short = |(name, bytes): (String, Vec<u8>)| {
        let end = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(LINES).map_or(bytes.len(), |(at, _)| at + 1);
        (name, bytes.get(..end).unwrap_or_default().to_vec())
    };
    let mut release: Parts = of("ice/individual/csv", "csv").into_iter().map(short).collect();
    release.extend(of("ice/individual", "csv"));
    files.extend(std::iter::repeat_n((SourceId::IceIndividualRelease, release), 6));
    files.retain(|(_, parts)| !parts.is_empty());
    files
}

fn parts(file: &[u8]) -> Parts {
    let mut parts = Vec::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(file)) else { return parts };
    for at in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(at) else { continue };
        let Ok(name) = entry.name().map(std::borrow::Cow::into_owned) else { continue };
        let mut content = Vec::new();
        if entry.read_to_end(&mut content).is_ok() {
            parts.push((name, content));
        }
    }
    parts
}

/// A mutated file.
fn input(source_id: SourceId, parts: &Parts, chance: &mut Chance) -> Vec<u8> {
    let is_release = source_id == SourceId::IceIndividualRelease;
    let mut parts = parts.clone();
    let is_read = |name: &str| is_release || name.starts_with("xl/worksheets/sheet") || name.ends_with("sharedStrings.xml");
    let only_read = chance.below(16) > 0;
    for _ in 0..=chance.below(4) {
        let from = chance.below(parts.len());
        let (before, after) = parts.split_at_mut(from);
        if let Some((_, content)) = after.iter_mut().chain(before).find(|(name, _)| !only_read || is_read(name)) {
            for _ in 0..=chance.below(24) {
                if is_release {
                    change_text(content, chance);
                } else {
                    change_xml(content, chance);
                }
                content.truncate(MOST_BYTES);
            }
        }
    }
    if chance.below(8) == 0 {
        let (at, again) = (chance.below(parts.len()), chance.below(parts.len()));
        rename(&mut parts, at, again, chance);
    }
    let mut bytes = packed(&parts);
    if chance.below(12) == 0 {
        (0..=chance.below(8)).for_each(|_| change_bytes(&mut bytes, chance));
    }
    bytes
}

/// A part goes, or has the name of another, or one that leads out of the folder.
fn rename(parts: &mut Parts, at: usize, other: usize, chance: &mut Chance) {
    let name = parts.get(other).map(|(name, _)| name.clone()).unwrap_or_default();
    match chance.below(4) {
        0 if at < parts.len() => drop(parts.remove(at)),
        1 => parts.iter_mut().skip(at).take(1).for_each(|part| part.0 = format!("../../{name}")),
        2 => parts.iter_mut().skip(at).take(1).for_each(|part| part.0 = format!("{}{name}", "a".repeat(1 << chance.below(16)))),
        _ => parts.iter_mut().skip(at).take(1).for_each(|part| part.0 = format!("\u{1b}[1m/{name}")),
    }
}

/// A change that knows where texts, values, cells and rows are.
fn change_xml(xml: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(xml.len());
    let text = chance.of(&TEXTS).copied().unwrap_or_default().as_bytes();
    match chance.below(10) {
        0 | 1 => replace_between(xml, at, b"<v>", b"</v>", text),
        2 | 3 => replace_between(xml, at, b">", b"</t>", text),
        // The type of a cell, a cell and a row.
        4 => {
            if let Some(from) = found(xml, at, b" t=\"s\"") {
                xml.splice(from..from + 6, std::iter::empty());
            }
        }
        5 => cut_out(xml, at, b"<c ", b"</c>"),
        6 => cut_out(xml, at, b"<row ", b"</row>"),
        7 => {
            if let Some(from) = found(xml, at, b"<row ")
                && let Some(to) = found(xml, from, b"</row>")
            {
                let row = xml.get(from..to + 6).unwrap_or_default().repeat(1 << chance.below(6));
                xml.splice(from..from, row);
            }
        }
        8 => {
            let token = chance.of(&TOKENS).copied().unwrap_or_default().as_bytes();
            let to = found(xml, at, b"<").unwrap_or(at);
            xml.splice(to..to, token.iter().copied());
        }
        _ => change_bytes(xml, chance),
    }
}

/// A change of a CSV file.
fn change_text(content: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(content.len());
    match chance.below(8) {
        0..=2 => {
            let text = chance.of(&TEXTS).copied().unwrap_or_default().as_bytes();
            replace_between(content, at, b",", b",", text);
        }
        3 => cut_out(content, at, b"\n", b"\n"),
        4 | 5 => {
            if let Some(from) = found(content, at, b"\n")
                && let Some(to) = found(content, from + 1, b"\n")
            {
                let line = content.get(from..to).unwrap_or_default().repeat(1 << chance.below(8));
                content.splice(from..from, line);
            }
        }
        _ => change_bytes(content, chance),
    }
}

fn change_bytes(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(bytes.len());
    let length = (1 << chance.below(8)).min(bytes.len().saturating_sub(at));
    match chance.below(8) {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << chance.below(8);
            }
        }
        2 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(chance.below(256)).unwrap_or(0);
            }
        }
        3 if chance.below(8) == 0 => bytes.truncate(at),
        4 => drop(bytes.drain(at..at + length)),
        5 => {
            let piece = bytes.get(at..at + length).unwrap_or_default().to_vec();
            let to = chance.below(bytes.len());
            bytes.splice(to..to, piece);
        }
        _ => {
            if let Some(digit) = bytes.iter_mut().skip(at).find(|byte| byte.is_ascii_digit()) {
                *digit = b"0123456789-.eE".get(chance.below(14)).copied().unwrap_or(b'0');
            }
        }
    }
}

/// What stands between the next two marks becomes the text.
fn replace_between(bytes: &mut Vec<u8>, at: usize, open: &[u8], close: &[u8], text: &[u8]) {
    let Some(from) = found(bytes, at, open).map(|from| from + open.len()) else { return };
    if let Some(to) = found(bytes, from, close) {
        // The last opening mark before the closing one, so that no markup goes with it.
        let inner = bytes.get(from..to).unwrap_or_default().windows(open.len()).rposition(|window| window == open);
        let from = inner.map_or(from, |inner| from + inner + open.len());
        bytes.splice(from..to, text.iter().copied());
    }
}

fn cut_out(bytes: &mut Vec<u8>, at: usize, open: &[u8], close: &[u8]) {
    if let Some(from) = found(bytes, at, open)
        && let Some(to) = found(bytes, from + open.len(), close)
    {
        bytes.drain(from..to + if open == close { 0 } else { close.len() });
    }
}

fn found(bytes: &[u8], at: usize, mark: &[u8]) -> Option<usize> {
    bytes.get(at..)?.windows(mark.len()).position(|window| window == mark).map(|found| at + found)
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        // A name that is there already is left out.
        if writer.start_file(name.as_str(), options).is_ok() {
            assert!(writer.write_all(content).is_ok(), "writing to memory cannot fail");
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// The most memory since the last [`forget_peak`].
fn peak_megabytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1_000
}

/// The kernel begins the peak of memory anew.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

//! Workbooks of the corpus, mutated as files and, before they are packed, as XML: nothing may panic, run long, answer twice differently, or
//! read the same cells differently by the short way and by the long way.
//!
//! `cargo run --release -p workbook --example fuzz_workbook -- SEED SECONDS`; the mutations follow from the seed alone, so that what is found
//! can be found again: the seed and the number of the execution are printed, and the input is written to the folder for temporary files.

#![expect(clippy::print_stdout, reason = "a program that tells what it did")]

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    panic::catch_unwind,
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use memchr::memmem;
use workbook::{Limits, Rows, Source, Value, Workbook};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A run of one input that takes longer is a finding: inputs are below a megabyte, read in milliseconds.
const LONGEST: Duration = Duration::from_secs(2);

/// Files of the corpus and mutated parts are kept below this.
const MOST_BYTES: usize = 300_000;

/// Sheets and tables of strings of the corpus are cut to this, after a row or a string.
const PART_BYTES: usize = 24_000;

/// What is put in: marks that mean something to some reader.
const TOKENS: [&str; 56] = [
    "<row>",
    "<row r=\"1\">",
    "<row r=\"1048577\"/>",
    "</row>",
    "<c>",
    "<c/>",
    "<c r=\"A1\">",
    "<c r=\"XFD9\" t=\"s\"><v>0</v></c>",
    "<c r=\"B2\" t=\"inlineStr\"><is><t>x</t></is></c>",
    "<c t=\"str\"><f>A1</f><v>_x0041_</v></c>",
    "</c>",
    "<v>",
    "</v>",
    "<v/>",
    "<v>1e5</v>",
    "<v>NaN</v>",
    "<f/>",
    "<is>",
    "</is>",
    "<t>",
    "<t xml:space=\"preserve\">",
    "</t>",
    "<r>",
    "</r>",
    "<rPh>",
    "</rPh>",
    "<si>",
    "<si/>",
    "</si>",
    "<x:c>",
    " t=\"s\"",
    " t=\"b\"",
    " t=\"e\"",
    " t='n'",
    " s=\"9999999999\"",
    " r=\"A0\"",
    " r=\"AAAA1\"",
    "</sheetData>",
    "<sheetData>",
    "</worksheet>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "&a;",
    "&#0;",
    "&#x110000;",
    "&amp;",
    "_xD83D_",
    "\u{feff}",
    "99999999999999999999",
    "-0.",
    "\r",
];

fn fold(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

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
}

type Parts = Vec<(String, Vec<u8>)>;

fn main() -> ExitCode {
    let Some(corpus) = testkit::corpus("the mutation of workbooks") else { return ExitCode::SUCCESS };
    let mut arguments = std::env::args().skip(1);
    let seed = arguments.next().unwrap_or_else(|| "plumb".to_owned());
    let seconds = arguments.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let files = files(&corpus);
    let books: Vec<Parts> = files.iter().map(|file| parts(file)).filter(|parts| !parts.is_empty()).collect();
    let mut chance = Chance::named(&seed);
    let begun = Instant::now();
    let (mut executions, mut findings, mut rows) = (0_u64, 0_u64, 0_u64);
    let mut slowest = (Duration::ZERO, 0);
    while begun.elapsed() < Duration::from_secs(seconds) {
        let (input, other) = input(&files, &books, &mut chance);
        executions += 1;
        let started = Instant::now();
        let first = catch_unwind(|| read(&input));
        let took = started.elapsed();
        slowest = slowest.max((took, executions));
        let what = match &first {
            Err(_) => Some("panics"),
            Ok(_) if took > LONGEST => Some("takes too long"),
            Ok(first) if executions.is_multiple_of(64) && catch_unwind(|| read(&input)).ok().as_ref() != Some(first) => {
                Some("answers differ")
            }
            Ok(first) => other.and_then(|other| {
                executions += 1;
                (catch_unwind(|| read(&other)).ok().as_ref() != Some(first)).then_some("is read differently the long way")
            }),
        };
        rows += first.map_or(0, |read| read.rows);
        if let Some(what) = what {
            findings += 1;
            let kept = std::env::temp_dir().join(format!("fuzz-{seed}-{executions}.xlsx"));
            let written = fs::write(&kept, &input).map_or_else(|error| error.to_string(), |()| kept.display().to_string());
            println!("execution {executions} of seed {seed}: {what}; input: {written}");
        }
    }
    println!("{executions} executions in {seconds} s from {} files, seed {seed}: {rows} rows read, {findings} findings", files.len());
    println!("slowest: {} ms (execution {}); peak of memory: {}", slowest.0.as_millis(), slowest.1, peak());
    if findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What must be the same each time.
#[derive(Debug, PartialEq, Eq, Default)]
struct Read {
    rows: u64,
    problems: u64,
    errors: u64,
    digest: u64,
}

fn read(input: &[u8]) -> Read {
    let mut read = Read::default();
    let Ok(workbook) = Workbook::open(Source::Bytes(Arc::from(input)), Limits::default()) else { return read };
    for index in 0..workbook.strings() {
        read.digest = fold(read.digest, workbook.string(index).unwrap_or("none").as_bytes());
    }
    for sheet in 0..workbook.sheets().len().min(20) {
        match workbook.rows(sheet) {
            Ok(rows) => read_rows(&mut read, rows),
            Err(_) => read.errors += 1,
        }
    }
    if read.rows < 1_000
        && let Ok(grid) = workbook.grid(0)
    {
        read.digest =
            grid.cells().fold(read.digest, |digest, (row, column, value)| fold(digest, format!("{row} {column} {value:?}").as_bytes()));
    }
    read
}

fn read_rows(read: &mut Read, mut rows: Rows<'_>) {
    loop {
        match rows.next_row() {
            Ok(None) => break,
            Err(_) => {
                read.errors += 1;
                break;
            }
            Ok(Some(row)) => {
                read.rows += 1;
                let mut digest = fold(read.digest, &row.number.to_le_bytes());
                let mut next_column = 0;
                for cell in row.cells {
                    assert!(cell.column >= next_column && cell.column < 16_384, "cells come by column, each once");
                    next_column = cell.column + 1;
                    digest = fold(digest, &cell.column.to_le_bytes());
                    digest = match cell.value {
                        Value::Shared(index) => fold(digest, &index.to_le_bytes()),
                        Value::Text(text) | Value::Error(text) => fold(digest, text.as_bytes()),
                        Value::Number { number, is_date } => fold(fold(digest, &number.to_le_bytes()), &[u8::from(is_date)]),
                        Value::Bool(value) => fold(digest, &[u8::from(value)]),
                    };
                }
                read.digest = digest;
            }
        }
    }
    read.problems += rows.problem_count();
    read.digest = rows
        .problems()
        .iter()
        .fold(read.digest, |digest, problem| fold(fold(digest, problem.locator.as_bytes()), problem.message.as_bytes()));
}

fn files(corpus: &Path) -> Vec<Vec<u8>> {
    let folders = ["ice/detention_statistics", "ice/individual/xlsx"];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(corpus.join(folder)).into_iter().flatten().flatten());
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|kind| kind == "xlsx")).collect();
    // The order of a folder is the file system's; the seed shall decide.
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).filter(|bytes| bytes.len() < MOST_BYTES).collect()
}

/// The parts of a workbook that are read, the long ones cut after a row or a string, and at most three sheets.
fn parts(file: &[u8]) -> Parts {
    let mut parts = Vec::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(file)) else { return parts };
    for at in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(at) else { continue };
        let Ok(name) = entry.name().map(std::borrow::Cow::into_owned) else { continue };
        let is_sheet = name.starts_with("xl/worksheets/sheet");
        let is_read = ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml"]
            .contains(&name.as_str());
        let sheets = parts.iter().filter(|(name, _): &&(String, _)| name.starts_with("xl/worksheets")).count();
        if !is_read && (!is_sheet || sheets >= 3) {
            continue;
        }
        let mut content = Vec::new();
        if entry.read_to_end(&mut content).is_err() {
            continue;
        }
        if is_sheet {
            content = cut(content, b"</row>", b"</sheetData></worksheet>");
        } else if name.ends_with("sharedStrings.xml") {
            content = cut(content, b"</si>", b"</sst>");
        } else if name.ends_with("styles.xml") {
            content =
                cut(content, b"<cellXfs", b"<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/></cellXfs></styleSheet>");
        }
        parts.push((name, content));
    }
    parts
}

fn cut(mut content: Vec<u8>, after: &[u8], end: &[u8]) -> Vec<u8> {
    if content.len() > PART_BYTES
        && let Some(at) = content.get(..PART_BYTES).and_then(|head| memmem::rfind(head, after))
    {
        let kept = if after.starts_with(b"</") { at + after.len() } else { at };
        content.truncate(kept);
        content.extend_from_slice(end);
    }
    content
}

/// A mutated workbook; of some, the same once more in a form that must be read alike.
fn input(files: &[Vec<u8>], books: &[Parts], chance: &mut Chance) -> (Vec<u8>, Option<Vec<u8>>) {
    if chance.below(8) == 0 {
        let mut bytes = files.get(chance.below(files.len())).cloned().unwrap_or_default();
        mutate(&mut bytes, files, chance);
        return (bytes, None);
    }
    let mut parts = books.get(chance.below(books.len())).cloned().unwrap_or_default();
    let others: Vec<Vec<u8>> = parts.iter().map(|(_, content)| content.clone()).collect();
    // Mostly sheets, at times the table of strings or a small part, at times several.
    for _ in 0..=chance.below(2) {
        let only_sheets = chance.below(4) > 0;
        let at = chance.below(parts.len());
        let chosen = parts.iter_mut().cycle_from(at).find(|(name, _)| !only_sheets || name.starts_with("xl/worksheets"));
        if let Some((_, content)) = chosen {
            mutate(content, &others, chance);
        }
    }
    let padding = 256 * 1024 - chance.below(1_200);
    // What is no markup there would be changed by the other form.
    let is_comparable = !parts.iter().any(|(_, content)| memmem::find(content, b"CDATA").is_some());
    let other = is_comparable.then(|| {
        let rewritten = |(name, content): &(String, Vec<u8>)| {
            (name.clone(), if name.starts_with("xl/worksheets") { the_long_way(content, padding) } else { content.clone() })
        };
        packed(&parts.iter().map(rewritten).collect::<Parts>())
    });
    (packed(&parts), other)
}

/// Begins to look somewhere and comes round.
trait CycleFrom<'p> {
    fn cycle_from(self, at: usize) -> impl Iterator<Item = &'p mut (String, Vec<u8>)>;
}

impl<'p> CycleFrom<'p> for std::slice::IterMut<'p, (String, Vec<u8>)> {
    fn cycle_from(self, at: usize) -> impl Iterator<Item = &'p mut (String, Vec<u8>)> {
        let all = self.into_slice();
        let (before, from) = all.split_at_mut(at.min(all.len()));
        from.iter_mut().chain(before)
    }
}

/// The same sheet with two spaces in every cell's tag, which the short way does not take, and moved so that the end of a buffer falls elsewhere.
fn the_long_way(content: &[u8], padding: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() * 2 + padding);
    let mut rest = content;
    while let Some(at) = memmem::find(rest, b"<c r=") {
        out.extend_from_slice(rest.get(..at).unwrap_or_default());
        out.extend_from_slice(b"<c  r=");
        rest = rest.get(at + 5..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    if let Some(at) = memmem::find(&out, b"<sheetData>") {
        let at = at + b"<sheetData>".len();
        out.splice(at..at, std::iter::repeat_n(b' ', padding));
    }
    out
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let written = writer.start_file(name.as_str(), options).map_err(std::io::Error::from).and_then(|()| writer.write_all(content));
        assert!(written.is_ok(), "writing to memory cannot fail");
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// Up to 16 changes.
fn mutate(bytes: &mut Vec<u8>, others: &[Vec<u8>], chance: &mut Chance) {
    for _ in 0..=chance.below(16) {
        change(bytes, others, chance);
        bytes.truncate(MOST_BYTES);
    }
}

fn change(bytes: &mut Vec<u8>, others: &[Vec<u8>], chance: &mut Chance) {
    let at = chance.below(bytes.len());
    let length = (1 << chance.below(10)).min(bytes.len().saturating_sub(at));
    match chance.below(10) {
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
        2 if chance.below(8) == 0 => bytes.truncate(at),
        3 => drop(bytes.drain(at..at + length.min(32))),
        4 => {
            let piece = bytes.get(at..at + length).unwrap_or_default().to_vec();
            let to = chance.below(bytes.len());
            insert(bytes, to, &piece);
        }
        5 => {
            let other = others.get(chance.below(others.len())).map_or(&[][..], Vec::as_slice);
            let from = chance.below(other.len());
            let piece = other.get(from..(from + length).min(other.len())).unwrap_or_default();
            insert(bytes, at, piece);
        }
        6 => {
            let token = TOKENS.get(chance.below(TOKENS.len())).copied().unwrap_or_default();
            insert(bytes, at, token.repeat(1 << chance.below(8)).as_bytes());
        }
        // Before or after a tag, where the XML stays in form.
        7 | 8 => {
            let mark = if chance.below(2) == 0 { b"<" } else { b">" };
            let to = bytes.get(at..).and_then(|rest| memmem::find(rest, mark)).map_or(at, |found| at + found + usize::from(mark == b">"));
            let token = TOKENS.get(chance.below(TOKENS.len())).copied().unwrap_or_default();
            insert(bytes, to, token.as_bytes());
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

fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim().to_owned()
}

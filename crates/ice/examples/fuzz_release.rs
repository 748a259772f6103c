//! Small releases made of the corpus, mutated as cells, as XML of workbooks, as bytes and in their names, through both rule sets and everything
//! that is told of a release: nothing may panic, run long, answer twice differently or fill the memory.
//!
//! `cargo run --release -p ice --example fuzz_release -- SEED SECONDS`; the mutations follow from the seed alone, so that what is found can be
//! found again: the seed and the number of the execution are printed, and the files are written to the folder for temporary files.

#![expect(clippy::print_stdout, reason = "a program that tells what it did")]

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use ice::{
    Facilities, Input, InputFile, Options, RuleSet, Source, Unobserved,
    counts::{counts, stated_end},
    output::{self, Batches, Format},
};
use time::macros::date;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A run of one release that takes longer is a finding: releases are below a few megabytes, processed in milliseconds.
const LONGEST: Duration = Duration::from_secs(2);

/// A release that needs more memory is a finding.
const MOST_MEGABYTES: u64 = 500;

/// Mutated files are kept below this.
const MOST_BYTES: usize = 3_000_000;

/// Records of a file of the corpus that are taken.
const RECORDS: usize = 12;

/// Sheets and tables of strings of the corpus are cut to this, after a row or a string.
const PART_BYTES: usize = 24_000;

/// What cells become: ends of what can be counted, dates that there are and are not, and texts that mean something to some rule.
const VALUES: [&str; 46] = [
    "",
    " ",
    "0",
    "1",
    "59",
    "60",
    "61.5",
    "-1",
    "2958465.99999",
    "2958466",
    "1e308",
    "-1e308",
    "1e999",
    "NaN",
    "inf",
    "9007199254740993",
    "99999999999999999999999999",
    "0001-01-01 00:00:00",
    "1899-12-31 23:59:59",
    "1900-02-29 00:00:00",
    "1970-01-01 00:00:00",
    "2024-02-29T12:00:00.999999",
    "2025-12-31 23:59:59",
    "9999-12-31 23:59:59.999999",
    "10000-01-01 00:00:00",
    "2024-13-01 00:00:00",
    "2024-01-01",
    "(b)(7)(E)",
    "b(6), b(7)C",
    "(B)(6)",
    "RALDJWA",
    "ERO - Texas",
    "TX",
    "Removed",
    "Transferred",
    "LIFE",
    "=cmd|' /C calc'!A0",
    "\u{0}",
    "\u{202e}gnp.exe",
    "\u{feff}",
    "\u{1f1fa}\u{1f1f8}",
    "İ",
    "e\u{301}",
    "a\u{a0}b",
    "line\r\nline",
    "\"",
];

/// What is put into CSV files.
const MARKS: [&[u8]; 14] = [
    b"\"",
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\"\"",
    b";",
    b"\t",
    b",,,,,,,,,,,,,,,,",
    b"\n\n\n\n",
];

/// What is put into the XML of workbooks.
const TOKENS: [&str; 30] = [
    "<row r=\"8\">",
    "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>",
    "<row r=\"90000\"><c r=\"B90000\" t=\"str\"><v>x</v></c></row>",
    "<row r=\"7\"><c r=\"XFD7\" t=\"str\"><v>x</v></c></row>",
    "</row>",
    "<c r=\"A1\">",
    "<c r=\"XFD9\" t=\"s\"><v>0</v></c>",
    "<c t=\"str\"><f>A1</f><v>2024-01-01 00:00:00</v></c>",
    "<c t=\"e\"><v>#N/A</v></c>",
    "<c t=\"b\"><v>1</v></c>",
    "<c><v>1e308</v></c>",
    "<c><v>-1</v></c>",
    "<c s=\"1\"><v>2958465.99999</v></c>",
    "<c s=\"1\"><v>59</v></c>",
    "</c>",
    "<v>",
    "</v>",
    "<v>NaN</v>",
    "<is><t>x</t></is>",
    "<si/>",
    "<si><t>Anonymized Identifier</t></si>",
    "<si><t>Data as of 99/99/9999</t></si>",
    "<si><t>Data as of 12/31/9999</t></si>",
    " t=\"s\"",
    " t=\"b\"",
    " r=\"A0\"",
    "</sheetData>",
    "<!--",
    "&#0;",
    "&amp;",
];

/// Names that files of a release do not have; `*` is the word of a table.
const NAMES: [&str; 14] = [
    "../../FY2024 *.csv",
    "/etc/*.csv",
    "x\u{0} *.csv",
    "\u{1b}[31m *.xlsx",
    "a *.parquet",
    "a *.csv",
    "a *.xlsx__1__*.csv",
    "a *.xlsx__99999999999__*.csv",
    "a *.xlsx__4294967295__\n.csv",
    "~$a *.xlsx",
    "~~*.CSV",
    "é*.XLSX",
    "__*____.csv",
    "*Arrests Detainers*.csv",
];

const WORDS: [&str; 5] = ["Arrests", "Detainers", "Detentions", "Encounters", "Removals"];

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

/// A CSV file as cells, the header first.
type Grid = Vec<Vec<Vec<u8>>>;

type Parts = Vec<(String, Vec<u8>)>;

/// What releases are made of.
struct Corpus {
    grids: Vec<(String, Grid)>,
    books: Vec<(String, Parts)>,
    facilities: Vec<Vec<u8>>,
}

/// A mutated release.
struct Made {
    files: Vec<(String, Vec<u8>)>,
    facilities: Vec<u8>,
}

fn main() -> ExitCode {
    let Some(folder) = testkit::corpus("the mutation of releases") else { return ExitCode::SUCCESS };
    let mut arguments = std::env::args().skip(1);
    let seed = arguments.next().unwrap_or_else(|| "plumb".to_owned());
    let seconds = arguments.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let corpus = corpus(&folder.join("ice/individual"));
    let scratch = testkit::temp_dir("fuzz-release");
    let mut chance = Chance::named(&seed);
    let begun = Instant::now();
    let (mut executions, mut findings, mut rows) = (0_u64, 0_u64, 0_u64);
    let (mut slowest, mut largest) = ((Duration::ZERO, 0), (0, 0));
    while begun.elapsed() < Duration::from_secs(seconds) {
        let made = release(&corpus, scratch.path(), &mut chance);
        executions += 1;
        let written = executions.is_multiple_of(16).then(|| scratch.path());
        forget_peak();
        let started = Instant::now();
        let first = catch_unwind(AssertUnwindSafe(|| run(&made, written)));
        let (took, peak) = (started.elapsed(), peak_megabytes());
        slowest = slowest.max((took, executions));
        largest = largest.max((peak, executions));
        let again = || catch_unwind(AssertUnwindSafe(|| run(&made, written))).ok();
        let what = match &first {
            Err(_) => Some("panics".to_owned()),
            Ok(_) if took > LONGEST => Some(format!("takes {} ms", took.as_millis())),
            Ok(_) if peak > MOST_MEGABYTES => Some(format!("needs {peak} MB")),
            Ok(first) if executions.is_multiple_of(16) && again().as_ref() != Some(first) => Some("answers differ".to_owned()),
            Ok(_) => None,
        };
        rows += first.map_or(0, |told| told.rows);
        if let Some(what) = what {
            findings += 1;
            println!("execution {executions} of seed {seed}: {what}; files: {}", keep(&made, &format!("fuzz-release-{seed}-{executions}")));
        }
    }
    println!(
        "{executions} executions in {seconds} s from {} files, seed {seed}: {rows} rows read, {findings} findings",
        corpus.grids.len() + corpus.books.len()
    );
    println!("slowest: {} ms (execution {}); peak of memory: {} MB (execution {})", slowest.0.as_millis(), slowest.1, largest.0, largest.1);
    if findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What must be the same each time.
#[derive(Debug, PartialEq, Eq, Default)]
struct Told {
    rows: u64,
    digest: u64,
}

/// Everything that is made of a release, under both rule sets; written too, if there is a folder.
fn run(made: &Made, folder: Option<&Path>) -> Told {
    let mut told = Told::default();
    let mut note = |text: &str| told.digest = fold(told.digest, text.as_bytes());
    let facilities = Facilities::of_bytes(&made.facilities).unwrap_or_else(|error| {
        note(&error.to_string());
        Facilities::default()
    });
    let file = |(name, bytes): &(String, Vec<u8>)| InputFile { name: name.clone(), source: Source::Bytes(Arc::from(bytes.as_slice())) };
    let input = match Input::files(made.files.iter().map(file).collect()) {
        Ok(input) => input,
        Err(error) => {
            note(&error.to_string());
            return told;
        }
    };
    for rules in [RuleSet::Published, RuleSet::Corrected] {
        let release = ice::process(&input, &Options { rules, facilities: facilities.clone(), ..Options::default() }, &Unobserved);
        let ice::Release { files, refused, broken_off, problems, mends, as_of, tables, .. } = &release;
        note(&format!("{files:?} {refused:?} {broken_off:?} {problems:?} {mends:?} {as_of}"));
        let codebook = release.codebook();
        note(&codebook.csv_extended());
        note(&codebook.for_public(11).csv());
        note(&serde_json::to_string(&release.quality(date!(2026 - 04 - 01))).unwrap_or_default());
        for counts in counts(tables, stated_end(files)) {
            note(&format!("{counts:?} {} {:?}", counts.total().all, counts.marginals().len()));
        }
        for format in [Format::Csv, Format::Parquet] {
            let written = folder.map(|folder| release.write(format, folder, &Unobserved));
            note(&format!("{written:?}"));
        }
        let read = files.iter().flat_map(|file| &file.sheets).map(|(_, rows)| rows).sum::<u64>();
        note(&read.to_string());
        told.rows += read;
    }
    told
}

/// Writes what was found; says where.
fn keep(made: &Made, name: &str) -> String {
    let folder = std::env::temp_dir().join(name);
    let mut names = Vec::new();
    let written = fs::create_dir_all(&folder).and_then(|()| {
        for (at, (name, bytes)) in made.files.iter().enumerate() {
            names.push(format!("{at}: {name:?}\n"));
            fs::write(folder.join(at.to_string()), bytes)?;
        }
        fs::write(folder.join("facilities"), &made.facilities)?;
        fs::write(folder.join("names.txt"), names.concat())
    });
    written.map_or_else(|error| error.to_string(), |()| folder.display().to_string())
}

fn corpus(folder: &Path) -> Corpus {
    // The order of a folder is the file system's; the seed shall decide.
    let files = |form: &str| {
        let mut paths: Vec<_> = fs::read_dir(folder.join(form)).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let named = |path: &std::path::PathBuf| Some((path.file_name()?.to_string_lossy().into_owned(), fs::read(path).ok()?));
        paths.iter().filter_map(named).collect::<Vec<_>>()
    };
    Corpus {
        grids: files("csv").into_iter().map(|(name, bytes)| (name, grid(&bytes))).collect(),
        books: files("xlsx").into_iter().map(|(name, bytes)| (name, parts(&bytes))).filter(|(_, parts)| !parts.is_empty()).collect(),
        facilities: ["facilities.csv", "facilities.parquet"].iter().filter_map(|name| fs::read(folder.join(name)).ok()).collect(),
    }
}

fn grid(bytes: &[u8]) -> Grid {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let records = reader.byte_records().take(RECORDS + 1).flatten();
    records.map(|record| record.iter().map(<[u8]>::to_vec).collect()).collect()
}

/// The parts of a workbook that are read, the long ones cut after a row or a string.
fn parts(file: &[u8]) -> Parts {
    let mut parts = Vec::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(file)) else { return parts };
    for at in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(at) else { continue };
        let Ok(name) = entry.name().map(std::borrow::Cow::into_owned) else { continue };
        let mut content = Vec::new();
        if entry.read_to_end(&mut content).is_err() {
            continue;
        }
        if name.starts_with("xl/worksheets/sheet") {
            content = cut(content, b"</row>", b"</sheetData></worksheet>");
        } else if name.ends_with("sharedStrings.xml") {
            content = cut(content, b"</si>", b"</sst>");
        }
        parts.push((name, content));
    }
    parts
}

fn cut(mut content: Vec<u8>, after: &[u8], end: &[u8]) -> Vec<u8> {
    if content.len() > PART_BYTES
        && let Some(at) = content.get(..PART_BYTES).and_then(|head| head.windows(after.len()).rposition(|window| window == after))
    {
        content.truncate(at + after.len());
        content.extend_from_slice(end);
    }
    content
}

fn release(corpus: &Corpus, scratch: &Path, chance: &mut Chance) -> Made {
    let mut files = Vec::new();
    for _ in 0..=chance.below(5) {
        let kind = chance.below(8);
        if let (4 | 5, Some((name, parts))) = (kind, chance.of(&corpus.books)) {
            files.push((renamed(name, chance), book(parts, chance)));
        } else if let Some((name, grid)) = chance.of(&corpus.grids) {
            let mut grid = grid.clone();
            for _ in 0..chance.below(8) {
                change_grid(&mut grid, chance);
            }
            let is_columnar = kind > 5;
            let mut bytes = if is_columnar { columnar(&grid, scratch, chance) } else { delimited(&grid) };
            if chance.below(2) == 0 {
                mutate(&mut bytes, if is_columnar { &[] } else { &MARKS }, chance);
            }
            let name = if is_columnar { format!("{}.parquet", name.split('.').next().unwrap_or(name)) } else { name.clone() };
            files.push((renamed(&name, chance), bytes));
        }
    }
    let mut facilities = chance.of(&corpus.facilities).cloned().unwrap_or_default();
    if chance.below(4) == 0 {
        mutate(&mut facilities, &MARKS, chance);
    }
    Made { files, facilities }
}

/// Mostly the name itself.
fn renamed(name: &str, chance: &mut Chance) -> String {
    let word = chance.of(&WORDS).copied().unwrap_or_default();
    match chance.below(16) {
        0..=11 => name.to_owned(),
        12 => WORDS.iter().fold(name.to_owned(), |name, of| name.replace(of, word)),
        13 => format!("{}{word}.csv", "a".repeat(1 << chance.below(18))),
        _ => chance.of(&NAMES).copied().unwrap_or_default().replace('*', word),
    }
}

fn change_grid(grid: &mut Grid, chance: &mut Chance) {
    let rows = grid.len();
    let columns = grid.first().map_or(0, Vec::len);
    let (row, column) = (1 + chance.below(rows.saturating_sub(1)), chance.below(columns));
    match chance.below(16) {
        0..=4 => {
            let value = chance.of(&VALUES).copied().unwrap_or_default();
            set(grid, row, column, value.as_bytes().to_vec());
        }
        // What stands in the column already: rows that collide.
        5 | 6 => {
            let from = 1 + chance.below(rows.saturating_sub(1));
            let value = grid.get(from).and_then(|fields| fields.get(column)).cloned().unwrap_or_default();
            set(grid, row, column, value);
        }
        7 | 8 if rows < 400 => {
            let again = grid.get(row).cloned().unwrap_or_default();
            grid.splice(row.min(rows)..row.min(rows), std::iter::repeat_n(again, 1 << chance.below(8)));
        }
        9 if row < rows => drop(grid.remove(row)),
        10 => {
            let word = chance.of(&VALUES).copied().unwrap_or_default();
            set(grid, 0, column, word.as_bytes().to_vec());
        }
        11 => grid.iter_mut().filter(|fields| column < fields.len()).for_each(|fields| drop(fields.remove(column))),
        12 => {
            for fields in grid.iter_mut() {
                let again = fields.get(column).cloned().unwrap_or_default();
                fields.push(again);
            }
        }
        13 if chance.below(4) == 0 => {
            let many = [100, 900, 3_000, 20_000].get(chance.below(4)).copied().unwrap_or_default();
            let word: &[u8] = if chance.below(2) == 0 { b"x" } else { b"Birth Date" };
            if let Some(header) = grid.first_mut() {
                header.extend(std::iter::repeat_n(word.to_vec(), many));
            }
        }
        14 if chance.below(4) == 0 => set(grid, row, column, b"x".repeat(1 << chance.below(22))),
        // Short rows, of which each has all columns when it is read.
        15 if chance.below(8) == 0 && grid.len() < 400 => {
            let many = 1 << chance.below(18);
            grid.extend(std::iter::repeat_n(vec![b"1".to_vec()], many));
        }
        _ => {
            let mark = chance.of(&MARKS).copied().unwrap_or_default();
            if let Some(field) = grid.get_mut(row).and_then(|fields| fields.get_mut(column)) {
                field.extend_from_slice(mark);
            }
        }
    }
}

fn set(grid: &mut Grid, row: usize, column: usize, value: Vec<u8>) {
    if let Some(field) = grid.get_mut(row).and_then(|fields| fields.get_mut(column)) {
        *field = value;
    }
}

fn delimited(grid: &Grid) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for fields in grid {
        assert!(writer.write_byte_record(&fields.iter().collect()).is_ok(), "writing to memory cannot fail");
    }
    writer.into_inner().unwrap_or_default()
}

/// A table of one batch.
struct Columns(RecordBatch);

impl Batches for Columns {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }

    fn rows(&self) -> usize {
        self.0.num_rows()
    }

    fn batch(&self, from: usize, rows: usize) -> Result<RecordBatch, ArrowError> {
        Ok(self.0.slice(from, rows))
    }
}

/// The cells as a Parquet file, its columns of types that chance gives; nothing, where no such file can be made.
fn columnar(grid: &Grid, scratch: &Path, chance: &mut Chance) -> Vec<u8> {
    let Some((header, rows)) = grid.split_first() else { return Vec::new() };
    let rows = rows.get(..rows.len().min(1_000)).unwrap_or_default();
    let mut fields = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (at, name) in header.iter().take(1_200).enumerate() {
        let cells: Vec<Option<String>> = rows
            .iter()
            .map(|row| row.get(at).filter(|field| !field.is_empty()).map(|field| String::from_utf8_lossy(field).into_owned()))
            .collect();
        let array = typed(&cells, chance);
        fields.push(Field::new(String::from_utf8_lossy(name), array.data_type().clone(), true));
        arrays.push(array);
    }
    let Ok(batch) = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays) else { return Vec::new() };
    let written = output::write(Format::Parquet, "columnar", &Columns(batch), scratch, &|_| {});
    written.ok().and_then(|files| fs::read(&files.first()?.path).ok()).unwrap_or_default()
}

fn typed(cells: &[Option<String>], chance: &mut Chance) -> ArrayRef {
    const INSTANTS: [i64; 7] = [i64::MIN, i64::MIN + 1, -62_135_596_800_000_000, -1, 0, 253_402_300_799_999_999, i64::MAX];
    const NUMBERS: [f64; 6] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 1e300, 5e-324];
    const DAYS: [i32; 5] = [i32::MIN, -719_163, 0, 2_932_896, i32::MAX];
    let is_dates = cells.iter().flatten().next().is_some_and(|cell| ice::instant_of_text(cell).is_some() && cell.len() >= 19);
    let kind = if is_dates && chance.below(2) == 0 { 1 } else { chance.below(24) };
    match kind {
        1 => {
            let mut instant =
                |cell: &String| if chance.below(12) == 0 { chance.of(&INSTANTS).copied() } else { ice::instant_of_text(cell) };
            Arc::new(cells.iter().map(|cell| cell.as_ref().and_then(&mut instant)).collect::<TimestampMicrosecondArray>())
        }
        2 => {
            let mut number = |cell: &String| if chance.below(4) == 0 { chance.of(&NUMBERS).copied() } else { cell.parse().ok() };
            Arc::new(cells.iter().map(|cell| cell.as_ref().and_then(&mut number)).collect::<Float64Array>())
        }
        3 => Arc::new(cells.iter().map(|cell| cell.as_ref().and_then(|_| chance.of(&DAYS).copied())).collect::<Date32Array>()),
        4 => Arc::new(cells.iter().map(|cell| cell.as_ref().map(|cell| cell.len() > 4)).collect::<BooleanArray>()),
        5 => Arc::new(cells.iter().map(|cell| cell.as_ref().and_then(|cell| cell.parse().ok())).collect::<Int32Array>()),
        _ => Arc::new(cells.iter().map(Option::as_deref).collect::<StringArray>()),
    }
}

/// A mutated workbook.
fn book(parts: &Parts, chance: &mut Chance) -> Vec<u8> {
    let tokens = TOKENS.map(str::as_bytes);
    let mut parts = parts.clone();
    let is_read = |name: &str| name.starts_with("xl/worksheets/sheet") || name.ends_with("sharedStrings.xml");
    let only_read = chance.below(8) > 0;
    for (_, content) in parts.iter_mut().filter(|(name, _)| !only_read || is_read(name)) {
        if chance.below(2) == 0 {
            mutate(content, &tokens, chance);
        }
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let written = writer.start_file(name.as_str(), options).map_err(std::io::Error::from).and_then(|()| writer.write_all(content));
        assert!(written.is_ok(), "writing to memory cannot fail");
    }
    let mut bytes = writer.finish().map(Cursor::into_inner).unwrap_or_default();
    if chance.below(8) == 0 {
        mutate(&mut bytes, &tokens, chance);
    }
    bytes
}

/// Up to eight changes.
fn mutate(bytes: &mut Vec<u8>, marks: &[&[u8]], chance: &mut Chance) {
    for _ in 0..=chance.below(8) {
        change(bytes, marks, chance);
        bytes.truncate(MOST_BYTES);
    }
}

fn change(bytes: &mut Vec<u8>, marks: &[&[u8]], chance: &mut Chance) {
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
            let mark = chance.of(marks).copied().unwrap_or_default();
            insert(bytes, at, &mark.repeat(1 << chance.below(8)));
        }
        // Before a tag or a field, where the form is kept.
        6 | 7 => {
            let to = bytes.iter().skip(at).position(|byte| b"<,".contains(byte)).map_or(at, |found| at + found);
            insert(bytes, to, chance.of(marks).copied().unwrap_or_default());
        }
        8 => {
            if let Some(digit) = bytes.iter_mut().skip(at).find(|byte| byte.is_ascii_digit()) {
                *digit = b"0123456789-.e".get(chance.below(13)).copied().unwrap_or(b'0');
            }
        }
        _ => insert(bytes, at, chance.of(marks).copied().unwrap_or_default()),
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let at = at.min(bytes.len());
    bytes.splice(at..at, piece.iter().copied());
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

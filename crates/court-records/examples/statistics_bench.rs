//! Measures the readers of official statistics and of charges: megabytes and texts per second, and memory at ten times the input.
//!
//! Files are synthetic: a block of varied rows in the published layouts, repeated as a stream, so that the input itself takes no memory.
//!
//! `cargo run --release -p court-records --example statistics_bench`

use std::{
    io::{self, BufRead, Read, Write},
    time::Instant,
};

use court_records::{
    agency::victims,
    charges::{Charge, DispositionClass},
    fjc,
    lions::{CourtHistory, Matches, PartCount, Row},
};

#[path = "../tests/support/fjc.rs"]
mod fjc_rows;
#[path = "../tests/support/lions.rs"]
mod lions_rows;

const MEGABYTE: usize = 1 << 20;
const SECTION_111: [&str; 2] = ["18 :00111", "18:111(a)(1)"];
const OTHERS: [&str; 10] =
    ["8 :1324(a)(2)", "8:1326.F", "18:922G.F", "21:841(a)(1)", "18:1956-4999.F", "1324a2", "18:2", "21:846", "18:1114", "18:115(a)(1)(B)"];
const CHARGES: [&str; 8] = [
    "18:111(a)(1) - Assault on a Federal Officer (Misdemeanor)(1)",
    "18:2 and 1001(a); STATEMENTS OR ENTRIES GENERALLY; False Statements.(5s)",
    "31:5314 and 5322(b); 18:2; RECORDS AND REPORTS ON FOREIGN FINANCIAL AGENCY TRANSACTIONS(3-6)",
    "Possession of Child Pornography 18:2252(a)(4) & 2252(b)(2)(6s)",
    "CONSPIRACY TO DISTRIBUTE AND POSSESS WITH INTENT TO DISTRIBUTE COCAINE HYDROCHLORIDE(1)",
    "18:1956-4999.F MONEY LAUNDERING - FRAUD, OTHER(34)",
    "21:841(a)(1), (b)(1)(A) and 846 CONSPIRACY TO DISTRIBUTE 5 KILOGRAMS(1-2)",
    "Title 18, United States Code, Section 111(a)(1)",
];
const DISPOSITIONS: [&str; 2] = ["Dismissed upon Gov't motion.", "Custody of BOP for 36 months. $100 special assessment."];
const ENTRIES: [&str; 1] = ["On June 3 the defendant punched an ICE deportation officer in the face."];

type Reader = fn(usize) -> io::Result<u64>;
const READERS: [(&str, Reader); 3] =
    [("cr96on, counted", criminal_file), ("GS_COURT_HIST, joined", court_histories), ("GS_PART_COUNT, matched", part_counts)];

fn main() -> io::Result<()> {
    let out = &mut io::stdout().lock();
    for (name, read) in READERS {
        for megabytes in [64, 640] {
            let begun = Instant::now();
            let rows = read(megabytes * MEGABYTE)?;
            let seconds = begun.elapsed().as_secs_f64();
            let speed = megabytes as f64 / seconds;
            writeln!(out, "{name}: {megabytes} MB, {rows} rows, {seconds:.2} s, {speed:.0} MB/s; peak so far {} kB", peak_kilobytes())?;
        }
    }
    texts(out, "charges", &CHARGES, |text| Charge::read(text).citations.len())?;
    texts(out, "dispositions", &DISPOSITIONS, |text| usize::from(DispositionClass::of(text) == DispositionClass::Dismissed))?;
    texts(out, "victims", &ENTRIES, |text| victims(text).len())
}

fn failed(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

/// One charge in fifty is § 111.
fn statute(row: usize) -> &'static str {
    let list: &[&str] = if row.is_multiple_of(50) { &SECTION_111 } else { &OTHERS };
    list.get(row % list.len()).copied().unwrap_or_default()
}

fn block(line: impl Fn(usize) -> String) -> Vec<u8> {
    (0..20_000).map(line).collect::<String>().into_bytes()
}

fn part_count_block() -> Vec<u8> {
    block(|row| {
        let case = format!("2025R{:05}", row % 90_000);
        let (participant, history) = ((row * 7).to_string(), (row % 50_000).to_string());
        let values = [
            ("DISTRICT", "NYS"),
            ("CASEID", &*case),
            ("PARTID", &*participant),
            ("CRTHISID", &*history),
            ("INSTID", &*history),
            ("CHARGE", statute(row)),
            ("CATEGORY", "F"),
            ("COUNTID", "1"),
            ("DISPOSITION", "GP"),
            ("DISP_DATE", "09-SEP-2025"),
            ("CREATE_DATE", "01-MAR-2025"),
        ];
        lions_rows::line(PartCount::LAYOUT, &values)
    })
}

fn court_history_block() -> Vec<u8> {
    block(|row| {
        let (case, id) = (format!("2025R{:05}", row % 90_000), (row % 50_000).to_string());
        let values = [
            ("DISTRICT", "NYS"),
            ("CASEID", &*case),
            ("ID", &*id),
            ("COURT", "DC"),
            ("FILING_DATE", "05-MAR-2025"),
            ("CREATE_DATE", "01-MAR-2025"),
        ];
        lions_rows::line(CourtHistory::LAYOUT, &values)
    })
}

/// Rows as long as the real file's, about 560 characters.
fn criminal_file_block() -> Vec<u8> {
    block(|row| {
        let docket = format!("25{:05}", row % 90_000);
        let mut cells: Vec<(usize, &str)> = (36..61).chain(86..131).map(|column| (column, "-8")).collect();
        cells.extend([(1, "2025"), (3, "08"), (4, "1"), (5, docket.as_str()), (6, "001"), (8, "REDACTED"), (13, "08250012300100001")]);
        cells.extend([
            (21, "03/05/2025"),
            (28, statute(row)),
            (29, "4"),
            (31, "1501"),
            (33, statute(row + 1)),
            (34, "4"),
            (61, "09/09/2025"),
        ]);
        cells.extend([
            (68, statute(row)),
            (73, "4"),
            (131, "1"),
            (135, "1"),
            (141, "SOURCE OF A DISTRICT AND ITS ROW"),
            (143, "10/01/2025"),
        ]);
        fjc_rows::line(&cells)
    })
}

fn part_counts(bytes: usize) -> io::Result<u64> {
    let (_, summary) = Matches::of_part_counts(Repeated::new(part_count_block(), bytes)).map_err(failed)?;
    Ok(summary.rows)
}

fn court_histories(bytes: usize) -> io::Result<u64> {
    let (mut matches, _) = Matches::of_part_counts(Repeated::new(part_count_block(), 4 * MEGABYTE)).map_err(failed)?;
    Ok(matches.court_histories(Repeated::new(court_history_block(), bytes)).map_err(failed)?.rows)
}

fn criminal_file(bytes: usize) -> io::Result<u64> {
    let (_, summary) = fjc::Tally::read(Repeated::new(criminal_file_block(), bytes)).map_err(failed)?;
    Ok(summary.rows)
}

fn texts(out: &mut impl Write, name: &str, texts: &[&str], read: impl Fn(&str) -> usize) -> io::Result<()> {
    let (begun, rounds) = (Instant::now(), 800_000 / texts.len());
    let mut found = 0;
    for text in texts.iter().cycle().take(rounds * texts.len()) {
        found += read(std::hint::black_box(text));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let bytes = texts.iter().map(|text| text.len()).sum::<usize>() * rounds;
    let (speed, megabytes) = ((rounds * texts.len()) as f64 / seconds, bytes as f64 / MEGABYTE as f64 / seconds);
    writeln!(out, "{name}: {speed:.0} texts/s, {megabytes:.0} MB/s ({found} found)")
}

/// The most memory that this process ever had, as Linux tells it; zero elsewhere.
fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// A block of whole lines, over and over, up to a number of bytes.
struct Repeated {
    block: Vec<u8>,
    at: usize,
    left: usize,
}

impl Repeated {
    fn new(block: Vec<u8>, bytes: usize) -> Self {
        let left = bytes / block.len().max(1) * block.len();
        Self { block, at: 0, left }
    }
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Repeated {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.block.len() {
            self.at = 0;
        }
        let end = self.block.len().min(self.at + self.left).min(self.at + 64 * 1024);
        Ok(self.block.get(self.at..end).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
        self.left -= amount;
    }
}

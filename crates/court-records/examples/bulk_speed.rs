//! How fast CourtListener's bulk dockets are read, and in how much memory: `cargo run --release --example bulk_speed -- MEGABYTES`.
//!
//! The rows are made up, with a named seed, as PostgreSQL would write them; they are made while they are read, so that the size is no matter of
//! memory.

use std::io::{self, BufReader, Read, Write as _};

use court_records::courtlistener::bulk::Table;

const SEED: u64 = 2026;

/// The columns of the table of dockets.
const HEADER: &str = "id,date_created,date_modified,source,assigned_to_str,date_filed,date_terminated,case_name_short,case_name,case_name_full,slug,docket_number,docket_number_core,pacer_case_id,cause,nature_of_suit,filepath_local,view_count,blocked,court_id,docket_number_raw\n";

/// Rows, one after the other.
struct Rows {
    left: u64,
    state: u64,
    row: Vec<u8>,
    at: usize,
}

impl Rows {
    fn next_row(&mut self) {
        // Knuth's MMIX generator is enough for numbers that look different.
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let id = self.state >> 40;
        let (month, day) = (1 + id % 12, 1 + id % 28);
        let pacer = if id.is_multiple_of(4) { String::new() } else { format!("\"{id}\"") };
        self.row.clear();
        self.at = 0;
        // Writing to memory cannot fail.
        let _ = writeln!(
            self.row,
            "\"{id}\",\"2020-01-01 00:00:00+00\",\"2025-{month:02}-{day:02} 11:22:33.444555+00\",\"9\",\"Jane \\\"J.\\\" Judge\",\"2019-{month:02}-{day:02}\",,\"\",\"United States v. Person {id}\",\"\",\"united-states-v-person\",\"1:19-cr-{serial:05}-ABC-{month}\",\"19{serial:05}\",{pacer},\"18:111 Assault on a federal officer\",\"\",,\"3\",\"f\",\"nysd\",\"1:19-cr-{serial:05}\"",
            serial = id % 99_999,
        );
    }
}

impl Read for Rows {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < out.len() {
            if self.at == self.row.len() {
                if self.left == 0 {
                    break;
                }
                self.left = self.left.saturating_sub(self.row.len() as u64);
                self.next_row();
            }
            let Some(rest) = self.row.get(self.at..) else { break };
            let Some(place) = out.get_mut(written..) else { break };
            let count = rest.len().min(place.len());
            let (Some(from), Some(to)) = (rest.get(..count), place.get_mut(..count)) else { break };
            to.copy_from_slice(from);
            self.at += count;
            written += count;
        }
        Ok(written)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let megabytes: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(200);
    let rows = || Rows { left: megabytes * 1_000_000, state: SEED, row: HEADER.as_bytes().to_vec(), at: 0 };
    // What making them costs is taken off.
    let start = std::time::Instant::now();
    io::copy(&mut rows(), &mut io::sink())?;
    let making = start.elapsed().as_secs_f64();

    let start = std::time::Instant::now();
    let mut table = Table::open(BufReader::with_capacity(256 * 1024, rows()), "2026-01-09T12:00:00Z".parse()?)?;
    let (mut records, mut others, mut problems) = (0, 0, 0);
    while let Some(part) = table.part(10_000)? {
        records += part.records.len();
        others += part.not_on_pacer;
        problems += part.problems.len();
    }
    let reading = start.elapsed().as_secs_f64() - making;
    let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = memory.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown");
    let mut out = io::stdout();
    writeln!(out, "{megabytes} MB, seed {SEED}: {records} dockets, {others} not on PACER, {problems} problems")?;
    writeln!(out, "{:.0} MB/s; {}", megabytes as f64 / reading, peak.split_whitespace().collect::<Vec<_>>().join(" "))?;
    Ok(())
}

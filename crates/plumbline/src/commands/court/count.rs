//! `court count`: reads files of official statistics that are too large to be handed around, and prints the numbers of districts and months as a file that can be.

use std::{
    fs::File,
    io::{BufReader, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use court_records::{
    bulk::{District, Month, Summary},
    fjc, lions,
};
use sha2::{Digest as _, Sha256};

use super::super::Outcome;

/// The columns of what is printed; the source `prosecution-counts` reads them.
const COLUMNS: [&str; 8] = ["statistic", "unit", "court", "month", "value", "missing", "basis", "origin"];

/// Which statistic.
#[derive(Debug, Subcommand)]
pub enum Count {
    /// Of a monthly snapshot of LIONS: its unpacked tables.
    #[command(after_help = "Example:
  plumbline court count lions --part-count GS_PART_COUNT.txt --participant GS_PARTICIPANT.txt --court-hist GS_COURT_HIST.txt > lions-2026-01.csv
  plumbline ingest lions-2026-01.csv")]
    Lions(Lions),
    /// Of the criminal file of the Federal Judicial Center's integrated database.
    #[command(after_help = "Example:\n  plumbline court count fjc cr96on.txt > fjc.csv && plumbline ingest fjc.csv")]
    Fjc {
        /// The unpacked file, tab separated.
        file: PathBuf,
    },
}

/// Tables of LIONS.
#[derive(Debug, Args)]
pub struct Lions {
    /// Counts of participants.
    #[arg(long, value_name = "FILE")]
    part_count: PathBuf,
    /// Participants with their roles.
    #[arg(long, value_name = "FILE")]
    participant: PathBuf,
    /// Filings in courts with their dates.
    #[arg(long, value_name = "FILE")]
    court_hist: PathBuf,
    /// Codes of the column COURT that are magistrate judges, as the code table of the snapshot has them.
    #[arg(long, value_name = "CODE")]
    magistrate_code: Vec<String>,
    /// Codes that are the district court.
    #[arg(long, value_name = "CODE")]
    district_code: Vec<String>,
}

/// Runs one of them.
pub fn run(count: Count, out: &mut impl Write, problems: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    let mut told = Told { writer, problems, origin: String::new(), unread: 0 };
    match count {
        Count::Lions(asked) => told.lions(&asked)?,
        Count::Fjc { file } => told.fjc(&file)?,
    }
    told.writer.flush()?;
    Ok(if told.unread > 0 { Outcome::Unusable } else { Outcome::Done })
}

struct Told<'a, W: Write, P: Write> {
    writer: csv::Writer<&'a mut W>,
    problems: &'a mut P,
    origin: String,
    unread: u64,
}

impl<W: Write, P: Write> Told<'_, W, P> {
    fn lions(&mut self, asked: &Lions) -> anyhow::Result<()> {
        let Lions { part_count, participant, court_hist, magistrate_code, district_code } = asked;
        self.origin = hash(part_count)?;
        let (mut matches, summary) = lions::Matches::of_part_counts(open(part_count)?).with_context(|| part_count.display().to_string())?;
        self.tell(part_count, &summary)?;
        let summary = matches.participants(open(participant)?).with_context(|| participant.display().to_string())?;
        self.tell(participant, &summary)?;
        let summary = matches.court_histories(open(court_hist)?).with_context(|| court_hist.display().to_string())?;
        self.tell(court_hist, &summary)?;
        let codes = lions::CourtCodes { magistrate: magistrate_code.clone(), district: district_code.clone() };
        for (key, cell) in matches.tally(&codes).cells {
            let basis = match key.court {
                lions::CourtKind::Magistrate => "first filing before a magistrate judge".to_owned(),
                lions::CourtKind::District => "first filing in the district court".to_owned(),
                lions::CourtKind::Other(code) => format!("first filing in a court with the code {}", code.as_str()),
                lions::CourtKind::Unknown => "first filing in a court that is not named".to_owned(),
            };
            for (unit, value) in [("defendant", cell.defendants), ("case", cell.cases), ("charge", cell.counts)] {
                self.number("lions", unit, key.district, key.filed, value, &basis)?;
            }
        }
        Ok(())
    }

    fn fjc(&mut self, file: &Path) -> anyhow::Result<()> {
        self.origin = hash(file)?;
        let (tally, summary) = fjc::Tally::read(open(file)?).with_context(|| file.display().to_string())?;
        self.tell(file, &summary)?;
        for (key, filed) in tally.filed {
            self.number(
                "fjc-criminal",
                "defendant",
                key.district,
                key.month,
                filed.by_statute,
                "filed, the section among the first five statutes",
            )?;
        }
        Ok(())
    }

    /// A number of a district and month that both are known; what has none is told and not lost.
    fn number(&mut self, statistic: &str, unit: &str, district: District, month: Month, value: u64, basis: &str) -> anyhow::Result<()> {
        let (District::Court(court), Month::Known(period)) = (district, month) else {
            self.unread += 1;
            writeln!(self.problems, "{statistic}: {value} {unit}s of district {district}, month {month} are in no cell")?;
            return Ok(());
        };
        self.writer.write_record([statistic, unit, court, &period.label(), &value.to_string(), "", basis, &self.origin])?;
        Ok(())
    }

    fn tell(&mut self, file: &Path, summary: &Summary) -> anyhow::Result<()> {
        for problem in summary.problems.kept() {
            writeln!(self.problems, "{}: {problem}", file.display())?;
        }
        self.unread += summary.problems.total();
        Ok(())
    }
}

fn open(path: &Path) -> anyhow::Result<BufReader<File>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(BufReader::with_capacity(1 << 20, file))
}

/// SHA-256 of a file, so that a number leads back to the bytes from which it was counted.
fn hash(path: &Path) -> anyhow::Result<String> {
    let mut reader = open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match reader.read(&mut buffer)? {
            0 => break,
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0'));
    Ok(hasher.finalize().iter().flat_map(digits).collect())
}

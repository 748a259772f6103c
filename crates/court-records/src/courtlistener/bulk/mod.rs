//! CourtListener's bulk data: each quarter a whole copy of its tables. Of these, dockets and courts are read; counts, parties and entries are not
//! in the bulk data.
//!
//! The table of dockets has tens of gigabytes, so that it is read from a stream, in parts and in memory that does not grow with it.

mod csv;

use std::io::BufRead;

use domain::{Date, Instant};

use self::csv::{Next, Records};
use super::{
    DocketId, NotCourtListener, Notes, Read, court,
    docket::{self, DocketWord},
    text,
};
use crate::record::{CaseNumber, CaseRecord, Said};

/// Columns of the table of dockets that are read, and by which it is known.
const DOCKET_COLUMNS: [&str; 10] = [
    "id",
    "date_modified",
    "date_filed",
    "date_terminated",
    "case_name_short",
    "case_name",
    "case_name_full",
    "docket_number",
    "pacer_case_id",
    "court_id",
];

/// Columns of the table of courts that are read, and by which it is known.
const COURT_COLUMNS: [&str; 7] =
    ["id", "pacer_court_id", "pacer_has_rss_feed", "pacer_rss_entry_types", "date_last_pacer_contact", "date_modified", "full_name"];

/// What the bulk data says of a court.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourtRecord {
    /// CM/ECF's code of the court.
    pub court: String,
    /// As CourtListener writes it.
    pub name: String,
    /// The number with which the court's documents begin; none for courts that are not on PACER.
    pub pacer_court_id: Option<u64>,
    /// Whether it has a feed; none if CourtListener does not know.
    pub has_feed: Option<bool>,
    /// Which kinds of entries its feed shows; none if that is not known, empty if it says nothing.
    pub feed_shows: Option<String>,
    /// When CourtListener last reached it.
    pub last_contact: Option<Instant>,
    /// The instant for which the source speaks.
    pub said: Said,
    /// Place in the snapshot.
    pub locator: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Dockets,
    Courts,
}

/// A table that is being read.
#[derive(Debug)]
pub struct Table<R> {
    records: Records<R>,
    which: Which,
    /// Where each wanted column stands in a record.
    columns: Vec<usize>,
    /// How many fields the header has.
    width: usize,
    retrieved_at: Instant,
    notes: Notes,
    is_at_end: bool,
}

impl<R: BufRead> Table<R> {
    /// Reads the header; it has to be that of a table that is read.
    pub fn open(input: R, retrieved_at: Instant) -> Result<Self, NotCourtListener> {
        let mut records = Records::new(input);
        let Next::Record(_) = records.next().map_err(|error| io(&error))? else { return Err(NotCourtListener::NoTable) };
        let names: Vec<String> = (0..records.len())
            .map(|at| records.field(at).map(tidy).unwrap_or_default().trim_start_matches('\u{feff}').to_owned())
            .collect();
        let place = |wanted: &&str| names.iter().position(|name| name == wanted);
        let places = |wanted: &[&str]| wanted.iter().map(place).collect::<Option<Vec<usize>>>();
        let (which, columns) = match (places(&DOCKET_COLUMNS), places(&COURT_COLUMNS)) {
            (Some(columns), _) => (Which::Dockets, columns),
            (None, Some(columns)) => (Which::Courts, columns),
            (None, None) => return Err(NotCourtListener::NoTable),
        };
        let width = records.len();
        Ok(Self { records, which, columns, width, retrieved_at, notes: Notes::default(), is_at_end: false })
    }

    /// What the next records say, at most so many; none after the end. Problems that are told are limited over the whole table.
    pub fn part(&mut self, most_records: usize) -> Result<Option<Read>, NotCourtListener> {
        if self.is_at_end {
            return Ok(None);
        }
        let mut read = Read::default();
        for _ in 0..most_records {
            match self.records.next().map_err(|error| io(&error))? {
                Next::Record(line) => self.row(line, &mut read),
                Next::TooLong(line) => self.notes.tell(format_args!("line {line}"), "the record is longer than what is read"),
                Next::Unclosed(line) => {
                    self.notes.tell(format_args!("line {line}"), "a quote is never closed: the file was cut off, or what follows is lost");
                    self.is_at_end = true;
                }
                Next::End => self.is_at_end = true,
            }
            if self.is_at_end {
                break;
            }
        }
        if self.is_at_end {
            self.notes.finish();
        }
        read.problems = self.notes.take();
        Ok(Some(read))
    }

    fn row(&mut self, line: u64, read: &mut Read) {
        if self.records.len() != self.width {
            let message = format!("{} fields stand where the header has {}", self.records.len(), self.width);
            return self.notes.tell(format_args!("line {line}"), message);
        }
        match self.which {
            Which::Dockets => self.docket(line, read),
            Which::Courts => self.court(line, read),
        }
    }

    fn docket(&mut self, line: u64, read: &mut Read) {
        let mut row = Row { records: &self.records, columns: &self.columns, line, notes: &mut self.notes };
        let [id, modified, filed, terminated, short, name, full, number, pacer_case_id, court_id] = COLUMN;
        // A docket that did not come from a court's CM/ECF has no number there.
        let Some(pacer_case_id) = row.text(pacer_case_id).filter(|id| !id.is_empty()) else {
            read.not_on_pacer = read.not_on_pacer.saturating_add(1);
            return;
        };
        let said = docket::said(row.instant(modified, "date_modified"), self.retrieved_at);
        let mut record = CaseRecord::of(CaseNumber::of("", ""), said, format!("line {line}"));
        record.pacer_case_id = Some(pacer_case_id);
        record.caption = [name, full, short].into_iter().filter_map(|at| row.text(at)).find(|name| !name.is_empty()).unwrap_or_default();
        record.filed = row.date(filed, "date_filed");
        record.terminated = row.date(terminated, "date_terminated");
        let court = row.text(court_id).and_then(|text| court::from_field(&text));
        let word = DocketWord { id: row.number(id, "id").map(DocketId::new), court, number: row.text(number).unwrap_or_default(), record };
        if let Some((record, alias)) = word.named(&mut self.notes) {
            read.records.push(record);
            read.aliases.extend(alias);
        }
    }

    fn court(&mut self, line: u64, read: &mut Read) {
        let mut row = Row { records: &self.records, columns: &self.columns, line, notes: &mut self.notes };
        let [id, pacer_court_id, has_feed, feed_shows, last_contact, modified, name, ..] = COLUMN;
        let Some(court) = row.text(id).and_then(|text| court::from_field(&text)) else {
            return self.notes.tell(format_args!("line {line}"), "the court has no code");
        };
        let said = docket::said(row.instant(modified, "date_modified"), self.retrieved_at);
        read.courts.push(CourtRecord {
            court,
            name: row.text(name).unwrap_or_default(),
            pacer_court_id: row.number(pacer_court_id, "pacer_court_id"),
            has_feed: row.truth(has_feed, "pacer_has_rss_feed"),
            feed_shows: row.text(feed_shows),
            last_contact: row.instant(last_contact, "date_last_pacer_contact"),
            said,
            locator: format!("line {line}"),
        });
    }
}

/// Positions in the lists of wanted columns, to be taken apart by name.
const COLUMN: [usize; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/// The wanted fields of a record. NULL is none.
struct Row<'a, R> {
    records: &'a Records<R>,
    columns: &'a [usize],
    line: u64,
    notes: &'a mut Notes,
}

impl<R: BufRead> Row<'_, R> {
    fn text(&self, wanted: usize) -> Option<String> {
        self.columns.get(wanted).and_then(|&at| self.records.field(at)).map(tidy)
    }

    fn read<T>(&mut self, wanted: usize, name: &str, what: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(wanted).filter(|text| !text.is_empty())?;
        let value = read(&text);
        if value.is_none() {
            self.notes.tell(format_args!("line {}, {name}", self.line), format_args!("{} is not {what}", text::quoted(&text)));
        }
        value
    }

    fn number(&mut self, wanted: usize, name: &str) -> Option<u64> {
        self.read(wanted, name, "a number", |text| text.parse().ok())
    }

    fn date(&mut self, wanted: usize, name: &str) -> Option<Date> {
        self.read(wanted, name, "a date", |text| text.parse().ok())
    }

    fn instant(&mut self, wanted: usize, name: &str) -> Option<Instant> {
        self.read(wanted, name, "an instant", instant)
    }

    fn truth(&mut self, wanted: usize, name: &str) -> Option<bool> {
        self.read(wanted, name, "t or f", |text| match text {
            "t" | "true" | "True" => Some(true),
            "f" | "false" | "False" => Some(false),
            _ => None,
        })
    }
}

/// PostgreSQL writes `2022-10-11 14:21:40.855097+00`, with the minutes of the zone only where it has some.
fn instant(text: &str) -> Option<Instant> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let has_minutes = time.ends_with('Z') || time.rsplit_once(['+', '-']).is_some_and(|(_, zone)| zone.contains(':'));
    format!("{day}T{time}{}", if has_minutes { "" } else { ":00" }).parse().ok()
}

fn tidy(bytes: &[u8]) -> String {
    text::tidy(&String::from_utf8_lossy(bytes))
}

fn io(error: &std::io::Error) -> NotCourtListener {
    NotCourtListener::Io(error.to_string())
}

#[cfg(test)]
mod tests;

//! A CSV file → a shard: the header in its first line, then rows.

use std::{
    borrow::Cow,
    cell::Cell,
    io::{self, Read},
    sync::Arc,
};

use super::{
    RefusedFile, cells, columns_of_header,
    layout::RawTable,
    shard::{NoTexts, Shard, ShardBuilder, TOO_MANY_CELLS},
};
use crate::problem::Problems;

/// The longest record; the longest known has two thousand bytes.
const MOST_RECORD_BYTES: usize = 1 << 20;

/// What the name of a CSV file says of where its rows come from: `FILE.xlsx__2__SHEET.csv` is the second sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub(crate) file: String,
    pub(crate) place: u32,
    pub(crate) sheet: String,
}

impl Origin {
    /// A name of another form is its own file, with one sheet called like it.
    pub(crate) fn of(name: &str) -> Self {
        let stem = name.strip_suffix(".csv").or_else(|| name.strip_suffix(".CSV")).unwrap_or(name);
        let mut parts = stem.splitn(3, "__");
        if let (Some(file), Some(place), Some(sheet)) = (parts.next(), parts.next(), parts.next())
            && let Ok(place) = place.parse()
        {
            return Self { file: file.to_owned(), place, sheet: sheet.to_owned() };
        }
        Self { file: name.to_owned(), place: 1, sheet: stem.to_owned() }
    }
}

/// Refuses to go on where no record ends.
struct Bounded<'a, R> {
    input: R,
    /// Bytes since the last record ended, as far as the reader above reads ahead.
    since_record: &'a Cell<usize>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.since_record.set(self.since_record.get() + read);
        if self.since_record.get() > MOST_RECORD_BYTES {
            return Err(io::Error::other("no record ends within 1 MiB; a quote may not be closed"));
        }
        Ok(read)
    }
}

/// Reads one file. A record with another number of fields than the header is a problem; what it has is kept.
pub(crate) fn read(table: RawTable, origin: &Origin, input: impl Read, problems: &mut Problems) -> Result<Shard, RefusedFile> {
    let refused = |reason: String| RefusedFile { file: origin.file.clone(), reason };
    let since_record = Cell::new(0);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 18)
        .from_reader(Bounded { input, since_record: &since_record });
    let mut record = csv::ByteRecord::new();
    let has_header = reader.read_byte_record(&mut record).map_err(|error| refused(error.to_string()))?;
    if !has_header {
        return Err(refused("it is empty".to_owned()));
    }
    let header: Vec<String> = record.iter().map(|field| String::from_utf8_lossy(field).trim_start_matches('\u{feff}').to_owned()).collect();
    let columns = columns_of_header(table, header.iter().map(String::as_str)).map_err(refused)?;
    let mut builder = ShardBuilder::new(Arc::new(NoTexts), columns);
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.report(&origin.file, &origin.sheet, format!("it breaks off after {} rows: {error}", builder.rows()));
                builder.breaks_off();
                break;
            }
        }
        since_record.set(0);
        let line = || record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            let message = format!("{} fields, where the header has {}", record.len(), header.len());
            problems.report(&origin.file, format!("line {}", line()), message);
            // A line that is cut short by a few fields is no attack, however many there are.
            if record.len() < header.len() / 2 && !builder.may_lack(1) {
                problems.report(&origin.file, format!("line {}", line()), TOO_MANY_CELLS);
                break;
            }
        }
        for (column, field) in record.iter().enumerate().take(header.len()) {
            if field.is_empty() {
                continue;
            }
            let text = String::from_utf8_lossy(field);
            if let Cow::Owned(_) = text {
                let place = format!("line {}, column {}", line(), header.get(column).map_or("?", String::as_str));
                problems.report(&origin.file, place, "the text is not UTF-8; what is not, is shown as \u{fffd}");
            }
            builder.own_text(column, &text, cells::instant_of_text);
        }
        if !builder.end_row(builder.rows() + 1) {
            problems.report(&origin.file, format!("line {}", line()), TOO_MANY_CELLS);
            break;
        }
    }
    Ok(builder.finish(origin.sheet.clone(), Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_which_sheet_it_was() {
        let check = |name: &str, file: &str, place: u32, sheet: &str| {
            assert_eq!(Origin::of(name), Origin { file: file.to_owned(), place, sheet: sheet.to_owned() });
        };
        check("FY24 Arrests.xlsx__2__Arrests (2).csv", "FY24 Arrests.xlsx", 2, "Arrests (2)");
        check("a Arrests__b.csv", "a Arrests__b.csv", 1, "a Arrests__b");
        check("Arrests.csv", "Arrests.csv", 1, "Arrests");
    }
}

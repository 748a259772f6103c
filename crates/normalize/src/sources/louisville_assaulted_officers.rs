//! Louisville Metro Police assaulted officers: rows of offences in incidents in which an officer was assaulted.

use catalog::SourceId;
use domain::Date;

use crate::{
    decoded::{Rows, UnknownFormat, quote},
    sources::delimited::{self, Layout},
};

/// A row of the table.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: u64,
    /// The publisher's number of the row.
    pub(crate) id: String,
    pub(crate) incident: String,
    /// The day on which the offence occurred.
    pub(crate) occurred: Date,
    /// The national code of the offence, `13C`; `None` where the cell is empty.
    pub(crate) nibrs_code: Option<String>,
}

const LAYOUT: Layout = Layout {
    source_id: SourceId::LouisvilleAssaultedOfficers,
    delimiter: ',',
    columns: &["ID", "INCIDENT_NUMBER", "DATE_OCCURED", "NIBRS_CODE", "LEOKA_APPLIES"],
};

/// Rows of the file.
pub(crate) fn decode(bytes: &[u8]) -> Result<Rows<Row>, UnknownFormat> {
    delimited::read(bytes, &LAYOUT, |record, problems| {
        let (id, incident) = (record.text(0), record.text(1));
        for (column, text, what) in [(0, id, "number of the row"), (1, incident, "incident number")] {
            if text.is_empty() {
                problems.report(record.cell_locator(column), format!("no {what}; the row is left out"));
                return None;
            }
        }
        let Some(occurred) = day(record.text(2)) else {
            problems.report(record.cell_locator(2), format!("{} is not a day; the row is left out", quote(record.text(2))));
            return None;
        };
        let nibrs_code = Some(record.text(3)).filter(|code| !code.is_empty()).map(str::to_ascii_uppercase);
        if nibrs_code.is_none() {
            problems.report(record.cell_locator(3), "no code of the offence; the row counts in totals only");
        }
        Some(Row { line: record.line, id: id.to_owned(), incident: incident.to_owned(), occurred, nibrs_code })
    })
}

/// The day of `2010-01-31 00:44:00` or of `1/31/2010 1:42`: the two releases write it differently. The time is not looked at.
fn day(text: &str) -> Option<Date> {
    let date = text.split([' ', 'T']).next()?;
    let day: Date = if date.contains('/') {
        let mut parts = date.split('/');
        let (Some(month), Some(day), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else { return None };
        let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
            let fits = digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u16>().ok().filter(|_| fits)
        };
        let (year, month, day) = (number(year, 4..=4)?, number(month, 1..=2)?, number(day, 1..=2)?);
        Date::new(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)?
    } else {
        date.parse().ok()?
    };
    Some(day).filter(|day| (1990..=2100).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_either_release_writes_them() {
        let read = |text: &str| day(text).map(|day| day.to_string());
        for text in ["2010-01-07 19:43:00", "1/7/2010 19:43", "01/07/2010", "2010-01-07T19:43:00"] {
            assert_eq!(read(text).as_deref(), Some("2010-01-07"), "{text}");
        }
        for text in ["", "1/7/10 19:43", "13/1/2010", "2010/01/07", "1/7/2010/1", "1815-06-18 11:00:00", "+1/7/2010", "7 January 2010"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

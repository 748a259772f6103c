//! Up to which day the data of a workbook reach, as its footnotes say under the heading of each table.

use std::collections::BTreeMap;

use domain::Date;

use crate::sources::sheets::Sheet;

/// A heading of the footnotes that has a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    Population,
    BookOuts,
    Removals,
    Detained,
    BookIns,
}

impl Section {
    /// What the heading is about, for a person.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Population => "average daily population and length of stay",
            Self::BookOuts => "final releases or book-outs",
            Self::Removals => "removals",
            Self::Detained => "the population that is detained",
            Self::BookIns => "initial book-ins",
        }
    }

    fn of_heading(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let has = |part: &str| lower.contains(part);
        match () {
            () if !has("ice ") => None,
            () if has("average daily population and ice average length of stay") => Some(Self::Population),
            () if has("ice final releases") || has("ice final book outs") => Some(Self::BookOuts),
            () if has("ice removals") => Some(Self::Removals),
            () if has("ice currently detained population") => Some(Self::Detained),
            () if has("ice initial book-ins") => Some(Self::BookIns),
            () => None,
        }
    }
}

/// The day of each heading, with the cell that says it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Footnotes {
    days: BTreeMap<Section, (Date, String)>,
    /// The name of the sheet.
    pub(crate) sheet: String,
}

impl Footnotes {
    /// The day up to which data reach, and the cell that says it.
    pub(crate) fn day(&self, section: Section) -> Option<&(Date, String)> {
        self.days.get(&section)
    }
}

/// Reads headings in the first column and days in the second. The first heading of a kind counts, and its first day: later headings repeat
/// those of years before.
pub(super) fn read(sheet: &Sheet) -> Footnotes {
    let mut days = BTreeMap::new();
    let mut current = None;
    for row in 0..sheet.rows() {
        if let Some(heading) = sheet.text(row, 0) {
            current = Section::of_heading(&heading);
        }
        let Some(section) = current else { continue };
        if days.contains_key(&section) {
            continue;
        }
        if let Some(day) = sheet.text(row, 1).as_deref().and_then(day_of) {
            days.insert(section, (day, sheet.locator(row, 1)));
        }
    }
    Footnotes { days, sheet: sheet.name.clone() }
}

/// The day after `through` or `as of`: `updated through 05/18/2024 (IIDS Run Date 05/20/2024; …)`.
fn day_of(text: &str) -> Option<Date> {
    let after = |mark: &str| text.split_once(mark).and_then(|(_, rest)| american_day(rest.trim_start()));
    after(" through ").or_else(|| after(" as of "))
}

/// `05/18/2024` or `9/30/2020` at the beginning of a text.
pub(super) fn american_day(text: &str) -> Option<Date> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '/').unwrap_or(text.len());
    let mut parts = text.get(..end)?.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_the_data_and_not_that_of_the_run() {
        let check = |text: &str, day: Option<&str>| assert_eq!(day_of(text).map(|day| day.to_string()).as_deref(), day, "{text}");
        check(
            "FY2024 YTD ICE Removals data are updated through 05/18/2024 (IIDS Run Date 05/20/2024; EID as of 05/18/2024).",
            Some("2024-05-18"),
        );
        check("ICE National Docket data are a snapshot as of 09/10/2023 (IIDS v.2.0 run date 09/11/2023).", Some("2023-09-10"));
        check("Data are filtered through 9/30/2020 (IIDS v.1.34 run date 10/04/2020)", Some("2020-09-30"));
        check("data are updated through 13/45/2020", None);
        check("an alien may have multiple releases", None);
    }
}

//! OPM `FedScope` employment: a row for each month, sub-agency, occupational series, pay plan and grade, separated by tabs.

use std::collections::{BTreeMap, BTreeSet};

use catalog::SourceId;
use domain::{Date, Period, Population};

use crate::{
    decoded::{Problems, Rows, UnknownFormat, quote},
    rules::dhs,
    sources::delimited::{self, Layout, Record},
};

/// How the publisher writes a key or a count that it withholds.
const SUPPRESSED: &str = "10_OR_LESS";
/// The code of the Department of Homeland Security.
const DHS: &str = "HS";

/// A cell of the cube in the Department of Homeland Security.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: u64,
    /// The last day of the month for which the cell stands.
    pub(crate) day: Date,
    pub(crate) agency: Population,
    /// Four digits, `0083`; `None` where the publisher withholds it.
    pub(crate) series: Option<String>,
    pub(crate) employees: Employees,
}

/// How many are in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Employees {
    /// So many.
    Count(u64),
    /// One to ten.
    Suppressed,
}

/// What the whole file, all departments together, says of one month.
#[derive(Debug, Clone, Default)]
pub(crate) struct Month {
    /// Employees in rows that name no agency: the sum of the cells of ten or fewer.
    pub(crate) pooled: u64,
    /// Lines of those rows.
    pub(crate) pooled_lines: Vec<u64>,
    /// Every pay plan and grade that occurs in any department.
    pub(crate) grades: BTreeSet<Grade>,
    /// Every series, pay plan and grade that occurs in any department.
    pub(crate) cells: BTreeSet<(String, Grade)>,
    /// Pay plans and grades by sub-agency and series of the Department of Homeland Security.
    pub(crate) visible: BTreeMap<(Population, String), BTreeSet<Grade>>,
}

/// A pay plan and a grade.
pub(crate) type Grade = (String, String);

/// The file: the rows of one department, and what is needed of the others.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) months: BTreeMap<Date, Month>,
    pub(crate) rows: Rows<Row>,
}

const LAYOUT: Layout = Layout {
    source_id: SourceId::OpmFedscopeEmployment,
    delimiter: '\t',
    columns: &["DATECODE", "AGY", "AGYSUB", "AGYSUBT", "OCC", "PAYPLAN", "GRD", "EMPCOUNT"],
};

/// Rows of the file. Those of other departments are counted as read and not kept.
pub(crate) fn decode(bytes: &[u8]) -> Result<File, UnknownFormat> {
    let mut months: BTreeMap<Date, Month> = BTreeMap::new();
    let Rows { good, read, problems } = delimited::read(bytes, &LAYOUT, |record, problems| row(record, &mut months, problems))?;
    let inside = |place| match place {
        Place::Inside(row) => Some(row),
        Place::Outside => None,
    };
    Ok(File { months, rows: Rows { good: good.into_iter().filter_map(inside).collect(), read, problems } })
}

/// Whether a row belongs to the Department of Homeland Security.
enum Place {
    Inside(Row),
    Outside,
}

fn row(record: &Record<'_>, months: &mut BTreeMap<Date, Month>, problems: &mut Problems) -> Option<Place> {
    let Some(day) = last_day(record.text(0)) else {
        problems.report(record.cell_locator(0), format!("{} is not a month; the row is left out", quote(record.text(0))));
        return None;
    };
    let employees = match (delimited::count(record.text(7)), record.text(7)) {
        (Some(n), _) => Employees::Count(n),
        (None, SUPPRESSED) => Employees::Suppressed,
        (None, text) => {
            problems.report(record.locator(), format!("{} is not a count of employees; the row is left out", quote(text)));
            return None;
        }
    };
    let month = months.entry(day).or_default();
    if record.text(1) == SUPPRESSED || record.text(2) == SUPPRESSED {
        month.pooled = month.pooled.saturating_add(match employees {
            Employees::Count(n) => n,
            Employees::Suppressed => 10,
        });
        month.pooled_lines.push(record.line);
        return Some(Place::Outside);
    }
    let series = series(record.text(4));
    let grade = (record.text(5).to_owned(), record.text(6).to_owned());
    month.grades.insert(grade.clone());
    if let Some(series) = &series {
        month.cells.insert((series.clone(), grade.clone()));
    }
    if record.text(1) != DHS {
        return Some(Place::Outside);
    }
    if record.text(3).is_empty() {
        problems.report(record.cell_locator(3), "no sub-agency; the row is left out");
        return None;
    }
    let agency = dhs::sub_agency(record.text(3));
    if let Some(series) = &series {
        month.visible.entry((agency.clone(), series.clone())).or_default().insert(grade);
    } else if record.text(4) != SUPPRESSED {
        let message = format!("{} is not an occupational series; the row counts for its agency only", quote(record.text(4)));
        problems.report(record.cell_locator(4), message);
    }
    Some(Place::Inside(Row { line: record.line, day, agency, series, employees }))
}

/// The last day of `202503`.
fn last_day(code: &str) -> Option<Date> {
    let (year, month) = code.split_at_checked(4)?;
    if month.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    if !(1970..=2100).contains(&year) {
        return None;
    }
    let end = Period::month(year, month)?.end();
    (28..=31).rev().filter_map(|day| Date::new(year, month, day)).find(|day| day.next() == end)
}

/// Four digits of `83` or `0083`.
fn series(code: &str) -> Option<String> {
    let digits = (1..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| format!("{code:0>4}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_its_last_day_and_a_series_has_four_digits() {
        let day = |code: &str| last_day(code).map(|day| day.to_string());
        assert_eq!(["202503", "202402", "202512"].map(day).map(Option::unwrap_or_default), ["2025-03-31", "2024-02-29", "2025-12-31"]);
        assert_eq!(["2025", "202513", "20253", "2025-3", "+20250", ""].map(last_day), [None; 6]);
        assert_eq!([series("83"), series("0083"), series("1801")].map(Option::unwrap_or_default), ["0083", "0083", "1801"]);
        assert_eq!([series(""), series("*"), series("18010"), series("+7")], [None, None, None, None]);
    }
}

//! What the two assault files of CBP have in common: fiscal-year labels, month names, components.

use crate::{
    decoded::{Problems, quote},
    rules::months::Month,
    sources::delimited::Record,
};

const MONTHS: [&str; 12] =
    ["JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"];

/// The year of `2025`, `FY2025`, or `2026 (FYTD)`. Whether it is marked does not matter: a year ends after its last month.
fn fiscal_year(label: &str) -> Option<i32> {
    let label = label.to_ascii_uppercase();
    let label = label.strip_suffix("(FYTD)").unwrap_or(&label).trim();
    let label = label.strip_prefix("FY").unwrap_or(label).trim();
    let four_digits = label.len() == 4 && label.bytes().all(|byte| byte.is_ascii_digit());
    label.parse().ok().filter(|year| four_digits && (1990..=2100).contains(year))
}

/// The number of `OCT`, `Sept` or `October`.
fn month_number(name: &str) -> Option<u8> {
    let name = name.to_ascii_uppercase();
    let place = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    u8::try_from(place + 1).ok()
}

/// The month of a row, or a problem.
pub(super) fn month(record: &Record<'_>, year_column: usize, month_column: usize, problems: &mut Problems) -> Option<Month> {
    let Some(year) = fiscal_year(record.text(year_column)) else {
        let message = format!("{} is not a fiscal year; the row is left out", quote(record.text(year_column)));
        problems.report(record.cell_locator(year_column), message);
        return None;
    };
    let Some(month) = month_number(record.text(month_column)).and_then(|month| Month::of_fiscal_year(year, month)) else {
        let message = format!("{} is not a month; the row is left out", quote(record.text(month_column)));
        problems.report(record.cell_locator(month_column), message);
        return None;
    };
    Some(month)
}

/// The text of a column that must not be empty, or a problem.
pub(super) fn named(record: &Record<'_>, column: usize, what: &str, problems: &mut Problems) -> Option<String> {
    let text = record.text(column);
    if text.is_empty() {
        problems.report(record.cell_locator(column), format!("no {what}; the row is left out"));
        return None;
    }
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_years_and_months_are_read_as_cbp_writes_them() {
        assert_eq!(["2025", "2026 (FYTD)", "FY2024", "2026 (fytd)"].map(fiscal_year), [Some(2025), Some(2026), Some(2024), Some(2026)]);
        assert_eq!(["", "25", "20255", "1815", "FYTD", "2025-26"].map(fiscal_year), [None; 6]);
        assert_eq!(
            ["OCT", "Sept", "may", "December", "JA", "Octobre", ""].map(month_number),
            [Some(10), Some(9), Some(5), Some(12), None, None, None]
        );
    }
}

//! Whether the rows of a table are what they should be, one test after the other.

use super::{
    Found,
    look::{Look, Moments, Texts, View},
};
use crate::{frame::texts, process::Release, rules::clean::holds_redaction_mark};

/// What is asked of the rows of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Test {
    /// It is not missing.
    Present,
    /// It lies within days since 1970, both included, or is missing.
    Days { from: i64, until: Option<i64> },
    /// It lies between two numbers, both included, or is missing.
    Numbers { from: f64, until: f64 },
    /// It is on the list, or missing.
    Listed(&'static [&'static str]),
    /// Where it is present, another field is too, with that value if one is given. A field that is not published is missing.
    Needs { other: &'static str, value: Option<&'static str> },
    /// It is not before the other field.
    NotBefore { other: &'static str },
    /// Book-in and book-out lie within those of the stay.
    WithinStay,
    /// No text of the row holds a redaction mark.
    NoRedactionMarks,
}

/// Runs a test on a field; `None` if the table does not have what it needs.
pub(super) fn run(view: &View<'_>, release: &Release, field: Option<&str>, test: &Test) -> Option<Found> {
    let column = field.and_then(|field| view.column(field));
    match *test {
        Test::Present => {
            // A field that is not published has nothing in it.
            Some(view.scan(release, |row| Some(column.is_none_or(|column| column.is_missing(row)))))
        }
        Test::Days { from, until } => {
            let moments = column?.moments()?;
            let is_outside = |day: i64| day < from || until.is_some_and(|until| day > until);
            Some(view.scan(release, |row| Some(moments.day(row).is_some_and(is_outside))))
        }
        Test::Numbers { from, until } => {
            let numbers = column?.numbers()?;
            Some(view.scan(release, |row| Some(numbers.at(row).is_some_and(|number| !(from..=until).contains(&number)))))
        }
        Test::Listed(list) => Some(listed(view, release, &column?.text()?, list)),
        Test::Needs { other, value } => Some(needs(view, release, column?, view.column(other), value)),
        Test::NotBefore { other } => {
            let (here, there) = (column?.moments()?, view.column(other)?.moments()?);
            Some(view.scan(release, |row| Some(here.is_before(&there, row))))
        }
        Test::WithinStay => within_stay(view, release),
        Test::NoRedactionMarks => Some(no_redaction_marks(view, release)),
    }
}

/// Each text is looked at once; the rows only if one of them is not as it should be.
fn listed(view: &View<'_>, release: &Release, column: &Texts<'_>, list: &[&str]) -> Found {
    let is_other: Vec<bool> = texts(column.array).iter().map(|text| text.is_some_and(|text| !list.contains(&text))).collect();
    if !is_other.contains(&true) {
        return Found { of: view.table.rows as u64, ..Found::default() };
    }
    let is_bad = |code: usize| is_other.get(code).copied().unwrap_or(false);
    view.scan(release, |row| Some(column.code(row).is_some_and(is_bad)))
}

fn needs(view: &View<'_>, release: &Release, column: Look<'_>, other: Option<Look<'_>>, value: Option<&str>) -> Found {
    let lacks = |row: usize| other.is_none_or(|other| other.is_missing(row));
    let Some(value) = value else {
        return view.scan(release, |row| (!column.is_missing(row)).then(|| lacks(row)));
    };
    let told = other.and_then(|other| other.text());
    // A text can have several numbers, where two columns were put together.
    let is_wanted: Vec<bool> = told.iter().flat_map(|told| texts(told.array)).map(|text| text == Some(value)).collect();
    let has = |row: usize| told.and_then(|told| told.code(row)).and_then(|code| is_wanted.get(code)).copied().unwrap_or(false);
    view.scan(release, |row| (!column.is_missing(row)).then(|| !has(row)))
}

/// A stint is out of its stay if its book-in or its book-out lies before the book-in of the stay or behind its book-out.
fn within_stay(view: &View<'_>, release: &Release) -> Option<Found> {
    let moments = |name: &str| view.column(name).and_then(|column| column.moments());
    let own: Vec<Moments<'_>> = ["book_in_date_time", "book_out_date_time"].into_iter().filter_map(moments).collect();
    let begins = moments("stay_book_in_date_time")?;
    let ends = moments("stay_book_out_date_time").or_else(|| moments("stay_book_out_date"));
    let is_out = |row: usize| own.iter().any(|own| own.is_before(&begins, row) || ends.is_some_and(|ends| ends.is_before(own, row)));
    (!own.is_empty()).then(|| view.scan(release, |row| Some(is_out(row))))
}

/// Every mark has a bracket; identifiers, which are most of the texts, have none.
fn is_marked(text: &str) -> bool {
    text.contains('(') && holds_redaction_mark(text)
}

fn no_redaction_marks(view: &View<'_>, release: &Release) -> Found {
    let columns = view.table.columns.iter().filter_map(|column| view.column(&column.name)?.text());
    let marked: Vec<(Texts<'_>, Vec<bool>)> = columns
        .map(|column| (column, texts(column.array).iter().map(|text| text.is_some_and(is_marked)).collect::<Vec<bool>>()))
        .filter(|(_, marks)| marks.contains(&true))
        .collect();
    let holds =
        |row: usize| marked.iter().any(|(column, marks)| column.code(row).and_then(|code| marks.get(code)).copied().unwrap_or(false));
    view.scan(release, |row| Some(holds(row)))
}

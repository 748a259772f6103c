//! Rules 2.2 to 2.5, and rule 8, which tells of each column what they did to it.

use super::{
    breaks::{Break, Broken},
    columns::Kind,
    reading::Stacked,
    table::{Cell, MICROS_PER_DAY, Table},
};

/// The columns of the codebook.
pub(crate) const CODEBOOK: [&str; 6] = ["table", "field", "type", "availability", "missing_raw", "missing_after_redaction"];

/// Cleans the raw columns; what stands behind them (provenance, `stay_ID`) stays as it is. Adds a row per raw column to the codebook.
pub(crate) fn clean(stacked: Stacked, name: &str, codebook: &mut Table, broken: Broken) -> Table {
    let Stacked { table, kinds } = stacked;
    let files = table.column("file_original");
    let mut cleaned = Table::default();
    for (at, column) in table.columns.iter().enumerate() {
        let raw: Vec<Cell> = table.rows.iter().map(|row| row[at].clone()).collect();
        let Some(kind) = kinds.get(at) else {
            cleaned.push(column, raw);
            continue;
        };
        let availability =
            availability(&if broken.is(Break::BlankedBeforeDropped) { without_marks(&raw, broken) } else { raw.clone() }, broken);
        let values = match kind {
            Kind::Text => without_marks(&raw, broken),
            Kind::Number if column == "birth_year" => raw.iter().map(|year| birth_year(year, broken)).collect(),
            Kind::Number => raw.clone(),
            Kind::Date => dates(&raw, &files, broken),
        };
        // Chosen: a date column without values is `date`, as in the published codebook; birth_year is an integer even if blank.
        let of_all_midnights = raw.iter().all(is_midnight_or_missing);
        let kind = match kind {
            Kind::Text => "text",
            Kind::Number if column == "birth_year" && !broken.is(Break::TypeDeclared) => "integer",
            Kind::Number => "number",
            Kind::Date if of_all_midnights && !broken.is(Break::TypeDeclared) => "date",
            Kind::Date => "date-time",
        };
        codebook.rows.push(codebook_row(name, column, kind, availability, &raw, &values, broken));
        if availability == Availability::Available {
            cleaned.push(column, values);
        }
    }
    cleaned
}

/// Rule 8: availability and shares of one raw field.
fn codebook_row(
    table: &str,
    field: &str,
    kind: &str,
    availability: Availability,
    raw: &[Cell],
    values: &[Cell],
    broken: Broken,
) -> Vec<Cell> {
    let availability = match availability {
        Availability::Blank => "blank",
        Availability::Redacted if broken.is(Break::RedactedIsBlank) => "blank",
        Availability::Redacted => "redacted",
        Availability::Available => "available",
    };
    let counts = |cell: &Cell| cell.is_missing() || (broken.is(Break::ShareCountsNa) && cell.text() == Some("NA"));
    let share = |cells: &[Cell]| Cell::Float(cells.iter().filter(|cell| counts(cell)).count() as f64 / cells.len() as f64);
    let after = match broken.0 {
        Some(Break::ShareAllMarks) => {
            let marked = |cell: &Cell| if cell.text().is_some_and(|text| is_mark(text, broken)) { Cell::Missing } else { cell.clone() };
            share(&raw.iter().map(marked).collect::<Vec<_>>())
        }
        _ => share(values),
    };
    let before = if broken.is(Break::ShareAfterOnly) { after.clone() } else { share(raw) };
    let text = |text: &str| Cell::Text(text.to_owned());
    vec![text(table), text(field), text(kind), text(availability), before, after]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Availability {
    Blank,
    Redacted,
    Available,
}

/// Rule 2.2: nothing but blanks, nothing but blanks and redaction marks, or something.
fn availability(cells: &[Cell], broken: Broken) -> Availability {
    let blanks = cells.iter().filter(|cell| is_blank(cell, broken)).count();
    let marks = cells.iter().filter(|cell| !is_blank(cell, broken) && cell.text().is_some_and(|text| is_mark(text, broken))).count();
    let real = cells.len() - blanks - marks;
    match broken.0 {
        Some(Break::RedactedColumnsKept) if marks > 0 => return Availability::Available,
        Some(Break::PartRedactedKept) if marks > 0 && blanks > 0 => return Availability::Available,
        Some(Break::OneValueDropped) if real == 1 => return Availability::Redacted,
        _ => {}
    }
    match (real, marks) {
        (0, 0) => Availability::Blank,
        (0, _) => Availability::Redacted,
        _ => Availability::Available,
    }
}

/// Rule 2.2: missing, empty or `NA` after collapsing inner white space and trimming.
fn is_blank(cell: &Cell, broken: Broken) -> bool {
    match cell {
        Cell::Missing => true,
        Cell::Text(text) => match text.split_whitespace().collect::<Vec<_>>().join(" ").as_str() {
            "" => !broken.is(Break::NoBreakSpaceIsNotBlank) || text.trim_matches(' ').is_empty(),
            "NA" => !broken.is(Break::NaIsNotBlank),
            _ => false,
        },
        _ => false,
    }
}

/// Rule 2.2: contains, in any letter case, `(b)` or `b(` digit `)`.
fn is_mark(text: &str, broken: Broken) -> bool {
    if broken.is(Break::MarkWholeOnly) {
        return is_blanked(text, broken);
    }
    let text: Vec<char> = if broken.is(Break::MarkByCase) { text.chars().collect() } else { text.to_lowercase().chars().collect() };
    let bracketed = text.windows(3).any(|three| three == ['(', 'b', ')']);
    let numbered = text.windows(4).any(|four| four[0] == 'b' && four[1] == '(' && four[2].is_ascii_digit() && four[3] == ')');
    match broken.0 {
        Some(Break::MarkNeedsBrackets) => bracketed,
        Some(Break::MarkWithoutBrackets) => numbered,
        _ => bracketed || numbered,
    }
}

/// Rule 2.4: exactly one of the two spellings.
fn is_blanked(text: &str, broken: Broken) -> bool {
    match broken.0 {
        Some(Break::LowerMarkKept) => text == "b(6), b(7)C",
        Some(Break::MarkAnyCaseBlanked) => text.eq_ignore_ascii_case("b(6), b(7)C"),
        Some(Break::OtherMarksBlanked) => is_mark(text, broken),
        _ => text == "b(6), b(7)C" || text == "b(6), b(7)c",
    }
}

fn without_marks(cells: &[Cell], broken: Broken) -> Vec<Cell> {
    let clean = |cell: &Cell| match cell.text() {
        Some(text) if is_blanked(text, broken) => Cell::Missing,
        _ => cell.clone(),
    };
    cells.iter().map(clean).collect()
}

/// Rule 2.5: the integer towards zero.
#[expect(clippy::cast_possible_truncation, reason = "truncation is the rule")]
fn birth_year(cell: &Cell, broken: Broken) -> Cell {
    let Cell::Float(year) = cell else { return Cell::Missing };
    let year = match broken.0 {
        Some(Break::YearRounded) => year.round(),
        Some(Break::YearFloored) => year.floor(),
        _ => year.trunc(),
    };
    if broken.is(Break::ImpossibleYearMissing) && !(1900.0..=2026.0).contains(&year) {
        return Cell::Missing;
    }
    Cell::Int(year as i64)
}

fn is_midnight_or_missing(cell: &Cell) -> bool {
    cell.micros().is_none_or(|micros| micros % MICROS_PER_DAY == 0)
}

/// Rule 2.3: calendar dates if every present value is exactly midnight.
fn dates(cells: &[Cell], files: &[Cell], broken: Broken) -> Vec<Cell> {
    let decides: Vec<&Cell> = match broken.0 {
        Some(Break::KindByFirstFile) => {
            cells.iter().zip(files).filter(|(_, file)| Some(*file) == files.first()).map(|(cell, _)| cell).collect()
        }
        _ => cells.iter().collect(),
    };
    let midnights = decides.iter().filter(|cell| !cell.is_missing() && is_midnight_or_missing(cell)).count();
    let times = decides.iter().filter(|cell| !is_midnight_or_missing(cell)).count();
    let becomes_date = match broken.0 {
        Some(Break::NeverDate) => false,
        Some(Break::AlwaysDate) => times * 2 <= midnights,
        _ => times == 0,
    };
    if becomes_date { cells.iter().map(Cell::day).collect() } else { cells.to_vec() }
}

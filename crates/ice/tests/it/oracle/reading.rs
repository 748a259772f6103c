//! Rules 1.1 to 1.5: the raw release as one table.

use std::{collections::BTreeMap, path::Path};

use regex::Regex;

use super::{
    breaks::{Break, Broken},
    calendar::{Keep, of_serial, read_date, read_instant},
    columns::{Kind, clean_name, declared},
    table::{Cell, MICROS_PER_DAY, Table},
};

/// All sheets of one kind, stacked: the raw columns with their kinds, then the three columns of provenance.
#[derive(Clone, Debug)]
pub(crate) struct Stacked {
    pub(crate) table: Table,
    pub(crate) kinds: Vec<Kind>,
}

/// One sheet of one file, in CSV form.
struct Sheet {
    file: String,
    number: u32,
    name: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Reads the sheets of the files with `word` in their names.
pub(crate) fn read(release: &Path, word: &str, columns: &str, broken: Broken) -> Stacked {
    let sheets = sheets(release, word, broken);
    let kinds_by_name: BTreeMap<String, Kind> = declared(columns).into_iter().map(|(name, kind)| (clean_name(&name), kind)).collect();
    let names = column_names(&sheets, broken);
    let kinds: Vec<Kind> = names.iter().map(|name| *kinds_by_name.get(name).unwrap_or_else(|| panic!("no kind for {name}"))).collect();

    let mut table = Table { columns: names, rows: Vec::new() };
    table.columns.extend(["file_original", "sheet_original", "row_original"].map(str::to_owned));
    let mut rows_by_sheet_name: BTreeMap<String, i64> = BTreeMap::new();
    for sheet in &sheets {
        let header: Vec<String> = sheet.header.iter().map(|name| clean_name(name)).collect();
        let place = |(at, name)| if broken.is(Break::StackedByPosition) { Some(at) } else { header.iter().position(|other| other == name) };
        let places: Vec<Option<usize>> = table.columns.iter().take(kinds.len()).enumerate().map(place).collect();
        for raw in &sheet.rows {
            let mut row: Vec<Cell> = Vec::new();
            for (place, kind) in places.iter().zip(&kinds) {
                row.push(place.and_then(|place| raw.get(place)).map_or(Cell::Missing, |text| cell(*kind, text, broken)));
            }
            let counted = match broken.0 {
                Some(Break::RowsPerFile) => format!("{} {}", sheet.file, sheet.name),
                Some(Break::RowsPerTable) => String::new(),
                _ => sheet.name.clone(),
            };
            let count = rows_by_sheet_name.entry(counted).or_insert(0);
            *count += 1;
            let number = if broken.is(Break::RowsFromSeven) { 6 + *count } else { 7 + *count };
            row.extend([Cell::Text(sheet.file.clone()), Cell::Text(sheet.name.clone()), Cell::Int(number)]);
            table.rows.push(row);
        }
    }
    Stacked { table, kinds }
}

/// Rule 1.1: which files, and in which order their sheets stand.
fn sheets(release: &Path, word: &str, broken: Broken) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for entry in std::fs::read_dir(release).expect("the folder of a release") {
        let path = entry.expect("an entry of the folder").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        let Some((file, number, sheet)) = parts_of_name(name) else { continue };
        let taken = is_of_table(file, word, broken) || (broken.is(Break::SheetNameDecides) && sheet.contains(word));
        if taken {
            let (header, rows) = read_csv(&path);
            sheets.push(Sheet { file: file.to_owned(), number, name: sheet.to_owned(), header, rows });
        }
    }
    sheets.sort_by_key(|sheet| (sheet.file.clone(), sheet.number));
    match broken.0 {
        Some(Break::FilesIgnoreCase) => sheets.sort_by_key(|sheet| (sheet.file.to_lowercase(), sheet.number)),
        Some(Break::SheetsByText) => sheets.sort_by_key(|sheet| (sheet.file.clone(), sheet.number.to_string())),
        Some(Break::SheetsByName) => sheets.sort_by_key(|sheet| (sheet.file.clone(), sheet.name.clone())),
        _ => {}
    }
    sheets
}

/// `FILE.xlsx__N__SHEET.csv`.
fn parts_of_name(name: &str) -> Option<(&str, u32, &str)> {
    let (file, rest) = name.strip_suffix(".csv")?.split_once("__")?;
    let (number, sheet) = rest.split_once("__")?;
    Some((file, number.parse().ok()?, sheet))
}

/// Rule 1.1: at least one character that is not `~`, then, anywhere after it, the word. Chosen: to the letter, so `~$x Arrests` has one.
fn is_of_table(file: &str, word: &str, broken: Broken) -> bool {
    file.match_indices(word).any(|(at, _)| {
        let before = &file[..at];
        match broken.0 {
            Some(Break::FileNeedsNoPrefix) => before.is_empty() || before.chars().any(|letter| letter != '~'),
            Some(Break::TildeFileTaken) => !before.is_empty(),
            _ => before.chars().any(|letter| letter != '~'),
        }
    })
}

pub(crate) fn read_csv(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("a CSV file");
    let mut records = reader.records().map(|record| -> Vec<String> {
        record.unwrap_or_else(|error| panic!("{}: {error}", path.display())).iter().map(str::to_owned).collect()
    });
    let header = records.next().expect("a header");
    (header, records.collect())
}

/// Rule 1.1: all names. Chosen: in order of first appearance, and all of them before the columns of provenance.
fn column_names(sheets: &[Sheet], broken: Broken) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in sheets.iter().flat_map(|sheet| &sheet.header).map(|name| clean_name(name)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if broken.is(Break::OnlySharedColumns) {
        names.retain(|name| sheets.iter().all(|sheet| sheet.header.iter().any(|other| clean_name(other) == *name)));
    }
    names
}

/// Rule 1.3: the value of a cell.
pub(crate) fn cell(kind: Kind, text: &str, broken: Broken) -> Cell {
    match kind {
        Kind::Text => text_cell(text, broken),
        Kind::Number => number_cell(text, broken).map_or(Cell::Missing, Cell::Float),
        Kind::Date => date_cell(text, broken).map_or(Cell::Missing, Cell::Instant),
    }
}

const TRIMMED: [char; 4] = [' ', '\t', '\r', '\n'];

fn text_cell(text: &str, broken: Broken) -> Cell {
    let trimmed = match broken.0 {
        Some(Break::TextUntrimmed) if !text.trim_matches(TRIMMED).is_empty() => text,
        Some(Break::TextTrimmedOfAllSpaces) => text.trim(),
        _ => text.trim_matches(TRIMMED),
    };
    match trimmed {
        "" if broken.is(Break::BlankIsText) && !text.is_empty() => Cell::Text(String::new()),
        "" => Cell::Missing,
        "NA" if broken.is(Break::NaIsMissing) => Cell::Missing,
        other => Cell::Text(other.to_owned()),
    }
}

fn number_cell(text: &str, broken: Broken) -> Option<f64> {
    let trimmed = if broken.is(Break::NumberUntrimmed) { text } else { text.trim_matches(TRIMMED) };
    if is_decimal(trimmed) {
        let refused = broken.is(Break::NumberWithoutExponent) && trimmed.contains(['e', 'E']);
        return if refused { None } else { trimmed.parse().ok() };
    }
    match broken.0 {
        Some(Break::NumberPrefixRead) => trimmed.split(' ').next().filter(|prefix| is_decimal(prefix))?.parse().ok(),
        Some(Break::NumberWordsRead) => trimmed.parse().ok(),
        Some(Break::WordIsZero) if !trimmed.is_empty() => Some(0.0),
        _ => None,
    }
}

/// A decimal number as a whole, with or without sign, fraction and exponent; not `inf`, not `NaN`.
fn is_decimal(text: &str) -> bool {
    thread_local! {
        static DECIMAL: Regex = Regex::new(r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$").expect("a pattern");
    }
    DECIMAL.with(|decimal| decimal.is_match(text))
}

fn date_cell(text: &str, broken: Broken) -> Option<i64> {
    if let Some(instant) = read_instant(text) {
        return Some(instant);
    }
    if let (true, Some(days)) = (broken.is(Break::TextDateRead), read_date(text)) {
        return Some(days * MICROS_PER_DAY);
    }
    // Without an exponent: what is not plainly a number is text.
    let is_number = text.starts_with(|first: char| first.is_ascii_digit()) && !text.contains(['e', 'E']) && is_decimal(text);
    if !is_number || broken.is(Break::SerialNotRead) {
        return None;
    }
    let one_later_below = match broken.0 {
        Some(Break::EarlySerialAsLate) => f64::MIN,
        Some(Break::SerialSixtyShifted) => 60.5,
        _ => 60.0,
    };
    let keep = match broken.0 {
        Some(Break::SerialCut) => Keep::Cut,
        Some(Break::SerialWholeSeconds) => Keep::WholeSeconds,
        _ => Keep::Rounded,
    };
    Some(of_serial(text.parse().ok()?, one_later_below, keep))
}

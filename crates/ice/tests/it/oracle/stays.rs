//! Rule 6: stays.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    breaks::{Break, Broken},
    calendar::read_instant,
    facilities::Facilities,
    order::compare_text_as_broken,
    stints::{BONDS, least},
    table::{Cell, MICROS_PER_DAY, MissingGo, Table},
};

/// Of these a stay has its own versions, or none.
const NOT_OF_THE_LAST_ROW: [&str; 22] = [
    "detention_facility",
    "detention_facility_code",
    "book_in_date_time",
    "book_out_date_time",
    "detention_release_reason",
    "book_in_site",
    "book_in_aor",
    "initial_bond_set_amount",
    "initial_bond_set_date",
    "bond_posted_amount",
    "bond_posted_date",
    "file_original",
    "sheet_original",
    "row_original",
    "stay_ID",
    "stint_ID",
    "duplicate_likely_bond",
    "duplicate_likely_sameday",
    "duplicate_drop_row",
    "duplicate_likely",
    "city",
    "state",
];

const OF_ONE_STINT: [&str; 4] = ["detention_facility", "detention_facility_code", "book_in_date_time", "book_out_date_time"];

/// The stays, from the published stints.
pub(crate) fn stays(stints: &Table, facilities: &Facilities, broken: Broken) -> Table {
    let rows = rows_of_stays(stints, broken);
    let groups = groups(stints, &rows, broken);
    let is_last_rows =
        |name: &str| !NOT_OF_THE_LAST_ROW.contains(&name) && name != "county" && !BONDS.iter().any(|(_, derived)| *derived == name);
    let last_rows: Vec<usize> = (0..stints.columns.len()).filter(|&at| is_last_rows(&stints.columns[at])).collect();

    let mut table = Table::new(&["stay_ID", "n_stints", "detention_facility_codes_all"]);
    table.columns.extend(BONDS.iter().map(|(_, derived)| (*derived).to_owned()));
    table.columns.extend(last_rows.iter().map(|&at| stints.columns[at].clone()));
    for suffix in ["first", "last", "longest"] {
        table.columns.extend(OF_ONE_STINT.map(|name| format!("{name}_{suffix}")));
    }
    for group in &groups {
        let mut row = summary(stints, group, broken);
        row.extend(last_rows.iter().map(|&at| of_last_row(group, at, broken)));
        for stint in [Some(group[0]), group.last().copied(), longest(stints, group, broken)] {
            row.extend(OF_ONE_STINT.map(|name| stint.map_or(Cell::Missing, |stint| stint[stints.at(name)].clone())));
        }
        table.rows.push(row);
    }
    add_counts(&mut table, broken);
    for suffix in ["first", "longest", "last"] {
        let key = if broken.is(Break::FacilityByName) { "detention_facility" } else { "detention_facility_code" };
        let places: Vec<[Cell; 3]> = table.column(&format!("{key}_{suffix}")).iter().map(|code| facilities.place(code)).collect();
        for (at, name) in ["city", "state", "county"].into_iter().enumerate() {
            table.push(&format!("{name}_{suffix}"), places.iter().map(|place| place[at].clone()).collect());
        }
    }
    // 6.7
    if broken.is(Break::StaysUnstable) {
        table.rows.reverse();
    }
    let missing = if broken.is(Break::StaysMissingFirst) { MissingGo::First } else { MissingGo::Last };
    if !broken.is(Break::StaysUnsorted) {
        table.sort_by_column("stay_book_in_date_time", missing);
    }
    table
}

/// Rule 6.1: stints that count, in order.
fn rows_of_stays(stints: &Table, broken: Broken) -> Vec<&Vec<Cell>> {
    let (drop, identifier) = (stints.at("duplicate_drop_row"), stints.at("unique_identifier"));
    let (book_in, book_out) = (stints.at("book_in_date_time"), stints.at("book_out_date_time"));
    let counts = |row: &&Vec<Cell>| {
        (row[drop] != Cell::Bool(true) || broken.is(Break::StaysOfDropped))
            && (!row[identifier].is_missing() || broken.is(Break::StaysWithoutId))
    };
    let mut rows: Vec<&Vec<Cell>> = stints.rows.iter().filter(counts).collect();
    let open = if broken.is(Break::OpenAfterClosed) { MissingGo::Last } else { MissingGo::First };
    let key = |a: &Vec<Cell>, b: &Vec<Cell>, at: usize, missing| compare_text_as_broken(&a[at], &b[at], missing, broken);
    rows.sort_by(|a, b| {
        let persons = if broken.is(Break::StaysByBookIn) { std::cmp::Ordering::Equal } else { key(a, b, identifier, MissingGo::First) };
        let times = persons.then_with(|| key(a, b, book_in, MissingGo::First));
        if broken.is(Break::BookOutNoKey) { times } else { times.then_with(|| key(a, b, book_out, open)) }
    });
    rows
}

/// Rule 6.2: one stay per `stay_ID`, in order of first appearance.
fn groups<'a>(stints: &Table, rows: &[&'a Vec<Cell>], broken: Broken) -> Vec<Vec<&'a Vec<Cell>>> {
    let (stay, identifier) = (stints.at("stay_ID"), stints.at("unique_identifier"));
    let mut places: BTreeMap<Vec<&Cell>, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Vec<Cell>>> = Vec::new();
    for &row in rows {
        let key = match (row[stay].is_missing(), broken.0) {
            (true, Some(Break::StayMissingApart)) => vec![&row[stay], &row[identifier]],
            (true, Some(Break::StayMissingLeftOut)) => continue,
            _ => vec![&row[stay]],
        };
        let place = *places.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[place].push(row);
    }
    groups
}

/// Rules 6.3 and 6.5: ID, number of stints, codes, and the four least values.
fn summary(stints: &Table, group: &[&Vec<Cell>], broken: Broken) -> Vec<Cell> {
    let code = stints.at("detention_facility_code");
    let mut codes: Vec<Option<&str>> = group.iter().map(|row| row[code].text()).collect();
    match broken.0 {
        Some(Break::CodesOfPresent) => codes.retain(Option::is_some),
        Some(Break::CodesNaText) => codes.iter_mut().for_each(|code| *code = Some(code.unwrap_or("NA"))),
        Some(Break::CodesDistinct) => {
            let mut seen = BTreeSet::new();
            codes.retain(|code| seen.insert(*code));
        }
        _ => {}
    }
    let distinct: BTreeSet<Option<&str>> = codes.iter().copied().collect();
    let number = if broken.is(Break::StintsCountFacilities) { distinct.len() } else { group.len() };
    let all: Option<Vec<&str>> = codes.into_iter().collect();
    let mut cells = vec![group[0][stints.at("stay_ID")].clone(), count(number), Cell::of_text(all.map(|codes| codes.join("; ")))];
    for (_, derived) in BONDS {
        let at = stints.at(derived);
        let values: Vec<&Cell> = group.iter().map(|row| &row[at]).collect();
        let last = values.last().map_or(Cell::Missing, |&last| last.clone());
        cells.push(if broken.is(Break::StayLowestOfLast) { last } else { least(&values, broken) });
    }
    cells
}

fn count(number: usize) -> Cell {
    Cell::Int(i64::try_from(number).expect("a number of rows"))
}

/// Rule 6.5: the last row's value, even if missing.
fn of_last_row(group: &[&Vec<Cell>], at: usize, broken: Broken) -> Cell {
    let mut values = group.iter().map(|row| &row[at]);
    let found = match broken.0 {
        Some(Break::StayLastPresent) => values.rfind(|value| !value.is_missing()),
        Some(Break::StayFirstValue) => values.next(),
        _ => values.next_back(),
    };
    found.cloned().unwrap_or(Cell::Missing)
}

/// Rule 6.4: the stint with the greatest length, of ties the last; stints without book-in do not count.
fn longest<'a>(stints: &Table, group: &[&'a Vec<Cell>], broken: Broken) -> Option<&'a Vec<Cell>> {
    let (book_in, book_out) = (stints.at("book_in_date_time"), stints.at("book_out_date_time"));
    let cut_off = if broken.is(Break::CutOffAtMidnight) { "2026-03-11 00:00:00" } else { "2026-03-10 23:59:59" };
    let cut_off = read_instant(cut_off).expect("an instant");
    let length = |row: &Vec<Cell>| -> Option<i64> {
        let Some(from) = row[book_in].micros() else { return broken.is(Break::LongestWithoutBookIn).then_some(i64::MAX) };
        let until = row[book_out].micros();
        let length = until.unwrap_or(cut_off) - from;
        match broken.0 {
            Some(Break::LongestClosedOnly) if until.is_none() => None,
            Some(Break::LongestAlwaysOpen) if until.is_none() => Some(i64::MAX),
            Some(Break::NegativeIsZero) => Some(length.max(0)),
            Some(Break::LongestInDays) => Some(length / MICROS_PER_DAY),
            _ => Some(length),
        }
    };
    let lengths = group.iter().enumerate().filter_map(|(place, &row)| Some((length(row)?, place, row)));
    let best = if broken.is(Break::LongestFirst) {
        lengths.max_by_key(|&(length, place, _)| (length, Reverse(place)))
    } else {
        lengths.max_by_key(|&(length, place, _)| (length, place))
    };
    best.map(|(_, _, row)| row)
}

/// Rule 6.6: the number of stays with the same identifier.
fn add_counts(table: &mut Table, broken: Broken) {
    let identifiers = table.column("unique_identifier");
    let stints = table.column("n_stints");
    let mut stays: BTreeMap<&Cell, i64> = BTreeMap::new();
    for (identifier, stints) in identifiers.iter().zip(&stints) {
        let number = match stints {
            Cell::Int(number) if broken.is(Break::StaysCountStints) => *number,
            _ => 1,
        };
        *stays.entry(identifier).or_insert(0) += number;
    }
    let counts = identifiers.iter().map(|identifier| Cell::Int(stays[identifier])).collect();
    table.push("n_stays", counts);
}

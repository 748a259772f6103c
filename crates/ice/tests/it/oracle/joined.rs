//! Rule 7: arrests joined with stays.

use std::collections::BTreeMap;

use super::{
    breaks::{Break, Broken},
    table::{Cell, MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_SECOND, MissingGo, Table},
};

/// Rule 7.5: from the stay if there is one, else from the arrest.
const FROM_STAY_IF_MATCHED: [&str; 11] = [
    "final_program",
    "case_status",
    "case_category",
    "departure_country",
    "final_order_yes_no",
    "birth_year",
    "citizenship_country",
    "gender",
    "departed_date",
    "final_order_date",
    "case_threat_level",
];

/// Rule 7.5: of the arrest these are dropped.
const DROPPED: [&str; 4] = ["duplicate_episode_identifier", "duplicate_episode_first", "duplicate_likely", "apprehension_state_original"];

const PROVENANCE: [&str; 3] = ["file_original", "sheet_original", "row_original"];

/// The joined table, from the published arrests and stays; of the stints only the kinds of the columns are asked.
pub(crate) fn joined(arrests: &Table, stints: &Table, stays: &Table, broken: Broken) -> Table {
    let arrest_rows = arrests_that_count(arrests, broken);
    let stay_of_arrest = matches(arrests, &arrest_rows, stays, broken);

    let of_arrest: Vec<usize> = (0..arrests.columns.len())
        .filter(|&at| !DROPPED.contains(&arrests.columns[at].as_str()) && !FROM_STAY_IF_MATCHED.contains(&arrests.columns[at].as_str()))
        .collect();
    let of_stay: Vec<usize> = (0..stays.columns.len()).filter(|&at| stays.columns[at] != "unique_identifier").collect();
    let mut table = Table::default();
    table.columns.extend(of_arrest.iter().map(|&at| name_of_arrest_column(&arrests.columns[at])));
    table.columns.extend(of_stay.iter().map(|&at| name_of_stay_column(&stays.columns[at])));
    table.columns.push("has_detention_stay".to_owned());

    for (arrest, matched) in arrest_rows.iter().zip(&stay_of_arrest) {
        let all: Vec<Option<&Vec<Cell>>> =
            if matched.is_empty() { vec![None] } else { matched.iter().map(|&stay| Some(&stays.rows[stay])).collect() };
        for stay in all {
            if stay.is_none() && broken.is(Break::MatchedOnly) {
                continue;
            }
            let mut row: Vec<Cell> = of_arrest.iter().map(|&at| arrest[at].clone()).collect();
            for &at in &of_stay {
                let from_stay = stay.map_or(Cell::Missing, |stay| stay[at].clone());
                let name = stays.columns[at].as_str();
                let cell = if FROM_STAY_IF_MATCHED.contains(&name) {
                    either(&arrest[arrests.at(name)], stay.map(|_| from_stay), broken)
                } else {
                    from_stay
                };
                row.push(cell);
            }
            row.push(Cell::Bool(stay.is_some()));
            table.rows.push(row);
        }
    }
    for name in FROM_STAY_IF_MATCHED {
        let has_times = |table: &Table| table.column(name).iter().any(|cell| matches!(cell, Cell::Instant(_)));
        if has_times(arrests) || has_times(stints) {
            // Chosen: a date in one table and an instant in the other (rule 2.3 decides for each): both are instants.
            let instants = table.column(name).iter().map(|cell| cell.micros().map_or(Cell::Missing, Cell::Instant)).collect();
            table.replace(name, instants);
        }
    }
    // 7.6
    let missing = if broken.is(Break::JoinedMissingFirst) { MissingGo::First } else { MissingGo::Last };
    if !broken.is(Break::JoinedUnsorted) {
        table.sort_by_column("apprehension_date_time", missing);
    }
    table
}

/// Rule 7.1: the first of each episode, in table order.
fn arrests_that_count(arrests: &Table, broken: Broken) -> Vec<&Vec<Cell>> {
    let (first, identifier) = (arrests.at("duplicate_episode_first"), arrests.at("unique_identifier"));
    let counts = |row: &&Vec<Cell>| {
        (row[first] == Cell::Bool(true) || broken.is(Break::JoinAllArrests))
            && !(row[identifier].is_missing() && broken.is(Break::JoinOnlyIdentified))
    };
    arrests.rows.iter().filter(counts).collect()
}

/// Rules 7.2 and 7.3: for each arrest the stays that it is joined with, which are none or one.
fn matches(arrests: &Table, arrest_rows: &[&Vec<Cell>], stays: &Table, broken: Broken) -> Vec<Vec<usize>> {
    let pairs = candidates(arrests, arrest_rows, stays, broken);
    let mut stays_of_arrest: Vec<Vec<usize>> = vec![Vec::new(); arrest_rows.len()];
    if broken.is(Break::ArrestsChooseFirst) {
        let chosen = nearest(&pairs, |pair| pair.arrest, |pair| (pair.distance(broken), pair.stay));
        let kept = nearest(&chosen, |pair| pair.stay, |pair| (pair.distance(broken), pair.arrest));
        give(&mut stays_of_arrest, &kept);
        return stays_of_arrest;
    }
    // Each stay takes its nearest arrest, of ties the earlier in table order.
    let mut open = pairs;
    loop {
        let taken = nearest(
            &open,
            |pair| pair.stay,
            |pair| match broken.0 {
                Some(Break::NearestArrestLater) => (pair.distance(broken), usize::MAX - pair.arrest),
                _ => (pair.distance(broken), pair.arrest),
            },
        );
        if broken.is(Break::EveryStayJoined) {
            give(&mut stays_of_arrest, &taken);
            return stays_of_arrest;
        }
        // Each arrest keeps the nearest of the stays that took it, of ties the earlier.
        let kept = nearest(
            &taken,
            |pair| pair.arrest,
            |pair| match broken.0 {
                Some(Break::NearestStayLater) => (pair.distance(broken), usize::MAX - pair.stay),
                Some(Break::NearestStayFirst) => (0, pair.stay),
                _ => (pair.distance(broken), pair.stay),
            },
        );
        give(&mut stays_of_arrest, &kept);
        // No second choice.
        if !broken.is(Break::SecondChoice) || kept.is_empty() {
            return stays_of_arrest;
        }
        open.retain(|pair| !kept.iter().any(|kept| kept.arrest == pair.arrest || kept.stay == pair.stay));
    }
}

fn give(stays_of_arrest: &mut [Vec<usize>], pairs: &[Pair]) {
    for pair in pairs {
        stays_of_arrest[pair.arrest].push(pair.stay);
    }
}

/// An arrest and a stay of one person, near enough.
#[derive(Clone, Copy, Debug)]
struct Pair {
    arrest: usize,
    stay: usize,
    /// Stay book-in minus arrest.
    micros: i64,
}

impl Pair {
    fn distance(&self, broken: Broken) -> i64 {
        match broken.0 {
            Some(Break::NearestArrestBySign) => self.micros,
            Some(Break::NearestArrestInDays) => self.micros.abs() / MICROS_PER_DAY,
            _ => self.micros.abs(),
        }
    }
}

/// Rule 7.2.
fn candidates(arrests: &Table, arrest_rows: &[&Vec<Cell>], stays: &Table, broken: Broken) -> Vec<Pair> {
    let hours = |hours: i64| hours * MICROS_PER_HOUR;
    let second = MICROS_PER_SECOND;
    let window = match broken.0 {
        Some(Break::WindowOpensLater) => hours(-120) + second..=hours(240),
        Some(Break::WindowOpensEarlier) => hours(-120) - second..=hours(240),
        Some(Break::WindowClosesEarlier) => hours(-120)..=hours(240) - second,
        Some(Break::WindowClosesLater) => hours(-120)..=hours(240) + second,
        Some(Break::WindowMirrored) => hours(-240)..=hours(120),
        _ => hours(-120)..=hours(240),
    };
    let (instant, identifier) = (arrests.at("apprehension_date_time"), arrests.at("unique_identifier"));
    let mut arrests_of_person: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, row) in arrest_rows.iter().enumerate() {
        if let Some(person) = row[identifier].text() {
            arrests_of_person.entry(person).or_default().push(place);
        }
    }
    let (book_in, identifier) = (stays.at("stay_book_in_date_time"), stays.at("unique_identifier"));
    let mut pairs = Vec::new();
    for (stay, row) in stays.rows.iter().enumerate() {
        let of_person = row[identifier].text().and_then(|person| arrests_of_person.get(person));
        for &arrest in of_person.into_iter().flatten() {
            if let (Some(arrested), Some(booked)) = (arrest_rows[arrest][instant].micros(), row[book_in].micros()) {
                let micros = booked - arrested;
                if window.contains(&micros) {
                    pairs.push(Pair { arrest, stay, micros });
                }
            }
        }
    }
    pairs
}

/// For each group the pair with the least key, in order of groups.
fn nearest<Key: Ord>(pairs: &[Pair], group: impl Fn(&Pair) -> usize, key: impl Fn(&Pair) -> Key) -> Vec<Pair> {
    let mut best: BTreeMap<usize, Pair> = BTreeMap::new();
    for pair in pairs {
        let so_far = best.entry(group(pair)).or_insert(*pair);
        if key(pair) < key(so_far) {
            *so_far = *pair;
        }
    }
    best.into_values().collect()
}

/// Rule 7.5: the stay's value if there is a stay, even if it is missing there.
fn either(of_arrest: &Cell, of_stay: Option<Cell>, broken: Broken) -> Cell {
    match of_stay {
        Some(Cell::Missing) if broken.is(Break::StayMissingFallsBack) => of_arrest.clone(),
        Some(_) if broken.is(Break::ArrestFieldsWin) => of_arrest.clone(),
        Some(of_stay) => of_stay,
        None => of_arrest.clone(),
    }
}

fn name_of_arrest_column(name: &str) -> String {
    if PROVENANCE.contains(&name) { format!("{name}_arrest") } else { name.to_owned() }
}

fn name_of_stay_column(name: &str) -> String {
    if name.starts_with("city_") || name.starts_with("state_") || name.starts_with("county_") {
        format!("detention_facility_{name}")
    } else {
        name.to_owned()
    }
}

//! Rule 5: detention stints.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    breaks::{Break, Broken},
    calendar::{write_date, write_instant},
    facilities::Facilities,
    order::compare_text_as_broken,
    table::{Cell, MICROS_PER_DAY, MissingGo, Table},
};

/// Rule 5.2: the keys of the sort.
pub(crate) const SORT_KEYS: [&str; 28] = [
    "anonymized_identifier",
    "book_in_date_time",
    "detention_facility_code",
    "detention_release_reason",
    "stay_book_out_date",
    "stay_release_reason",
    "religion",
    "gender",
    "marital_status",
    "birth_year",
    "ethnicity",
    "entry_status",
    "aggravated_felon_yes_no",
    "bond_posted_date",
    "bond_posted_amount",
    "case_status",
    "case_category",
    "final_order_yes_no",
    "final_order_date",
    "case_threat_level",
    "book_in_criminality",
    "final_charge",
    "departed_date",
    "departure_country",
    "citizenship_country",
    "apprehension_final_program",
    "msc_charge_code",
    "msc_charge",
];

/// Rule 5.3: a raw bond column, and the column of its least value.
pub(crate) const BONDS: [(&str, &str); 4] = [
    ("initial_bond_set_amount", "initial_bond_set_amount_lowest_seen"),
    ("initial_bond_set_date", "initial_bond_set_date_earliest_seen"),
    ("bond_posted_amount", "bond_posted_amount_lowest_seen"),
    ("bond_posted_date", "bond_posted_date_earliest_seen"),
];

const PROVENANCE: [&str; 3] = ["file_original", "sheet_original", "row_original"];

/// Rules 2.1 and 5.1: `stay_ID`, made before cleaning.
pub(crate) fn add_stay_id(table: &mut Table, broken: Broken) {
    let ids = ids(table, &["anonymized_identifier", "stay_book_in_date_time"], broken);
    table.push("stay_ID", ids);
}

/// Rule 5.1: the parts joined with `_`; missing if any part is.
fn ids(table: &Table, parts: &[&str], broken: Broken) -> Vec<Cell> {
    let columns: Vec<Vec<Cell>> = parts.iter().map(|part| table.column(part)).collect();
    let only_midnights: Vec<bool> =
        columns.iter().map(|column| column.iter().filter_map(Cell::micros).all(|micros| micros % MICROS_PER_DAY == 0)).collect();
    let id = |row: usize| {
        let written: Option<Vec<String>> =
            columns.iter().zip(&only_midnights).map(|(column, all)| id_part(&column[row], *all, broken)).collect();
        Cell::of_text(written.map(|parts| parts.join("_")))
    };
    (0..table.rows.len()).map(id).collect()
}

/// Rule 5.1: exactly midnight is written as a date.
fn id_part(cell: &Cell, only_midnights: bool, broken: Broken) -> Option<String> {
    match cell {
        Cell::Text(text) => Some(text.clone()),
        Cell::Missing if broken.is(Break::IdMissingAsText) => Some("NA".to_owned()),
        _ => {
            let micros = cell.micros()?;
            let as_date = match broken.0 {
                Some(Break::IdMidnightWritten) => false,
                Some(Break::IdMidnightByColumn) => only_midnights,
                _ => true,
            };
            let midnight = micros % MICROS_PER_DAY == 0 && as_date;
            Some(if midnight { write_date(micros.div_euclid(MICROS_PER_DAY)) } else { write_instant(micros) })
        }
    }
}

/// The published table of stints, from the cleaned one with its `stay_ID`.
pub(crate) fn stints(cleaned: Table, facilities: &Facilities, broken: Broken) -> Table {
    let mut table = cleaned;
    let as_read = table.rows.clone();
    if broken.is(Break::StayIdAfterCleaning) {
        let stays = ids(&table, &["anonymized_identifier", "stay_book_in_date_time"], broken);
        table.replace("stay_ID", stays);
    }
    // Chosen: 2.1 makes only stay_ID before cleaning, so a redacted identifier or code gives a stay_ID and no stint_ID.
    let parts = ["anonymized_identifier", "book_in_date_time", "detention_facility_code"];
    let stint_ids = ids(&table, if broken.is(Break::IdWithoutFacility) { &parts[..2] } else { &parts }, broken);
    table.push("stint_ID", stint_ids);

    sort(&mut table, broken);
    for (name, cells) in lowest_of_stints(&table, broken) {
        table.push(name, cells);
    }
    let bond = bond_duplicates(&table, broken);
    let sameday = sameday_duplicates(&table, &bond, broken);
    add_flags(&mut table, &bond, &sameday, broken);

    // 5.7
    let key = if broken.is(Break::FacilityByName) { "detention_facility" } else { "detention_facility_code" };
    let places = table.column(key).iter().map(|code| facilities.place(code)).collect::<Vec<_>>();
    for (at, name) in ["city", "state", "county"].into_iter().enumerate() {
        table.push(name, places.iter().map(|place| place[at].clone()).collect());
    }

    final_order(&mut table, &as_read, broken);
    table.rename(&[
        ("aggravated_felon_yes_no", "felon"),
        ("apprehension_final_program", "final_program"),
        ("msc_charge_code", "most_serious_conviction_code"),
        ("anonymized_identifier", "unique_identifier"),
    ]);
    table
}

/// Rule 5.2.
fn sort(table: &mut Table, broken: Broken) {
    let missing = if broken.is(Break::StintsMissingLast) { MissingGo::Last } else { MissingGo::First };
    let keys = SORT_KEYS.iter().enumerate().filter(|(at, _)| !broken.is(Break::StintSortWithout(*at)));
    let keys: Vec<usize> = keys.map(|(_, key)| table.at(key)).collect();
    if broken.is(Break::StintsUnstable) {
        table.rows.reverse();
    }
    table.rows.sort_by(|a, b| {
        keys.iter().fold(Ordering::Equal, |so_far, &at| so_far.then_with(|| compare_text_as_broken(&a[at], &b[at], missing, broken)))
    });
}

/// Rule 5.8: by book-in, stable on 5.2.
fn final_order(table: &mut Table, as_read: &[Vec<Cell>], broken: Broken) {
    if broken.is(Break::StintsFinalUnsorted) {
        return;
    }
    if broken.is(Break::StintsFinalFromRead) {
        let columns: Vec<usize> = PROVENANCE.iter().map(|name| table.at(name)).collect();
        let source = |row: &[Cell]| -> Vec<Cell> { columns.iter().map(|&at| row[at].clone()).collect() };
        let places: BTreeMap<Vec<Cell>, usize> = as_read.iter().enumerate().map(|(place, row)| (source(row), place)).collect();
        table.rows.sort_by_key(|row| places[&source(row)]);
    }
    let missing = if broken.is(Break::StintsFinalMissingFirst) { MissingGo::First } else { MissingGo::Last };
    table.sort_by_column("book_in_date_time", missing);
}

/// Rule 5.3: the four least values of each row's stint.
fn lowest_of_stints(table: &Table, broken: Broken) -> Vec<(&'static str, Vec<Cell>)> {
    let identifiers = table.column("anonymized_identifier");
    let stints = table.column(if broken.is(Break::LowestByStay) { "stay_ID" } else { "stint_ID" });
    let group = |row: usize| -> Option<Vec<Cell>> {
        match broken.0 {
            Some(Break::LowestWithoutId) if identifiers[row].is_missing() => Some(vec![Cell::Missing, Cell::Int(i64::try_from(row).ok()?)]),
            _ if identifiers[row].is_missing() => None,
            Some(Break::LowestAloneWithoutStint) if stints[row].is_missing() => {
                Some(vec![Cell::Missing, Cell::Int(i64::try_from(row).ok()?)])
            }
            Some(Break::LowestByPersonWithoutStint) => Some(vec![stints[row].clone(), identifiers[row].clone()]),
            _ => Some(vec![stints[row].clone()]),
        }
    };
    let groups: Vec<Option<Vec<Cell>>> = (0..table.rows.len()).map(group).collect();
    let mut members: BTreeMap<&Vec<Cell>, Vec<usize>> = BTreeMap::new();
    for (row, group) in groups.iter().enumerate() {
        if let Some(group) = group {
            members.entry(group).or_default().push(row);
        }
    }
    let mut columns = Vec::new();
    for (at, (raw, derived)) in BONDS.iter().enumerate() {
        let raw_cells = table.column(raw);
        let amounts = table.column(BONDS[at / 2 * 2].0);
        let of_group: BTreeMap<&Vec<Cell>, Cell> = members
            .iter()
            .map(|(group, rows)| {
                let values: Vec<&Cell> = rows.iter().map(|&row| &raw_cells[row]).collect();
                let with_least = rows.iter().filter(|&&row| !amounts[row].is_missing()).min_by_key(|&&row| &amounts[row]);
                let value = if broken.is(Break::LowestFromOneRow) {
                    with_least.map_or(Cell::Missing, |&row| raw_cells[row].clone())
                } else {
                    least(&values, broken)
                };
                (*group, value)
            })
            .collect();
        columns
            .push((*derived, groups.iter().map(|group| group.as_ref().map_or(Cell::Missing, |group| of_group[group].clone())).collect()));
    }
    columns
}

/// The least present value, or missing.
pub(crate) fn least(values: &[&Cell], broken: Broken) -> Cell {
    let mut present = values.iter().filter(|value| !value.is_missing());
    let found = match broken.0 {
        Some(Break::LowestIsFirst) => present.next(),
        Some(Break::LowestIsGreatest) => present.max(),
        _ => present.min(),
    };
    found.map_or(Cell::Missing, |&value| value.clone())
}

/// Rule 5.4: an earlier row is equal in all but provenance and raw bond columns.
fn bond_duplicates(table: &Table, broken: Broken) -> Vec<bool> {
    let is_compared = |name: &str| match broken.0 {
        Some(Break::BondProvenanceCounts) if PROVENANCE.contains(&name) => true,
        Some(Break::BondCounts) if BONDS.iter().any(|(raw, _)| *raw == name) => true,
        Some(Break::BondBySortKeys) if !SORT_KEYS.contains(&name) => false,
        _ => !PROVENANCE.contains(&name) && !BONDS.iter().any(|(raw, _)| *raw == name),
    };
    let compared: Vec<usize> = (0..table.columns.len()).filter(|&at| is_compared(&table.columns[at])).collect();
    let identifier = table.at("anonymized_identifier");
    let mut seen: BTreeSet<Vec<&Cell>> = BTreeSet::new();
    let mut flags = vec![false; table.rows.len()];
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    if broken.is(Break::BondKeepsLast) {
        order.reverse();
    }
    for row in order {
        let cells: Vec<&Cell> = compared.iter().map(|&at| &table.rows[row][at]).collect();
        let never = (table.rows[row][identifier].is_missing() && !broken.is(Break::BondWithoutId))
            || (broken.is(Break::BondMissingDiffers) && cells.iter().any(|cell| cell.is_missing()));
        flags[row] = !never && !seen.insert(cells);
    }
    flags
}

/// Rule 5.5: of the rows that are left, those that are not the last of their person, facility, day and stay.
fn sameday_duplicates(table: &Table, bond: &[bool], broken: Broken) -> Vec<bool> {
    let identifiers = table.column("anonymized_identifier");
    let codes = table.column("detention_facility_code");
    let book_ins = table.column("book_in_date_time");
    let stays = table.column("stay_ID");
    let key = |row: usize| -> Vec<Cell> {
        let mut key = vec![identifiers[row].clone()];
        key.push(if broken.is(Break::SamedayByInstant) { book_ins[row].clone() } else { book_ins[row].day() });
        if !broken.is(Break::SamedayAcrossFacilities) {
            key.push(codes[row].clone());
        }
        if !broken.is(Break::SamedayAcrossStays) {
            key.push(stays[row].clone());
        }
        if broken.is(Break::SamedayMissingDiffers) && key.iter().any(Cell::is_missing) {
            key.push(Cell::Int(i64::try_from(row).expect("a row")));
        }
        key
    };
    let keys: Vec<Vec<Cell>> = (0..table.rows.len()).map(key).collect();
    let over_all = broken.is(Break::SamedayOverAll) || broken.is(Break::SamedayFlagsBond);
    // Chosen: a survivor has an identifier, as 5.4 asks of it; rows without are neither bond nor sameday duplicates.
    let has_identifier = |row: usize| !identifiers[row].is_missing();
    let mut kept: BTreeMap<&Vec<Cell>, usize> = BTreeMap::new();
    for row in (0..keys.len()).filter(|&row| has_identifier(row) && (over_all || !bond[row])) {
        if broken.is(Break::SamedayKeepsFirst) {
            kept.entry(&keys[row]).or_insert(row);
        } else {
            kept.insert(&keys[row], row);
        }
    }
    let flagged = |row: usize| {
        let counts = has_identifier(row) && (!bond[row] || broken.is(Break::SamedayFlagsBond));
        counts && kept.get(&keys[row]) != Some(&row)
    };
    (0..keys.len()).map(flagged).collect()
}

/// Rule 5.6.
fn add_flags(table: &mut Table, bond: &[bool], sameday: &[bool], broken: Broken) {
    let identifiers = table.column("anonymized_identifier");
    let bools = |flags: &[bool]| flags.iter().map(|&flag| Cell::Bool(flag)).collect();
    table.push("duplicate_likely_bond", bools(bond));
    table.push("duplicate_likely_sameday", bools(sameday));
    let flag = |without: Cell| -> Vec<Cell> {
        let flag = |row: usize| if identifiers[row].is_missing() { without.clone() } else { Cell::Bool(bond[row] || sameday[row]) };
        (0..identifiers.len()).map(flag).collect()
    };
    let drop = flag(if broken.is(Break::StintDropMissing) { Cell::Missing } else { Cell::Bool(false) });
    let likely = flag(if broken.is(Break::StintLikelyFalse) { Cell::Bool(false) } else { Cell::Missing });
    table.push("duplicate_drop_row", drop);
    table.push("duplicate_likely", likely);
}

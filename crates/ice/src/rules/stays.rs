//! Detention stays (section 6): the stints of one person from one stay book-in, in one row.

use std::{collections::HashMap, sync::Arc};

use arrow_array::{Array as _, ArrayRef, Int32Array, TimestampMicrosecondArray, UInt32Array};

use super::{
    order::{by_instant, missing_first},
    stints::{LOWEST, Stints},
};
use crate::{
    frame::{Keys, code, instant_at, text_at, texts},
    release::stack::{PROVENANCE, text_array},
    ruleset::{Mend, Quirk, RuleSet},
    strings::Interner,
    table::{Rows, Table, TableColumn},
};

/// Fields of a stint that a stay has three times: of its first, its last and its longest stint (rule 6.4).
const THRICE: [&str; 4] = ["detention_facility", "detention_facility_code", "book_in_date_time", "book_out_date_time"];
const PLACES: [&str; 3] = ["city", "state", "county"];
/// Fields of a stint that a stay does not have (rule 6.5).
const NOT_OF_STAYS: [&str; 9] = [
    "detention_release_reason",
    "book_in_site",
    "book_in_aor",
    "stay_ID",
    "stint_ID",
    "duplicate_likely_bond",
    "duplicate_likely_sameday",
    "duplicate_drop_row",
    "duplicate_likely",
];

/// Rule 6.4: the end of an open stint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CutOff {
    /// Of the rules that are asked for.
    pub(crate) asked: i64,
    /// The constant of the published code, 2026-03-10 23:59:59.
    pub(crate) published: i64,
}

/// Rows of the stints, stay by stay.
struct Groups {
    rows: Vec<u32>,
    /// Where each stay begins in the rows, and where the last ends.
    bounds: Vec<usize>,
}

impl Groups {
    fn len(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    fn of(&self, stay: usize) -> &[u32] {
        let end = self.bounds.get(stay + 1).copied().unwrap_or(0);
        self.bounds.get(stay).and_then(|start| self.rows.get(*start..end)).unwrap_or_default()
    }

    fn each(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len()).map(|stay| self.of(stay))
    }
}

/// Makes the table of stays, in the order in which it is published.
pub(crate) fn stays(stints: &Stints, cut_off: CutOff, rules: RuleSet, mends: &mut Vec<Mend>) -> Table {
    let frame = &stints.frame;
    let groups = groups(stints, rules, mends);
    let of_each = |pick: &dyn Fn(&[u32]) -> Option<u32>| -> UInt32Array { groups.each().map(pick).collect() };
    let first = of_each(&|rows| rows.first().copied());
    let last = of_each(&|rows| rows.last().copied());
    let (book_in, book_out) = (frame.instants("book_in_date_time"), frame.instants("book_out_date_time"));
    let longest_until = |until: i64| of_each(&|rows| longest(rows, &book_in, &book_out, until));
    let longest = longest_until(cut_off.asked);
    if rules == RuleSet::Corrected {
        let published = longest_until(cut_off.published);
        let changed = longest.iter().zip(&published).filter(|(corrected, published)| corrected != published).count();
        mends.push(Mend { quirk: Quirk::CutOffThatPassed, changed: changed as u64 });
    }

    // Rule 6.7: by stay book-in, missing last, stable on the order of first appearance. Everything below stands in this order.
    let stay_book_in = frame.instants("stay_book_in_date_time");
    let of_last: TimestampMicrosecondArray = last.iter().map(|row| row.and_then(|row| instant_at(&stay_book_in, row as usize))).collect();
    let order = by_instant((0..u32::try_from(groups.len()).unwrap_or(u32::MAX)).collect(), &Keys::Instant(of_last));
    let ordered = |rows: &UInt32Array| -> Rows {
        Some(Arc::new(order.iter().map(|stay| (!rows.is_null(*stay as usize)).then(|| rows.value(*stay as usize))).collect()))
    };
    let (first, last, longest) = (ordered(&first), ordered(&last), ordered(&longest));
    let through = |name: &str, published: String, rows: &Rows| {
        frame.get(name).map(|array| TableColumn { name: published, array: Arc::clone(array), rows: rows.clone() })
    };
    let made = |name: &str, array: ArrayRef| TableColumn { name: name.to_owned(), array, rows: None };

    let mut columns: Vec<TableColumn> = Vec::new();
    columns.extend(through("stay_ID", "stay_ID".to_owned(), &last));
    let in_order = || order.iter().map(|stay| groups.of(*stay as usize));
    let n_stints: Int32Array = in_order().map(|rows| i32::try_from(rows.len()).ok()).collect();
    columns.push(made("n_stints", Arc::new(n_stints)));
    columns.push(made("detention_facility_codes_all", facility_codes(stints, in_order())));
    columns.extend(lowest(stints, &in_order().collect::<Vec<_>>(), rules, mends));
    let is_of_stay = |name: &str| {
        !THRICE.contains(&name)
            && !PLACES.contains(&name)
            && !NOT_OF_STAYS.contains(&name)
            && !PROVENANCE.contains(&name)
            && !LOWEST.iter().any(|(raw, lowest)| *raw == name || *lowest == name)
    };
    // Rule 6.5: every other field is the last row's, even if it is missing there.
    for name in frame.names.iter().filter(|name| is_of_stay(name)) {
        columns.extend(through(name, name.clone(), &last));
    }
    for (suffix, rows) in [("first", &first), ("last", &last), ("longest", &longest)] {
        for name in THRICE {
            columns.extend(through(name, format!("{name}_{suffix}"), rows));
        }
    }
    columns.push(made("n_stays", Arc::new(stays_of_person(stints, &last))));
    for (suffix, rows) in [("first", &first), ("longest", &longest), ("last", &last)] {
        for name in PLACES {
            columns.extend(through(name, format!("{name}_{suffix}"), rows));
        }
    }
    Table { name: "stays", columns, rows: order.len() }
}

/// Rules 6.1 and 6.2: stints that are no duplicates and have an identifier, by identifier, book-in and book-out, missing first, stable on the order
/// of the table; one stay for each stay identifier, in order of first appearance; those without one are one stay, across people.
fn groups(stints: &Stints, rules: RuleSet, mends: &mut Vec<Mend>) -> Groups {
    let frame = &stints.frame;
    let identifier = frame.text("unique_identifier");
    let stay = frame.text("stay_ID");
    let kept: Vec<u32> = stints
        .order
        .iter()
        .copied()
        .filter(|row| stints.survives.get(*row as usize).copied().unwrap_or(false) && code(&identifier, *row as usize).is_some())
        .collect();
    let keys = ["unique_identifier", "book_in_date_time", "book_out_date_time"].map(|name| Keys::of(frame.get(name)));
    let sorted = missing_first(&kept, &keys);
    let mut number_of: Vec<Option<u32>> = vec![None; texts(&stay).len() + 1];
    let mut stays = 0;
    let mut without = 0_u64;
    let numbers: Vec<u32> = sorted
        .iter()
        .map(|row| {
            let code = code(&stay, *row as usize);
            without += u64::from(code.is_none());
            let slot = number_of.get_mut(code.map_or(texts(&stay).len(), |code| code as usize));
            let mut next = || {
                stays += 1;
                stays - 1
            };
            match slot {
                Some(slot) if code.is_some() || rules == RuleSet::Published => *slot.get_or_insert_with(next),
                _ => next(),
            }
        })
        .collect();
    if rules == RuleSet::Corrected {
        // The first of them is a stay under both.
        mends.push(Mend { quirk: Quirk::StayAcrossPeople, changed: without.saturating_sub(1) });
    }
    let mut bounds = vec![0_usize; stays as usize + 1];
    for number in &numbers {
        bounds[*number as usize + 1] += 1;
    }
    for at in 1..bounds.len() {
        bounds[at] += bounds[at - 1];
    }
    let mut next = bounds.clone();
    let mut rows = vec![0; sorted.len()];
    for (number, row) in numbers.iter().zip(&sorted) {
        let place = &mut next[*number as usize];
        rows[*place] = *row;
        *place += 1;
    }
    Groups { rows, bounds }
}

/// Rule 6.4: the row with the largest difference between book-out, or the cut-off if it is open, and book-in; on ties the last. Rows without
/// book-in do not count.
fn longest(rows: &[u32], book_in: &TimestampMicrosecondArray, book_out: &TimestampMicrosecondArray, until: i64) -> Option<u32> {
    let length = |row: &u32| {
        let start = instant_at(book_in, *row as usize)?;
        Some(instant_at(book_out, *row as usize).unwrap_or(until).saturating_sub(start))
    };
    rows.iter()
        .filter_map(|row| length(row).map(|length| (length, *row)))
        .reduce(|best, other| if other.0 >= best.0 { other } else { best })
        .map(|(_, row)| row)
}

/// Rule 6.3: the codes of all stints joined with `; ` in their order; missing if any is.
fn facility_codes<'a>(stints: &Stints, stays: impl Iterator<Item = &'a [u32]>) -> ArrayRef {
    let facility = stints.frame.text("detention_facility_code");
    let mut interner = Interner::default();
    let mut text = String::new();
    let codes = stays
        .map(|rows| {
            text.clear();
            for (at, row) in rows.iter().enumerate() {
                let Some(code) = text_at(&facility, *row as usize) else { return u32::MAX };
                if at > 0 {
                    text.push_str("; ");
                }
                text.push_str(code);
            }
            interner.intern(&text)
        })
        .collect();
    Arc::new(text_array(codes, interner.strings()))
}

/// Rule 6.5: the four lowest fields are the least over the rows of a stay, missing if none has one. Corrected, rows that were dropped as
/// duplicates count too.
fn lowest(stints: &Stints, stays: &[&[u32]], rules: RuleSet, mends: &mut Vec<Mend>) -> Vec<TableColumn> {
    let frame = &stints.frame;
    let stay = frame.text("stay_ID");
    let mut changed = 0;
    let mut columns = Vec::new();
    for (_, name) in LOWEST {
        let Some(array) = frame.get(name) else { continue };
        let keys = Keys::of(Some(array));
        let least = |rows: &mut dyn Iterator<Item = u32>| {
            rows.filter(|row| keys.at(*row as usize) > 0).min_by_key(|row| (keys.at(*row as usize), *row))
        };
        let mut of_dropped: HashMap<u32, u32> = HashMap::new();
        if rules == RuleSet::Corrected {
            for row in (0..frame.rows).filter(|row| !stints.survives[*row] && keys.at(*row) > 0) {
                let (Some(stay), Ok(row)) = (code(&stay, row), u32::try_from(row)) else { continue };
                let best = of_dropped.entry(stay).or_insert(row);
                if keys.at(row as usize) < keys.at(*best as usize) {
                    *best = row;
                }
            }
        }
        let rows: UInt32Array = stays
            .iter()
            .map(|rows| {
                let kept = least(&mut rows.iter().copied());
                let dropped = rows.first().and_then(|row| code(&stay, *row as usize)).and_then(|stay| of_dropped.get(&stay).copied());
                let lowest = least(&mut kept.into_iter().chain(dropped));
                let key = |row: Option<u32>| row.map(|row| keys.at(row as usize));
                changed += u64::from(key(lowest) != key(kept));
                lowest
            })
            .collect();
        columns.push(TableColumn { name: name.to_owned(), array: Arc::clone(array), rows: Some(Arc::new(rows)) });
    }
    if rules == RuleSet::Corrected {
        mends.push(Mend { quirk: Quirk::BondLostWithSameDayStint, changed });
    }
    columns
}

/// Rule 6.6: how many stays have the same identifier.
fn stays_of_person(stints: &Stints, last: &Rows) -> Int32Array {
    let identifier = stints.frame.text("unique_identifier");
    let mut count = vec![0_i32; texts(&identifier).len()];
    let persons: Vec<Option<u32>> =
        last.iter().flat_map(|rows| rows.iter()).map(|row| row.and_then(|row| code(&identifier, row as usize))).collect();
    for person in persons.iter().flatten() {
        count[*person as usize] += 1;
    }
    persons.iter().map(|person| person.map(|person| count[person as usize])).collect()
}

//! Detention stints (section 5): identifiers of stays and stints, the order of the table, lowest bonds, duplicates, facilities.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BooleanArray, TimestampMicrosecondArray, UInt32Array};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::{
    MICROS_PER_DAY,
    clean::is_marks_alone,
    order::{all, by_instant, missing_first},
};
use crate::{
    calendar::{push_date, push_instant},
    facilities::Facilities,
    frame::{Frame, Keys, TextArray, code, instant_at, texts},
    parallel,
    release::stack::{PROVENANCE, text_array},
    ruleset::{Mend, Quirk, RuleSet},
    strings::Interner,
};

/// Rule 5.2.
const SORT: [&str; 28] = [
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

/// Rule 5.3: a raw bond column, and the least value of it that a stint has in any of its rows.
pub(crate) const LOWEST: [(&str, &str); 4] = [
    ("initial_bond_set_amount", "initial_bond_set_amount_lowest_seen"),
    ("initial_bond_set_date", "initial_bond_set_date_earliest_seen"),
    ("bond_posted_amount", "bond_posted_amount_lowest_seen"),
    ("bond_posted_date", "bond_posted_date_earliest_seen"),
];

/// Rule 5.8.
pub(crate) const RENAMES: &[(&str, &str)] = &[
    ("aggravated_felon_yes_no", "felon"),
    ("apprehension_final_program", "final_program"),
    ("msc_charge_code", "most_serious_conviction_code"),
    ("anonymized_identifier", "unique_identifier"),
];

/// The table, and its rows in the order in which they are published.
#[derive(Debug)]
pub(crate) struct Stints {
    pub(crate) frame: Frame,
    pub(crate) order: Vec<u32>,
    /// Rows that survive as no duplicates.
    pub(crate) survives: Vec<bool>,
}

/// The columns of rule 5.2 that are not there once the table is cleaned: without one of them the published pipeline stops.
pub(crate) fn lacking_sort_columns(has: impl Fn(&str) -> bool) -> Vec<&'static str> {
    SORT.iter().copied().filter(|name| !has(name)).collect()
}

/// Rules 2.1 and 5.1: identifier `_` stay book-in, of the raw table before anything is cleaned; missing if a part is. An instant at exactly midnight
/// is written as its day alone.
pub(crate) fn stay_identifiers(raw: &Frame, rules: RuleSet, mends: &mut Vec<Mend>) -> TextArray {
    joined(&raw.text("anonymized_identifier"), &raw.instants("stay_book_in_date_time"), None, rules, mends)
}

/// Rule 5.1: identifier `_` book-in `_` facility code, of the cleaned table.
fn stint_identifiers(cleaned: &Frame, rules: RuleSet, mends: &mut Vec<Mend>) -> TextArray {
    let facility = cleaned.text("detention_facility_code");
    joined(&cleaned.text("anonymized_identifier"), &cleaned.instants("book_in_date_time"), Some(&facility), rules, mends)
}

fn joined(
    identifier: &TextArray,
    instants: &TimestampMicrosecondArray,
    facility: Option<&TextArray>,
    rules: RuleSet,
    mends: &mut Vec<Mend>,
) -> TextArray {
    let is_published = rules == RuleSet::Published;
    // Corrected, an identifier that is a redaction mark is none.
    let is_nobody: Vec<bool> = texts(identifier).iter().map(|text| !is_published && text.is_some_and(is_marks_alone)).collect();
    let mut interner = Interner::default();
    let mut text = String::new();
    let mut midnights = 0;
    // Rows of one stay mostly follow each other.
    let mut last = None;
    let codes = (0..identifier.len()).map(|row| {
        let person = code(identifier, row).filter(|person| !is_nobody.get(*person as usize).copied().unwrap_or(false))?;
        let instant = instant_at(instants, row)?;
        let place = match facility {
            None => None,
            Some(facility) => Some((code(facility, row)?, facility)),
        };
        let is_midnight = instant.rem_euclid(MICROS_PER_DAY) == 0;
        midnights += u64::from(is_midnight);
        let key = (person, instant, place.map(|(code, _)| code));
        if let Some((same, code)) = last
            && same == key
        {
            return Some(code);
        }
        text.clear();
        text.push_str(texts(identifier).value(person as usize));
        text.push('_');
        if is_midnight && is_published {
            push_date(&mut text, instant.div_euclid(MICROS_PER_DAY));
        } else {
            push_instant(&mut text, instant);
        }
        if let Some((code, facility)) = place {
            text.push('_');
            text.push_str(texts(facility).value(code as usize));
        }
        let code = interner.intern(&text);
        last = Some((key, code));
        Some(code)
    });
    let codes = codes.map(|code| code.unwrap_or(u32::MAX)).collect();
    if !is_published {
        mends.push(Mend { quirk: Quirk::MidnightWithoutTime, changed: midnights });
    }
    text_array(codes, &interner.into_strings())
}

/// Makes the table of cleaned rows.
pub(crate) fn stints(mut frame: Frame, stay: &TextArray, facilities: &Facilities, rules: RuleSet, mends: &mut Vec<Mend>) -> Stints {
    let identifier = frame.text("anonymized_identifier");
    let keys: Vec<Keys> = parallel::each(SORT.to_vec(), |name| Keys::of(frame.get(name)));
    let sorted = missing_first(&all(frame.rows), &keys);
    let stint = stint_identifiers(&frame, rules, mends);
    frame.push("stay_ID", Arc::new(stay.clone()));
    frame.push("stint_ID", Arc::new(stint.clone()));

    let lowest_of = |rules| {
        let groups = stint_groups(&identifier, &stint, rules);
        parallel::each(LOWEST.to_vec(), |(raw, _)| match frame.get(raw) {
            Some(array) => least_of_groups(array, &groups, texts(&stint).len()),
            None => arrow_array::new_null_array(&lowest_type(raw), frame.rows),
        })
    };
    let least = lowest_of(rules);
    if rules == RuleSet::Corrected {
        mends.push(Mend { quirk: Quirk::BondsOfOthersWithoutStint, changed: rows_that_differ(&least, &lowest_of(RuleSet::Published)) });
    }
    for ((_, lowest), least) in LOWEST.into_iter().zip(least) {
        frame.push(lowest, least);
    }

    let bond = likely_duplicate_bond(&frame, &identifier, &keys[1], &sorted);
    let sameday = likely_duplicate_sameday(&frame, &identifier, stay, &bond, &sorted);
    let known = |row: usize| !identifier.is_null(row);
    let drop: Vec<bool> = (0..frame.rows).map(|row| known(row) && (bond[row] || sameday[row])).collect();
    let likely: BooleanArray = (0..frame.rows).map(|row| known(row).then_some(drop[row])).collect();
    frame.push("duplicate_likely_bond", Arc::new(BooleanArray::from(bond)));
    frame.push("duplicate_likely_sameday", Arc::new(BooleanArray::from(sameday)));
    frame.push("duplicate_drop_row", Arc::new(BooleanArray::from(drop.clone())));
    frame.push("duplicate_likely", Arc::new(likely));

    // Rule 5.7.
    let facility = frame.text("detention_facility_code");
    for (name, column) in facilities.look_up(&facility) {
        frame.push(name, column);
    }
    frame.rename(RENAMES);
    // Rule 5.8: by book-in, missing last, stable on the order of rule 5.2.
    let order = by_instant(sorted, &keys[1]);
    let survives = drop.iter().map(|drop| !drop).collect();
    Stints { frame, order, survives }
}

fn lowest_type(raw: &str) -> arrow_schema::DataType {
    if raw.ends_with("amount") { arrow_schema::DataType::Float64 } else { arrow_schema::DataType::Date32 }
}

/// How many rows have another value in any of the columns.
fn rows_that_differ(columns: &[ArrayRef], others: &[ArrayRef]) -> u64 {
    let keys: Vec<(Keys, Keys)> = columns.iter().zip(others).map(|(a, b)| (Keys::of(Some(a)), Keys::of(Some(b)))).collect();
    let rows = columns.first().map_or(0, Array::len);
    (0..rows).filter(|row| keys.iter().any(|(a, b)| a.at(*row) != b.at(*row))).count() as u64
}

/// Rule 5.3: rows with an identifier that share a stint identifier; those without a stint identifier are one group, across people. Corrected, each of
/// those is alone. Rows without identifier are in no group.
fn stint_groups(identifier: &TextArray, stint: &TextArray, rules: RuleSet) -> Vec<Group> {
    let without = u32::try_from(texts(stint).len()).unwrap_or(u32::MAX);
    (0..identifier.len())
        .map(|row| match (identifier.is_null(row), code(stint, row)) {
            (true, _) => Group::None,
            (false, Some(code)) => Group::Of(code),
            (false, None) if rules == RuleSet::Published => Group::Of(without),
            (false, None) => Group::Alone,
        })
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    None,
    Of(u32),
    Alone,
}

/// The least present value of each group, missing if there is none.
fn least_of_groups(array: &ArrayRef, groups: &[Group], count: usize) -> ArrayRef {
    let keys = Keys::of(Some(array));
    // Of each group the row that has its least value.
    let mut least: Vec<Option<u32>> = vec![None; count + 1];
    for (row, group) in groups.iter().enumerate() {
        let (Group::Of(group), key) = (group, keys.at(row)) else { continue };
        if key == 0 {
            continue;
        }
        if let Some(slot) = least.get_mut(*group as usize)
            && slot.is_none_or(|other| key < keys.at(other as usize))
        {
            *slot = u32::try_from(row).ok();
        }
    }
    let from = |row: usize| match groups.get(row) {
        Some(Group::Of(group)) => least.get(*group as usize).copied().flatten(),
        Some(Group::Alone) => u32::try_from(row).ok(),
        _ => None,
    };
    taken(array, &(0..groups.len()).map(from).collect())
}

/// The values of the given rows; a missing row gives a missing value.
pub(crate) fn taken(array: &ArrayRef, rows: &UInt32Array) -> ArrayRef {
    // Rows of a table lie within the table, so that the kernel has nothing to refuse.
    arrow_select::take::take(array, rows, None).unwrap_or_else(|_| arrow_array::new_null_array(array.data_type(), rows.len()))
}

/// Rule 5.4, by row of the frame: the row has an identifier, and an earlier one in the sort is equal in every column but those of provenance and
/// the four raw bond columns.
fn likely_duplicate_bond(frame: &Frame, identifier: &TextArray, book_in: &Keys, sorted: &[u32]) -> Vec<bool> {
    let is_compared = |name: &str| !PROVENANCE.contains(&name) && !LOWEST.iter().any(|(raw, _)| *raw == name);
    let columns: Vec<Keys> =
        frame.names.iter().zip(&frame.columns).filter(|(name, _)| is_compared(name)).map(|(_, array)| Keys::unordered(array)).collect();
    let mut is_duplicate = vec![false; frame.rows];
    // Equal rows have equal identifiers and book-ins, and these lead the sort: only neighbours in it have to be compared.
    let lead = |row: u32| code(identifier, row as usize).map(|person| (person, book_in.at(row as usize)));
    let compare = |a: &u32, b: &u32| columns.iter().map(|keys| keys.at(*a as usize).cmp(&keys.at(*b as usize))).find(|order| order.is_ne());
    let mut start = 0;
    while let Some(first) = sorted.get(start) {
        let run = sorted.get(start..).unwrap_or_default().iter().take_while(|row| lead(**row) == lead(*first)).count();
        if run > 1 && lead(*first).is_some() {
            let mut rows: Vec<(u32, u32)> = (0..).zip(sorted.get(start..start + run).unwrap_or_default().iter().copied()).collect();
            rows.sort_by(|(place, a), (other, b)| compare(a, b).unwrap_or(place.cmp(other)));
            for pair in rows.windows(2) {
                if let [(_, a), (_, b)] = pair
                    && compare(a, b).is_none()
                {
                    is_duplicate[*b as usize] = true;
                }
            }
        }
        start += run.max(1);
    }
    is_duplicate
}

/// What rows of one person are the same day by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct SameDay {
    person: u32,
    facility: Option<u32>,
    day: Option<i64>,
    stay: Option<u32>,
}

/// Rule 5.5, by row of the frame: the row survives rule 5.4, but among the survivors of equal identifier, facility code, calendar day of book-in
/// and stay it is not the last in the sort. Missing keys equal each other. Rows without identifier are no duplicates.
fn likely_duplicate_sameday(frame: &Frame, identifier: &TextArray, stay: &TextArray, bond: &[bool], sorted: &[u32]) -> Vec<bool> {
    let facility = frame.text("detention_facility_code");
    let book_in = frame.instants("book_in_date_time");
    let mut last_of: HashMap<SameDay, u32, FixedState> = HashMap::default();
    let mut is_duplicate = vec![false; frame.rows];
    for &row in sorted {
        let at = row as usize;
        let Some(person) = code(identifier, at).filter(|_| !bond[at]) else { continue };
        let day = instant_at(&book_in, at).map(|instant| instant.div_euclid(MICROS_PER_DAY));
        let key = SameDay { person, facility: code(&facility, at), day, stay: code(stay, at) };
        if let Some(before) = last_of.insert(key, row) {
            is_duplicate[before as usize] = true;
        }
    }
    is_duplicate
}

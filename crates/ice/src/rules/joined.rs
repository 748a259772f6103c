//! Arrests joined with stays (section 7).

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::Arc,
};

use arrow_array::{
    Array as _, ArrayRef, BooleanArray, DictionaryArray, StringArray, TimestampMicrosecondArray, UInt32Array, cast::AsArray,
    types::UInt32Type,
};

use super::{MICROS_PER_HOUR, arrests::Arrests, order::by_instant, stints::taken};
use crate::{
    frame::{Keys, TextArray, code, instant_at, missing_text, text_at, texts},
    release::stack::PROVENANCE,
    ruleset::{Mend, Quirk, RuleSet},
    table::{Rows, Table, TableColumn, compose},
};

/// Rule 7.2: how long before, and how long after an arrest a stay may begin.
const BEFORE: i64 = -120 * MICROS_PER_HOUR;
const AFTER: i64 = 240 * MICROS_PER_HOUR;

/// Rule 7.5: fields that are the stay's if there is one, else the arrest's.
const OF_STAY_IF_MATCHED: [&str; 11] = [
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
/// Rule 7.5: fields of an arrest that are left out.
const DROPPED: [&str; 4] = ["duplicate_episode_identifier", "duplicate_episode_first", "duplicate_likely", "apprehension_state_original"];

/// Makes the joined table, in the order in which it is published.
pub(crate) fn joined(arrests: &Arrests, stays: &Table, rules: RuleSet, mends: &mut Vec<Mend>) -> Table {
    // Rule 7.1: the first row of each episode, in the order of the table.
    let kept: Vec<u32> =
        arrests.order.iter().copied().filter(|row| arrests.is_first.get(*row as usize).copied().unwrap_or(false)).collect();
    let instants = arrests.frame.instants("apprehension_date_time");
    let candidates = Candidates::of(&arrests.frame.text("unique_identifier"), &instants, &kept);
    let arrays = |name: &str| stays.column(name);
    let identifier = arrays("unique_identifier").map_or_else(|| missing_text(stays.rows), |array| array.as_dictionary().clone());
    let book_in = arrays("stay_book_in_date_time")
        .map_or_else(|| TimestampMicrosecondArray::new_null(stays.rows), |array| crate::frame::instants(&array));
    let pairs = pairs(&candidates, &identifier, &book_in, kept.len(), rules, mends);

    // Rule 7.6: by arrest instant, missing last, stable.
    let places: HashMap<u32, u32> = kept.iter().copied().zip(0..).collect();
    let order = by_instant(kept, &Keys::Instant(instants));
    let stay_of: UInt32Array =
        order.iter().map(|row| places.get(row).and_then(|place| pairs.get(*place as usize)).copied().flatten()).collect();
    let of_arrest: Rows = Some(Arc::new(UInt32Array::from(order.clone())));
    Table { name: "joined", columns: columns(arrests, &of_arrest, stays, &Arc::new(stay_of)), rows: order.len() }
}

/// Arrests that stays can be joined with: of each identifier by instant, then in the order of the table.
struct Candidates {
    of_person: HashMap<String, Vec<Candidate>>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    instant: i64,
    /// Place in the order of the table.
    place: u32,
}

impl Candidates {
    fn of(identifier: &TextArray, instants: &TimestampMicrosecondArray, kept: &[u32]) -> Self {
        let mut of_code: HashMap<u32, Vec<Candidate>> = HashMap::new();
        for (place, row) in (0..).zip(kept) {
            if let (Some(person), Some(instant)) = (code(identifier, *row as usize), instant_at(instants, *row as usize)) {
                of_code.entry(person).or_default().push(Candidate { instant, place });
            }
        }
        let texts = texts(identifier);
        let of_person = of_code.into_iter().map(|(person, mut arrests)| {
            arrests.sort_by_key(|arrest| (arrest.instant, arrest.place));
            (texts.value(person as usize).to_owned(), arrests)
        });
        Self { of_person: of_person.collect() }
    }

    fn of_person(&self, identifier: &str) -> &[Candidate] {
        self.of_person.get(identifier).map_or(&[], Vec::as_slice)
    }
}

/// The arrest nearest to a book-in among those that are free, within rule 7.2; on a tie the earlier in the order of the table. Gives its place among the candidates
/// and the distance.
fn nearest(candidates: &[Candidate], book_in: i64, is_free: impl Fn(u32) -> bool) -> Option<(usize, i64)> {
    let distance = |candidate: &Candidate| book_in.checked_sub(candidate.instant).filter(|d| (BEFORE..=AFTER).contains(d));
    let split = candidates.partition_point(|candidate| candidate.instant <= book_in);
    let mut below: Option<(usize, i64)> = None;
    // Of equally early ones the first in the order of the table.
    for (at, candidate) in candidates.iter().enumerate().take(split).rev() {
        let Some(d) = distance(candidate) else { break };
        match below {
            Some((_, known)) if known != d => break,
            _ if is_free(candidate.place) => below = Some((at, d)),
            _ => {}
        }
    }
    let above = candidates.iter().enumerate().skip(split).map_while(|(at, candidate)| distance(candidate).map(|d| (at, candidate, -d)));
    let above = above.into_iter().find(|(_, candidate, _)| is_free(candidate.place)).map(|(at, _, d)| (at, d));
    match (below, above) {
        (Some((low, d)), Some((high, e))) => {
            let place = |at: usize| candidates.get(at).map_or(u32::MAX, |candidate| candidate.place);
            Some(if (d, place(low)) <= (e, place(high)) { (low, d) } else { (high, e) })
        }
        (found, other) => found.or(other),
    }
}

/// For each arrest by its place the stay that it is joined with.
fn pairs(
    candidates: &Candidates,
    identifier: &TextArray,
    book_in: &TimestampMicrosecondArray,
    arrests: usize,
    rules: RuleSet,
    mends: &mut Vec<Mend>,
) -> Vec<Option<u32>> {
    let published = greedy(candidates, identifier, book_in, arrests);
    if rules == RuleSet::Published {
        return published;
    }
    let corrected = nearest_pairs(candidates, identifier, book_in, arrests);
    let changed = published.iter().zip(&corrected).filter(|(a, b)| a != b).count() as u64;
    mends.push(Mend { quirk: Quirk::NoSecondChoice, changed });
    corrected
}

/// Rule 7.3: each stay first takes its nearest arrest; then each arrest keeps the nearest of the stays that took it, on a tie the earlier in the
/// order of stays. A stay that loses here gets no second choice.
fn greedy(candidates: &Candidates, identifier: &TextArray, book_in: &TimestampMicrosecondArray, arrests: usize) -> Vec<Option<u32>> {
    let mut best: Vec<Option<(i64, u32)>> = vec![None; arrests];
    for stay in 0..identifier.len() {
        let (Some(person), Some(instant)) = (text_at(identifier, stay), instant_at(book_in, stay)) else { continue };
        let of_person = candidates.of_person(person);
        let Some((at, distance)) = nearest(of_person, instant, |_| true) else { continue };
        let Some(slot) = of_person.get(at).and_then(|arrest| best.get_mut(arrest.place as usize)) else { continue };
        if slot.is_none_or(|(known, _)| distance < known) {
            *slot = u32::try_from(stay).ok().map(|stay| (distance, stay));
        }
    }
    best.into_iter().map(|slot| slot.map(|(_, stay)| stay)).collect()
}

/// Corrected: pairs by rising distance, each arrest and each stay once; on a tie the earlier arrest, then the earlier stay.
fn nearest_pairs(candidates: &Candidates, identifier: &TextArray, book_in: &TimestampMicrosecondArray, arrests: usize) -> Vec<Option<u32>> {
    let mut stay_of: Vec<Option<u32>> = vec![None; arrests];
    let offer = |stay: u32, stay_of: &[Option<u32>]| {
        let (person, instant) = (text_at(identifier, stay as usize)?, instant_at(book_in, stay as usize)?);
        let of_person = candidates.of_person(person);
        let (at, distance) = nearest(of_person, instant, |place| stay_of.get(place as usize).copied().flatten().is_none())?;
        of_person.get(at).map(|arrest| Reverse((distance, arrest.place, stay)))
    };
    let stays = 0..u32::try_from(identifier.len()).unwrap_or(u32::MAX);
    let mut offers: BinaryHeap<_> = stays.filter_map(|stay| offer(stay, &stay_of)).collect();
    while let Some(Reverse((_, arrest, stay))) = offers.pop() {
        match stay_of.get_mut(arrest as usize) {
            Some(slot) if slot.is_none() => *slot = Some(stay),
            _ => offers.extend(offer(stay, &stay_of)),
        }
    }
    stay_of
}

/// Rule 7.5.
fn columns(arrests: &Arrests, of_arrest: &Rows, stays: &Table, stay_of: &Arc<UInt32Array>) -> Vec<TableColumn> {
    let frame = &arrests.frame;
    let is_shared = |name: &str| OF_STAY_IF_MATCHED.contains(&name) && stays.columns.iter().any(|column| column.name == name);
    let mut columns: Vec<TableColumn> = Vec::new();
    for (name, array) in frame.names.iter().zip(&frame.columns) {
        if is_shared(name) || DROPPED.contains(&name.as_str()) {
            continue;
        }
        let published = if PROVENANCE.contains(&name.as_str()) { format!("{name}_arrest") } else { name.clone() };
        columns.push(TableColumn { name: published, array: Arc::clone(array), rows: of_arrest.clone() });
    }
    // Few lists of rows are behind many columns.
    let mut composed: Vec<(Rows, Arc<UInt32Array>)> = Vec::new();
    let through = |rows: &Rows, composed: &mut Vec<(Rows, Arc<UInt32Array>)>| {
        let same = |known: &Rows| match (known, rows) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        if let Some((_, known)) = composed.iter().find(|(known, _)| same(known)) {
            return Arc::clone(known);
        }
        let new = Arc::new(compose(stay_of, rows));
        composed.push((rows.clone(), Arc::clone(&new)));
        new
    };
    for column in stays.columns.iter().filter(|column| column.name != "unique_identifier") {
        let rows = through(&column.rows, &mut composed);
        if let Some(of_arrests) = frame.get(&column.name).filter(|_| is_shared(&column.name)) {
            let array = stay_else_arrest(&column.array, &rows, stay_of, of_arrests, of_arrest);
            columns.push(TableColumn { name: column.name.clone(), array, rows: None });
        } else {
            columns.push(TableColumn { name: column.name.clone(), array: Arc::clone(&column.array), rows: Some(rows) });
        }
    }
    let matched: BooleanArray = stay_of.iter().map(|stay| Some(stay.is_some())).collect();
    columns.push(TableColumn { name: "has_detention_stay".to_owned(), array: Arc::new(matched), rows: None });
    let mut table = Table { name: "joined", columns, rows: stay_of.len() };
    let places = ["city", "state", "county"];
    let is_place =
        |name: &str| places.iter().any(|place| ["first", "last", "longest"].iter().any(|which| name == format!("{place}_{which}")));
    table.rename(|name| is_place(name).then(|| format!("detention_facility_{name}")));
    table.columns
}

/// The value from the stay if the arrest has one, even if it is missing there; else the arrest's.
fn stay_else_arrest(
    of_stays: &ArrayRef,
    stay_rows: &UInt32Array,
    stay_of: &UInt32Array,
    of_arrests: &ArrayRef,
    arrest_rows: &Rows,
) -> ArrayRef {
    let from_stay = taken(of_stays, stay_rows);
    let from_arrest = arrest_rows.as_ref().map_or_else(|| Arc::clone(of_arrests), |rows| taken(of_arrests, rows));
    if let (Some(a), Some(b)) = (from_stay.as_dictionary_opt::<UInt32Type>(), from_arrest.as_dictionary_opt::<UInt32Type>()) {
        return Arc::new(either_text(a, b, stay_of));
    }
    // A column that holds days in one table can hold instants in the other (rule 2.3).
    let (from_stay, from_arrest) = if from_stay.data_type() == from_arrest.data_type() {
        (from_stay, from_arrest)
    } else {
        let instants = |array: &ArrayRef| -> ArrayRef { Arc::new(crate::frame::instants(array)) };
        (instants(&from_stay), instants(&from_arrest))
    };
    let matched: BooleanArray = stay_of.iter().map(|stay| Some(stay.is_some())).collect();
    arrow_select::zip::zip(&matched, &from_stay, &from_arrest).expect("both arrays have the same type, and as many rows as the list")
}

fn either_text(of_stays: &TextArray, of_arrests: &TextArray, stay_of: &UInt32Array) -> TextArray {
    let offset = u32::try_from(texts(of_stays).len()).unwrap_or(u32::MAX);
    let keys: UInt32Array = stay_of
        .iter()
        .enumerate()
        .map(
            |(row, stay)| {
                if stay.is_some() { code(of_stays, row) } else { code(of_arrests, row).and_then(|code| code.checked_add(offset)) }
            },
        )
        .collect();
    let values: StringArray = texts(of_stays).iter().chain(texts(of_arrests)).collect();
    DictionaryArray::new(keys, Arc::new(values))
}

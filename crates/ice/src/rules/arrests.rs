//! Arrests (section 3): the state of an arrest, the order of the table, episodes of one person.

use std::sync::Arc;

use arrow_array::{Array, BooleanArray, Int32Array, TimestampMicrosecondArray};

use super::{MICROS_PER_HOUR, order::missing_last, states};
use crate::{
    frame::{Frame, Keys, TextArray, code, instant_at, text_at, texts},
    release::stack::{PROVENANCE, text_array},
    ruleset::{Mend, Quirk, RuleSet},
    strings::Interner,
};

/// Rule 3.4: rows of one person that lie no more than this after the row before them are one episode.
const EPISODE: i64 = 24 * MICROS_PER_HOUR;

/// Rule 3.8.
pub(crate) const RENAMES: &[(&str, &str)] = &[
    ("state", "apprehension_state_original"),
    ("toa_current_duty_aor", "apprehension_aor"),
    ("apprehension_final_program", "final_program"),
    ("anonymized_identifier", "unique_identifier"),
];

/// The table, and its rows in the order in which they are published.
#[derive(Debug)]
pub(crate) struct Arrests {
    pub(crate) frame: Frame,
    pub(crate) order: Vec<u32>,
    /// Rule 7.1: whether a row, by its number in the frame, is the first of its episode.
    pub(crate) is_first: Vec<bool>,
}

/// Makes the table of cleaned rows.
pub(crate) fn arrests(mut frame: Frame, rules: RuleSet, mends: &mut Vec<Mend>) -> Arrests {
    // Rule 3.1: the instant, and its calendar date in the place of the raw column.
    let instants = frame.instants("apprehension_date");
    let dates =
        instants.unary_opt::<_, arrow_array::types::Date32Type>(|instant| i32::try_from(instant.div_euclid(super::MICROS_PER_DAY)).ok());
    frame.replace("apprehension_date", Arc::new(dates));

    let (filled, changed) = states_filled_in(&frame.text("state"), &frame.text("toa_current_duty_site"), rules);
    if rules == RuleSet::Corrected {
        mends.push(Mend { quirk: Quirk::StateOfAWordThatIsNoCode, changed });
    }

    let identifier = frame.text("anonymized_identifier");
    let persons = persons(&identifier);
    let order = order(&frame, &persons, &instants);
    let episodes = episodes(&persons, &instants, &identifier, &order);
    frame.push("apprehension_date_time", Arc::new(instants));
    frame.push("apprehension_state_filled_in", Arc::new(filled));
    frame.push("duplicate_episode_identifier", Arc::new(episodes.number));
    frame.push("duplicate_episode_first", Arc::new(BooleanArray::from(episodes.is_first.clone())));
    frame.push("duplicate_likely", Arc::new(episodes.likely));
    frame.push("duplicate_drop_row", Arc::new(episodes.drop));
    frame.rename(RENAMES);
    Arrests { frame, order, is_first: episodes.is_first }
}

/// Rule 3.2: the raw state if present, else what the duty site tells. Gives also how many rows the corrected rules fill otherwise.
fn states_filled_in(state: &TextArray, site: &TextArray, rules: RuleSet) -> (TextArray, u64) {
    // Each site is looked at once.
    let sites = texts(site);
    let told = |rules| (0..sites.len()).map(|code| states::of_site(sites.value(code), rules)).collect::<Vec<_>>();
    let (by_rules, published) = (told(rules), told(RuleSet::Published));
    let mut interner = Interner::default();
    let mut changed = 0;
    let mut codes = Vec::with_capacity(state.len());
    for row in 0..state.len() {
        let filled = match (text_at(state, row), code(site, row)) {
            (Some(state), _) => Some(state),
            (None, Some(code)) => {
                let told = by_rules.get(code as usize).copied().flatten();
                changed += u64::from(told != published.get(code as usize).copied().flatten());
                told
            }
            (None, None) => None,
        };
        codes.push(filled.map_or(u32::MAX, |filled| interner.intern(filled)));
    }
    (text_array(codes, interner.strings()), changed)
}

/// The person of each row as a number whose order is the byte order of person keys.
///
/// Rule 3.3: the key is the identifier, or `noid_` and the row's position counted from 1, so that a row without identifier is a person of its
/// own, and sorts among the identifiers at `n`.
fn persons(identifier: &TextArray) -> Vec<u32> {
    let mut interner = Interner::default();
    let mut of_code: Vec<Option<u32>> = vec![None; texts(identifier).len()];
    let mut keys = Vec::with_capacity(identifier.len());
    for row in 0..identifier.len() {
        let known = code(identifier, row).and_then(|code| of_code.get_mut(code as usize).map(|known| (code, known)));
        keys.push(match known {
            Some((code, known)) => *known.get_or_insert_with(|| interner.intern(texts(identifier).value(code as usize))),
            None => interner.intern(&format!("noid_{}", row + 1)),
        });
    }
    let array = text_array(keys, interner.strings());
    let ranks = crate::frame::ranks(texts(&array));
    array.keys().iter().map(|code| code.and_then(|code| ranks.get(code as usize)).copied().unwrap_or(0)).collect()
}

/// Rule 3.3: person key, instant, "reprocessed", file, sheet, row number; missing last in every key; byte order; stable.
fn order(frame: &Frame, persons: &[u32], instants: &TimestampMicrosecondArray) -> Vec<u32> {
    let method = frame.text("apprehension_method");
    // False < true < missing.
    let reprocessed = |row: usize| text_at(&method, row).map_or(2_u8, |method| u8::from(method == "ERO Reprocessed Arrest"));
    let [file, sheet, number] = PROVENANCE.map(|name| Keys::of(frame.get(name)));
    let instant = Keys::Instant(instants.clone());
    let mut rows: Vec<(u32, u64, u8, u32)> = persons
        .iter()
        .enumerate()
        .map(|(row, person)| (*person, missing_last(instant.at(row)), reprocessed(row), u32::try_from(row).unwrap_or(u32::MAX)))
        .collect();
    let provenance = |row: u32| [&file, &sheet, &number].map(|keys| missing_last(keys.at(row as usize)));
    rows.sort_unstable_by(|a, b| {
        (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)).then_with(|| provenance(a.3).cmp(&provenance(b.3))).then(a.3.cmp(&b.3))
    });
    rows.into_iter().map(|(.., row)| row).collect()
}

/// By row of the frame.
struct Episodes {
    number: Int32Array,
    is_first: Vec<bool>,
    likely: BooleanArray,
    drop: BooleanArray,
}

/// Rules 3.4 to 3.7, over rows in the order of the table.
///
/// A row opens an episode when it is the person's first, when its instant or the one before it is missing, or when it lies more than 24 h after
/// the row just before it. An episode of more than one row is a likely duplicate, missing without identifier; a row is to be dropped that is
/// one and not the first.
fn episodes(persons: &[u32], instants: &TimestampMicrosecondArray, identifier: &TextArray, order: &[u32]) -> Episodes {
    let rows = order.len();
    let mut number = vec![0_i32; rows];
    let mut is_first = vec![false; rows];
    let mut is_repeated = vec![false; rows];
    let mut before: Option<usize> = None;
    for row in order.iter().map(|row| *row as usize) {
        let person = persons.get(row);
        let same_person = before.filter(|before| persons.get(*before) == person);
        let opens = same_person.is_none_or(|before| match (instant_at(instants, before), instant_at(instants, row)) {
            (Some(earlier), Some(later)) => later - earlier > EPISODE,
            _ => true,
        });
        let last = same_person.and_then(|before| number.get(before)).copied().unwrap_or(0);
        number[row] = if opens { last + 1 } else { last };
        is_first[row] = opens;
        if !opens {
            is_repeated[row] = true;
        }
        before = Some(row);
    }
    // The first row of an episode is repeated when the next row does not open one.
    for pair in order.windows(2) {
        if let [row, next] = pair
            && !is_first[*next as usize]
        {
            is_repeated[*row as usize] = true;
        }
    }
    let known = |row: usize| !identifier.is_null(row);
    Episodes {
        number: Int32Array::from(number),
        likely: (0..rows).map(|row| known(row).then_some(is_repeated[row])).collect(),
        drop: (0..rows).map(|row| Some(known(row) && is_repeated[row] && !is_first[row])).collect(),
        is_first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::{cells::instant_of_text, stack::text_column};

    #[test]
    fn gaps_are_between_neighbours_and_24_hours_stay_in() {
        let instants: TimestampMicrosecondArray =
            ["2024-01-01 00:00:00", "2024-01-01 00:00:00", "2024-01-02 00:00:00", "2024-01-03 00:00:01"]
                .into_iter()
                .map(instant_of_text)
                .collect();
        let identifier = text_column([Some("p"); 4]);
        let found = episodes(&[0; 4], &instants, &identifier, &[0, 1, 2, 3]);
        assert_eq!(found.number, Int32Array::from(vec![1, 1, 1, 2]));
        assert_eq!(found.is_first, [true, false, false, true]);
        assert_eq!(found.likely, BooleanArray::from(vec![true, true, true, false]));
        assert_eq!(found.drop, BooleanArray::from(vec![false, true, true, false]));
    }

    #[test]
    fn a_row_without_identifier_is_a_person_of_its_own_at_n() {
        assert_eq!(persons(&text_column([Some("o"), None, Some("m"), None, Some("o"), Some("noid_4")])), [3, 1, 0, 2, 3, 2]);
    }
}

//! Orders of rows: by several keys, stable.

use crate::frame::Keys;

/// The rows in the order of their keys, missing first, rows with equal keys as they were given.
///
/// The first two keys are looked at together, since they settle nearly all; the others are looked at only where those two are equal.
pub(crate) fn missing_first(rows: &[u32], keys: &[Keys]) -> Vec<u32> {
    let mut first: Vec<(u64, u64, u32)> = (0..)
        .zip(rows)
        .map(|(place, row)| {
            let key = |at: usize| keys.get(at).map_or(0, |keys| keys.at(*row as usize));
            (key(0), key(1), place)
        })
        .collect();
    first.sort_unstable();
    let rest = keys.get(2..).unwrap_or_default();
    let mut start = 0;
    while start < first.len() {
        let (a, b) = first.get(start).map_or((0, 0), |(a, b, _)| (*a, *b));
        let length = first.get(start..).unwrap_or_default().iter().take_while(|(x, y, _)| (*x, *y) == (a, b)).count();
        if length > 1
            && !rest.is_empty()
            && let Some(run) = first.get_mut(start..start + length)
        {
            let key = |keys: &Keys, place: u32| rows.get(place as usize).map_or(0, |row| keys.at(*row as usize));
            run.sort_by(|(.., x), (.., y)| {
                let differing = rest.iter().map(|keys| key(keys, *x).cmp(&key(keys, *y))).find(|order| order.is_ne());
                differing.unwrap_or(x.cmp(y))
            });
        }
        start += length;
    }
    first.into_iter().filter_map(|(.., place)| rows.get(place as usize).copied()).collect()
}

/// All rows, as they are.
pub(crate) fn all(rows: usize) -> Vec<u32> {
    (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect()
}

/// A key for an order in which missing comes last.
pub(crate) fn missing_last(key: u64) -> u64 {
    // 0 is missing and becomes the greatest; what is greater than 0 keeps its order.
    key.wrapping_sub(1)
}

/// Rows in the order of an instant, missing last, rows with equal instants in the order given.
pub(crate) fn by_instant(rows: Vec<u32>, instant: &Keys) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = rows.into_iter().map(|row| (missing_last(instant.at(row as usize)), row)).collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Float64Array, Int32Array};

    use super::*;
    use crate::release::stack::text_column;

    #[test]
    fn missing_comes_first_and_ties_stay() {
        let text: ArrayRef = Arc::new(text_column([Some("b"), None, Some("b"), Some("a"), None]));
        let number: ArrayRef = Arc::new(Float64Array::from(vec![Some(2.0), None, None, Some(1.0), None]));
        let more: ArrayRef = Arc::new(Int32Array::from(vec![0, 2, 0, 0, 1]));
        let keys = [Keys::of(Some(&text)), Keys::of(Some(&number)), Keys::of(Some(&more))];
        assert_eq!(missing_first(&all(5), &keys), [4, 1, 3, 2, 0]);
        assert_eq!(missing_first(&all(5), &keys[..2]), [1, 4, 3, 2, 0]);
    }

    #[test]
    fn missing_instants_come_last() {
        let instants: ArrayRef = Arc::new(arrow_array::TimestampMicrosecondArray::from(vec![Some(5), None, Some(-5), Some(5)]));
        assert_eq!(by_instant(vec![3, 2, 1, 0], &Keys::of(Some(&instants))), [2, 3, 0, 1]);
    }
}

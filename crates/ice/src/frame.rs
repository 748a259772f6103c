//! A table in memory: named Arrow arrays of one length, and how rules look at them.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, DictionaryArray, StringArray, TimestampMicrosecondArray, UInt32Array,
    cast::AsArray,
    types::{Date32Type, Float64Type, Int32Type, TimestampMicrosecondType, UInt32Type},
};
use arrow_schema::DataType;

/// Text: numbers of texts, with the texts once.
pub(crate) type TextArray = DictionaryArray<UInt32Type>;

/// Named columns of one length.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    pub(crate) names: Vec<String>,
    pub(crate) columns: Vec<ArrayRef>,
    pub(crate) rows: usize,
}

impl Frame {
    pub(crate) fn get(&self, name: &str) -> Option<&ArrayRef> {
        self.names.iter().position(|other| other == name).and_then(|at| self.columns.get(at))
    }

    /// A column of texts; a column that is not there is missing in every row.
    pub(crate) fn text(&self, name: &str) -> TextArray {
        match self.get(name).and_then(|array| array.as_dictionary_opt::<UInt32Type>()) {
            Some(text) => text.clone(),
            None => missing_text(self.rows),
        }
    }

    /// A column of dates or instants, as instants; a column that is not there is missing in every row.
    pub(crate) fn instants(&self, name: &str) -> TimestampMicrosecondArray {
        self.get(name).map_or_else(|| TimestampMicrosecondArray::new_null(self.rows), instants)
    }

    pub(crate) fn push(&mut self, name: &str, column: ArrayRef) {
        self.names.push(name.to_owned());
        self.columns.push(column);
    }

    pub(crate) fn replace(&mut self, name: &str, column: ArrayRef) {
        if let Some(slot) = self.names.iter().position(|other| other == name).and_then(|at| self.columns.get_mut(at)) {
            *slot = column;
        }
    }

    /// Gives columns the names under which they are published; the others keep theirs.
    pub(crate) fn rename(&mut self, names: &[(&str, &str)]) {
        for name in &mut self.names {
            if let Some((_, published)) = names.iter().find(|(raw, _)| raw == name) {
                *name = (*published).to_owned();
            }
        }
    }
}

/// Dates and instants as instants.
pub(crate) fn instants(array: &ArrayRef) -> TimestampMicrosecondArray {
    const MICROS_PER_DAY: i64 = 86_400_000_000;
    if let Some(dates) = array.as_primitive_opt::<Date32Type>() {
        return dates.unary(|days| i64::from(days) * MICROS_PER_DAY);
    }
    array.as_primitive_opt::<TimestampMicrosecondType>().cloned().unwrap_or_else(|| TimestampMicrosecondArray::new_null(array.len()))
}

pub(crate) fn missing_text(rows: usize) -> TextArray {
    let keys = UInt32Array::new_null(rows);
    DictionaryArray::new(keys, Arc::new(StringArray::from(Vec::<&str>::new())))
}

/// The texts of a column, by number.
pub(crate) fn texts(array: &TextArray) -> &StringArray {
    array.values().as_string()
}

/// The number of the text in a row; `None` if it is missing.
pub(crate) fn code(array: &TextArray, row: usize) -> Option<u32> {
    let keys = array.keys();
    (!keys.is_null(row)).then(|| keys.value(row))
}

/// The text in a row.
pub(crate) fn text_at(array: &TextArray, row: usize) -> Option<&str> {
    code(array, row).map(|code| texts(array).value(code as usize))
}

/// An instant or number in a row.
pub(crate) fn instant_at(array: &TimestampMicrosecondArray, row: usize) -> Option<i64> {
    (!array.is_null(row)).then(|| array.value(row))
}

/// For each text of a column its place in the byte order of all of them.
pub(crate) fn ranks(texts: &StringArray) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(texts.len()).unwrap_or(u32::MAX)).collect();
    order.sort_unstable_by(|a, b| texts.value(*a as usize).as_bytes().cmp(texts.value(*b as usize).as_bytes()));
    let mut ranks = vec![0; order.len()];
    let mut rank = 0;
    for (at, &code) in order.iter().enumerate() {
        // Equal texts share a place, though a column that was read has none.
        let same = at
            .checked_sub(1)
            .and_then(|before| order.get(before))
            .is_some_and(|before| texts.value(*before as usize) == texts.value(code as usize));
        if at > 0 && !same {
            rank += 1;
        }
        if let Some(slot) = ranks.get_mut(code as usize) {
            *slot = rank;
        }
    }
    ranks
}

/// A key of a row that is comparable within its column: 0 is missing, what is greater orders as the values do.
///
/// Numbers and instants keep their order as unsigned integers; texts are compared by their bytes.
#[derive(Debug)]
pub(crate) enum Keys {
    Text {
        array: TextArray,
        ranks: Vec<u32>,
    },
    /// Numbers of texts, in no order.
    Code(TextArray),
    Instant(TimestampMicrosecondArray),
    Day(arrow_array::Date32Array),
    Number(arrow_array::Float64Array),
    Integer(arrow_array::Int32Array),
    Missing,
}

impl Keys {
    pub(crate) fn of(array: Option<&ArrayRef>) -> Self {
        let Some(array) = array else { return Self::Missing };
        if let Some(text) = array.as_dictionary_opt::<UInt32Type>() {
            return Self::Text { array: text.clone(), ranks: ranks(texts(text)) };
        }
        match array.data_type() {
            DataType::Date32 => Self::Day(array.as_primitive().clone()),
            DataType::Int32 => Self::Integer(array.as_primitive::<Int32Type>().clone()),
            DataType::Float64 => Self::Number(array.as_primitive::<Float64Type>().clone()),
            DataType::Timestamp(..) => Self::Instant(array.as_primitive().clone()),
            _ => Self::Missing,
        }
    }

    /// Keys that only tell whether values are equal: cheaper, since texts need no order.
    pub(crate) fn unordered(array: &ArrayRef) -> Self {
        match array.as_dictionary_opt::<UInt32Type>() {
            Some(text) => Self::Code(text.clone()),
            None => Self::of(Some(array)),
        }
    }

    /// The key of a row: missing is the least.
    pub(crate) fn at(&self, row: usize) -> u64 {
        match self {
            Self::Text { array, ranks } => {
                code(array, row).and_then(|code| ranks.get(code as usize)).map_or(0, |rank| u64::from(*rank) + 1)
            }
            Self::Code(array) => code(array, row).map_or(0, |code| u64::from(code) + 1),
            Self::Instant(array) => instant_at(array, row).map_or(0, order_preserving),
            Self::Day(array) => (!array.is_null(row)).then(|| i64::from(array.value(row))).map_or(0, order_preserving),
            Self::Integer(array) => (!array.is_null(row)).then(|| i64::from(array.value(row))).map_or(0, order_preserving),
            Self::Number(array) => {
                if array.is_null(row) {
                    0
                } else {
                    number_key(array.value(row))
                }
            }
            Self::Missing => 0,
        }
    }
}

/// An integer as an unsigned one in the same order, never 0 for what occurs.
fn order_preserving(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

fn number_key(value: f64) -> u64 {
    // −0 and 0 are one number.
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_ordered_by_their_bytes() {
        assert_eq!(ranks(&StringArray::from(vec!["É", "a", "Z", "", "ab"])), [4, 2, 1, 0, 3]);
    }

    #[test]
    fn numbers_keep_their_order_as_keys() {
        let numbers = [f64::NEG_INFINITY, -2.5, -0.5, 0.0, 1e-300, 1.0, 7.5e12];
        assert!(numbers.windows(2).all(|pair| number_key(pair[0]) < number_key(pair[1])));
        assert_eq!(number_key(-0.0), number_key(0.0));
        assert!([i64::MIN + 1, -1, 0, 1, i64::MAX].windows(2).all(|pair| order_preserving(pair[0]) < order_preserving(pair[1])));
    }
}

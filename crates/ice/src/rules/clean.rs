//! Cleaning, the same for all tables (section 2): columns that say nothing, days without times, redaction marks, years of birth.

use std::sync::{Arc, LazyLock};

use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int32Array, TimestampMicrosecondArray, UInt32Array,
    cast::AsArray,
    types::{Date32Type, Float64Type, TimestampMicrosecondType, UInt32Type},
};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use regex::Regex;
use serde::{Deserialize, Serialize};

use super::MICROS_PER_DAY;
use crate::{
    frame::{Frame, TextArray, texts},
    parallel,
    release::RawTable,
    ruleset::{Mend, Quirk, RuleSet},
};

/// What can be had of a field (section 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Nothing but blanks.
    Blank,
    /// Blanks and redaction marks only.
    Redacted,
    /// At least one real value.
    Available,
    /// No file has the column.
    #[serde(rename = "not in table")]
    NotInTable,
}

/// What a field holds, as the data decide it (rules 2.3 and 2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldType {
    /// Text.
    #[serde(rename = "text")]
    Text,
    /// A number.
    #[serde(rename = "number")]
    Number,
    /// A whole number.
    #[serde(rename = "integer")]
    Integer,
    /// A calendar date.
    #[serde(rename = "date")]
    Date,
    /// An instant, UTC.
    #[serde(rename = "date-time")]
    DateTime,
    /// True or false; only rules make such fields.
    #[serde(rename = "flag")]
    Flag,
}

/// A raw field as it was found.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_field_names, reason = "`type` is no name in this language")]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) field_type: FieldType,
    pub(crate) availability: Availability,
    pub(crate) rows: u64,
    /// Rows in which it is missing, redaction marks being values.
    pub(crate) missing_raw: u64,
    /// Rows in which it is missing once redaction marks are (rule 2.4).
    pub(crate) missing_after: u64,
    /// Texts with how often each occurs, by falling count; only where they are few.
    pub(crate) values: Vec<(String, u64)>,
    /// How many different texts there are.
    pub(crate) distinct: u64,
}

/// The most texts of a field that are listed with their counts.
const MOST_VALUES: usize = 100;

/// Cleans a table: rules 2.2, 2.3, 2.4 and 2.5 in this order. Gives each raw field as it was found, in the order of the columns.
pub(crate) fn clean(frame: &mut Frame, rules: RuleSet, mends: &mut Vec<Mend>) -> Vec<Field> {
    let columns: Vec<(String, ArrayRef)> = frame.names.drain(..).zip(frame.columns.drain(..)).collect();
    let mut fields = Vec::new();
    let mut mended = 0;
    for (name, cleaned) in parallel::each(columns, |(name, array)| {
        let cleaned = column(&name, &array, rules);
        (name, cleaned)
    }) {
        if cleaned.field.availability == Availability::Available {
            // What rule 2.2 drops is not there to be mended.
            mended += cleaned.mended;
            frame.push(&name, cleaned.array);
        }
        fields.push(cleaned.field);
    }
    if rules == RuleSet::Corrected {
        mends.push(Mend { quirk: Quirk::RedactionSpelledOtherwise, changed: mended });
    }
    fields
}

struct Cleaned {
    array: ArrayRef,
    field: Field,
    mended: u64,
}

fn column(name: &str, array: &ArrayRef, rules: RuleSet) -> Cleaned {
    if let Some(text) = array.as_dictionary_opt::<UInt32Type>() {
        return text_column(name, text, rules);
    }
    let missing = array.null_count() as u64;
    let rows = array.len() as u64;
    let availability = if missing == rows { Availability::Blank } else { Availability::Available };
    let (array, field_type): (ArrayRef, FieldType) = if let Some(instants) = array.as_primitive_opt::<TimestampMicrosecondType>() {
        dates_or_instants(instants)
    } else if let Some(numbers) = array.as_primitive_opt::<Float64Type>().filter(|_| name == "birth_year") {
        let years: Int32Array = numbers.unary_opt(truncated);
        (Arc::new(years), FieldType::Integer)
    } else {
        let field_type = if array.as_primitive_opt::<Float64Type>().is_some() { FieldType::Number } else { FieldType::Integer };
        (Arc::clone(array), field_type)
    };
    // A year that no integer holds is missing from then on.
    let missing_after = array.null_count() as u64;
    let field = Field {
        name: name.to_owned(),
        field_type,
        availability,
        rows,
        missing_raw: missing,
        missing_after,
        values: Vec::new(),
        distinct: 0,
    };
    Cleaned { array, field, mended: 0 }
}

/// Rule 2.3: a column in which every present value is exactly midnight holds calendar dates; one value with a time keeps it as instants.
fn dates_or_instants(instants: &TimestampMicrosecondArray) -> (ArrayRef, FieldType) {
    if instants.iter().flatten().any(|instant| instant.rem_euclid(MICROS_PER_DAY) != 0) {
        return (Arc::new(instants.clone()), FieldType::DateTime);
    }
    let days = instants.unary_opt::<_, Date32Type>(|instant| i32::try_from(instant.div_euclid(MICROS_PER_DAY)).ok());
    (Arc::new(days), FieldType::Date)
}

/// Rule 2.5: a year of birth is a whole number, truncated toward zero; impossible years are kept.
fn truncated(year: f64) -> Option<i32> {
    let whole = year.trunc();
    #[expect(clippy::cast_possible_truncation, reason = "a whole number within the range of the type")]
    (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&whole).then_some(whole as i32)
}

fn text_column(name: &str, text: &TextArray, rules: RuleSet) -> Cleaned {
    let values = texts(text);
    let mut counts = vec![0_u64; values.len()];
    let mut missing_raw = 0;
    for code in text.keys() {
        match code.and_then(|code| counts.get_mut(code as usize)) {
            Some(count) => *count += 1,
            None => missing_raw += 1,
        }
    }
    let occurring = || (0..values.len()).zip(&counts).filter(|(_, count)| **count > 0).map(|(code, _)| values.value(code));
    let availability = if occurring().any(|text| !is_blank(text) && !holds_redaction_mark(text)) {
        Availability::Available
    } else if occurring().any(holds_redaction_mark) {
        Availability::Redacted
    } else {
        Availability::Blank
    };
    let published: Vec<bool> = (0..values.len()).map(|code| is_redaction(values.value(code))).collect();
    let becomes_missing: Vec<bool> = match rules {
        RuleSet::Published => published.clone(),
        RuleSet::Corrected => (0..values.len()).map(|code| is_marks_alone(values.value(code))).collect(),
    };
    let sum = |of: &[bool]| counts.iter().zip(of).filter(|(_, is)| **is).map(|(count, _)| *count).sum::<u64>();
    let redacted = sum(&becomes_missing);
    let array: ArrayRef = if redacted == 0 {
        Arc::new(text.clone())
    } else {
        let keep = |code: u32| !becomes_missing.get(code as usize).copied().unwrap_or(false);
        let present: BooleanBuffer = text.keys().iter().map(|code| code.is_some_and(keep)).collect();
        let keys = UInt32Array::new(text.keys().values().clone(), Some(NullBuffer::new(present)));
        Arc::new(DictionaryArray::new(keys, Arc::clone(text.values())))
    };
    let mut listed: Vec<(String, u64)> = Vec::new();
    let distinct = counts.iter().filter(|count| **count > 0).count();
    if distinct <= MOST_VALUES {
        let kept = counts.iter().enumerate().filter(|(code, count)| **count > 0 && !becomes_missing.get(*code).copied().unwrap_or(false));
        listed.extend(kept.map(|(code, count)| (values.value(code).to_owned(), *count)));
        listed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }
    let field = Field {
        name: name.to_owned(),
        field_type: FieldType::Text,
        availability,
        rows: text.len() as u64,
        missing_raw,
        missing_after: missing_raw + redacted,
        values: listed,
        distinct: distinct as u64,
    };
    Cleaned { array, field, mended: redacted - sum(&published) }
}

/// Rule 2.2: blank is what is empty or `NA` once inner white space is collapsed and the ends are trimmed.
fn is_blank(text: &str) -> bool {
    let mut words = text.split_whitespace();
    matches!((words.next(), words.next()), (None, _) | (Some("NA"), None))
}

/// Rule 2.2: a redaction mark contains, in any letter case, `(b)` or `b(` digit `)`.
pub(crate) fn holds_redaction_mark(text: &str) -> bool {
    static MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\(b\)|b\([0-9]\)").expect("a pattern written here"));
    MARK.is_match(text)
}

/// Rule 2.4: the two spellings that become missing; any other stays.
fn is_redaction(text: &str) -> bool {
    matches!(text, "b(6), b(7)C" | "b(6), b(7)c")
}

/// Whether a value consists of redaction marks alone, however they are spelled: what begins with one and holds nothing beside them but letters and
/// digits in brackets, single letters, and what sets marks apart.
pub(crate) fn is_marks_alone(text: &str) -> bool {
    static MARKS: LazyLock<Regex> = LazyLock::new(|| {
        let mark = r"\(b\)|b\s*\([0-9]\)";
        let pattern = format!(r"(?i)^[\s\[]*(?:{mark})(?:{mark}|\([0-9a-z]\)|[a-z]\b|and\b|[\s,;/&.\[\]])*$");
        Regex::new(&pattern).expect("a pattern written here")
    });
    MARKS.is_match(text)
}

/// The fields of a table that no file has.
pub(crate) fn lacking(table: RawTable, names: &[String]) -> Vec<Field> {
    let kind = |name: &str| match table.kind_of(name) {
        Some(crate::release::Kind::Date) => FieldType::Date,
        Some(crate::release::Kind::Number) if name == "birth_year" => FieldType::Integer,
        Some(crate::release::Kind::Number) => FieldType::Number,
        _ => FieldType::Text,
    };
    let field = |name: &String| Field {
        name: name.clone(),
        field_type: kind(name),
        availability: Availability::NotInTable,
        rows: 0,
        missing_raw: 0,
        missing_after: 0,
        values: Vec::new(),
        distinct: 0,
    };
    names.iter().map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::stack::text_column as column_of;

    fn availability(texts: &[Option<&str>]) -> Availability {
        text_column("x", &column_of(texts.iter().copied()), RuleSet::Published).field.availability
    }

    #[test]
    fn one_real_value_keeps_a_column() {
        assert_eq!(availability(&[None, Some("NA"), Some(" N A ")]), Availability::Available);
        assert_eq!(availability(&[None, Some("NA"), Some(" NA ")]), Availability::Blank);
        assert_eq!(availability(&[None, Some("(B)(7)(e)")]), Availability::Redacted);
        assert_eq!(availability(&[Some("b(6)"), Some("NA"), Some("x")]), Availability::Available);
        assert_eq!(availability(&[]), Availability::Blank);
    }

    #[test]
    fn only_two_spellings_become_missing_unless_corrected() {
        let texts =
            [Some("b(6), b(7)C"), Some("b(6), b(7)c"), Some("(b)(6), (b)(7)(C)"), Some("(b)(5)"), Some("Smith (b)(6)"), Some("B(6)")];
        let missing = |rules| {
            let cleaned = text_column("x", &column_of(texts), rules);
            (cleaned.field.missing_after, cleaned.mended, cleaned.array.null_count())
        };
        for marks in ["(b)", "[b(6)]", "(b)(6) & (b)(7)(C)", "b(7)(C)(E)", "(b)(6).", "(B)(6), (b)(7)(C) and (b)(7)(E)"] {
            assert!(is_marks_alone(marks), "{marks}");
        }
        assert_eq!(missing(RuleSet::Published), (2, 0, 2));
        assert_eq!(missing(RuleSet::Corrected), (5, 3, 5));
    }

    #[test]
    fn one_value_with_a_time_keeps_instants() {
        let check = |instants: &[Option<i64>], field_type| {
            let instants: TimestampMicrosecondArray = instants.iter().copied().collect();
            assert_eq!(dates_or_instants(&instants).1, field_type);
        };
        check(&[Some(0), None, Some(-MICROS_PER_DAY)], FieldType::Date);
        check(&[Some(0), Some(1_000_000)], FieldType::DateTime);
        check(&[None], FieldType::Date);
    }

    #[test]
    fn years_of_birth_are_truncated_toward_zero() {
        assert_eq!([1985.5, -0.9, 19.0, 2091.0].map(truncated), [Some(1985), Some(0), Some(19), Some(2091)]);
        assert_eq!([1e12, f64::NAN].map(truncated), [None, None]);
    }
}

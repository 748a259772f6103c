//! Detainers (section 4): as read, with likely duplicates.

use std::sync::Arc;

use arrow_array::{BooleanArray, TimestampMicrosecondArray};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::frame::{Frame, TextArray, code, instant_at};

/// Rule 4.3.
pub(crate) const RENAMES: &[(&str, &str)] = &[
    ("order_to_show_cause_served_yes_no", "order_show_cause_served_yes_no"),
    ("detainer_criminality", "detainer_prepared_criminality"),
    ("detainer_facility", "detention_facility"),
    ("detainer_facility_code", "detention_facility_code"),
    ("detainer_threat_level", "detainer_prep_threat_level"),
    ("msc_charge", "most_serious_conviction_charge"),
    ("aggravated_felon_yes_no", "felon"),
    ("toa_case_category", "arrest_time_case_category"),
    ("toa_current_program", "arrest_time_current_program"),
    ("federal_register_notice_yes_no", "federal_interest_yes_no"),
    ("anonymized_identifier", "unique_identifier"),
];

/// Makes the table of cleaned rows; their order stays (rule 4.1).
pub(crate) fn detainers(mut frame: Frame) -> Frame {
    let likely = likely_duplicates(&frame.instants("detainer_prepare_date"), &frame.text("anonymized_identifier"));
    frame.push("duplicate_likely", Arc::new(likely));
    frame.rename(RENAMES);
    frame
}

/// Rule 4.2: another row has the same prepare date and identifier; two rows of one person with a missing date match each other; missing
/// without identifier.
fn likely_duplicates(prepared: &TimestampMicrosecondArray, identifier: &TextArray) -> BooleanArray {
    let key = |row: usize| code(identifier, row).map(|person| (person, instant_at(prepared, row)));
    let mut rows_of: HashMap<(u32, Option<i64>), u32, FixedState> = HashMap::default();
    for key in (0..identifier.len()).filter_map(key) {
        *rows_of.entry(key).or_default() += 1;
    }
    (0..identifier.len()).map(|row| key(row).map(|key| rows_of.get(&key).is_some_and(|rows| *rows > 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::stack::text_column;

    #[test]
    fn missing_dates_of_one_person_match_each_other() {
        let prepared = TimestampMicrosecondArray::from(vec![Some(0), Some(0), None, None, None, Some(0), Some(0)]);
        let identifier = text_column([Some("a"), Some("a"), Some("a"), Some("a"), Some("b"), None, Some("b")]);
        let expected = BooleanArray::from(vec![Some(true), Some(true), Some(true), Some(true), Some(false), None, Some(false)]);
        assert_eq!(likely_duplicates(&prepared, &identifier), expected);
    }
}

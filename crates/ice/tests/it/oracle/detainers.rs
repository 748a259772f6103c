//! Rule 4: detainers.

use std::collections::BTreeMap;

use super::{
    breaks::{Break, Broken},
    table::{Cell, MissingGo, Table},
};

/// The published table of detainers, from the cleaned one.
pub(crate) fn detainers(cleaned: Table, broken: Broken) -> Table {
    let mut table = cleaned;
    if broken.is(Break::DetainersSorted) {
        table.sort_by_column("anonymized_identifier", MissingGo::Last);
    }
    let likely = likely(&table, broken);
    table.push("duplicate_likely", likely);
    // 4.3
    table.rename(&[
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
    ]);
    table
}

/// Rule 4.2: another row has the same date and identifier; missing dates match.
fn likely(table: &Table, broken: Broken) -> Vec<Cell> {
    let dates = table.column("detainer_prepare_date");
    let dates = if broken.is(Break::DetainerByDay) { dates.iter().map(Cell::day).collect() } else { dates };
    let keys: Vec<(Cell, Cell)> = dates.into_iter().zip(table.column("anonymized_identifier")).collect();
    let mut sizes: BTreeMap<&(Cell, Cell), usize> = BTreeMap::new();
    for key in &keys {
        *sizes.entry(key).or_insert(0) += 1;
    }
    let mut seen: BTreeMap<(Cell, Cell), usize> = BTreeMap::new();
    let flag = |key: &'_ (Cell, Cell)| {
        let (date, identifier) = key;
        let nth = seen.entry(key.clone()).or_insert(0);
        *nth += 1;
        if identifier.is_missing() {
            return match broken.0 {
                Some(Break::DetainerLikelyFalse) => Cell::Bool(false),
                Some(Break::DetainerLikelyTogether) => Cell::Bool(sizes[key] > 1),
                _ => Cell::Missing,
            };
        }
        let excepted = (broken.is(Break::DetainerDatesMustBe) && date.is_missing()) || (broken.is(Break::DetainerFirstIsNot) && *nth == 1);
        Cell::Bool(sizes[key] > 1 && !excepted)
    };
    keys.iter().map(flag).collect()
}

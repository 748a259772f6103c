//! Whether states could be looked up (rule 3.2): what is filled in must be the same set as what was there, in more rows.

use std::collections::BTreeSet;

use arrow_array::Array as _;

use super::{Asked, CheckResult, Found, Unit, look::View, plan::NONE};
use crate::{frame::texts, process::Release};

const RAW: &str = "apprehension_state_original";
const FILLED: &str = "apprehension_state_filled_in";
/// The most states that a sentence names.
const MOST_NAMED: usize = 5;

/// The two checks of the look-up; none where there are no arrests.
pub(super) fn checks(release: &Release) -> Vec<CheckResult> {
    let Some(table) = release.tables.iter().find(|table| table.name() == "arrests") else { return Vec::new() };
    let view = View::of(table);
    let asked = |name: &str, claim: String| Asked {
        name: name.to_owned(),
        table: "arrests",
        field: Some(FILLED.to_owned()),
        warn_above: Some(NONE.0),
        stop_above: Some(NONE.1),
        unit: Unit::Values,
        claim,
        detail: String::new(),
    };
    let (Some(raw), Some(filled)) = (used(&view, RAW), used(&view, FILLED)) else {
        let reason = "the table has no states as entered to hold those filled in against";
        return ["state_look_up", "state_look_up_rows"].into_iter().map(|name| asked(name, String::new()).not_run(reason)).collect();
    };
    let other: Vec<&str> = raw.states.symmetric_difference(&filled.states).copied().collect();
    let found = Found { failing: other.len() as u64, of: raw.states.union(&filled.states).count() as u64, examples: Vec::new() };
    let named = other.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = if other.len() > MOST_NAMED { ", …" } else { "" };
    let said = if other.is_empty() { String::new() } else { format!(": {named}{more}") };
    let values =
        asked("state_look_up", format!("states are among those entered or among those filled in but not among both{said}")).result(found);

    // Where every row has a state, there is nothing to fill in.
    let is_complete = raw.rows == table.rows as u64;
    let fails = filled.rows <= raw.rows && !is_complete;
    let detail = format!(" ({} rows have one as entered, {} once filled in)", raw.rows, filled.rows);
    let of_rows = Asked { detail, ..asked("state_look_up_rows", "look-ups fill in no state".to_owned()) };
    let rows = of_rows.result(Found { failing: u64::from(fails), of: 1, examples: Vec::new() });
    vec![values, rows]
}

/// The states that occur, and in how many rows there is one.
struct Used<'a> {
    states: BTreeSet<&'a str>,
    rows: u64,
}

fn used<'a>(view: &View<'a>, name: &str) -> Option<Used<'a>> {
    let column = view.column(name)?.text()?;
    let values = texts(column.array);
    let mut occurs = vec![false; values.len()];
    let mut rows = 0;
    for code in (0..view.table.rows).filter_map(|row| column.code(row)) {
        rows += 1;
        if let Some(slot) = occurs.get_mut(code) {
            *slot = true;
        }
    }
    let states = values.iter().zip(&occurs).filter(|(_, occurs)| **occurs).filter_map(|(state, _)| state).collect();
    Some(Used { states, rows })
}

//! The same events in two counting units, in every vintage: how much the unit alone moves the number.

use std::collections::BTreeMap;

use domain::{
    Instant, Recorded, SnapshotHash,
    comparison::{Selector, analysis::UnitsRow, spec::UnitsSpec},
};

use super::Used;
use crate::rules::joined::Joined;

/// One row for each vintage that has both and says otherwise than the one before it.
pub(super) fn run(spec: &UnitsSpec, joined: &Joined, used: &mut Used) -> Result<Vec<UnitsRow>, String> {
    let of = |selector: &Selector| {
        let all = joined.vintages.get(selector).map(Vec::as_slice).unwrap_or_default();
        // A series that has the period twice in one snapshot is told by its first row.
        all.iter().rev().map(|one| (vintage(one), one)).collect::<BTreeMap<_, _>>()
    };
    let (left, right) = (of(&spec.left), of(&spec.right));
    if left.is_empty() && right.is_empty() {
        return Err(format!("no release has {} or {}", spec.left, spec.right));
    }
    let mut rows: Vec<UnitsRow> = left.iter().filter_map(|(key, left)| Some(row(left, right.get(key)?))).collect();
    let reading = |recorded: &Recorded| recorded.observation.reading;
    rows.dedup_by(|next, held| reading(&next.left) == reading(&held.left) && reading(&next.right) == reading(&held.right));
    if rows.is_empty() {
        return Err("no release has both units".to_owned());
    }
    used.add(rows.iter().flat_map(|row| [&row.left, &row.right]));
    Ok(rows)
}

fn vintage(recorded: &Recorded) -> (Instant, SnapshotHash) {
    (recorded.provenance.retrieved_at, recorded.provenance.snapshot.clone())
}

fn row(left: &Recorded, right: &Recorded) -> UnitsRow {
    let number = |recorded: &Recorded| recorded.observation.reading.value().map(domain::Value::as_f64);
    let factor = number(left).zip(number(right)).filter(|(_, right)| *right > 0.0).map(|(left, right)| left / right);
    let short: String = left.provenance.snapshot.as_str().chars().take(12).collect();
    UnitsRow { vintage: short, left: left.clone(), right: right.clone(), factor }
}

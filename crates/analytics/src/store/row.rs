//! Between rows and domain types: total outwards, checked inwards, with the address of a bad row.

use contracts::{analytics as wire, convert::RecordedPart, identity, types};
use domain::{Instant, Observation, Period, Provenance, Recorded, SnapshotHash, SourceSlug};
use sea_orm::ActiveValue::Set;

use super::{
    SeriesKey, StoreError,
    entity::{observation, reading, series, vintage},
};
use crate::rules::vintages::Vintage;

pub(super) fn version(version: u32) -> i32 {
    i32::try_from(version).unwrap_or(i32::MAX)
}

fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

pub(super) fn reading(part: &RecordedPart) -> reading::ActiveModel {
    reading::ActiveModel {
        source: Set(part.provenance.source.to_string()),
        snapshot: Set(part.provenance.snapshot.to_string()),
        rule: Set(part.provenance.rule.clone()),
        rule_version: Set(version(part.provenance.rule_version)),
        part: Set(version(part.part)),
        parts: Set(version(part.parts)),
        covers_start: Set(part.covers.start().to_string()),
        covers_end: Set(part.covers.end().to_string()),
        unread_rows: Set(i64::try_from(part.unread_rows).unwrap_or(i64::MAX)),
    }
}

pub(super) fn series(source: &SourceSlug, key: &SeriesKey, observation: &Observation) -> series::ActiveModel {
    series::ActiveModel {
        key: Set(key.as_str().to_owned()),
        source: Set(source.to_string()),
        measure: Set(observation.measure.to_string()),
        unit: Set(observation.unit.to_string()),
        population: Set(observation.population.to_string()),
        geography: Set(observation.geography.to_string()),
        definition: Set(observation.definition.to_string()),
        periods: Set(0),
    }
}

/// The address hangs on provenance and natural key, and on the locator: a file may say a thing twice, and both are kept.
pub(super) fn observation(provenance: &Provenance, key: &SeriesKey, observation: &Observation) -> observation::ActiveModel {
    let wire = types::Observation::from(observation);
    let rule_version = provenance.rule_version.to_be_bytes();
    let id = identity::of_parts([
        provenance.source.as_str().as_bytes(),
        provenance.snapshot.as_str().as_bytes(),
        provenance.rule.as_bytes(),
        &rule_version,
        key.as_str().as_bytes(),
        wire.period_start.as_bytes(),
        wire.period_end.as_bytes(),
        wire.locator.as_bytes(),
    ]);
    let optional = |text: String| if text.is_empty() { None } else { Some(text) };
    observation::ActiveModel {
        id: Set(id[..32].to_owned()),
        series_key: Set(key.as_str().to_owned()),
        snapshot: Set(provenance.snapshot.to_string()),
        rule: Set(provenance.rule.clone()),
        rule_version: Set(version(provenance.rule_version)),
        period_start: Set(wire.period_start),
        period_end: Set(wire.period_end),
        value: Set(optional(wire.value)),
        lower: Set(optional(wire.lower)),
        upper: Set(optional(wire.upper)),
        missing: Set(optional(wire.missing)),
        locator: Set(wire.locator),
        citation_url: Set(optional(wire.citation_url)),
        evidence: Set(optional(wire.evidence)),
    }
}

/// The reading of a part, whose parts are all there.
pub(super) fn whole(part: &RecordedPart) -> vintage::ActiveModel {
    vintage::ActiveModel {
        source: Set(part.provenance.source.to_string()),
        snapshot: Set(part.provenance.snapshot.to_string()),
        rule: Set(part.provenance.rule.clone()),
        rule_version: Set(version(part.provenance.rule_version)),
        covers_start: Set(part.covers.start().to_string()),
        covers_end: Set(part.covers.end().to_string()),
        unread_rows: Set(i64::try_from(part.unread_rows).unwrap_or(i64::MAX)),
    }
}

pub(super) fn vintage(row: vintage::Model, retrieved_at: Instant) -> Result<Vintage, StoreError> {
    let vintage::Model { source, snapshot, rule, rule_version, covers_start, covers_end, unread_rows } = row;
    let place = format!("{source}/{snapshot}/{rule}/{rule_version}");
    let bad = |reason: String| StoreError::Inconsistent { table: "vintage", row: place.clone(), reason };
    let start = covers_start.parse().map_err(|error| bad(format!("covers_start: {error}")))?;
    let end = covers_end.parse().map_err(|error| bad(format!("covers_end: {error}")))?;
    Ok(Vintage {
        snapshot: snapshot.parse().map_err(|error| bad(format!("snapshot: {error}")))?,
        retrieved_at,
        covers: Period::new(start, end).map_err(|error| bad(error.to_string()))?,
        rule,
        rule_version: unsigned(rule_version),
        unread_rows: u64::try_from(unread_rows).unwrap_or(0),
    })
}

pub(super) fn recorded(
    series: &series::Model,
    row: observation::Model,
    snapshot: SnapshotHash,
    retrieved_at: Instant,
) -> Result<Recorded, StoreError> {
    let id = row.id.clone();
    let bad = |reason: String| StoreError::Inconsistent { table: "observation", row: id.clone(), reason };
    let wire = types::Observation {
        measure: series.measure.clone(),
        unit: series.unit.clone(),
        population: series.population.clone(),
        geography: series.geography.clone(),
        period_start: row.period_start,
        period_end: row.period_end,
        value: row.value.unwrap_or_default(),
        lower: row.lower.unwrap_or_default(),
        upper: row.upper.unwrap_or_default(),
        missing: row.missing.unwrap_or_default(),
        definition: series.definition.clone(),
        locator: row.locator,
        citation_url: row.citation_url.unwrap_or_default(),
        evidence: row.evidence.unwrap_or_default(),
    };
    let provenance = Provenance {
        source: series.source.parse().map_err(|error| bad(format!("source: {error}")))?,
        snapshot,
        retrieved_at,
        rule: row.rule,
        rule_version: unsigned(row.rule_version),
    };
    let observation = Observation::try_from(wire).map_err(|error| bad(error.to_string()))?;
    Ok(Recorded { id: row.id, provenance, observation })
}

pub(super) fn wire_series(found: &series::Model) -> wire::Series {
    wire::Series {
        key: found.key.clone(),
        source: found.source.clone(),
        measure: found.measure.clone(),
        unit: found.unit.clone(),
        population: found.population.clone(),
        geography: found.geography.clone(),
        definition: found.definition.clone(),
        periods: found.periods,
    }
}

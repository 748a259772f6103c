//! Wire ↔ domain: total outwards, checked inwards. Incoming messages are destructured whole, so that a new field asks to be understood.

use domain::{
    Bounds, Citation, Instant, Observation, Period, Provenance, Reading, Recorded, Value, observation::NotInList, period::InvalidTime,
    slug::InvalidName, unit::UnknownUnit, value::InvalidValue,
};

use crate::{analytics, events, types};

/// Why a message is not what it says it is.
#[derive(Debug, thiserror::Error)]
pub enum Invalid {
    /// A name breaks its grammar.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// A date, an instant or a period.
    #[error(transparent)]
    Time(#[from] InvalidTime),
    /// A counting unit.
    #[error(transparent)]
    Unit(#[from] UnknownUnit),
    /// A number.
    #[error(transparent)]
    Value(#[from] InvalidValue),
    /// A word outside its closed list.
    #[error(transparent)]
    NotInList(#[from] NotInList),
    /// Both a value and a reason for its absence, or neither.
    #[error("an observation needs either a value or a reason why it is missing ({0})")]
    ValueAndMissing(String),
    /// A citation without its grade, or a grade without a citation.
    #[error("a citation needs an address and a grade ({0})")]
    Citation(String),
    /// A number that must not be negative, or does not fit.
    #[error("{field} cannot be {value}")]
    Number {
        /// Name of the field.
        field: &'static str,
        /// What was there.
        value: i64,
    },
    /// A part that is not there.
    #[error("{0} is missing")]
    Absent(&'static str),
}

impl From<&Observation> for types::Observation {
    fn from(observation: &Observation) -> Self {
        let Observation { measure, unit, population, geography, period, reading, definition, locator, citation } = observation;
        let bounds = reading.bounds();
        Self {
            measure: measure.to_string(),
            unit: unit.to_string(),
            population: population.to_string(),
            geography: geography.to_string(),
            period_start: period.start().to_string(),
            period_end: period.end().to_string(),
            value: reading.value().map(|value| value.to_string()).unwrap_or_default(),
            lower: bounds.map(|bounds| bounds.lower.to_string()).unwrap_or_default(),
            upper: bounds.and_then(|bounds| bounds.upper).map(|upper| upper.to_string()).unwrap_or_default(),
            missing: reading.missing().map(|reason| reason.to_string()).unwrap_or_default(),
            definition: definition.to_string(),
            locator: locator.clone(),
            citation_url: citation.as_ref().map(|citation| citation.url.clone()).unwrap_or_default(),
            evidence: citation.as_ref().map(|citation| citation.evidence.as_str().to_owned()).unwrap_or_default(),
        }
    }
}

impl TryFrom<types::Observation> for Observation {
    type Error = Invalid;

    fn try_from(wire: types::Observation) -> Result<Self, Invalid> {
        let types::Observation {
            measure,
            unit,
            population,
            geography,
            period_start,
            period_end,
            value,
            lower,
            upper,
            missing,
            definition,
            locator,
            citation_url,
            evidence,
        } = wire;
        let optional = |text: &str| -> Result<Option<Value>, Invalid> { if text.is_empty() { Ok(None) } else { Ok(Some(text.parse()?)) } };
        let reading = match (optional(&value)?, missing.as_str()) {
            (Some(value), "") => match (optional(&lower)?, optional(&upper)?) {
                (None, None) => Reading::Exact(value),
                (lower, upper) => Reading::Bounded { value, bounds: Bounds { lower: lower.unwrap_or(Value::ZERO), upper } },
            },
            (None, reason) if !reason.is_empty() => Reading::Missing(reason.parse()?),
            _ => return Err(Invalid::ValueAndMissing(locator)),
        };
        let citation = match (citation_url.is_empty(), evidence.is_empty()) {
            (true, true) => None,
            (false, false) => Some(Citation { url: citation_url, evidence: evidence.parse()? }),
            _ => return Err(Invalid::Citation(locator)),
        };
        Ok(Self {
            measure: measure.parse()?,
            unit: unit.parse()?,
            population: population.parse()?,
            geography: geography.parse()?,
            period: Period::new(period_start.parse()?, period_end.parse()?)?,
            reading,
            definition: definition.parse()?,
            locator,
            citation,
        })
    }
}

/// A part of what a version of a rule read from a snapshot, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedPart {
    /// Where all of it came from.
    pub provenance: Provenance,
    /// Counted from zero.
    pub part: u32,
    /// How many there are.
    pub parts: u32,
    /// The periods for which the snapshot speaks.
    pub covers: Period,
    /// Rows of the file that could not be read.
    pub unread_rows: u64,
    /// The observations of this part.
    pub observations: Vec<Observation>,
}

impl TryFrom<events::ObservationsRecorded> for RecordedPart {
    type Error = Invalid;

    fn try_from(wire: events::ObservationsRecorded) -> Result<Self, Invalid> {
        let events::ObservationsRecorded {
            source,
            snapshot,
            retrieved_at,
            rule,
            rule_version,
            part,
            parts,
            covers_start,
            covers_end,
            observations,
            unread_rows,
        } = wire;
        let whole = |field, value: i32| u32::try_from(value).map_err(|_| Invalid::Number { field, value: i64::from(value) });
        let (part, parts) = (whole("part", part)?, whole("parts", parts)?);
        if part >= parts {
            return Err(Invalid::Number { field: "part", value: i64::from(part) });
        }
        Ok(Self {
            provenance: Provenance {
                source: source.parse()?,
                snapshot: snapshot.parse()?,
                retrieved_at: retrieved_at.parse()?,
                rule,
                rule_version: whole("rule_version", rule_version)?,
            },
            part,
            parts,
            covers: Period::new(covers_start.parse()?, covers_end.parse()?)?,
            unread_rows: u64::try_from(unread_rows).map_err(|_| Invalid::Number { field: "unread_rows", value: unread_rows })?,
            observations: observations.into_iter().map(Observation::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl From<&Recorded> for analytics::RecordedObservation {
    fn from(recorded: &Recorded) -> Self {
        let Recorded { id, provenance, observation } = recorded;
        let Provenance { source, snapshot, retrieved_at, rule, rule_version } = provenance;
        Self {
            id: id.clone(),
            source: source.to_string(),
            snapshot: snapshot.to_string(),
            retrieved_at: retrieved_at.to_string(),
            rule: rule.clone(),
            rule_version: i32::try_from(*rule_version).unwrap_or(i32::MAX),
            observation: Some(observation.into()),
        }
    }
}

/// A snapshot as ingest announced it, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSnapshot {
    /// The data set.
    pub source: domain::SourceSlug,
    /// Name of the bytes in the object store.
    pub hash: domain::SnapshotHash,
    /// Length in bytes.
    pub size_bytes: u64,
    /// First retrieval.
    pub retrieved_at: Instant,
    /// File name or address.
    pub origin: String,
}

impl TryFrom<events::SnapshotStored> for StoredSnapshot {
    type Error = Invalid;

    fn try_from(wire: events::SnapshotStored) -> Result<Self, Invalid> {
        let events::SnapshotStored { source, hash, size_bytes, retrieved_at, origin } = wire;
        Ok(Self {
            source: source.parse()?,
            hash: hash.parse()?,
            size_bytes: u64::try_from(size_bytes).map_err(|_| Invalid::Number { field: "size_bytes", value: size_bytes })?,
            retrieved_at: retrieved_at.parse()?,
            origin,
        })
    }
}

impl From<&StoredSnapshot> for events::SnapshotStored {
    fn from(snapshot: &StoredSnapshot) -> Self {
        let StoredSnapshot { source, hash, size_bytes, retrieved_at, origin } = snapshot;
        Self {
            source: source.to_string(),
            hash: hash.to_string(),
            size_bytes: i64::try_from(*size_bytes).unwrap_or(i64::MAX),
            retrieved_at: retrieved_at.to_string(),
            origin: origin.clone(),
        }
    }
}

//! JSON shapes of observations, series, definitions and comparisons.

use std::collections::BTreeMap;

use contracts::{analytics as wire, types};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    analyses::{Analysis, Interval},
    decimal, given, links,
    shape::{Shape, shapes},
};
use crate::views::address;

/// One counted value, or the reason why there is none, with where it came from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Observation {
    /// Stable address.
    pub(crate) id: String,
    /// Slug of the measure.
    pub(crate) measure: String,
    /// Slug of the counting unit.
    pub(crate) unit: String,
    /// Path of the population.
    pub(crate) population: String,
    /// Slug of the geography.
    pub(crate) geography: String,
    /// First day.
    pub(crate) period_start: String,
    /// First day after the period.
    pub(crate) period_end: String,
    /// The value; null if missing. Missing is never zero.
    #[schema(value_type = Option<f64>)]
    pub(crate) value: Option<serde_json::Number>,
    /// The digits as published: `13.20` is not `13.2`.
    pub(crate) value_as_published: Option<String>,
    /// Lower bound, where the publisher rounds or suppresses.
    #[schema(value_type = Option<f64>)]
    pub(crate) lower: Option<serde_json::Number>,
    /// Upper bound, where the publisher rounds or suppresses.
    #[schema(value_type = Option<f64>)]
    pub(crate) upper: Option<serde_json::Number>,
    /// Why there is no value.
    pub(crate) missing: Option<String>,
    /// Slug of the definition.
    pub(crate) definition: String,
    /// Slug of the source.
    pub(crate) source: String,
    /// SHA-256 of the snapshot.
    pub(crate) snapshot: String,
    /// First retrieval of the snapshot.
    pub(crate) retrieved_at: Option<String>,
    /// Row, rows or cell in the snapshot.
    pub(crate) locator: String,
    /// The rule that read it.
    pub(crate) rule: String,
    /// Its version.
    pub(crate) rule_version: i32,
    /// Where a person can read a figure that the snapshot cites.
    pub(crate) citation_url: Option<String>,
    /// Evidence grade of the citation: A, B, C or X.
    pub(crate) evidence: Option<String>,
    /// `self`, `page`, `snapshot`, `source`.
    pub(crate) links: BTreeMap<String, String>,
}

impl From<&wire::RecordedObservation> for Observation {
    fn from(recorded: &wire::RecordedObservation) -> Self {
        let wire::RecordedObservation { id, source, snapshot, retrieved_at, rule, rule_version, observation } = recorded.clone();
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
        } = observation.unwrap_or_default();
        Self {
            links: links([
                ("self", address::api(&["observations", &id])),
                ("page", address::page(&["observations", &id])),
                ("snapshot", address::api(&["snapshots", &snapshot])),
                ("source", address::api(&["sources", &source])),
            ]),
            id,
            measure,
            unit,
            population,
            geography,
            period_start,
            period_end,
            value: decimal(&value),
            value_as_published: given(&value),
            lower: decimal(&lower),
            upper: decimal(&upper),
            missing: given(&missing),
            definition,
            source,
            snapshot,
            retrieved_at: given(&retrieved_at),
            locator,
            rule,
            rule_version,
            citation_url: given(&citation_url),
            evidence: given(&evidence),
        }
    }
}

/// How a publisher counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Definition {
    pub(crate) slug: String,
    pub(crate) title: String,
    /// In words, with what the publisher says and leaves open.
    pub(crate) text: String,
    pub(crate) unit: String,
    pub(crate) threats: String,
    pub(crate) attempts: String,
    pub(crate) least_severity: String,
    pub(crate) population: String,
    pub(crate) duty_status: String,
    pub(crate) date_basis: String,
    pub(crate) completeness: String,
    pub(crate) revisable: String,
    pub(crate) citations: Vec<String>,
}

impl From<&wire::Definition> for Definition {
    fn from(definition: &wire::Definition) -> Self {
        let wire::Definition {
            slug,
            title,
            text,
            unit,
            threats,
            attempts,
            least_severity,
            population,
            duty_status,
            date_basis,
            completeness,
            revisable,
            citations,
        } = definition.clone();
        Self {
            slug,
            title,
            text,
            unit,
            threats,
            attempts,
            least_severity,
            population,
            duty_status,
            date_basis,
            completeness,
            revisable,
            citations,
        }
    }
}

/// An observation with its definition and its other vintages.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ObservationDetail {
    pub(crate) observation: Observation,
    /// Null if the definition is not in the catalogue.
    pub(crate) definition: Option<Definition>,
    /// The same series and period in all snapshots, oldest first.
    pub(crate) vintages: Vec<Observation>,
    pub(crate) links: BTreeMap<String, String>,
}

/// Observations that differ only in their period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Series {
    /// Stable address.
    pub(crate) key: String,
    pub(crate) source: String,
    pub(crate) measure: String,
    pub(crate) unit: String,
    pub(crate) population: String,
    pub(crate) geography: String,
    pub(crate) definition: String,
    /// How many periods it has.
    pub(crate) periods: i64,
    pub(crate) links: BTreeMap<String, String>,
}

impl From<&wire::Series> for Series {
    fn from(series: &wire::Series) -> Self {
        let wire::Series { key, source, measure, unit, population, geography, definition, periods } = series.clone();
        Self {
            links: links([
                ("self", address::api(&["series", &key])),
                ("page", address::page(&["series", &key])),
                ("source", address::api(&["sources", &source])),
            ]),
            key,
            source,
            measure,
            unit,
            population,
            geography,
            definition,
            periods,
        }
    }
}

/// Series that fit what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SeriesList {
    pub(crate) series: Vec<Series>,
    pub(crate) links: BTreeMap<String, String>,
}

/// A series with its observations by period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct SeriesDetail {
    pub(crate) series: Series,
    /// A period that a later snapshot no longer has is there, with `missing` saying `withdrawn`.
    pub(crate) observations: Vec<Observation>,
    pub(crate) links: BTreeMap<String, String>,
}

/// Events over an exposure, with the exact interval.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Rate {
    pub(crate) value: f64,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
    /// For example 100 for "per 100 officers".
    pub(crate) per: f64,
    pub(crate) exposure_name: String,
    pub(crate) confidence: f64,
    pub(crate) method: String,
    /// The divisor as published, in its own unit.
    pub(crate) exposure: f64,
    /// Where the divisor is not one number.
    pub(crate) uncertain: Option<UncertainExposure>,
}

impl From<&wire::Rate> for Rate {
    fn from(rate: &wire::Rate) -> Self {
        let wire::Rate { value, lower, upper, per, exposure_name, confidence, method, exposure, uncertain } = rate.clone();
        Self { value, lower, upper, per, exposure_name, confidence, method, exposure, uncertain: Shape::of(uncertain) }
    }
}

shapes! {
    /// What a divisor can be, and the interval that covers that as well.
    UncertainExposure = UncertainExposure {
        least: f64,
        /// Null if there is no end to it.
        greatest: Option<f64>,
        interval: Option<Interval>,
    }

    /// A recorded decision to give a ratio that the grade forbids.
    RatioOverride = RatioOverride {
        reason: String,
        by: String,
    }
}

/// One rate over another, with the exact central interval.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Ratio {
    pub(crate) value: f64,
    pub(crate) lower: f64,
    /// Null if the interval is unbounded.
    pub(crate) upper: Option<f64>,
    pub(crate) confidence: f64,
    pub(crate) method: String,
}

impl From<&wire::Ratio> for Ratio {
    fn from(ratio: &wire::Ratio) -> Self {
        let wire::Ratio { value, lower, upper, confidence, method } = ratio.clone();
        Self { value, lower, upper, confidence, method }
    }
}

/// A to D, with the differences that made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Comparability {
    pub(crate) grade: String,
    pub(crate) differences: Vec<String>,
}

impl From<&wire::Comparability> for Comparability {
    fn from(comparability: &wire::Comparability) -> Self {
        let wire::Comparability { grade, differences } = comparability.clone();
        Self { grade, differences }
    }
}

/// One instrument of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ComparisonRow {
    pub(crate) label: String,
    pub(crate) count: Option<Observation>,
    /// What the count is divided by; several are added.
    pub(crate) exposures: Vec<Observation>,
    /// Null where there is no count, no exposure, or the units refuse.
    pub(crate) rate: Option<Rate>,
    /// Why there is no count or no rate.
    pub(crate) refusal: Option<String>,
    pub(crate) comparability: Option<Comparability>,
    /// To the reference row; null where the grade or the units forbid it.
    pub(crate) ratio: Option<Ratio>,
    pub(crate) notes: Vec<String>,
    /// True for the row that the others are compared with.
    pub(crate) reference: bool,
    /// Heading under which it stands.
    pub(crate) group: Option<String>,
    /// The recorded decision, if the ratio is given although the grade forbids it.
    pub(crate) ratio_despite: Option<RatioOverride>,
}

/// Instruments side by side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Comparison {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) question: String,
    /// SHA-256 of the result.
    pub(crate) result_hash: Option<String>,
    pub(crate) rows: Vec<ComparisonRow>,
    /// What may not be concluded from it.
    pub(crate) cannot_say: Vec<String>,
    /// State as known at this instant.
    pub(crate) as_of: Option<String>,
    /// SHA-256 of the declaration, fixed before data were joined.
    pub(crate) spec_hash: Option<String>,
    /// Further questions to the same data.
    pub(crate) analyses: Vec<Analysis>,
    pub(crate) links: BTreeMap<String, String>,
}

impl From<&wire::Comparison> for Comparison {
    fn from(comparison: &wire::Comparison) -> Self {
        let wire::Comparison { slug, title, question, result_hash, rows, cannot_say, as_of, spec_hash, analyses } = comparison;
        Self {
            links: links([("self", address::api(&["comparisons", slug])), ("page", address::page(&["comparisons", slug]))]),
            slug: slug.clone(),
            title: title.clone(),
            question: question.clone(),
            result_hash: given(result_hash),
            rows: rows.iter().map(ComparisonRow::from).collect(),
            cannot_say: cannot_say.clone(),
            as_of: given(as_of),
            spec_hash: given(spec_hash),
            analyses: Shape::of(analyses.clone()),
        }
    }
}

impl From<&wire::ComparisonRow> for ComparisonRow {
    fn from(row: &wire::ComparisonRow) -> Self {
        let wire::ComparisonRow { label, count, exposures, rate, refusal, comparability, ratio, notes, reference, group, ratio_despite } =
            row;
        Self {
            label: label.clone(),
            count: count.as_ref().map(Observation::from),
            exposures: exposures.iter().map(Observation::from).collect(),
            rate: rate.as_ref().map(Rate::from),
            refusal: given(refusal),
            comparability: comparability.as_ref().map(Comparability::from),
            ratio: ratio.as_ref().map(Ratio::from),
            notes: notes.clone(),
            reference: *reference,
            group: given(group),
            ratio_despite: Shape::of(ratio_despite.clone()),
        }
    }
}

/// Every comparison.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ComparisonList {
    pub(crate) comparisons: Vec<Comparison>,
    pub(crate) links: BTreeMap<String, String>,
}

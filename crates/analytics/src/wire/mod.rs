//! Domain to wire: verdicts, comparisons and definitions as messages. Total; nothing is decided here.

mod analysis;
mod comparison;
mod crosswalk;
mod verdict;
mod vintages;

use contracts::analytics as wire;
use domain::{
    Definition,
    comparison::{Comparability, Ratio},
    rate::{Interval, Rate, UncertainExposure},
};

pub(crate) use self::{
    comparison::{comparison, comparison_hash},
    crosswalk::crosswalk_row,
    verdict::{verdict, verdict_hash},
    vintages::{restatement, revisions, vintage},
};

/// Takes off a number where it came from, so that what is left is what was found.
fn bare(recorded: &mut wire::RecordedObservation) {
    let wire::RecordedObservation { id, source: _, snapshot, retrieved_at, rule: _, rule_version, observation } = recorded;
    for text in [id, snapshot, retrieved_at] {
        text.clear();
    }
    *rule_version = 0;
    if let Some(observation) = observation {
        observation.locator.clear();
    }
}

fn rate(rate: &Rate) -> wire::Rate {
    let Rate { events: _, exposure, kind, value, interval: found, uncertain } = rate;
    wire::Rate {
        value: *value,
        lower: found.lower,
        upper: found.upper.unwrap_or(f64::INFINITY),
        per: kind.per(),
        exposure_name: kind.name().to_owned(),
        confidence: found.confidence,
        method: found.method.to_owned(),
        exposure: *exposure,
        uncertain: uncertain.map(|UncertainExposure { least, greatest, interval: wide }| wire::UncertainExposure {
            least,
            greatest,
            interval: Some(interval(&wide)),
        }),
    }
}

fn ratio(ratio: &Ratio) -> wire::Ratio {
    let Ratio { value, interval: Interval { lower, upper, confidence, method } } = ratio;
    wire::Ratio { value: *value, lower: *lower, upper: *upper, confidence: *confidence, method: (*method).to_owned() }
}

fn interval(interval: &Interval) -> wire::Interval {
    let Interval { lower, upper, confidence, method } = interval;
    wire::Interval { lower: *lower, upper: *upper, confidence: *confidence, method: (*method).to_owned() }
}

fn estimate(value: f64, found: &Interval) -> wire::Estimate {
    wire::Estimate { value, interval: Some(interval(found)) }
}

fn comparability(graded: &Comparability) -> wire::Comparability {
    let Comparability { grade, differences } = graded;
    wire::Comparability { grade: grade.as_str().to_owned(), differences: differences.clone() }
}

/// A definition with its axes.
pub(crate) fn definition(definition: &Definition) -> wire::Definition {
    let Definition {
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
    } = definition;
    wire::Definition {
        slug: slug.to_string(),
        title: title.clone(),
        text: text.clone(),
        unit: unit.to_string(),
        threats: threats.as_str().to_owned(),
        attempts: attempts.as_str().to_owned(),
        least_severity: least_severity.clone(),
        population: population.clone(),
        duty_status: duty_status.clone(),
        date_basis: date_basis.clone(),
        completeness: completeness.clone(),
        revisable: revisable.as_str().to_owned(),
        citations: citations.clone(),
    }
}

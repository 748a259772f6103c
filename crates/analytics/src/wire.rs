//! Domain to wire: verdicts, comparisons and definitions as messages. Total; nothing is decided here.

use contracts::{analytics as wire, identity};
use domain::{
    Claim, Definition,
    comparison::{Comparability, Comparison, Ratio, Row},
    rate::{Interval, Rate},
    verdict::{AdjustedRate, Arithmetic, Baseline, Corroboration, Ledger, Precision, Verdict},
};
use prost::Message as _;

use crate::rules::verdict as rule;

/// SHA-256 of a comparison's result: the same on every machine that has the same snapshots, whenever it fetched them and whenever it is asked.
pub(crate) fn result_hash(comparison: &Comparison) -> String {
    let mut message = wire::Comparison { as_of: String::new(), result_hash: String::new(), ..without_hash(comparison) };
    for row in &mut message.rows {
        for recorded in row.count.iter_mut().chain(&mut row.exposures) {
            recorded.retrieved_at = String::new();
        }
    }
    identity::of_bytes(&message.encode_to_vec())
}

/// A comparison with the hash of its result.
pub(crate) fn comparison(comparison: &Comparison) -> wire::Comparison {
    wire::Comparison { result_hash: result_hash(comparison), ..without_hash(comparison) }
}

fn without_hash(comparison: &Comparison) -> wire::Comparison {
    let Comparison { slug, title, question, rows, cannot_say, as_of } = comparison;
    wire::Comparison {
        slug: slug.clone(),
        title: title.clone(),
        question: question.clone(),
        result_hash: String::new(),
        rows: rows.iter().map(row).collect(),
        cannot_say: cannot_say.clone(),
        as_of: as_of.to_string(),
    }
}

fn row(row: &Row) -> wire::ComparisonRow {
    let Row { label, count, exposures, rate: found, comparability: graded, ratio: against, notes, reference } = row;
    wire::ComparisonRow {
        label: label.clone(),
        count: count.as_ref().map(Into::into),
        exposures: exposures.iter().map(Into::into).collect(),
        rate: found.as_ref().and_then(|found| found.as_ref().ok()).map(rate),
        refusal: found.as_ref().and_then(|found| found.as_ref().err()).map(ToString::to_string).unwrap_or_default(),
        comparability: graded.as_ref().map(comparability),
        ratio: against.as_ref().map(ratio),
        notes: notes.clone(),
        reference: *reference,
    }
}

fn rate(rate: &Rate) -> wire::Rate {
    let Rate { events: _, exposure: _, kind, value, interval } = rate;
    wire::Rate {
        value: *value,
        lower: interval.lower,
        upper: interval.upper.unwrap_or(f64::INFINITY),
        per: kind.per(),
        exposure_name: kind.name().to_owned(),
        confidence: interval.confidence,
        method: interval.method.to_owned(),
    }
}

fn ratio(ratio: &Ratio) -> wire::Ratio {
    let Ratio { value, interval: Interval { lower, upper, confidence, method } } = ratio;
    wire::Ratio { value: *value, lower: *lower, upper: *upper, confidence: *confidence, method: (*method).to_owned() }
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

fn claim(claim: &Claim) -> wire::Claim {
    let Claim {
        id,
        published,
        speaker,
        text,
        metric,
        kind,
        numerator,
        baseline,
        baseline_inferred,
        window,
        baseline_window,
        stated,
        evidence,
        urls,
        note,
    } = claim;
    wire::Claim {
        id: id.clone(),
        published: published.clone(),
        speaker: speaker.clone(),
        text: text.clone(),
        metric: metric.clone(),
        numerator: numerator.map(|n| n as f64),
        baseline: baseline.map(|n| n as f64),
        window: window.text.clone(),
        baseline_window: baseline_window.text.clone(),
        published_percent: stated.map(|stated| stated.percent),
        evidence: evidence.as_str().to_owned(),
        urls: urls.clone(),
        note: note.clone(),
        kind: kind.as_str().to_owned(),
        baseline_inferred: *baseline_inferred,
    }
}

fn arithmetic(arithmetic: &Arithmetic) -> wire::Arithmetic {
    let Arithmetic { finding, recomputed_percent, ratio, reason, feasible_pairs } = arithmetic;
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    wire::Arithmetic {
        finding: finding.as_str().to_owned(),
        recomputed_percent: *recomputed_percent,
        ratio: *ratio,
        reason: reason.clone().unwrap_or_default(),
        feasible_pairs: feasible_pairs
            .iter()
            .map(|pair| wire::FeasiblePair { numerator: count(pair.numerator), baseline: count(pair.baseline) })
            .collect(),
    }
}

fn precision(precision: &Precision) -> wire::Precision {
    let Precision { percent: Interval { lower, upper, confidence, method }, small_base } = precision;
    wire::Precision {
        percent_lower: Some(*lower),
        percent_upper: *upper,
        upper_unbounded: upper.is_none(),
        confidence: *confidence,
        method: (*method).to_owned(),
        small_base: *small_base,
    }
}

fn corroboration(one: &Corroboration) -> wire::Corroboration {
    let Corroboration { series, ratio, comparability: graded, reference } = one;
    wire::Corroboration {
        series: series.clone(),
        ratio: ratio.value,
        lower: ratio.interval.lower,
        upper: ratio.interval.upper,
        comparability: Some(comparability(graded)),
        reference: reference.clone(),
    }
}

/// A verdict, whole.
pub(crate) fn verdict(verdict: &Verdict) -> wire::Verdict {
    let Verdict {
        claim: about,
        arithmetic: found,
        precision: exact,
        corroboration: independent,
        exposure_adjusted,
        baseline: Baseline { zero_run_p, other_instruments, capture_break_even },
        identification,
        ledger: Ledger { earlier, later, monotone, drift },
        wording,
        cannot_say,
        snapshots,
        observations,
        as_of,
    } = verdict;
    let rates = exposure_adjusted
        .iter()
        .map(|AdjustedRate { label, rate: found }| wire::AdjustedRate { label: label.clone(), rate: Some(rate(found)) })
        .collect();
    wire::Verdict {
        claim: Some(claim(about)),
        arithmetic: Some(arithmetic(found)),
        precision: exact.as_ref().map(precision),
        corroboration: independent.iter().map(corroboration).collect(),
        exposure_adjusted: Some(wire::ExposureAdjusted { rates }),
        baseline: Some(wire::Baseline {
            zero_run_p: *zero_run_p,
            other_instruments: other_instruments.clone(),
            capture_break_even: *capture_break_even,
        }),
        identification: Some(wire::Identification { bounds: identification.clone() }),
        ledger: Some(wire::Ledger {
            earlier: earlier.clone(),
            later: later.clone(),
            monotone: monotone.as_str().to_owned(),
            drift: drift.clone(),
        }),
        wording: wording.clone(),
        cannot_say: cannot_say.clone(),
        snapshots: snapshots.iter().map(ToString::to_string).collect(),
        as_of: as_of.to_string(),
        rule: rule::RULE.to_owned(),
        rule_version: i32::try_from(rule::VERSION).unwrap_or(i32::MAX),
        observations: observations.iter().map(Into::into).collect(),
    }
}

//! JSON shapes of claims with their verdicts.

use std::collections::BTreeMap;

use contracts::analytics as wire;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    given, links,
    observed::{Comparability, Observation, Rate},
};
use crate::views::address;

/// Every claim with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ClaimList {
    pub(crate) claims: Vec<Claim>,
    pub(crate) links: BTreeMap<String, String>,
}

/// A public numerical statement, told in our words, with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Claim {
    pub(crate) id: String,
    pub(crate) published: String,
    pub(crate) speaker: String,
    pub(crate) text: String,
    pub(crate) metric: String,
    /// `growth`, `stock`, `share` or `other`.
    pub(crate) kind: String,
    pub(crate) numerator: Option<f64>,
    pub(crate) baseline: Option<f64>,
    /// True if the base was worked out from the percentage, so that it cannot test it.
    pub(crate) baseline_inferred: bool,
    pub(crate) window: String,
    pub(crate) baseline_window: String,
    pub(crate) published_percent: Option<f64>,
    /// Evidence grade: A, B, C or X.
    pub(crate) evidence: String,
    pub(crate) urls: Vec<String>,
    pub(crate) note: Option<String>,
    pub(crate) verdict: Verdict,
    pub(crate) links: BTreeMap<String, String>,
}

/// The finding on a claim, in closed vocabulary.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Verdict {
    pub(crate) arithmetic: Option<Arithmetic>,
    /// Null where counts are missing.
    pub(crate) precision: Option<Precision>,
    pub(crate) corroboration: Vec<Corroboration>,
    pub(crate) exposure_adjusted: Vec<AdjustedRate>,
    pub(crate) baseline: Option<Baseline>,
    /// Bounds on what can be identified.
    pub(crate) identification: Vec<String>,
    pub(crate) ledger: Option<Ledger>,
    /// Sentences from the closed list.
    pub(crate) wording: Vec<String>,
    pub(crate) cannot_say: Vec<String>,
    /// Hashes of the snapshots it rests on.
    pub(crate) snapshots: Vec<String>,
    pub(crate) as_of: Option<String>,
    pub(crate) rule: String,
    pub(crate) rule_version: i32,
    /// The observations that the claim's own numbers are recorded as.
    pub(crate) observations: Vec<Observation>,
}

/// Whether the stated percentage follows from the stated counts.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Arithmetic {
    /// `reproduces`, `rounds_to`, `does_not_reproduce` or `not_checkable`.
    pub(crate) finding: String,
    pub(crate) recomputed_percent: Option<f64>,
    pub(crate) ratio: Option<f64>,
    /// Why it cannot be checked, or how it differs.
    pub(crate) reason: Option<String>,
    pub(crate) feasible_pairs: Vec<FeasiblePair>,
}

/// Counts that would give the stated percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FeasiblePair {
    pub(crate) numerator: i64,
    pub(crate) baseline: i64,
}

/// The exact interval of the change or share, in percent.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Precision {
    pub(crate) percent_lower: Option<f64>,
    /// Null if unbounded.
    pub(crate) percent_upper: Option<f64>,
    pub(crate) upper_unbounded: bool,
    pub(crate) confidence: f64,
    pub(crate) method: String,
    /// True if the base is below 20.
    pub(crate) small_base: bool,
}

/// An independent series over the same months.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Corroboration {
    pub(crate) series: String,
    pub(crate) ratio: f64,
    pub(crate) lower: f64,
    /// Null if unbounded.
    pub(crate) upper: Option<f64>,
    pub(crate) comparability: Option<Comparability>,
    /// Claim of the ledger that gave the series, or a series key.
    pub(crate) reference: Option<String>,
}

/// A rate of the claim's count.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct AdjustedRate {
    pub(crate) label: String,
    pub(crate) rate: Option<Rate>,
}

/// The base under scrutiny.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Baseline {
    /// Chance of no event in the days that were added to the window without moving the base.
    pub(crate) zero_run_p: Option<f64>,
    pub(crate) other_instruments: Vec<String>,
    /// Capture of the base below which the growth is no more than the independent series'.
    pub(crate) capture_break_even: Option<f64>,
}

/// The claim among the others of its metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Ledger {
    pub(crate) earlier: Vec<String>,
    pub(crate) later: Vec<String>,
    /// `yes`, `no` or `not_comparable`.
    pub(crate) monotone: String,
    pub(crate) drift: Vec<String>,
}

impl From<&wire::Verdict> for Claim {
    fn from(verdict: &wire::Verdict) -> Self {
        let wire::Claim {
            id,
            published,
            speaker,
            text,
            metric,
            numerator,
            baseline,
            window,
            baseline_window,
            published_percent,
            evidence,
            urls,
            note,
            kind,
            baseline_inferred,
        } = verdict.claim.clone().unwrap_or_default();
        Self {
            links: links([("self", address::api(&["claims", &id])), ("page", address::page(&["claims", &id]))]),
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
            published_percent,
            evidence,
            urls,
            note: given(&note),
            verdict: Verdict::from(verdict),
        }
    }
}

impl From<&wire::Verdict> for Verdict {
    fn from(verdict: &wire::Verdict) -> Self {
        let wire::Verdict {
            claim: _,
            arithmetic,
            precision,
            corroboration,
            exposure_adjusted,
            baseline,
            identification,
            ledger,
            wording,
            cannot_say,
            snapshots,
            as_of,
            rule,
            rule_version,
            observations,
        } = verdict.clone();
        Self {
            arithmetic: arithmetic.map(arithmetic_of),
            precision: precision.map(precision_of),
            corroboration: corroboration.into_iter().map(corroboration_of).collect(),
            exposure_adjusted: exposure_adjusted
                .unwrap_or_default()
                .rates
                .into_iter()
                .map(|adjusted| AdjustedRate { label: adjusted.label, rate: adjusted.rate.as_ref().map(Rate::from) })
                .collect(),
            baseline: baseline.map(|wire::Baseline { zero_run_p, other_instruments, capture_break_even }| Baseline {
                zero_run_p,
                other_instruments,
                capture_break_even,
            }),
            identification: identification.unwrap_or_default().bounds,
            ledger: ledger.map(|wire::Ledger { earlier, later, monotone, drift }| Ledger { earlier, later, monotone, drift }),
            wording,
            cannot_say,
            snapshots,
            as_of: given(&as_of),
            rule,
            rule_version,
            observations: observations.iter().map(Observation::from).collect(),
        }
    }
}

fn arithmetic_of(arithmetic: wire::Arithmetic) -> Arithmetic {
    let wire::Arithmetic { finding, recomputed_percent, ratio, reason, feasible_pairs } = arithmetic;
    let pairs = feasible_pairs.into_iter().map(|wire::FeasiblePair { numerator, baseline }| FeasiblePair { numerator, baseline });
    Arithmetic { finding, recomputed_percent, ratio, reason: given(&reason), feasible_pairs: pairs.collect() }
}

fn precision_of(precision: wire::Precision) -> Precision {
    let wire::Precision { percent_lower, percent_upper, upper_unbounded, confidence, method, small_base } = precision;
    Precision { percent_lower, percent_upper, upper_unbounded, confidence, method, small_base }
}

fn corroboration_of(corroboration: wire::Corroboration) -> Corroboration {
    let wire::Corroboration { series, ratio, lower, upper, comparability, reference } = corroboration;
    Corroboration {
        series,
        ratio,
        lower,
        upper,
        comparability: comparability.as_ref().map(Comparability::from),
        reference: given(&reference),
    }
}

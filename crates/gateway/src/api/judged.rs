//! JSON shapes of claims with their verdicts.

use std::collections::BTreeMap;

use contracts::analytics as wire;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    analyses::Estimate,
    given, links,
    observed::{Comparability, Observation, Rate, Ratio},
    shape::{Shape, shapes},
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
    /// Whether the words fit the numbers; null if no factor is in the words.
    pub(crate) words: Option<WordsFound>,
    /// A share claim on its four axes.
    pub(crate) grid: Vec<ShareCell>,
    pub(crate) baseline: Option<Baseline>,
    /// Bounds on what can be identified.
    pub(crate) identification: Vec<Identified>,
    pub(crate) ledger: Option<Ledger>,
    /// Sentences from the closed list.
    pub(crate) wording: Vec<String>,
    pub(crate) cannot_say: Vec<String>,
    /// The snapshots that it rests on: with them alone it can be made again.
    pub(crate) rests_on: Vec<RestsOn>,
    /// SHA-256 of what is found, whatever snapshot says it and whenever it is asked.
    pub(crate) result_hash: String,
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

impl Shape<wire::Rate> for Rate {
    fn of(wire: wire::Rate) -> Self {
        Self::from(&wire)
    }
}

impl Shape<wire::Comparability> for Comparability {
    fn of(wire: wire::Comparability) -> Self {
        Self::from(&wire)
    }
}

shapes! {
    /// An independent series over about the same months.
    Corroboration = Corroboration {
        series: String,
        comparability: Option<Comparability>,
        /// Per day of its windows.
        own_ratio: Option<Ratio>,
        /// Why it has no ratio.
        refusal: Option<String>,
        /// Its counts, now and before.
        counts: Vec<Observation>,
        /// The growth of the claim over this growth, between the limits of both; null where the claim gives no counts.
        claim_over_this: Option<Ratio>,
    }

    /// The claim's counts over an exposure.
    AdjustedRate = AdjustedRate {
        label: String,
        /// Now.
        rate: Option<Rate>,
        refusal: Option<String>,
        before: Option<Rate>,
        before_refusal: Option<String>,
        ratio: Option<Ratio>,
        /// Share of the claimed growth, on the log scale, that is left.
        share_left: Option<Estimate>,
        note: Option<String>,
    }

    /// Whether the words fit the numbers.
    WordsFound = WordsFound {
        phrase: String,
        factor: f64,
        stated_factor: Option<f64>,
        /// `fits` or `does_not_fit`; null if no percentage is stated.
        fits_stated: Option<String>,
        counted_factor: Option<f64>,
        fits_counts: Option<String>,
    }

    /// A cell of the grid of a share claim.
    ShareCell = ShareCell {
        population: String,
        window: String,
        predicate: String,
        unknowns: String,
        /// In percent, with Wilson's interval.
        share: Option<Estimate>,
        refusal: Option<String>,
        /// Between all unknown being none and all being one, in percent.
        lower_bound: Option<f64>,
        upper_bound: Option<f64>,
        /// `fits` or `does_not_fit`.
        fits: Option<String>,
        note: Option<String>,
    }

    /// The base under scrutiny.
    Baseline = Baseline {
        /// Set where the base did not move while its window grew.
        frozen: Option<FrozenBase>,
        instruments: Vec<OtherInstrument>,
        break_even: Vec<BreakEven>,
    }

    /// A base that stood still while its window grew.
    FrozenBase = FrozenBase {
        /// The earlier claim with the same base.
        earlier: String,
        base: i64,
        days_then: i64,
        days_added: i64,
        /// Chance of no event in the added days at the rate of the earlier ones.
        p: f64,
        /// The same given the total.
        p_conditional: f64,
    }

    /// A count of the same agency by another instrument.
    OtherInstrument = OtherInstrument {
        observation: Option<Observation>,
        comparability: Option<Comparability>,
        /// By days of the windows; a sensitivity, not a growth.
        claim_over_this: Option<Ratio>,
    }

    /// The capture at which the claim's growth is that of an independent series.
    BreakEven = BreakEven {
        series: String,
        /// As a share of the base's events, with the limits that the growth of the series sets.
        capture: Option<Estimate>,
    }

    /// A quantity that is known only between bounds.
    Identified = Identified {
        label: String,
        lower: f64,
        /// Null if there is no end to it.
        upper: Option<f64>,
        unit: String,
    }

    /// The claim among the others of its metric.
    Ledger = Ledger {
        earlier: Vec<String>,
        later: Vec<String>,
        /// `yes`, `no` or `not_comparable`.
        monotone: String,
        drift: Vec<String>,
        /// The new events between each claim of the thread and the one before it.
        increments: Vec<Increment>,
    }

    /// What was added between two cumulative claims.
    Increment = Increment {
        /// Null for the first of the thread.
        from: Option<String>,
        to: String,
        events: i64,
        days: i64,
        per_day: Option<Estimate>,
    }

    /// A snapshot of a source.
    RestsOn = RestsOn {
        source: String,
        snapshot: String,
        /// The first time that its bytes were retrieved.
        retrieved_at: String,
    }
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
            snapshots: _,
            as_of,
            rule,
            rule_version,
            observations,
            words,
            grid,
            rests_on,
            result_hash,
        } = verdict.clone();
        Self {
            arithmetic: arithmetic.map(arithmetic_of),
            precision: precision.map(precision_of),
            corroboration: Shape::of(corroboration),
            exposure_adjusted: Shape::of(exposure_adjusted.unwrap_or_default().rates),
            words: Shape::of(words),
            grid: Shape::of(grid),
            baseline: Shape::of(baseline),
            identification: Shape::of(identification.unwrap_or_default().identified),
            ledger: Shape::of(ledger),
            wording,
            cannot_say,
            rests_on: Shape::of(rests_on),
            result_hash,
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

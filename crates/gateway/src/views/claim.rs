//! A verdict as a page and a table show it.

use contracts::analytics::{Arithmetic, Claim, Corroboration, Precision, Verdict};

use super::{
    figure::{Figure, rule_name},
    format::{self, Percent},
    words,
};

/// The confidence that headings promise; another one is said beside the interval.
const USUAL_CONFIDENCE: f64 = 0.95;

/// A line of the table of claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClaimLine {
    pub(crate) id: String,
    pub(crate) published: String,
    pub(crate) speaker: String,
    pub(crate) text: String,
    pub(crate) stated: Option<String>,
    pub(crate) recomputed: Option<String>,
    pub(crate) interval: Option<String>,
    /// The stable word of the finding.
    pub(crate) finding: String,
    pub(crate) evidence: String,
}

impl ClaimLine {
    /// From a verdict; parts that are absent stay absent.
    pub(crate) fn of(verdict: &Verdict) -> Self {
        let claim = verdict.claim.clone().unwrap_or_default();
        let kind = percent(&claim);
        let arithmetic = verdict.arithmetic.clone().unwrap_or_default();
        Self {
            stated: claim.published_percent.map(|value| kind.stated(value)),
            recomputed: arithmetic.recomputed_percent.map(|value| kind.computed(value)),
            interval: verdict.precision.as_ref().and_then(|precision| interval(kind, precision)),
            finding: arithmetic.finding,
            id: claim.id,
            published: claim.published,
            speaker: claim.speaker,
            text: claim.text,
            evidence: claim.evidence,
        }
    }
}

/// A rate of the claim's count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Adjusted {
    pub(crate) label: String,
    pub(crate) rate: String,
    pub(crate) interval: String,
}

/// An independent series beside the claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Beside {
    pub(crate) series: String,
    pub(crate) ratio: String,
    pub(crate) interval: String,
    pub(crate) grade: String,
    pub(crate) differences: Vec<String>,
}

/// A verdict, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VerdictView {
    pub(crate) line: ClaimLine,
    pub(crate) kind: String,
    pub(crate) metric: String,
    pub(crate) counts: Option<String>,
    pub(crate) window: String,
    pub(crate) baseline_window: String,
    pub(crate) baseline_inferred: bool,
    pub(crate) note: String,
    pub(crate) urls: Vec<String>,
    pub(crate) wording: Vec<String>,
    pub(crate) reason: String,
    pub(crate) ratio: Option<String>,
    pub(crate) pairs: Vec<String>,
    pub(crate) method: Option<String>,
    pub(crate) small_base: bool,
    pub(crate) corroboration: Vec<Beside>,
    pub(crate) adjusted: Vec<Adjusted>,
    pub(crate) zero_run: Option<String>,
    pub(crate) other_instruments: Vec<String>,
    pub(crate) break_even: Option<String>,
    pub(crate) identification: Vec<String>,
    pub(crate) earlier: Vec<String>,
    pub(crate) later: Vec<String>,
    pub(crate) monotone: String,
    pub(crate) drift: Vec<String>,
    pub(crate) cannot_say: Vec<String>,
    pub(crate) snapshots: Vec<String>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) as_of: String,
    pub(crate) rule: String,
}

impl VerdictView {
    /// From the wire; total.
    pub(crate) fn of(verdict: &Verdict) -> Self {
        let line = ClaimLine::of(verdict);
        let claim = verdict.claim.clone().unwrap_or_default();
        let Arithmetic { finding: _, recomputed_percent: _, ratio, reason, feasible_pairs } =
            verdict.arithmetic.clone().unwrap_or_default();
        let precision = verdict.precision.clone();
        let baseline = verdict.baseline.clone().unwrap_or_default();
        let ledger = verdict.ledger.clone().unwrap_or_default();
        let rates = verdict.exposure_adjusted.clone().unwrap_or_default().rates;
        let exact = |precision: &Precision| {
            (!precision.method.is_empty()).then(|| format!("{} interval at {}", precision.method, format::confidence(precision.confidence)))
        };
        Self {
            line,
            kind: words::claim_kind(&claim.kind).to_owned(),
            metric: claim.metric.clone(),
            counts: counts(&claim),
            window: claim.window,
            baseline_window: claim.baseline_window,
            baseline_inferred: claim.baseline_inferred,
            note: claim.note,
            urls: claim.urls,
            wording: verdict.wording.clone(),
            reason,
            ratio: ratio.map(format::estimate),
            pairs: feasible_pairs
                .iter()
                .map(|pair| format!("{} against {}", format::count(pair.numerator), format::count(pair.baseline)))
                .collect(),
            method: precision.as_ref().and_then(exact),
            small_base: precision.is_some_and(|precision| precision.small_base),
            corroboration: verdict.corroboration.iter().map(beside).collect(),
            adjusted: rates.iter().map(adjusted).collect(),
            zero_run: baseline.frozen.map(|frozen| format::estimate(frozen.p)),
            other_instruments: baseline.instruments.iter().filter_map(|one| one.observation.as_ref()).map(|one| one.id.clone()).collect(),
            break_even: baseline.break_even.first().map(|one| Percent::Share.computed(one.capture * 100.0)),
            identification: verdict.identification.clone().unwrap_or_default().identified.into_iter().map(|one| one.label).collect(),
            earlier: ledger.earlier,
            later: ledger.later,
            monotone: ledger.monotone,
            drift: ledger.drift,
            cannot_say: verdict.cannot_say.clone(),
            snapshots: verdict.snapshots.clone(),
            figures: verdict.observations.iter().map(Figure::of).collect(),
            as_of: verdict.as_of.clone(),
            rule: if verdict.rule.is_empty() { String::new() } else { rule_name(&verdict.rule, verdict.rule_version) },
        }
    }
}

fn percent(claim: &Claim) -> Percent {
    if matches!(claim.kind.as_str(), "growth" | "stock") { Percent::Change } else { Percent::Share }
}

fn interval(kind: Percent, precision: &Precision) -> Option<String> {
    let lower = precision.percent_lower?;
    let upper = if precision.upper_unbounded { None } else { Some(precision.percent_upper?) };
    let shown = kind.interval(lower, upper);
    let usual = precision.confidence == 0.0 || (precision.confidence - USUAL_CONFIDENCE).abs() < 1e-9;
    Some(if usual { shown } else { format!("{shown} (at {})", format::confidence(precision.confidence)) })
}

fn counts(claim: &Claim) -> Option<String> {
    let of = if claim.kind == "share" { "of" } else { "against" };
    match (claim.numerator, claim.baseline) {
        (Some(numerator), Some(baseline)) => Some(format!("{} {of} {}", format::shortest(numerator), format::shortest(baseline))),
        (Some(numerator), None) => Some(format!("{}, base not given", format::shortest(numerator))),
        (None, Some(baseline)) => Some(format!("count not given, base {}", format::shortest(baseline))),
        (None, None) => None,
    }
}

fn beside(corroboration: &Corroboration) -> Beside {
    let Corroboration { series, comparability, own_ratio, refusal, counts: _, claim_over_this: _ } = corroboration;
    let comparability = comparability.clone().unwrap_or_default();
    let ratio = own_ratio.as_ref();
    Beside {
        series: series.clone(),
        ratio: ratio.map_or_else(|| refusal.clone(), |ratio| format::estimate(ratio.value)),
        interval: ratio.map(|ratio| format::ratio_interval(ratio.value, ratio.lower, ratio.upper)).unwrap_or_default(),
        grade: comparability.grade,
        differences: comparability.differences,
    }
}

fn adjusted(adjusted: &contracts::analytics::AdjustedRate) -> Adjusted {
    let rate = adjusted.rate.clone().unwrap_or_default();
    Adjusted {
        label: adjusted.label.clone(),
        rate: format!("{} per {} {}", format::estimate(rate.value), format::shortest(rate.per), rate.exposure_name),
        interval: format::interval(rate.value, rate.lower, Some(rate.upper)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth(stated: Option<f64>, precision: Option<Precision>) -> ClaimLine {
        let claim = Claim { id: "C02".into(), kind: "growth".into(), published_percent: stated, ..Default::default() };
        ClaimLine::of(&Verdict { claim: Some(claim), precision, ..Default::default() })
    }

    #[test]
    fn an_interval_without_upper_end_is_unbounded_and_one_without_numbers_is_absent() {
        let precision = |lower, upper, upper_unbounded| {
            Some(Precision { percent_lower: lower, percent_upper: upper, upper_unbounded, ..Default::default() })
        };
        let interval = |precision| growth(None, precision).interval;
        assert_eq!(interval(precision(Some(127.5), Some(615.0), false)).as_deref(), Some("+127.5% to +615.0%"));
        assert_eq!(interval(precision(Some(127.5), None, true)).as_deref(), Some("+127.5% to unbounded"));
        assert_eq!(interval(precision(None, None, false)), None);
        let wide = Precision { percent_lower: Some(1.0), percent_upper: Some(2.0), confidence: 0.99, ..Default::default() };
        assert_eq!(interval(Some(wide)).as_deref(), Some("+1.0% to +2.0% (at 99%)"));
        assert_eq!(growth(Some(353.0), None).stated.as_deref(), Some("+353%"));
    }

    #[test]
    fn an_empty_verdict_is_shown_as_empty() {
        let view = VerdictView::of(&Verdict::default());
        assert_eq!((view.counts, view.ratio, view.method, view.rule.as_str()), (None, None, None, ""));
    }
}

//! Verdicts as messages.

use contracts::{analytics as wire, identity};
use domain::{
    Claim,
    rate::{Interval, Rate, Refusal},
    verdict::{
        Adjusted, Arithmetic, Baseline, BreakEven, Corroboration, Fit, FrozenBase, Identified, Increment, Ledger, OtherInstrument,
        Precision, RestsOn, ShareFound, Verdict, WordsFound,
    },
};
use prost::Message as _;

use super::{bare, comparability, estimate, rate, ratio};
use crate::rules::verdict as rule;

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
        setting: _,
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
    let Corroboration { series, ratio: own, counts, comparability: graded, claim_over_this } = one;
    wire::Corroboration {
        series: series.clone(),
        comparability: Some(comparability(graded)),
        own_ratio: own.as_ref().ok().map(ratio),
        refusal: own.as_ref().err().cloned().unwrap_or_default(),
        counts: counts.iter().map(Into::into).collect(),
        claim_over_this: claim_over_this.as_ref().map(ratio),
    }
}

fn adjusted(one: &Adjusted) -> wire::AdjustedRate {
    let Adjusted { label, now, before, ratio: against, share_left, note } = one;
    let refusal = |found: &Result<Rate, Refusal>| found.as_ref().err().map(ToString::to_string).unwrap_or_default();
    wire::AdjustedRate {
        label: label.clone(),
        rate: now.as_ref().ok().map(rate),
        refusal: refusal(now),
        before: before.as_ref().and_then(|before| before.as_ref().ok()).map(rate),
        before_refusal: before.as_ref().map(refusal).unwrap_or_default(),
        ratio: against.as_ref().map(ratio),
        share_left: share_left.as_ref().map(|(value, found)| estimate(*value, found)),
        note: note.clone(),
    }
}

fn baseline(baseline: &Baseline) -> wire::Baseline {
    let Baseline { frozen, other_instruments, capture_break_even } = baseline;
    let instrument = |OtherInstrument { recorded, comparability: graded, claim_over_this }: &OtherInstrument| wire::OtherInstrument {
        observation: Some(recorded.into()),
        comparability: Some(comparability(graded)),
        claim_over_this: claim_over_this.as_ref().map(ratio),
    };
    let still = |FrozenBase { earlier, base, days_then, days_added, p, p_conditional }: &FrozenBase| wire::FrozenBase {
        earlier: earlier.clone(),
        base: whole(*base),
        days_then: *days_then,
        days_added: *days_added,
        p: *p,
        p_conditional: *p_conditional,
    };
    wire::Baseline {
        frozen: frozen.as_ref().map(still),
        instruments: other_instruments.iter().map(instrument).collect(),
        break_even: capture_break_even
            .iter()
            .map(|BreakEven { series, capture: (value, found) }| wire::BreakEven {
                series: series.clone(),
                capture: Some(estimate(*value, found)),
            })
            .collect(),
    }
}

fn ledger(ledger: &Ledger) -> wire::Ledger {
    let Ledger { earlier, later, monotone, drift, increments } = ledger;
    let increment = |Increment { from, to, events, days, per_day, value }: &Increment| wire::Increment {
        from: from.clone(),
        to: to.clone(),
        events: whole(*events),
        days: *days,
        per_day: Some(estimate(*value, per_day)),
    };
    wire::Ledger {
        earlier: earlier.clone(),
        later: later.clone(),
        monotone: monotone.as_str().to_owned(),
        drift: drift.clone(),
        increments: increments.iter().map(increment).collect(),
    }
}

fn words(words: &WordsFound) -> wire::WordsFound {
    let WordsFound { phrase, factor, stated_factor, fits_stated, counted_factor, fits_counts } = words;
    wire::WordsFound {
        phrase: phrase.clone(),
        factor: *factor,
        stated_factor: *stated_factor,
        fits_stated: fit(*fits_stated),
        counted_factor: *counted_factor,
        fits_counts: fit(*fits_counts),
    }
}

fn fit(fit: Option<Fit>) -> String {
    fit.map(|fit| fit.as_str().to_owned()).unwrap_or_default()
}

fn share(cell: &ShareFound) -> wire::ShareCell {
    let ShareFound { population, window, predicate, unknowns, share, bounds, fits, note } = cell;
    wire::ShareCell {
        population: population.clone(),
        window: window.clone(),
        predicate: predicate.clone(),
        unknowns: unknowns.clone(),
        share: share.as_ref().ok().map(|(value, interval)| estimate(*value, interval)),
        refusal: share.as_ref().err().cloned().unwrap_or_default(),
        lower_bound: bounds.map(|(lower, _)| lower),
        upper_bound: bounds.map(|(_, upper)| upper),
        fits: fit(*fits),
        note: note.clone(),
    }
}

fn identified(one: &Identified) -> wire::Identified {
    let Identified { label, lower, upper, unit } = one;
    wire::Identified { label: label.clone(), lower: *lower, upper: *upper, unit: (*unit).to_owned() }
}

/// SHA-256 of what a verdict finds: the same whatever snapshot says the numbers, whenever it is asked.
pub(crate) fn verdict_hash(verdict: &Verdict) -> String {
    let mut message = wire::Verdict { as_of: String::new(), rests_on: Vec::new(), snapshots: Vec::new(), ..without_hash(verdict) };
    let counts = message.corroboration.iter_mut().flat_map(|one| &mut one.counts);
    let instruments = message.baseline.iter_mut().flat_map(|one| &mut one.instruments).filter_map(|one| one.observation.as_mut());
    for recorded in message.observations.iter_mut().chain(counts).chain(instruments) {
        bare(recorded);
    }
    identity::of_bytes(&message.encode_to_vec())
}

/// A verdict, whole.
pub(crate) fn verdict(verdict: &Verdict) -> wire::Verdict {
    wire::Verdict { result_hash: verdict_hash(verdict), ..without_hash(verdict) }
}

fn without_hash(verdict: &Verdict) -> wire::Verdict {
    let Verdict {
        claim: about,
        arithmetic: found,
        precision: exact,
        corroboration: independent,
        exposure_adjusted,
        words: said,
        grid,
        baseline: base,
        identification,
        ledger: among,
        wording,
        cannot_say,
        rests_on,
        observations,
        as_of,
    } = verdict;
    let mut snapshots: Vec<String> = rests_on.iter().map(|one| one.snapshot.to_string()).collect();
    snapshots.sort();
    snapshots.dedup();
    wire::Verdict {
        claim: Some(claim(about)),
        arithmetic: Some(arithmetic(found)),
        precision: exact.as_ref().map(precision),
        corroboration: independent.iter().map(corroboration).collect(),
        exposure_adjusted: Some(wire::ExposureAdjusted { rates: exposure_adjusted.iter().map(adjusted).collect() }),
        baseline: Some(baseline(base)),
        identification: Some(wire::Identification { identified: identification.iter().map(identified).collect() }),
        ledger: Some(ledger(among)),
        wording: wording.clone(),
        cannot_say: cannot_say.clone(),
        snapshots,
        as_of: as_of.to_string(),
        rule: rule::RULE.to_owned(),
        rule_version: i32::try_from(rule::VERSION).unwrap_or(i32::MAX),
        observations: observations.iter().map(Into::into).collect(),
        words: said.as_ref().map(words),
        grid: grid.iter().map(share).collect(),
        rests_on: rests_on
            .iter()
            .map(|RestsOn { source, snapshot, retrieved_at }| wire::RestsOn {
                source: source.to_string(),
                snapshot: snapshot.to_string(),
                retrieved_at: retrieved_at.to_string(),
            })
            .collect(),
        result_hash: String::new(),
    }
}

fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

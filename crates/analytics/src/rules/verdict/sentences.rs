//! Which sentences of the closed list a verdict says, in the order in which they are read.

use domain::{
    ClaimKind, CountingUnit,
    claim::Claim,
    comparison::Grade,
    verdict::{Corroboration, Finding, Monotone, Verdict},
};

use super::{
    case::{Case, stated_factor},
    thread::Inversion,
};
use crate::rules::wording::{CannotSay, Reach, Sentence};

/// What is said: arithmetic, precision, base, exposure, others, words, ledger.
pub(super) fn said(case: &Case<'_>, verdict: &Verdict, inversion: &Inversion) -> Vec<String> {
    let claim = case.claim();
    let mut out = vec![Sentence::Arithmetic(verdict.arithmetic.finding)];
    if claim.baseline_inferred {
        out.push(Sentence::InferredBase);
    }
    out.extend(pairs(verdict, inversion));
    if let Some(precision) = verdict.precision {
        if precision.small_base {
            out.push(Sentence::SmallBase);
        }
        let interval = precision.percent;
        let is_growth = claim.kind == ClaimKind::Growth;
        if is_growth && interval.lower <= 0.0 && interval.upper.is_none_or(|upper| upper >= 0.0) {
            out.push(Sentence::IncludesNoChange);
        }
    }
    if let Some(days) = shared_days(claim) {
        out.push(Sentence::WindowsShareDays(days));
    }
    if let Some(frozen) = &verdict.baseline.frozen {
        out.push(Sentence::FrozenBase(frozen));
    }
    for adjusted in &verdict.exposure_adjusted {
        if let (Some(ratio), Some((left, interval))) = (adjusted.ratio, adjusted.share_left) {
            out.push(Sentence::Adjusted(adjusted, ratio, left, interval));
        }
    }
    if let Some(grade) = nearest(&verdict.corroboration) {
        out.push(Sentence::Independent(grade, reach(verdict)));
    }
    if !verdict.baseline.capture_break_even.is_empty() {
        out.push(Sentence::BreakEven);
    }
    if verdict.baseline.other_instruments.iter().any(|one| one.claim_over_this.is_some()) {
        out.push(Sentence::OtherInstruments);
    }
    out.extend(verdict.words.as_ref().map(Sentence::Words));
    out.extend(grid(verdict));
    if verdict.ledger.monotone == Monotone::No {
        out.push(Sentence::NotMonotone);
    }
    if !verdict.ledger.drift.is_empty() {
        out.push(Sentence::Drift);
    }
    if !case.records_its_counts() {
        out.push(Sentence::RecordedOtherwise);
    }
    let has_numbers = claim.numerator.is_some() || claim.stated.is_some();
    if verdict.observations.is_empty() && has_numbers && verdict.arithmetic.finding != Finding::NotCheckable {
        out.push(Sentence::NotRecorded);
    }
    out.iter().map(ToString::to_string).collect()
}

fn pairs(verdict: &Verdict, inversion: &Inversion) -> Option<Sentence<'static>> {
    match inversion {
        Inversion::Contradiction => Some(Sentence::SequenceContradicts),
        Inversion::Pairs(_) => Some(Sentence::PairsOfSequence),
        Inversion::Silent if verdict.arithmetic.feasible_pairs.is_empty() => None,
        Inversion::Silent => Some(Sentence::PairsOfOneClaim),
    }
}

/// Days that are both in the window and in the base window of a growth.
fn shared_days(claim: &Claim) -> Option<i64> {
    let (window, base) = (claim.window.period?, claim.baseline_window.period?);
    let shared = domain::Period::new(window.start().max(base.start()), window.end().min(base.end())).ok()?;
    (claim.kind == ClaimKind::Growth).then(|| shared.days())
}

/// The best grade among the independent series that have a growth of their own.
fn nearest(corroboration: &[Corroboration]) -> Option<Grade> {
    corroboration.iter().filter(|one| one.ratio.is_ok()).map(|one| one.comparability.grade).min()
}

fn reach(verdict: &Verdict) -> Reach {
    let exact = verdict.precision.map(|precision| 1.0 + precision.percent.lower / 100.0);
    let Some(claimed) = exact.or_else(|| stated_factor(&verdict.claim)) else { return Reach::Unknown };
    let mut own = verdict.corroboration.iter().filter_map(|one| one.ratio.as_ref().ok());
    let is_below = own.all(|ratio| ratio.interval.upper.is_some_and(|upper| upper < claimed));
    if is_below { Reach::AllBelow } else { Reach::SomeReach }
}

fn grid(verdict: &Verdict) -> Option<Sentence<'static>> {
    let cells = verdict.grid.iter().filter(|_| verdict.claim.stated.is_some());
    let counted = cells.clone().filter(|cell| cell.share.is_ok()).count();
    let fit = cells.clone().filter(|cell| cell.fits == Some(domain::verdict::Fit::Fits)).count();
    let without = cells.count() - counted;
    (counted + without > 0).then_some(Sentence::Grid { fit, counted, without })
}

/// What the verdict cannot say, of this claim.
pub(super) fn cannot_say(case: &Case<'_>, verdict: &Verdict) -> Vec<String> {
    let claim = case.claim();
    let setting = &claim.setting;
    let is_growth = claim.kind == ClaimKind::Growth;
    let has_numbers = claim.numerator.is_some() || claim.stated.is_some() || !case.entry.figures.is_empty();
    let mut out = Vec::new();
    if !has_numbers {
        out.push(CannotSay::Exists);
        return shown(&out);
    }
    out.push(CannotSay::True);
    if claim.stated.is_some() && claim.numerator.is_none() && is_growth {
        out.push(CannotSay::Counts);
    }
    if is_growth && (claim.window.period.is_none() || claim.baseline_window.period.is_none()) {
        out.push(CannotSay::Days);
    }
    let definition = setting.instrument.as_ref().map(|instrument| case.definitions.get(&instrument.definition));
    match definition {
        None => out.push(CannotSay::Definition),
        Some(Some(found)) if found.unit == CountingUnit::Unstated => out.push(CannotSay::Unit),
        Some(_) => {}
    }
    if is_growth {
        out.push(CannotSay::Capture);
    }
    if verdict.baseline.frozen.is_some() {
        out.push(CannotSay::BaseToTheEnd);
    }
    if is_growth {
        if verdict.exposure_adjusted.iter().all(|one| one.now.is_err()) {
            out.push(CannotSay::Exposure);
        } else if verdict.exposure_adjusted.iter().all(|one| one.ratio.is_none()) {
            out.push(CannotSay::ExposureBefore);
        }
        match nearest(&verdict.corroboration) {
            None => out.push(CannotSay::Independent),
            Some(grade) if !grade.allows_ratio() => out.push(CannotSay::Corroborated),
            Some(_) => {}
        }
    }
    let unrecorded = setting.instruments.len().saturating_sub(verdict.baseline.other_instruments.len());
    if unrecorded > 0 {
        out.push(CannotSay::Instruments(unrecorded));
    }
    if claim.kind == ClaimKind::Share {
        if claim.window.period.is_none() && claim.stated.is_some() {
            out.push(CannotSay::Choice);
        }
        if verdict.grid.iter().any(|cell| cell.share.is_ok() && cell.bounds.is_none()) {
            out.push(CannotSay::Unknowns);
        }
    }
    if matches!(claim.kind, ClaimKind::Growth | ClaimKind::Stock) {
        out.push(CannotSay::Cause);
    }
    shown(&out)
}

fn shown(sentences: &[CannotSay]) -> Vec<String> {
    sentences.iter().map(ToString::to_string).collect()
}

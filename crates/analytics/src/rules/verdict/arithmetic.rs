//! Whether a claim's percentage follows from its counts.

use domain::{
    Claim, ClaimKind,
    claim::{Exactness, StatedPercent},
    rate::Interval,
    verdict::{Arithmetic, FeasiblePair, Finding, Precision},
};

use crate::rules::rates::CONFIDENCE;

/// Bases that are tried where no counts are given: all counts that the ledger's small series could have had.
const MOST_BASE: u64 = 20;
/// So many pairs are shown at most.
pub(super) const MOST_PAIRS: usize = 12;

/// The arithmetic part of a verdict (methods §1.7).
pub fn check(claim: &Claim) -> Arithmetic {
    let recomputed = recomputed(claim);
    let ratio = match (claim.numerator, claim.baseline) {
        (Some(numerator), Some(baseline)) if baseline > 0 => Some(numerator as f64 / baseline as f64),
        _ => None,
    };
    let (finding, reason) = match (claim.stated, recomputed) {
        (None, _) => (Finding::NotCheckable, Some("no percentage is stated".to_owned())),
        (Some(_), None) => (Finding::NotCheckable, Some("the counts are not given".to_owned())),
        (Some(_), Some(_)) if claim.baseline_inferred => {
            (Finding::NotCheckable, Some("the base was worked out from the percentage".to_owned()))
        }
        (Some(stated), Some(recomputed)) => compare(stated, recomputed, ratio),
    };
    let wants_pairs = matches!(finding, Finding::NotCheckable | Finding::DoesNotReproduce) && claim.kind == ClaimKind::Growth;
    let feasible_pairs = match claim.stated {
        Some(stated) if wants_pairs && stated.exactness != Exactness::AtLeast => feasible(claim, stated),
        _ => Vec::new(),
    };
    Arithmetic { finding, recomputed_percent: recomputed, ratio, reason, feasible_pairs }
}

/// True if a growth states a percentage and its counts are not both given by the speaker, so that only the percentage tells of them.
pub(super) fn lacks_counts(claim: &Claim) -> bool {
    let stated_exactly = claim.stated.is_some_and(|stated| stated.exactness != Exactness::AtLeast);
    let both_given = claim.numerator.is_some() && claim.baseline.is_some() && !claim.baseline_inferred;
    claim.kind == ClaimKind::Growth && stated_exactly && !both_given
}

/// In percent: the change for growth, the part for a share.
fn recomputed(claim: &Claim) -> Option<f64> {
    let (numerator, baseline) = (claim.numerator? as f64, claim.baseline.filter(|n| *n > 0)? as f64);
    match claim.kind {
        ClaimKind::Growth | ClaimKind::Stock => Some(100.0 * (numerator / baseline - 1.0)),
        ClaimKind::Share => Some(100.0 * numerator / baseline),
        ClaimKind::Other => None,
    }
}

fn compare(stated: StatedPercent, recomputed: f64, ratio: Option<f64>) -> (Finding, Option<String>) {
    let half = 0.5 * 10_f64.powi(-i32::from(stated.decimals));
    // A tie may have been rounded either way; the last digits of a float may not decide it.
    let to_the_digits = (recomputed - stated.percent).abs() <= half + 1e-9 * stated.percent.abs().max(1.0);
    match stated.exactness {
        _ if to_the_digits => (Finding::Reproduces, None),
        Exactness::AtLeast if recomputed >= stated.percent => {
            (Finding::RoundsTo, Some(format!("the counts give {recomputed:+.1} %, which is more than {}", stated.percent)))
        }
        Exactness::About if announces(stated.percent, recomputed, ratio) => {
            (Finding::RoundsTo, Some(format!("the counts give {recomputed:+.1} %, told in round words")))
        }
        _ => (Finding::DoesNotReproduce, Some(format!("the counts give {recomputed:+.1} %, not {:+} %", stated.percent))),
    }
}

/// Round words: a whole multiple ("three times" for 3.4), or a percentage within a tenth of itself.
fn announces(stated: f64, recomputed: f64, ratio: Option<f64>) -> bool {
    let whole_multiple = ratio.is_some_and(|ratio| {
        let multiple = 1.0 + stated / 100.0;
        (multiple - multiple.round()).abs() < 1e-9 && (ratio.round() - multiple).abs() < 1e-9
    });
    whole_multiple || (recomputed - stated).abs() <= 0.1 * stated.abs()
}

/// Pairs of counts that would give the stated percentage; those that keep a stated count first, and only those if there is one.
fn feasible(claim: &Claim, stated: StatedPercent) -> Vec<FeasiblePair> {
    let pairs = statistics::claim::feasible_pairs(stated.percent, u32::from(stated.decimals), MOST_BASE).unwrap_or_default();
    let all = pairs.into_iter().map(|(numerator, baseline)| FeasiblePair { numerator, baseline });
    if (claim.baseline.is_none() || claim.baseline_inferred)
        && let Some(numerator) = claim.numerator
    {
        return all.filter(|pair| pair.numerator == numerator).collect();
    }
    all.take(MOST_PAIRS).collect()
}

/// The exact interval of the change (central, methods §2.3) or of the share (Clopper–Pearson). None where counts are missing, where the base
/// was worked out from the percentage, and for stocks such as a headcount, which are no counts of events.
pub fn precision(claim: &Claim) -> Option<Precision> {
    if claim.baseline_inferred {
        return None;
    }
    let (numerator, baseline) = (claim.numerator?, claim.baseline?);
    let percent = match claim.kind {
        ClaimKind::Growth => {
            let found = statistics::ratio::exact_central(numerator, 1.0, baseline, 1.0, CONFIDENCE).ok()?;
            let upper = found.upper.is_finite().then_some(100.0 * (found.upper - 1.0));
            Interval { lower: 100.0 * (found.lower - 1.0), upper, confidence: CONFIDENCE, method: "exact central" }
        }
        ClaimKind::Share => {
            let found = statistics::proportion::clopper_pearson(numerator, baseline, CONFIDENCE).ok()?;
            let upper = Some(100.0 * found.upper);
            Interval { lower: 100.0 * found.lower, upper, confidence: CONFIDENCE, method: "Clopper–Pearson" }
        }
        ClaimKind::Stock | ClaimKind::Other => return None,
    };
    Some(Precision { percent, small_base: baseline < 20 })
}

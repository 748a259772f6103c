//! From a claim, the ledger and its recorded figures to a verdict.

pub mod arithmetic;

use catalog::ClaimEntry;
use domain::{
    Claim, Instant, Recorded,
    verdict::{Baseline, Finding, Ledger, Monotone, Verdict},
};

use super::{comparison::Definitions, joined::Joined, wording};

/// Name of this rule, and its version: raised whenever a verdict could come out differently.
pub const RULE: &str = "verdict";
/// See [`RULE`].
pub const VERSION: u32 = 1;

/// The verdict on a claim, among the ledger, on what is joined to it.
pub fn judge(entry: &ClaimEntry, ledger: &[ClaimEntry], joined: &Joined, _definitions: &Definitions, as_of: Instant) -> Verdict {
    let claim = &entry.claim;
    let recorded = entry.figures.iter().filter_map(|figure| joined.find(figure).ok());
    let observations: Vec<Recorded> = recorded.filter(|one| one.observation.reading.value().is_some()).cloned().collect();
    let arithmetic = arithmetic::check(claim);
    let precision = arithmetic::precision(claim);
    let mut said = vec![wording::of_finding(arithmetic.finding)];
    if claim.baseline_inferred {
        said.push(wording::INFERRED_BASE);
    }
    if let Some(precision) = precision {
        if precision.small_base {
            said.push(wording::SMALL_BASE);
        }
        let growth = precision.percent.method == "exact central";
        if growth && precision.percent.lower <= 0.0 && precision.percent.upper.is_none_or(|upper| upper >= 0.0) {
            said.push(wording::INCLUDES_NO_CHANGE);
        }
    }
    let has_numbers = claim.numerator.is_some() || claim.stated.is_some();
    if observations.is_empty() && has_numbers && arithmetic.finding != Finding::NotCheckable {
        said.push(wording::NOT_RECORDED);
    }
    let cannot_say = [wording::CANNOT_SAY_TRUE, wording::CANNOT_SAY_DEFINITION, wording::CANNOT_SAY_EXPOSURE, wording::CANNOT_SAY_CAUSE];
    Verdict {
        claim: claim.clone(),
        arithmetic,
        precision,
        corroboration: Vec::new(),
        exposure_adjusted: Vec::new(),
        words: None,
        grid: Vec::new(),
        baseline: Baseline::default(),
        identification: Vec::new(),
        ledger: place(claim, ledger),
        wording: said.into_iter().map(str::to_owned).collect(),
        cannot_say: cannot_say.map(str::to_owned).to_vec(),
        rests_on: joined.rests_on(),
        observations,
        as_of,
    }
}

/// The claim among those of the same speaker's metric, in order of publication; and whether cumulative counts only grow along them.
fn place(claim: &Claim, ledger: &[ClaimEntry]) -> Ledger {
    let mut same: Vec<&Claim> =
        ledger.iter().map(|entry| &entry.claim).filter(|other| other.metric == claim.metric && other.kind == claim.kind).collect();
    same.sort_by(|a, b| (&a.published, &a.id).cmp(&(&b.published, &b.id)));
    let at = same.iter().position(|other| other.id == claim.id).unwrap_or(same.len());
    let ids = |claims: &[&Claim]| claims.iter().map(|claim| claim.id.clone()).collect::<Vec<_>>();
    let counts: Vec<u64> = same.iter().filter_map(|claim| claim.numerator).collect();
    let monotone = match counts.as_slice() {
        [] | [_] => Monotone::NotComparable,
        counts if counts.is_sorted() => Monotone::Yes,
        _ => Monotone::No,
    };
    let (earlier, later) = (ids(&same[..at]), ids(same.get(at + 1..).unwrap_or_default()));
    Ledger { earlier, later, monotone, drift: Vec::new(), increments: Vec::new() }
}

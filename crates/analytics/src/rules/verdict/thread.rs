//! The claims that tell one cumulative count at different times, and what they let one another be.

use catalog::ClaimEntry;
use domain::{
    Claim, ClaimKind,
    claim::{Exactness, StatedPercent},
    verdict::FeasiblePair,
};
use statistics::claim::{Step, feasible_sequence};

use super::arithmetic::MOST_PAIRS;

/// Bases that are tried for a claim of a sequence, at least; greater ones if a claim of the sequence has a greater base.
const LEAST_MOST_BASE: u64 = 60;

/// A claim among those of the same count, in order of publication.
#[derive(Debug, Clone, Default)]
pub(super) struct Thread<'a> {
    /// Claims before it.
    pub(super) earlier: Vec<&'a Claim>,
    /// Claims after it.
    pub(super) later: Vec<&'a Claim>,
    /// All of them, the claim among them; empty if it tells no such count.
    pub(super) all: Vec<&'a Claim>,
}

/// What the sequence says about the counts of a claim that gave none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inversion {
    /// The sequence says nothing: no thread, or no percentage that is meant to its digits.
    Silent,
    /// Pairs that fit this claim and some choice of pairs for all the others.
    Pairs(Vec<FeasiblePair>),
    /// No choice of pairs fits all claims at once.
    Contradiction,
}

impl<'a> Thread<'a> {
    /// The thread of a claim, whatever the order of the ledger.
    pub(super) fn of(claim: &'a Claim, ledger: &'a [ClaimEntry]) -> Self {
        let Some(name) = &claim.setting.thread else { return Self::default() };
        let in_thread = |other: &&Claim| other.setting.thread.as_ref() == Some(name) && other.id != claim.id;
        let mut all: Vec<&Claim> = ledger.iter().map(|entry| &entry.claim).filter(in_thread).chain([claim]).collect();
        all.sort_by(|a, b| (&a.published, &a.id).cmp(&(&b.published, &b.id)));
        let at = all.iter().position(|other| other.id == claim.id).unwrap_or(all.len());
        let (earlier, later) = (all.iter().take(at).copied().collect(), all.iter().skip(at + 1).copied().collect());
        Self { earlier, later, all }
    }

    /// The pairs that the whole sequence leaves for a claim without counts (methods §1.1), on the assumptions that one definition holds
    /// throughout, counts and bases never fall, nothing is restated, and percentages are exact.
    pub(super) fn invert(&self, claim: &Claim) -> Inversion {
        let steps: Vec<(&Claim, Step)> = self.all.iter().filter_map(|claim| Some((*claim, step(claim)?))).collect();
        let Some(at) = steps.iter().position(|(other, _)| other.id == claim.id) else { return Inversion::Silent };
        if steps.len() < 2 {
            return Inversion::Silent;
        }
        let greatest_base = self.all.iter().filter_map(|claim| claim.baseline).max().unwrap_or(0);
        let steps: Vec<Step> = steps.into_iter().map(|(_, step)| step).collect();
        let Ok(found) = feasible_sequence(&steps, greatest_base.max(LEAST_MOST_BASE)) else { return Inversion::Silent };
        let pairs: Vec<FeasiblePair> = found
            .into_iter()
            .nth(at)
            .unwrap_or_default()
            .into_iter()
            .map(|(numerator, baseline)| FeasiblePair { numerator, baseline })
            .filter(|pair| claim.numerator.is_none_or(|numerator| numerator == pair.numerator))
            .take(MOST_PAIRS)
            .collect();
        if pairs.is_empty() { Inversion::Contradiction } else { Inversion::Pairs(pairs) }
    }
}

/// What a claim adds to the sequence: its counts, or a percentage that is meant to its digits.
fn step(claim: &Claim) -> Option<Step> {
    if claim.kind != ClaimKind::Growth {
        return None;
    }
    match (claim.numerator, claim.baseline, claim.stated) {
        (Some(count), Some(baseline), _) => Some(Step::Counts { count, baseline }),
        (_, _, Some(StatedPercent { percent, decimals, exactness: Exactness::Stated | Exactness::Unstated })) => {
            Some(Step::Percent { percent, decimals: u32::from(decimals) })
        }
        _ => None,
    }
}

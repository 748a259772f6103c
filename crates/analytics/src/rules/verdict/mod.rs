//! From a claim, the ledger and its recorded figures to a verdict.

mod adjusted;
pub mod arithmetic;
mod baseline;
mod case;
mod corroboration;
mod grid;
mod identification;
mod ledger;
mod sentences;
mod thread;
mod words;

use catalog::ClaimEntry;
use domain::{Instant, Recorded, verdict::Verdict};

use self::{
    case::Case,
    thread::{Inversion, Thread},
};
use super::{comparison::Definitions, joined::Joined};

/// Name of this rule, and its version: raised whenever a verdict could come out differently.
pub const RULE: &str = "verdict";
/// See [`RULE`].
pub const VERSION: u32 = 3;

/// The verdict on a claim, among the ledger in whatever order, on what is joined to it. A claim to which nothing is recorded has one as well.
pub fn judge(entry: &ClaimEntry, ledger: &[ClaimEntry], joined: &Joined, definitions: &Definitions, as_of: Instant) -> Verdict {
    let claim = &entry.claim;
    let thread = Thread::of(claim, ledger);
    let case = Case { entry, thread: &thread, joined, definitions };
    let mut arithmetic = arithmetic::check(claim);
    let inversion = if arithmetic::lacks_counts(claim) { thread.invert(claim) } else { Inversion::Silent };
    if let Inversion::Pairs(pairs) = &inversion {
        arithmetic.feasible_pairs.clone_from(pairs);
    }
    let recorded = entry.figures.iter().filter_map(|figure| joined.find(figure).ok());
    let observations: Vec<Recorded> = recorded.filter(|one| one.observation.reading.value().is_some()).cloned().collect();
    let corroboration = corroboration::all(&case);
    let exposure_adjusted = adjusted::all(&case);
    let baseline = baseline::check(&case, &corroboration);
    let identification = identification::all(&case, &exposure_adjusted);
    let mut verdict = Verdict {
        claim: claim.clone(),
        arithmetic,
        precision: arithmetic::precision(claim),
        corroboration,
        exposure_adjusted,
        words: words::check(claim),
        grid: grid::all(&case),
        baseline,
        identification,
        ledger: ledger::place(&case),
        wording: Vec::new(),
        cannot_say: Vec::new(),
        rests_on: joined.rests_on(),
        observations,
        as_of,
    };
    verdict.wording = sentences::said(&case, &verdict, &inversion);
    verdict.cannot_say = sentences::cannot_say(&case, &verdict);
    verdict
}

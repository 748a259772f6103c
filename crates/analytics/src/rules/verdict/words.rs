//! Whether the factor that a claim's words state fits its numbers.

use domain::{
    Claim, ClaimKind,
    claim::{Exactness, Words},
    verdict::{Fit, WordsFound},
};

use super::case::stated_factor;

/// The words against the stated percentage and against the counts. None where no factor is in the words.
pub(super) fn check(claim: &Claim) -> Option<WordsFound> {
    let words = claim.setting.words.as_ref()?;
    let stated = stated_factor(claim);
    let counted = match (claim.kind, claim.numerator, claim.baseline.filter(|base| *base > 0)) {
        (ClaimKind::Growth | ClaimKind::Stock, Some(now), Some(before)) if !claim.baseline_inferred => Some(now as f64 / before as f64),
        _ => None,
    };
    Some(WordsFound {
        phrase: words.phrase.clone(),
        factor: words.factor,
        stated_factor: stated,
        fits_stated: stated.map(|found| fits(words, found)),
        counted_factor: counted,
        fits_counts: counted.map(|found| fits(words, found)),
    })
}

/// Round words fit a number that rounds to the same whole multiple, or whose change is within a tenth of theirs; "more than" fits whatever is
/// not less; exact words fit to half a percent.
fn fits(words: &Words, found: f64) -> Fit {
    let Words { phrase: _, factor, exactness } = words;
    let same_multiple = (factor - factor.round()).abs() < 1e-9 && *factor >= 2.0 && (found.round() - factor).abs() < 1e-9;
    let away = (found - factor).abs();
    let fit = match exactness {
        Exactness::AtLeast => found >= factor - 1e-9,
        Exactness::About | Exactness::Unstated => same_multiple || away <= 0.1 * (factor - 1.0).abs(),
        Exactness::Stated => away <= 0.005 + 1e-9,
    };
    if fit { Fit::Fits } else { Fit::DoesNotFit }
}

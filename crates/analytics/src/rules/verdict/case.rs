//! What a verdict is made of, and the questions that several of its parts ask.

use catalog::ClaimEntry;
use domain::{
    Claim, ClaimKind, Period, Recorded,
    comparison::{Comparability, Grade, Selector},
    rate::Refusal,
};

use super::thread::Thread;
use crate::rules::{comparability, comparison::Definitions, exposure, joined::Joined};

/// A claim with all that it is judged by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    /// The claim with the observations of its own numbers.
    pub(super) entry: &'a ClaimEntry,
    /// The claims of the same count.
    pub(super) thread: &'a Thread<'a>,
    /// What is recorded.
    pub(super) joined: &'a Joined,
    /// How publishers count.
    pub(super) definitions: &'a Definitions,
}

impl<'a> Case<'a> {
    /// The claim.
    pub(super) fn claim(&self) -> &'a Claim {
        &self.entry.claim
    }

    /// The claim's own number of a window, as it is recorded.
    pub(super) fn count(&self, window: Option<Period>) -> Result<&'a Recorded, Refusal> {
        let window = window.ok_or_else(|| Refusal::NoObservation("the window of the count is not given in days".into()))?;
        let is_of_claim = |figure: &&Selector| {
            let of_instrument = self.claim().setting.instrument.as_ref().is_none_or(|instrument| {
                let series = &figure.series;
                (&series.measure, &series.population, &series.definition)
                    == (&instrument.measure, &instrument.population, &instrument.definition)
            });
            figure.period == window && of_instrument
        };
        let figure = self.entry.figures.iter().find(is_of_claim);
        let figure = figure.ok_or_else(|| Refusal::NoObservation("the count is not recorded as a figure of its own".into()))?;
        self.joined.find(figure)
    }

    /// Whether its own numbers, where they are recorded as figures, are recorded as it states them.
    pub(super) fn records_its_counts(&self) -> bool {
        let agrees = |stated: Option<u64>, window: Option<Period>| match (stated, self.count(window).map(exposure::events)) {
            (Some(stated), Ok(Ok(recorded))) => stated == recorded,
            _ => true,
        };
        let claim = self.claim();
        agrees(claim.numerator, claim.window.period) && agrees(claim.baseline, claim.baseline_window.period)
    }

    /// How far a series may be held against the claim: its definition, and beyond that whom, where and how many days it covers.
    pub(super) fn comparability(&self, selector: &Selector) -> Comparability {
        let Some(instrument) = &self.claim().setting.instrument else {
            return Comparability { grade: Grade::D, differences: vec!["[D] what the claim counts has no definition".into()] };
        };
        let definition = |slug| self.definitions.get(slug);
        let (Some(this), Some(reference)) = (definition(&selector.series.definition), definition(&instrument.definition)) else {
            return Comparability { grade: Grade::D, differences: vec!["[D] a definition is not known".into()] };
        };
        let mut graded = comparability::compare(this, reference);
        let mut add = |difference: String| {
            graded.grade = graded.grade.max(Grade::C);
            graded.differences.push(format!("[C] {difference}"));
        };
        let series = &selector.series;
        if series.population != instrument.population {
            add(format!("a count of {}, the claim is of {}", series.population, instrument.population));
        }
        if series.geography.as_str() != "us" {
            add(format!("counted in {} only", series.geography));
        }
        if let Some(window) = self.claim().window.period {
            let (days, claimed) = (selector.period.days(), window.days());
            if selector.period.end() <= window.start() || window.end() <= selector.period.start() {
                add(format!("of another time, {}", selector.period.label()));
            } else if (days - claimed).abs() > 1 {
                add(format!("covers {days} days, the claim {claimed}"));
            }
        }
        graded
    }
}

/// The growth that a claim's counts give, as a factor per day of its windows; by the counts alone where a window has no days. None where the
/// counts are not given or the base was worked out from the percentage.
pub(super) fn growth(claim: &Claim) -> Option<f64> {
    if claim.kind != ClaimKind::Growth || claim.baseline_inferred {
        return None;
    }
    let (now, before) = (claim.numerator?, claim.baseline.filter(|base| *base > 0)?);
    let by_count = now as f64 / before as f64;
    Some(match (claim.window.period, claim.baseline_window.period) {
        (Some(window), Some(base)) => by_count * base.days() as f64 / window.days() as f64,
        _ => by_count,
    })
}

/// The factor that the stated percentage of a growth gives: 14.47 for +1,347 %.
pub(super) fn stated_factor(claim: &Claim) -> Option<f64> {
    if claim.kind == ClaimKind::Share {
        return None;
    }
    claim.stated.map(|stated| 1.0 + stated.percent / 100.0)
}

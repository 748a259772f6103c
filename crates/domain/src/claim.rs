//! A public numerical statement, and what it rests on.

use crate::{
    DefinitionSlug, Evidence, Measure, Period, Population,
    comparison::spec::{ExposureSpec, Selector},
};

/// What kind of number the claim states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// A change against a base: "+1,347 %".
    Growth,
    /// A change of a stock, such as a headcount, against a base: no count of events, so that it has no interval.
    Stock,
    /// A part of a whole: "55 of 100".
    Share,
    /// Counts side by side, or a statement without a checkable number.
    Other,
}

impl ClaimKind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Growth => "growth",
            Self::Stock => "stock",
            Self::Share => "share",
            Self::Other => "other",
        }
    }
}

/// How exactly a percentage was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exactness {
    /// "1,347 %": the digits are meant.
    Stated,
    /// "more than 1,000 %".
    AtLeast,
    /// "about 25 %".
    About,
    /// Not known which.
    Unstated,
}

/// The percentage of a claim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatedPercent {
    /// In percent: 1347 for "+1,347 %".
    pub percent: f64,
    /// How many decimals were published.
    pub decimals: u8,
    /// How exactly it was meant.
    pub exactness: Exactness,
}

/// A window of a claim as it was said, and as days where it was said with days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// As it was said.
    pub text: String,
    /// With days, if given.
    pub period: Option<Period>,
}

/// Who said what number when, about which windows, on which evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Stable address in the ledger: `C12`.
    pub id: String,
    /// When it was published, as exactly as known: `2026-01-08`, `2025-04`.
    pub published: String,
    /// Who said it.
    pub speaker: String,
    /// The statement in the project's words.
    pub text: String,
    /// What it counts, as the speaker calls it.
    pub metric: String,
    /// Growth, share or other.
    pub kind: ClaimKind,
    /// The count now, or the part.
    pub numerator: Option<u64>,
    /// The count before, or the whole.
    pub baseline: Option<u64>,
    /// True if the base was worked out from the percentage, so that it cannot test it.
    pub baseline_inferred: bool,
    /// The window of the count.
    pub window: Window,
    /// The window of the base.
    pub baseline_window: Window,
    /// The percentage that was stated.
    pub stated: Option<StatedPercent>,
    /// How far the citation can be trusted.
    pub evidence: Evidence,
    /// Where it can be read.
    pub urls: Vec<String>,
    /// What a reader has to know.
    pub note: String,
    /// What it is held against.
    pub setting: Setting,
}

/// What a claim counts, in the words of observations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// What is counted.
    pub measure: Measure,
    /// Whom it is about.
    pub population: Population,
    /// How it is counted; also the counting unit.
    pub definition: DefinitionSlug,
}

/// What a claim is held against. Everything here names observations or other claims; no number stands here that is not part of the claim.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Setting {
    /// What it counts; without it nothing can be graded.
    pub instrument: Option<Instrument>,
    /// Name shared by the claims of one cumulative count, by which they are a sequence.
    pub thread: Option<String>,
    /// How many times as much its words say, with the words: "nearly four-fold".
    pub words: Option<Words>,
    /// Independent series over about the same months.
    pub independent: Vec<Independent>,
    /// What the count can be divided by.
    pub exposures: Vec<Adjustment>,
    /// Counts of the same agency by other instruments, in this or other years.
    pub instruments: Vec<Selector>,
    /// Cells of a share claim.
    pub grid: Vec<ShareCell>,
    /// Assumed shares of the base that were recorded, least and greatest.
    pub base_capture: Option<(f64, f64)>,
}

/// A factor that the wording states.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// As it was said.
    pub phrase: String,
    /// The factor.
    pub factor: f64,
    /// How exactly.
    pub exactness: Exactness,
}

/// An independent series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Independent {
    /// For people.
    pub label: String,
    /// Its count now.
    pub now: Selector,
    /// Its count before.
    pub before: Selector,
}

/// What the claim's counts are divided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// For people.
    pub label: String,
    /// For the count now.
    pub now: ExposureSpec,
    /// For the count before, if that is known.
    pub before: ExposureSpec,
    /// What a reader has to know.
    pub note: String,
}

/// One choice on the four axes of a share claim, with the published numbers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareCell {
    /// Whose.
    pub population: String,
    /// When.
    pub window: String,
    /// What makes one count as the part.
    pub predicate: String,
    /// What is done with those of whom it is not known.
    pub unknowns: String,
    /// The part.
    pub part: Option<Selector>,
    /// The whole.
    pub whole: Option<Selector>,
    /// Those of the whole of whom it is not known.
    pub unknown: Option<Selector>,
    /// Which side was published.
    pub part_is: PartIs,
    /// What a reader has to know; the reason, where numbers are not given.
    pub note: String,
}

/// Which side of a share was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartIs {
    /// Those who have what the predicate says.
    Predicate,
    /// Those who do not.
    Complement,
}

impl Setting {
    /// Every observation that it needs.
    pub fn selectors(&self) -> Vec<&Selector> {
        let mut out: Vec<&Selector> = self.independent.iter().flat_map(|one| [&one.now, &one.before]).collect();
        for one in &self.exposures {
            out.extend(one.now.selectors());
            out.extend(one.before.selectors());
        }
        out.extend(&self.instruments);
        out.extend(self.grid.iter().flat_map(|cell| cell.part.iter().chain(&cell.whole).chain(&cell.unknown)));
        out
    }
}

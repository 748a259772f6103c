//! Do two records describe the same event? Weights for agreement, and what errors of linkage do to a number of matches.

mod text;

pub use text::{MAX_TEXT, jaro, jaro_winkler};

use crate::input::{count, finite};
use crate::paired::at_most;
use crate::{DomainError, Interval};

/// The most fields that records are compared by.
pub const MAX_FIELDS: usize = 64;

/// The most products that [`fit`] computes: fields times patterns times iterations.
pub const MAX_FIT_WORK: usize = 100_000_000;

/// What comparing one field of two records gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Both have it, and it agrees.
    Agrees,
    /// Both have it, and it differs.
    Differs,
    /// One of them does not have it; this says nothing for or against.
    Missing,
}

/// How often one field agrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldModel {
    /// `m`: the probability that it agrees in records of one event.
    pub matched: f64,
    /// `u`: the probability that it agrees in records of two events.
    pub unmatched: f64,
}

/// The weight of the evidence that two records match.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchWeight {
    /// The weight of each field in bits; 0 for a field that is missing.
    pub weights: Vec<f64>,
    /// Their sum.
    pub total: f64,
    /// The probability of a match after the comparison.
    pub posterior: f64,
}

/// Weighs the agreements and differences of two records, fields being independent within matches and within non-matches.
///
/// `w = log2(m / u)` for a field that agrees, `log2((1 - m) / (1 - u))` for one that differs; posterior odds are `2^(sum w) prior / (1 - prior)`.
/// All probabilities strictly between 0 and 1; as many agreements as fields.
/// Source: Fellegi & Sunter (1969), JASA 64:1183.
pub fn weigh(fields: &[FieldModel], agreement: &[Agreement], prior: f64) -> Result<MatchWeight, DomainError> {
    check_model(fields, prior)?;
    row_length(fields.len(), agreement.len())?;
    let weights: Vec<f64> = fields
        .iter()
        .zip(agreement)
        .map(|(field, agreement)| match agreement {
            Agreement::Agrees => (field.matched / field.unmatched).log2(),
            Agreement::Differs => ((1.0 - field.matched) / (1.0 - field.unmatched)).log2(),
            Agreement::Missing => 0.0,
        })
        .collect();
    let total: f64 = weights.iter().sum();
    let ln_odds = total * std::f64::consts::LN_2 + (prior / (1.0 - prior)).ln();
    Ok(MatchWeight { weights, total, posterior: 1.0 / (1.0 + (-ln_odds).exp()) })
}

/// A pattern of agreement, and how many pairs of records show it.
#[derive(Debug, Clone, PartialEq)]
pub struct PatternCount {
    /// One entry per field.
    pub agreement: Vec<Agreement>,
    /// The number of pairs.
    pub pairs: u64,
}

/// A model of agreement, without knowing which pairs match.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkageModel {
    /// One entry per field.
    pub fields: Vec<FieldModel>,
    /// `lambda`: the share of pairs that match.
    pub prior: f64,
}

/// A model after some iterations.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedLinkage {
    /// The model.
    pub model: LinkageModel,
    /// The largest change of any of its probabilities in the last iteration; small where the iteration has converged.
    pub last_change: f64,
}

/// Fits a model of agreement by expectation and maximization, for a fixed number of iterations so that the answer can be repeated.
///
/// Expectation: `g = lambda P(pattern | match) / (lambda P(pattern | match) + (1 - lambda) P(pattern | no match))`, fields being independent.
/// Maximization: `lambda = mean of g`, `m` the share of agreement weighted by `g`, `u` weighted by `1 - g`; pairs in which a field is missing count
/// neither for nor against it. Which class is called "match" is settled by `start` only. A model in which a class becomes empty is refused:
/// [`DomainError::DegenerateModel`]. A probability can end at exactly 0 or 1, which [`weigh`] refuses: one field cannot settle a match.
/// Source: Winkler (1988), ASA Section on Survey Research Methods 667; Dempster, Laird & Rubin (1977), JRSS B 39:1.
pub fn fit(patterns: &[PatternCount], start: &LinkageModel, iterations: usize) -> Result<FittedLinkage, DomainError> {
    check_model(&start.fields, start.prior)?;
    if iterations == 0 {
        return Err(DomainError::NoRepetitions);
    }
    let work = patterns.len().saturating_mul(start.fields.len()).saturating_mul(iterations);
    at_most("products of patterns, fields and iterations", work, MAX_FIT_WORK)?;
    let mut all = 0.0;
    for pattern in patterns {
        row_length(start.fields.len(), pattern.agreement.len())?;
        all += count(pattern.pairs)?;
    }
    if all <= 0.0 {
        return Err(DomainError::EmptyList);
    }
    let mut fitted = FittedLinkage { model: start.clone(), last_change: f64::INFINITY };
    for _ in 0..iterations {
        let next = iterate(patterns, &fitted.model, all)?;
        let last_change = distance(&fitted.model, &next);
        fitted = FittedLinkage { model: next, last_change };
    }
    Ok(fitted)
}

fn iterate(patterns: &[PatternCount], model: &LinkageModel, all: f64) -> Result<LinkageModel, DomainError> {
    let mut sums = vec![FieldSums::default(); model.fields.len()];
    let mut matches = 0.0;
    for pattern in patterns {
        let pairs = pattern.pairs as f64;
        if pairs <= 0.0 {
            continue;
        }
        let (match_chance, other_chance) = model.chances(&pattern.agreement);
        let posterior = match_chance / (match_chance + other_chance);
        if posterior.is_nan() {
            return Err(DomainError::DegenerateModel);
        }
        matches += pairs * posterior;
        for (sum, agreement) in sums.iter_mut().zip(&pattern.agreement) {
            sum.add(*agreement, pairs * posterior, pairs * (1.0 - posterior));
        }
    }
    let fields = sums.iter().map(FieldSums::model).collect::<Result<_, _>>()?;
    Ok(LinkageModel { fields, prior: matches / all })
}

impl LinkageModel {
    /// The joint probabilities of a pattern with a match, and with no match.
    fn chances(&self, agreement: &[Agreement]) -> (f64, f64) {
        let (mut matched, mut unmatched) = (self.prior, 1.0 - self.prior);
        for (field, agreement) in self.fields.iter().zip(agreement) {
            match agreement {
                Agreement::Agrees => {
                    matched *= field.matched;
                    unmatched *= field.unmatched;
                }
                Agreement::Differs => {
                    matched *= 1.0 - field.matched;
                    unmatched *= 1.0 - field.unmatched;
                }
                Agreement::Missing => {}
            }
        }
        (matched, unmatched)
    }
}

/// Expected pairs by class, of all that have the field and of those that agree in it.
#[derive(Debug, Clone, Default)]
struct FieldSums {
    matched: f64,
    matched_agreeing: f64,
    unmatched: f64,
    unmatched_agreeing: f64,
}

impl FieldSums {
    fn add(&mut self, agreement: Agreement, matched: f64, unmatched: f64) {
        if agreement != Agreement::Missing {
            self.matched += matched;
            self.unmatched += unmatched;
        }
        if agreement == Agreement::Agrees {
            self.matched_agreeing += matched;
            self.unmatched_agreeing += unmatched;
        }
    }

    fn model(&self) -> Result<FieldModel, DomainError> {
        if self.matched > 0.0 && self.unmatched > 0.0 {
            Ok(FieldModel { matched: self.matched_agreeing / self.matched, unmatched: self.unmatched_agreeing / self.unmatched })
        } else {
            Err(DomainError::DegenerateModel)
        }
    }
}

fn distance(one: &LinkageModel, other: &LinkageModel) -> f64 {
    one.fields.iter().zip(&other.fields).fold((one.prior - other.prior).abs(), |largest, (one, other)| {
        largest.max((one.matched - other.matched).abs()).max((one.unmatched - other.unmatched).abs())
    })
}

/// Corrects a number of matches for false ones and missed ones, both known within bounds.
///
/// `R' = (R - FP) / (1 - FN)`: the matches found less the false ones, over the share of true matches that are found. The result is the interval over
/// both bounds, `[(R - FP.upper) / (1 - FN.lower), (R - FP.lower) / (1 - FN.upper)]`.
/// Source: Ding & Fienberg (1994), Survey Methodology 20:149.
pub fn corrected_matches(found: u64, false_matches: Interval, missed_share: Interval) -> Result<Interval, DomainError> {
    let found = count(found)?;
    within("the number of false matches", false_matches, found)?;
    within("the share of missed matches", missed_share, 1.0)?;
    if missed_share.upper >= 1.0 {
        return Err(DomainError::Probability(missed_share.upper));
    }
    Ok(Interval {
        lower: finite((found - false_matches.upper) / (1.0 - missed_share.lower))?,
        upper: finite((found - false_matches.lower) / (1.0 - missed_share.upper))?,
    })
}

/// Computes how many pairs from lists of `n1` and `n2` entries agree by accident, if agreement means falling into the same one of `cells` equally likely
/// cells (hours times counties, or months times states). Where this is not far below the number of matches found, linkage is impossible.
///
/// `n1 n2 / cells`.
/// Source: expectation of a sum of indicators.
pub fn accidental_matches(n1: u64, n2: u64, cells: u64) -> Result<f64, DomainError> {
    let (n1, n2, cells) = (count(n1)?, count(n2)?, count(cells)?);
    if cells <= 0.0 { Err(DomainError::NoTrials) } else { Ok(n1 * (n2 / cells)) }
}

fn within(what: &'static str, bounds: Interval, most: f64) -> Result<(), DomainError> {
    let Interval { lower, upper } = bounds;
    if lower >= 0.0 && lower <= upper && upper <= most {
        Ok(())
    } else {
        Err(DomainError::LinkageError { what, least: 0.0, most, lower, upper })
    }
}

fn check_model(fields: &[FieldModel], prior: f64) -> Result<(), DomainError> {
    if fields.is_empty() {
        return Err(DomainError::NoFields);
    }
    at_most("fields", fields.len(), MAX_FIELDS)?;
    let all = fields.iter().flat_map(|field| [field.matched, field.unmatched]).chain([prior]);
    for probability in all {
        if !(probability > 0.0 && probability < 1.0) {
            return Err(DomainError::Probability(probability));
        }
    }
    Ok(())
}

fn row_length(expected: usize, given: usize) -> Result<(), DomainError> {
    if expected == given { Ok(()) } else { Err(DomainError::RowLength { expected, given }) }
}

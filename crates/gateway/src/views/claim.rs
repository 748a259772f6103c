//! A verdict as a page and a table show it.

use contracts::analytics::{Claim, Corroboration, Estimate as Share, FrozenBase, Interval, Precision, Verdict, WordsFound};

use super::{
    comparison::Estimate,
    figure::{Figure, Shown},
    format::{self, Percent},
    words,
};

/// The confidence that headings promise; another one is said beside the interval.
const USUAL_CONFIDENCE: f64 = 0.95;

/// A line of the table of claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClaimLine {
    pub(crate) id: String,
    pub(crate) published: String,
    pub(crate) speaker: String,
    pub(crate) text: String,
    pub(crate) stated: Option<String>,
    pub(crate) recomputed: Option<String>,
    pub(crate) interval: Option<String>,
    /// The stable word of the finding.
    pub(crate) finding: String,
    pub(crate) evidence: String,
}

impl ClaimLine {
    /// From a verdict; parts that are absent stay absent.
    pub(crate) fn of(verdict: &Verdict) -> Self {
        let claim = verdict.claim.clone().unwrap_or_default();
        let kind = percent(&claim);
        let arithmetic = verdict.arithmetic.clone().unwrap_or_default();
        Self {
            stated: claim.published_percent.map(|value| kind.stated(value)),
            recomputed: arithmetic.recomputed_percent.map(|value| kind.computed(value)),
            interval: verdict.precision.as_ref().and_then(|precision| interval(kind, precision)),
            finding: arithmetic.finding,
            id: claim.id,
            published: claim.published,
            speaker: claim.speaker,
            text: claim.text,
            evidence: claim.evidence,
        }
    }
}

/// What stands beside a finding in a line each, with the part of the page that tells more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Brief {
    pub(crate) term: &'static str,
    /// Name of the part.
    pub(crate) part: &'static str,
    pub(crate) lines: Vec<String>,
}

/// The first lines that a term of the panel shows; the part has all.
const LINES: usize = 3;

/// A verdict's top: what the reader sees first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Top {
    pub(crate) line: ClaimLine,
    pub(crate) kind: String,
    pub(crate) counts: Option<String>,
    pub(crate) ratio: Option<String>,
    pub(crate) method: Option<(String, String)>,
    pub(crate) brief: Vec<Brief>,
}

impl Top {
    /// From the wire; total.
    pub(crate) fn of(verdict: &Verdict) -> Self {
        let claim = verdict.claim.clone().unwrap_or_default();
        let precision = verdict.precision.as_ref();
        let exact = |precision: &Precision| {
            (!precision.method.is_empty()).then(|| (precision.method.clone(), format::confidence(precision.confidence)))
        };
        let brief = [
            brief("The base", "base", frozen(verdict)),
            brief("Against exposure", "exposure", exposure(verdict)),
            brief("Independent series", "series", verdict.corroboration.iter().map(beside).collect()),
            brief("Other instruments", "instruments", instruments(verdict)),
            brief("Break-even", "break-even", break_even(verdict)),
            brief("Counts that would fit", "arithmetic", pairs(verdict)),
            brief("Cannot say", "cannot-say", cannot_say(verdict)),
        ];
        Self {
            line: ClaimLine::of(verdict),
            kind: words::claim_kind(&claim.kind).to_owned(),
            counts: counts(&claim),
            ratio: verdict.arithmetic.as_ref().and_then(|arithmetic| arithmetic.ratio).map(format::estimate),
            method: precision.and_then(exact),
            brief: brief.into_iter().flatten().collect(),
        }
    }
}

fn brief(term: &'static str, part: &'static str, mut lines: Vec<String>) -> Option<Brief> {
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    if let (Some(last), true) = (lines.last_mut(), more > 0) {
        *last = format!("{last}; and {} more", format::length(more));
    }
    (!lines.is_empty()).then_some(Brief { term, part, lines })
}

/// The base that did not move, with its p.
fn frozen(verdict: &Verdict) -> Vec<String> {
    let frozen = verdict.baseline.as_ref().and_then(|baseline| baseline.frozen.as_ref());
    let line = |frozen: &FrozenBase| {
        let days = format::plural(frozen.days_added, "day", "days");
        format!("still {} as in {}, {days} later: p = {}", format::count(frozen.base), frozen.earlier, format::p_value(frozen.p))
    };
    frozen.map(line).into_iter().collect()
}

/// A phrase with the factor that it says, and whether the numbers have that factor.
pub(crate) fn said(found: &WordsFound) -> String {
    let WordsFound { phrase, factor, stated_factor, fits_stated, counted_factor, fits_counts } = found;
    let held = |against: &str, other: Option<f64>, fits: &str| {
        let other = other.map(|other| format!(" ({}-fold)", format::shortest(round(other)))).unwrap_or_default();
        (!fits.is_empty()).then(|| format!("{} {against}{other}", words::fits(fits)))
    };
    let both = [held("the stated percentage", *stated_factor, fits_stated), held("the counts", *counted_factor, fits_counts)];
    let both: Vec<String> = both.into_iter().flatten().collect();
    let outcome = if both.is_empty() { "nothing to hold it against".to_owned() } else { both.join("; ") };
    format!("“{phrase}” ({}-fold): {outcome}", format::shortest(round(*factor)))
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Rates that no sentence tells: a ratio over the same exposure before is told in words.
fn exposure(verdict: &Verdict) -> Vec<String> {
    let told = !verdict.wording.is_empty();
    let rates = verdict.exposure_adjusted.iter().flat_map(|all| &all.rates);
    let shown = rates.filter(|one| !(told && one.ratio.is_some())).filter_map(|one| {
        let ratio = one.ratio.as_ref().map(|ratio| {
            let left = one.share_left.as_ref().map(|left| format!("; {} of the growth is left", share_of(left))).unwrap_or_default();
            format!("{} times ({}){left}", format::estimate(ratio.value), format::ratio_interval(ratio.value, ratio.lower, ratio.upper))
        });
        let rate = one.rate.as_ref().map(Estimate::of_rate).map(|rate| format!("{} ({}) {}", rate.value, rate.interval, rate.per));
        ratio.or(rate).map(|shown| format!("{}: {shown}", one.label))
    });
    shown.collect()
}

/// A share with its interval, in percent: `61.2% (43.0% to 80.1%)`.
pub(crate) fn share_of(share: &Share) -> String {
    let value = Percent::Share.computed(share.value * 100.0);
    share.interval.as_ref().map_or_else(
        || value.clone(),
        |Interval { lower, upper, .. }| format!("{value} ({})", Percent::Share.interval(lower * 100.0, upper.map(|upper| upper * 100.0))),
    )
}

fn beside(one: &Corroboration) -> String {
    let grade = one.comparability.as_ref().map_or("", |comparability| comparability.grade.as_str());
    let found = one.own_ratio.as_ref().map_or_else(
        || one.refusal.clone(),
        |ratio| format!("{} times ({})", format::estimate(ratio.value), format::ratio_interval(ratio.value, ratio.lower, ratio.upper)),
    );
    format!("{}: {found}, grade {grade}", one.series)
}

fn instruments(verdict: &Verdict) -> Vec<String> {
    let all = verdict.baseline.iter().flat_map(|baseline| &baseline.instruments);
    let shown = all.filter_map(|one| {
        let figure = Figure::of(one.observation.as_ref()?);
        let Shown::Value(value) = figure.shown else { return None };
        Some(format!("{}: {value} {}", figure.period, figure.unit))
    });
    in_one_line(shown.collect(), "; ")
}

fn break_even(verdict: &Verdict) -> Vec<String> {
    let all = verdict.baseline.iter().flat_map(|baseline| &baseline.break_even);
    let captures = all.filter_map(|one| one.capture.as_ref()).map(share_of).collect();
    let captures = in_one_line(captures, ", ");
    captures.into_iter().map(|captures| format!("the growth is that of these series, if the base had {captures} of its events")).collect()
}

fn cannot_say(verdict: &Verdict) -> Vec<String> {
    let (first, others) = verdict.cannot_say.split_at(verdict.cannot_say.len().min(2));
    if others.is_empty() {
        return if first.is_empty() { Vec::new() } else { vec![first.join(" ")] };
    }
    vec![format!("{} And {} more.", first.join(" "), format::length(others.len()))]
}

/// The first few in one line, with how many more there are.
fn in_one_line(mut all: Vec<String>, between: &str) -> Vec<String> {
    let more = all.len().saturating_sub(LINES);
    all.truncate(LINES);
    if more > 0 {
        all.push(format!("and {} more", format::length(more)));
    }
    if all.is_empty() { Vec::new() } else { vec![all.join(between)] }
}

fn pairs(verdict: &Verdict) -> Vec<String> {
    let pairs = verdict.arithmetic.iter().flat_map(|arithmetic| &arithmetic.feasible_pairs);
    let all: Vec<String> =
        pairs.map(|pair| format!("{} against {}", format::count(pair.numerator), format::count(pair.baseline))).collect();
    match all.as_slice() {
        [] => Vec::new(),
        few if few.len() <= 6 => vec![few.join(", ")],
        [first, ..] => vec![format!("{first}, and {} more pairs", format::length(all.len() - 1))],
    }
}

fn percent(claim: &Claim) -> Percent {
    if matches!(claim.kind.as_str(), "growth" | "stock") { Percent::Change } else { Percent::Share }
}

fn interval(kind: Percent, precision: &Precision) -> Option<String> {
    let lower = precision.percent_lower?;
    let upper = if precision.upper_unbounded { None } else { Some(precision.percent_upper?) };
    let shown = kind.interval(lower, upper);
    let usual = precision.confidence == 0.0 || (precision.confidence - USUAL_CONFIDENCE).abs() < 1e-9;
    Some(if usual { shown } else { format!("{shown} (at {})", format::confidence(precision.confidence)) })
}

fn counts(claim: &Claim) -> Option<String> {
    let of = if claim.kind == "share" { "of" } else { "against" };
    match (claim.numerator, claim.baseline) {
        (Some(numerator), Some(baseline)) => Some(format!("{} {of} {}", format::shortest(numerator), format::shortest(baseline))),
        (Some(numerator), None) => Some(format!("{}, base not given", format::shortest(numerator))),
        (None, Some(baseline)) => Some(format!("count not given, base {}", format::shortest(baseline))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth(stated: Option<f64>, precision: Option<Precision>) -> ClaimLine {
        let claim = Claim { id: "C02".into(), kind: "growth".into(), published_percent: stated, ..Default::default() };
        ClaimLine::of(&Verdict { claim: Some(claim), precision, ..Default::default() })
    }

    #[test]
    fn an_interval_without_upper_end_is_unbounded_and_one_without_numbers_is_absent() {
        let precision = |lower, upper, upper_unbounded| {
            Some(Precision { percent_lower: lower, percent_upper: upper, upper_unbounded, ..Default::default() })
        };
        let interval = |precision| growth(None, precision).interval;
        assert_eq!(interval(precision(Some(127.5), Some(615.0), false)).as_deref(), Some("+127.5% to +615.0%"));
        assert_eq!(interval(precision(Some(127.5), None, true)).as_deref(), Some("+127.5% to unbounded"));
        assert_eq!(interval(precision(None, None, false)), None);
        let wide = Precision { percent_lower: Some(1.0), percent_upper: Some(2.0), confidence: 0.99, ..Default::default() };
        assert_eq!(interval(Some(wide)).as_deref(), Some("+1.0% to +2.0% (at 99%)"));
        assert_eq!(growth(Some(353.0), None).stated.as_deref(), Some("+353%"));
    }

    #[test]
    fn an_empty_verdict_is_shown_as_empty() {
        let top = Top::of(&Verdict::default());
        assert_eq!((top.counts, top.ratio, top.method, top.brief), (None, None, None, vec![]));
    }

    #[test]
    fn words_are_held_against_the_percentage_and_the_counts() {
        let found = |stated_factor, fits_stated: &str, counted_factor, fits_counts: &str| WordsFound {
            phrase: "nearly four-fold".into(),
            factor: 4.0,
            stated_factor,
            fits_stated: fits_stated.into(),
            counted_factor,
            fits_counts: fits_counts.into(),
        };
        let both = said(&found(Some(4.53), "does_not_fit", Some(67.0 / 17.0), "fits"));
        assert_eq!(both, "“nearly four-fold” (4-fold): does not fit the stated percentage (4.53-fold); fits the counts (3.94-fold)");
        assert_eq!(said(&found(None, "", None, "")), "“nearly four-fold” (4-fold): nothing to hold it against");
    }

    #[test]
    fn a_long_part_is_cut_in_the_panel_and_says_so() {
        let lines =
            |n: usize| brief("Independent series", "series", (1..=n).map(|n| format!("line {n}")).collect()).map(|brief| brief.lines);
        assert_eq!(lines(0), None);
        assert_eq!(lines(5).expect("lines"), ["line 1", "line 2", "line 3; and 2 more"]);
    }
}

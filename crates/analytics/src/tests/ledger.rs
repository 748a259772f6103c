//! The whole ledger, judged on the figures of the catalogue: tables that a reader of the claims can check by hand.
//!
//! Series that are not figures, such as the headcounts of OPM and the files of CBP, are not joined here, so that what needs them is refused.

use std::fmt::Write as _;

use domain::{
    Instant,
    comparison::{Comparability, Ratio},
    rate::{Interval, Rate},
    verdict::{Adjusted, Corroboration, OtherInstrument, ShareFound, Verdict},
};

use crate::{
    rules::{joined::Joined, verdict::judge},
    tests::{crosswalk, figures},
};

pub(super) fn verdict(id: &str, joined: &Joined) -> Verdict {
    let entry = catalog::claim(id).expect("a claim of the ledger");
    judge(entry, catalog::ledger(), joined, &crosswalk(), Instant::MAX)
}

fn between(interval: &Interval, digits: usize) -> String {
    let upper = interval.upper.map_or_else(|| "no end".into(), |upper| format!("{upper:.digits$}"));
    format!("{:.digits$} to {upper}", interval.lower)
}

pub(super) fn times(ratio: &Ratio) -> String {
    format!("x{:.2} ({})", ratio.value, between(&ratio.interval, 2))
}

/// A share with the limits of its interval.
fn percent((share, interval): &(f64, Interval)) -> String {
    let upper = interval.upper.map_or_else(|| "no end".into(), |upper| format!("{:.1}", 100.0 * upper));
    format!("{:.1} % ({:.1} to {upper})", 100.0 * share, 100.0 * interval.lower)
}

fn grade(graded: &Comparability) -> &'static str {
    graded.grade.as_str()
}

fn rate(rate: &Rate) -> String {
    let wide = rate.uncertain.map_or_else(String::new, |wide| format!(", with the exposure {}", between(&wide.interval, 2)));
    format!("{:.2} ({}{wide}) per {} {}", rate.value, between(&rate.interval, 2), rate.kind.per(), rate.kind.name())
}

fn corroborated(one: &Corroboration) -> String {
    let own = one.ratio.as_ref().map_or_else(|refusal| format!("none: {refusal}"), times);
    let over = one.claim_over_this.map_or_else(String::new, |over| format!(", claim / this {}", times(&over)));
    format!("grade {} {own}{over} | {}", grade(&one.comparability), one.series)
}

fn divided(one: &Adjusted) -> String {
    let shown = |found: &Result<Rate, domain::rate::Refusal>| found.as_ref().map_or_else(|refusal| format!("none: {refusal}"), rate);
    let before = one.before.as_ref().map_or_else(|| "no exposure declared".into(), shown);
    let ratio = one.ratio.as_ref().map_or_else(|| "none".into(), times);
    let left = one.share_left.map_or_else(String::new, |share| format!(", {} of the growth on the log scale", percent(&share)));
    format!("{}\n      now    {}\n      before {before}\n      ratio  {ratio}{left}", one.label, shown(&one.now))
}

fn instrument(one: &OtherInstrument) -> String {
    let observation = &one.recorded.observation;
    let value = observation.reading.value().map_or_else(|| "missing".into(), |value| value.to_string());
    let over = one.claim_over_this.map_or_else(String::new, |over| format!(", claim / this {} by day", times(&over)));
    format!(
        "grade {} {value} {} in {}{over} | {}",
        grade(&one.comparability),
        observation.unit,
        observation.period.label(),
        observation.definition
    )
}

fn cell(one: &ShareFound) -> String {
    let share = one
        .share
        .as_ref()
        .map_or_else(|refusal| format!("none: {refusal}"), |(share, interval)| format!("{share:.1} % ({})", between(interval, 1)));
    let bounds = one.bounds.map_or_else(String::new, |(lower, upper)| format!(" bounds {lower:.1} to {upper:.1}"));
    let fits = one.fits.map_or_else(String::new, |fit| format!(" {}", fit.as_str()));
    format!("{share}{bounds}{fits} | {}; {}; {}; unknown {}", one.population, one.window, one.predicate, one.unknowns)
}

/// A verdict in the order in which it is read.
pub(super) fn summary(verdict: &Verdict) -> String {
    let mut out = String::new();
    let arithmetic = &verdict.arithmetic;
    let recomputed = arithmetic.recomputed_percent.map_or_else(|| "-".into(), |percent| format!("{percent:+.1} %"));
    let precision = verdict.precision.map_or_else(String::new, |precision| {
        let small = if precision.small_base { ", small base" } else { "" };
        format!(" ({} %, {}{small})", between(&precision.percent, 1), precision.percent.method)
    });
    let pairs: Vec<String> = arithmetic.feasible_pairs.iter().map(|pair| format!("{}/{}", pair.numerator, pair.baseline)).collect();
    let pairs = if pairs.is_empty() { String::new() } else { format!(" feasible {}", pairs.join(" ")) };
    let _ = writeln!(out, "{} {} {recomputed}{precision}{pairs}", verdict.claim.id, arithmetic.finding.as_str());
    let mut list = |name: &str, lines: Vec<String>| {
        for line in lines {
            let _ = writeln!(out, "  {name}: {line}");
        }
    };
    let base = &verdict.baseline;
    let frozen = base.frozen.iter().map(|one| {
        format!(
            "base {} since {}, {} days + {}, p {:.3} given total {:.3}",
            one.base, one.earlier, one.days_then, one.days_added, one.p, one.p_conditional
        )
    });
    list("frozen", frozen.collect());
    list("over", verdict.exposure_adjusted.iter().map(divided).collect());
    list("independent", verdict.corroboration.iter().map(corroborated).collect());
    list(
        "break-even",
        base.capture_break_even.iter().map(|one| format!("{} of the base | {}", percent(&one.capture), one.series)).collect(),
    );
    list("other instrument", base.other_instruments.iter().map(instrument).collect());
    list(
        "bounds",
        verdict
            .identification
            .iter()
            .map(|one| {
                format!(
                    "{:.2} to {} {} | {}",
                    one.lower,
                    one.upper.map_or_else(|| "no end".into(), |upper| format!("{upper:.2}")),
                    one.unit,
                    one.label
                )
            })
            .collect(),
    );
    list(
        "words",
        verdict
            .words
            .iter()
            .map(|one| {
                let against = |fit: Option<domain::verdict::Fit>, found: Option<f64>| match (fit, found) {
                    (Some(fit), Some(found)) => format!("{} {found:.2}", fit.as_str()),
                    _ => "-".into(),
                };
                format!(
                    "{} = {}: counts {}, stated {}",
                    one.phrase,
                    one.factor,
                    against(one.fits_counts, one.counted_factor),
                    against(one.fits_stated, one.stated_factor)
                )
            })
            .collect(),
    );
    list("share", verdict.grid.iter().map(cell).collect());
    let ledger = &verdict.ledger;
    if !(ledger.earlier.is_empty() && ledger.later.is_empty()) {
        let ids = |ids: &[String]| if ids.is_empty() { "-".into() } else { ids.join(" ") };
        list(
            "ledger",
            vec![format!("after {}, before {}, monotone {}", ids(&ledger.earlier), ids(&ledger.later), ledger.monotone.as_str())],
        );
    }
    list("drift", ledger.drift.clone());
    out
}

#[test]
fn the_whole_ledger() {
    let joined = figures();
    let table: Vec<String> = catalog::claims().map(|claim| summary(&verdict(&claim.id, &joined))).collect();
    insta::assert_snapshot!(table.join(""));
}

#[test]
fn what_is_said_of_the_whole_ledger_and_what_cannot_be_said() {
    let joined = figures();
    let said = |id: &str| {
        let verdict = verdict(id, &joined);
        let lines =
            verdict.wording.iter().map(|line| format!("  + {line}\n")).chain(verdict.cannot_say.iter().map(|line| format!("  ? {line}\n")));
        format!("{id}\n{}", lines.collect::<String>())
    };
    let table: Vec<String> = catalog::claims().map(|claim| said(&claim.id)).collect();
    insta::assert_snapshot!(table.join(""));
}

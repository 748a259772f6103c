//! A verdict as lines, part by part.

use domain::{
    rate::{Rate, Refusal},
    verdict::{
        Adjusted, Arithmetic, Baseline, BreakEven, Corroboration, Fit, FrozenBase, Identified, Increment, Ledger, OtherInstrument,
        Precision, ShareFound, Verdict, WordsFound,
    },
};

use super::{Line, count, estimate, interval, joined, number, range, rate, ratio};

/// The lines of a verdict: at least one for each part that is there.
pub fn of_verdict(verdict: &Verdict) -> Vec<Line> {
    let Verdict {
        claim,
        arithmetic: found,
        precision: exact,
        corroboration: independent,
        exposure_adjusted,
        words: said,
        grid,
        baseline: base,
        identification,
        ledger: among,
        wording,
        cannot_say,
        rests_on: _,
        observations,
        as_of: _,
    } = verdict;
    let mut out = vec![Line::new("claim", "", claim.text.clone())];
    out.extend(observations.iter().map(|one| {
        let about = &one.observation;
        Line::new("figures", format!("{} of {}, {}", about.measure, about.population, about.period.label()), count(one))
    }));
    out.push(Line::new("arithmetic", "", arithmetic(found)));
    out.extend(exact.as_ref().map(|exact| Line::new("precision", "", precision(exact))));
    out.extend(independent.iter().map(corroboration));
    out.extend(exposure_adjusted.iter().map(adjusted));
    out.extend(baseline(base));
    out.extend(said.as_ref().map(words));
    out.extend(grid.iter().map(share));
    out.extend(identification.iter().map(|Identified { label, lower, upper, unit }| {
        Line::new("identification", label.clone(), format!("{} {unit}", range(*lower, *upper)))
    }));
    out.extend(ledger(among));
    // Sentences are told as they stand: one more or one less is the change.
    out.extend(wording.iter().map(|sentence| Line::new("wording", sentence.clone(), "said")));
    out.extend(cannot_say.iter().map(|sentence| Line::new("cannot_say", sentence.clone(), "said")));
    out
}

fn arithmetic(Arithmetic { finding, recomputed_percent, ratio, reason, feasible_pairs }: &Arithmetic) -> String {
    let pairs: Vec<String> = feasible_pairs.iter().map(|pair| format!("{}/{}", pair.numerator, pair.baseline)).collect();
    joined([
        Some(finding.as_str().to_owned()),
        recomputed_percent.map(|percent| format!("recomputed {} %", number(percent))),
        ratio.map(|ratio| format!("ratio {}", number(ratio))),
        reason.clone(),
        (!pairs.is_empty()).then(|| format!("feasible {}", pairs.join(", "))),
    ])
}

fn precision(Precision { percent, small_base }: &Precision) -> String {
    let small = small_base.then(|| "base below 20".to_owned());
    joined([Some(format!("{} % ({})", interval(percent), percent.method)), small])
}

fn corroboration(Corroboration { series, ratio: own, counts, comparability, claim_over_this }: &Corroboration) -> Line {
    let counted: Vec<String> = counts.iter().map(count).collect();
    let text = joined([
        Some(own.as_ref().map_or_else(|refusal| format!("no ratio: {refusal}"), |own| format!("ratio {}", ratio(own)))),
        (!counted.is_empty()).then(|| counted.join(" v ")),
        claim_over_this.as_ref().map(|over| format!("claim over this {}", ratio(over))),
        Some(format!("grade {}", comparability.grade.as_str())),
    ]);
    Line::new("corroboration", series.clone(), text)
}

fn adjusted(Adjusted { label, now, before, ratio: against, share_left, note: _ }: &Adjusted) -> Line {
    let told = |found: &Result<Rate, Refusal>| found.as_ref().map_or_else(|refusal| format!("no rate: {refusal}"), rate);
    let text = joined([
        Some(told(now)),
        before.as_ref().map(|before| format!("before {}", told(before))),
        against.as_ref().map(|against| format!("ratio {}", ratio(against))),
        share_left.as_ref().map(|(share, found)| format!("share of the growth left {}", estimate(*share, found))),
    ]);
    Line::new("exposure_adjusted", label.clone(), text)
}

fn baseline(Baseline { frozen, other_instruments, capture_break_even }: &Baseline) -> Vec<Line> {
    let mut out = Vec::new();
    if let Some(FrozenBase { earlier, base, days_then, days_added, p, p_conditional }) = frozen {
        let chance = format!("p {}, given the total {}", number(*p), number(*p_conditional));
        out.push(Line::new("baseline", "frozen", format!("{base} since {earlier}, {days_then} days and {days_added} added; {chance}")));
    }
    out.extend(other_instruments.iter().map(|OtherInstrument { recorded, comparability, claim_over_this }| {
        let about = &recorded.observation;
        let label = format!("{} {}, {}", recorded.provenance.source, about.population, about.period.label());
        let over = claim_over_this.as_ref().map(|over| format!("claim over this {}", ratio(over)));
        Line::new("baseline", label, joined([Some(count(recorded)), over, Some(format!("grade {}", comparability.grade.as_str()))]))
    }));
    out.extend(capture_break_even.iter().map(|BreakEven { series, capture: (capture, found) }| {
        Line::new("baseline", format!("break-even with {series}"), format!("{} of the base recorded", estimate(*capture, found)))
    }));
    out
}

fn fits(fit: Option<Fit>) -> &'static str {
    fit.map_or("not asked", Fit::as_str)
}

fn words(WordsFound { phrase, factor, stated_factor, fits_stated, counted_factor, fits_counts }: &WordsFound) -> Line {
    let text = joined([
        Some(format!("factor {}", number(*factor))),
        stated_factor.map(|stated| format!("stated {}, {}", number(stated), fits(*fits_stated))),
        counted_factor.map(|counted| format!("counted {}, {}", number(counted), fits(*fits_counts))),
    ]);
    Line::new("words", phrase.clone(), text)
}

fn share(cell: &ShareFound) -> Line {
    let ShareFound { population, window, predicate, unknowns, share, bounds, fits: fit, note: _ } = cell;
    let label = [population, window, predicate, unknowns].map(String::as_str).join(", ");
    let text = joined([
        Some(match share {
            Ok((value, interval)) => format!("{} %", estimate(*value, interval)),
            Err(refusal) => format!("no share: {refusal}"),
        }),
        bounds.map(|(lower, upper)| format!("bounds {} %", range(lower, Some(upper)))),
        fit.map(|fit| fit.as_str().to_owned()),
    ]);
    Line::new("grid", label, text)
}

fn ledger(Ledger { earlier, later, monotone, drift, increments }: &Ledger) -> Vec<Line> {
    let list = |claims: &[String]| if claims.is_empty() { "none".to_owned() } else { claims.join(", ") };
    let place = format!("after {}; before {}; monotone {}", list(earlier), list(later), monotone.as_str());
    let mut out = vec![Line::new("ledger", "", joined([Some(place), (!drift.is_empty()).then(|| drift.join(", "))]))];
    out.extend(increments.iter().map(|Increment { from, to, events, days, per_day, value }| {
        let label = if from.is_empty() { format!("to {to}") } else { format!("{from} to {to}") };
        Line::new("ledger", label, format!("{events} events in {days} days, {} a day", estimate(*value, per_day)))
    }));
    out
}

//! Analyses of a comparison in a few lines each; the pages and the API have all of it.

use std::io::Write;

use contracts::analytics::{
    Analysis, Association, Bounds, Estimate, Funnel, Multiverse, Ratio, RecordedObservation, Standardised, Trend, TrendLine, Units,
    analysis::Result as Found,
};

use crate::output::grouped;

/// Writes an analysis, or why it is refused.
pub(super) fn one(analysis: &Analysis, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "\n{} ({})", analysis.title, analysis.slug)?;
    if !analysis.refusal.is_empty() {
        writeln!(out, "  refused: {}", analysis.refusal)?;
    }
    for line in analysis.result.as_ref().map(lines).unwrap_or_default() {
        writeln!(out, "  {line}")?;
    }
    for note in &analysis.notes {
        writeln!(out, "  Note: {note}")?;
    }
    Ok(())
}

fn lines(found: &Found) -> Vec<String> {
    match found {
        Found::Multiverse(found) => multiverse(found),
        Found::Trend(found) => found.lines.iter().flat_map(|line| trend(found, line)).collect(),
        Found::Funnel(found) => funnel(found),
        Found::Standardised(found) => standardised(found),
        Found::Bounds(found) => bounds(found),
        Found::Units(found) => units(found),
        Found::Association(found) => association(found),
    }
}

fn end(upper: Option<f64>) -> String {
    upper.map_or_else(|| "unbounded".to_owned(), |upper| grouped(upper, 2))
}

fn of_ratio(ratio: &Ratio) -> String {
    format!("{} ({} to {}; {})", grouped(ratio.value, 2), grouped(ratio.lower, 2), end(ratio.upper), ratio.method)
}

fn of_estimate(estimate: &Estimate) -> String {
    let value = grouped(estimate.value, 2);
    estimate.interval.as_ref().map_or_else(
        || value.clone(),
        |interval| format!("{value} ({} to {}; {})", grouped(interval.lower, 2), end(interval.upper), interval.method),
    )
}

fn or_refusal<T>(found: Option<&T>, show: fn(&T) -> String, refusal: &str) -> String {
    found.map_or_else(|| format!("refused: {refusal}"), show)
}

fn multiverse(found: &Multiverse) -> Vec<String> {
    let with = found.cells.iter().filter(|cell| cell.ratio.is_some()).count();
    let ratio = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| grouped(value, 2));
    let mut lines = vec![
        format!(
            "{with} of {} combinations have a ratio: least {}, median {}, greatest {}",
            found.cells.len(),
            ratio(found.least),
            ratio(found.median),
            ratio(found.greatest)
        ),
        format!("{:.0} % of them lie above 1 with their whole interval", found.above_one * 100.0),
    ];
    if let Some((claimed, reach)) = found.claimed.zip(found.reach_claim) {
        lines.push(format!("{:.0} % of them reach the claimed ratio of {}", reach * 100.0, grouped(claimed, 2)));
    }
    if let Some(effect) = found.effects.first() {
        let medians: Vec<String> = effect.medians.iter().map(|option| format!("{} {}", option.option, ratio(option.median))).collect();
        lines.push(format!("{} moves the answer most; medians: {}", effect.axis, medians.join(", ")));
    }
    lines
}

fn trend(trend: &Trend, line: &TrendLine) -> Vec<String> {
    let known = line.points.iter().filter(|point| point.estimate.is_some()).count();
    let mut lines = vec![format!("{}, {}: {known} of {} periods have a number", line.label, line.unit, line.points.len())];
    let mut gaps: Vec<(&str, Vec<&str>)> = Vec::new();
    for point in line.points.iter().filter(|point| point.estimate.is_none()) {
        match gaps.iter_mut().find(|(reason, _)| *reason == point.missing) {
            Some((_, periods)) => periods.push(&point.label),
            None => gaps.push((&point.missing, vec![&point.label])),
        }
    }
    lines.extend(gaps.iter().map(|(reason, periods)| format!("  gap, {reason}: {}", periods.join(", "))));
    if !trend.declared_date.is_empty() {
        let level = line.interrupted.as_ref().and_then(|fitted| fitted.level.as_ref());
        let change = or_refusal(level, of_ratio, &line.interrupted_refusal);
        lines.push(format!("  change of level at {} ({}): {change}", trend.declared_date, trend.declared_label));
    }
    lines.push(match &line.change_points {
        None => format!("  change points refused: {}", line.change_points_refusal),
        Some(found) if found.points.is_empty() => "  no change point is found".to_owned(),
        Some(found) => {
            let points =
                found.points.iter().map(|point| format!("{} (under {:.0} % of the penalties)", point.label, point.stability * 100.0));
            format!("  change points: {}", points.collect::<Vec<_>>().join(", "))
        }
    });
    lines
}

fn funnel(found: &Funnel) -> Vec<String> {
    let outside = found.agencies.iter().filter(|agency| {
        let limits = agency.limits_998.as_ref().filter(|_| agency.adjusted_p.is_some());
        limits.is_some_and(|limits| agency.events < limits.lower || limits.upper.is_some_and(|upper| agency.events > upper))
    });
    let outside: Vec<&str> = outside.map(|agency| agency.label.as_str()).collect();
    let few = found.agencies.iter().filter(|agency| agency.adjusted_p.is_none()).count();
    let mut lines = vec![
        format!(
            "overall {} per {} {}; phi {}, tau squared {}",
            grouped(found.overall, 2),
            grouped(found.per, 0),
            found.exposure_name,
            grouped(found.phi, 2),
            grouped(found.tau_squared, 3)
        ),
        format!("beyond the 99.8 % limits: {}", if outside.is_empty() { "none".to_owned() } else { outside.join(", ") }),
        format!("{} agencies, {few} of them with too few expected to judge; no ranking", found.agencies.len()),
    ];
    lines.extend(found.absent.iter().map(|absent| format!("without a number: {}: {}", absent.label, absent.reason)));
    lines
}

fn standardised(found: &Standardised) -> Vec<String> {
    let group = |group: &contracts::analytics::StandardisedGroup| {
        let crude = or_refusal(group.crude.as_ref(), of_estimate, &group.crude_refusal);
        let direct = or_refusal(group.direct.as_ref(), of_estimate, &group.direct_refusal);
        format!("{}: as counted {crude}; standardised {direct}", group.label)
    };
    let heading = format!("per {} {}, with the strata of {}", grouped(found.per, 0), found.exposure_name, found.standard);
    std::iter::once(heading).chain(found.groups.iter().map(group)).collect()
}

fn bounds(found: &Bounds) -> Vec<String> {
    let line = |bound: &contracts::analytics::Bound| {
        format!("{}: {} to {} {}", bound.label, grouped(bound.lower, 2), end(bound.upper), bound.unit)
    };
    found.bounds.iter().map(line).collect()
}

fn units(found: &Units) -> Vec<String> {
    let side = |recorded: Option<&RecordedObservation>| {
        let observation = recorded.and_then(|recorded| recorded.observation.clone()).unwrap_or_default();
        let value = if observation.value.is_empty() { observation.missing } else { observation.value };
        format!("{value} ({})", observation.unit)
    };
    let line = |row: &contracts::analytics::UnitsRow| {
        let factor = row.factor.map_or_else(|| "none".to_owned(), |factor| grouped(factor, 3));
        format!("{}: {} and {}; factor {factor}", row.vintage, side(row.left.as_ref()), side(row.right.as_ref()))
    };
    let effect = "the same events in two counting units: the factor is an effect of the unit, not of what happened".to_owned();
    std::iter::once(effect).chain(found.rows.iter().map(line)).collect()
}

fn association(found: &Association) -> Vec<String> {
    let coefficient = |one: &contracts::analytics::Coefficient| {
        let interval = one.interval.as_ref().map(|interval| format!(" ({} to {})", grouped(interval.lower, 2), end(interval.upper)));
        let p = one.p.map(|p| format!(", p = {p:.3}"));
        format!("{}: {}{}{}", one.name, grouped(one.value, 2), interval.unwrap_or_default(), p.unwrap_or_default())
    };
    let heading = format!("{} and {}; an association between places does not say why", found.x_name, found.y_name);
    let least = format!("the least correlation that so many places could show at 5 %: {}", grouped(found.detectable, 2));
    std::iter::once(heading)
        .chain(found.coefficients.iter().map(coefficient))
        .chain([least])
        .chain(found.alignment.iter().cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use contracts::analytics::{AxisEffect, Interval, MultiverseCell, OptionMedian, TrendPoint};

    use super::*;

    fn check(analysis: &Analysis, expected: &str) {
        let mut out = Vec::new();
        one(analysis, &mut out).expect("writing to memory");
        assert_eq!(String::from_utf8(out).expect("UTF-8").trim_start(), expected);
    }

    fn analysis(result: Option<Found>, refusal: &str) -> Analysis {
        Analysis { slug: "it".into(), title: "It".into(), refusal: refusal.into(), result, ..Analysis::default() }
    }

    #[test]
    fn a_refusal_is_said() {
        check(&analysis(None, "too few places"), "It (it)\n  refused: too few places\n");
    }

    #[test]
    fn a_multiverse_names_what_moves_it_most() {
        let ratio = Ratio { value: 2.0, lower: 1.5, upper: None, confidence: 0.95, method: "exact central".into() };
        let found = Multiverse {
            cells: vec![MultiverseCell { ratio: Some(ratio), ..MultiverseCell::default() }, MultiverseCell::default()],
            least: Some(2.0),
            median: Some(2.0),
            greatest: Some(2.0),
            above_one: 1.0,
            effects: vec![AxisEffect {
                axis: "base".into(),
                medians: vec![
                    OptionMedian { option: "2024".into(), median: Some(2.0) },
                    OptionMedian { option: "2002".into(), median: None },
                ],
                range: 0.0,
            }],
            ..Multiverse::default()
        };
        check(
            &analysis(Some(Found::Multiverse(found)), ""),
            "It (it)\n  1 of 2 combinations have a ratio: least 2.00, median 2.00, greatest 2.00\n  \
             100 % of them lie above 1 with their whole interval\n  base moves the answer most; medians: 2024 2.00, 2002 none\n",
        );
    }

    #[test]
    fn a_trend_names_its_gaps() {
        let interval = Interval { lower: 1.0, upper: Some(3.0), confidence: 0.95, method: "Garwood".into() };
        let known = TrendPoint { estimate: Some(Estimate { value: 2.0, interval: Some(interval) }), ..TrendPoint::default() };
        let gap = |label: &str| TrendPoint { label: label.into(), missing: "suspected carry-over".into(), ..TrendPoint::default() };
        let line = TrendLine {
            label: "Border Patrol".into(),
            unit: "incidents".into(),
            points: vec![known, gap("FY2018"), gap("FY2019")],
            change_points_refusal: "too few periods".into(),
            ..TrendLine::default()
        };
        check(
            &analysis(Some(Found::Trend(Trend { lines: vec![line], ..Trend::default() })), ""),
            "It (it)\n  Border Patrol, incidents: 1 of 3 periods have a number\n    gap, suspected carry-over: FY2018, FY2019\n    \
             change points refused: too few periods\n",
        );
    }
}

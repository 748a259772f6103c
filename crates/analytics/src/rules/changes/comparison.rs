//! A comparison as lines.

use domain::{
    Recorded,
    comparison::{
        Comparison, Row,
        analysis::{
            Agency, Analysis, Association, AxisEffect, Bound, Findings, Funnel, Interrupted, Line as TrendLine, Multiverse, Place, Point,
            PointState, Standardised, StandardisedGroup, Trend, UnitsRow,
        },
    },
};

use super::{Line, count, estimate, joined, number, range, rate, ratio};

/// One line for each row, and as many for an analysis as it has findings.
pub fn of_comparison(comparison: &Comparison) -> Vec<Line> {
    let mut out: Vec<Line> = comparison.rows.iter().map(row).collect();
    for one in &comparison.analyses {
        out.extend(analysis(one).into_iter().map(|(label, text)| {
            let colon = if label.is_empty() { "" } else { ": " };
            Line::new("", format!("{}{colon}{label}", one.slug), text)
        }));
    }
    out
}

fn row(row: &Row) -> Line {
    let over = |exposures: &[Recorded]| {
        let all: Vec<String> = exposures.iter().map(count).collect();
        (!all.is_empty()).then(|| format!("over {}", all.join(" + ")))
    };
    let text = joined([
        row.count.as_ref().map(count),
        over(&row.exposures),
        row.rate.as_ref().map(|found| found.as_ref().map_or_else(|refusal| format!("no rate: {refusal}"), rate)),
        row.ratio.as_ref().map(|found| format!("ratio {}", ratio(found))),
        row.comparability.as_ref().map(|graded| format!("grade {}", graded.grade.as_str())),
    ]);
    Line::new("", row.label.clone(), text)
}

/// Labels with texts.
type Told = Vec<(String, String)>;

fn analysis(analysis: &Analysis) -> Told {
    match &analysis.result {
        Err(refusal) => vec![(String::new(), format!("no result: {refusal}"))],
        Ok(Findings::Multiverse(one)) => multiverse(one),
        Ok(Findings::Trend(one)) => trend(one),
        Ok(Findings::Funnel(one)) => funnel(one),
        Ok(Findings::Standardised(one)) => standardised(one),
        Ok(Findings::Bounds(all)) => all.iter().map(bound).collect(),
        Ok(Findings::Units(rows)) => rows.iter().map(units).collect(),
        Ok(Findings::Association(one)) => association(one),
    }
}

fn multiverse(multiverse: &Multiverse) -> Told {
    let Multiverse { axes: _, cells, spread, above_one, claimed, effects } = multiverse;
    let there = cells.iter().filter(|cell| cell.outcome.is_ok()).count();
    let mut out = vec![("cells".to_owned(), format!("{there} of {} have a ratio", cells.len()))];
    if let Some((least, median, greatest)) = spread {
        let text = format!("{} least, {} median, {} greatest", number(*least), number(*median), number(*greatest));
        out.push(("ratio".to_owned(), text));
        out.push(("interval above 1".to_owned(), format!("{} of the cells", number(*above_one))));
    }
    if let Some((claimed, share)) = claimed {
        out.push(("claimed ratio".to_owned(), format!("{}, reached by {} of the cells", number(*claimed), number(*share))));
    }
    for AxisEffect { axis, medians, range } in effects {
        let all: Vec<String> =
            medians.iter().map(|(option, median)| format!("{option} {}", median.map_or_else(|| "left out".to_owned(), number))).collect();
        out.push((axis.clone(), format!("medians {}; range {}", all.join(", "), number(*range))));
    }
    out
}

fn trend(trend: &Trend) -> Told {
    let mut out = Told::new();
    for TrendLine { label, unit, points, interrupted, change_points } in &trend.lines {
        for Point { period, state } in points {
            let text = match state {
                PointState::Reported { reading: _, value, interval } => format!("{} {unit}", estimate(*value, interval)),
                PointState::Missing(reason) => format!("missing: {reason}"),
                PointState::Absent => "not in any release".to_owned(),
            };
            out.push((format!("{label}, {}", period.label()), text));
        }
        match interrupted {
            None => {}
            Some(Err(refusal)) => out.push((format!("{label}, declared date"), refusal.clone())),
            Some(Ok(Interrupted { model, level, slope, dispersion: _, points: _ })) => {
                let text = format!("level {}, slope {} ({model})", ratio(level), ratio(slope));
                out.push((format!("{label}, declared date"), text));
            }
        }
        let text = match change_points {
            Err(refusal) => refusal.clone(),
            Ok(found) if found.starts.is_empty() => "none".to_owned(),
            Ok(found) => found.starts.iter().map(|(period, _)| period.label()).collect::<Vec<_>>().join(", "),
        };
        out.push((format!("{label}, change points"), text));
    }
    out
}

fn funnel(funnel: &Funnel) -> Told {
    let Funnel { overall, per, exposure_name, agencies, overdispersion: _, absent } = funnel;
    let mut out = vec![("together".to_owned(), format!("{} per {} {exposure_name}", number(*overall), number(*per)))];
    for Agency { label, events, exposure, expected, rate: (value, interval), limits: _, adjusted_p } in agencies {
        let p = adjusted_p.map(|p| format!("adjusted p {}", number(p)));
        let counts = format!("{events} events over {}, {} expected", number(*exposure), number(*expected));
        out.push((label.clone(), joined([Some(estimate(*value, interval)), Some(counts), p])));
    }
    out.extend(absent.iter().map(|(label, reason)| (label.clone(), format!("left out: {reason}"))));
    out
}

fn standardised(standardised: &Standardised) -> Told {
    let told = |StandardisedGroup { label, crude, direct, against_standard, absent }: &StandardisedGroup| {
        let one = |found: &Result<(f64, domain::rate::Interval), String>| match found {
            Ok((value, interval)) => estimate(*value, interval),
            Err(refusal) => refusal.clone(),
        };
        let against =
            against_standard.as_ref().map(|found| format!("against the standard {}", found.as_ref().map_or_else(Clone::clone, ratio)));
        let without = (!absent.is_empty()).then(|| format!("without {}", absent.join(", ")));
        let text = joined([Some(format!("crude {}", one(crude))), Some(format!("standardised {}", one(direct))), against, without]);
        (label.clone(), text)
    };
    standardised.groups.iter().map(told).collect()
}

fn bound(Bound { label, lower, point, upper, unit }: &Bound) -> (String, String) {
    let point = point.map(|point| format!(", published {}", number(point))).unwrap_or_default();
    (label.clone(), format!("{} {unit}{point}", range(*lower, *upper)))
}

fn units(UnitsRow { vintage, left, right, factor }: &UnitsRow) -> (String, String) {
    let factor = factor.map(|factor| format!(", factor {}", number(factor))).unwrap_or_default();
    (vintage.clone(), format!("{} v {}{factor}", count(left), count(right)))
}

fn association(association: &Association) -> Told {
    let Association { x_name, y_name, places, coefficients, detectable: _, alignment: _, most_influential } = association;
    let mut out: Told = coefficients
        .iter()
        .map(|one| {
            let interval = one.interval.as_ref().map(|found| format!(" ({})", super::interval(found))).unwrap_or_default();
            let p = one.p.map(|p| format!(", p {}", number(p))).unwrap_or_default();
            (one.name.clone(), format!("{}{interval}{p}", number(one.value)))
        })
        .collect();
    if let Some((place, without)) = most_influential {
        out.push(("most influential".to_owned(), format!("{place}, {} without it", number(*without))));
    }
    let value = |found: &Result<f64, String>| found.as_ref().map_or_else(Clone::clone, |value| number(*value));
    out.extend(places.iter().map(|Place { geography, x, y }| (geography.clone(), format!("{x_name} {}, {y_name} {}", value(x), value(y)))));
    out
}

//! Analyses as messages.

use contracts::analytics as wire;
use domain::comparison::analysis::{
    Agency, Analysis, Association, AxisEffect, Bound, Cell, ChangePoints, Coefficient, Findings, Funnel, Interrupted, Line, Multiverse,
    Place, Point, PointState, Standardised, StandardisedGroup, Trend, UnitsRow,
};

use super::{estimate, interval, ratio};

/// What a period that no release has is called.
const ABSENT: &str = "not in any release";

/// An analysis with its result, or why there is none.
pub(super) fn analysis(analysis: &Analysis) -> wire::Analysis {
    let Analysis { slug, title, result, notes, observations } = analysis;
    wire::Analysis {
        slug: slug.clone(),
        title: title.clone(),
        refusal: result.as_ref().err().cloned().unwrap_or_default(),
        notes: notes.clone(),
        observations: observations.iter().map(Into::into).collect(),
        result: result.as_ref().ok().map(findings),
    }
}

fn findings(findings: &Findings) -> wire::analysis::Result {
    use wire::analysis::Result;
    match findings {
        Findings::Multiverse(one) => Result::Multiverse(multiverse(one)),
        Findings::Trend(one) => Result::Trend(trend(one)),
        Findings::Funnel(one) => Result::Funnel(funnel(one)),
        Findings::Standardised(one) => Result::Standardised(standardised(one)),
        Findings::Bounds(all) => Result::Bounds(wire::Bounds { bounds: all.iter().map(bound).collect() }),
        Findings::Units(rows) => Result::Units(wire::Units { rows: rows.iter().map(units_row).collect() }),
        Findings::Association(one) => Result::Association(association(one)),
    }
}

fn multiverse(multiverse: &Multiverse) -> wire::Multiverse {
    let Multiverse { axes, cells, spread, above_one, claimed, effects } = multiverse;
    wire::Multiverse {
        axes: axes.clone(),
        cells: cells.iter().map(cell).collect(),
        least: spread.map(|(least, _, _)| least),
        median: spread.map(|(_, median, _)| median),
        greatest: spread.map(|(_, _, greatest)| greatest),
        above_one: *above_one,
        claimed: claimed.map(|(claimed, _)| claimed),
        reach_claim: claimed.map(|(_, share)| share),
        effects: effects.iter().map(effect).collect(),
    }
}

fn cell(cell: &Cell) -> wire::MultiverseCell {
    let Cell { choices, outcome } = cell;
    wire::MultiverseCell {
        choices: choices.clone(),
        ratio: outcome.as_ref().ok().map(|found| ratio(&found.ratio)),
        grade: outcome.as_ref().ok().map(|found| found.grade.as_str().to_owned()).unwrap_or_default(),
        excluded: outcome.as_ref().err().cloned().unwrap_or_default(),
    }
}

fn effect(effect: &AxisEffect) -> wire::AxisEffect {
    let AxisEffect { axis, medians, range } = effect;
    wire::AxisEffect {
        axis: axis.clone(),
        medians: medians.iter().map(|(option, median)| wire::OptionMedian { option: option.clone(), median: *median }).collect(),
        range: *range,
    }
}

fn trend(trend: &Trend) -> wire::Trend {
    let Trend { step, declared, lines } = trend;
    wire::Trend {
        step: step.as_str().to_owned(),
        declared_date: declared.as_ref().map(|declared| declared.date.to_string()).unwrap_or_default(),
        declared_label: declared.as_ref().map(|declared| declared.label.clone()).unwrap_or_default(),
        lines: lines.iter().map(line).collect(),
    }
}

fn line(line: &Line) -> wire::TrendLine {
    let Line { label, unit, points, interrupted: its, change_points: changes } = line;
    let fitted = its.as_ref();
    wire::TrendLine {
        label: label.clone(),
        unit: unit.clone(),
        points: points.iter().map(point).collect(),
        interrupted: fitted.and_then(|fitted| fitted.as_ref().ok()).map(interrupted),
        interrupted_refusal: fitted.and_then(|fitted| fitted.as_ref().err()).cloned().unwrap_or_default(),
        change_points: changes.as_ref().ok().map(change_points),
        change_points_refusal: changes.as_ref().err().cloned().unwrap_or_default(),
    }
}

fn point(point: &Point) -> wire::TrendPoint {
    let Point { period, state } = point;
    let (found, missing) = match state {
        PointState::Reported { reading: _, value, interval } => (Some(estimate(*value, interval)), String::new()),
        PointState::Missing(reason) => (None, reason.to_string()),
        PointState::Absent => (None, ABSENT.to_owned()),
    };
    wire::TrendPoint {
        period_start: period.start().to_string(),
        period_end: period.end().to_string(),
        label: period.label(),
        estimate: found,
        missing,
    }
}

fn interrupted(series: &Interrupted) -> wire::InterruptedSeries {
    let Interrupted { model, level, slope, dispersion, points: (before, after) } = series;
    wire::InterruptedSeries {
        model: (*model).to_owned(),
        level: Some(ratio(level)),
        slope: Some(ratio(slope)),
        dispersion: *dispersion,
        points_before: small(*before),
        points_after: small(*after),
    }
}

fn change_points(points: &ChangePoints) -> wire::ChangePoints {
    let ChangePoints { starts, means } = points;
    let point = |(period, stability): &(domain::Period, f64)| wire::ChangePoint {
        period_start: period.start().to_string(),
        label: period.label(),
        stability: *stability,
    };
    wire::ChangePoints { points: starts.iter().map(point).collect(), means: means.clone() }
}

fn funnel(funnel: &Funnel) -> wire::Funnel {
    let Funnel { overall, per, exposure_name, agencies, overdispersion: (phi, tau_squared), absent } = funnel;
    wire::Funnel {
        overall: *overall,
        per: *per,
        exposure_name: exposure_name.clone(),
        agencies: agencies.iter().map(agency).collect(),
        phi: *phi,
        tau_squared: *tau_squared,
        absent: absent.iter().map(|(label, reason)| wire::FunnelAbsent { label: label.clone(), reason: reason.clone() }).collect(),
    }
}

fn agency(agency: &Agency) -> wire::FunnelAgency {
    let Agency { label, events, exposure, expected, rate: (value, found), limits: [narrow, wide], adjusted_p } = agency;
    let limits = |(lower, upper): (f64, f64), confidence: f64| wire::Interval {
        lower,
        upper: Some(upper),
        confidence,
        method: "exact, interpolated, widened by overdispersion".to_owned(),
    };
    wire::FunnelAgency {
        label: label.clone(),
        events: *events as f64,
        exposure: *exposure,
        expected: *expected,
        rate: Some(estimate(*value, found)),
        limits_95: Some(limits(*narrow, 0.95)),
        limits_998: Some(limits(*wide, 0.998)),
        adjusted_p: *adjusted_p,
    }
}

fn standardised(standardised: &Standardised) -> wire::Standardised {
    let Standardised { standard, per, exposure_name, groups } = standardised;
    wire::Standardised {
        standard: standard.clone(),
        per: *per,
        exposure_name: exposure_name.clone(),
        groups: groups.iter().map(group).collect(),
    }
}

fn group(group: &StandardisedGroup) -> wire::StandardisedGroup {
    let StandardisedGroup { label, crude, direct, against_standard, absent } = group;
    let against = against_standard.as_ref();
    wire::StandardisedGroup {
        label: label.clone(),
        crude: crude.as_ref().ok().map(|(value, found)| estimate(*value, found)),
        crude_refusal: crude.as_ref().err().cloned().unwrap_or_default(),
        direct: direct.as_ref().ok().map(|(value, found)| estimate(*value, found)),
        direct_refusal: direct.as_ref().err().cloned().unwrap_or_default(),
        against_standard: against.and_then(|found| found.as_ref().ok()).map(ratio),
        against_standard_refusal: against.and_then(|found| found.as_ref().err()).cloned().unwrap_or_default(),
        absent: absent.clone(),
    }
}

fn bound(bound: &Bound) -> wire::Bound {
    let Bound { label, lower, point, upper, unit } = bound;
    wire::Bound { label: label.clone(), lower: *lower, point: *point, upper: *upper, unit: unit.clone() }
}

fn units_row(row: &UnitsRow) -> wire::UnitsRow {
    let UnitsRow { vintage, left, right, factor } = row;
    wire::UnitsRow { vintage: vintage.clone(), left: Some(left.into()), right: Some(right.into()), factor: *factor }
}

fn association(association: &Association) -> wire::Association {
    let Association { x_name, y_name, places, coefficients, detectable, alignment, most_influential } = association;
    wire::Association {
        x_name: x_name.clone(),
        y_name: y_name.clone(),
        places: places.iter().map(place).collect(),
        coefficients: coefficients.iter().map(coefficient).collect(),
        detectable: *detectable,
        alignment: alignment.clone(),
        most_influential: most_influential.as_ref().map(|(place, _)| place.clone()).unwrap_or_default(),
        without_most_influential: most_influential.as_ref().map(|(_, without)| *without),
    }
}

fn place(place: &Place) -> wire::AssociationPlace {
    let Place { geography, x, y } = place;
    wire::AssociationPlace {
        geography: geography.clone(),
        x: x.as_ref().ok().copied(),
        x_refusal: x.as_ref().err().cloned().unwrap_or_default(),
        y: y.as_ref().ok().copied(),
        y_refusal: y.as_ref().err().cloned().unwrap_or_default(),
    }
}

fn coefficient(coefficient: &Coefficient) -> wire::Coefficient {
    let Coefficient { name, value, interval: found, p } = coefficient;
    wire::Coefficient { name: name.clone(), value: *value, interval: found.as_ref().map(interval), p: *p }
}

fn small(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

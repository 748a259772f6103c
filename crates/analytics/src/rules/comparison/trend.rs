//! Series over time, with the calendar of expected periods (methods §2.7, §2.8). Gaps are gaps: nothing is interpolated.

use std::collections::BTreeMap;

use domain::{
    CountingUnit, Period, Reading, Recorded,
    comparison::{
        Ratio,
        analysis::{ChangePoints, Interrupted, Line, Point, PointState, Trend},
        spec::{LineSpec, Step, TrendSpec},
    },
    rate::{ExposureKind, Interval},
};
use statistics::{
    change_point::{self, Cost},
    count_model::CountFit,
    interruption::{self, Effect, Interruption, Season},
};

use super::Used;
use crate::rules::{
    exposure,
    joined::Joined,
    rates::{self, CONFIDENCE},
    vintages::Known,
};

/// A segment has at least so many points.
const LEAST_SEGMENT: usize = 2;
/// Below so many points no change is looked for.
const LEAST_POINTS: usize = 8;

/// Every line over every expected period.
pub(super) fn run(spec: &TrendSpec, joined: &Joined, used: &mut Used) -> Result<Trend, String> {
    let periods = expected(spec.step, spec.span);
    if periods.is_empty() {
        return Err(format!("no {} lies within {}", spec.step.as_str(), spec.span.label()));
    }
    let lines = spec.lines.iter().map(|line| self::line(line, spec, &periods, joined, used)).collect();
    Ok(Trend { step: spec.step, declared: spec.declared.clone(), lines })
}

fn expected(step: Step, span: Period) -> Vec<Period> {
    let mut out = Vec::new();
    let mut next = step.from_start(span.start());
    while let Some(period) = next.filter(|period| span.contains(*period)) {
        out.push(period);
        next = step.from_start(period.end());
    }
    out
}

fn line(spec: &LineSpec, trend: &TrendSpec, periods: &[Period], joined: &Joined, used: &mut Used) -> Line {
    let by_period = |series| -> BTreeMap<Period, &Recorded> {
        let all = joined.series.get(series).map(Vec::as_slice).unwrap_or_default();
        all.iter().rev().map(|Known { recorded, .. }| (recorded.observation.period, recorded)).collect()
    };
    let counts = by_period(&spec.series);
    let exposures = spec.exposure.as_ref().map(by_period);
    let mut kind = None;
    let points: Vec<Point> = periods
        .iter()
        .map(|period| {
            let count = counts.get(period).copied();
            let over = match &exposures {
                None => Over::Nothing,
                Some(exposures) => exposures.get(period).copied().map_or(Over::Absent, Over::Exposure),
            };
            used.add(count);
            if let Over::Exposure(exposure) = over {
                used.add([exposure]);
            }
            Point { period: *period, state: state(count, over, &mut kind) }
        })
        .collect();
    let unit = match kind {
        Some(kind) => format!("{} per {} {}", spec.series.unit.plural(), ExposureKind::per(kind), kind.name()),
        None => spec.series.unit.plural().to_owned(),
    };
    let run = whole_run(&points, &counts, exposures.as_ref());
    Line {
        label: spec.label.clone(),
        unit,
        interrupted: trend.declared.as_ref().map(|declared| {
            if counts_events(spec.series.unit) {
                interrupted(&run, declared.date, trend.step)
            } else {
                Err(format!("not fitted: {} are no events", spec.series.unit.plural()))
            }
        }),
        change_points: change_points(&run, spec.series.unit, if spec.exposure.is_some() { IsRate::Yes } else { IsRate::No }),
        points,
    }
}

/// Whether a line is divided by an exposure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IsRate {
    Yes,
    No,
}

/// Whether a unit counts events, of which a model of counts can be made.
fn counts_events(unit: CountingUnit) -> bool {
    !matches!(unit, CountingUnit::Employee | CountingUnit::Per100Officers | CountingUnit::Percent)
}

/// What the count of a period is divided by.
#[derive(Debug, Clone, Copy)]
enum Over<'a> {
    /// The line is a count.
    Nothing,
    /// The line is a rate, and the exposure of the period is not in any release.
    Absent,
    /// The exposure.
    Exposure(&'a Recorded),
}

fn state(count: Option<&Recorded>, over: Over<'_>, kind: &mut Option<ExposureKind>) -> PointState {
    let Some(count) = count else { return PointState::Absent };
    let reading = count.observation.reading;
    if let Reading::Missing(reason) = reading {
        return PointState::Missing(reason);
    }
    let over = match over {
        Over::Nothing => {
            return counted(count).map_or(PointState::Absent, |(value, interval)| PointState::Reported { reading, value, interval });
        }
        Over::Absent => return PointState::Absent,
        Over::Exposure(over) => over,
    };
    if let Reading::Missing(reason) = over.observation.reading {
        return PointState::Missing(reason);
    }
    match exposure::sum(count, vec![over.clone()]).and_then(|exposure| rates::rate(count, &exposure)) {
        Ok(rate) => {
            *kind = Some(rate.kind);
            PointState::Reported { reading, value: rate.value, interval: rate.uncertain.map_or(rate.interval, |wide| wide.interval) }
        }
        Err(_) => PointState::Absent,
    }
}

/// The count with Garwood's interval; a headcount or a published rate is no count of events and is its own interval.
fn counted(count: &Recorded) -> Option<(f64, Interval)> {
    let value = count.observation.reading.value()?;
    if !counts_events(count.observation.unit) {
        let bounds = count.observation.reading.bounds();
        let lower = bounds.map_or(value, |bounds| bounds.lower).as_f64();
        let upper = bounds.map_or(Some(value), |bounds| bounds.upper).map(domain::Value::as_f64);
        return Some((value.as_f64(), Interval { lower, upper, confidence: 1.0, method: "as published" }));
    }
    let events = value.as_count()?;
    let found = statistics::poisson::garwood(events, CONFIDENCE).ok()?;
    Some((events as f64, Interval { lower: found.lower, upper: Some(found.upper), confidence: CONFIDENCE, method: "Garwood" }))
}

/// The longest run of reported periods without a gap: models are fitted to nothing else.
struct Run {
    periods: Vec<Period>,
    counts: Vec<u64>,
    exposures: Vec<f64>,
    gaps: usize,
}

fn whole_run(points: &[Point], counts: &BTreeMap<Period, &Recorded>, exposures: Option<&BTreeMap<Period, &Recorded>>) -> Run {
    let mut best: Vec<(Period, u64, f64)> = Vec::new();
    let mut current: Vec<(Period, u64, f64)> = Vec::new();
    let mut gaps = 0;
    for point in points {
        let reported = matches!(point.state, PointState::Reported { .. });
        let count = counts.get(&point.period).and_then(|recorded| exposure::events(recorded).ok());
        let over = match exposures {
            Some(exposures) => exposures.get(&point.period).and_then(|one| one.observation.reading.value()).map(domain::Value::as_f64),
            None => Some(point.period.days() as f64),
        };
        if let (true, Some(count), Some(over)) = (reported, count, over) {
            current.push((point.period, count, over));
            continue;
        }
        gaps += 1;
        let ended = std::mem::take(&mut current);
        if ended.len() > best.len() {
            best = ended;
        }
    }
    if current.len() > best.len() {
        best = current;
    }
    Run {
        periods: best.iter().map(|one| one.0).collect(),
        counts: best.iter().map(|one| one.1).collect(),
        exposures: best.iter().map(|one| one.2).collect(),
        gaps,
    }
}

fn interrupted(run: &Run, date: domain::Date, step: Step) -> Result<Interrupted, String> {
    let Some(at) = run.periods.iter().position(|period| period.start() >= date) else {
        return Err("no period without a gap begins after the declared date".to_owned());
    };
    let months = step == Step::Month && run.counts.len() >= interruption::LEAST_SEASONAL_POINTS;
    let season = if months { Season::Harmonics { period: 12, pairs: 1 } } else { Season::None };
    let found = interruption::by_dispersion(&run.counts, &run.exposures, Interruption { at, season }, CONFIDENCE)
        .map_err(|error| format!("described only: {error}"))?;
    let (model, method) = match found.fit {
        CountFit::Poisson(_) => ("Poisson", "Wald on the log scale, Poisson"),
        CountFit::NegativeBinomial { .. } => ("negative binomial", "Wald on the log scale, negative binomial"),
    };
    let ratio = |Effect { ratio, lower, upper }: Effect| Ratio {
        value: ratio,
        interval: Interval { lower, upper: Some(upper), confidence: CONFIDENCE, method },
    };
    Ok(Interrupted {
        model,
        level: ratio(found.effects.level),
        slope: ratio(found.effects.slope),
        dispersion: found.dispersion,
        points: (at, run.counts.len() - at),
    })
}

fn change_points(run: &Run, unit: CountingUnit, is_rate: IsRate) -> Result<ChangePoints, String> {
    if is_rate == IsRate::Yes {
        return Err("not looked for: the line is a rate, and changes are looked for in counts of events".to_owned());
    }
    if !counts_events(unit) {
        return Err(format!("not looked for: {} are no events", unit.plural()));
    }
    if run.counts.len() < LEAST_POINTS {
        let gaps = if run.gaps > 0 { format!(", and {} are gaps", run.gaps) } else { String::new() };
        return Err(format!(
            "described only: {} periods in a row are reported{gaps}; at least {LEAST_POINTS} are needed",
            run.counts.len()
        ));
    }
    let values: Vec<f64> = run.counts.iter().map(|count| *count as f64).collect();
    // Counts that vary more than Poisson counts seem to change all the time, so that their mean is looked at instead.
    let spread = statistics::dispersion::dispersion_index(&run.counts).map_err(|error| error.to_string())?;
    let cost = if spread.index > interruption::POISSON_DISPERSION { Cost::SquaredError } else { Cost::Poisson };
    let penalty = change_point::usual_penalty(&values, cost).map_err(|error| error.to_string())?;
    let best = change_point::pelt(&values, cost, penalty, LEAST_SEGMENT).map_err(|error| error.to_string())?;
    let stable = change_point::stability(&values, cost, LEAST_SEGMENT).map_err(|error| error.to_string())?;
    let share = |start: usize| stable.starts.iter().find(|(at, _)| *at == start).map_or(0.0, |(_, share)| *share);
    let starts = best.starts.iter().filter_map(|start| Some((*run.periods.get(*start)?, share(*start)))).collect();
    let edges: Vec<usize> = std::iter::once(0).chain(best.starts.iter().copied()).chain([values.len()]).collect();
    let mean = |from: usize, to: usize| values.get(from..to).map(|part| part.iter().sum::<f64>() / part.len() as f64);
    let means = edges.iter().zip(edges.iter().skip(1)).filter_map(|(from, to)| mean(*from, *to)).collect();
    Ok(ChangePoints { starts, means })
}

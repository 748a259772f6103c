//! Analyses of a comparison as charts.

use contracts::analytics::{
    Association, Bounds as WireBounds, Funnel as WireFunnel, FunnelAgency, Interval, Multiverse, Standardised, StandardisedGroup,
    Trend as WireTrend, TrendLine, TrendPoint,
};
use domain::{Date, Period};

use super::{Place, grouped, no_difference, of_estimate, of_ratio, quantity};
use crate::{
    charts::{
        Agency, Amount, Arrangement, Bar, Bounds, Chart, Choice, Declared, Digits, Extent, Forest, Funnel, Group, Instrument, IntervalBars,
        Limit, Moves, Place as Against, Point, Quantity, Reading, Reference, Series, Specification, Specifications, Standing, State,
        TileMap, Trend, forest, funnel as drawn_funnel, interval_bar, specification_curve, tile_map, trend,
    },
    views::format::{self, Percent},
};

/// The specification curve of a multiverse.
pub(crate) fn multiverse(multiverse: &Multiverse, place: &Place) -> Chart {
    let options = |axis: usize| {
        let mut options: Vec<String> = Vec::new();
        for choice in multiverse.cells.iter().filter_map(|cell| cell.choices.get(axis)) {
            if !options.contains(choice) {
                options.push(choice.clone());
            }
        }
        options
    };
    let axes: Vec<Choice> =
        multiverse.axes.iter().enumerate().map(|(axis, name)| Choice { name: name.clone(), options: options(axis) }).collect();
    let cells = multiverse.cells.iter().map(|cell| Specification {
        options: axes
            .iter()
            .enumerate()
            .map(|(axis, choice)| {
                let chosen = cell.choices.get(axis);
                choice.options.iter().position(|option| Some(option) == chosen).unwrap_or(usize::MAX)
            })
            .collect(),
        reading: of_ratio(cell.ratio.as_ref(), &cell.excluded),
    });
    let moves_most = multiverse.effects.first().and_then(|effect| {
        let place = multiverse.axes.iter().position(|axis| *axis == effect.axis)?;
        let medians = || effect.medians.iter().filter_map(|option| option.median);
        Some(Moves { axis: place, from: medians().reduce(f64::min)?, to: medians().reduce(f64::max)? })
    });
    specification_curve(&Specifications {
        about: place.about(
            "",
            "Every combination, sorted by its ratio",
            "Every combination of the declared choices, with its exact interval. The cells share data: no test is made over them.",
        ),
        quantity: quantity("Ratio", Digits::Ratio),
        neutral: no_difference(),
        claimed: multiverse.claimed.map(|value| Reference { value, label: "claimed".to_owned() }),
        cells: cells.collect(),
        moves_most,
        axes,
    })
}

/// Lines over time, one chart for each unit, because units do not share an axis.
pub(crate) fn trends(all: &WireTrend, place: &Place) -> Vec<Chart> {
    let declared: Vec<Declared> =
        all.declared_date.parse::<Date>().map(|date| Declared { date, label: all.declared_label.clone() }).into_iter().collect();
    let units = grouped(&all.lines, |line| line.unit.clone());
    let plot = |(at, (unit, lines)): (usize, (String, Vec<&TrendLine>))| {
        trend(&Trend {
            about: place.about(
                &format!("trend-{at}"),
                format!("{} by {}", format::capitalized(&unit), all.step),
                "A gap is hatched and names its reason; nothing is interpolated.",
            ),
            quantity: trend_quantity(&unit, &lines),
            arrangement: Arrangement::Together,
            declared: declared.clone(),
            series: lines.into_iter().map(line).collect(),
        })
    };
    units.into_iter().enumerate().map(plot).collect()
}

fn trend_quantity(unit: &str, lines: &[&TrendLine]) -> Quantity {
    let mut values = lines.iter().flat_map(|line| &line.points).filter_map(|point| point.estimate.as_ref());
    let counts = values.all(|estimate| estimate.value.fract() == 0.0);
    quantity(format::capitalized(unit), if counts { Digits::Count } else { Digits::Rate })
}

fn line(line: &TrendLine) -> Series {
    Series { label: line.label.clone(), points: line.points.iter().filter_map(point).collect() }
}

/// A period that cannot be read has no place on an axis of time; it is in the table for programs.
fn point(point: &TrendPoint) -> Option<Point> {
    let (start, end) = (point.period_start.parse().ok()?, point.period_end.parse().ok()?);
    let reading = match &point.estimate {
        None => Reading::Missing(point.missing.clone()),
        Some(estimate) => Reading::checked(match estimate.interval.as_ref().filter(|interval| !exact(interval)) {
            None => Amount::counted(estimate.value),
            Some(interval) => Amount::estimated(estimate.value, interval.lower, interval.upper),
        }),
    };
    Some(Point { period: Period::new(start, end).ok()?, reading, extent: Extent::Whole })
}

/// A number as published has no interval.
fn exact(interval: &Interval) -> bool {
    interval.confidence >= 1.0 && interval.upper == Some(interval.lower)
}

/// Observed over expected by agency, with limits.
pub(crate) fn funnel(found: &WireFunnel, place: &Place) -> Chart {
    let per_expected = |agency: &FunnelAgency, limits: Option<&Interval>| {
        let limits = limits?;
        Some((limits.lower / agency.expected, limits.upper? / agency.expected))
    };
    let limits = found.agencies.iter().filter_map(|agency| {
        let inner = per_expected(agency, agency.limits_95.as_ref())?;
        Some(Limit { size: agency.expected, inner, outer: per_expected(agency, agency.limits_998.as_ref())? })
    });
    let agencies = found.agencies.iter().map(|agency| Agency {
        label: agency.label.clone(),
        standing: Standing::at(agency.expected, agency.events / agency.expected, standing(agency)),
    });
    let absent =
        found.absent.iter().map(|absent| Agency { label: absent.label.clone(), standing: Standing::Missing(absent.reason.clone()) });
    let overall = format!("{} per {} {}", format::estimate(found.overall), format::shortest(found.per), found.exposure_name);
    drawn_funnel(&Funnel {
        about: place.about(
            "",
            "Observed over expected, by agency",
            format!("Events over those expected at the overall rate of {overall}. Limits are exact and widened by overdispersion. There is no ranking."),
        ),
        size: quantity("Events expected", Digits::Rate),
        outcome: quantity("Observed over expected", Digits::Ratio),
        centre: 1.0,
        names: ("95%".to_owned(), "99.8%".to_owned()),
        limits: limits.collect(),
        agencies: agencies.chain(absent).collect(),
    })
}

/// Where an agency stands; one without an adjusted p expects too few.
pub(crate) fn standing(agency: &FunnelAgency) -> Against {
    let within = |limits: Option<&Interval>| {
        limits.is_none_or(|limits| limits.lower <= agency.events && limits.upper.is_none_or(|upper| agency.events <= upper))
    };
    match (agency.adjusted_p, within(agency.limits_95.as_ref()), within(agency.limits_998.as_ref())) {
        (None, ..) => Against::TooFew,
        (Some(_), true, _) => Against::Within,
        (Some(_), false, true) => Against::Between,
        (Some(_), false, false) => Against::Beyond,
    }
}

/// Crude and standardised rates, and the ratios to the standard.
pub(crate) fn standardised(found: &Standardised, place: &Place) -> Vec<Chart> {
    let per = format!("Per {} {}", format::shortest(found.per), found.exposure_name);
    let rows = |of: fn(&StandardisedGroup) -> Reading| -> Vec<Instrument> {
        found.groups.iter().map(|group| Instrument { label: group.label.clone(), grade: None, reading: of(group) }).collect()
    };
    let rates = forest(&Forest {
        about: place.about(
            "rates",
            "Rates as counted and standardised",
            format!(
                "As counted, and as they would be with the strata of {}. Intervals: Garwood as counted, Fay–Feuer standardised.",
                found.standard
            ),
        ),
        quantity: quantity(per, Digits::Rate),
        references: Vec::new(),
        groups: vec![
            Group { heading: "As counted".to_owned(), rows: rows(|group| of_estimate(group.crude.as_ref(), &group.crude_refusal)) },
            Group {
                heading: format!("With the strata of {}", found.standard),
                rows: rows(|group| of_estimate(group.direct.as_ref(), &group.direct_refusal)),
            },
        ],
    });
    let compared = found.groups.iter().filter(|group| group.against_standard.is_some() || !group.against_standard_refusal.is_empty());
    let ratios: Vec<Instrument> = compared
        .map(|group| Instrument {
            label: group.label.clone(),
            grade: None,
            reading: of_ratio(group.against_standard.as_ref(), &group.against_standard_refusal),
        })
        .collect();
    if ratios.is_empty() {
        return vec![rates];
    }
    let against = forest(&Forest {
        about: place.about("ratios", format!("Against {}, stratum by stratum", found.standard), "Mantel–Haenszel ratios of rates."),
        quantity: quantity(format!("Ratio to {}", found.standard), Digits::Ratio),
        references: vec![no_difference()],
        groups: vec![Group { heading: String::new(), rows: ratios }],
    });
    vec![rates, against]
}

/// Bounds, one chart for each unit.
pub(crate) fn bounds(found: &WireBounds, place: &Place) -> Vec<Chart> {
    let units = grouped(&found.bounds, |bound| bound.unit.clone());
    let plot = |(at, (unit, bounds)): (usize, (String, Vec<&contracts::analytics::Bound>))| {
        let bars = bounds.into_iter().map(|bound| {
            // What was reported need not lie within bounds on what was not: it is then said, not drawn.
            let inside = bound.point.filter(|point| *point >= bound.lower && bound.upper.is_none_or(|upper| *point <= upper));
            let label = match bound.point {
                Some(point) if inside.is_none() => format!("{} (as reported: {})", bound.label, format::shortest(point)),
                _ => bound.label.clone(),
            };
            Bar { label, reading: Reading::checked(Bounds::new(bound.lower, bound.upper, inside)) }
        });
        let ratio = unit == "times";
        interval_bar(&IntervalBars {
            about: place.about(
                &format!("bounds-{at}"),
                if ratio { "Bounds on ratios".to_owned() } else { format!("Bounds: {unit}") },
                "Bounds under stated assumptions, not confidence intervals.",
            ),
            quantity: quantity(
                format::capitalized(&unit),
                match unit.as_str() {
                    "times" => Digits::Ratio,
                    "percent" => Digits::Percent(Percent::Share),
                    _ => Digits::Rate,
                },
            ),
            references: if ratio { vec![no_difference()] } else { Vec::new() },
            bars: bars.collect(),
        })
    };
    units.into_iter().enumerate().map(plot).collect()
}

/// The two quantities by state; none where places are not states.
pub(crate) fn association(found: &Association, place: &Place) -> Vec<Chart> {
    let states = found.places.iter().all(|place| place.geography.starts_with("us-"));
    if !states || found.places.is_empty() {
        return Vec::new();
    }
    let map = |part: &str, name: &str, of: fn(&contracts::analytics::AssociationPlace) -> (Option<f64>, &str)| {
        let states = found.places.iter().map(|place| {
            let (value, refusal) = of(place);
            let reading = value.map_or_else(|| Reading::Missing(refusal.to_owned()), |value| Reading::checked(Amount::counted(value)));
            State { code: place.geography.clone(), reading }
        });
        tile_map(&TileMap {
            about: place.about(part, name, "By state. What is missing is hatched and names its reason."),
            quantity: quantity(name, Digits::Rate),
            states: states.collect(),
        })
    };
    vec![map("x", &found.x_name, |place| (place.x, &place.x_refusal)), map("y", &found.y_name, |place| (place.y, &place.y_refusal))]
}

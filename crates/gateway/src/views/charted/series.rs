//! A series as trends: one drawing for each length of period, because months and years do not share a scale.

use contracts::analytics::{RecordedObservation, Series as WireSeries};
use domain::Period;

use super::{Place, quantity};
use crate::{
    charts::{Amount, Arrangement, Chart, Digits, Extent, Point, Reading, Series, Trend, trend},
    views::{format, words},
};

/// Fewer periods than this are better read in the table.
const LEAST: usize = 3;

/// How long a period is, as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Month,
    Quarter,
    Year,
}

impl Length {
    fn of(period: Period) -> Option<Self> {
        match period.days() {
            28..=31 => Some(Self::Month),
            89..=92 => Some(Self::Quarter),
            365..=366 => Some(Self::Year),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// The observations of a series over time. A part of a year after the last whole one is marked as partial.
pub(crate) fn series(series: &WireSeries, observations: &[RecordedObservation], place: &Place) -> Vec<Chart> {
    let read: Vec<(Period, Reading<Amount>)> = observations.iter().filter_map(reading).collect();
    let plot = |length: Length| {
        let mut points: Vec<Point> = read
            .iter()
            .filter(|(period, _)| Length::of(*period) == Some(length))
            .map(|(period, reading)| Point { period: *period, reading: reading.clone(), extent: Extent::Whole })
            .collect();
        if points.len() < LEAST {
            return None;
        }
        let end = points.iter().map(|point| point.period.end()).max();
        let open = read.iter().filter(|(period, _)| Some(period.start()) == end && Length::of(*period).is_none() && period.days() < 365);
        let longest = open.filter(|_| length == Length::Year).max_by_key(|(period, _)| period.days());
        points.extend(longest.map(|(period, reading)| Point {
            period: *period,
            reading: reading.clone(),
            extent: Extent::Partial(format!("{} only", period.label())),
        }));
        Some(trend(&Trend {
            about: place.about(
                length.word(),
                format!("By {}", length.word()),
                "A gap is hatched and names its reason; nothing is interpolated.",
            ),
            quantity: quantity(format::capitalized(&words::unit(&series.unit)), Digits::Count),
            arrangement: Arrangement::Together,
            declared: Vec::new(),
            series: vec![Series { label: words::measure(&series.measure), points }],
        }))
    };
    [Length::Year, Length::Quarter, Length::Month].into_iter().filter_map(plot).collect()
}

fn reading(recorded: &RecordedObservation) -> Option<(Period, Reading<Amount>)> {
    let observation = recorded.observation.as_ref()?;
    let period = Period::new(observation.period_start.parse().ok()?, observation.period_end.parse().ok()?).ok()?;
    let value = observation.value.parse::<f64>();
    let reading = match (observation.missing.is_empty(), value) {
        (true, Ok(value)) => Reading::checked(Amount::counted(value)),
        _ => Reading::Missing(observation.missing.clone()),
    };
    Some((period, reading))
}

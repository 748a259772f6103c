//! What an analysis found. Every estimate carries its interval; whatever could not be made says why.

use crate::{Missing, Period, Reading, Recorded, comparison::Ratio, rate::Interval};

/// An analysis with its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Stable within the comparison.
    pub slug: String,
    /// For a heading.
    pub title: String,
    /// The result, or why there is none.
    pub result: Result<Findings, String>,
    /// Remarks of the declaration and of the method.
    pub notes: Vec<String>,
    /// What it rests on, each once.
    pub observations: Vec<Recorded>,
}

/// The result by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Findings {
    /// All combinations of choices.
    Multiverse(Multiverse),
    /// Over time.
    Trend(Trend),
    /// Many agencies.
    Funnel(Funnel),
    /// Standardised rates.
    Standardised(Standardised),
    /// Bounds.
    Bounds(Vec<Bound>),
    /// Two counting units, vintage by vintage.
    Units(Vec<UnitsRow>),
    /// Two quantities over places.
    Association(Association),
}

/// A combination of choices.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The option on each axis, in the order of the axes.
    pub choices: Vec<String>,
    /// The ratio with its grade, or why it is left out.
    pub outcome: Result<CellRatio, String>,
}

/// The ratio of a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellRatio {
    /// With its exact interval, widened by what is not known of the exposures.
    pub ratio: Ratio,
    /// Between the two instruments of the cell.
    pub grade: super::Grade,
}

/// An axis and how far it moves the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisEffect {
    /// The axis.
    pub axis: String,
    /// Its options with the median ratio of their cells; none if all are left out.
    pub medians: Vec<(String, Option<f64>)>,
    /// Greatest less least of these medians.
    pub range: f64,
}

/// All combinations of choices. Cells are not independent: there is no p-value over them.
#[derive(Debug, Clone, PartialEq)]
pub struct Multiverse {
    /// Names of the axes.
    pub axes: Vec<String>,
    /// Every combination, in the order of the axes.
    pub cells: Vec<Cell>,
    /// Least, median and greatest ratio, if any cell has one.
    pub spread: Option<(f64, f64, f64)>,
    /// Share of the cells with a ratio whose interval lies above 1.
    pub above_one: f64,
    /// The claimed ratio, and the share of cells that reach it.
    pub claimed: Option<(f64, f64)>,
    /// Axes, the one that moves the answer most first.
    pub effects: Vec<AxisEffect>,
}

/// State of an expected period.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The period.
    pub period: Period,
    /// What is known of it.
    pub state: PointState,
}

/// What is known of an expected period.
#[derive(Debug, Clone, PartialEq)]
pub enum PointState {
    /// A number, perhaps zero, with the exact interval of its rate or count.
    Reported {
        /// What was published.
        reading: Reading,
        /// The count or rate.
        value: f64,
        /// Its interval.
        interval: Interval,
    },
    /// Nothing, for this reason.
    Missing(Missing),
    /// The publisher has said nothing of it.
    Absent,
}

/// Series over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Length of the periods.
    pub step: super::spec::Step,
    /// The declared date, if there is one.
    pub declared: Option<super::spec::DeclaredDate>,
    /// Lines.
    pub lines: Vec<Line>,
}

/// A line of a trend.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// For people.
    pub label: String,
    /// `incidents`, or `per 100 officers`.
    pub unit: String,
    /// Every expected period.
    pub points: Vec<Point>,
    /// Level and slope before and after the declared date, or why they are not fitted.
    pub interrupted: Option<Result<Interrupted, String>>,
    /// Where the level changes, or why that is not asked.
    pub change_points: Result<ChangePoints, String>,
}

/// An interrupted time series (methods §2.7).
#[derive(Debug, Clone, PartialEq)]
pub struct Interrupted {
    /// `Poisson`, or `negative binomial` if the dispersion is above 1.5.
    pub model: &'static str,
    /// Level after over level before at the declared date.
    pub level: Ratio,
    /// Change of the monthly slope, as a ratio.
    pub slope: Ratio,
    /// Pearson dispersion of the Poisson model.
    pub dispersion: f64,
    /// Points before and after.
    pub points: (usize, usize),
}

/// Change points and how stable they are over the penalty.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangePoints {
    /// First period of each segment but the first, with the share of penalties between ln n and 4 ln n that find it.
    pub starts: Vec<(Period, f64)>,
    /// Mean of each segment.
    pub means: Vec<f64>,
}

/// Many agencies.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// The rate of all together, in the multiplier of `per`.
    pub overall: f64,
    /// Multiplier in which rates are told.
    pub per: f64,
    /// Name of the exposure.
    pub exposure_name: String,
    /// Agencies, in the order of the declaration: there is no ranking.
    pub agencies: Vec<Agency>,
    /// Overdispersion of the agencies around the overall rate: phi, and the variance between agencies.
    pub overdispersion: (f64, f64),
    /// Agencies that are left out, with the reason.
    pub absent: Vec<(String, String)>,
}

/// An agency of a funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct Agency {
    /// For people.
    pub label: String,
    /// Events.
    pub events: u64,
    /// Exposure.
    pub exposure: f64,
    /// Events that the overall rate gives.
    pub expected: f64,
    /// Its rate with the exact interval.
    pub rate: (f64, Interval),
    /// 95 % and 99.8 % limits of its events under the overall rate.
    pub limits: [(f64, f64); 2],
    /// p of its count under the overall rate, widened by overdispersion, adjusted by Benjamini and Hochberg; none if it expects fewer than five.
    pub adjusted_p: Option<f64>,
}

/// Standardised rates.
#[derive(Debug, Clone, PartialEq)]
pub struct Standardised {
    /// Which group is the standard.
    pub standard: String,
    /// Multiplier in which rates are told.
    pub per: f64,
    /// Name of the exposure.
    pub exposure_name: String,
    /// Groups.
    pub groups: Vec<StandardisedGroup>,
}

/// A group with its crude and its standardised rate.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedGroup {
    /// For people.
    pub label: String,
    /// Events over exposure, or why not.
    pub crude: Result<(f64, Interval), String>,
    /// Standardised directly with the interval of Fay and Feuer, or why not.
    pub direct: Result<(f64, Interval), String>,
    /// Mantel–Haenszel ratio to the standard, or why not; none for the standard itself.
    pub against_standard: Option<Result<Ratio, String>>,
    /// Strata without a number.
    pub absent: Vec<String>,
}

/// One bound.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// What is bounded, under which assumption.
    pub label: String,
    /// Least.
    pub lower: f64,
    /// What is published, if that is a number of the same kind.
    pub point: Option<f64>,
    /// Greatest; none if there is no end to it.
    pub upper: Option<f64>,
    /// `events`, `per 100 officers`, `times`, `percent`.
    pub unit: String,
}

/// The same events in two units in one vintage.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitsRow {
    /// The snapshot, by its label.
    pub vintage: String,
    /// In the one unit.
    pub left: Recorded,
    /// In the other.
    pub right: Recorded,
    /// The one over the other; no interval, because both count the same events.
    pub factor: Option<f64>,
}

/// A place of an association.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Where.
    pub geography: String,
    /// The first quantity, or why not.
    pub x: Result<f64, String>,
    /// The second quantity, or why not.
    pub y: Result<f64, String>,
}

/// A coefficient with its interval, where the method gives one, and its p-value.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// `Spearman`, `Kendall tau-b`, `Pearson` …
    pub name: String,
    /// The coefficient.
    pub value: f64,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Two-sided p.
    pub p: Option<f64>,
}

/// Two quantities over places.
#[derive(Debug, Clone, PartialEq)]
pub struct Association {
    /// Name of the first quantity.
    pub x_name: String,
    /// Name of the second quantity.
    pub y_name: String,
    /// Places.
    pub places: Vec<Place>,
    /// Coefficients.
    pub coefficients: Vec<Coefficient>,
    /// The least correlation that this many places could show at 5 percent.
    pub detectable: f64,
    /// Scope, timing and geography of the two sides, in words.
    pub alignment: Vec<String>,
    /// The place whose absence moves the rank correlation most, and the correlation without it.
    pub most_influential: Option<(String, f64)>,
}

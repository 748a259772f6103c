//! JSON shapes of a comparison's analyses.

use std::collections::BTreeMap;

use contracts::analytics as wire;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    given, links,
    observed::{Observation, Ratio},
    shape::{Shape, shapes},
};
use crate::views::address;

/// An analysis with its result, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Analysis {
    pub(crate) slug: String,
    pub(crate) title: String,
    /// Why there is no result.
    pub(crate) refusal: Option<String>,
    pub(crate) notes: Vec<String>,
    /// What it rests on, each once.
    pub(crate) observations: Vec<Observation>,
    pub(crate) result: Option<Findings>,
}

/// An analysis by itself, with the comparison that it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct AnalysisDetail {
    /// Slug of the comparison.
    pub(crate) comparison: String,
    pub(crate) analysis: Analysis,
    /// State as known at this instant; null for the present.
    pub(crate) as_of: Option<String>,
    pub(crate) links: BTreeMap<String, String>,
}

impl AnalysisDetail {
    /// One of the analyses of a comparison.
    pub(crate) fn of(comparison: &wire::Comparison, analysis: &wire::Analysis) -> Self {
        Self {
            links: links([
                ("self", address::api(&["comparisons", &comparison.slug, "analyses", &analysis.slug])),
                ("comparison", address::api(&["comparisons", &comparison.slug])),
                ("page", address::page(&["comparisons", &comparison.slug])),
            ]),
            comparison: comparison.slug.clone(),
            analysis: Shape::of(analysis.clone()),
            as_of: given(&comparison.as_of),
        }
    }
}

/// The result by kind.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Findings {
    Multiverse(Multiverse),
    Trend(Trend),
    Funnel(Funnel),
    Standardised(Standardised),
    Bounds(Bounds),
    Units(Units),
    Association(Association),
}

impl Shape<wire::Analysis> for Analysis {
    fn of(wire: wire::Analysis) -> Self {
        let wire::Analysis { slug, title, refusal, notes, observations, result } = wire;
        Self {
            slug,
            title,
            refusal: Shape::of(refusal),
            notes,
            observations: Shape::of(observations),
            result: result.map(|result| match result {
                wire::analysis::Result::Multiverse(one) => Findings::Multiverse(Shape::of(one)),
                wire::analysis::Result::Trend(one) => Findings::Trend(Shape::of(one)),
                wire::analysis::Result::Funnel(one) => Findings::Funnel(Shape::of(one)),
                wire::analysis::Result::Standardised(one) => Findings::Standardised(Shape::of(one)),
                wire::analysis::Result::Bounds(one) => Findings::Bounds(Shape::of(one)),
                wire::analysis::Result::Units(one) => Findings::Units(Shape::of(one)),
                wire::analysis::Result::Association(one) => Findings::Association(Shape::of(one)),
            }),
        }
    }
}

impl Shape<wire::RecordedObservation> for Observation {
    fn of(wire: wire::RecordedObservation) -> Self {
        Self::from(&wire)
    }
}

impl Shape<wire::Ratio> for Ratio {
    fn of(wire: wire::Ratio) -> Self {
        Self::from(&wire)
    }
}

shapes! {
    /// A confidence interval.
    Interval = Interval {
        lower: f64,
        /// Null if it is unbounded.
        upper: Option<f64>,
        confidence: f64,
        method: String,
    }

    /// A number with its interval.
    Estimate = Estimate {
        value: f64,
        interval: Option<Interval>,
    }

    /// A ratio over all combinations of declared choices. Cells are not independent: there is no p-value over them.
    Multiverse = Multiverse {
        axes: Vec<String>,
        cells: Vec<MultiverseCell>,
        least: Option<f64>,
        median: Option<f64>,
        greatest: Option<f64>,
        /// Share of the cells with a ratio whose interval lies above 1.
        above_one: f64,
        claimed: Option<f64>,
        /// Share of the cells with a ratio that reach the claimed one.
        reach_claim: Option<f64>,
        /// The axis that moves the answer most comes first.
        effects: Vec<AxisEffect>,
    }

    /// One combination.
    MultiverseCell = MultiverseCell {
        /// The option on each axis, in the order of the axes.
        choices: Vec<String>,
        ratio: Option<Ratio>,
        grade: Option<String>,
        /// Why it is left out.
        excluded: Option<String>,
    }

    /// How far an axis moves the answer.
    AxisEffect = AxisEffect {
        axis: String,
        medians: Vec<OptionMedian>,
        /// Greatest less least median.
        range: f64,
    }

    /// The median ratio of the cells of an option.
    OptionMedian = OptionMedian {
        option: String,
        median: Option<f64>,
    }

    /// Series over time, with every expected period.
    Trend = Trend {
        step: String,
        declared_date: Option<String>,
        declared_label: Option<String>,
        lines: Vec<TrendLine>,
    }

    /// A line of a trend.
    TrendLine = TrendLine {
        label: String,
        unit: String,
        points: Vec<TrendPoint>,
        interrupted: Option<InterruptedSeries>,
        interrupted_refusal: Option<String>,
        change_points: Option<ChangePoints>,
        change_points_refusal: Option<String>,
    }

    /// An expected period.
    TrendPoint = TrendPoint {
        period_start: String,
        period_end: String,
        label: String,
        estimate: Option<Estimate>,
        /// Why there is no number.
        missing: Option<String>,
    }

    /// Level and slope before and after a declared date.
    InterruptedSeries = InterruptedSeries {
        model: String,
        level: Option<Ratio>,
        slope: Option<Ratio>,
        dispersion: f64,
        points_before: i32,
        points_after: i32,
    }

    /// Where the level changes.
    ChangePoints = ChangePoints {
        points: Vec<ChangePoint>,
        means: Vec<f64>,
    }

    /// The first period of a segment.
    ChangePoint = ChangePoint {
        period_start: String,
        label: String,
        /// Share of the penalties between ln n and 4 ln n that find it.
        stability: f64,
    }

    /// Many agencies against the rate that they have together. There is no ranking.
    Funnel = Funnel {
        overall: f64,
        per: f64,
        exposure_name: String,
        agencies: Vec<FunnelAgency>,
        phi: f64,
        tau_squared: f64,
        absent: Vec<FunnelAbsent>,
    }

    /// An agency of a funnel.
    FunnelAgency = FunnelAgency {
        label: String,
        events: f64,
        exposure: f64,
        expected: f64,
        rate: Option<Estimate>,
        limits_95: Option<Interval>,
        limits_998: Option<Interval>,
        /// Benjamini–Hochberg; null if it expects fewer than five events.
        adjusted_p: Option<f64>,
    }

    /// An agency without a number.
    FunnelAbsent = FunnelAbsent {
        label: String,
        reason: String,
    }

    /// Rates as they would be if every group had the strata of the standard.
    Standardised = Standardised {
        standard: String,
        per: f64,
        exposure_name: String,
        groups: Vec<StandardisedGroup>,
    }

    /// A group with its crude and its standardised rate.
    StandardisedGroup = StandardisedGroup {
        label: String,
        crude: Option<Estimate>,
        crude_refusal: Option<String>,
        direct: Option<Estimate>,
        direct_refusal: Option<String>,
        against_standard: Option<Ratio>,
        against_standard_refusal: Option<String>,
        absent: Vec<String>,
    }

    /// Bounds.
    Bounds = Bounds {
        bounds: Vec<Bound>,
    }

    /// One bound.
    Bound = Bound {
        label: String,
        lower: f64,
        point: Option<f64>,
        /// Null if there is no end to it.
        upper: Option<f64>,
        unit: String,
    }

    /// The same events in two counting units, vintage by vintage.
    Units = Units {
        rows: Vec<UnitsRow>,
    }

    /// One vintage.
    UnitsRow = UnitsRow {
        vintage: String,
        left: Option<Observation>,
        right: Option<Observation>,
        /// No interval, because both count the same events.
        factor: Option<f64>,
    }

    /// Two quantities over places.
    Association = Association {
        x_name: String,
        y_name: String,
        places: Vec<AssociationPlace>,
        coefficients: Vec<Coefficient>,
        /// The least correlation that this many places could show at 5 percent.
        detectable: f64,
        alignment: Vec<String>,
        most_influential: Option<String>,
        without_most_influential: Option<f64>,
    }

    /// One place.
    AssociationPlace = AssociationPlace {
        geography: String,
        x: Option<f64>,
        x_refusal: Option<String>,
        y: Option<f64>,
        y_refusal: Option<String>,
    }

    /// A coefficient.
    Coefficient = Coefficient {
        name: String,
        value: f64,
        interval: Option<Interval>,
        p: Option<f64>,
    }
}

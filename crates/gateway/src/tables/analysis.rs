//! Analyses of a comparison as tables, each with everything that its drawing and its page show.

use contracts::analytics::{
    Analysis, Association, Bounds, Estimate, Funnel, Interval, Multiverse, Ratio, RecordedObservation, Standardised, Trend, Units,
    analysis::Result as Found,
};

use super::{Table, float};

/// The numbers of an analysis; for one without a result, why there is none.
pub(crate) fn analysis(analysis: &Analysis) -> Table {
    match &analysis.result {
        Some(Found::Multiverse(found)) => multiverse(found),
        Some(Found::Trend(found)) => trend(found),
        Some(Found::Funnel(found)) => funnel(found),
        Some(Found::Standardised(found)) => standardised(found),
        Some(Found::Bounds(found)) => bounds(found),
        Some(Found::Units(found)) => units(found),
        Some(Found::Association(found)) => association(found),
        None => Table::of(["analysis", "refusal"], vec![vec![analysis.slug.clone(), analysis.refusal.clone()]]),
    }
}

/// Value, lower, upper and method; an interval without an upper end says so.
fn of_estimate(estimate: Option<&Estimate>) -> [String; 4] {
    let Some(Estimate { value, interval }) = estimate else { return Default::default() };
    let [lower, upper, method] = ends(interval.as_ref());
    [value.to_string(), lower, upper, method]
}

fn ends(interval: Option<&Interval>) -> [String; 3] {
    let Some(Interval { lower, upper, confidence: _, method }) = interval else { return Default::default() };
    [lower.to_string(), upper.map_or_else(|| "unbounded".to_owned(), |upper| upper.to_string()), method.clone()]
}

fn of_ratio(ratio: Option<&Ratio>) -> [String; 4] {
    let Some(Ratio { value, lower, upper, confidence: _, method }) = ratio else { return Default::default() };
    [value.to_string(), lower.to_string(), upper.map_or_else(|| "unbounded".to_owned(), |upper| upper.to_string()), method.clone()]
}

fn multiverse(found: &Multiverse) -> Table {
    let columns = found.axes.iter().cloned().chain(["ratio", "lower", "upper", "method", "grade", "excluded"].map(str::to_owned));
    let row = |cell: &contracts::analytics::MultiverseCell| {
        let choices = cell.choices.iter().cloned().chain(std::iter::repeat(String::new())).take(found.axes.len());
        choices.chain(of_ratio(cell.ratio.as_ref())).chain([cell.grade.clone(), cell.excluded.clone()]).collect()
    };
    Table { columns: columns.collect(), rows: found.cells.iter().map(row).collect() }
}

fn trend(found: &Trend) -> Table {
    let columns = ["line", "unit", "period_start", "period_end", "value", "lower", "upper", "method", "missing"];
    let rows = found.lines.iter().flat_map(|line| {
        line.points.iter().map(|point| {
            let place = [line.label.clone(), line.unit.clone(), point.period_start.clone(), point.period_end.clone()];
            place.into_iter().chain(of_estimate(point.estimate.as_ref())).chain([point.missing.clone()]).collect()
        })
    });
    Table::of(columns, rows.collect())
}

fn funnel(found: &Funnel) -> Table {
    let columns = [
        "agency",
        "events",
        "exposure",
        "expected",
        "rate",
        "rate_lower",
        "rate_upper",
        "method",
        "lower_95",
        "upper_95",
        "lower_99_8",
        "upper_99_8",
        "adjusted_p",
        "missing",
    ];
    let there = found.agencies.iter().map(|agency| {
        let counted = [agency.label.clone(), agency.events.to_string(), agency.exposure.to_string(), agency.expected.to_string()];
        let limits = |limits: &Option<Interval>| {
            let [lower, upper, _] = ends(limits.as_ref());
            [lower, upper]
        };
        counted
            .into_iter()
            .chain(of_estimate(agency.rate.as_ref()))
            .chain(limits(&agency.limits_95))
            .chain(limits(&agency.limits_998))
            .chain([float(agency.adjusted_p), String::new()])
            .collect()
    });
    let absent = found.absent.iter().map(|absent| {
        let mut row = vec![String::new(); columns.len()];
        if let [first, .., last] = row.as_mut_slice() {
            (*first, *last) = (absent.label.clone(), absent.reason.clone());
        }
        row
    });
    Table::of(columns, there.chain(absent).collect())
}

fn standardised(found: &Standardised) -> Table {
    let columns = [
        "group",
        "crude",
        "crude_lower",
        "crude_upper",
        "crude_method",
        "crude_refusal",
        "standardised",
        "standardised_lower",
        "standardised_upper",
        "standardised_method",
        "standardised_refusal",
        "ratio",
        "ratio_lower",
        "ratio_upper",
        "ratio_method",
        "ratio_refusal",
        "absent",
    ];
    let rows = found.groups.iter().map(|group| {
        std::iter::once(group.label.clone())
            .chain(of_estimate(group.crude.as_ref()))
            .chain([group.crude_refusal.clone()])
            .chain(of_estimate(group.direct.as_ref()))
            .chain([group.direct_refusal.clone()])
            .chain(of_ratio(group.against_standard.as_ref()))
            .chain([group.against_standard_refusal.clone(), group.absent.join("; ")])
            .collect()
    });
    Table::of(columns, rows.collect())
}

fn bounds(found: &Bounds) -> Table {
    let row = |bound: &contracts::analytics::Bound| {
        let upper = bound.upper.map_or_else(|| "unbounded".to_owned(), |upper| upper.to_string());
        vec![bound.label.clone(), bound.unit.clone(), bound.lower.to_string(), float(bound.point), upper]
    };
    Table::of(["bound", "unit", "lower", "point", "upper"], found.bounds.iter().map(row).collect())
}

fn units(found: &Units) -> Table {
    let columns = ["vintage", "left_unit", "left", "left_observation", "right_unit", "right", "right_observation", "factor"];
    let side = |recorded: &Option<RecordedObservation>| {
        let recorded = recorded.clone().unwrap_or_default();
        let observation = recorded.observation.unwrap_or_default();
        [observation.unit, observation.value, recorded.id]
    };
    let row = |row: &contracts::analytics::UnitsRow| {
        std::iter::once(row.vintage.clone()).chain(side(&row.left)).chain(side(&row.right)).chain([float(row.factor)]).collect()
    };
    Table::of(columns, found.rows.iter().map(row).collect())
}

fn association(found: &Association) -> Table {
    let columns = ["place".to_owned(), found.x_name.clone(), "x_missing".to_owned(), found.y_name.clone(), "y_missing".to_owned()];
    let row = |place: &contracts::analytics::AssociationPlace| {
        vec![place.geography.clone(), float(place.x), place.x_refusal.clone(), float(place.y), place.y_refusal.clone()]
    };
    Table { columns: columns.to_vec(), rows: found.places.iter().map(row).collect() }
}

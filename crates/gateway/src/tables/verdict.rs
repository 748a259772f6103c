//! Parts of a verdict as tables.

use contracts::analytics::{Estimate, Rate, Ratio, RecordedObservation, Verdict};

use super::{Table, float, observations};

/// The parts of a verdict that are tables, by name.
pub(crate) const PARTS: [&str; 9] = [
    "numbers",
    "feasible_pairs",
    "corroboration",
    "exposure_adjusted",
    "instruments",
    "break_even",
    "identification",
    "increments",
    "grid",
];

/// A part of a verdict; `None` for a name that is not in [`PARTS`].
pub(crate) fn part(verdict: &Verdict, name: &str) -> Option<Table> {
    Some(match name {
        "numbers" => observations(&verdict.observations),
        "feasible_pairs" => feasible_pairs(verdict),
        "corroboration" => corroboration(verdict),
        "exposure_adjusted" => exposure_adjusted(verdict),
        "instruments" => instruments(verdict),
        "break_even" => break_even(verdict),
        "identification" => identification(verdict),
        "increments" => increments(verdict),
        "grid" => grid(verdict),
        _ => return None,
    })
}

fn upper(upper: Option<f64>) -> String {
    upper.map_or_else(|| "unbounded".to_owned(), |upper| upper.to_string())
}

fn of_ratio(ratio: Option<&Ratio>) -> [String; 3] {
    ratio.map_or_else(Default::default, |ratio| [ratio.value.to_string(), ratio.lower.to_string(), upper(ratio.upper)])
}

fn of_estimate(estimate: Option<&Estimate>) -> [String; 3] {
    let Some(Estimate { value, interval }) = estimate else { return Default::default() };
    let interval = interval.as_ref();
    [
        value.to_string(),
        interval.map(|interval| interval.lower.to_string()).unwrap_or_default(),
        interval.map(|interval| upper(interval.upper)).unwrap_or_default(),
    ]
}

fn feasible_pairs(verdict: &Verdict) -> Table {
    let pairs = verdict.arithmetic.iter().flat_map(|arithmetic| &arithmetic.feasible_pairs);
    Table::of(["numerator", "baseline"], pairs.map(|pair| vec![pair.numerator.to_string(), pair.baseline.to_string()]).collect())
}

fn corroboration(verdict: &Verdict) -> Table {
    let columns = [
        "series",
        "now",
        "before",
        "ratio",
        "lower",
        "upper",
        "refusal",
        "grade",
        "differences",
        "claim_over_this",
        "claim_over_this_lower",
        "claim_over_this_upper",
    ];
    let rows = verdict.corroboration.iter().map(|one| {
        let value = |place: usize| {
            let recorded: Option<&RecordedObservation> = one.counts.get(place);
            recorded.and_then(|recorded| recorded.observation.as_ref()).map(|observation| observation.value.clone()).unwrap_or_default()
        };
        let graded = one.comparability.clone().unwrap_or_default();
        [one.series.clone(), value(0), value(1)]
            .into_iter()
            .chain(of_ratio(one.own_ratio.as_ref()))
            .chain([one.refusal.clone(), graded.grade, graded.differences.join("; ")])
            .chain(of_ratio(one.claim_over_this.as_ref()))
            .collect()
    });
    Table::of(columns, rows.collect())
}

fn exposure_adjusted(verdict: &Verdict) -> Table {
    let columns = [
        "over",
        "now",
        "now_lower",
        "now_upper",
        "now_exposure",
        "before",
        "before_lower",
        "before_upper",
        "before_exposure",
        "per",
        "ratio",
        "ratio_lower",
        "ratio_upper",
        "share_left",
        "share_left_lower",
        "share_left_upper",
        "refusal",
        "before_refusal",
        "note",
    ];
    let of_rate = |rate: Option<&Rate>| {
        rate.map_or_else(Default::default, |rate| {
            let wider = rate.uncertain.as_ref().and_then(|uncertain| uncertain.interval.as_ref());
            let (low, high) = wider.map_or((rate.lower, Some(rate.upper)), |interval| (interval.lower, interval.upper));
            [rate.value.to_string(), low.to_string(), upper(high), rate.exposure.to_string()]
        })
    };
    let rates = verdict.exposure_adjusted.iter().flat_map(|all| &all.rates);
    let rows = rates.map(|one| {
        let per = one.rate.as_ref().or(one.before.as_ref()).map(|rate| format!("{} {}", rate.per, rate.exposure_name));
        std::iter::once(one.label.clone())
            .chain(of_rate(one.rate.as_ref()))
            .chain(of_rate(one.before.as_ref()))
            .chain([per.unwrap_or_default()])
            .chain(of_ratio(one.ratio.as_ref()))
            .chain(of_estimate(one.share_left.as_ref()))
            .chain([one.refusal.clone(), one.before_refusal.clone(), one.note.clone()])
            .collect()
    });
    Table::of(columns, rows.collect())
}

fn instruments(verdict: &Verdict) -> Table {
    let columns = [
        "observation",
        "source",
        "definition",
        "unit",
        "period_start",
        "period_end",
        "value",
        "missing",
        "grade",
        "differences",
        "claim_over_this",
        "claim_over_this_lower",
        "claim_over_this_upper",
    ];
    let all = verdict.baseline.iter().flat_map(|baseline| &baseline.instruments);
    let rows = all.map(|one| {
        let recorded = one.observation.clone().unwrap_or_default();
        let observation = recorded.observation.unwrap_or_default();
        let graded = one.comparability.clone().unwrap_or_default();
        let over = of_ratio(one.claim_over_this.as_ref());
        [
            recorded.id,
            recorded.source,
            observation.definition,
            observation.unit,
            observation.period_start,
            observation.period_end,
            observation.value,
            observation.missing,
            graded.grade,
            graded.differences.join("; "),
        ]
        .into_iter()
        .chain(over)
        .collect()
    });
    Table::of(columns, rows.collect())
}

fn break_even(verdict: &Verdict) -> Table {
    let all = verdict.baseline.iter().flat_map(|baseline| &baseline.break_even);
    let rows = all.map(|one| std::iter::once(one.series.clone()).chain(of_estimate(one.capture.as_ref())).collect());
    Table::of(["series", "capture", "lower", "upper"], rows.collect())
}

fn identification(verdict: &Verdict) -> Table {
    let all = verdict.identification.iter().flat_map(|identification| &identification.identified);
    let rows = all.map(|one| vec![one.label.clone(), one.unit.clone(), one.lower.to_string(), upper(one.upper)]);
    Table::of(["bound", "unit", "lower", "upper"], rows.collect())
}

fn increments(verdict: &Verdict) -> Table {
    let all = verdict.ledger.iter().flat_map(|ledger| &ledger.increments);
    let rows = all.map(|one| {
        [one.from.clone(), one.to.clone(), one.events.to_string(), one.days.to_string()]
            .into_iter()
            .chain(of_estimate(one.per_day.as_ref()))
            .collect()
    });
    Table::of(["from", "to", "events", "days", "per_day", "lower", "upper"], rows.collect())
}

fn grid(verdict: &Verdict) -> Table {
    let columns = [
        "population",
        "window",
        "predicate",
        "unknowns",
        "percent",
        "lower",
        "upper",
        "refusal",
        "least_with_unknowns",
        "greatest_with_unknowns",
        "fits",
        "note",
    ];
    let rows = verdict.grid.iter().map(|cell| {
        [cell.population.clone(), cell.window.clone(), cell.predicate.clone(), cell.unknowns.clone()]
            .into_iter()
            .chain(of_estimate(cell.share.as_ref()))
            .chain([cell.refusal.clone(), float(cell.lower_bound), float(cell.upper_bound), cell.fits.clone(), cell.note.clone()])
            .collect()
    });
    Table::of(columns, rows.collect())
}

//! A ratio over all combinations of declared choices (methods §2.9).

use domain::{
    CountingUnit, Recorded,
    comparison::{
        Grade,
        analysis::{AxisEffect, Cell, CellRatio, Multiverse},
        spec::{ExposureSpec, MultiverseSpec, Side as SideOf, When},
    },
    rate::{ExposureKind, Refusal},
};
use statistics::{multiverse as summary, ratio::RatioEstimate};

use super::{Definitions, Used};
use crate::rules::{
    comparability,
    exposure::{self, Exposure},
    joined::Joined,
    rates::{self, Side},
};

/// Name of the exposure where a side is divided by nothing but time.
const DAYS: &str = "days";

/// What all the combinations give, and which axis moves the answer most.
pub(super) fn run(spec: &MultiverseSpec, joined: &Joined, definitions: &Definitions, used: &mut Used) -> Result<Multiverse, String> {
    let mut cells = Vec::new();
    let mut estimates: Vec<summary::Cell> = Vec::new();
    for places in combinations(spec) {
        let choices: Vec<String> = spec.axes.iter().zip(&places).filter_map(|(axis, place)| axis.options.get(*place).cloned()).collect();
        let chosen: When = spec.axes.iter().map(|axis| axis.name.clone()).zip(choices.iter().cloned()).collect();
        let outcome = cell(spec, &chosen, joined, definitions, used);
        if let Ok(CellRatio { ratio, .. }) = &outcome {
            let upper = ratio.interval.upper.unwrap_or(f64::INFINITY);
            estimates.push(summary::Cell {
                choices: places,
                estimate: RatioEstimate { ratio: ratio.value, lower: ratio.interval.lower, upper },
            });
        }
        cells.push(Cell { choices, outcome });
    }
    let axes: Vec<String> = spec.axes.iter().map(|axis| axis.name.clone()).collect();
    if estimates.is_empty() {
        return Ok(Multiverse { axes, cells, spread: None, above_one: 0.0, claimed: None, effects: Vec::new() });
    }
    let found = summary::summarize(&estimates).map_err(|error| error.to_string())?;
    let claimed = match spec.claimed {
        Some(claimed) => Some((claimed, summary::share_at_least(&estimates, claimed).map_err(|error| error.to_string())?)),
        None => None,
    };
    let mut effects: Vec<AxisEffect> = spec
        .axes
        .iter()
        .zip(&found.axes)
        .map(|(axis, effect)| AxisEffect {
            axis: axis.name.clone(),
            medians: axis.options.iter().enumerate().map(|(place, option)| (option.clone(), effect.medians.get(&place).copied())).collect(),
            range: effect.range,
        })
        .collect();
    // The sort is stable, so that of equal ranges the axis declared first stays first.
    effects.sort_by(|a, b| b.range.total_cmp(&a.range));
    Ok(Multiverse { axes, cells, spread: Some((found.min, found.median, found.max)), above_one: found.share_above_one, claimed, effects })
}

/// Every combination of options, the last axis turning fastest.
fn combinations(spec: &MultiverseSpec) -> Vec<Vec<usize>> {
    spec.axes.iter().fold(vec![Vec::new()], |so_far, axis| {
        let extended = |before: &Vec<usize>| {
            let before = before.clone();
            (0..axis.options.len()).map(move |place| before.iter().copied().chain([place]).collect())
        };
        so_far.iter().flat_map(extended).collect()
    })
}

fn fits(when: &When, chosen: &When) -> bool {
    when.iter().all(|(axis, option)| chosen.get(axis) == Some(option))
}

fn cell(spec: &MultiverseSpec, chosen: &When, joined: &Joined, definitions: &Definitions, used: &mut Used) -> Result<CellRatio, String> {
    if let Some(exclusion) = spec.exclusions.iter().find(|exclusion| fits(&exclusion.when, chosen)) {
        return Err(exclusion.reason.clone());
    }
    let count = |side: SideOf| {
        let found = spec.counts.iter().find(|choice| choice.side == side && fits(&choice.when, chosen));
        found.map(|choice| &choice.count).ok_or_else(|| "no count is declared for these choices".to_owned())
    };
    let now = joined.find(count(SideOf::Now)?).map_err(|refusal| refusal.to_string())?;
    let before = joined.find(count(SideOf::Before)?).map_err(|refusal| refusal.to_string())?;
    used.add([now, before]);
    let capture = spec.captures.iter().find(|capture| fits(&capture.when, chosen)).map_or(1.0, |capture| capture.before);
    let (this, this_kind) = side(spec, SideOf::Now, chosen, now, joined, used)?;
    let (base, base_kind) = side(spec, SideOf::Before, chosen, before, joined, used)?;
    if this_kind != base_kind {
        return Err(format!("{this_kind} above the line, {base_kind} below it: these rates are of different kinds"));
    }
    // Fewer recorded events are the same as less exposure seen.
    let seen = |exposure: f64| exposure * capture;
    let base = Side { events: base.events, point: seen(base.point), least: seen(base.least), greatest: base.greatest.map(seen) };
    let ratio = rates::ratio_of_sides(&this, &base).map_err(|refusal| refusal.to_string())?;
    let definition = |recorded: &Recorded| definitions.get(&recorded.observation.definition);
    let grade = match (definition(now), definition(before)) {
        (Some(this), Some(base)) => comparability::compare(this, base).grade,
        // What is not known to be alike is another instrument.
        _ => Grade::D,
    };
    // Without a divisor, counts of different forces or places are not alike, whatever their definitions.
    let (one, other) = (&now.observation, &before.observation);
    let related = one.population.is_within(&other.population) || other.population.is_within(&one.population);
    let grade = if this_kind == DAYS && (!related || one.geography != other.geography) { Grade::D } else { grade };
    if !grade.allows_ratio() && spec.ratio_despite.is_none() {
        return Err(format!("grade {}: no ratio without a recorded override", grade.as_str()));
    }
    // One event can be many counts, so that an exact interval would promise too much (methods §2.3).
    if [one.unit, other.unit].contains(&CountingUnit::OfficerSubjectObject) {
        return Err(format!("{}: one event can be many counts, so that no exact interval holds", one.unit.plural()));
    }
    Ok(CellRatio { ratio, grade })
}

fn side(
    spec: &MultiverseSpec,
    side: SideOf,
    chosen: &When,
    count: &Recorded,
    joined: &Joined,
    used: &mut Used,
) -> Result<(Side, &'static str), String> {
    let words = |refusal: Refusal| refusal.to_string();
    let events = exposure::events(count).map_err(words)?;
    let declared = spec.exposures.iter().find(|choice| choice.side == side && fits(&choice.when, chosen));
    let over = match (declared, spec.exposures.is_empty()) {
        (Some(choice), _) => &choice.over,
        (None, true) => &ExposureSpec::None,
        (None, false) => return Err("no exposure is declared for these choices".to_owned()),
    };
    match exposure::resolve(over, count, joined).map_err(words)? {
        None => Ok((Side::exact(events, count.observation.period.days() as f64), DAYS)),
        Some(found) => {
            used.add(&found.parts);
            // A headcount becomes person-time over the window of its count, so that windows of different length can be compared.
            let (kind, years) = match found.kind {
                ExposureKind::Officers => (ExposureKind::OfficerYears, count.observation.period.days() as f64 / exposure::DAYS_PER_YEAR),
                kind => (kind, 1.0),
            };
            let Exposure { point, least, greatest, .. } = found;
            let side = Side { events, point: point * years, least: least * years, greatest: greatest.map(|greatest| greatest * years) };
            Ok((side, kind.name()))
        }
    }
}

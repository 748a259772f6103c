//! The rows of a comparison: counts, rates, grades, and ratios to the reference.

use domain::{
    CountingUnit, Recorded,
    comparison::{Grade, Row, Spec, spec::ExposureSpec, spec::RowSpec},
    rate::{Rate, Refusal},
};

use super::Definitions;
use crate::rules::{comparability, exposure, joined::Joined, rates};

/// All rows, graded against the reference.
pub(super) fn all(spec: &Spec, joined: &Joined, definitions: &Definitions) -> Vec<Row> {
    let mut rows: Vec<Row> = spec.rows.iter().map(|row| without_reference(row, joined)).collect();
    let reference = rows.get(spec.reference).cloned();
    for (place, (row, declared)) in rows.iter_mut().zip(&spec.rows).enumerate() {
        row.reference = place == spec.reference;
        if let Some(reference) = reference.as_ref().filter(|_| !row.reference) {
            against(row, declared, reference, definitions);
        }
    }
    rows
}

fn without_reference(spec: &RowSpec, joined: &Joined) -> Row {
    let found = joined.find(&spec.count).and_then(|count| Ok((count, exposure::resolve(&spec.exposure, count, joined)?)));
    let (rate, exposures, assumed) = match found {
        Err(refusal) => (Some(Err(refusal)), parts(&spec.exposure, joined), None),
        Ok((count, None)) => (count.observation.reading.missing().map(|reason| Err(Refusal::CountMissing(reason))), Vec::new(), None),
        Ok((count, Some(exposure))) => (Some(rates::rate(count, &exposure)), exposure.parts, exposure.assumed),
    };
    let count = joined.find(&spec.count).ok().cloned();
    let mut notes = spec.notes.clone();
    if let Some(Ok(rate)) = &rate {
        notes.extend(uncertain(rate, &spec.exposure));
        notes.extend(assumed.map(|assumed| assumed.to_string()));
    }
    if spec.exposure == ExposureSpec::None {
        notes.extend(count.as_ref().and_then(interval_of_count));
    }
    Row {
        label: spec.label.clone(),
        group: spec.group.clone(),
        count,
        exposures,
        rate,
        comparability: None,
        ratio: None,
        ratio_despite: None,
        notes,
        reference: false,
    }
}

/// The exposures that are there, where no rate could be made.
fn parts(spec: &ExposureSpec, joined: &Joined) -> Vec<Recorded> {
    spec.selectors().into_iter().filter_map(|selector| joined.find(selector).ok().cloned()).collect()
}

/// The exact interval of a count of events that stands alone; a headcount, and a unit that counts one event several times or may do so, have
/// none.
fn interval_of_count(count: &Recorded) -> Option<String> {
    if !matches!(count.observation.unit, CountingUnit::Incident | CountingUnit::Case) {
        return None;
    }
    let events = count.observation.reading.value()?.as_count()?;
    let found = statistics::poisson::garwood(events, rates::CONFIDENCE).ok()?;
    Some(format!("{events} events: exact 95 % interval {:.1} to {:.1} (Garwood).", found.lower, found.upper))
}

/// What is not known of the exposure, in words; nothing where it is one number.
fn uncertain(rate: &Rate, spec: &ExposureSpec) -> Option<String> {
    let uncertain = rate.uncertain?;
    let why = match spec {
        ExposureSpec::Path { .. } => "The path between two headcounts is not published",
        ExposureSpec::ImpliedBy(_) => "The exposure is implied by a rounded rate",
        _ => "The publisher pools small cells",
    };
    let rate_at = |exposure: f64| rate.events as f64 / exposure * rate.kind.per();
    Some(match uncertain.greatest {
        Some(greatest) => format!(
            "{why}: it lies between {:.0} and {greatest:.0} {}, so that the rate lies between {:.2} and {:.2} before chance is counted.",
            uncertain.least,
            rate.kind.name(),
            rate_at(greatest),
            rate_at(uncertain.least)
        ),
        None => format!("{why}: it is at least {:.0} {}, so that the rate can be lower.", uncertain.least, rate.kind.name()),
    })
}

/// What differs beyond the definitions: the divisor, the length of the period, and for counts alone the population.
fn unlike(row: &Row, reference: &Row) -> Vec<(Grade, String)> {
    let mut out = Vec::new();
    let divisor = |row: &Row| row.rate.as_ref().and_then(|rate| rate.as_ref().ok()).map(|rate| rate.kind);
    if let (Some(this), Some(base)) = (divisor(row), divisor(reference))
        && this != base
    {
        out.push((Grade::D, format!("divided by {}, the reference by {}", this.name(), base.name())));
    }
    let (Some(this), Some(base)) = (&row.count, &reference.count) else { return out };
    let (days, base_days) = (this.observation.period.days(), base.observation.period.days());
    if (days - base_days).abs() > 1 {
        out.push((Grade::C, format!("covers {days} days, the reference {base_days}")));
    }
    let (population, base_population) = (&this.observation.population, &base.observation.population);
    if row.exposures.is_empty() && population != base_population {
        out.push((Grade::C, format!("a count of {population} without a divisor, the reference is of {base_population}")));
    }
    out
}

/// Grades a row against the reference, and gives a ratio where the grade allows one, or a recorded override does.
fn against(row: &mut Row, declared: &RowSpec, reference: &Row, definitions: &Definitions) {
    let definition = |row: &Row| row.count.as_ref().and_then(|count| definitions.get(&count.observation.definition));
    let (Some(this), Some(base)) = (definition(row), definition(reference)) else { return };
    let mut graded = comparability::compare(this, base);
    for (grade, difference) in unlike(row, reference) {
        graded.grade = graded.grade.max(grade);
        graded.differences.push(format!("[{}] {difference}", grade.as_str()));
    }
    if let (Some(Ok(rate)), Some(Ok(base_rate))) = (&row.rate, &reference.rate) {
        // Where one event can be many counts, the exact interval of a ratio would promise too much (methods §2.3).
        let is_clustered = this.unit == CountingUnit::OfficerSubjectObject;
        if graded.grade.allows_ratio() && !is_clustered {
            row.ratio = rates::ratio((this.unit, rate), (base.unit, base_rate)).ok();
        } else if let Some(decision) = &declared.ratio_despite
            && rate.kind == base_rate.kind
        {
            row.ratio = rates::ratio((base.unit, rate), (base.unit, base_rate)).ok();
            row.ratio_despite = row.ratio.is_some().then(|| decision.clone());
        }
    }
    row.comparability = Some(graded);
}

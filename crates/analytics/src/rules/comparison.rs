//! From specification and observations to a comparison: pure, and therefore the same wherever and whenever it is run.

use std::collections::BTreeMap;

use contracts::convert::Invalid;
use domain::{
    CountingUnit, Definition, DefinitionSlug, Geography, Instant, Measure, Period, Population, Recorded, SourceSlug,
    comparison::Grade,
    comparison::{Comparison, Row},
    rate::{Rate, Refusal},
};

use super::{comparability, rates};

/// Names one observation: a series and a period. All texts are slugs of the catalogue; a test parses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Selector {
    /// The data set.
    pub source: &'static str,
    /// What is counted.
    pub measure: &'static str,
    /// What one stands for.
    pub unit: &'static str,
    /// Whom it is about.
    pub population: &'static str,
    /// How it is counted.
    pub definition: &'static str,
    /// First day, ISO.
    pub start: &'static str,
    /// First day after, ISO.
    pub end: &'static str,
}

impl Selector {
    /// The series and period that it names, if all its words are valid.
    pub fn parse(&self) -> Result<Wanted, Invalid> {
        Ok(Wanted {
            source: self.source.parse()?,
            measure: self.measure.parse()?,
            unit: self.unit.parse()?,
            population: self.population.parse()?,
            geography: "us".parse()?,
            definition: self.definition.parse()?,
            period: Period::new(self.start.parse()?, self.end.parse()?)?,
        })
    }
}

/// A selector whose words were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The data set.
    pub source: SourceSlug,
    /// What is counted.
    pub measure: Measure,
    /// What one stands for.
    pub unit: CountingUnit,
    /// Whom it is about.
    pub population: Population,
    /// Where.
    pub geography: Geography,
    /// How it is counted.
    pub definition: DefinitionSlug,
    /// When.
    pub period: Period,
}

/// One instrument.
#[derive(Debug, Clone, Copy)]
pub struct RowSpec {
    /// For people.
    pub label: &'static str,
    /// The count.
    pub count: Selector,
    /// What it is divided by; several are added; none for a count alone.
    pub exposures: &'static [Selector],
    /// Remarks.
    pub notes: &'static [&'static str],
}

/// A comparison as declared.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Stable address.
    pub slug: &'static str,
    /// For a heading.
    pub title: &'static str,
    /// What it answers.
    pub question: &'static str,
    /// Place in `rows` of the instrument that the others are compared with.
    pub reference: usize,
    /// Instruments.
    pub rows: &'static [RowSpec],
    /// What may not be concluded.
    pub cannot_say: &'static [&'static str],
}

impl Spec {
    /// Every observation that it needs.
    pub fn selectors(&self) -> impl Iterator<Item = Selector> + '_ {
        self.rows.iter().flat_map(|row| std::iter::once(row.count).chain(row.exposures.iter().copied()))
    }
}

/// Observations by selector, as known at an instant.
pub type Found = BTreeMap<Selector, Recorded>;

/// Definitions by slug.
pub type Definitions = BTreeMap<DefinitionSlug, Definition>;

/// Runs a comparison.
pub fn run(spec: &Spec, found: &Found, definitions: &Definitions, as_of: Instant) -> Comparison {
    let mut rows: Vec<Row> = spec.rows.iter().map(|row| without_reference(row, found)).collect();
    let reference = rows.get(spec.reference).cloned();
    for (place, row) in rows.iter_mut().enumerate() {
        row.reference = place == spec.reference;
        if let Some(reference) = reference.as_ref().filter(|_| !row.reference) {
            against(row, reference, definitions);
        }
    }
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Comparison {
        slug: spec.slug.into(),
        title: spec.title.into(),
        question: spec.question.into(),
        rows,
        cannot_say: own(spec.cannot_say),
        as_of,
    }
}

fn without_reference(spec: &RowSpec, found: &Found) -> Row {
    let count = found.get(&spec.count).cloned();
    let exposures: Vec<Recorded> = spec.exposures.iter().filter_map(|selector| found.get(selector).cloned()).collect();
    let absent = |selector: &Selector| {
        let Selector { source, measure, population, start, end, .. } = selector;
        Refusal::NoObservation(format!("{source} has no {measure} of {population} for [{start}, {end})"))
    };
    let lacking = spec.exposures.iter().find(|selector| !found.contains_key(selector));
    let rate = match (&count, lacking) {
        (None, _) => Some(Err(absent(&spec.count))),
        (Some(_), Some(selector)) => Some(Err(absent(selector))),
        (Some(count), None) if exposures.is_empty() => count.observation.reading.missing().map(|reason| Err(Refusal::CountMissing(reason))),
        (Some(count), None) => Some(rates::rate(count, &exposures)),
    };
    let mut notes: Vec<String> = spec.notes.iter().map(|note| (*note).to_owned()).collect();
    if let Some(Ok(rate)) = &rate {
        notes.extend(suppressed(rate, &exposures));
    }
    if spec.exposures.is_empty() {
        notes.extend(count.as_ref().and_then(interval_of_count));
    }
    Row { label: spec.label.into(), count, exposures, rate, comparability: None, ratio: None, notes, reference: false }
}

/// The exact interval of a count of events that stands alone; a headcount, and a unit that counts one event several times, have none.
fn interval_of_count(count: &Recorded) -> Option<String> {
    if !matches!(count.observation.unit, CountingUnit::Incident | CountingUnit::Report | CountingUnit::Case) {
        return None;
    }
    let events = count.observation.reading.value()?.as_count()?;
    let found = statistics::poisson::garwood(events, rates::CONFIDENCE).ok()?;
    Some(format!("{events} events: exact 95 % interval {:.1} to {:.1} (Garwood).", found.lower, found.upper))
}

/// What suppression by the publisher of an exposure can do to the rate; nothing where all exposures are exact.
fn suppressed(rate: &Rate, exposures: &[Recorded]) -> Option<String> {
    let (mut lowest, mut highest) = (0.0, Some(0.0));
    for exposure in exposures {
        let reading = exposure.observation.reading;
        let value = reading.value()?.as_f64();
        let bounds = reading.bounds();
        lowest += bounds.map_or(value, |bounds| bounds.lower.as_f64());
        let upper = bounds.map_or(Some(value), |bounds| bounds.upper.map(domain::Value::as_f64));
        highest = highest.zip(upper).map(|(sum, upper)| sum + upper);
    }
    match highest {
        Some(highest) if highest > lowest => Some(format!(
            "The publisher pools small cells: the exposure is at least {lowest}, and at most {highest} under the rule's assumption; over that the rate would be {:.2}.",
            rate.events as f64 / highest * rate.kind.per()
        )),
        Some(_) => None,
        None => Some(format!("The publisher suppresses cells: the exposure is at least {lowest}, so that the rate can be lower.")),
    }
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

/// Grades a row against the reference, and gives a ratio where the grade allows one.
fn against(row: &mut Row, reference: &Row, definitions: &Definitions) {
    let definition = |row: &Row| row.count.as_ref().and_then(|count| definitions.get(&count.observation.definition));
    let (Some(this), Some(base)) = (definition(row), definition(reference)) else { return };
    let mut graded = comparability::compare(this, base);
    for (grade, difference) in unlike(row, reference) {
        graded.grade = graded.grade.max(grade);
        graded.differences.push(format!("[{}] {difference}", grade.as_str()));
    }
    // Where one event can be many counts, the exact interval of a ratio would promise too much (methods §2.3).
    let is_clustered = this.unit == CountingUnit::OfficerSubjectObject;
    if graded.grade.allows_ratio()
        && !is_clustered
        && let (Some(Ok(rate)), Some(Ok(base))) = (&row.rate, &reference.rate)
    {
        row.ratio = rates::ratio((this.unit, rate), (this.unit, base)).ok();
    }
    row.comparability = Some(graded);
}

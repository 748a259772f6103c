//! From a declared exposure to a number with its own uncertainty.

mod path;

use domain::{
    CountingUnit, Period, Reading, Recorded, Value,
    comparison::spec::ExposureSpec,
    rate::{ExposureKind, Refusal},
};

use super::{joined::Joined, wording::PathAssumed};

pub(super) use statistics::exposure::DAYS_PER_YEAR;

/// A denominator with what is not known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// What it is.
    pub kind: ExposureKind,
    /// The exposure as published; for a path between headcounts, on straight lines.
    pub point: f64,
    /// Least.
    pub least: f64,
    /// Greatest; none if there is no end to it.
    pub greatest: Option<f64>,
    /// What it is made of.
    pub parts: Vec<Recorded>,
    /// What was assumed of the path between headcounts; none where there is no path.
    pub assumed: Option<PathAssumed>,
}

impl Exposure {
    /// True if it is one number.
    pub fn is_exact(&self) -> bool {
        self.greatest.is_some_and(|greatest| greatest <= self.least)
    }
}

/// The exposure of a count over a window. `None` where the declaration divides by nothing.
///
/// Refused if the units have no rate, if the populations are unrelated, or if the exposure's time does not touch the window.
pub fn resolve(spec: &ExposureSpec, count: &Recorded, joined: &Joined) -> Result<Option<Exposure>, Refusal> {
    let window = count.observation.period;
    match spec {
        ExposureSpec::None => Ok(None),
        ExposureSpec::Sum(selectors) => sum(count, joined.all(selectors)?).map(Some),
        ExposureSpec::Path { start, end } => path::officer_years(count, [joined.all(start)?, joined.all(end)?].concat()).map(Some),
        ExposureSpec::ImpliedBy(rate) => implied(count, joined.find(rate)?).map(Some),
        ExposureSpec::DailyMean(selector) => daily_mean(count, window, joined.find(selector)?).map(Some),
    }
}

/// What a count of this unit may be divided by. Charges, defendants and cases have no exposure here: a court's caseload is not a force's.
pub(super) fn kind(count: CountingUnit, exposure: CountingUnit) -> Result<ExposureKind, Refusal> {
    use CountingUnit::{Apprehension, Arrest, Employee, Incident, Officer, OfficerSubjectObject, Report, Unstated};
    match (count, exposure) {
        (Incident | Officer | OfficerSubjectObject | Report | Unstated, Employee) => Ok(ExposureKind::Officers),
        (Incident | Officer | OfficerSubjectObject | Report | Unstated, Apprehension) => Ok(ExposureKind::Apprehensions),
        (Incident | Officer | OfficerSubjectObject | Report | Unstated, Arrest) => Ok(ExposureKind::Arrests),
        _ => Err(Refusal::Units { count, exposure }),
    }
}

struct Known {
    point: f64,
    least: f64,
    greatest: Option<f64>,
}

fn known(recorded: &Recorded) -> Result<Known, Refusal> {
    match recorded.observation.reading {
        Reading::Missing(reason) => Err(Refusal::ExposureMissing(reason)),
        Reading::Exact(value) => Ok(Known { point: value.as_f64(), least: value.as_f64(), greatest: Some(value.as_f64()) }),
        Reading::Bounded { value, bounds } => {
            Ok(Known { point: value.as_f64(), least: bounds.lower.as_f64(), greatest: bounds.upper.map(Value::as_f64) })
        }
    }
}

fn added(count: &Recorded, parts: &[Recorded]) -> Result<(ExposureKind, Known), Refusal> {
    let mut total = Known { point: 0.0, least: 0.0, greatest: Some(0.0) };
    let mut common = None;
    for part in parts {
        let this = kind(count.observation.unit, part.observation.unit)?;
        if common.is_some_and(|common| common != this) {
            return Err(Refusal::Mismatch("exposures of different kinds cannot be added".into()));
        }
        common = Some(this);
        of_one_force(count, part)?;
        let Known { point, least, greatest } = known(part)?;
        total.point += point;
        total.least += least;
        total.greatest = total.greatest.zip(greatest).map(|(sum, greatest)| sum + greatest);
    }
    let common = common.ok_or_else(|| Refusal::NoObservation("no exposure".into()))?;
    if total.point > 0.0 { Ok((common, total)) } else { Err(Refusal::ZeroExposure) }
}

/// Exposures that are added; each has to touch the time of the count.
pub(crate) fn sum(count: &Recorded, parts: Vec<Recorded>) -> Result<Exposure, Refusal> {
    let (kind, Known { point, least, greatest }) = added(count, &parts)?;
    for part in &parts {
        touches(count.observation.period, part.observation.period)?;
    }
    Ok(Exposure { kind, point, least, greatest, parts, assumed: None })
}

/// The denominator that a publisher's rounded rate of this count implies (methods §2.1).
fn implied(count: &Recorded, rate: &Recorded) -> Result<Exposure, Refusal> {
    if rate.observation.unit != CountingUnit::Per100Officers {
        return Err(Refusal::Units { count: count.observation.unit, exposure: rate.observation.unit });
    }
    of_one_force(count, rate)?;
    touches(count.observation.period, rate.observation.period)?;
    let events = events(count)?;
    let published = match rate.observation.reading {
        Reading::Exact(value) | Reading::Bounded { value, .. } => value,
        Reading::Missing(reason) => return Err(Refusal::ExposureMissing(reason)),
    };
    let kind = ExposureKind::Officers;
    let found = statistics::exposure::implied_denominator(events, published.as_f64(), kind.per(), u32::from(published.decimals()))
        .map_err(refused)?;
    Ok(Exposure { kind, point: found.point, least: found.lower, greatest: Some(found.upper), parts: vec![rate.clone()], assumed: None })
}

/// A count of another window by its daily mean, brought to this window.
fn daily_mean(count: &Recorded, window: Period, mean: &Recorded) -> Result<Exposure, Refusal> {
    let (kind, Known { point, least, greatest }) = added(count, std::slice::from_ref(mean))?;
    touches(window, mean.observation.period)?;
    let factor = window.days() as f64 / mean.observation.period.days() as f64;
    Ok(Exposure {
        kind,
        point: point * factor,
        least: least * factor,
        greatest: greatest.map(|one| one * factor),
        parts: vec![mean.clone()],
        assumed: None,
    })
}

/// The events of a count.
pub(super) fn events(recorded: &Recorded) -> Result<u64, Refusal> {
    match recorded.observation.reading {
        Reading::Missing(reason) => Err(Refusal::CountMissing(reason)),
        Reading::Exact(value) | Reading::Bounded { value, .. } => value.as_count().ok_or(Refusal::NotACount(value)),
    }
}

/// What the statistics refuse, in the words of a comparison.
pub(super) fn refused(error: statistics::DomainError) -> Refusal {
    match error {
        statistics::DomainError::Exposure(_) => Refusal::ZeroExposure,
        other => Refusal::NoEstimate(other.to_string()),
    }
}

fn of_one_force(count: &Recorded, exposure: &Recorded) -> Result<(), Refusal> {
    let (count, exposure) = (&count.observation, &exposure.observation);
    if !count.population.is_within(&exposure.population) && !exposure.population.is_within(&count.population) {
        return Err(Refusal::Mismatch(format!("{} and {} are different populations", count.population, exposure.population)));
    }
    if count.geography != exposure.geography {
        return Err(Refusal::Mismatch(format!("{} and {} are different places", count.geography, exposure.geography)));
    }
    Ok(())
}

fn touches(count: Period, exposure: Period) -> Result<(), Refusal> {
    if count.start() < exposure.end() && exposure.start() < count.end() {
        return Ok(());
    }
    Err(Refusal::Mismatch(format!("{} and {} do not touch", count.label(), exposure.label())))
}

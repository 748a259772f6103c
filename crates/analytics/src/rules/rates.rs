//! Rates with exact intervals, and the refusal to divide what cannot be divided.

use domain::{
    CountingUnit, Reading, Recorded, Value,
    comparison::Ratio,
    rate::{ExposureKind, Interval, Rate, Refusal},
};

/// Confidence of every interval in a verdict or comparison.
pub const CONFIDENCE: f64 = 0.95;

/// What a count of this unit may be divided by. Charges, defendants and cases have no exposure here: a court's caseload is not a force's.
fn exposure_kind(count: CountingUnit, exposure: CountingUnit) -> Result<ExposureKind, Refusal> {
    use CountingUnit::{Apprehension, Arrest, Employee, Incident, Officer, OfficerSubjectObject, Report, Unstated};
    match (count, exposure) {
        (Incident | Officer | OfficerSubjectObject | Report | Unstated, Employee) => Ok(ExposureKind::Officers),
        (Incident | Officer | OfficerSubjectObject | Report | Unstated, Apprehension) => Ok(ExposureKind::Apprehensions),
        (Incident | Officer | OfficerSubjectObject | Report | Unstated, Arrest) => Ok(ExposureKind::Arrests),
        _ => Err(Refusal::Units { count, exposure }),
    }
}

fn count_of(recorded: &Recorded) -> Result<u64, Refusal> {
    match recorded.observation.reading {
        Reading::Missing(reason) => Err(Refusal::CountMissing(reason)),
        Reading::Exact(value) | Reading::Bounded { value, .. } => value.as_count().ok_or(Refusal::NotACount(value)),
    }
}

fn exposure_of(recorded: &Recorded) -> Result<Value, Refusal> {
    match recorded.observation.reading {
        Reading::Missing(reason) => Err(Refusal::ExposureMissing(reason)),
        Reading::Exact(value) | Reading::Bounded { value, .. } => Ok(value),
    }
}

/// A count over the sum of exposures, per 100 officers or 1,000 arrests or apprehensions, with Garwood's interval (methods §2.2).
///
/// Refused if the units have no rate, if the populations are unrelated, or if an exposure's period does not touch the count's.
pub fn rate(count: &Recorded, exposures: &[Recorded]) -> Result<Rate, Refusal> {
    let events = count_of(count)?;
    let mut kind = None;
    let mut total = 0.0;
    for exposure in exposures {
        let this = exposure_kind(count.observation.unit, exposure.observation.unit)?;
        if kind.is_some_and(|kind| kind != this) {
            return Err(Refusal::Mismatch("exposures of different kinds cannot be added".into()));
        }
        kind = Some(this);
        belongs(count, exposure)?;
        total += exposure_of(exposure)?.as_f64();
    }
    let Some(kind) = kind else {
        return Err(Refusal::NoObservation("no exposure".into()));
    };
    let found = statistics::poisson::rate_garwood(events, total, kind.per(), CONFIDENCE).map_err(|_| Refusal::ZeroExposure)?;
    let interval = Interval { lower: found.lower, upper: Some(found.upper), confidence: CONFIDENCE, method: "Garwood" };
    Ok(Rate { events, exposure: total, kind, value: events as f64 / total * kind.per(), interval })
}

fn belongs(count: &Recorded, exposure: &Recorded) -> Result<(), Refusal> {
    let (count, exposure) = (&count.observation, &exposure.observation);
    if !count.population.is_within(&exposure.population) && !exposure.population.is_within(&count.population) {
        return Err(Refusal::Mismatch(format!("{} and {} are different populations", count.population, exposure.population)));
    }
    if count.geography != exposure.geography {
        return Err(Refusal::Mismatch(format!("{} and {} are different places", count.geography, exposure.geography)));
    }
    let touches = count.period.start() < exposure.period.end() && exposure.period.start() < count.period.end();
    if touches { Ok(()) } else { Err(Refusal::Mismatch(format!("{} and {} do not touch", count.period.label(), exposure.period.label()))) }
}

/// One rate over another with the exact central interval (methods §2.3). Refused between different units or kinds of exposure.
pub fn ratio(this: (CountingUnit, &Rate), reference: (CountingUnit, &Rate)) -> Result<Ratio, Refusal> {
    let ((unit, rate), (reference_unit, base)) = (this, reference);
    if unit != reference_unit || rate.kind != base.kind {
        return Err(Refusal::DifferentInstruments { left: unit, right: reference_unit });
    }
    let found = statistics::ratio::exact_central(rate.events, rate.exposure, base.events, base.exposure, CONFIDENCE)
        .map_err(|_| Refusal::ZeroExposure)?;
    let upper = found.upper.is_finite().then_some(found.upper);
    if !found.ratio.is_finite() {
        return Err(Refusal::ZeroExposure);
    }
    Ok(Ratio { value: found.ratio, interval: Interval { lower: found.lower, upper, confidence: CONFIDENCE, method: "exact central" } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{recorded, with};

    fn check(count: &Recorded, exposure: &Recorded, expected: &str) {
        let shown = match rate(count, std::slice::from_ref(exposure)) {
            Ok(rate) => {
                let upper = rate.interval.upper.unwrap_or(f64::INFINITY);
                format!("{:.2} ({:.2} to {upper:.2}) per {} {}", rate.value, rate.interval.lower, rate.kind.per(), rate.kind.name())
            }
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn counts_are_divided_only_by_what_gives_a_rate() {
        let officers = with(recorded("a", 2015, "50212"), "us/local", CountingUnit::Officer);
        let employed = with(recorded("a", 2015, "507852"), "us/local", CountingUnit::Employee);
        let charges = with(recorded("a", 2015, "10"), "us/local", CountingUnit::Charge);
        check(&officers, &employed, "9.89 (9.80 to 9.97) per 100 officers");
        check(&charges, &employed, "charges cannot be divided by employees: no rate has these units");
        check(&officers, &charges, "officers assaulted cannot be divided by charges: no rate has these units");
    }

    #[test]
    fn another_population_or_another_time_is_refused() {
        let assaults = with(recorded("a", 2017, "786"), "us/dhs/cbp/usbp", CountingUnit::OfficerSubjectObject);
        let agents = with(recorded("a", 2017, "19437"), "us/dhs/cbp/usbp", CountingUnit::Employee);
        check(&assaults, &agents, "4.04 (3.77 to 4.34) per 100 officers");
        let ice = with(recorded("a", 2017, "6860"), "us/dhs/ice", CountingUnit::Employee);
        check(
            &assaults,
            &ice,
            "the count and the exposure do not belong together: us/dhs/cbp/usbp and us/dhs/ice are different populations",
        );
        let later = with(recorded("a", 2025, "19250"), "us/dhs/cbp/usbp", CountingUnit::Employee);
        check(&assaults, &later, "the count and the exposure do not belong together: 2017 and 2025 do not touch");
    }

    #[test]
    fn a_missing_count_is_not_a_zero() {
        let mut assaults = with(recorded("a", 2018, "786"), "us/dhs/cbp/usbp", CountingUnit::OfficerSubjectObject);
        assaults.observation.reading = Reading::Missing(domain::Missing::SuspectedCarryOver);
        let agents = with(recorded("a", 2018, "19555"), "us/dhs/cbp/usbp", CountingUnit::Employee);
        check(&assaults, &agents, "the count is missing: suspected carry-over");
    }
}

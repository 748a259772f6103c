//! Rates with exact intervals, and the refusal to divide what cannot be divided.

use domain::{
    CountingUnit, Recorded,
    comparison::Ratio,
    rate::{Interval, Rate, Refusal, UncertainExposure},
};

use super::exposure::{self, Exposure};

/// Confidence of every interval in a verdict or comparison.
pub const CONFIDENCE: f64 = 0.95;

/// Method of a rate's interval.
const GARWOOD: &str = "Garwood";
/// Method of a rate's interval that covers what is not known of the exposure.
const GARWOOD_BOUNDS: &str = "Garwood, over the bounds of the exposure";
/// Method of a ratio's interval.
const CENTRAL: &str = "exact central";
/// Method of a ratio's interval that covers what is not known of the exposures.
const CENTRAL_BOUNDS: &str = "exact central, over the bounds of the exposures";

/// A count over its exposure, per 100 officers or 1,000 arrests or apprehensions, with Garwood's interval (methods §2.2). Where the exposure
/// is known only between bounds, a second interval covers them: from the lower limit over the greatest exposure to the upper over the least.
pub fn rate(count: &Recorded, exposure: &Exposure) -> Result<Rate, Refusal> {
    let events = exposure::events(count)?;
    let Exposure { kind, point, least, greatest, parts: _, assumed: _ } = exposure;
    let at = |over: f64| statistics::poisson::rate_garwood(events, over, kind.per(), CONFIDENCE).map_err(exposure::refused);
    let found = at(*point)?;
    let interval = Interval { lower: found.lower, upper: Some(found.upper), confidence: CONFIDENCE, method: GARWOOD };
    let uncertain = if exposure.is_exact() {
        None
    } else {
        let lower = match greatest {
            Some(greatest) => at(*greatest)?.lower,
            None => 0.0,
        };
        let upper = if *least > 0.0 { Some(at(*least)?.upper) } else { None };
        let interval = Interval { lower, upper, confidence: CONFIDENCE, method: GARWOOD_BOUNDS };
        Some(UncertainExposure { least: *least, greatest: *greatest, interval })
    };
    Ok(Rate { events, exposure: *point, kind: *kind, value: events as f64 / point * kind.per(), interval, uncertain })
}

/// One rate over another with the exact central interval (methods §2.3). Refused between different units or kinds of exposure.
pub fn ratio(this: (CountingUnit, &Rate), reference: (CountingUnit, &Rate)) -> Result<Ratio, Refusal> {
    let ((unit, rate), (reference_unit, base)) = (this, reference);
    if unit != reference_unit || rate.kind != base.kind {
        return Err(Refusal::DifferentInstruments { left: unit, right: reference_unit });
    }
    ratio_of_sides(&Side::of(rate), &Side::of(base))
}

/// One side of a ratio: events over an exposure that may be known only between bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Side {
    /// Events.
    pub events: u64,
    /// Exposure.
    pub point: f64,
    /// Least exposure.
    pub least: f64,
    /// Greatest exposure; none if there is no end to it.
    pub greatest: Option<f64>,
}

impl Side {
    /// Over an exposure that is one number.
    pub fn exact(events: u64, exposure: f64) -> Self {
        Self { events, point: exposure, least: exposure, greatest: Some(exposure) }
    }

    fn of(rate: &Rate) -> Self {
        let bounds = rate.uncertain.map_or((rate.exposure, Some(rate.exposure)), |uncertain| (uncertain.least, uncertain.greatest));
        Self { events: rate.events, point: rate.exposure, least: bounds.0, greatest: bounds.1 }
    }

    fn is_exact(&self) -> bool {
        self.greatest.is_some_and(|greatest| greatest <= self.least)
    }
}

/// The ratio of two sides, with an interval that covers what is not known of their exposures. Whether the sides may be compared at all is
/// decided before.
pub fn ratio_of_sides(this: &Side, base: &Side) -> Result<Ratio, Refusal> {
    let at = |over: f64, base_over: f64| {
        statistics::ratio::exact_central(this.events, over, base.events, base_over, CONFIDENCE).map_err(exposure::refused)
    };
    let found = at(this.point, base.point)?;
    if !found.ratio.is_finite() {
        return Err(Refusal::ZeroReference);
    }
    let finite = |upper: f64| upper.is_finite().then_some(upper);
    if this.is_exact() && base.is_exact() {
        let interval = Interval { lower: found.lower, upper: finite(found.upper), confidence: CONFIDENCE, method: CENTRAL };
        return Ok(Ratio { value: found.ratio, interval });
    }
    let lower = match this.greatest {
        Some(greatest) if base.least > 0.0 => at(greatest, base.least)?.lower,
        _ => 0.0,
    };
    let upper = match base.greatest {
        Some(greatest) if this.least > 0.0 => finite(at(this.least, greatest)?.upper),
        _ => None,
    };
    Ok(Ratio { value: found.ratio, interval: Interval { lower, upper, confidence: CONFIDENCE, method: CENTRAL_BOUNDS } })
}

#[cfg(test)]
mod tests {
    use domain::{
        Reading,
        comparison::{Selector, SeriesSelector, spec::ExposureSpec},
    };

    use super::*;
    use crate::{
        rules::{joined::Joined, vintages::Known},
        tests::{recorded, with},
    };

    fn selector(recorded: &Recorded) -> Selector {
        let one = &recorded.observation;
        let series = SeriesSelector {
            source: recorded.provenance.source.clone(),
            measure: one.measure.clone(),
            unit: one.unit,
            population: one.population.clone(),
            geography: one.geography.clone(),
            definition: one.definition.clone(),
        };
        Selector { series, period: one.period }
    }

    fn divided(count: &Recorded, exposure: &Recorded) -> Result<Rate, Refusal> {
        let selector = selector(exposure);
        let known = Known { recorded: exposure.clone(), silenced_by: None };
        let joined = Joined { single: [(selector.clone(), known)].into(), ..Joined::default() };
        let exposure = exposure::resolve(&ExposureSpec::Sum(vec![selector]), count, &joined)?.expect("an exposure is declared");
        rate(count, &exposure)
    }

    fn check(count: &Recorded, exposure: &Recorded, expected: &str) {
        let shown = match divided(count, exposure) {
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

    #[test]
    fn an_exposure_between_bounds_widens_the_interval_of_rate_and_ratio() {
        let wide = Side { events: 275, point: 16_000.0, least: 10_000.0, greatest: Some(22_000.0) };
        let local = Side::exact(50_212, 507_852.0);
        let ratio = ratio_of_sides(&wide, &local).expect("a ratio");
        let narrow = ratio_of_sides(&Side::exact(275, 16_000.0), &local).expect("a ratio");
        assert!(ratio.interval.lower < narrow.interval.lower && narrow.interval.upper < ratio.interval.upper);
        assert_eq!(ratio.interval.method, CENTRAL_BOUNDS);
        let endless = ratio_of_sides(&Side { greatest: None, ..wide }, &local).expect("a ratio");
        assert!(endless.interval.lower <= 0.0);
    }
}

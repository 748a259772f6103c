//! Rates as they would be if every group had the strata of the standard (methods §2.4).

use domain::{
    CountingUnit, Recorded,
    comparison::{
        Ratio,
        analysis::{Standardised, StandardisedGroup},
        spec::{AgencySpec, StandardisedSpec, StratifiedGroup},
    },
    rate::{ExposureKind, Interval, Refusal},
};
use statistics::{
    poisson,
    standardization::{self, Strata, Stratum},
    stratified::{self, TwoRates},
};

use super::Used;
use crate::rules::{exposure, joined::Joined, rates::CONFIDENCE};

/// Why there is no ratio where one event can be many counts.
const CLUSTERED: &str = "one event can be many counts, so that the interval of a ratio would promise too much";

/// Exposure and, where it is known, events of one stratum.
struct Found {
    label: String,
    events: Result<u64, String>,
    exposure: Result<f64, String>,
}

/// Crude, standardised, and Mantel–Haenszel against the standard, group by group.
pub(super) fn run(spec: &StandardisedSpec, joined: &Joined, used: &mut Used) -> Result<Standardised, String> {
    let definitions: std::collections::BTreeSet<_> =
        spec.groups.iter().flat_map(|group| &group.strata).map(|stratum| &stratum.count.series.definition).collect();
    if definitions.len() > 1 {
        return Err("groups that count by different definitions are not standardised together".to_owned());
    }
    let clustered =
        spec.groups.iter().flat_map(|group| &group.strata).any(|one| one.count.series.unit == CountingUnit::OfficerSubjectObject);
    let mut kind = None;
    let mut groups: Vec<(&StratifiedGroup, Vec<Found>)> = Vec::new();
    for group in &spec.groups {
        let mut strata = Vec::with_capacity(group.strata.len());
        for stratum in &group.strata {
            strata.push(found(stratum, joined, used, &mut kind)?);
        }
        groups.push((group, strata));
    }
    let kind = kind.ok_or("no stratum has a count and an exposure")?;
    let (standard_group, standard) = groups.get(spec.standard).ok_or("there is no standard")?;
    let groups = groups
        .iter()
        .enumerate()
        .map(|(place, (group, strata))| StandardisedGroup {
            label: group.label.clone(),
            crude: crude(strata, kind),
            direct: direct(strata, standard, kind),
            against_standard: (place != spec.standard)
                .then(|| if clustered { Err(CLUSTERED.to_owned()) } else { mantel_haenszel(strata, standard) }),
            absent: strata.iter().filter_map(|one| one.events.as_ref().err().map(|reason| format!("{}: {reason}", one.label))).collect(),
        })
        .collect();
    Ok(Standardised { standard: standard_group.label.clone(), per: kind.per(), exposure_name: kind.name().to_owned(), groups })
}

fn found(stratum: &AgencySpec, joined: &Joined, used: &mut Used, kind: &mut Option<ExposureKind>) -> Result<Found, String> {
    let words = |refusal: Refusal| refusal.to_string();
    let (count, over) = (joined.find(&stratum.count), joined.find(&stratum.exposure));
    if let (Ok(count), Ok(over)) = (&count, &over)
        && let Err(refusal @ (Refusal::Mismatch(_) | Refusal::Units { .. })) = exposure::sum(count, vec![Recorded::clone(over)])
    {
        return Err(refusal.to_string());
    }
    used.add(count.iter().chain(&over).copied());
    if let (Ok(count), Ok(over)) = (&count, &over) {
        let this = exposure::kind(count.observation.unit, over.observation.unit).map_err(words)?;
        if kind.is_some_and(|kind| kind != this) {
            return Err("exposures of different kinds cannot be added".to_owned());
        }
        *kind = Some(this);
    }
    let number = |over: &Recorded| match over.observation.reading.value() {
        Some(value) if value.as_f64() > 0.0 => Ok(value.as_f64()),
        Some(_) => Err(Refusal::ZeroExposure.to_string()),
        None => Err("the exposure is missing".to_owned()),
    };
    Ok(Found {
        label: stratum.label.clone(),
        events: count.and_then(exposure::events).map_err(words),
        exposure: over.map_err(words).and_then(number),
    })
}

impl Found {
    fn whole(&self) -> Option<(u64, f64)> {
        self.events.as_ref().ok().copied().zip(self.exposure.as_ref().ok().copied())
    }
}

fn crude(strata: &[Found], kind: ExposureKind) -> Result<(f64, Interval), String> {
    let whole: Vec<(u64, f64)> = strata.iter().filter_map(Found::whole).collect();
    if whole.is_empty() {
        return Err("no stratum has a number".to_owned());
    }
    let (events, exposure) = whole.iter().fold((0, 0.0), |(events, exposure), (x, e)| (events + x, exposure + e));
    let found = poisson::rate_garwood(events, exposure, kind.per(), CONFIDENCE).map_err(|error| error.to_string())?;
    let interval = Interval { lower: found.lower, upper: Some(found.upper), confidence: CONFIDENCE, method: "Garwood" };
    Ok((found.rate, interval))
}

/// Directly standardised with the interval of Fay and Feuer; refused if more than a tenth of the exposure has no count.
fn direct(strata: &[Found], standard: &[Found], kind: ExposureKind) -> Result<(f64, Interval), String> {
    let mut known = Vec::new();
    let mut outside = 0.0;
    let sizes = |which: &dyn Fn(&Found) -> bool| -> f64 {
        strata.iter().zip(standard).filter(|(one, _)| which(one)).filter_map(|(_, base)| base.exposure.as_ref().ok()).sum()
    };
    let (lost, whole) = (sizes(&|one| one.whole().is_none()), sizes(&|_| true));
    if whole > 0.0 && lost / whole > standardization::MAX_UNSTRATIFIED {
        return Err(format!("{:.0} percent of the standard have no number here", 100.0 * lost / whole));
    }
    for (one, base) in strata.iter().zip(standard) {
        let size = base.exposure.as_ref().copied().unwrap_or(0.0);
        match (one.whole(), &one.exposure) {
            (Some((events, exposure)), _) => known.push(Stratum { events, exposure, standard: size }),
            (None, Ok(exposure)) => outside += exposure,
            (None, Err(reason)) if size > 0.0 => return Err(format!("{}: {reason}", one.label)),
            (None, Err(_)) => {}
        }
    }
    let strata = Strata::new(known, outside).map_err(|error| error.to_string())?;
    let found = standardization::fay_feuer(&strata, kind.per(), CONFIDENCE).map_err(|error| error.to_string())?;
    let interval = Interval { lower: found.lower, upper: Some(found.upper), confidence: CONFIDENCE, method: "Fay–Feuer" };
    Ok((found.rate, interval))
}

fn mantel_haenszel(strata: &[Found], standard: &[Found]) -> Result<Ratio, String> {
    let pairs: Vec<TwoRates> = strata
        .iter()
        .zip(standard)
        .filter_map(|(one, base)| {
            let ((events1, exposure1), (events0, exposure0)) = (one.whole()?, base.whole()?);
            Some(TwoRates { events1, exposure1, events0, exposure0 })
        })
        .collect();
    let found = stratified::mantel_haenszel(&pairs, CONFIDENCE).map_err(|error| error.to_string())?;
    let interval = Interval { lower: found.lower, upper: Some(found.upper), confidence: CONFIDENCE, method: "Mantel–Haenszel" };
    Ok(Ratio { value: found.ratio, interval })
}

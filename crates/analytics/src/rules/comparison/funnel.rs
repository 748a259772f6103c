//! Many agencies against the rate that they have together (methods §2.5): who lies outside what chance and their own spread allow.

use domain::{
    Recorded,
    comparison::{
        analysis::{Agency, Funnel},
        spec::FunnelSpec,
    },
    rate::{ExposureKind, Rate},
};
use statistics::{
    funnel::{self, LEAST_EXPECTED},
    multiplicity::{self, Adjustment},
    standardization,
};

use super::Used;
use crate::rules::{
    exposure,
    joined::Joined,
    rates::{self, CONFIDENCE},
};

/// Share winsorised at each end before the spread between agencies is estimated.
const WINSORISED: f64 = 0.1;
/// The two pairs of limits.
const LIMITS: [f64; 2] = [0.95, 0.998];

/// The funnel. Agencies without a number stand apart with the reason.
pub(super) fn run(spec: &FunnelSpec, joined: &Joined, used: &mut Used) -> Result<Funnel, String> {
    let mut found: Vec<(String, Rate)> = Vec::new();
    let mut absent = Vec::new();
    for agency in &spec.agencies {
        let rate = joined.find(&agency.count).and_then(|count| {
            let over = joined.find(&agency.exposure)?;
            used.add([count, over]);
            rates::rate(count, &exposure::sum(count, vec![Recorded::clone(over)])?)
        });
        match rate {
            Ok(rate) => found.push((agency.label.clone(), rate)),
            Err(refusal) => absent.push((agency.label.clone(), refusal.to_string())),
        }
    }
    let kind = common_kind(&found)?;
    let declared: std::collections::BTreeSet<_> = spec.agencies.iter().map(|agency| &agency.count.series.definition).collect();
    if declared.len() > 1 {
        return Err("agencies that count by different definitions have no common rate".to_owned());
    }
    let events: u64 = found.iter().map(|(_, rate)| rate.events).sum();
    let exposure: f64 = found.iter().map(|(_, rate)| rate.exposure).sum();
    if events == 0 {
        return Err("no agency has an event".to_owned());
    }
    let overall = events as f64 / exposure;
    let pairs: Vec<(u64, f64)> = found.iter().map(|(_, rate)| (rate.events, rate.exposure * overall)).collect();
    let spread = funnel::overdispersion(&pairs, WINSORISED).map_err(|error| error.to_string())?;
    let p_values = adjusted(&pairs, spread.tau_squared)?;
    let mut agencies = Vec::with_capacity(found.len());
    for ((label, rate), ((_, expected), adjusted_p)) in found.into_iter().zip(pairs.iter().zip(p_values)) {
        agencies.push(Agency {
            label,
            events: rate.events,
            exposure: rate.exposure,
            expected: *expected,
            rate: (rate.value, rate.interval),
            limits: [limits(*expected, spread.tau_squared, LIMITS[0])?, limits(*expected, spread.tau_squared, LIMITS[1])?],
            adjusted_p,
        });
    }
    Ok(Funnel {
        overall: overall * kind.per(),
        per: kind.per(),
        exposure_name: kind.name().to_owned(),
        agencies,
        overdispersion: (spread.phi, spread.tau_squared),
        absent,
    })
}

fn common_kind(found: &[(String, Rate)]) -> Result<ExposureKind, String> {
    let Some((_, first)) = found.first() else { return Err("no agency has a rate".to_owned()) };
    if found.len() < 2 {
        return Err("a funnel needs at least two agencies with a rate".to_owned());
    }
    match found.iter().find(|(_, rate)| rate.kind != first.kind) {
        Some((label, rate)) => Err(format!("{label} is divided by {}, others by {}", rate.kind.name(), first.kind.name())),
        None => Ok(first.kind),
    }
}

/// Exact limits where agencies vary no more than chance allows; else limits widened by their spread.
fn limits(expected: f64, tau_squared: f64, confidence: f64) -> Result<(f64, f64), String> {
    let tail = (1.0 - confidence) / 2.0;
    if tau_squared > 0.0 {
        let wide = funnel::overdispersed_limits(expected, tau_squared, confidence).map_err(|error| error.to_string())?;
        return Ok((wide.lower * expected, wide.upper * expected));
    }
    let at = |q: f64| funnel::poisson_limit(expected, q).map(|found| found.limit).map_err(|error| error.to_string());
    Ok((at(tail)?, at(1.0 - tail)?))
}

/// Benjamini–Hochberg over the agencies that expect at least five events: one question, one family.
fn adjusted(pairs: &[(u64, f64)], tau_squared: f64) -> Result<Vec<Option<f64>>, String> {
    let mut raw = Vec::new();
    for (events, expected) in pairs.iter().filter(|(_, expected)| *expected >= LEAST_EXPECTED) {
        raw.push(if tau_squared > 0.0 {
            funnel::overdispersed_p_value(*events, *expected, tau_squared).map_err(|error| error.to_string())?
        } else {
            standardization::observed_to_expected(*events, *expected, CONFIDENCE).map_err(|error| error.to_string())?.p_value
        });
    }
    if raw.is_empty() {
        return Ok(vec![None; pairs.len()]);
    }
    let mut family = multiplicity::adjust(&raw, Adjustment::BenjaminiHochberg).map_err(|error| error.to_string())?.into_iter();
    Ok(pairs.iter().map(|(_, expected)| if *expected >= LEAST_EXPECTED { family.next() } else { None }).collect())
}

//! Rates freed of the mix of strata (activity, region, season): direct standardization, and the standardized ratio of observed to expected.
//!
//! A directly standardized rate is `DSR = sum w_i x_i / n_i` with `w_i = s_i / sum s`, where `x_i`, `n_i` are the events and the exposure of stratum
//! `i`, and `s_i` its size in a stated standard. Its variance is `v = sum w_i^2 x_i / n_i^2`.

use crate::input::{count, exposure, finite, multiplier, tail};
use crate::special::Tail;
use crate::special::gamma::{ln_tails, quantile};
use crate::{DomainError, poisson};

/// The greatest share of the exposure that may be in no stratum. Above it use [`mantel_haenszel`](crate::stratified::mantel_haenszel) over the
/// strata that are known.
pub const MAX_UNSTRATIFIED: f64 = 0.1;

/// One stratum of a population, and the size of that stratum in the standard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Events in the stratum.
    pub events: u64,
    /// Exposure of the stratum, positive.
    pub exposure: f64,
    /// Size of the stratum in the standard, in any unit; zero if the standard has nobody there.
    pub standard: f64,
}

/// A directly standardized rate with its interval, per the multiplier that was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardizedRate {
    /// All events over all exposure, without weights.
    pub crude: f64,
    /// The standardized rate.
    pub rate: f64,
    /// The variance of the standardized rate.
    pub variance: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// Strata that may be standardized: checked, and with little enough exposure outside of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Strata {
    strata: Vec<Stratum>,
    sums: Sums,
}

/// The sums that all intervals are made of, per unit of exposure.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sums {
    events: u64,
    crude: f64,
    rate: f64,
    variance: f64,
    /// `max w_i / n_i`
    largest: f64,
    /// `mean w_i / n_i`
    mean: f64,
    /// `mean (w_i / n_i)^2`
    mean_square: f64,
}

impl Strata {
    /// Checks the strata. `unstratified` is the exposure that is known to exist but is in none of them (0 if there is none); more than
    /// [`MAX_UNSTRATIFIED`] of all is [`DomainError::UnstratifiedExposure`].
    pub fn new(strata: Vec<Stratum>, unstratified: f64) -> Result<Strata, DomainError> {
        if strata.is_empty() {
            return Err(DomainError::TooFewValues { needed: 1, given: 0 });
        }
        let outside = crate::series::not_negative("exposure outside the strata", unstratified)?;
        let (mut whole, mut standard, mut events) = (0.0, 0.0, 0_u64);
        for (position, stratum) in strata.iter().enumerate() {
            count(stratum.events)?;
            events = events.saturating_add(stratum.events);
            whole += exposure(stratum.exposure)?;
            if !(stratum.standard >= 0.0 && stratum.standard.is_finite()) {
                let requirement = "is not the size of a stratum";
                return Err(DomainError::Value { position, value: stratum.standard, requirement });
            }
            standard += stratum.standard;
        }
        let total = count(events)?;
        if !(standard > 0.0 && standard.is_finite()) {
            return Err(DomainError::Parameter { name: "the standard", requirement: "must hold somebody", value: standard });
        }
        let share = outside / finite(whole + outside)?;
        if share > MAX_UNSTRATIFIED {
            return Err(DomainError::UnstratifiedExposure { share, limit: MAX_UNSTRATIFIED });
        }
        let number = strata.len() as f64;
        let mut sums = Sums { events, crude: total / whole, rate: 0.0, variance: 0.0, largest: 0.0, mean: 0.0, mean_square: 0.0 };
        for stratum in &strata {
            let weight = finite(stratum.standard / standard / stratum.exposure)?;
            let events = stratum.events as f64;
            sums.rate += weight * events;
            sums.variance += weight * weight * events;
            sums.largest = sums.largest.max(weight);
            sums.mean += weight / number;
            sums.mean_square += weight * weight / number;
        }
        // Squares of very small weights can vanish, and then a shape would be divided by zero.
        if !sums.mean_square.is_normal() || (sums.rate > 0.0 && !sums.variance.is_normal()) {
            return Err(DomainError::OutOfRange);
        }
        Ok(Strata { strata, sums })
    }

    /// The strata, as given.
    pub fn strata(&self) -> &[Stratum] {
        &self.strata
    }

    fn estimate(&self, lower: f64, upper: f64, per: f64) -> Result<StandardizedRate, DomainError> {
        let per = multiplier(per)?;
        Ok(StandardizedRate {
            crude: finite(per * self.sums.crude)?,
            rate: finite(per * self.sums.rate)?,
            variance: finite(per * per * self.sums.variance)?,
            lower: finite(per * lower)?,
            upper: finite(per * upper)?,
        })
    }

    /// The lower limit of the gamma intervals; zero without events in a stratum that the standard weighs.
    fn lower(&self, tail: f64) -> f64 {
        let Sums { rate, variance, .. } = self.sums;
        if rate > 0.0 { gamma_limit(rate, variance, Tail::Lower, tail).min(rate) } else { 0.0 }
    }
}

/// Computes the standardized rate with the gamma interval, which is conservative also for sparse strata. Use it for verdicts.
///
/// `L = G(alpha/2; DSR^2 / v, v / DSR)`, `U = G(1 - alpha/2; (DSR + w_M)^2 / (v + w_M^2), (v + w_M^2) / (DSR + w_M))`, where `G(p; a, b)` is the quantile
/// of the gamma distribution with shape `a` and scale `b`, and `w_M = max w_i / n_i`. `L = 0` without events.
/// Source: Fay & Feuer (1997), Statistics in Medicine 16:791; equals `epitools::ageadjust.direct` in R.
pub fn fay_feuer(strata: &Strata, per: f64, confidence: f64) -> Result<StandardizedRate, DomainError> {
    let tail = tail(confidence)?;
    let Sums { rate, variance, largest, .. } = strata.sums;
    let upper = gamma_limit(rate + largest, variance + largest * largest, Tail::Upper, tail);
    strata.estimate(strata.lower(tail), upper.max(rate), per)
}

/// Computes the standardized rate with the shorter gamma interval of Tiwari and others: mean instead of greatest weight in the upper limit.
///
/// As [`fay_feuer`], with `mean(w_i / n_i)` in the place of `w_M` and `mean((w_i / n_i)^2)` in that of `w_M^2`.
/// Source: Tiwari, Clegg & Zou (2006), Statistical Methods in Medical Research 15:547.
pub fn tiwari(strata: &Strata, per: f64, confidence: f64) -> Result<StandardizedRate, DomainError> {
    let tail = tail(confidence)?;
    let Sums { rate, variance, mean, mean_square, .. } = strata.sums;
    let upper = gamma_limit(rate + mean, variance + mean_square, Tail::Upper, tail);
    strata.estimate(strata.lower(tail), upper.max(rate), per)
}

/// Computes the standardized rate with the interval of Dobson and others: the exact interval of the sum of the events, rescaled.
///
/// `DSR + sqrt(v / O) (L_O - O)` and `DSR + sqrt(v / O) (U_O - O)` with `O` events in all and their Garwood limits; undefined without events.
/// Source: Dobson, Kuulasmaa, Eberle & Scherer (1991), Statistics in Medicine 10:457.
pub fn dobson(strata: &Strata, per: f64, confidence: f64) -> Result<StandardizedRate, DomainError> {
    let limits = poisson::garwood(strata.sums.events, confidence)?;
    if strata.sums.events == 0 {
        return Err(DomainError::NoEvents);
    }
    let events = strata.sums.events as f64;
    let scale = (strata.sums.variance / events).sqrt();
    let limit = |limit: f64| strata.sums.rate + scale * (limit - events);
    // Where most events are in strata that the standard hardly weighs, the rescaled limit would pass zero.
    strata.estimate(limit(limits.lower).max(0.0), limit(limits.upper), per)
}

/// A standardized ratio of observed to expected events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObservedToExpected {
    /// `O / E`.
    pub ratio: f64,
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// The two-sided p-value of `O` against `E`; below `alpha` exactly if the interval excludes 1.
    pub p_value: f64,
}

/// Computes the ratio of observed to expected events (SMR), with its exact interval and p-value. The expectation is taken as known exactly.
///
/// `O / E` with the Garwood limits of `O` over `E`; `p = min(1, 2 min(P(X <= O), P(X >= O)))` for a Poisson count with mean `E`.
/// Source: Breslow & Day (1987), Statistical Methods in Cancer Research II, section 2.3.
pub fn observed_to_expected(observed: u64, expected: f64, confidence: f64) -> Result<ObservedToExpected, DomainError> {
    let limits = poisson::garwood(observed, confidence)?;
    let expected = exposure(expected)?;
    let events = count(observed)?;
    let ln_at_most = ln_tails(events + 1.0, expected).upper;
    let ln_at_least = if observed == 0 { 0.0 } else { ln_tails(events, expected).lower };
    Ok(ObservedToExpected {
        ratio: finite(events / expected)?,
        lower: finite(limits.lower / expected)?,
        upper: finite(limits.upper / expected)?,
        p_value: (2.0 * ln_at_most.min(ln_at_least).exp()).min(1.0),
    })
}

/// The quantile of the gamma distribution with the given mean and variance.
fn gamma_limit(mean: f64, variance: f64, tail: Tail, probability: f64) -> f64 {
    quantile(mean * mean / variance, tail, probability) * (variance / mean)
}

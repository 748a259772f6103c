//! How many there are, from two lists that overlap.
//!
//! Assumptions to print beside every number: nobody came or left between the lists, matches are right (see
//! [`corrected_matches`](crate::linkage::corrected_matches)), the lists are independent, and everybody is equally likely to be listed. Lists that come
//! from joint operations depend on each other positively, and then the estimate is too low.

use crate::input::{count, tail};
use crate::special::two_sided_z;
use crate::{DomainError, Interval};

/// The size of a population estimated from two lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chapman {
    /// `n_union`: distinct entries on the two lists together.
    pub listed: f64,
    /// `n1 n2 / m`; infinite without a match.
    pub lincoln_petersen: f64,
    /// Chapman's estimate.
    pub estimate: f64,
    /// Its variance.
    pub variance: f64,
    /// `estimate ± z sqrt(variance)`; may reach below what is listed, even below zero: for comparison only.
    pub normal: Interval,
    /// Chao's interval for what is not listed, never below what is listed. A point where one list contains the other, which is the formula
    /// ending and not certainty.
    pub lognormal: Interval,
    /// The share of the estimate that is on the first list.
    pub first_coverage: f64,
    /// The share of the estimate that is on either list.
    pub union_coverage: f64,
}

impl Chapman {
    /// The share of the population that is on a list of `entries`, over the lognormal interval; never above 1.
    pub fn coverage(&self, entries: u64) -> Result<Interval, DomainError> {
        let entries = count(entries)?;
        Ok(Interval { lower: (entries / self.lognormal.upper).min(1.0), upper: (entries / self.lognormal.lower).min(1.0) })
    }
}

/// Computes Chapman's estimate from two lists of `n1` and `n2` entries with `matches` entries in common, and Chao's interval.
///
/// `N = (n1+1)(n2+1)/(m+1) - 1`, `var = (n1+1)(n2+1)(n1-m)(n2-m) / ((m+1)^2 (m+2))`. With `f0 = N - n_union`, which is
/// `(n1-m)(n2-m)/(m+1)` and computed so: `[n_union + f0/c, n_union + f0 c]`, `c = exp(z sqrt(ln(1 + var/f0^2)))`.
/// Source: Chapman (1951), University of California Publications in Statistics 1:131; Seber (1970), Biometrics 26:13; Chao (1987), Biometrics 43:783.
pub fn chapman(n1: u64, n2: u64, matches: u64, confidence: f64) -> Result<Chapman, DomainError> {
    tail(confidence)?;
    let z = two_sided_z(confidence);
    let shorter = n1.min(n2);
    if shorter == 0 {
        return Err(DomainError::EmptyList);
    }
    if matches > shorter {
        return Err(DomainError::OverlapExceedsList { overlap: matches, list: shorter });
    }
    let (n1, n2, m) = (count(n1)?, count(n2)?, count(matches)?);
    let (only_first, only_second) = (n1 - m, n2 - m);
    let listed = n1 + only_second;
    let unlisted = only_first * only_second / (m + 1.0);
    let estimate = listed + unlisted;
    let variance = (n1 + 1.0) / (m + 1.0) * ((n2 + 1.0) / (m + 1.0)) * only_first * (only_second / (m + 2.0));
    let reach = z * variance.sqrt();
    let lognormal = if unlisted > 0.0 {
        let factor = (z * (variance / (unlisted * unlisted)).ln_1p().sqrt()).exp();
        Interval { lower: listed + unlisted / factor, upper: listed + unlisted * factor }
    } else {
        Interval { lower: listed, upper: listed }
    };
    Ok(Chapman {
        listed,
        lincoln_petersen: n1 * (n2 / m),
        estimate,
        variance,
        normal: Interval { lower: estimate - reach, upper: estimate + reach },
        lognormal,
        first_coverage: n1 / estimate,
        union_coverage: listed / estimate,
    })
}

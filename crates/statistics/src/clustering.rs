//! Counts of victims are wider than counts of incidents: one incident can hold many assaults.

use crate::DomainError;
use crate::input::{count, finite};

/// How incidents and their members relate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clustering {
    /// `E[m]`, members per incident.
    pub mean: f64,
    /// `phi = E[m^2] / E[m]`, at least `mean`: the variance of the number of members over its expectation.
    pub inflation: f64,
}

/// Computes by how much the variance of a count of members (victims, assaults) exceeds that of a Poisson count of the same size.
///
/// `sizes` holds one entry per size of incident: the members of such an incident, and how many such incidents there are. For incidents that
/// follow a Poisson distribution the number of members is compound Poisson, with variance `phi` times its mean, `phi = E[m^2] / E[m]`; a
/// standard error grows by `sqrt(phi)`. Exact intervals belong to incidents only.
/// Source: variance of a compound Poisson sum, e.g. Feller (1968), An Introduction to Probability Theory I, XII.2.
pub fn inflation(sizes: &[(u64, u64)]) -> Result<Clustering, DomainError> {
    let (mut incidents, mut members, mut squares) = (0.0, 0.0, 0.0);
    for &(size, number) in sizes {
        if size == 0 {
            return Err(DomainError::EmptyCluster);
        }
        let (size, number) = (count(size)?, count(number)?);
        incidents += number;
        members += number * size;
        squares += number * size * size;
    }
    if incidents <= 0.0 {
        return Err(DomainError::NoEvents);
    }
    Ok(Clustering { mean: finite(members / incidents)?, inflation: finite(squares / members)? })
}

//! The closed list of sentences. Nothing else is ever said of a claim.

use domain::verdict::Finding;

/// What a finding means.
pub fn of_finding(finding: Finding) -> &'static str {
    match finding {
        Finding::Reproduces => "The stated percentage follows from the stated counts.",
        Finding::RoundsTo => "The stated percentage follows from the stated counts after the rounding that its wording announces.",
        Finding::DoesNotReproduce => "The stated percentage does not follow from the stated counts.",
        Finding::NotCheckable => "The statement gives too little to check its arithmetic.",
    }
}

/// The base is below 20.
pub const SMALL_BASE: &str = "The base is below 20, so that the percentage moves widely with a few events; see the interval.";

/// The interval includes no change.
pub const INCLUDES_NO_CHANGE: &str = "The exact interval includes no change.";

/// The base was worked out from the percentage.
pub const INFERRED_BASE: &str = "The base was worked out from the percentage, so that it cannot test it.";

/// The numbers are not recorded as figures with citation.
pub const NOT_RECORDED: &str = "The statement's numbers are not recorded as figures of their own.";

/// What arithmetic alone never says.
pub const CANNOT_SAY_TRUE: &str = "Whether the counts are complete or right: arithmetic tests only that the numbers agree with each other.";
/// Definitions.
pub const CANNOT_SAY_DEFINITION: &str = "What was counted, where the speaker published no definition.";
/// Cause.
pub const CANNOT_SAY_CAUSE: &str = "Why a count changed.";
/// Exposure.
pub const CANNOT_SAY_EXPOSURE: &str = "Whether the risk to an officer changed: counts are not divided by staff, arrests or contacts here.";

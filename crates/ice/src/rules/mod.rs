//! The rules, one file for each table: pure functions over Arrow arrays. Numbers of rules are those of the description of the published tables.

pub(crate) mod arrests;
pub(crate) mod clean;
pub(crate) mod detainers;
pub(crate) mod joined;
pub(crate) mod order;
pub(crate) mod states;
pub(crate) mod stays;
pub(crate) mod stints;

/// Microseconds of a day.
pub(crate) const MICROS_PER_DAY: i64 = 86_400_000_000;
/// Microseconds of an hour.
pub(crate) const MICROS_PER_HOUR: i64 = 3_600_000_000;

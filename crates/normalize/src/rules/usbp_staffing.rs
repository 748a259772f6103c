//! Border Patrol staffing → agents by sector and fiscal year.

use super::{
    Rule,
    usbp::{self, AGENTS},
};
use crate::{
    decoded::{Problems, Standardized, Unfit},
    sources::usbp::Row,
};

pub(super) const RULE: Rule = Rule { name: "usbp_staffing", version: 1 };

/// Observations of the agents column.
pub(crate) fn standardize(rows: &[Row], problems: &mut Problems) -> Result<Standardized, Unfit> {
    usbp::standardize(rows, &[AGENTS], problems)
}

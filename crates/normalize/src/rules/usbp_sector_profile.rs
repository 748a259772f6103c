//! Border Patrol sector profile → assaults, agents and apprehensions by sector and fiscal year.

use domain::CountingUnit;

use super::{
    Rule,
    usbp::{self, AGENTS, Column, Nature},
};
use crate::{
    decoded::{Problems, Standardized, Unfit},
    sources::usbp::Row,
};

pub(super) const RULE: Rule = Rule { name: "usbp_sector_profile", version: 1 };

/// In the order in which the decoder gives the cells.
const COLUMNS: [Column; 3] = [
    Column {
        header: "assaults",
        measure: "assaults_on_officers",
        unit: CountingUnit::OfficerSubjectObject,
        definition: "usbp-singular-assault",
        nature: Nature::Events,
    },
    AGENTS,
    Column {
        header: "total_apprehensions",
        measure: "apprehensions",
        unit: CountingUnit::Apprehension,
        definition: "usbp-apprehension",
        nature: Nature::Events,
    },
];

/// Observations of the three columns.
pub(crate) fn standardize(rows: &[Row], problems: &mut Problems) -> Result<Standardized, Unfit> {
    usbp::standardize(rows, &COLUMNS, problems)
}

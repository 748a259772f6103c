//! States and cities.

use domain::CountingUnit::{Officer, Unstated};

use super::Entry;

const COLORADO: &str = "https://www.denverpost.com/2017/07/17/colorado-police-assaults-rising/";

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "colorado-officer-assaulted",
        title: "Colorado officers assaulted, state bureau of investigation",
        text: "Officers assaulted as Colorado agencies report them to the state, drawn from the uniform crime reports.",
        unit: Officer,
        population: "officers of Colorado agencies",
        date_basis: "calendar year",
        citations: &[COLORADO],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "colorado-officer-injured",
        title: "Colorado officers assaulted and injured, state bureau of investigation",
        text: "Those of the Colorado officers assaulted who were injured.",
        unit: Officer,
        least_severity: "an injury",
        population: "officers of Colorado agencies",
        date_basis: "calendar year",
        citations: &[COLORADO],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "nypd-uniformed-assault",
        title: "Assaults on uniformed officers, New York City police",
        text: "Assaults on uniformed members of the department as it told a magazine; whether officers or events are counted is not said.",
        unit: Unstated,
        population: "uniformed officers of the New York City Police Department",
        citations: &["https://newrepublic.com/post/197476/ice-truth-data-increase-assaults-agents"],
        ..Entry::UNSTATED
    },
];

//! States and cities.

use domain::{
    CountingUnit::{Incident, Officer, Report, Unstated},
    definition::Inclusion::Included,
};

use super::Entry;

const COLORADO: &str = "https://www.denverpost.com/2017/07/17/colorado-police-assaults-rising/";

const LOUISVILLE: Entry = Entry {
    threats: Included,
    least_severity: "no contact needed: menacing, threats, endangerment and obstruction are in",
    population: "officers of the Louisville Metro Police Department",
    duty_status: "off-duty assignments are among the assignments",
    date_basis: "day on which the offence occurred",
    completeness: "incidents that the department enters; a few rows say that they are not for LEOKA",
    revisable: Included,
    citations: &["https://data.louisvilleky.gov/"],
    ..Entry::UNSTATED
};

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
        slug: "louisville-assault-incident",
        title: "Louisville incident with an assaulted officer",
        text: "An incident number of the department's table of assaulted officers, counted once however many rows it has. Attempts are marked in the table and counted. The two known releases agree in this unit but for one incident.",
        unit: Incident,
        attempts: Included,
        ..LOUISVILLE
    },
    Entry {
        slug: "louisville-assault-row",
        title: "Row of the Louisville table of assaulted officers",
        text: "A row as the file has it. What makes a row is not documented and cannot be told from the data: rows of an incident repeat with each offence and again without any difference, as if offences were joined with officers or with suspects. It is no count of officers. The release of 2018 has about two rows for an incident, that of 2021 has one.",
        unit: Report,
        attempts: Included,
        ..LOUISVILLE
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

//! Cities.

use domain::{
    CountingUnit::{Incident, Officer, Person, Report, Unstated},
    definition::Inclusion::{Excluded, Included},
};

use super::Entry;

const NEW_YORK: &str = "NYPD threat, resistance and injury data, January 2020 to June 2022 (no address recorded)";
const CHICAGO: &str = "Chicago Police Department, tactical response reports, 2004 to 2018 (no address recorded)";

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
    Entry {
        slug: "nypd-tri-subject-used-force",
        title: "Subjects who used force against New York City officers",
        text: "Subjects marked as having used force against a member of the service in the department's threat, resistance and injury reports: 15,663 of 17,514, of whom 15,283 used physical force. Takes the place of LEOKA, which the city has not sent in earnest since 1999, and is not one series with it.",
        unit: Person,
        threats: Excluded,
        least_severity: "force against an officer; no injury needed",
        population: "people in incidents in which New York City officers used force",
        date_basis: "day of the incident",
        completeness: "January 2020 to June 2022",
        citations: &[NEW_YORK],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "nypd-tri-officer-injured",
        title: "New York City officers injured in such incidents",
        text: "Rows of officers marked as injured in the same reports: 7,209 of 41,681, of which 6,715 physical, 311 substantial and 183 serious.",
        unit: Officer,
        threats: Excluded,
        least_severity: "an injury",
        population: "officers of the New York City Police Department in incidents with force",
        date_basis: "day of the incident",
        completeness: "January 2020 to June 2022",
        citations: &[NEW_YORK],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "chicago-trr-officer-assaulted",
        title: "Chicago tactical response reports that mark an assault or battery of the officer",
        text: "Reports, one for each officer in each incident with force, in which the mark for assault or battery of the officer is set: 7,429 of 15,926. Acts of the subject reach from not following a direction to an attack with a weapon.",
        unit: Report,
        least_severity: "assault or battery as marked by the officer",
        population: "officers of the Chicago Police Department who used force",
        date_basis: "day of the incident",
        citations: &[CHICAGO],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "chicago-trr-officer-injured",
        title: "Chicago tactical response reports with an injured officer",
        text: "Reports, one for each officer in each incident with force, in which the officer is marked as injured: 17,032 of 75,759.",
        unit: Report,
        threats: Excluded,
        least_severity: "an injury",
        population: "officers of the Chicago Police Department who used force",
        date_basis: "day of the incident",
        completeness: "2004 to 2018",
        citations: &[CHICAGO],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "denver-officer-assault-offence",
        title: "Denver offences against officers, by the department's codes",
        text: "Offences under codes of their own: serious injury by gun, by weapon or by body (1310 to 1312) and minor injury (1313). Interference with an officer is kept apart (4899, 5305).",
        unit: Incident,
        threats: Excluded,
        least_severity: "a minor injury",
        population: "officers in Denver",
        citations: &["Denver open data, offense_codes.csv (no address recorded)"],
        ..Entry::UNSTATED
    },
];

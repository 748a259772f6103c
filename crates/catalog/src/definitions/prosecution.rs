//! Cases, defendants, matters and arrests under 18 U.S.C. 111: four units that are never added.

use domain::{
    CountingUnit::{Arrest, Case, Defendant, Matter},
    definition::Inclusion::Included,
};

use super::Entry;

const LA_TIMES: &str = "https://www.btimesonline.com/articles/176125/20251202/data-review-undercuts-claims-of-1000-surge-in-ice-officer-assaults-as-noem-s-tactics-face-scrutiny.htm";
const AP: &str = "https://britbrief.co.uk/politics/immigration/dojs-protest-cases-crumble-under-scrutiny.html";
const FBI: &str = "https://totalnews.com/?p=1143341";

const FEDERAL_OFFICERS: Entry = Entry {
    threats: Included,
    least_severity: "forcible resistance, impeding or intimidation; the offence needs neither contact nor injury",
    population: "accused of acts against federal officers of every agency, not ICE alone",
    duty_status: "the officer was on duty or attacked for it",
    ..Entry::UNSTATED
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "section-111-case",
        title: "Federal court cases under 18 U.S.C. 111, press counts",
        text: "Court cases with a charge of assaulting, resisting or impeding a federal officer, as a newspaper counted them in five districts. A case may have several defendants and counts. About six in ten had an ICE or Border Patrol victim, and more than half no injury.",
        unit: Case,
        date_basis: "filing of the case",
        completeness: "five districts: Los Angeles, San Diego, Portland, Chicago, Washington",
        citations: &[LA_TIMES],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "ap-protest-case",
        title: "Federal protest cases in four cities, Associated Press",
        text: "Federal cases that arose from protests against immigration enforcement in four cities, whatever the charge.",
        unit: Case,
        date_basis: "filing of the case",
        completeness: "four cities",
        citations: &[AP],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "ap-felony-assault-defendant",
        title: "People charged with felony assault in those cases, Associated Press",
        text: "People first charged with felony assault of a federal officer in the four cities, and what became of the charges by December 2025.",
        unit: Defendant,
        least_severity: "felony: contact, a weapon or an injury as charged",
        date_basis: "state when the article was written",
        completeness: "four cities; charges still open are in it",
        citations: &[AP],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "fbi-89b-matter",
        title: "FBI matters: assault on a federal officer (89B)",
        text: "Investigative matters that the FBI opened under its class for assaults on federal officers, given to one outlet.",
        unit: Matter,
        date_basis: "opening of the matter, by what was reported",
        citations: &[FBI],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "fbi-89e-matter",
        title: "FBI matters: obstruction of a federal officer (89E)",
        text: "Investigative matters that the FBI opened under its class for obstruction of federal officers, given to one outlet.",
        unit: Matter,
        date_basis: "opening of the matter, by what was reported",
        citations: &[FBI],
        ..FEDERAL_OFFICERS
    },
    Entry {
        slug: "fbi-89b-arrest",
        title: "FBI arrests in matters of assault on federal officers",
        text: "Arrests in such matters, given to one outlet. One later copy takes the arrests of the earlier year for incidents.",
        unit: Arrest,
        date_basis: "arrest, by what was reported",
        citations: &[FBI],
        ..FEDERAL_OFFICERS
    },
];

//! FBI LEOKA: the local and the federal instrument are not one series.

use domain::{
    CountingUnit::{Employee, Officer, Per100Officers, Percent},
    definition::Inclusion::{Excluded, Included, Unstated as NotSaid},
};

use super::Entry;

const METHOD_2014: &str = "https://ucr.fbi.gov/leoka/2014/officers-assaulted/main";
const METHOD_2015: &str = "https://ucr.fbi.gov/leoka/2015/officers-assaulted/assaults_topic_page_-2015";
const FEDERAL_2002: &str = "https://en.m.wikisource.org/wiki/Law_Enforcement_Officers_Killed_and_Assaulted,_2002/Section_III";
const FEDERAL_2002_DHS: &str = "https://en.wikisource.org/wiki/Page:Law_Enforcement_Officers_Killed_and_Assaulted,_2002.djvu/94";
const FEDERAL_2004: &str = "http://www2.fbi.gov/ucr/killed/2004/section3.htm";
const FEDERAL_2005: &str =
    "https://webarchive.library.unt.edu/eot2008/20080916032206/http:/www.fbi.gov/ucr/killed/2005/federalofficers.htm";
const FEDERAL_2017: &str = "https://ucr.fbi.gov/leoka/2017/topic-pages/federal_topic_page_-2017";
const COMPLETE: &str = "agencies that sent all twelve months and their employee counts, about three quarters of the population; weak around the change to NIBRS in 2021";

const LOCAL: Entry = Entry {
    threats: Excluded,
    least_severity: "serious injury, or a weapon that could have caused it; otherwise more than verbal abuse or minor resistance to an arrest",
    population: "sworn officers of local, county, state, tribal and university agencies",
    duty_status: "on duty",
    date_basis: "month of the event, published by calendar year",
    completeness: COMPLETE,
    citations: &[METHOD_2014, METHOD_2015],
    ..Entry::UNSTATED
};

const FEDERAL: Entry = Entry {
    least_severity: "every reported assault, whatever the injury, also none",
    population: "officers of DHS, DOI, DOJ, Treasury, the Capitol Police and the Postal Inspection Service; DOD in 2017",
    date_basis: "calendar year",
    completeness: "what the departments send; no count of agencies or months",
    citations: &[FEDERAL_2017],
    ..Entry::UNSTATED
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "leoka-local-officer-assaulted",
        title: "LEOKA: local and state officers assaulted",
        text: "Sworn officers who were assaulted on duty, one per officer and event; an officer can recur. Only the most serious weapon of an event is kept.",
        unit: Officer,
        ..LOCAL
    },
    Entry {
        slug: "leoka-officer-injured",
        title: "LEOKA: local and state officers assaulted and injured",
        text: "Those of the officers assaulted who were injured.",
        unit: Officer,
        least_severity: "an injury",
        ..LOCAL
    },
    Entry {
        slug: "leoka-local-officers-employed",
        title: "LEOKA: officers employed by the agencies in the table",
        text: "Sworn full-time officers of the agencies that reported twelve months of assaults and their employee counts: the denominator of the published rate, not the number of officers in the country.",
        unit: Employee,
        threats: NotSaid,
        least_severity: "not applicable",
        duty_status: "employed full time",
        date_basis: "state at 31 October",
        ..LOCAL
    },
    Entry {
        slug: "leoka-agency-officers-employed",
        title: "LEOKA: officers employed by one agency",
        text: "Sworn full-time officers that one agency states in its yearly count of employees, also for years in which it sent no assaults.",
        unit: Employee,
        threats: NotSaid,
        least_severity: "not applicable",
        duty_status: "employed full time",
        date_basis: "state at 31 October",
        completeness: "agencies that sent their count of employees",
        ..LOCAL
    },
    Entry {
        slug: "leoka-rate-per-100",
        title: "LEOKA: assaults per 100 officers as published",
        text: "The publisher's own rate of assaults per 100 sworn officers among the agencies in the table, rounded to one decimal.",
        unit: Per100Officers,
        ..LOCAL
    },
    Entry {
        slug: "leoka-percent-injured",
        title: "LEOKA: percent of assaulted officers who were injured, as published",
        text: "The publisher's own percentage of the officers assaulted who were injured, rounded to one decimal.",
        unit: Percent,
        ..LOCAL
    },
    Entry {
        slug: "leoka-percent-by-weapon",
        title: "LEOKA: percent of assaults by weapon, as published",
        text: "The publisher's own percentage of the officers assaulted with a kind of weapon; personal weapons are hands, fists and feet.",
        unit: Percent,
        ..LOCAL
    },
    Entry {
        slug: "leoka-population-covered",
        title: "LEOKA: percent of the population covered, as published",
        text: "The share of the population that the agencies in the table serve.",
        unit: Percent,
        threats: NotSaid,
        least_severity: "not applicable",
        population: "residents of the places that the agencies serve",
        duty_status: "not applicable",
        ..LOCAL
    },
    Entry {
        slug: "nibrs-officer-victim",
        title: "NIBRS: law-enforcement officers who were victims",
        text: "Victims of type L in offences of murder and of aggravated, simple or intimidating assault (09A, 13A, 13B, 13C), with or without an injury. An officer who is robbed is recorded as an individual and is not in it.",
        unit: Officer,
        threats: Included,
        least_severity: "intimidation without contact is eligible",
        population: "sworn officers of agencies that report to NIBRS",
        duty_status: "on duty, or attacked for it",
        date_basis: "day of the incident",
        completeness: "agencies that report to NIBRS; few before 2021",
        revisable: Included,
        citations: &["FBI, NIBRS User Manual, version 2023.0, pages 116 to 119 (no address recorded)"],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "leoka-federal-officer-assaulted",
        title: "LEOKA: federal officers assaulted",
        text: "Federal officers reported as assaulted, regardless of the extent of injury or whether there was any. Not one series with the local table, which drops minor resistance. Whether threats are in is not said for these years.",
        unit: Officer,
        ..FEDERAL
    },
    Entry {
        slug: "leoka-federal-officer-or-threat",
        title: "LEOKA: federal officers assaulted or threatened, 2002 to 2005",
        text: "As the later federal table, but the text of these years also takes in threats to assault; in 2005 they were 289 of 1,882.",
        unit: Officer,
        threats: Included,
        least_severity: "every reported assault or threat, whatever the injury",
        citations: &[FEDERAL_2002, FEDERAL_2004, FEDERAL_2005],
        ..FEDERAL
    },
    Entry {
        slug: "leoka-federal-2002-bice",
        title: "LEOKA 2002: officers of the former INS who fired their weapons",
        text: "For 2002 the part of DHS that came from the INS reported only victims who discharged their service weapons. The number is not comparable with any other year or agency.",
        unit: Officer,
        threats: Excluded,
        least_severity: "the officer fired a weapon",
        population: "officers of the former Immigration and Naturalization Service",
        citations: &[FEDERAL_2002_DHS],
        ..FEDERAL
    },
    Entry {
        slug: "leoka-federal-officer-injured",
        title: "LEOKA: federal officers assaulted and injured",
        text: "Those of the federal officers reported as assaulted who were injured.",
        unit: Officer,
        threats: Excluded,
        least_severity: "an injury",
        citations: &[FEDERAL_2017, FEDERAL_2005],
        ..FEDERAL
    },
];

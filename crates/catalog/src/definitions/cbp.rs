//! CBP and its Border Patrol: at least three counting rules for assaults, and two denominators.

use domain::{
    CountingUnit::{Apprehension, Employee, Incident, Officer, OfficerSubjectObject, Unstated},
    definition::Inclusion::Included,
};

use super::Entry;

const NOW: &str = "https://www.cbp.gov/newsroom/stats/assaults-use-force";
const OLD: &str = "https://www.cbp.gov/newsroom/stats/cbp-use-force";
const PROFILE: &str = "https://github.com/jacobkap/borderpatrol";

/// What the present data set says of all its counts.
const PORTAL: Entry = Entry {
    least_severity: "no injury needed; thrown objects, vehicles, weapons and physical contact are types of their own",
    population: "authorized CBP officers and agents of Border Patrol, field operations and air and marine",
    duty_status: "on duty; what happens off duty is left out",
    date_basis: "month of the event, under the fiscal year",
    completeness: "all components; the current fiscal year is to date",
    revisable: Included,
    citations: &[NOW],
    ..Entry::UNSTATED
};

/// The pages of fiscal years 2017 and 2018.
const PAGE_2017_18: Entry = Entry {
    least_severity: "no injury needed; thrown objects and vehicles count",
    population: "CBP officers and agents",
    date_basis: "fiscal year of the event",
    revisable: Included,
    citations: &[OLD],
    ..Entry::UNSTATED
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "cbp-assault-incident",
        title: "CBP assault incident",
        text: "An event in which one or more CBP officers or agents were assaulted, counted once however many took part. National counts are distinct incident ids; an incident that several areas report is still one.",
        unit: Incident,
        ..PORTAL
    },
    Entry {
        slug: "cbp-assaulted-officer",
        title: "CBP officers assaulted in incidents",
        text: "Sum of the officers and agents assaulted per incident row. The same officer counts again in every incident, and area rows of one incident are added as the publisher adds them.",
        unit: Officer,
        ..PORTAL
    },
    Entry {
        slug: "cbp-assault-type-incident",
        title: "CBP assault incident by type used",
        text: "Distinct incidents in which a subject used the type of assault. One incident may be of several types, so the types are not parts of a whole.",
        unit: Incident,
        ..PORTAL
    },
    Entry {
        slug: "cbp-application-2015-16",
        title: "CBP assaults as published for fiscal years 2015 and 2016",
        text: "The page counted individual applications rather than incidents. What makes one application is not said in the copies that were read, and it is no unit of this project's list; it is neither an incident nor surely the later singular assault.",
        unit: Unstated,
        population: "CBP officers and agents",
        date_basis: "fiscal year of the event",
        citations: &[OLD],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "cbp-incident-2017-18",
        title: "CBP incident with at least one assault, pages of fiscal years 2017 and 2018",
        text: "An event with at least one assault, published beside the singular assaults of the same events.",
        unit: Incident,
        ..PAGE_2017_18
    },
    Entry {
        slug: "cbp-singular-assault-2017-18",
        title: "CBP singular assault, pages of fiscal years 2017 and 2018",
        text: "One for each pair of subject and officer, and by some accounts for each object: five people who throw rocks at three agents are fifteen singular assaults in one incident.",
        unit: OfficerSubjectObject,
        ..PAGE_2017_18
    },
    Entry {
        slug: "usbp-singular-assault",
        title: "Border Patrol assaults of the sector profiles, fiscal years 2011 to 2019",
        text: "Assaults on agents as the sector profiles print them: one for each agent, subject and object. In February 2017 seven agents, six subjects and three kinds of projectile were booked as 126. Before fiscal year 2015 the rule is not documented.",
        unit: OfficerSubjectObject,
        least_severity: "no injury needed",
        population: "Border Patrol agents",
        date_basis: "fiscal year of the event",
        completeness: "all sectors; fiscal year 2018 repeats 2017 and counts as missing",
        citations: &[PROFILE, OLD],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "usbp-printed-fy2018",
        title: "Border Patrol assaults of fiscal year 2018 as printed",
        text: "The column of the fiscal year 2018 profile, which repeats fiscal year 2017 in every sector. It records what was printed and is no count of assaults in that year.",
        unit: OfficerSubjectObject,
        population: "Border Patrol agents",
        date_basis: "fiscal year on the profile",
        citations: &[PROFILE],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "usbp-agents-on-duty",
        title: "Border Patrol agents",
        text: "Agents on the rolls of a sector at the end of the fiscal year.",
        unit: Employee,
        least_severity: "not applicable",
        population: "Border Patrol agents",
        duty_status: "on the rolls, on duty or not",
        date_basis: "state at the end of the fiscal year",
        completeness: "all sectors that exist in the year; NA is missing",
        citations: &[PROFILE],
        ..Entry::UNSTATED
    },
    Entry {
        slug: "usbp-apprehension",
        title: "Border Patrol apprehension",
        text: "An apprehension of a person without lawful status. A person apprehended twice counts twice; people found inadmissible at ports of entry are another series.",
        unit: Apprehension,
        least_severity: "not applicable",
        population: "people apprehended by the Border Patrol between ports of entry",
        duty_status: "not applicable",
        date_basis: "fiscal year of the apprehension",
        completeness: "all sectors",
        citations: &[PROFILE],
        ..Entry::UNSTATED
    },
];

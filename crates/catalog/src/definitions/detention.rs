//! Detention, arrests and repatriations in published tables: ICE's workbooks and the monthly tables of OHSS.

use domain::{
    CountingUnit::{Arrest, Day, Encounter, Person, Repatriation, Stay},
    definition::Inclusion::Included,
};

use super::Entry;

const WORKBOOKS: &[&str] = &["https://www.ice.gov/detain/detention-management (workbooks of detention statistics, their footnotes)"];
const TABLES: &[&str] = &["https://ohss.dhs.gov/topics/immigration/immigration-enforcement/monthly-tables (notes below each table)"];

const ICE: Entry = Entry {
    least_severity: "none: no offence is needed",
    duty_status: "does not apply",
    population: "people in ICE detention; transfers to the refugee office and prisoners of the Marshals Service are left out",
    completeness: "the fiscal year to the day that the footnotes name",
    revisable: Included,
    citations: WORKBOOKS,
    ..Entry::UNSTATED
};

const OHSS: Entry = Entry {
    least_severity: "none: no offence is needed",
    duty_status: "does not apply",
    completeness: "whole months, from records taken up to the day in the notes; cells rounded to the nearest ten",
    revisable: Included,
    citations: TABLES,
    ..Entry::UNSTATED
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "ice-initial-book-in",
        title: "ICE initial book-in",
        text: "The first booking of a detention stay, by the agency whose program made the arrest: Border Patrol and inspections are CBP, enforcement and removal operations and investigations are ICE. A person who is detained again counts again.",
        unit: Stay,
        date_basis: "day of the first booking",
        ..ICE
    },
    Entry {
        slug: "ice-currently-detained",
        title: "People in ICE detention on a day",
        text: "Everybody on ICE's national docket on the day that the footnotes name, by criminality and arresting agency, and by processing disposition.",
        unit: Person,
        date_basis: "the day of the snapshot of the docket",
        ..ICE
    },
    Entry {
        slug: "ice-average-daily-population",
        title: "ICE average daily population",
        text: "People in a facility at midnight, summed over the days of a period and divided by the number of its days. Criminality is that at the time of custody.",
        unit: Person,
        date_basis: "midnight counts of the period",
        ..ICE
    },
    Entry {
        slug: "ice-average-length-of-stay",
        title: "ICE average length of stay",
        text: "Mean days of detention. For stays in family facilities the time in every facility of the stay counts, also from before the fiscal year, and only of those who were released; whether this holds for adults is not stated. Criminality is that at the time of the enforcement action.",
        unit: Day,
        date_basis: "unstated; the month is probably that of the release",
        ..ICE
    },
    Entry {
        slug: "ice-final-release",
        title: "ICE final release, fiscal years 2021 to 2023",
        text: "The most recent release of a person on bond, recognizance, supervision or parole, in early 2021 also by prosecutorial discretion. Removals and transfers are no releases.",
        unit: Person,
        date_basis: "day of the release",
        ..ICE
    },
    Entry {
        slug: "ice-final-book-out",
        title: "ICE final book-out, from fiscal year 2024",
        text: "The last booking out of a stay for any reason: bond, recognizance, supervision, parole, relief, ended proceedings, removal, transfer, and others such as death or escape. It takes the place of final releases and is no continuation of them.",
        unit: Stay,
        date_basis: "day of the book-out",
        ..ICE
    },
    Entry {
        slug: "ice-removal-or-return",
        title: "ICE removal or return",
        text: "Removals together with voluntary returns, voluntary departures and withdrawals under docket control. What was confirmed after 5 October counts in the next fiscal year. From 12 May 2023 people whom the Border Patrol handed over for removal by ICE's flights are included.",
        unit: Repatriation,
        population: "people removed or returned by ICE",
        date_basis: "departure, confirmed by 5 October after the fiscal year",
        ..ICE
    },
    Entry {
        slug: "ohss-ero-administrative-arrest",
        title: "ERO administrative arrest, OHSS",
        text: "Administrative arrests by enforcement and removal operations, by citizenship and by the criminal record of those arrested.",
        unit: Arrest,
        population: "people arrested by ICE enforcement and removal operations",
        date_basis: "month of the arrest",
        ..OHSS
    },
    Entry {
        slug: "ohss-ice-book-in",
        title: "Book-in to ICE detention, OHSS",
        text: "Book-ins to ICE detention by citizenship, criminal record and initial arresting agency. The notes do not define a book-in; in 49 of 53 months the numbers are those of ICE's initial book-ins within rounding, which is why it is taken for the beginning of a stay.",
        unit: Stay,
        population: "people booked into ICE detention",
        date_basis: "month of the book-in",
        ..OHSS
    },
    Entry {
        slug: "ohss-ice-book-out",
        title: "Book-out of ICE detention, OHSS",
        text: "Book-outs of ICE detention by reason, with removal as one of the reasons, by criminal record and initial arresting agency, from fiscal year 2018.",
        unit: Stay,
        population: "people booked out of ICE detention",
        date_basis: "month of the book-out",
        ..OHSS
    },
    Entry {
        slug: "ohss-ero-removal-or-return",
        title: "ERO removal or return, OHSS",
        text: "Removals and returns by ICE enforcement and removal operations, together, by citizenship, criminal record and initial arresting agency.",
        unit: Repatriation,
        population: "people removed or returned by ICE enforcement and removal operations",
        date_basis: "month of the repatriation",
        ..OHSS
    },
    Entry {
        slug: "ohss-dhs-repatriation",
        title: "DHS repatriation, OHSS",
        text: "Removals on an order, enforcement returns, administrative returns and, from March 2020 to May 2023, expulsions under title 42, by all of DHS. Removals are those of ICE and of CBP.",
        unit: Repatriation,
        population: "people removed, returned or expelled by DHS",
        date_basis: "month of the repatriation",
        ..OHSS
    },
    Entry {
        slug: "ohss-southwest-border-book-out",
        title: "Book-out of CBP custody at the southwest border, OHSS",
        text: "What became of those whom CBP encountered at the southwest border: repatriated, expelled, handed to ICE or to the health department, released or paroled.",
        unit: Encounter,
        population: "people whom CBP encountered at the southwest border, at and between ports of entry",
        date_basis: "month of the encounter",
        ..OHSS
    },
];

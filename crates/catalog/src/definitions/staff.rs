//! Headcounts, deaths in service and arrests: mostly denominators.

use domain::{
    CountingUnit::{Arrest, Employee, Person},
    definition::Inclusion::Included,
};

use super::Entry;

const FEDSCOPE: &str = "https://www.fedscope.opm.gov/";
const OPM: &str = "https://www.opm.gov/data/";

const NO_EVENT: Entry = Entry { least_severity: "not applicable", duty_status: "not applicable", ..Entry::UNSTATED };

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        slug: "opm-series-employment",
        title: "OPM employment by occupational series",
        text: "Employees of an agency in an occupational series. Cells of ten or fewer are pooled in rows that name no agency, so a sum over cells is a lower bound. Series 1801 also holds posts that are not sworn; 1811 are criminal investigators; 1896 are Border Patrol agents.",
        unit: Employee,
        population: "civilian federal employees in the series",
        duty_status: "on the rolls, on duty or not",
        date_basis: "state at the end of the month",
        completeness: "all cells above ten employees; smaller ones pooled",
        citations: &[FEDSCOPE],
        ..NO_EVENT
    },
    Entry {
        slug: "opm-all-employees",
        title: "OPM count of all employees",
        text: "All employees of an agency, sworn or not.",
        unit: Employee,
        population: "civilian federal employees of the agency",
        duty_status: "on the rolls, on duty or not",
        date_basis: "state at the end of the month",
        completeness: "all employees of the agency",
        citations: &[OPM, FEDSCOPE],
        ..NO_EVENT
    },
    Entry {
        slug: "ice-stated-staff",
        title: "ICE officers and agents as DHS states them",
        text: "Round numbers of officers and agents before and after the hiring of 2025, from a release. Whether they are sworn, trained or deployed is not said, nor on which day: bounds for a denominator, not a count.",
        unit: Employee,
        population: "ICE officers and agents",
        citations: &[
            "https://www.police1.com/federal-law-enforcement/dhs-ice-recruitment-campaigns-doubled-agency-size-with-12-000-hires-in-under-a-year",
        ],
        ..NO_EVENT
    },
    Entry {
        slug: "ice-ero-officers",
        title: "ICE removal officers, annual report",
        text: "The approximate number of officers of ICE's enforcement and removal operations that the annual report gives.",
        unit: Employee,
        population: "ICE officers of enforcement and removal operations",
        date_basis: "fiscal year of the report",
        citations: &["ICE annual report, fiscal year 2022 (no address recorded)"],
        ..NO_EVENT
    },
    Entry {
        slug: "ice-ero-arrest",
        title: "ICE administrative arrests, annual report",
        text: "Administrative arrests by enforcement and removal operations in a fiscal year; those with a conviction or pending charges are a part of them. Arrests by the Border Patrol are not in it.",
        unit: Arrest,
        population: "people arrested by ICE enforcement and removal operations",
        date_basis: "fiscal year of the arrest",
        completeness: "enforcement and removal operations only",
        citations: &["ICE annual report, fiscal year 2024 (no address recorded)"],
        ..NO_EVENT
    },
    Entry {
        slug: "ddp-ice-arrest",
        title: "ICE arrests in the individual-level release, as NBC counted them",
        text: "Arrest records that ICE released to the Deportation Data Project, as a news outlet counted them, rounded. Interior arrests by the Border Patrol are not in it.",
        unit: Arrest,
        population: "people arrested by ICE",
        date_basis: "day of the arrest",
        completeness: "records in the release; duplicates not stated",
        revisable: Included,
        citations: &["https://particle.news/story/new-ice-data-shows-one-third-of-2025-arrests-involved-people-with-no-criminal-record"],
        ..NO_EVENT
    },
    Entry {
        slug: "prison-policy-ice-arrest",
        title: "ICE arrests as the Prison Policy Initiative counted them",
        text: "The same individual-level records after that group's removal of duplicates and its filter.",
        unit: Arrest,
        population: "people arrested by ICE",
        date_basis: "day of the arrest",
        completeness: "records that pass the group's filter",
        revisable: Included,
        citations: &["Prison Policy Initiative, update of 11 December 2025 (no address recorded)"],
        ..NO_EVENT
    },
    Entry {
        slug: "ctdata-ice-arrest",
        title: "ICE arrests in Connecticut as CTData counted them",
        text: "The same individual-level records for one state, as a state data group counted them.",
        unit: Arrest,
        population: "people arrested by ICE in Connecticut",
        date_basis: "day of the arrest",
        completeness: "records in the release that name the state",
        revisable: Included,
        citations: &["https://ctdata.org/blog/iceactivityinct"],
        ..NO_EVENT
    },
    Entry {
        slug: "cato-line-of-duty-death",
        title: "Deaths in service of ICE and Border Patrol officers, Cato",
        text: "Deaths since 2003 as an institute counted them from memorial pages, murders being a part of them.",
        unit: Person,
        least_severity: "death",
        population: "ICE and Border Patrol officers and agents",
        duty_status: "in the line of duty",
        date_basis: "year of the death",
        citations: &["https://redivestorscollege.com/2026/01/14/2025-was-the-2nd-safest-year-for-border-patrol-and-ice-agents"],
        ..Entry::UNSTATED
    },
];

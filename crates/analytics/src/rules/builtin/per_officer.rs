//! Assaults per 100 officers, instrument by instrument.

use super::{CY2025, FY2025, MARCH_2025, cbp, figure, series};
use crate::rules::comparison::{RowSpec, Selector, Spec};

const CALENDAR_2017: (&str, &str) = ("2017-01-01", "2018-01-01");
const FY2017: (&str, &str) = ("2016-10-01", "2017-10-01");
const FY2019: (&str, &str) = ("2018-10-01", "2019-10-01");

const CLUSTERED: &str = "Several officers can be victims of one incident, so that the interval understates the spread.";
const AIR_AND_MARINE: &str = "The count includes Air and Marine Operations, the staff of March 2025 does not.";

const fn leoka_local(year: (&'static str, &'static str)) -> Selector {
    figure("officer", "us/local", "leoka-local-officer-assaulted", year)
}

const fn leoka_employed(year: (&'static str, &'static str)) -> Selector {
    Selector {
        source: "published-figures",
        measure: "officers_employed",
        unit: "employee",
        population: "us/local",
        definition: "leoka-local-officers-employed",
        start: year.0,
        end: year.1,
    }
}

macro_rules! leoka {
    ($year:literal, $next:literal) => {
        RowSpec {
            label: concat!("Local and state police (LEOKA), ", $year),
            count: leoka_local((concat!($year, "-01-01"), concat!($next, "-01-01"))),
            exposures: &[leoka_employed((concat!($year, "-01-01"), concat!($next, "-01-01")))],
            notes: &[],
        }
    };
}

const fn profile(measure: &'static str, unit: &'static str, definition: &'static str, year: (&'static str, &'static str)) -> Selector {
    Selector { source: "usbp-sector-profile", measure, unit, population: "us/dhs/cbp/usbp", definition, start: year.0, end: year.1 }
}

pub(super) const SPEC: Spec = Spec {
    slug: "assaults-per-officer",
    title: "Assaults on officers: ICE, CBP, Border Patrol and local police, each by its own count",
    question: "How do counts of assaults per 100 officers compare, and how far do their definitions allow it?",
    reference: 0,
    rows: &[
        leoka!("2015", "2016"),
        leoka!("2014", "2015"),
        leoka!("2013", "2014"),
        leoka!("2008", "2009"),
        leoka!("2004", "2005"),
        RowSpec {
            label: "ICE (DHS press count), 20 January to 31 December 2025, over series 1801 and 1811",
            count: figure("unstated", "us/dhs/ice", "dhs-press-reported-assault", ("2025-01-20", "2026-01-01")),
            exposures: &[series("us/dhs/ice/series-1801", MARCH_2025), series("us/dhs/ice/series-1811", MARCH_2025)],
            notes: &[
                "Staff as of March 2025; the force grew during the year, so the rate per officer-year is lower.",
                "Series 1801 is not purely sworn officers.",
                "The window is 346 days, not a full year.",
            ],
        },
        RowSpec {
            label: "ICE (FBI LEOKA federal), 2017",
            count: figure("officer", "us/dhs/ice", "leoka-federal-officer-assaulted", CALENDAR_2017),
            exposures: &[],
            notes: &["No headcount of 2017 is recorded, so no rate is given."],
        },
        RowSpec {
            label: "ICE (DHS Inspector General), FY2017",
            count: figure("report", "us/dhs/ice", "oig-ice-sen-ufad", FY2017),
            exposures: &[],
            notes: &["The audit calls the underlying data unreliable."],
        },
        RowSpec {
            label: "CBP, FY2025, officers, over series 1895 and 1896",
            count: cbp("officer", "us/dhs/cbp", FY2025),
            exposures: &[series("us/dhs/cbp/series-1895", MARCH_2025), series("us/dhs/cbp/series-1896", MARCH_2025)],
            notes: &[CLUSTERED, AIR_AND_MARINE],
        },
        RowSpec {
            label: "CBP, FY2025, incidents, over series 1895 and 1896",
            count: cbp("incident", "us/dhs/cbp", FY2025),
            exposures: &[series("us/dhs/cbp/series-1895", MARCH_2025), series("us/dhs/cbp/series-1896", MARCH_2025)],
            notes: &[AIR_AND_MARINE],
        },
        RowSpec {
            label: "CBP, calendar 2025, officers, over series 1895 and 1896",
            count: cbp("officer", "us/dhs/cbp", CY2025),
            exposures: &[series("us/dhs/cbp/series-1895", MARCH_2025), series("us/dhs/cbp/series-1896", MARCH_2025)],
            notes: &[CLUSTERED, AIR_AND_MARINE],
        },
        RowSpec {
            label: "Border Patrol (sector profile), FY2017",
            count: profile("assaults_on_officers", "officer_subject_object", "usbp-singular-assault", FY2017),
            exposures: &[profile("officers_employed", "employee", "usbp-agents-on-duty", FY2017)],
            notes: &["Officers × subjects × objects: one incident of February 2017 counts 126."],
        },
        RowSpec {
            label: "Border Patrol (sector profile), FY2019",
            count: profile("assaults_on_officers", "officer_subject_object", "usbp-singular-assault", FY2019),
            exposures: &[profile("officers_employed", "employee", "usbp-agents-on-duty", FY2019)],
            notes: &[],
        },
    ],
    cannot_say: &[
        "Which force is in greater danger: the rows count different things, as their grades and differences say.",
        "What an ICE officer's rate would be under the FBI's definition: DHS published no definition and no file.",
    ],
};

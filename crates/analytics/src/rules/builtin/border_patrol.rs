//! Border Patrol's sector profile: assaults over agents and over apprehensions.

use crate::rules::comparison::{RowSpec, Selector, Spec};

const fn profile(measure: &'static str, unit: &'static str, definition: &'static str, year: (&'static str, &'static str)) -> Selector {
    Selector { source: "usbp-sector-profile", measure, unit, population: "us/dhs/cbp/usbp", definition, start: year.0, end: year.1 }
}

const fn assaults(year: (&'static str, &'static str)) -> Selector {
    profile("assaults_on_officers", "officer_subject_object", "usbp-singular-assault", year)
}

const fn agents(year: (&'static str, &'static str)) -> Selector {
    profile("officers_employed", "employee", "usbp-agents-on-duty", year)
}

const fn apprehensions(year: (&'static str, &'static str)) -> Selector {
    profile("apprehensions", "apprehension", "usbp-apprehension", year)
}

macro_rules! rows {
    ($($label:literal, $start:literal, $end:literal;)+) => {
        &[
            $(RowSpec {
                label: concat!($label, ", per 100 agents"),
                count: assaults(($start, $end)),
                exposures: &[agents(($start, $end))],
                notes: &[],
            },)+
            $(RowSpec {
                label: concat!($label, ", per 1,000 apprehensions"),
                count: assaults(($start, $end)),
                exposures: &[apprehensions(($start, $end))],
                notes: &[],
            },)+
        ]
    };
}

pub(super) const SPEC: Spec = Spec {
    slug: "border-patrol-by-year",
    title: "Border Patrol: assaults per agent and per apprehension, FY2011 to FY2019",
    question: "How did Border Patrol's own count of assaults move against its agents and against its apprehensions?",
    reference: 0,
    rows: rows! {
        "FY2011", "2010-10-01", "2011-10-01";
        "FY2012", "2011-10-01", "2012-10-01";
        "FY2013", "2012-10-01", "2013-10-01";
        "FY2014", "2013-10-01", "2014-10-01";
        "FY2015", "2014-10-01", "2015-10-01";
        "FY2016", "2015-10-01", "2016-10-01";
        "FY2017", "2016-10-01", "2017-10-01";
        "FY2018", "2017-10-01", "2018-10-01";
        "FY2019", "2018-10-01", "2019-10-01";
    },
    cannot_say: &[
        "Whether risk rose after FY2015: the unit multiplies officers by subjects and by objects, and when each office began to count so is not published.",
        "FY2018: its column repeats FY2017 in every sector and is treated as missing.",
        "How precise the rates are: one event can be many counts, so that the intervals understate the spread.",
    ],
};

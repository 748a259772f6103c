//! Denominators: who is counted as staff.

use super::{MARCH_2025, series};
use crate::rules::comparison::{RowSpec, Selector, Spec};

const SEPTEMBER_2024: (&str, &str) = ("2024-09-30", "2024-10-01");

const fn staff(
    label: &'static str,
    population: &'static str,
    day: (&'static str, &'static str),
    notes: &'static [&'static str],
) -> RowSpec {
    RowSpec { label, count: series(population, day), exposures: &[], notes }
}

const fn all_employees(label: &'static str, month: (&'static str, &'static str)) -> RowSpec {
    let count = Selector {
        source: "opm-dhs-headcount",
        measure: "employees",
        unit: "employee",
        population: "us/dhs/ice",
        definition: "opm-all-employees",
        start: month.0,
        end: month.1,
    };
    RowSpec { label, count, exposures: &[], notes: &["All employees, not only officers."] }
}

const POOLED: &[&str] = &[
    "Cells of ten or fewer are pooled by the publisher, so this is at least the truth; the upper bound rests on an assumption of the rule.",
];

pub(super) const SPEC: Spec = Spec {
    slug: "ice-and-cbp-staff",
    title: "Denominators: staff of ICE and CBP",
    question: "By how many officers can a count be divided, and who says so?",
    reference: 0,
    rows: &[
        staff("ICE, series 1801, March 2025", "us/dhs/ice/series-1801", MARCH_2025, POOLED),
        staff("ICE, series 1811, March 2025", "us/dhs/ice/series-1811", MARCH_2025, POOLED),
        staff("ICE, series 1801, September 2024", "us/dhs/ice/series-1801", SEPTEMBER_2024, POOLED),
        staff("ICE, series 1811, September 2024", "us/dhs/ice/series-1811", SEPTEMBER_2024, POOLED),
        staff("CBP, series 1895, March 2025", "us/dhs/cbp/series-1895", MARCH_2025, POOLED),
        staff("CBP, series 1896, March 2025", "us/dhs/cbp/series-1896", MARCH_2025, POOLED),
        all_employees("ICE, all employees, January 2025", ("2025-01-01", "2025-02-01")),
        all_employees("ICE, all employees, March 2025", ("2025-03-01", "2025-04-01")),
        all_employees("ICE, all employees, December 2025", ("2025-12-01", "2026-01-01")),
    ],
    cannot_say: &["How many of them were officers on duty: the files count positions and pay, not shifts."],
};

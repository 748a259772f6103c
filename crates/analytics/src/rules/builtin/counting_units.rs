//! CBP's own file in its two counting units.

use super::{CY2025, FY2025, FY2026_TO_JULY, cbp};
use crate::rules::comparison::{RowSpec, Spec};

const fn row(label: &'static str, unit: &'static str, population: &'static str, period: (&'static str, &'static str)) -> RowSpec {
    RowSpec { label, count: cbp(unit, population, period), exposures: &[], notes: &[] }
}

pub(super) const SPEC: Spec = Spec {
    slug: "cbp-counting-units",
    title: "CBP: incidents and assaulted officers",
    question: "How many assaults does one file show, counted as incidents and as officers assaulted?",
    reference: 0,
    rows: &[
        row("CBP, FY2025, incidents", "incident", "us/dhs/cbp", FY2025),
        row("CBP, FY2025, officers", "officer", "us/dhs/cbp", FY2025),
        row("CBP, FY2026 to July, incidents", "incident", "us/dhs/cbp", FY2026_TO_JULY),
        row("CBP, FY2026 to July, officers", "officer", "us/dhs/cbp", FY2026_TO_JULY),
        row("CBP, calendar 2025, incidents", "incident", "us/dhs/cbp", CY2025),
        row("CBP, calendar 2025, officers", "officer", "us/dhs/cbp", CY2025),
        row("Border Patrol, FY2026 to July, incidents", "incident", "us/dhs/cbp/usbp", FY2026_TO_JULY),
        row("Border Patrol, FY2026 to July, officers", "officer", "us/dhs/cbp/usbp", FY2026_TO_JULY),
        row("Field Operations, FY2026 to July, incidents", "incident", "us/dhs/cbp/ofo", FY2026_TO_JULY),
        row("Field Operations, FY2026 to July, officers", "officer", "us/dhs/cbp/ofo", FY2026_TO_JULY),
        row("Air and Marine, FY2026 to July, incidents", "incident", "us/dhs/cbp/amo", FY2026_TO_JULY),
        row("Air and Marine, FY2026 to July, officers", "officer", "us/dhs/cbp/amo", FY2026_TO_JULY),
    ],
    cannot_say: &[
        "That one unit is the right one: an incident with many officers is one event and many victims.",
        "Components cannot be added: an incident can span several, and the national count has each incident once.",
    ],
};

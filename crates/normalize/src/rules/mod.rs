//! Rules: rows → observations, one file per source, each with its name and version.
//!
//! A rule is pure. Its version rises whenever the same rows would give other observations; analytics then sees a new reading of the same
//! snapshot instead of a contradiction.

use std::{fmt, str::FromStr};

use catalog::SourceId;
use domain::{Bounds, Reading, Value};

mod calendar;
mod cbp;
pub(crate) mod cbp_assault_incidents;
pub(crate) mod cbp_assault_types;
mod collected;
mod controls;
pub(crate) mod dhs;
pub(crate) mod ice_detention_statistics;
pub(crate) mod leoka_city;
pub(crate) mod louisville_assaulted_officers;
pub(crate) mod months;
pub(crate) mod ohss_monthly_tables;
pub(crate) mod opm_dhs_headcount;
pub(crate) mod opm_fedscope_employment;
pub(crate) mod presidential_vote_by_county;
pub(crate) mod published_figures;
mod scope;
pub(crate) mod states;
mod usbp;
pub(crate) mod usbp_sector_profile;
pub(crate) mod usbp_staffing;

/// The name of a rule and its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Snake case, after the source.
    pub name: &'static str,
    /// Counted from 1.
    pub version: u32,
}

/// The rule by which a source is read today.
pub fn of(source_id: SourceId) -> Rule {
    match source_id {
        SourceId::CbpAssaultIncidents => cbp_assault_incidents::RULE,
        SourceId::CbpAssaultTypes => cbp_assault_types::RULE,
        SourceId::UsbpSectorProfile => usbp_sector_profile::RULE,
        SourceId::UsbpStaffing => usbp_staffing::RULE,
        SourceId::OpmFedscopeEmployment => opm_fedscope_employment::RULE,
        SourceId::OpmDhsHeadcount => opm_dhs_headcount::RULE,
        SourceId::LeokaCity => leoka_city::RULE,
        SourceId::LouisvilleAssaultedOfficers => louisville_assaulted_officers::RULE,
        SourceId::PresidentialVoteByCounty => presidential_vote_by_county::RULE,
        SourceId::IceDetentionStatistics => ice_detention_statistics::RULE,
        SourceId::IceIndividualRelease => crate::releases::PUBLISHED_RULE,
        SourceId::OhssMonthlyTables => ohss_monthly_tables::RULE,
        SourceId::PublishedFigures => published_figures::RULE,
        SourceId::AddedClaims => Rule { name: "added_claims", version: 0 },
        SourceId::AddedComparisons => Rule { name: "added_comparisons", version: 0 },
        SourceId::PacerRss => Rule { name: "pacer_rss", version: 0 },
        SourceId::PacerPages => Rule { name: "pacer_pages", version: 0 },
        SourceId::ProsecutionCounts => Rule { name: "prosecution_counts", version: 0 },
        SourceId::CourtProsecutions => Rule { name: "court_prosecutions", version: 0 },
        SourceId::CourtlistenerWebhook => Rule { name: "courtlistener_webhook", version: 0 },
        SourceId::CourtlistenerApi => Rule { name: "courtlistener_api", version: 0 },
        SourceId::CourtlistenerBulk => Rule { name: "courtlistener_bulk", version: 0 },
    }
}

/// A name of the domain that is written in a rule, or put together from one and from segments of [`domain::slug::segment`].
pub(crate) fn name<T: FromStr<Err: fmt::Debug>>(text: &str) -> T {
    text.parse().expect("names written in a rule, and segments, obey the grammar")
}

/// A total of which a part could not be read or is not there: at least what can be seen.
pub(crate) fn at_least(visible: u64) -> Reading {
    let value = Value::count(visible);
    Reading::Bounded { value, bounds: Bounds { lower: value, upper: None } }
}

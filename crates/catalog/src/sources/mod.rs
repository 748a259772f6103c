//! One file per source.

pub(crate) mod added_claims;
pub(crate) mod added_comparisons;
pub(crate) mod cbp_assault_incidents;
pub(crate) mod cbp_assault_types;
pub(crate) mod court_prosecutions;
pub(crate) mod courtlistener_api;
pub(crate) mod courtlistener_bulk;
pub(crate) mod courtlistener_webhook;
pub(crate) mod ice_detention_statistics;
pub(crate) mod ice_individual_release;
pub(crate) mod leoka_city;
pub(crate) mod louisville_assaulted_officers;
pub(crate) mod ohss_monthly_tables;
pub(crate) mod opm_dhs_headcount;
pub(crate) mod opm_fedscope_employment;
pub(crate) mod pacer_pages;
pub(crate) mod pacer_rss;
pub(crate) mod presidential_vote_by_county;
pub(crate) mod prosecution_counts;
pub(crate) mod published_figures;
pub(crate) mod usbp_sector_profile;
pub(crate) mod usbp_staffing;

//! The section `[ingest.courtlistener]`: what is asked of CourtListener's REST API, and how often.

use std::num::NonZeroU32;

use serde::Deserialize;

use super::Address;

/// Questions to CourtListener. Without this section nothing is asked. The token comes from `PLUMBLINE_COURTLISTENER_TOKEN`, or from the file that
/// `PLUMBLINE_COURTLISTENER_TOKEN_FILE` names, never from here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Courtlistener {
    /// Where the API is, with its version.
    pub base_url: Address,
    /// Questions in any minute. The default of this and of the next two is the free tier since May 2026.
    pub per_minute: NonZeroU32,
    /// Questions in any hour.
    pub per_hour: NonZeroU32,
    /// Questions in any 24 hours.
    pub per_day: NonZeroU32,
    /// Seconds between two questions for the same docket or search.
    pub every_secs: u64,
    /// Dockets that are followed, by CourtListener's number: the docket, its parties and its entries.
    pub dockets: Vec<u64>,
    /// Searches that are followed, as the query of a search: `type=r&q=…`.
    pub searches: Vec<String>,
    /// Whether alerts are followed: each docket that they name is asked for once, and entries without text are read again.
    pub alerts: Alerts,
}

/// What becomes of alerts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Alerts {
    /// They lead to questions.
    #[default]
    Followed,
    /// They stand for themselves.
    Ignored,
}

impl Default for Courtlistener {
    fn default() -> Self {
        let at_least_one = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self {
            base_url: Address::try_from("https://www.courtlistener.com/api/rest/v4/").expect("an address"),
            per_minute: at_least_one(5),
            per_hour: at_least_one(50),
            per_day: at_least_one(125),
            every_secs: 86_400,
            dockets: Vec::new(),
            searches: Vec::new(),
            alerts: Alerts::default(),
        }
    }
}

//! What a request asks: names in the path and the few parameters, checked, with errors that say what to write.

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::{HeaderMap, request::Parts},
};
use contracts::court;
use domain::{Date, Instant};
use serde::{Deserialize, de::DeserializeOwned};
use utoipa::IntoParams;

use crate::{App, ReleaseChanges, WatchChanges, error::Failure, views::court::month::Month};

/// The one name in the path.
#[derive(Debug)]
pub(crate) struct Name(pub(crate) String);

impl FromRequestParts<App> for Name {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        match Path::<String>::from_request_parts(parts, app).await {
            Ok(Path(name)) => Ok(Self(name)),
            Err(_) => Err(Failure::NotFound("such address".into())),
        }
    }
}

/// The two names in the path: of a thing, and of a part of it.
#[derive(Debug)]
pub(crate) struct Names(pub(crate) String, pub(crate) String);

impl FromRequestParts<App> for Names {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        match Path::<(String, String)>::from_request_parts(parts, app).await {
            Ok(Path((thing, part))) => Ok(Self(thing, part)),
            Err(_) => Err(Failure::NotFound("such address".into())),
        }
    }
}

/// The parameters after the question mark; unknown ones are ignored.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        match Query::<T>::from_request_parts(parts, app).await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(error) => Err(Failure::BadRequest(format!("The parameters cannot be read: {}.", error.body_text()))),
        }
    }
}

/// The instant as of which the state is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    /// The state as known at this instant, RFC 3339 or a date (the end of that day, UTC); absent means now.
    pub(crate) as_of: Option<String>,
}

impl AsOf {
    /// The instant in the form that services read; empty for now.
    pub(crate) fn wire(&self) -> Result<String, Failure> {
        let text = self.typed();
        if text.is_empty() {
            return Ok(String::new());
        }
        text.parse::<Instant>().map(|instant| instant.to_string()).map_err(|_| {
            let shown: String = text.chars().take(40).collect();
            Failure::BadRequest(format!(
                "“{shown}” is not a time. For as_of write a date such as 2026-01-08, which means the end of that day in UTC, or an \
                 instant such as 2026-01-08T14:00:00Z."
            ))
        })
    }

    /// What was typed, to be shown again and carried on by links.
    pub(crate) fn typed(&self) -> &str {
        self.as_of.as_deref().unwrap_or_default().trim()
    }
}

/// In which form a table is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Csv,
}

/// The form of the answer.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormatAsked {
    /// `json` (the default) or `csv`.
    pub(crate) format: Option<String>,
}

impl FormatAsked {
    /// The form, if it is one of the two.
    pub(crate) fn format(&self) -> Result<Format, Failure> {
        match self.format.as_deref() {
            None | Some("" | "json") => Ok(Format::Json),
            Some("csv") => Ok(Format::Csv),
            Some(_) => Err(Failure::BadRequest("The format is json or csv.".into())),
        }
    }
}

/// Which series are wanted; absent parameters do not narrow.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SeriesAsked {
    /// Slug of the source.
    pub(crate) source: Option<String>,
    /// Slug of the measure.
    pub(crate) measure: Option<String>,
    /// Path of the population.
    pub(crate) population: Option<String>,
}

/// Which page of a long list is wanted.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PageAsked {
    page: Option<usize>,
}

impl PageAsked {
    /// Counted from one.
    pub(crate) fn number(&self) -> usize {
        self.page.unwrap_or(1).max(1)
    }
}

/// Which filings are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FilingsAsked {
    /// CM/ECF code of the court, for example `nyed`; absent means all.
    pub(crate) court: Option<String>,
    /// At most this many, latest first: 1 to 1,000, 100 if absent.
    pub(crate) limit: Option<i32>,
}

impl FilingsAsked {
    /// The limit, within what the service allows.
    pub(crate) fn limit(&self) -> i32 {
        self.limit.unwrap_or(100).clamp(1, 1000)
    }
}

/// Which cases are wanted; absent parameters do not narrow.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CasesAsked {
    /// CM/ECF code of the court, for example `nysd`.
    pub(crate) court: Option<String>,
    /// State of the charge under 18 U.S.C. § 111: `confirmed`, `candidate`, `unknown`, `not`, `sealed` or `gone`.
    pub(crate) state: Option<String>,
    /// Month of filing in court time, `2026-03`.
    pub(crate) month: Option<String>,
    /// A citation, `18:111(a)(1)`: charges under it and below it.
    pub(crate) statute: Option<String>,
    /// At most this many, latest filed first: 1 to 1,000, 100 if absent.
    pub(crate) limit: Option<i32>,
}

impl CasesAsked {
    /// What is asked of the service.
    pub(crate) fn wire(&self) -> Result<court::ListCasesRequest, Failure> {
        let given = |text: &Option<String>| trimmed(text.as_deref()).to_owned();
        Ok(court::ListCasesRequest {
            court: given(&self.court).to_lowercase(),
            state: given(&self.state),
            month: month(self.month.as_deref())?.map(|month| month.to_string()).unwrap_or_default(),
            statute: given(&self.statute),
            limit: self.limit.unwrap_or(100).clamp(1, 1000),
        })
    }
}

/// Which month a page shows.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct MonthAsked {
    month: Option<String>,
}

impl MonthAsked {
    /// The month, if one was given.
    pub(crate) fn month(&self) -> Result<Option<Month>, Failure> {
        month(self.month.as_deref())
    }
}

/// Which months of which district are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MonthsAsked {
    /// First month, `2026-01`; absent, with `to`, means the last twelve that are known.
    pub(crate) from: Option<String>,
    /// Last month, included.
    pub(crate) to: Option<String>,
    /// CM/ECF code of the court; absent means all.
    pub(crate) court: Option<String>,
}

impl MonthsAsked {
    /// First and last month as services read them, and the court.
    pub(crate) fn wire(&self) -> Result<(String, String, String), Failure> {
        let text = |given: &Option<String>| Ok(month(given.as_deref())?.map(|month| month.to_string()).unwrap_or_default());
        Ok((text(&self.from)?, text(&self.to)?, trimmed(self.court.as_deref()).to_owned()))
    }
}

/// Which days are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DaysAsked {
    /// First day, `2026-07-01`; absent, with `to`, means the last thirty.
    pub(crate) from: Option<String>,
    /// Last day, included.
    pub(crate) to: Option<String>,
}

impl DaysAsked {
    /// First and last day as services read them.
    pub(crate) fn wire(&self) -> Result<(String, String), Failure> {
        let day = |given: &Option<String>| match trimmed(given.as_deref()) {
            "" => Ok(String::new()),
            text => text.parse::<Date>().map(|date| date.to_string()).map_err(|_| {
                let shown: String = text.chars().take(40).collect();
                Failure::BadRequest(format!("“{shown}” is not a day. Write a date such as 2026-03-31."))
            }),
        };
        Ok((day(&self.from)?, day(&self.to)?))
    }
}

/// Which feeds are wanted; absent parameters do not narrow.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FeedsAsked {
    /// `stale`, `undated`, `never`, `quiet` or `fresh`.
    pub(crate) state: Option<String>,
    /// `charges`, `limited`, `no_charges`, `no_feed` or `unknown`.
    pub(crate) coverage: Option<String>,
}

impl FeedsAsked {
    /// State and coverage; empty texts do not narrow.
    pub(crate) fn wanted(&self) -> (&str, &str) {
        (trimmed(self.state.as_deref()), trimmed(self.coverage.as_deref()))
    }
}

fn month(text: Option<&str>) -> Result<Option<Month>, Failure> {
    match trimmed(text) {
        "" => Ok(None),
        text => text.parse().map(Some),
    }
}

/// Which alerts are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AlertsAsked {
    /// Id of a watch; absent means all.
    pub(crate) watch: Option<String>,
    /// Only those after this cursor, oldest first; absent means the latest, latest first. In a stream, absent means only those that come.
    pub(crate) after: Option<i64>,
    /// At most this many: 1 to 1,000, 100 if absent. A stream has no limit.
    pub(crate) limit: Option<i32>,
}

impl AlertsAsked {
    /// The watch; empty for all.
    pub(crate) fn watch(&self) -> &str {
        trimmed(self.watch.as_deref())
    }

    /// The limit, within what the service allows.
    pub(crate) fn limit(&self) -> i32 {
        self.limit.unwrap_or(100).clamp(1, 1000)
    }
}

/// Permission to change something: the site allows it, and no other site asks for it in the name of its visitor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MayChange;

impl FromRequestParts<App> for MayChange {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        if app.watch_changes == WatchChanges::Refused {
            return Err(Failure::Refused("This site does not take changes of watches; its operator makes them on the command line."));
        }
        if is_from_another_site(&parts.headers) {
            return Err(Failure::Refused("Another site asked for this change. Open the page here and ask again."));
        }
        Ok(Self)
    }
}

/// Permission to accept a check of a release.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MayAccept;

impl FromRequestParts<App> for MayAccept {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        if app.release_changes == ReleaseChanges::Refused {
            return Err(Failure::Refused(
                "This site does not accept checks of releases; its operator does with `plumbline release accept`.",
            ));
        }
        if is_from_another_site(&parts.headers) {
            return Err(Failure::Refused("Another site asked for this change. Open the page here and ask again."));
        }
        Ok(Self)
    }
}

/// Browsers say on whose page a request was made; older ones say only its origin. Who says neither is no browser, and carries nobody's name.
fn is_from_another_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return false };
    let host = text("host").unwrap_or_default();
    origin.split_once("://").is_none_or(|(_, of)| !of.eq_ignore_ascii_case(host))
}

/// Between which vintages a restatement is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BetweenAsked {
    /// SHA-256 of the earlier snapshot; absent, with `after`, means the latest two.
    pub(crate) before: Option<String>,
    /// SHA-256 of the later snapshot.
    pub(crate) after: Option<String>,
}

impl BetweenAsked {
    /// Both hashes, or two empty texts.
    pub(crate) fn hashes(&self) -> Result<(&str, &str), Failure> {
        let (before, after) = (trimmed(self.before.as_deref()), trimmed(self.after.as_deref()));
        let hash = |text: &str| text.is_empty() || text.parse::<domain::SnapshotHash>().is_ok();
        if before.is_empty() != after.is_empty() || !hash(before) || !hash(after) {
            let words = "A restatement lies between two snapshots: give both hashes, before and after, or none for the latest two.";
            return Err(Failure::BadRequest(words.to_owned()));
        }
        Ok((before, after))
    }
}

/// Which part of a verdict is wanted as a table.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PartAsked {
    /// With `format=csv`, the part to give as a table: `numbers`, `feasible_pairs`, `corroboration`, `exposure_adjusted`, `instruments`,
    /// `break_even`, `identification`, `increments` or `grid`; absent means the claim with its finding in one row. JSON has every part.
    pub(crate) part: Option<String>,
}

/// Which problems are wanted; absent parameters do not narrow.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProblemsAsked {
    /// Slug of the source.
    pub(crate) source: Option<String>,
    /// SHA-256 of the snapshot.
    pub(crate) snapshot: Option<String>,
}

fn trimmed(text: Option<&str>) -> &str {
    text.unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_another_site_asks_for_is_seen() {
        let check = |headers: &[(&'static str, &'static str)], wanted: bool| {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.insert(*name, value.parse().expect("a value"));
            }
            assert_eq!(is_from_another_site(&map), wanted, "{headers:?}");
        };
        check(&[("sec-fetch-site", "same-origin"), ("origin", "http://a:1"), ("host", "a:1")], false);
        check(&[("sec-fetch-site", "none")], false);
        check(&[("sec-fetch-site", "cross-site"), ("origin", "http://a:1"), ("host", "a:1")], true);
        check(&[("sec-fetch-site", "same-site")], true);
        check(&[("origin", "https://a.example"), ("host", "a.example")], false);
        check(&[("origin", "https://evil.example"), ("host", "a.example")], true);
        check(&[("origin", "null"), ("host", "a.example")], true);
        check(&[("host", "a.example")], false);
    }

    #[test]
    fn a_date_means_its_whole_day_and_nonsense_is_told_what_to_write() {
        let wire = |text: &str| AsOf { as_of: Some(text.into()) }.wire();
        assert_eq!(wire(""), Ok(String::new()));
        assert_eq!(wire(" 2026-01-08 "), Ok("2026-01-08T23:59:59.999Z".into()));
        assert_eq!(wire("2026-01-08T16:00:00+02:00"), Ok("2026-01-08T14:00:00.000Z".into()));
        let refused = wire("yesterday").expect_err("not a time").to_string();
        assert!(refused.contains("“yesterday”") && refused.contains("2026-01-08"), "{refused}");
    }
}

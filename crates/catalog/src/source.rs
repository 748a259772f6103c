//! What a source is: identity, publisher, place, cadence, definitions, caveats and the signature of its files.

use std::{fmt, str::FromStr};

use crate::sources;

/// The text names no source of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a source of the catalogue; known sources: {}", known_slugs())]
pub struct UnknownSource {
    /// The text that was given, cut at 80 characters, control characters escaped.
    pub given: String,
}

fn known_slugs() -> String {
    SourceId::ALL.iter().map(|id| id.slug()).collect::<Vec<_>>().join(", ")
}

macro_rules! sources {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal, $module:ident, $reader:ident;)+) => {
        /// One data set of one publisher. A new variant makes the compiler list the places that need it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SourceId {
            $($(#[$doc])* $variant,)+
        }

        impl SourceId {
            /// Every source, in the order of the catalogue.
            pub const ALL: &'static [SourceId] = &[$(SourceId::$variant,)+];

            /// The stable name.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// What the catalogue knows about it.
            pub fn source(self) -> &'static Source {
                match self { $(Self::$variant => &sources::$module::SOURCE,)+ }
            }

            /// Which service reads its snapshots.
            pub fn service(self) -> Reader {
                match self { $(Self::$variant => Reader::$reader,)+ }
            }
        }
    };
}

sources! {
    /// CBP: assault incidents and the officers assaulted in them.
    CbpAssaultIncidents = "cbp-assault-incidents", cbp_assault_incidents, Normalize;
    /// CBP: assault incidents by the type of assault used.
    CbpAssaultTypes = "cbp-assault-types", cbp_assault_types, Normalize;
    /// Border Patrol: sector profile with assaults, agents and apprehensions by fiscal year.
    UsbpSectorProfile = "usbp-sector-profile", usbp_sector_profile, Normalize;
    /// Border Patrol: agents by sector and fiscal year.
    UsbpStaffing = "usbp-staffing", usbp_staffing, Normalize;
    /// OPM: federal employment by agency, pay plan, grade and series.
    OpmFedscopeEmployment = "opm-fedscope-employment", opm_fedscope_employment, Normalize;
    /// OPM: monthly headcount of the parts of DHS.
    OpmDhsHeadcount = "opm-dhs-headcount", opm_dhs_headcount, Normalize;
    /// Louisville, Kentucky: assaulted officers, one table in two releases that count differently.
    LouisvilleAssaultedOfficers = "louisville-assaulted-officers", louisville_assaulted_officers, Normalize;
    /// FBI LEOKA: officers assaulted, injured and employed by city and year, with a status for each row.
    LeokaCity = "leoka-city", leoka_city, Normalize;
    /// Votes for president by county, and by what stands in a county's place.
    PresidentialVoteByCounty = "presidential-vote-by-county", presidential_vote_by_county, Normalize;
    /// ICE: biweekly workbooks of detention statistics.
    IceDetentionStatistics = "ice-detention-statistics", ice_detention_statistics, Normalize;
    /// ICE: individual-level releases under the Freedom of Information Act, each as an archive of its files.
    IceIndividualRelease = "ice-individual-release", ice_individual_release, Normalize;
    /// OHSS: monthly tables of enforcement and legal processes, rounded to tens.
    OhssMonthlyTables = "ohss-monthly-tables", ohss_monthly_tables, Normalize;
    /// The project's own table of published figures, each with its citation.
    PublishedFigures = "published-figures", published_figures, Normalize;
    /// Claims that a user added to the ledger.
    AddedClaims = "added-claims", added_claims, Analytics;
    /// Comparisons that a user declared.
    AddedComparisons = "added-comparisons", added_comparisons, Analytics;
    /// Federal courts: RSS feeds of docket entries.
    PacerRss = "pacer-rss", pacer_rss, CourtRecords;
    /// Federal courts: docket reports, case summaries and histories that somebody saved.
    PacerPages = "pacer-pages", pacer_pages, CourtRecords;
    /// Prosecutions by district and month, counted from LIONS and the integrated database of the Federal Judicial Center.
    ProsecutionCounts = "prosecution-counts", prosecution_counts, CourtRecords;
    /// New prosecutions by district and month, as this program counts them.
    CourtProsecutions = "court-prosecutions", court_prosecutions, CourtRecords;
    /// CourtListener: alerts that arrive by themselves.
    CourtlistenerWebhook = "courtlistener-webhook", courtlistener_webhook, CourtRecords;
    /// CourtListener: answers of its REST API.
    CourtlistenerApi = "courtlistener-api", courtlistener_api, CourtRecords;
    /// CourtListener: tables of its bulk data.
    CourtlistenerBulk = "courtlistener-bulk", courtlistener_bulk, CourtRecords;
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl FromStr for SourceId {
    type Err = UnknownSource;

    fn from_str(text: &str) -> Result<Self, UnknownSource> {
        Self::ALL.iter().copied().find(|id| id.slug() == text).ok_or_else(|| UnknownSource { given: crate::recognize::printable(text, 80) })
    }
}

/// The service that reads the snapshots of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// `normalize`: tables and observations.
    Normalize,
    /// `court-records`: feeds and dockets.
    CourtRecords,
    /// `analytics`: declarations of claims and comparisons.
    Analytics,
}

/// Where the bytes of a source come from. Nothing is fetched unless an operator configures it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// The publisher sends it to an address of this installation, once an operator has told the publisher which.
    Sent,
    /// A person hands in the file; there is no address that stays.
    HandedIn,
    /// The file is part of the program.
    BuiltIn,
    /// The publisher serves it over HTTP.
    Http {
        /// A fixed address, or a pattern with the changing parts in angle brackets.
        url: &'static str,
        /// What a person has to know before an address is configured.
        note: &'static str,
    },
}

/// How often a publisher brings out a new release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cadence {
    /// Whenever something happens, by itself.
    Live,
    /// Several times a day.
    Hourly,
    /// Every day.
    Daily,
    /// Every month.
    Monthly,
    /// Four times a year.
    Quarterly,
    /// Twice a year.
    HalfYearly,
    /// Every year.
    Yearly,
    /// The publisher no longer continues it.
    Ended,
    /// With a new version of the program.
    WithTheProgram,
    /// Whenever somebody hands something in.
    Irregular,
}

impl Cadence {
    /// The word on pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "by itself, whenever something happens",
            Self::Hourly => "several times a day",
            Self::Daily => "daily",
            Self::Monthly => "monthly",
            Self::Quarterly => "four times a year",
            Self::HalfYearly => "twice a year",
            Self::Yearly => "yearly",
            Self::Ended => "no longer continued",
            Self::WithTheProgram => "with each version of the program",
            Self::Irregular => "whenever somebody hands something in",
        }
    }
}

/// How a file of a source is known by its content, without decoding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// Text whose first line is a header with at least these columns, in any order. Names are compared trimmed and without
    /// regard to ASCII case; further columns are allowed.
    DelimitedHeader {
        /// The byte between two columns.
        delimiter: u8,
        /// The columns that must be there.
        columns: &'static [&'static str],
    },
    /// A Parquet or Arrow IPC (feather) file with at least these columns.
    Columnar {
        /// The column names that must occur, as the formats write them.
        names: &'static [&'static str],
    },
    /// An RSS feed that shows a host `<host_prefix><name><host_suffix>`.
    Feed {
        /// Before the name of the court.
        host_prefix: &'static str,
        /// After the name of the court.
        host_suffix: &'static str,
    },
    /// A web page: for each group, at least one of its marks, in small letters, whatever the case in the page.
    Page {
        /// Groups of marks.
        marks: &'static [&'static [&'static str]],
    },
    /// A declaration of this project in TOML: for each group, a line that begins with one of its marks.
    Declaration {
        /// Groups of marks.
        marks: &'static [&'static [&'static str]],
    },
    /// A JSON document in which at least these names occur, at any depth.
    Json {
        /// The names that must occur near the beginning or the end.
        names: &'static [&'static str],
    },
    /// A workbook (XLSX): for each name, a sheet whose own name begins with it, trimmed and without regard to ASCII case.
    Workbook {
        /// How names of sheets begin.
        sheets: &'static [&'static str],
    },
    /// A ZIP archive with a member whose name holds one of the words, not at its beginning, and has one of the endings, in small letters.
    Archive {
        /// Words, as the publisher writes them.
        words: &'static [&'static str],
        /// Endings with their dot.
        endings: &'static [&'static str],
    },
    /// Files of several kinds.
    AnyOf(&'static [Signature]),
}

impl Signature {
    /// The kinds of files that it stands for, each by its own signature.
    pub(crate) fn kinds(&'static self) -> &'static [Signature] {
        match self {
            Self::AnyOf(kinds) => kinds,
            single => std::slice::from_ref(single),
        }
    }
}

/// One entry of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Which source it is.
    pub id: SourceId,
    /// For a heading.
    pub title: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// The page where a person finds it; for what is built in, the file in the repository.
    pub home: &'static str,
    /// Where its bytes come from.
    pub location: Location,
    /// How often it is renewed.
    pub cadence: Cadence,
    /// Under which terms it may be used.
    pub licence: &'static str,
    /// Slugs of the definitions by which it counts.
    pub definitions: &'static [&'static str],
    /// What bites whoever reads it, one sentence or two each.
    pub caveats: &'static [&'static str],
    /// How its files are recognized.
    pub signature: Signature,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::{DefinitionSlug, SourceSlug};

    use super::*;

    #[test]
    fn every_entry_is_complete_and_stands_under_its_own_name() {
        let mut slugs = HashSet::new();
        for &id in SourceId::ALL {
            let source = id.source();
            assert_eq!(source.id, id, "{id}");
            assert!(slugs.insert(id.slug()), "{id} occurs twice");
            assert_eq!(id.slug().parse::<SourceId>(), Ok(id));
            assert!(id.slug().parse::<SourceSlug>().is_ok(), "{id} is not a slug");
            assert!(!source.title.is_empty() && !source.publisher.is_empty());
            assert!(!source.licence.is_empty() && !source.caveats.is_empty());
            for slug in source.definitions {
                let slug: DefinitionSlug = slug.parse().expect("a slug");
                assert!(crate::definition(&slug).is_some(), "{id}: definition `{slug}` is not in the catalogue");
            }
        }
    }

    #[test]
    fn an_unknown_source_is_answered_with_the_known_ones() {
        let error = "cbp-assaults\n".parse::<SourceId>().expect_err("not a source");
        insta::assert_snapshot!(error, @r"`cbp-assaults\n` is not a source of the catalogue; known sources: cbp-assault-incidents, cbp-assault-types, usbp-sector-profile, usbp-staffing, opm-fedscope-employment, opm-dhs-headcount, louisville-assaulted-officers, leoka-city, presidential-vote-by-county, ice-detention-statistics, ice-individual-release, ohss-monthly-tables, published-figures, added-claims, added-comparisons, pacer-rss, pacer-pages, prosecution-counts, court-prosecutions, courtlistener-webhook, courtlistener-api, courtlistener-bulk");
    }
}
